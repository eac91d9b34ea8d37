//! Whoever was introduced with the role or the sort of body that a noun phrase names.

use super::entities::{Entity, Id, Role};
use super::link::{Linker, Seen};
use super::lists::{Lists, Traits, fold};
use super::nouns::{Class, Noun, Pointing};
use super::sorts::{self, Sort};
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::Classes;

/// How many holders of one role are looked through: enough for any article, and a bound for any text.
pub(super) const RECENT: usize = 64;

impl Linker<'_, '_> {
    /// Whoever was introduced as what the noun says.
    pub(super) fn introduced(&self, noun: &Noun, owner: Option<Id>) -> Option<Id> {
        let mut best: Option<((i32, usize), Id)> = None;
        let mut offer = |score: i32, id: Id| {
            let key = (score, self.entities.all[id].last);
            if score > 0 && best.is_none_or(|(known, _)| key > known) {
                best = Some((key, id));
            }
        };
        let wanted = |kind: SpeakerType| match noun.class {
            Class::Role | Class::Other => matches!(kind, SpeakerType::Person | SpeakerType::Unnamed),
            Class::People => kind == SpeakerType::Group,
            Class::Body => kind == SpeakerType::Organisation,
            Class::Document => false,
        };
        let kin = Lists::shared().kin(&noun.lemma).iter().copied();
        for head in std::iter::once(noun.lemma.as_str()).chain(kin) {
            for &(id, role) in self.entities.with_role(head).iter().rev().take(RECENT) {
                let entity = &self.entities.all[id];
                let loose = noun.class == Class::Other && entity.kind == SpeakerType::Organisation;
                if !(wanted(entity.kind) || loose) {
                    continue;
                }
                let role = &entity.roles[role];
                let exact = 4 + 4 * i32::from(head == noun.lemma);
                offer(exact + self.fit(noun, owner, entity, role), id);
            }
        }
        if noun.class == Class::Body {
            self.bodies(noun, &mut offer);
        }
        best.map(|(_, id)| id)
    }

    /// How well a role answers to the noun's owner, modifiers and place.
    pub(super) fn fit(&self, noun: &Noun, owner: Option<Id>, entity: &Entity, role: &Role) -> i32 {
        let mut score = 0;
        // told only later: possible for one who speaks before the introduction
        if role.at > noun.tokens.end {
            score -= 3;
            if role.at > noun.tokens.end + 400 {
                score -= 6;
            }
        }
        for at in noun.modifiers.clone() {
            let word = fold(self.page.word(at));
            let word = word.trim_end_matches('.');
            let traits = Lists::shared().traits(word);
            let country = Lists::shared().country_of(word);
            let same_country = |known: &String| country.is_some() && Lists::shared().country_of(known) == country;
            if role.words.iter().any(|known| known == word || same_country(known))
                || entity.words.iter().any(|known| known == word)
            {
                score += 2;
            } else if entity.roles.iter().any(|other| other.words.iter().any(|known| known == word)) {
                score += 1;
            } else if traits.any(Traits::DEMONYM) || self.page.token(at).capitalised {
                let other = role.words.len() > 2 || noun.class == Class::People;
                score -= if other { 9 } else { 3 };
            } else if self.page.is(at, Classes::ROLE.or(Classes::ORGANISATION)) {
                score -= 5;
            } else if noun.class == Class::Body
                || self.page.is(at, Classes::DETERMINER)
                || matches!(word, "former" | "retired" | "ex" | "other" | "second" | "third")
            {
                score -= 8;
            } else if !traits.any(Traits::MODIFIER) {
                score -= 2;
            }
        }
        if let Some(owner) = owner {
            let names = &self.entities.all[owner].words;
            let lists = Lists::shared();
            let country =
                names.iter().find_map(|name| lists.country_of(name)).filter(|_| self.entities.all[owner].place);
            let said = |word: &String| {
                names.contains(word) && word.len() > 2 || country.is_some() && lists.country_of(word) == country
            };
            let foreign = |word: &String| lists.country_of(word).is_some_and(|known| Some(known) != country);
            if entity.owner == Some(owner) || role.words.iter().any(said) {
                score += 5;
            } else if country.is_some() && role.words.iter().any(foreign) {
                score -= 12;
            } else if entity.owner.is_some() || entity.name == self.entities.all[owner].name {
                score -= 9;
            } else if noun.pointing == Pointing::Owned {
                let possessive =
                    role.words.first().is_some_and(|w| matches!(w.as_str(), "his" | "her" | "their" | "its"));
                score -= if possessive { 0 } else { 4 };
            } else {
                score -= 5;
            }
        } else if noun.pointing == Pointing::Owned {
            let pronoun = noun
                .owner
                .as_ref()
                .is_some_and(|owner| owner.len() == 1 && self.page.is(owner.start, Classes::POSSESSIVE));
            score -= if pronoun { 5 } else { 9 };
        }
        if noun.pointing == Pointing::Bare && entity.kind == SpeakerType::Unnamed {
            score -= 3;
        }
        score
    }

    /// Bodies by the head of their name: "the council", "the company".
    fn bodies(&self, noun: &Noun, offer: &mut impl FnMut(i32, Id)) {
        let page = self.page;
        let owned = noun.pointing == Pointing::Owned;
        let modifiers: Vec<String> = noun.modifiers.clone().map(|at| fold(page.word(at))).collect();
        let answers = |entity: &Entity| {
            modifiers.iter().filter(|w| entity.words.contains(w)).count() as i32 * 3
                - modifiers.iter().filter(|w| !entity.words.contains(w)).count() as i32 * 12
        };
        for &id in
            self.entities.with_word(&noun.lemma).iter().chain(self.entities.with_word(&fold(page.word(noun.head))))
        {
            let entity = &self.entities.all[id];
            if entity.kind != SpeakerType::Organisation
                || entity.place
                || owned && entity.owner.is_none() && !modifiers.is_empty()
            {
                continue;
            }
            let ends = entity.words.last().is_some_and(|w| *w == noun.lemma);
            // "police" are not the police headquarters
            if !ends && entity.name.starts_with(char::is_lowercase) {
                continue;
            }
            let seen = if entity.last == 0 { -6 } else { 0 };
            offer(5 + i32::from(ends) * 2 + answers(entity) + seen - 3 * i32::from(owned), id);
        }
        for &kin in Lists::shared().kin(&noun.lemma) {
            for &id in self.entities.with_word(kin).iter().rev().take(RECENT) {
                let entity = &self.entities.all[id];
                let ends = entity.words.last().is_some_and(|w| w.trim_end_matches('s') == kin.trim_end_matches('s'));
                if entity.kind == SpeakerType::Organisation && !entity.place && ends && !owned {
                    let seen = if entity.last == 0 { -6 } else { 0 };
                    let sure = 4 - i32::from(sorts::is(&noun.lemma, Sort::ANY_BODY));
                    offer(sure + answers(entity) + seen, id);
                }
            }
        }
        // "the rights group": a body with that modifier in its name
        if sorts::is(&noun.lemma, Sort::ANY_BODY) && !modifiers.is_empty() && !owned {
            for &id in self.entities.with_word(&modifiers[modifiers.len() - 1]).iter().rev().take(RECENT) {
                let entity = &self.entities.all[id];
                let seen = entity.last > 0 && entity.kind == SpeakerType::Organisation && !entity.place;
                if seen && modifiers.iter().all(|word| entity.words.contains(word)) {
                    offer(4, id);
                }
            }
        }
        // "the company": whichever body of no other sort was named last
        if sorts::is(&noun.lemma, Sort::ANY_BODY) && modifiers.is_empty() && !owned {
            let plain = |seen: &&Seen| {
                let entity = &self.entities.all[seen.id];
                entity.kind == SpeakerType::Organisation
                    && !entity.place
                    && entity.members.is_empty()
                    && (seen.subject || !entity.unsure)
                    && !entity.words.iter().any(|w| {
                        matches!(
                            w.as_str(),
                            "court"
                                | "ministry"
                                | "department"
                                | "police"
                                | "senate"
                                | "congress"
                                | "parliament"
                                | "government"
                                | "office"
                                | "tribunal"
                                | "council"
                                | "house"
                        )
                    })
                    && entity.name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            };
            if let Some(seen) = self.seen.iter().rev().take(40).find(plain) {
                offer(3, seen.id);
            }
        }
    }
}
