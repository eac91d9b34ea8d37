//! The articles that the measurements read: the project's own, so that anyone can repeat them, or those of a file of
//! JSON lines that the environment variable `ARTICLES` names.

use std::path::{Path, PathBuf};

use quotestance::input::{Articles, resolve};
use quotestance::text::Article;

/// A file of the repository.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Articles of some `wanted` words in all, spread over those that there are. Few articles would flatter the program: its
/// models' tables are larger than a processor's caches, and what it waits for is the memory.
pub fn articles(wanted: usize) -> Vec<Article> {
    let input = std::env::var_os("ARTICLES").map_or_else(|| file("data/text"), PathBuf::from);
    let sources = resolve(&[input], None).sources;
    let articles: Vec<Article> =
        Articles::new(sources, |_| {}).map(|article| article.expect("ARTICLES names articles")).collect();
    let all: usize = articles.iter().map(|article| words(&article.text)).sum();
    articles.into_iter().step_by((all / wanted).max(1)).collect()
}

/// How many words a text has, counted as `wc -w` does.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
