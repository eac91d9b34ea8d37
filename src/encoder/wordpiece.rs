//! Text to the network's tokens: the uncased WordPiece of BERT (Devlin et al. 2019; Wu et al. 2016).
//!
//! Control characters go, accents go, letters become small, marks stand alone, and each word is cut from the left into
//! the longest pieces that the vocabulary has.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A mark alone, or a run of anything that is neither mark nor space; ideographs stand alone.
static PIECE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{P}$+<=>^`|~\p{Han}]|[^\s\p{P}$+<=>^`|~\p{Han}]+").expect("the pattern is a constant")
});

/// Longer words are unknown, as in the original.
const LONGEST: usize = 100;

/// The vocabulary and its look-up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordPiece {
    numbers: HashMap<String, u32>,
    special: Special,
    unknown: u32,
}

/// Tokens that are no words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Special {
    /// Before everything.
    pub begin: u32,
    /// After everything.
    pub end: u32,
    /// Before the quote.
    pub open: u32,
    /// After the quote.
    pub close: u32,
}

impl WordPiece {
    /// A vocabulary whose entries are the network's tokens in their order; `None` without the special ones.
    pub fn new(vocabulary: &str) -> Option<Self> {
        let numbers: HashMap<String, u32> = vocabulary.lines().map(str::to_owned).zip(0..).collect();
        let find = |name: &str| numbers.get(name).copied();
        let special =
            Special { begin: find("[CLS]")?, end: find("[SEP]")?, open: find("[unused0]")?, close: find("[unused1]")? };
        let unknown = find("[UNK]")?;
        Some(Self { numbers, special, unknown })
    }

    /// The tokens that are no words.
    pub fn special(&self) -> Special {
        self.special
    }

    /// The tokens of a text.
    pub fn tokens(&self, text: &str) -> Vec<u32> {
        let plain: String = text
            .chars()
            .filter(|c| !(is_format(*c) || c.is_control() && !c.is_whitespace()))
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .collect();
        let mut tokens = Vec::new();
        for piece in PIECE.find_iter(&plain) {
            self.word(piece.as_str(), &mut tokens);
        }
        tokens
    }

    fn word(&self, word: &str, tokens: &mut Vec<u32>) {
        let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let begun = tokens.len();
        let mut first = 0;
        let mut piece = String::new();
        while first + 1 < bounds.len() && bounds.len() <= LONGEST + 1 {
            let longest = (first + 1..bounds.len()).rev().find_map(|last| {
                piece.clear();
                if first > 0 {
                    piece.push_str("##");
                }
                piece.push_str(&word[bounds[first]..bounds[last]]);
                self.numbers.get(&piece).map(|number| (last, *number))
            });
            let Some((last, number)) = longest else { break };
            tokens.push(number);
            first = last;
        }
        if first + 1 < bounds.len() {
            tokens.truncate(begun);
            tokens.push(self.unknown);
        }
    }
}

/// Characters without width that may stand anywhere.
fn is_format(c: char) -> bool {
    matches!(c, '\0' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str =
        "[PAD]\n[unused0]\n[unused1]\n[UNK]\n[CLS]\n[SEP]\nthe\nclo\n##se\n##d\ncafe\n,\n“\n是\n-\n100";

    fn tokens(text: &str) -> Vec<u32> {
        WordPiece::new(VOCABULARY).unwrap().tokens(text)
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        assert_eq!(tokens("The closed"), [6, 7, 8, 9]);
        assert_eq!(tokens("close, closex the"), [7, 8, 11, 3, 6]);
    }

    #[test]
    fn case_accents_marks_and_invisible_characters_make_no_difference() {
        assert_eq!(tokens("CAFÉ\u{200b}"), [10]);
        assert_eq!(tokens("cafe\u{301}"), [10]);
        assert_eq!(tokens("“the-the是"), [12, 6, 14, 6, 13]);
        assert!(tokens(" \t\n").is_empty());
    }

    #[test]
    fn a_word_without_end_is_unknown() {
        assert_eq!(tokens(&"the".repeat(50)), [3]);
        assert!(WordPiece::new("the").is_none());
    }
}
