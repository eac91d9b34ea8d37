//! What an evaluation found, for people and for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::bootstrap::intervals;
use super::pooled::Pooled;
use super::{Calibration, Confusion, CoveragePoint, Interval, LabelScore, Outcome, Sides, coverage_curve};
use crate::stance::{Question, StanceDataset};

/// How often the bootstrap draws.
const DRAWS: usize = 1000;

/// What an evaluation found, question by question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StanceReport {
    /// How it was measured.
    pub title: String,
    /// Rows of the dataset.
    pub rows: usize,
    /// The model abstained where the label it would give was less probable.
    pub min_probability: f64,
    /// One a question that has labelled rows.
    pub questions: Vec<QuestionReport>,
    /// All questions together, where several have the labels `favor` and `against`; of all rows, abstained on or not.
    pub pooled: Option<Pooled>,
}

/// What an evaluation found on one question. The measures are of the rows that the model did not abstain on; coverage
/// and calibration are of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionReport {
    /// The question.
    pub question: String,
    /// Labelled rows.
    pub rows: usize,
    /// Groups that these rows belong to.
    pub groups: usize,
    /// Rows that the model abstained on.
    pub abstained: usize,
    /// Share of the rows predicted right.
    pub accuracy: Interval,
    /// Mean F1 of the labels that occur.
    pub macro_f1: Interval,
    /// Mean F1, each label counted by its rows.
    pub weighted_f1: f64,
    /// Matthews' correlation.
    pub mcc: f64,
    /// Cohen's kappa.
    pub kappa: f64,
    /// One a label, in the question's order.
    pub labels: Vec<LabelScore>,
    /// How often each label (rows) was taken for each (columns), in the same order.
    pub confusion: Vec<Vec<u64>>,
    /// The same rows by simpler methods.
    pub baselines: Vec<BaselineScore>,
    /// The accuracy when only the surest rows are answered, by the probability of the label given.
    pub coverage: Vec<CoveragePoint>,
    /// The same of the rows that take a side, by the probability of the likeliest side.
    pub coverage_of_sides: Vec<CoveragePoint>,
    /// Whether the probabilities are what they say.
    pub calibration: Calibration,
}

/// How a simpler method does on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BaselineScore {
    /// The method.
    pub name: String,
    /// Share of the rows predicted right.
    pub accuracy: f64,
    /// Mean F1 of the labels that occur.
    pub macro_f1: f64,
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
                let (accuracy, macro_f1) = intervals(&tables, DRAWS, seed);
                let confusion = together(outcomes, &answered, labels);
                QuestionReport {
                    question: question.name.clone(),
                    rows: outcomes.len(),
                    groups: tables.len(),
                    abstained: outcomes.len() - answered.len(),
                    accuracy,
                    macro_f1,
                    weighted_f1: confusion.weighted_f1(),
                    mcc: confusion.mcc(),
                    kappa: confusion.kappa(),
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
                }
            })
            .collect();
        let pooled = Pooled::new(dataset, outcomes, others);
        Self { title: title.to_owned(), rows: dataset.len(), min_probability, questions, pooled }
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

impl fmt::Display for StanceReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "Stance, {} ({} rows)", self.title, self.rows)?;
        if self.min_probability > 0.0 {
            writeln!(out, "no label where the likeliest is less probable than {}", self.min_probability)?;
        }
        for question in &self.questions {
            write!(out, "\n{question}")?;
        }
        if let Some(pooled) = &self.pooled {
            writeln!(out, "\n{} questions together: {} labelled rows", pooled.questions, pooled.rows)?;
            writeln!(out, "  mean of F1(favor) and F1(against) {:.3}", pooled.favor_against_f1)?;
            for baseline in &pooled.baselines {
                writeln!(out, "  against      {}: {:.3}", baseline.name, baseline.favor_against_f1)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for QuestionReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {} labelled rows of {} groups", self.question, self.rows, self.groups)?;
        if self.abstained > 0 {
            let rest = self.rows - self.abstained;
            writeln!(out, "  abstained    on {} rows; the measures are of the other {rest}", self.abstained)?;
        }
        let range = |value: &Interval| format!("{:.3} (95%: {:.3} to {:.3})", value.value, value.low, value.high);
        writeln!(out, "  macro-F1     {}", range(&self.macro_f1))?;
        writeln!(out, "  accuracy     {}", range(&self.accuracy))?;
        writeln!(out, "  weighted F1  {:.3}   MCC {:.3}   kappa {:.3}", self.weighted_f1, self.mcc, self.kappa)?;
        for other in &self.baselines {
            writeln!(
                out,
                "  against      {}: macro-F1 {:.3}, accuracy {:.3}",
                other.name, other.macro_f1, other.accuracy
            )?;
        }
        let names: Vec<&str> = self.labels.iter().map(|l| l.label.as_str()).collect();
        let widest = names.iter().map(|name| name.chars().count()).max();
        let width = widest.unwrap_or(0).max(5);
        write!(out, "\n  {:<width$}  precision  recall     F1   rows  taken for:", "label")?;
        for name in &names {
            write!(out, "  {name:>5}")?;
        }
        writeln!(out)?;
        for (label, row) in self.labels.iter().zip(&self.confusion) {
            write!(
                out,
                "  {:<width$}  {:>9.3}  {:>6.3}  {:>5.3}  {:>5}            ",
                label.label, label.precision, label.recall, label.f1, label.support
            )?;
            for (name, count) in names.iter().zip(row) {
                let width = name.chars().count().max(5);
                write!(out, "  {count:>width$}")?;
            }
            writeln!(out)?;
        }
        write!(out, "\n  surest rows           ")?;
        for point in &self.coverage {
            write!(out, "  {:>4.0}%", 100.0 * point.coverage)?;
        }
        for (name, points) in [("accuracy", &self.coverage), ("that take a side", &self.coverage_of_sides)] {
            write!(out, "\n  {name:<22}")?;
            for point in points {
                write!(out, "  {:>5.3}", point.accuracy)?;
            }
        }
        writeln!(out, "\n  expected calibration error {:.3}", self.calibration.error)
    }
}
