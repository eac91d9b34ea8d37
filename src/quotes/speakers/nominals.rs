//! Who a noun phrase is: "the minister", "his lawyer", "the company".
//!
//! A definite phrase is whoever was introduced with that role; of several the
//! nearest. A role that fits nobody makes an unnamed speaker, whom the same
//! noun finds again further down.

use super::entities::{Entities, Entity, Id, Role};
use super::gender;
use super::link::Linker;
use super::lists::fold;
use super::mentions::Mention;
use super::nouns::{Class, Noun, Pointing};
use super::page::Page;
use super::sorts::{self, Sort};
use super::why::{Link, Why};
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::Classes;

impl Linker<'_, '_> {
    /// Who the noun phrase of a mention is.
    pub(super) fn noun(&mut self, mention: &Mention, noun: &Noun) -> Option<Link> {
        if let Some(id) = self.apposed(noun) {
            self.spell_owner(id, mention, noun);
            return Some(Link::new(id, Why::Apposed));
        }
        // "Ann Roe and Bo Lim, the owners,"
        if let Some((id, end)) = self.joint
            && noun.class == Class::People
            && self.page.word(end) == ","
            && noun.tokens.start == end + 1
        {
            return Some(Link::new(id, Why::Apposed));
        }
        let source = mention.quote != 0;
        if noun.class == Class::Document {
            return if source { self.document(mention, noun) } else { None };
        }
        let owner = self.owner(mention, noun);
        if noun.class == Class::Other && !source {
            return None;
        }
        // "her rationale" is hers
        if let Some(owner) = owner.filter(|_| noun.pointing == Pointing::Owned && is_abstract(noun)) {
            return Some(Link::new(owner, Why::Author));
        }
        if noun.pointing != Pointing::Indefinite
            && !is_speakers_own(self.page, noun)
            && let Some(id) = self.introduced(noun, owner)
        {
            self.learn(id, noun);
            return Some(Link::new(id, Why::Introduced));
        }
        if matches!(noun.lemma.as_str(), "man" | "woman")
            && noun.pointing == Pointing::Definite
            && noun.modifiers.is_empty()
        {
            let gender = if noun.lemma == "man" { 1.0 } else { -1.0 };
            if let Some(link) = self.person(mention.tokens.start, gender, mention.quote) {
                return Some(link);
            }
        }
        if source && let Some(id) = self.announced(mention, noun, owner) {
            return Some(Link::new(id, Why::Announced));
        }
        if let Some(id) = self.company(noun) {
            return Some(Link::new(id, Why::Company));
        }
        if source && let Some(link) = self.epithet(mention, noun) {
            return Some(link);
        }
        // those that only pass by are remembered when a later noun may mean them
        let worth = source || matches!(noun.class, Class::Body | Class::People) || mention.subject;
        worth.then(|| Link::new(self.introduce(mention, noun, owner), Why::Itself))
    }

    /// The entity of a noun phrase that stands in apposition to a name.
    fn apposed(&self, noun: &Noun) -> Option<Id> {
        let at = self.appositions.partition_point(|(range, _)| range.start <= noun.tokens.start);
        // appositions are short and do not nest deeply
        self.appositions[..at].iter().rev().take(3).find_map(|(range, id)| {
            let starts = range.start <= noun.tokens.start && noun.tokens.start <= range.start + 2;
            (starts && noun.head < range.end).then_some(*id)
        })
    }

    /// Whom a possessive before, or a name after, makes the owner.
    fn owner(&self, mention: &Mention, noun: &Noun) -> Option<Id> {
        let at = mention.tokens.start;
        if let Some(owner) = noun.owner.clone() {
            let word = self.page.word(owner.end - 1);
            if owner.len() == 1 {
                match word.to_ascii_lowercase().as_str() {
                    "its" => return self.body(at, 0).map(|link| link.id),
                    "their" => return self.several(at, 0).map(|link| link.id),
                    "my" | "our" | "your" | "whose" => return None,
                    _ => {}
                }
                let gender = gender::of_pronoun(word);
                if gender != 0.0 {
                    // what the quote is about may well be the owner
                    return self.person(at, gender, 0).map(|link| link.id);
                }
            }
            return self.named_fully(owner).or_else(|| self.named(word));
        }
        // "a spokesman for Roe"
        let tail = noun.head + 1..mention.tokens.end;
        if tail.len() < 2 || !matches!(self.page.word(tail.start), "for" | "of" | "to" | "at" | "from") {
            return None;
        }
        tail.rev().find(|&at| self.page.is_name_word(at)).and_then(|at| self.named(self.page.word(at)))
    }

    /// The entity whose name stands at `tokens`.
    fn named_fully(&self, tokens: std::ops::Range<usize>) -> Option<Id> {
        let words: Vec<String> = tokens.map(|at| fold(self.page.word(at))).collect();
        let ids = self.entities.with_word(words.last()?).iter().copied();
        ids.filter(|&id| self.entities.all[id].words == words)
            .max_by_key(|&id| (self.entities.all[id].last, std::cmp::Reverse(id)))
    }

    /// The role "his lawyer" of an apposition with its owner spelled out.
    fn spell_owner(&mut self, id: Id, mention: &Mention, noun: &Noun) {
        let pronoun = noun.owner.as_ref().is_some_and(|o| o.len() == 1 && self.page.is(o.start, Classes::POSSESSIVE));
        if !pronoun || !self.entities.all[id].roles.iter().any(|role| role.at_phrase(noun.tokens.start)) {
            return;
        }
        let Some(owner) = self.owner(mention, noun).filter(|&owner| owner != id) else { return };
        if !self.entities.all[owner].name.starts_with(char::is_uppercase) {
            return;
        }
        let mention = Mention { tokens: noun.tokens.start..noun.head + 1, ..mention.clone() };
        let text = self.phrase(&mention, noun, Some(owner));
        let roles = &mut self.entities.all[id].roles;
        if let Some(role) = roles.iter_mut().find(|role| role.at_phrase(noun.tokens.start)) {
            role.text = text;
        }
    }

    /// The entity last named by `word`.
    fn named(&self, word: &str) -> Option<Id> {
        let key = fold(word);
        let ids = self.entities.with_word(&key).iter().copied();
        ids.filter(|&id| {
            self.entities.all[id].words.last().is_some_and(|last| last.ends_with(&key))
                || self.entities.all[id].words.len() == 1
        })
        .max_by_key(|&id| (self.entities.all[id].last, std::cmp::Reverse(id)))
    }

    /// Whose words a document is: a name in the phrase, or who holds the floor.
    fn document(&mut self, mention: &Mention, noun: &Noun) -> Option<Link> {
        if let Some(owner) = self.owner(mention, noun) {
            return Some(Link::new(owner, Why::Author));
        }
        let page = self.page;
        // "critics’ argument"
        if let Some(owner) = noun.owner.clone().filter(|owner| !page.is(owner.start, Classes::POSSESSIVE))
            && let Some(author) = super::nouns::read(page, owner.clone())
            && matches!(author.class, Class::Body | Class::Role | Class::People)
        {
            return self.noun(&Mention { tokens: owner, ..mention.clone() }, &author);
        }
        // "a Pentagon statement", "a report by the panel"
        let inside = mention.tokens.clone().filter(|&at| page.is_name_word(at) && at != noun.head);
        let named: Vec<Id> = inside.filter_map(|at| self.named(page.word(at))).collect();
        if let Some(id) = named.first() {
            return Some(Link::new(*id, Why::Author));
        }
        if let Some(preposition) =
            (noun.head + 1..mention.tokens.end).find(|&at| matches!(page.word(at), "by" | "from" | "of"))
            && let Some(author) = super::nouns::read(page, preposition + 1..mention.tokens.end)
            && matches!(author.class, Class::Body | Class::Role | Class::People)
        {
            let tokens = author.tokens.clone();
            let mention = Mention { tokens, ..mention.clone() };
            return self.noun(&mention, &author);
        }
        let spoken = sorts::is(&noun.lemma, Sort::UTTERANCE);
        if matches!(noun.pointing, Pointing::Definite | Pointing::Owned)
            && spoken
            && let Some((id, at)) = self.floor
            && page.clock(mention.tokens.start).saturating_sub(page.clock(at)) <= 4
        {
            return Some(Link::new(id, Why::Floor));
        }
        let mut entity =
            Entity::new(SpeakerType::Unknown, self.phrase(mention, noun, None), Vec::new(), mention.tokens.start);
        entity.unsure = true;
        Some(Link::new(self.entities.add(entity), Why::Itself))
    }

    /// A speaker without a name.
    fn introduce(&mut self, mention: &Mention, noun: &Noun, owner: Option<Id>) -> Id {
        let page = self.page;
        let kind = match noun.class {
            Class::Role | Class::Other => SpeakerType::Unnamed,
            Class::People => SpeakerType::Group,
            Class::Body | Class::Document => SpeakerType::Organisation,
        };
        let name = self.phrase(mention, noun, owner);
        let words: Vec<String> = match kind {
            SpeakerType::Organisation => (noun.modifiers.start..noun.head + 1).map(|at| fold(page.word(at))).collect(),
            _ => Vec::new(),
        };
        let mut entity = Entity::new(kind, name.clone(), words, mention.tokens.start);
        entity.owner = owner;
        let id = self.entities.add(entity);
        let words = (noun.modifiers.start..mention.tokens.end).map(|at| fold(page.word(at))).collect();
        self.entities.add_role(
            id,
            Role {
                head: noun.lemma.clone(),
                words,
                text: name,
                at: mention.tokens.start,
                phrase: mention.tokens.start,
            },
        );
        id
    }

    /// A fuller description of somebody unnamed takes the place of a shorter one.
    fn learn(&mut self, id: Id, noun: &Noun) {
        let page = self.page;
        let entity = &mut self.entities.all[id];
        if entity.kind == SpeakerType::Organisation
            && entity.name.starts_with(char::is_lowercase)
            && noun.owner.is_none()
        {
            let words: Vec<String> = (noun.modifiers.start..noun.head + 1).map(|at| fold(page.word(at))).collect();
            if words.len() > entity.words.len() {
                entity.name = page.text(noun.modifiers.start..noun.head + 1).to_owned();
                entity.words = words;
            }
        }
    }

    /// The description of a noun phrase: without an article, its owner spelled out.
    fn phrase(&self, mention: &Mention, noun: &Noun, owner: Option<Id>) -> String {
        let page = self.page;
        let tokens = mention.tokens.clone();
        if let (Some(owner), Some(range)) = (owner, &noun.owner) {
            let rest = page.text(noun.modifiers.start..tokens.end);
            let name = &self.entities.all[owner].name;
            if sorts::is(&noun.lemma, Sort::FOR_OWNER) && noun.lemma != "campaign" {
                return format!("{rest} for {name}");
            }
            if range.len() == 1 && page.is(range.start, Classes::POSSESSIVE) {
                return format!("{rest} of {name}");
            }
            return format!("{name}’s {rest}");
        }
        let mut start = tokens.start;
        if tokens.len() > 1
            && ["the", "a", "an", "this", "that"].iter().any(|article| page.word(start).eq_ignore_ascii_case(article))
        {
            start += 1;
        }
        let text = page.text(start..tokens.end);
        if start == tokens.start
            && page.opens(start)
            && !page.is_name_word(start + 1)
            && page.is(start, Classes::DETERMINER.or(Classes::ROLE).or(Classes::POSSESSIVE))
        {
            let mut letters = text.chars();
            return letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect());
        }
        text.to_owned()
    }
}

/// A noun for what somebody thinks or says rather than for somebody.
fn is_abstract(noun: &Noun) -> bool {
    const ENDINGS: [&str; 9] = ["tion", "sion", "ment", "ance", "ence", "ism", "ness", "nale", "sal"];
    noun.class == Class::Other && ENDINGS.iter().any(|ending| noun.lemma.ends_with(ending))
}

/// "my wife": the owner is whoever's words it stands in.
pub(super) fn is_speakers_own(page: &Page<'_>, noun: &Noun) -> bool {
    noun.owner.as_ref().is_some_and(|owner| {
        owner.len() == 1 && ["my", "our"].iter().any(|own| page.word(owner.start).eq_ignore_ascii_case(own))
    })
}

/// The wife of `speaker`, who says "my wife".
pub(super) fn of_speaker(page: &Page<'_>, entities: &mut Entities, mention: &Mention, noun: &Noun, speaker: Id) -> Id {
    let kind = if noun.class == Class::People { SpeakerType::Group } else { SpeakerType::Unnamed };
    let rest = page.text(noun.modifiers.start..mention.tokens.end);
    let link = if sorts::is(&noun.lemma, Sort::FOR_OWNER) { "for" } else { "of" };
    let name = format!("{rest} {link} {}", entities.all[speaker].name);
    entities.add(Entity::new(kind, name, Vec::new(), mention.tokens.start))
}
