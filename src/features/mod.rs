//! A quote in its context becomes a sparse row of numbers.
//!
//! A [`QuoteContext`] is cut into words once. Its words, runs of words, the words next to it and around it, those that
//! the context says of the speaker, and the frames of a question (negations, stance words and the question's own terms
//! in their order) are sparse blocks; mean word vectors of the same parts are dense ones. Each block is scaled to
//! length 1 and has its own weight in the [`FeatureConfig`]. Vocabulary, document frequencies and terms are
//! learned by [`Vectorizer::fit`] and ordered by name, so that training twice gives the same bytes.

mod blocks;
mod config;
mod context;
mod frames;
mod hash;
mod lexicon;
mod reading;
mod readings;
mod rows;
mod spelling;
mod stem;
mod tokens;
mod trace;
mod vectorizer;
mod vectors;
mod vocabulary;

pub use config::{BlockWeights, FeatureConfig, schema_digest};
pub use context::{CONTEXT_CHARS, QuoteContext};
pub use readings::Readings;
pub use rows::SparseRows;
pub(crate) use rows::renumbered;
pub use trace::{ContextPart, ContextWord};
pub(crate) use trace::{Fact, MadeOf, Trace};
pub(crate) use vectorizer::Room;
pub use vectorizer::{QuestionFeatures, Vectorizer};
