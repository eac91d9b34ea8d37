//! Which features a quote's row has.

use serde::{Deserialize, Serialize};

use super::{hash, lexicon, vectors};

/// Which features a quote's row has.
///
/// Features come in blocks; a block's values are scaled to length 1 and then
/// multiplied by the block's weight, so that a long article can't drown out a short
/// quote. A weight of 0 switches the block off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureConfig {
    /// Longest run of words that makes a feature of the quote, 1 to 5.
    pub words: usize,
    /// Whether words are cut to their stems.
    pub stems: bool,
    /// Shortest and longest run of letters within a word of the quote.
    pub chars: (usize, usize),
    /// How many words next to the quote, on each side and in its paragraph, count as near.
    pub near: usize,
    /// Longest run of words that makes a feature of the surrounding text.
    pub around: usize,
    /// How many terms of a question, learned from the labels, its frames look out for.
    pub key_terms: usize,
    /// A feature must occur in so many groups of rows, so that a case's own names are left out.
    pub min_groups: u32,
    /// How much each block counts.
    pub weights: BlockWeights,
}

/// How much each block of features counts; 0 switches it off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockWeights {
    /// Runs of words of the quote.
    pub quote: f32,
    /// Words of the quote that a negation governs.
    pub negated: f32,
    /// Runs of letters of the quote's words.
    pub chars: f32,
    /// The words next to the quote: who says it, and how.
    pub near: f32,
    /// The surrounding text.
    pub around: f32,
    /// The words of the speaker and of the nearest mention.
    pub speaker: f32,
    /// The reporting words, where the training data have them.
    pub cue: f32,
    /// The headline, where the training data have it.
    pub title: f32,
    /// The order of stance words, negations and the question's terms.
    pub frames: f32,
    /// The words that the context says of the speaker.
    pub person: f32,
    /// The meaning of the quote, by its word vectors.
    pub sense: f32,
    /// The meaning of the surrounding text.
    pub sense_around: f32,
    /// The meaning of the words next to the quote.
    pub sense_near: f32,
    /// The meaning of the quote's words that a negation governs.
    pub sense_negated: f32,
    /// The meaning of what the context says of the speaker.
    pub sense_person: f32,
}

impl Default for BlockWeights {
    fn default() -> Self {
        Self {
            quote: 1.0,
            negated: 0.3,
            chars: 0.0,
            near: 0.4,
            around: 0.4,
            // a name is no evidence of a side (docs/experiments.md: what leaving it out gave)
            speaker: 0.0,
            cue: 0.3,
            title: 0.3,
            frames: 0.5,
            person: 0.5,
            sense: 1.5,
            // no better in cross-validation, worse on real news (docs/experiments.md, What each block is worth)
            sense_around: 0.0,
            sense_near: 0.5,
            sense_negated: 0.5,
            sense_person: 0.0,
        }
    }
}

impl Default for FeatureConfig {
    fn default() -> Self {
        Self {
            words: 3,
            stems: true,
            chars: (3, 5),
            near: 10,
            around: 1,
            key_terms: 40,
            min_groups: 2,
            weights: BlockWeights::default(),
        }
    }
}

impl FeatureConfig {
    /// Only runs of words and letters of the quote itself: the recipe of the SemEval-2016 baseline.
    pub fn ngrams_only() -> Self {
        Self {
            stems: false,
            chars: (2, 5),
            min_groups: 1,
            weights: BlockWeights {
                quote: 1.0,
                chars: 1.0,
                negated: 0.0,
                near: 0.0,
                around: 0.0,
                speaker: 0.0,
                cue: 0.0,
                title: 0.0,
                frames: 0.0,
                person: 0.0,
                sense: 0.0,
                sense_around: 0.0,
                sense_near: 0.0,
                sense_negated: 0.0,
                sense_person: 0.0,
            },
            ..Self::default()
        }
    }

    /// Whether any block needs the text around the quote.
    pub(super) fn reads_context(&self) -> bool {
        let weights = &self.weights;
        let needing = [
            weights.near,
            weights.around,
            weights.frames,
            weights.person,
            weights.sense_around,
            weights.sense_near,
            weights.sense_person,
        ];
        needing.iter().any(|weight| *weight > 0.0)
    }

    /// What is wrong with the settings, if anything.
    pub(crate) fn problem(&self) -> Option<String> {
        let weights: Vec<f32> = self.weights.all().into_iter().chain(self.weights.senses()).collect();
        if weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
            return Some("a feature block's weight is negative or not a number".into());
        }
        if weights.iter().all(|w| *w == 0.0) {
            return Some("every feature block is switched off".into());
        }
        if self.words > 5 || self.around > 5 {
            return Some("runs of more than 5 words are not supported".into());
        }
        if self.chars.0 == 0 || self.chars.0 > self.chars.1 || self.chars.1 > 8 {
            return Some("runs of letters must be 1 to 8 long, the shortest first".into());
        }
        None
    }
}

impl BlockWeights {
    /// The weights of the dense blocks, in the order of their columns.
    pub(super) fn senses(&self) -> [f32; 5] {
        [self.sense, self.sense_around, self.sense_near, self.sense_negated, self.sense_person]
    }

    /// The weights in the order of the sparse blocks.
    pub(super) fn all(&self) -> [f32; 10] {
        [
            self.quote,
            self.negated,
            self.chars,
            self.near,
            self.around,
            self.speaker,
            self.cue,
            self.title,
            self.frames,
            self.person,
        ]
    }
}

/// Counts up whenever the same text would get other features than before.
const SCHEMA_VERSION: u64 = 1;

/// A digest of how texts become features. A model whose digest differs would read its
/// columns wrongly.
pub fn schema_digest() -> u64 {
    let tables = hash::mix(lexicon::digest(), vectors::digest());
    hash::finish(hash::mix(tables, SCHEMA_VERSION))
}
