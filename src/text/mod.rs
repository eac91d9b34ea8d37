//! An article's text and the units that the later stages work on: paragraphs,
//! sentences and tokens, each a byte range into the text exactly as it was read.

mod abbreviations;
mod document;
mod sentence;
mod span;
pub mod token;

pub use document::{Article, Document, Unit};
pub use span::Span;
pub use token::{Token, TokenKind};
