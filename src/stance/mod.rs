//! Labelled quotes, the trained stance classifier and its model file.

mod dataset;
mod file;
mod model;
mod params;
mod softmax;
mod steps;

pub use dataset::{LabelledQuote, Question, StanceDataset};
pub use model::{QuestionPrediction, StanceModel};
pub use params::{Steps, TrainParams};
pub use softmax::{FitError, Softmax, SoftmaxParams, SoftmaxValidParams};
pub use steps::{Answer, Probabilities, TopicThenSide};

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
