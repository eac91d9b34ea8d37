//! Noun phrases that can speak: "the judge", "two officials", "his lawyer",
//! "the home affairs ministry", "a report by the institute".

use std::ops::Range;

use super::lists::fold;
use super::page::Page;
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

/// What the head of a noun phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// One person by role.
    Role,
    /// Several people.
    People,
    /// A body.
    Body,
    /// Something that is written or shown: its author speaks.
    Document,
    /// Any other noun.
    Other,
}

/// How a noun phrase points at what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pointing {
    /// "the", "this".
    Definite,
    /// "a", "one of the", "two".
    Indefinite,
    /// "his", "Roe’s".
    Owned,
    /// Nothing: "officials".
    Bare,
}

/// A noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Noun {
    /// All its tokens.
    pub(super) tokens: Range<usize>,
    /// Token of its head.
    pub(super) head: usize,
    /// The head, folded and in the singular.
    pub(super) lemma: String,
    /// What the head is.
    pub(super) class: Class,
    /// How it points.
    pub(super) pointing: Pointing,
    /// Words between the determiner or owner and the head.
    pub(super) modifiers: Range<usize>,
    /// The owner's tokens: a possessive pronoun or a name.
    pub(super) owner: Option<Range<usize>>,
}

/// Nouns whose author or publisher speaks, beside the lexicon's statement nouns.
const DOCUMENTS: &[&str] = &[
    "account",
    "analysis",
    "answer",
    "audit",
    "bill",
    "biography",
    "brochure",
    "bulletin",
    "circular",
    "claim",
    "clause",
    "complaint",
    "data",
    "decree",
    "diary",
    "document",
    "documents",
    "estimate",
    "estimates",
    "figures",
    "file",
    "filing",
    "filings",
    "finding",
    "findings",
    "judgment",
    "judgement",
    "law",
    "lawsuit",
    "leaflet",
    "letter",
    "letters",
    "memo",
    "memorandum",
    "minutes",
    "order",
    "paper",
    "papers",
    "petition",
    "plan",
    "poster",
    "record",
    "records",
    "reply",
    "report",
    "reports",
    "resolution",
    "response",
    "review",
    "sign",
    "statement",
    "statements",
    "statistics",
    "statute",
    "study",
    "submission",
    "summary",
    "survey",
    "treaty",
    "verdict",
    "warrant",
    "website",
    "notice",
    "note",
    "documentary",
    "page",
    "newsletter",
    "text",
    "dossier",
    "contract",
    "cable",
    "headline",
    "editorial",
    "banner",
    "placard",
    "ad",
    "advert",
    "advertisement",
    "writ",
    "ruling",
    "transcript",
    "poll",
    "tweet",
    "post",
];

/// Words that count those who follow after "of".
const QUANTITIES: &[&str] = &[
    "number",
    "dozens",
    "hundreds",
    "thousands",
    "couple",
    "pair",
    "group",
    "handful",
    "majority",
    "crowd",
    "bunch",
    "string",
    "panel",
    "trio",
    "coalition",
    "scores",
    "minority",
    "third",
    "half",
    "percent",
];

/// Heads that are bodies though a lexicon takes them for people or for nothing.
const BODIES: &[&str] = &["police", "campaign", "prosecution", "defence", "defense", "judiciary", "opposition"];

/// Heads that are people though they look singular.
const CROWDS: &[&str] = &[
    "people",
    "family",
    "crowd",
    "couple",
    "public",
    "residents",
    "staff",
    "crew",
    "audience",
    "jury",
    "pair",
    "parents",
    "kin",
    "trio",
    "lot",
    "neighbours",
    "neighbors",
    "locals",
    "villagers",
    "mourners",
    "onlookers",
    "passers-by",
    "twins",
    "clergy",
];

/// Reads the noun phrase that `range` holds, relative clause and all.
pub(super) fn read(page: &Page<'_>, range: Range<usize>) -> Option<Noun> {
    let mut at = range.start;
    let mut pointing = Pointing::Bare;
    let mut owner = None;
    let mut plural = None;
    // "one of the", "a group of", "some 40"
    loop {
        let word = page.word(at);
        if at >= range.end {
            return None;
        }
        let quantity = QUANTITIES.iter().any(|q| word.eq_ignore_ascii_case(q)) && page.word(at + 1) == "of";
        if quantity {
            plural = Some(true);
            at += 2;
        } else if page.is(at, Classes::POSSESSIVE) {
            owner = Some(at..at + 1);
            pointing = if plural == Some(false) { Pointing::Indefinite } else { Pointing::Owned };
            at += 1;
        } else if page.is(at, Classes::DETERMINER) || page.token(at).kind == TokenKind::Number {
            let definite = ["the", "this", "that", "these", "those"].iter().any(|d| word.eq_ignore_ascii_case(d));
            let one = ["a", "an", "one", "another", "each", "every"].iter().any(|d| word.eq_ignore_ascii_case(d));
            if !definite || pointing == Pointing::Bare {
                pointing = if definite { Pointing::Definite } else { Pointing::Indefinite };
            }
            if !definite && plural.is_none() {
                plural = Some(!one);
            }
            at += 1;
            if page.word(at) == "of" {
                at += 1;
            }
        } else {
            break;
        }
    }
    let (mut start, mut end) = (at, at);
    while end < range.end {
        let word = page.word(end);
        if matches!(word, "'s" | "’s") || is_plural_possessive(page, end, range.end) {
            owner = Some(start..end);
            pointing = if plural == Some(false) { Pointing::Indefinite } else { Pointing::Owned };
            start = end + 1;
        } else if page.token(end).kind == TokenKind::Punctuation && !matches!(word, "&" | "-" | "/")
            || page.is(end, Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::COORDINATOR))
                && !page.token(end).capitalised
            || end > start && page.is(end, Classes::AUXILIARY) && !page.token(end).capitalised
        {
            break;
        }
        end += 1;
    }
    if start >= end {
        return None;
    }
    let known = Classes::ROLE.or(Classes::ORGANISATION).or(Classes::STATEMENT);
    let last = end - 1;
    let head = if is_document(page, last) {
        last
    } else {
        (start..end).rev().find(|&at| page.is(at, known) || is_listed(page.word(at), CROWDS)).unwrap_or(last)
    };
    let class = class_of(page, head, plural);
    Some(Noun { tokens: range, head, lemma: lemma(page, head), class, pointing, modifiers: start..head, owner })
}

/// Noun phrases outside quotations whose head the lexicon knows.
pub(super) fn find(page: &Page<'_>, named: impl Fn(usize) -> bool) -> Vec<Noun> {
    let mut nouns = Vec::with_capacity(page.len() / 20);
    let mut from = 0;
    let content = Classes::ROLE.or(Classes::ORGANISATION);
    for head in 0..page.len() {
        if !page.is(head, content) || page.quotation(head) != 0 || named(head) {
            continue;
        }
        // "police chief": the last one is the head; "the court ruling" is neither
        let next = head + 1;
        let same =
            next < page.len() && page.sentence(next) == page.sentence(head) && page.token(next).kind == TokenKind::Word;
        let stops = !same
            || page.is_verb(next)
            || named(next)
            || page.is(
                next,
                Classes::PREPOSITION
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::COORDINATOR)
                    .or(Classes::PRONOUN)
                    .or(Classes::ADVERB)
                    .or(Classes::TIME)
                    .or(Classes::DETERMINER)
                    .or(Classes::POSSESSIVE),
            )
            || page.is(next, Classes::CUE)
            || matches!(page.word(next), "'s" | "’s");
        if !stops {
            continue;
        }
        if let Some(start) = phrase_start(page, head, from)
            && let Some(noun) = read(page, start..head + 1)
            && noun.head == head
        {
            if matches!(page.word(start), "whose" | "Whose") {
                continue;
            }
            let bare_role = noun.pointing == Pointing::Bare && noun.class == Class::Role;
            if !bare_role && !matches!(noun.class, Class::Document | Class::Other) {
                from = head + 1;
                nouns.push(noun);
            }
        }
    }
    nouns
}

/// Where the noun phrase of `head` starts, not before `limit`.
pub(super) fn phrase_start(page: &Page<'_>, head: usize, limit: usize) -> Option<usize> {
    let open = page.sentence_tokens(head).start.max(limit).max(head.saturating_sub(8));
    let mut start = head;
    while start > open {
        let at = start - 1;
        let word = page.word(at);
        let token = page.token(at);
        if token.kind == TokenKind::Number || matches!(word, "'s" | "’s" | "&") {
            start = at;
        } else if token.kind != TokenKind::Word {
            if matches!(word, "’" | "'") && !token.spaced {
                start = at;
                continue;
            }
            break;
        } else if page.is(at, Classes::DETERMINER) && !matches!(word, "that" | "more" | "such") {
            start = at;
            let quantifier = matches!(page.word(start.wrapping_sub(1)), "of")
                && start >= open + 2
                && page.is(start - 2, Classes::DETERMINER)
                && !matches!(page.word(start - 2), "the" | "this");
            return Some(if quantifier { start - 2 } else { start });
        } else if page.is(at, Classes::POSSESSIVE) {
            start = at;
            return Some(start);
        } else if page.is(
            at,
            Classes::PREPOSITION
                .or(Classes::SUBORDINATOR)
                .or(Classes::COORDINATOR)
                .or(Classes::PRONOUN)
                .or(Classes::AUXILIARY)
                .or(Classes::TIME),
        ) && !token.capitalised
            || page.is_verb(at) && !page.is(at, Classes::ROLE.or(Classes::ORGANISATION)) && !word.ends_with("ed")
            || page.is(at, Classes::CUE) && !page.is(at, Classes::ROLE.or(Classes::ORGANISATION))
            || page.is(at, Classes::ADVERB)
        {
            break;
        } else {
            start = at;
        }
    }
    Some(start)
}

fn class_of(page: &Page<'_>, head: usize, plural: Option<bool>) -> Class {
    let word = page.word(head);
    if is_listed(word, CROWDS) {
        return Class::People;
    }
    if is_listed(word, BODIES) {
        return Class::Body;
    }
    if is_document(page, head) && !page.is(head, Classes::ROLE) {
        return Class::Document;
    }
    if page.is(head, Classes::ROLE) {
        let several = plural.unwrap_or_else(|| page.is(head, Classes::PLURAL));
        return if several { Class::People } else { Class::Role };
    }
    if page.is(head, Classes::ORGANISATION) {
        return Class::Body;
    }
    let looks_plural = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    match plural {
        Some(true) => Class::People,
        None if looks_plural && singular(word).is_some_and(|one| one.len() > 3) => {
            if crate::quotes::lexicon::Lexicon::shared()
                .look_up(singular(word).unwrap_or(word))
                .classes
                .any(Classes::ORGANISATION)
            {
                Class::Body
            } else {
                Class::People
            }
        }
        _ => Class::Other,
    }
}

fn is_listed(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn is_document(page: &Page<'_>, at: usize) -> bool {
    page.is(at, Classes::STATEMENT) || is_listed(page.word(at), DOCUMENTS)
}

/// Whether the mark at `at` is the possessive of a plural: "the victims’ families".
fn is_plural_possessive(page: &Page<'_>, at: usize, limit: usize) -> bool {
    at > 0
        && matches!(page.word(at), "'" | "’")
        && !page.token(at).spaced
        && page.word(at - 1).ends_with(['s', 'S'])
        && at + 1 < limit
        && page.token(at + 1).kind == TokenKind::Word
}

fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s').or_else(|| word.strip_suffix('S'))
}

/// The head in the singular, folded.
pub(super) fn lemma(page: &Page<'_>, head: usize) -> String {
    let word = fold(page.word(head));
    let word = word.trim_end_matches('.').to_owned();
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    if !page.is(head, Classes::PLURAL)
        && !page.is(head, Classes::ORGANISATION)
        && page.is(head, Classes::ROLE.or(Classes::TITLE))
    {
        return word;
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') && !stem.ends_with("new") => stem.to_owned(),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    fn parsed(text: &str) -> (String, Class, Pointing, Option<String>) {
        let document = Document::new(text);
        let page = Page::new(&document, &[]);
        let noun = read(&page, 0..page.len()).expect("a noun phrase");
        (noun.lemma.clone(), noun.class, noun.pointing, noun.owner.map(|o| page.text(o).to_owned()))
    }

    #[test]
    fn the_head_tells_what_speaks() {
        assert_eq!(parsed("the retired judge"), ("judge".into(), Class::Role, Pointing::Definite, None));
        assert_eq!(
            parsed("two officials briefed on it"),
            ("official".into(), Class::People, Pointing::Indefinite, None)
        );
        assert_eq!(parsed("one of the officials"), ("official".into(), Class::Role, Pointing::Indefinite, None));
        assert_eq!(parsed("the home affairs ministry"), ("ministry".into(), Class::Body, Pointing::Definite, None));
        assert_eq!(parsed("a report by the panel").1, Class::Document);
        assert_eq!(parsed("the tractor tycoon"), ("tycoon".into(), Class::Other, Pointing::Definite, None));
    }

    #[test]
    fn owners_are_taken_apart() {
        assert_eq!(parsed("his lawyer"), ("lawyer".into(), Class::Role, Pointing::Owned, Some("his".into())));
        assert_eq!(
            parsed("Ann Roe’s lawyers"),
            ("lawyer".into(), Class::People, Pointing::Owned, Some("Ann Roe".into()))
        );
    }
}
