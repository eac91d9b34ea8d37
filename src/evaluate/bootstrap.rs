//! Confidence intervals by drawing groups again and again (Efron's bootstrap).

use serde::{Deserialize, Serialize};

use super::random::Random;

/// A measured value and the range that 95 of 100 redrawn datasets give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Measured on all rows.
    pub value: f64,
    /// 2.5th percentile of the redrawn.
    pub low: f64,
    /// 97.5th percentile of the redrawn.
    pub high: f64,
}

/// Which groups each redrawn dataset is made of.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    groups: usize,
    drawn: Vec<Vec<u32>>,
}

impl Draws {
    /// `draws` datasets of as many groups as there are, drawn with replacement.
    pub fn new(groups: usize, draws: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let draw = |_| (0..groups).map(|_| random.below(groups) as u32).collect();
        Self { groups, drawn: (0..draws).map(draw).collect() }
    }

    /// The intervals of several values that `measure` computes from groups; it gets each group as often as it was drawn.
    pub fn intervals<const N: usize>(
        &self,
        measure: impl Fn(&mut dyn Iterator<Item = usize>) -> [f64; N],
    ) -> [Interval; N] {
        let all = measure(&mut (0..self.groups));
        let drawn: Vec<[f64; N]> =
            self.drawn.iter().map(|draw| measure(&mut draw.iter().map(|&group| group as usize))).collect();
        std::array::from_fn(|at| interval(all[at], drawn.iter().map(|values| values[at]).collect()))
    }
}

fn interval(value: f64, mut drawn: Vec<f64>) -> Interval {
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * (drawn.len().saturating_sub(1)) as f64;
        drawn.get(place.round() as usize).copied().unwrap_or(value)
    };
    Interval { value, low: at(0.025), high: at(0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Confusion;

    fn intervals(groups: &[Confusion], draws: usize, seed: u64) -> (Interval, Interval) {
        let labels = groups.first().map_or(0, |table| table.rows().len());
        let [accuracy, macro_f1] = Draws::new(groups.len(), draws, seed).intervals(|drawn| {
            let mut sum = Confusion::new(labels);
            drawn.for_each(|group| sum.merge(&groups[group]));
            [sum.accuracy(), sum.macro_f1()]
        });
        (accuracy, macro_f1)
    }

    fn table(right: u64, wrong: u64) -> Confusion {
        let mut table = Confusion::new(2);
        for _ in 0..right {
            table.add(0, 0);
            table.add(1, 1);
        }
        for _ in 0..wrong {
            table.add(0, 1);
        }
        table
    }

    #[test]
    fn equal_groups_leave_no_doubt() {
        let groups = vec![table(3, 1); 6];
        let (accuracy, _) = intervals(&groups, 200, 1);
        assert_eq!((accuracy.low, accuracy.high), (accuracy.value, accuracy.value));
    }

    #[test]
    fn unlike_groups_give_a_range_around_the_value() {
        let groups: Vec<Confusion> = (0..20).map(|n| table(2, n % 5)).collect();
        let (accuracy, mean) = intervals(&groups, 500, 1);
        for interval in [accuracy, mean] {
            assert!(interval.low < interval.value && interval.value < interval.high);
            assert!(interval.high - interval.low < 0.4);
        }
        assert_eq!(intervals(&groups, 500, 1), (accuracy, mean));
        assert_ne!(intervals(&groups, 500, 2).0, accuracy);
    }

    #[test]
    fn no_groups_give_zero() {
        let (accuracy, _) = intervals(&[], 10, 1);
        assert_eq!((accuracy.value, accuracy.low, accuracy.high), (0.0, 0.0, 0.0));
    }
}
