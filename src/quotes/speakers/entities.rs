//! The people and bodies of an article, each under its fullest name, with the indexes
//! that find them again.

use std::collections::HashMap;

use super::forms::{bare, initials_of};
use super::sorts::{self, Sort};
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::{Classes, Lexicon};

/// Index of an entity.
pub(super) type Id = usize;

/// Office or occupation of an entity, as the article words it.
#[derive(Debug, Clone)]
pub(super) struct Role {
    /// Its head noun, folded: "minister".
    pub(super) head: String,
    /// All its words, folded.
    pub(super) words: Vec<String>,
    /// As the article has it, without a leading article.
    pub(super) text: String,
    /// Token where it was told.
    pub(super) at: usize,
    /// First token of the phrase that told it.
    pub(super) phrase: usize,
}

impl Role {
    /// Whether the phrase that starts with token `at` told it.
    pub(super) fn at_phrase(&self, at: usize) -> bool {
        self.phrase == at
    }
}

/// Somebody or something that can speak.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// What sort of speaker it is.
    pub(super) kind: SpeakerType,
    /// Fullest name, or description.
    pub(super) name: String,
    /// Words of the name, folded.
    pub(super) words: Vec<String>,
    /// Token where it is first called by that name.
    pub(super) named: usize,
    /// Whether its kind is only a guess.
    pub(super) unsure: bool,
    /// Whether it is a country, a state or a city.
    pub(super) place: bool,
    /// Positive for a man, negative for a woman; 1 and more is told, less is a guess.
    pub(super) gender: f32,
    /// Its roles, in the order of the article.
    pub(super) roles: Vec<Role>,
    /// Token where it was last named.
    pub(super) last: usize,
    /// Members, of people or bodies that speak together.
    pub(super) members: Vec<Id>,
    /// Whom it belongs to: "his lawyer".
    pub(super) owner: Option<Id>,
}

impl Entity {
    pub(super) fn new(kind: SpeakerType, name: String, words: Vec<String>, at: usize) -> Self {
        Self {
            kind,
            name,
            words,
            named: at,
            unsure: false,
            place: false,
            gender: 0.0,
            roles: Vec::new(),
            last: at,
            members: Vec::new(),
            owner: None,
        }
    }

    /// Whether a role only repeats the name: "movement" of the "Quiet Roads Movement".
    fn is_named(&self, role: &str) -> bool {
        role.len() <= self.name.len() && self.name.to_lowercase().contains(&role.to_lowercase())
    }

    /// The role that describes it: an office or a trade before what anybody can be beside it.
    pub(super) fn role(&self) -> Option<&Role> {
        let told = || self.roles.iter().filter(|role| !self.is_named(&role.text));
        told().find(|role| !sorts::is(&role.head, Sort::BESIDE)).or_else(|| told().next())
    }

    /// Whether it is one human being.
    pub(super) fn is_person(&self) -> bool {
        matches!(self.kind, SpeakerType::Person | SpeakerType::Unnamed)
    }
}

/// All entities of an article.
#[derive(Debug, Default)]
pub(super) struct Entities {
    pub(super) all: Vec<Entity>,
    pub(super) by_word: HashMap<String, Vec<Id>>,
    by_role: HashMap<String, Vec<(Id, usize)>>,
    pub(super) by_name: HashMap<Vec<String>, Id>,
    pub(super) by_initials: HashMap<String, Vec<Id>>,
    joint: HashMap<String, Id>,
}

/// How many bearers of one word are looked through, and how many roles one entity
/// can have: enough for any article, and a bound for any text.
pub(super) const BEARERS: usize = 64;
const ROLES: usize = 16;

impl Entities {
    /// Adds an entity and its words to the index.
    pub(super) fn add(&mut self, entity: Entity) -> Id {
        let id = self.all.len();
        for word in &entity.words {
            let ids = self.by_word.entry(bare(word).to_owned()).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        if entity.words.len() > 1 && entity.members.is_empty() {
            for initials in initials_of(&entity.name) {
                self.by_initials.entry(initials).or_default().push(id);
            }
        }
        self.all.push(entity);
        id
    }

    /// Entities with `word` in their name.
    pub(super) fn with_word(&self, word: &str) -> &[Id] {
        self.by_word.get(bare(word)).map_or(&[], Vec::as_slice)
    }

    /// Entities with a role of head `head`, with the index of the role.
    pub(super) fn with_role(&self, head: &str) -> &[(Id, usize)] {
        self.by_role.get(head).map_or(&[], Vec::as_slice)
    }

    /// Gives `id` a role.
    pub(super) fn add_role(&mut self, id: Id, role: Role) {
        let entity = &mut self.all[id];
        if entity.roles.len() >= ROLES || entity.roles.iter().any(|known| known.text == role.text) {
            return;
        }
        let classes = Lexicon::shared().look_up(&role.head).classes;
        if entity.is_person() {
            if classes.any(Classes::MALE) {
                entity.gender += 2.0;
            } else if classes.any(Classes::FEMALE) {
                entity.gender -= 2.0;
            }
        }
        self.by_role.entry(role.head.clone()).or_default().push((id, entity.roles.len()));
        entity.roles.push(role);
    }

    /// Names one or more entities that speak together.
    pub(super) fn together(&mut self, members: Vec<Id>, at: usize) -> Id {
        let names: Vec<&str> = members.iter().map(|&id| self.all[id].name.as_str()).collect();
        let name = names.join("; ");
        if let Some(&id) = self.joint.get(&name) {
            return id;
        }
        let mut entity = Entity::new(SpeakerType::Group, name.clone(), Vec::new(), at);
        entity.members = members;
        let id = self.add(entity);
        self.joint.insert(name, id);
        id
    }
}
