//! Decides, mention by mention through the article, who each one is.
//!
//! The state is what a reader keeps in mind: who was mentioned lately and as
//! what, and who holds the floor, that is, spoke last. Names are settled
//! already; roles and pronouns look back, and a role or pronoun that fits
//! nobody stays unnamed or unknown.

use std::ops::Range;

use super::entities::{Entities, Entity, Id};
use super::gender;
use super::mentions::{Mention, Mentions, What};
use super::page::Page;
use crate::quotes::SpeakerType;

/// A mention that was resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) id: Id,
    pub(super) at: usize,
    pub(super) subject: bool,
    speaker: bool,
    owner: bool,
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
}

/// How far back a pronoun looks, in mentions and in the narrator's sentences.
const MENTIONS: usize = 60;
const SENTENCES: u32 = 7;

/// What a candidate of a pronoun must reach.
const ENOUGH: f32 = -2.0;

/// Goes through all mentions; the entity of each.
pub(super) fn link(linker: &mut Linker<'_, '_>, mentions: &Mentions) -> Vec<Option<Id>> {
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
    joint_end.sort();
    joint_end.dedup();
    let mut joint = joint_end.into_iter().peekable();

    let mut found: Vec<Option<Id>> = Vec::with_capacity(mentions.all.len());
    for (number, mention) in mentions.all.iter().enumerate() {
        let id = linker.resolve(mention, mentions, &found);
        found.push(id);
        if let Some(id) = id {
            linker.note(id, mention);
        }
        while let Some((_, parts)) = joint.next_if(|(end, _)| *end == number) {
            let mut members: Vec<Id> = parts.iter().filter_map(|&at| found[at]).collect();
            members.dedup();
            if members.len() > 1 {
                let id = linker.entities.together(members, mention.tokens.start);
                linker.note(id, mention);
            }
        }
    }
    found
}

impl Linker<'_, '_> {
    fn resolve(&mut self, mention: &Mention, mentions: &Mentions, found: &[Option<Id>]) -> Option<Id> {
        match &mention.what {
            What::Name(id) => Some(*id),
            What::Noun(noun) => self.noun(mention, noun),
            What::Pronoun(word) => self.pronoun(mention, word, mentions, found),
        }
    }

    /// Remembers that `id` was mentioned.
    fn note(&mut self, id: Id, mention: &Mention) {
        let at = mention.tokens.start;
        let owner = matches!(self.page.word(mention.tokens.end), "'s" | "’s");
        self.entities.all[id].last = at;
        let speaker = mention.quote != 0;
        self.seen.push(Seen { id, at, subject: mention.subject, speaker, owner });
        if speaker {
            self.floor = Some((id, at));
        }
    }

    fn pronoun(&mut self, mention: &Mention, word: &str, mentions: &Mentions, found: &[Option<Id>]) -> Option<Id> {
        let at = mention.tokens.start;
        match word {
            "who" | "which" | "whom" | "whose" => self.antecedent(at, mentions, found),
            "they" | "their" | "them" => self.several(at, mention.quote),
            "it" | "its" => self.body(at, mention.quote),
            "i" | "we" | "my" | "our" | "you" | "your" | "me" | "us" => None,
            _ => match gender::of_pronoun(word) {
                0.0 => self.indefinite(mention, word),
                gender => self.person(at, gender, mention.quote).or_else(|| self.later(at, gender, mentions)),
            },
        }
    }

    /// "others", "many", "one".
    fn indefinite(&mut self, mention: &Mention, word: &str) -> Option<Id> {
        if let Some((count, "them")) = word.rsplit_once(" of ").map(|(count, of)| (count.to_ascii_lowercase(), of)) {
            let group = self.several(mention.tokens.start, mention.quote)?;
            if self.entities.all[group].kind != SpeakerType::Group {
                return None;
            }
            if count != "one" {
                return Some(group);
            }
            let name = format!("one of {}", self.entities.all[group].name);
            return Some(self.entities.add(Entity::new(SpeakerType::Unnamed, name, Vec::new(), mention.tokens.start)));
        }
        if mention.quote == 0 || matches!(word, "this" | "these" | "those" | "that" | "what" | "whoever") {
            return None;
        }
        let kind = match word {
            _ if word.contains(' ') => SpeakerType::Group,
            "one" | "another" | "someone" | "somebody" | "anyone" => SpeakerType::Unnamed,
            _ => SpeakerType::Group,
        };
        let entity = Entity::new(kind, word.to_owned(), Vec::new(), mention.tokens.start);
        Some(self.entities.add(entity))
    }

    /// Whom "who" at `at` follows.
    fn antecedent(&self, at: usize, mentions: &Mentions, found: &[Option<Id>]) -> Option<Id> {
        let open = self.page.sentence_tokens(at).start;
        let before = found.len();
        let candidates = || {
            mentions.all[..before]
                .iter()
                .zip(found)
                .rev()
                .take(12)
                .take_while(|(mention, _)| mention.tokens.start >= open)
                .filter_map(|(mention, id)| id.map(|id| (mention, id)))
        };
        let near = candidates().find(|(mention, id)| {
            let person = self.entities.all[*id].kind != SpeakerType::Organisation;
            person && mention.tokens.end + 2 >= at && mention.tokens.end <= at
        });
        near.or_else(|| candidates().find(|(_, id)| self.entities.all[*id].is_person())).map(|(_, id)| id)
    }

    /// The person whom "he" or "she" at `at` means.
    pub(super) fn person(&self, at: usize, gender: f32, quote: u32) -> Option<Id> {
        self.best(at, quote, |entity| {
            if entity.place && !entity.is_person() || !entity.members.is_empty() {
                return None;
            }
            let agrees = gender * entity.gender;
            if agrees <= -1.0 {
                return None;
            }
            let guess = match entity.kind {
                SpeakerType::Person => 0.4,
                SpeakerType::Unnamed => 0.0,
                SpeakerType::Organisation if entity.unsure => -1.6,
                _ => return None,
            };
            Some(guess + (agrees * 0.6).clamp(-1.2, 1.0))
        })
    }

    /// The people or bodies whom "they" at `at` means.
    pub(super) fn several(&self, at: usize, quote: u32) -> Option<Id> {
        self.best(at, quote, |entity| match entity.kind {
            SpeakerType::Group => Some(1.5),
            SpeakerType::Organisation if entity.place => Some(-1.5),
            SpeakerType::Organisation => Some(0.0),
            SpeakerType::Unnamed => Some(-1.0),
            _ => None,
        })
    }

    /// The body that "it" at `at` means.
    pub(super) fn body(&self, at: usize, quote: u32) -> Option<Id> {
        self.best(at, quote, |entity| match entity.kind {
            SpeakerType::Organisation if entity.place => Some(-0.3),
            SpeakerType::Organisation => Some(0.5),
            SpeakerType::Group if entity.members.is_empty() => Some(-0.8),
            _ => None,
        })
    }

    /// The candidate that is most in mind at `at`. `fits` gives a bonus, or `None` for no fit.
    fn best(&self, at: usize, quote: u32, fits: impl Fn(&Entity) -> Option<f32>) -> Option<Id> {
        let page = self.page;
        let now = page.clock(at);
        let paragraph = page.document.paragraph_at(page.token(at).span.start);
        let mut ranked: Vec<(Id, f32)> = Vec::new();
        for seen in self.seen.iter().rev().take(MENTIONS) {
            let past = now.saturating_sub(page.clock(seen.at));
            if past > SENTENCES {
                break;
            }
            let quotation = page.quotation(seen.at);
            if quotation != 0 && quotation != page.quotation(at) {
                continue;
            }
            let content = page.content(seen.at);
            if content != 0 && content == quote {
                continue;
            }
            let entity = &self.entities.all[seen.id];
            let Some(bonus) = fits(entity) else { continue };
            let mut score = bonus - 0.45 * past as f32;
            score += if seen.subject { 1.3 } else { 0.0 };
            score += if seen.speaker { 0.5 } else { 0.0 };
            score -= if seen.owner { 0.5 } else { 0.0 };
            score -= if content != 0 { 0.6 } else { 0.0 };
            if page.document.paragraph_at(page.token(seen.at).span.start) == paragraph {
                score += 0.3;
            }
            if self.floor.is_some_and(|(id, spoke)| id == seen.id && now.saturating_sub(page.clock(spoke)) <= 2) {
                score += 0.9;
            }
            match ranked.iter_mut().find(|(id, _)| *id == seen.id) {
                Some((_, best)) => *best = best.max(score) + 0.05,
                None => ranked.push((seen.id, score)),
            }
        }
        // of equals the later mentioned, which comes first
        let mut best: Option<(Id, f32)> = None;
        for (id, score) in ranked {
            if score > best.map_or(ENOUGH, |(_, top)| top) {
                best = Some((id, score));
            }
        }
        best.map(|(id, _)| id)
    }

    /// A quote can open an article and name its speaker in the next sentence.
    fn later(&self, at: usize, gender: f32, mentions: &Mentions) -> Option<Id> {
        let now = self.page.clock(at);
        let from = mentions.all.partition_point(|mention| mention.tokens.start <= at);
        mentions.all[from..]
            .iter()
            .take(12)
            .take_while(|mention| self.page.clock(mention.tokens.start) <= now + 2)
            .filter(|mention| self.page.quotation(mention.tokens.start) == 0 && mention.subject)
            .find_map(|mention| match mention.what {
                What::Name(id) => {
                    let entity = &self.entities.all[id];
                    (entity.kind == SpeakerType::Person && entity.gender * gender > 0.0).then_some(id)
                }
                _ => None,
            })
    }
}
