//! Why the learned finder has a quote.

use super::super::explanation::{Candidate, Cue, Explanation};
use super::super::rules::attribution::Attribution;
use super::labels::CUE_HEAD;
use super::proposal::{Origin, Proposal};
use super::sources::{NamedBy, SourceCandidate};
use super::view::View;
use crate::learn::field::Row;

/// What found a proposal, and what it weighed; the chain to the speaker is not there yet.
pub(super) fn of(
    view: &View<'_, '_, '_>,
    joint: &[Row],
    proposal: &Proposal,
    ranking: &[SourceCandidate],
) -> Explanation {
    let document = view.scene.document;
    let candidate = proposal.candidate.and_then(|index| view.candidates.get(index));
    let found_by = match (proposal.origin, candidate) {
        (Origin::Rules, Some(rule)) => format!("rule {}", name(rule)),
        (Origin::Rules, None) => "rules".to_owned(),
        (_, Some(rule)) => format!("fields; the rule {} has this cue too", name(rule)),
        (_, None) => "fields; no rule has this cue".to_owned(),
    };
    let likely = |head: usize| joint.get(head).map_or(0.0, |row| row[CUE_HEAD]);
    let cue = proposal.cue.clone().map(|range| Cue {
        span: document.span_of(range),
        note: match proposal.head {
            Some(head) => format!("“{}” a cue with probability {:.2}", document.word(head), likely(head)),
            None => String::new(),
        },
    });
    let ranked = ranking.iter().filter_map(|ranked| {
        let (first, last) = (ranked.ranges.first()?, ranked.ranges.last()?);
        let chosen = if ranked.ranges == proposal.sources { "chosen; " } else { "" };
        Some(Candidate {
            span: document.span_of(first.start..last.end),
            score: f64::from(ranked.score),
            note: format!("{chosen}{}", named(ranked.named_by)),
        })
    });
    let mut candidates: Vec<Candidate> = ranked.collect();
    if ranking.is_empty() {
        let certainty = candidate.map_or(0.0, |candidate| candidate.confidence);
        let source = |range: &std::ops::Range<usize>| Candidate {
            span: document.span_of(range.clone()),
            score: certainty,
            note: "chosen; named by the rule".to_owned(),
        };
        candidates.extend(proposal.sources.iter().map(source));
    }
    Explanation { found_by, cue, candidates, chain: Vec::new() }
}

fn name(rule: &Attribution) -> String {
    let word = if rule.word.is_empty() { String::new() } else { format!(" “{}”", rule.word) };
    format!("{}{word} ({:.2})", rule.rule.as_str(), rule.confidence)
}

fn named(by: NamedBy) -> String {
    let names = [
        (by.cue_field, "the cue’s field"),
        (by.joint_field, "the paragraph’s field"),
        (by.rules, "the rules"),
        (by.parser, "the parser"),
        (by.reading, "another reading of the cue"),
    ];
    let names: Vec<&str> = names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    format!("named by {}", names.join(", "))
}
