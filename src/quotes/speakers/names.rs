//! Finds the names of a text: runs of capitalised words, taken apart into title
//! and name, with a first guess at what they name.
//!
//! A run takes in initials, particles ("van der", "bin", "al-"), a nickname in
//! quotation marks and a suffix; a body's name also "of", "for", "&" and an
//! inner possessive ("the Harbour Pilots' Union"). What a single word names is
//! decided later, by the other names of the article.

use std::ops::Range;

use super::lists::{Lists, Traits, fold};
use super::page::{Page, is_initial};
use crate::quotes::lexicon::Classes;
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
                TokenKind::Mark if page.word(at).len() < 5 && self.core.len() > 3 => inside = !inside,
                TokenKind::Punctuation if matches!(page.word(at), "(" | ")") => inside = !inside,
                TokenKind::Punctuation if page.word(at) != "&" => {}
                _ if inside => {}
                _ => words.push(page.word(at)),
            }
        }
        words
    }
}

/// Capitalised words that open an office of several words.
const OFFICE_WORDS: &[&str] = &[
    "prime",
    "foreign",
    "deputy",
    "chief",
    "interior",
    "defence",
    "defense",
    "finance",
    "justice",
    "home",
    "press",
    "vice",
    "attorney",
    "first",
    "lord",
    "lieutenant",
    "district",
    "state",
    "general",
    "health",
    "education",
    "labor",
    "labour",
    "supreme",
    "police",
    "house",
    "senate",
    "assistant",
    "acting",
    "managing",
    "executive",
    "security",
    "trade",
];

/// What a secretary or minister can be "of" in one word.
const PORTFOLIOS: &[&str] = &[
    "state",
    "justice",
    "defense",
    "defence",
    "staff",
    "health",
    "education",
    "labor",
    "labour",
    "treasury",
    "police",
    "corrections",
    "prisons",
    "finance",
    "interior",
    "energy",
    "trade",
    "transport",
    "transportation",
    "agriculture",
    "commerce",
    "war",
    "culture",
    "information",
    "security",
    "intelligence",
    "operations",
];

/// Whether the word at `at` tells a body when it is part of a name.
fn is_body(page: &Page<'_>, at: usize) -> bool {
    page.is(at, Classes::ORGANISATION) || Lists::shared().traits(page.word(at)).any(Traits::BODY)
}

/// Whether the word at `at` is a title or role that a name can follow.
fn is_title(page: &Page<'_>, at: usize) -> bool {
    (page.is(at, Classes::TITLE.or(Classes::ROLE))
        || Lists::shared().traits(page.word(at)).any(Traits::TITLE.or(Traits::HONORIFIC)))
        && !is_initial(page.word(at))
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
        let end = run_end(page, at);
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
    const FOR: &[&str] = &[
        "Agency",
        "Alliance",
        "Association",
        "Bureau",
        "Campaign",
        "Center",
        "Centre",
        "Citizens",
        "Coalition",
        "College",
        "Commission",
        "Commissioner",
        "Committee",
        "Council",
        "Department",
        "Doctors",
        "Foundation",
        "Fund",
        "Institute",
        "Ministry",
        "Mothers",
        "Movement",
        "Network",
        "Office",
        "Partnership",
        "Party",
        "Physicians",
        "School",
        "Society",
        "Trust",
        "Union",
        "Families",
        "Lawyers",
        "Action",
        "Justice",
    ];
    const ON: &[&str] = &[
        "Alliance",
        "Campaign",
        "Center",
        "Centre",
        "Coalition",
        "Commission",
        "Committee",
        "Conference",
        "Council",
        "Institute",
        "Office",
        "Panel",
    ];
    if preposition == "for" { FOR.contains(&word) } else { ON.contains(&word) }
}

/// Tokens that a possessive and the words after it add to a body's name, 0 for none.
fn possessive(page: &Page<'_>, start: usize, at: usize, limit: usize) -> usize {
    let plural = page.word(at - 1).ends_with('s');
    let the = start > 0 && page.word(start - 1).eq_ignore_ascii_case("the");
    if !plural && !the || page.word(at).ends_with('s') && !the {
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
            let inner = (open + 1..close).any(|at| page.token(at).capitalised && page.word(at).len() > 1);
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

/// Takes a run apart.
fn read(page: &Page<'_>, mut run: Range<usize>) -> Option<Name> {
    let lists = Lists::shared();
    let opens = page.opens(run.start);
    // "Speaking", "Asked", "Tuesday": words that open a sentence
    while !run.is_empty() && opens && opener(page, run.start) {
        run.start += 1;
    }
    // "Rufus Roe QC"
    while run.len() > 2
        && lists.traits(page.word(run.end - 1)).any(Traits::POSTNOMINAL)
        && shouted(page.word(run.end - 1))
    {
        run.end -= 1;
    }
    if run.is_empty() {
        return None;
    }
    let the = run.start > 0 && matches!(page.word(run.start - 1), "the" | "The" | "THE");
    let first = lists.traits(page.word(run.start)).any(Traits::FIRST);
    let whole = |shape| Some(Name { tokens: run.clone(), core: run.clone(), shape, doubtful: false });

    if let Some(country) = place(page, run.clone()) {
        return whole(if country { Shape::Place } else { Shape::Single });
    }
    if run.len() > 1
        && let Some(core) = after_title(page, run.clone())
    {
        let core = core..run.end;
        if !core.is_empty() {
            return Some(Name { tokens: run, core, shape: Shape::Person, doubtful: false });
        }
        return whole(Shape::Office);
    }
    let last = (run.clone()).rev().find(|&at| !lists.traits(page.word(at)).any(Traits::SUFFIX)).unwrap_or(run.start);
    if run.len() == 1 {
        return single(page, run, opens, the);
    }
    if is_title(page, last) && !is_body(page, last) && (!first || the) && is_office(page, run.start..last, the) {
        return whole(Shape::Office);
    }
    if run.len() > 1 && lists.traits(page.word(last)).any(Traits::SITE) && !(first && run.len() == 2) {
        return whole(Shape::Site);
    }
    let body = run.clone().find(|&at| is_body(page, at));
    let person_first = first && run.len() == 2 && !the && body == Some(last);
    let linked = run.clone().any(|at| matches!(page.word(at), "of" | "for" | "on" | "&"));
    if body.is_some() && !person_first || linked {
        return whole(Shape::Organisation);
    }
    if lists.traits(page.word(last)).any(Traits::PAPER) && (the || !first) {
        return whole(Shape::Organisation);
    }
    let mut core = run.clone();
    // "Iraqi Haidar Roe", but "French Connection"
    if core.len() > 2 && lists.traits(page.word(core.start)).any(Traits::DEMONYM) {
        core.start += 1;
    }
    let told = core.clone().any(|at| {
        let traits = lists.traits(page.word(at));
        is_initial(page.word(at))
            || at == core.start && traits.any(Traits::FIRST)
            || at > core.start && traits.any(Traits::PARTICLE.or(Traits::SUFFIX)) && page.word(at).len() > 1
            || !page.token(at).capitalised && page.word(at).contains('-')
    });
    let shape = if told {
        Shape::Person
    } else if the || core.len() > 4 {
        Shape::Organisation
    } else {
        Shape::Likely
    };
    Some(Name { tokens: run, core, shape, doubtful: false })
}

/// Whether the sentence-opening word at `at` is a verb or a noun rather than a name.
fn opener(page: &Page<'_>, at: usize) -> bool {
    const CALLS: &[&str] = &[
        "Meet",
        "Enter",
        "Call",
        "Remember",
        "Imagine",
        "Poor",
        "Dear",
        "Young",
        "Old",
        "Little",
        "Thank",
        "Blame",
        "Watch",
        "Yesterday",
        "Today",
        "Tonight",
        "Neither",
        "Either",
        "Like",
        "Unlike",
        "Contrast",
        "Cue",
        "Listen",
        "Forget",
    ];
    if Lists::shared().traits(page.word(at)).any(Traits::FIRST) || is_title(page, at) {
        return false;
    }
    if CALLS.contains(&page.word(at)) {
        return page.token_capitalised(at + 1);
    }
    page.is(at, Classes::CUE.or(Classes::FINITE)) && !page.is(at, Classes::ORGANISATION)
        || page.word(at).ends_with("ing") && page.word(at).len() > 5 && !page.is_verb(at + 1)
        || page.is(at, Classes::STATEMENT)
}

/// A run of one word.
fn single(page: &Page<'_>, run: Range<usize>, opens: bool, the: bool) -> Option<Name> {
    let at = run.start;
    let word = page.word(at);
    let shouted = shouted(word);
    let shape = if shouted {
        Shape::Organisation
    } else if is_title(page, at) || page.is(at, Classes::ORGANISATION.or(Classes::STATEMENT)) {
        // "Congress" alone is a name, "the Court" is a noun
        let proper = page.is(at, Classes::ORGANISATION) && !opens && !the && !preceded_by_determiner(page, at);
        if !proper {
            return Some(Name { tokens: run.clone(), core: run, shape: Shape::Office, doubtful: true });
        }
        Shape::Organisation
    } else if Lists::shared().traits(word).any(Traits::DEMONYM) && !shouted {
        return Some(Name { tokens: run.clone(), core: run, shape: Shape::Office, doubtful: true });
    } else {
        Shape::Single
    };
    let next = at + 1;
    let stops = next >= page.len()
        || page.token(next).kind != TokenKind::Word
        || page.is_verb(next)
        || matches!(page.word(next), "'s" | "’s" | "and");
    let doubtful = opens && !shouted && !stops;
    Some(Name { tokens: run.clone(), core: run, shape, doubtful })
}

/// Whether a word is two letters or more, all capitals.
fn shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && word.chars().all(|c| !c.is_lowercase())
}

fn preceded_by_determiner(page: &Page<'_>, at: usize) -> bool {
    at > 0 && page.is(at - 1, Classes::DETERMINER.or(Classes::POSSESSIVE)) && page.sentence(at - 1) == page.sentence(at)
}

/// Whether a run is a known place: `Some(true)` for one that speaks as a government.
fn place(page: &Page<'_>, run: Range<usize>) -> Option<bool> {
    if run.len() > 4 {
        return None;
    }
    let text = page.text(run);
    if text.len() > 24 {
        return None;
    }
    Lists::shared().country(&fold(text)).map(|_| true)
}

/// Whether the words before a title at the end of a run make an office of it.
fn is_office(page: &Page<'_>, before: Range<usize>, the: bool) -> bool {
    let lists = Lists::shared();
    the || before.start > 0 && preceded_by_determiner(page, before.start)
        || before.start > 0 && matches!(page.word(before.start - 1), "'s" | "’s" | "'" | "’")
        || before.clone().any(|at| {
            let word = page.word(at);
            page.is(at, Classes::TITLE.or(Classes::ROLE).or(Classes::ORGANISATION))
                || lists.traits(word).any(Traits::DEMONYM)
                || lists.country(&fold(word)).is_some()
                || OFFICE_WORDS.iter().any(|office| word.eq_ignore_ascii_case(office))
        })
}

/// Where the name begins after the last title of a run; the run's end when an
/// office is all there is; `None` when there is no title with something after it.
fn after_title(page: &Page<'_>, run: Range<usize>) -> Option<usize> {
    let lists = Lists::shared();
    let is_suffix = |at: usize| lists.traits(page.word(at)).any(Traits::SUFFIX);
    let named_first =
        lists.traits(page.word(run.start)).any(Traits::FIRST) && lists.country(&fold(page.word(run.start))).is_none();
    let title = run.clone().rev().find(|&at| {
        is_title(page, at)
            && (at + 1..run.end).any(|later| !is_suffix(later) && page.word(later) != ",")
            && !(named_first && at > run.start && !page.is(at, Classes::TITLE))
            && !(named_first && at == run.start && !page.is(at, Classes::TITLE))
    })?;
    let mut start = title + 1;
    if page.word(start) == "of" {
        start += 1;
        if page.word(start) == "the" {
            start += 1;
        }
        let rest = start..run.end;
        let first = rest.clone().skip(1).find(|&at| lists.traits(page.word(at)).any(Traits::FIRST));
        let known_place = (rest.start + 1..rest.end).rev().find(|&end| place(page, rest.start..end).is_some());
        let portfolio = PORTFOLIOS.iter().any(|p| page.word(rest.start).eq_ignore_ascii_case(p));
        return Some(match rest.len() {
            _ if place(page, rest.clone()).is_some() => run.end,
            _ if first.is_some() => first.unwrap_or(run.end),
            _ if known_place.is_some() => known_place.unwrap_or(run.end),
            n if n > 1 && portfolio => rest.start + 1,
            n if n > 3 && !rest.clone().any(|at| is_body(page, at)) => run.end - 2,
            _ => run.end,
        });
    }
    // "the Justice Department", "General Motors", "Sister Parish Charities"
    let rest_is_body = (start..run.end).any(|at| is_body(page, at) || matches!(page.word(at), "of" | "'s" | "’s"));
    if rest_is_body {
        let known = lists.traits(page.word(start)).any(Traits::FIRST) && run.end - start == 2;
        let dotted = page.word(title).ends_with('.');
        return (known || dotted).then_some(start);
    }
    // "Prime Minister" and the like leave only words of offices
    let office = (start..run.end)
        .all(|at| is_title(page, at) || OFFICE_WORDS.iter().any(|o| page.word(at).eq_ignore_ascii_case(o)));
    if office && run.end - start == 1 && !page.word(title).ends_with('.') && !is_honorific(page.word(title)) {
        return None;
    }
    // a demonym or a party after the title is no name yet
    while start + 1 < run.end && lists.traits(page.word(start)).any(Traits::DEMONYM) && run.end - start > 2 {
        start += 1;
    }
    Some(start)
}

/// "Mr.": a title that tells no office.
pub(super) fn is_honorific(word: &str) -> bool {
    Lists::shared().traits(word.trim_end_matches('.')).any(Traits::HONORIFIC)
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
            ("The Harbour Pilots’ Union objected.", "Harbour Pilots ’ Union"),
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
