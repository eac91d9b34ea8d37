//! Sentence boundaries within a paragraph.
//!
//! A sentence ends at a period, question mark, exclamation mark or ellipsis,
//! together with the closing marks attached to it, when what follows looks like a
//! beginning. Abbreviations keep their dot ([`super::token`]); after one that can
//! stand last ("U.S.", "Inc.") a sentence ends only before a word that
//! commonly opens one.

use std::ops::Range;

use super::abbreviations;
use super::token::{Token, TokenKind};

/// Words that open sentences and are no part of a name.
const OPENERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "Asked",
    "At",
    "Because",
    "Before",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Even",
    "Every",
    "For",
    "From",
    "Given",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "My",
    "No",
    "Nor",
    "Not",
    "Now",
    "On",
    "Once",
    "One",
    "Or",
    "Other",
    "Others",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "To",
    "Today",
    "Under",
    "Until",
    "We",
    "Well",
    "What",
    "When",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yet",
    "You",
    "Your",
];

/// The sentences of the tokens in `paragraph`, as token ranges, pushed onto `sentences`.
pub(super) fn split(text: &str, tokens: &[Token], paragraph: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while at < paragraph.end {
        let Some(end) = boundary(text, tokens, at, paragraph.end) else {
            at += 1;
            continue;
        };
        sentences.push(start..end);
        start = end;
        at = end;
    }
    if start < paragraph.end {
        sentences.push(start..paragraph.end);
    }
}

/// One past the last token of the sentence that token `at` ends, if it ends one.
fn boundary(text: &str, tokens: &[Token], at: usize, limit: usize) -> Option<usize> {
    let token = tokens[at];
    let word = token.span.of(text);
    let abbreviation = match token.kind {
        TokenKind::Word if word.ends_with('.') => true,
        TokenKind::Punctuation if matches!(word.as_bytes()[0], b'.' | b'!' | b'?') || word == "…" => false,
        _ => return None,
    };
    let mut end = at + 1;
    // marks, brackets and further stops attached to the stop close the sentence
    while end < limit && !tokens[end].spaced && closes(tokens[end].span.of(text)) {
        end += 1;
    }
    if end >= limit {
        return None; // the paragraph's end does it
    }
    let next = tokens[end];
    let first = next.span.of(text);
    if !next.spaced {
        // "ended.The": a space is missing; anything else attached is one token cluster
        let missing = !abbreviation && word == "." && next.capitalised && end == at + 1 && at > 0 && !tokens[at].spaced;
        return missing.then_some(end);
    }
    if abbreviation && end == at + 1 {
        let opener = OPENERS.binary_search(&first).is_ok();
        let mark = next.kind == TokenKind::Mark;
        return ((opener || mark)
            && !abbreviations::needs_more(word)
            && !(is_initial(word) && !mark && first != "The"))
            .then_some(end);
    }
    let ellipsis = word == "…" || word.len() > 1 && word.starts_with("..");
    let begins = match next.kind {
        TokenKind::Word => next.capitalised || first.starts_with(['@', '#']),
        TokenKind::Number => !ellipsis,
        TokenKind::Mark => true,
        TokenKind::Punctuation => {
            matches!(first, "(" | "[" | "—" | "–" | "-" | "--" | "•" | "¿" | "¡" | "*" | "$" | "£" | "€")
        }
    };
    begins.then_some(end)
}

fn closes(token: &str) -> bool {
    matches!(
        token,
        "”" | "’" | "\"" | "'" | "''" | "»" | "›" | "“" | "’’" | ")" | "]" | "." | "!" | "?" | "…" | "＂" | "」"
    ) || token.starts_with("..")
}

/// "J.", but not "U.S.".
fn is_initial(word: &str) -> bool {
    word.chars().count() == 2
}

#[cfg(test)]
mod tests {
    use crate::text::Document;

    fn sentences(text: &str) -> Vec<&str> {
        Document::new(text).sentences().iter().map(|s| s.span.of(text)).collect()
    }

    #[test]
    fn openers_are_sorted() {
        assert!(super::OPENERS.is_sorted());
    }

    #[test]
    fn titles_and_initials_do_not_end_a_sentence() {
        assert_eq!(sentences("Gen. Ada P. Roe left. Mr. Lim stayed.").len(), 2);
        assert_eq!(sentences("She moved to the U.S. The rest stayed."), ["She moved to the U.S.", "The rest stayed."]);
        assert_eq!(sentences("The U.S. Navy came.").len(), 1);
    }

    #[test]
    fn a_closing_mark_belongs_to_its_sentence() {
        assert_eq!(sentences("“We won. All of us.” Then he left."), ["“We won.", "All of us.”", "Then he left."]);
        assert_eq!(sentences("“Stop!” he said."), ["“Stop!” he said."]);
    }
}
