//! How well the parts of quotes are delimited: cue, source and content, span by span.
//!
//! Two definitions are in use, and both are given:
//!
//! - `exact` takes the distinct spans of an article; one is right when both ends agree, whatever quote it belongs to, as
//!   the figures published on PolNeAR have it (CofeNet, COLING 2022). `tokens` takes the distinct tokens instead.
//! - `citron_exact` and `citron_overlap` are those of Citron's own evaluation (`citron/metrics.py` of bbc/citron). Exact:
//!   a cue is right when some gold cue has the same ends; the sources of a quote, taken together, are right when some
//!   gold quote whose cue touches its cue has the same sources, and contents likewise; what is missed is counted over the
//!   gold quotes in the same way, and recall is right / (right + missed). Overlap: the tokens in common, added up over all
//!   pairs of a found and a gold quote, over the tokens of all found (all gold) ones; a token in two nested gold
//!   quotes counts twice, so that the share can pass 1.
//!
//! Citron knows no quote without cue. Here two quotes of which neither has a cue meet when their contents share a token,
//! and a missing cue is not counted among the cues. Its tokens are spaCy's, here they are those of [`super`].
//! (Citron's figures for all spans together swap precision and recall of the overlap; they are not given here.)

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::Span;

use super::count::Count;
use super::page::Page;
use super::view::{View, common};

/// Counts of one part of quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PartTally {
    pub exact: Count,
    pub tokens: Count,
    pub citron_exact: Count,
    pub citron_overlap: Count,
}

/// Counts of all parts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PartsTally {
    pub cue: PartTally,
    pub source: PartTally,
    pub content: PartTally,
}

impl PartsTally {
    pub fn new(page: &Page<'_>, gold: &[&View], found: &[&View]) -> Self {
        let cue = |view: &View| view.cue.into_iter().collect::<Vec<Span>>();
        let meet = |g: &View, f: &View| match (g.cue, f.cue) {
            (Some(g), Some(f)) => touch(&page.range(f), &page.range(g)),
            (None, None) => common(&g.tokens, &f.tokens) > 0,
            _ => false,
        };
        let with_cue = |views: &[&'_ View]| views.iter().filter(|view| view.cue.is_some()).count();
        let same_cue = |g: &View, f: &View| f.cue.is_some() && g.cue == f.cue;
        Self {
            cue: part(page, gold, found, cue, same_cue, (with_cue(found), with_cue(gold))),
            source: part(
                page,
                gold,
                found,
                |view| view.sources.clone(),
                |g, f| meet(g, f) && g.sources == f.sources,
                (found.len(), gold.len()),
            ),
            content: part(
                page,
                gold,
                found,
                |view| view.contents.clone(),
                |g, f| meet(g, f) && g.contents == f.contents,
                (found.len(), gold.len()),
            ),
        }
    }
}

/// Token ranges that overlap or, the found one first, stand side by side, as Citron has it.
fn touch(found: &Range<usize>, gold: &Range<usize>) -> bool {
    found.start <= gold.end && found.end > gold.start
}

/// One part; `is_right` is Citron's exact agreement, `all` how many found and gold quotes are asked for it.
fn part(
    page: &Page<'_>,
    gold: &[&View],
    found: &[&View],
    spans_of: impl Fn(&View) -> Vec<Span>,
    is_right: impl Fn(&View, &View) -> bool,
    all: (usize, usize),
) -> PartTally {
    let lists = |views: &[&View]| views.iter().map(|view| spans_of(view)).collect::<Vec<_>>();
    let (gold_spans, found_spans) = (lists(gold), lists(found));
    let distinct = |lists: &[Vec<Span>]| lists.iter().flatten().copied().collect::<BTreeSet<Span>>();
    let (gold_set, found_set) = (distinct(&gold_spans), distinct(&found_spans));
    let tokens = |set: &BTreeSet<Span>| page.cover(&set.iter().copied().collect::<Vec<_>>());
    let (gold_tokens, found_tokens) = (tokens(&gold_set), tokens(&found_set));

    let right = found.iter().filter(|f| gold.iter().any(|g| is_right(g, f))).count();
    let met = gold.iter().filter(|g| found.iter().any(|f| is_right(g, f))).count();
    let ranges = |lists: &[Vec<Span>]| lists.iter().flatten().map(|span| page.range(*span)).collect::<Vec<_>>();
    let (gold_ranges, found_ranges) = (ranges(&gold_spans), ranges(&found_spans));
    let overlap = |f: &Range<usize>| -> usize {
        gold_ranges.iter().map(|g| f.end.min(g.end).saturating_sub(f.start.max(g.start))).sum()
    };
    PartTally {
        exact: Count::new(gold_set.intersection(&found_set).count(), found_set.len(), gold_set.len()),
        tokens: Count::new(common(&gold_tokens, &found_tokens), found_tokens.len(), gold_tokens.len()),
        citron_exact: Count::new(right, all.0, right + all.1 - met),
        citron_overlap: Count::new(
            found_ranges.iter().map(overlap).sum(),
            found_ranges.iter().map(Range::len).sum(),
            gold_ranges.iter().map(Range::len).sum(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::GoldQuote;

    fn quote(text: &str, contents: &[&str], cue: Option<&str>, sources: &[&str]) -> GoldQuote {
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let spans = |parts: &[&str]| parts.iter().map(|part| span(part)).collect();
        GoldQuote { contents: spans(contents), cue: cue.map(span), sources: spans(sources), ..GoldQuote::default() }
    }

    #[test]
    fn spans_and_tokens_are_counted_as_documented() {
        let text = "Ann Lee said that rain had come. Bo went on to add it had gone.";
        let gold = [
            quote(text, &["rain had come"], Some("said"), &["Ann Lee"]),
            quote(text, &["it had gone"], Some("went on to add"), &["Bo"]),
        ];
        let found = [
            quote(text, &["that rain had come"], Some("said"), &["Ann Lee"]),
            quote(text, &["it had gone"], Some("add"), &["Bo"]),
        ];
        let page = Page::new(text);
        let (gold, found) = (View::of_gold(&page, &gold), View::of_gold(&page, &found));
        let (gold, found): (Vec<_>, Vec<_>) = (gold.iter().collect(), found.iter().collect());
        let tally = PartsTally::new(&page, &gold, &found);
        assert_eq!(tally.cue.exact, Count::new(1, 2, 2));
        assert_eq!(tally.cue.tokens, Count::new(2, 2, 5));
        assert_eq!(tally.cue.citron_exact, Count::new(1, 2, 2));
        assert_eq!(tally.cue.citron_overlap, Count::new(2, 2, 5));
        assert_eq!(tally.source.exact, Count::new(2, 2, 2));
        assert_eq!(tally.source.citron_exact, Count::new(2, 2, 2), "the cues touch");
        assert_eq!(tally.content.citron_exact, Count::new(1, 2, 2));
        assert_eq!(tally.content.tokens, Count::new(6, 7, 6));
    }

    #[test]
    fn nested_quotes_count_twice_in_citrons_overlap_only() {
        let text = "Ann said Bo thinks it rained.";
        let gold = [
            quote(text, &["Bo thinks it rained"], Some("said"), &["Ann"]),
            quote(text, &["it rained"], Some("thinks"), &["Bo"]),
        ];
        let page = Page::new(text);
        let gold = View::of_gold(&page, &gold);
        let all: Vec<_> = gold.iter().collect();
        let tally = PartsTally::new(&page, &all, &all[..1]);
        assert_eq!(tally.content.citron_overlap, Count::new(6, 4, 6));
        assert_eq!(tally.content.tokens, Count::new(4, 4, 4));
    }

    #[test]
    fn quotes_without_cue_meet_by_their_contents() {
        let text = "“It rained,” Ann. “It poured.”";
        let gold = [quote(text, &["“It rained,”"], None, &["Ann"]), quote(text, &["“It poured.”"], None, &[])];
        let page = Page::new(text);
        let gold = View::of_gold(&page, &gold);
        let all: Vec<_> = gold.iter().collect();
        let tally = PartsTally::new(&page, &all, &all);
        assert_eq!(tally.cue.citron_exact, Count::default());
        assert_eq!(tally.source.citron_exact, Count::new(2, 2, 2), "no source on either side agrees");
    }
}
