//! The features of a quote, block by block: each has a key, by which it is counted and
//! looked up, and a name, by which people know it.

use super::QuoteContext;
use super::config::FeatureConfig;
use super::hash;
use super::tokens::{Word, Words};
use super::vectors::{DIMENSIONS, WordVectors};

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
    /// One occurrence of a feature. `parts` writes its name, and is called only if the name is wanted.
    fn add(&mut self, block: Block, key: u64, name: impl FnOnce() -> String);
}

/// A quote in its context, cut into words.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub quote: Words,
    pub before: Words,
    pub after: Words,
    speaker: Words,
    cue: Words,
    title: Words,
    /// Words before the quote that say something of the speaker.
    person_before: Vec<Word>,
    /// Words after the quote that do.
    person_after: Vec<Word>,
    /// The first of the words before that are near.
    near_from: usize,
    /// One past the last of the words after that are near.
    near_to: usize,
}

impl Reading {
    /// Cuts a quote's context into words.
    pub fn new(context: &QuoteContext<'_>, config: &FeatureConfig) -> Self {
        let mut reading = Self::default();
        let weights = &config.weights;
        reading.quote.read(&context.quote);
        if config.reads_context() {
            let cut = context.before.rfind('\n').map_or(0, |at| at + 1);
            let (far, near) = context.before.split_at(cut);
            reading.before.read(far);
            let far = reading.before.as_slice().len();
            reading.before.read_more(near);
            let all = reading.before.as_slice().len();
            reading.near_from = all.saturating_sub(config.near).max(far);
            let cut = context.after.find('\n').unwrap_or(context.after.len());
            let (near, far) = context.after.split_at(cut);
            reading.after.read(near);
            reading.near_to = reading.after.as_slice().len().min(config.near);
            reading.after.read_more(far);
        }
        if weights.speaker > 0.0 || config.reads_context() {
            let speaker = context.speaker.as_deref().unwrap_or("");
            let source = context.source.as_deref().unwrap_or("");
            reading.speaker.read(speaker);
            reading.speaker.read_more(source);
        }
        if weights.person > 0.0 || weights.sense_person > 0.0 {
            reading.person_before = reading.about_speaker(&reading.before);
            reading.person_after = reading.about_speaker(&reading.after);
        }
        if weights.cue > 0.0 {
            reading.cue.read(context.cue.as_deref().unwrap_or(""));
        }
        if weights.title > 0.0 {
            reading.title.read(context.title.as_deref().unwrap_or(""));
        }
        reading
    }

    /// The words before the quote that are near it.
    pub fn near_before(&self) -> &[Word] {
        &self.before.as_slice()[self.near_from..]
    }

    /// The words after the quote that are near it.
    pub fn near_after(&self) -> &[Word] {
        &self.after.as_slice()[..self.near_to]
    }

    /// The words of the sentences around the quote that name the speaker, the name left out.
    fn about_speaker(&self, words: &Words) -> Vec<Word> {
        let named = |word: &Word| self.speaker.iter().any(|name| name.hash == word.hash);
        let mut about = Vec::new();
        let all = words.as_slice();
        let mut from = 0;
        while from < all.len() {
            let length = all[from + 1..].iter().position(|word| word.after_stop);
            let to = length.map_or(all.len(), |length| from + 1 + length);
            let sentence = &all[from..to];
            // Short words are titles, initials and articles.
            if sentence.iter().any(|w| words.text(w).len() > 3 && named(w)) {
                about.extend(sentence.iter().filter(|word| !named(word)));
            }
            from = to;
        }
        about
    }

    /// The direction in which the word vectors of a part point.
    pub fn direction(&self, sense: Sense) -> Option<[f32; DIMENSIONS]> {
        let vectors = WordVectors::shipped();
        match sense {
            Sense::Quote => vectors.direction(self.quote.iter()),
            Sense::Around => vectors.direction(self.before.iter().chain(self.after.iter())),
            Sense::Near => {
                let near = self.near_before().iter();
                vectors.direction(near.chain(self.near_after()))
            }
            Sense::Negated => vectors.direction(self.quote.iter().filter(|word| word.negated)),
            Sense::Person => vectors.direction(self.person_before.iter().chain(&self.person_after)),
        }
    }

    /// Hands all features over, but those of a question's frames.
    pub fn features(&self, config: &FeatureConfig, sink: &mut impl Sink) {
        let weights = &config.weights;
        let stems = config.stems;
        if weights.quote > 0.0 {
            let words = (&self.quote, self.quote.as_slice());
            runs(Block::Quote, "", words, config.words, stems, sink);
        }
        if weights.negated > 0.0 {
            for word in self.quote.iter().filter(|word| word.negated) {
                single(Block::Negated, "", &self.quote, word, sink);
            }
        }
        if weights.chars > 0.0 {
            letters(&self.quote, config.chars, sink);
        }
        if weights.near > 0.0 {
            let before = (&self.before, self.near_before());
            runs(Block::Near, "<", before, 2, stems, sink);
            let after = (&self.after, self.near_after());
            runs(Block::Near, ">", after, 2, stems, sink);
        }
        if weights.around > 0.0 {
            for words in [&self.before, &self.after] {
                let words = (words, words.as_slice());
                runs(Block::Around, "", words, config.around, stems, sink);
            }
        }
        if weights.speaker > 0.0 {
            for word in self.speaker.iter() {
                single(Block::Speaker, "", &self.speaker, word, sink);
            }
        }
        if weights.person > 0.0 {
            for word in &self.person_before {
                single(Block::Person, "", &self.before, word, sink);
            }
            for word in &self.person_after {
                single(Block::Person, "", &self.after, word, sink);
            }
        }
        if weights.cue > 0.0 {
            for word in self.cue.iter() {
                single(Block::Cue, "", &self.cue, word, sink);
            }
        }
        if weights.title > 0.0 {
            let words = (&self.title, self.title.as_slice());
            runs(Block::Title, "", words, 2, stems, sink);
        }
    }
}

/// The stem of one word.
fn single(block: Block, side: &str, words: &Words, word: &Word, sink: &mut impl Sink) {
    let key = hash::finish(hash::mix(start(block, side), word.stem));
    sink.add(block, key, || named(block, side, words.stem_text(word)));
}

/// Runs of up to `longest` words, none across the end of a sentence.
fn runs(
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
fn letters(words: &Words, (shortest, longest): (usize, usize), sink: &mut impl Sink) {
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
