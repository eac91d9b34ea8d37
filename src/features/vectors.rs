//! What words mean, as far as the words around them tell: GloVe vectors.
//!
//! A few thousand labelled quotes can't show every way to say a thing. The mean vector of a text lets the classifier
//! use words that the training never saw. In grouped cross-validation it raised macro-F1 by .03 to .05 on each question, more than
//! any other block (`docs/experiments.md`). The vectors are frozen and ship with the crate
//! (`data/lexicon/README.md` says where they come from and how they are weighted).

use std::sync::OnceLock;

use super::hash::{self, HashedMap};
use super::tokens::Word;
use crate::learn::vectors;
pub(super) use crate::learn::vectors::DIMENSIONS;
use crate::learn::vectors::FILE;

/// Vectors of words, as packed as in their file: unpacked they were a tenth of the memory that a start asks for, and to
/// unpack a word whenever it is met takes no time that can be told from noise (docs/performance.md).
#[derive(Debug, Default)]
pub(super) struct WordVectors {
    places: HashedMap<usize>,
    packed: &'static [vectors::Packed],
}

impl WordVectors {
    /// The vectors that come with the crate.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<WordVectors> = OnceLock::new();
        // A test makes sure that the file is whole.
        SHIPPED.get_or_init(|| Self::parse(FILE).unwrap_or_default())
    }

    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let (words, packed) = vectors::read(bytes)?;
        let places = words.iter().enumerate().map(|(place, word)| (hash::word(word.as_bytes()), place)).collect();
        Some(Self { places, packed })
    }

    /// The vector of a word, if it is known.
    pub fn vector(&self, word: &Word) -> Option<[f32; DIMENSIONS]> {
        self.places.get(&word.hash).map(|&place| vectors::unpack(&self.packed[place]))
    }

    /// The direction in which `words` point together: the sum of their vectors, scaled to length 1; `None` if
    /// no word is known.
    pub fn direction<'w>(&self, words: impl Iterator<Item = &'w Word>) -> Option<[f32; DIMENSIONS]> {
        let mut sum = [0.0f32; DIMENSIONS];
        for word in words {
            if let Some(vector) = self.vector(word) {
                for (slot, value) in sum.iter_mut().zip(vector) {
                    *slot += value;
                }
            }
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        (length > 0.0).then(|| sum.map(|value| value / length))
    }
}

/// A digest of the vectors, part of the feature schema.
pub(super) fn digest() -> u64 {
    hash::word(FILE)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::Words;
    use super::*;

    #[test]
    fn words_of_like_meaning_point_alike() {
        let direction = |text: &str| {
            let mut words = Words::default();
            words.read(text);
            WordVectors::shipped().direction(words.iter())
        };
        let cosine = |a: &str, b: &str| -> f32 {
            let (a, b) = (direction(a).unwrap(), direction(b).unwrap());
            a.iter().zip(&b).map(|(x, y)| x * y).sum()
        };
        assert!(cosine("prison", "jail") > 0.6);
        assert!(cosine("prison", "jail") > cosine("prison", "banana") + 0.3);
        assert!(direction("zzyzzx qqq").is_none());
        assert!(direction("").is_none());
    }
}
