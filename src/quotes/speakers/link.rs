//! Decides, mention by mention through the article, who each one is.
//!
//! The state is what a reader keeps in mind: who was mentioned lately and as
//! what, and who holds the floor, that is, spoke last. Names are settled
//! already; roles and pronouns look back, and a role or pronoun that fits
//! nobody stays unnamed or unknown.

use std::ops::Range;

use super::entities::{Entities, Id};
use super::mentions::{Mention, Mentions, What};
use super::page::Page;
use super::why::{Link, Why};

/// A mention that was resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub(super) id: Id,
    /// Index of the mention.
    pub(super) mention: usize,
    pub(super) at: usize,
    pub(super) subject: bool,
    pub(super) speaker: bool,
    pub(super) owner: bool,
}

/// The reader's state.
pub(super) struct Linker<'a, 'd> {
    pub(super) page: &'a Page<'d>,
    pub(super) entities: Entities,
    /// Appositions, by their first token: a noun phrase there is that entity.
    pub(super) appositions: Vec<(Range<usize>, Id)>,
    pub(super) seen: Vec<Seen>,
    /// Who spoke last, and at which token.
    pub(super) floor: Option<(Id, usize)>,
    /// The people or bodies last named together, and the end of the last of them.
    pub(super) joint: Option<(Id, usize)>,
}

/// Goes through all mentions; whom each means, and why.
pub(super) fn link(linker: &mut Linker<'_, '_>, mentions: &Mentions) -> Vec<Option<Link>> {
    let mut joint_end: Vec<(usize, Vec<usize>)> = mentions
        .of_source
        .iter()
        .flatten()
        .filter(|parts| parts.len() > 1)
        .map(|parts| (parts.iter().copied().max().unwrap_or(0), parts.clone()))
        .collect();
    for sources in mentions.of_source.iter().filter(|sources| sources.len() > 1) {
        let parts: Vec<usize> = sources.iter().flatten().copied().collect();
        joint_end.push((parts.iter().copied().max().unwrap_or(0), parts));
    }
    joint_end.extend(named_together(linker.page, mentions));
    joint_end.sort();
    joint_end.dedup();
    let mut joint = joint_end.into_iter().peekable();

    let mut found: Vec<Option<Link>> = Vec::with_capacity(mentions.all.len());
    for (number, mention) in mentions.all.iter().enumerate() {
        let link = linker.resolve(mention, mentions, &found);
        found.push(link);
        if let Some(link) = link {
            linker.note(link.id, number, mention);
        }
        while let Some((_, parts)) = joint.next_if(|(end, _)| *end == number) {
            let mut members: Vec<Id> = parts.iter().filter_map(|&at| found[at]).map(|link| link.id).collect();
            members.dedup();
            if members.len() > 1 {
                let id = linker.entities.together(members, mention.tokens.start);
                linker.note(id, number, mention);
                linker.joint = Some((id, mention.tokens.end));
            }
        }
    }
    found
}

/// "Roe and Lim": names that the narrator joins, as their last mention and all of them.
fn named_together(page: &Page<'_>, mentions: &Mentions) -> Vec<(usize, Vec<usize>)> {
    let mut found = Vec::new();
    let is_name = |at: usize| matches!(mentions.all[at].what, What::Name(_));
    for at in 1..mentions.all.len() {
        let (one, other) = (&mentions.all[at - 1], &mentions.all[at]);
        let joined = page.word(one.tokens.end) == "and" && one.tokens.end + 1 == other.tokens.start;
        let tied = one.tokens.start > 0 && page.is(one.tokens.start - 1, crate::quotes::lexicon::Classes::PREPOSITION);
        if joined && !tied && is_name(at - 1) && is_name(at) && page.quotation(one.tokens.start) == 0 {
            found.push((at, vec![at - 1, at]));
        }
    }
    found
}

impl Linker<'_, '_> {
    fn resolve(&mut self, mention: &Mention, mentions: &Mentions, found: &[Option<Link>]) -> Option<Link> {
        match &mention.what {
            What::Name(id) => Some(Link::new(*id, Why::Named)),
            What::Noun(noun) => self.noun(mention, noun),
            What::Pronoun(word) => self.pronoun(mention, word, mentions, found),
        }
    }

    /// Remembers that `id` was mentioned.
    fn note(&mut self, id: Id, number: usize, mention: &Mention) {
        let at = mention.tokens.start;
        let owner = matches!(self.page.word(mention.tokens.end), "'s" | "’s");
        self.entities.all[id].last = at;
        let speaker = mention.quote != 0;
        self.seen.push(Seen { id, mention: number, at, subject: mention.subject, speaker, owner });
        if speaker {
            self.floor = Some((id, at));
        }
    }
}
