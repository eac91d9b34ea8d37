//! Proposals: what may be a quote.

use std::collections::HashMap;
use std::ops::Range;

use super::super::rules::Rule;
use super::labels::CUE_HEAD;
use super::sources::SourceCandidate;
use super::view::View;
use crate::learn::field::Row;

/// Where a proposal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The second field's best labels.
    Field,
    /// The drawn labels that agree best with the others.
    Likeliest,
    /// Other labels drawn from the second field.
    Drawn,
    /// The first reading with the source that the ranker chose.
    Ranker,
    /// A rule.
    Rules,
}

/// What may be a quote.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub contents: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub sources: Vec<Range<usize>>,
    /// The word that stands for the cue.
    pub head: Option<usize>,
    pub origin: Origin,
    /// The rules' candidate that it is, or that has its cue: index into the view's.
    pub candidate: Option<usize>,
    pub certainty: Certainty,
    /// Its cue's candidates for the source: index into [`Proposals::rankings`].
    pub ranking: Option<usize>,
    /// Logarithm of the odds that it is a quote with these parts.
    pub log_odds: f32,
}

/// What the second field says of a reading of a cue.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Certainty {
    /// Logarithm of the probability of the best labels, all together.
    pub labels: f32,
    /// Probability that the least sure content range begins and ends there; that it begins; that it ends.
    pub edges: f32,
    pub begin: f32,
    pub end: f32,
    /// Probability of the source's first token.
    pub source: f32,
    /// Probability of content, mean and least.
    pub mean: f32,
    pub least: f32,
    /// Share of the drawn readings with about this content and this source; with about this content.
    pub agreement: f32,
    pub content_agreement: f32,
    /// Share of the drawn readings without a content; without a source; how many there are.
    pub empty: f32,
    pub no_source: f32,
    pub distinct: f32,
    /// Greatest agreement of a drawn reading.
    pub best_agreement: f32,
    /// Overlap with the content of the best labels; whether the source is theirs.
    pub best_overlap: f32,
    pub best_source: f32,
    /// What the ranker says of the source.
    pub ranked: f32,
}

impl Certainty {
    /// Of what the second field has not seen.
    const UNKNOWN: Self = Self {
        labels: 1.0,
        edges: 0.0,
        begin: 0.0,
        end: 0.0,
        source: 0.0,
        mean: 0.0,
        least: 0.0,
        agreement: -1.0,
        content_agreement: 0.0,
        empty: 0.0,
        no_source: 0.0,
        distinct: 0.0,
        best_agreement: 0.0,
        best_overlap: 0.0,
        best_source: 0.0,
        ranked: -1.0,
    };
}

/// The proposals of a document.
#[derive(Debug, Default)]
pub(super) struct Proposals {
    pub all: Vec<Proposal>,
    /// For each cue the candidates for its source, the likeliest first.
    pub rankings: Vec<Vec<SourceCandidate>>,
}

/// Sentences before and after that of a cue in which its parts are looked for, within its paragraph.
const SENTENCES: usize = 1;

/// Tokens before and after a cue in which its parts are looked for.
const WINDOW: usize = 120;

/// The tokens that a cue's parts are looked for in.
pub(super) fn window(view: &View<'_, '_, '_>, head: usize) -> Range<usize> {
    let paragraph = view.paragraph_of(head);
    let sentences = &view.scene.sentences;
    let at = view.sentence[head] as usize;
    let first = sentences[at.saturating_sub(SENTENCES)].start.max(head.saturating_sub(WINDOW));
    let last = sentences[(at + SENTENCES).min(sentences.len() - 1)].end.min(head + WINDOW);
    paragraph.start.max(first)..paragraph.end.min(last)
}

/// Cues less likely than this are not looked into: a floor of .01 gave no more (`docs/experiments.md`).
const LEAST_CUE: f32 = 0.05;

/// The rules' cues less likely than this are not looked into.
const LEAST_RULE: f64 = 0.15;

/// The words that may stand for a cue.
pub(super) fn heads(view: &View<'_, '_, '_>, joint: &[Row]) -> Vec<usize> {
    likely(view, joint, LEAST_CUE, LEAST_RULE)
}

/// Those that are likely enough for parsing their sentences, which takes a third of the whole time.
pub(super) fn worth_parsing(view: &View<'_, '_, '_>, joint: &[Row]) -> Vec<usize> {
    const LEAST_CUE: f32 = 0.1;
    const LEAST_RULE: f64 = 0.3;
    likely(view, joint, LEAST_CUE, LEAST_RULE)
}

fn likely(view: &View<'_, '_, '_>, joint: &[Row], least_cue: f32, least_rule: f64) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..view.len()).filter(|&at| joint[at][CUE_HEAD] > least_cue).collect();
    let mut is_head = vec![false; view.len()];
    heads.iter().for_each(|head| is_head[*head] = true);
    for candidate in view.candidates.iter().filter(|candidate| candidate.confidence >= least_rule) {
        if let Some(cue) = &candidate.cue
            && !is_head[cue.clone()].contains(&true)
        {
            let head = view.head_of_cue(cue);
            is_head[head] = true;
            heads.push(head);
        }
    }
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// Whether a rule works from the marks or the layout.
pub(super) fn by_marks(rule: Rule) -> bool {
    matches!(rule, Rule::QuotedBefore | Rule::QuotedAfter | Rule::Layout | Rule::Floating)
}

/// Proposals of the rules whose cue is not among the likely ones: those that work from the marks or the layout.
pub(super) fn of_rules<'v>(view: &'v View<'_, '_, '_>, heads: &'v [usize]) -> impl Iterator<Item = Proposal> + 'v {
    let likely = |cue: &Range<usize>| {
        let next = heads.partition_point(|head| *head < cue.start);
        heads.get(next).is_some_and(|head| cue.contains(head))
    };
    view.candidates
        .iter()
        .enumerate()
        .filter(move |(_, candidate)| candidate.cue.as_ref().is_none_or(|cue| by_marks(candidate.rule) && !likely(cue)))
        .map(|(index, candidate)| Proposal {
            contents: candidate.contents.clone(),
            cue: candidate.cue.clone(),
            sources: candidate.sources.clone(),
            head: candidate.cue.as_ref().map(|cue| view.head_of_cue(cue)),
            origin: Origin::Rules,
            candidate: Some(index),
            certainty: Certainty::UNKNOWN,
            ranking: None,
            log_odds: 0.0,
        })
}

/// Share of a proposal's content that surer ones may have taken.
const SHARED: f64 = 0.2;

/// The proposals that stay: the surest first, each unless surer ones have more than a fifth of its content.
/// In PolNeAR one attribution in 20,000 stands within another.
pub(super) fn select(view: &View<'_, '_, '_>, proposals: Vec<Proposal>, least: f32) -> Vec<Proposal> {
    let mut best: HashMap<usize, Proposal> = HashMap::new();
    for proposal in proposals.iter().filter(|proposal| proposal.origin == Origin::Field) {
        if let Some(head) = proposal.head {
            best.entry(head).or_insert_with(|| proposal.clone());
        }
    }
    let mut proposals: Vec<Proposal> = proposals.into_iter().filter(|p| p.log_odds >= least).collect();
    proposals.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds));
    let mut taken = vec![false; view.len()];
    proposals.retain(|proposal| {
        let tokens = || proposal.contents.iter().cloned().flatten();
        let shared = tokens().filter(|&at| taken[at]).count();
        let stays = shared as f64 <= SHARED * tokens().count() as f64;
        if stays {
            tokens().for_each(|at| taken[at] = true);
        }
        stays
    });
    for proposal in proposals.iter_mut().filter(|proposal| proposal.origin != Origin::Field) {
        if let Some(best) = proposal.head.and_then(|head| best.get(&head)) {
            settle(proposal, best);
        }
    }
    proposals.sort_by_key(|p| (p.contents[0].start, p.contents[0].end));
    proposals
}

/// Contents with this share of their tokens in common differ in their edges only.
const SAME: f32 = 0.7;

/// Gives a reading of a cue the edges of the field's best labels, where it differs in nothing else: acceptance asks what a
/// quote is about, the field knows best where it begins and ends.
fn settle(reading: &mut Proposal, best: &Proposal) {
    if overlap(&reading.contents, &best.contents) >= SAME {
        reading.contents.clone_from(&best.contents);
        if agree(&reading.sources, &best.sources) {
            reading.sources.clone_from(&best.sources);
        }
    }
}

/// Share of the tokens of either that both have.
pub(super) fn overlap(a: &[Range<usize>], b: &[Range<usize>]) -> f32 {
    let count = |ranges: &[Range<usize>]| ranges.iter().map(Range::len).sum::<usize>();
    let common = |x: &Range<usize>, y: &Range<usize>| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    let both: usize = a.iter().flat_map(|x| b.iter().map(move |y| common(x, y))).sum();
    both as f32 / (count(a) + count(b) - both).max(1) as f32
}

/// Whether two quotes' sources have a token in common, or are both missing.
pub(super) fn agree(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    if a.is_empty() || b.is_empty() {
        return a.is_empty() && b.is_empty();
    }
    a.iter().any(|x| b.iter().any(|y| x.start.max(y.start) < x.end.min(y.end)))
}
