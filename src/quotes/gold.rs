//! Quotes as a person marked them, to learn from and to measure against.

use super::Kind;
use crate::text::{Article, Span};

/// An article with the quotes that a person found in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GoldArticle {
    /// The article.
    pub article: Article,
    /// Its quotes, by their contents.
    pub quotes: Vec<GoldQuote>,
}

/// A quote as a person marked it. Unlike a found [`Quote`](super::Quote) its parts may cross paragraphs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GoldQuote {
    /// What was said: one span or more, in order, none empty.
    pub contents: Vec<Span>,
    /// The reporting words.
    pub cue: Option<Span>,
    /// The mentions of who speaks.
    pub sources: Vec<Span>,
    /// Who that is in the whole article, when the annotation tells.
    pub speaker: Option<String>,
    /// How much of it stands in quotation marks, when the annotation tells.
    pub kind: Option<Kind>,
}
