//! What a model has to beat.

use crate::Result;
use crate::features::FeatureConfig;
use crate::stance::{StanceDataset, StanceModel, Steps, TrainParams};

use super::Outcome;

/// A simple method, trained and measured on the same rows as a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// Always the most frequent label of the training rows.
    Majority,
    /// Word 1-3-grams and letter 2-5-grams of the quote, TF-IDF, one softmax regression over all labels: the
    /// n-gram baseline of SemEval-2016 task 6, which no team beat in its track A.
    NGrams,
}

impl Baseline {
    /// The name that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Baseline::Majority => "most frequent label",
            Baseline::NGrams => "word and letter n-grams",
        }
    }

    /// The n-gram baseline's training parameters.
    pub fn ngram_params(iterations: u64) -> TrainParams {
        TrainParams {
            features: FeatureConfig::ngrams_only(),
            steps: Steps::Single,
            iterations,
            ..TrainParams::default()
        }
    }

    /// Trains on one part of a dataset, answers the rows of another; question by question.
    ///
    /// # Errors
    /// [`crate::Error::Training`] when the first part can't be trained on.
    pub fn outcomes(self, train: &StanceDataset, test: &StanceDataset) -> Result<Vec<Vec<Outcome>>> {
        match self {
            Baseline::NGrams => {
                let model = StanceModel::train(train, &Self::ngram_params(200))?;
                Ok(super::outcomes(&model, test))
            }
            Baseline::Majority => Ok((0..test.questions().len())
                .map(|question| {
                    let labels = test.questions()[question].labels.len();
                    let mut counts = vec![0.0; labels];
                    for row in train.rows() {
                        if let Some(label) = row.labels[question] {
                            counts[label] += 1.0;
                        }
                    }
                    let total = counts.iter().sum::<f64>().max(1.0);
                    for count in &mut counts {
                        *count /= total;
                    }
                    let rows = test.rows().iter().enumerate();
                    rows.filter_map(|(row, quote)| {
                        Some(Outcome { row, truth: quote.labels[question]?, probabilities: counts.clone() })
                    })
                    .collect()
                })
                .collect()),
        }
    }
}
