//! Frames: in which order negations, stance words and a question's own terms stand.
//!
//! "Backs closing the camp" and "opposes the camp's closure" share most words with their
//! opposites. A frame drops all words but those that matter and names them by class
//! (`SUPPORT STOP KEY`), so that it holds for wordings that the training never saw. The
//! question's terms (`KEY`) are learned: words that mark the quotes which address it.

use serde::{Deserialize, Serialize};

use super::blocks::{Block, Sink};
use super::hash::{self, HashedMap};
use super::lexicon::Lexicon;
use super::reading::Reading;
use super::tokens::{Word, Words};

/// The terms that mark quotes on a question: stems, or two stems in a row.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub(super) struct KeyTerms {
    names: Vec<String>,
    single: HashedMap<()>,
    double: HashedMap<()>,
}

impl From<Vec<String>> for KeyTerms {
    fn from(names: Vec<String>) -> Self {
        let mut terms = Self { names: Vec::new(), ..Self::default() };
        for name in &names {
            let stems: Vec<u64> = name.split(' ').map(|s| hash::word(s.as_bytes())).collect();
            match stems.as_slice() {
                [one] => terms.single.insert(*one, ()),
                [one, two] => terms.double.insert(hash::mix(*one, *two), ()),
                _ => None,
            };
        }
        terms.names = names;
        terms
    }
}

impl From<KeyTerms> for Vec<String> {
    fn from(terms: KeyTerms) -> Self {
        terms.names
    }
}

impl KeyTerms {
    /// The terms, most telling first.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// What a word is in a frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbol {
    hash: u64,
    class: Class,
    at: usize,
    after_stop: bool,
    /// Which of the three texts has the words that it stands for.
    part: usize,
    /// Their places there; none for the ends of the quote.
    words: (usize, usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Class {
    Key,
    Begin,
    End,
    Word(u8),
}

/// Symbols further apart than this make no frame together.
const REACH: usize = 8;
/// Longest run of symbols that makes a feature.
const LONGEST: usize = 3;

/// Hands over the frames of a quote and of the words next to it; `symbols` lends its memory.
pub(super) fn frames(reading: &Reading, terms: &KeyTerms, symbols: &mut Vec<Symbol>, sink: &mut impl Sink) {
    let lexicon = Lexicon::shipped();
    symbols.clear();
    let parts: [(&Words, &[Word]); 3] = [
        (&reading.before, reading.near_before()),
        (&reading.quote, reading.quote.as_slice()),
        (&reading.after, reading.near_after()),
    ];
    let mut at = 0;
    let mut read = |part: usize, symbols: &mut Vec<Symbol>| {
        let words = parts[part].1;
        let mut stopped = false;
        let mut skip = false;
        for (place, word) in words.iter().enumerate() {
            at += 1;
            stopped |= word.after_stop && place > 0;
            if std::mem::take(&mut skip) {
                continue;
            }
            let next = words.get(place + 1);
            let double = next
                .is_some_and(|next| !next.after_mark && terms.double.contains_key(&hash::mix(word.stem, next.stem)));
            let (class, hash) = if double || terms.single.contains_key(&word.stem) {
                skip = double;
                (Class::Key, KEY)
            } else if let Some(class) = lexicon.class(word.stem) {
                (Class::Word(class), lexicon.hash(class))
            } else {
                continue;
            };
            let words = (place, place + 1 + usize::from(skip));
            symbols.push(Symbol { hash, class, at, after_stop: std::mem::take(&mut stopped), part, words });
        }
    };
    let mark = |class, hash, symbols: &mut Vec<Symbol>| {
        let at = symbols.last().map_or(0, |last| last.at);
        symbols.push(Symbol { hash, class, at, after_stop: false, part: 0, words: (0, 0) });
    };
    read(0, symbols);
    mark(Class::Begin, BEGIN, symbols);
    read(1, symbols);
    mark(Class::End, END, symbols);
    read(2, symbols);

    let seed = Block::Frames.seed();
    for first in 0..symbols.len() {
        let mut hash = seed;
        for (place, symbol) in symbols[first..].iter().take(LONGEST).enumerate() {
            if place > 0 && (symbol.after_stop || symbol.at - symbols[first + place - 1].at > REACH) {
                break;
            }
            hash = hash::mix(hash, symbol.hash);
            for symbol in &symbols[first..=first + place] {
                let ((text, words), (from, to)) = (parts[symbol.part], symbol.words);
                if from < to {
                    sink.made_of(text, || &words[from..to]);
                }
            }
            sink.add(Block::Frames, hash::finish(hash), || {
                let run = &symbols[first..=first + place];
                let texts: Vec<&str> = run
                    .iter()
                    .map(|symbol| match symbol.class {
                        Class::Key => "KEY",
                        Class::Begin => "«",
                        Class::End => "»",
                        Class::Word(class) => lexicon.name(class),
                    })
                    .collect();
                format!("{}:{}", Block::Frames.name(), texts.join(" "))
            });
        }
    }
}

const KEY: u64 = 0x6b65_7920_7465_726d;
const BEGIN: u64 = 0x6265_6769_6e20_7175;
const END: u64 = 0x656e_6420_7175_6f74;
