//! Sparse linear models over hashed features: what the tagger, the parser and
//! the quote finder's sequence models have in common.
//!
//! - [`hash`]: a feature's name (a template and its parts) as 64 bits.
//! - [`WeightTable`]: a trained model's weights, in integers, for fast lookup.
//! - [`ChoiceTable`]: the same for a choice among three, with many features.
//! - [`Averaged`]: the averaged perceptron that learns such weights.
//! - [`file`]: what a model file begins with, and why one is refused.
//!
//! Scores are sums of integers, so that every machine gives the same answers.

mod choice;
pub mod file;
pub mod hash;
mod packed;
mod perceptron;
mod table;

pub use choice::ChoiceTable;
pub use perceptron::{Averaged, Rarity};
pub use table::{WeightTable, best};
