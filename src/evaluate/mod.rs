//! Measures, cross-validation and reports.
//!
//! The measures are this crate's own, checked against tables worked by hand: linfa 0.8's
//! `confusion_matrix(&truth)` swaps precision and recall, and its F1 is NaN when a class is never predicted.
//! Here a class without rows gives 0. Whatever splits or resamples rows does so by group, since
//! the quotes of one article are alike.

mod baseline;
mod bootstrap;
mod confusion;
mod folds;
pub mod quotes;
mod random;
mod report;
mod run;
mod svm;

pub use baseline::Baseline;
pub use bootstrap::Interval;
pub use confusion::{Confusion, LabelScore};
pub use folds::grouped_folds;
pub use report::{BaselineScore, QuestionReport, StanceReport};
pub use run::{CrossValidation, Outcome, cross_validate, evaluate, outcomes};
pub use svm::{LinearSvm, SvmParams};
