//! What the command line may say of reports.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{AbstainArgs, FinderArgs, ModelArgs};
use super::layout::LayoutArgs;
use crate::evaluate::WantedMistakes;
use crate::quotes::Kind;

#[derive(Debug, Args)]
pub(super) struct EvaluateStanceArgs {
    /// Labelled files, CSV or JSON lines, folders of .csv files or - for standard input
    #[arg(value_name = "CSV", required = true)]
    pub inputs: Vec<PathBuf>,

    #[command(flatten)]
    pub model: ModelArgs,

    /// Train on these data instead, K times all but one part, and measure on that part
    #[arg(long, value_name = "K", conflicts_with = "model")]
    pub cv: Option<usize>,

    /// Train on the rows whose cell in the column `split` is one of these instead, and measure on those of --test-split
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', requires = "test_split", conflicts_with_all = ["model", "cv"])]
    pub train_split: Vec<String>,

    /// Measure on the rows of these splits
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', requires = "train_split")]
    pub test_split: Vec<String>,

    /// Labelled file to train the baselines on that stand beside a given model; by default they are cross-validated on the
    /// rows that are measured
    #[arg(long, value_name = "CSV", conflicts_with_all = ["cv", "train_split"])]
    pub baseline_train: Vec<PathBuf>,

    /// Tell the measures by the values of this column too, like speaker, group or one of your own, which is then no question;
    /// once or more. By kind they are told whenever rows have one
    #[arg(long, value_name = "COLUMN")]
    pub by: Vec<String>,

    /// Count rows by their weight, instead of one each
    #[arg(long)]
    pub weighted: bool,

    /// Decides which part a group of rows goes to, and the draws of the intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    #[command(flatten)]
    pub abstain: AbstainArgs,

    #[command(flatten)]
    pub mistakes: MistakesArgs,

    /// Train on 10, 25, 50 and 75% of the groups too and tell how the measures grow; takes 1.6 times as long again
    #[arg(long, requires = "cv")]
    pub learning_curve: bool,

    /// How the report is laid out
    #[arg(long, short, default_value = "text")]
    pub format: MeasuresFormat,

    /// Write to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write the report as a page for a browser too, whole or not at all; it has plots and loads nothing
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,

    #[command(flatten)]
    pub layout: LayoutArgs,
}

/// Which mistakes are told.
#[derive(Debug, Args)]
pub(super) struct MistakesArgs {
    /// Tell the N most confident mistakes of each question, with what moved the model [default: 20 in JSON and in the page, none in text]
    #[arg(long, value_name = "N")]
    pub mistakes: Option<usize>,

    /// Tell only mistakes that have this label or were given it; once or more
    #[arg(long, value_name = "LABEL")]
    pub mistakes_of: Vec<String>,

    /// Tell only mistakes on quotes of this kind; once or more
    #[arg(long, value_name = "KIND", value_enum)]
    pub mistakes_kind: Vec<KindArg>,
}

impl MistakesArgs {
    /// Which mistakes a report shall have, at most `usual` when the command line says nothing of them.
    pub fn wanted(&self, usual: usize) -> WantedMistakes {
        let kinds = self.mistakes_kind.iter().map(|kind| match kind {
            KindArg::Direct => Kind::Direct,
            KindArg::Mixed => Kind::Mixed,
            KindArg::Indirect => Kind::Indirect,
        });
        // Who names a label or a kind wants to see mistakes.
        let asked = !self.mistakes_of.is_empty() || !self.mistakes_kind.is_empty();
        let usual = if asked { SHOWN_MISTAKES } else { usual };
        let most = self.mistakes.unwrap_or(usual);
        WantedMistakes { most, labels: self.mistakes_of.clone(), kinds: kinds.collect() }
    }
}

/// How many mistakes of each question JSON and the page have when nobody says.
pub(super) const SHOWN_MISTAKES: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KindArg {
    /// Wholly inside quotation marks
    Direct,
    /// Partly
    Mixed,
    /// Not at all
    Indirect,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateQuotesArgs {
    #[command(flatten)]
    pub gold: GoldArgs,

    #[command(flatten)]
    pub finder: FinderArgs,

    /// Write the errors one by one as CSV
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,

    /// Decides the draws of the intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// How often articles are drawn again for the intervals
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: u32,

    /// How the report is laid out
    #[arg(long, short, default_value = "text")]
    pub format: MeasuresFormat,

    /// Write to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write the report as a page for a browser too, whole or not at all; it has plots and loads nothing
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct GoldArgs {
    /// Annotated articles: a brat folder, Citron JSON or JSON lines
    #[arg(value_name = "GOLD", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Folder of the texts, ID.txt, where GOLD does not hold them
    #[arg(long, value_name = "DIR")]
    pub text: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MeasuresFormat {
    /// For people
    Text,
    /// For programs: every number
    Json,
    /// For table programs: one measure a row, in columns question,label,measure,value,low,high,method,column,cell,at (of quotes
    /// measure,value,low,high,at); low and high are of its 95% interval, empty without one
    Csv,
}
