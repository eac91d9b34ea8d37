//! Measures stance classifiers on text that other people wrote: hand-labelled quotes of real articles, given and
//! found by the quote finder, and the arguments of ArgKP.
//!
//!     cargo run --release --example measure_stance -- MODE [NAME=VALUE]...
//!
//! MODE is
//! - `table`: every measure, of the model and of the baselines, trained on the same rows;
//! - `line`: the main figures in one line, to compare settings;
//! - `blocks`: that line without each block of features in turn;
//! - `report`: the whole cross-validation report;
//! - `errors`: the quotes of real articles whose label is wrong;
//! - `elsewhere`: the share of quotes that are said to bear on a question in articles which are about none of the shipped
//!   ones: `zcat ../shared/corpora/news/articles.jsonl.gz | cargo run --release --example measure_stance -- elsewhere model=shipped`.
//!
//! `model=shipped`, `model=full` (with the encoder) or `model=FILE` measures that model instead of training one. `train=CSV`,
//! `shared=DIR`, `folds=N` (0 leaves out what is trained in folds), `argkp.weight=X` (how much an argument counts beside a row of
//! the CSV), and what a training can be told: `penalty`, `background`,
//! `balance`, `steps=single`, `words`, `stems`, `near`, `around`, `terms`, `min`, and `w.BLOCK` for a block's weight.

mod elsewhere;
mod settings;
mod table;
mod texts;

use std::time::Instant;

use anyhow::{Context, bail};
use quotestance::encoder::Encoder;
use quotestance::evaluate::{Baseline, CrossValidation, Outcome, SideReport, cross_outcomes, cross_validate, outcomes};
use quotestance::stance::{Question, StanceDataset, StanceModel, TrainParams};

use settings::{BLOCKS, Settings, quote_alone, without};
use table::{Bench, Column, between, trained};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let mode = args.next().unwrap_or_default();
    let settings = Settings::read(args)?;
    if mode == "elsewhere" {
        return elsewhere::shares(settings.model()?);
    }
    let bench = bench(&settings)?;
    match mode.as_str() {
        "table" => whole_table(&bench, &settings),
        "line" => {
            println!("{} {}", settings.given.join(" "), line(&bench, &settings.params, settings.folds)?);
            Ok(())
        }
        "blocks" => blocks(&bench, &settings),
        "report" => {
            let how = CrossValidation { folds: settings.folds, ..CrossValidation::default() };
            println!("{}", cross_validate(&bench.train, &settings.params, &how)?);
            Ok(())
        }
        "errors" => {
            let model = model(&bench, &settings)?;
            errors(&bench.gold, &outcomes(&model, &bench.gold));
            Ok(())
        }
        other => bail!("`{other}` is no mode; say table, line, blocks, report, errors or elsewhere"),
    }
}

fn bench(settings: &Settings) -> anyhow::Result<Bench> {
    let train = texts::read(&settings.train)?;
    let gold = texts::gold(&settings.shared, train.questions())?;
    let found = texts::found(&settings.shared, &gold)?;
    let argkp = texts::argkp(&settings.shared, train.questions(), settings.argkp_weight)?;
    Ok(Bench { train, gold, found, argkp })
}

/// The model that the settings name, or one trained with them.
fn model(bench: &Bench, settings: &Settings) -> anyhow::Result<StanceModel> {
    Ok(match settings.model()? {
        Some(model) => model,
        None => StanceModel::train(&bench.train, &settings.params)?,
    })
}

fn whole_table(bench: &Bench, settings: &Settings) -> anyhow::Result<()> {
    let mut columns = vec![Column::of_model("model", &model(bench, settings)?, bench)];
    let encoder = encoder_of_folds(settings)?;
    if settings.folds > 0 {
        columns[0].add_folds(bench, |train, test| trained(train, test, &settings.params, encoder))?;
    }
    for baseline in [Baseline::NGramSvm, Baseline::Majority] {
        let mut column = Column::of_baseline(baseline, bench)?;
        if settings.folds > 0 {
            column.add_folds(bench, |train, test| Ok(baseline.outcomes(train, test)))?;
        }
        columns.push(column);
    }
    table::print(bench, &columns);
    Ok(())
}

/// The encoder that the models of the folds ask too. It has learnt nothing of the two topics.
fn encoder_of_folds(settings: &Settings) -> anyhow::Result<Option<&'static Encoder>> {
    let full = settings.model.as_deref() == Some("full");
    full.then(|| Encoder::shipped().context("this build has no encoder")).transpose()
}

/// Macro-F1 over all labels by cross-validation; macro-F1 and false sides on real quotes; accuracy between ArgKP's sides.
fn line(bench: &Bench, params: &TrainParams, folds: usize) -> anyhow::Result<String> {
    let mut text = String::new();
    if folds > 1 {
        let how = CrossValidation { folds, seed: 1, baselines: Vec::new(), ..CrossValidation::default() };
        let found = cross_outcomes(&bench.train, None, &how, |train, test| trained(train, test, params, None))?;
        let report = quotestance::evaluate::StanceReport::new("", &bench.train, &found, &[], 1, 0.0);
        let values: Vec<f64> = report.questions.iter().map(|question| question.macro_f1.value).collect();
        text += &format!("| {} ", joined(&values));
    }
    let start = Instant::now();
    let model = StanceModel::train(&bench.train, params)?;
    let seconds = start.elapsed().as_secs_f64();
    let gold = Column::of_model("", &model, bench);
    let of = |pick: fn(&SideReport) -> f64| joined(&gold.gold.iter().map(pick).collect::<Vec<_>>());
    let sides: Vec<f64> =
        between(bench.train.questions(), &outcomes(&model, &bench.argkp)).into_iter().flatten().collect();
    text += &format!("| {} | {} ", of(|report| report.macro_f1), of(|report| report.false_sides));
    text += &format!("| {} ", of(|report| report.opposite_sides));
    text += &format!("| {} | {} | {seconds:.0} s |", joined(&gold.calibration), joined(&sides));
    Ok(text)
}

fn blocks(bench: &Bench, settings: &Settings) -> anyhow::Result<()> {
    println!(
        "| features | cv: macro-F1 | gold-dev: macro-F1 | false sides | opposite | calibration | ArgKP | training |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    println!("| all {}", line(bench, &settings.params, settings.folds)?);
    println!("| the quote's own {}", line(bench, &quote_alone(&settings.params), settings.folds)?);
    for (name, weight) in BLOCKS {
        let (params, was_on) = without(&settings.params, weight);
        if was_on {
            println!("| without {name} {}", line(bench, &params, settings.folds)?);
        }
    }
    Ok(())
}

fn joined(values: &[f64]) -> String {
    values.iter().map(|value| format!("{value:.3}")).collect::<Vec<_>>().join(" ")
}

fn errors(data: &StanceDataset, outcomes: &[Vec<Outcome>]) {
    for (Question { name, labels }, outcomes) in data.questions().iter().zip(outcomes) {
        for outcome in outcomes.iter().filter(|outcome| outcome.predicted() != outcome.truth) {
            let row = &data.rows()[outcome.row];
            let (truth, predicted) = (&labels[outcome.truth], &labels[outcome.predicted()]);
            println!("\n{name}: {truth} -> {predicted} [{}] {}", joined(&outcome.probabilities), row.id);
            println!("{}", row.context.quote);
        }
    }
}
