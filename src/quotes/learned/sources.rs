//! Ranks the candidates for the source of a cue, by logistic regression over a few facts of each.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::super::lexicon::Classes;
use super::labels::{IN_SOURCE, SOURCE};
use super::view::View;
use crate::learn::field::Row;
use crate::learn::logistic::probability;
use crate::syntax::{Relation, Tag};

/// How many facts describe a candidate.
pub(super) const FACTS: usize = 24;

/// A mention that may be the source.
#[derive(Debug, Clone)]
pub(super) struct SourceCandidate {
    /// Its tokens; none for "the quote has no source".
    pub ranges: Vec<Range<usize>>,
    /// Which stages name it.
    pub named_by: NamedBy,
    pub facts: [f32; FACTS],
    /// Probability that it is the source.
    pub score: f32,
}

/// Which stages name a candidate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct NamedBy {
    pub cue_field: bool,
    pub joint_field: bool,
    pub rules: bool,
    pub parser: bool,
    /// Another reading of the cue.
    pub reading: bool,
}

/// The cue whose source is looked for.
#[derive(Debug)]
pub(super) struct Around<'a, 's, 'd, 't> {
    pub view: &'a View<'s, 'd, 't>,
    /// First field's probabilities, of the document.
    pub joint: &'a [Row],
    /// Second field's probabilities, of the window.
    pub marginals: &'a [Row],
    pub window: &'a Range<usize>,
    pub head: usize,
    pub contents: &'a [Range<usize>],
}

/// All candidates: `found` by the second field, those of `others`, its further readings, and the one that there is no source.
pub(super) fn candidates<'r>(
    around: &Around<'_, '_, '_, '_>,
    found: Vec<Range<usize>>,
    others: impl Iterator<Item = &'r Vec<Range<usize>>>,
) -> Vec<SourceCandidate> {
    let mut all: Vec<(Vec<Range<usize>>, NamedBy)> = Vec::new();
    let mut name = |ranges: Vec<Range<usize>>, set: fn(&mut NamedBy)| {
        let at = all.iter().position(|(known, _)| *known == ranges).unwrap_or_else(|| {
            all.push((ranges, NamedBy::default()));
            all.len() - 1
        });
        set(&mut all[at].1);
    };
    name(found, |by| by.cue_field = true);
    name(Vec::new(), |_| {});
    if let Some(candidate) = around.view.candidate_of(around.head) {
        name(candidate.sources.clone(), |by| by.rules = true);
    }
    if let Some(subject) = subject(around) {
        name(vec![subject], |by| by.parser = true);
    }
    for run in joint_runs(around) {
        name(vec![run], |by| by.joint_field = true);
    }
    others.for_each(|sources| name(sources.clone(), |by| by.reading = true));
    let candidate = |(ranges, named_by): (Vec<Range<usize>>, NamedBy)| SourceCandidate {
        facts: facts(around, &ranges, named_by),
        ranges,
        named_by,
        score: 0.0,
    };
    all.into_iter().map(candidate).collect()
}

/// What the parser has for the cue's subject, with all that hangs on it, on its side of the cue.
fn subject(around: &Around<'_, '_, '_, '_>) -> Option<Range<usize>> {
    let view = around.view;
    let mut verb = around.head;
    for _ in 0..3 {
        let is_subject = |at: &usize| matches!(view.parsed.relation(*at), Relation::Subject | Relation::PassiveSubject);
        if let Some(subject) = view.children(verb).find(is_subject) {
            let sides = if subject < around.head {
                around.window.start..around.head
            } else {
                around.head + 1..around.window.end
            };
            return Some(grown(view, subject, &sides)).filter(|range| !range.is_empty());
        }
        // "came and said", "said ..., adding": the subject is that of the verb which it hangs on
        verb = view.parsed.head(verb)?;
    }
    None
}

/// The unbroken run of tokens that hang on `top`, within `bounds`.
fn grown(view: &View<'_, '_, '_>, top: usize, bounds: &Range<usize>) -> Range<usize> {
    let below = |at: usize| {
        let mut up = at;
        for _ in 0..12 {
            match view.parsed.head(up) {
                Some(next) if next == top => return true,
                Some(next) => up = next,
                None => return false,
            }
        }
        false
    };
    if !bounds.contains(&top) {
        return top..top;
    }
    let start = (bounds.start..top).rev().take_while(|&at| below(at)).last().unwrap_or(top);
    let mut end = (top + 1..bounds.end).take_while(|&at| below(at)).last().map_or(top + 1, |at| at + 1);
    while end > top + 1 && view.scene.is_comma(end - 1) {
        end -= 1;
    }
    start..end
}

/// Runs of tokens that the first field gives to a source.
fn joint_runs(around: &Around<'_, '_, '_, '_>) -> Vec<Range<usize>> {
    const LIKELY: f32 = 0.3;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in around.window.clone() {
        let row = &around.joint[at];
        if row[SOURCE] + row[IN_SOURCE] < LIKELY {
            continue;
        }
        match runs.last_mut() {
            Some(last) if last.end == at && row[IN_SOURCE] >= row[SOURCE] => last.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn facts(around: &Around<'_, '_, '_, '_>, ranges: &[Range<usize>], named_by: NamedBy) -> [f32; FACTS] {
    let view = around.view;
    let flag = |is: bool| f32::from(u8::from(is));
    let mut facts = [0.0f32; FACTS];
    facts[0] = flag(named_by.cue_field);
    facts[1] = flag(named_by.rules);
    facts[2] = flag(named_by.parser);
    facts[3] = flag(named_by.joint_field);
    if named_by.rules {
        facts[4] = view.candidate_of(around.head).map_or(0.0, |candidate| candidate.confidence as f32);
    }
    let Some(first) = ranges.first() else {
        facts[5] = 1.0;
        facts[6] = around.marginals.iter().map(|row| 1.0 - row[SOURCE]).product();
        return facts;
    };
    let row = |at: usize| at.checked_sub(around.window.start).and_then(|k| around.marginals.get(k));
    let begins = row(first.start).map_or(0.0, |row| row[SOURCE]);
    let inner = (first.start + 1..first.end).map(|at| row(at).map_or(0.0, |row| row[IN_SOURCE])).fold(1.0, f32::min);
    let ends = 1.0 - row(first.end).map_or(0.0, |row| row[IN_SOURCE]);
    facts[7] = begins;
    facts[8] = inner;
    facts[9] = ends;
    facts[10] = begins * inner * ends;
    let joint = |at: usize| around.joint[at][SOURCE] + around.joint[at][IN_SOURCE];
    facts[11] = first.clone().map(joint).sum::<f32>() / first.len() as f32;
    facts[12] = around.joint[first.start][SOURCE];
    let distance =
        if first.start > around.head { first.start - around.head } else { around.head.saturating_sub(first.end) };
    facts[13] = (1.0 + distance as f32).ln() / 4.0;
    facts[14] = flag(view.sentence[first.start] == view.sentence[around.head]);
    facts[15] = flag(first.start < around.head);
    let tag = view.parsed.tag(first.start);
    facts[16] = flag(matches!(tag, Tag::Pronoun | Tag::WhPronoun | Tag::WhDeterminer));
    facts[17] = flag(first.clone().any(|at| matches!(view.parsed.tag(at), Tag::Name | Tag::Names)));
    facts[18] = flag(first.clone().any(|at| view.scene.has(at, Classes::ROLE)));
    facts[19] = (first.len() as f32).ln() / 3.0;
    facts[20] = flag(view.scene.is_quoted(first.start));
    facts[21] = flag(around.contents.iter().any(|content| content.contains(&first.start)));
    facts[22] = flag(ranges.len() > 1);
    let last = first.end - 1;
    facts[23] = flag(view.children(around.head).any(|child| {
        first.contains(&child)
            && matches!(view.parsed.relation(child), Relation::Subject | Relation::PassiveSubject)
            && child <= last
    }));
    facts
}

/// The trained ranker: a weight for each fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ranker {
    pub weights: Vec<f32>,
    pub intercept: f32,
}

impl Ranker {
    /// Whether it has a weight for each fact.
    pub fn is_sound(&self) -> bool {
        self.weights.len() == FACTS && self.weights.iter().chain([&self.intercept]).all(|w| w.is_finite())
    }

    /// Scores the candidates and puts the likeliest first.
    pub fn rank(&self, candidates: &mut [SourceCandidate]) {
        for candidate in candidates.iter_mut() {
            let sum: f32 = candidate.facts.iter().zip(&self.weights).map(|(fact, weight)| fact * weight).sum();
            candidate.score = probability(sum + self.intercept);
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
}
