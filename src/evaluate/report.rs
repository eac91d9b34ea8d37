//! What an evaluation found.

use serde::Serialize;

use crate::Result;
use crate::stance::{StanceDataset, StanceModel, TrainParams};

/// How a dataset is cut up and measured.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossValidation {
    /// Number of folds, at least 2.
    pub folds: usize,
    /// Decides which group goes to which fold, and the bootstrap's draws.
    pub seed: u64,
}

impl Default for CrossValidation {
    fn default() -> Self {
        Self { folds: 5, seed: 1 }
    }
}

/// What an evaluation found, question by question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StanceReport {}

impl std::fmt::Display for StanceReport {
    fn fmt(&self, _out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

/// Measures a model on labelled quotes that it was not trained on.
///
/// # Errors
/// [`crate::Error::Usage`] when no question of the model is labelled in `dataset`.
pub fn evaluate(model: &StanceModel, dataset: &StanceDataset) -> Result<StanceReport> {
    let _ = (model, dataset);
    Ok(StanceReport {})
}

/// Trains on all folds but one, measures on that one, for each fold; parallel, and the same whatever the threads.
///
/// # Errors
/// [`crate::Error::Training`] when a fold can't be trained on.
pub fn cross_validate(
    dataset: &StanceDataset,
    params: &TrainParams,
    how: &CrossValidation,
) -> Result<StanceReport> {
    let _ = (dataset, params, how);
    Ok(StanceReport {})
}
