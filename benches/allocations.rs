//! How often each stage asks for memory, and for how much, once the program is warm.
//!
//! `cargo bench --bench allocations` prints for each stage allocations and bytes an article, the most bytes that an
//! article held at once, and allocations in a thousand words.

mod common;

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use quotestance::Pipeline;
use quotestance::features::QuoteContext;
use quotestance::output::{Format, OffsetUnit, Renderer};
use quotestance::pipeline::shipped_model;
use quotestance::quotes::{LearnedFinder, QuoteFinder, RuleFinder, speakers};
use quotestance::syntax::Syntax;
use quotestance::text::{Article, Document};

/// Words of the articles, all together.
const WORDS: usize = 40_000;

fn main() {
    let articles = common::articles(WORDS);
    let words: usize = articles.iter().map(|article| common::words(&article.text)).sum();
    let pipeline = Pipeline::new(Some(shipped_model().expect("this build has a model")));
    let model = pipeline.model().expect("it was given one");
    let finder = LearnedFinder::shipped().expect("this build has a finder");
    let rules = RuleFinder::default();
    let renderer = Renderer::new(Format::Jsonl, OffsetUnit::Codepoint, Some(model.questions()), 80);
    // word lists and models are read when they are first asked for
    let found: Vec<_> = articles.iter().map(|article| pipeline.analyse(article)).collect();
    let documents: Vec<_> = articles.iter().map(|article| Document::new(&article.text)).collect();
    let contexts = |at: usize| -> Vec<QuoteContext<'_>> {
        found[at].quotes.iter().map(|quote| QuoteContext::of_quote(&documents[at], quote)).collect()
    };
    let quotes: usize = found.iter().map(|found| found.quotes.len()).sum();
    println!("{} articles, {words} words, {quotes} quotes", articles.len());
    println!("{:<22}{:>14}{:>14}{:>14}{:>16}", "stage", "allocations", "bytes", "most at once", "in 1,000 words");
    let of = |name: &str, run: &dyn Fn(usize)| tell(name, &articles, words, run);
    of("tokens", &|at| drop(black_box(Document::new(&articles[at].text))));
    of("tags", &|at| drop(black_box(Syntax::shared().tags_only(&documents[at]))));
    of("tags and parse", &|at| drop(black_box(Syntax::shared().analyse(&documents[at]))));
    of("rules with speakers", &|at| drop(black_box(rules.find(&documents[at]))));
    of("finder with speakers", &|at| drop(black_box(finder.find(&documents[at]))));
    of("speakers", &|at| speakers::resolve(&documents[at], &mut found[at].quotes.clone()));
    of("contexts", &|at| drop(black_box(contexts(at))));
    of("contexts, vectorise", &|at| {
        model.rows(&contexts(at), |_, _, row| {
            black_box(row);
        });
    });
    of("contexts, classify", &|at| drop(black_box(model.predict_article(&contexts(at)))));
    of("output", &|at| drop(black_box(renderer.article(&articles[at], &found[at]))));
    of("all", &|at| drop(black_box(renderer.article(&articles[at], &pipeline.analyse(&articles[at])))));
}

/// Prints what `run` asks for, on average over the articles.
fn tell(name: &str, articles: &[Article], words: usize, run: &dyn Fn(usize)) {
    let mut all = AllocationInfo::default();
    let mut most = 0;
    for at in 0..articles.len() {
        let info = measure(|| run(at));
        all.count_total += info.count_total;
        all.bytes_total += info.bytes_total;
        most = most.max(info.bytes_max);
    }
    let (count, bytes) = (all.count_total as f64, all.bytes_total as f64);
    let articles = articles.len() as f64;
    println!(
        "{name:<22}{:>14.0}{:>14.0}{most:>14}{:>16.1}",
        count / articles,
        bytes / articles,
        1000.0 * count / words as f64
    );
}
