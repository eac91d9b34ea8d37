//! Counts the words of news articles and writes `data/lexicon/news_words.txt`, the commonest first.
//!
//! usage: zcat ../shared/corpora/news/articles.jsonl.gz | cargo run --release --example count_words > data/lexicon/news_words.txt
//!
//! Standard input has one JSON object with a `text` a line. A word counts as it is written, punctuation too.

use std::collections::HashMap;
use std::io::BufRead;

use quotestance::text::Document;

/// How many words the list has; those after it make up a tenth of a text.
const WORDS: usize = 5000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().ok_or("an article has no text")?;
        let document = Document::new(text);
        for at in 0..document.tokens().len() {
            *counts.entry(document.word(at).to_owned()).or_default() += 1;
        }
    }
    let total: u64 = counts.values().map(|count| u64::from(*count)).sum();
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
    counts.truncate(WORDS);
    let kept: u64 = counts.iter().map(|(_, count)| u64::from(*count)).sum();
    println!(
        "# How often the commonest words and marks occur in news. Source: counts over 2,826 articles of American and"
    );
    println!("# British outlets (corpora/news), written by `cargo run --release --example count_words`.");
    println!("# They are {:.1}% of all. Columns: word count.", 100.0 * kept as f64 / total as f64);
    for (word, count) in counts {
        println!("{word} {count}");
    }
    Ok(())
}
