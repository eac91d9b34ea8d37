//! The people and bodies of an article, each under its fullest name.
//!
//! Full names come first, so that a surname, a first name, an acronym or the
//! head of a body's name finds its bearer wherever it stands. Two bearers of one
//! surname are told apart by title and first name, then by which is nearer.

use std::collections::HashMap;

use super::lists::{Lists, Traits, fold};
use super::names::{Name, Shape, is_honorific};
use super::page::{Page, is_initial};
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
            unsure: false,
            place: false,
            gender: 0.0,
            roles: Vec::new(),
            last: at,
            members: Vec::new(),
            owner: None,
        }
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
    by_word: HashMap<String, Vec<Id>>,
    by_role: HashMap<String, Vec<(Id, usize)>>,
}

impl Entities {
    /// Entities of `names`, and which of them each name is, if any.
    pub(super) fn of(page: &Page<'_>, names: &[Name]) -> (Self, Vec<Option<Id>>) {
        let mut entities = Self::default();
        let mut of_name = vec![None; names.len()];
        for (name, slot) in names.iter().zip(&mut of_name) {
            let full = match name.shape {
                Shape::Person => name.core.len() > 1,
                Shape::Likely | Shape::Place | Shape::Site => true,
                Shape::Organisation => name.core.len() > 1,
                Shape::Single | Shape::Office => false,
            };
            if full {
                *slot = Some(entities.full(page, name));
            }
        }
        for (name, slot) in names.iter().zip(&mut of_name) {
            match *slot {
                Some(id) => entities.all[id].last = name.core.start,
                None if name.shape != Shape::Office => *slot = entities.single(page, name),
                None => {}
            }
            if let Some(id) = *slot {
                entities.learn_gender(page, id, name);
            }
        }
        entities.all.iter_mut().for_each(|e| e.last = 0);
        (entities, of_name)
    }

    /// Adds an entity and its words to the index.
    pub(super) fn add(&mut self, entity: Entity) -> Id {
        let id = self.all.len();
        for word in &entity.words {
            let ids = self.by_word.entry(bare(word).to_owned()).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
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

    /// All heads of roles.
    pub(super) fn role_heads(&self) -> impl Iterator<Item = &str> {
        self.by_role.keys().map(String::as_str)
    }

    /// Gives `id` a role.
    pub(super) fn add_role(&mut self, id: Id, role: Role) {
        let entity = &mut self.all[id];
        if entity.roles.iter().any(|known| known.text == role.text) {
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

    /// The entity of a name of several words, a new one when none fits.
    fn full(&mut self, page: &Page<'_>, name: &Name) -> Id {
        let words: Vec<String> = name.words(page).into_iter().map(fold).collect();
        let text = written(page, name);
        if name.shape == Shape::Place {
            if words.len() == 1
                && let Some(id) = self.bearer(page, name, &words[0])
                && self.all[id].kind == SpeakerType::Person
                && !self.all[id].place
            {
                return id; // "Lima" after "Martha Lima"
            }
            let country = Lists::shared().country(&fold(&text)).unwrap_or_default();
            return self.place(page, name, country, text);
        }
        let person = matches!(name.shape, Shape::Person | Shape::Likely);
        let key = if person { surname(&words) } else { words.len() - 1 };
        let found = self.with_word(&words[key]).iter().copied().find(|&id| {
            let known = &self.all[id];
            !known.place && if person { same_person(&known.words, &words) } else { same_body(&known.words, &words) }
        });
        // "Ada Strand" and then "Ada Strand West"
        let found = found.or_else(|| {
            let first = self.with_word(&words[0]).iter().copied();
            first.filter(|_| person && words.len() > 1).find(|&id| {
                let known = &self.all[id].words;
                known.len() > 1 && words.len() > 1 && (known.starts_with(&words) || words.starts_with(known))
            })
        });
        let certain = name.shape != Shape::Likely;
        if let Some(id) = found {
            let entity = &mut self.all[id];
            if certain {
                if entity.unsure {
                    entity.kind = kind_of(name.shape);
                    entity.place = false;
                }
                entity.unsure = false;
            }
            if fuller(&words, &entity.words) {
                let new: Vec<String> = words.iter().filter(|w| !entity.words.contains(w)).cloned().collect();
                entity.name = text;
                entity.words = words;
                for word in new {
                    self.by_word.entry(bare(&word).to_owned()).or_default().push(id);
                }
            }
            return id;
        }
        let mut entity = Entity::new(kind_of(name.shape), text, words, name.core.start);
        entity.unsure = !certain;
        // "in Terre Haute"
        let before = name.tokens.start.checked_sub(1).map_or("", |at| page.word(at));
        entity.place = name.shape == Shape::Site
            || !certain && matches!(before, "in" | "near" | "at" | "across" | "outside" | "In" | "At");
        self.add(entity)
    }

    /// A government goes by its country's name when the article has that, else by its capital's.
    fn place(&mut self, page: &Page<'_>, name: &Name, country: &'static str, text: String) -> Id {
        let key = fold(country);
        let is_country =
            |text: &str| fold(text) == key || text.len() <= 5 && text.chars().all(|c| c.is_uppercase() || c == '.');
        if let Some(&id) = self.by_word.get(key.as_str()).and_then(|ids| ids.iter().find(|&&id| self.all[id].place)) {
            let entity = &mut self.all[id];
            if !is_country(&entity.name) && is_country(&text) || fold(&text) == key && fold(&entity.name) != key {
                entity.name = text;
            }
            return id;
        }
        let words = name.words(page).into_iter().map(fold).collect();
        let mut entity = Entity::new(SpeakerType::Organisation, text, words, name.core.start);
        entity.place = true;
        let id = self.add(entity);
        self.by_word.entry(key).or_default().push(id);
        id
    }

    /// Whom a name of one word means, with a new entity when it is nobody known.
    fn single(&mut self, page: &Page<'_>, name: &Name) -> Option<Id> {
        let words: Vec<String> = name.words(page).into_iter().map(fold).collect();
        let word = words.first()?;
        if let Some(id) = self.bearer(page, name, word) {
            self.all[id].last = name.core.start;
            return Some(id);
        }
        if name.doubtful || matches!(word.as_str(), "rs" | "st" | "mt" | "no") || self.is_dateline(page, name) {
            return None;
        }
        let traits = Lists::shared().traits(word);
        let titled = name.shape == Shape::Person;
        let kind = if titled || traits.any(Traits::FIRST) && name.shape == Shape::Single {
            SpeakerType::Person
        } else {
            SpeakerType::Organisation
        };
        let mut entity = Entity::new(kind, written(page, name), words, name.core.start);
        entity.unsure = !titled && name.shape == Shape::Single;
        Some(self.add(entity))
    }

    /// "TOKYO (AP) —": a town in capitals that opens a paragraph.
    fn is_dateline(&self, page: &Page<'_>, name: &Name) -> bool {
        let end = name.core.end;
        page.document.paragraphs().iter().any(|p| p.tokens.start == name.tokens.start)
            && (matches!(page.word(end), "—" | "–" | "-" | "--") || page.word(end) == "(" && page.word(end + 2) == ")")
    }

    /// The bearer of a surname, first name, acronym or head of a name.
    fn bearer(&self, page: &Page<'_>, name: &Name, word: &str) -> Option<Id> {
        let titled = name.shape == Shape::Person;
        let gender = title_gender(page, name);
        let best = self.with_word(word).iter().copied().filter_map(|id| {
            let entity = &self.all[id];
            if entity.place && titled {
                return None;
            }
            let clash = gender * entity.gender < 0.0 && entity.gender.abs() >= 1.0;
            let rank = if entity.kind == SpeakerType::Person {
                if clash {
                    return None;
                }
                let place = entity.words.iter().position(|w| bare(w) == bare(word))?;
                let is_surname =
                    place + 1 == entity.words.len() || place >= surname(&entity.words) || entity.words.len() == 1;
                match place {
                    _ if is_surname => 3,
                    // "President Roe" is never a first name, but "Sir Ian" and "King Charles" are
                    0 if titled && gender == 0.0 => 1,
                    0 => 2,
                    _ => 1,
                }
            } else if titled {
                return None;
            } else {
                let place = entity.words.iter().position(|w| bare(w) == bare(word))?;
                // "Sorrel" for "Sorrel Labs", but no "National" for "National Trust"
                usize::from(place == 0 && entity.words.len() < 4 && distinctive(word)).min(1)
            };
            (rank > 0).then_some((rank, entity.last, std::cmp::Reverse(id), id))
        });
        if let Some((.., id)) = best.max() {
            return Some(id);
        }
        self.acronym(page, name.core.clone())
    }

    /// The body whose capitals a word is, or the person whose initials stand before a colon.
    fn acronym(&self, page: &Page<'_>, core: std::ops::Range<usize>) -> Option<Id> {
        let letters: String = page.word(core.start).chars().filter(|c| c.is_alphabetic()).collect();
        if letters.len() < 2 || letters.len() > 8 || letters.chars().any(char::is_lowercase) {
            return None;
        }
        let person = page.word(core.end) == ":" && page.opens(core.start);
        self.all.iter().position(|entity| {
            (person || entity.kind != SpeakerType::Person)
                && entity.words.len() > 1
                && has_initials(&entity.name, &letters)
        })
    }

    fn learn_gender(&mut self, page: &Page<'_>, id: Id, name: &Name) {
        let gender = title_gender(page, name);
        let entity = &mut self.all[id];
        if gender != 0.0 && name.shape == Shape::Person {
            entity.gender += gender;
            if entity.unsure {
                entity.unsure = false;
                entity.kind = SpeakerType::Person;
            }
        }
        if entity.kind == SpeakerType::Person && entity.gender == 0.0 && entity.words.len() > 1 {
            entity.gender = first_name_gender(&entity.words);
        }
    }

    /// Names one or more entities that speak together.
    pub(super) fn together(&mut self, members: Vec<Id>, at: usize) -> Id {
        let names: Vec<&str> = members.iter().map(|&id| self.all[id].name.as_str()).collect();
        let name = names.join("; ");
        if let Some(id) = self.all.iter().position(|e| !e.members.is_empty() && e.name == name) {
            return id;
        }
        let mut entity = Entity::new(SpeakerType::Group, name, Vec::new(), at);
        entity.members = members;
        self.add(entity)
    }
}

fn kind_of(shape: Shape) -> SpeakerType {
    match shape {
        Shape::Person | Shape::Likely => SpeakerType::Person,
        _ => SpeakerType::Organisation,
    }
}

/// The name as the article writes it; a person's without nickname and comma.
fn written(page: &Page<'_>, name: &Name) -> String {
    if matches!(name.shape, Shape::Person | Shape::Likely) {
        name.words(page).join(" ")
    } else {
        page.text(name.core.clone()).to_owned()
    }
}

/// A word of a name without an article prefix: "al-jubeir" is found under "jubeir".
fn bare(word: &str) -> &str {
    match word.split_once('-') {
        Some(("al" | "el" | "an" | "ar" | "as" | "ash" | "at" | "az" | "ad" | "ul", rest)) if !rest.is_empty() => rest,
        _ => word,
    }
}

/// Index of the first word of the surname: of its particle, if it has one.
fn surname(words: &[String]) -> usize {
    let is = |at: usize, class| Lists::shared().traits(&words[at]).any(class);
    let mut last = words.len() - 1;
    while last > 0 && is(last, Traits::SUFFIX) {
        last -= 1;
    }
    while last > 1 && is(last - 1, Traits::PARTICLE) {
        last -= 1;
    }
    last
}

/// Whether two full names can be one person's: the surnames are equal and the
/// first names too, or one is the other's initial or short form.
fn same_person(one: &[String], other: &[String]) -> bool {
    let (a, b) = (surname(one), surname(other));
    if one.len() < 2 || other.len() < 2 || a == 0 || b == 0 {
        return false;
    }
    let tail = |words: &[String], at: usize| {
        let end =
            words.iter().rposition(|w| !Lists::shared().traits(w).any(Traits::SUFFIX)).map_or(at, |last| last + 1);
        words[at..end.max(at + 1)].to_vec()
    };
    tail(one, a) == tail(other, b)
        && (Lists::shared().same_first_name(&one[0], &other[0])
            || one[1..a].contains(&other[0])
            || other[1..b].contains(&one[0]))
}

fn same_body(one: &[String], other: &[String]) -> bool {
    let skip =
        |words: &[String]| words.iter().filter(|w| !matches!(w.as_str(), "the" | "us" | "u.s.")).cloned().collect();
    let (one, other): (Vec<String>, Vec<String>) = (skip(one), skip(other));
    one == other
}

/// Whether `words` is a fuller form of the name `known`.
fn fuller(words: &[String], known: &[String]) -> bool {
    let weight =
        |words: &[String]| words.iter().filter(|w| !is_initial(w)).map(String::len).sum::<usize>() * 4 + words.len();
    weight(words) > weight(known)
}

fn distinctive(word: &str) -> bool {
    let classes = Lexicon::shared().look_up(word).classes;
    let traits = Lists::shared().traits(word);
    word.len() > 3
        && !classes.any(Classes::ORGANISATION.or(Classes::ROLE).or(Classes::TITLE).or(Classes::TIME))
        && !traits.any(Traits::DEMONYM.or(Traits::BODY))
        && Lists::shared().country(word).is_none()
        && !matches!(word, "national" | "international" | "american" | "royal" | "first" | "supreme" | "high" | "new")
}

/// Whether the capitals of `name` are `letters`, small words counted or not.
fn has_initials(name: &str, letters: &str) -> bool {
    let mut capitals = String::new();
    let mut all = String::new();
    for word in name.split([' ', '-']).filter(|w| !w.is_empty()) {
        let Some(first) = word.chars().next() else { continue };
        all.extend(first.to_uppercase());
        if first.is_uppercase() {
            capitals.push(first);
        }
    }
    capitals == letters || all == letters || capitals.strip_prefix(['U', 'T']).is_some_and(|rest| rest == letters)
}

/// The gender that a name's title tells.
fn title_gender(page: &Page<'_>, name: &Name) -> f32 {
    let mut gender = 0.0;
    for at in name.title() {
        if page.is(at, Classes::MALE) {
            gender = 3.0;
        } else if page.is(at, Classes::FEMALE) {
            gender = -3.0;
        } else if is_honorific(page.word(at)) {
            continue;
        }
    }
    gender
}

/// The gender that a full name's first names tell, with a guess by its ending.
fn first_name_gender(words: &[String]) -> f32 {
    let lists = Lists::shared();
    for word in &words[..surname(words).clamp(1, 2)] {
        for part in word.split('-') {
            let traits = lists.traits(part);
            if traits.any(Traits::MAN) {
                return 2.0;
            }
            if traits.any(Traits::WOMAN) {
                return -2.0;
            }
        }
    }
    match words[0].chars().last() {
        Some('a') => -0.5,
        Some('o' | 'k' | 'd' | 'n' | 's' | 'r') => 0.2,
        _ => 0.0,
    }
}
