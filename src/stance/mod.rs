//! Labelled quotes, the trained stance classifier and its model file.
//!
//! A [`StanceDataset`] says what people read in quotes, [`StanceModel::train`] learns from it, and
//! [`StanceModel::predict`] says how likely each label of each question is for a quote in its context.
//! Questions are independent: each has its own features beside the shared ones, and its own
//! [`Answer`], a gate and a side model or one model over all labels. Whatever a training learned is in the
//! model, so a quote alone and in a batch gets the same answer.

mod article;
mod background;
mod cross_fit;
mod dataset;
mod distil;
mod explain;
mod explanation;
mod file;
mod lbfgs;
mod lexical;
mod loss;
mod model;
mod params;
mod softmax;
mod steps;
mod told;

use article::ArticlePart;
pub use dataset::{LabelledQuote, Question, StanceDataset, Targets};
pub use distil::Distillation;
pub use explanation::{ArticleDecision, Decision, DecisionFact, StanceExplanation};
pub(crate) use model::by_article;
pub use model::{QuestionPrediction, StanceModel};
pub use params::{Steps, TrainParams};
pub use softmax::{FitError, Softmax, SoftmaxParams, SoftmaxValidParams};
pub use steps::{Answer, Probabilities, TopicThenSide};

#[cfg(test)]
mod tests;

/// The place of the largest value, the first of several; 0 when there is none.
pub(crate) fn likeliest(values: &[f64]) -> usize {
    let mut best = 0;
    for (place, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = place;
        }
    }
    best
}
