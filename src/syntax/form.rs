//! What a token looks like, in numbers that features are made of.
//!
//! Case, digits and typographic marks are taken apart from the word, so that "“SAID’" learns
//! from "said": a word's hash is that of its lower-case letters with plain apostrophes and
//! one sign for every digit, and what was taken away is its [`shape`](Form::shape).

use std::ops::Range;

use crate::learn::hash;
use crate::text::{Document, TokenKind, token};

/// Room on both sides of a sentence's forms, so that looking two to the left and three to the right is always possible.
pub(super) const PAD: usize = 3;

/// A token's looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Form {
    /// Hash of the lower-case word.
    pub word: u64,
    /// Hash of the word with its capitals.
    pub exact: u64,
    /// Its last four bytes in lower case, the last one lowest.
    pub suffix: u32,
    /// Its first three bytes in lower case.
    pub prefix: u32,
    /// Capitals, digits, hyphens, whether it begins a sentence or a quotation.
    pub shape: u8,
    /// Its usual tag, counted from one; 0 for an unknown word. The tagger fills it in.
    pub usual: u8,
    /// The usual tag of its lower-case word, in the same way.
    pub usual_small: u8,
    /// Number of its group of words used alike, counted from one; 0 for an unknown word.
    pub group: u16,
    /// Whether it has that tag always, as far as is known.
    pub always: bool,
    /// A quotation mark: 1 opens, 2 closes.
    pub mark: u8,
}

/// How a sentence is written: plainly, With Capitals as in Headlines, or IN CAPITALS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Style {
    #[default]
    Plain,
    Title,
    Capitals,
}

const CAPITAL: u8 = 1;
const CAPITALS: u8 = 2;
const MIXED: u8 = 3;
const DIGIT: u8 = 4;
const HYPHEN: u8 = 8;
const DOT: u8 = 16;
const FIRST: u8 = 32;

/// The forms of a sentence's tokens, with [`PAD`] empty ones on either side, into `forms`.
pub(super) fn read(doc: &Document, range: Range<usize>, forms: &mut Vec<Form>, letters: &mut Vec<u8>) -> Style {
    forms.clear();
    let edge = |side| Form { word: hash::one(0, side), exact: hash::one(0, side), ..Form::default() };
    forms.resize(PAD, edge(0));
    let (mut long, mut capital, mut capitals, mut words) = (0, 0, 0, 0);
    let mut first = true;
    for at in range.clone() {
        let token = &doc.tokens()[at];
        let mut form = form(doc.word(at), letters);
        if token.kind == TokenKind::Mark {
            let spaced_after = at + 1 >= range.end || doc.tokens()[at + 1].spaced;
            mark(doc, range.start, at, spaced_after, &mut form);
        }
        if token.kind == TokenKind::Word {
            let case = form.shape & 3;
            words += usize::from(letters.len() > 1);
            capitals += usize::from(case == CAPITALS && letters.len() > 1);
            if letters.len() > 3 {
                long += 1;
                capital += usize::from(case != 0);
            }
            if first {
                form.shape |= FIRST;
            }
            first = false;
        } else if form.mark == 1 || token.kind == TokenKind::Punctuation && matches!(doc.word(at), ":" | "." | "?") {
            first = true;
        }
        forms.push(form);
    }
    forms.resize(forms.len() + PAD, edge(1));
    if words >= 3 && capitals * 3 >= words * 2 {
        Style::Capitals
    } else if long >= 3 && capital * 10 >= long * 9 {
        Style::Title
    } else {
        Style::Plain
    }
}

fn form(word: &str, letters: &mut Vec<u8>) -> Form {
    letters.clear();
    let mut shape = 0;
    let (mut upper, mut lower) = (0usize, 0usize);
    let mut starts_upper = false;
    let mut exact = 0u64;
    for (at, c) in word.char_indices() {
        if c.is_ascii() {
            let byte = c as u8;
            match byte {
                b'A'..=b'Z' => {
                    upper += 1;
                    starts_upper |= at == 0;
                    letters.push(byte | 0x20);
                }
                b'a'..=b'z' => {
                    lower += 1;
                    letters.push(byte);
                }
                b'0'..=b'9' => {
                    shape |= DIGIT;
                    letters.push(b'0');
                }
                _ => {
                    match byte {
                        b'-' => shape |= HYPHEN,
                        b'.' => shape |= DOT,
                        _ => {}
                    }
                    letters.push(if byte == b'`' { b'\'' } else { byte });
                }
            }
        } else if token::is_apostrophe(c) {
            letters.push(b'\'');
        } else if c == '‑' || c == '–' || c == '—' {
            shape |= HYPHEN;
            letters.extend_from_slice(if c == '‑' { b"-" } else { b"--" });
        } else {
            if c.is_uppercase() {
                upper += 1;
                starts_upper |= at == 0;
            } else {
                lower += 1;
            }
            let mut buffer = [0; 4];
            for small in c.to_lowercase() {
                letters.extend_from_slice(small.encode_utf8(&mut buffer).as_bytes());
            }
        }
        exact |= u64::from(c.is_uppercase()) << at.min(63);
    }
    // numbers of any length above three are alike, but a year is of four
    if shape & DIGIT != 0 && lower + upper == 0 && letters.len() != 4 {
        letters.dedup();
    }
    shape |= match (upper, lower) {
        (0, _) => 0,
        (_, 0) if upper > 1 || !starts_upper => CAPITALS,
        _ if starts_upper && upper == 1 => CAPITAL,
        _ if starts_upper && shape & HYPHEN != 0 => CAPITAL,
        _ => MIXED,
    };
    let mut suffix = 0u32;
    for &byte in &letters[letters.len().saturating_sub(4)..] {
        suffix = suffix << 8 | u32::from(byte);
    }
    let prefix = letters.iter().take(3).fold(0, |all, byte| all << 8 | u32::from(*byte));
    let word = hash::bytes(letters);
    Form { word, exact: hash::mix(word, exact), suffix, prefix, shape, ..Form::default() }
}

/// Gives a quotation mark the word of its side, whatever character it is.
fn mark(doc: &Document, start: usize, at: usize, spaced_after: bool, form: &mut Form) {
    let word = doc.word(at);
    let single = matches!(word, "'" | "’" | "‘" | "‚" | "‛" | "`" | "´" | "‹" | "›");
    let opens = match word {
        "“" | "„" | "‟" | "«" | "‘" | "‚" | "‛" | "‹" | "「" | "``" | "‘‘" => true,
        "”" | "»" | "’" | "›" | "」" | "’’" => false,
        _ => {
            let after_opener = at > start && matches!(doc.word(at - 1), "(" | "[" | "—" | "–" | "--");
            !spaced_after && (doc.tokens()[at].spaced || after_opener)
        }
    };
    form.mark = if opens { 1 } else { 2 };
    form.word = hash::two(1, u64::from(opens), u64::from(single));
    form.exact = form.word;
    form.suffix = u32::from(form.mark);
    form.prefix = form.suffix;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> (Vec<Form>, Style) {
        let doc = Document::new(text);
        let mut forms = Vec::new();
        let style = read(&doc, 0..doc.tokens().len(), &mut forms, &mut Vec::new());
        (forms[PAD..forms.len() - PAD].to_vec(), style)
    }

    #[test]
    fn typography_and_case_are_taken_apart_from_the_word() {
        let (curly, _) = forms("“We WON’T pay 1999 euros”");
        let (plain, _) = forms("\"we won't pay 2001 euros\"");
        for (a, b) in curly.iter().zip(&plain) {
            assert_eq!((a.word, a.suffix, a.mark), (b.word, b.suffix, b.mark));
        }
        assert_ne!(curly[1].exact, plain[1].exact);
    }

    #[test]
    fn headlines_are_known_by_their_capitals() {
        assert_eq!(forms("MINISTER SAYS NO TO TALKS").1, Style::Capitals);
        assert_eq!(forms("Minister Says Nothing About Secret Talks").1, Style::Title);
        assert_eq!(forms("The minister says nothing about Anna’s talks.").1, Style::Plain);
    }
}
