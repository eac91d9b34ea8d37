//! The command line: what it may say, and what each command does.

mod args;
mod articles;
mod compare;
mod evaluate_args;
mod explain;
mod finder;
mod gold;
mod layout;
mod messages;
mod page;
mod quotes;
mod resume;
mod stance;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::input::{InputFormat, Resolved, resolve};
use crate::output::{Destination, Format};
use crate::pipeline::Pipeline;
use crate::syntax::Syntax;
use crate::{Error, Result};

use args::{ArticleArgs, ClassifyArgs, Cli, Command, EvaluateCommand, ExtractArgs, FinderArgs, TrainCommand};
use articles::Look;
use messages::{Messages, Status};
use resume::{Facts, Resume};

/// How wide a table is that does not go to a terminal.
const TABLE_WIDTH: u16 = 100;

/// Runs the program with its arguments, its own name first.
///
/// The status is 0 when all is done, 1 when some inputs could not be read, 2 when the
/// command line, the model or the whole input is unusable.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output and is no error; that nobody reads it is none either.
            let _ = error.print();
            return if error.use_stderr() { Status::Unusable.into() } else { Status::Done.into() };
        }
    };
    match execute(cli) {
        Ok(status) => status.into(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            Status::Unusable.into()
        }
    }
}

fn execute(cli: Cli) -> Result<Status> {
    let jobs = cli.jobs.map_or(0, std::num::NonZeroUsize::get);
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool = pool.map_err(|error| Error::usage(format!("threads can't be started ({error})"), "try --jobs 1"))?;
    match cli.command {
        Command::Classify(args) => classify(args, &pool),
        Command::Extract(args) => extract(&args, &pool),
        Command::Explain(args) => explain::run(&args, &pool),
        Command::Train(TrainCommand::Stance(args)) => stance::train(&args, &pool),
        Command::Evaluate(EvaluateCommand::Stance(args)) => stance::report(&args, &pool),
        Command::Evaluate(EvaluateCommand::Compare(args)) => compare::run(&args, &pool),
        Command::Train(TrainCommand::Quotes(args)) => finder::train(&args, &pool),
        Command::Evaluate(EvaluateCommand::Quotes(args)) => gold::report(&args, &pool),
    }
}

fn extract(args: &ExtractArgs, pool: &ThreadPool) -> Result<Status> {
    if args.explain && args.articles.format == Some(Format::Csv) {
        let problem = "CSV has no room for reasons, which are lists";
        return Err(Error::usage(problem, "leave out --explain, or say --format table, jsonl or json"));
    }
    let resolved = inputs(&args.articles)?;
    let facts = facts(&resolved, &args.articles, &[("--explain", args.explain.to_string())], None)?;
    let (finder, ()) = side_by_side(pool, &args.articles.finder, || ());
    let pipeline = Pipeline::with_finder(finder?, None);
    let pipeline = if args.explain { pipeline.explaining() } else { pipeline };
    on_articles(resolved, &args.articles, facts, pipeline, pool)
}

fn classify(args: ClassifyArgs, pool: &ThreadPool) -> Result<Status> {
    let layout = args.layout.layout()?;
    let min_probability = args.abstain.probability()?;
    let resolved = inputs(&args.articles)?;
    let is_list = |format| format == Some(InputFormat::Csv);
    let lists = resolved.sources.iter().filter(|source| is_list(source.format())).count();
    if lists == 0 {
        let name = args.model.named().unwrap_or(Path::new("light"));
        let settings = [("--model", name.display().to_string()), ("--min-probability", min_probability.to_string())];
        let facts = facts(&resolved, &args.articles, &settings, Some(name))?;
        let (finder, model) = side_by_side(pool, &args.articles.finder, || stance::load(Some(name)));
        let model = model?.abstaining_below(min_probability);
        let pipeline = Pipeline::with_finder(finder?, Some(model));
        return on_articles(resolved, &args.articles, facts, pipeline, pool);
    }
    if let Some(article) = resolved.sources.iter().find(|source| !is_list(source.format())) {
        let list = resolved.sources.iter().find(|source| is_list(source.format())).map_or(String::new(), |s| s.name());
        let problem = format!("{} is an article and {list} a list of quotes, their outputs differ", article.name());
        return Err(Error::usage(problem, "classify them one by one, or limit a folder with --input-format"));
    }
    if args.articles.resume {
        let problem = "a list of quotes is read as a whole, and can't be resumed";
        return Err(Error::usage(problem, "leave out --resume"));
    }
    if args.articles.format.is_some_and(|format| format != Format::Csv) {
        return Err(Error::usage("a list of quotes comes back as CSV only", "leave out --format, or say csv"));
    }
    let model = stance::load(args.model.named())?.abstaining_below(min_probability);
    let out = Destination::open(args.articles.output.as_deref())?;
    let messages = messages(&resolved.errors, &resolved.warnings, &args.articles, "quotes");
    quotes::run(&resolved.sources, &layout, &model, out, pool, &messages)
}

fn on_articles(
    resolved: Resolved,
    args: &ArticleArgs,
    facts: Option<Facts>,
    pipeline: Pipeline,
    pool: &ThreadPool,
) -> Result<Status> {
    let messages = messages(&resolved.errors, &resolved.warnings, args, "articles");
    let (out, resume) = match (facts, &args.output) {
        (Some(facts), Some(path)) => {
            let (resume, file) = Resume::open(path, facts, &messages)?;
            (Destination::partial(file, path), Some(resume))
        }
        (_, path) => (Destination::open(path.as_deref())?, None),
    };
    let width = if to_terminal(args) { comfy_table::Table::new().width() } else { None };
    let width = usize::from(width.unwrap_or(TABLE_WIDTH));
    let look = Look { format: format_of(args), offsets: args.offsets, width };
    let jobs = NonZeroUsize::new(pool.current_num_threads()).unwrap_or(NonZeroUsize::MIN);
    articles::run(resolved.sources, pipeline, look, out, resume, jobs, &messages)
}

/// What the output of a run that can be resumed depends on; `None` when none is asked for.
fn facts(
    resolved: &Resolved,
    args: &ArticleArgs,
    settings: &[(&str, String)],
    model: Option<&Path>,
) -> Result<Option<Facts>> {
    if !args.resume {
        return Ok(None);
    }
    if args.output.as_ref().is_none_or(|path| path.as_os_str() == "-") {
        return Err(Error::usage("--resume needs a file to go on with", "name it with -o FILE"));
    }
    let format = format_of(args);
    if format == Format::Table {
        return Err(Error::usage("a table can't be resumed", "say --format jsonl, csv or json, or leave out --resume"));
    }
    let named = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let finder = args.finder.finder.as_deref();
    let mut settings = settings.to_vec();
    settings.extend([
        ("the command", if model.is_some() { "classify" } else { "extract" }.to_owned()),
        ("--format", format!("{format:?}").to_lowercase()),
        ("--offsets", args.offsets.as_str().to_owned()),
        ("--input-format", named(args.input_format.map(|format| format.extension().to_owned()))),
        ("--finder", named(finder.map(|path| path.display().to_string()))),
        ("--min-confidence", named(args.finder.min_confidence.map(|value| value.to_string()))),
    ]);
    let files = [finder.map(|path| ("--finder", path)), model.map(|path| ("--model", path))];
    let files: Vec<(&str, &Path)> = files.into_iter().flatten().collect();
    Facts::new(&resolved.sources, &settings, &files).map(Some)
}

/// The format of the output: for people on a terminal.
fn format_of(args: &ArticleArgs) -> Format {
    args.format.unwrap_or(if to_terminal(args) { Format::Table } else { Format::Jsonl })
}

/// Reads the finder's models, and `other`, each on a thread of its own: reading is half of the time that a short article
/// takes.
fn side_by_side<T: Send>(
    pool: &ThreadPool,
    finder: &FinderArgs,
    other: impl FnOnce() -> T + Send,
) -> (Result<finder::Finder>, T) {
    // that of the tagger and the parser takes longest
    let syntax = || (!finder::is_rules(finder)).then(Syntax::shared);
    let (_, read) = pool.join(syntax, || pool.join(|| finder::choose(finder), other));
    read
}

/// What the command line names as input; standard input when it names nothing.
fn inputs(args: &ArticleArgs) -> Result<Resolved> {
    named_or_stdin(&args.inputs, args.input_format)
}

/// The named inputs; standard input when none is named.
fn named_or_stdin(inputs: &[PathBuf], format: Option<InputFormat>) -> Result<Resolved> {
    if !inputs.is_empty() {
        return Ok(resolve(inputs, format));
    }
    if std::io::stdin().is_terminal() {
        return Err(Error::usage("no input", "name files or folders, or - for standard input"));
    }
    Ok(resolve(&["-".into()], format))
}

/// Tells what could not be found of the input, and goes on telling.
fn messages(errors: &[Error], warnings: &[String], args: &ArticleArgs, unit: &str) -> Messages {
    let messages = Messages::new(unit, to_terminal(args));
    warnings.iter().for_each(|warning| messages.warn(warning));
    errors.iter().for_each(|error| messages.unread(error));
    messages
}

fn to_terminal(args: &ArticleArgs) -> bool {
    args.output.is_none() && std::io::stdout().is_terminal()
}
