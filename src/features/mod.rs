//! A quote in its context becomes a sparse row of numbers.

mod blocks;
mod config;
mod context;
mod frames;
mod hash;
mod lexicon;
mod rows;
mod stem;
mod tokens;
mod vectorizer;
mod vectors;
mod vocabulary;

pub use config::{BlockWeights, FeatureConfig, schema_digest};
pub use context::{CONTEXT_CHARS, QuoteContext};
pub use rows::SparseRows;
pub use vectorizer::{QuestionFeatures, Readings, Vectorizer};
