//! Noun phrases, read backwards from a verb or forwards from it.

use std::ops::Range;

use super::super::scene::Scene;
use crate::quotes::lexicon::{Classes, Form};
use crate::text::TokenKind;

/// Longest noun phrase, in tokens.
const LONGEST: usize = 26;

impl Scene<'_, '_> {
    /// The noun phrase that ends right before `end`.
    pub fn phrase_before(&self, end: usize, start: usize) -> Option<Range<usize>> {
        let last = end.checked_sub(1).filter(|&last| last >= start)?;
        if self.is_subject_pronoun(last) {
            return Some(last..end);
        }
        let mut begin = end;
        while begin > start && end - begin < LONGEST {
            match self.extends_left(begin - 1, begin, end, start) {
                Some(next) => begin = next,
                None => break,
            }
        }
        while begin < end && self.is_loose_opening(begin, end) {
            begin += 1;
        }
        begin = self.after_adjunct(begin, end);
        let head_is_noun = begin < end && {
            let head = end - 1;
            (self.kind(head) != TokenKind::Word
                || !self.has(head, Classes::PREPOSITION.or(Classes::SUBORDINATOR))
                || self.capitalised(head))
                && !(self.has(head, Classes::TIME)
                    && end - begin == 1
                    && !self.is_one_of(head, &["may", "april", "june"]))
        };
        head_is_noun.then_some(begin..end)
    }

    /// The new start of a phrase when token `at` belongs to it.
    pub fn extends_left(&self, at: usize, begin: usize, end: usize, start: usize) -> Option<usize> {
        if self.is_quoted(at) {
            return None;
        }
        // "within hours | the opposition": before an article only what governs it belongs
        let article =
            begin < end && self.is_one_of(begin, &["the", "a", "an", "his", "her", "their", "its", "my", "our"]);
        if article
            && self.kind(at) == TokenKind::Word
            && !self.has(at, Classes::PREPOSITION.or(Classes::COORDINATOR))
            && !self.is_one_of(at, &["all", "both", "half", "not", "even", "only"])
        {
            return None;
        }
        match self.kind(at) {
            TokenKind::Punctuation => {
                return match self.word(at) {
                    ")" => self.bracket_before(at, start).filter(|&open| open > start && begin < end),
                    "&" | "/" | "$" | "£" | "€" | "%" => Some(at),
                    // "Smith, Jr. said", "Roe (D-Ohio)", "Paris, Texas,"
                    "," if self.is_one_of(begin, &["jr.", "sr.", "jr", "sr", "ii", "iii"]) => Some(at),
                    _ => None,
                };
            }
            TokenKind::Mark => {
                return (!self.document.tokens()[at].spaced && self.word(at).chars().count() == 1).then_some(at);
            }
            TokenKind::Number => return Some(at),
            TokenKind::Word => {}
        }
        if matches!(self.word(at), "'s" | "’s") {
            return Some(at);
        }
        let name = self.capitalised(at) && at != start;
        if self.is_subject_pronoun(at) && !self.has(at, Classes::DETERMINER) {
            return None;
        }
        if self.has(at, Classes::COORDINATOR) {
            let joins =
                self.is_one_of(at, &["and", "or"]) && begin < end && at > start && !self.clause_has_verb(at, start);
            return joins.then_some(at);
        }
        if self.is(at, "to") || self.has(at, Classes::SUBORDINATOR) && !self.has(at, Classes::DETERMINER) && !name {
            return None;
        }
        if self.is(at, "that") {
            return None;
        }
        if self.is_finite(at) {
            return None;
        }
        if !name && self.verb(at).is_some() && !self.is_noun_use(at, start) {
            // "rights advocates said": right before the verb only a noun can stand
            let head = begin == end && self.verb(at).is_some_and(|(_, form)| matches!(form, Form::Base | Form::Third));
            if !head && !self.has(at, Classes::ROLE.or(Classes::ORGANISATION)) {
                return None;
            }
        }
        if self.has(at, Classes::PREPOSITION) && !name {
            let attaches = self.is_one_of(
                at,
                &[
                    "of", "for", "at", "in", "with", "from", "on", "against", "behind", "near", "inside", "under",
                    "between", "within", "across", "among",
                ],
            ) && at > start
                && self.is_noun_like(at - 1);
            return attaches.then_some(at);
        }
        Some(at)
    }

    pub fn is_loose_opening(&self, at: usize, end: usize) -> bool {
        match self.kind(at) {
            TokenKind::Punctuation => !matches!(self.word(at), "$" | "£" | "€"),
            TokenKind::Mark => true,
            TokenKind::Number => at + 1 < end && self.has(at + 1, Classes::TIME),
            TokenKind::Word => {
                matches!(self.word(at), "'s" | "’s")
                    || self.has(at, Classes::COORDINATOR)
                    || self.has(at, Classes::ADVERB) && !self.has(at, Classes::DETERMINER)
                    || self.has(at, Classes::PREPOSITION)
                        && !self.has(at, Classes::DETERMINER)
                        && (!self.capitalised(at) || at + 1 < end)
                    || self.has(at, Classes::TIME)
                        && at + 1 < end
                        && !self.is_one_of(at, &["may", "april", "june", "august"])
            }
        }
    }

    /// "an interview Trump" is an adjunct and a name.
    pub fn after_adjunct(&self, begin: usize, end: usize) -> usize {
        let statement = (begin..end.min(begin + 3)).find(|&k| self.has(k, Classes::STATEMENT) && !self.capitalised(k));
        match statement {
            Some(k) if k + 1 < end && self.capitalised(k + 1) => k + 1,
            _ => begin,
        }
    }

    /// The noun phrase that starts at `start`, read up to `limit`: "said [Ann Roe], who".
    pub fn phrase_after(&self, start: usize, limit: usize) -> Option<Range<usize>> {
        if start >= limit || self.is_quoted(start) {
            return None;
        }
        if self.is_subject_pronoun(start) && !self.has(start, Classes::DETERMINER) {
            return Some(start..start + 1);
        }
        let mut end = start;
        let mut generic = false;
        while end < limit && end - start < LONGEST {
            let at = end;
            match self.kind(at) {
                TokenKind::Punctuation => match self.word(at) {
                    "&" | "/" | "$" | "£" | "€" | "%" => {}
                    "," if at + 1 < limit && self.is_one_of(at + 1, &["jr.", "sr.", "jr", "sr"]) => end += 1,
                    _ => break,
                },
                TokenKind::Mark => {
                    // a nickname inside a name
                    let Some(region) = self.region(at).map(|r| self.regions[r]) else {
                        if !self.document.tokens()[at].spaced {
                            end += 1;
                            continue;
                        }
                        break;
                    };
                    if region.end - region.open <= 4
                        && region.end < limit
                        && at > start
                        && self.capitalised(region.end)
                        && self.capitalised(at - 1)
                    {
                        end = region.end;
                        continue;
                    }
                    break;
                }
                TokenKind::Number => {}
                TokenKind::Word => {
                    if !self.phrase_goes_on(at, start, limit, generic) {
                        break;
                    }
                    generic |= self.has(
                        at,
                        Classes::ROLE.or(Classes::DETERMINER).or(Classes::ORGANISATION).or(Classes::POSSESSIVE),
                    );
                }
            }
            end += 1;
        }
        while end > start {
            let last = end - 1;
            let loose = self.kind(last) == TokenKind::Punctuation && self.word(last) != "%"
                || self.kind(last) == TokenKind::Word
                    && !self.capitalised(last)
                    && self.has(last, Classes::PREPOSITION.or(Classes::COORDINATOR).or(Classes::ADVERB))
                || matches!(self.word(last), "'s" | "’s");
            if !loose {
                break;
            }
            end -= 1;
        }
        (end > start).then_some(start..end)
    }

    pub fn phrase_goes_on(&self, at: usize, start: usize, limit: usize, generic: bool) -> bool {
        let first = at == start;
        let name = self.capitalised(at);
        if matches!(self.word(at), "'s" | "’s") {
            return true;
        }
        if self.has(at, Classes::TIME) && !first && !self.is_one_of(at, &["may", "april", "june"]) {
            return false;
        }
        if self.has(at, Classes::SUBORDINATOR) && !self.has(at, Classes::DETERMINER) && (first || !name) {
            return false;
        }
        if self.is(at, "to")
            || !first && (self.is_finite(at) || self.is_subject_pronoun(at) && !self.has(at, Classes::DETERMINER))
        {
            return false;
        }
        if self.has(at, Classes::COORDINATOR) {
            return !first
                && self.is(at, "and")
                && at + 1 < limit
                && (self.capitalised(at + 1)
                    || self.has(at + 1, Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::ROLE)))
                && !self.is_quoted(at + 1);
        }
        if self.has(at, Classes::PREPOSITION) && !name {
            if first || at + 1 >= limit || self.is_quoted(at + 1) || self.kind(at + 1) == TokenKind::Punctuation {
                return false;
            }
            if self.is(at, "of") {
                return true;
            }
            let adjunct = (at + 1..limit.min(at + 5)).any(|k| self.has(k, Classes::STATEMENT.or(Classes::TIME)));
            return generic && !adjunct && self.is_one_of(at, &["for", "at", "with", "from", "in"]);
        }
        if self.has(at, Classes::ADVERB) && !name && !first {
            return false;
        }
        if !name && !first && self.verb(at).is_some_and(|(_, form)| form != Form::Base) && !self.is_noun_use(at, start)
        {
            return false;
        }
        true
    }
}
