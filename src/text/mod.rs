//! An article's text and the units that the later stages work on: paragraphs,
//! sentences and tokens, each a byte range into the text exactly as it was read.

mod document;
mod span;

pub use document::{Article, Document};
pub use span::Span;
