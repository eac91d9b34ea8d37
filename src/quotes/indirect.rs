//! Reported speech without its own quotation: "X said that ...", "..., X said",
//! "X called for ...", "according to X".

use std::ops::Range;

use super::attribution::{Attribution, Rule, Voice};
use super::lexicon::{Classes, Form, Verb};
use super::phrases::Subject;
use super::scene::Scene;
use crate::text::TokenKind;

/// Nouns of speech that a "that" clause can follow.
const NOUNS: &[&str] = &[
    "claim",
    "claims",
    "statement",
    "warning",
    "warnings",
    "suggestion",
    "suggestions",
    "argument",
    "assertion",
    "assertions",
    "allegation",
    "allegations",
    "insistence",
    "belief",
    "report",
    "reports",
    "announcement",
    "promise",
    "vow",
    "pledge",
    "accusation",
    "accusations",
    "contention",
    "comment",
    "comments",
    "remark",
    "remarks",
    "view",
    "opinion",
    "hope",
    "fear",
    "fears",
    "concern",
    "concerns",
    "denial",
    "admission",
    "prediction",
    "rumor",
    "rumors",
    "notion",
    "message",
    "declaration",
    "proposal",
    "demand",
    "complaint",
    "conclusion",
    "charge",
    "charges",
    "position",
    "assurance",
    "assurances",
    "idea",
    "sense",
];

/// Attributions of the sentences' reporting verbs, candidates of all strengths.
/// `used` are cues that belong to quotations already.
pub(super) fn find(scene: &Scene<'_, '_>, used: &[Range<usize>], found: &mut Vec<Attribution>) {
    for sentence in &scene.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let cue = at;
            at += 1;
            if scene.is_quoted(cue) || scene.kind(cue) != TokenKind::Word || used.iter().any(|u| u.contains(&cue)) {
                continue;
            }
            if scene.is(cue, "according") && cue + 1 < sentence.end && scene.is(cue + 1, "to") {
                found.extend(scene.according(cue, sentence));
                continue;
            }
            if let Some(noun) = NOUNS.iter().find(|n| scene.is(cue, n))
                && let Some(attribution) = scene.noun_of_speech(cue, noun, sentence)
            {
                found.push(attribution);
                continue;
            }
            let Some((verb, form)) = scene.verb(cue) else { continue };
            if scene.capitalised(cue) && cue != sentence.start || scene.is_noun_use(cue, sentence.start) {
                continue;
            }
            if form == Form::Base && !scene.is_finite_base(cue, sentence.start) {
                continue;
            }
            found.extend(scene.reported(cue, verb, form, sentence));
        }
    }
}

impl Scene<'_, '_> {
    fn reported(&self, at: usize, verb: &'static Verb, form: Form, sentence: &Range<usize>) -> Option<Attribution> {
        if let Some(attribution) = self.inverted_parenthesis(at, verb, form, sentence) {
            return Some(attribution);
        }
        let start = self.clause_floor(at, sentence.start);
        let be = at > start && self.be_before(at, start);
        let mut voice = match form {
            Form::Gerund => Voice::Participle,
            Form::Past | Form::Participle if be => Voice::Passive,
            _ => Voice::Finite,
        };
        let subject = self.subject_before(at, start);
        let source = match subject {
            Subject::Infinitive => {
                voice = Voice::ToInfinitive;
                self.main_subject(start.min(sentence.start), at)
            }
            _ if voice == Voice::Participle && !be => self.main_subject(start.min(sentence.start), at),
            Subject::Phrase(phrase) => Some(phrase),
            Subject::Shared => self.main_subject(start.min(sentence.start), at),
            Subject::Missing => None,
        };
        if form == Form::Participle && voice == Voice::Finite && !self.have_before(at, start) {
            return None;
        }
        let (rule, cue, contents) = self.content_of(at, verb, sentence)?;
        if contents.iter().all(|c| c.is_empty()) {
            return None;
        }
        let sources = if voice == Voice::Passive { Vec::new() } else { source.into_iter().collect() };
        Some(Attribution { contents, cue: Some(cue), sources, rule, voice, word: verb.base, confidence: 0.0 })
    }

    /// "The plan, says Ann Roe, a doctor, is that ..."
    fn inverted_parenthesis(
        &self,
        at: usize,
        verb: &'static Verb,
        form: Form,
        sentence: &Range<usize>,
    ) -> Option<Attribution> {
        let comma = at.checked_sub(1).filter(|&c| c > sentence.start && self.is_comma(c) && !self.is_quoted(c))?;
        if !verb.frames.quote || !matches!(form, Form::Past | Form::Third) || at + 1 >= sentence.end {
            return None;
        }
        let from = self.content_floor(comma, sentence.start);
        let source = self.phrase_after(at + 1, sentence.end)?;
        let named = self.capitalised(source.start)
            || self
                .has(source.start, Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PRONOUN).or(Classes::ROLE));
        let closed = source.end >= sentence.end || self.kind(source.end) == TokenKind::Punctuation;
        // "X, said to be ...", "the man, called Roe, left" report nothing
        if !named || !closed || comma < from + 2 || self.is_quoted(from) {
            return None;
        }
        let mut contents = vec![from..comma];
        let has_verb = (from..comma).any(|k| self.is_finite(k));
        // the clause goes on after the last comma of the apposition
        let resume = (source.end..sentence.end)
            .find(|&k| self.is_comma(k) && k + 1 < sentence.end && self.is_finite(k + 1) && !self.is_quoted(k));
        if let Some(resume) = resume.filter(|_| !has_verb) {
            contents.push(resume + 1..self.content_end(resume + 1, at, sentence));
        }
        Some(Attribution {
            contents,
            cue: Some(at..at + 1),
            sources: vec![source],
            rule: Rule::Parenthesis,
            voice: Voice::Finite,
            word: verb.base,
            confidence: 0.0,
        })
    }

    /// A subject is not looked for beyond a colon or semicolon, nor inside a quotation.
    fn clause_floor(&self, at: usize, start: usize) -> usize {
        (start..at).rev().find(|&k| matches!(self.word(k), ":" | ";") || self.is_quoted(k)).map_or(start, |k| k + 1)
    }

    fn be_before(&self, at: usize, start: usize) -> bool {
        (start..at)
            .rev()
            .take(3)
            .take_while(|&k| self.has(k, Classes::AUXILIARY.or(Classes::ADVERB)))
            .any(|k| self.is_one_of(k, &["is", "are", "was", "were", "be", "been", "being", "am"]))
    }

    fn have_before(&self, at: usize, start: usize) -> bool {
        (start..at)
            .rev()
            .take(4)
            .take_while(|&k| self.has(k, Classes::AUXILIARY.or(Classes::ADVERB)))
            .any(|k| self.is_one_of(k, &["has", "have", "had", "having", "'ve", "’ve", "'d", "’d", "'s", "’s"]))
    }

    /// What the verb at `at` reports: the rule, the whole cue, and the contents.
    fn content_of(
        &self,
        at: usize,
        verb: &'static Verb,
        sentence: &Range<usize>,
    ) -> Option<(Rule, Range<usize>, Vec<Range<usize>>)> {
        let end = sentence.end;
        let mut next = at + 1;
        let cue = at..at + 1;
        let content = |from: usize| {
            let to = self.content_end(from, at, sentence);
            (from < to).then(|| vec![from..to])
        };
        if next >= end || self.is_stop(next) {
            return self.parenthesis(at, sentence).map(|c| (Rule::Parenthesis, cue, c));
        }
        if self.is_comma(next) {
            if let Some(contents) = self.parenthesis(at, sentence) {
                return Some((Rule::Parenthesis, cue, contents));
            }
            return None;
        }
        // particles
        if !verb.particles.is_empty() {
            let skip = usize::from(
                self.has(next, Classes::ADVERB) && next + 1 < end && !verb.particles.iter().any(|p| self.is(next, p)),
            );
            if next + skip < end && verb.particles.iter().any(|p| self.is(next + skip, p)) {
                let from = next + skip + 1;
                return content(from).map(|c| (Rule::Particle, at..from, c));
            }
        }
        let frames = verb.frames;
        if (frames.clause || frames.addressee)
            && let Some(that) = self.that_after(next, end)
        {
            return content(that + 1).map(|c| (Rule::That, cue, c));
        }
        if self.word(next) == ":" {
            return content(next + 1).map(|c| (Rule::Bare, cue, c));
        }
        if (frames.infinitive || frames.clause || frames.object) && self.is(next, "to") {
            return content(next).map(|c| (Rule::Infinitive, cue, c));
        }
        if self.is_one_of(next, &["whether", "if", "how", "why", "what", "where", "who", "when"]) && frames.clause {
            return content(next).map(|c| (Rule::Question, cue, c));
        }
        if let Some(contents) = self.parenthesis(at, sentence) {
            return Some((Rule::Parenthesis, cue, contents));
        }
        if frames.addressee {
            let addressee = self.phrase_after(next, end)?;
            let mut from = addressee.end;
            while from < end && self.has(from, Classes::TIME.or(Classes::ADVERB)) && !self.is_subject_pronoun(from) {
                from += 1;
            }
            if from < end
                && self.is_one_of(from, &["on", "in", "last"])
                && from + 1 < end
                && self.has(from + 1, Classes::TIME)
            {
                from += 2;
            }
            if from < end && self.is_one_of(from, &["to", "not"]) {
                return content(from).map(|c| (Rule::Infinitive, cue, c));
            }
            if from < end && !self.is_comma(from) && self.clause_starts(from, end) {
                return content(from).map(|c| (Rule::Bare, cue, c));
            }
            return content(next).map(|c| (Rule::Object, cue, c));
        }
        if frames.clause {
            next = self.skip_adjuncts(next, end);
            if next < end && self.clause_starts(next, end) {
                return content(next).map(|c| (Rule::Bare, cue, c));
            }
            next = at + 1;
        }
        if frames.object || frames.clause {
            if self.has(next, Classes::PREPOSITION) && !frames.object {
                return None;
            }
            return content(next).map(|c| (Rule::Object, cue, c));
        }
        None
    }

    /// "that" within reach of the verb, with nothing but adjuncts and an addressee between.
    fn that_after(&self, next: usize, end: usize) -> Option<usize> {
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
    fn clause_starts(&self, from: usize, end: usize) -> bool {
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

    /// "The plan, he said, would fail." and "The plan would fail, he said."
    fn parenthesis(&self, at: usize, sentence: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let Subject::Phrase(subject) = self.subject_before(at, sentence.start) else { return None };
        let comma = subject.start.checked_sub(1).filter(|&c| c > sentence.start && self.is_comma(c))?;
        if self.is_quoted(comma) {
            return None;
        }
        let from = self.content_floor(comma, sentence.start);
        if from >= comma || comma - from < 2 {
            return None;
        }
        // what follows: the end, or a comma and the rest
        let limit = sentence.end;
        let mut next = self.skip_adjuncts(at + 1, limit);
        while next < limit && self.has(next, Classes::ADVERB.or(Classes::TIME)) {
            next += 1;
        }
        if next >= limit || self.is_stop(next) {
            let has_verb = (from..comma).any(|k| self.is_finite(k) || self.verb(k).is_some());
            return has_verb.then(|| vec![from..comma]);
        }
        if self.is_comma(next) && next + 1 < limit {
            let gerund = self.verb(next + 1).is_some_and(|(_, form)| form == Form::Gerund);
            let adverbial =
                self.has(from, Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::ADVERB)) && comma - from < 12;
            if gerund {
                return Some(vec![from..comma]);
            }
            let to = self.content_end(next + 1, at, sentence);
            if next + 1 < to && !self.has(next + 1, Classes::COORDINATOR) {
                let parts = vec![from..comma, next + 1..to];
                return (!adverbial || to - next > 3).then_some(parts);
            }
            return (!adverbial).then(|| vec![from..comma]);
        }
        // adjunct to the end of the sentence
        let tail = self.has(next, Classes::PREPOSITION) || self.is_one_of(next, &["to", "when", "as", "after"]);
        let clean = (next..limit).all(|k| !self.is(k, "that") && self.word(k) != ":" && !self.is_quoted(k));
        let has_verb = (from..comma).any(|k| self.is_finite(k));
        (tail && clean && has_verb).then(|| vec![from..comma])
    }

    /// Where a clause that ends before `limit` starts: the sentence, or past a semicolon, an opening coordinator or adverb.
    fn content_floor(&self, limit: usize, start: usize) -> usize {
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
    fn new_report(&self, from: usize, end: usize) -> bool {
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

    fn according(&self, at: usize, sentence: &Range<usize>) -> Option<Attribution> {
        let source = self.phrase_after(at + 2, sentence.end)?;
        let mut contents = Vec::new();
        // before it, up to a comma that belongs to the reporting words
        let mut to = at;
        while to > sentence.start && (self.is_comma(to - 1) || self.has(to - 1, Classes::COORDINATOR)) {
            to -= 1;
        }
        let from = self.content_floor(to, sentence.start);
        let led = to > sentence.start && self.is(to - 1, "that");
        if to > from + 1 && !led {
            contents.push(from..to);
        } else if let Some(comma) = (source.end..sentence.end).find(|&k| self.is_comma(k) && !self.is_quoted(k)) {
            let mut from = comma + 1;
            // an apposition after the source ends at the next comma
            if from < sentence.end && self.has(from, Classes::DETERMINER.or(Classes::ROLE)) && !self.capitalised(from) {
                let next = (from..sentence.end).find(|&k| self.is_comma(k) && !self.is_quoted(k));
                let closes = next.is_some_and(|n| n - from < 14 && !(from..n).any(|k| self.is_finite(k)));
                if let Some(n) = next.filter(|_| closes) {
                    from = n + 1;
                }
            }
            let to = self.content_end(from, at, sentence);
            if from < to {
                contents.push(from..to);
            }
        }
        (!contents.is_empty()).then(|| Attribution {
            contents,
            cue: Some(at..at + 2),
            sources: vec![source],
            rule: Rule::According,
            voice: Voice::Finite,
            word: "according",
            confidence: 0.0,
        })
    }

    fn noun_of_speech(&self, at: usize, noun: &'static str, sentence: &Range<usize>) -> Option<Attribution> {
        let that = at + 1;
        if that + 1 >= sentence.end || !self.is(that, "that") || self.is_finite(that + 1) || at == sentence.start {
            return None;
        }
        let to = self.content_end(that + 1, at, sentence);
        if to <= that + 1 {
            return None;
        }
        let before = at - 1;
        let source = if self.has(before, Classes::POSSESSIVE) {
            Some(before..at)
        } else if matches!(self.word(before), "'s" | "’s") {
            self.phrase_before(before, sentence.start)
        } else {
            self.main_subject(sentence.start, at)
        };
        Some(Attribution {
            contents: vec![that + 1..to],
            cue: Some(at..at + 1),
            sources: source.into_iter().collect(),
            rule: Rule::Noun,
            voice: Voice::Finite,
            word: noun,
            confidence: 0.0,
        })
    }
}
