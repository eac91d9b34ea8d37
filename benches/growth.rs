//! What a word costs as articles grow: the time must grow with the length of an article and no faster.
//!
//! `cargo bench --bench growth [-- LONGEST]` prints nanoseconds of processor time a word, stage by stage, for articles of
//! 100 words up to `LONGEST` (a million). Long articles are made of the paragraphs of short ones, so that names and
//! quotes come as often as in those. Each figure is the least of three runs over articles of 50,000 words in all.

mod common;

#[path = "common/clock.rs"]
mod clock;

use std::time::Duration;

use quotestance::Analysis;
use quotestance::features::QuoteContext;
use quotestance::output::{Format, OffsetUnit, Renderer};
use quotestance::pipeline::shipped_model;
use quotestance::quotes::{LearnedFinder, QuoteFinder, RuleFinder, speakers};
use quotestance::stance::StanceModel;
use quotestance::syntax::Syntax;
use quotestance::text::{Article, Document};

/// Words of the articles of one length, all together, unless one alone is longer.
const WORDS: usize = 50_000;
const RUNS: usize = 3;
const STAGES: [&str; 8] = ["tokens", "tags", "parse", "rules", "finder", "speakers", "stance", "output"];

fn main() {
    // `cargo bench` gives `--bench` too
    let longest = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let paragraphs = paragraphs();
    let model = shipped_model().expect("this build has a model");
    print!("{:>9}", "words");
    STAGES.iter().for_each(|stage| print!("{stage:>10}"));
    println!("{:>10}", "all");
    let lengths = std::iter::successors(Some(100), |length| Some(length * 10));
    for length in lengths.take_while(|length| *length <= longest) {
        let articles = articles(&paragraphs, length);
        let words: usize = articles.iter().map(|article| common::words(&article.text)).sum();
        let mut least = [Duration::MAX; STAGES.len()];
        for _ in 0..RUNS {
            let mut times = [Duration::ZERO; STAGES.len()];
            articles.iter().for_each(|article| analyse(article, &model, &mut times));
            for (least, time) in least.iter_mut().zip(times) {
                *least = time.min(*least);
            }
        }
        let a_word = |time: Duration| time.as_nanos() as f64 / words as f64;
        print!("{:>9}", words / articles.len());
        least.iter().for_each(|time| print!("{:>10.0}", a_word(*time)));
        // tags, arcs and rules are timed alone and are part of the finder too
        println!("{:>10.0}", a_word(least[0] + least[4] + least[6] + least[7]));
    }
}

/// Adds what each stage takes for an article to `times`.
fn analyse(article: &Article, model: &StanceModel, times: &mut [Duration; STAGES.len()]) {
    let mut stage = 0;
    let mut timed = |run: &mut dyn FnMut()| {
        let start = clock::now();
        run();
        times[stage] += clock::now().saturating_sub(start);
        stage += 1;
    };
    let finder = LearnedFinder::shipped().expect("this build has a finder");
    let mut document = Document::new("");
    let (mut quotes, mut stances) = (Vec::new(), Vec::new());
    timed(&mut || document = Document::new(&article.text));
    timed(&mut || drop(Syntax::shared().tags_only(&document)));
    timed(&mut || drop(Syntax::shared().analyse(&document)));
    timed(&mut || drop(RuleFinder::default().find(&document)));
    timed(&mut || quotes = finder.find(&document));
    let mut again = quotes.clone();
    timed(&mut || speakers::resolve(&document, &mut again));
    timed(&mut || {
        let contexts: Vec<QuoteContext<'_>> =
            quotes.iter().map(|quote| QuoteContext::of_quote(&document, quote)).collect();
        stances = model.predict_article(&contexts);
    });
    let renderer = Renderer::new(Format::Jsonl, OffsetUnit::Codepoint, Some(model.questions()), 80);
    let mut found = Analysis { quotes, stances: Some(stances), explanations: None };
    timed(&mut || drop(renderer.article(article, &found)));
    found.quotes.clear();
}

/// The paragraphs of all articles.
fn paragraphs() -> Vec<String> {
    let articles = common::articles(usize::MAX);
    let lines = articles.iter().flat_map(|article| article.text.lines());
    lines.filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// Articles of `length` words, paragraph after paragraph, from the start again when there are no more.
fn articles(paragraphs: &[String], length: usize) -> Vec<Article> {
    let mut paragraphs = paragraphs.iter().cycle();
    let article = |number: usize| {
        let (mut text, mut words) = (String::new(), 0);
        while words < length {
            let Some(paragraph) = paragraphs.next() else { break };
            words += common::words(paragraph);
            text += paragraph;
            text += "\n\n";
        }
        Article { id: number.to_string(), text, ..Article::default() }
    };
    (0..(WORDS / length).max(1)).map(article).collect()
}
