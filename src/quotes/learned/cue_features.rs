//! Features of a token in view of one cue, for the second field, which finds the content and the source of that cue.

use std::ops::Range;

use super::super::rules::attribution::Attribution;
use super::labels::{CONTENT, CUE_HEAD, IN_CONTENT, IN_CUE, IN_SOURCE, OUTSIDE, SOURCE};
use super::templates::{EDGE, Features};
use super::view::{NO_RULE, View, place};
use crate::learn::field::Row;
use crate::learn::hash::mix;

/// What holds for all tokens of a cue's window, and for each of them what takes a walk to find out.
#[derive(Debug)]
pub(super) struct CueScene<'v, 's, 'd, 't> {
    view: &'v View<'s, 'd, 't>,
    /// First field's probabilities of the whole document.
    joint: &'v [Row],
    head: usize,
    window: Range<usize>,
    /// The rules' candidate with this cue: its rule and confidence as numbers.
    rule: u64,
    certainty: u64,
    /// Whether quotations close before and open after the cue, and whether it stands in one.
    quotations: u64,
    walks: Vec<Walk>,
}

/// How a token of the window hangs together with the cue.
#[derive(Debug, Clone, Copy, Default)]
struct Walk {
    /// Relation of the cue's child that it hangs on, counted from one; 0 for none.
    branch: u64,
    /// The child that it hangs on, for telling where its words begin and end.
    root: usize,
    /// Bits: first token, last token of that child's words.
    edge: u64,
    /// The arcs between token and cue.
    way: u64,
    /// Part of the rules' candidate: 0 none, 1 to 3 content, 4 to 6 source, 7 cue, 9 where there is no candidate.
    part: u64,
}

/// From this probability on a token is taken to be no part of a quote.
const SURE: f32 = 0.98;

/// Most arcs that are climbed from a token to the cue: more than that is a list, or a broken parse.
const CLIMB: usize = 24;

impl<'v, 's, 'd, 't> CueScene<'v, 's, 'd, 't> {
    /// `window` holds the cue's `head`.
    pub fn new(view: &'v View<'s, 'd, 't>, joint: &'v [Row], head: usize, window: Range<usize>) -> Self {
        let candidate = view.candidate_of(head);
        let walk = |at| {
            let part = candidate.map_or(9, |candidate| part(candidate, at));
            Walk { part, ..walk(view, head, at) }
        };
        let mut walks: Vec<Walk> = window.clone().map(walk).collect();
        for k in 0..walks.len() {
            let first = k == 0 || walks[k - 1].root != walks[k].root;
            let last = walks.get(k + 1).is_none_or(|next| next.root != walks[k].root);
            walks[k].edge = u64::from(first) + 2 * u64::from(last);
        }
        let closed = (window.start..head).rev().take(3).any(|at| view.quoted[at] == 3);
        let opened = (head + 1..window.end).take(5).any(|at| view.quoted[at] == 1);
        let inside = view.quoted[head] > 0;
        CueScene {
            view,
            joint,
            head,
            rule: candidate.map_or(NO_RULE, |candidate| candidate.rule as u64),
            certainty: candidate.map_or(0, |candidate| (candidate.confidence * 10.0) as u64),
            quotations: u64::from(closed) + 2 * u64::from(opened) + 4 * u64::from(inside),
            window,
            walks,
        }
    }

    fn walk(&self, at: usize) -> &Walk {
        &self.walks[at - self.window.start]
    }

    #[inline]
    fn value(&self, at: usize, offset: isize, value: impl Fn(usize) -> u64) -> u64 {
        let at = at.wrapping_add_signed(offset);
        if self.window.contains(&at) { value(at) } else { EDGE }
    }

    /// Before or after the cue, in its sentence or another.
    fn side(&self, at: usize) -> u64 {
        let same = self.view.sentence[at] == self.view.sentence[self.head];
        u64::from(at > self.head) + if same { 0 } else { 2 }
    }

    fn marks_around(&self, at: usize) -> u64 {
        let quoted = |offset| self.value(at, offset, |at| u64::from(self.view.quoted[at]));
        quoted(-1) % 5 * 25 + quoted(0) * 5 + quoted(1) % 5
    }

    /// Gives the features of token `at` to `features`. Of a token that the first field is sure is no part of any
    /// quote nothing more is said: that halves the work.
    pub fn describe(&self, at: usize, features: &mut Vec<u64>) {
        let mut f = Features(features);
        if self.joint[at][OUTSIDE] > SURE && at.abs_diff(self.head) > 3 && matches!(self.walk(at).part, 0 | 9) {
            f.one(48, 0);
            return;
        }
        self.distance(at, &mut f);
        self.words(at, &mut f);
        self.between(at, &mut f);
        self.first_field(at, &mut f);
        self.rules(at, &mut f);
        self.arcs(at, &mut f);
    }

    fn near(&self, at: usize) -> u64 {
        2 * distance_class(at.abs_diff(self.head)) + u64::from(at > self.head)
    }

    fn distance(&self, at: usize, f: &mut Features<'_>) {
        let view = self.view;
        let near = self.near(at);
        let apart = u64::from(view.sentence[at].abs_diff(view.sentence[self.head]).min(3));
        f.one(0, 2 * apart + u64::from(at > self.head));
        f.one(1, near);
        f.two(2, near, view.tag(self.head));
        if at.abs_diff(self.head) <= 8 {
            f.two(3, near, view.lemma[self.head]);
            f.two(4, near, view.tag(at));
        }
    }

    fn words(&self, at: usize, f: &mut Features<'_>) {
        let (view, side) = (self.view, self.side(at));
        let lemma = view.lemma[self.head];
        let lower = |offset| self.value(at, offset, |at| view.lower[at]);
        let tag = |offset| self.value(at, offset, |at| view.tag(at));
        f.two(5, side, lower(0));
        f.two(6, side, tag(0));
        f.three(7, side, tag(-1), tag(0));
        f.three(8, side, tag(0), tag(1));
        f.three(9, side, lower(-1), lower(0));
        f.three(10, side, lower(0), lower(1));
        f.three(11, side, lower(-1), tag(0));
        f.three(12, side, lemma, tag(0));
        f.three(13, side, lemma, lower(0));
        f.three(14, side, u64::from(view.clusters[self.head][1]), tag(0));
    }

    /// Quotation marks, and what lies between token and cue.
    fn between(&self, at: usize, f: &mut Features<'_>) {
        let (view, side) = (self.view, self.side(at));
        let marks = self.marks_around(at);
        f.two(15, side, marks);
        f.three(16, side, marks, self.quotations);
        f.three(17, side, marks, view.lemma[self.head]);
        let quoted = u64::from(view.quoted[at]);
        let together = view.scene.is_quoted(at) && view.scene.region(at) == view.scene.region(self.head);
        f.three(18, side, u64::from(together), quoted);
        let between = if at < self.head { at + 1..self.head } else { self.head + 1..at.max(self.head + 1) };
        let [commas, openings, verbs] = view.counts(between);
        f.three(19, side, commas.min(2), verbs.min(2));
        f.three(20, side, openings.min(2), quoted);
    }

    /// What the first field says of the token.
    fn first_field(&self, at: usize, f: &mut Features<'_>) {
        let level = |probability: f32| (probability * 8.0) as u64;
        let row = &self.joint[at];
        let content = |row: &Row| level(row[CONTENT] + row[IN_CONTENT]);
        let source = level(row[SOURCE] + row[IN_SOURCE]);
        f.two(21, level(row[SOURCE]), level(row[IN_SOURCE]));
        f.two(22, level(row[CONTENT]), level(row[IN_CONTENT]));
        f.three(23, self.side(at), source, content(row));
        let close = u64::from(at.abs_diff(self.head) < 4);
        f.three(24, level(row[CUE_HEAD] + row[IN_CUE]), level(row[OUTSIDE]), close);
        let beside = |offset| self.value(at, offset, |at| content(&self.joint[at]));
        f.three(25, beside(-1), content(row), beside(1));
        f.three(26, self.near(at), source, content(row) / 3);
    }

    /// What the rules say of the token: for this cue, and for others.
    fn rules(&self, at: usize, f: &mut Features<'_>) {
        let (view, side) = (self.view, self.side(at));
        let own = self.walk(at).part;
        f.two(27, own, self.rule * 12 + self.certainty);
        f.two(28, own, self.rule);
        f.one(29, own);
        f.two(30, own, side);
        for (k, offset) in [-1, 1].into_iter().enumerate() {
            let beside = self.value(at, offset, |at| self.walk(at).part);
            if beside != EDGE {
                f.three(31 + k as u8, beside, own, view.tag(at));
            }
        }
        let [content, source, cue] = std::array::from_fn(|role| view.marks[role][at]);
        f.three(33, own, u64::from(content.sure / 2), u64::from(content.place));
        f.three(34, own, u64::from(source.sure / 2), u64::from(source.place));
        f.three(35, own, u64::from(cue.sure / 2), side);
    }

    /// How the token hangs on the cue, and where in its sentence it stands.
    fn arcs(&self, at: usize, f: &mut Features<'_>) {
        let (view, side, tag) = (self.view, self.side(at), self.view.tag(at));
        let Walk { branch, edge, way, .. } = *self.walk(at);
        f.three(36, branch, edge, side);
        f.three(37, branch, edge, view.lemma[self.head]);
        f.three(38, branch, view.tag(self.head), side);
        f.two(39, way, side);
        f.three(40, way, side, tag);
        f.three(41, branch, edge, tag);
        f.three(42, branch, edge, self.marks_around(at));
        let sentence = view.sentence_of(at);
        let from = (at - sentence.start).min(3) as u64;
        let left = (sentence.end - 1 - at).min(3) as u64;
        f.three(43, side, from, tag);
        f.three(44, side, left, tag);
        f.three(45, branch, left, side);
        for (k, offset) in [-1, 1].into_iter().enumerate() {
            let beside = self.value(at, offset, |at| self.walk(at).branch);
            if beside != EDGE {
                f.three(46 + k as u8, branch, beside, side);
            }
        }
    }
}

/// Part of a candidate that a token is.
fn part(candidate: &Attribution, at: usize) -> u64 {
    let of = |ranges: &[Range<usize>], base: u64| {
        let range = ranges.iter().find(|range| range.contains(&at))?;
        Some(base + u64::from(place(range, at)))
    };
    let cue = || candidate.cue.as_ref().filter(|cue| cue.contains(&at)).map(|_| 7);
    of(&candidate.contents, 0).or_else(|| of(&candidate.sources, 3)).or_else(cue).unwrap_or(0)
}

/// Classes of distances, in tokens.
pub(super) fn distance_class(distance: usize) -> u64 {
    match distance {
        0..=5 => distance as u64,
        6..=8 => 6,
        9..=13 => 7,
        14..=20 => 8,
        21..=35 => 9,
        _ => 10,
    }
}

/// The arcs from a token up to the cue, or from the cue up to it.
fn walk(view: &View<'_, '_, '_>, head: usize, at: usize) -> Walk {
    let mut up = at;
    let mut way = 0;
    for step in 0..CLIMB {
        let Some(next) = (if up == head { None } else { view.parsed.head(up) }) else { break };
        if step < 3 {
            way = mix(way, view.relation(up));
        }
        if next == head {
            let way = if step < 3 { way } else { mix(way, 98) };
            return Walk { branch: 1 + view.relation(up), root: up, way, ..Walk::default() };
        }
        up = next;
    }
    Walk { branch: 0, root: usize::MAX, way: way_down(view, head, at), ..Walk::default() }
}

/// For a token that does not hang on the cue: the arcs up from the cue to it, or to what it hangs on.
fn way_down(view: &View<'_, '_, '_>, head: usize, at: usize) -> u64 {
    const UNRELATED: u64 = 54;
    let mut up = head;
    let mut way = 55;
    if at == head {
        return way;
    }
    for _ in 0..3 {
        let Some(next) = view.parsed.head(up) else { return UNRELATED };
        way = mix(way, view.relation(up));
        up = next;
        if up == at {
            return way;
        }
        if view.parsed.head(at) == Some(up) {
            return mix(way, 200 + view.relation(at));
        }
    }
    UNRELATED
}
