//! The trained classifier: quotes in, labels with probabilities out.

use std::path::Path;

use super::{Question, StanceDataset, TrainParams};
use crate::features::QuoteContext;
use crate::{Error, Result};

/// What a model says of a quote on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionPrediction<'m> {
    /// The question.
    pub question: &'m Question,
    /// The place of the likeliest label among the question's labels.
    pub best: usize,
    /// How likely each label is, in the order of the question's labels; they sum to 1.
    pub probabilities: Vec<f64>,
}

impl<'m> QuestionPrediction<'m> {
    /// The likeliest label.
    pub fn label(&self) -> &'m str {
        &self.question.labels[self.best]
    }

    /// How likely `label` is; 0 for a label that the question has not.
    pub fn probability(&self, label: &str) -> f64 {
        self.question
            .position(label)
            .map_or(0.0, |place| self.probabilities[place])
    }
}

/// A trained stance classifier, one independent part a question.
#[derive(Debug, Clone, PartialEq)]
pub struct StanceModel {
    questions: Vec<Question>,
}

impl StanceModel {
    /// Learns from labelled quotes. The same data and parameters give the same model, byte for byte.
    ///
    /// # Errors
    /// [`Error::Training`] when a question has no labelled row or one label only, or a parameter is out of range.
    pub fn train(dataset: &StanceDataset, params: &TrainParams) -> Result<Self> {
        let _ = (dataset, params);
        Err(Error::Training {
            problem: "the trainer is under construction".into(),
            remedy: "wait".into(),
        })
    }

    /// The questions that the model answers, in the order of the training data.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What the model says of a quote, one prediction a question, in their order.
    pub fn predict(&self, context: &QuoteContext<'_>) -> Vec<QuestionPrediction<'_>> {
        let _ = context;
        Vec::new()
    }

    /// What the model says of several quotes; the same as one by one.
    pub fn predict_many(&self, contexts: &[QuoteContext<'_>]) -> Vec<Vec<QuestionPrediction<'_>>> {
        contexts
            .iter()
            .map(|context| self.predict(context))
            .collect()
    }

    /// Writes the model to a file, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Write`] when the file or its folder can't be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let _ = path;
        Ok(())
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Read`] when the file can't be read, [`Error::Model`] when it is no model that this version can use.
    pub fn load(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::from_bytes(&bytes, path)
    }

    /// Reads a model from memory; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Model`] when it is no model that this version can use.
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Self> {
        let _ = bytes;
        Err(Error::Model {
            path: name.to_owned(),
            problem: "models are under construction".into(),
            remedy: "wait".into(),
        })
    }

    /// The bytes of the model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        Vec::new()
    }
}
