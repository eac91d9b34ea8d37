//! Finds the quotes of news articles, says who spoke, and tags the speaker's
//! stance on the questions that a labelled CSV defines.
//!
//! The modules are the pipeline, in its order; each uses only those before it:
//!
//! 1. [`text`]: an article's text with its paragraphs, sentences and tokens.
//! 2. [`learn`]: sparse linear models over hashed features.
//! 3. [`syntax`]: parts of speech and dependencies of a text's tokens.
//! 4. [`quotes`]: quotes with their cue, source and speaker.
//! 5. [`encoder`]: a quote in its context becomes a vector of its meaning.
//! 6. [`features`]: a quote in its context becomes a sparse row of numbers.
//! 7. [`stance`]: labelled quotes, the trained classifier and its model file.
//! 8. [`evaluate`]: measures, cross-validation and reports.
//! 9. [`pipeline`]: all stages at work on one article.
//! 10. [`stream`]: many articles at once, with the results in their order.
//! 11. [`input`], [`output`] and [`cli`]: the edges, where files and people are.
//!
//! Every offset inside the library is a byte offset into the article's text,
//! end exclusive, on a character boundary; [`output`] converts to the unit a
//! reader asks for.

pub mod error;

pub mod text;

pub mod learn;

pub mod syntax;

pub mod quotes;

pub mod encoder;

pub mod features;

pub mod stance;

pub mod evaluate;

pub mod pipeline;

pub mod stream;

pub mod input;
pub mod output;

pub mod cli;

pub use error::{Error, Result};
pub use pipeline::{Analysis, Pipeline};
