//! Reported speech without its own quotation: "X said that ...", "..., X said",
//! "X called for ...", "according to X".

mod content;
mod forms;

use std::ops::Range;

use super::attribution::{Attribution, Rule, Voice};
use super::scene::Scene;
use super::syntax::Subject;
use crate::quotes::lexicon::{Classes, Form, Verb};
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
/// `used` says of each token whether it is in a cue that belongs to a quotation already.
pub(super) fn find(scene: &Scene<'_, '_>, used: &[bool], found: &mut Vec<Attribution>) {
    for sentence in &scene.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let cue = at;
            at += 1;
            if scene.is_quoted(cue) || scene.kind(cue) != TokenKind::Word || used[cue] {
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
    pub fn reported(&self, at: usize, verb: &'static Verb, form: Form, sentence: &Range<usize>) -> Option<Attribution> {
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
        let says_nothing = matches!(contents.as_slice(), [only] if only.len() == 1
            && self.is_one_of(only.start, &["little", "nothing", "anything", "more", "much", "so", "as", "it"]));
        if says_nothing || contents.iter().all(|c| c.is_empty()) {
            return None;
        }
        let sources = if voice == Voice::Passive { Vec::new() } else { source.into_iter().collect() };
        Some(Attribution { contents, cue: Some(cue), sources, rule, voice, word: verb.base, confidence: 0.0 })
    }

    /// A subject is not looked for beyond a colon or semicolon, nor inside a quotation.
    pub fn clause_floor(&self, at: usize, start: usize) -> usize {
        (start..at).rev().find(|&k| matches!(self.word(k), ":" | ";") || self.is_quoted(k)).map_or(start, |k| k + 1)
    }

    pub fn be_before(&self, at: usize, start: usize) -> bool {
        (start..at)
            .rev()
            .take(3)
            .take_while(|&k| self.has(k, Classes::AUXILIARY.or(Classes::ADVERB)))
            .any(|k| self.is_one_of(k, &["is", "are", "was", "were", "be", "been", "being", "am"]))
    }

    pub fn have_before(&self, at: usize, start: usize) -> bool {
        (start..at)
            .rev()
            .take(4)
            .take_while(|&k| self.has(k, Classes::AUXILIARY.or(Classes::ADVERB)))
            .any(|k| self.is_one_of(k, &["has", "have", "had", "having", "'ve", "’ve", "'d", "’d", "'s", "’s"]))
    }

    /// What the verb at `at` reports: the rule, the whole cue, and the contents.
    pub fn content_of(
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
}
