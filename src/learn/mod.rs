//! Sparse linear models over hashed features: what the tagger, the parser and
//! the quote finder's sequence models have in common.
//!
//! - [`hash`]: a feature's name (a template and its parts) as 64 bits.
//! - [`WeightTable`]: a trained model's weights, in integers, for fast lookup.
//! - [`ChoiceTable`]: the same for a choice among three, with many features.
//! - [`Averaged`]: the averaged perceptron that learns such weights.
//! - [`field`]: conditional random fields for sequences.
//! - [`boost`]: boosted trees for single decisions, with [`counts`] for what words say.
//! - [`logistic`]: probabilities and their odds.
//! - [`WordClusters`]: classes of words that are used alike.
//! - [`numbers`]: lists of numbers in a model file.
//! - [`file`]: what a model file begins with, and why one is refused.
//!
//! Scores are sums of integers, so that every machine gives the same answers.

pub mod boost;
mod choice;
mod clusters;
pub mod counts;
pub mod field;
pub mod file;
pub mod hash;
pub mod logistic;
mod long_list;
pub mod numbers;
mod packed;
mod perceptron;
pub(crate) mod random;
mod table;
pub mod vectors;

pub use choice::ChoiceTable;
pub use clusters::{Classes, WordClusters};
pub(crate) use perceptron::AsItIs;
pub use perceptron::{Averaged, Rarity};
pub use random::Random;
pub use table::{WeightTable, best};
