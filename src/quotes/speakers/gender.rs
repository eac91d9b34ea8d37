//! What the pronouns of an article tell of its people's gender.
//!
//! Titles and first names tell it mostly; a name in no list is told by "her" in
//! a sentence that names nobody else, or by "He" that opens the next one.

use super::entities::{Entities, Id};
use super::names::Name;
use super::page::Page;
use crate::quotes::SpeakerType;
use crate::quotes::lexicon::Classes;

/// Votes of one pronoun within its sentence, and of one that opens the next.
const SAME_SENTENCE: f32 = 0.5;
const NEXT_SENTENCE: f32 = 0.4;
/// "her" can be another's.
const OBJECT: f32 = 0.25;

/// Votes that make a person of a name that could be anything.
const A_PERSON: f32 = 0.7;

/// The gender that a pronoun tells: 1 for a man, -1 for a woman, 0 for none.
pub(super) fn of_pronoun(word: &str) -> f32 {
    match word {
        "he" | "He" | "his" | "His" | "him" | "himself" | "HE" => 1.0,
        "she" | "She" | "her" | "Her" | "hers" | "herself" | "SHE" => -1.0,
        _ => 0.0,
    }
}

/// Whether a name does something here: "Roe walked".
fn is_surname_like(page: &Page<'_>, name: &Name) -> bool {
    let at = name.tokens.end;
    name.core.len() == 1 && (page.is_verb(at) || page.is(at, Classes::ADVERB) && page.is_verb(at + 1))
}

/// Adds the votes of all pronouns outside quotations.
pub(super) fn vote(page: &Page<'_>, names: &[Name], of_name: &[Option<Id>], entities: &mut Entities) {
    let mut votes = vec![0.0f32; entities.all.len()];
    let mut subject = vec![false; entities.all.len()];
    let mut next = 0;
    let mut before: Option<Id> = None;
    for sentence in page.document.sentences() {
        let mut only: Option<Id> = None;
        let mut several = false;
        let mut spoken = false;
        let mut in_head = true;
        for at in sentence.tokens.clone() {
            while next < names.len() && names[next].core.start < at {
                next += 1;
            }
            if page.quotation(at) != 0 {
                continue;
            }
            spoken = true;
            if names.get(next).is_some_and(|name| name.core.start == at) {
                if let Some(id) = of_name[next].filter(|&id| entities.all[id].is_person() || entities.all[id].unsure) {
                    subject[id] |= is_surname_like(page, &names[next]);
                    several |= only.is_some_and(|known| known != id);
                    only = Some(id);
                }
                next += 1;
                continue;
            }
            let gender = of_pronoun(page.word(at));
            if gender == 0.0 {
                in_head &= page.token(at).capitalised || at == sentence.tokens.start;
                continue;
            }
            match only {
                Some(id) if !several => {
                    let subject = matches!(page.word(at), "he" | "she" | "He" | "She" | "himself" | "herself");
                    votes[id] += gender * if subject { SAME_SENTENCE } else { OBJECT };
                }
                None if in_head || at == sentence.tokens.start => {
                    if let Some(id) = before {
                        votes[id] += gender * NEXT_SENTENCE;
                    }
                }
                _ => {}
            }
        }
        if spoken {
            before = only.filter(|_| !several);
        }
    }
    for ((entity, vote), subject) in entities.all.iter_mut().zip(votes).zip(subject) {
        if entity.gender.abs() < 1.0 && vote != 0.0 {
            // a pronoun tells more than the ending of a name
            entity.gender = vote.clamp(-1.9, 1.9);
        }
        // a lone surname that pronouns point at again and again is a person's
        if entity.unsure && subject && !entity.place && entity.words.len() == 1 && vote.abs() >= A_PERSON {
            entity.kind = SpeakerType::Person;
        }
    }
}
