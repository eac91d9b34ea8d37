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
//! 7. [`voices`]: the speaker of each quote; [`why`] and [`chain`]: the reasons, told on demand.
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
mod chain;
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
mod voices;
mod why;

#[cfg(test)]
mod tests;

use super::explanation::Step;
use super::{Quote, Speaker};
use crate::text::Document;
use entities::{Entities, Id};
use link::Linker;
use mentions::Mentions;
use names::Name;
use page::Page;
use why::{Link, Way};

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
    let decided = decide(&page, quotes);
    decided.fill(quotes);
}

/// As [`resolve`], and tells for each quote the steps that led from its source to the speaker.
pub fn resolve_and_explain(document: &Document<'_>, quotes: &mut [Quote]) -> Vec<Vec<Step>> {
    if quotes.is_empty() {
        return Vec::new();
    }
    let page = Page::new(document, quotes);
    let decided = decide(&page, quotes);
    decided.fill(quotes);
    (0..quotes.len()).map(|number| chain::of_quote(&page, &decided, number)).collect()
}

/// Everything that was decided about an article.
struct Decided {
    names: Vec<Name>,
    of_name: Vec<Option<Id>>,
    ways: Vec<Way>,
    mentions: Mentions,
    links: Vec<Option<Link>>,
    entities: Entities,
    /// Whom each quote's speaker was taken for.
    speakers: Vec<Option<Link>>,
}

impl Decided {
    /// Gives the quotes their speakers.
    fn fill(&self, quotes: &mut [Quote]) {
        for (quote, link) in quotes.iter_mut().zip(&self.speakers) {
            quote.speaker = link.map_or_else(Speaker::unknown, |link| voices::describe(&self.entities.all[link.id]));
        }
    }
}

fn decide(page: &Page<'_>, quotes: &[Quote]) -> Decided {
    let names = names::find(page);
    let (mut entities, mut of_name, mut ways) = Entities::of(page, &names);
    let appositions = roles::assign(page, &names, &of_name, &mut entities);
    gender::vote(page, &names, &of_name, &mut entities);
    entities.choose_again(page, &names, &mut of_name, &mut ways);
    let mentions = mentions::find(page, &names, &of_name, quotes);
    let mut linker = Linker { page, entities, appositions, seen: Vec::new(), floor: None, joint: None };
    let links = link::link(&mut linker, &mentions);
    let mut entities = linker.entities;
    let speakers = voices::speakers(page, quotes, &mentions, &links, &mut entities);
    Decided { names, of_name, ways, mentions, links, entities, speakers }
}
