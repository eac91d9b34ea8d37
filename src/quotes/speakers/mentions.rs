//! Everything in an article that points at a possible speaker: names, noun
//! phrases, pronouns that are subjects, and the sources of its quotes.

use std::ops::Range;

use super::entities::Id;
use super::names::{Name, Shape};
use super::nouns::Noun;
use super::page::Page;
use super::phrases;
use super::sources::Source;
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
    for noun in phrases::find(page, |at| (named.borrow_mut())(at)) {
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
        let owned = tokens.start.saturating_sub(3).max(sentence.start)..tokens.start;
        if owned.clone().any(|at| page.word(at) == "whose") {
            return false;
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

/// How far the verb may stand behind its subject, in tokens.
const LOOK_AHEAD: usize = 26;
