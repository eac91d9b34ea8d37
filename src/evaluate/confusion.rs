//! Confusion tables and what is read off them.

use serde::{Deserialize, Serialize};

/// How often each label was taken for each: `count(truth, predicted)`. Rows count as one, or by their weight; up to 2^53 rows
/// of one are counted exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    labels: usize,
    counts: Vec<f64>,
}

/// What a confusion table says of one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelScore {
    /// The label.
    pub label: String,
    /// Share of the rows so predicted that are so; 0 when none was so predicted.
    pub precision: f64,
    /// Share of the rows that are so which were so predicted; 0 when none is so.
    pub recall: f64,
    /// Harmonic mean of the two; 0 when both are 0.
    pub f1: f64,
    /// Rows that are so.
    pub support: u64,
    /// Rows so predicted.
    pub predicted: u64,
}

/// What a sum of weights may be off by, as a share of it.
const ROUNDING: f64 = 1e-12;

/// A quotient that is 0 where there is nothing to divide by.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Confusion {
    /// An empty table of so many labels.
    pub fn new(labels: usize) -> Self {
        Self { labels, counts: vec![0.0; labels * labels] }
    }

    /// Counts a row.
    ///
    /// # Panics
    /// When there is no such label.
    pub fn add(&mut self, truth: usize, predicted: usize) {
        self.add_weighted(truth, predicted, 1.0);
    }

    /// Counts a row as so many.
    ///
    /// # Panics
    /// When there is no such label.
    pub fn add_weighted(&mut self, truth: usize, predicted: usize, weight: f64) {
        assert!(truth < self.labels && predicted < self.labels, "no such label");
        self.add_to_cell(truth * self.labels + predicted, weight);
    }

    /// Counts at a cell: the true label's place times the number of labels, and the predicted label's place.
    pub(super) fn add_to_cell(&mut self, cell: usize, weight: f64) {
        self.counts[cell] += weight;
    }

    /// Forgets all rows.
    pub(super) fn clear(&mut self) {
        self.counts.fill(0.0);
    }

    /// Adds another table of the same labels.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// How many rows of label `truth` were predicted as `predicted`.
    pub fn count(&self, truth: usize, predicted: usize) -> f64 {
        self.counts[truth * self.labels + predicted]
    }

    /// All rows counted.
    pub fn total(&self) -> f64 {
        self.counts.iter().sum()
    }

    /// Rows that are `label`.
    pub fn support(&self, label: usize) -> f64 {
        (0..self.labels).map(|p| self.count(label, p)).sum()
    }

    /// Rows predicted as `label`.
    pub fn predicted(&self, label: usize) -> f64 {
        (0..self.labels).map(|t| self.count(t, label)).sum()
    }

    fn right(&self) -> f64 {
        (0..self.labels).map(|label| self.count(label, label)).sum()
    }

    /// Share of the rows predicted as `label` that are.
    pub fn precision(&self, label: usize) -> f64 {
        share(self.count(label, label), self.predicted(label))
    }

    /// Share of the rows that are `label` and were so predicted.
    pub fn recall(&self, label: usize) -> f64 {
        share(self.count(label, label), self.support(label))
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self, label: usize) -> f64 {
        let both = self.support(label) + self.predicted(label);
        share(2.0 * self.count(label, label), both)
    }

    /// Share of the rows predicted right.
    pub fn accuracy(&self) -> f64 {
        share(self.right(), self.total())
    }

    /// Labels that occur, in truth or among the predictions.
    fn occurring(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.labels).filter(|&label| self.support(label) + self.predicted(label) > 0.0)
    }

    /// Mean F1 of the labels that occur, in truth or among the predictions.
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self.occurring().map(|label| self.f1(label)).sum();
        share(sum, self.occurring().count() as f64)
    }

    /// Mean F1, each label counted by its rows.
    pub fn weighted_f1(&self) -> f64 {
        let weigh = |label: usize| self.f1(label) * self.support(label);
        let sum: f64 = (0..self.labels).map(weigh).sum();
        share(sum, self.total())
    }

    /// Matthews' correlation for several classes (Gorodkin 2004); 0 when truth or predictions have one label only.
    pub fn mcc(&self) -> f64 {
        let total = self.total();
        let sum = |of: &dyn Fn(usize) -> f64| (0..self.labels).map(of).sum::<f64>();
        let support = |label: usize| self.support(label);
        let predicted = |label: usize| self.predicted(label);
        let both = sum(&|label| support(label) * predicted(label));
        let spread = |of: &dyn Fn(usize) -> f64| total * total - sum(&|label| of(label).powi(2));
        let (of_truth, of_predictions) = (spread(&support), spread(&predicted));
        // Sums of weights leave a rounding error where one label has all.
        if of_truth.min(of_predictions) <= ROUNDING * total * total {
            return 0.0;
        }
        share(self.right() * total - both, (of_truth * of_predictions).sqrt())
    }

    /// Cohen's kappa: agreement beyond chance; 0 when chance alone agrees always.
    pub fn kappa(&self) -> f64 {
        let total = self.total();
        let chance: f64 = (0..self.labels).map(|label| self.support(label) * self.predicted(label)).sum();
        let chance = share(chance, total * total);
        if 1.0 - chance <= ROUNDING { 0.0 } else { share(self.accuracy() - chance, 1.0 - chance) }
    }

    /// What the table says of each label, in the order of `labels`.
    pub fn scores(&self, labels: &[String]) -> Vec<LabelScore> {
        labels
            .iter()
            .enumerate()
            .map(|(place, label)| LabelScore {
                label: label.clone(),
                precision: self.precision(place),
                recall: self.recall(place),
                f1: self.f1(place),
                support: self.support(place).round() as u64,
                predicted: self.predicted(place).round() as u64,
            })
            .collect()
    }

    /// The counts, a row for each true label; of rows that count by their weight, rounded.
    pub fn rows(&self) -> Vec<Vec<u64>> {
        let whole = |counts: Vec<f64>| counts.into_iter().map(|count| count.round() as u64).collect();
        self.weights().into_iter().map(whole).collect()
    }

    /// The counts as sums of weights, a row for each true label.
    pub fn weights(&self) -> Vec<Vec<f64>> {
        self.counts.chunks(self.labels.max(1)).map(<[f64]>::to_vec).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u64]]) -> Confusion {
        let mut confusion = Confusion::new(rows.len());
        for (truth, row) in rows.iter().enumerate() {
            for (predicted, &count) in row.iter().enumerate() {
                for _ in 0..count {
                    confusion.add(truth, predicted);
                }
            }
        }
        confusion
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    /// Worked by hand: rows 8, 6, 6; columns 7, 7, 6; right 5 + 4 + 3 = 12 of 20.
    #[test]
    fn three_labels_worked_by_hand() {
        let confusion = table(&[&[5, 2, 1], &[0, 4, 2], &[2, 1, 3]]);
        close(confusion.accuracy(), 12.0 / 20.0);
        close(confusion.precision(0), 5.0 / 7.0);
        close(confusion.recall(0), 5.0 / 8.0);
        close(confusion.f1(0), 10.0 / 15.0);
        close(confusion.f1(1), 8.0 / 13.0);
        close(confusion.f1(2), 6.0 / 12.0);
        close(confusion.macro_f1(), (10.0 / 15.0 + 8.0 / 13.0 + 0.5) / 3.0);
        let weighted = (8.0 * 10.0 / 15.0 + 6.0 * 8.0 / 13.0 + 6.0 * 0.5) / 20.0;
        close(confusion.weighted_f1(), weighted);
        // Chance: (8*7 + 6*7 + 6*6) / 400 = 134 / 400.
        close(confusion.kappa(), (0.6 - 0.335) / (1.0 - 0.335));
        // (12*20 - 134) / sqrt((400 - 136) * (400 - 134)).
        close(confusion.mcc(), 106.0 / (264.0f64 * 266.0).sqrt());
    }

    #[test]
    fn two_labels_worked_by_hand() {
        // TP 6, FN 2, FP 1, TN 11: MCC = (6*11 - 1*2) / sqrt(7 * 8 * 12 * 13).
        let confusion = table(&[&[6, 2], &[1, 11]]);
        close(confusion.mcc(), 64.0 / (7.0f64 * 8.0 * 12.0 * 13.0).sqrt());
        close(confusion.accuracy(), 0.85);
    }

    #[test]
    fn absent_labels_give_zero_not_nan() {
        let empty = Confusion::new(3);
        let one = table(&[&[4, 0, 0], &[0, 0, 0], &[0, 0, 0]]);
        for confusion in [&empty, &one] {
            for value in
                [confusion.precision(1), confusion.recall(1), confusion.f1(1), confusion.mcc(), confusion.kappa()]
            {
                close(value, 0.0);
            }
        }
        close(empty.macro_f1(), 0.0);
        close(empty.accuracy(), 0.0);
        close(empty.weighted_f1(), 0.0);
        close(one.macro_f1(), 1.0);
    }
}
