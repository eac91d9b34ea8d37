//! What the command line may say.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::input::InputFormat;
use crate::output::{Format, OffsetUnit};

use super::compare::CompareArgs;
use super::evaluate_args::{EvaluateQuotesArgs, EvaluateStanceArgs, GoldArgs, ReportFormat};
use super::layout::{LayoutArgs, ListArgs};
use crate::{Error, Result};

/// Finds the quotes of news articles, says who spoke, and tags the speaker's stance.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, after_help = EXIT_STATUS)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// How many threads to use; as many as there are processors by default
    #[arg(long, global = true, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

const EXIT_STATUS: &str = "\
Exit status: 0 done; 1 some inputs could not be read (the others were);
2 the command line, the model or the whole input is unusable.";

const INPUT_HELP: &str = "\
INPUT is a file, a folder (walked in sorted order) or - for standard input.
A .txt file is one article; a .jsonl file has one article a line: an object with
`text` and perhaps `id`, `title`, `source`, `date`, `url`.";

const CLASSIFY_HELP: &str = "\
INPUT is a file, a folder (walked in sorted order) or - for standard input.
A .txt file is one article; a .jsonl file has one article a line: an object with
`text` and perhaps `id`, `title`, `source`, `date`, `url`; a .csv file is a list
of quotes already found, whose rows come back with their predicted stances.";

const EXPLAIN_HELP: &str = "\
INPUT is a file, a folder (walked in sorted order) or - for standard input.
A .txt file is one article; a .jsonl file has one article a line; a .csv file is a
list of quotes already found. Quotes of articles have the ids that `classify` gives.";

const GOLD_HELP: &str = "\
GOLD is annotated articles:
- a brat folder: NAME.txt beside NAME.ann, or text/ beside attributions/; the
  types Content, Source and Cue, joined by events or relations;
- Citron JSON: a file an article, or a folder of them; the text is in it or in
  a .txt file of the same name;
- JSON lines with `text` and `quotes`, as this program writes them (texts may be
  in files, see --text), or - for standard input.";

const COMPARE_HELP: &str = "\
A and B are reports (evaluate stance ... --format json -o a.json), or models
with --data. Rows are paired by id; those that only one has are left out and told.
Labels of B that differ from A's are `better`, `worse`, or `neither` (wrong by both).";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Quotes, speakers and stances
    Classify(ClassifyArgs),
    /// Quotes and speakers only
    #[command(after_help = INPUT_HELP)]
    Extract(ExtractArgs),
    /// What moved the stances of quotes, and by how much
    #[command(after_help = EXPLAIN_HELP)]
    Explain(Box<ExplainArgs>),
    /// Learn a model
    #[command(subcommand)]
    Train(TrainCommand),
    /// Measure accuracy
    #[command(subcommand)]
    Evaluate(EvaluateCommand),
}

#[derive(Debug, Subcommand)]
pub(super) enum TrainCommand {
    /// A stance model from labelled CSV
    Stance(TrainStanceArgs),
    /// The quote finder's models from annotated articles
    #[command(after_help = GOLD_HELP)]
    Quotes(TrainQuotesArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum EvaluateCommand {
    /// Accuracy report of a stance model
    Stance(Box<EvaluateStanceArgs>),
    /// Two stance models, or two saved reports, on the same rows
    #[command(after_help = COMPARE_HELP)]
    Compare(Box<CompareArgs>),
    /// Accuracy report of the quote finder
    #[command(after_help = GOLD_HELP)]
    Quotes(Box<EvaluateQuotesArgs>),
}

#[derive(Debug, Args)]
#[command(after_help = CLASSIFY_HELP)]
pub(super) struct ClassifyArgs {
    #[command(flatten)]
    pub articles: ArticleArgs,

    #[command(flatten)]
    pub model: ModelArgs,

    #[command(flatten)]
    pub abstain: AbstainArgs,

    #[command(flatten)]
    pub layout: LayoutArgs,
}

/// Which stance model answers.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// The stance model: a file, or `light` or `full`, which are part of the program. `light`, the usual one, goes by words;
    /// `full` asks a sentence encoder too, which is more often right and slower
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

impl ModelArgs {
    /// What was named, if anything was.
    pub fn named(&self) -> Option<&Path> {
        self.model.as_deref()
    }
}

/// When a stance is left open.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct AbstainArgs {
    /// Give no label where the likeliest is less probable than this, 0 to 1; its probabilities are given all the same
    #[arg(long, value_name = "X", default_value_t = 0.0, allow_negative_numbers = true)]
    pub min_probability: f64,
}

impl AbstainArgs {
    /// The probability that a label must have.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is none.
    pub fn probability(self) -> Result<f64> {
        if (0.0..=1.0).contains(&self.min_probability) {
            return Ok(self.min_probability);
        }
        let problem = format!("--min-probability {} is no probability", self.min_probability);
        Err(Error::usage(problem, "give a number from 0 (always a label) to 1"))
    }
}

#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    pub articles: ArticleArgs,

    /// Tell for each quote what found it and how its source led to its speaker
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Files, folders or - for standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// Explain this quote only, as `story#3`
    #[arg(long, value_name = "ID")]
    pub quote: Option<String>,

    /// Explain this question only
    #[arg(long, value_name = "NAME")]
    pub question: Option<String>,

    #[command(flatten)]
    pub model: ModelArgs,

    /// How many facts to tell, the weightiest first; by default text has 6 for and 6 against, JSON all
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,

    /// How the output is laid out
    #[arg(long, short, default_value = "text")]
    pub format: ReportFormat,

    /// Write to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// How inputs are laid out, whatever their names; folders give only files of this ending
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    #[command(flatten)]
    pub finder: FinderArgs,

    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub(super) struct ArticleArgs {
    /// Files, folders or - for standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// How the output is laid out; table on a terminal, jsonl elsewhere by default
    #[arg(long, short)]
    pub format: Option<Format>,

    /// Write to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Make a long run one that can be interrupted: given from the first run on, with -o FILE, it leaves what is done in
    /// FILE.partial, and the same command goes on from there
    #[arg(long)]
    pub resume: bool,

    /// What offsets count
    #[arg(long, value_name = "UNIT", default_value = "codepoint")]
    pub offsets: OffsetUnit,

    /// How inputs are laid out, whatever their names; folders give only files of this ending
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    #[command(flatten)]
    pub finder: FinderArgs,
}

/// Which quotes are found.
#[derive(Debug, Args)]
pub(super) struct FinderArgs {
    /// The quote finder: a file that `train quotes` wrote, or the word rules for rules alone; the one that is part of the program by default
    #[arg(long, value_name = "FILE")]
    pub finder: Option<PathBuf>,

    /// Leave out quotes that are less sure than this, 0 to 1; the finder's own threshold by default
    #[arg(long, value_name = "X")]
    pub min_confidence: Option<f64>,
}

#[derive(Debug, Args)]
pub(super) struct TrainQuotesArgs {
    #[command(flatten)]
    pub gold: GoldArgs,

    /// The model file to write, whole or not at all
    #[arg(long, short, value_name = "MODEL")]
    pub output: PathBuf,

    /// Orders the articles' sentences; the same seed gives the same model
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub(super) struct TrainStanceArgs {
    /// Labelled files, CSV or JSON lines, folders of .csv files or - for standard input
    #[arg(value_name = "CSV", required = true)]
    pub inputs: Vec<PathBuf>,

    /// The model file to write, whole or not at all
    #[arg(long, short, value_name = "MODEL")]
    pub output: PathBuf,

    #[command(flatten)]
    pub layout: LayoutArgs,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Format::Table, Format::Jsonl, Format::Json, Format::Csv]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Format::Table => PossibleValue::new("table").help("for people"),
            Format::Jsonl => PossibleValue::new("jsonl").help("one article a line"),
            Format::Json => PossibleValue::new("json").help("one array of articles"),
            Format::Csv => PossibleValue::new("csv").help("one quote a row"),
        })
    }
}

impl ValueEnum for OffsetUnit {
    fn value_variants<'a>() -> &'a [Self] {
        &[OffsetUnit::Codepoint, OffsetUnit::Utf8, OffsetUnit::Utf16]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            OffsetUnit::Codepoint => "Unicode code points, as Python counts",
            OffsetUnit::Utf8 => "bytes of UTF-8",
            OffsetUnit::Utf16 => "units of UTF-16, as JavaScript and Java count",
        };
        Some(PossibleValue::new(self.as_str()).help(help))
    }
}

impl ValueEnum for InputFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            InputFormat::Txt => "one article",
            InputFormat::Jsonl => "one article a line",
            InputFormat::Csv => {
                "quotes already found, one a row of CSV or a line of JSON; also called quotes (classify and explain only)"
            }
        };
        let value = PossibleValue::new(self.extension()).help(help);
        Some(if *self == InputFormat::Csv { value.alias("quotes") } else { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_map_may_start_with_a_minus() {
        let cli = Cli::try_parse_from(["q", "train", "stance", "a.csv", "-o", "m", "--map", "-1=against,1=favor"]);
        let Command::Train(TrainCommand::Stance(args)) = cli.unwrap().command else { panic!() };
        assert_eq!(args.layout.layout().unwrap().map[0].0, "-1");
    }
}
