//! Confidence intervals by drawing groups again and again (Efron's bootstrap).

use serde::Serialize;

use super::Confusion;
use super::random::Random;

/// A measured value and the range that 95 of 100 redrawn datasets give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Measured on all rows.
    pub value: f64,
    /// 2.5th percentile of the redrawn.
    pub low: f64,
    /// 97.5th percentile of the redrawn.
    pub high: f64,
}

/// The accuracy and the macro-F1 of the tables of several groups taken together, with intervals: groups are
/// drawn with replacement, since rows of one group are alike and would make intervals too narrow.
pub(super) fn intervals(groups: &[Confusion], draws: usize, seed: u64) -> (Interval, Interval) {
    let labels = groups.first().map_or(0, |table| table.rows().len());
    let together = |tables: &mut dyn Iterator<Item = &Confusion>| {
        let mut sum = Confusion::new(labels);
        for table in tables {
            sum.merge(table);
        }
        sum
    };
    let all = together(&mut groups.iter());
    let mut random = Random::new(seed);
    let mut accuracies = Vec::with_capacity(draws);
    let mut means = Vec::with_capacity(draws);
    for _ in 0..draws {
        let drawn: Vec<usize> = (0..groups.len()).map(|_| random.below(groups.len())).collect();
        let sum = together(&mut drawn.iter().map(|&group| &groups[group]));
        accuracies.push(sum.accuracy());
        means.push(sum.macro_f1());
    }
    (interval(all.accuracy(), accuracies), interval(all.macro_f1(), means))
}

fn interval(value: f64, mut drawn: Vec<f64>) -> Interval {
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * (drawn.len().saturating_sub(1)) as f64;
        drawn.get(place.round() as usize).copied().unwrap_or(value)
    };
    Interval { value, low: at(0.025), high: at(0.975) }
}
