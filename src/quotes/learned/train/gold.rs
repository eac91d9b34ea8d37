//! Annotated articles in terms of tokens.

use std::collections::HashSet;
use std::ops::Range;

use super::super::labels::Parts;
use super::super::proposal::Proposal;
use super::super::view::View;
use crate::quotes::GoldQuote;
use crate::text::{Document, Span};

/// A view of an article with its annotated quotes.
pub(super) struct GoldText<'s, 'd, 't> {
    pub view: View<'s, 'd, 't>,
    pub quotes: Vec<Parts>,
    /// For each token the number of the run of characters without white space that it stands in: what "words" are to
    /// the field's measures.
    words: Vec<u32>,
    /// For each quote the words of its content and of its sources.
    gold: Vec<(HashSet<u32>, HashSet<u32>)>,
}

impl<'s, 'd, 't> GoldText<'s, 'd, 't> {
    pub fn new(view: View<'s, 'd, 't>, annotated: &[GoldQuote]) -> Self {
        let document = view.scene.document;
        let mut word = 0;
        let words = document.tokens().iter().map(|token| {
            word += u32::from(token.spaced);
            word
        });
        let mut text = GoldText { words: words.collect(), quotes: Vec::new(), gold: Vec::new(), view };
        for annotation in annotated {
            let ranges = |spans: &[Span]| -> Vec<Range<usize>> {
                spans.iter().map(|span| tokens_of(document, *span)).filter(|range| !range.is_empty()).collect()
            };
            let contents = ranges(&annotation.contents);
            if contents.is_empty() {
                continue;
            }
            let cue = annotation.cue.map(|span| tokens_of(document, span)).filter(|range| !range.is_empty());
            let head = cue.as_ref().map(|cue| text.view.head_of_cue(cue));
            let sources = ranges(&annotation.sources);
            text.gold.push((text.words_of(&contents), text.words_of(&sources)));
            text.quotes.push(Parts { contents, cue, sources, head });
        }
        text
    }

    fn words_of(&self, ranges: &[Range<usize>]) -> HashSet<u32> {
        ranges.iter().cloned().flatten().map(|at| self.words[at]).collect()
    }

    /// The annotated quote that a proposal gets right: half of the words of both contents in common, and the same
    /// source or none.
    pub fn gold_of(&self, proposal: &Proposal) -> Option<usize> {
        let contents = self.words_of(&proposal.contents);
        let sources = self.words_of(&proposal.sources);
        self.gold.iter().position(|(gold_contents, gold_sources)| {
            let both = contents.intersection(gold_contents).count();
            let all = contents.len() + gold_contents.len() - both;
            let same = if gold_sources.is_empty() { sources.is_empty() } else { !gold_sources.is_disjoint(&sources) };
            both > 0 && 2 * both >= all && same
        })
    }
}

/// Tokens that a span covers, wholly or in part.
fn tokens_of(document: &Document<'_>, span: Span) -> Range<usize> {
    let start = document.token_at(span.start);
    let end = document.tokens().partition_point(|token| token.span.start < span.end);
    start..end.max(start)
}
