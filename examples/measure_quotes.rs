//! Prints the finder's quotes in the layout that `score_quotes.py` reads, for each `doc_id` of GOLD.jsonl, whose text is
//! TEXT_DIR/<doc_id>.txt. `quotestance evaluate quotes` gives the same measures, and more.
//!
//! usage: cargo run --release --example measure_quotes -- predict GOLD.jsonl TEXT_DIR [MODEL | rules]

use std::error::Error;
use std::io::Write;

use quotestance::quotes::{LearnedFinder, QuoteFinder, QuoteModel, RuleFinder};
use quotestance::text::{Document, Span};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["predict", gold, texts] => predict(gold, texts, &LearnedFinder::shipped().ok_or("this build has no model")?),
        ["predict", gold, texts, "rules"] => predict(gold, texts, &RuleFinder::default()),
        ["predict", gold, texts, model] => predict(gold, texts, &LearnedFinder::new(QuoteModel::read(model.as_ref())?)),
        _ => Err("usage: measure_quotes predict GOLD.jsonl TEXT_DIR [MODEL | rules]".into()),
    }
}

fn predict(gold: &str, texts: &str, finder: &dyn QuoteFinder) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(gold)?.lines() {
        let gold: Value = serde_json::from_str(line)?;
        let id = gold["doc_id"].as_str().or(gold["id"].as_str()).ok_or("an article has no id")?;
        let text = std::fs::read_to_string(format!("{texts}/{id}.txt"))?;
        let points = code_points(&text);
        let span = |s: &Span| json!([points[s.start], points[s.end]]);
        let quotes: Vec<Value> = finder
            .find(&Document::new(&text))
            .iter()
            .map(|q| {
                json!({
                    "contents": q.contents.iter().map(span).collect::<Vec<_>>(),
                    "sources": q.sources.iter().map(span).collect::<Vec<_>>(),
                    "cue": q.cue.as_ref().map(span),
                })
            })
            .collect();
        writeln!(out, "{}", json!({"doc_id": id, "quotes": quotes}))?;
    }
    Ok(())
}

/// For each byte that starts a character, and the text's end, the code points before it.
fn code_points(text: &str) -> Vec<usize> {
    let mut points = vec![0; text.len() + 1];
    for (point, (at, _)) in text.char_indices().enumerate() {
        points[at] = point;
    }
    points[text.len()] = text.chars().count();
    points
}
