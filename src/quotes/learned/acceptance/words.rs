//! The words of a proposal, and combinations of them.

use super::super::proposal::Proposal;
use super::super::templates::Features;
use super::Describer;
use super::article::Sum;
use crate::learn::hash;

/// In place of a word that is not there.
const NONE: u64 = 1;

impl Describer<'_, '_, '_, '_> {
    /// Gives the signs; `top` is the content's token that hangs on the cue.
    pub(super) fn words(&self, proposal: &Proposal, anchor: usize, top: Option<usize>, signs: &mut Vec<u64>) {
        let view = self.view;
        let cue = &self.cue_signs;
        let mut f = Features(signs);
        let contents = &proposal.contents;
        let (first, after) = (contents[0].start, contents[contents.len() - 1].end);
        let count: usize = contents.iter().map(std::ops::Range::len).sum();
        let quoted = self.article.sum_of(Sum::Quoted, contents) as usize;
        let kind = match quoted {
            0 => 0,
            _ if quoted + 2 >= count => 2,
            _ => 1,
        };
        let side = u64::from(first > anchor);
        let word = |at: usize| view.lower.get(at).copied().unwrap_or(NONE);
        let before = |at: usize| at.checked_sub(1).map_or(NONE, word);
        let phrase =
            proposal.cue.as_ref().map_or(0, |cue| cue.clone().fold(7, |phrase, at| hash::mix(phrase, word(at))));
        // how often these three were seen is a fact too
        f.one(0, phrase);
        f.one(1, cue.lemma);
        f.one(2, cue.form);

        f.three(3, cue.lemma, kind, side);
        f.two(4, cue.lemma, word(first));
        f.two(5, cue.lemma, view.tag(first));
        f.two(6, cue.lemma, cue.relations);
        f.two(7, cue.lemma, top.map_or(99, |top| view.relation(top)));
        f.two(8, cue.lemma, word(anchor + 1));
        f.two(9, cue.lemma, before(anchor));
        f.three(10, cue.form, view.tag(anchor), view.relation(anchor));
        f.one(11, cue.classes[0]);
        f.one(12, cue.classes[1]);
        f.one(13, cue.classes[2]);
        f.two(14, cue.classes[1], word(first));
        f.one(15, cue.up);
        f.one(16, cue.relations);

        let source = proposal.sources.first();
        let last = source.map(|source| source.end - 1);
        f.one(17, last.map_or(NONE, word));
        f.one(18, source.map_or(NONE, |source| word(source.start)));
        f.one(19, last.map_or(NONE, |last| u64::from(view.clusters[last][1])));
        f.two(20, cue.lemma, last.map_or(NONE, |last| u64::from(view.clusters[last][0])));

        f.two(21, word(first), kind);
        f.two(22, word(first), word(first + 1));
        f.one(23, word(after - 1));
        f.two(24, word(after), side);
        f.two(25, before(first), side);
        f.two(26, before(first), cue.lemma);
        f.one(27, top.map_or(NONE, |top| view.lemma[top]));
        f.one(28, top.map_or(NONE, |top| u64::from(view.clusters[top][1])));
        let rule = proposal.candidate.and_then(|index| view.candidates.get(index));
        f.one(29, rule.map_or(0, |rule| hash::bytes(rule.word.as_bytes())));
    }
}
