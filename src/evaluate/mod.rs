//! Measures, cross-validation and reports.

mod report;

pub use report::{CrossValidation, StanceReport, cross_validate, evaluate};
