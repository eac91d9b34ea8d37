//! `evaluate quotes`.

use std::io::Write;

use rayon::ThreadPool;

use crate::evaluate::quotes::QuoteEvaluation;
use crate::input::gold::read_gold;
use crate::output::{Destination, WholeFile, quote_errors, quotes_measures, quotes_page};
use crate::quotes::GoldArticle;
use crate::{Error, Result};

use super::evaluate_args::{EvaluateQuotesArgs, GoldArgs, MeasuresFormat};
use super::finder;
use super::messages::{Messages, Status};
use super::page::PageFile;

/// Measures the quote finder on annotated articles, and writes the report and perhaps the errors.
///
/// # Errors
/// [`Error::Usage`] for a confidence that is none and errors without a file, [`Error::Write`] when an output can't be written.
pub(super) fn report(args: &EvaluateQuotesArgs, pool: &ThreadPool) -> Result<Status> {
    let finder = finder::choose(&args.finder)?;
    let candidates = finder::candidates(&args.finder)?;
    if args.errors.as_ref().is_some_and(|path| path.as_os_str() == "-") {
        return Err(Error::usage("--errors needs a file, the report goes to standard output", "name a .csv file"));
    }
    let messages = Messages::new("articles", false);
    let mut out = Destination::open(args.output.as_deref())?;
    let mut errors_out = args.errors.as_deref().map(WholeFile::create).transpose()?;
    let page = PageFile::open(args.html.as_deref(), &[args.output.as_deref(), args.errors.as_deref()])?;
    let (articles, status) = read(&args.gold, &messages);
    if status == Status::Unusable {
        return Ok(status);
    }
    let evaluation = QuoteEvaluation {
        candidates: Some(&*candidates),
        explain: args.errors.is_some(),
        draws: args.draws as usize,
        seed: args.seed,
        ..QuoteEvaluation::new(&*finder)
    };
    let (report, errors) = pool.install(|| evaluation.run(&articles));
    let text = match args.format {
        MeasuresFormat::Text => report.to_string(),
        MeasuresFormat::Json => serde_json::to_string_pretty(&report).expect("a report can be written") + "\n",
        MeasuresFormat::Csv => quotes_measures(&report),
    };
    out.write(text.as_bytes())?;
    out.finish()?;
    page.finish(|| quotes_page(&report))?;
    if let Some(mut file) = errors_out.take() {
        let written = file.write_all(&quote_errors(&errors));
        let path = args.errors.clone().unwrap_or_default();
        written.map_err(|source| Error::Write { path, source })?;
        file.finish()?;
        messages.note(&format!("errors written: {}", errors.len()));
    }
    Ok(status)
}

/// The annotated articles that the command line names; tells of those that can't be read.
pub(super) fn read(args: &GoldArgs, messages: &Messages) -> (Vec<GoldArticle>, Status) {
    let gold = read_gold(&args.inputs, args.text.as_deref());
    gold.warnings.iter().for_each(|warning| messages.warn(warning));
    gold.errors.iter().for_each(|error| messages.unread(error));
    let status = messages.status(gold.articles.len() as u64, "annotated articles");
    (gold.articles, status)
}
