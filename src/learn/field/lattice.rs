//! What a field says of one sequence: the probability of each label at each position, and the best labels.

use super::{LABELS, Row};

/// Probabilities of the labels of one sequence. Its memory is used again for the next one.
#[derive(Debug, Default)]
pub struct Lattice {
    pub(super) potentials: Vec<Row>,
    pub(super) forward: Vec<Row>,
    pub(super) backward: Vec<Row>,
    marginals: Vec<Row>,
    log_normaliser: f32,
}

impl Lattice {
    /// Runs forward and backward over the scores of each position. Every position is scaled to a sum of one, so that
    /// no length of sequence overflows.
    pub fn run(&mut self, scores: &[Row], transitions: &[Row; LABELS], start: &Row) {
        for rows in [&mut self.potentials, &mut self.forward, &mut self.backward, &mut self.marginals] {
            rows.clear();
        }
        self.log_normaliser = 0.0;
        let Some(first) = scores.first() else { return };
        let steps: [Row; LABELS] = transitions.map(|row| row.map(f32::exp));
        let mut log = 0.0f64;
        for score in scores {
            let top = score.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            log += f64::from(top);
            self.potentials.push(score.map(|s| (s - top).exp()));
        }
        debug_assert_eq!(first.len(), LABELS);
        let mut before = [0.0f32; LABELS];
        for label in 0..LABELS {
            before[label] = start[label].exp() * self.potentials[0][label];
        }
        log += normalise(&mut before);
        self.forward.push(before);
        for potential in &self.potentials[1..] {
            let mut now = [0.0f32; LABELS];
            for (mass, row) in before.iter().zip(&steps) {
                for to in 0..LABELS {
                    now[to] += mass * row[to];
                }
            }
            for to in 0..LABELS {
                now[to] *= potential[to];
            }
            log += normalise(&mut now);
            self.forward.push(now);
            before = now;
        }
        self.log_normaliser = log as f32;
        self.run_backward(&steps);
        for (forward, backward) in self.forward.iter().zip(&self.backward) {
            let mut row = [0.0f32; LABELS];
            for label in 0..LABELS {
                row[label] = forward[label] * backward[label];
            }
            normalise(&mut row);
            self.marginals.push(row);
        }
    }

    fn run_backward(&mut self, steps: &[Row; LABELS]) {
        let mut columns = [[0.0f32; LABELS]; LABELS];
        for (from, row) in steps.iter().enumerate() {
            for (to, &value) in row.iter().enumerate() {
                columns[to][from] = value;
            }
        }
        let count = self.potentials.len();
        self.backward.resize(count, [1.0; LABELS]);
        for at in (0..count - 1).rev() {
            let mut now = [0.0f32; LABELS];
            for (to, column) in columns.iter().enumerate() {
                let mass = self.backward[at + 1][to] * self.potentials[at + 1][to];
                for from in 0..LABELS {
                    now[from] += mass * column[from];
                }
            }
            normalise(&mut now);
            self.backward[at] = now;
        }
    }

    /// For each position the probability of each label.
    pub fn marginals(&self) -> &[Row] {
        &self.marginals
    }

    /// Logarithm of the sum over all label sequences.
    pub fn log_normaliser(&self) -> f32 {
        self.log_normaliser
    }

    /// Probability of each pair of labels at `at - 1` and `at`, by the exponentials of the transitions.
    pub(super) fn pairs(&self, at: usize, steps: &[Row; LABELS]) -> [Row; LABELS] {
        let mut pairs = [[0.0f32; LABELS]; LABELS];
        let mut sum = 0.0;
        for from in 0..LABELS {
            for to in 0..LABELS {
                let mass =
                    self.forward[at - 1][from] * steps[from][to] * self.potentials[at][to] * self.backward[at][to];
                pairs[from][to] = mass;
                sum += mass;
            }
        }
        if sum > 0.0 {
            pairs.iter_mut().flatten().for_each(|mass| *mass /= sum);
        }
        pairs
    }
}

/// Scales a row to a sum of one; returns the logarithm of what it was.
fn normalise(row: &mut Row) -> f64 {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|value| *value /= sum);
        f64::from(sum).ln()
    } else {
        -1e30
    }
}

/// The best label sequence for `scores` (Viterbi 1967), and its score.
pub fn best_labels(scores: &[Row], transitions: &[Row; LABELS], start: &Row) -> (Vec<u8>, f32) {
    let Some(first) = scores.first() else { return (Vec::new(), 0.0) };
    let mut back = vec![[0u8; LABELS]; scores.len()];
    let mut best = [0.0f32; LABELS];
    for label in 0..LABELS {
        best[label] = start[label] + first[label];
    }
    for (score, back) in scores.iter().zip(&mut back).skip(1) {
        let mut now = [f32::NEG_INFINITY; LABELS];
        for (from, row) in transitions.iter().enumerate() {
            for to in 0..LABELS {
                let path = best[from] + row[to];
                if path > now[to] {
                    now[to] = path;
                    back[to] = from as u8;
                }
            }
        }
        for to in 0..LABELS {
            best[to] = now[to] + score[to];
        }
    }
    let mut label = (1..LABELS).fold(0, |top, label| if best[label] > best[top] { label } else { top });
    let score = best[label];
    let mut labels = vec![0u8; scores.len()];
    for at in (0..scores.len()).rev() {
        labels[at] = label as u8;
        label = usize::from(back[at][label]);
    }
    (labels, score)
}
