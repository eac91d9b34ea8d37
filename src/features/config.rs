//! Which features a quote's row has.

use serde::{Deserialize, Serialize};

/// Which features a quote's row has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureConfig {
    /// Longest run of words of the quote that makes a feature; 0 leaves words out.
    pub words: usize,
}

impl Default for FeatureConfig {
    fn default() -> Self {
        Self { words: 3 }
    }
}
