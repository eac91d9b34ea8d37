//! The reporting clause before or after a quotation.

use std::ops::Range;

use super::super::attribution::Voice;
use super::super::scene::Scene;
use super::super::syntax::Subject;
use crate::quotes::lexicon::{Classes, Form};

/// How far from a quotation its reporting verb can stand, in tokens.
const REACH: usize = 50;

/// A reporting clause.
#[derive(Debug, Clone)]
pub struct Clause {
    pub cue: Range<usize>,
    pub source: Option<Range<usize>>,
    pub word: &'static str,
    pub voice: Voice,
}

impl Scene<'_, '_> {
    /// The last token inside a quotation that says something: its own stop, or the last word.
    pub fn last_inner(&self, index: usize) -> Option<usize> {
        let inner = self.regions[index].inner();
        (!inner.is_empty()).then(|| inner.end - 1)
    }

    /// The reporting clause after a quotation.
    pub fn clause_after(&self, index: usize) -> Option<Clause> {
        let region = self.regions[index];
        let last = self.last_inner(index)?;
        let mut at = region.end;
        let tokens = self.document.tokens().len();
        if at >= tokens {
            return None;
        }
        let sentence = self.sentence_of(region.end - 1);
        let same = at < sentence.end;
        let limit = if same { sentence.end } else { self.sentence_of(at).end };
        let paragraph = &self.document.paragraphs()[region.paragraph];
        if at >= paragraph.tokens.end {
            return None;
        }
        let comma_inside = self.is_comma(last) || self.is_dash(last);
        let comma_outside = self.is_comma(at);
        let mut separated = comma_inside || comma_outside;
        if comma_outside || self.is_dash(at) {
            at += 1;
            separated = true;
        }
        let stop = self.is_stop(last);
        if at >= limit || self.is_quoted(at) {
            return None;
        }
        if self.is(at, "according") && at + 1 < limit && self.is(at + 1, "to") {
            let source = self.phrase_after(at + 2, limit);
            return source.map(|source| Clause {
                cue: at..at + 2,
                source: Some(source),
                word: "according",
                voice: Voice::Finite,
            });
        }
        if let Some((verb, form)) = self.verb(at)
            && matches!(form, Form::Past | Form::Third)
            && !self.capitalised(at)
            && (verb.frames.quote)
            && (separated || stop)
        {
            let mut from = at + 1;
            while from < limit && self.has(from, Classes::ADVERB) && !self.capitalised(from) {
                from += 1;
            }
            let source = self.phrase_after(from, limit);
            if source.is_some() || verb.base == "say" {
                return Some(Clause { cue: at..at + 1, source, word: verb.base, voice: Voice::Finite });
            }
        }
        for k in at..limit.min(at + REACH) {
            if self.is_quoted(k) || matches!(self.word(k), ":" | ";") {
                break;
            }
            let Some((verb, form)) = self.verb(k) else { continue };
            if self.capitalised(k)
                || matches!(form, Form::Gerund | Form::Participle)
                || !(verb.frames.quote || verb.frames.clause)
            {
                continue;
            }
            if form == Form::Base && !self.is_finite_base(k, at) {
                continue;
            }
            match self.subject_before(k, at) {
                Subject::Phrase(source) => {
                    // "the minister, Ada Quill, wrote" has its role before the name
                    let role = self.is_comma(source.start.saturating_sub(1))
                        && self
                            .phrase_after(at, source.start)
                            .is_some_and(|p| p.start == at && p.end + 1 == source.start);
                    if source.start > at + 2 && !role {
                        break;
                    }
                    if !separated && (!stop || !same) && !self.is_bare(k, verb.frames.addressee, limit) {
                        break;
                    }
                    if (stop || !separated) && !self.is_bare(k, verb.frames.addressee, limit) {
                        break;
                    }
                    return Some(Clause { cue: k..k + 1, source: Some(source), word: verb.base, voice: Voice::Finite });
                }
                _ if self.is_noun_use(k, at) => continue,
                _ => break,
            }
        }
        None
    }

    /// Whether a reporting verb has nothing of its own to report: only when, where and to whom.
    pub fn is_bare(&self, cue: usize, addressee: bool, limit: usize) -> bool {
        let mut at = cue + 1;
        while at < limit && self.has(at, Classes::ADVERB.or(Classes::TIME)) {
            at += 1;
        }
        if at >= limit || self.is_stop(at) || self.is_comma(at) {
            return true;
        }
        if self.is(at, "that") || self.word(at) == ":" || self.is_quoted(at) {
            return false;
        }
        if addressee {
            let has_clause = (at..limit).any(|k| {
                self.is_one_of(k, &["that", "to", "if", "whether"]) || self.word(k) == ":" || self.is_quoted(k)
            });
            return !has_clause;
        }
        let adjunct =
            self.has(at, Classes::PREPOSITION) || self.is_one_of(at, &["when", "as", "after", "before", "while", "to"]);
        adjunct && !(at..limit).any(|k| self.is(k, "that") || self.word(k) == ":" || self.is_quoted(k))
    }

    /// The reporting clause that leads to a quotation.
    pub fn clause_before(&self, index: usize) -> Option<Clause> {
        let region = self.regions[index];
        let sentence = self.sentence_of(region.open);
        let paragraph = self.document.paragraphs()[region.paragraph].tokens.clone();
        if region.open == paragraph.start && region.open > 0 && self.word(region.open - 1) == ":" {
            // the paragraph before ends in a colon
            let start = self.sentence_of(region.open - 1).start;
            return self.clause_to_colon(region.open - 1, start);
        }
        let before = region.open.checked_sub(1).filter(|&b| b >= sentence.start && !self.is_quoted(b))?;
        let colon = self.word(before) == ":";
        let comma = self.is_comma(before);
        let ends = self.ends_what_it_is_in(index, &sentence);
        if !colon && !ends {
            return None;
        }
        if colon {
            return self.clause_to_colon(before, sentence.start);
        }
        if self.is_title_case(index) {
            return None;
        }
        let mut end = if comma { before } else { before + 1 };
        if !comma && self.is(before, "that") {
            end = before;
        }
        // between the verb and the quotation: when, where, to whom
        for k in (sentence.start.max(end.saturating_sub(16))..end).rev() {
            if self.is_quoted(k) || self.is_stop(k) || matches!(self.word(k), ";" | ":") {
                return None;
            }
            if self.capitalised(k) && k != sentence.start {
                continue;
            }
            if let Some((verb, form)) = self.verb(k)
                && (verb.frames.quote || verb.frames.clause || verb.frames.addressee)
                && !self.is_noun_use(k, sentence.start)
            {
                let mut from = k + 1;
                if from < end && verb.particles.iter().any(|p| self.is(from, p)) {
                    from += 1;
                }
                let beside = from == end || self.skip_adjuncts(from, end) == end;
                if !(comma || beside || verb.frames.addressee) {
                    return None;
                }
                return self.clause_at(k, verb.base, form, sentence.start);
            }
            if self.is_finite(k) {
                return None;
            }
        }
        None
    }

    /// Whether a quotation is written as a title or slogan: every longer word has a capital.
    pub fn is_title_case(&self, index: usize) -> bool {
        let long = |&k: &usize| self.kind(k) == crate::text::TokenKind::Word && self.word(k).len() > 3;
        let words: Vec<usize> = self.regions[index].inner().filter(long).collect();
        words.len() >= 2 && words.iter().all(|&k| self.capitalised(k))
    }

    /// Whether nothing of the sentence but adjuncts follows the quotation.
    pub fn ends_what_it_is_in(&self, index: usize, sentence: &Range<usize>) -> bool {
        let region = self.regions[index];
        let stop = self.last_inner(index).is_some_and(|at| self.is_stop(at) || self.is_comma(at));
        stop || region.end >= sentence.end
            || self.is_stop(region.end)
            || self.is_comma(region.end) && self.verb(region.end.saturating_add(1).min(sentence.end - 1)).is_some()
    }

    /// A reporting clause that ends in a colon: the last reporting verb before it, else a label.
    pub fn clause_to_colon(&self, colon: usize, start: usize) -> Option<Clause> {
        for k in (start..colon).rev().take(REACH) {
            if self.is_quoted(k) {
                break;
            }
            if self.capitalised(k) && k != start {
                continue;
            }
            let Some((verb, form)) = self.verb(k) else { continue };
            if self.is_noun_use(k, start) {
                continue;
            }
            if let Some(clause) = self.clause_at(k, verb.base, form, start) {
                return Some(clause);
            }
        }
        None
    }

    /// The reporting clause of the verb at `at`, its subject shared with an earlier verb where it has none.
    pub fn clause_at(&self, at: usize, word: &'static str, form: Form, start: usize) -> Option<Clause> {
        let passive =
            form != Form::Gerund && at > start && self.is_one_of(at - 1, &["was", "were", "been", "be", "being"]);
        let voice = match form {
            Form::Gerund => Voice::Participle,
            _ if passive => Voice::Passive,
            _ => Voice::Finite,
        };
        let source = match self.subject_before(at, start) {
            Subject::Phrase(phrase) if form != Form::Gerund => Some(phrase),
            // "Said Ann Roe, who ...:"
            _ if at == start && self.capitalised(at) && form != Form::Gerund => {
                self.phrase_after(at + 1, (at + 1 + REACH).min(self.entries.len()))
            }
            _ => self.main_subject(start, at),
        };
        Some(Clause { cue: at..at + 1, source, word, voice })
    }
}
