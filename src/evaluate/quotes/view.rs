//! Quotes as the measures see them, and the pairing of found with gold quotes.

use std::collections::BTreeMap;

use crate::quotes::{GoldQuote, Kind, Quote};
use crate::text::Span;

use super::page::Page;

/// Quotes that share a smaller part of their tokens (intersection over union) are no pair.
const MATCH_IOU: f64 = 0.5;

/// A gold or found quote in tokens.
#[derive(Debug, Clone)]
pub(super) struct View {
    /// Its place in the list that it comes from.
    pub place: usize,
    /// Content spans, those with only white space between them joined.
    pub contents: Vec<Span>,
    pub cue: Option<Span>,
    /// Source spans as they were given.
    pub sources: Vec<Span>,
    /// Tokens of the contents.
    pub tokens: Vec<usize>,
    pub kind: Kind,
    /// Tokens of the sources.
    pub source_tokens: Vec<usize>,
    /// Sources without punctuation at their ends.
    pub source_trims: Vec<Span>,
}

impl View {
    fn new(page: &Page<'_>, place: usize, contents: &[Span], cue: Option<Span>, sources: &[Span]) -> Option<Self> {
        let contents = page.join(contents);
        let tokens = page.cover(&contents);
        if tokens.is_empty() {
            return None;
        }
        Some(Self {
            place,
            kind: page.kind(&tokens),
            contents,
            cue,
            sources: sources.to_vec(),
            tokens,
            source_tokens: page.cover(sources),
            source_trims: page.trims(sources),
        })
    }

    /// The views of gold quotes; one without a token in its contents is left out.
    pub fn of_gold(page: &Page<'_>, quotes: &[GoldQuote]) -> Vec<Self> {
        let views = quotes.iter().enumerate();
        views.filter_map(|(at, q)| Self::new(page, at, &q.contents, q.cue, &q.sources)).collect()
    }

    /// The views of found quotes; one without a token in its contents is left out.
    pub fn of_found(page: &Page<'_>, quotes: &[Quote]) -> Vec<Self> {
        let views = quotes.iter().enumerate();
        views.filter_map(|(at, q)| Self::new(page, at, &q.contents, q.cue, &q.sources)).collect()
    }

    /// Whether the source of the found quote `other` is right: a token in common, or none on either side.
    pub fn is_joint_with(&self, other: &Self) -> bool {
        if self.source_tokens.is_empty() { other.source_tokens.is_empty() } else { self.sources_meet(other) }
    }

    /// Whether the sources share a token.
    pub fn sources_meet(&self, other: &Self) -> bool {
        common(&self.source_tokens, &other.source_tokens) > 0
    }
}

/// How many numbers two ascending lists have in common.
pub(super) fn common(one: &[usize], other: &[usize]) -> usize {
    one.iter().filter(|at| other.binary_search(at).is_ok()).count()
}

/// Pairs gold with found quotes one to one: the largest share of common tokens first; ties go to the earlier gold
/// quote, then the earlier found one.
pub(super) fn pairs(gold: &[&View], found: &[&View]) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (f, view) in found.iter().enumerate() {
        for token in &view.tokens {
            holders.entry(*token).or_default().push(f);
        }
    }
    let mut candidates = Vec::new();
    for (g, view) in gold.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for f in view.tokens.iter().filter_map(|token| holders.get(token)).flatten() {
            *shared.entry(*f).or_default() += 1;
        }
        for (f, both) in shared {
            let share = both as f64 / (view.tokens.len() + found[f].tokens.len() - both) as f64;
            if share >= MATCH_IOU {
                candidates.push((share, g, f));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_used, mut found_used) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, g, f) in candidates {
        if !gold_used[g] && !found_used[f] {
            gold_used[g] = true;
            found_used[f] = true;
            pairs.push((g, f));
        }
    }
    pairs
}
