//! Words that take sides whatever the question: "support", "condemn", "halt", "must".
//!
//! The table is `data/lexicon/stance-words.tsv`: a class and its words, one class a line.
//! Words are compared by their stems.

use std::sync::OnceLock;

use super::hash::{self, HashedMap};
use super::stem::stem;

const TABLE: &str = include_str!("../../data/lexicon/stance-words.tsv");

/// Classes of words, by the stems of their words.
#[derive(Debug)]
pub(super) struct Lexicon {
    names: Vec<&'static str>,
    hashes: Vec<u64>,
    classes: HashedMap<u8>,
}

impl Lexicon {
    /// The table that comes with the crate.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Lexicon> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::parse(TABLE))
    }

    fn parse(table: &'static str) -> Self {
        let mut names = Vec::new();
        let mut classes = HashedMap::default();
        for line in table.lines() {
            let Some((name, words)) = line.split_once('\t') else {
                continue;
            };
            if name.starts_with('#') {
                continue;
            }
            let class = names.iter().position(|known| *known == name);
            let class = class.unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            for word in words.split_whitespace() {
                let stemmed = hash::word(stem(word).as_bytes());
                classes.entry(stemmed).or_insert(class as u8);
            }
        }
        let hashes = names.iter().map(|n| hash::word(n.as_bytes())).collect();
        Self { names, hashes, classes }
    }

    /// The class of the word with this stem.
    pub fn class(&self, stem: u64) -> Option<u8> {
        self.classes.get(&stem).copied()
    }

    /// A class's name.
    pub fn name(&self, class: u8) -> &'static str {
        self.names[usize::from(class)]
    }

    /// The hash of a class's name.
    pub fn hash(&self, class: u8) -> u64 {
        self.hashes[usize::from(class)]
    }
}

/// A digest of the table, part of the feature schema.
pub(super) fn digest() -> u64 {
    hash::word(TABLE.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_words_have_their_class() {
        let lexicon = Lexicon::shipped();
        let class = |word: &str| {
            let class = lexicon.class(hash::word(stem(word).as_bytes()));
            class.map(|class| lexicon.name(class))
        };
        assert_eq!(class("condemned"), Some("OPPOSE"));
        assert_eq!(class("supporters"), Some("SUPPORT"));
        assert_eq!(class("not"), Some("NOT"));
        assert_eq!(class("table"), None);
    }
}
