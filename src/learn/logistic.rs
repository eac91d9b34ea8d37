//! Probabilities and the logarithms of their odds.

/// The probability that has these logarithmic odds.
#[inline]
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
