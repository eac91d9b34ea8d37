//! Tries settings of the stance classifier: grouped cross-validation on a labelled CSV, then trained on all of
//! it and measured on other writers' text.
//!
//! `cargo run --release --example measure_stance -- TRAIN.csv SHARED_FOLDER [NAME=VALUE]...`

use std::path::Path;
use std::time::Instant;

use quotestance::evaluate::{Confusion, CrossValidation, Outcome, cross_validate, outcomes};
use quotestance::features::FeatureConfig;
use quotestance::input::labelled::{LabelledFile, Layout};
use quotestance::stance::{StanceDataset, StanceModel, Steps, TrainParams};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let train = args.next().unwrap_or_else(|| "data/corpus/quotes.csv".into());
    let shared = args.next().unwrap_or_else(|| "../shared".into());
    let mut params = TrainParams::default();
    let (mut folds, mut verbose, mut errors, mut report) = (5, false, false, false);
    let settings: Vec<String> = args.collect();
    for setting in &settings {
        let (name, value) = setting.split_once('=').unwrap_or((setting, "1"));
        let number = || value.parse::<f64>().unwrap_or(0.0);
        let config = &mut params.features;
        match name {
            "base" => {
                params.features = FeatureConfig::ngrams_only();
                params.steps = Steps::Single;
                params.balance = 0.5;
            }
            "words" => config.words = number() as usize,
            "stems" => config.stems = value == "1",
            "chars" => {
                let (low, high) = value.split_once('-').unwrap_or(("3", "5"));
                config.chars = (low.parse()?, high.parse()?);
            }
            "near" => config.near = number() as usize,
            "around" => config.around = number() as usize,
            "terms" => config.key_terms = number() as usize,
            "min" => config.min_groups = number() as u32,
            "w.quote" => config.weights.quote = number() as f32,
            "w.negated" => config.weights.negated = number() as f32,
            "w.chars" => config.weights.chars = number() as f32,
            "w.near" => config.weights.near = number() as f32,
            "w.around" => config.weights.around = number() as f32,
            "w.speaker" => config.weights.speaker = number() as f32,
            "w.frames" => config.weights.frames = number() as f32,
            "w.person" => config.weights.person = number() as f32,
            "w.sense" => config.weights.sense = number() as f32,
            "w.senses" => config.weights.sense_around = number() as f32,
            "w.sn" => config.weights.sense_near = number() as f32,
            "w.sneg" => config.weights.sense_negated = number() as f32,
            "w.sp" => config.weights.sense_person = number() as f32,
            "steps" => params.steps = if value == "single" { Steps::Single } else { Steps::TopicThenSide },
            "penalty" => params.penalty = number(),
            "balance" => params.balance = number(),
            "folds" => folds = number() as usize,
            "verbose" => verbose = true,
            "errors" => errors = true,
            "report" => report = true,
            other => anyhow::bail!("what is {other}?"),
        }
    }
    let file = LabelledFile::read(Path::new(&train), &Layout::default())?;
    let data = file.dataset();
    if report {
        let text = cross_validate(&data, &params, &CrossValidation::default())?;
        println!("{text}");
        return Ok(());
    }
    print!("{}\t{} rows", settings.join(" "), data.len());
    if folds > 1 {
        let how = CrossValidation { folds, seed: 1, baselines: Vec::new() };
        let report = cross_validate(&data, &params, &how)?;
        print!("\tcv");
        for question in &report.questions {
            print!(" {:.3}", question.macro_f1.value);
        }
        if verbose {
            println!("\n{report}");
        }
    }
    let start = Instant::now();
    let model = StanceModel::train(&data, &params)?;
    let size = model.to_bytes()?.len();
    print!("\tfit {:.1}s {}k", start.elapsed().as_secs_f64(), size / 1000);
    if verbose {
        for place in 0..model.questions().len() {
            println!("\nkey terms: {}", model.key_terms(place).join(", "));
        }
    }

    print!("\targkp");
    for (topic, question) in [
        ("We should abolish capital punishment", "death_penalty"),
        ("We should close Guantanamo Bay detention camp", "guantanamo"),
    ] {
        let layout = Layout {
            text_column: Some("argument".into()),
            label_column: Some("stance".into()),
            target_column: Some("topic".into()),
            question: Some(topic.into()),
            map: Layout::parse_map("1=against,-1=favor")?,
            ..Layout::default()
        };
        let (mut right, mut all) = (0, 0);
        for part in ["train", "dev"] {
            let path = format!("{shared}/corpora/argkp/arguments_{part}.csv");
            let file = LabelledFile::read(Path::new(&path), &layout)?;
            for row in &file.rows {
                let predictions = model.predict(&row.quote.context);
                let Some(p) = predictions.iter().find(|p| p.question.name == question) else {
                    continue;
                };
                let favor = p.probability("favor") > p.probability("against");
                right += usize::from(favor == (row.labels[topic] == "favor"));
                all += 1;
            }
        }
        print!(" {:.3}", f64::from(right as u32) / f64::from(all as u32));
    }

    let file = LabelledFile::read(Path::new(&format!("{shared}/gold-dev/quotes.csv")), &Layout::default())?;
    let gold = file.dataset().with_labels_of(model.questions());
    let found = outcomes(&model, &gold);
    print!("\tgold");
    let mut text = String::new();
    for (place, question) in gold.questions().iter().enumerate() {
        let labels = &question.labels;
        let table = joined(&found[place], labels);
        print!(" {:.3}", table.macro_f1());
        text += &format!("\n{} {:?}\n", question.name, sides(labels));
        for row in table.rows() {
            text += &format!("{row:?}\n");
        }
        let full = whole(&found[place], labels.len());
        text += &format!("all labels {labels:?} macro {:.3} {:?}\n", full.macro_f1(), full.rows());
        if errors {
            list(&gold, &found[place], labels);
        }
    }
    println!();
    if verbose {
        println!("{text}");
    }
    let contexts: Vec<_> = gold.rows().iter().map(|row| row.context.clone()).collect();
    let words: usize = contexts.iter().map(|c| c.quote.split_whitespace().count()).sum();
    let start = processor_seconds();
    for _ in 0..20 {
        for context in &contexts {
            std::hint::black_box(model.predict(context));
        }
    }
    let seconds = (processor_seconds() - start) / 20.0;
    if verbose {
        println!(
            "{:.0} quotes a CPU second, {:.0} words of quotes a CPU second",
            contexts.len() as f64 / seconds,
            words as f64 / seconds
        );
    }
    Ok(())
}

/// The labels with `neutral` and `none` as one, the last.
fn sides(labels: &[String]) -> Vec<&str> {
    let mut sides: Vec<&str> =
        labels.iter().map(String::as_str).filter(|label| *label != "neutral" && *label != "none").collect();
    sides.push("neither");
    sides
}

fn joined(outcomes: &[Outcome], labels: &[String]) -> Confusion {
    let sides = sides(labels);
    let side = |label: usize| {
        let place = sides.iter().position(|side| *side == labels[label]);
        place.unwrap_or(sides.len() - 1)
    };
    let mut table = Confusion::new(sides.len());
    for outcome in outcomes {
        table.add(side(outcome.truth), side(outcome.predicted()));
    }
    table
}

fn whole(outcomes: &[Outcome], labels: usize) -> Confusion {
    let mut table = Confusion::new(labels);
    for outcome in outcomes {
        table.add(outcome.truth, outcome.predicted());
    }
    table
}

fn list(data: &StanceDataset, outcomes: &[Outcome], labels: &[String]) {
    for outcome in outcomes {
        if outcome.predicted() != outcome.truth {
            let row = &data.rows()[outcome.row];
            let p: Vec<String> = outcome.probabilities.iter().map(|p| format!("{p:.2}")).collect();
            println!(
                "\n{} -> {} [{}] {} | {}",
                labels[outcome.truth],
                labels[outcome.predicted()],
                p.join(" "),
                row.id,
                row.context.quote
            );
        }
    }
}

/// Seconds that this thread has run, where Linux tells.
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}
