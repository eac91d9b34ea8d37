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
    found.retain(|f| kept(!turns.iter().any(|t| t.contents[0].contains(&f.first())), f, &mut drop));
    found.extend(turns);
    let used: Vec<_> = found.iter().filter_map(|f| f.cue.clone()).collect();
    let mut reported = Vec::new();
    indirect::find(scene, &used, &mut reported);
    for report in &mut reported {
        report.confidence = weights::confidence(report.rule, report.voice, report.word);
        stop_at_quotations(scene, report, &found);
    }
    for at in 0..reported.len() {
        let report = reported[at].clone();
        let twin = reported.iter().enumerate().any(|(other, twin)| {
            twin.contents == report.contents && (twin.confidence, at) > (report.confidence, other)
        });
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

/// What is reported ends where the reporting clause of a quotation begins:
/// "declined to comment, issuing this statement: ...".
fn stop_at_quotations(scene: &Scene<'_, '_>, report: &mut Attribution, quotations: &[Attribution]) {
    for cue in quotations.iter().filter(|q| q.rule == Rule::QuotedAfter).filter_map(|q| q.cue.as_ref()) {
        let Some(content) = report.contents.iter_mut().find(|c| c.contains(&cue.start)) else { continue };
        let comma = (content.start..cue.start).rev().take(12).find(|&k| scene.is_comma(k) && !scene.is_quoted(k));
        if let Some(comma) = comma {
            content.end = comma;
        }
    }
    report.contents.retain(|c| !c.is_empty());
}

/// Gives quotations that nobody reports to whoever holds the floor.
fn float(scene: &Scene<'_, '_>, taken: &mut [bool], found: &mut Vec<Attribution>) {
    let mut extra: Vec<Attribution> = Vec::new();
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
        let floor = found
            .iter()
            .chain(&extra)
            .filter(|f| f.end() <= region.open && !f.sources.is_empty() && f.confidence >= 0.3)
            .max_by_key(|f| f.end());
        let near = floor.filter(|f| {
            let place = |at: usize| scene.document.paragraph_at(scene.document.tokens()[at].span.start);
            region.paragraph - place(f.end() - 1) <= 1
        });
        taken[index] = true;
        extra.push(Attribution {
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
        });
    }
    found.append(&mut extra);
}

#[cfg(test)]
mod tests;
