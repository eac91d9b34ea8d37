//! A report's measures as CSV, one a row, so that a table program can filter and join them. Names don't change.

use serde_json::Value;

use crate::evaluate::quotes::QuotesReport;
use crate::evaluate::{Interval, QuestionReport, StanceReport};

/// What a row of a stance report says: `measure` of `question`, of one `label` perhaps, `value` with its 95% interval from `low`
/// to `high` if it has one. `method` is empty for the model, else a baseline; `column` and `cell` say of which rows where it is
/// not all; `at` is what the measure is taken at: the predicted label (`confusion`), the share of rows answered (`coverage_accuracy`),
/// the least probability (`precision_at`, `recall_at`, `calibration_*`), the share trained on (`learning_*`).
const STANCE_COLUMNS: [&str; 10] =
    ["question", "label", "measure", "value", "low", "high", "method", "column", "cell", "at"];

/// What a row of a quote report says: `measure` is the path of the value in the JSON report, and `at` the least confidence where
/// a list there has one entry for each.
const QUOTE_COLUMNS: [&str; 5] = ["measure", "value", "low", "high", "at"];

const WRITTEN: &str = "rows can be written to memory";

/// All measures of a stance report, with a header; of the mistakes and the rows' answers it has none.
pub fn stance_measures(report: &StanceReport) -> String {
    let mut table = Table { csv: csv::Writer::from_writer(Vec::new()) };
    table.csv.write_record(STANCE_COLUMNS).expect(WRITTEN);
    let whole = Row::default();
    table.count(whole, "rows", report.rows);
    table.count(whole, "draws", report.draws);
    table.number(whole, "seed", &report.seed.to_string());
    table.value(whole, "min_probability", report.min_probability);
    table.count(whole, "weighted", usize::from(report.weighted));
    for question in &report.questions {
        table.question(question);
    }
    if let Some(pooled) = &report.pooled {
        table.count(whole, "pooled_questions", pooled.questions);
        table.count(whole, "pooled_rows", pooled.rows);
        table.count(whole, "pooled_groups", pooled.groups);
        table.count(whole, "pooled_abstained", pooled.abstained);
        table.interval(whole, "pooled_favor_against_f1", &pooled.favor_against_f1);
        for baseline in &pooled.baselines {
            let row = Row { method: &baseline.name, ..whole };
            table.interval(row, "pooled_favor_against_f1", &baseline.favor_against_f1);
        }
    }
    text(table.csv)
}

/// All measures of a quote report, with a header.
pub fn quotes_measures(report: &QuotesReport) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(QUOTE_COLUMNS).expect(WRITTEN);
    let report = serde_json::to_value(report).expect("a report can be written");
    walk(&report, "", "", &mut |row: [&str; 5]| csv.write_record(row).expect(WRITTEN));
    text(csv)
}

fn text(csv: csv::Writer<Vec<u8>>) -> String {
    String::from_utf8(csv.into_inner().expect(WRITTEN)).expect("text was written")
}

/// Gives each number under `value`, an interval as one.
fn walk(value: &Value, path: &str, at: &str, row: &mut impl FnMut([&str; 5])) {
    match value {
        Value::Number(number) => row([path, &number.to_string(), "", "", at]),
        Value::Object(fields) => {
            if let (Some(value), Some(low), Some(high)) = (fields.get("value"), fields.get("low"), fields.get("high")) {
                return row([path, &value.to_string(), &low.to_string(), &high.to_string(), at]);
            }
            for (name, field) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                walk(field, &path, at, row);
            }
        }
        Value::Array(entries) => {
            for entry in entries {
                let at = ["min_confidence", "from"].iter().find_map(|key| entry.get(key));
                walk(entry, path, &at.map(Value::to_string).unwrap_or_default(), row);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Of what a measure is.
#[derive(Clone, Copy, Default)]
struct Row<'r> {
    question: &'r str,
    label: &'r str,
    method: &'r str,
    column: &'r str,
    cell: &'r str,
    at: &'r str,
}

struct Table {
    csv: csv::Writer<Vec<u8>>,
}

impl Table {
    fn write(&mut self, row: Row<'_>, measure: &str, [value, low, high]: [&str; 3]) {
        let Row { question, label, method, column, cell, at } = row;
        self.csv.write_record([question, label, measure, value, low, high, method, column, cell, at]).expect(WRITTEN);
    }

    fn number(&mut self, row: Row<'_>, measure: &str, value: &str) {
        self.write(row, measure, [value, "", ""]);
    }

    fn count(&mut self, row: Row<'_>, measure: &str, value: usize) {
        self.number(row, measure, &value.to_string());
    }

    fn value(&mut self, row: Row<'_>, measure: &str, value: f64) {
        self.number(row, measure, &value.to_string());
    }

    fn interval(&mut self, row: Row<'_>, measure: &str, of: &Interval) {
        self.write(row, measure, [&of.value, &of.low, &of.high].map(f64::to_string).each_ref().map(String::as_str));
    }

    fn question(&mut self, of: &QuestionReport) {
        let row = Row { question: &of.question, ..Row::default() };
        let counts =
            [("rows", of.rows), ("unlabelled", of.unlabelled), ("groups", of.groups), ("abstained", of.abstained)];
        counts.iter().for_each(|(measure, count)| self.count(row, measure, *count));
        self.interval(row, "accuracy", &of.accuracy);
        self.interval(row, "macro_f1", &of.macro_f1);
        self.interval(row, "weighted_f1", &of.weighted_f1);
        self.interval(row, "mcc", &of.mcc);
        self.interval(row, "kappa", &of.kappa);
        if let Some(mean) = &of.favor_against_f1 {
            self.interval(row, "favor_against_f1", mean);
        }
        match &of.calibration_error {
            Some(error) => self.interval(row, "calibration_error", error),
            None => self.value(row, "calibration_error", of.calibration.error),
        }
        self.labels(row, of);
        for baseline in &of.baselines {
            let row = Row { method: &baseline.name, ..row };
            self.interval(row, "accuracy", &baseline.accuracy);
            self.interval(row, "macro_f1", &baseline.macro_f1);
            if let Some(mean) = &baseline.favor_against_f1 {
                self.interval(row, "favor_against_f1", mean);
            }
        }
        self.curves(row, of);
        for breakdown in &of.breakdowns {
            for value in &breakdown.values {
                let row = Row { column: &breakdown.column, cell: &value.value, ..row };
                self.count(row, "rows", value.rows);
                self.count(row, "groups", value.groups);
                self.interval(row, "accuracy", &value.accuracy);
                self.interval(row, "macro_f1", &value.macro_f1);
            }
        }
    }

    fn labels(&mut self, row: Row<'_>, of: &QuestionReport) {
        for (score, intervals) in of.labels.iter().zip(&of.label_intervals) {
            let row = Row { label: &score.label, ..row };
            self.number(row, "support", &score.support.to_string());
            self.number(row, "predicted", &score.predicted.to_string());
            self.interval(row, "precision", &intervals.precision);
            self.interval(row, "recall", &intervals.recall);
            self.interval(row, "f1", &intervals.f1);
            self.interval(row, "average_precision", &intervals.average_precision);
        }
        let counts = of.confusion.iter().map(|counts| counts.iter().map(u64::to_string).collect::<Vec<_>>());
        self.cells(row, of, "confusion", counts);
        let weights = of.confusion_by_weight.iter().flatten();
        self.cells(row, of, "confusion_by_weight", weights.map(|row| row.iter().map(f64::to_string).collect()));
    }

    /// A confusion table: a row for each true label, a cell for each predicted one.
    fn cells(&mut self, row: Row<'_>, of: &QuestionReport, measure: &str, rows: impl Iterator<Item = Vec<String>>) {
        for (truth, cells) in of.labels.iter().zip(rows) {
            for (predicted, cell) in of.labels.iter().zip(cells) {
                self.number(Row { label: &truth.label, at: &predicted.label, ..row }, measure, &cell);
            }
        }
    }

    fn curves(&mut self, row: Row<'_>, of: &QuestionReport) {
        for (measure, points) in
            [("coverage_accuracy", &of.coverage), ("coverage_of_sides_accuracy", &of.coverage_of_sides)]
        {
            for point in points {
                self.value(Row { at: &point.coverage.to_string(), ..row }, measure, point.accuracy);
            }
        }
        for bin in &of.calibration.bins {
            let at = bin.from.to_string();
            let row = Row { at: &at, ..row };
            self.number(row, "calibration_rows", &bin.rows.to_string());
            self.value(row, "calibration_probability", bin.probability);
            self.value(row, "calibration_right", bin.right);
        }
        for curve in &of.precision_recall {
            for point in &curve.points {
                let at = point.threshold.to_string();
                let row = Row { label: &curve.label, at: &at, ..row };
                self.value(row, "precision_at", point.precision);
                self.value(row, "recall_at", point.recall);
            }
        }
        for point in &of.learning_curve {
            let at = point.share.to_string();
            let row = Row { at: &at, ..row };
            self.value(row, "learning_rows", point.rows);
            self.interval(row, "learning_accuracy", &point.accuracy);
            self.interval(row, "learning_macro_f1", &point.macro_f1);
        }
    }
}
