//! A quote's row with the words that each of its numbers comes from.
//!
//! The numbers are those of the row that the model reads, taken from the same code; the words are found by handing
//! the features over a second time to a sink that notes what each is made of. A new block takes part once it calls
//! [`Sink::made_of`]; one that does not is a fact without words. A block whose value can't be shared out (a sentence
//! encoder's) would give its value with each word left out as a third kind of [`MadeOf`].

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::blocks::{Block, Sense, Sink};
use super::frames::frames;
use super::reading::{Reading, split_after, split_before};
use super::tokens::{Word, Words};
use super::vectorizer::Parts;
use super::vectors::{DIMENSIONS, WordVectors};
use super::vocabulary::Vocabulary;
use super::{QuestionFeatures, QuoteContext, Vectorizer};

/// A text of a [`QuoteContext`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ContextPart {
    /// The quote itself.
    Quote,
    /// The text before it.
    Before,
    /// The text after it.
    After,
    /// The speaker's name.
    Speaker,
    /// The mention of the speaker.
    Source,
    /// The reporting words.
    Cue,
    /// The headline.
    Title,
}

impl ContextPart {
    /// All parts.
    pub const ALL: [Self; 7] =
        [Self::Quote, Self::Before, Self::After, Self::Speaker, Self::Source, Self::Cue, Self::Title];

    /// The name that every output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            ContextPart::Quote => "quote",
            ContextPart::Before => "before",
            ContextPart::After => "after",
            ContextPart::Speaker => "speaker",
            ContextPart::Source => "source",
            ContextPart::Cue => "cue",
            ContextPart::Title => "title",
        }
    }

    /// The part's text; empty when there is none.
    pub fn of<'c>(self, context: &'c QuoteContext<'_>) -> &'c str {
        let text = match self {
            ContextPart::Quote => return &context.quote,
            ContextPart::Before => return &context.before,
            ContextPart::After => return &context.after,
            ContextPart::Speaker => &context.speaker,
            ContextPart::Source => &context.source,
            ContextPart::Cue => &context.cue,
            ContextPart::Title => &context.title,
        };
        text.as_deref().unwrap_or("")
    }
}

/// A word that the model read, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextWord {
    /// The text that it stands in.
    pub part: ContextPart,
    /// Its bytes in that text.
    pub span: Range<usize>,
}

/// A quote's row and where its numbers come from.
#[derive(Debug)]
pub(crate) struct Trace {
    /// The words that were read, text by text.
    pub words: Vec<ContextWord>,
    /// The row: columns ascending, and their values.
    pub row: Vec<(u32, f32)>,
    /// What the row says; each number belongs to one fact.
    pub facts: Vec<Fact>,
}

/// A feature, or a block of numbers that mean nothing alone.
#[derive(Debug)]
pub(crate) struct Fact {
    /// Its name: the block, a colon and the words; for a block its name.
    pub name: String,
    /// Its numbers in the row.
    pub numbers: Range<usize>,
    /// Where they come from.
    pub made_of: MadeOf,
}

/// How a fact comes from words; words by their place in [`Trace::words`].
#[derive(Debug)]
pub(crate) enum MadeOf {
    /// All have an equal part in it. A word has as many parts as the feature has occurrences with it.
    Shares(Vec<usize>),
    /// It is the sum of what each word gives, number by number.
    Sum(Vec<(usize, [f32; DIMENSIONS])>),
}

impl Vectorizer {
    /// The row of a quote for one question, with the words that it comes from.
    pub(crate) fn trace(&self, context: &QuoteContext<'_>, question: &QuestionFeatures) -> Trace {
        let reading = Reading::new(context, &self.config);
        let (mut row, mut parts) = (Vec::new(), Parts::default());
        self.shared(&reading, &mut parts, &mut row);
        self.own(&reading, question, &mut parts, &mut row);
        let places = Places::new(context, &reading);

        let mut shared = Noted::new(&self.vocabulary, &places);
        reading.features(&self.config, &mut shared);
        let mut own = Noted::new(&question.vocabulary, &places);
        if self.config.weights.frames > 0.0 {
            frames(&reading, &question.terms, &mut parts.symbols, &mut own);
        }
        let (first_sense, first_own) = (self.vocabulary.len(), self.columns());
        let mut facts = Vec::new();
        let mut at = 0;
        while at < row.len() {
            let column = row[at].0 as usize;
            let mut end = at + 1;
            let (name, made_of) = if column < first_sense {
                (self.vocabulary.name(column).to_owned(), shared.take(column))
            } else if column >= first_own {
                (question.vocabulary.name(column - first_own).to_owned(), own.take(column - first_own))
            } else {
                // A sense's numbers stand in the row all together.
                let place = (column - first_sense) / DIMENSIONS;
                end = (at + DIMENSIONS).min(row.len());
                let sense = Sense::ALL[place];
                (sense.name().to_owned(), places.sum(&reading, sense, self.config.weights.senses()[place]))
            };
            facts.push(Fact { name, numbers: at..end, made_of });
            at = end;
        }
        Trace { words: places.words, row, facts }
    }
}

/// A text that was read: its part, where in the part it begins, and itself.
type Piece<'t> = (ContextPart, usize, &'t str);

/// Which words of the context the words of a reading are.
struct Places<'r> {
    words: Vec<ContextWord>,
    /// For each text of the reading the places of its words.
    texts: Vec<(&'r Words, Vec<usize>)>,
}

impl<'r> Places<'r> {
    fn new(context: &QuoteContext<'_>, reading: &'r Reading) -> Self {
        use ContextPart::{After, Before, Cue, Quote, Source, Speaker, Title};
        let (far, near) = split_before(context);
        let (next, last) = split_after(context);
        let texts: [(&Words, &[Piece<'_>]); 6] = [
            (&reading.quote, &[(Quote, 0, &context.quote)]),
            (&reading.before, &[(Before, 0, far), (Before, far.len(), near)]),
            (&reading.after, &[(After, 0, next), (After, next.len(), last)]),
            (&reading.speaker, &[(Speaker, 0, Speaker.of(context)), (Source, 0, Source.of(context))]),
            (&reading.cue, &[(Cue, 0, Cue.of(context))]),
            (&reading.title, &[(Title, 0, Title.of(context))]),
        ];
        let mut places = Self { words: Vec::new(), texts: Vec::new() };
        for (words, parts) in texts {
            // What the settings have no use for was not read.
            if words.as_slice().is_empty() {
                continue;
            }
            let read: Vec<&str> = parts.iter().map(|(_, _, text)| *text).collect();
            let mut known = Vec::new();
            for (number, span) in Words::origins(&read) {
                let (part, from, _) = parts[number];
                let word = ContextWord { part, span: from + span.start..from + span.end };
                // Both words of "can't" are one to the reader.
                if places.words.last() != Some(&word) {
                    places.words.push(word);
                }
                known.push(places.words.len() - 1);
            }
            places.texts.push((words, known));
        }
        places
    }

    /// The place of `word`, a word of `text` or a copy of one.
    fn place(&self, text: &Words, word: &Word) -> Option<usize> {
        let (words, known) = self.texts.iter().find(|(words, _)| std::ptr::eq(*words, text))?;
        let at = words.as_slice().binary_search_by_key(&word.start(), Word::start).ok()?;
        known.get(at).copied()
    }

    /// What each word gives to the direction of a part.
    fn sum(&self, reading: &Reading, sense: Sense, weight: f32) -> MadeOf {
        let vectors = WordVectors::shipped();
        let given: Vec<(Option<usize>, [f32; DIMENSIONS])> = reading
            .words_of(sense)
            .filter_map(|(text, word)| Some((self.place(text, word), vectors.vector(word)?)))
            .collect();
        let mut sum = [0.0f32; DIMENSIONS];
        for (_, vector) in &given {
            for (slot, value) in sum.iter_mut().zip(vector) {
                *slot += value;
            }
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        let factor = if length > 0.0 { weight / length } else { 0.0 };
        MadeOf::Sum(given.into_iter().filter_map(|(at, vector)| Some((at?, vector.map(|v| v * factor)))).collect())
    }
}

/// Notes which words each known feature is made of.
struct Noted<'p> {
    vocabulary: &'p Vocabulary,
    places: &'p Places<'p>,
    /// The words of the feature that is added next.
    next: Vec<usize>,
    found: HashMap<u32, Vec<usize>>,
}

impl<'p> Noted<'p> {
    fn new(vocabulary: &'p Vocabulary, places: &'p Places<'p>) -> Self {
        Self { vocabulary, places, next: Vec::new(), found: HashMap::new() }
    }

    fn take(&mut self, column: usize) -> MadeOf {
        MadeOf::Shares(self.found.remove(&(column as u32)).unwrap_or_default())
    }
}

impl Sink for Noted<'_> {
    fn made_of<'w>(&mut self, text: &Words, words: impl FnOnce() -> &'w [Word]) {
        self.next.extend(words().iter().filter_map(|word| self.places.place(text, word)));
    }

    fn add(&mut self, _: Block, key: u64, _: impl FnOnce() -> String) {
        if let Some(column) = self.vocabulary.column(key) {
            self.found.entry(column).or_default().append(&mut self.next);
        }
        self.next.clear();
    }
}
