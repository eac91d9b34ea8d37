//! The features of a parser's decisions (after Zhang and Nivre 2011), and those of a relation.

use super::form::{Form, PAD};
use super::state::State;
use super::{Relation, Tag};
use crate::learn::hash::{one, three, two};

/// What features see of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Node {
    pub word: u64,
    pub tag: u64,
    pub group: u64,
    /// Whether it is inside quotation marks.
    pub quoted: u64,
    /// Commas, colons, dashes and brackets before it.
    pub breaks: u32,
    /// Verbs before it.
    pub verbs: u32,
}

/// The words of a sentence, the root, and the one that stands for none.
pub(super) fn nodes(forms: &[Form], tags: &[Tag], nodes: &mut Vec<Node>) {
    nodes.clear();
    let words = &forms[PAD..forms.len() - PAD];
    let side = |form: &Form, tag: &Tag| if *tag == Tag::Genitive { 0 } else { form.mark };
    // a quotation that began in an earlier sentence
    let mut quoted = words.iter().zip(tags).map(|(form, tag)| side(form, tag)).find(|side| *side != 0) == Some(2);
    let (mut breaks, mut verbs) = (0, 0);
    for (form, tag) in words.iter().zip(tags) {
        let mark = side(form, tag);
        quoted |= mark == 1;
        nodes.push(Node {
            word: form.word,
            tag: *tag as u64 + 1,
            group: u64::from(form.group),
            quoted: u64::from(quoted),
            breaks,
            verbs,
        });
        quoted &= mark != 2;
        breaks += u32::from(matches!(tag, Tag::Comma | Tag::Colon | Tag::Left | Tag::Right));
        verbs += u32::from(tag.is_verb());
    }
    nodes.push(Node { word: 1, tag: 0x80, breaks, verbs, ..Node::default() });
    nodes.push(Node { breaks, verbs, ..Node::default() });
}

/// How far apart two words are, in steps that grow.
fn distance(from: usize, to: usize) -> u64 {
    match to.abs_diff(from) {
        near @ 0..=4 => near as u64,
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// How many features speak for an action.
pub(super) const ACTION_FEATURES: usize = 74;

/// How many of them are of single words, or of the next ones: they don't change from action to action.
pub(super) const STEADY_FEATURES: usize = TOP + SECOND + AHEAD;

/// How many of them change.
pub(super) const MOVING_FEATURES: usize = ACTION_FEATURES - STEADY_FEATURES;

const TOP: usize = 3;
const SECOND: usize = 3;
const AHEAD: usize = 10;

/// Features of a word on top of the stack.
#[inline]
pub(super) fn top(node: &Node) -> [u64; TOP] {
    [two(0, node.word, node.tag), one(1, node.tag), one(2, node.word)]
}

/// Features of a word below the top.
#[inline]
pub(super) fn second(node: &Node) -> [u64; SECOND] {
    [two(3, node.word, node.tag), one(4, node.tag), one(5, node.word)]
}

/// Features of the next word, at `at`, and those after it.
#[inline]
pub(super) fn ahead(nodes: &[Node], at: usize) -> [u64; AHEAD] {
    let node = |step: usize| &nodes[(at + step).min(nodes.len() - 1)];
    let (n_b0, n_b1, n_b2) = (node(0), node(1), node(2));
    [
        two(6, n_b0.word, n_b0.tag),
        one(7, n_b0.tag),
        one(8, n_b0.word),
        two(9, n_b1.word, n_b1.tag),
        one(10, n_b1.tag),
        one(11, n_b2.tag),
        two(22, n_b0.tag, n_b1.tag),
        two(23, n_b0.word, n_b1.tag),
        two(24, n_b0.tag, n_b1.word),
        three(39, n_b0.tag, n_b1.tag, n_b2.tag),
    ]
}

/// All features of the next action, in the order that training counts them in.
pub(super) fn action(state: &State, nodes: &[Node], out: &mut [u64; ACTION_FEATURES]) {
    let (top, second) = (top(&nodes[state.top(0)]), second(&nodes[state.top(1)]));
    let ahead = ahead(nodes, state.next);
    let mut moving = [0; MOVING_FEATURES];
    self::moving(state, nodes, &mut moving);
    let parts: [&[u64]; 8] =
        [&top, &second, &ahead[..6], &moving[..10], &ahead[6..9], &moving[10..24], &ahead[9..], &moving[24..]];
    out.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
}

/// Those of the next action's features that are of several words, or of arcs.
#[inline]
pub(super) fn moving(state: &State, nodes: &[Node], out: &mut [u64; MOVING_FEATURES]) {
    let last = nodes.len() - 1;
    let ahead = |step: usize| (state.next + step).min(last);
    let (s0, s1, s2) = (state.top(0), state.top(1), state.top(2));
    let (b0, b1, b2) = (state.next, ahead(1), ahead(2));
    let (n_s0, n_s1, n_s2) = (&nodes[s0], &nodes[s1], &nodes[s2]);
    let (n_b0, n_b1, n_b2) = (&nodes[b0], &nodes[b1], &nodes[b2]);
    let (s0l, s0r, s1l, s1r, b0l) =
        (&state.left[s0], &state.right[s0], &state.left[s1], &state.right[s1], &state.left[b0]);
    let tag = |at: usize| nodes[at].tag;
    // a dependent's relation and tag in one number
    let child = |at: usize| (state.relations[at] as u64) << 8 | nodes[at].tag;
    let far = distance(s0, b0);
    let near = distance(s1, s0);
    let breaks = u64::from(n_b0.breaks.saturating_sub(n_s0.breaks).min(3));
    let verbs = u64::from(n_b0.verbs.saturating_sub(n_s0.verbs).min(2));
    let quotes = n_s1.quoted << 2 | n_s0.quoted << 1 | n_b0.quoted;
    let tags2 = n_s0.tag << 8 | n_b0.tag;
    let tags3 = n_s1.tag << 16 | tags2;
    *out = [
        one(12, n_s2.tag),
        three(13, n_s0.word, tags2, n_b0.word),
        two(14, n_s0.word, tags2),
        two(15, n_b0.word, tags2),
        two(16, n_s0.word, n_b0.word),
        one(17, tags2),
        two(18, n_s1.tag, n_s0.tag),
        two(19, n_s1.word, n_s0.tag),
        two(20, n_s1.tag, n_s0.word),
        two(21, n_s1.word, n_s0.word),
        two(25, n_s1.tag, n_b0.tag),
        two(26, n_s1.word, n_b0.tag),
        two(27, n_s1.tag, n_b0.word),
        two(28, tags2, n_b1.tag),
        one(29, tags3),
        two(30, tags3, n_b1.tag),
        three(31, n_s2.tag, n_s1.tag, n_s0.tag),
        two(32, tags2, tag(s0l.outer)),
        two(33, tags2, tag(s0r.outer)),
        two(34, tags2, tag(b0l.outer)),
        three(35, n_s1.tag, n_s0.tag, tag(s0l.outer)),
        three(36, n_s1.tag, n_s0.tag, tag(s0r.outer)),
        three(37, n_s1.tag, n_s0.tag, tag(s1r.outer)),
        three(38, n_s1.tag, n_s0.tag, tag(s1l.outer)),
        three(40, tags2, n_b1.tag, n_b2.tag),
        three(41, n_s0.word, n_b0.tag, n_b1.tag),
        three(42, n_b0.word, n_s0.tag, n_b1.tag),
        three(43, n_s1.word, n_s0.tag, n_b0.tag),
        three(44, n_s0.word, n_s1.tag, n_b0.tag),
        three(45, n_b0.word, n_s1.tag, n_s0.tag),
        two(46, n_s0.word, u64::from(s0l.count)),
        two(47, tags2, u64::from(s0l.count) << 8 | u64::from(s0r.count)),
        two(48, n_s0.word, u64::from(s0r.count)),
        two(49, n_b0.word, u64::from(b0l.count)),
        two(50, tags2, u64::from(b0l.count)),
        two(51, n_s0.tag, u64::from(s0l.relations)),
        two(52, n_s0.tag, u64::from(s0r.relations)),
        two(53, n_s0.word, u64::from(s0r.relations)),
        two(54, n_b0.tag, u64::from(b0l.relations)),
        two(55, n_s1.tag, u64::from(s1r.relations)),
        two(56, tags2, u64::from(s0r.relations)),
        two(57, tags2, u64::from(b0l.relations)),
        two(58, tags2, u64::from(s0l.relations)),
        three(59, n_s1.tag, n_s0.tag, u64::from(s1r.relations)),
        three(60, n_s1.word, n_s0.tag, u64::from(s1r.relations)),
        two(61, tags2, child(s0r.inner) << 16 | child(s0r.outer)),
        two(62, tags2, child(b0l.inner) << 16 | child(b0l.outer)),
        two(63, tags2, far),
        two(64, n_s0.word, far),
        two(65, n_b0.word, far),
        three(66, n_s1.tag, n_s0.tag, near),
        two(67, tags2, breaks << 8 | verbs),
        two(68, n_s0.word, breaks << 8 | verbs),
        two(69, tags3, quotes),
        three(70, n_s0.word, n_b0.tag, quotes),
        three(71, n_b0.word, n_s0.tag, quotes),
        three(72, n_s0.group, n_b0.group, 0),
        three(73, n_s1.group, n_s0.group, n_b0.tag),
    ];
}

/// How many features speak for a relation.
pub(super) const RELATION_FEATURES: usize = 38;

/// The features of the relation of the word at `word`, whose dependents are complete, to its head.
#[inline]
pub(super) fn relation(state: &State, nodes: &[Node], head: usize, word: usize, out: &mut [u64; RELATION_FEATURES]) {
    let none = nodes.len() - 1;
    let (h, d) = (&nodes[head], &nodes[word]);
    let near = |at: usize, step: isize| &nodes[at.checked_add_signed(step).filter(|at| *at < none).unwrap_or(none)];
    let (left, right) = (&state.left[word], &state.right[word]);
    let leftward = head > word;
    let (mine, other) =
        if leftward { (&state.left[head], &state.right[head]) } else { (&state.right[head], &state.left[head]) };
    let side = u64::from(leftward);
    let far = distance(head, word);
    let tags = h.tag << 9 | d.tag << 1 | side;
    let relations = u64::from(left.relations | right.relations);
    let breaks = u64::from(h.breaks.abs_diff(d.breaks).min(2));
    let verbs = u64::from(h.verbs.abs_diff(d.verbs).min(2));
    let first = &nodes[left.outer];
    *out = [
        two(0, d.word, d.tag),
        two(1, d.word, side),
        two(2, d.tag, side),
        two(3, d.group, side),
        two(4, h.word, side),
        two(5, h.tag, side),
        one(6, tags),
        two(7, tags, h.word),
        two(8, tags, d.word),
        three(9, h.word, d.word, side),
        two(10, tags, far),
        two(11, tags, breaks << 4 | verbs),
        two(12, tags, relations),
        three(13, d.word, relations, side),
        three(14, h.word, relations, side),
        two(15, tags, u64::from(mine.relations)),
        two(16, tags, u64::from(other.relations)),
        three(17, h.word, d.tag, u64::from(mine.relations)),
        three(18, d.word, side, u64::from(mine.relations)),
        two(19, tags, first.word),
        three(20, h.word, side, first.word),
        three(21, d.word, side, first.word),
        two(22, tags, nodes[left.inner].word),
        two(23, tags, nodes[right.outer].tag << 8 | state.relations[right.outer] as u64),
        two(24, tags, near(word, -1).tag),
        two(25, tags, near(word, 1).tag),
        two(26, tags, near(head, -1).tag),
        two(27, tags, near(head, 1).tag),
        two(28, tags, near(word, -1).word),
        two(29, tags, near(word, 1).word),
        two(30, h.group, d.group << 1 | side),
        two(31, tags, h.group),
        two(32, tags, d.group),
        two(33, tags, h.quoted << 1 | d.quoted),
        three(34, h.word, side, h.quoted << 1 | d.quoted),
        two(35, tags, state.relations[mine.outer] as u64),
        two(36, tags, near(word, -1).tag << 8 | near(word, 1).tag),
        three(37, first.tag, relations, tags),
    ];
}

/// The relations that a word can have to another word.
pub(super) fn is_between_words(relation: usize) -> bool {
    relation != Relation::Root as usize
}
