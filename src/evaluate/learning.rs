//! How much more labelled text would help: the measures after training on a part of the groups only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::cross::trained_outcomes;
use super::progress::FoldsTold;
use super::random::Random;
use super::report::rows::Rows;
use super::{Baseline, CrossValidation, LearningPoint, Measuring, Outcome, StanceReport, cross_outcomes};
use crate::Result;
use crate::stance::{StanceDataset, TrainParams};

/// The parts of the training groups that are trained on before all of them are.
pub(super) const SHARES: [f64; 4] = [0.1, 0.25, 0.5, 0.75];

/// Which groups a training on a part of them has. Each part holds all smaller ones, so that a curve shows what more rows
/// do and not what other rows do; the seed decides the groups' order.
pub(super) struct Parts<'d> {
    order: BTreeMap<&'d str, usize>,
}

impl<'d> Parts<'d> {
    pub fn new(dataset: &'d StanceDataset, seed: u64) -> Self {
        let groups: BTreeSet<&str> = dataset.rows().iter().map(|row| row.unit()).collect();
        let mut groups: Vec<&str> = groups.into_iter().collect();
        Random::new(seed).shuffle(&mut groups);
        Self { order: groups.into_iter().zip(0..).collect() }
    }

    /// The rows of this share of the groups of `train`, at least of one.
    pub fn of(&self, train: &StanceDataset, share: f64) -> StanceDataset {
        let place = |row: usize| self.order.get(train.rows()[row].unit()).copied().unwrap_or(usize::MAX);
        let groups: BTreeSet<usize> = (0..train.len()).map(place).collect();
        let count = (share * groups.len() as f64).round().max(1.0) as usize;
        let Some(last) = groups.into_iter().nth(count - 1) else { return train.clone() };
        let rows: Vec<usize> = (0..train.len()).filter(|row| place(*row) <= last).collect();
        train.select(&rows)
    }
}

/// How many rows of each question a dataset has a label for.
pub(super) fn labelled(dataset: &StanceDataset) -> Vec<usize> {
    let of = |question: usize| dataset.rows().iter().filter(|row| row.labels[question].is_some()).count();
    (0..dataset.questions().len()).map(of).collect()
}

/// What came of training on one share in all folds.
pub(super) struct Trained {
    pub share: f64,
    /// Labelled rows of each question that each fold trained on.
    pub rows: Vec<Vec<usize>>,
    /// What was said of each question's rows.
    pub outcomes: Vec<Vec<Outcome>>,
}

/// Trains on growing parts of each fold's training groups; with all of them it is what `of_all` says.
pub(super) fn learning_curve(
    dataset: &StanceDataset,
    params: &TrainParams,
    how: &CrossValidation,
    of_all: &[Vec<Outcome>],
    told: &(dyn Fn(&str) + Sync),
) -> Result<Vec<Trained>> {
    let parts = Parts::new(dataset, how.seed);
    let mut curve = Vec::new();
    for share in SHARES.into_iter().chain([1.0]) {
        let all = share >= 1.0;
        let folds = FoldsTold::new(&format!("learning curve, {}% of the groups", 100.0 * share), how.folds, told);
        let rows = Mutex::new(Vec::new());
        let outcomes = cross_outcomes(dataset, None, how, |train, test| {
            let part = parts.of(train, share);
            rows.lock().unwrap_or_else(PoisonError::into_inner).push(labelled(&part));
            let found = match (all, part.learnable().is_empty()) {
                (true, _) => vec![Vec::new(); test.questions().len()],
                // A small part may have one label only.
                (false, true) => Baseline::Majority.outcomes(&part, test),
                (false, false) => trained_outcomes(&part, test, params, None)?,
            };
            folds.one_more();
            Ok(found)
        })?;
        let outcomes = if all { of_all.to_vec() } else { outcomes };
        curve.push(Trained { share, rows: rows.into_inner().unwrap_or_else(PoisonError::into_inner), outcomes });
    }
    Ok(curve)
}

impl StanceReport {
    /// Adds what came of growing shares to each question.
    pub(super) fn add_learning_curve(&mut self, dataset: &StanceDataset, curve: &[Trained], how: &Measuring) {
        for (place, question) in dataset.questions().iter().enumerate() {
            let Some(report) = self.questions.iter_mut().find(|of| of.question == question.name) else { continue };
            let point = |trained: &Trained| {
                let found = Rows::new(dataset, question, &trained.outcomes[place], how);
                let tables = found.tables(found.outcomes);
                let measures = found.intervals(&tables, |sum| vec![sum.accuracy(), sum.macro_f1()]);
                let rows: usize = trained.rows.iter().map(|of_fold| of_fold[place]).sum();
                let rows = rows as f64 / trained.rows.len().max(1) as f64;
                LearningPoint { share: trained.share, rows, accuracy: measures[0], macro_f1: measures[1] }
            };
            report.learning_curve = curve.iter().map(point).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::QuoteContext;
    use crate::stance::LabelledQuote;

    #[test]
    fn parts_are_nested_and_keep_groups_whole() {
        let names = ["bridge".to_owned()];
        let rows = (0..60).map(|number| {
            let mut row = LabelledQuote::new(number.to_string(), QuoteContext::new("text"));
            row.article = Some(format!("a{}", number / 3));
            (row, BTreeMap::from([(names[0].clone(), "none".to_owned())]))
        });
        let dataset = StanceDataset::from_named(&names, rows.collect::<Vec<_>>());
        let parts = Parts::new(&dataset, 4);
        let ids = |share: f64| -> BTreeSet<String> {
            parts.of(&dataset, share).rows().iter().map(|row| row.id.clone()).collect()
        };
        for pair in [0.01, 0.1, 0.25, 0.5, 0.75, 1.0].windows(2) {
            assert!(ids(pair[0]).is_subset(&ids(pair[1])));
        }
        assert_eq!([0.01, 0.1, 0.5, 1.0].map(|share| ids(share).len()), [3, 6, 30, 60]);
        assert_eq!(ids(0.25), parts.of(&dataset, 0.25).rows().iter().map(|row| row.id.clone()).collect());
        let other = Parts::new(&dataset, 5).of(&dataset, 0.25);
        assert_ne!(ids(0.25), other.rows().iter().map(|row| row.id.clone()).collect());
    }
}
