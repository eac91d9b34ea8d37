//! The finder by rules: quotations with their reporting clauses, reported
//! speech, then floating quotations for whoever holds the floor.

pub(super) mod attribution;
mod direct;
mod explain;
mod indirect;
pub(super) mod scene;
mod syntax;
mod transcript;
mod weights;

pub use attribution::{Rule, Voice};

use std::collections::HashMap;
use std::ops::Range;

use super::record::Quote;
use super::{Explanation, QuoteFinder, speakers};
use crate::text::Document;
use attribution::Attribution;
use scene::Scene;

/// Finds quotes by rules and word lists alone.
#[derive(Debug, Clone, Copy)]
pub struct RuleFinder {
    /// Reports less likely than this to be quotes are left out.
    pub min_confidence: f64,
}

impl Default for RuleFinder {
    fn default() -> Self {
        Self { min_confidence: 0.35 }
    }
}

impl QuoteFinder for RuleFinder {
    fn find(&self, document: &Document<'_>) -> Vec<Quote> {
        let scene = Scene::new(document);
        let mut quotes: Vec<Quote> = attributions(&scene, self.min_confidence, |_| {})
            .into_iter()
            .map(|found| found.into_quote(&scene))
            .collect();
        speakers::resolve(document, &mut quotes);
        quotes
    }

    fn explain(&self, document: &Document<'_>) -> Vec<(Quote, Explanation)> {
        let scene = Scene::new(document);
        let mut dropped = Vec::new();
        let found = attributions(&scene, self.min_confidence, |report| dropped.push(report.clone()));
        let mut explanations: Vec<_> = found.iter().map(|found| explain::of(&scene, found, &dropped)).collect();
        let mut quotes: Vec<Quote> = found.into_iter().map(|found| found.into_quote(&scene)).collect();
        let chains = speakers::resolve_and_explain(document, &mut quotes);
        for (explanation, chain) in explanations.iter_mut().zip(chains) {
            explanation.chain = chain;
        }
        quotes.into_iter().zip(explanations).collect()
    }
}

/// A found quote with the rule behind it, for measuring the rules.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The quote.
    pub quote: Quote,
    /// Rule, voice and reporting word: what its confidence depends on.
    pub trace: (Rule, Voice, &'static str),
}

/// All candidates with their rules, whatever their confidence.
pub fn trace(document: &Document<'_>) -> Vec<Traced> {
    let scene = Scene::new(document);
    attributions(&scene, -1.0, |_| {})
        .into_iter()
        .map(|found| {
            let trace = (found.rule, found.voice, found.word);
            Traced { quote: found.into_quote(&scene), trace }
        })
        .collect()
}

/// Candidates at least as likely as that, by the start of their content; `drop` is told of each reading that did not win.
pub(super) fn attributions(
    scene: &Scene<'_, '_>,
    min_confidence: f64,
    mut drop: impl FnMut(&Attribution),
) -> Vec<Attribution> {
    let mut taken = vec![false; scene.regions.len()];
    let mut found = direct::find(scene, &mut taken);
    let turns = transcript::find(scene);
    let in_turns = tokens_of(scene, turns.iter().map(|turn| &turn.contents[0]));
    found.retain(|f| kept(!in_turns.get(f.first()).is_some_and(|in_turn| *in_turn), f, &mut drop));
    found.extend(turns);
    let used = tokens_of(scene, found.iter().filter_map(|f| f.cue.as_ref()));
    let mut reported = Vec::new();
    indirect::find(scene, &used, &mut reported);
    let mut after: Vec<(usize, usize)> = found
        .iter()
        .filter(|quotation| quotation.rule == Rule::QuotedAfter)
        .enumerate()
        .filter_map(|(order, quotation)| Some((quotation.cue.as_ref()?.start, order)))
        .collect();
    after.sort_unstable();
    for report in &mut reported {
        report.confidence = weights::confidence(report.rule, report.voice, report.word);
        stop_at_quotations(scene, report, &after);
    }
    let surest = surest_of_twins(&reported);
    for (at, report) in reported.into_iter().enumerate() {
        let twin = surest[at] != at;
        if !kept(report.confidence >= min_confidence && !twin && !report.contents.is_empty(), &report, &mut drop) {
            continue;
        }
        let covered =
            report.contents.iter().cloned().flatten().filter(|&k| scene.region(k).is_some_and(|r| taken[r])).count();
        let all: usize = report.contents.iter().map(|c| c.len()).sum();
        if !kept(covered * 2 <= all, &report, &mut drop) {
            continue;
        }
        for at in report.contents.iter().cloned().flatten() {
            if let Some(region) = scene.region(at) {
                taken[region] = true;
            }
        }
        found.push(report);
    }
    for direct in &mut found {
        if matches!(direct.rule, Rule::QuotedBefore | Rule::QuotedAfter | Rule::Layout) {
            direct.confidence = weights::confidence(direct.rule, direct.voice, direct.word);
        }
    }
    found.sort_by_key(Attribution::first);
    float(scene, &mut taken, &mut found);
    found.retain(|f| kept(f.rule == Rule::Floating || f.confidence >= min_confidence, f, &mut drop));
    found.sort_by_key(|f| (f.first(), f.end()));
    found
}

/// Whether a reading stays; one that doesn't is told.
fn kept(stays: bool, reading: &Attribution, drop: &mut impl FnMut(&Attribution)) -> bool {
    if !stays {
        drop(reading);
    }
    stays
}

/// For each token whether one of `ranges` has it.
fn tokens_of<'r>(scene: &Scene<'_, '_>, ranges: impl Iterator<Item = &'r Range<usize>>) -> Vec<bool> {
    let mut tokens = vec![false; scene.document.tokens().len()];
    ranges.for_each(|range| tokens[range.clone()].fill(true));
    tokens
}

/// For each report the surest of those with the same content, the first of equals.
fn surest_of_twins(reports: &[Attribution]) -> Vec<usize> {
    let mut surest: HashMap<&[Range<usize>], usize> = HashMap::with_capacity(reports.len());
    for (at, report) in reports.iter().enumerate() {
        let best = surest.entry(&report.contents).or_insert(at);
        if report.confidence > reports[*best].confidence {
            *best = at;
        }
    }
    reports.iter().map(|report| surest[report.contents.as_slice()]).collect()
}

/// What is reported ends where the reporting clause of a quotation begins: "declined to comment, issuing this statement:
/// ...". `after` are the starts of such clauses, with their order.
fn stop_at_quotations(scene: &Scene<'_, '_>, report: &mut Attribution, after: &[(usize, usize)]) {
    let start = report.contents.iter().map(|content| content.start).min().unwrap_or(0);
    let end = report.contents.iter().map(|content| content.end).max().unwrap_or(0);
    let first = after.partition_point(|(cue, _)| *cue < start);
    let mut within: Vec<(usize, usize)> = after[first..].iter().copied().take_while(|(cue, _)| *cue < end).collect();
    within.sort_unstable_by_key(|(_, order)| *order);
    for (cue, _) in within {
        let Some(content) = report.contents.iter_mut().find(|content| content.contains(&cue)) else { continue };
        let comma = (content.start..cue).rev().take(12).find(|&k| scene.is_comma(k) && !scene.is_quoted(k));
        if let Some(comma) = comma {
            content.end = comma;
        }
    }
    report.contents.retain(|c| !c.is_empty());
}

/// Gives quotations that nobody reports to whoever holds the floor.
fn float(scene: &Scene<'_, '_>, taken: &mut [bool], found: &mut Vec<Attribution>) {
    let mut extra: Vec<Attribution> = Vec::new();
    let holds = |f: &Attribution| !f.sources.is_empty() && f.confidence >= 0.3;
    // who holds the floor from where on, and which of `extra` do
    let mut holders: Vec<(usize, usize)> =
        found.iter().enumerate().filter(|(_, f)| holds(f)).map(|(at, f)| (f.end(), at)).collect();
    holders.sort_unstable();
    let mut extra_holders: Vec<usize> = Vec::new();
    for (index, region) in scene.regions.iter().copied().enumerate() {
        if taken[index] {
            continue;
        }
        let sentence = scene.sentence_of(region.open);
        let inner = region.inner();
        let words = inner.clone().filter(|&k| scene.kind(k) == crate::text::TokenKind::Word).count();
        let whole = scene.opens_sentence(region.open, &sentence)
            && !inner.is_empty()
            && (scene.is_stop(inner.end - 1)
                || region.end >= sentence.end
                || scene.is_stop(region.end)
                || region.goes_on);
        let led = region.open > sentence.start && scene.word(region.open - 1) == ":";
        if words < 3 || !(whole || led) {
            continue;
        }
        if let Some(last) = extra.last_mut()
            && index > 0
            && last.contents.last().is_some_and(|c| c.end == scene.regions[index - 1].end)
            && (scene.regions[index - 1].goes_on || region.open == scene.regions[index - 1].end)
        {
            last.contents.push(region.open..region.end);
            taken[index] = true;
            continue;
        }
        let before = holders.partition_point(|(end, _)| *end <= region.open);
        let reported = before.checked_sub(1).map(|last| &found[holders[last].1]);
        let floating = extra_holders.iter().rev().map(|at| &extra[*at]).find(|f| f.end() <= region.open);
        let floor = reported.into_iter().chain(floating).max_by_key(|f| f.end());
        let near = floor.filter(|f| {
            let place = |at: usize| scene.document.paragraph_at(scene.document.tokens()[at].span.start);
            region.paragraph - place(f.end() - 1) <= 1
        });
        taken[index] = true;
        let floating = Attribution {
            contents: vec![region.open..region.end],
            cue: None,
            sources: near.map(|f| f.sources.clone()).unwrap_or_default(),
            rule: Rule::Floating,
            voice: Voice::Finite,
            word: if near.is_some() { "floor" } else { "none" },
            confidence: weights::confidence(
                Rule::Floating,
                Voice::Finite,
                if near.is_some() { "floor" } else { "none" },
            ),
        };
        if holds(&floating) {
            extra_holders.push(extra.len());
        }
        extra.push(floating);
    }
    found.append(&mut extra);
}

#[cfg(test)]
mod tests;
