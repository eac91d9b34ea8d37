//! Sums over an article's tokens, so that the sum over any range is one subtraction.

use std::collections::HashMap;
use std::ops::Range;

use super::super::labels::{CONTENT, CUE_HEAD, IN_CONTENT, IN_SOURCE, SOURCE};
use super::super::view::View;
use crate::learn::AsItIs;
use crate::learn::field::Row;
use crate::syntax::Tag;

/// Tokens less likely to be a cue do not count among those with its lemma.
const LEAST: f32 = 1e-3;

/// What is summed up: the first field's probabilities, and tokens of a kind.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sum {
    Heads,
    Content,
    Source,
    Quoted,
    Verbs,
    Finite,
    Subjects,
    Capitals,
}

/// The sums, and what the likely cues' words are elsewhere in the article.
#[derive(Debug)]
pub(super) struct Article {
    sums: Vec<[f32; 8]>,
    /// For the lemmas of likely cues: how many tokens have it, and the sum of their probabilities to be a cue.
    lemmas: HashMap<u64, (f32, f32), AsItIs>,
}

impl Article {
    pub fn new(view: &View<'_, '_, '_>, joint: &[Row], heads: impl Iterator<Item = usize>) -> Self {
        let mut lemmas: HashMap<u64, (f32, f32), AsItIs> = HashMap::default();
        for head in heads {
            lemmas.entry(view.lemma[head]).or_default();
        }
        let mut sums = Vec::with_capacity(view.len() + 1);
        let mut all = [0.0f32; 8];
        sums.push(all);
        for (at, row) in joint.iter().enumerate().take(view.len()) {
            let tag = view.parsed.tag(at);
            let flag = |is: bool| f32::from(u8::from(is));
            let finite = matches!(tag, Tag::VerbPast | Tag::VerbPresent | Tag::VerbThird | Tag::Modal);
            let now = [
                row[CUE_HEAD],
                row[CONTENT] + row[IN_CONTENT],
                row[SOURCE] + row[IN_SOURCE],
                flag(view.quoted[at] > 0),
                flag(tag.is_verb()),
                flag(finite),
                flag(view.parsed.relation(at).is_subject()),
                flag(matches!(view.shape[at], 1 | 2)),
            ];
            all.iter_mut().zip(now).for_each(|(all, now)| *all += now);
            sums.push(all);
            if row[CUE_HEAD] > LEAST
                && let Some((count, sum)) = lemmas.get_mut(&view.lemma[at])
            {
                *count += 1.0;
                *sum += row[CUE_HEAD];
            }
        }
        Self { sums, lemmas }
    }

    /// A sum over a range of tokens.
    pub fn sum(&self, sum: Sum, range: &Range<usize>) -> f32 {
        let last = self.sums.len() - 1;
        let (start, end) = (range.start.min(last), range.end.min(last));
        self.sums[end][sum as usize] - self.sums[start][sum as usize]
    }

    /// A sum over several ranges.
    pub fn sum_of(&self, sum: Sum, ranges: &[Range<usize>]) -> f32 {
        ranges.iter().map(|range| self.sum(sum, range)).sum()
    }

    /// A sum over the whole article.
    pub fn total(&self, sum: Sum) -> f32 {
        self.sums[self.sums.len() - 1][sum as usize]
    }

    /// How many other tokens have a likely cue's lemma, and their mean probability to be a cue.
    pub fn others(&self, lemma: u64, own: f32) -> (f32, f32) {
        let (count, sum) = self.lemmas.get(&lemma).copied().unwrap_or_default();
        let (count, sum) = if own > LEAST { (count - 1.0, sum - own) } else { (count, sum) };
        if count > 0.0 { (count, sum / count) } else { (0.0, -1.0) }
    }
}
