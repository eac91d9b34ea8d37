//! What a training can be told.

use serde::{Deserialize, Serialize};

use super::{LabelledQuote, StanceDataset};
use crate::features::FeatureConfig;

/// In how many steps a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Steps {
    /// One classifier over all labels.
    Single,
    /// First whether the quote addresses the question at all, then which side it takes.
    TopicThenSide,
}

/// What a training can be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainParams {
    /// Which features a quote's row has.
    pub features: FeatureConfig,
    /// In how many steps a question is answered.
    pub steps: Steps,
    /// Strength of the L2 penalty on the weights; the inverse of the `C` of other tools.
    pub penalty: f64,
    /// How far classes are weighted against their frequency: 0 not at all, 1 until all count the same.
    pub balance: f64,
    /// Most iterations of a fit.
    pub iterations: u64,
    /// The label of quotes that don't address a question.
    pub off_topic: String,
    /// How many rows of everyday news, drawn word by word, are added as examples of quotes that don't address a question,
    /// as a share of the labelled rows. 0 where the model will see nothing but quotes like those it was trained on.
    pub background: f64,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            features: FeatureConfig::default(),
            steps: Steps::TopicThenSide,
            penalty: 0.2,
            balance: 1.0,
            iterations: 200,
            off_topic: "none".to_owned(),
            background: 0.25,
        }
    }
}

impl TrainParams {
    /// What suits texts that stand by themselves, tweets or single arguments: runs of letters too, since so little is said
    /// in each, one step, and no news around them. Settled by cross-validation on SemEval-2016's training tweets
    /// (docs/experiments.md).
    pub fn for_lone_texts() -> Self {
        let mut params = Self { steps: Steps::Single, penalty: 1.0, background: 0.0, ..Self::default() };
        params.features.weights.chars = 1.5;
        params
    }

    /// The usual parameters for a dataset: [`TrainParams::for_lone_texts`] when no row has text before or after it,
    /// the default otherwise.
    pub fn for_dataset(dataset: &StanceDataset) -> Self {
        let alone = |row: &LabelledQuote| row.context.before.is_empty() && row.context.after.is_empty();
        if dataset.rows().iter().all(alone) { Self::for_lone_texts() } else { Self::default() }
    }
}
