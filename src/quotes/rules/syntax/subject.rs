//! Who does what a verb says.

use std::ops::Range;

use super::super::scene::Scene;
use crate::quotes::lexicon::{Classes, Form};
use crate::text::TokenKind;

/// Longest apposition between a name and its verb, in tokens.
const APPOSITION: usize = 48;

/// What stands before a reporting verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A noun phrase or pronoun.
    Phrase(Range<usize>),
    /// The verb shares the subject of an earlier one ("... and said").
    Shared,
    /// "to say".
    Infinitive,
    /// Nothing that could be one.
    Missing,
}

impl Scene<'_, '_> {
    /// The subject of the verb at `verb`; no token before `start` is looked at.
    pub fn subject_before(&self, verb: usize, start: usize) -> Subject {
        let mut end = self.skip_verb_group(verb, start);
        if end <= start {
            return Subject::Missing;
        }
        let mut last = end - 1;
        if self.word(last) == ")" || self.word(last) == "]" {
            match self.bracket_before(last, start) {
                Some(open) if open > start => {
                    end = open;
                    last = end - 1;
                }
                _ => return Subject::Missing,
            }
        }
        if self.is_quoted(last) {
            return Subject::Missing;
        }
        if self.is_comma(last) {
            return self.before_apposition(last, start).map_or(Subject::Missing, Subject::Phrase);
        }
        if self.is_dash(last) {
            let open = (start..last).rev().take(APPOSITION).find(|&k| self.is_dash(k) && !self.is_quoted(k));
            return match open {
                Some(open) if open > start => self.phrase_before(open, start).map_or(Subject::Missing, Subject::Phrase),
                _ => Subject::Missing,
            };
        }
        if self.kind(last) != TokenKind::Word && self.kind(last) != TokenKind::Number && self.word(last) != "%" {
            return Subject::Missing;
        }
        if self.is(last, "to") {
            return Subject::Infinitive;
        }
        if self.is_one_of(last, &["and", "or", "but", "then"]) {
            return Subject::Shared;
        }
        let Some(phrase) = self.phrase_before(end, start) else { return Subject::Missing };
        Subject::Phrase(self.before_relative(&phrase, start).unwrap_or(phrase))
    }

    /// "A lieutenant who served eleven years recalled": the phrase before "who" when
    /// what was taken for the subject is the object of a relative clause.
    pub fn before_relative(&self, object: &Range<usize>, start: usize) -> Option<Range<usize>> {
        let verb = object
            .start
            .checked_sub(1)
            .filter(|&v| v > start && self.kind(v) == TokenKind::Word && !self.is_quoted(v))?;
        let verbal = self.is_finite(verb) || self.has(verb, Classes::CUE) || self.word(verb).ends_with("ed");
        if !verbal || self.is_subject_pronoun(object.start) {
            return None;
        }
        let who = (start + 1..verb)
            .rev()
            .take(10)
            .take_while(|&k| self.kind(k) == TokenKind::Word && !self.is_quoted(k))
            .find(|&k| self.is_one_of(k, &["who", "which"]))?;
        self.is_noun_like(who - 1).then(|| self.phrase_before(who, start)).flatten()
    }

    /// Skips the auxiliaries, adverbs and time phrases right before a verb.
    pub fn skip_verb_group(&self, verb: usize, start: usize) -> usize {
        let mut end = verb;
        while end > start {
            let at = end - 1;
            if self.is_quoted(at) || self.kind(at) != TokenKind::Word {
                break;
            }
            let possessive = matches!(self.word(at), "'s" | "’s") && end == verb;
            if possessive || self.capitalised(at) && at != start && !self.has(at, Classes::TIME) {
                break;
            }
            if self.has(at, Classes::AUXILIARY)
                || self.has(at, Classes::ADVERB) && !self.is(at, "others")
                || self.is_manner(at)
            {
                end = at;
            } else if self.has(at, Classes::TIME)
                && at > start
                && self.is_one_of(at - 1, &["on", "in", "last", "this", "late", "early", "since"])
            {
                end = at - 1;
            } else if self.has(at, Classes::TIME) && self.capitalised(at) {
                end = at;
            } else {
                break;
            }
        }
        end
    }

    pub fn bracket_before(&self, close: usize, start: usize) -> Option<usize> {
        (start..close).rev().take(APPOSITION).find(|&k| matches!(self.word(k), "(" | "["))
    }

    /// The name or phrase before a parenthesis between commas that ends at `comma`:
    /// "Hugh Hill, a doctor, said".
    pub fn before_apposition(&self, comma: usize, start: usize) -> Option<Range<usize>> {
        let mut best = None;
        for at in (start + 1..comma).rev().take(APPOSITION) {
            if self.is_quoted(at) || matches!(self.word(at), ";" | ":") || self.is_stop(at) {
                break;
            }
            if !self.is_comma(at) {
                continue;
            }
            let opener = at + 1;
            if opener == comma
                || self.has(opener, Classes::COORDINATOR)
                || self.is(opener, "that")
                || self.has(opener, Classes::PRONOUN)
                    && !self.has(opener, Classes::DETERMINER)
                    && !self.is_one_of(opener, &["who", "which", "whose"])
            {
                continue;
            }
            let Some(phrase) = self.phrase_before(at, start) else { continue };
            if self.opens_clause(phrase.start, start) {
                // "his lawyer, Teo Roe, said": the name is the nearer mention
                best = Some(if self.is_name(opener..comma) && !self.capitalised(phrase.end - 1) {
                    opener..comma
                } else {
                    phrase
                });
            }
        }
        best
    }

    /// The subject of the sentence's main clause that governs the verb at `limit`, which
    /// participles, infinitives and later verbs share: the last subject that neither a
    /// subordinate clause nor another verb's report holds.
    pub fn main_subject(&self, start: usize, limit: usize) -> Option<Range<usize>> {
        let mut main = None;
        for at in start + 1..limit {
            if self.is_quoted(at) || self.capitalised(at) || self.kind(at) != TokenKind::Word {
                continue;
            }
            let finite = self.is_finite(at)
                || self.verb(at).is_some_and(|(_, form)| matches!(form, Form::Past | Form::Third))
                    && !self.is_noun_use(at, start)
                || self.word(at).ends_with("ed") && !self.is_noun_use(at, start);
            if !finite {
                continue;
            }
            let Subject::Phrase(phrase) = self.subject_before(at, start) else { continue };
            let relative = phrase.len() == 1 && self.is_one_of(phrase.start, &["who", "which", "that", "what"]);
            let reduced = self.has(phrase.end - 1, Classes::STATEMENT)
                && phrase.end == at
                && main.is_none()
                && !self.opens_main(phrase.start, start);
            if !relative && !reduced && self.opens_main(phrase.start, start) {
                main = Some(phrase);
            }
        }
        main
    }

    /// Whether a phrase at `at` opens a main clause.
    pub fn opens_main(&self, at: usize, start: usize) -> bool {
        if at == start {
            return true;
        }
        let before = at - 1;
        match self.kind(before) {
            TokenKind::Punctuation | TokenKind::Mark => true,
            _ if self.has(before, Classes::COORDINATOR) => {
                before == start || self.kind(before - 1) != TokenKind::Word || self.opens_main(before, start)
            }
            _ => {
                self.has(before, Classes::ADVERB)
                    && !self.has(before, Classes::SUBORDINATOR)
                    && self.opens_main(before, start)
                    || self.has(before, Classes::TIME)
            }
        }
    }

    /// Whether a subject can start at `at`: nothing before it in the clause.
    pub fn opens_clause(&self, at: usize, start: usize) -> bool {
        if at == start {
            return true;
        }
        let before = at - 1;
        match self.kind(before) {
            TokenKind::Punctuation | TokenKind::Mark => true,
            _ => {
                self.has(before, Classes::COORDINATOR.or(Classes::SUBORDINATOR))
                    || self.has(before, Classes::ADVERB)
                    || self.has(before, Classes::TIME)
            }
        }
    }
}
