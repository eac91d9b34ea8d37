//! Reports as a page for a browser: one file with its style and script within, which loads nothing.
//!
//! Plots are drawn here as SVG, so that the page says all without a script; the script only sorts tables and searches
//! in them. Names of questions and labels, quotes and speakers are escaped where they are written, in [`writer`], and
//! never become an id or a part of the script; what slips through all the same may load nothing (`default-src 'none'`).
//! The same report gives the same bytes.

mod number;
mod page;
mod plot;
mod quotes;
mod stance;
mod table;
mod writer;

use crate::evaluate::StanceReport;
use crate::evaluate::quotes::QuotesReport;

/// The report of a stance model as a page. Of many questions the thirty with the most rows are told of one by one, the
/// others in the table of all.
///
/// ```
/// use std::collections::BTreeMap;
/// use quotestance::evaluate::{CrossValidation, cross_validate};
/// use quotestance::features::QuoteContext;
/// use quotestance::output::stance_page;
/// use quotestance::stance::{LabelledQuote, StanceDataset, TrainParams};
///
/// let names = ["ferry".to_owned()];
/// let rows = (0..8).map(|number| {
///     let (quote, label) = [("Keep the ferry.", "favor"), ("The ferry is a waste.", "against")][number % 2];
///     let row = LabelledQuote::new(number.to_string(), QuoteContext::new(quote));
///     (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
/// });
/// let dataset = StanceDataset::from_named(&names, rows);
/// let report = cross_validate(&dataset, &TrainParams::default(), &CrossValidation { folds: 2, ..Default::default() })?;
/// assert!(stance_page(&report).starts_with("<!DOCTYPE html>"));
/// # Ok::<(), quotestance::Error>(())
/// ```
pub fn stance_page(report: &StanceReport) -> String {
    stance::page(report)
}

/// The report of a quote finder as a page.
pub fn quotes_page(report: &QuotesReport) -> String {
    quotes::page(report)
}
