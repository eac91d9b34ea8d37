//! Whose name each name of an article is.
//!
//! Full names come first, so that a surname, a first name, an acronym or the
//! head of a body's name finds its bearer wherever it stands. Two bearers of one
//! surname are told apart by title and first name, then by which is nearer.

use super::entities::{BEARERS, Entities, Entity, Id};
use super::forms::{bare, distinctive, first_name_gender, fuller, same_body, same_person, surname, title_gender};
use super::lists::{Lists, Traits, fold};
use super::names::{Name, Shape};
use super::page::Page;
use super::why::Way;
use crate::quotes::SpeakerType;

impl Entities {
    /// Entities of `names`, which of them each name is, if any, and by what.
    pub(super) fn of(page: &Page<'_>, names: &[Name]) -> (Self, Vec<Option<Id>>, Vec<Way>) {
        let mut entities = Self::default();
        let mut of_name = vec![None; names.len()];
        let mut ways = vec![Way::Same; names.len()];
        for (at, name) in names.iter().enumerate() {
            if full_name(page, name) && !(name.shape == Shape::Likely && entities.is_dateline(page, name)) {
                let (id, way) = entities.full(page, name);
                (of_name[at], ways[at]) = (Some(id), way);
            }
        }
        // from here on, `last` tells what the reader has seen
        entities.all.iter_mut().for_each(|e| e.last = 0);
        for (at, name) in names.iter().enumerate() {
            match of_name[at] {
                Some(id) => entities.all[id].last = name.core.start,
                None if name.shape != Shape::Office => {
                    if let Some((id, way)) = entities.single(page, name) {
                        (of_name[at], ways[at]) = (Some(id), way);
                    }
                }
                None => {}
            }
            if let Some(id) = of_name[at] {
                entities.learn_gender(page, id, name, full_name(page, name));
            }
        }
        entities.all.iter_mut().for_each(|e| e.last = 0);
        (entities, of_name, ways)
    }

    /// Decides again who a surname of several people is, now that roles and pronouns
    /// have told more of their gender.
    pub(super) fn choose_again(
        &mut self,
        page: &Page<'_>,
        names: &[Name],
        of_name: &mut [Option<Id>],
        ways: &mut [Way],
    ) {
        for ((name, slot), way) in names.iter().zip(of_name).zip(ways) {
            let Some(id) = *slot else { continue };
            if !full_name(page, name) && name.shape != Shape::Office {
                let word = fold(page.word(name.core.end - 1));
                if self.is_shared(&word)
                    && let Some((chosen, by)) = self.bearer(page, name, &word)
                {
                    (*slot, *way) = (Some(chosen), by);
                }
            }
            self.all[slot.unwrap_or(id)].last = name.core.start;
        }
        self.all.iter_mut().for_each(|e| e.last = 0);
    }

    /// Whether several people have the surname `word`.
    fn is_shared(&self, word: &str) -> bool {
        let bears = |id: &&Id| {
            let entity = &self.all[**id];
            entity.kind == SpeakerType::Person
                && entity.words.len() > 1
                && entity.words.last().is_some_and(|last| bare(last) == bare(word))
        };
        self.with_word(word).iter().take(BEARERS).filter(bears).count() > 1
    }

    /// The entity of a name of several words, a new one when none fits.
    fn full(&mut self, page: &Page<'_>, name: &Name) -> (Id, Way) {
        let words: Vec<String> = name.words(page).into_iter().map(fold).collect();
        let text = written(page, name);
        if name.shape == Shape::Place {
            if words.len() < 3
                && let Some((id, way)) = self.bearer(page, name, &words[words.len() - 1])
                && self.all[id].kind == SpeakerType::Person
                && !self.all[id].place
                && self.all[id].words.ends_with(&words)
            {
                return (id, way); // "Lima" after "Martha Lima"
            }
            let country = Lists::shared().country(&fold(&text)).unwrap_or_default();
            return (self.place(page, name, country, text), Way::Place);
        }
        let person = matches!(name.shape, Shape::Person | Shape::Likely);
        let key = if person { surname(&words) } else { words.len() - 1 };
        let exact = self.by_name.get(&words).copied();
        let found = exact.or_else(|| {
            self.with_word(&words[key]).iter().copied().take(BEARERS).find(|&id| {
                let known = &self.all[id];
                !known.place && if person { same_person(&known.words, &words) } else { same_body(&known.words, &words) }
            })
        });
        // "Ada Strand" and then "Ada Strand West"
        let found = found.or_else(|| {
            let first = self.with_word(&words[0]).iter().copied().take(BEARERS);
            first.filter(|_| person && words.len() > 1).find(|&id| {
                let known = &self.all[id].words;
                known.len() > 1
                    && words.len() > 1
                    && known.len().abs_diff(words.len()) == 1
                    && (known.starts_with(&words) || words.starts_with(known))
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
                entity.named = name.core.start;
                entity.words.clone_from(&words);
                for word in new {
                    self.by_word.entry(bare(&word).to_owned()).or_default().push(id);
                }
            }
            self.by_name.insert(words, id);
            return (id, if exact.is_some() { Way::Same } else { Way::Variant });
        }
        let mut entity = Entity::new(kind_of(name.shape), text, words.clone(), name.core.start);
        entity.unsure = !certain;
        // "in Terre Haute"
        let before = name.tokens.start.checked_sub(1).map_or("", |at| page.word(at));
        entity.place = name.shape == Shape::Site
            || !certain && matches!(before, "in" | "near" | "at" | "across" | "outside" | "In" | "At");
        let id = self.add(entity);
        self.by_name.insert(words, id);
        (id, Way::Same)
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
                entity.named = name.core.start;
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
    fn single(&mut self, page: &Page<'_>, name: &Name) -> Option<(Id, Way)> {
        let words: Vec<String> = name.words(page).into_iter().map(fold).collect();
        // "Van der Lubbe" after "Piet van der Lubbe", but "Van Mobley" is a name of its own
        if name.core.len() > 1 && is_surname(page, name) {
            let known = self.with_word(words.last()?).iter().copied().find(|&id| self.all[id].words.ends_with(&words));
            return Some(known.map_or_else(|| self.full(page, name), |id| (id, Way::Surname)));
        }
        let word = words.iter().rfind(|word| !Lists::shared().traits(word).any(Traits::SUFFIX)).or(words.last())?;
        if let Some((id, way)) = self.bearer(page, name, word) {
            self.all[id].last = name.core.start;
            return Some((id, way));
        }
        if name.doubtful
            || word.chars().filter(|c| c.is_alphabetic()).count() < 2
            || matches!(word.as_str(), "rs" | "st" | "mt" | "no")
            || self.is_dateline(page, name)
        {
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
        Some((self.add(entity), Way::Same))
    }

    /// "TOKYO (AP) —": a town in capitals that opens a paragraph.
    fn is_dateline(&self, page: &Page<'_>, name: &Name) -> bool {
        let end = name.core.end;
        let paragraph = page.document.paragraph_at(page.token(name.tokens.start).span.start);
        page.document.paragraphs()[paragraph].tokens.start == name.tokens.start
            && (matches!(page.word(end), "—" | "–" | "-" | "--") || page.word(end) == "(" && page.word(end + 2) == ")")
    }

    /// The bearer of a surname, first name, acronym or head of a name.
    fn bearer(&self, page: &Page<'_>, name: &Name, word: &str) -> Option<(Id, Way)> {
        let titled = name.shape == Shape::Person;
        let gender = title_gender(page, name);
        // "Drake Sr."
        let last = fold(page.word(name.core.end - 1));
        let suffix = name.core.len() > 1 && Lists::shared().traits(&last).any(Traits::SUFFIX);
        let best = self.with_word(word).iter().copied().rev().take(BEARERS).filter_map(|id| {
            let entity = &self.all[id];
            if entity.place && titled {
                return None;
            }
            let clash = gender * entity.gender < 0.0 && entity.gender.abs() >= 1.0;
            let (rank, way) = if entity.kind == SpeakerType::Person {
                if clash {
                    return None;
                }
                let place = entity.words.iter().position(|w| bare(w) == bare(word))?;
                let is_surname =
                    place + 1 == entity.words.len() || place >= surname(&entity.words) || entity.words.len() == 1;
                match place {
                    _ if entity.words.len() == 1 => (3, Way::Same),
                    _ if is_surname => (3, Way::Surname),
                    // "President Roe" is never a first name, but "Sir Ian" and "King Charles" are
                    0 if titled && gender == 0.0 => (1, Way::FirstName),
                    0 => (2, Way::FirstName),
                    _ => (1, Way::Part),
                }
            } else if titled {
                return None;
            } else {
                let place = entity.words.iter().position(|w| bare(w) == bare(word))?;
                // "Sorrel" for "Sorrel Labs", but no "National" for "National Trust"
                let way = if entity.words.len() == 1 { Way::Same } else { Way::Part };
                let short = place == 0 && entity.words.len() < 4 && distinctive(word);
                (usize::from(entity.words.len() == 1 || short && !is_town_of(&entity.words)), way)
            };
            let agrees = gender * entity.gender > 0.0 || suffix && entity.words.last() == Some(&last);
            (rank > 0).then_some((rank, agrees, entity.last, std::cmp::Reverse(id), way))
        });
        if let Some((.., std::cmp::Reverse(id), way)) = best.max() {
            return Some((id, way));
        }
        self.acronym(page, name.core.clone()).map(|id| (id, Way::Initials))
    }

    /// The body whose capitals a word is, or the person whose initials stand before a colon.
    fn acronym(&self, page: &Page<'_>, core: std::ops::Range<usize>) -> Option<Id> {
        let letters: String = page.word(core.start).chars().filter(|c| c.is_alphabetic()).collect();
        if letters.len() < 2 || letters.len() > 8 || letters.chars().any(char::is_lowercase) {
            return None;
        }
        let person = page.word(core.end) == ":" && page.opens(core.start);
        let bearers = self.by_initials.get(&letters)?.iter().take(BEARERS);
        bearers.copied().find(|&id| person || self.all[id].kind != SpeakerType::Person)
    }

    /// Learns the gender of `id` from a title, unless it is not sure whose title that
    /// is, and from its first name.
    fn learn_gender(&mut self, page: &Page<'_>, id: Id, name: &Name, full: bool) {
        let mut gender = title_gender(page, name);
        if !full && gender != 0.0 && self.is_shared(&fold(page.word(name.core.end - 1))) {
            gender = 0.0;
        }
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
}

/// Whether the first word of a body's name is likely its town: "Marlow" of the "Marlow Courier".
fn is_town_of(body: &[String]) -> bool {
    let last = body.last().map_or("", String::as_str);
    let local = matches!(
        last,
        "police"
            | "university"
            | "college"
            | "school"
            | "schools"
            | "hospital"
            | "county"
            | "city"
            | "council"
            | "court"
    );
    local || Lists::shared().traits(last).any(Traits::PAPER.or(Traits::SITE))
}

/// Whether a name opens with a particle, as a surname can.
fn is_surname(page: &Page<'_>, name: &Name) -> bool {
    let first = Lists::shared().traits(page.word(name.core.start));
    matches!(name.shape, Shape::Person | Shape::Likely) && first.any(Traits::PARTICLE) && !first.any(Traits::FIRST)
}

/// Whether a name is more than a surname, a first name or an acronym.
fn full_name(page: &Page<'_>, name: &Name) -> bool {
    match name.shape {
        // "Van der Lubbe" is a surname
        Shape::Person | Shape::Likely => {
            let traits = |at: usize| Lists::shared().traits(page.word(at));
            let surname = name.core.clone().filter(|&at| !traits(at).any(Traits::SUFFIX) && page.word(at) != ",");
            surname.count() > 1 && !is_surname(page, name)
        }
        Shape::Place | Shape::Site => true,
        Shape::Organisation => name.core.len() > 1,
        Shape::Single | Shape::Office => false,
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
