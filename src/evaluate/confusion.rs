//! Confusion tables and what is read off them.

use serde::{Deserialize, Serialize};

/// How often each label was taken for each: `count(truth, predicted)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    labels: usize,
    counts: Vec<u64>,
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

/// A quotient that is 0 where there is nothing to divide by.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Confusion {
    /// An empty table of so many labels.
    pub fn new(labels: usize) -> Self {
        Self { labels, counts: vec![0; labels * labels] }
    }

    /// Counts a row.
    ///
    /// # Panics
    /// When there is no such label.
    pub fn add(&mut self, truth: usize, predicted: usize) {
        assert!(truth < self.labels && predicted < self.labels, "no such label");
        self.counts[truth * self.labels + predicted] += 1;
    }

    /// Adds another table of the same labels.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// How many rows of label `truth` were predicted as `predicted`.
    pub fn count(&self, truth: usize, predicted: usize) -> u64 {
        self.counts[truth * self.labels + predicted]
    }

    /// All rows counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Rows that are `label`.
    pub fn support(&self, label: usize) -> u64 {
        (0..self.labels).map(|p| self.count(label, p)).sum()
    }

    /// Rows predicted as `label`.
    pub fn predicted(&self, label: usize) -> u64 {
        (0..self.labels).map(|t| self.count(t, label)).sum()
    }

    fn right(&self) -> u64 {
        (0..self.labels).map(|label| self.count(label, label)).sum()
    }

    /// Share of the rows predicted as `label` that are.
    pub fn precision(&self, label: usize) -> f64 {
        share(self.count(label, label) as f64, self.predicted(label) as f64)
    }

    /// Share of the rows that are `label` and were so predicted.
    pub fn recall(&self, label: usize) -> f64 {
        share(self.count(label, label) as f64, self.support(label) as f64)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self, label: usize) -> f64 {
        let both = (self.support(label) + self.predicted(label)) as f64;
        share(2.0 * self.count(label, label) as f64, both)
    }

    /// Share of the rows predicted right.
    pub fn accuracy(&self) -> f64 {
        share(self.right() as f64, self.total() as f64)
    }

    /// Labels that occur, in truth or among the predictions.
    fn occurring(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.labels).filter(|&label| self.support(label) + self.predicted(label) > 0)
    }

    /// Mean F1 of the labels that occur, in truth or among the predictions.
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self.occurring().map(|label| self.f1(label)).sum();
        share(sum, self.occurring().count() as f64)
    }

    /// Mean F1, each label counted by its rows.
    pub fn weighted_f1(&self) -> f64 {
        let weigh = |label: usize| self.f1(label) * self.support(label) as f64;
        let sum: f64 = (0..self.labels).map(weigh).sum();
        share(sum, self.total() as f64)
    }

    /// Matthews' correlation for several classes (Gorodkin 2004); 0 when truth or predictions have one label only.
    pub fn mcc(&self) -> f64 {
        let total = self.total() as f64;
        let sum = |of: &dyn Fn(usize) -> f64| (0..self.labels).map(of).sum::<f64>();
        let support = |label: usize| self.support(label) as f64;
        let predicted = |label: usize| self.predicted(label) as f64;
        let both = sum(&|label| support(label) * predicted(label));
        let spread = |of: &dyn Fn(usize) -> f64| total * total - sum(&|label| of(label).powi(2));
        let below = (spread(&support) * spread(&predicted)).sqrt();
        share(self.right() as f64 * total - both, below)
    }

    /// Cohen's kappa: agreement beyond chance; 0 when chance alone agrees always.
    pub fn kappa(&self) -> f64 {
        let total = self.total() as f64;
        let chance: f64 = (0..self.labels).map(|label| self.support(label) as f64 * self.predicted(label) as f64).sum();
        let chance = share(chance, total * total);
        share(self.accuracy() - chance, 1.0 - chance)
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
                support: self.support(place),
                predicted: self.predicted(place),
            })
            .collect()
    }

    /// The counts, a row for each true label.
    pub fn rows(&self) -> Vec<Vec<u64>> {
        let width = self.labels.max(1);
        self.counts.chunks(width).map(<[u64]>::to_vec).collect()
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
