//! The noun phrase that is the subject of a reporting verb, without a parser.
//!
//! Reading backwards from the verb, its auxiliaries, adverbs and parentheses are
//! skipped; what remains up to the clause's boundary is the subject. Where
//! the verb comes first ("said Ann Roe, who ..."), the phrase after it is read forwards.

use std::ops::Range;

use super::lexicon::{Classes, Form};
use super::scene::Scene;
use crate::text::TokenKind;

/// Longest noun phrase, in tokens.
const LONGEST: usize = 26;
/// Longest apposition between a name and its verb, in tokens.
const APPOSITION: usize = 48;

/// What stands before a reporting verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
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
    fn before_relative(&self, object: &Range<usize>, start: usize) -> Option<Range<usize>> {
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
    fn skip_verb_group(&self, verb: usize, start: usize) -> usize {
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

    /// "jokingly": an adverb by its ending.
    fn is_manner(&self, at: usize) -> bool {
        let word = self.word(at);
        word.len() > 5
            && word.ends_with("ly")
            && !self.is_one_of(
                at,
                &[
                    "family",
                    "assembly",
                    "supply",
                    "homily",
                    "monopoly",
                    "anomaly",
                    "butterfly",
                    "weekly",
                    "daily",
                    "monthly",
                ],
            )
    }

    fn bracket_before(&self, close: usize, start: usize) -> Option<usize> {
        (start..close).rev().take(APPOSITION).find(|&k| matches!(self.word(k), "(" | "["))
    }

    /// The name or phrase before a parenthesis between commas that ends at `comma`:
    /// "Hugh Hill, a doctor, said".
    fn before_apposition(&self, comma: usize, start: usize) -> Option<Range<usize>> {
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

    /// Whether the tokens are a name and nothing else: two to five capitalised words.
    fn is_name(&self, range: Range<usize>) -> bool {
        (2..=5).contains(&range.len())
            && self.capitalised(range.start)
            && self.capitalised(range.end - 1)
            && range
                .clone()
                .all(|k| self.kind(k) == TokenKind::Word && (self.capitalised(k) || self.word(k).len() <= 3))
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
    fn opens_main(&self, at: usize, start: usize) -> bool {
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
    fn opens_clause(&self, at: usize, start: usize) -> bool {
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
    fn extends_left(&self, at: usize, begin: usize, end: usize, start: usize) -> Option<usize> {
        if self.is_quoted(at) {
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

    /// Whether a form of a reporting verb stands as a noun or adjective here: "the report", "an alleged".
    pub fn is_noun_use(&self, at: usize, start: usize) -> bool {
        if at == start {
            return false;
        }
        let before = at - 1;
        if self.kind(before) == TokenKind::Punctuation || self.kind(before) == TokenKind::Mark {
            return false;
        }
        matches!(self.word(before), "'s" | "’s")
            || self.has(before, Classes::DETERMINER.or(Classes::POSSESSIVE))
                && !self.is_one_of(before, &["that", "this", "some", "many", "most", "few", "both", "all", "others"])
            || self.has(before, Classes::PREPOSITION) && !self.is(before, "to")
            || self.is_one_of(
                before,
                &[
                    "new", "recent", "public", "own", "first", "last", "latest", "joint", "former", "news", "internal",
                    "official", "previous",
                ],
            )
    }

    /// Whether a base form can be a verb here: after a plural, a pronoun, an auxiliary or "to".
    pub fn is_finite_base(&self, at: usize, start: usize) -> bool {
        let mut before = at;
        while before > start
            && (self.has(before - 1, Classes::ADVERB) && !self.has(before - 1, Classes::PRONOUN)
                || self.is_manner(before - 1))
        {
            before -= 1;
        }
        let Some(before) = before.checked_sub(1).filter(|&b| b >= start && !self.is_quoted(b)) else { return false };
        match self.kind(before) {
            TokenKind::Punctuation => self.is_comma(before) || matches!(self.word(before), ")" | "—" | "–"),
            TokenKind::Number | TokenKind::Mark => false,
            TokenKind::Word => {
                let word = self.word(before);
                self.has(before, Classes::AUXILIARY.or(Classes::PLURAL).or(Classes::COORDINATOR).or(Classes::TIME))
                    && !matches!(word, "'s" | "’s")
                    || self.has(before, Classes::PRONOUN)
                        && !self.is_one_of(before, &["he", "she", "it", "this", "everyone", "everybody"])
                    || self.is_one_of(
                        before,
                        &["to", "people", "men", "women", "children", "police", "parents", "families"],
                    )
                    || word.ends_with('s') && word.len() > 3 && !word.ends_with("ss")
            }
        }
    }

    fn is_noun_like(&self, at: usize) -> bool {
        match self.kind(at) {
            TokenKind::Number => true,
            TokenKind::Word => {
                self.capitalised(at)
                    || !self.is_finite(at)
                        && !self.has(at, Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::COORDINATOR))
                        && !(self.has(at, Classes::ADVERB))
            }
            _ => self.word(at) == ")" || self.word(at) == "%",
        }
    }

    /// Whether the clause that ends before `end` already has a verb.
    fn clause_has_verb(&self, end: usize, start: usize) -> bool {
        for at in (start..end).rev() {
            if self.is_quoted(at) || self.kind(at) == TokenKind::Punctuation && self.word(at) != "&" {
                return false;
            }
            if self.is_finite(at) {
                return true;
            }
            if self.kind(at) == TokenKind::Word && !self.capitalised(at) {
                if self.verb(at).is_some_and(|(_, form)| form != Form::Base) && !self.is_noun_use(at, start) {
                    return true;
                }
                if self.has(at, Classes::SUBORDINATOR) && !self.has(at, Classes::PREPOSITION) {
                    return false;
                }
            }
        }
        false
    }

    fn is_loose_opening(&self, at: usize, end: usize) -> bool {
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
    fn after_adjunct(&self, begin: usize, end: usize) -> usize {
        let statement = (begin..end.min(begin + 3)).find(|&k| self.has(k, Classes::STATEMENT) && !self.capitalised(k));
        match statement {
            Some(k) if k + 1 < end && self.capitalised(k + 1) => k + 1,
            _ => begin,
        }
    }

    /// "he", "who": a subject by itself.
    pub fn is_subject_pronoun(&self, at: usize) -> bool {
        self.has(at, Classes::PRONOUN) && !self.is_one_of(at, &["one", "none"])
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

    fn phrase_goes_on(&self, at: usize, start: usize, limit: usize, generic: bool) -> bool {
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
