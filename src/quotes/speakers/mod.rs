//! Who each quote's speaker is in the whole article.
//!
//! A source mention is what stands nearest the quote: "he", "the minister", "Mr.
//! Lim". This stage finds the fullest name that the article has for it and the
//! role by which the article introduces it. In order:
//!
//! 1. [`page`]: the words with their classes, which of them are quoted.
//! 2. [`names`] and [`shapes`]: capitalised runs, parted into title and name.
//! 3. [`entities`], [`bearers`] and [`forms`]: one entry for each person and body, under
//!    the fullest name.
//! 4. [`roles`], [`appositions`] and [`gender`]: what titles, appositions and pronouns
//!    tell of them.
//! 5. [`nouns`], [`phrases`], [`sources`] and [`mentions`]: everything else that can
//!    point at a speaker.
//! 6. [`link`]: one pass that decides who each mention is, with [`pronouns`] for "he"
//!    and "they", and [`nominals`], [`introduced`] and [`epithets`] for "the minister".
//!
//! [`lists`] and [`sorts`] hold what is known of words beforehand.
//!
//! Every step is a walk over the tokens with lookups of bounded size, so that the
//! time grows with the length of the article.
//!
//! A speaker is unknown rather than guessed: a pronoun that fits nobody and a
//! quotation that stands alone stay unknown.

mod appositions;
mod bearers;
mod entities;
mod epithets;
mod forms;
mod gender;
mod introduced;
mod link;
mod lists;
mod mentions;
mod names;
mod nominals;
mod nouns;
mod page;
mod phrases;
mod pronouns;
mod roles;
mod shapes;
mod sorts;
mod sources;

#[cfg(test)]
mod tests;

use super::lexicon::{Classes, Form};
use super::{Quote, Speaker, SpeakerType};
use crate::text::Document;
use entities::{Entities, Entity, Id};
use link::Linker;
use mentions::{Mentions, What};
use page::Page;

/// Fills in the speaker of each quote from its sources, its cue and its place.
///
/// `quotes` are those of `document`, by the start of their first content span.
///
/// ```
/// use quotestance::quotes::{Kind, Quote, Speaker, speakers};
/// use quotestance::text::{Document, Span};
///
/// let text = "Harbour Minister Orla Quist met the press. “We are ready,” she said.";
/// let document = Document::new(text);
/// let span = |part: &str| {
///     let start = text.find(part).unwrap();
///     Span::new(start, start + part.len())
/// };
/// let mut quotes = [Quote {
///     kind: Kind::Direct,
///     contents: vec![span("“We are ready,”")],
///     cue: Some(span("said")),
///     sources: vec![span("she")],
///     speaker: Speaker::unknown(),
///     confidence: 1.0,
/// }];
/// speakers::resolve(&document, &mut quotes);
/// assert_eq!(quotes[0].speaker.name.as_deref(), Some("Orla Quist"));
/// assert_eq!(quotes[0].speaker.description.as_deref(), Some("Harbour Minister"));
/// ```
pub fn resolve(document: &Document<'_>, quotes: &mut [Quote]) {
    if quotes.is_empty() {
        return;
    }
    let page = Page::new(document, quotes);
    let names = names::find(&page);
    let (mut entities, mut of_name) = Entities::of(&page, &names);
    let appositions = roles::assign(&page, &names, &of_name, &mut entities);
    gender::vote(&page, &names, &of_name, &mut entities);
    entities.choose_again(&page, &names, &mut of_name);
    let mentions = mentions::find(&page, &names, &of_name, quotes);
    let mut linker = Linker { page: &page, entities, appositions, seen: Vec::new(), floor: None };
    let found = link::link(&mut linker, &mentions);
    let speakers = speakers(&page, quotes, &mentions, &found, &mut linker.entities);
    for (quote, id) in quotes.iter_mut().zip(speakers) {
        quote.speaker = id.map_or_else(Speaker::unknown, |id| describe(&linker.entities.all[id]));
    }
}

/// The entity of each quote's speaker.
fn speakers(
    page: &Page<'_>,
    quotes: &[Quote],
    mentions: &Mentions,
    found: &[Option<Id>],
    entities: &mut Entities,
) -> Vec<Option<Id>> {
    let mut speakers: Vec<Option<Id>> = Vec::with_capacity(quotes.len());
    for (number, quote) in quotes.iter().enumerate() {
        let parts: Vec<usize> = mentions.of_source[number].iter().flatten().copied().collect();
        let mut ids: Vec<Id> = Vec::with_capacity(parts.len());
        for &part in &parts {
            if let Some(id) = found[part].filter(|id| !ids.contains(id)) {
                ids.push(id);
            }
        }
        let id = match ids.as_slice() {
            [] if parts.is_empty() => continued(page, quotes, &speakers, number),
            [] => None,
            [one] => Some(*one),
            _ => Some(entities.together(ids, page.tokens_of(quote.contents[0]).start)),
        };
        speakers.push(id);
    }
    // "I" inside somebody's words is that somebody, "my wife" that one's wife
    for number in 0..quotes.len() {
        let Some(&part) = mentions.of_source[number].iter().flatten().next() else { continue };
        let mention = &mentions.all[part];
        let first_person = match &mention.what {
            What::Pronoun(word) => {
                matches!(word.as_str(), "i" | "we" | "my" | "our" | "me" | "us") && speakers[number].is_none()
            }
            What::Noun(noun) => nominals::is_speakers_own(page, noun),
            What::Name(_) => false,
        };
        if !first_person {
            continue;
        }
        let within = page.content(mention.tokens.start) as usize;
        let outer = within.checked_sub(1).filter(|&outer| outer != number).and_then(|outer| speakers[outer]);
        let Some(outer) = outer else { continue };
        speakers[number] = match &mention.what {
            What::Noun(noun) => Some(nominals::of_speaker(page, entities, mention, noun, outer)),
            _ => Some(outer),
        };
    }
    speakers
}

/// The speaker of a quote without source: the one before, when it goes right on.
fn continued(page: &Page<'_>, quotes: &[Quote], speakers: &[Option<Id>], number: usize) -> Option<Id> {
    let quote = &quotes[number];
    let before = &quotes[number.checked_sub(1)?];
    let speaker = speakers[number - 1]?;
    let start = quote.contents.first()?.start;
    let reach = |q: &Quote| {
        let ends = q.contents.iter().chain(q.cue.iter()).chain(q.sources.iter()).map(|span| span.end);
        ends.max().unwrap_or(0)
    };
    let end = reach(before);
    if let Some(cue) = quote.cue {
        // "he said A, adding that B"
        let at = page.document.token_at(cue.start);
        let last = page.document.token_at(end.saturating_sub(1));
        let gerund = page.form(at) == Some(Form::Gerund);
        // "he welcomed it and offered help"
        let mut link = at.saturating_sub(1);
        while link > 0 && page.is(link, Classes::ADVERB.or(Classes::AUXILIARY)) && !page.is(link, Classes::COORDINATOR)
        {
            link -= 1;
        }
        let joined = gerund || matches!(page.word(link), "and" | "but" | "or" | "then");
        let same = page.sentence(at) == page.sentence(last)
            || page.sentence(at) == page.sentence(last) + 1 && !page.opens(link);
        let paragraph = page.document.paragraph_at(cue.start) == page.document.paragraph_at(end.saturating_sub(1));
        return (joined && same && paragraph).then_some(speaker);
    }
    if start < end {
        return None;
    }
    let paragraph = |offset: usize| page.document.paragraph_at(offset);
    if paragraph(start) > paragraph(end.saturating_sub(1)) + 1 {
        return None;
    }
    // nothing between but marks and stops
    let between = page.document.token_at(end)..page.document.token_at(start);
    let words = between.filter(|&at| page.token(at).kind == crate::text::TokenKind::Word).count();
    (words == 0).then_some(speaker)
}

fn describe(entity: &Entity) -> Speaker {
    let description = match entity.kind {
        SpeakerType::Person | SpeakerType::Organisation => {
            entity.roles.iter().map(|role| &role.text).find(|text| **text != entity.name).cloned()
        }
        _ => None,
    };
    Speaker { name: Some(entity.name.clone()), description, kind: entity.kind }
}
