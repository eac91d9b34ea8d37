//! Noun phrases whose referent was not introduced with that role: "the widow" for the
//! person the sentences before are about, "the company" for a name that looked like a
//! person's, "a federal judge" whom an opening leaves to be named.

use super::entities::Id;
use super::introduced::RECENT;
use super::link::Linker;
use super::lists::{Lists, Traits};
use super::mentions::Mention;
use super::nouns::{Class, Noun, Pointing};
use super::sorts::{self, Sort};
use super::why::Link;
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::{Classes, Lexicon};

/// Endings of nouns for people.
const HUMAN: &[&str] = &[
    "er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "eer", "ess", "ster", "ful", "oon", "eur", "ard",
    "on",
];

impl Linker<'_, '_> {
    /// An opening sentence keeps the name back: "a federal judge ruled on Monday. ...
    /// Judge Ann Roe wrote". The one holder of that office who is named soon after.
    pub(super) fn announced(&self, mention: &Mention, noun: &Noun, owner: Option<Id>) -> Option<Id> {
        let page = self.page;
        let paragraph = |at: usize| page.document.paragraph_at(page.token(at).span.start);
        let opening = paragraph(mention.tokens.start);
        let one = noun.class == Class::Role && matches!(page.word(mention.tokens.start), "a" | "A" | "an" | "An");
        if opening > 1 || !one || !sorts::is(&noun.lemma, Sort::OFFICE) {
            return None;
        }
        let mut found = None;
        let kin = Lists::shared().kin(&noun.lemma).iter().copied().chain([noun.lemma.as_str()]);
        for &(id, role) in kin.flat_map(|head| self.entities.with_role(head).iter().take(RECENT)) {
            let entity = &self.entities.all[id];
            let role = &entity.roles[role];
            let soon = role.at > mention.tokens.end && paragraph(role.at) <= opening + 5;
            if entity.kind != SpeakerType::Person || !soon || self.fit(noun, owner, entity, role) < -4 {
                continue;
            }
            if found.is_some_and(|known| known != id) {
                return None;
            }
            found = Some(id);
        }
        found
    }

    /// "The company": a name that looked like a person's was the company's.
    pub(super) fn company(&mut self, noun: &Noun) -> Option<Id> {
        let firm = matches!(noun.lemma.as_str(), "company" | "firm");
        if !firm || noun.pointing != Pointing::Definite || !noun.modifiers.is_empty() {
            return None;
        }
        let seen = self.seen.iter().rev().take(40).find(|seen| {
            let entity = &self.entities.all[seen.id];
            seen.subject
                && entity.unsure
                && !entity.place
                && entity.gender.abs() < 0.6
                && entity.roles.is_empty()
                && entity.words.len() > 1
                && entity.kind == SpeakerType::Person
        })?;
        self.entities.all[seen.id].kind = SpeakerType::Organisation;
        Some(seen.id)
    }

    /// "The widow said": a noun that was not introduced can still mean the person
    /// whom the sentences before are about, unless that person is something else.
    pub(super) fn epithet(&self, mention: &Mention, noun: &Noun) -> Option<Link> {
        let page = self.page;
        if noun.pointing != Pointing::Definite || !matches!(noun.class, Class::Role | Class::Other) {
            return None;
        }
        let word = page.word(noun.head);
        let human = HUMAN.iter().any(|ending| word.ends_with(ending)) && !sorts::is(&noun.lemma, Sort::THING);
        let demonym = Lists::shared().traits(word).any(Traits::DEMONYM) && noun.modifiers.is_empty();
        let aged = word.ends_with("-old");
        if noun.class == Class::Other && !(human || demonym || aged)
            || page.is(noun.head, Classes::ORGANISATION) && page.token(noun.head).capitalised
        {
            return None;
        }
        let at = mention.tokens.start;
        let gender = if page.is(noun.head, Classes::MALE) {
            1.0
        } else if page.is(noun.head, Classes::FEMALE) {
            -1.0
        } else {
            0.0
        };
        let link = self.person(at, gender, mention.quote)?;
        let id = link.id;
        let entity = &self.entities.all[id];
        let near = page.clock(at).saturating_sub(page.clock(entity.last)) <= 2;
        let lexicon = Lexicon::shared();
        let other = entity.roles.iter().any(|role| {
            let classes = lexicon.look_up(&role.head).classes;
            classes.any(Classes::ROLE.or(Classes::TITLE))
                && role.head != noun.lemma
                && !Lists::shared().stands_for(&noun.lemma, &role.head)
                && !Lists::shared().stands_for(&role.head, &noun.lemma)
        });
        let holds = self.floor.is_some_and(|(floor, _)| floor == id);
        let other = other && !sorts::is(&noun.lemma, Sort::BESIDE);
        let bare = noun.modifiers.is_empty() && noun.head + 1 == mention.tokens.end;
        let expected = sorts::is(&noun.lemma, Sort::EXPECTED) && !(holds && bare && entity.roles.is_empty());
        (entity.kind == SpeakerType::Person && near && !other && !expected).then_some(link)
    }
}
