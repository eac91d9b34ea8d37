//! An article as it was read, and the same with its units found.

use std::ops::Range;

use super::Span;
use super::sentence;
use super::token::{Token, tokenise};

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

/// A paragraph or a sentence: where it stands, and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands, without white space around it.
    pub span: Span,
    /// Its tokens, as indexes into [`Document::tokens`].
    pub tokens: Range<usize>,
}

/// A text with its units, found once and shared by all later stages.
#[derive(Debug)]
pub struct Document<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    paragraphs: Vec<Unit>,
    sentences: Vec<Unit>,
}

impl<'t> Document<'t> {
    /// Finds the units of `text`. Any text will do, an empty one too.
    pub fn new(text: &'t str) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut paragraphs = Vec::new();
        let mut ranges = Vec::new();
        for span in paragraph_spans(text) {
            let first = tokens.len();
            tokenise(span.of(text), span.start, &mut tokens);
            let range = first..tokens.len();
            if range.is_empty() {
                continue;
            }
            sentence::split(text, &tokens, range.clone(), &mut ranges);
            paragraphs.push(Unit { span, tokens: range });
        }
        let sentences = ranges
            .into_iter()
            .map(|tokens_of| Unit {
                span: Span::new(tokens[tokens_of.start].span.start, tokens[tokens_of.end - 1].span.end),
                tokens: tokens_of,
            })
            .collect();
        Self { text, tokens, paragraphs, sentences }
    }

    /// The text exactly as it was read.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The words of token `at`.
    ///
    /// # Panics
    /// When there is no such token.
    pub fn word(&self, at: usize) -> &'t str {
        self.tokens[at].span.of(self.text)
    }

    /// Paragraphs, in order, none empty.
    pub fn paragraphs(&self) -> &[Unit] {
        &self.paragraphs
    }

    /// Sentences, in order, none across a paragraph break.
    pub fn sentences(&self) -> &[Unit] {
        &self.sentences
    }

    /// The span from the first to the last token of `range`.
    ///
    /// # Panics
    /// When the range is empty or out of bounds.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        Span::new(self.tokens[range.start].span.start, self.tokens[range.end - 1].span.end)
    }

    /// Index of the first token that ends after byte `offset`.
    pub fn token_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|t| t.span.end <= offset)
    }

    /// Index of the paragraph that holds byte `offset`, or of the last one before it.
    pub fn paragraph_at(&self, offset: usize) -> usize {
        self.paragraphs.partition_point(|p| p.span.start <= offset).saturating_sub(1)
    }

    /// Index of the sentence that holds byte `offset`, or of the last one before it.
    pub fn sentence_at(&self, offset: usize) -> usize {
        self.sentences.partition_point(|s| s.span.start <= offset).saturating_sub(1)
    }
}

/// Paragraphs are lines, unless the text is wrapped at a column: then they are
/// blocks between empty lines.
fn paragraph_spans(text: &str) -> Vec<Span> {
    let wrapped = is_wrapped(text);
    let mut spans: Vec<Span> = Vec::new();
    let mut start = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            open = false;
        } else {
            let from = start + (line.len() - line.trim_start().len());
            let to = from + trimmed.len();
            match spans.last_mut() {
                Some(last) if wrapped && open => last.end = to,
                _ => spans.push(Span::new(from, to)),
            }
            open = true;
        }
        start += line.len();
    }
    spans
}

/// A line that goes on in lower case was broken by a column, not by its writer.
/// One in five such breaks, three at least, tells a wrapped text.
fn is_wrapped(text: &str) -> bool {
    let (mut breaks, mut broken) = (0usize, 0usize);
    let mut before = "";
    for line in text.lines() {
        let line = line.trim();
        if !before.is_empty() && !line.is_empty() {
            breaks += 1;
            let goes_on = line.starts_with(char::is_lowercase);
            let stops = before.ends_with(['.', '!', '?', ':', '”', '"']);
            if goes_on && !stops {
                broken += 1;
            }
        }
        before = line;
    }
    broken >= 3 && broken * 5 >= breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_paragraph() {
        let doc = Document::new("One.\nTwo. Three.\n\n  Four.\r\n");
        let texts: Vec<_> = doc.paragraphs().iter().map(|p| p.span.of(doc.text())).collect();
        assert_eq!(texts, ["One.", "Two. Three.", "Four."]);
        assert_eq!(doc.sentences().len(), 4);
    }

    #[test]
    fn a_wrapped_text_has_blocks_for_paragraphs() {
        let text = "The council met on\nthe hill and then\nwent home after\na vote.\n\nNobody\nobjected.\n";
        assert_eq!(Document::new(text).paragraphs().len(), 2);
    }

    #[test]
    fn an_empty_text_has_no_units() {
        for text in ["", " \n\n ", "\u{feff}", "\u{200b}\n"] {
            let doc = Document::new(text);
            assert!(doc.tokens().is_empty() && doc.sentences().is_empty() && doc.paragraphs().is_empty());
        }
    }
}
