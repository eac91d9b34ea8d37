//! Finds the names of a text: runs of capitalised words, taken apart into title
//! and name, with a first guess at what they name.
//!
//! A run takes in initials, particles ("van der", "bin", "al-"), a nickname in
//! quotation marks and a suffix; a body's name also "of", "for", "&" and an
//! inner possessive ("the Harbour Pilots' Union"). What a single word names is
//! decided later, by the other names of the article.

use std::ops::Range;

use super::lists::{Lists, Traits};
use super::page::{Page, is_initial};
use super::shapes::{is_body, is_title, read};
use super::sorts::{self, Sort};
use crate::text::TokenKind;

/// What a name looks to be a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A person: a first name, a title, an initial or a particle tells.
    Person,
    /// Two words or more that nothing tells of: mostly a person.
    Likely,
    /// One word: a surname, a company, a town.
    Single,
    /// A body, by a word of its name or by its capitals.
    Organisation,
    /// A country, a state or a capital.
    Place,
    /// A bay, a street, a town.
    Site,
    /// No name but an office: "Foreign Minister".
    Office,
}

/// A name where it stands.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// The whole run, title included.
    pub(super) tokens: Range<usize>,
    /// The name without its title.
    pub(super) core: Range<usize>,
    /// What it looks to be.
    pub(super) shape: Shape,
    /// One word that opens a sentence: perhaps no name at all.
    pub(super) doubtful: bool,
}

impl Name {
    /// The tokens before the name proper.
    pub(super) fn title(&self) -> Range<usize> {
        self.tokens.start..self.core.start
    }

    /// Words of the name, without marks and a nickname in them.
    pub(super) fn words<'p>(&self, page: &Page<'p>) -> Vec<&'p str> {
        let mut words = Vec::with_capacity(self.core.len());
        let mut inside = false;
        for at in self.core.clone() {
            match page.token(at).kind {
                // a nickname's marks; a possessive's stands attached to its word
                TokenKind::Mark if page.token(at).spaced || inside => inside = !inside,
                TokenKind::Mark => {}
                TokenKind::Punctuation if matches!(page.word(at), "(" | ")") => inside = !inside,
                TokenKind::Punctuation if page.word(at) != "&" => {}
                _ if inside => {}
                _ => words.push(page.word(at)),
            }
        }
        if words.is_empty() {
            // a name that is nickname or bracket throughout
            words.extend(self.core.clone().map(|at| page.word(at)));
        }
        words
    }
}

/// All names of `page`, in order.
pub(super) fn find(page: &Page<'_>) -> Vec<Name> {
    let mut names = Vec::with_capacity(page.len() / 12);
    let mut at = 0;
    while at < page.len() {
        if !page.is_name_word(at) {
            at += 1;
            continue;
        }
        let mut end = run_end(page, at);
        // "in Parliament" before a source that is "Ann Roe": the source knows better
        if let Some(source) = (at + 1..end).find(|&token| page.source_starts(token))
            && !(at..source).any(|token| is_title(page, token))
        {
            end = source;
        }
        if let Some(name) = read(page, at..end) {
            names.push(name);
        }
        at = end;
    }
    names
}

/// One past the last token of the run that starts at `start`.
fn run_end(page: &Page<'_>, start: usize) -> usize {
    let limit = page.sentence_tokens(start).end;
    let mut end = start + 1;
    let mut body = is_body(page, start);
    let mut joined = false;
    let quotation = page.quotation(start);
    while end < limit && page.quotation(end) == quotation {
        let word = page.word(end);
        let name_at = |at: usize| at < limit && page.is_name_word(at);
        if name_at(end) {
            // "said Ann Roe. Mr. Lim": a title opens a name of its own, unless it is part of an office
            body |= is_body(page, end);
            end += 1;
            continue;
        }
        let last = end - 1;
        let step = match word {
            "of" if (body || is_title(page, last)) && !is_initial(page.word(last)) => {
                joined = true;
                usize::from(name_at(end + 1)) * 2 + usize::from(page.word(end + 1) == "the" && name_at(end + 2)) * 3
            }
            "for" | "on" if takes_for(page.word(last), word) => {
                joined = true;
                usize::from(name_at(end + 1)) * 2 + usize::from(page.word(end + 1) == "the" && name_at(end + 2)) * 3
            }
            "and"
                if body
                    && joined
                    && name_at(end + 1)
                    && !is_title(page, end + 1)
                    && !is_body(page, last)
                    && !Lists::shared().traits(page.word(end + 1)).any(Traits::FIRST) =>
            {
                2
            }
            "&" if name_at(end + 1) => {
                body = true;
                2
            }
            "," if name_at(end + 1) && Lists::shared().traits(page.word(end + 1)).any(Traits::SUFFIX) => 2,
            "'s" | "’s" | "'" | "’" if !page.token(end).spaced => possessive(page, start, end, limit),
            "(" => nickname(page, end, limit),
            _ if page.token(end).kind == TokenKind::Mark => nickname(page, end, limit),
            _ if page.token(end).kind == TokenKind::Number && body && is_body(page, last) => 1,
            _ if Lists::shared().traits(word).any(Traits::PARTICLE) => {
                if name_at(end + 1) {
                    2
                } else if Lists::shared().traits(page.word(end + 1)).any(Traits::PARTICLE) && name_at(end + 2) {
                    3
                } else {
                    0
                }
            }
            _ => 0,
        };
        if step == 0 {
            break;
        }
        body |= (end..end + step).any(|at| is_body(page, at));
        end += step;
    }
    end
}

/// "Center for", "Council on": words after which a body's name goes on.
fn takes_for(word: &str, preposition: &str) -> bool {
    let sort = if preposition == "for" { Sort::FOR_NAME } else { Sort::ON_NAME };
    word.starts_with(char::is_uppercase) && sorts::is(word, sort)
}

/// Tokens that a possessive and the words after it add to a body's name, 0 for none.
fn possessive(page: &Page<'_>, start: usize, at: usize, limit: usize) -> usize {
    let plural = page.word(at - 1).ends_with('s');
    let the = start > 0 && page.word(start - 1).eq_ignore_ascii_case("the");
    if !(the || plural && !page.word(at).ends_with('s')) {
        return 0;
    }
    let mut end = at + 1;
    while end < limit && page.token(end).spaced && page.token(end).capitalised && page.is_name_word(end) {
        end += 1;
    }
    if end > at + 1 && is_body(page, end - 1) { end - at } else { 0 }
}

/// Tokens of a nickname in marks or brackets at `open` with the name word after it, 0 for none.
fn nickname(page: &Page<'_>, open: usize, limit: usize) -> usize {
    if !page.token(open).spaced {
        return 0;
    }
    for close in open + 2..(open + 5).min(limit) {
        if page.token(close).kind == TokenKind::Mark && page.word(open) != "(" || page.word(close) == ")" {
            // "(CNN)" is no nickname
            let agency = |at: usize| page.word(open) == "(" && page.word(at).bytes().all(|b| b.is_ascii_uppercase());
            let inner =
                (open + 1..close).any(|at| page.token(at).capitalised && page.word(at).len() > 1 && !agency(at));
            let after = close + 1 < limit && page.is_name_word(close + 1) && page.token(close + 1).spaced;
            let attached = !page.token(open + 1).spaced && !page.token(close).spaced;
            return if inner && after && attached { close + 2 - open } else { 0 };
        }
        if page.token(close).kind == TokenKind::Punctuation {
            return 0;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    fn found(text: &str) -> Vec<(String, Shape)> {
        let document = Document::new(text);
        let page = Page::new(&document, &[]);
        find(&page)
            .iter()
            .filter(|n| !n.doubtful && n.shape != Shape::Office)
            .map(|n| (n.words(&page).join(" "), n.shape))
            .collect()
    }

    fn names(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_name_is_taken_out_of_its_title() {
        for (text, name) in [
            ("Energy Minister Orla Quist spoke.", "Orla Quist"),
            ("US District Judge Ann Roe ruled.", "Ann Roe"),
            ("It was up to Harbour Committee Chairman Hal Strand.", "Hal Strand"),
            ("Secretary of State Piers Lund left.", "Piers Lund"),
            ("Mr. Lim left.", "Lim"),
            ("Ohio Gov. Tess Orr left.", "Tess Orr"),
            ("Deputy Attorney General Dov Rusk left.", "Dov Rusk"),
            ("Sister Philippa Ould prayed.", "Philippa Ould"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn a_name_keeps_initials_particles_and_suffixes() {
        for name in [
            "Joan P. Roe",
            "Piet van der Lubbe",
            "Adil bin Sahl",
            "Samir al-Tayeb",
            "Rory McCrae",
            "Gar O’Dowd",
            "Ann Roe-Smith",
            "Félix Žižka",
            "Owen Strand III",
        ] {
            assert_eq!(names(&format!("Then {name} left.")), [name]);
        }
        assert_eq!(names("Then Owen Strand, Jr., left."), ["Owen Strand Jr."]);
        assert_eq!(names("Then Robert “Bobby” Strand left."), ["Robert Strand"]);
    }

    #[test]
    fn bodies_are_told_from_people() {
        for (text, name) in [
            ("Then the Center for Quiet Roads objected.", "Center for Quiet Roads"),
            ("Then Kettle & Drum objected.", "Kettle & Drum"),
            ("The Harbour Pilots’ Union objected.", "Harbour Pilots Union"),
            ("Then the Department of Roads and Bridges objected.", "Department of Roads and Bridges"),
            ("Then Orlop Logistics objected.", "Orlop Logistics"),
        ] {
            assert_eq!(found(text), [(name.to_owned(), Shape::Organisation)], "{text}");
        }
        assert_eq!(found("Riyadh objected."), [("Riyadh".to_owned(), Shape::Place)]);
    }

    #[test]
    fn an_office_alone_is_no_name() {
        assert!(names("The Foreign Minister met the Chief Justice.").is_empty());
        assert!(names("Prosecutors and Turkish officials met. Speaking later, they left.").is_empty());
    }
}
