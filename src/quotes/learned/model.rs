//! The trained parts of the finder, and the file that holds them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::acceptance::Acceptance;
use super::sources::Ranker;
use crate::learn::WordClusters;
use crate::learn::field::Field;
use crate::learn::file::Format;
use crate::{Error, Result};

const FORMAT: Format = Format {
    magic: "quotestance quote model",
    version: 2,
    features: FEATURES_VERSION,
    made_by: "quotestance train quotes",
};

/// Counts up whenever a feature of the finder changes.
const FEATURES_VERSION: u64 = 1;

/// A trained quote finder's weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteModel {
    /// Labels all parts of all quotes of a paragraph.
    pub(super) joint: Field,
    /// Labels the parts of one cue's quote.
    pub(super) cue: Field,
    /// Ranks the candidates for a source.
    pub(super) ranker: Ranker,
    /// Logarithmic odds that a proposal is a quote.
    pub(super) acceptance: Acceptance,
    pub(super) clusters: WordClusters,
    /// Slope and offset that turn those odds into the confidence of a quote that was selected (Platt 1999).
    pub(super) calibration: (f32, f32),
    /// Quotes less sure than this are left out unless the user asks for another threshold.
    pub(super) threshold: f32,
    /// What it was trained on.
    pub(super) summary: TrainingSummary,
}

/// What a model was trained on, and how well it did on the articles that each fold held out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingSummary {
    /// Annotated articles.
    pub articles: usize,
    /// Their quotes.
    pub quotes: usize,
    /// Folds of the cross-validation.
    pub folds: usize,
    /// Share of the held-out articles' found quotes that were right: content (half of the words in common) and source.
    pub precision: f64,
    /// Share of the held-out articles' quotes that were found right.
    pub recall: f64,
}

impl TrainingSummary {
    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

impl QuoteModel {
    /// The bytes of the model's file.
    ///
    /// # Errors
    /// [`Error::Training`] when the model can't be encoded, which does not happen to a model that was trained.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        FORMAT.encode(self)
    }

    /// Reads a model from memory; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Model`] when it is no model that this version can use.
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Self> {
        FORMAT.decode(bytes, name, Self::is_sound)
    }

    fn is_sound(&self) -> bool {
        let numbers = [self.calibration.0, self.calibration.1, self.threshold];
        self.joint.is_sound()
            && self.cue.is_sound()
            && self.ranker.is_sound()
            && self.acceptance.is_sound()
            && numbers.iter().all(|number| number.is_finite())
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Read`] or [`Error::Model`].
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::from_bytes(&bytes, path)
    }

    /// What it was trained on.
    pub fn summary(&self) -> &TrainingSummary {
        &self.summary
    }

    /// Quotes with less confidence than this are left out unless the user asks for another threshold.
    pub fn threshold(&self) -> f64 {
        f64::from(self.threshold)
    }
}
