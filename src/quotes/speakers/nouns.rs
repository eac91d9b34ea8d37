//! Noun phrases that can speak: "the judge", "two officials", "his lawyer",
//! "the home affairs ministry", "a report by the institute".

use std::ops::Range;

use super::lists::fold;
use super::page::Page;
use super::sorts::{self, Sort};
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
        let quantity = sorts::is(word, Sort::QUANTITY) && page.word(at + 1) == "of";
        if quantity {
            plural = Some(true);
            at += 2;
        } else if page.is(at, Classes::POSSESSIVE) {
            owner = Some(at..at + 1);
            pointing = if plural == Some(false) { Pointing::Indefinite } else { Pointing::Owned };
            at += 1;
        } else if page.is(at, Classes::DETERMINER) || page.token_is_number(at) && !word.ends_with("-old") {
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
    let head_word = page.word(at);
    if page.is(at, Classes::PRONOUN) || matches!(head_word, "them" | "us" | "you" | "those" | "whom") {
        return None;
    }
    let (mut start, mut end) = (at, at);
    while end < range.end {
        let word = page.word(end);
        if matches!(word, "'s" | "’s") || is_plural_possessive(page, end, range.end) {
            owner = Some(start..end);
            pointing = if plural == Some(false) { Pointing::Indefinite } else { Pointing::Owned };
            start = end + 1;
        } else if end > start && joins_modifiers(page, start..end, end..range.end) {
            // "Dutch and Danish officials"
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
    // "conservative organizations": the known word is no head
    let plural_head = last > start
        && page.token(last).kind == TokenKind::Word
        && !page.token(last).capitalised
        && looks_plural(page.word(last))
        && page.is(last - 1, Classes::ROLE.or(Classes::ORGANISATION))
        && !page.is(last, known.or(Classes::TIME).or(Classes::ADVERB).or(Classes::CUE).or(Classes::FINITE));
    let head = if is_document(page, last) || plural_head {
        last
    } else {
        (start..end).rev().find(|&at| page.is(at, known) || sorts::is(page.word(at), Sort::CROWD)).unwrap_or(last)
    };
    let class = class_of(page, head, plural);
    Some(Noun { tokens: range, head, lemma: lemma(page, head), class, pointing, modifiers: start..head, owner })
}

fn class_of(page: &Page<'_>, head: usize, plural: Option<bool>) -> Class {
    let word = page.word(head);
    if sorts::is(word, Sort::CROWD) {
        return Class::People;
    }
    if sorts::is(word, Sort::BODY) {
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
    match plural {
        Some(true) => Class::People,
        None if looks_plural(word) && singular(word).is_some_and(|one| one.len() > 3) => {
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

fn looks_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us")
}

/// Whether the words of `rest` go on from the modifiers `before`: "Dutch" before "and
/// Danish officials". Nothing before is a head, and a plural head follows soon.
fn joins_modifiers(page: &Page<'_>, before: Range<usize>, rest: Range<usize>) -> bool {
    let head = Classes::ROLE.or(Classes::ORGANISATION).or(Classes::STATEMENT);
    let modifier = |at: usize| {
        let traits = super::lists::Lists::shared().traits(page.word(at));
        traits.any(super::lists::Traits::DEMONYM.or(super::lists::Traits::MODIFIER)) || page.word(at).contains('.')
    };
    matches!(page.word(rest.start), "and" | "or")
        && !before.clone().any(|at| page.is(at, head) && !modifier(at))
        && (modifier(rest.start - 1) || rest.len() > 2 && modifier(rest.start + 1))
        && (rest.start + 1..rest.end.min(rest.start + 5)).any(|at| page.is(at, head))
}

fn is_document(page: &Page<'_>, at: usize) -> bool {
    page.is(at, Classes::STATEMENT) || sorts::is(page.word(at), Sort::DOCUMENT)
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
        assert_eq!(parsed("the tractor wizard"), ("wizard".into(), Class::Other, Pointing::Definite, None));
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
