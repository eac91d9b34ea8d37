//! An article as it was read, and the same with its units found.

use super::Span;

/// A news article as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Names the article in every output.
    pub id: String,
    /// Headline, when it is known apart from the text.
    pub title: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Publication date, as the input has it.
    pub date: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The text, exactly as it was read.
    pub text: String,
}

/// A text with its units, found once and shared by all later stages.
#[derive(Debug)]
pub struct Document<'t> {
    text: &'t str,
    paragraphs: Vec<Span>,
}

impl<'t> Document<'t> {
    /// Finds the units of `text`. Any text will do, an empty one too.
    pub fn new(text: &'t str) -> Self {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            if !trimmed.is_empty() {
                let from = start + (line.len() - line.trim_start().len());
                paragraphs.push(Span::new(from, from + trimmed.len()));
            }
            start += line.len();
        }
        Self { text, paragraphs }
    }

    /// The text exactly as it was read.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Non-blank lines, without the white space around them, in order.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }
}
