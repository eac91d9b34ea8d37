//! Who a noun phrase is: "the minister", "his lawyer", "the company".
//!
//! A definite phrase is whoever was introduced with that role; of several the
//! nearest. A role that fits nobody makes an unnamed speaker, whom the same
//! noun finds again further down.

use super::entities::{Entity, Id, Role};
use super::gender;
use super::link::Linker;
use super::lists::{Lists, Traits, fold};
use super::mentions::Mention;
use super::nouns::{Class, Noun, Pointing};
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::{Classes, Lexicon};

/// Nouns for a body of any sort.
const ANY_BODY: &[&str] = &[
    "group",
    "company",
    "firm",
    "organisation",
    "organization",
    "charity",
    "body",
    "agency",
    "association",
    "business",
];

/// Roles that a reader expects in an article without their being introduced: they
/// are no epithet of whoever was mentioned last.
const EXPECTED: &[&str] = &[
    "judge",
    "prosecutor",
    "lawyer",
    "attorney",
    "minister",
    "president",
    "governor",
    "mayor",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "witness",
    "defendant",
    "official",
    "officer",
    "chairman",
    "clerk",
    "coroner",
    "chief",
    "director",
    "secretary",
    "king",
    "queen",
    "pope",
    "sheriff",
    "counsel",
    "magistrate",
    "moderator",
    "source",
    "victim",
    "leader",
    "others",
    "captain",
    "manager",
    "referee",
    "ambassador",
    "commissioner",
    "warden",
    "commander",
    "guard",
    "presenter",
    "officer",
    "superintendent",
];

/// Roles that anybody can have beside another one.
const BESIDE: &[&str] = &[
    "republican",
    "democrat",
    "conservative",
    "liberal",
    "veteran",
    "father",
    "mother",
    "widow",
    "widower",
    "parent",
    "son",
    "daughter",
    "brother",
    "sister",
    "wife",
    "husband",
    "expert",
    "author",
    "writer",
    "campaigner",
    "critic",
    "candidate",
    "activist",
    "supporter",
    "opponent",
    "resident",
    "politician",
    "lawmaker",
    "rebel",
    "contender",
    "rival",
    "insider",
    "boss",
    "businessman",
    "businesswoman",
];

/// Endings of nouns for people.
const HUMAN: &[&str] = &[
    "er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "eer", "ess", "ster", "ful", "oon", "ian", "eur",
    "ard", "on",
];

/// Things whose names end like people's.
const THINGS: &[&str] = &[
    "paper",
    "letter",
    "order",
    "number",
    "matter",
    "offer",
    "chapter",
    "newsletter",
    "document",
    "statement",
    "agreement",
    "pardon",
    "decision",
    "petition",
    "resolution",
    "opinion",
    "constitution",
    "commission",
    "inscription",
    "poster",
    "banner",
    "computer",
    "treatment",
    "judgment",
    "judgement",
    "settlement",
    "parliament",
    "department",
    "government",
    "management",
    "indictment",
    "testament",
    "monitor",
    "motion",
    "person",
    "prison",
    "nation",
    "region",
    "union",
    "station",
    "mission",
    "parchment",
    "tower",
    "river",
    "charter",
    "register",
    "answer",
    "engagement",
];

/// Heads that speak for their owner.
const FOR_OWNER: &[&str] = &[
    "lawyer",
    "attorney",
    "counsel",
    "solicitor",
    "barrister",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "representative",
    "campaign",
    "agent",
    "advocate",
    "publicist",
];

impl Linker<'_, '_> {
    /// Who the noun phrase of a mention is.
    pub(super) fn noun(&mut self, mention: &Mention, noun: &Noun) -> Option<Id> {
        if let Some(id) = self.apposed(noun) {
            return Some(id);
        }
        let source = mention.quote != 0;
        if noun.class == Class::Document {
            return if source { self.document(mention, noun) } else { None };
        }
        let owner = self.owner(mention, noun);
        if noun.class == Class::Other && !source {
            return None;
        }
        if noun.pointing != Pointing::Indefinite
            && let Some(id) = self.introduced(noun, owner)
        {
            self.learn(id, noun);
            return Some(id);
        }
        if matches!(noun.lemma.as_str(), "man" | "woman")
            && noun.pointing == Pointing::Definite
            && noun.modifiers.is_empty()
        {
            let gender = if noun.lemma == "man" { 1.0 } else { -1.0 };
            if let Some(id) = self.person(mention.tokens.start, gender, mention.quote) {
                return Some(id);
            }
        }
        if let Some(id) = self.company(noun) {
            return Some(id);
        }
        if source && let Some(id) = self.epithet(mention, noun) {
            return Some(id);
        }
        // those that only pass by are remembered when a later noun may mean them
        let worth = source || matches!(noun.class, Class::Body | Class::People) || mention.subject;
        worth.then(|| self.introduce(mention, noun, owner))
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
                    "its" => return self.body(at, mention.quote),
                    "their" => return self.several(at, mention.quote),
                    "my" | "our" | "your" | "whose" => return None,
                    _ => {}
                }
                let gender = gender::of_pronoun(word);
                if gender != 0.0 {
                    return self.person(at, gender, mention.quote);
                }
            }
            return self.named(word);
        }
        // "a spokesman for Roe"
        let tail = noun.head + 1..mention.tokens.end;
        if tail.len() < 2 || !matches!(self.page.word(tail.start), "for" | "of" | "to" | "at" | "from") {
            return None;
        }
        tail.rev().find(|&at| self.page.is_name_word(at)).and_then(|at| self.named(self.page.word(at)))
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

    /// Whoever was introduced as what the noun says.
    fn introduced(&self, noun: &Noun, owner: Option<Id>) -> Option<Id> {
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
        let kin: Vec<&str> = std::iter::once(noun.lemma.as_str())
            .chain(self.entities.role_heads().filter(|head| Lists::shared().stands_for(&noun.lemma, head)))
            .collect();
        for head in kin {
            for &(id, role) in self.entities.with_role(head) {
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
    fn fit(&self, noun: &Noun, owner: Option<Id>, entity: &Entity, role: &Role) -> i32 {
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
            if role.words.iter().any(|known| known == word) || entity.words.iter().any(|known| known == word) {
                score += 2;
            } else if entity.roles.iter().any(|other| other.words.iter().any(|known| known == word)) {
                score += 1;
            } else if traits.any(Traits::DEMONYM) || self.page.token(at).capitalised {
                score -= if role.words.len() > 2 { 5 } else { 3 };
            } else if self.page.is(at, Classes::ROLE.or(Classes::ORGANISATION)) {
                score -= 5;
            } else if self.page.is(at, Classes::DETERMINER) || matches!(word, "other" | "second" | "third") {
                score -= 8;
            } else if noun.class == Class::Body || matches!(word, "former" | "retired" | "ex") {
                score -= 8;
            } else if !traits.any(Traits::MODIFIER) {
                score -= 2;
            }
        }
        if let Some(owner) = owner {
            let names = &self.entities.all[owner].words;
            let said = |word: &String| names.contains(word) && word.len() > 2;
            if entity.owner == Some(owner) || role.words.iter().any(said) {
                score += 5;
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

    /// "The company": a name that looked like a person's was the company's.
    fn company(&mut self, noun: &Noun) -> Option<Id> {
        let firm = matches!(
            noun.lemma.as_str(),
            "company" | "firm" | "club" | "charity" | "retailer" | "developer" | "operator" | "brewery"
        );
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
    fn epithet(&self, mention: &Mention, noun: &Noun) -> Option<Id> {
        let page = self.page;
        if noun.pointing != Pointing::Definite || !matches!(noun.class, Class::Role | Class::Other) {
            return None;
        }
        let word = page.word(noun.head);
        let human = HUMAN.iter().any(|ending| word.ends_with(ending)) && !THINGS.contains(&noun.lemma.as_str());
        let demonym = Lists::shared().traits(word).any(Traits::DEMONYM) && noun.modifiers.is_empty();
        if noun.class == Class::Other && !(human || demonym)
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
        let id = self.person(at, gender, mention.quote)?;
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
        let other = other && !BESIDE.contains(&noun.lemma.as_str());
        let bare = noun.modifiers.is_empty() && noun.head + 1 == mention.tokens.end;
        let expected = EXPECTED.contains(&noun.lemma.as_str()) && !(holds && bare && entity.roles.is_empty());
        (entity.kind == SpeakerType::Person && near && !other && !expected).then_some(id)
    }

    /// Bodies by the head of their name: "the council", "the company".
    fn bodies(&self, noun: &Noun, offer: &mut impl FnMut(i32, Id)) {
        let page = self.page;
        let owned = noun.pointing == Pointing::Owned;
        let modifiers: Vec<String> = noun.modifiers.clone().map(|at| fold(page.word(at))).collect();
        let answers = |entity: &Entity| {
            modifiers.iter().filter(|w| entity.words.contains(w)).count() as i32 * 3
                - modifiers.iter().filter(|w| !entity.words.contains(w)).count() as i32 * 8
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
            let seen = if entity.last == 0 { -6 } else { 0 };
            offer(5 + i32::from(ends) * 2 + answers(entity) + seen - 3 * i32::from(owned), id);
        }
        for &kin in Lists::shared().kin(&noun.lemma) {
            for &id in self.entities.with_word(kin) {
                let entity = &self.entities.all[id];
                let ends = entity.words.last().is_some_and(|w| w.trim_end_matches('s') == kin.trim_end_matches('s'));
                if entity.kind == SpeakerType::Organisation && !entity.place && ends && !owned {
                    let seen = if entity.last == 0 { -6 } else { 0 };
                    offer(4 + answers(entity) + seen, id);
                }
            }
        }
        // "the company": whichever body of no other sort was named last
        if ANY_BODY.contains(&noun.lemma.as_str()) && modifiers.is_empty() && !owned {
            let plain = |seen: &&super::link::Seen| {
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

    /// Whose words a document is: a name in the phrase, or who holds the floor.
    fn document(&mut self, mention: &Mention, noun: &Noun) -> Option<Id> {
        if let Some(owner) = self.owner(mention, noun) {
            return Some(owner);
        }
        let page = self.page;
        // "a Pentagon statement", "a report by the panel"
        let inside = mention.tokens.clone().filter(|&at| page.is_name_word(at) && at != noun.head);
        let named: Vec<Id> = inside.filter_map(|at| self.named(page.word(at))).collect();
        if let Some(id) = named.first() {
            return Some(*id);
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
        let spoken = matches!(
            noun.lemma.as_str(),
            "statement"
                | "reply"
                | "answer"
                | "response"
                | "tweet"
                | "post"
                | "email"
                | "e-mail"
                | "message"
                | "remark"
                | "website"
                | "claim"
        );
        if noun.pointing != Pointing::Indefinite
            && spoken
            && let Some((id, at)) = self.floor
            && page.clock(mention.tokens.start).saturating_sub(page.clock(at)) <= 4
        {
            return Some(id);
        }
        let mut entity =
            Entity::new(SpeakerType::Unknown, self.phrase(mention, noun, None), Vec::new(), mention.tokens.start);
        entity.unsure = true;
        Some(self.entities.add(entity))
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
        self.entities.add_role(id, Role { head: noun.lemma.clone(), words, text: name, at: mention.tokens.start });
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
            if FOR_OWNER.contains(&noun.lemma.as_str()) && noun.lemma != "campaign" {
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
