//! Learns a field's weights: the exact gradient of the log-likelihood of one sequence at a time, each weight with a step
//! size of its own (AdaGrad, Duchi et al. 2011).
//!
//! The weights are the mean over the second half of the passes, and each step leaves a share of the features out
//! (dropout): both gave a little in cross-validation (`docs/experiments.md`).

use std::collections::HashMap;

use super::FieldTable;
use super::{FORBIDDEN, Field, LABELS, Lattice, Row};
use crate::learn::{AsItIs, Random};

/// A sequence to learn from: the features of each position, and its label.
#[derive(Debug, Default, Clone)]
pub struct Example {
    /// Features of all positions, one after the other.
    pub features: Vec<u64>,
    /// For each position, where its features end.
    pub ends: Vec<u32>,
    /// For each position its label, below [`LABELS`].
    pub labels: Vec<u8>,
}

/// Settings of the training.
#[derive(Debug, Clone, Copy)]
pub struct FieldParams {
    /// Passes over the examples.
    pub passes: usize,
    /// Step size.
    pub rate: f32,
    /// Share of the features that a step leaves out, below one.
    pub dropout: f32,
    /// Orders the examples and picks the features that are left out.
    pub seed: u64,
}

/// Numbers of the features that are not rare.
#[derive(Debug)]
pub struct Numbering(HashMap<u64, u32, AsItIs>);

impl Numbering {
    /// Numbers the features that the examples have at least `least` times.
    pub fn new(examples: &[Example], least: u32) -> Self {
        let mut counts: HashMap<u64, u32, AsItIs> = HashMap::default();
        for feature in examples.iter().flat_map(|example| &example.features) {
            *counts.entry(*feature).or_default() += 1;
        }
        counts.retain(|_, count| *count >= least);
        let mut features: Vec<u64> = counts.into_keys().collect();
        features.sort_unstable();
        Self(features.into_iter().zip(0..).collect())
    }

    fn apply(&self, example: &Example) -> Numbered {
        let mut numbered = Numbered { labels: example.labels.clone(), ..Numbered::default() };
        let mut start = 0;
        for &end in &example.ends {
            let features = &example.features[start..end as usize];
            numbered.features.extend(features.iter().filter_map(|feature| self.0.get(feature)));
            numbered.ends.push(numbered.features.len());
            start = end as usize;
        }
        numbered
    }
}

/// An example whose features are numbers.
#[derive(Debug, Default)]
struct Numbered {
    features: Vec<u32>,
    ends: Vec<usize>,
    labels: Vec<u8>,
}

impl Numbered {
    fn at(&self, position: usize) -> &[u32] {
        let start = if position == 0 { 0 } else { self.ends[position - 1] };
        &self.features[start..self.ends[position]]
    }
}

/// First denominator of a weight's step: without it a feature's first update would be a whole step however weak its evidence.
const CAUTION: f32 = 0.1;

/// A gradient this small is not worth a step.
const SLIGHT: f32 = 1e-3;

/// Learns a field from `examples`. `allowed(from, to)` says which labels may follow each other; `from` is `None` at
/// the start. `progress` is told the number of a pass and its loss (the negative log-likelihood, in nats).
/// The same examples and settings give the same field.
pub fn train<'e>(
    examples: impl Iterator<Item = &'e Example>,
    numbering: &Numbering,
    allowed: impl Fn(Option<usize>, usize) -> bool,
    params: &FieldParams,
    mut progress: impl FnMut(usize, f64),
) -> Field {
    let examples: Vec<Numbered> =
        examples.filter(|example| !example.labels.is_empty()).map(|example| numbering.apply(example)).collect();
    let mut learner = Learner::new(numbering.0.len(), allowed, params);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut mean: Option<(Vec<Row>, [Row; LABELS])> = None;
    for pass in 0..params.passes {
        learner.random.shuffle(&mut order);
        let loss = order.iter().map(|&at| learner.step(&examples[at])).sum();
        progress(pass, loss);
        if pass * 2 < params.passes {
            continue;
        }
        match &mut mean {
            None => mean = Some((learner.weights.clone(), learner.transitions)),
            Some((weights, transitions)) => {
                add(weights, &learner.weights);
                add(transitions, &learner.transitions);
            }
        }
    }
    let (mut weights, mut transitions) = mean.unwrap_or_default();
    let share = 1.0 / (params.passes - params.passes / 2).max(1) as f32;
    weights.iter_mut().chain(&mut transitions).flatten().for_each(|weight| *weight *= share);
    let rows = numbering.0.iter().filter_map(|(hash, number)| Some((*hash, *weights.get(*number as usize)?)));
    Field { weights: FieldTable::build(rows), transitions, start: learner.start }
}

fn add(sums: &mut [Row], rows: &[Row]) {
    for (sum, value) in sums.iter_mut().flatten().zip(rows.iter().flatten()) {
        *sum += value;
    }
}

/// A field in training.
struct Learner {
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: [Row; LABELS],
    transition_squares: [Row; LABELS],
    start: Row,
    lattice: Lattice,
    scores: Vec<Row>,
    kept: Vec<u32>,
    kept_ends: Vec<usize>,
    random: Random,
    rate: f32,
    dropout: f32,
}

impl Learner {
    fn new(features: usize, allowed: impl Fn(Option<usize>, usize) -> bool, params: &FieldParams) -> Self {
        let weight = |from, to| if allowed(from, to) { 0.0 } else { FORBIDDEN };
        Self {
            weights: vec![[0.0; LABELS]; features],
            squares: vec![[CAUTION; LABELS]; features],
            transitions: std::array::from_fn(|from| std::array::from_fn(|to| weight(Some(from), to))),
            transition_squares: [[1.0; LABELS]; LABELS],
            start: std::array::from_fn(|to| weight(None, to)),
            lattice: Lattice::default(),
            scores: Vec::new(),
            kept: Vec::new(),
            kept_ends: Vec::new(),
            random: Random::new(params.seed),
            rate: params.rate,
            dropout: params.dropout,
        }
    }

    /// Scores of all positions, by the features that this step keeps.
    fn score(&mut self, example: &Numbered) {
        self.scores.clear();
        self.kept.clear();
        self.kept_ends.clear();
        // what is left out is made up for by those that stay
        let inflation = 1.0 / (1.0 - self.dropout);
        for at in 0..example.ends.len() {
            let mut row = [0.0f32; LABELS];
            for &feature in example.at(at) {
                if self.dropout > 0.0 && self.random.fraction() < self.dropout {
                    continue;
                }
                self.kept.push(feature);
                for (sum, weight) in row.iter_mut().zip(&self.weights[feature as usize]) {
                    *sum += weight;
                }
            }
            self.kept_ends.push(self.kept.len());
            self.scores.push(row.map(|sum| sum * inflation));
        }
    }

    /// Learns from one example; returns its loss.
    fn step(&mut self, example: &Numbered) -> f64 {
        self.score(example);
        self.lattice.run(&self.scores, &self.transitions, &self.start);
        let steps = self.transitions.map(|row| row.map(f32::exp));
        let mut expected = [[0.0f32; LABELS]; LABELS];
        let mut gold_score = f64::from(self.start[usize::from(example.labels[0])]);
        for (at, &gold) in example.labels.iter().enumerate() {
            let gold = usize::from(gold);
            let marginals = &self.lattice.marginals()[at];
            gold_score += f64::from(self.scores[at][gold]);
            if at > 0 {
                let from = usize::from(example.labels[at - 1]);
                gold_score += f64::from(self.transitions[from][gold]);
                if marginals[gold] < 1.0 - SLIGHT || self.lattice.marginals()[at - 1][from] < 1.0 - SLIGHT {
                    add(&mut expected, &self.lattice.pairs(at, &steps));
                    expected[from][gold] -= 1.0;
                }
            }
            let mut gradient = *marginals;
            gradient[gold] -= 1.0;
            if gradient[gold] > -SLIGHT {
                continue;
            }
            let start = if at == 0 { 0 } else { self.kept_ends[at - 1] };
            for &feature in &self.kept[start..self.kept_ends[at]] {
                let weights = &mut self.weights[feature as usize];
                let squares = &mut self.squares[feature as usize];
                for label in 0..LABELS {
                    squares[label] += gradient[label] * gradient[label];
                    weights[label] -= self.rate * gradient[label] / squares[label].sqrt();
                }
            }
        }
        let squares = self.transition_squares.iter_mut().flatten();
        let weights = self.transitions.iter_mut().flatten().zip(squares).zip(expected.iter().flatten());
        for ((weight, square), gradient) in weights.filter(|((weight, _), _)| **weight > FORBIDDEN) {
            *square += gradient * gradient;
            *weight -= self.rate * gradient / square.sqrt();
        }
        f64::from(self.lattice.log_normaliser()) - gold_score
    }
}
