//! Reads the source of a quote: one speaker or several, each a name, a noun phrase
//! or a pronoun.

use std::ops::Range;

use super::entities::Id;
use super::gender;
use super::mentions::What;
use super::names::{Name, Shape};
use super::nouns;
use super::page::Page;
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

/// Reads the mention that a quote's source span holds.
pub(super) struct Source<'a, 'd> {
    pub(super) page: &'a Page<'d>,
    pub(super) names: &'a [Name],
    pub(super) of_name: &'a [Option<Id>],
}

impl Source<'_, '_> {
    /// Speakers in `range`: one, or several joined by "and".
    pub(super) fn parts(&self, range: Range<usize>) -> Vec<(Range<usize>, What)> {
        let range = self.trim(range);
        if range.is_empty() {
            return Vec::new();
        }
        if range.len() == 1 && self.is_pronoun(range.start) {
            let word = pronoun(self.page.word(range.start));
            return vec![(range, What::Pronoun(word))];
        }
        let items = self.items(range.clone());
        if items.len() > 1 {
            return items.into_iter().filter_map(|item| self.one(item)).collect();
        }
        self.one(range).into_iter().collect()
    }

    fn is_pronoun(&self, at: usize) -> bool {
        let word = self.page.word(at);
        let word = word.split(['\'', '’']).next().unwrap_or(word);
        self.page.is(at, Classes::PRONOUN.or(Classes::POSSESSIVE))
            || matches!(word, "I" | "We" | "we" | "They" | "they" | "He" | "he" | "She" | "she" | "It" | "it")
            || gender::of_pronoun(word) != 0.0
            || matches!(word, "them" | "me" | "us" | "whom")
    }

    fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        let loose = |at: usize| {
            let mark = self.page.token(at).kind == TokenKind::Mark && !self.page.word(at).starts_with(['’', '\'']);
            mark || matches!(self.page.word(at), "," | "—" | "–" | "-" | "--" | ":" | "." | ";" | "by" | "both" | "to")
        };
        while !range.is_empty() && loose(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && loose(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    /// Names that start in `range`.
    fn inside(&self, range: &Range<usize>) -> impl Iterator<Item = (&Name, Id)> {
        let first = self.names.partition_point(|name| name.core.end <= range.start);
        let range = range.clone();
        self.names[first..]
            .iter()
            .zip(&self.of_name[first..])
            .take_while(move |(name, _)| name.core.start < range.end)
            .filter_map(|(name, id)| id.map(|id| (name, id)))
    }

    /// The members of "X, Y and Z", one range for anything else.
    fn items(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut start = range.start;
        let mut and = false;
        for at in range.clone() {
            let in_name = self.inside(&(at..at + 1)).any(|(name, _)| name.core.contains(&at));
            let word = self.page.word(at);
            if !in_name && matches!(word, "and" | "," | "&") {
                and |= word != ",";
                if start < at {
                    items.push(start..at);
                }
                start = at + 1;
            }
        }
        if start < range.end {
            items.push(start..range.end);
        }
        if !and || items.len() < 2 {
            return vec![range];
        }
        let named = items.iter().filter(|item| self.inside(item).next().is_some()).count();
        let determined = items.iter().all(|item| {
            self.page.is(item.start, Classes::DETERMINER.or(Classes::POSSESSIVE)) || self.inside(item).next().is_some()
        });
        let commas = items.len() > 2;
        let fits = named == items.len() || determined && !commas || named > 0 && !commas && items[1].len() == 1;
        // "Ann and Bo Lim’s lawyers", "lawyers for Roe and Lim" speak as one
        let shared = items.last().is_some_and(|item| self.owned(item)) && !self.owned(&items[0])
            || self.page.is(items[0].start.saturating_sub(0), Classes::PREPOSITION)
            || items[0].clone().any(|at| self.page.is(at, Classes::PREPOSITION) && !self.page.token(at).capitalised)
                && !self.page.is(items[items.len() - 1].start, Classes::DETERMINER);
        if fits && !shared { items } else { vec![range] }
    }

    /// Whether a possessive inside `range` makes something else its head.
    fn owned(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| matches!(self.page.word(at), "'s" | "’s"))
            && self.inside(range).last().is_none_or(|(name, _)| name.core.end < range.end)
    }

    /// The one speaker in `range`.
    fn one(&self, range: Range<usize>) -> Option<(Range<usize>, What)> {
        let range = self.trim(range);
        let page = self.page;
        if range.is_empty() {
            return None;
        }
        let letter = page.word(range.start).trim_end_matches('.').chars().count() == 1; // "Q:"
        if range.len() == 1 && (letter || self.is_pronoun(range.start)) && !page.token_is_number(range.start) {
            return Some((range.clone(), What::Pronoun(pronoun(page.word(range.start)))));
        }
        let found: Vec<(&Name, Id)> = self
            .inside(&range)
            .filter(|(name, _)| name.core.start >= range.start || name.tokens.end == range.end)
            .collect();
        // "the Home Secretary (Isolde Roe)"
        if page.word(range.end - 1) == ")"
            && let Some((_, id)) =
                found.iter().find(|(name, _)| name.core.end + 1 == range.end && page.word(name.tokens.start - 1) == "(")
        {
            return Some((range, What::Name(*id)));
        }
        // ends with a name, that no preposition ties to something else
        if let Some((name, id)) = found.last()
            && name.tokens.end >= range.end
        {
            let before = name.tokens.start.max(range.start);
            let tied = before > range.start && {
                let preposition =
                    before - 1 - usize::from(page.is(before - 1, Classes::DETERMINER) && before - 1 > range.start);
                page.is(preposition, Classes::PREPOSITION) && !page.token(preposition).capitalised
            };
            if !tied {
                return Some((range, What::Name(*id)));
            }
        }
        // starts with a name, and an apposition or an affiliation follows
        if let Some((name, id)) = found.first() {
            let before = name.tokens.start.max(range.start);
            let leads = (range.start..before).all(|at| page.is(at, Classes::DETERMINER));
            let after = name.core.end;
            let aside = matches!(page.word(after), "," | "(" | "—" | "–" | "who")
                || page.is(after, Classes::PREPOSITION)
                || page.token(after).kind == TokenKind::Mark && !matches!(page.word(after), "’" | "'");
            if leads && aside && name.shape != Shape::Office {
                return Some((range, What::Name(*id)));
            }
        }
        // a role, then a name, then more: "the prosecutor, Mahfuz Roe, who"
        if let Some((name, id)) =
            found.iter().find(|(name, _)| name.core.len() > 1 && name.shape != Shape::Organisation)
        {
            let comma = name.tokens.start > range.start && page.word(name.tokens.start - 1) == ",";
            if comma && matches!(page.word(name.core.end), "," | "(" | "who" | "—") {
                return Some((range, What::Name(*id)));
            }
        }
        let what = match nouns::read(page, range.clone()) {
            Some(noun) => What::Noun(noun),
            // "two of them", "the seven", "nine in ten"
            None => What::Pronoun(page.text(range.clone()).to_owned()),
        };
        Some((range, what))
    }
}

/// A pronoun in lower case, without a contracted verb: "They’ve" is "they".
fn pronoun(word: &str) -> String {
    word.split(['\'', '’']).next().unwrap_or(word).to_ascii_lowercase()
}
