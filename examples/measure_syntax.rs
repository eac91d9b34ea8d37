//! Measures the tagger and the parser on the development parts of treebanks.
//!
//! `cargo run --release --example measure_syntax -- UD_DIR POLNEAR_DIR [MODEL]`

#[path = "common/treebanks.rs"]
mod treebanks;

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use quotestance::syntax::train::{TreebankSentence, project};
use quotestance::syntax::{Relation, Syntax};
use quotestance::text::Document;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [ud, polnear, rest @ ..] = &args[..] else {
        anyhow::bail!("usage: measure_syntax UD_DIR POLNEAR_DIR [MODEL]");
    };
    let model = rest.first().map_or("models/syntax.qsm", String::as_str);
    let bytes = std::fs::read(model)?;
    let start = Instant::now();
    let syntax = Syntax::from_bytes(&bytes, Path::new(model))?;
    println!("model: {} bytes, loaded in {:.1} ms", bytes.len(), start.elapsed().as_secs_f64() * 1000.0);
    let ewt = treebanks::conllu(Path::new(ud), "en_ewt-dev")?;
    let gum = treebanks::conllu(Path::new(ud), "en_gum-dev")?;
    let news: Vec<TreebankSentence> =
        gum.iter().chain(&ewt).filter(|s| s.document.contains("_news_")).cloned().collect();
    let silver = treebanks::polnear(Path::new(polnear), "dev")?;
    for (name, sentences) in
        [("EWT dev", &ewt), ("GUM dev", &gum), ("GUM dev, news", &news), ("PolNeAR dev (CoreNLP)", &silver)]
    {
        measure(&syntax, name, sentences);
    }
    for (name, sentences) in [("EWT dev", &ewt), ("GUM dev", &gum)] {
        boundaries(name, sentences);
    }
    let text: String =
        silver.iter().map(|s| format!("{}{}", if s.begins_paragraph { "\n" } else { " " }, s.text)).collect();
    let doc = Document::new(&text);
    reports(&syntax, Path::new(polnear))?;
    for (name, parse) in [("tags only", false), ("tags and arcs", true)] {
        let mut best = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let parsed = if parse { syntax.analyse(&doc) } else { syntax.tags_only(&doc) };
            assert_eq!(parsed.tags().len(), doc.tokens().len());
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{name}: {:.2} M tokens/s", doc.tokens().len() as f64 / best / 1e6);
    }
    Ok(())
}

fn measure(syntax: &Syntax, name: &str, sentences: &[TreebankSentence]) {
    let (mut tokens, mut tags, mut arcs, mut heads, mut named, mut without) = (0, 0, 0, 0, 0, 0);
    let mut counts = [[0usize; 3]; Relation::COUNT];
    for sentence in sentences {
        let doc = Document::new(&sentence.text);
        let Some(gold) = project(sentence, &doc) else {
            without += 1;
            continue;
        };
        let parsed = syntax.analyse(&doc);
        for at in 0..doc.tokens().len() {
            tokens += 1;
            tags += usize::from(parsed.tag(at) == gold.tags[at]);
            if !gold.certain[at] {
                continue;
            }
            let head = gold.heads[at] == parsed.head(at);
            let whole = head && gold.relations[at] == parsed.relation(at);
            arcs += 1;
            heads += usize::from(head);
            named += usize::from(whole);
            counts[gold.relations[at] as usize][0] += 1;
            counts[parsed.relation(at) as usize][1] += 1;
            counts[gold.relations[at] as usize][2] += usize::from(whole);
        }
    }
    println!("{name}: {} sentences ({without} without a tree), {tokens} tokens", sentences.len());
    print!("  tags {:.2}; UAS {:.2} LAS {:.2}; F1", percent(tags, tokens), percent(heads, arcs), percent(named, arcs));
    use Relation::{Complement, OpenComplement, Parataxis, PassiveSubject, Root, Subject};
    for relation in [Subject, PassiveSubject, Complement, OpenComplement, Parataxis, Root] {
        let [gold, found, right] = counts[relation as usize];
        print!(" {} {:.1}", relation.name(), 200.0 * right as f64 / (gold + found).max(1) as f64);
    }
    println!();
    if std::env::var("ALL").is_ok() {
        for relation in Relation::ALL {
            let [gold, found, right] = counts[*relation as usize];
            println!("    {} gold {gold} found {found} right {right}", relation.name());
        }
    }
}

/// Whether sentences and words begin and end where the treebank's do, over whole documents.
fn boundaries(name: &str, sentences: &[TreebankSentence]) {
    let (mut gold, mut found, mut right, mut words, mut respected) = (0, 0, 0, 0, 0);
    for document in sentences.chunk_by(|a, b| a.document == b.document) {
        let mut text = String::new();
        let mut spans = HashSet::new();
        for sentence in document {
            text.push(if sentence.begins_paragraph { '\n' } else { ' ' });
            let start = text.len();
            text.push_str(&sentence.text);
            spans.insert((start, text.len()));
            words += sentence.words.len();
            respected += project(sentence, &Document::new(&sentence.text)).map_or(0, |own| own.respected);
        }
        let doc = Document::new(&text);
        gold += spans.len();
        found += doc.sentences().len();
        for sentence in doc.sentences() {
            let same = spans.contains(&(sentence.span.start, sentence.span.end));
            right += usize::from(same);
            if !same && std::env::var("SENTENCES").is_ok() {
                println!("  {:?}", sentence.span.of(&text));
            }
        }
    }
    let (precision, recall) = (percent(right, found), percent(right, gold));
    println!(
        "{name}: sentences P {precision:.1} R {recall:.1} F1 {:.1}; {:.1} of the words begin and end with a token",
        200.0 * right as f64 / (gold + found) as f64,
        percent(respected, words)
    );
}

/// Of PolNeAR's hand-annotated quotes: whose source is a subject of the cue's verb, and whose content is its complement.
fn reports(syntax: &Syntax, folder: &Path) -> anyhow::Result<()> {
    let gold = std::fs::read_to_string(folder.join("gold-dev.jsonl"))?;
    let (mut pairs, mut subjects, mut attached, mut clauses, mut complements, mut below) = (0, 0, 0, 0, 0, 0);
    for line in gold.lines() {
        let article: serde_json::Value = serde_json::from_str(line)?;
        let id = article["doc_id"].as_str().unwrap_or_default();
        let text = std::fs::read_to_string(folder.join("dev/text").join(format!("{id}.txt")))?;
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let doc = Document::new(&text);
        let parsed = syntax.analyse(&doc);
        let tokens = |span: &serde_json::Value| -> std::ops::Range<usize> {
            let place = |at: usize| places[(span[at].as_u64().unwrap_or(0) as usize).min(places.len() - 1)];
            doc.token_at(place(0))..doc.tokens().partition_point(|t| t.span.start < place(1))
        };
        for quote in article["quotes"].as_array().into_iter().flatten() {
            // the words of a span that hang on words outside it
            let tops = |span: &std::ops::Range<usize>| -> Vec<usize> {
                let word = |at: &usize| !parsed.tag(*at).is_punctuation();
                let outer = |at: &usize| parsed.head(*at).is_none_or(|head| !span.contains(&head));
                span.clone().filter(word).filter(outer).collect()
            };
            let cue = tokens(&quote["cue"]);
            let Some(verb) = cue.clone().find(|at| parsed.tag(*at).is_verb()) else { continue };
            let same = |at: usize| {
                doc.sentence_at(doc.tokens()[at].span.start) == doc.sentence_at(doc.tokens()[verb].span.start)
            };
            if let Some(source) = quote["sources"].get(0).map(&tokens)
                && source.clone().all(same)
                && !source.is_empty()
            {
                pairs += 1;
                let on = |relation: bool| {
                    tops(&source).iter().any(|top| {
                        parsed.head(*top).is_some_and(|head| cue.contains(&head))
                            && (!relation || parsed.relation(*top).is_subject())
                    })
                };
                subjects += usize::from(on(true));
                attached += usize::from(on(false));
            }
            let content = quote["contents"].get(0).map(&tokens);
            if let Some(content) = content
                && content.clone().all(same)
                && content.len() > 2
            {
                clauses += 1;
                let tops = tops(&content);
                let under = |top: &usize| {
                    parsed.head(*top).is_some_and(|head| cue.contains(&head))
                        && matches!(
                            parsed.relation(*top),
                            Relation::Complement | Relation::OpenComplement | Relation::Parataxis | Relation::Object
                        )
                };
                let over = tops.iter().any(|top| {
                    cue.clone().any(|at| parsed.head(at) == Some(*top) && parsed.relation(at) == Relation::Parataxis)
                });
                complements += usize::from(over || tops.iter().any(under));
                below += usize::from(tops.len() == 1);
            }
        }
    }
    println!(
        "PolNeAR dev, by hand: {pairs} sources, {:.1} subject of the cue, {:.1} on the cue; \
         {clauses} contents, {:.1} complement of the cue or its parataxis, {:.1} one subtree",
        percent(subjects, pairs),
        percent(attached, pairs),
        percent(complements, clauses),
        percent(below, clauses)
    );
    Ok(())
}

fn percent(count: usize, of: usize) -> f64 {
    100.0 * count as f64 / of.max(1) as f64
}
