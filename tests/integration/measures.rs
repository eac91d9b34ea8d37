//! The stance report's measures: against scikit-learn's, their speed, and that they are the same each time.

use std::collections::BTreeMap;
use std::time::Instant;

use quotestance::evaluate::{Confusion, Measuring, Outcome, QuestionReport, StanceReport};
use quotestance::features::QuoteContext;
use quotestance::quotes::Kind;
use quotestance::stance::{LabelledQuote, Question, StanceDataset};
use serde::Deserialize;
use serde_json::Value;

/// One table of `tests/fixtures/measures/sklearn.json`; `tools/sklearn_measures.py` wrote it.
#[derive(Deserialize)]
struct Case {
    name: String,
    labels: usize,
    truth: Vec<usize>,
    predicted: Vec<usize>,
    probabilities: Vec<Vec<f64>>,
    weights: Vec<f64>,
    weighted: bool,
    accuracy: f64,
    macro_f1: f64,
    weighted_f1: f64,
    mcc: f64,
    kappa: f64,
    ece: f64,
    precision: Vec<f64>,
    recall: Vec<f64>,
    f1: Vec<f64>,
    confusion: Vec<Vec<f64>>,
    average_precision: Vec<f64>,
    /// Threshold, precision and recall; none without a row of the label.
    curves: Vec<Option<Vec<[f64; 3]>>>,
}

impl Case {
    fn report(&self) -> StanceReport {
        let names = ["a", "b", "c", "d"][..self.labels].iter().map(|name| (*name).to_owned());
        let question = Question::new("bridge", names);
        let row = |row: usize| LabelledQuote {
            weight: self.weights[row],
            labels: vec![Some(self.truth[row])],
            ..LabelledQuote::new(row.to_string(), QuoteContext::new("It is so."))
        };
        let outcome = |row: usize| Outcome {
            row,
            truth: self.truth[row],
            probabilities: self.probabilities[row].clone(),
            predicted: self.predicted[row],
        };
        let rows = 0..self.truth.len();
        let dataset = StanceDataset::new(vec![question], rows.clone().map(row).collect());
        let outcomes = vec![rows.map(outcome).collect()];
        let how = Measuring { draws: 20, weighted: self.weighted, ..Measuring::default() };
        StanceReport::measured("", &dataset, &outcomes, &[], &how)
    }
}

#[test]
fn the_measures_are_those_of_scikit_learn() {
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/measures/sklearn.json")).unwrap();
    assert!(fixture["versions"]["scikit-learn"].is_string(), "a fixture says what made it");
    let cases: Vec<Case> = serde_json::from_value(fixture["cases"].clone()).unwrap();
    assert_eq!(cases.len(), 15);
    for case in &cases {
        let close = |what: &str, ours: f64, theirs: f64| {
            assert!((ours - theirs).abs() < 1e-9, "{}: {what} is {ours} here, {theirs} there", case.name);
        };
        let report = case.report();
        let Some(found) = report.questions.first() else {
            assert!(case.truth.is_empty(), "{}", case.name);
            let empty = Confusion::new(case.labels);
            for value in [empty.accuracy(), empty.macro_f1(), empty.weighted_f1(), empty.mcc(), empty.kappa()] {
                close("a measure of no rows", value, 0.0);
            }
            continue;
        };
        close("accuracy", found.accuracy.value, case.accuracy);
        close("macro-F1", found.macro_f1.value, case.macro_f1);
        close("weighted F1", found.weighted_f1.value, case.weighted_f1);
        close("MCC", found.mcc.value, case.mcc);
        close("kappa", found.kappa.value, case.kappa);
        close("calibration error", found.calibration.error, case.ece);
        close("calibration error with its interval", found.calibration_error.unwrap().value, case.ece);
        same_labels(case, found, &close);
        same_curves(case, found, &close);
    }
}

fn same_labels(case: &Case, found: &QuestionReport, close: &impl Fn(&str, f64, f64)) {
    for (at, label) in found.labels.iter().enumerate() {
        close("precision", label.precision, case.precision[at]);
        close("recall", label.recall, case.recall[at]);
        close("F1", label.f1, case.f1[at]);
        let intervals = &found.label_intervals[at];
        close("F1 with its interval", intervals.f1.value, case.f1[at]);
        close("precision with its interval", intervals.precision.value, case.precision[at]);
        close("recall with its interval", intervals.recall.value, case.recall[at]);
        close("average precision with its interval", intervals.average_precision.value, case.average_precision[at]);
        assert_eq!(label.support as usize, case.truth.iter().filter(|truth| **truth == at).count(), "{}", case.name);
        assert!(intervals.f1.low <= intervals.f1.high, "{}", case.name);
    }
    let counted = |row: &Vec<u64>| row.iter().map(|count| *count as f64).collect();
    let counts: Vec<Vec<f64>> = found.confusion.iter().map(counted).collect();
    assert_eq!(found.confusion_by_weight.is_some(), case.weighted, "{}", case.name);
    let confusion = found.confusion_by_weight.as_ref().unwrap_or(&counts);
    for (ours, theirs) in confusion.iter().flatten().zip(case.confusion.iter().flatten()) {
        close("a confusion", *ours, *theirs);
    }
}

fn same_curves(case: &Case, found: &QuestionReport, close: &impl Fn(&str, f64, f64)) {
    for (at, curve) in found.precision_recall.iter().enumerate() {
        close("average precision", curve.average_precision, case.average_precision[at]);
        let Some(theirs) = &case.curves[at] else { continue };
        assert_eq!(curve.points.len(), theirs.len(), "{}", case.name);
        for (ours, [threshold, precision, recall]) in curve.points.iter().zip(theirs) {
            close("a threshold", ours.threshold, *threshold);
            close("a precision", ours.precision, *precision);
            close("a recall", ours.recall, *recall);
        }
    }
}

/// Outcomes of so many rows on three questions of four labels; two rows a group, three publishers and many towns.
fn large(rows: usize) -> (StanceDataset, Vec<Vec<Outcome>>) {
    let labels = ["against", "favor", "neutral", "none"];
    let question = |name: &str| Question::new(name, labels.iter().map(|label| (*label).to_owned()));
    let questions: Vec<Question> = ["bridge", "ferry", "toll"].iter().map(|name| question(name)).collect();
    let facets =
        |row: usize| [("publisher", row % 3), ("town", row % 400)].map(|(name, at)| (name.into(), at.to_string()));
    let row = |row: usize| LabelledQuote {
        group: Some((row / 2).to_string()),
        facets: BTreeMap::from(facets(row)),
        labels: vec![Some(row % 4); 3],
        ..LabelledQuote::new(row.to_string(), QuoteContext::new("It is so."))
    };
    let dataset = StanceDataset::new(questions, (0..rows).map(row).collect());
    let outcome = |question: usize, row: usize| {
        let sure = 0.3 + ((row * 7919 + question) % 701) as f64 / 1001.0;
        let mut probabilities = vec![(1.0 - sure) / 3.0; 4];
        probabilities[if row.is_multiple_of(5 + question) { (row + 1) % 4 } else { row % 4 }] = sure;
        Outcome::of_likeliest(row, row % 4, probabilities)
    };
    let outcomes = (0..3).map(|question| (0..rows).map(|row| outcome(question, row)).collect()).collect();
    (dataset, outcomes)
}

fn with_threads<T: Send>(threads: usize, of: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(of)
}

#[test]
fn ten_thousand_rows_with_all_draws_take_seconds() {
    let (dataset, outcomes) = large(10_000);
    let how = Measuring { by: vec!["publisher".into(), "town".into()], ..Measuring::default() };
    let others = [("same", outcomes.clone()), ("same again", outcomes.clone())];
    let start = Instant::now();
    let report = with_threads(1, || StanceReport::measured("", &dataset, &outcomes, &others, &how));
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds:.2} s for {} draws", report.draws);
    // On one quiet core 2 seconds; the bound leaves room for slow and busy machines.
    assert!(seconds < 20.0, "{seconds}");
    let question = &report.questions[0];
    assert_eq!((report.draws, question.groups), (2000, 5000));
    assert_eq!(question.breakdowns.iter().map(|by| by.values.len()).collect::<Vec<_>>(), [3, 400]);
}

#[test]
fn the_report_is_the_same_to_the_byte_whatever_the_threads() {
    let (dataset, outcomes) = large(600);
    let how = Measuring { by: vec!["town".into()], draws: 300, ..Measuring::default() };
    let others = [("same", outcomes.clone())];
    let json = |threads: usize, seed: u64| {
        let how = Measuring { seed, ..how.clone() };
        let report = with_threads(threads, || StanceReport::measured("", &dataset, &outcomes, &others, &how));
        serde_json::to_string(&report).unwrap()
    };
    assert_eq!(json(1, 1), json(3, 1));
    assert_ne!(json(1, 1), json(1, 2));
    let back: StanceReport = serde_json::from_str(&json(1, 1)).unwrap();
    assert_eq!(back.questions[0].breakdowns[0].column, "town");
    assert_eq!(back.questions[0].baselines[0].accuracy, back.questions[0].accuracy, "the draws are the same");
}

/// Worked by hand, by kind and in all. F1 of all: favor 2/(2+2), against 4/(2+3), none 2/(2+1). Of the direct rows: favor 2/(2+2), the
/// other two 0. All indirect ones are right.
#[test]
fn a_breakdown_worked_by_hand() {
    let question = Question::new("bridge", ["against", "favor", "none"].map(str::to_owned));
    let (direct, indirect) = (Kind::Direct, Kind::Indirect);
    let rows = [
        (1, 1, direct, "a"),
        (1, 0, direct, "a"),
        (0, 0, indirect, "b"),
        (0, 0, indirect, "c"),
        (2, 1, direct, "d"),
        (2, 2, indirect, "d"),
    ];
    let row = |(at, &(truth, _, kind, group)): (usize, &(usize, usize, Kind, &str))| {
        let mut row = LabelledQuote::new(at.to_string(), QuoteContext::new("It is so."));
        row.context.kind = Some(kind);
        (row.group, row.labels) = (Some(group.to_owned()), vec![Some(truth)]);
        row
    };
    let outcome = |(row, &(truth, predicted, ..)): (usize, &(usize, usize, Kind, &str))| Outcome {
        row,
        truth,
        probabilities: vec![0.2, 0.3, 0.5],
        predicted,
    };
    let dataset = StanceDataset::new(vec![question], rows.iter().enumerate().map(row).collect());
    let outcomes = vec![rows.iter().enumerate().map(outcome).collect()];
    let report = StanceReport::new("", &dataset, &outcomes, &[], 1, 0.0);
    let found = &report.questions[0];
    let close = |ours: f64, by_hand: f64| assert!((ours - by_hand).abs() < 1e-12, "{ours} is not {by_hand}");
    close(found.accuracy.value, 4.0 / 6.0);
    close(found.macro_f1.value, (0.5 + 0.8 + 2.0 / 3.0) / 3.0);
    close(found.favor_against_f1.unwrap().value, (0.5 + 0.8) / 2.0);
    let [by_kind] = &found.breakdowns[..] else { panic!("by kind alone: {:?}", found.breakdowns) };
    let expected = [("direct", 2, 1.0 / 3.0, 0.5 / 3.0), ("indirect", 3, 1.0, 1.0)];
    for (value, (kind, groups, accuracy, macro_f1)) in by_kind.values.iter().zip(expected) {
        assert_eq!((value.value.as_str(), value.rows, value.groups), (kind, 3, groups));
        close(value.accuracy.value, accuracy);
        close(value.macro_f1.value, macro_f1);
    }
    // The label of the last row has probability .5, those of the others less.
    let report = StanceReport::new("", &dataset, &outcomes, &[], 1, 0.4);
    let sure = &report.questions[0];
    assert_eq!((sure.abstained, sure.accuracy.value, sure.breakdowns[0].values[0].rows), (5, 1.0, 3));
}
