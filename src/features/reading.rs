//! A quote in its context, cut into words once and handed over block by block.

use super::QuoteContext;
use super::blocks::{Block, Sense, Sink, letters, runs, single};
use super::config::FeatureConfig;
use super::tokens::{Word, Words};
use super::vectors::{DIMENSIONS, WordVectors};

/// A quote in its context, cut into words.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub quote: Words,
    pub before: Words,
    pub after: Words,
    pub speaker: Words,
    pub cue: Words,
    pub title: Words,
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
        reading.read(context, config);
        reading
    }

    /// Cuts another quote's context into words, in the memory of the one before; with the same settings as that one.
    pub fn read(&mut self, context: &QuoteContext<'_>, config: &FeatureConfig) {
        let weights = &config.weights;
        self.quote.read(&context.quote);
        if config.reads_context() {
            let (far, near) = split_before(context);
            self.before.read(far);
            let far = self.before.as_slice().len();
            self.before.read_more(near);
            let all = self.before.as_slice().len();
            self.near_from = all.saturating_sub(config.near).max(far);
            let (near, far) = split_after(context);
            self.after.read(near);
            self.near_to = self.after.as_slice().len().min(config.near);
            self.after.read_more(far);
        }
        if weights.speaker > 0.0 || config.reads_context() {
            let speaker = context.speaker.as_deref().unwrap_or("");
            let source = context.source.as_deref().unwrap_or("");
            self.speaker.read(speaker);
            self.speaker.read_more(source);
        }
        if weights.person > 0.0 || weights.sense_person > 0.0 {
            about(&self.speaker, &self.before, &mut self.person_before);
            about(&self.speaker, &self.after, &mut self.person_after);
        }
        if weights.cue > 0.0 {
            self.cue.read(context.cue.as_deref().unwrap_or(""));
        }
        if weights.title > 0.0 {
            self.title.read(context.title.as_deref().unwrap_or(""));
        }
    }

    /// The words before the quote that are near it.
    pub fn near_before(&self) -> &[Word] {
        &self.before.as_slice()[self.near_from..]
    }

    /// The words after the quote that are near it.
    pub fn near_after(&self) -> &[Word] {
        &self.after.as_slice()[..self.near_to]
    }

    /// The direction in which the word vectors of a part point.
    pub fn direction(&self, sense: Sense) -> Option<[f32; DIMENSIONS]> {
        WordVectors::shipped().direction(self.words_of(sense).map(|(_, word)| word))
    }

    /// The words of a part, with the text that each stands in.
    pub fn words_of(&self, sense: Sense) -> impl Iterator<Item = (&Words, &Word)> {
        let ((first, one), (second, other)) = match sense {
            Sense::Quote | Sense::Negated => ((&self.quote, self.quote.as_slice()), (&self.quote, &[][..])),
            Sense::Around => ((&self.before, self.before.as_slice()), (&self.after, self.after.as_slice())),
            Sense::Near => ((&self.before, self.near_before()), (&self.after, self.near_after())),
            Sense::Person => ((&self.before, &self.person_before[..]), (&self.after, &self.person_after[..])),
        };
        let words = one.iter().map(move |word| (first, word)).chain(other.iter().map(move |word| (second, word)));
        words.filter(move |(_, word)| sense != Sense::Negated || word.negated)
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

/// Puts the words of the sentences that name the `speaker` in place of those in `about`, the name left out.
fn about(speaker: &Words, words: &Words, about: &mut Vec<Word>) {
    about.clear();
    let named = |word: &Word| speaker.iter().any(|name| name.hash == word.hash);
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
}

/// The text before the quote: the paragraphs before, then the quote's own.
pub(super) fn split_before<'c>(context: &'c QuoteContext<'_>) -> (&'c str, &'c str) {
    context.before.split_at(context.before.rfind('\n').map_or(0, |at| at + 1))
}

/// The text after the quote: the rest of its paragraph, then those after.
pub(super) fn split_after<'c>(context: &'c QuoteContext<'_>) -> (&'c str, &'c str) {
    context.after.split_at(context.after.find('\n').unwrap_or(context.after.len()))
}
