//! Runs the quote finder over texts and writes what `score_quotes.py` reads.
//!
//! usage: finder_lab [--trace] TEXT_DIR IDS.jsonl > pred.jsonl
//! IDS.jsonl has a `doc_id` a line; offsets are written in code points.

use quotestance::quotes::{Quote, QuoteFinder, RuleFinder, rules};
use quotestance::text::{Document, Span};
use serde_json::{Value, json};
use std::io::Write;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let trace = args.first().is_some_and(|a| a == "--trace");
    if trace {
        args.remove(0);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut words = 0usize;
    let mut spent = std::time::Duration::ZERO;
    for line in std::fs::read_to_string(&args[1]).expect("ids").lines() {
        let gold: Value = serde_json::from_str(line).expect("json");
        let id = gold["doc_id"].as_str().expect("doc_id");
        let text = std::fs::read_to_string(format!("{}/{id}.txt", args[0])).expect("text");
        words += text.split_whitespace().count();
        let started = std::time::Instant::now();
        let document = Document::new(&text);
        let found: Vec<(Quote, Value)> = if trace {
            rules::trace(&document)
                .into_iter()
                .map(|t| (t.quote, json!([format!("{:?}", t.trace.0), format!("{:?}", t.trace.1), t.trace.2])))
                .collect()
        } else {
            RuleFinder::default().find(&document).into_iter().map(|q| (q, Value::Null)).collect()
        };
        spent += started.elapsed();
        let mut points = vec![0usize; text.len() + 1];
        let mut n = 0;
        for (at, _) in text.char_indices() {
            points[at] = n;
            n += 1;
        }
        points[text.len()] = n;
        let span = |s: &Span| json!([points[s.start], points[s.end]]);
        let quotes: Vec<Value> = found
            .iter()
            .map(|(q, trace)| {
                json!({"contents": q.contents.iter().map(span).collect::<Vec<_>>(),
                       "sources": q.sources.iter().map(span).collect::<Vec<_>>(),
                       "cue": q.cue.as_ref().map(span), "trace": trace, "speaker": q.speaker, "confidence": q.confidence, "kind": q.kind})
            })
            .collect();
        writeln!(out, "{}", json!({"doc_id": id, "quotes": quotes})).expect("stdout");
    }
    eprintln!("{words} words, {:.0} words/s", words as f64 / spent.as_secs_f64());
}
