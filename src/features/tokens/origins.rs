//! Where in a text each of its words stands.

use std::ops::Range;

use super::Words;

/// The place of a word: which of the texts that were read one after the other, and its bytes there.
pub(in crate::features) type Origin = (usize, Range<usize>);

impl Words {
    /// The place of each word that [`Words::read`] of the first text and [`Words::read_more`] of the others give.
    ///
    /// Both words of `can't` stand in one place, and the one word of `United States` in that of both.
    pub fn origins(texts: &[&str]) -> Vec<Origin> {
        let mut words = Self::default();
        words.read("");
        let mut origins: Vec<Origin> = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let (mut start, mut at, mut inside) = (0, 0, false);
            words.scan(text, |words, length| {
                let pending = words.text.len() > words.pending.start;
                if words.words.len() > origins.len() {
                    origins.resize(words.words.len(), (number, start..at));
                } else if inside
                    && !pending
                    && let Some((_, span)) = origins.last_mut()
                {
                    // A word ended and none came of it: it went into the word before.
                    span.end = at;
                }
                at += length;
                inside = pending;
                if !pending {
                    start = at;
                }
            });
        }
        origins
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spans(text: &str) -> Vec<&str> {
        Words::origins(&[text]).into_iter().map(|(_, span)| &text[span]).collect()
    }

    #[test]
    fn words_are_found_where_they_stand() {
        assert_eq!(spans("“We can’t go,” she said."), ["We", "can’t", "can’t", "go", "she", "said"]);
        assert_eq!(
            spans("the United States’ 1,200.50 U.S. friends"),
            ["the", "United States", "1,200.50", "U.S", "friends"]
        );
        assert_eq!(spans("Ama's death-penalty n't"), ["Ama's", "death", "penalty", "n't"]);
        assert_eq!(Words::origins(&["United", "States"]), [(0, 0..6), (1, 0..6)]);
        assert!(spans("").is_empty());
    }

    proptest! {
        #[test]
        fn each_word_has_a_place(first in "(?s)[a-zA-Z.,'’ \n0-9éß-]{0,40}", second in "(?s).{0,40}") {
            let mut words = Words::default();
            words.read(&first);
            words.read_more(&second);
            let origins = Words::origins(&[&first, &second]);
            prop_assert_eq!(origins.len(), words.as_slice().len());
            for (text, span) in origins {
                prop_assert!(!span.is_empty() && [&first, &second][text].get(span).is_some());
            }
        }
    }
}
