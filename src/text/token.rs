//! Tokens: words, numbers, punctuation and quotation marks, as byte ranges.
//!
//! A word keeps its inner apostrophes, hyphens and dots ("won’t",
//! "case-by-case", "U.S.", "Mr."), so that a period which ends a sentence is
//! always a token of its own. A possessive ’s is split off, because the name
//! before it is what the later stages look for.

use super::{Span, abbreviations};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with digits and inner marks.
    Word,
    /// Starts with a digit.
    Number,
    /// A quotation mark or an apostrophe that stands apart from a word: one character, or `''`.
    Mark,
    /// Any other single character, or a run of dots.
    Punctuation,
}

/// One token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether its first letter is a capital.
    pub capitalised: bool,
    /// Whether white space, or the start of the text, stands before it.
    pub spaced: bool,
}

/// Whether `c` can open or close a quotation.
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '\''
            | '`'
            | '´'
            | '＂'
            | '「'
            | '」'
    )
}

/// Whether `c` is written inside a word as an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '´' | '`')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}')
}

fn is_wordy(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // combining marks and soft hyphens belong to the word around them
    c.is_alphanumeric() || c == '\u{ad}' || ('\u{300}'..='\u{36f}').contains(&c)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 { Some(byte as char) } else { text[at..].chars().next() }
}

/// The tokens of `text`, in order. `offset` is added to every span, so that a
/// part of a longer text can be tokenised in place.
pub fn tokenise(text: &str, offset: usize, tokens: &mut Vec<Token>) {
    let mut at = 0;
    let mut spaced = true;
    while let Some(c) = char_at(text, at) {
        if is_space(c) {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let (end, kind) = if c.is_ascii_digit() || c.is_numeric() {
            (number_end(text, at), TokenKind::Number)
        } else if is_wordy(c) || (matches!(c, '@' | '#') && char_at(text, at + 1).is_some_and(is_wordy)) {
            (word_end(text, at), TokenKind::Word)
        } else if is_mark(c) {
            (mark_end(text, at, c), TokenKind::Mark)
        } else {
            (punctuation_end(text, at, c), TokenKind::Punctuation)
        };
        let token = Token { span: Span::new(offset + at, offset + end), kind, capitalised: c.is_uppercase(), spaced };
        match kind {
            TokenKind::Word => push_word(text, at, end, token, tokens),
            _ => tokens.push(token),
        }
        at = end;
        spaced = false;
    }
}

/// Splits a possessive off: "Clinton’s" is two tokens.
fn push_word(text: &str, start: usize, end: usize, token: Token, tokens: &mut Vec<Token>) {
    let word = &text[start..end];
    let mut last_two = word.char_indices().rev();
    if let (Some((_, 's' | 'S')), Some((cut, mark))) = (last_two.next(), last_two.next())
        && is_apostrophe(mark)
        && cut > 0
    {
        let middle = token.span.start + cut;
        tokens.push(Token { span: Span::new(token.span.start, middle), ..token });
        tokens.push(Token {
            span: Span::new(middle, token.span.end),
            kind: TokenKind::Word,
            capitalised: false,
            spaced: false,
        });
    } else {
        tokens.push(token);
    }
}

fn number_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let next = at + c.len_utf8();
        let inner = matches!(c, '.' | ',' | ':' | '-' | '/' | '’' | '\'')
            && char_at(text, next)
                .is_some_and(|n| n.is_ascii_digit() || (matches!(c, '-' | '’' | '\'') && n.is_alphabetic()));
        if is_wordy(c) || c.is_numeric() || inner {
            at = next;
        } else {
            break;
        }
    }
    at.max(start + char_at(text, start).map_or(1, char::len_utf8))
}

fn word_end(text: &str, start: usize) -> usize {
    if text[start..].starts_with("http://")
        || text[start..].starts_with("https://")
        || text[start..].starts_with("www.")
    {
        let rest = &text[start..];
        let end = rest.find(|c: char| is_space(c) || is_mark(c) || matches!(c, ')' | ']' | ',')).unwrap_or(rest.len());
        return start + rest[..end].trim_end_matches(['.', ';', ':', '!', '?']).len();
    }
    let mut at = start;
    if matches!(char_at(text, at), Some('@' | '#')) {
        at += 1;
    }
    while let Some(c) = char_at(text, at) {
        let next = at + c.len_utf8();
        let joins = || {
            (is_apostrophe(c) || matches!(c, '-' | '‑' | '&' | '@'))
                && at > start
                && char_at(text, next).is_some_and(is_wordy)
        };
        if is_wordy(c) || c.is_numeric() || joins() || c == '.' && dot_belongs(text, start, at) {
            at = next;
        } else {
            break;
        }
    }
    at.max(start + char_at(text, start).map_or(1, char::len_utf8))
}

/// Whether the dot at `dot` is part of the word that starts at `start`:
/// initials ("J.", "U.S."), known abbreviations ("Mr.") and dotted names ("bbc.co.uk").
fn dot_belongs(text: &str, start: usize, dot: usize) -> bool {
    let word = &text[start..dot];
    let last = word.rsplit('.').next().unwrap_or(word);
    let mut letters = last.chars();
    let single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic());
    if single && (word.contains('.') || last.chars().all(char::is_uppercase)) {
        // "I." ends a sentence more often than it is an initial
        return word != "I";
    }
    let next = char_at(text, dot + 1);
    if single && next.is_some_and(|n| n.is_alphabetic() && char_at(text, dot + 1 + n.len_utf8()) == Some('.')) {
        return true; // "a.m.", "p.m.", "e.g."
    }
    if abbreviations::contains(word) {
        return true;
    }
    if matches!(word, "No" | "Nos") {
        // "No. 10", but the answer "No."
        return next == Some(' ') && char_at(text, dot + 2).is_some_and(|n| n.is_ascii_digit());
    }
    // a dotted name: lower case goes on at once, and it is not a missing space
    next.is_some_and(|n| n.is_lowercase() || n.is_ascii_digit())
}

fn mark_end(text: &str, at: usize, c: char) -> usize {
    let end = at + c.len_utf8();
    match (c, char_at(text, end)) {
        ('\'' | '`' | '‘' | '’', Some(d)) if d == c => end + d.len_utf8(),
        _ => end,
    }
}

fn punctuation_end(text: &str, at: usize, c: char) -> usize {
    let mut end = at + c.len_utf8();
    if matches!(c, '.' | '-') {
        while char_at(text, end) == Some(c) {
            end += 1;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenise(text, 0, &mut tokens);
        tokens.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn keeps_inner_marks_and_splits_the_possessive() {
        assert_eq!(
            words("We won’t take Anna's case-by-case notes."),
            ["We", "won’t", "take", "Anna", "'s", "case-by-case", "notes", "."]
        );
    }

    #[test]
    fn abbreviations_keep_their_dot() {
        assert_eq!(
            words("Mr. J. Doe of the U.S. left at 5 p.m. today."),
            ["Mr.", "J.", "Doe", "of", "the", "U.S.", "left", "at", "5", "p.m.", "today", "."]
        );
    }

    #[test]
    fn a_dot_before_a_letter_of_four_bytes_did_panic() {
        assert_eq!(words("ወ.𝒥 ወ.𝒥."), ["ወ", ".", "𝒥", "ወ.𝒥."]);
    }

    #[test]
    fn double_apostrophes_are_one_mark() {
        assert_eq!(words("''No,'' she said... ok"), ["''", "No", ",", "''", "she", "said", "...", "ok"]);
        assert_eq!(words("``No''"), ["``", "No", "''"]);
    }

    #[test]
    fn numbers_and_addresses_are_whole() {
        assert_eq!(
            words("$1,000.50 at https://a.example/b?c. @ann"),
            ["$", "1,000.50", "at", "https://a.example/b?c", ".", "@ann"]
        );
    }

    #[test]
    fn a_missing_space_after_a_sentence_is_seen() {
        assert_eq!(words("It ended.The rest"), ["It", "ended", ".", "The", "rest"]);
    }
}
