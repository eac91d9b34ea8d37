//! A quote in its context becomes a sparse row of numbers.

mod config;
mod context;
mod rows;

pub use config::FeatureConfig;
pub use context::{CONTEXT_CHARS, QuoteContext};
pub use rows::SparseRows;
