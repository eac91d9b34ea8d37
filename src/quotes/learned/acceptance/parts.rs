//! Facts of a proposal's content and source.

use std::ops::Range;

use super::super::labels::{CONTENT, CUE_HEAD, IN_CONTENT, SOURCE};
use super::super::proposal::{Origin, Proposal};
use super::super::proposal::{agree, overlap};
use super::article::Sum;
use super::cue::{NO, flag};
use super::{Describer, Description};
use crate::syntax::Relation;

impl Describer<'_, '_, '_, '_> {
    pub(super) fn describe_parts(&self, proposal: &Proposal, anchor: usize, out: &mut Description) {
        let facts = &mut out.facts;
        facts.push(match (proposal.origin, proposal.head) {
            (Origin::Field, _) => 1.0,
            (Origin::Rules, Some(_)) => 2.0,
            (Origin::Rules, None) => 3.0,
            (Origin::Likeliest, _) => 4.0,
            (Origin::Drawn, _) => 5.0,
            (Origin::Ranker, _) => 6.0,
        });
        self.fields(proposal, facts);
        self.rules(proposal, anchor, facts);
        self.place(proposal, anchor, facts);
        self.source(proposal, anchor, facts);
        let top = self.arcs(proposal, facts);
        self.words(proposal, anchor, top, &mut out.signs);
    }

    /// What the two fields say of the parts.
    fn fields(&self, proposal: &Proposal, facts: &mut Vec<f32>) {
        let (joint, article, contents) = (self.joint, &self.article, &proposal.contents);
        let count: usize = contents.iter().map(Range::len).sum();
        let (mut top, mut least) = (0.0f32, 1.0f32);
        for at in contents.iter().cloned().flatten() {
            least = least.min(joint[at][CONTENT] + joint[at][IN_CONTENT]);
            if Some(at) != proposal.head {
                top = top.max(joint[at][CUE_HEAD]);
            }
        }
        let (first, after) = (contents[0].start, contents[contents.len() - 1].end);
        let is = |at: usize, label: usize| joint.get(at).map_or(0.0, |row| row[label]);
        let before = first.checked_sub(1).map_or(0.0, |at| is(at, CONTENT) + is(at, IN_CONTENT));
        facts.extend([
            article.sum_of(Sum::Heads, contents),
            top,
            article.sum_of(Sum::Content, contents) / count as f32,
            least,
        ]);
        facts.extend([is(first, CONTENT), is(first, IN_CONTENT), is(after, IN_CONTENT), is(after, CONTENT), before]);
        let sure = &proposal.certainty;
        facts.extend([sure.labels, sure.edges, sure.begin, sure.end, sure.source, sure.mean, sure.least]);
        facts.extend([sure.agreement, sure.content_agreement, sure.empty, sure.no_source, sure.distinct]);
        facts.extend([sure.best_agreement, sure.best_overlap, sure.best_source, sure.ranked]);
        let likely = proposal.head.map_or(0.0, |head| joint[head][CUE_HEAD]);
        facts.extend([sure.agreement / (1.0 - sure.empty).max(0.02), likely * sure.agreement]);
    }

    /// Agreement with the rules' candidate for the cue, and with any of them.
    fn rules(&self, proposal: &Proposal, anchor: usize, facts: &mut Vec<f32>) {
        let view = self.view;
        let overlap_with = |contents: &[Range<usize>]| overlap(contents, &proposal.contents);
        match proposal.candidate.and_then(|index| view.candidates.get(index)) {
            Some(rule) => facts.extend([
                rule.confidence as f32,
                f32::from(rule.rule as u8),
                f32::from(rule.voice as u8),
                overlap_with(&rule.contents),
                flag(agree(&rule.sources, &proposal.sources)),
            ]),
            None => facts.extend([NO; 5]),
        }
        let (mut same, mut same_source, mut closest, mut surest, mut count, mut around) =
            (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0, 0.0f32);
        for rule in view.nearby(anchor).map(|index| &view.candidates[index]) {
            let sure = rule.confidence as f32;
            if rule.contents.iter().any(|content| content.contains(&anchor)) {
                around = around.max(sure);
            }
            let overlap = overlap_with(&rule.contents);
            if overlap <= 0.0 {
                continue;
            }
            count += 1.0;
            surest = surest.max(sure);
            closest = closest.max(overlap);
            if overlap >= 0.5 {
                same = same.max(sure);
                if agree(&rule.sources, &proposal.sources) {
                    same_source = same_source.max(sure);
                }
            }
        }
        facts.extend([same, same_source, closest, surest, count, around]);
    }

    /// Form of the content, and where it stands.
    fn place(&self, proposal: &Proposal, anchor: usize, facts: &mut Vec<f32>) {
        let (view, article, contents) = (self.view, &self.article, &proposal.contents);
        let (first, after) = (contents[0].start, contents[contents.len() - 1].end);
        let last = after - 1;
        let count = contents.iter().map(Range::len).sum::<usize>() as f32;
        facts.extend([count, contents.len() as f32, article.sum_of(Sum::Quoted, contents) / count]);
        facts.extend([first as f32 - anchor as f32, after as f32 - anchor as f32]);
        let between = if first > anchor { anchor + 1..first } else { after..anchor.max(after) };
        let gap = if first <= anchor && after > anchor { NO } else { between.len() as f32 };
        facts.extend([gap, view.counts(between)[0] as f32]);
        let sentence = |at: usize| view.sentence[at];
        let from = first.saturating_sub(view.sentence_of(first).start);
        let left = view.sentence_of(last).end.saturating_sub(after);
        facts.extend([flag(sentence(first) == sentence(anchor)), from as f32, left as f32]);
        facts.push(sentence(last).saturating_sub(sentence(first)) as f32);
        facts.extend([first, first + 1, last, after].map(|at| self.tag(Some(at))));
        facts.push(view.relation(first) as f32);
        facts.extend([Sum::Verbs, Sum::Finite, Sum::Subjects].map(|sum| article.sum_of(sum, contents)));
        facts.push(proposal.cue.as_ref().map_or(0.0, |cue| cue.len() as f32));
    }

    fn source(&self, proposal: &Proposal, anchor: usize, facts: &mut Vec<f32>) {
        let (view, article, sources) = (self.view, &self.article, &proposal.sources);
        let Some(first) = sources.first() else {
            facts.extend([NO, 0.0, 0.0, -99.0, NO, NO, NO, NO, NO, 0.0]);
            return;
        };
        let count = sources.iter().map(Range::len).sum::<usize>() as f32;
        let last = first.end - 1;
        let at = if first.start > anchor {
            (first.start - anchor) as f32
        } else {
            -((anchor + 1).saturating_sub(first.end) as f32)
        };
        let subject = |at: &usize| {
            matches!(
                view.parsed.relation(*at),
                Relation::Subject | Relation::PassiveSubject | Relation::Oblique | Relation::NounModifier
            )
        };
        let relation = first.clone().filter(subject).map(|at| view.relation(at)).min().unwrap_or(0);
        facts.extend([article.sum_of(Sum::Source, sources) / count, self.joint[first.start][SOURCE], count, at]);
        facts.push(flag(view.sentence[first.start] == view.sentence[anchor]));
        facts.extend([self.tag(Some(last)), self.tag(Some(first.start)), f32::from(view.shape[last]), relation as f32]);
        facts.push(article.sum_of(Sum::Capitals, sources));
    }

    /// How the content hangs on the head, and the arcs that cross its edges. Returns the first token that hangs on the head.
    fn arcs(&self, proposal: &Proposal, facts: &mut Vec<f32>) -> Option<usize> {
        /// How far around the content arcs into it are looked for.
        const AROUND: usize = 12;
        let (view, contents) = (self.view, &proposal.contents);
        let inside = |at: usize| contents.iter().any(|content| content.contains(&at));
        let (mut top, mut out, mut into) = (None, 0.0, 0.0);
        for at in contents.iter().cloned().flatten() {
            let Some(up) = view.parsed.head(at) else { continue };
            if Some(up) == proposal.head && top.is_none() {
                top = Some(at);
            }
            out += flag(!inside(up));
        }
        let (first, after) = (contents[0].start, contents[contents.len() - 1].end);
        let between = contents.windows(2).flat_map(|pair| pair[0].end..pair[1].start.min(pair[0].end + AROUND));
        for at in (first.saturating_sub(AROUND)..first).chain(between).chain(after..(after + AROUND).min(view.len())) {
            into += flag(view.parsed.head(at).is_some_and(inside));
        }
        let above = proposal.head.and_then(|head| view.parsed.head(head)).is_some_and(inside);
        let relation = top.map_or(NO, |top| view.relation(top) as f32);
        facts.extend([relation, self.tag(top), flag(above), out, into]);
        top
    }
}
