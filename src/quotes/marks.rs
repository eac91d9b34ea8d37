//! Pairs quotation marks.
//!
//! Only outermost quotations count: what a quotation quotes belongs to it.
//! Marks are paired within a paragraph, so that one left open cannot swallow
//! the rest of an article; a speech whose paragraphs each reopen the marks is
//! told by the next paragraph's opening mark.

use crate::text::{Document, TokenKind, Unit};

/// A stretch of text between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Token index of the opening mark.
    pub open: usize,
    /// One past the token of the closing mark, or of the paragraph's last token.
    pub end: usize,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// Whether a closing mark ends it.
    pub closed: bool,
    /// Whether the next paragraph's first region goes on with the same speech.
    pub goes_on: bool,
}

impl Region {
    /// Tokens between the marks.
    pub fn inner(&self) -> std::ops::Range<usize> {
        self.open + 1..self.end - usize::from(self.closed)
    }
}

/// Which marks belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Guillemet,
    Single,
}

/// What the shape of a mark, and the space around it, allow it to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    Either,
    Neither,
}

/// The outermost quotations of `document`, in order.
pub fn pair(document: &Document<'_>) -> Vec<Region> {
    let singles = singles_are_main(document);
    let mut regions = Vec::new();
    let paragraphs = document.paragraphs();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let before = regions.len();
        let open = pair_paragraph(document, paragraph, index, singles, &mut regions);
        let Some((open, family)) = open else { continue };
        let reopened = paragraphs.get(index + 1).is_some_and(|next| {
            let first = next.tokens.start;
            family_of(document.word(first)) == Some(family) && role(document, first, next, family) != Role::Closes
        });
        let at_start = open == paragraph.tokens.start;
        if reopened {
            regions.push(Region { open, end: paragraph.tokens.end, paragraph: index, closed: false, goes_on: true });
        } else if at_start || regions.len() > before {
            // a closing mark was forgotten: the sentence is the most that it can mean,
            // or the paragraph where the one before led to it with a colon
            let sentence = &document.sentences()[document.sentence_at(document.tokens()[open].span.start)];
            let led = at_start && open > 0 && document.word(open - 1) == ":";
            let end = if led { paragraph.tokens.end } else { sentence.tokens.end };
            if end > open + 2 {
                regions.push(Region { open, end, paragraph: index, closed: false, goes_on: false });
            }
        }
    }
    regions
}

/// Pairs the marks of one paragraph; returns a mark still open at its end.
fn pair_paragraph(
    document: &Document<'_>,
    paragraph: &Unit,
    index: usize,
    singles: bool,
    regions: &mut Vec<Region>,
) -> Option<(usize, Family)> {
    let mut open: Option<(usize, Family)> = None;
    for at in paragraph.tokens.clone() {
        if document.tokens()[at].kind != TokenKind::Mark {
            continue;
        }
        let word = document.word(at);
        let Some(family) = family_of(word) else { continue };
        if family == Family::Single && !singles {
            continue;
        }
        match open {
            None => {
                if matches!(role(document, at, paragraph, family), Role::Opens | Role::Either) {
                    open = Some((at, family));
                }
            }
            Some((start, kind)) if kind == family => match role(document, at, paragraph, family) {
                Role::Closes | Role::Either => {
                    if family == Family::Single && is_plural_apostrophe(document, at, paragraph) {
                        continue;
                    }
                    if at > start + 1 {
                        regions.push(Region {
                            open: start,
                            end: at + 1,
                            paragraph: index,
                            closed: true,
                            goes_on: false,
                        });
                    }
                    open = None;
                }
                // the first was never closed: it ends with its last whole sentence before this one
                Role::Opens if family != Family::Single || matches!(word, "‘" | "‛") => {
                    if let Some(end) = last_stop(document, start, at) {
                        regions.push(Region { open: start, end, paragraph: index, closed: false, goes_on: false });
                    }
                    open = Some((at, family));
                }
                Role::Opens | Role::Neither => {}
            },
            Some(_) => {}
        }
    }
    open
}

fn family_of(word: &str) -> Option<Family> {
    Some(match word {
        "\"" | "“" | "”" | "„" | "‟" | "''" | "``" | "＂" | "‘‘" | "’’" | "「" | "」" => {
            Family::Double
        }
        "«" | "»" | "‹" | "›" => Family::Guillemet,
        "'" | "‘" | "’" | "‚" | "‛" | "`" | "´" => Family::Single,
        _ => return None,
    })
}

fn role(document: &Document<'_>, at: usize, paragraph: &Unit, family: Family) -> Role {
    let tokens = document.tokens();
    let word = document.word(at);
    let first = at == paragraph.tokens.start;
    let after_opening = !first
        && !tokens[at].spaced
        && matches!(
            document.word(at - 1),
            "(" | "[" | "—" | "–" | "-" | "--" | "/" | "“" | "‘" | "„" | "«" | "\"" | "'" | ":"
        );
    let free_before = first || tokens[at].spaced || after_opening;
    let next = (at + 1 < paragraph.tokens.end).then(|| tokens[at + 1]);
    let touches_next = next.is_some_and(|t| {
        !t.spaced
            && (t.kind != TokenKind::Punctuation
                || matches!(
                    t.span.of(document.text()),
                    "…" | "..." | "[" | "(" | "$" | "£" | "€" | "-" | "—" | "¿" | "¡"
                ))
    });
    match word {
        "„" | "‟" | "``" | "‘‘" | "「" | "‚" => Role::Opens,
        "」" => Role::Closes,
        // „low-high“ and careless typing close with an opening mark, and open with a closing one
        "“" if !free_before && !touches_next => Role::Closes,
        "“" => Role::Opens,
        "”" | "’’" if free_before && touches_next => Role::Either,
        "”" | "’’" => Role::Closes,
        // »reversed« guillemets: the space tells
        "«" | "»" | "‹" | "›" => match (free_before, touches_next) {
            (true, false) if matches!(word, "«" | "‹") => Role::Opens, // « with French spacing »
            (true, _) if matches!(word, "»" | "›") && !touches_next => Role::Closes,
            (true, _) => Role::Opens,
            (false, _) => Role::Closes,
        },
        "‘" | "‛" if free_before || touches_next => {
            if is_elision(document, at, next.is_some()) {
                Role::Neither
            } else {
                Role::Opens
            }
        }
        "’" | "'" | "`" | "´" | "‘" | "‛" if family == Family::Single => {
            if free_before && touches_next {
                if is_elision(document, at, next.is_some()) || word == "’" { Role::Neither } else { Role::Opens }
            } else if !free_before {
                Role::Closes
            } else {
                Role::Neither
            }
        }
        // straight marks and '': the space tells, and where it does not, what is open
        _ => match (free_before, touches_next) {
            (true, true) => Role::Either,
            (true, false) => Role::Either,
            (false, _) => Role::Closes,
        },
    }
}

/// ’90s, ’em, ’tis.
fn is_elision(document: &Document<'_>, at: usize, has_next: bool) -> bool {
    if !has_next {
        return false;
    }
    let next = document.word(at + 1);
    document.tokens()[at + 1].kind == TokenKind::Number
        || ["em", "tis", "twas", "til", "cause", "bout", "cos", "n"].iter().any(|w| next.eq_ignore_ascii_case(w))
}

/// "the ministers’ plan ... ended’": an apostrophe after s is the closing mark
/// only when no better one follows before the next opening.
fn is_plural_apostrophe(document: &Document<'_>, at: usize, paragraph: &Unit) -> bool {
    let before = document.word(at - 1);
    if !(before.ends_with(['s', 'S']) && document.tokens()[at - 1].kind == TokenKind::Word) {
        return false;
    }
    let goes_on = at + 1 < paragraph.tokens.end
        && document.tokens()[at + 1].kind == TokenKind::Word
        && !document.tokens()[at + 1].capitalised;
    if !goes_on {
        return false;
    }
    for later in at + 1..paragraph.tokens.end {
        if document.tokens()[later].kind != TokenKind::Mark {
            continue;
        }
        match role(document, later, paragraph, Family::Single) {
            Role::Opens => return false,
            Role::Closes if later > 0 && document.tokens()[later - 1].kind == TokenKind::Punctuation => return true,
            _ => {}
        }
    }
    false
}

/// One past the last token between `start` and `limit` that ends a sentence.
fn last_stop(document: &Document<'_>, start: usize, limit: usize) -> Option<usize> {
    (start + 2..limit).rev().find(|&at| matches!(document.word(at), "." | "?" | "!" | "…")).map(|at| at + 1)
}

/// Whether the publisher writes quotations in single marks: some closing single
/// mark follows the comma or stop of a speech, and double marks are rarer.
fn singles_are_main(document: &Document<'_>) -> bool {
    let (mut doubles, mut opens, mut speech) = (0usize, 0usize, 0usize);
    for (at, token) in document.tokens().iter().enumerate() {
        if token.kind != TokenKind::Mark {
            continue;
        }
        match family_of(document.word(at)) {
            Some(Family::Double | Family::Guillemet) => doubles += 1,
            Some(Family::Single) if at > 0 => {
                let before = document.word(at - 1);
                let attached = !token.spaced;
                if attached && matches!(before, "," | "." | "?" | "!" | "…" | "...") {
                    speech += 1;
                } else if token.spaced
                    && document.tokens().get(at + 1).is_some_and(|t| !t.spaced && t.kind == TokenKind::Word)
                {
                    opens += 1;
                }
            }
            _ => {}
        }
    }
    if doubles == 0 { speech > 0 || opens > 0 } else { speech.min(opens + 1) > doubles / 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let document = Document::new(text);
        pair(&document).iter().map(|r| document.span_of(r.open..r.end).of(text).to_owned()).collect()
    }

    #[test]
    fn every_family_of_marks_pairs() {
        for (open, close) in [
            ("“", "”"),
            ("\"", "\""),
            ("''", "''"),
            ("``", "''"),
            ("«", "»"),
            ("„", "“"),
            ("‘", "’"),
            ("'", "'"),
            ("»", "«"),
        ] {
            let text = format!("She said: {open}We won’t go,{close} and left.");
            assert_eq!(found(&text), [format!("{open}We won’t go,{close}")], "{open}{close}");
        }
    }

    #[test]
    fn apostrophes_are_not_marks_of_a_single_mark_publisher() {
        assert_eq!(
            found("‘It’s the ministers’ plan, and ’90s thinking,’ said the boys’ coach."),
            ["‘It’s the ministers’ plan, and ’90s thinking,’"]
        );
    }

    #[test]
    fn nested_marks_belong_to_the_outer_quotation() {
        assert_eq!(found("“He said ‘never’ and meant it,” she said."), ["“He said ‘never’ and meant it,”"]);
        assert_eq!(found("‘He said “never” and meant it,’ she said. ‘Twice.’").len(), 2);
    }

    #[test]
    fn an_unclosed_mark_never_swallows_the_rest() {
        let text = "“We go at dawn. He waited.\n\nThen it rained.\n\nShe said “no” to him.";
        assert_eq!(found(text), ["“We go at dawn.", "“no”"]);
    }

    #[test]
    fn paragraphs_that_reopen_the_marks_go_on() {
        let document = Document::new("“One.\n\n“Two.\n\n“Three,” he said.");
        let regions = pair(&document);
        assert_eq!(regions.iter().map(|r| r.goes_on).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn inches_and_years_open_nothing() {
        assert!(found("The board is 6'2\" long and the class of '98 met in the '90s.").is_empty());
    }
}
