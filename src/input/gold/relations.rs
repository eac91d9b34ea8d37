//! Quotes of brat annotations that link text spans by relations instead of events.

use std::collections::{BTreeMap, BTreeSet};

use crate::quotes::GoldQuote;

use super::brat::{Entities, Part, hull};

/// The quotes that `links`, pairs of ids, make of the text spans: one a cue with contents, one for each group of
/// contents without a cue. A source may serve several quotes.
pub(super) fn quotes<'e>(entities: &'e Entities, links: impl Iterator<Item = (&'e str, &'e str)>) -> Vec<GoldQuote> {
    let mut linked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (one, other) in links {
        linked.entry(one).or_default().insert(other);
        linked.entry(other).or_default().insert(one);
    }
    let of_part = |id: &str, part: Part| entities.get(id).is_some_and(|entity| entity.part == Some(part));
    let neighbours = |id: &str, part: Part| -> BTreeSet<&str> {
        linked.get(id).into_iter().flatten().copied().filter(|other| of_part(other, part)).collect()
    };
    let quote = |cue: Option<&str>, contents: &BTreeSet<&str>| {
        let sources: BTreeSet<&str> = cue.iter().chain(contents).flat_map(|id| neighbours(id, Part::Source)).collect();
        let spans = |ids: &BTreeSet<&str>| ids.iter().flat_map(|id| entities[*id].spans.iter().copied()).collect();
        GoldQuote {
            contents: spans(contents),
            cue: cue.and_then(|id| hull(entities[id].spans.iter().copied())),
            sources: spans(&sources),
            ..GoldQuote::default()
        }
    };
    let mut quotes = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for cue in entities.keys().map(String::as_str).filter(|id| of_part(id, Part::Cue)) {
        let contents = neighbours(cue, Part::Content);
        if !contents.is_empty() {
            quotes.push(quote(Some(cue), &contents));
            used.extend(contents);
        }
    }
    for content in entities.keys().map(String::as_str).filter(|id| of_part(id, Part::Content)) {
        let mut group = BTreeSet::new();
        let mut open = vec![content];
        while let Some(id) = open.pop() {
            if used.insert(id) {
                group.insert(id);
                open.extend(neighbours(id, Part::Content));
            }
        }
        if !group.is_empty() {
            quotes.push(quote(None, &group));
        }
    }
    quotes
}
