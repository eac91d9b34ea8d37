//! What an evaluation found, for people and for programs.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::bootstrap::intervals;
use super::{Confusion, Interval, LabelScore, Outcome};
use crate::stance::StanceDataset;

/// How often the bootstrap draws.
const DRAWS: usize = 1000;

/// What an evaluation found, question by question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StanceReport {
    /// How it was measured.
    pub title: String,
    /// Rows of the dataset.
    pub rows: usize,
    /// One a question that has labelled rows.
    pub questions: Vec<QuestionReport>,
}

/// What an evaluation found on one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionReport {
    /// The question.
    pub question: String,
    /// Labelled rows.
    pub rows: usize,
    /// Groups that these rows belong to.
    pub groups: usize,
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
    /// The report of a model's `outcomes`, a list for each question of `dataset`, and those of other methods.
    pub fn new(
        title: &str,
        dataset: &StanceDataset,
        outcomes: &[Vec<Outcome>],
        others: &[(&str, Vec<Vec<Outcome>>)],
        seed: u64,
    ) -> Self {
        let measured = dataset.questions().iter().zip(outcomes).enumerate();
        let questions = measured
            .filter(|(_, (_, outcomes))| !outcomes.is_empty())
            .map(|(place, (question, outcomes))| {
                let labels = question.labels.len();
                let mut groups: BTreeMap<&str, Confusion> = BTreeMap::new();
                for outcome in outcomes {
                    let unit = dataset.rows()[outcome.row].unit();
                    let table = groups.entry(unit).or_insert_with(|| Confusion::new(labels));
                    table.add(outcome.truth, outcome.predicted());
                }
                let tables: Vec<Confusion> = groups.into_values().collect();
                let (accuracy, macro_f1) = intervals(&tables, DRAWS, seed);
                let confusion = together(outcomes, labels);
                QuestionReport {
                    question: question.name.clone(),
                    rows: outcomes.len(),
                    groups: tables.len(),
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
                            let confusion = together(&outcomes[place], labels);
                            BaselineScore {
                                name: (*name).to_owned(),
                                accuracy: confusion.accuracy(),
                                macro_f1: confusion.macro_f1(),
                            }
                        })
                        .collect(),
                }
            })
            .collect();
        Self { title: title.to_owned(), rows: dataset.len(), questions }
    }
}

fn together(outcomes: &[Outcome], labels: usize) -> Confusion {
    let mut confusion = Confusion::new(labels);
    for outcome in outcomes {
        confusion.add(outcome.truth, outcome.predicted());
    }
    confusion
}

impl fmt::Display for StanceReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "Stance, {} ({} rows)", self.title, self.rows)?;
        for question in &self.questions {
            write!(out, "\n{question}")?;
        }
        Ok(())
    }
}

impl fmt::Display for QuestionReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {} labelled rows of {} groups", self.question, self.rows, self.groups)?;
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
        Ok(())
    }
}
