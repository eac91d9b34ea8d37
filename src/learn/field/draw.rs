//! Draws label sequences from what a field says of a sequence, so that the second best reading is known too.

use super::{Field, LABELS, Lattice, Row};
use crate::learn::Random;

/// A label with this probability is not drawn but taken as it is.
const CERTAIN: f32 = 0.995;

/// Draws stop when the sequences found make up this share of all.
const ENOUGH: f32 = 0.97;

/// Sequences drawn. The memory is used again for the next ones.
#[derive(Debug, Default)]
pub struct Draws {
    /// Exponentials of the transitions: to each label from each label.
    steps: [Row; LABELS],
    /// The likeliest label of each position.
    likeliest: Vec<u8>,
    /// Positions whose label is uncertain.
    open: Vec<usize>,
    /// Labels of these positions, one distinct sequence after the other.
    labels: Vec<u8>,
    /// Probability of each distinct sequence, the certain labels given.
    shares: Vec<f32>,
    now: Vec<u8>,
}

impl Draws {
    /// Draws from sequences that `field` labels.
    pub fn new(field: &Field) -> Self {
        let mut draws = Self::default();
        for (from, row) in field.transitions.iter().enumerate() {
            for (to, weight) in row.iter().enumerate() {
                draws.steps[to][from] = weight.exp();
            }
        }
        draws
    }

    /// Draws up to `count` sequences, backwards from the last position (Scott 2002), and forgets those of before.
    pub fn draw(&mut self, lattice: &Lattice, count: usize, random: &mut Random) {
        for list in [&mut self.likeliest, &mut self.labels, &mut self.now] {
            list.clear();
        }
        self.open.clear();
        self.shares.clear();
        for (at, row) in lattice.marginals().iter().enumerate() {
            let top = (1..LABELS).fold(0, |top, label| if row[label] > row[top] { label } else { top });
            self.likeliest.push(top as u8);
            if row[top] < CERTAIN {
                self.open.push(at);
            }
        }
        self.now.resize(self.open.len(), 0);
        let mut covered = 0.0;
        for _ in 0..count {
            let share = self.draw_one(lattice, random);
            let known = self.now.is_empty() && !self.shares.is_empty()
                || !self.now.is_empty() && self.labels.chunks_exact(self.now.len()).any(|labels| labels == self.now);
            if !known {
                self.labels.extend_from_slice(&self.now);
                self.shares.push(share);
                covered += share;
            }
            if covered >= ENOUGH {
                break;
            }
        }
        self.shares.iter_mut().for_each(|share| *share /= covered.max(f32::MIN_POSITIVE));
    }

    /// Draws a label for each open position; returns the probability of all together.
    fn draw_one(&mut self, lattice: &Lattice, random: &mut Random) -> f32 {
        let mut share = 1.0;
        for slot in (0..self.open.len()).rev() {
            let at = self.open[slot];
            let mut weights = lattice.forward[at];
            if let Some(likeliest) = self.likeliest.get(at + 1) {
                let next = match self.open.get(slot + 1) {
                    Some(open) if *open == at + 1 => self.now[slot + 1],
                    _ => *likeliest,
                };
                weights
                    .iter_mut()
                    .zip(&self.steps[usize::from(next) % LABELS])
                    .for_each(|(weight, step)| *weight *= step);
            }
            let sum: f32 = weights.iter().sum();
            let mut left = random.fraction() * sum;
            let mut pick = usize::from(self.likeliest[at]);
            for (label, weight) in weights.iter().enumerate() {
                left -= weight;
                if left < 0.0 {
                    pick = label;
                    break;
                }
            }
            self.now[slot] = pick as u8;
            share *= if sum > 0.0 { weights[pick] / sum } else { 1.0 };
        }
        share
    }

    /// The distinct sequences' shares.
    pub fn shares(&self) -> &[f32] {
        &self.shares
    }

    /// Writes a distinct sequence's labels, of all positions.
    pub fn labels(&self, sequence: usize, labels: &mut Vec<u8>) {
        labels.clone_from(&self.likeliest);
        let count = self.open.len();
        for (at, label) in self.open.iter().zip(&self.labels[sequence * count..(sequence + 1) * count]) {
            labels[*at] = *label;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::field::FieldTable;

    #[test]
    fn sequences_come_as_often_as_they_are_likely() {
        let mut transitions = [[0.0; LABELS]; LABELS];
        transitions[1][2] = 2.0;
        let field = Field { weights: FieldTable::build([]), transitions, start: [0.0; LABELS] };
        let mut scores = vec![[-30.0; LABELS]; 5];
        scores.iter_mut().for_each(|row| row[0] = 0.0);
        scores[2][1] = 0.5;
        scores[3][2] = -1.0;
        let mut lattice = Lattice::default();
        lattice.run(&scores, &field.transitions, &field.start);
        let mut draws = Draws::new(&field);
        draws.draw(&lattice, 200, &mut Random::new(1));
        let mut labels = Vec::new();
        for (sequence, share) in draws.shares().iter().enumerate() {
            draws.labels(sequence, &mut labels);
            assert_eq!((labels.len(), labels[0], labels[1], labels[4]), (5, 0, 0, 0));
            for (at, label) in labels.iter().enumerate().skip(2).take(2) {
                assert!(lattice.marginals()[at][usize::from(*label)] > 0.005, "{labels:?} {share}");
            }
            // one of four: both weights, one, the other, none
            let odds = match (labels[2], labels[3]) {
                (1, 2) => 1.5f32,
                (1, 0) => 0.5,
                (0, 2) => -1.0,
                _ => 0.0,
            };
            let all: f32 = [1.5f32, 0.5, -1.0, 0.0].iter().map(|odds| odds.exp()).sum();
            assert!((share - odds.exp() / all).abs() < 0.03, "{labels:?} {share}");
        }
        lattice.run(&[], &field.transitions, &field.start);
        draws.draw(&lattice, 3, &mut Random::new(1));
        assert!(draws.shares().len() <= 1);
    }
}
