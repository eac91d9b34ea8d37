//! Labelled quotes, the trained stance classifier and its model file.

mod dataset;
mod model;
mod params;

pub use dataset::{LabelledQuote, Question, StanceDataset};
pub use model::{QuestionPrediction, StanceModel};
pub use params::{Steps, TrainParams};
