//! Why a quote got its label, in log-odds that add up; [`explain`](super::explain) says how they come about.

use super::QuestionPrediction;
use crate::features::ContextWord;

/// Why a quote got its label on a question.
#[derive(Debug, Clone, PartialEq)]
pub struct StanceExplanation<'m> {
    /// What the model says: the same as [`StanceModel::predict_article`].
    pub prediction: QuestionPrediction<'m>,
    /// How likely each label is by the quote's words and those around it; `gate` and `sides` say why.
    pub by_words: Vec<f64>,
    /// How likely each label is by the quote alone: `by_words`, or its mean with what the encoder says where it was asked.
    /// `article` says how `prediction` comes from it.
    pub alone: Vec<f64>,
    /// The words that the model read, text by text.
    pub words: Vec<ContextWord>,
    /// Whether the question is addressed at all; `None` when one model tells all labels apart.
    pub gate: Option<Decision>,
    /// Each label, by its place among the question's labels, against the others: those that address the question
    /// when there is a gate, else all. Empty when the training had one such label only.
    pub sides: Vec<(usize, Decision)>,
    /// Each label, by its place, against all others, with what the article's other quotes gave; empty when the model reads quotes
    /// alone.
    pub article: Vec<(usize, ArticleDecision)>,
}

/// The log-odds of a label in the article, and what they add up from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArticleDecision {
    /// The log-odds of a label of which nothing is known.
    pub intercept: f64,
    /// What having several rivals costs.
    pub spread: f64,
    /// What the probabilities of the quote alone gave.
    pub quote: f64,
    /// What the article's other quotes gave; 0 where there are none.
    pub article: f64,
    /// What the same speaker's other quotes gave; 0 where there are none.
    pub speaker: f64,
}

impl ArticleDecision {
    /// The log-odds: all parts together.
    pub fn log_odds(&self) -> f64 {
        self.intercept + self.spread + self.quote + self.article + self.speaker
    }
}

/// The log-odds of a decision, and what they add up from.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The log-odds of a quote of which nothing is known.
    pub intercept: f64,
    /// What having several rivals costs; 0 with one.
    pub spread: f64,
    /// From the sum of all else to the log-odds of the probability that the model gives.
    pub calibration: f64,
    /// What the quote's features gave, in the order of the model's columns.
    pub facts: Vec<DecisionFact>,
    /// What each word gave through all the facts it has a part in, one a word of [`StanceExplanation::words`].
    pub words: Vec<f64>,
}

/// What a feature gave to a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionFact {
    /// Its name in the model: the block, a colon and the words; a block of word vectors has its name alone.
    pub name: String,
    /// The log-odds that it added.
    pub log_odds: f64,
    /// The words that it is made of, by their places in [`StanceExplanation::words`], ascending.
    pub words: Vec<usize>,
}

impl Decision {
    /// The log-odds: intercept, spread, calibration and all facts together.
    pub fn log_odds(&self) -> f64 {
        let facts: f64 = self.facts.iter().map(|fact| fact.log_odds).sum();
        self.intercept + self.spread + self.calibration + facts
    }
}
