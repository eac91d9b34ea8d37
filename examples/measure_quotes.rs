//! Measures the quote finder on annotated articles.
//!
//! `measure_quotes predict GOLD.jsonl TEXT_DIR` prints the finder's quotes in the layout that
//! `score_quotes.py` reads, for each `doc_id` of GOLD.jsonl.
//!
//! `measure_quotes speakers FOLDER` reads `NAME.json` beside `NAME.txt` (spans in code points and a `speaker` a
//! quote), pairs found with gold quotes (half of their words in common, best first) and
//! prints the share of the found ones that carry the right speaker: the surname, or half of the
//! words of a name that is no person's.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::io::Write;

use quotestance::quotes::{Quote, QuoteFinder, RuleFinder};
use quotestance::text::{Document, Span};
use serde_json::{Value, json};

#[path = "common/words.rs"]
mod words;

use words::Words;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["predict", gold, texts] => predict(gold, texts),
        ["speakers", folder] => speakers(folder),
        _ => Err("usage: measure_quotes predict GOLD.jsonl TEXT_DIR | measure_quotes speakers FOLDER".into()),
    }
}

fn predict(gold: &str, texts: &str) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(gold)?.lines() {
        let gold: Value = serde_json::from_str(line)?;
        let id = gold["doc_id"].as_str().or(gold["id"].as_str()).ok_or("an article has no id")?;
        let text = std::fs::read_to_string(format!("{texts}/{id}.txt"))?;
        let points = code_points(&text);
        let span = |s: &Span| json!([points[s.start], points[s.end]]);
        let quotes: Vec<Value> = RuleFinder::default()
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

fn speakers(folder: &str) -> Result<(), Box<dyn Error>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|f| Some(f.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "json"));
    files.sort();
    // kind -> found, right
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for file in files {
        let gold: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        let text = std::fs::read_to_string(file.with_extension("txt"))?;
        let words = Words::of(&text);
        let found = RuleFinder::default().find(&Document::new(&text));
        let gold = gold["quotes"].as_array().cloned().unwrap_or_default();
        for (wanted, got) in pairs(&gold, &found, &words) {
            let kind = gold[wanted]["kind"].as_str().unwrap_or_default().to_owned();
            let right = is_right(gold[wanted]["speaker"].as_str().unwrap_or_default(), &found[got]);
            let groups = if kind == "indirect" { vec![kind] } else { vec![kind, "direct and mixed".to_owned()] };
            for group in groups {
                let cell = counts.entry(group).or_default();
                cell.0 += 1;
                cell.1 += u32::from(right);
            }
        }
    }
    for (kind, (found, right)) in counts {
        println!("{kind:<17} {right:>4} of {found:>4} right ({:.1}%)", 100.0 * f64::from(right) / f64::from(found));
    }
    Ok(())
}

/// Gold and found quotes, paired one to one by the share of words in common, largest first.
fn pairs(gold: &[Value], found: &[Quote], words: &Words) -> Vec<(usize, usize)> {
    let gold: Vec<HashSet<usize>> = gold.iter().map(|q| words.covered_points(&q["contents"])).collect();
    let found: Vec<HashSet<usize>> =
        found.iter().map(|q| q.contents.iter().flat_map(|s| words.covered(s.start, s.end)).collect()).collect();
    let mut candidates = Vec::new();
    for (g, wanted) in gold.iter().enumerate() {
        for (f, got) in found.iter().enumerate() {
            let both = wanted.intersection(got).count();
            let all = wanted.len() + got.len() - both;
            if 2 * both >= all && all > 0 {
                candidates.push((both as f64 / all as f64, g, f));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_found, mut pairs) = (HashSet::new(), HashSet::new(), Vec::new());
    for (_, g, f) in candidates {
        if !used_gold.contains(&g) && !used_found.contains(&f) {
            used_gold.insert(g);
            used_found.insert(f);
            pairs.push((g, f));
        }
    }
    pairs
}

fn is_right(wanted: &str, found: &Quote) -> bool {
    let split = |name: &str| -> Vec<String> {
        name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\'')))
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let got: HashSet<String> = split(found.speaker.name.as_deref().unwrap_or_default()).into_iter().collect();
    let first = wanted.split([';', '(']).next().unwrap_or_default();
    let surname = split(first).pop();
    if surname.is_some_and(|surname| got.contains(&surname)) {
        return true;
    }
    const EMPTY: [&str; 12] = ["the", "of", "for", "a", "an", "and", "unnamed", "in", "s", "to", "at", "on"];
    let words: HashSet<String> = split(wanted).into_iter().filter(|w| !EMPTY.contains(&w.as_str())).collect();
    !words.is_empty() && 2 * words.intersection(&got).count() >= words.len()
}
