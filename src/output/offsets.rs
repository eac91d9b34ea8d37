//! From the byte offsets of the library to the unit that a reader asks for.

use serde::Serialize;

use crate::quotes::Quote;

/// What an offset counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts.
    #[default]
    Codepoint,
    /// Bytes of UTF-8, as Rust and Go count.
    Utf8,
    /// Code units of UTF-16, as JavaScript and Java count.
    Utf16,
}

impl OffsetUnit {
    /// The name that every output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            OffsetUnit::Codepoint => "codepoint",
            OffsetUnit::Utf8 => "utf8",
            OffsetUnit::Utf16 => "utf16",
        }
    }

    /// The length of `text` in this unit.
    fn measure(self, text: &str) -> usize {
        match self {
            OffsetUnit::Codepoint => text.chars().count(),
            OffsetUnit::Utf8 => text.len(),
            OffsetUnit::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// Some byte offsets of a text with what they are in another unit.
///
/// The text is gone through once, however many offsets there are.
///
/// ```
/// use quotestance::output::{OffsetMap, OffsetUnit};
/// let text = "a😀b";
/// let map = OffsetMap::new(text, OffsetUnit::Utf16, vec![5, 1]);
/// assert_eq!((map.get(1), map.get(5)), (1, 3));
/// ```
#[derive(Debug)]
pub struct OffsetMap {
    /// Byte offset and its counterpart, in ascending order; empty when both are the same.
    known: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// Converts `offsets`, byte offsets into `text` in any order, to `unit`.
    ///
    /// # Panics
    /// When an offset is not on a character boundary of `text`.
    pub fn new(text: &str, unit: OffsetUnit, mut offsets: Vec<usize>) -> Self {
        if unit == OffsetUnit::Utf8 || text.is_ascii() {
            return Self { known: Vec::new() };
        }
        offsets.sort_unstable();
        offsets.dedup();
        let mut from = (0, 0);
        let known = offsets
            .into_iter()
            .map(|to| {
                from = (to, from.1 + unit.measure(&text[from.0..to]));
                from
            })
            .collect();
        Self { known }
    }

    /// Converts the offsets of all parts of `quotes`, found in `text`.
    ///
    /// # Panics
    /// When a quote was found in another text.
    pub fn of_quotes<'q>(text: &str, unit: OffsetUnit, quotes: impl IntoIterator<Item = &'q Quote>) -> Self {
        let spans = quotes.into_iter().flat_map(|quote| quote.contents.iter().chain(&quote.cue).chain(&quote.sources));
        Self::new(text, unit, spans.flat_map(|span| [span.start, span.end]).collect())
    }

    /// What the byte offset `at` is in the unit.
    ///
    /// # Panics
    /// When it was not among the offsets given to [`OffsetMap::new`].
    pub fn get(&self, at: usize) -> usize {
        if self.known.is_empty() {
            return at;
        }
        let place = self.known.binary_search_by_key(&at, |&(byte, _)| byte);
        self.known[place.expect("an offset that was given")].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_counts_its_own_way() {
        let text = "“é😀”x";
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let of = |unit| {
            let map = OffsetMap::new(text, unit, offsets.clone());
            offsets.iter().map(|&at| map.get(at)).collect::<Vec<_>>()
        };
        assert_eq!(of(OffsetUnit::Codepoint), [0, 1, 2, 3, 4, 5]);
        assert_eq!(of(OffsetUnit::Utf16), [0, 1, 2, 4, 5, 6]);
        assert_eq!(of(OffsetUnit::Utf8), [0, 3, 5, 9, 12, 13]);
    }

    #[test]
    fn a_plain_text_needs_no_map() {
        assert_eq!(OffsetMap::new("plain", OffsetUnit::Utf16, vec![3]).get(3), 3);
    }
}
