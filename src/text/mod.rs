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

/// White space as single spaces, no control characters: they could rewrite the terminal.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
