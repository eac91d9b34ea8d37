//! A document as the finder's rules see it: each token with what the word
//! lists know of it and the quotation it stands in, and narrative sentences
//! that never end inside a quotation.

use std::ops::Range;

use crate::quotes::lexicon::{Classes, Entry, Form, Lexicon, Verb};
use crate::quotes::marks::{self, Region};
use crate::text::{Document, TokenKind};

/// No region.
const OUTSIDE: u32 = u32::MAX;

/// A document with what the rules need to know of each token.
#[derive(Debug)]
pub(in crate::quotes) struct Scene<'d, 't> {
    pub document: &'d Document<'t>,
    pub lexicon: &'static Lexicon,
    pub entries: Vec<Entry>,
    pub regions: Vec<Region>,
    region_of: Vec<u32>,
    /// Sentences, joined where a boundary lies inside a quotation: token ranges.
    pub sentences: Vec<Range<usize>>,
}

impl<'d, 't> Scene<'d, 't> {
    pub fn new(document: &'d Document<'t>) -> Self {
        let lexicon = Lexicon::shared();
        let tokens = document.tokens();
        let entries = tokens
            .iter()
            .map(|token| match token.kind {
                TokenKind::Word => lexicon.look_up(token.span.of(document.text())),
                _ => Entry::default(),
            })
            .collect();
        let regions = marks::pair(document);
        let mut region_of = vec![OUTSIDE; tokens.len()];
        for (index, region) in regions.iter().enumerate() {
            region_of[region.open..region.end].fill(index as u32);
        }
        let mut sentences: Vec<Range<usize>> = Vec::with_capacity(document.sentences().len());
        for sentence in document.sentences() {
            let range = sentence.tokens.clone();
            let inside = range.start > 0
                && region_of[range.start] != OUTSIDE
                && region_of[range.start] == region_of[range.start - 1];
            match sentences.last_mut() {
                Some(last) if inside => last.end = range.end,
                _ => sentences.push(range),
            }
        }
        Self { document, lexicon, entries, regions, region_of, sentences }
    }

    pub fn word(&self, at: usize) -> &'t str {
        self.document.word(at)
    }

    pub fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    pub fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    pub fn has(&self, at: usize, class: Classes) -> bool {
        self.entries[at].classes.any(class)
    }

    pub fn kind(&self, at: usize) -> TokenKind {
        self.document.tokens()[at].kind
    }

    pub fn capitalised(&self, at: usize) -> bool {
        self.document.tokens()[at].capitalised
    }

    /// The quotation that token `at` stands in.
    pub fn region(&self, at: usize) -> Option<usize> {
        let region = self.region_of[at];
        (region != OUTSIDE).then_some(region as usize)
    }

    pub fn is_quoted(&self, at: usize) -> bool {
        self.region_of[at] != OUTSIDE
    }

    /// The reporting verb at `at`, if the token is a form of one.
    pub fn verb(&self, at: usize) -> Option<(&'static Verb, Form)> {
        let (index, form) = self.entries[at].verb?;
        Some((&self.lexicon.verbs[usize::from(index)], form))
    }

    /// Whether the token is punctuation `mark`.
    pub fn is_comma(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Punctuation && self.word(at) == ","
    }

    pub fn is_dash(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Punctuation && matches!(self.word(at), "—" | "–" | "--" | "-" | "―")
    }

    pub fn is_stop(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Punctuation
            && (matches!(self.word(at), "." | "?" | "!" | "…") || self.word(at).starts_with(".."))
    }

    /// Whether the token can be the verb of a clause: an auxiliary or a finite form, in lower case.
    pub fn is_finite(&self, at: usize) -> bool {
        if self.capitalised(at) || self.kind(at) != TokenKind::Word {
            return false;
        }
        let possessive = matches!(self.word(at), "'s" | "’s");
        self.has(at, Classes::AUXILIARY.or(Classes::FINITE)) && !possessive
    }
}
