//! Makes as many articles as asked, for measuring speed and memory; not news, and of no use for accuracy.
//!
//! usage: cargo run --release --example make_articles -- NUMBER [SEED] > articles.jsonl, from the root of the repository
//!
//! Each is made of paragraphs of one article of `data/gold.jsonl` and then of others, until it has its length: 600
//! words on average, from 150 to 5,000, spread as in news. Sentences without quotation marks are exchanged for
//! those of other articles, people get other people's names, and numbers change. So no two are the same, and words,
//! names and quotes recur about as often as in an archive. The same number and seed give the same bytes.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, BufWriter, Write};

use quotestance::text::Document;
use serde_json::{Value, json};

/// Of the words' logarithms: news articles spread so.
const SPREAD: f64 = 0.55;
const WORDS: f64 = 600.0;
/// How many of the sentences without quotation marks are another article's.
const EXCHANGED: f64 = 0.3;
const MARKS: [char; 5] = ['"', '“', '”', '‘', '’'];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let number: u64 = arguments.next().ok_or("how many articles?")?.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let stock = Stock::read("data/gold.jsonl")?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for at in 0..number {
        let article = stock.article(at, Draws(mix(seed) ^ at));
        if let Err(error) = writeln!(out, "{article}") {
            // As with `head`, nobody reads on.
            return if error.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error.into()) };
        }
    }
    Ok(out.flush()?)
}

/// What articles are made of.
struct Stock {
    /// Of each article its paragraphs, each as sentences with the white space after them.
    articles: Vec<Vec<Vec<String>>>,
    titles: Vec<String>,
    publishers: Vec<String>,
    /// Sentences without quotation marks.
    plain: Vec<String>,
    /// First names and surnames of those who speak, in the order of the alphabet.
    names: [Vec<String>; 2],
    /// Which of the two a word is.
    is_name: HashMap<String, usize>,
}

impl Stock {
    fn read(path: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut stock = Self {
            articles: Vec::new(),
            titles: Vec::new(),
            publishers: Vec::new(),
            plain: Vec::new(),
            names: Default::default(),
            is_name: HashMap::new(),
        };
        let mut names = [BTreeSet::new(), BTreeSet::new()];
        let file = std::fs::File::open(path).map_err(|error| format!("{path}: {error}"))?;
        for line in BufReader::new(file).lines() {
            let article: Value = serde_json::from_str(&line?)?;
            let text = |field: &str| article[field].as_str().unwrap_or_default().to_owned();
            stock.titles.push(text("title"));
            stock.publishers.push(text("source"));
            stock.articles.push(paragraphs(&text("text")));
            for quote in article["quotes"].as_array().into_iter().flatten() {
                let speaker = &quote["speaker"];
                let name: Vec<&str> = speaker["name"].as_str().unwrap_or_default().split(' ').collect();
                let proper = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
                if let [first, last] = name.as_slice()
                    && speaker["type"] == "person"
                    && name.iter().all(proper)
                {
                    names[0].insert((*first).to_owned());
                    names[1].insert((*last).to_owned());
                }
            }
        }
        let sentences = stock.articles.iter().flatten().flatten();
        stock.plain = sentences.filter(|sentence| !sentence.contains(MARKS)).cloned().collect();
        for (kind, names) in names.into_iter().enumerate() {
            stock.is_name.extend(names.iter().map(|name| (name.clone(), kind)));
            stock.names[kind] = names.into_iter().collect();
        }
        Ok(stock)
    }

    fn article(&self, number: u64, mut draws: Draws) -> Value {
        let wanted = (WORDS * (SPREAD * draws.normal() - SPREAD * SPREAD / 2.0).exp()).clamp(150.0, 5000.0);
        let first = draws.below(self.articles.len());
        let (mut text, mut words, mut from) = (String::new(), 0, first);
        let mut names = HashMap::new();
        'article: loop {
            for paragraph in &self.articles[from] {
                for sentence in paragraph {
                    let exchanged = !sentence.contains(MARKS) && draws.share() < EXCHANGED;
                    let sentence = if exchanged { draws.of(&self.plain) } else { sentence };
                    self.reword(sentence, &mut names, &mut draws, &mut text);
                    words += sentence.split_whitespace().count();
                }
                text.truncate(text.trim_end().len());
                if words as f64 >= wanted {
                    break 'article;
                }
                text.push_str("\n\n");
            }
            from = draws.below(self.articles.len());
        }
        let mut title = String::new();
        self.reword(&self.titles[first], &mut names, &mut draws, &mut title);
        let date = format!("20{:02}-{:02}-{:02}", 10 + draws.below(15), 1 + draws.below(12), 1 + draws.below(28));
        let id = format!("made-{:07}", number + 1);
        json!({"id": id, "title": title, "source": self.publishers[first], "date": date, "text": text})
    }

    /// Adds a sentence to `text` with other names and numbers; `names` has those that the article's people have by now.
    fn reword<'s>(
        &'s self,
        sentence: &str,
        names: &mut HashMap<String, &'s str>,
        draws: &mut Draws,
        text: &mut String,
    ) {
        let mut rest = sentence;
        while let Some(begin) = rest.chars().next() {
            let like = |c: char| if begin.is_alphabetic() { c.is_alphabetic() } else { c == begin };
            let (word, after) = rest.split_at(rest.find(|c| !like(c)).unwrap_or(rest.len()));
            rest = after;
            match self.is_name.get(word) {
                Some(&kind) => {
                    let name = names.entry(word.to_owned()).or_insert_with(|| draws.of(&self.names[kind]));
                    text.push_str(name);
                }
                None if begin.is_ascii_digit() && begin != '0' => {
                    word.chars().for_each(|_| text.push(char::from(b'1' + draws.below(9) as u8)));
                }
                None => text.push_str(word),
            }
        }
    }
}

/// The sentences of each paragraph, with the white space after them.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let document = Document::new(text);
    let starts: Vec<usize> = document.sentences().iter().map(|sentence| sentence.span.start).collect();
    let paragraph = |unit: &quotestance::text::Unit| {
        let inside = starts.iter().copied().filter(|start| (unit.span.start..unit.span.end).contains(start));
        let mut bounds: Vec<usize> = inside.collect();
        bounds.push(unit.span.end);
        bounds.windows(2).map(|pair| text[pair[0]..pair[1]].to_owned()).collect()
    };
    document.paragraphs().iter().map(paragraph).collect()
}

/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): its last step spreads a counter over all bits.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Numbers by chance, the same from the same seed.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// From 0 to 1, without 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, end: usize) -> usize {
        (self.share() * end as f64) as usize
    }

    fn of<'a>(&mut self, from: &'a [String]) -> &'a str {
        &from[self.below(from.len())]
    }

    /// About normal: twelve uniform draws have variance 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}
