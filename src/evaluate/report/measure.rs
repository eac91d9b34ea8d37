//! Reads the measures off a model's answers.

use rayon::prelude::*;

use super::breakdown::breakdowns;
use super::curve::precision_recall;
use super::doubt::of_probabilities;
use super::rows::Rows;
use super::{Answered, BaselineScore, LabelIntervals, QuestionReport, StanceReport};
use crate::evaluate::pooled::Pooled;
use crate::evaluate::{Calibration, Confusion, Interval, Outcome, Sides, WantedMistakes, coverage_curve};
use crate::stance::{Question, StanceDataset};

/// How outcomes are measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measuring {
    /// Decides the draws of the intervals, and the folds that baselines are cross-validated in.
    pub seed: u64,
    /// How often groups are drawn again for the intervals.
    pub draws: usize,
    /// The model abstains where the label it would give is less probable.
    pub min_probability: f64,
    /// Whether rows count by their weight, instead of one each.
    pub weighted: bool,
    /// Columns by whose values the measures are told, see [`LabelledQuote::facets`](crate::stance::LabelledQuote::facets).
    pub by: Vec<String>,
    /// Which mistakes the report shall have, where the model is at hand.
    pub mistakes: WantedMistakes,
}

impl Default for Measuring {
    fn default() -> Self {
        Self {
            seed: 1,
            draws: 2000,
            min_probability: 0.0,
            weighted: false,
            by: Vec::new(),
            mistakes: WantedMistakes::default(),
        }
    }
}

impl StanceReport {
    /// The report of a model's `outcomes`, a list for each question of `dataset`, and those of other methods, measured
    /// on the rows whose label has `min_probability` or more.
    pub fn new(
        title: &str,
        dataset: &StanceDataset,
        outcomes: &[Vec<Outcome>],
        others: &[(&str, Vec<Vec<Outcome>>)],
        seed: u64,
        min_probability: f64,
    ) -> Self {
        let how = Measuring { seed, min_probability, ..Measuring::default() };
        Self::measured(title, dataset, outcomes, others, &how)
    }

    /// The report of a model's `outcomes`, a list for each question of `dataset`, and those of other methods. A method without
    /// outcomes on a question is not told of there.
    pub fn measured(
        title: &str,
        dataset: &StanceDataset,
        outcomes: &[Vec<Outcome>],
        others: &[(&str, Vec<Vec<Outcome>>)],
        how: &Measuring,
    ) -> Self {
        let asked: Vec<usize> = (0..outcomes.len()).filter(|&place| !outcomes[place].is_empty()).collect();
        let of_place = |place: usize| {
            let rows = Rows::new(dataset, &dataset.questions()[place], &outcomes[place], how);
            let others: Vec<(&str, &[Outcome])> = others
                .iter()
                .filter_map(|(name, outcomes)| Some((*name, outcomes.get(place)?.as_slice())))
                .filter(|(_, outcomes)| !outcomes.is_empty())
                .collect();
            QuestionReport::new(&rows, &others)
        };
        Self {
            title: title.to_owned(),
            rows: dataset.len(),
            min_probability: how.min_probability,
            draws: how.draws,
            seed: how.seed,
            weighted: how.weighted,
            questions: asked.into_par_iter().map(of_place).collect(),
            pooled: Pooled::new(dataset, outcomes, others, how),
        }
    }
}

/// The places of `favor` and `against`, where a question has both.
fn favor_and_against(question: &Question) -> Option<[usize; 2]> {
    Some([question.position("favor")?, question.position("against")?])
}

/// Accuracy, macro-F1, and SemEval's mean of F1(favor) and F1(against); 0 without both.
fn main_measures(sum: &Confusion, both: Option<[usize; 2]>) -> Vec<f64> {
    let mean = both.map_or(0.0, |both| both.map(|label| sum.f1(label)).iter().sum::<f64>() / 2.0);
    vec![sum.accuracy(), sum.macro_f1(), mean]
}

impl QuestionReport {
    fn new(rows: &Rows<'_>, others: &[(&str, &[Outcome])]) -> Self {
        let (dataset, question, outcomes) = (rows.dataset, rows.question, rows.outcomes);
        let count = question.labels.len();
        let both = favor_and_against(question);
        let tables = rows.tables(outcomes);
        let found = rows.intervals(&tables, |sum| {
            let mut values = main_measures(sum, both);
            values.extend([sum.weighted_f1(), sum.mcc(), sum.kappa()]);
            let occurs = |label: usize| sum.support(label) + sum.predicted(label) > 0.0;
            let of_label = |label: usize| [sum.precision(label), sum.recall(label), sum.f1(label)];
            values.extend((0..count).flat_map(|label| if occurs(label) { of_label(label) } else { [f64::NAN; 3] }));
            values
        });
        let (calibration_error, average_precision) = of_probabilities(rows);
        let of_labels = question.labels.iter().zip(found[6..].chunks(3)).zip(average_precision);
        let (counted, weighed) = (rows.counted(), tables.sum(0..tables.groups()));
        let mut labels = weighed.scores(&question.labels);
        for (place, label) in labels.iter_mut().enumerate() {
            label.support = counted.support(place) as u64;
            label.predicted = counted.predicted(place) as u64;
        }
        Self {
            question: question.name.clone(),
            rows: outcomes.len(),
            unlabelled: dataset.len() - outcomes.len(),
            groups: tables.groups(),
            abstained: rows.answered.iter().filter(|answered| !**answered).count(),
            accuracy: found[0],
            macro_f1: found[1],
            favor_against_f1: both.map(|_| found[2]),
            weighted_f1: found[3],
            mcc: found[4],
            kappa: found[5],
            labels,
            label_intervals: of_labels.map(|((label, of), average)| label_intervals(label, of, average)).collect(),
            confusion: counted.rows(),
            confusion_by_weight: rows.how.weighted.then(|| weighed.weights()),
            baselines: others.iter().map(|(name, outcomes)| baseline(rows, name, outcomes, both)).collect(),
            coverage: coverage_curve(answers(rows)),
            coverage_of_sides: coverage_curve(answers_with_side(rows)),
            calibration: Calibration::weighted(answers(rows)),
            calibration_error: Some(calibration_error),
            precision_recall: precision_recall(rows),
            breakdowns: breakdowns(rows),
            learning_curve: Vec::new(),
            mistakes: Vec::new(),
            answers: outcomes.iter().map(|outcome| Answered::new(dataset, question, outcome)).collect(),
        }
    }
}

fn label_intervals(label: &str, of: &[Interval], average_precision: Interval) -> LabelIntervals {
    LabelIntervals { label: label.to_owned(), precision: of[0], recall: of[1], f1: of[2], average_precision }
}

/// A method on the rows that the model did not abstain on; the draws are those of the model.
fn baseline(rows: &Rows<'_>, name: &str, outcomes: &[Outcome], both: Option<[usize; 2]>) -> BaselineScore {
    let found = rows.intervals(&rows.tables(outcomes), |sum| main_measures(sum, both));
    let favor_against_f1 = both.map(|_| found[2]);
    BaselineScore { name: name.to_owned(), accuracy: found[0], macro_f1: found[1], favor_against_f1 }
}

impl Answered {
    /// What an outcome of `dataset` says.
    pub(in crate::evaluate) fn new(dataset: &StanceDataset, question: &Question, outcome: &Outcome) -> Self {
        let row = &dataset.rows()[outcome.row];
        Self {
            id: row.id.clone(),
            group: row.unit().to_owned(),
            truth: question.labels[outcome.truth].clone(),
            predicted: question.labels[outcome.predicted()].clone(),
            probabilities: outcome.probabilities.clone(),
        }
    }
}

/// Of each row how sure its label is, whether it is right, and how much the row counts.
fn answers<'r>(rows: &'r Rows<'_>) -> impl Iterator<Item = (f64, bool, f64)> + 'r {
    rows.outcomes.iter().zip(&rows.weights).map(|(outcome, weight)| (outcome.confidence(), outcome.is_right(), *weight))
}

/// The same of the rows that take a side, by how sure the likeliest side is.
fn answers_with_side<'r>(rows: &'r Rows<'_>) -> impl Iterator<Item = (f64, bool, f64)> + 'r {
    let sides = Sides::of(rows.question);
    let weighed = rows.outcomes.iter().zip(&rows.weights);
    weighed.filter_map(move |(outcome, weight)| {
        let takes_side = sides.of_label(outcome.truth) != sides.neither();
        takes_side.then(|| (sides.row(outcome).confidence, outcome.is_right(), *weight))
    })
}
