//! The quote finder that the command line asks for, and `train quotes`.

use std::path::Path;

use rayon::ThreadPool;

use super::args::{FinderArgs, TrainQuotesArgs};
use super::gold;
use super::messages::{Messages, Status};
use crate::output::WholeFile;
use crate::quotes::learned::train::{self, QuoteParams};
use crate::quotes::{LearnedFinder, QuoteFinder, QuoteModel, RuleFinder};
use crate::{Error, Result};

/// A finder that can go to other threads.
pub(super) type Finder = Box<dyn QuoteFinder + Send>;

/// The finder that the options name.
///
/// # Errors
/// [`Error::Usage`] for a confidence that is none; [`Error::Read`] or [`Error::Model`] for the model file.
pub(super) fn choose(args: &FinderArgs) -> Result<Finder> {
    with_confidence(args, args.min_confidence)
}

/// The same finder, giving also what is least sure.
///
/// # Errors
/// As [`choose`].
pub(super) fn candidates(args: &FinderArgs) -> Result<Finder> {
    with_confidence(args, Some(0.0))
}

/// Whether the finder is the one that has no model.
pub(super) fn is_rules(args: &FinderArgs) -> bool {
    args.finder.as_deref() == Some(Path::new("rules"))
}

fn with_confidence(args: &FinderArgs, min_confidence: Option<f64>) -> Result<Finder> {
    if min_confidence.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
        return Err(Error::usage("--min-confidence is no confidence", "give a number from 0 to 1"));
    }
    let learned = match args.finder.as_deref() {
        _ if is_rules(args) => None,
        Some(path) => Some(LearnedFinder::new(QuoteModel::read(path)?)),
        None => LearnedFinder::shipped(),
    };
    Ok(match (learned, min_confidence) {
        (Some(finder), None) => Box::new(finder),
        (Some(mut finder), Some(min_confidence)) => {
            finder.min_confidence = min_confidence;
            Box::new(finder)
        }
        (None, None) => Box::new(RuleFinder::default()),
        (None, Some(min_confidence)) => Box::new(RuleFinder { min_confidence }),
    })
}

/// Learns a finder from annotated articles and writes its model.
///
/// # Errors
/// [`Error::Training`] when the articles can't give a model, [`Error::Write`] when it can't be written.
pub(super) fn train(args: &TrainQuotesArgs, pool: &ThreadPool) -> Result<Status> {
    let messages = Messages::new("articles", false);
    let mut file = WholeFile::create(&args.output)?;
    let (articles, status) = gold::read(&args.gold, &messages);
    if status == Status::Unusable {
        return Ok(status);
    }
    let stages = messages.stages();
    let model = pool.install(|| train::train(&articles, &QuoteParams::new(args.seed), &stages))?;
    let bytes = model.to_bytes()?;
    std::io::Write::write_all(&mut file, &bytes)
        .map_err(|source| Error::Write { path: args.output.clone(), source })?;
    file.finish()?;
    let summary = model.summary();
    messages.note(&format!(
        "{} articles, {} quotes; on held-out articles precision {:.1}, recall {:.1}, F1 {:.1} (content and source) from confidence {:.2} on",
        summary.articles,
        summary.quotes,
        100.0 * summary.precision,
        100.0 * summary.recall,
        100.0 * summary.f1(),
        model.threshold(),
    ));
    Ok(status)
}
