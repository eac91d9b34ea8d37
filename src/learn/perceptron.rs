//! The averaged perceptron (Collins 2002): the mean of all weights that it had while it learnt.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{ChoiceTable, WeightTable};

/// Takes a hash as it is.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = super::hash::bytes(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// About how often each feature occurs, in constant room, so that rare ones are never given weights.
#[derive(Debug)]
pub struct Rarity {
    counts: Vec<u8>,
    least: u8,
}

impl Rarity {
    /// Features seen fewer than `least` times are rare.
    pub fn new(least: u8) -> Self {
        Self { counts: vec![0; 1 << 26], least }
    }

    /// Counts a feature.
    pub fn see(&mut self, feature: u64) {
        let count = &mut self.counts[(feature >> 38) as usize];
        *count = count.saturating_add(1);
    }

    /// Whether it was seen too seldom. One in some tens of rare features is taken for a frequent one.
    pub fn is_rare(&self, feature: u64) -> bool {
        self.counts[(feature >> 38) as usize] < self.least
    }
}

/// For maps whose keys are feature hashes, which need no second hashing.
pub(crate) type AsItIs = BuildHasherDefault<Same>;

/// A perceptron in training.
///
/// Beside each weight its updates are summed, each times the step at which it happened: the average is then one
/// subtraction at the end, and no weight need be touched between its updates.
#[derive(Debug)]
pub struct Averaged {
    outputs: usize,
    index: HashMap<u64, u32, AsItIs>,
    weights: Vec<i32>,
    moments: Vec<i64>,
    updates: Vec<u32>,
    step: i64,
    rarity: Rarity,
}

impl Averaged {
    /// Without any weight; features that `rarity` calls rare will never get one.
    pub fn new(outputs: usize, rarity: Rarity) -> Self {
        Self {
            outputs,
            index: HashMap::default(),
            weights: Vec::new(),
            moments: Vec::new(),
            updates: Vec::new(),
            step: 1,
            rarity,
        }
    }

    /// The scores of all outputs.
    pub fn score(&self, features: &[u64], scores: &mut [i32]) {
        scores.fill(0);
        for feature in features {
            if let Some(row) = self.index.get(feature) {
                let start = *row as usize * self.outputs;
                for (score, weight) in scores.iter_mut().zip(&self.weights[start..start + self.outputs]) {
                    *score += weight;
                }
            }
        }
    }

    /// Tells that one more decision was made, right or wrong.
    pub fn tick(&mut self) {
        self.step += 1;
    }

    /// Raises the weights for `right` and lowers those for `wrong`.
    pub fn update(&mut self, features: &[u64], right: usize, wrong: usize) {
        for feature in features {
            let row = match self.index.get(feature) {
                Some(row) => *row as usize,
                None if self.rarity.is_rare(*feature) => continue,
                None => {
                    let row = self.updates.len();
                    self.index.insert(*feature, row as u32);
                    self.weights.resize(self.weights.len() + self.outputs, 0);
                    self.moments.resize(self.moments.len() + self.outputs, 0);
                    self.updates.push(0);
                    row
                }
            };
            self.updates[row] += 1;
            for (output, change) in [(right, 1), (wrong, -1)] {
                let at = row * self.outputs + output;
                self.weights[at] += change;
                self.moments[at] += i64::from(change) * self.step;
            }
        }
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        self.updates.len()
    }

    /// Whether nothing was learnt yet.
    pub fn is_empty(&self) -> bool {
        self.updates.is_empty()
    }

    /// The averaged weights, rounded to multiples of `scale`, of the features updated `least` times or more.
    /// Weights below `small` are taken for zero, and features without a weight of `light` or more are left out:
    /// they cost room and decide nothing.
    pub fn average(&self, scale: f32, small: f32, light: f32, least: u32) -> WeightTable {
        let keep = |w: f32| if w.abs() < small { 0.0 } else { w };
        let heavy = |row: &[f32]| row.iter().any(|w| w.abs() >= light);
        let rows = self
            .rows(least)
            .filter(|(_, row)| heavy(row))
            .map(|(feature, row)| (feature, row.into_iter().map(keep).collect()));
        WeightTable::build(self.outputs, scale, rows)
    }

    /// The same for three outputs, of the `most` weightiest features.
    pub fn choices(&self, scale: f32, least: u32, most: usize) -> ChoiceTable {
        let mut rows: Vec<(u64, [f32; 3])> =
            self.rows(least).filter_map(|(feature, row)| Some((feature, row.try_into().ok()?))).collect();
        let weight = |row: &[f32; 3]| (row[1] - row[0]).abs().max((row[2] - row[0]).abs());
        rows.sort_by(|a, b| weight(&b.1).total_cmp(&weight(&a.1)).then(a.0.cmp(&b.0)));
        rows.truncate(most);
        ChoiceTable::build(scale, rows)
    }

    /// Averaged weights, in the order of the features' hashes.
    fn rows(&self, least: u32) -> impl Iterator<Item = (u64, Vec<f32>)> {
        let mut order: Vec<(u64, u32)> = self.index.iter().map(|(feature, row)| (*feature, *row)).collect();
        order.sort_unstable();
        let mean = |at: usize| (f64::from(self.weights[at]) - self.moments[at] as f64 / self.step as f64) as f32;
        order.into_iter().filter(move |(_, row)| self.updates[*row as usize] >= least).map(move |(feature, row)| {
            let start = row as usize * self.outputs;
            (feature, (start..start + self.outputs).map(mean).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{best, hash};

    #[test]
    fn learns_a_rule_and_leaves_rare_features_out() {
        let mut rarity = Rarity::new(2);
        let rows: Vec<([u64; 2], usize)> =
            (0..60u64).map(|n| ([hash::one(1, n % 3), hash::one(2, n)], (n % 3) as usize)).collect();
        for (features, _) in &rows {
            features.iter().for_each(|f| rarity.see(*f));
        }
        let mut learner = Averaged::new(3, rarity);
        let mut scores = [0; 3];
        for (features, right) in rows.iter().cycle().take(300) {
            learner.score(features, &mut scores);
            let guess = best(&scores);
            if guess != *right {
                learner.update(features, *right, guess);
            }
            learner.tick();
        }
        // the first output wins while nothing is learnt, so that its feature needs no weight
        assert_eq!(learner.len(), 2);
        let table = learner.average(0.01, 0.0, 0.0, 1);
        for n in 0..3 {
            let mut scores = [0; 4];
            table.add_to(hash::one(1, n), &mut scores);
            assert_eq!(best(&scores[..3]), n as usize);
        }
    }
}
