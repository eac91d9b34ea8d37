//! How likely a candidate is a quote, by rule, voice and reporting word:
//! the share that was right in annotated articles (`data/lexicon/cue_weights.txt`),
//! drawn towards the share of its rule and voice where the word is rare.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::attribution::{Rule, Voice};

/// A word's own count weighs as much as its rule's share at this many candidates.
const PRIOR: f64 = 8.0;

type Counts = HashMap<(&'static str, &'static str, &'static str), (f64, f64)>;

static COUNTS: LazyLock<Counts> = LazyLock::new(|| {
    include_str!("../../../data/lexicon/cue_weights.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split(' ');
            let key = (columns.next()?, columns.next()?, columns.next()?);
            let all: f64 = columns.next()?.parse().ok()?;
            Some((key, (all, columns.next()?.parse().ok()?)))
        })
        .collect()
});

/// The share of such candidates that were quotes with their source.
pub(super) fn confidence(rule: Rule, voice: Voice, word: &str) -> f64 {
    let (rule, voice) = (rule.as_str(), voice.as_str());
    let share = |counts: Option<&(f64, f64)>, prior: f64| {
        let (all, right) = counts.copied().unwrap_or_default();
        (right + PRIOR * prior) / (all + PRIOR)
    };
    let of_rule = share(COUNTS.get(&(rule, voice, "*")), 0.3);
    share(COUNTS.get(&(rule, voice, word)), of_rule)
}
