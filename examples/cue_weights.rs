//! Counts how often each rule's candidates are quotes of annotated articles and
//! writes `data/lexicon/cue_weights.txt`.
//!
//! usage: cargo run --release --example cue_weights -- GOLD.jsonl TEXT_DIR [GOLD.jsonl TEXT_DIR]... > data/lexicon/cue_weights.txt
//!
//! GOLD.jsonl has an `id` (or `doc_id`) and `quotes` with `contents` and `sources` in code points
//! a line; TEXT_DIR/<id>.txt is the text. A candidate is right when half of its words and
//! the gold quote's are common to both and their sources touch, as
//! `score_quotes.py` counts it.

use std::collections::{BTreeMap, HashMap, HashSet};

use quotestance::quotes::rules;
use quotestance::text::Document;
use serde_json::Value;

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

/// Runs of non-space characters, by byte and by code point.
struct Words {
    spans: Vec<(usize, usize)>,
    bytes: HashMap<usize, usize>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut spans = Vec::new();
        let mut start = None;
        let mut bytes = HashMap::new();
        for (point, (at, c)) in text.char_indices().enumerate() {
            bytes.insert(point, at);
            match (c.is_whitespace(), start) {
                (true, Some(s)) => {
                    spans.push((s, at));
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
        }
        bytes.insert(text.chars().count(), text.len());
        if let Some(s) = start {
            spans.push((s, text.len()));
        }
        Self { spans, bytes }
    }

    fn covered(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.spans.partition_point(|s| s.1 <= start);
        let last = self.spans.partition_point(|s| s.0 < end);
        first..last.max(first)
    }

    fn covered_points(&self, spans: &Value) -> HashSet<usize> {
        let at = |span: &Value, place: usize, name: &str| {
            let point = if span.is_array() { span[place].as_u64() } else { span[name].as_u64() };
            point.and_then(|p| self.bytes.get(&(p as usize))).copied().unwrap_or(0)
        };
        let spans = spans.as_array().into_iter().flatten();
        spans.flat_map(|span| self.covered(at(span, 0, "start"), at(span, 1, "end"))).collect()
    }
}
