//! What a word can be where it stands.

use std::ops::Range;

use super::super::scene::Scene;
use crate::quotes::lexicon::{Classes, Form};
use crate::text::TokenKind;

impl Scene<'_, '_> {
    /// "jokingly": an adverb by its ending.
    pub fn is_manner(&self, at: usize) -> bool {
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

    /// Whether the tokens are a name and nothing else: two to five capitalised words.
    pub fn is_name(&self, range: Range<usize>) -> bool {
        (2..=5).contains(&range.len())
            && self.capitalised(range.start)
            && self.capitalised(range.end - 1)
            && range
                .clone()
                .all(|k| self.kind(k) == TokenKind::Word && (self.capitalised(k) || self.word(k).len() <= 3))
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

    pub fn is_noun_like(&self, at: usize) -> bool {
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

    /// "he", "who": a subject by itself.
    pub fn is_subject_pronoun(&self, at: usize) -> bool {
        self.has(at, Classes::PRONOUN) && !self.is_one_of(at, &["one", "none"])
    }

    /// Whether the clause that ends before `end` already has a verb.
    pub fn clause_has_verb(&self, end: usize, start: usize) -> bool {
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
}
