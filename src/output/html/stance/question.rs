//! The section of one question.

use super::{baseline_names, breakdown, curves, id, mistakes, note, of_baseline, reaches, summary};
use crate::evaluate::{FEW_GROUPS, Interval, PrecisionRecall, QuestionReport};
use crate::output::html::number::{Measure, NONE, Unit, count};
use crate::output::html::page::section;
use crate::output::html::table::{Cell, Column, Table};
use crate::output::html::writer::Html;

/// Writes all that is known of a question.
pub(super) fn write(html: &mut Html, place: usize, question: &QuestionReport) {
    let id = id(place);
    section(html, "h2", &id, &question.question, |html| {
        html.leaf("p", &[("class", "lead"), ("dir", "auto")], &sentence(question));
        html.element("div", &[("class", "side")], |html| {
            measures(question).write(html);
            if question.labels.iter().any(|label| label.support > 0) {
                html.element("div", &[], |html| {
                    confusion(question).write(html);
                    note(html, "Rows: the label that quotes have. Columns: the label that they were given. Percent of the row; framed: right.");
                });
            }
        });
        labels(question).write(html);
        labels_note(html, question);
        html.element("div", &[("class", "plots")], |html| {
            curves::write(html, &id, question);
            breakdown::write(html, &id, question);
        });
        mistakes::write(html, &id, question);
    });
}

/// The figures in a sentence.
fn sentence(question: &QuestionReport) -> String {
    let percent = |measure: Measure| match measure.range {
        Some((low, high)) => {
            format!("{}% (95%: {} to {})", percent(measure.value), percent(low), percent(high))
        }
        None => format!("{}%", percent(measure.value)),
    };
    let answered = question.rows.saturating_sub(question.abstained);
    let rows = if question.abstained > 0 {
        format!(
            "Of {} labelled rows of {} groups the model left {} open; of the other {}",
            count(question.rows as u64),
            count(question.groups as u64),
            count(question.abstained as u64),
            count(answered as u64)
        )
    } else {
        format!("Of {} labelled rows of {} groups", count(question.rows as u64), count(question.groups as u64))
    };
    let mut words = format!("{rows} it gives {} the right label", percent(question.accuracy.into()));
    if question.abstained == 0 {
        words = words.replacen(" it gives ", " the model gives ", 1);
    }
    let others = question.baselines.iter().map(|other| {
        let (value, model) = (of_baseline(other)[0], question.accuracy.into());
        let within = if reaches(value, model) { ", not clearly less" } else { "" };
        format!("{} {}{within}", other.name, percent_of(value))
    });
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        words.push_str(&format!("; simpler methods: {}", others.join("; ")));
    }
    words.push('.');
    if (2..FEW_GROUPS).contains(&question.groups) {
        words.push_str(&format!(
            " Intervals drawn from so few groups ({}) are narrower than they should be.",
            count(question.groups as u64)
        ));
    }
    words
}

fn percent(value: f64) -> String {
    Unit::Percent.write(value)
}

fn percent_of(measure: Measure) -> String {
    format!("{}%", percent(measure.value))
}

fn measures(question: &QuestionReport) -> Table {
    let names = baseline_names(&[question]);
    let mut columns = vec![Column::text("Measure"), Column::numbers("Model (95%)")];
    columns.extend(names.iter().map(|name| Column::numbers(name.as_str())));
    let all = [
        ("Macro-F1", Some(question.macro_f1), Some(1)),
        ("Accuracy", Some(question.accuracy), Some(0)),
        ("Weighted F1", Some(question.weighted_f1), None),
        ("Mean F1 of favor and against", question.favor_against_f1, None),
        ("Matthews correlation", Some(question.mcc), None),
        ("Cohen’s kappa", Some(question.kappa), None),
    ];
    let rows = all.into_iter().filter_map(|(name, value, of_others)| {
        let value = value?;
        let mut cells = vec![Cell::Head(name.to_owned()), Cell::measure(value, Unit::Share)];
        cells.extend(names.iter().map(|name| match of_others {
            Some(measure) => summary::of_method(question, name, measure, value.into()),
            None => Cell::Number(NONE.to_owned()),
        }));
        Some(cells)
    });
    Table { caption: "Measures".to_owned(), columns, rows: rows.collect(), tool: false }
}

fn labels(question: &QuestionReport) -> Table {
    let mut columns = vec![Column::text("Label")];
    let with_curve = !question.precision_recall.is_empty();
    columns.extend(["Precision", "Recall", "F1"].map(Column::numbers));
    if with_curve {
        columns.push(Column::numbers("Average precision"));
    }
    columns.extend(["Rows (support)", "Rows so predicted"].map(Column::numbers));
    let all: u64 = question.labels.iter().map(|label| label.support).sum();
    let row = |label: &crate::evaluate::LabelScore| {
        let doubt = question.label_intervals.iter().find(|doubt| doubt.label == label.label);
        let measure = |value: f64, of: fn(&crate::evaluate::LabelIntervals) -> Interval| {
            Cell::Measure(doubt.map_or(value.into(), |doubt| of(doubt).into()), Unit::Share)
        };
        let mut cells = vec![
            Cell::Head(label.label.clone()),
            measure(label.precision, |doubt| doubt.precision),
            measure(label.recall, |doubt| doubt.recall),
            measure(label.f1, |doubt| doubt.f1),
        ];
        if with_curve {
            let curve = question.precision_recall.iter().find(|curve| curve.label == label.label);
            let cell = |c: &PrecisionRecall| measure(c.average_precision, |doubt| doubt.average_precision);
            cells.push(curve.map_or(Cell::Number(NONE.to_owned()), cell));
        }
        let part = |rows: u64| format!("{} ({}%)", count(rows), percent(rows as f64 / all.max(1) as f64));
        cells.extend([label.support, label.predicted].map(|rows| Cell::Number(part(rows))));
        cells
    };
    let rows = question.labels.iter().map(row).collect();
    Table { caption: "Labels".to_owned(), columns, rows, tool: false }
}

/// Labels whose zeros mean that there was nothing to measure.
fn labels_note(html: &mut Html, question: &QuestionReport) {
    let named = |of: &dyn Fn(&crate::evaluate::LabelScore) -> bool| {
        let names: Vec<&str> = question.labels.iter().filter(|l| of(l)).map(|l| l.label.as_str()).collect();
        names.join(", ")
    };
    let absent = named(&|label| label.support == 0);
    let never = named(&|label| label.support > 0 && label.predicted == 0);
    if !absent.is_empty() {
        note(html, &format!("No row has the label {absent}: recall and F1 are 0 and say nothing."));
    }
    if !never.is_empty() {
        note(html, &format!("Never predicted: {never}. Precision and F1 are 0."));
    }
}

fn confusion(question: &QuestionReport) -> Table {
    let mut columns = vec![Column::text("Has … was given")];
    columns.extend(question.labels.iter().map(|label| Column::numbers(label.label.as_str())));
    columns.push(Column::numbers("All"));
    let rows = question.labels.iter().zip(&question.confusion).enumerate().map(|(at, (label, counts))| {
        // where rows count by their weight the shares do too; the numbers beside them are rows
        let by_weight = question.confusion_by_weight.as_ref().and_then(|weights| weights.get(at));
        let weights = by_weight.cloned().unwrap_or_else(|| counts.iter().map(|&rows| rows as f64).collect());
        let all: f64 = weights.iter().sum();
        let share = |weight: f64| if all > 0.0 { weight / all } else { 0.0 };
        let mut cells = vec![Cell::Head(label.label.clone())];
        let pairs = counts.iter().zip(&weights).enumerate();
        cells.extend(pairs.map(|(to, (&rows, &weight))| Cell::Shade(count(rows), share(weight), to == at)));
        cells.push(Cell::count(counts.iter().sum()));
        cells
    });
    Table { caption: "Which label was taken for which".to_owned(), columns, rows: rows.collect(), tool: false }
}
