//! Labels of the tokens: which part of a quote a token is.

use std::ops::Range;

/// No part of a quote.
pub(super) const OUTSIDE: usize = 0;
/// First token of a source.
pub(super) const SOURCE: usize = 1;
/// Further token of a source.
pub(super) const IN_SOURCE: usize = 2;
/// The word that stands for a cue.
pub(super) const CUE_HEAD: usize = 3;
/// Other word of a cue.
pub(super) const IN_CUE: usize = 4;
/// First token of a content.
pub(super) const CONTENT: usize = 5;
/// Further token of a content.
pub(super) const IN_CONTENT: usize = 6;

/// Whether label `to` can follow `from`, or begin a sequence.
pub(super) fn allowed(from: Option<usize>, to: usize) -> bool {
    match to {
        IN_SOURCE => matches!(from, Some(SOURCE | IN_SOURCE)),
        IN_CONTENT => matches!(from, Some(CONTENT | IN_CONTENT)),
        _ => to < 7,
    }
}

/// Parts of an annotated quote as token ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub contents: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub sources: Vec<Range<usize>>,
    /// The word that stands for the cue.
    pub head: Option<usize>,
}

/// Labels of the tokens of `window` by the parts of all of `quotes`. Where parts overlap, cues win over sources and
/// sources over contents: they are shorter.
pub(super) fn encode<'p>(quotes: impl Iterator<Item = &'p Parts> + Clone, window: Range<usize>) -> Vec<u8> {
    let mut labels = vec![OUTSIDE; window.len()];
    let mut put = |range: &Range<usize>, first: usize, further: usize| {
        for at in range.start.max(window.start)..range.end.min(window.end) {
            labels[at - window.start] = if at == range.start { first } else { further };
        }
    };
    quotes.clone().flat_map(|parts| &parts.contents).for_each(|range| put(range, CONTENT, IN_CONTENT));
    for parts in quotes {
        parts.sources.iter().for_each(|range| put(range, SOURCE, IN_SOURCE));
        parts.cue.iter().for_each(|range| put(range, IN_CUE, IN_CUE));
        parts.head.iter().for_each(|&head| put(&(head..head + 1), CUE_HEAD, CUE_HEAD));
    }
    let mut labels: Vec<u8> = labels.into_iter().map(|label| label as u8).collect();
    mend(&mut labels);
    labels
}

/// A part that another one cuts goes on with a beginning.
pub(super) fn mend(labels: &mut [u8]) {
    for at in 0..labels.len() {
        let from = (at > 0).then(|| usize::from(labels[at - 1]));
        if !allowed(from, usize::from(labels[at])) {
            labels[at] -= 1;
        }
    }
}

/// Ranges of the tokens from `base` on that `first` begins and `further` goes on.
pub(super) fn decode(labels: &[u8], base: usize, first: usize, further: usize) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        let label = usize::from(label);
        if label == first {
            ranges.push(base + at..base + at + 1);
        } else if label == further
            && let Some(last) = ranges.last_mut()
        {
            last.end = base + at + 1;
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_give_the_parts_back() {
        let quote = Parts { contents: vec![0..3, 6..9], cue: Some(4..6), sources: vec![3..4], head: Some(5) };
        let labels = encode([&quote].into_iter(), 0..10);
        assert_eq!(decode(&labels, 0, CONTENT, IN_CONTENT), quote.contents);
        assert_eq!(decode(&labels, 0, SOURCE, IN_SOURCE), quote.sources);
        assert_eq!(labels[4..6], [IN_CUE as u8, CUE_HEAD as u8]);
    }

    #[test]
    fn a_part_that_the_window_or_another_part_cuts_begins_anew() {
        let outer = Parts { contents: vec![0..8], cue: None, sources: vec![], head: None };
        let inner = Parts { contents: vec![5..6], cue: Some(3..4), sources: vec![], head: Some(3) };
        let labels = encode([&outer, &inner].into_iter(), 2..9);
        assert!((0..7).all(|at| allowed((at > 0).then(|| usize::from(labels[at - 1])), usize::from(labels[at]))));
        assert_eq!(decode(&labels, 2, CONTENT, IN_CONTENT), [2..3, 4..5, 5..8]);
    }
}
