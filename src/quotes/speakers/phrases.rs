//! Finds the noun phrases of a text that can speak: outside quotations, with a head
//! that the lexicon knows as a role or a body.

use super::nouns::{Class, Noun, Pointing, read};
use super::page::Page;
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

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
                .or(Classes::AUXILIARY),
        ) && (!token.capitalised || page.opens(at))
            || page.is(at, Classes::TIME)
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
