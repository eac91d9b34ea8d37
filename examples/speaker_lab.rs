//! Measures the speaker stage: reads annotated articles as JSON lines, hands their
//! quotes to `resolve` and compares the names.
//!
//! `speaker_lab FILE [-v]`; `-v` prints each miss. Spans are Unicode code points.

use std::collections::BTreeMap;
use std::time::Instant;

use quotestance::quotes::{Kind, Quote, Speaker, SpeakerType, speakers};
use quotestance::text::{Document, Span};
use serde_json::Value;

fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .replace("(unnamed)", "")
        .replace("u.s.", "us")
        .replace("united states", "us")
        .replace("american", "us")
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|w| {
            !w.is_empty()
                && !["the", "a", "an", "of", "for", "s", "in", "and", "to", "who", "on", "at", "from"].contains(w)
        })
        .map(|w| w.trim_end_matches('s').to_owned())
        .collect()
}

fn same(gold: &str, kind: &str, got: &Speaker) -> bool {
    let unknown = kind == "unknown" && gold == "?";
    let Some(name) = &got.name else { return unknown };
    if unknown {
        return got.kind == SpeakerType::Unknown;
    }
    let (g, p) = (words(gold), words(name));
    let (Some(last), Some(got_last)) = (g.last(), p.last()) else { return false };
    if gold.contains(';') != name.contains(';') && gold.contains(';') {
        return false;
    }
    if kind == "person" || kind.is_empty() && got.kind == SpeakerType::Person {
        return last == got_last && got.kind == SpeakerType::Person;
    }
    let shared = g.iter().filter(|w| p.contains(w)).count();
    shared == g.len() || shared == p.len() || shared * 2 >= g.len().max(p.len())
}

fn mention(text: &str) -> &'static str {
    let lower = text.to_lowercase();
    if text.is_empty() {
        "none"
    } else if ["he", "she", "i", "we", "they", "it", "who", "his", "her"].contains(&lower.as_str()) {
        "pronoun"
    } else if text.split(' ').next_back().is_some_and(|w| w.starts_with(char::is_uppercase)) {
        "name"
    } else {
        "role"
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().expect("a file of JSON lines");
    let verbose = args.next().is_some();
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut count, mut seconds) = (0usize, 0.0);
    for line in std::fs::read_to_string(&file).expect("the file").lines() {
        let doc: Value = serde_json::from_str(line).expect("JSON");
        let text = doc["text"].as_str().expect("text");
        let mut at: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        at.push(text.len());
        let span =
            |v: &Value| Span::new(at[v[0].as_u64().expect("start") as usize], at[v[1].as_u64().expect("end") as usize]);
        let spans = |v: &Value| v.as_array().map(|a| a.iter().map(span).collect::<Vec<_>>()).unwrap_or_default();
        let mut quotes: Vec<Quote> = doc["quotes"]
            .as_array()
            .expect("quotes")
            .iter()
            .map(|q| Quote {
                kind: match q["kind"].as_str() {
                    Some("direct") => Kind::Direct,
                    Some("mixed") => Kind::Mixed,
                    _ => Kind::Indirect,
                },
                contents: spans(&q["contents"]),
                cue: (!q["cue"].is_null()).then(|| span(&q["cue"])),
                sources: spans(&q["sources"]),
                speaker: Speaker::unknown(),
                confidence: 1.0,
            })
            .collect();
        let document = Document::new(text);
        let begin = Instant::now();
        speakers::resolve(&document, &mut quotes);
        seconds += begin.elapsed().as_secs_f64();
        count += text.split_whitespace().count();
        for (quote, gold) in quotes.iter().zip(doc["quotes"].as_array().expect("quotes")) {
            let name = gold["speaker"].as_str().unwrap_or_default();
            let kind = gold["type"].as_str().unwrap_or_default();
            let right = same(name, kind, &quote.speaker);
            let source = quote.sources.first().map_or("", |s| s.of(text));
            let rows = [
                "all".to_owned(),
                format!("kind {}", quote.kind.as_str()),
                format!("type {kind}"),
                format!("mention {}", mention(source)),
                format!("said {}", quote.speaker.kind.as_str()),
            ];
            for key in rows {
                let entry = tally.entry(key).or_default();
                entry.0 += usize::from(right);
                entry.1 += 1;
            }
            if !kind.is_empty() && kind == quote.speaker.kind.as_str() {
                tally.entry("same type".into()).or_default().0 += 1;
            }
            if kind == "person" {
                let entry = tally.entry("described".into()).or_default();
                entry.0 += usize::from(quote.speaker.description.is_some());
                entry.1 += 1;
                let entry = tally.entry("exact name".into()).or_default();
                entry.0 += usize::from(quote.speaker.name.as_deref() == Some(name));
                entry.1 += 1;
            }
            let show = std::env::var("SHOW").unwrap_or_default();
            if verbose && (!right || show == "all") {
                println!(
                    "{} [{}] {:?} ({}) {} | got {:?} {:?} {}",
                    doc["doc_id"].as_str().unwrap_or_default(),
                    quote.kind.as_str(),
                    quote.sources.iter().map(|s| s.of(text)).collect::<Vec<_>>(),
                    kind,
                    name,
                    quote.speaker.name,
                    quote.speaker.description,
                    quote.speaker.kind.as_str(),
                );
            }
        }
    }
    for (key, (right, all)) in tally {
        println!("{key:24} {right:5} / {all:5}  {:.3}", right as f64 / all.max(1) as f64);
    }
    println!("{count} words, {seconds:.3} s, {:.0} words/s", count as f64 / seconds);
}
