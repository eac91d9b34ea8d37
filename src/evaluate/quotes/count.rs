//! What is counted, so that articles can be added up and drawn again.

use std::ops::AddAssign;

use crate::evaluate::Interval;
use crate::evaluate::bootstrap::Draws;

use serde::Serialize;

/// Right ones among the predicted and among the gold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub right: u64,
    pub predicted: u64,
    pub gold: u64,
}

impl Count {
    pub fn new(right: usize, predicted: usize, gold: usize) -> Self {
        Self { right: right as u64, predicted: predicted as u64, gold: gold as u64 }
    }

    /// A share: `right` of `all`, as precision and as recall.
    pub fn share(right: usize, all: usize) -> Self {
        Self::new(right, all, all)
    }

    /// Precision, recall and their harmonic mean; 0 where there is nothing.
    fn scores(self) -> [f64; 3] {
        let of = |all: u64| if all == 0 { 0.0 } else { self.right as f64 / all as f64 };
        let (p, r) = (of(self.predicted), of(self.gold));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

/// Precision, recall and F1, with the counts behind them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Right ones among the predicted.
    pub precision: Interval,
    /// Right ones among the gold.
    pub recall: Interval,
    /// Their harmonic mean.
    pub f1: Interval,
    /// How many are right.
    pub right: u64,
    /// How many were predicted.
    pub predicted: u64,
    /// How many there are.
    pub gold: u64,
}

/// A share of things, with the counts behind it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share; 0 of nothing.
    pub share: Interval,
    /// How many it is true of.
    pub right: u64,
    /// How many there are.
    pub of: u64,
}

/// Sums up one count of every article.
pub(super) struct Summary<'s, T> {
    articles: &'s [T],
    draws: &'s Draws,
}

impl<'s, T> Summary<'s, T> {
    pub fn new(articles: &'s [T], draws: &'s Draws) -> Self {
        Self { articles, draws }
    }

    pub fn total(&self, pick: impl Fn(&T) -> Count) -> Count {
        sum(self.articles.iter().map(pick))
    }

    pub fn scores(&self, pick: impl Fn(&T) -> Count) -> Scores {
        // one count an article, so that a draw adds numbers that lie side by side
        let counts: Vec<Count> = self.articles.iter().map(pick).collect();
        let [precision, recall, f1] = self.draws.intervals(|drawn| sum(drawn.map(|at| counts[at])).scores());
        let Count { right, predicted, gold } = sum(counts.iter().copied());
        Scores { precision, recall, f1, right, predicted, gold }
    }

    pub fn share(&self, pick: impl Fn(&T) -> Count) -> Share {
        let scores = self.scores(pick);
        Share { share: scores.precision, right: scores.right, of: scores.predicted }
    }

    /// The interval of something else that is computed from articles.
    pub fn interval(&self, measure: impl Fn(&mut dyn Iterator<Item = &T>) -> f64) -> Interval {
        let [interval] = self.draws.intervals(|drawn| [measure(&mut drawn.map(|at| &self.articles[at]))]);
        interval
    }
}

fn sum(counts: impl Iterator<Item = Count>) -> Count {
    let mut total = Count::default();
    counts.for_each(|count| total += count);
    total
}
