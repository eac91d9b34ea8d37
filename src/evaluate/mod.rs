//! Measures, cross-validation and reports.
//!
//! The measures are this crate's own, checked against tables worked by hand: linfa 0.8's
//! `confusion_matrix(&truth)` swaps precision and recall, and its F1 is NaN when a class is never predicted.
//! Here a class without rows gives 0. Whatever splits or resamples rows does so by group, since
//! the quotes of one article are alike.

mod baseline;
mod bootstrap;
mod calibration;
mod compare;
mod confusion;
mod coverage;
mod cross;
mod folds;
mod found;
mod learning;
mod mistakes;
mod outcome;
mod pooled;
mod progress;
pub mod quotes;
mod random;
mod report;
mod run;
mod sides;
mod split;
mod svm;
mod within;

pub use baseline::Baseline;
pub(crate) use bootstrap::FEW_GROUPS;
pub use bootstrap::Interval;
pub use calibration::{Calibration, SureBin};
pub use compare::{
    Answers, COMPARE_DRAWS, Change, Comparison, Difference, Effect, McNemar, McNemarTest, QuestionAnswers,
    QuestionComparison, Verdict, compare,
};
pub use confusion::{Confusion, LabelScore};
pub use coverage::{CoveragePoint, at_coverage, coverage_curve};
pub use cross::{CrossValidation, cross_outcomes, cross_validate, cross_validate_telling};
pub use folds::grouped_folds;
pub use found::FoundQuotes;
pub use mistakes::WantedMistakes;
pub use outcome::{Outcome, outcomes};
pub use pooled::{Pooled, PooledBaseline};
pub use report::{
    Answered, BaselineScore, Breakdown, BreakdownValue, LabelIntervals, LearningPoint, Measuring, Mistake, Moved,
    PrecisionRecall, PrecisionRecallPoint, QuestionReport, StanceReport,
};
pub use run::{evaluate, evaluate_with};
pub use sides::{SideReport, SideRow, Sides};
pub use split::{Split, Straddling, evaluate_split};
pub use svm::{LinearSvm, SvmParams};
