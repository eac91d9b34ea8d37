//! The list of abbreviations (`data/lexicon/abbreviations.txt`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Abbreviation in lower case without its final dot, and whether a name or number always follows.
static ENTRIES: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    include_str!("../../data/lexicon/abbreviations.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| match line.split_once(' ') {
            Some((word, _)) => (word, true),
            None => (line.trim(), false),
        })
        .collect()
});

const LONGEST: usize = 8;

fn entry(word: &str) -> Option<bool> {
    // most words fail here, before anything is copied
    if word.is_empty() || word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut lower = [0u8; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    ENTRIES.get(std::str::from_utf8(lower).ok()?).copied()
}

/// Whether `word` (without its dot) is written with a dot. "no" and "art" are
/// words far more often, so that they need a capital.
pub(super) fn contains(word: &str) -> bool {
    // in lower case these are words that end sentences
    const WORDS: &[&str] = &[
        "al", "ark", "art", "co", "col", "cos", "dec", "del", "det", "fig", "fla", "fri", "gen", "hon", "ill", "ind",
        "la", "mar", "mass", "md", "miss", "mo", "mon", "mt", "ore", "pa", "pp", "pres", "rep", "reps", "rev", "sec",
        "st", "vol", "wash", "wed", "jan", "ky", "ave", "gov", "id",
    ];
    word == "al" || entry(word).is_some() && !WORDS.contains(&word)
}

/// Whether `word`, its dot included, is always followed by a name or number.
pub(super) fn needs_more(word: &str) -> bool {
    entry(word.trim_end_matches('.')).unwrap_or(false)
}
