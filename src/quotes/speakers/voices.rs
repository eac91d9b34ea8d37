//! Who speaks each quote: its source's entity, several together, or the speaker of the
//! quote before.

use super::entities::{Entities, Entity, Id};
use super::mentions::{Mentions, What};
use super::nominals;
use super::page::Page;
use super::why::{Link, Why};
use crate::quotes::lexicon::{Classes, Form};
use crate::quotes::{Quote, Speaker, SpeakerType};

/// Whom each quote's speaker was taken for, and why.
pub(super) fn speakers(
    page: &Page<'_>,
    quotes: &[Quote],
    mentions: &Mentions,
    found: &[Option<Link>],
    entities: &mut Entities,
) -> Vec<Option<Link>> {
    let mut speakers: Vec<Option<Link>> = Vec::with_capacity(quotes.len());
    for (number, quote) in quotes.iter().enumerate() {
        let parts: Vec<usize> = mentions.of_source[number].iter().flatten().copied().collect();
        let mut links: Vec<Link> = Vec::with_capacity(parts.len());
        for &part in &parts {
            if let Some(link) = found[part].filter(|link| !links.iter().any(|known| known.id == link.id)) {
                links.push(link);
            }
        }
        let link = match links.as_slice() {
            [] if parts.is_empty() => continued(page, quotes, &speakers, number),
            [] => None,
            [one] => Some(*one),
            _ => {
                let members = links.iter().map(|link| link.id).collect();
                let id = entities.together(members, page.tokens_of(quote.contents[0]).start);
                Some(Link::new(id, Why::Together))
            }
        };
        speakers.push(link);
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
        let id = match &mention.what {
            What::Noun(noun) => nominals::of_speaker(page, entities, mention, noun, outer.id),
            _ => outer.id,
        };
        speakers[number] = Some(Link::new(id, Why::Within));
    }
    let author = author(page, mentions);
    for (number, speaker) in speakers.iter_mut().enumerate().filter(|(_, speaker)| speaker.is_none()) {
        let Some(&part) = mentions.of_source[number].iter().flatten().next() else { continue };
        let mention = &mentions.all[part];
        let narrator = page.quotation(mention.tokens.start) == 0 && page.content(mention.tokens.start) == 0;
        if narrator && matches!(&mention.what, What::Pronoun(word) if matches!(word.as_str(), "i" | "me" | "my")) {
            *speaker = author.map(|id| Link::new(id, Why::Byline));
        }
    }
    speakers
}

/// Who signs the article: "By Ann Roe" near its top, or "Ann Roe is a writer" at its end.
fn author(page: &Page<'_>, mentions: &Mentions) -> Option<Id> {
    let paragraphs = page.document.paragraphs();
    let name_at = |token: usize| {
        let at = mentions.all.partition_point(|mention| mention.tokens.start < token);
        let found = mentions.all.get(at).filter(|mention| mention.tokens.start == token)?;
        match found.what {
            What::Name(id) if found.tokens.len() > 1 => Some((id, found.tokens.end)),
            _ => None,
        }
    };
    let signed = paragraphs.iter().take(TOP).find_map(|paragraph| {
        let start = paragraph.tokens.start;
        let by = matches!(page.word(start), "By" | "by" | "BY");
        name_at(start + 1).filter(|_| by)
    });
    let introduced = || {
        paragraphs.iter().rev().take(BOTTOM).find_map(|paragraph| {
            name_at(paragraph.tokens.start)
                .filter(|(_, end)| page.word(*end) == "is" && page.is(end + 1, Classes::DETERMINER))
        })
    };
    signed.or_else(introduced).map(|(id, _)| id)
}

/// Paragraphs at the top and at the bottom of an article where its author may sign.
const TOP: usize = 5;
const BOTTOM: usize = 4;

/// The speaker of a quote without source: the one before, when it goes right on.
fn continued(page: &Page<'_>, quotes: &[Quote], speakers: &[Option<Link>], number: usize) -> Option<Link> {
    let quote = &quotes[number];
    let before = &quotes[number.checked_sub(1)?];
    let speaker = Link::new(speakers[number - 1]?.id, Why::GoesOn);
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

/// The speaker that an entity is.
pub(super) fn describe(entity: &Entity) -> Speaker {
    let description = match entity.kind {
        SpeakerType::Person | SpeakerType::Organisation => entity.role().map(|role| role.text.clone()),
        _ => None,
    };
    Speaker { name: Some(entity.name.clone()), description, kind: entity.kind }
}
