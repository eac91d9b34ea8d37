//! Writes a stance model that learns from the project's own quotes and, beside them, from quotes of real news as a slower
//! model labels them: one that was trained on the own quotes alone and asks the sentence encoder too. So is the shipped one
//! written; docs/experiments.md tells what that gains and loses. Some minutes on two cores.
//!
//! ```text
//! zcat ../shared/corpora/news/articles.jsonl.gz | cargo run --release --example distil -- models/stance.qsm [NAME=VALUE]...
//! ```
//!
//! With `rows=FILE` in the place of the model's name it writes the labelled quotes, for `tools/tune_encoder.py`: JSON lines with
//! `before`, `quote`, `after` and the shares of each question's labels in `soft`.
//!
//! `data=CSV` are the own quotes, `weight=X`, `bears=X` and `others=N` what [`Distillation`] takes. Every fifth article is passed
//! over: on those `measure_stance -- elsewhere` measures. The articles are read as
//! `quotestance classify` reads them: the same finder, the same texts around a quote. Nothing of them but weights of words and
//! of short runs of words, each from two articles or more, goes into the model. The same input gives the same bytes.

use std::collections::BTreeMap;
use std::io::stdin;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use quotestance::encoder::Encoder;
use quotestance::features::QuoteContext;
use quotestance::input::JsonLines;
use quotestance::input::labelled::{LabelledFile, Layout};
use quotestance::output::WholeFile;
use quotestance::quotes::{LearnedFinder, QuoteFinder};
use quotestance::stance::{Distillation, LabelledQuote, StanceModel, TrainParams};
use quotestance::text::{Article, Document};
use rayon::prelude::*;
use serde_json::json;

/// How many articles are read at a time; a multiple of [`MEASURED`].
const PART: usize = 250;
/// Every how manieth article, from the first on, is left to be measured on.
const MEASURED: usize = 5;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let out = args.next().context("name the file for the model")?;
    let (mut data, mut how) = ("data/quotes.csv".to_owned(), Distillation::default());
    for arg in args {
        match arg.split_once('=') {
            Some(("data", value)) => data = value.to_owned(),
            Some(("weight", value)) => how.weight = value.parse().with_context(|| arg.clone())?,
            Some(("bears", value)) => how.bears = value.parse().with_context(|| arg.clone())?,
            Some(("others", value)) => how.others = value.parse().with_context(|| arg.clone())?,
            _ => bail!("`{arg}` is none of data=CSV, weight=X, bears=X, others=N"),
        }
    }
    let own = LabelledFile::read(Path::new(&data), &Layout::default())?.dataset();
    let encoder = Encoder::shipped().context("this build has no sentence encoder")?;
    let teacher = StanceModel::train(&own, &TrainParams::default())?.with_encoder(encoder);
    let finder = LearnedFinder::shipped().context("this build has no quote finder")?;
    let distilled = distilled(&finder, &teacher, &how)?;
    eprintln!("{} own rows, {} of the news", own.len(), distilled.len());
    ensure!(!distilled.is_empty(), "standard input has no article with a quote on a question");
    if let Some(rows) = out.strip_prefix("rows=") {
        let lines: String = distilled.iter().map(|row| line(row) + "\n").collect();
        WholeFile::write_bytes(Path::new(rows), lines.as_bytes())?;
        eprintln!("{rows} written");
        return Ok(());
    }
    let model = StanceModel::train(&own.with_rows(distilled), &TrainParams::default())?;
    WholeFile::write_bytes(Path::new(&out), &model.to_bytes()?)?;
    eprintln!("{out} written");
    Ok(())
}

/// A row as a line of JSON.
fn line(row: &LabelledQuote) -> String {
    let soft = row.soft.iter().map(|(question, shares)| (question, shares.iter().cloned().collect::<BTreeMap<_, _>>()));
    let soft: BTreeMap<_, _> = soft.collect();
    let QuoteContext { before, quote, after, .. } = &row.context;
    json!({"id": row.id, "before": before, "quote": quote, "after": after, "soft": soft}).to_string()
}

/// The rows of the articles on standard input, in their order.
fn distilled(finder: &LearnedFinder, teacher: &StanceModel, how: &Distillation) -> anyhow::Result<Vec<LabelledQuote>> {
    let mut articles = JsonLines::new(stdin().lock(), "standard input", "news");
    let mut rows = Vec::new();
    loop {
        let part: Vec<Article> = articles.by_ref().take(PART).collect::<Result<_, _>>()?;
        if part.is_empty() {
            return Ok(rows);
        }
        let of_article = |article: &Article| {
            let document = Document::new(&article.text);
            let quotes = finder.find(&document);
            let contexts: Vec<_> = quotes.iter().map(|quote| QuoteContext::of_quote(&document, quote)).collect();
            // No article of one's own has such a name.
            how.rows(teacher, &format!("news {}", article.id), &contexts)
        };
        let read = part.par_iter().enumerate().filter(|(at, _)| at % MEASURED != 0);
        rows.extend(read.flat_map_iter(|(_, article)| of_article(article)).collect::<Vec<_>>());
    }
}
