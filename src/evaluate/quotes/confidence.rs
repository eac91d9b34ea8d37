//! What the confidence of found quotes is worth.

use super::count::Count;
use super::view::{View, pairs};

/// The thresholds of the curve, in tenths.
pub(super) const THRESHOLDS: usize = 10;

/// The number of bins of the calibration, of equal width.
pub(super) const BINS: usize = 10;

/// Match and joint counts of the quotes of at least each confidence (0, 0.1, ... 0.9).
pub(super) fn curve(gold: &[&View], found: &[View], confidence: impl Fn(&View) -> f64) -> [(Count, Count); THRESHOLDS] {
    std::array::from_fn(|tenth| {
        let kept: Vec<&View> = found.iter().filter(|view| confidence(view) >= threshold(tenth)).collect();
        let pairs = pairs(gold, &kept);
        let joint = pairs.iter().filter(|&&(g, f)| gold[g].is_joint_with(kept[f])).count();
        (Count::new(pairs.len(), kept.len(), gold.len()), Count::new(joint, kept.len(), gold.len()))
    })
}

pub(super) fn threshold(tenth: usize) -> f64 {
    tenth as f64 / THRESHOLDS as f64
}

/// The found quotes of about one confidence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bin {
    pub quotes: u64,
    /// Those that are matched with the right source.
    pub right: u64,
    /// Sum of their confidences.
    pub confidence: f64,
}

impl Bin {
    pub fn of(confidence: f64) -> usize {
        ((confidence * BINS as f64) as usize).min(BINS - 1)
    }

    pub fn add(&mut self, other: &Self) {
        self.quotes += other.quotes;
        self.right += other.right;
        self.confidence += other.confidence;
    }
}

/// Expected calibration error (Naeini and others, 2015): how far, on average over quotes, the mean confidence of a bin
/// is from the share of its quotes that are right.
pub(super) fn calibration_error(bins: &[Bin]) -> f64 {
    let quotes: u64 = bins.iter().map(|bin| bin.quotes).sum();
    if quotes == 0 {
        return 0.0;
    }
    bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum::<f64>() / quotes as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_mean_distance() {
        let bins = [Bin { quotes: 4, right: 2, confidence: 3.6 }, Bin { quotes: 6, right: 6, confidence: 6.0 }];
        assert!((calibration_error(&bins) - 0.16).abs() < 1e-12);
        assert_eq!(calibration_error(&[]), 0.0);
        assert_eq!([0.0, 0.099, 0.1, 1.0, 7.0, f64::NAN, -1.0].map(Bin::of), [0, 0, 1, 9, 9, 0, 0]);
    }
}
