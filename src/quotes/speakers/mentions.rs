//! Everything in an article that points at a possible speaker: names, noun
//! phrases, pronouns that are subjects, and the sources of its quotes.

use std::ops::Range;

use super::entities::Id;
use super::gender;
use super::names::{Name, Shape};
use super::nouns::{self, Noun};
use super::page::Page;
use crate::quotes::Quote;
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

/// What a mention is made of.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A name, of this entity.
    Name(Id),
    /// A noun phrase.
    Noun(Noun),
    /// A pronoun, in lower case.
    Pronoun(String),
}

/// Something that points at a possible speaker.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) tokens: Range<usize>,
    pub(super) what: What,
    /// Whether a verb follows it as its subject.
    pub(super) subject: bool,
    /// One more than the index of the first quote whose source it is; 0 for none.
    pub(super) quote: u32,
}

/// All mentions of an article, in its order.
pub(super) struct Mentions {
    pub(super) all: Vec<Mention>,
    /// Mentions that each source span consists of, by quote and source.
    pub(super) of_source: Vec<Vec<Vec<usize>>>,
}

/// The mentions of `page`, those of the sources of `quotes` among them.
pub(super) fn find(page: &Page<'_>, names: &[Name], of_name: &[Option<Id>], quotes: &[Quote]) -> Mentions {
    // sources first: what they hold is read as one
    let mut planned: Vec<Mention> = Vec::new();
    let mut plans: Vec<(usize, usize, Range<usize>)> = Vec::new();
    let mut known: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (number, quote) in quotes.iter().enumerate() {
        for (index, span) in quote.sources.iter().enumerate() {
            let range = page.tokens_of(*span);
            if let Some((_, parts)) = known.iter().rev().take(8).find(|(seen, _)| *seen == range) {
                plans.push((number, index, parts.clone()));
                continue;
            }
            let first = planned.len();
            let source = Source { page, names, of_name };
            for (tokens, what) in source.parts(range.clone()) {
                planned.push(Mention { tokens, what, subject: true, quote: number as u32 + 1 });
            }
            let parts = first..planned.len();
            known.push((range, parts.clone()));
            plans.push((number, index, parts));
        }
    }
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.sort_by_key(|&at| planned[at].tokens.start);
    let taken: Vec<Range<usize>> = order.iter().map(|&at| planned[at].tokens.clone()).collect();
    let is_taken = |range: &Range<usize>| {
        let at = taken.partition_point(|t| t.end <= range.start);
        taken[at..].iter().take(2).any(|t| t.start <= range.start && range.end <= t.end)
    };

    let mut all: Vec<(Mention, Option<usize>)> = order.iter().map(|&at| (planned[at].clone(), Some(at))).collect();
    for (name, id) in names.iter().zip(of_name) {
        if let Some(id) = *id {
            let exact = taken[taken.partition_point(|t| t.end <= name.core.start)..]
                .first()
                .is_some_and(|t| t.start <= name.core.start && t.end == name.core.end && t.len() <= name.tokens.len());
            if !exact {
                let subject = is_subject(page, name.tokens.clone());
                all.push((Mention { tokens: name.tokens.clone(), what: What::Name(id), subject, quote: 0 }, None));
            }
        }
    }
    let mut next = 0;
    let named = |at: usize| {
        while next < names.len() && names[next].core.end <= at {
            next += 1;
        }
        names
            .get(next)
            .is_some_and(|name| name.core.contains(&at) && of_name[next].is_some() && name.shape != Shape::Office)
    };
    // the cursor only moves forward, one head after the other
    let named = std::cell::RefCell::new(named);
    for noun in nouns::find(page, |at| (named.borrow_mut())(at)) {
        if !is_taken(&noun.tokens) {
            let subject = is_subject(page, noun.tokens.clone());
            all.push((Mention { tokens: noun.tokens.clone(), what: What::Noun(noun), subject, quote: 0 }, None));
        }
    }
    for at in 0..page.len() {
        if !page.is(at, Classes::PRONOUN) || page.quotation(at) != 0 || page.content(at) != 0 {
            continue;
        }
        if matches!(page.word(at), "he" | "He" | "she" | "She") && !is_taken(&(at..at + 1)) {
            let what = What::Pronoun(page.word(at).to_ascii_lowercase());
            all.push((Mention { tokens: at..at + 1, what, subject: true, quote: 0 }, None));
        }
    }
    all.sort_by_key(|(mention, _)| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    let mut place = vec![0; planned.len()];
    for (at, (_, plan)) in all.iter().enumerate() {
        if let Some(plan) = plan {
            place[*plan] = at;
        }
    }
    let mut of_source: Vec<Vec<Vec<usize>>> = quotes.iter().map(|q| vec![Vec::new(); q.sources.len()]).collect();
    for (number, index, parts) in plans {
        of_source[number][index] = parts.map(|part| place[part]).collect();
    }
    Mentions { all: all.into_iter().map(|(mention, _)| mention).collect(), of_source }
}

/// Whether the words after a mention make it the subject of a verb, or a
/// reporting verb stands right before it.
pub(super) fn is_subject(page: &Page<'_>, tokens: Range<usize>) -> bool {
    let sentence = page.sentence_tokens(tokens.start);
    if tokens.start > sentence.start {
        let before = tokens.start - 1;
        if page.is_cue(before) && !page.is(before, Classes::ROLE) && before > sentence.start {
            let mark = page.token(before - 1).kind;
            if mark == TokenKind::Mark || page.word(before - 1) == "," {
                return true;
            }
        }
        let clause = matches!(page.word(before), "after" | "before" | "since" | "until" | "than" | "as" | "like");
        if page.is(before, Classes::PREPOSITION) && !clause {
            return false;
        }
    }
    let mut at = tokens.end;
    let mut steps = 0;
    let mut aside = false;
    let mut attached = 0;
    while at < sentence.end && steps < LOOK_AHEAD {
        let word = page.word(at);
        if page.is_verb(at) && !aside {
            return true;
        }
        match word {
            "," | "—" | "–" | "(" | ")" => aside = !aside,
            "who" | "'s" | "’s" | ";" | ":" if !aside => return false,
            _ if aside => {}
            _ if page.token(at).kind == TokenKind::Mark => return false,
            _ if page.is(at, Classes::ADVERB.or(Classes::TIME)) => {}
            "of" | "for" | "at" | "from" | "in" => attached = 5,
            _ if attached > 0 => attached -= 1,
            _ => return false,
        }
        at += 1;
        steps += 1;
    }
    false
}

/// A pronoun in lower case, without a contracted verb: "They’ve" is "they".
fn pronoun(word: &str) -> String {
    word.split(['\'', '’']).next().unwrap_or(word).to_ascii_lowercase()
}

/// How far the verb may stand behind its subject, in tokens.
const LOOK_AHEAD: usize = 26;

/// Reads the mention that a quote's source span holds.
struct Source<'a, 'd> {
    page: &'a Page<'d>,
    names: &'a [Name],
    of_name: &'a [Option<Id>],
}

impl Source<'_, '_> {
    /// Speakers in `range`: one, or several joined by "and".
    fn parts(&self, range: Range<usize>) -> Vec<(Range<usize>, What)> {
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
        if range.len() == 1 && self.is_pronoun(range.start) && !page.token_is_number(range.start) {
            return Some((range.clone(), What::Pronoun(pronoun(page.word(range.start)))));
        }
        let found: Vec<(&Name, Id)> = self
            .inside(&range)
            .filter(|(name, _)| name.core.start >= range.start || name.core.end == range.end)
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
            && name.core.end >= range.end
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
