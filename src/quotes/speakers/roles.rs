//! Offices and occupations that an article gives its people and bodies: titles
//! before a name, appositions on either side, "who heads ...", "X is the ...".
//!
//! A role serves twice: it describes the speaker, and it lets "the minister"
//! further down find the bearer.

use std::ops::Range;

use super::entities::{Entities, Id, Role};
use super::lists::{Lists, Traits, fold};
use super::names::{Name, Shape};
use super::nouns;
use super::page::Page;
use super::phrases;
use super::shapes::is_honorific;
use super::sorts::{self, Sort};
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

/// Longest apposition that is read, in tokens.
pub(super) const LONGEST: usize = 24;

/// Longest description that is kept, in tokens.
pub(super) const DESCRIPTION: usize = 20;

/// Gives the entities their roles; returns the appositions, by their first token.
pub(super) fn assign(
    page: &Page<'_>,
    names: &[Name],
    of_name: &[Option<Id>],
    entities: &mut Entities,
) -> Vec<(Range<usize>, Id)> {
    let mut appositions = Vec::new();
    for (name, id) in names.iter().zip(of_name) {
        let Some(id) = *id else { continue };
        if entities.all[id].place {
            continue;
        }
        let reader = Reader { page, name, id };
        reader.settle(entities);
        let before = reader.before();
        let comma = reader.before_mark(before.as_ref().map_or(name.tokens.start, |(_, _, whole)| whole.start));
        let told = [comma, before, reader.after()].into_iter().flatten();
        for (range, role, whole) in told {
            if whole.len() > role.len() || role.len() > 1 {
                appositions.push((whole.clone(), id));
            }
            reader.keep(entities, range, role);
        }
    }
    appositions.sort_by_key(|(range, _)| range.start);
    appositions
}

/// "Sens.", "Reps.": short titles of several.
fn is_plural_title(text: &str) -> bool {
    ["Sens.", "Reps.", "Govs.", "Gens.", "Profs.", "Drs."].iter().any(|title| text.ends_with(title))
}

/// A plural title as one of several bears it: "pilots Ann Roe and Carl Lim" are a pilot each.
fn one_of_many(page: &Page<'_>, description: &Range<usize>) -> Option<String> {
    let last = nouns::read(page, description.clone())?.head;
    if last + 1 != description.end {
        return None; // "adviser to four presidents"
    }
    let start = description.clone().find(|&at| !page.is(at, Classes::DETERMINER)).unwrap_or(last);
    if !page.is(last, Classes::PLURAL) {
        return None;
    }
    let one = nouns::lemma(page, last);
    let word = page.word(last);
    // only where the singular is the word without its ending
    let stem = word.get(..one.len()).filter(|stem| fold(stem) == one)?;
    let before = page.text(start..last);
    Some(if before.is_empty() { stem.to_owned() } else { format!("{before} {stem}") })
}

/// A role: the tokens of its description, of its noun phrase, and of all that stands for the name.
pub(super) type Told = (Range<usize>, Range<usize>, Range<usize>);

pub(super) struct Reader<'a, 'd> {
    pub(super) page: &'a Page<'d>,
    pub(super) name: &'a Name,
    id: Id,
}

impl Reader<'_, '_> {
    /// Adds a role to the table.
    fn keep(&self, entities: &mut Entities, description: Range<usize>, phrase: Range<usize>) {
        let page = self.page;
        let mut description = description;
        while description.len() > 1
            && (matches!(page.word(description.start), "a" | "an" | "the" | "A" | "An" | "The" | "who")
                || matches!(page.word(description.start), "one" | "One") && page.word(description.start + 1) != "of"
                || is_honorific(page.word(description.start)))
        {
            description.start += 1;
        }
        if page.word(description.start) == "of" && description.len() > 2 {
            description.start += 1;
        }
        // cut at its longest it can end in "behind the"
        while description.len() > 1 && page.is(description.end - 1, Classes::DETERMINER.or(Classes::PREPOSITION)) {
            description.end -= 1;
        }
        let text = page.text(description.clone()).trim_end_matches([',', ' ']);
        // "Gov." keeps its dot
        let title = page.is(description.end - 1, Classes::TITLE) || is_plural_title(text);
        let text = if title { text } else { text.trim_end_matches('.') }.to_owned();
        if text.is_empty() || sorts::is(&text, Sort::ANYBODY) {
            return;
        }
        let words = description.clone().map(|at| fold(page.word(at)).trim_end_matches('.').to_owned()).collect();
        let noun = nouns::read(page, phrase.clone());
        let head = match noun {
            Some(noun) => noun.lemma,
            None => fold(page.word(phrase.end - 1)),
        };
        // "Sens. Roe and Lim" are a Sen. each
        let text = match text.strip_suffix("s.") {
            Some(one) if is_plural_title(&text) => format!("{one}."),
            _ => text,
        };
        let text = match one_of_many(page, &description) {
            Some(one) if entities.all[self.id].kind == SpeakerType::Person => one,
            _ => text,
        };
        let doer = sorts::doer(page.word(phrase.start)).map(str::to_owned);
        let entity = &mut entities.all[self.id];
        if entity.unsure {
            let head_class = crate::quotes::lexicon::Lexicon::shared().look_up(&head).classes;
            if head_class.any(Classes::ROLE.or(Classes::TITLE)) {
                entity.kind = SpeakerType::Person;
                entity.unsure = false;
            } else if head_class.any(Classes::ORGANISATION)
                && !page.is(phrase.start.saturating_sub(1), Classes::PREPOSITION)
                && !matches!(page.word(phrase.start.saturating_sub(2)), "of" | "from" | "at" | "with")
            {
                entity.kind = SpeakerType::Organisation;
                entity.unsure = false;
            }
        }
        let role = Role { head: doer.unwrap_or(head), words, text, at: self.name.core.start, phrase: phrase.start };
        entities.add_role(self.id, role);
    }

    /// A role before the name.
    fn before(&self) -> Option<Told> {
        let page = self.page;
        let core = self.name.core.start;
        let title = self.name.title();
        let office = title.clone().any(|at| !is_honorific(page.word(at)));
        if office {
            let mut start = title.start;
            let open = page.sentence_tokens(start).start;
            while start > open && {
                let word = page.word(start - 1);
                Lists::shared().traits(word).any(Traits::MODIFIER.or(Traits::DEMONYM))
                    && page.quotation(start - 1) == page.quotation(start)
            } {
                start -= 1;
            }
            let range = start..core;
            return Some((range.clone(), range.clone(), range));
        }
        let open = page.sentence_tokens(core).start;
        if title.start <= open {
            return None;
        }
        let last = title.start - 1;
        if page.quotation(last) != page.quotation(core) {
            return None;
        }
        if page.token(last).kind != TokenKind::Word || page.token(last).capitalised {
            return None;
        }
        // "the reliably conservative Supreme Court"
        if self.name.shape == Shape::Organisation && !page.is(last, Classes::ORGANISATION) {
            return None;
        }
        let known = page.is(last, Classes::ROLE.or(Classes::TITLE));
        let start = phrases::phrase_start(page, last, open)?;
        let unlisted = !known
            && matches!(self.name.shape, Shape::Person | Shape::Likely)
            && self.name.core.len() > 1
            && !page.is_verb(last)
            && !page.is(
                last,
                Classes::PREPOSITION
                    .or(Classes::COORDINATOR)
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::DETERMINER)
                    .or(Classes::POSSESSIVE)
                    .or(Classes::TIME)
                    .or(Classes::ADVERB)
                    .or(Classes::PRONOUN)
                    .or(Classes::AUXILIARY)
                    .or(Classes::CUE)
                    .or(Classes::ORGANISATION),
            )
            && !page.word(last).ends_with("ing")
            && page.is(start, Classes::DETERMINER)
            && last - start < 4
            // "in the public eye Ann Roe"
            && (start == open || !page.is(start - 1, Classes::PREPOSITION))
            && start < last;
        if !(known || unlisted) || start > last || matches!(page.word(last), "'s" | "’s") {
            return None;
        }
        // "the woman Roe killed"
        let anybody = sorts::is(page.word(last), Sort::ANYBODY) || self.name.core.len() == 1;
        if anybody && page.is(start, Classes::DETERMINER) && page.is_verb(self.name.tokens.end) {
            return None;
        }
        let range = start..last + 1;
        Some((range.clone(), range.clone(), range))
    }

    /// What ", who" and ", which", an age and "its" tell of a name that could be anything.
    fn settle(&self, entities: &mut Entities) {
        let entity = &mut entities.all[self.id];
        if !entity.unsure {
            return;
        }
        let page = self.page;
        let end = self.name.tokens.end;
        let kind = match (page.word(end), page.word(end + 1)) {
            (",", "who" | "whose") | ("who", _) => SpeakerType::Person,
            (",", "which") | ("which", _) => SpeakerType::Organisation,
            (",", _) if page.token_is_number(end + 1) && matches!(page.word(end + 2), "," | ".") => SpeakerType::Person,
            _ => return,
        };
        entity.kind = kind;
        entity.unsure = false;
        entity.place = false;
    }

    /// A role that a comma or a bracket parts from the name at `start`.
    fn before_mark(&self, start: usize) -> Option<Told> {
        let page = self.page;
        let open = page.sentence_tokens(self.name.core.start).start;
        if start <= open || page.quotation(start - 1) != page.quotation(start) {
            return None;
        }
        let bracket = page.word(start - 1) == "(" && page.word(self.name.core.end) == ")";
        (page.word(start - 1) == "," || bracket).then(|| self.before_comma(start - 1, open)).flatten()
    }

    /// "the group’s manager, X," and "one of his lawyers, X,".
    fn before_comma(&self, comma: usize, open: usize) -> Option<Told> {
        let page = self.page;
        let mut head = comma;
        // back over "of them", "of the dead girl", to a role
        loop {
            if head == open || comma - head > 10 {
                return None;
            }
            head -= 1;
            if page.is(head, Classes::ROLE) && !page.token(head).capitalised
                || head + 1 == comma && page.is(head, Classes::ORGANISATION) && self.name.shape == Shape::Organisation
                || page.is(head, Classes::ROLE)
                    && page.token(head).capitalised
                    && head > open
                    && page.is(head - 1, Classes::DETERMINER)
            {
                break;
            }
            if page.is_verb(head)
                || page.token(head).kind != TokenKind::Word
                || page.is(head, Classes::CUE) && !page.is_noun(head)
            {
                return None;
            }
        }
        let start = phrases::phrase_start(page, head, open)?;
        // a role further left may be the real head: "the mother of the victim, X"
        let start = match (start > open + 1).then(|| page.word(start - 1)) {
            Some("of" | "for" | "to") if page.is(start - 2, Classes::ROLE) => {
                phrases::phrase_start(page, start - 2, open).unwrap_or(start)
            }
            _ => start,
        };
        if !page.is(start, Classes::DETERMINER.or(Classes::POSSESSIVE))
            && !(start..head).any(|at| matches!(page.word(at), "'s" | "’s" | "’" | "'"))
        {
            return None;
        }
        let end = self.name.tokens.end;
        let closed = matches!(page.word(end), "," | "." | ")" | ";" | "—" | "–" | "" | ":") || page.opens(end);
        let first = start == open || page.opens(start);
        let before = if first { "" } else { page.word(start - 1) };
        let carried = first
            || page.is_cue(start - 1)
            || page.is(start - 1, Classes::TIME.or(Classes::ADVERB))
            || matches!(before, "," | "and" | "but" | "by" | "—" | "–" | "that" | ";" | ":");
        let loose =
            page.is(start - usize::from(!first), Classes::PREPOSITION) || page.is_verb(start - usize::from(!first));
        if !(carried || loose && closed) {
            return None;
        }
        let range = start..comma;
        Some((range.clone(), start..head + 1, range))
    }
}
