//! Takes a capitalised run apart: which of its words are title and name, and what
//! the name looks to be a name of.

use std::ops::Range;

use super::lists::{Lists, Traits, fold};
use super::names::{Name, Shape};
use super::page::{Page, is_initial};
use super::sorts::{self, Sort};
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

/// Whether the word at `at` tells a body when it is part of a name.
pub(super) fn is_body(page: &Page<'_>, at: usize) -> bool {
    page.is(at, Classes::ORGANISATION) || Lists::shared().traits(page.word(at)).any(Traits::BODY)
}

/// Whether the word at `at` is a title or role that a name can follow.
pub(super) fn is_title(page: &Page<'_>, at: usize) -> bool {
    (page.is(at, Classes::TITLE.or(Classes::ROLE))
        || Lists::shared().traits(page.word(at)).any(Traits::TITLE.or(Traits::HONORIFIC)))
        && !is_initial(page.word(at))
}

/// Takes a run apart.
pub(super) fn read(page: &Page<'_>, mut run: Range<usize>) -> Option<Name> {
    let lists = Lists::shared();
    let opens = page.opens(run.start);
    // "JUST WATCHED Roe": a caption's shout is no part of the name after it
    let quiet = |at: usize| page.token(at).kind == TokenKind::Word && page.word(at).contains(char::is_lowercase);
    while run.len() > 1 && quiet(run.end - 1) && page.word(run.start).len() > 3 && is_loud_verb(page, run.start) {
        run.start += 1;
    }
    // "Speaking", "Asked", "Tuesday": words that open a sentence
    while !run.is_empty() && opens && opener(page, run.start) {
        run.start += 1;
    }
    // "Rufus Roe QC"
    let end = run.end;
    while run.len() > 2
        && lists.traits(page.word(run.end - 1)).any(Traits::POSTNOMINAL)
        && shouted(page.word(run.end - 1))
    {
        run.end -= 1;
    }
    if run.is_empty() {
        return None;
    }
    let the = run.start > 0 && matches!(page.word(run.start - 1), "the" | "The" | "THE");
    let first = lists.traits(page.word(run.start)).any(Traits::FIRST);
    let tokens = run.start..end;
    let whole = |shape| Some(Name { tokens: tokens.clone(), core: run.clone(), shape, doubtful: false });

    if let Some(country) = place(page, run.clone()) {
        return whole(if country { Shape::Place } else { Shape::Single });
    }
    // "the Orlop Veterans Memorial Arena"
    if run.len() > 1 && !first && sorts::is(page.word(run.end - 1), Sort::VENUE) && !is_title(page, run.start) {
        return whole(Shape::Site);
    }
    if run.len() > 1
        && let Some(core) = after_title(page, run.clone())
    {
        let core = core..run.end;
        if !core.is_empty() {
            return Some(Name { tokens, core, shape: Shape::Person, doubtful: false });
        }
        return whole(Shape::Office);
    }
    let last = (run.clone()).rev().find(|&at| !lists.traits(page.word(at)).any(Traits::SUFFIX)).unwrap_or(run.start);
    if run.len() == 1 {
        return single(page, run, opens, the);
    }
    if is_title(page, last) && !is_body(page, last) && (!first || the) && is_office(page, run.start..last, the) {
        return whole(Shape::Office);
    }
    // "Prominent Democrats"
    if !first && !the && page.is(last, Classes::PLURAL) && !run.clone().any(|at| is_body(page, at)) {
        return whole(Shape::Office);
    }
    if run.len() > 1 && lists.traits(page.word(last)).any(Traits::SITE) && !(first && run.len() == 2) {
        return whole(Shape::Site);
    }
    let body = run.clone().find(|&at| is_body(page, at));
    let person_first = first && run.len() == 2 && !the && body == Some(last);
    let linked = run.clone().any(|at| matches!(page.word(at), "of" | "for" | "on" | "&"));
    if body.is_some() && !person_first || linked {
        return whole(Shape::Organisation);
    }
    if lists.traits(page.word(last)).any(Traits::PAPER) && (the || !first) {
        return whole(Shape::Organisation);
    }
    let mut core = run.clone();
    // "Iraqi Haidar Roe", but "French Connection"
    if core.len() > 2 && lists.traits(page.word(core.start)).any(Traits::DEMONYM) {
        core.start += 1;
    }
    // "in London Clive Roe"
    let after_place = core.len() > 2
        && place(page, core.start..core.start + 1).is_some()
        && lists.traits(page.word(core.start + 1)).any(Traits::FIRST)
        && !lists.traits(page.word(core.start)).any(Traits::FIRST);
    if after_place {
        core.start += 1;
    }
    let told = core.clone().any(|at| {
        let traits = lists.traits(page.word(at));
        is_initial(page.word(at))
            || at == core.start && traits.any(Traits::FIRST)
            || at > core.start && traits.any(Traits::PARTICLE.or(Traits::SUFFIX)) && page.word(at).len() > 1
            || !page.token(at).capitalised && page.word(at).contains('-')
    });
    // "the Ann Roe Stand"
    let shape = if told && !(the && core.len() > 2) {
        Shape::Person
    } else if the || core.len() > 4 {
        Shape::Organisation
    } else {
        Shape::Likely
    };
    let tokens = if after_place { core.start..tokens.end } else { tokens };
    Some(Name { tokens, core, shape, doubtful: false })
}

/// "WATCHED": a verb in capitals.
fn is_loud_verb(page: &Page<'_>, at: usize) -> bool {
    let word = page.word(at);
    word.bytes().all(|b| b.is_ascii_uppercase())
        && (word.ends_with("ED") || page.is(at, Classes::FINITE.or(Classes::CUE)) || sorts::is(word, Sort::CALL))
}

/// Whether the sentence-opening word at `at` is a verb or a noun rather than a name.
fn opener(page: &Page<'_>, at: usize) -> bool {
    if Lists::shared().traits(page.word(at)).any(Traits::FIRST) || is_title(page, at) {
        return false;
    }
    if sorts::is(page.word(at), Sort::CALL) {
        return page.token_capitalised(at + 1);
    }
    page.is(at, Classes::CUE.or(Classes::FINITE)) && !page.is(at, Classes::ORGANISATION)
        || page.word(at).ends_with("ing") && page.word(at).len() > 5 && !page.is_verb(at + 1)
        || page.is(at, Classes::STATEMENT)
}

/// A run of one word.
fn single(page: &Page<'_>, run: Range<usize>, opens: bool, the: bool) -> Option<Name> {
    let at = run.start;
    let word = page.word(at);
    let shouted = shouted(word);
    let shape = if shouted && !is_title(page, at) {
        Shape::Organisation
    } else if is_title(page, at) || page.is(at, Classes::ORGANISATION.or(Classes::STATEMENT)) {
        // "Congress" alone is a name, "the Court" is a noun
        let proper = page.is(at, Classes::ORGANISATION) && !opens && !the && !preceded_by_determiner(page, at);
        if !proper {
            return Some(Name { tokens: run.clone(), core: run, shape: Shape::Office, doubtful: true });
        }
        Shape::Organisation
    } else if Lists::shared().traits(word).any(Traits::DEMONYM) && !shouted {
        return Some(Name { tokens: run.clone(), core: run, shape: Shape::Office, doubtful: true });
    } else {
        Shape::Single
    };
    let next = at + 1;
    let stops = next >= page.len()
        || page.token(next).kind != TokenKind::Word
        || page.is_verb(next)
        || matches!(page.word(next), "'s" | "’s" | "and");
    let doubtful = opens && !shouted && !stops || shouted && page.shouting(at);
    Some(Name { tokens: run.clone(), core: run, shape, doubtful })
}

/// Whether a word is two letters or more, all capitals.
fn shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && word.chars().all(|c| !c.is_lowercase())
}

fn preceded_by_determiner(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.is(at - 1, Classes::DETERMINER.or(Classes::POSSESSIVE)) && page.sentence(at - 1) == page.sentence(at)
}

/// Whether a run is a known place: `Some(true)` for one that speaks as a government.
fn place(page: &Page<'_>, run: Range<usize>) -> Option<bool> {
    if run.len() > 4 {
        return None;
    }
    let text = page.text(run);
    if text.len() > 24 {
        return None;
    }
    Lists::shared().country(&fold(text)).map(|_| true)
}

/// Whether the words before a title at the end of a run make an office of it.
fn is_office(page: &Page<'_>, before: Range<usize>, the: bool) -> bool {
    let lists = Lists::shared();
    the || before.start > 0 && preceded_by_determiner(page, before.start)
        || before.start > 0 && matches!(page.word(before.start - 1), "'s" | "’s" | "'" | "’")
        || before.clone().any(|at| {
            let word = page.word(at);
            page.is(at, Classes::TITLE.or(Classes::ROLE).or(Classes::ORGANISATION))
                || lists.traits(word).any(Traits::DEMONYM)
                || lists.country(&fold(word)).is_some()
                || sorts::is(word, Sort::OFFICE_WORD)
        })
}

/// Where the name begins after the last title of a run; the run's end when an
/// office is all there is; `None` when there is no title with something after it.
fn after_title(page: &Page<'_>, run: Range<usize>) -> Option<usize> {
    let lists = Lists::shared();
    let is_suffix = |at: usize| lists.traits(page.word(at)).any(Traits::SUFFIX);
    let named_first =
        lists.traits(page.word(run.start)).any(Traits::FIRST) && lists.country(&fold(page.word(run.start))).is_none();
    let title = run.clone().rev().find(|&at| {
        is_title(page, at)
            && (at + 1..run.end).any(|later| !is_suffix(later) && page.word(later) != ",")
            && !(named_first && at > run.start && !page.is(at, Classes::TITLE))
            && !(named_first && at == run.start && !page.is(at, Classes::TITLE))
    })?;
    let mut start = title + 1;
    if page.word(start) == "of" {
        start += 1;
        if page.word(start) == "the" {
            start += 1;
        }
        let rest = start..run.end;
        let first = rest.clone().skip(1).find(|&at| lists.traits(page.word(at)).any(Traits::FIRST));
        let known_place = (rest.start + 1..rest.end).rev().find(|&end| place(page, rest.start..end).is_some());
        let portfolio = sorts::is(page.word(rest.start), Sort::PORTFOLIO);
        return Some(match rest.len() {
            _ if place(page, rest.clone()).is_some() => run.end,
            _ if first.is_some() => first.unwrap_or(run.end),
            _ if known_place.is_some() => known_place.unwrap_or(run.end),
            n if n > 1 && portfolio => rest.start + 1,
            n if n > 3 && !rest.clone().any(|at| is_body(page, at)) => run.end - 2,
            _ => run.end,
        });
    }
    // "the Justice Department", "General Motors", "Sister Parish Charities"
    let rest_is_body = (start..run.end).any(|at| is_body(page, at) || matches!(page.word(at), "of" | "'s" | "’s"));
    if rest_is_body {
        let known = lists.traits(page.word(start)).any(Traits::FIRST) && run.end - start == 2;
        let dotted = page.word(title).ends_with('.');
        return (known || dotted).then_some(start);
    }
    // "Prime Minister" and the like leave only words of offices
    let office = (start..run.end).all(|at| is_title(page, at) || sorts::is(page.word(at), Sort::OFFICE_WORD));
    if office && run.end - start == 1 && !page.word(title).ends_with('.') && !is_honorific(page.word(title)) {
        return None;
    }
    // a demonym or a party after the title is no name yet
    while start + 1 < run.end && lists.traits(page.word(start)).any(Traits::DEMONYM) && run.end - start > 2 {
        start += 1;
    }
    Some(start)
}

/// "Mr.": a title that tells no office.
pub(super) fn is_honorific(word: &str) -> bool {
    Lists::shared().traits(word.trim_end_matches('.')).any(Traits::HONORIFIC)
}
