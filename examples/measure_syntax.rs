//! Measures the tagger and the parser on the development parts of treebanks.
//!
//! `cargo run --release --example measure_syntax -- UD_DIR POLNEAR_DIR [MODEL]`

#[path = "common/treebanks.rs"]
mod treebanks;

use std::path::Path;
use std::time::Instant;

use quotestance::syntax::{Relation, Syntax};
use quotestance::syntax::train::{TreebankSentence, project};
use quotestance::text::Document;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [ud, polnear, model] = &args[..] else { anyhow::bail!("usage: measure_syntax UD_DIR POLNEAR_DIR MODEL") };
    let bytes = std::fs::read(model)?;
    let start = Instant::now();
    let syntax = Syntax::from_bytes(&bytes, Path::new(model))?;
    println!("model: {} bytes, loaded in {:.1} ms", bytes.len(), start.elapsed().as_secs_f64() * 1000.0);
    let ewt = treebanks::conllu(Path::new(ud), "en_ewt-dev")?;
    let gum = treebanks::conllu(Path::new(ud), "en_gum-dev")?;
    let news: Vec<TreebankSentence> = gum
        .iter()
        .chain(&ewt)
        .filter(|s| s.document.contains("_news_"))
        .cloned()
        .collect();
    let silver = treebanks::polnear(Path::new(polnear), "dev")?;
    for (name, sentences) in
        [("EWT dev", &ewt), ("GUM dev", &gum), ("GUM dev, news", &news), ("PolNeAR dev (CoreNLP)", &silver)]
    {
        measure(&syntax, name, sentences);
    }
    let text: String =
        silver.iter().map(|s| format!("{}{}", if s.begins_paragraph { "\n" } else { " " }, s.text)).collect();
    let doc = Document::new(&text);
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
    let (mut tokens, mut tags, mut unprojected, mut heads, mut arcs) = (0, 0, 0, 0, 0);
    let mut counts = [[0usize; 3]; Relation::COUNT];
    let mut confusions = std::collections::BTreeMap::<(&str, &str, String), usize>::new();
    for sentence in sentences {
        let doc = Document::new(&sentence.text);
        let Some(gold) = project(sentence, &doc) else {
            unprojected += 1;
            continue;
        };
        let parsed = syntax.analyse(&doc);
        for at in 0..doc.tokens().len() {
            tokens += 1;
            let head = gold.heads[at] == parsed.head(at);
            heads += usize::from(head);
            let whole = head && gold.relations[at] == parsed.relation(at);
            arcs += usize::from(whole);
            counts[gold.relations[at] as usize][0] += 1;
            counts[parsed.relation(at) as usize][1] += 1;
            counts[gold.relations[at] as usize][2] += usize::from(whole);
            tags += usize::from(parsed.tag(at) == gold.tags[at]);
            if parsed.tag(at) != gold.tags[at] {
                *confusions
                    .entry((gold.tags[at].name(), parsed.tag(at).name(), doc.word(at).to_lowercase()))
                    .or_default() += 1;
            }
        }
    }
    println!(
        "{name}: {} sentences ({unprojected} without a tree), {tokens} tokens, tags {:.2}",
        sentences.len(),
        100.0 * tags as f64 / tokens as f64
    );
    let f1 = |relation: Relation| {
        let [gold, found, right] = counts[relation as usize];
        200.0 * right as f64 / (gold + found).max(1) as f64
    };
    let share = |count: usize| 100.0 * count as f64 / tokens as f64;
    println!("  UAS {:.2} LAS {:.2}; nsubj {:.1} nsubj:pass {:.1} ccomp {:.1} xcomp {:.1} parataxis {:.1} root {:.1}", share(heads), share(arcs), f1(Relation::Subject), f1(Relation::PassiveSubject), f1(Relation::Complement), f1(Relation::OpenComplement), f1(Relation::Parataxis), f1(Relation::Root));
    if std::env::var("CONFUSIONS").is_ok() {
        let mut list: Vec<_> = confusions.into_iter().collect();
        list.sort_by_key(|(_, n)| usize::MAX - n);
        println!("  {:?}", &list[..list.len().min(25)]);
    }
}
