//! Whether probabilities are what they say.

use serde::{Deserialize, Serialize};

/// The number of bins, of equal width.
pub(super) const BINS: usize = 10;

/// Answers of about one confidence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bin {
    pub count: u64,
    /// Those that are right.
    pub right: u64,
    /// Sum of their confidences.
    pub confidence: f64,
}

impl Bin {
    /// The bin that an answer of this confidence belongs to.
    pub fn of(confidence: f64) -> usize {
        ((confidence * BINS as f64) as usize).min(BINS - 1)
    }

    /// Adds another bin's answers.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.right += other.right;
        self.confidence += other.confidence;
    }
}

/// Expected calibration error (Naeini and others, 2015): how far, on average over answers, the mean confidence of a bin
/// is from the share of its answers that are right.
pub(super) fn calibration_error(bins: &[Bin]) -> f64 {
    let count: u64 = bins.iter().map(|bin| bin.count).sum();
    if count == 0 {
        return 0.0;
    }
    bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum::<f64>() / count as f64
}

/// How far the probability of the label given is from how often that label is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Expected calibration error: the mean distance, over rows, between a bin's mean probability and its share of
    /// right rows; 0 without rows.
    pub error: f64,
    /// Ten bins of equal width, from 0 to 1.
    pub bins: Vec<SureBin>,
}

/// Rows whose label has about one probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SureBin {
    /// The least probability of the bin.
    pub from: f64,
    /// How many rows it has.
    pub rows: u64,
    /// Their mean probability; 0 without rows.
    pub probability: f64,
    /// The share of them that is right; 0 without rows.
    pub right: f64,
}

impl Calibration {
    /// Of answers, each with its probability and whether it is right.
    pub fn new(answers: impl IntoIterator<Item = (f64, bool)>) -> Self {
        Self::weighted(answers.into_iter().map(|(confidence, right)| (confidence, right, 1.0)))
    }

    /// Of answers that count by their weight, the last of the three.
    pub fn weighted(answers: impl IntoIterator<Item = (f64, bool, f64)>) -> Self {
        #[derive(Clone, Copy, Default)]
        struct Sums {
            rows: u64,
            weight: f64,
            confidence: f64,
            right: f64,
        }
        let mut bins = [Sums::default(); BINS];
        for (confidence, right, weight) in answers {
            let bin = &mut bins[Bin::of(confidence)];
            bin.rows += 1;
            bin.weight += weight;
            bin.confidence += confidence * weight;
            bin.right += if right { weight } else { 0.0 };
        }
        let total: f64 = bins.iter().map(|bin| bin.weight).sum();
        let share = |sum: f64, of: f64| if of > 0.0 { sum / of } else { 0.0 };
        let described = bins.iter().enumerate().map(|(at, bin)| SureBin {
            from: at as f64 / BINS as f64,
            rows: bin.rows,
            probability: share(bin.confidence, bin.weight),
            right: share(bin.right, bin.weight),
        });
        let apart: f64 = bins.iter().map(|bin| (bin.confidence - bin.right).abs()).sum();
        Self { error: share(apart, total), bins: described.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_mean_distance() {
        let bins = [Bin { count: 4, right: 2, confidence: 3.6 }, Bin { count: 6, right: 6, confidence: 6.0 }];
        assert!((calibration_error(&bins) - 0.16).abs() < 1e-12);
        assert_eq!(calibration_error(&[]), 0.0);
        assert_eq!([0.0, 0.099, 0.1, 1.0, 7.0, f64::NAN, -1.0].map(Bin::of), [0, 0, 1, 9, 9, 0, 0]);
    }

    /// Worked by hand: .95 and .85 right, .55 and .65 with one right, so the distances are .05, .15, .55 and .35.
    #[test]
    fn bins_worked_by_hand() {
        let calibration = Calibration::new([(0.95, true), (0.85, true), (0.55, false), (0.65, true)]);
        assert!((calibration.error - (0.05 + 0.15 + 0.55 + 0.35) / 4.0).abs() < 1e-12, "{calibration:?}");
        assert_eq!(calibration.bins[5], SureBin { from: 0.5, rows: 1, probability: 0.55, right: 0.0 });
        assert_eq!(calibration.bins[0], SureBin { from: 0.0, rows: 0, probability: 0.0, right: 0.0 });
    }

    /// A row of weight 3 is the same as three rows.
    #[test]
    fn weights_stand_for_rows() {
        let weighted = Calibration::weighted([(0.75, true, 3.0), (0.75, false, 1.0), (0.35, false, 2.0)]);
        let rows = [(0.75, true), (0.75, true), (0.75, true), (0.75, false), (0.35, false), (0.35, false)];
        assert!((weighted.error - Calibration::new(rows).error).abs() < 1e-12);
        assert!((weighted.error - 2.0 * 0.35 / 6.0).abs() < 1e-12);
        assert_eq!((weighted.bins[7].rows, weighted.bins[7].right), (2, 0.75));
    }

    #[test]
    fn rows_of_one_bin_make_up_for_each_other() {
        let calibration = Calibration::new([(0.75, true), (0.75, true), (0.75, true), (0.75, false)]);
        assert_eq!(calibration.error, 0.0);
        assert_eq!(Calibration::new([]).error, 0.0);
        assert_eq!(Calibration::new([(1.0, true)]).error, 0.0);
    }
}
