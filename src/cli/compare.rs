//! `evaluate compare`.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::ThreadPool;

use crate::evaluate::{Answers, COMPARE_DRAWS, StanceReport, compare};
use crate::output::{Destination, WholeFile, changes_csv, comparison_csv};
use crate::stance::StanceDataset;
use crate::{Error, Result};

use super::layout::LayoutArgs;
use super::messages::{Messages, Status};
use super::quotes::read_all;
use super::stance;

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// What the other is measured against: a report that `evaluate stance --format json` wrote, or a model: a file, `light` or
    /// `full`
    #[arg(value_name = "A")]
    pub a: PathBuf,

    /// The other report or model
    #[arg(value_name = "B")]
    pub b: PathBuf,

    /// Labelled files to ask models about; with two reports, to show the quotes of their rows
    #[arg(long, value_name = "CSV", num_args = 1..)]
    pub data: Vec<PathBuf>,

    /// How many of the rows with another label the text shows of each question
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub changed: usize,

    /// Write all rows with another label as CSV
    #[arg(long, value_name = "FILE")]
    pub changes: Option<PathBuf>,

    /// How often groups are drawn again for the intervals
    #[arg(long, value_name = "N", default_value_t = COMPARE_DRAWS as u32, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: u32,

    /// Decides the draws of the intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// How the comparison is laid out
    #[arg(long, short, default_value = "text")]
    pub format: CompareFormat,

    /// Write to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub layout: LayoutArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CompareFormat {
    /// For people
    Text,
    /// For programs: all figures and all rows with another label
    Json,
    /// For programs: a measure of a question a row
    Csv,
}

/// On how many questions it is told what was left out.
const NAMED_LEFT_OUT: usize = 10;

/// Compares two models or reports and writes what it found.
///
/// # Errors
/// [`Error::Usage`] when they can't be compared; what reading and writing give.
pub(super) fn run(args: &CompareArgs, pool: &ThreadPool) -> Result<Status> {
    let layout = args.layout.layout()?;
    let messages = Messages::new("files", false);
    let named = [&args.a, &args.b];
    let reports = named.map(|path| report(path)).into_iter().collect::<Result<Vec<_>>>()?;
    if let (Some(model), true) = (named.iter().zip(&reports).find(|(_, of)| of.is_none()), args.data.is_empty()) {
        let problem = format!("there are no rows to ask the model {} about", model.0.display());
        return Err(Error::usage(problem, "name labelled files with --data, or compare two reports"));
    }
    if args.changes.as_ref().is_some_and(|path| path.as_os_str() == "-") {
        return Err(Error::usage("--changes needs a file, the comparison goes to standard output", "name a .csv file"));
    }
    let mut out = Destination::open(args.output.as_deref())?;
    let mut changes_out = args.changes.as_deref().map(WholeFile::create).transpose()?;
    let (dataset, status) = match args.data.is_empty() {
        true => (StanceDataset::default(), Status::Done),
        false => {
            let files = read_all(&args.data, &layout, &messages);
            let rows = files.iter().map(|file| file.rows.len() as u64).sum();
            (stance::merged(&files), messages.status(rows, "rows"))
        }
    };
    if status == Status::Unusable {
        return Ok(status);
    }
    let quotes = Quotes::new(&dataset, &reports);
    let mut answers = named.into_iter().zip(&reports).map(|(path, report)| answers(path, report, &dataset, pool));
    let (a, b) = match (answers.next(), answers.next()) {
        (Some(a), Some(b)) => (a?, b?),
        _ => unreachable!("two were named"),
    };
    let found = pool.install(|| compare(&a, &b, args.draws as usize, args.seed))?;
    let found = found.with_quotes(|id| quotes.of(id));
    let left_out = found.left_out();
    left_out.iter().take(NAMED_LEFT_OUT).for_each(|line| messages.warn(line));
    if let more @ 1.. = left_out.len().saturating_sub(NAMED_LEFT_OUT) {
        messages.warn(&format!("the same on {more} more questions; --format json names all rows"));
    }
    let bytes = match args.format {
        CompareFormat::Text => found.text(args.changed).into_bytes(),
        CompareFormat::Json => {
            (serde_json::to_string_pretty(&found).expect("a comparison can be written") + "\n").into_bytes()
        }
        CompareFormat::Csv => comparison_csv(&found),
    };
    out.write(&bytes)?;
    out.finish()?;
    if let Some(mut file) = changes_out.take() {
        let written = file.write_all(&changes_csv(&found));
        let path = args.changes.clone().unwrap_or_default();
        written.map_err(|source| Error::Write { path, source })?;
        file.finish()?;
    }
    Ok(status)
}

/// The report that a file holds; `None` where it is the name or the file of a model.
fn report(path: &Path) -> Result<Option<StanceReport>> {
    if [Path::new("light"), Path::new("full")].contains(&path) {
        return Ok(None);
    }
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    // A model file begins with its magic.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Ok(None);
    }
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        let problem = format!("this is no report of stances that this version reads ({error})");
        Error::input(path.display().to_string(), problem, "write it anew with evaluate stance --format json")
    })
}

/// What a report holds, or what a model says of the rows.
fn answers(path: &Path, report: &Option<StanceReport>, dataset: &StanceDataset, pool: &ThreadPool) -> Result<Answers> {
    let name = path.display().to_string();
    match report {
        Some(report) => Ok(Answers::of_report(name, report.clone())),
        None => {
            let model = stance::load(Some(path))?;
            Ok(pool.install(|| Answers::of_model(name, &model, dataset)))
        }
    }
}

/// The quotes that are known, by the ids of their rows; `None` where several rows of one id have different ones.
struct Quotes<'q>(HashMap<&'q str, Option<&'q str>>);

impl<'q> Quotes<'q> {
    fn new(dataset: &'q StanceDataset, reports: &'q [Option<StanceReport>]) -> Self {
        let rows = dataset.rows().iter().map(|row| (row.id.as_str(), row.context.quote.as_ref()));
        let questions = reports.iter().flatten().flat_map(|report| &report.questions);
        let mistakes = questions.flat_map(|question| &question.mistakes);
        let mut known: HashMap<&str, Option<&str>> = HashMap::new();
        for (id, quote) in rows.chain(mistakes.map(|row| (row.id.as_str(), row.quote.as_str()))) {
            let first = known.entry(id).or_insert(Some(quote));
            *first = first.filter(|first| *first == quote);
        }
        Self(known)
    }

    fn of(&self, id: &str) -> Option<&'q str> {
        self.0.get(id).copied().flatten()
    }
}
