//! Tells the steps from a quote's source to its speaker, from the links as they were decided.

use super::Decided;
use super::entities::Entity;
use super::mentions::What;
use super::page::Page;
use super::why::{Link, Recent, Way, Why};
use crate::quotes::SpeakerType;
use crate::quotes::explanation::Step;
use crate::text::Span;

/// Longest way back over pronouns that is told, in mentions.
const LONGEST: usize = 4;

/// The steps for quote `number`.
pub(super) fn of_quote(page: &Page<'_>, decided: &Decided, number: usize) -> Vec<Step> {
    let teller = Teller { page, decided };
    let parts: Vec<usize> = decided.mentions.of_source[number].iter().flatten().copied().collect();
    let mut steps = Vec::new();
    for &part in &parts {
        teller.mention(part, "the source".to_owned(), &mut steps);
        let mut at = part;
        // back over "he" to "Mr. Roe"
        for _ in 0..LONGEST {
            let Some(Link { id, why: Why::InMind(recent) }) = decided.links[at] else { break };
            let back = recent.seen.mention;
            if decided.links[back].is_none_or(|link| link.id != id) {
                break; // several that were named together
            }
            teller.mention(back, teller.in_mind(&recent), &mut steps);
            at = back;
        }
        if parts.len() > 1
            && let Some(link) = decided.links[at]
        {
            steps.push(teller.bearer(link, at));
        }
    }
    match decided.speakers[number] {
        Some(link) => {
            let last = parts.last().map(|&part| teller.origin(part));
            let own = last.and_then(|at| decided.links[at]).filter(|own| own.id == link.id);
            let mut step = teller.bearer(own.unwrap_or(link), last.unwrap_or(usize::MAX));
            if own.is_none()
                && let Some(reason) = teller.reason(link)
            {
                step.why = format!("{reason}; {}", teller.known(&decided.entities.all[link.id]));
            }
            steps.push(step);
        }
        None => {
            let why =
                if parts.is_empty() { "no source, and nobody’s words go on" } else { "fits nobody in the article" };
            steps.push(Step { span: None, text: "unknown".to_owned(), why: why.to_owned() });
        }
    }
    steps
}

struct Teller<'a, 'd> {
    page: &'a Page<'d>,
    decided: &'a Decided,
}

impl Teller<'_, '_> {
    fn mention(&self, at: usize, why: String, steps: &mut Vec<Step>) {
        let tokens = self.decided.mentions.all[at].tokens.clone();
        let text = self.page.text(tokens.clone()).to_owned();
        steps.push(Step { span: Some(self.page.document.span_of(tokens)), text, why });
    }

    /// The mention that a pronoun leads back to.
    fn origin(&self, part: usize) -> usize {
        let mut at = part;
        for _ in 0..LONGEST {
            match self.decided.links[at] {
                Some(Link { id, why: Why::InMind(recent) })
                    if self.decided.links[recent.seen.mention].is_some_and(|link| link.id == id) =>
                {
                    at = recent.seen.mention;
                }
                _ => break,
            }
        }
        at
    }

    /// Whom mention `at` was taken for.
    fn bearer(&self, link: Link, at: usize) -> Step {
        let entity = &self.decided.entities.all[link.id];
        let speaker = super::voices::describe(entity);
        let name = speaker.name.unwrap_or_default();
        let text = speaker.description.map_or(name.clone(), |role| format!("{name}, {role}"));
        let known = self.known(entity);
        let reason = match link.why {
            Why::Named => self.way(link, at).map(str::to_owned),
            _ => self.reason(link),
        };
        let why = reason.map_or(known.clone(), |reason| format!("{reason}; {known}"));
        Step { span: self.place(entity), text, why }
    }

    /// By what a name is its bearer's; `None` when it is the fullest name itself.
    fn way(&self, link: Link, at: usize) -> Option<&'static str> {
        let names = &self.decided.names;
        let tokens = self.decided.mentions.all.get(at)?.tokens.clone();
        let first = names.partition_point(|name| name.core.end <= tokens.start);
        let of_name = &self.decided.of_name[first..];
        let mut inside = of_name.iter().zip(first..).take_while(|(_, n)| names[*n].core.start < tokens.end);
        let (_, number) = inside.find(|(id, _)| **id == Some(link.id))?;
        let whole = names[number].core.start == self.decided.entities.all[link.id].named;
        match self.decided.ways[number] {
            Way::Same if whole => None,
            Way::Same => Some("the same name"),
            Way::Variant => Some("another form of the name"),
            Way::Surname => Some("the surname"),
            Way::FirstName => Some("the first name"),
            Way::Part => Some("a part of the name"),
            Way::Initials => Some("the initials"),
            Way::Place => Some("the place’s government"),
        }
    }

    /// What the article has of the speaker, and where.
    fn known(&self, entity: &Entity) -> String {
        if !entity.members.is_empty() {
            return "speak together".to_owned();
        }
        let paragraph = |token: usize| self.page.document.paragraph_at(self.page.token(token).span.start) + 1;
        let named = entity.name.starts_with(|c: char| c.is_uppercase());
        let mut known = match entity.kind {
            SpeakerType::Person | SpeakerType::Organisation if named => "fullest name".to_owned(),
            SpeakerType::Unknown => "words without an author".to_owned(),
            _ => "no name in the article".to_owned(),
        };
        known.push_str(&format!(", introduced in paragraph {}", paragraph(entity.named)));
        if let Some(role) = entity.role().filter(|role| paragraph(role.at) != paragraph(entity.named)) {
            known.push_str(&format!(", role told in paragraph {}", paragraph(role.at)));
        }
        if let Some(owner) = entity.owner {
            known.push_str(&format!(", belongs to {}", self.decided.entities.all[owner].name));
        }
        known
    }

    /// Where the name or the first description stands.
    fn place(&self, entity: &Entity) -> Option<Span> {
        if !entity.members.is_empty() {
            return None;
        }
        let names = &self.decided.names;
        let at = names.partition_point(|name| name.core.start < entity.named);
        if let Some(name) = names.get(at).filter(|name| name.core.start == entity.named) {
            return Some(self.page.document.span_of(name.core.clone()));
        }
        let mentions = &self.decided.mentions.all;
        let at = mentions.partition_point(|mention| mention.tokens.start < entity.named);
        let mention = mentions.get(at).filter(|m| m.tokens.start == entity.named && !matches!(m.what, What::Name(_)));
        mention.map(|mention| self.page.document.span_of(mention.tokens.clone()))
    }

    fn reason(&self, link: Link) -> Option<String> {
        Some(match link.why {
            Why::InMind(recent) => self.in_mind(&recent),
            Why::NamedLater => "named as a subject right after".to_owned(),
            Why::Follows => "whom it follows".to_owned(),
            Why::Apposed => "in apposition to the name".to_owned(),
            Why::Introduced => "introduced with that role".to_owned(),
            Why::Announced => "holder of the office who is named soon after".to_owned(),
            Why::Company => "the body named last".to_owned(),
            Why::Author => "whose document it is".to_owned(),
            Why::Floor => "spoke last".to_owned(),
            Why::Byline => "signs the article".to_owned(),
            Why::PartOf => "some of them".to_owned(),
            Why::Within => "said within the words of the quote around it".to_owned(),
            Why::GoesOn => "goes on from the quote before".to_owned(),
            Why::Together | Why::Itself | Why::Named => return None,
        })
    }

    /// "subject of the sentence before, male, spoke last; 2.3 against 0.9 for Ann Roe".
    fn in_mind(&self, recent: &Recent) -> String {
        let what = match (recent.seen.subject, recent.seen.owner) {
            (true, _) => "subject",
            (_, true) => "owner",
            _ => "mentioned",
        };
        let mut said = match (recent.past, recent.seen.subject) {
            (0, _) => format!("{what} in the same sentence"),
            (1, true) => format!("{what} of the sentence before"),
            (1, false) => format!("{what} in the sentence before"),
            (past, _) => format!("{what} {past} sentences before"),
        };
        let entities = &self.decided.entities.all;
        let gender = recent.gender * entities[recent.seen.id].gender;
        if gender > 0.0 {
            said.push_str(if recent.gender > 0.0 { ", male" } else { ", female" });
        }
        if recent.floor {
            said.push_str(", spoke last");
        }
        if let Some((next, score)) = recent.next {
            said.push_str(&format!("; {:.1} against {score:.1} for {}", recent.score, entities[next].name));
        }
        said
    }
}
