//! Precision and recall by the confidence of found quotes.

use super::count::Count;
use super::view::{View, pairs};

/// The thresholds of the curve, in tenths.
pub(super) const THRESHOLDS: usize = 10;

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
