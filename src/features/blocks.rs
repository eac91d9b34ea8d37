//! The features of a quote, block by block: each has a key, by which it is counted and
//! looked up, and a name, by which people know it.

use super::hash;
use super::tokens::{Word, Words};

/// A group of features that is scaled as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Block {
    Quote,
    Negated,
    Chars,
    Near,
    Around,
    Speaker,
    Cue,
    Title,
    Frames,
    Person,
}

impl Block {
    /// All blocks, in the order of their columns.
    pub const ALL: [Block; 10] = [
        Block::Quote,
        Block::Negated,
        Block::Chars,
        Block::Near,
        Block::Around,
        Block::Speaker,
        Block::Cue,
        Block::Title,
        Block::Frames,
        Block::Person,
    ];

    /// The name that a feature's name begins with.
    pub fn name(self) -> &'static str {
        match self {
            Block::Quote => "quote",
            Block::Negated => "negated",
            Block::Chars => "chars",
            Block::Near => "near",
            Block::Around => "around",
            Block::Speaker => "speaker",
            Block::Cue => "cue",
            Block::Title => "title",
            Block::Frames => "frame",
            Block::Person => "person",
        }
    }

    /// Where a feature's hash starts from.
    pub fn seed(self) -> u64 {
        hash::mix(0x9e37_79b9_7f4a_7c15, self as u64 + 1)
    }
}

/// A part of a quote's context whose word vectors make a dense block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Quote,
    Around,
    Near,
    Negated,
    Person,
}

impl Sense {
    /// All of them, in the order of their columns.
    pub const ALL: [Sense; 5] = [Sense::Quote, Sense::Around, Sense::Near, Sense::Negated, Sense::Person];

    /// The name that a column's name begins with.
    pub fn name(self) -> &'static str {
        match self {
            Sense::Quote => "sense",
            Sense::Around => "sense-around",
            Sense::Near => "sense-near",
            Sense::Negated => "sense-negated",
            Sense::Person => "sense-person",
        }
    }
}

/// Takes the features of a quote one by one.
pub(super) trait Sink {
    /// Words of which the feature that is added next is made; may be called several times before it is added.
    /// A feature that has none is a fact of the whole.
    #[inline]
    fn made_of<'w>(&mut self, _: &Words, _: impl FnOnce() -> &'w [Word]) {}

    /// One occurrence of a feature. `parts` writes its name, and is called only if the name is wanted.
    fn add(&mut self, block: Block, key: u64, name: impl FnOnce() -> String);
}

/// The stem of one word.
pub(super) fn single(block: Block, side: &str, words: &Words, word: &Word, sink: &mut impl Sink) {
    let key = hash::finish(hash::mix(start(block, side), word.stem));
    sink.made_of(words, || std::slice::from_ref(word));
    sink.add(block, key, || named(block, side, words.stem_text(word)));
}

/// Runs of up to `longest` words, none across the end of a sentence.
pub(super) fn runs(
    block: Block,
    side: &str,
    (words, slice): (&Words, &[Word]),
    longest: usize,
    stems: bool,
    sink: &mut impl Sink,
) {
    let seed = start(block, side);
    for first in 0..slice.len() {
        let mut hash = seed;
        for (place, word) in slice[first..].iter().take(longest).enumerate() {
            if place > 0 && word.after_stop {
                break;
            }
            hash = hash::mix(hash, if stems { word.stem } else { word.hash });
            sink.made_of(words, || &slice[first..=first + place]);
            sink.add(block, hash::finish(hash), || {
                let run = &slice[first..=first + place];
                let texts: Vec<&str> =
                    run.iter().map(|word| if stems { words.stem_text(word) } else { words.text(word) }).collect();
                named(block, side, &texts.join(" "))
            });
        }
    }
}

/// Runs of letters within a word and the spaces around it.
pub(super) fn letters(words: &Words, (shortest, longest): (usize, usize), sink: &mut impl Sink) {
    let mut padded = String::new();
    let mut bounds: Vec<usize> = Vec::new();
    let seed = Block::Chars.seed();
    for word in words.iter() {
        padded.clear();
        padded.push(' ');
        padded.push_str(words.text(word));
        padded.push(' ');
        bounds.clear();
        bounds.extend(padded.char_indices().map(|(at, _)| at));
        bounds.push(padded.len());
        for first in 0..bounds.len() {
            for length in shortest..=longest {
                let Some(&end) = bounds.get(first + length) else {
                    break;
                };
                let run = &padded[bounds[first]..end];
                let key = hash::finish(hash::mix(seed, hash::word(run.as_bytes())));
                sink.made_of(words, || std::slice::from_ref(word));
                sink.add(Block::Chars, key, || named(Block::Chars, "", run));
            }
        }
    }
}

/// Where the hash of a feature of this block and side starts from.
fn start(block: Block, side: &str) -> u64 {
    hash::mix(block.seed(), side.bytes().next().map_or(0, u64::from))
}

fn named(block: Block, side: &str, text: &str) -> String {
    format!("{}:{side}{text}", block.name())
}
