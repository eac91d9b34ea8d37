//! `train stance` and `evaluate stance`.

use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::path::Path;

use rayon::ThreadPool;

use crate::error::few;
use crate::evaluate::{
    CrossValidation, Split, Straddling, WantedMistakes, cross_validate_telling, evaluate_split, evaluate_with,
};
use crate::input::labelled::{LabelledFile, Layout, LeftOut, leave_out_unlearnable};
use crate::output::{Destination, WholeFile, mistakes_text, stance_measures, stance_page};
use crate::pipeline::{shipped_model, shipped_model_with_encoder};
use crate::stance::{StanceDataset, StanceModel, TrainParams};
use crate::{Error, Result};

use super::args::TrainStanceArgs;
use super::evaluate_args::{EvaluateStanceArgs, MeasuresFormat, SHOWN_MISTAKES};
use super::messages::{Messages, Status};
use super::page::PageFile;
use super::quotes::read_all;

/// Trains on all rows that can be read and writes the model.
///
/// # Errors
/// [`Error::Training`] when the rows give no model, [`Error::Write`] when it can't be written.
pub(super) fn train(args: &TrainStanceArgs, pool: &ThreadPool) -> Result<Status> {
    let layout = args.layout.layout()?;
    let messages = Messages::new("files", false);
    let mut out = WholeFile::create(&args.output)?;
    let mut files = read_all(&args.inputs, &layout, &messages);
    leave_out(&mut files, &messages);
    let dataset = merged(&files);
    let status = messages.status(dataset.len() as u64, "rows");
    if status == Status::Unusable {
        return Ok(status);
    }
    let model = pool.install(|| StanceModel::train(&dataset, &TrainParams::for_dataset(&dataset)))?;
    let written = out.write_all(&model.to_bytes()?);
    written.map_err(|source| Error::Write { path: args.output.clone(), source })?;
    out.finish()?;
    for (at, question) in model.questions().iter().enumerate().take(NAMED_QUESTIONS) {
        let mut rows = dataset.targets(at).rows;
        rows.dedup();
        messages.note(&format!("{}: {} rows, labels {}", question.name, rows.len(), question.labels.join(", ")));
    }
    if let more @ 1.. = model.questions().len().saturating_sub(NAMED_QUESTIONS) {
        messages.note(&format!("and {more} more questions, {} rows in all", dataset.len()));
    }
    messages.note(&format!("{} written", args.output.display()));
    Ok(status)
}

/// Measures a model, or the recipe by cross-validation, and writes the report.
///
/// # Errors
/// [`Error::Usage`] and [`Error::Training`] when the rows don't allow it, [`Error::Model`] when the model can't be used.
pub(super) fn report(args: &EvaluateStanceArgs, pool: &ThreadPool) -> Result<Status> {
    let layout = Layout { by: args.by.clone(), ..args.layout.layout()? };
    let messages = Messages::new("files", false);
    let min_probability = args.abstain.probability()?;
    let model = match args.cv.is_none() && args.train_split.is_empty() {
        true => Some(load(args.model.named())?.abstaining_below(min_probability)),
        false => None,
    };
    let mut out = Destination::open(args.output.as_deref())?;
    let page = PageFile::open(args.html.as_deref(), &[args.output.as_deref()])?;
    let mut files = read_all(&args.inputs, &layout, &messages);
    match &model {
        Some(model) => {
            for error in files.iter().flat_map(|file| file.unknown_labels(model)) {
                messages.unread(&error);
            }
            keep_known(&mut files, model, &messages);
        }
        None => leave_out(&mut files, &messages),
    }
    let ties: usize = files.iter().map(LabelledFile::ties).sum();
    if ties > 0 {
        messages.warn(&format!("{ties} rows are not measured: their labels tie"));
    }
    let dataset = merged(&files);
    let status = messages.status(dataset.len() as u64, "rows");
    if status == Status::Unusable {
        return Ok(status);
    }
    let in_text = args.mistakes.wanted(0);
    let has_room = args.format == MeasuresFormat::Json || args.html.is_some();
    let wanted = args.mistakes.wanted(if has_room { SHOWN_MISTAKES } else { 0 });
    check_labels(&wanted, &dataset)?;
    let mut how = CrossValidation { seed: args.seed, min_probability, ..CrossValidation::default() };
    how.folds = args.cv.unwrap_or(how.folds);
    (how.weighted, how.by) = (args.weighted, args.by.clone());
    (how.mistakes, how.learning_curve) = (wanted, args.learning_curve);
    let work = messages.work();
    let report = match &model {
        Some(model) => {
            let baseline_train = baseline_train(args, model, &messages)?;
            work.at("answers and intervals");
            pool.install(|| evaluate_with(model, &dataset, baseline_train.as_ref(), &how.measuring()))?
        }
        None if args.train_split.is_empty() => {
            let params = TrainParams::for_dataset(&dataset);
            pool.install(|| cross_validate_telling(&dataset, &params, &how, &|stage| work.at(stage)))?
        }
        None => {
            let split = Split { train: args.train_split.clone(), test: args.test_split.clone() };
            work.at("training");
            let run = || evaluate_split(&dataset, &split, TrainParams::for_dataset, &how);
            let (report, straddling) = pool.install(run)?;
            warn_of(&straddling, &messages);
            report
        }
    };
    drop(work);
    let text = match args.format {
        MeasuresFormat::Text if in_text.most > 0 => report.to_string() + &mistakes_text(&report),
        MeasuresFormat::Text => report.to_string(),
        MeasuresFormat::Json => serde_json::to_string_pretty(&report).expect("a report can be written") + "\n",
        MeasuresFormat::Csv => stance_measures(&report),
    };
    out.write(text.as_bytes())?;
    out.finish()?;
    page.finish(|| stance_page(&report))?;
    Ok(status)
}

/// The rows that the baselines beside a given model are to be trained on, if any were named; all of them must be readable.
fn baseline_train(
    args: &EvaluateStanceArgs,
    model: &StanceModel,
    messages: &Messages,
) -> Result<Option<StanceDataset>> {
    if args.baseline_train.is_empty() {
        return Ok(None);
    }
    let mut files = read_all(&args.baseline_train, &args.layout.layout()?, messages);
    keep_known(&mut files, model, messages);
    let dataset = merged(&files);
    if dataset.is_empty() {
        return Err(Error::usage("--baseline-train gives no rows", "name labelled files laid out as those measured"));
    }
    Ok(Some(dataset))
}

/// Tells of groups on both sides of a split.
fn warn_of(straddling: &Straddling, messages: &Messages) {
    if straddling.rows > 0 {
        let (count, names) = (straddling.groups.len(), few(&straddling.groups, NAMED_LEFT_OUT));
        messages.warn(&format!(
            "groups with rows to train on and rows to measure: {count} ({names}); their {} rows to train on are left out",
            straddling.rows
        ));
    }
}

/// Refuses a label that no question has: it would find no mistake, as a good model would.
///
/// # Errors
/// [`Error::Usage`] with the labels that there are.
fn check_labels(wanted: &WantedMistakes, dataset: &StanceDataset) -> Result<()> {
    let known: BTreeSet<&str> = dataset.questions().iter().flat_map(|q| &q.labels).map(String::as_str).collect();
    match wanted.labels.iter().find(|label| !known.contains(label.as_str())) {
        None => Ok(()),
        Some(label) => {
            let known: Vec<&str> = known.into_iter().collect();
            let remedy = format!("the labels are {}", few(&known, NAMED_QUESTIONS));
            Err(Error::usage(format!("--mistakes-of names `{label}`, which no row has"), remedy))
        }
    }
}

/// The model of a file, or one of those that are part of the program: `light`, the usual one, or `full`.
///
/// # Errors
/// [`Error::Read`] or [`Error::Model`] when it can't be used, [`Error::Usage`] when there is none.
pub(super) fn load(named: Option<&Path>) -> Result<StanceModel> {
    match named {
        None => shipped_model(),
        Some(name) if name == Path::new("light") => shipped_model(),
        Some(name) if name == Path::new("full") => shipped_model_with_encoder(),
        Some(file) => StanceModel::load(file),
    }
}

/// How many questions are told of one by one.
const NAMED_QUESTIONS: usize = 30;
/// How many questions that are left out are named.
const NAMED_LEFT_OUT: usize = 5;

/// Leaves out the questions that nothing can be learned of, and tells so.
fn leave_out(files: &mut [LabelledFile], messages: &Messages) {
    let LeftOut { questions, rows } = leave_out_unlearnable(files);
    if !questions.is_empty() {
        let (count, names) = (questions.len(), few(&questions, NAMED_LEFT_OUT));
        messages.warn(&format!(
            "questions left out, since they have no two different labels: {count} ({names}), with {rows} rows; label \
             more rows of them to have them in"
        ));
    }
}

/// Leaves out the questions that the model does not answer, and tells so.
fn keep_known(files: &mut [LabelledFile], model: &StanceModel, messages: &Messages) {
    let known: HashSet<&str> = model.questions().iter().map(|question| question.name.as_str()).collect();
    let asked: BTreeSet<String> = files.iter().flat_map(|file| file.questions.iter().cloned()).collect();
    let (known, others): (Vec<String>, Vec<String>) = asked.into_iter().partition(|name| known.contains(name.as_str()));
    // When the model answers none of them the evaluation says so, and which it does answer.
    if known.is_empty() || others.is_empty() {
        return;
    }
    let rows: usize = files
        .iter_mut()
        .map(|file| file.keep_questions(|name| known.binary_search_by(|k| k.as_str().cmp(name)).is_ok()))
        .sum();
    let (count, names) = (others.len(), few(&others, NAMED_LEFT_OUT));
    messages.warn(&format!(
        "questions that the model does not answer are not measured: {count} ({names}), with {rows} rows"
    ));
}

/// The rows of all files together.
pub(super) fn merged(files: &[LabelledFile]) -> StanceDataset {
    files.iter().map(LabelledFile::dataset).reduce(StanceDataset::merge).unwrap_or_default()
}
