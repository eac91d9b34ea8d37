//! Whom a pronoun means: of those mentioned lately the one who fits and is most in mind.

use super::entities::Entity;
use super::gender;
use super::link::Linker;
use super::mentions::{Mention, Mentions, What};
use super::why::{Link, Recent, Why};
use crate::quotes::SpeakerType;

/// How far back a pronoun looks, in mentions and in the narrator's sentences.
const MENTIONS: usize = 60;
const SENTENCES: u32 = 7;

// What makes a candidate of a pronoun likelier. The weights were chosen one at a time, in coarse
// steps, on 209 annotated articles of our own; the exact values matter little.
/// Lost with each of the narrator's sentences in between.
const SENTENCE: f32 = 1.0;
/// The mention is the subject of a verb.
const SUBJECT: f32 = 0.6;
/// It opens a sentence.
const FIRST: f32 = 0.3;
/// It is the source of a quote.
const SPEAKER: f32 = 0.2;
/// It only owns something: "Roe’s".
const OWNER: f32 = -0.5;
/// It stands in what somebody else reported.
const REPORTED: f32 = -1.2;
/// It stands in the pronoun's own paragraph.
const PARAGRAPH: f32 = 1.2;
/// The candidate spoke last.
const FLOOR: f32 = 0.9;
/// A person with a name, and one without.
const NAMED: f32 = 1.1;
const UNNAMED: f32 = -0.8;
/// For each unit of evidence that the gender agrees.
const GENDER: f32 = 0.6;
/// Evidence against the gender that counts as more than a hint.
const CLASH: f32 = -0.4;

/// What a candidate of a pronoun must reach.
const ENOUGH: f32 = -2.0;

impl Linker<'_, '_> {
    /// Whom the pronoun `word` of a mention means.
    pub(super) fn pronoun(
        &mut self,
        mention: &Mention,
        word: &str,
        mentions: &Mentions,
        found: &[Option<Link>],
    ) -> Option<Link> {
        let at = mention.tokens.start;
        match word {
            "who" | "which" | "whom" | "whose" => self.antecedent(at, word == "which", mentions, found),
            "they" | "their" | "them" => self.several(at, mention.quote),
            "it" | "its" => self.body(at, mention.quote),
            // a statement's "we", outside anybody's words
            "we" if self.page.quotation(at) == 0 && self.page.content(at) == 0 => {
                self.body(at, mention.quote).filter(|link| !self.entities.all[link.id].place)
            }
            "i" | "we" | "my" | "our" | "you" | "your" | "me" | "us" => None,
            _ => match gender::of_pronoun(word) {
                0.0 => self.indefinite(mention, word),
                gender => self.person(at, gender, mention.quote).or_else(|| self.later(at, gender, mentions)),
            },
        }
    }

    /// "others", "many", "one".
    fn indefinite(&mut self, mention: &Mention, word: &str) -> Option<Link> {
        if let Some((count, "them")) = word.rsplit_once(" of ").map(|(count, of)| (count.to_ascii_lowercase(), of)) {
            let group = self.several(mention.tokens.start, mention.quote)?.id;
            if self.entities.all[group].kind != SpeakerType::Group {
                return None;
            }
            if count != "one" {
                return Some(Link::new(group, Why::PartOf));
            }
            let name = format!("one of {}", self.entities.all[group].name);
            let one = Entity::new(SpeakerType::Unnamed, name, Vec::new(), mention.tokens.start);
            return Some(Link::new(self.entities.add(one), Why::PartOf));
        }
        if mention.quote == 0
            || word.len() < 3
            || matches!(word, "this" | "these" | "those" | "that" | "what" | "whoever")
        {
            return None;
        }
        let kind = match word {
            _ if word.contains(' ') => SpeakerType::Group,
            "one" | "another" | "someone" | "somebody" | "anyone" => SpeakerType::Unnamed,
            _ => SpeakerType::Group,
        };
        let entity = Entity::new(kind, word.to_owned(), Vec::new(), mention.tokens.start);
        Some(Link::new(self.entities.add(entity), Why::Itself))
    }

    /// Whom "who" at `at` follows.
    fn antecedent(&self, at: usize, body: bool, mentions: &Mentions, found: &[Option<Link>]) -> Option<Link> {
        let open = self.page.sentence_tokens(at).start;
        let before = found.len();
        let candidates = || {
            mentions.all[..before]
                .iter()
                .zip(found)
                .rev()
                .take(12)
                .take_while(|(mention, _)| mention.tokens.start >= open)
                .filter_map(|(mention, link)| link.map(|link| (mention, link.id)))
        };
        let near = candidates().find(|(mention, id)| {
            let fits = (self.entities.all[*id].kind == SpeakerType::Organisation) == body;
            fits && mention.tokens.end + 2 >= at && mention.tokens.end <= at
        });
        near.or_else(|| candidates().find(|(_, id)| self.entities.all[*id].is_person() && !body))
            .map(|(_, id)| Link::new(id, Why::Follows))
    }

    /// The person whom "he" or "she" at `at` means.
    pub(super) fn person(&self, at: usize, gender: f32, quote: u32) -> Option<Link> {
        self.best(at, quote, gender, |entity| {
            if entity.place && !entity.is_person() || !entity.members.is_empty() {
                return None;
            }
            let agrees = gender * entity.gender;
            if agrees <= -1.0 {
                return None;
            }
            let guess = match entity.kind {
                SpeakerType::Person => NAMED,
                SpeakerType::Unnamed => UNNAMED,
                SpeakerType::Organisation if entity.unsure => -1.6,
                _ => return None,
            };
            let clash = if agrees <= CLASH { -1.6 } else { 0.0 };
            Some(clash + guess + (agrees * GENDER).clamp(-1.2, 1.0))
        })
    }

    /// The people or bodies whom "they" at `at` means.
    pub(super) fn several(&self, at: usize, quote: u32) -> Option<Link> {
        self.best(at, quote, 0.0, |entity| match entity.kind {
            SpeakerType::Group => Some(1.5),
            SpeakerType::Organisation if entity.place => Some(-1.5),
            SpeakerType::Organisation => Some(0.0),
            SpeakerType::Unnamed => Some(-1.0),
            _ => None,
        })
    }

    /// The body that "it" at `at` means.
    pub(super) fn body(&self, at: usize, quote: u32) -> Option<Link> {
        self.best(at, quote, 0.0, |entity| match entity.kind {
            SpeakerType::Organisation if entity.place => Some(-0.3),
            SpeakerType::Organisation => Some(0.5),
            // a crew is "it", "many" are not
            SpeakerType::Group if entity.members.is_empty() && !entity.roles.is_empty() => Some(-0.8),
            _ => None,
        })
    }

    /// The candidate that is most in mind at `at`. `fits` gives a bonus, or `None` for no fit.
    fn best(&self, at: usize, quote: u32, gender: f32, fits: impl Fn(&Entity) -> Option<f32>) -> Option<Link> {
        let page = self.page;
        let now = page.clock(at);
        let paragraph = page.document.paragraph_at(page.token(at).span.start);
        // the likeliest mention of each
        let mut ranked: Vec<Recent> = Vec::new();
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
            let mut score = bonus - SENTENCE * past as f32;
            score += if seen.subject { SUBJECT } else { 0.0 };
            score += if seen.speaker { SPEAKER } else { 0.0 };
            score += if seen.owner { OWNER } else { 0.0 };
            score += if content != 0 { REPORTED } else { 0.0 };
            if page.sentence_tokens(seen.at).start == seen.at {
                score += FIRST;
            }
            if page.document.paragraph_at(page.token(seen.at).span.start) == paragraph {
                score += PARAGRAPH;
            }
            let floor =
                self.floor.is_some_and(|(id, spoke)| id == seen.id && now.saturating_sub(page.clock(spoke)) <= 2);
            score += if floor { FLOOR } else { 0.0 };
            let recent = Recent { seen: *seen, past, floor, gender, score, next: None };
            match ranked.iter_mut().find(|known| known.seen.id == seen.id) {
                Some(known) if known.score < score => *known = Recent { score: score + 0.05, ..recent },
                Some(known) => known.score += 0.05,
                None => ranked.push(recent),
            }
        }
        // of equals the later mentioned, which comes first
        let mut best: Option<Recent> = None;
        let mut second: Option<Recent> = None;
        for recent in ranked {
            if recent.score > best.map_or(ENOUGH, |top| top.score) {
                second = best;
                best = Some(recent);
            } else if recent.score > second.map_or(ENOUGH, |top| top.score) {
                second = Some(recent);
            }
        }
        let next = second.map(|other| (other.seen.id, other.score));
        best.map(|best| Link::new(best.seen.id, Why::InMind(Recent { next, ..best })))
    }

    /// A quote can open an article and name its speaker in the next sentence.
    fn later(&self, at: usize, gender: f32, mentions: &Mentions) -> Option<Link> {
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
                    (entity.kind == SpeakerType::Person && entity.gender * gender > 0.0)
                        .then_some(Link::new(id, Why::NamedLater))
                }
                _ => None,
            })
    }
}
