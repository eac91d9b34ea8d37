//! A sentence encoder: a quote in its context becomes a few hundred numbers that stand for what it means.
//!
//! The network is MiniLM (Wang et al. 2020), a transformer of the BERT family with 6 layers of 384 numbers. Words
//! alone don't tell that "shut it down" and "it must not stay open" say the same; the network has learnt that
//! from a billion pairs of sentences. It costs a thousand times more than the sparse features, so that the
//! stance classifier asks it only about quotes that may address a question.
//!
//! Its weights are a file of their own: one byte each with a scale a row, a quarter of the original's size.

mod file;
mod network;
mod quantized;
mod wordpiece;

pub use file::{EncoderWeights, HeadWeights, LayerWeights};
pub use quantized::Quantized;

use std::path::Path;
use std::sync::LazyLock;

use network::{Network, Tokens};
use wordpiece::WordPiece;

/// How many tokens of the text before a quote the encoder reads, the nearest.
const BEFORE: usize = 28;
/// How many tokens of a quote the encoder reads, the first.
const QUOTE: usize = 60;
/// How many tokens of the text after a quote the encoder reads, the nearest.
const AFTER: usize = 14;
/// How many characters hold that many tokens for sure enough; cutting the rest first saves time.
const BEFORE_CHARS: usize = 260;
const AFTER_CHARS: usize = 160;

/// So many passages are read together: some hundreds of tokens, for which the weights are laid out once.
const TOGETHER: usize = 8;

/// A quote in its context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage<'t> {
    /// The text before the quote, nearest last.
    pub before: &'t str,
    /// The quote.
    pub quote: &'t str,
    /// The text after the quote, nearest first.
    pub after: &'t str,
}

/// Turns quotes into vectors.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoder {
    words: WordPiece,
    network: Network,
    heads: Vec<HeadWeights>,
}

impl Encoder {
    /// What reads the vectors, one a question.
    pub fn heads(&self) -> &[HeadWeights] {
        &self.heads
    }

    /// How likely each label of each head's question is for each passage. The same passage always gives the same on a
    /// machine, whatever it is read with; another machine may differ in the last digits.
    pub fn stances(&self, passages: &[Passage<'_>]) -> Vec<Vec<Vec<f64>>> {
        let vectors = passages.chunks(TOGETHER).flat_map(|passages| self.vectors(passages));
        vectors.map(|vector| self.heads.iter().map(|head| head.shares(&vector)).collect()).collect()
    }

    /// The network reads the end of `before`, the quote between two marks, and the beginning of `after`; this is the mean
    /// over the quote's tokens, for each passage.
    fn vectors(&self, passages: &[Passage<'_>]) -> Vec<Vec<f32>> {
        let texts: Vec<Tokens> = passages.iter().map(|passage| self.tokens(passage)).collect();
        self.network.means(&texts)
    }

    fn tokens(&self, passage: &Passage<'_>) -> Tokens {
        let mut left = self.words.tokens(last_chars(passage.before, BEFORE_CHARS));
        let left = left.split_off(left.len().saturating_sub(BEFORE));
        let mut inner = self.words.tokens(passage.quote);
        inner.truncate(QUOTE);
        let mut right = self.words.tokens(first_chars(passage.after, AFTER_CHARS));
        right.truncate(AFTER);
        let special = self.words.special();
        let start = 1 + left.len();
        let quote = start..start + inner.len() + 2;
        let mut tokens = vec![special.begin];
        tokens.extend(left);
        tokens.push(special.open);
        tokens.extend(inner);
        tokens.push(special.close);
        tokens.extend(right);
        tokens.push(special.end);
        Tokens { tokens, quote }
    }

    /// The encoder that is part of the program, if there is one: it knows the default questions. It is unpacked at
    /// the first call.
    pub fn shipped() -> Option<&'static Self> {
        static ENCODER: LazyLock<Option<Encoder>> = LazyLock::new(|| {
            // An empty file stands for none.
            Encoder::from_bytes(include_bytes!("../../models/encoder.qsm"), Path::new("(shipped encoder)")).ok()
        });
        ENCODER.as_ref()
    }
}

impl HeadWeights {
    /// How likely each label is for a quote with this vector.
    fn shares(&self, vector: &[f32]) -> Vec<f64> {
        let score = |(row, bias): (&Vec<f32>, &f32)| {
            f64::from(row.iter().zip(vector).map(|(weight, value)| weight * value).sum::<f32>() + bias)
        };
        let scores: Vec<f64> = self.weights.iter().zip(&self.bias).map(score).collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shares: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
        let all: f64 = shares.iter().sum();
        shares.iter().map(|share| share / all).collect()
    }
}

fn last_chars(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count - 1).map_or(text, |(at, _)| &text[at..])
}

fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
pub(crate) mod tests;
