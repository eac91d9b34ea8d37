//! Reads the measures off a model's answers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answered, BaselineScore, QuestionReport, StanceReport};
use crate::evaluate::bootstrap::Draws;
use crate::evaluate::pooled::Pooled;
use crate::evaluate::{Calibration, Confusion, Outcome, Sides, coverage_curve};
use crate::stance::{Question, StanceDataset};

/// How often the bootstrap draws.
const DRAWS: usize = 2000;

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
        let measured = dataset.questions().iter().zip(outcomes).enumerate();
        let questions = measured
            .filter(|(_, (_, outcomes))| !outcomes.is_empty())
            .map(|(place, (question, outcomes))| {
                let labels = question.labels.len();
                let sure = outcomes.iter().filter(|outcome| outcome.confidence() >= min_probability);
                let answered: BTreeSet<usize> = sure.map(|outcome| outcome.row).collect();
                let mut groups: BTreeMap<&str, Confusion> = BTreeMap::new();
                for outcome in outcomes {
                    let unit = dataset.rows()[outcome.row].unit();
                    let table = groups.entry(unit).or_insert_with(|| Confusion::new(labels));
                    if answered.contains(&outcome.row) {
                        table.add(outcome.truth, outcome.predicted());
                    }
                }
                let tables: Vec<Confusion> = groups.into_values().collect();
                let both = Some((question.position("favor"), question.position("against")));
                let both = both.and_then(|(favor, against)| Some([favor?, against?]));
                let drawn = Draws::new(tables.len(), DRAWS, seed);
                let [accuracy, macro_f1, weighted_f1, mcc, kappa, favor_against] = drawn.intervals(|groups| {
                    let mut sum = Confusion::new(labels);
                    groups.for_each(|group| sum.merge(&tables[group]));
                    let of_both = both.map_or(0.0, |both| both.map(|label| sum.f1(label)).iter().sum::<f64>() / 2.0);
                    [sum.accuracy(), sum.macro_f1(), sum.weighted_f1(), sum.mcc(), sum.kappa(), of_both]
                });
                let confusion = together(outcomes, &answered, labels);
                QuestionReport {
                    question: question.name.clone(),
                    rows: outcomes.len(),
                    unlabelled: dataset.len() - outcomes.len(),
                    groups: tables.len(),
                    abstained: outcomes.len() - answered.len(),
                    accuracy,
                    macro_f1,
                    weighted_f1,
                    mcc,
                    kappa,
                    favor_against_f1: both.map(|_| favor_against),
                    labels: confusion.scores(&question.labels),
                    confusion: confusion.rows(),
                    baselines: others
                        .iter()
                        .map(|(name, outcomes)| {
                            let confusion = together(&outcomes[place], &answered, labels);
                            BaselineScore {
                                name: (*name).to_owned(),
                                accuracy: confusion.accuracy(),
                                macro_f1: confusion.macro_f1(),
                            }
                        })
                        .collect(),
                    coverage: coverage_curve(&answers(outcomes)),
                    coverage_of_sides: coverage_curve(&answers_with_side(question, outcomes)),
                    calibration: Calibration::new(answers(outcomes)),
                    precision_recall: Vec::new(),
                    breakdowns: Vec::new(),
                    learning_curve: Vec::new(),
                    mistakes: Vec::new(),
                    answers: outcomes.iter().map(|outcome| Answered::new(dataset, question, outcome)).collect(),
                }
            })
            .collect();
        let pooled = Pooled::new(dataset, outcomes, others);
        Self { title: title.to_owned(), rows: dataset.len(), min_probability, draws: DRAWS, seed, questions, pooled }
    }
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

fn answers(outcomes: &[Outcome]) -> Vec<(f64, bool)> {
    outcomes.iter().map(|outcome| (outcome.confidence(), outcome.is_right())).collect()
}

fn answers_with_side(question: &Question, outcomes: &[Outcome]) -> Vec<(f64, bool)> {
    let sides = Sides::of(question);
    let with_side = outcomes.iter().filter(|outcome| sides.of_label(outcome.truth) != sides.neither());
    with_side.map(|outcome| (sides.row(outcome).confidence, outcome.is_right())).collect()
}

fn together(outcomes: &[Outcome], answered: &BTreeSet<usize>, labels: usize) -> Confusion {
    let mut confusion = Confusion::new(labels);
    for outcome in outcomes.iter().filter(|outcome| answered.contains(&outcome.row)) {
        confusion.add(outcome.truth, outcome.predicted());
    }
    confusion
}
