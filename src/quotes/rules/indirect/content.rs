//! Where what is reported starts and ends.

use std::ops::Range;

use super::super::scene::Scene;
use super::super::syntax::Subject;
use crate::quotes::lexicon::{Classes, Form};
use crate::text::TokenKind;

impl Scene<'_, '_> {
    /// "that" within reach of the verb, with nothing but adjuncts and an addressee between.
    pub fn that_after(&self, next: usize, end: usize) -> Option<usize> {
        for at in next..end.min(next + 16) {
            if self.is_quoted(at) || self.is_stop(at) || matches!(self.word(at), ":" | ";" | "—") {
                return None;
            }
            if self.is(at, "that") {
                let complement =
                    at + 1 < end && !self.is_finite(at + 1) && (at > next || !self.is_one_of(at + 1, &[".", ","]));
                return complement.then_some(at);
            }
            if self.is_finite(at)
                || self.is_one_of(
                    at,
                    &["because", "as", "if", "whether", "how", "why", "what", "who", "which", "when", "to"],
                ) && !self.is(at, "to")
            {
                return None;
            }
        }
        None
    }

    /// Skips when and where: "on Tuesday", "in a statement", "later".
    pub fn skip_adjuncts(&self, mut at: usize, end: usize) -> usize {
        loop {
            let from = at;
            if at < end && self.has(at, Classes::TIME) && !self.is_one_of(at, &["may"]) {
                at += 1;
            } else if at + 1 < end && self.has(at, Classes::PREPOSITION) {
                let limit = end.min(at + 7);
                if let Some(noun) = (at + 1..limit).find(|&k| {
                    self.has(k, Classes::STATEMENT.or(Classes::TIME))
                        || self.is_one_of(k, &["twitter", "facebook", "television", "reporters"])
                }) {
                    let clean = (at + 1..noun)
                        .all(|k| !self.is_finite(k) && !self.is_subject_pronoun(k) && self.kind(k) == TokenKind::Word);
                    if clean {
                        at = noun + 1;
                    }
                }
            } else if at + 1 < end
                && self.is_one_of(at, &["last", "this", "earlier", "late"])
                && self.has(at + 1, Classes::TIME)
            {
                at += 2;
            } else if at + 1 < end
                && self.has(at, Classes::ADVERB)
                && !self.capitalised(at)
                && self.has(at, Classes::TIME)
            {
                at += 1;
            }
            if at == from {
                return at;
            }
        }
    }

    /// Whether a clause with its own verb starts at `from`.
    pub fn clause_starts(&self, from: usize, end: usize) -> bool {
        if self.is_quoted(from) {
            return true;
        }
        if self.has(from, Classes::PREPOSITION) && !self.has(from, Classes::DETERMINER) && !self.capitalised(from) {
            return false;
        }
        (from + 1..end.min(from + 24)).any(|k| {
            !self.is_quoted(k)
                && (self.is_finite(k)
                    || self.verb(k).is_some_and(|(_, f)| matches!(f, Form::Past | Form::Third))
                        && !self.is_noun_use(k, from))
        }) || (from..end.min(from + 24)).any(|k| self.is_quoted(k))
    }

    /// Where a clause that ends before `limit` starts: the sentence, or past a semicolon, an opening coordinator or adverb.
    pub fn content_floor(&self, limit: usize, start: usize) -> usize {
        let mut from = (start..limit)
            .rev()
            .find(|&k| matches!(self.word(k), ";" | ":") && !self.is_quoted(k))
            .map_or(start, |k| k + 1);
        while from < limit && (self.has(from, Classes::COORDINATOR) || self.is_comma(from)) {
            from += 1;
        }
        from
    }

    /// Where what is reported from `from` on ends.
    pub fn content_end(&self, from: usize, cue: usize, sentence: &Range<usize>) -> usize {
        let mut end = sentence.end;
        while end > from
            && !self.is_quoted(end - 1)
            && (self.is_stop(end - 1)
                || matches!(self.word(end - 1), ")" | "]") && !(from..end).any(|k| matches!(self.word(k), "(" | "[")))
        {
            end -= 1;
        }
        let finite_cue = self.verb(cue).map(|(_, form)| form);
        let mut at = from;
        while at < end {
            if self.is_quoted(at) {
                at += 1;
                continue;
            }
            if self.word(at) == ";" {
                return at;
            }
            if self.is_comma(at) && at + 1 < end {
                let mut next = at + 1;
                if self.has(next, Classes::ADVERB) && next + 1 < end {
                    next += 1;
                }
                if self.is(next, "according") {
                    return at;
                }
                if let Some((verb, Form::Gerund)) = self.verb(next)
                    && (verb.frames.clause || verb.frames.addressee)
                {
                    return at;
                }
                let joins = self.has(next, Classes::COORDINATOR)
                    || self.is_one_of(next, &["while", "although", "though", "whereas"]);
                if joins && self.new_report(next + 1, end) {
                    return at;
                }
            }
            if self.is_one_of(at, &["and", "but"]) && at + 1 < end && at > from {
                let mut next = at + 1;
                while next + 1 < end && self.has(next, Classes::ADVERB) && !self.capitalised(next) {
                    next += 1;
                }
                if let (Some((verb, form)), Some(own)) = (self.verb(next), finite_cue)
                    && form == own
                    && (verb.frames.clause || verb.frames.addressee || verb.frames.object)
                    && !self.capitalised(next)
                    && !self.is_quoted(next)
                    && form != Form::Base
                {
                    return if self.is_comma(at - 1) { at - 1 } else { at };
                }
            }
            at += 1;
        }
        end
    }

    /// Whether a new reporting clause with its own subject starts at `from`.
    pub fn new_report(&self, from: usize, end: usize) -> bool {
        for at in from + 1..end.min(from + 14) {
            if self.is_quoted(at) {
                return false;
            }
            if let Some((verb, form)) = self.verb(at)
                && matches!(form, Form::Past | Form::Third)
                && (verb.frames.quote || verb.frames.addressee)
                && !self.capitalised(at)
            {
                return matches!(self.subject_before(at, from), Subject::Phrase(phrase) if phrase.start <= from + 1);
            }
            if self.is_finite(at) && !self.has(at, Classes::AUXILIARY) {
                return false;
            }
        }
        false
    }
}
