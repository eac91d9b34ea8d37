//! Counts how often each rule's candidates are quotes of annotated articles and
//! writes `data/lexicon/cue_weights.txt`.
//!
//! usage: cargo run --release --example cue_weights -- GOLD.jsonl TEXT_DIR [GOLD.jsonl TEXT_DIR]... > data/lexicon/cue_weights.txt
//!
//! GOLD.jsonl has an `id` (or `doc_id`) and `quotes` with `contents` and `sources` in code points
//! a line; TEXT_DIR/<id>.txt is the text. A candidate is right when half of its words and
//! the gold quote's are common to both and their sources touch, as
//! `score_quotes.py` counts it.

use std::collections::{BTreeMap, HashSet};

use quotestance::quotes::rules;
use quotestance::text::Document;
use serde_json::Value;

#[path = "common/words.rs"]
mod words;

use words::Words;

/// Candidates and right ones.
type Counts = (u32, u32);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.is_empty() || !args.len().is_multiple_of(2) {
        return Err("usage: cue_weights GOLD.jsonl TEXT_DIR [GOLD.jsonl TEXT_DIR]...".into());
    }
    let mut counts = AllCounts::new();
    for pair in args.chunks(2) {
        count(&pair[0], &pair[1], &mut counts)?;
    }
    println!(
        "# How often a candidate of the finder's rules is a quote, with its source. Source: counts over PolNeAR train"
    );
    println!(
        "# (English political news, LREC 2018) and data/gold.jsonl, written by `cargo run --release --example cue_weights`."
    );
    println!("# Columns: rule voice word candidates right; * stands for all words of the rule and voice.");
    for ((rule, voice, word), (all, right)) in counts {
        if all >= 3 || word == "*" {
            println!("{rule} {voice} {word} {all} {right}");
        }
    }
    Ok(())
}

/// Counts by rule, voice and word.
type AllCounts = BTreeMap<(String, String, String), Counts>;

fn count(gold: &str, texts: &str, counts: &mut AllCounts) -> Result<(), Box<dyn std::error::Error>> {
    for line in std::fs::read_to_string(gold)?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let id = line["doc_id"].as_str().or(line["id"].as_str()).ok_or("an article has no id")?;
        let text = std::fs::read_to_string(format!("{texts}/{id}.txt"))?;
        let words = Words::of(&text);
        let gold: Vec<(HashSet<usize>, HashSet<usize>)> = line["quotes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|q| (words.covered_points(&q["contents"]), words.covered_points(&q["sources"])))
            .collect();
        for candidate in rules::trace(&Document::new(&text)) {
            let spans = |spans: &[quotestance::text::Span]| {
                spans.iter().flat_map(|s| words.covered(s.start, s.end)).collect::<HashSet<_>>()
            };
            let (content, source) = (spans(&candidate.quote.contents), spans(&candidate.quote.sources));
            let right = gold.iter().any(|(c, s)| {
                let both = c.intersection(&content).count();
                2 * both >= c.union(&content).count()
                    && if s.is_empty() { source.is_empty() } else { !s.is_disjoint(&source) }
            });
            let (rule, voice, word) = candidate.trace;
            for word in [word, "*"] {
                let cell =
                    counts.entry((rule.as_str().to_owned(), voice.as_str().to_owned(), word.to_owned())).or_default();
                cell.0 += 1;
                cell.1 += u32::from(right);
            }
        }
    }
    Ok(())
}
