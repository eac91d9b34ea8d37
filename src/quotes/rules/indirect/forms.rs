//! Reports around, before or after what they report: parentheses, "according to", nouns of speech.

use std::ops::Range;

use super::super::attribution::{Attribution, Rule, Voice};
use super::super::scene::Scene;
use super::super::syntax::Subject;
use crate::quotes::lexicon::{Classes, Form, Verb};
use crate::text::TokenKind;

impl Scene<'_, '_> {
    /// "The plan, says Ann Roe, a doctor, is that ..."
    pub fn inverted_parenthesis(
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

    /// "The plan, he said, would fail." and "The plan would fail, he said."
    pub fn parenthesis(&self, at: usize, sentence: &Range<usize>) -> Option<Vec<Range<usize>>> {
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

    pub fn according(&self, at: usize, sentence: &Range<usize>) -> Option<Attribution> {
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

    pub fn noun_of_speech(&self, at: usize, noun: &'static str, sentence: &Range<usize>) -> Option<Attribution> {
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
