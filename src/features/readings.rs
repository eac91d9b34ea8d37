//! The quotes of a training, read once for all that learns from them.

use super::QuoteContext;
use super::config::FeatureConfig;
use super::reading::Reading;

/// Quotes of a training, cut into words once, in an order that keeps groups together.
#[derive(Debug)]
pub struct Readings {
    pub(super) readings: Vec<Reading>,
    /// The number of each quote's group.
    pub(super) groups: Vec<u32>,
    /// The quotes' places, groups together.
    pub(super) order: Vec<usize>,
}

impl Readings {
    /// Cuts quotes into words. `groups` names what each quote belongs to.
    ///
    /// # Panics
    /// When there are not as many groups as quotes.
    pub fn new(contexts: &[&QuoteContext<'_>], groups: &[&str], config: &FeatureConfig) -> Self {
        assert_eq!(contexts.len(), groups.len(), "one group a quote");
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by_key(|&index| groups[index]);
        let mut numbers = vec![0u32; groups.len()];
        let mut number = 0;
        for (place, &index) in order.iter().enumerate() {
            if place > 0 && groups[index] != groups[order[place - 1]] {
                number += 1;
            }
            numbers[index] = number;
        }
        Self { readings: contexts.iter().map(|c| Reading::new(c, config)).collect(), groups: numbers, order }
    }
}
