//! Features of a token for the first field, which labels all sources, cues and contents of a paragraph at once.

use std::ops::Range;

use super::templates::{EDGE, Features};
use super::view::{ROLES, View};

/// Gives the features of token `at` to `features`; what lies beyond `window` is not seen.
pub(super) fn describe(view: &View<'_, '_, '_>, at: usize, window: &Range<usize>, features: &mut Vec<u64>) {
    let near = Near { view, at, window };
    let mut f = Features(features);
    words(&near, &mut f);
    classes(&near, &mut f);
    rules(&near, &mut f);
    sentence(&near, &mut f);
}

/// The tokens around one.
struct Near<'v, 's, 'd, 't> {
    view: &'v View<'s, 'd, 't>,
    at: usize,
    window: &'v Range<usize>,
}

impl Near<'_, '_, '_, '_> {
    #[inline]
    fn get(&self, offset: isize) -> Option<usize> {
        let at = self.at.wrapping_add_signed(offset);
        self.window.contains(&at).then_some(at)
    }

    #[inline]
    fn value(&self, offset: isize, value: impl Fn(usize) -> u64) -> u64 {
        self.get(offset).map_or(EDGE, value)
    }

    fn lower(&self, offset: isize) -> u64 {
        self.value(offset, |at| self.view.lower[at])
    }

    fn tag(&self, offset: isize) -> u64 {
        self.value(offset, |at| self.view.tag(at))
    }
}

/// Words, tags and their neighbours.
fn words(near: &Near<'_, '_, '_, '_>, f: &mut Features<'_>) {
    let (view, at) = (near.view, near.at);
    let lower: [u64; 7] = std::array::from_fn(|k| near.lower(k as isize - 3));
    let tag: [u64; 5] = std::array::from_fn(|k| near.tag(k as isize - 2));
    f.one(0, 0);
    for (k, word) in lower.into_iter().enumerate() {
        f.one(1 + k as u8, word);
    }
    for (k, tag) in tag.into_iter().enumerate() {
        f.one(8 + k as u8, tag);
    }
    f.two(13, lower[2], lower[3]);
    f.two(14, lower[3], lower[4]);
    f.two(15, tag[1], tag[2]);
    f.two(16, tag[2], tag[3]);
    f.three(17, tag[1], tag[2], tag[3]);
    f.three(18, tag[0], tag[1], tag[2]);
    f.three(19, tag[2], tag[3], tag[4]);
    f.two(20, lower[3], tag[3]);
    f.two(21, lower[3], tag[1]);
    let lemma = view.lemma[at];
    f.one(22, lemma);
    f.two(23, lemma, tag[2]);
    f.two(24, lemma, lower[4]);
    f.two(25, lemma, near.value(-1, |at| view.lemma[at]));
    f.one(26, view.suffix[at]);
}

/// Shapes, quotation marks and word classes.
fn classes(near: &Near<'_, '_, '_, '_>, f: &mut Features<'_>) {
    let (view, at) = (near.view, near.at);
    let shape = |offset| near.value(offset, |at| u64::from(view.shape[at]));
    let quoted = |offset| near.value(offset, |at| u64::from(view.quoted[at]));
    f.three(27, shape(-1), shape(0), shape(1));
    f.three(28, quoted(-1), quoted(0), quoted(1));
    f.two(29, quoted(0), near.tag(0));
    f.three(30, quoted(-1), view.lower[at], quoted(1));
    for (k, offset) in [-1, 0, 1].into_iter().enumerate() {
        let classes = near.get(offset).map_or([0; 3], |at| view.clusters[at]);
        for (grain, class) in classes.into_iter().enumerate() {
            f.one(31 + (3 * k + grain) as u8, u64::from(class));
        }
    }
    f.two(40, u64::from(view.clusters[at][0]), near.tag(1));
    f.two(41, u64::from(view.clusters[at][1]), near.tag(1));
}

/// What the rules say, here and next door.
fn rules(near: &Near<'_, '_, '_, '_>, f: &mut Features<'_>) {
    for role in 0..ROLES {
        let template = 42 + 6 * role as u8;
        let marks = &near.view.marks[role];
        let here = marks[near.at];
        let (sure, rule, place) = (u64::from(here.sure), u64::from(here.rule), u64::from(here.place));
        if sure > 0 {
            f.two(template, sure, place);
            f.three(template + 1, rule, place, sure / 3);
            f.two(template + 2, place, near.tag(0));
        } else {
            f.one(template + 3, 0);
        }
        for (k, offset) in [-1, 1].into_iter().enumerate() {
            if let Some(at) = near.get(offset) {
                let mark = marks[at];
                let (sure, rule, place) = (u64::from(mark.sure), u64::from(mark.rule), u64::from(mark.place));
                f.three(template + 4 + k as u8, sure / 2, place, rule);
            }
        }
    }
}

/// Where in the sentence, and which reporting verbs stand before and after.
fn sentence(near: &Near<'_, '_, '_, '_>, f: &mut Features<'_>) {
    let (view, at) = (near.view, near.at);
    let sentence = view.sentence_of(at);
    let from = (at - sentence.start).min(6) as u64;
    let left = (sentence.end - 1 - at).min(4) as u64;
    let tag = near.tag(0);
    f.one(60, from);
    f.one(61, left);
    f.two(62, from.min(3), tag);
    f.two(63, left.min(2), view.lower[at]);
    let before = view.verb_before(at);
    f.three(64, before.lemma, u64::from(before.comma), u64::from(before.that));
    f.three(65, before.lemma, u64::from(before.that), tag);
    f.two(66, view.verb_after(at), tag);
}
