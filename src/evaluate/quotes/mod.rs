//! How well a finder finds the quotes of annotated articles, and how well it attributes them.
//!
//! A *token* is a run of non-space characters, and a span covers a token when they share a character, so that a comma or
//! quotation mark stuck to a word costs nothing. The measures, pooled over all articles:
//!
//! - **content exact**: each content span (spans with only white space between them are one) is right when both ends
//!   agree; **trimmed** compares them without white space and punctuation at their ends; **tokens** compares the sets of tokens.
//! - **match**: found and gold quotes are paired one to one, the largest share of common tokens (intersection over union)
//!   first, none below one half.
//! - **source overlap** and **exact**: of the matched quotes whose gold has a source, those whose found source shares a
//!   token with it, and those whose source is the same but for punctuation.
//! - **joint**: a matched pair counts when the sources overlap, or when neither has one; **joint, sourced** leaves
//!   out the quotes without source on either side.
//! - **kinds**: a quote is direct when at least 80% of its tokens stand between double quotation marks, indirect when none
//!   does, else mixed. One rule sorts gold and found quotes, whatever the annotation or the finder calls them. "Direct
//!   only" pairs direct with direct quotes; by kind, a quote of the kind may match one of any.
//! - **parts**: cue, source and content span by span, with Citron's measures beside; [`PartReport`] defines them.
//! - **speakers**, when the annotation names them: how many of the found quotes carry the right name (see
//!   [`names_agree`]), and how many would if all parts of all quotes were found as the annotation has them. Kinds are here
//!   the annotator's, where told.
//! - **confidence**: precision and recall when only quotes of at least some confidence are kept, and how well the
//!   confidence tells the share of (jointly) right quotes (expected calibration error over ten bins).
//!
//! Intervals are of 95% and come from drawing whole articles again, since the quotes of one article are alike.

mod confidence;
mod count;
mod errors;
mod page;
mod parts;
mod report;
mod speakers;
mod table;
mod tally;
mod view;

use std::fmt;

use rayon::prelude::*;

use super::bootstrap::Draws;
use crate::quotes::{GoldArticle, GoldQuote, Quote, QuoteFinder};
use page::Page;
use view::View;

pub use count::{Scores, Share};
pub use errors::{ErrorKind, Parts, QuoteError};
pub use report::{
    AttributionReport, ByKind, CalibrationBin, CalibrationReport, ConfidenceReport, ContentReport, CurvePoint,
    KindReport, PartReport, PartsByKind, PartsReport, QuotesReport, SpeakersReport, SpokenReport,
};
pub use speakers::names_agree;

/// Pairs the gold quotes of a text with found ones as the measures do: places of a gold and of a found quote.
///
/// # Panics
/// When a quote is of another text.
pub fn pair(text: &str, gold: &[GoldQuote], found: &[Quote]) -> Vec<(usize, usize)> {
    let page = Page::new(text);
    let (gold, found) = (View::of_gold(&page, gold), View::of_found(&page, found));
    let pairs = view::pairs(&gold.iter().collect::<Vec<_>>(), &found.iter().collect::<Vec<_>>());
    pairs.into_iter().map(|(g, f)| (gold[g].place, found[f].place)).collect()
}

/// What is measured, and how.
#[derive(Clone, Copy)]
pub struct QuoteEvaluation<'f> {
    /// The finder.
    pub finder: &'f dyn QuoteFinder,
    /// The same finder with every candidate, however unsure, for the curve over the confidence; without it the curve
    /// is flat below the finder's own threshold.
    pub candidates: Option<&'f dyn QuoteFinder>,
    /// Whether the list of errors says how a quote was found.
    pub explain: bool,
    /// How often articles are drawn again for the intervals.
    pub draws: usize,
    /// Decides the draws.
    pub seed: u64,
}

impl<'f> QuoteEvaluation<'f> {
    /// An evaluation of `finder` with 1000 draws.
    pub fn new(finder: &'f dyn QuoteFinder) -> Self {
        Self { finder, candidates: None, explain: false, draws: 1000, seed: 1 }
    }

    /// Runs the finder over the articles, in parallel, and measures what it finds. The report is the same whatever the
    /// number of threads.
    ///
    /// ```
    /// use quotestance::evaluate::quotes::QuoteEvaluation;
    /// use quotestance::quotes::{GoldArticle, GoldQuote, RuleFinder};
    /// use quotestance::text::{Article, Span};
    ///
    /// let text = "“The ferry stays,” said Ruth Okonjo.".to_owned();
    /// let span = |part: &str| text.find(part).map(|at| Span::new(at, at + part.len())).unwrap();
    /// let quote = GoldQuote {
    ///     contents: vec![span("“The ferry stays,”")],
    ///     sources: vec![span("Ruth Okonjo")],
    ///     ..GoldQuote::default()
    /// };
    /// let article = Article { text: text.clone(), ..Article::default() };
    /// let gold = [GoldArticle { article, quotes: vec![quote] }];
    /// let (report, errors) = QuoteEvaluation::new(&RuleFinder::default()).run(&gold);
    /// assert_eq!(report.all.joint.f1.value, 1.0);
    /// assert!(errors.is_empty());
    /// ```
    pub fn run(&self, articles: &[GoldArticle]) -> (QuotesReport, Vec<QuoteError>) {
        let measured: Vec<_> = articles.par_iter().map(|article| tally::measure(article, self)).collect();
        let (tallies, errors): (Vec<_>, Vec<_>) = measured.into_iter().unzip();
        let draws = Draws::new(tallies.len(), self.draws, self.seed);
        (QuotesReport::new(&tallies, &draws, self), errors.into_iter().flatten().collect())
    }
}

impl fmt::Debug for QuoteEvaluation<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("QuoteEvaluation")
            .field("draws", &self.draws)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}
