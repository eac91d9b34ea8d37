//! Facts of a cue, the same for all of its readings.

use super::super::labels::{CONTENT, CUE_HEAD, IN_CONTENT, IN_CUE, IN_SOURCE, OUTSIDE, SOURCE};
use super::super::view::View;
use super::Describer;
use super::article::Sum;
use crate::learn::hash::mix;
use crate::syntax::{Relation, Tag};

/// Number in place of the tag or relation of what is not there.
pub(super) const NO: f32 = -1.0;

/// Words of a cue's head, as hashes; zeros without one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    pub lemma: u64,
    pub form: u64,
    pub classes: [u64; 3],
    /// One bit for each relation below the head.
    pub relations: u64,
    /// The word that the head hangs on, and how.
    pub up: u64,
}

pub(super) fn signs(view: &View<'_, '_, '_>, head: Option<usize>) -> Signs {
    let Some(head) = head else { return Signs::default() };
    Signs {
        lemma: view.lemma[head],
        form: view.lower[head],
        classes: std::array::from_fn(|k| u64::from(view.clusters[head][k])),
        relations: view.relations_below(head),
        up: view.parsed.head(head).map_or(1, |up| mix(view.lemma[up], view.relation(head))),
    }
}

pub(super) fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

impl Describer<'_, '_, '_, '_> {
    pub(super) fn tag(&self, at: Option<usize>) -> f32 {
        at.filter(|at| *at < self.view.len()).map_or(NO, |at| self.view.tag(at) as f32)
    }

    /// Facts of the cue with this head, or of the first token of a content without one.
    pub(super) fn describe_cue(&mut self, head: Option<usize>, anchor: usize) {
        let (view, joint, article) = (self.view, self.joint, &self.article);
        let row = &joint[anchor];
        let sentence = view.sentence_of(anchor).clone();
        let likely = head.map_or(0.0, |head| joint[head][CUE_HEAD]);

        let (mut rival, mut near_rival, mut source) = (0.0f32, 0.0f32, 0.0f32);
        for at in sentence.clone() {
            source = source.max(joint[at][SOURCE]);
            if Some(at) != head {
                rival = rival.max(joint[at][CUE_HEAD]);
                if at.abs_diff(anchor) <= 3 {
                    near_rival = near_rival.max(joint[at][CUE_HEAD]);
                }
            }
        }
        let inner = head.map_or(0.0, |head| joint[head][IN_CUE]);
        self.cue.extend([likely, inner, row[CONTENT] + row[IN_CONTENT], row[SOURCE] + row[IN_SOURCE], row[OUTSIDE]]);
        self.cue.extend([rival, near_rival, source, article.sum(Sum::Heads, &sentence)]);

        let paragraphs = view.scene.document.paragraphs();
        let number = view.paragraph(anchor);
        let tokens = &paragraphs[number].tokens;
        self.cue.extend([article.sum(Sum::Heads, tokens), tokens.len() as f32]);
        self.cue.extend([number as f32, (paragraphs.len() - number) as f32]);
        let count = view.len() as f32;
        self.cue.extend([anchor as f32 / count, count]);
        self.cue.extend([Sum::Heads, Sum::Quoted, Sum::Content].map(|sum| article.total(sum) / count));
        let (others, others_likely) = head.map_or((0.0, -1.0), |head| article.others(view.lemma[head], likely));
        self.cue.extend([others, others_likely]);

        let (after, before) = (self.tag(Some(anchor + 1)), self.tag(anchor.checked_sub(1)));
        self.cue.extend([self.tag(Some(anchor)), view.relation(anchor) as f32, before, after]);
        self.cue.extend([
            flag(view.quoted[anchor] > 0),
            sentence.len() as f32,
            anchor.saturating_sub(sentence.start) as f32,
        ]);
        self.describe_arcs(head);
    }

    /// What hangs on the cue's head.
    fn describe_arcs(&mut self, head: Option<usize>) {
        let view = self.view;
        let below = head.map_or(0, |head| view.relations_below(head));
        let has = |relation: Relation| flag(below >> (relation as u64) & 1 > 0);
        let relations = [
            Relation::Subject,
            Relation::PassiveSubject,
            Relation::Object,
            Relation::Complement,
            Relation::OpenComplement,
            Relation::AdverbialClause,
            Relation::Parataxis,
            Relation::Marker,
            Relation::Auxiliary,
            Relation::Oblique,
            Relation::NounModifier,
            Relation::AdverbModifier,
        ];
        self.cue.extend(relations.map(has));
        let with =
            |tag: Tag| flag(head.is_some_and(|head| view.children(head).any(|child| view.parsed.tag(child) == tag)));
        self.cue.extend([with(Tag::Modal), with(Tag::To)]);
    }
}
