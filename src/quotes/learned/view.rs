//! A document as the learned finder sees it: each token with the numbers that its features are made of.

use std::ops::Range;

use super::super::rules::attribution::Attribution;
use super::super::rules::scene::Scene;
use super::super::rules::{self, Rule};
use super::cues;
use super::templates::EDGE;
use crate::learn::{self, WordClusters, hash};
use crate::syntax::{Parsed, Syntax};
use crate::text::TokenKind;

/// Not in a quotation, sentence or candidate.
pub(super) const NONE: u32 = u32::MAX;

/// What the rules say of a token in one role, by their surest candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RuleMark {
    /// 0 for none, else 1 and the tenths of the confidence.
    pub sure: u8,
    /// Number of the rule.
    pub rule: u8,
    /// 1 first token of the part, 2 inner, 3 last.
    pub place: u8,
}

/// Roles of a token in a candidate: index into [`View::marks`].
pub(super) const ROLES: usize = 3;

/// The view.
#[derive(Debug)]
pub(super) struct View<'s, 'd, 't> {
    pub scene: &'s Scene<'d, 't>,
    pub parsed: Parsed,
    /// Hash of the word in lower case, marks, dashes and digits made alike.
    pub lower: Vec<u64>,
    /// Hash of the base form of a reporting verb, else of the word.
    pub lemma: Vec<u64>,
    /// Hash of the last three letters.
    pub suffix: Vec<u64>,
    /// Capitals, number, mark, punctuation.
    pub shape: Vec<u8>,
    pub clusters: Vec<learn::Classes>,
    /// 0 outside of quotations, 1 at the opening mark, 2 inside, 3 at the closing mark.
    pub quoted: Vec<u8>,
    pub sentence: Vec<u32>,
    /// Candidates of the rules, whatever their confidence.
    pub candidates: Vec<Attribution>,
    /// For contents, sources and cues what the rules say of each token.
    pub marks: [Vec<RuleMark>; ROLES],
    /// Tokens that hang on each token, one list after the other.
    children: Vec<u32>,
    child_ends: Vec<u32>,
    /// For each token the surest candidate of the rules that has it in its cue.
    candidate_of: Vec<u32>,
    /// Paragraphs with the candidates whose cue, or else content, stands in them, in order.
    candidates_in: Vec<(u32, u32)>,
    verbs_before: Vec<VerbBefore>,
    verbs_after: Vec<u64>,
    /// Before each token, and at the end: how many commas, opened quotations and reporting verbs outside of them there are.
    counts: Vec<[u32; 3]>,
}

/// The reporting verb before a token in its sentence, and what stands between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct VerbBefore {
    /// Its lemma.
    pub lemma: u64,
    /// Whether a comma stands between.
    pub comma: bool,
    /// Whether "that" does.
    pub that: bool,
}

/// How far a reporting verb is looked for, in tokens.
const REACH: usize = 14;

impl<'s, 'd, 't> View<'s, 'd, 't> {
    pub fn new(scene: &'s Scene<'d, 't>, clusters: &WordClusters) -> Self {
        let document = scene.document;
        let count = document.tokens().len();
        let mut view = View {
            scene,
            parsed: Syntax::shared().tags_only(document),
            lower: Vec::with_capacity(count),
            lemma: Vec::with_capacity(count),
            suffix: Vec::with_capacity(count),
            shape: Vec::with_capacity(count),
            clusters: Vec::with_capacity(count),
            quoted: vec![0; count],
            sentence: vec![0; count],
            candidates: rules::attributions(scene, -1.0, |_| {}),
            marks: std::array::from_fn(|_| vec![RuleMark::default(); count]),
            children: Vec::new(),
            child_ends: Vec::with_capacity(count),
            candidate_of: vec![NONE; count],
            candidates_in: Vec::new(),
            verbs_before: Vec::with_capacity(count),
            verbs_after: vec![EDGE; count],
            counts: Vec::with_capacity(count + 1),
        };
        view.candidates.retain(|candidate| !candidate.contents.is_empty());
        view.read_words(clusters);
        for (index, range) in scene.sentences.iter().enumerate() {
            view.sentence[range.clone()].fill(index as u32);
        }
        for region in &scene.regions {
            view.quoted[region.open..region.end].fill(2);
            view.quoted[region.end - 1] = 3;
            view.quoted[region.open] = 1;
        }
        view.list_children();
        view.read_candidates();
        view.sort_candidates();
        view.read_verbs();
        view.count();
        view
    }

    fn read_words(&mut self, clusters: &WordClusters) {
        let document = self.scene.document;
        let mut letters = Vec::new();
        for (at, token) in document.tokens().iter().enumerate() {
            let word = document.word(at);
            plain(word, &mut letters);
            let lower = hash::bytes(&letters);
            self.lower.push(lower);
            self.suffix.push(hash::bytes(&letters[letters.len().saturating_sub(3)..]));
            let base = self.scene.verb(at).map(|(verb, _)| hash::bytes(verb.base.as_bytes()));
            self.lemma.push(base.unwrap_or(lower));
            self.clusters.push(clusters.get(lower));
            self.shape.push(match token.kind {
                TokenKind::Word if !token.capitalised => 3,
                TokenKind::Word if word.len() > 1 && !word.chars().any(char::is_lowercase) => 1,
                TokenKind::Word => 2,
                TokenKind::Number => 4,
                TokenKind::Mark => 5,
                TokenKind::Punctuation => 6,
            });
        }
    }

    /// Parses the sentences that hold a token which is `wanted`.
    pub fn parse(&mut self, wanted: impl Fn(usize) -> bool) {
        let sentence = |mut tokens: Range<usize>| tokens.any(&wanted);
        Syntax::shared().parse_where(self.scene.document, &mut self.parsed, sentence);
        self.list_children();
    }

    fn list_children(&mut self) {
        let count = self.len();
        let mut counts = vec![0u32; count + 1];
        let heads = (0..count).filter_map(|at| self.parsed.head(at));
        heads.for_each(|head| counts[head + 1] += 1);
        for at in 0..count {
            counts[at + 1] += counts[at];
        }
        self.child_ends = counts[1..].to_vec();
        self.children = vec![0; counts[count] as usize];
        for at in 0..count {
            if let Some(head) = self.parsed.head(at) {
                self.children[counts[head] as usize] = at as u32;
                counts[head] += 1;
            }
        }
    }

    fn read_candidates(&mut self) {
        for (index, candidate) in self.candidates.iter().enumerate() {
            let sure = 1 + (candidate.confidence * 10.0).clamp(0.0, 9.0) as u8;
            let parts = [&candidate.contents[..], &candidate.sources[..], candidate.cue.as_slice()];
            for (marks, ranges) in self.marks.iter_mut().zip(parts) {
                for (range, at) in ranges.iter().flat_map(|range| range.clone().map(move |at| (range, at))) {
                    if sure > marks[at].sure {
                        marks[at] = RuleMark { sure, rule: candidate.rule as u8, place: place(range, at) };
                    }
                }
            }
            for at in candidate.cue.clone().into_iter().flatten() {
                let best = self.candidates.get(self.candidate_of[at] as usize);
                // of equals the later, as `Iterator::max_by` has it
                if best.is_none_or(|best| best.confidence <= candidate.confidence) {
                    self.candidate_of[at] = index as u32;
                }
            }
        }
    }

    fn sort_candidates(&mut self) {
        let place = |(index, candidate): (usize, &Attribution)| {
            let at = candidate.cue.as_ref().map_or(candidate.first(), |cue| cue.start);
            (self.paragraph(at) as u32, index as u32)
        };
        let mut places: Vec<(u32, u32)> = self.candidates.iter().enumerate().map(place).collect();
        places.sort_unstable();
        self.candidates_in = places;
    }

    fn read_verbs(&mut self) {
        let scene = self.scene;
        for range in &scene.sentences {
            let mut last = None;
            let (mut comma, mut that) = (false, false);
            for at in range.clone() {
                let near = last.filter(|verb| at - verb <= REACH);
                self.verbs_before.push(VerbBefore { lemma: near.map_or(EDGE, |verb| self.lemma[verb]), comma, that });
                if scene.verb(at).is_some() {
                    (last, comma, that) = (Some(at), false, false);
                }
                comma |= scene.is_comma(at);
                that |= scene.is(at, "that");
            }
            let mut next: Option<usize> = None;
            for at in range.clone().rev() {
                self.verbs_after[at] = next.filter(|verb| verb - at <= REACH).map_or(EDGE, |verb| self.lemma[verb]);
                if scene.verb(at).is_some() {
                    next = Some(at);
                }
            }
        }
    }

    fn count(&mut self) {
        let mut counts = [0u32; 3];
        for at in 0..self.len() {
            self.counts.push(counts);
            counts[0] += u32::from(self.scene.is_comma(at));
            counts[1] += u32::from(self.quoted[at] == 1);
            counts[2] += u32::from(self.quoted[at] == 0 && self.scene.verb(at).is_some());
        }
        self.counts.push(counts);
    }

    /// The reporting verb before token `at`.
    #[inline]
    pub fn verb_before(&self, at: usize) -> VerbBefore {
        self.verbs_before[at]
    }

    /// Lemma of the reporting verb after token `at`.
    #[inline]
    pub fn verb_after(&self, at: usize) -> u64 {
        self.verbs_after[at]
    }

    /// Commas, opened quotations and reporting verbs outside of them among the tokens of a range.
    pub fn counts(&self, range: Range<usize>) -> [u64; 3] {
        std::array::from_fn(|k| u64::from(self.counts[range.end][k] - self.counts[range.start.min(range.end)][k]))
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.scene.document.tokens().len()
    }

    /// Part of speech of a token, as a number.
    #[inline]
    pub fn tag(&self, at: usize) -> u64 {
        self.parsed.tag(at) as u64
    }

    /// What a token is to its head, as a number.
    #[inline]
    pub fn relation(&self, at: usize) -> u64 {
        self.parsed.relation(at) as u64
    }

    /// Tokens that hang on token `at`.
    #[inline]
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let start = if at == 0 { 0 } else { self.child_ends[at - 1] as usize };
        self.children[start..self.child_ends[at] as usize].iter().map(|child| *child as usize)
    }

    /// One bit for each relation in which a token hangs on token `at`.
    pub fn relations_below(&self, at: usize) -> u64 {
        self.children(at).fold(0, |bits, child| bits | 1 << self.relation(child))
    }

    /// The rules' surest candidate that has token `at` in its cue.
    pub fn candidate_of(&self, at: usize) -> Option<&Attribution> {
        self.candidates.get(self.candidate_of[at] as usize)
    }

    /// Indices of the rules' candidates in the paragraph that holds token `at`.
    pub fn nearby(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let paragraph = self.paragraph(at) as u32;
        let start = self.candidates_in.partition_point(|(place, _)| *place < paragraph);
        let here = self.candidates_in[start..].iter().take_while(move |(place, _)| *place == paragraph);
        here.map(|(_, index)| *index as usize)
    }

    /// Its index.
    pub fn candidate_index(&self, at: usize) -> Option<usize> {
        Some(self.candidate_of[at] as usize).filter(|index| *index < self.candidates.len())
    }

    /// Token range of the sentence that holds token `at`.
    pub fn sentence_of(&self, at: usize) -> &Range<usize> {
        &self.scene.sentences[self.sentence[at] as usize]
    }

    /// Token range of the paragraph that holds token `at`.
    pub fn paragraph_of(&self, at: usize) -> Range<usize> {
        self.scene.document.paragraphs()[self.paragraph(at)].tokens.clone()
    }

    /// Index of that paragraph.
    pub fn paragraph(&self, at: usize) -> usize {
        let document = self.scene.document;
        document.paragraph_at(document.tokens()[at].span.start)
    }

    /// The word that stands for a cue.
    pub fn head_of_cue(&self, cue: &Range<usize>) -> usize {
        cues::head(self.scene, cue)
    }
}

/// 1 for the first token of a range, 3 for the last, 2 for those between.
pub(super) fn place(range: &Range<usize>, at: usize) -> u8 {
    if at == range.start {
        1
    } else if at + 1 == range.end {
        3
    } else {
        2
    }
}

/// Number of rules, for what has none.
pub(super) const NO_RULE: u64 = Rule::ALL.len() as u64;

/// The letters of a word in lower case; digits are zeros, and the ways of writing a mark or a dash are one.
fn plain(word: &str, letters: &mut Vec<u8>) {
    letters.clear();
    if word.is_ascii() {
        letters.extend(word.bytes().map(|byte| match byte {
            b'0'..=b'9' => b'0',
            b'`' => b'\'',
            byte => byte.to_ascii_lowercase(),
        }));
    } else {
        let mut room = [0; 4];
        for c in word.chars() {
            let c = match c {
                '’' | '‘' | 'ʼ' | '´' | '`' => '\'',
                '“' | '”' | '„' | '«' | '»' => '"',
                '–' | '―' => '—',
                c if c.is_ascii_digit() => '0',
                c => c,
            };
            c.to_lowercase().for_each(|c| letters.extend_from_slice(c.encode_utf8(&mut room).as_bytes()));
        }
    }
    if letters == b"''" {
        letters.clear();
        letters.push(b'"');
    } else if letters == b"--" {
        letters.clear();
        letters.extend_from_slice("—".as_bytes());
    }
}
