//! The counts of one article.

use crate::quotes::{GoldArticle, Kind, Quote};
use crate::text::Document;

use super::super::calibration::{BINS, Bin};
use super::QuoteEvaluation;
use super::confidence::{THRESHOLDS, curve};
use super::count::Count;
use super::errors::{ErrorKind, Errors, QuoteError};
use super::page::Page;
use super::parts::PartsTally;
use super::speakers::{names_agree, of_gold_quotes};
use super::view::{View, common, pairs};

/// The kinds in the order of every list here.
pub(super) const KINDS: [Kind; 3] = [Kind::Direct, Kind::Mixed, Kind::Indirect];

/// Matches and their sources.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attributed {
    pub matched: Count,
    pub joint: Count,
    pub joint_sourced: Count,
    /// Of the matched whose gold has a source.
    pub any_source: Count,
    pub overlap: Count,
    pub exact: Count,
}

/// One kind against quotes of any kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OfKind {
    pub matched: Count,
    pub joint: Count,
    /// Of the found ones of this kind, those that match a gold quote of any kind.
    pub found: Count,
}

/// Quotes of one kind with the right speaker.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spoken {
    /// Among the gold quotes that are found.
    pub found: Count,
    /// Among all, when the parts of the gold quotes are given.
    pub given: Count,
}

/// All counts of one article.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub content_exact: Count,
    pub content_trimmed: Count,
    pub content_tokens: Count,
    pub all: Attributed,
    pub direct: Attributed,
    pub kinds: [OfKind; 3],
    /// All quotes, then each kind.
    pub parts: [PartsTally; 4],
    pub speakers: [Spoken; 3],
    pub curve: [(Count, Count); THRESHOLDS],
    pub bins: [Bin; BINS],
}

/// Runs the finders over an article and counts.
pub(super) fn measure(gold: &GoldArticle, how: &QuoteEvaluation<'_>) -> (Tally, Vec<QuoteError>) {
    let document = Document::new(&gold.article.text);
    let page = Page::new(&gold.article.text);
    let quotes = how.finder.find(&document);
    let rules: Vec<String> = match how.explain {
        true => how.finder.explain(&document).into_iter().map(|(_, why)| why.found_by).collect(),
        false => Vec::new(),
    };
    let mut errors = Errors::new(&gold.article, &gold.quotes, &quotes, &rules);

    let views = (View::of_gold(&page, &gold.quotes), View::of_found(&page, &quotes));
    let (wanted, found): (Vec<&View>, Vec<&View>) = (views.0.iter().collect(), views.1.iter().collect());
    let pairs = pairs(&wanted, &found);
    let mut tally = Tally { all: attributed(&wanted, &found, &pairs), ..Tally::default() };
    count_contents(&mut tally, &page, &wanted, &found);
    count_kinds(&mut tally, &page, &wanted, &found, &pairs);
    for (view, at) in found.iter().zip(0..) {
        let confidence = quotes[view.place].confidence;
        let right = pairs.iter().any(|&(g, f)| f == at && wanted[g].is_joint_with(view));
        tally.bins[Bin::of(confidence)].add(&Bin { count: 1, right: u64::from(right), confidence });
    }
    let more = how.candidates.map(|finder| finder.find(&document));
    let candidates = more.as_deref().unwrap_or(&quotes);
    tally.curve = curve(&wanted, &View::of_found(&page, candidates), |view| candidates[view.place].confidence);

    for &(g, f) in &pairs {
        errors.add_pair(wanted[g], found[f]);
    }
    for (view, at) in wanted.iter().zip(0..) {
        if !pairs.iter().any(|&(g, _)| g == at) {
            errors.add(ErrorKind::Missed, Some(view), None);
        }
    }
    for (view, at) in found.iter().zip(0..) {
        if !pairs.iter().any(|&(_, f)| f == at) {
            errors.add(ErrorKind::Spurious, None, Some(view));
        }
    }
    if gold.quotes.iter().any(|quote| quote.speaker.is_some()) {
        count_speakers(&mut tally, gold, &document, &page, &quotes, (&wanted, &found, &pairs), &mut errors);
    }
    (tally, errors.finish())
}

fn attributed(gold: &[&View], found: &[&View], pairs: &[(usize, usize)]) -> Attributed {
    let has_source = |view: &&&View| !view.source_tokens.is_empty();
    let sourced: Vec<(&View, &View)> =
        pairs.iter().map(|&(g, f)| (gold[g], found[f])).filter(|(g, _)| has_source(&g)).collect();
    let overlap = sourced.iter().filter(|(g, f)| g.sources_meet(f)).count();
    let exact = sourced.iter().filter(|(g, f)| g.sources_meet(f) && g.source_trims == f.source_trims).count();
    let joint = pairs.iter().filter(|&&(g, f)| gold[g].is_joint_with(found[f])).count();
    Attributed {
        matched: Count::new(pairs.len(), found.len(), gold.len()),
        joint: Count::new(joint, found.len(), gold.len()),
        joint_sourced: Count::new(
            overlap,
            found.iter().filter(has_source).count(),
            gold.iter().filter(has_source).count(),
        ),
        any_source: Count::share(sourced.iter().filter(|(_, f)| has_source(&f)).count(), sourced.len()),
        overlap: Count::share(overlap, sourced.len()),
        exact: Count::share(exact, sourced.len()),
    }
}

fn count_contents(tally: &mut Tally, page: &Page<'_>, gold: &[&View], found: &[&View]) {
    let spans = |views: &[&View]| views.iter().flat_map(|view| view.contents.clone()).collect::<Vec<_>>();
    let (gold_spans, found_spans) = (spans(gold), spans(found));
    tally.content_exact = of_bags(gold_spans.clone(), &found_spans);
    let trims = |spans: &[_]| spans.iter().map(|span| page.trim(*span)).collect::<Vec<_>>();
    tally.content_trimmed = of_bags(trims(&gold_spans), &trims(&found_spans));
    let tokens = |views: &[&View]| {
        let mut tokens: Vec<usize> = views.iter().flat_map(|view| view.tokens.clone()).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    };
    let (gold_tokens, found_tokens) = (tokens(gold), tokens(found));
    tally.content_tokens = Count::new(common(&gold_tokens, &found_tokens), found_tokens.len(), gold_tokens.len());
}

/// How many of `found` are among `gold`, each of which serves once.
fn of_bags<T: PartialEq>(mut gold: Vec<T>, found: &[T]) -> Count {
    let all = gold.len();
    for item in found {
        if let Some(at) = gold.iter().position(|other| other == item) {
            gold.swap_remove(at);
        }
    }
    Count::new(all - gold.len(), found.len(), all)
}

fn count_kinds(tally: &mut Tally, page: &Page<'_>, gold: &[&View], found: &[&View], pairs: &[(usize, usize)]) {
    tally.parts[0] = PartsTally::new(page, gold, found);
    for (at, kind) in KINDS.into_iter().enumerate() {
        let of_kind = |views: &[&'_ View]| views.iter().filter(|view| view.kind == kind).count();
        let matched: Vec<_> = pairs.iter().filter(|&&(g, _)| gold[g].kind == kind).collect();
        let joint = matched.iter().filter(|&&&(g, f)| gold[g].is_joint_with(found[f])).count();
        let found_matched = pairs.iter().filter(|&&(_, f)| found[f].kind == kind).count();
        tally.kinds[at] = OfKind {
            matched: Count::share(matched.len(), of_kind(gold)),
            joint: Count::share(joint, of_kind(gold)),
            found: Count::share(found_matched, of_kind(found)),
        };
        let (gold, found): (Vec<&View>, Vec<&View>) = (
            gold.iter().copied().filter(|view| view.kind == kind).collect(),
            found.iter().copied().filter(|view| view.kind == kind).collect(),
        );
        tally.parts[at + 1] = PartsTally::new(page, &gold, &found);
        if kind == Kind::Direct {
            tally.direct = attributed(&gold, &found, &self::pairs(&gold, &found));
        }
    }
}

fn count_speakers(
    tally: &mut Tally,
    gold: &GoldArticle,
    document: &Document<'_>,
    page: &Page<'_>,
    quotes: &[Quote],
    (wanted, found, pairs): (&[&View], &[&View], &[(usize, usize)]),
    errors: &mut Errors<'_>,
) {
    let kinds: Vec<Kind> =
        gold.quotes.iter().map(|q| q.kind.unwrap_or_else(|| page.kind(&page.cover(&q.contents)))).collect();
    let place = |kind: Kind| KINDS.iter().position(|other| *other == kind).unwrap_or(0);
    for &(g, f) in pairs {
        let (view, quote) = (wanted[g], &gold.quotes[wanted[g].place]);
        let Some(name) = &quote.speaker else { continue };
        let right = names_agree(name, quotes[found[f].place].speaker.name.as_deref());
        tally.speakers[place(kinds[view.place])].found += Count::share(usize::from(right), 1);
        if !right {
            errors.add(ErrorKind::SpeakerWrong, Some(view), Some(found[f]));
        }
    }
    let given = of_gold_quotes(document, gold, &kinds);
    for (at, (quote, speaker)) in gold.quotes.iter().zip(given).enumerate() {
        if let Some(name) = &quote.speaker {
            let right = names_agree(name, speaker.and_then(|speaker| speaker.name).as_deref());
            tally.speakers[place(kinds[at])].given += Count::share(usize::from(right), 1);
        }
    }
}
