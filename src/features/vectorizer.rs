//! Turns quotes into rows, with all that was learned from the training's quotes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::blocks::{Block, Sense};
use super::config::FeatureConfig;
use super::frames::{KeyTerms, Symbol, frames};
use super::reading::Reading;
use super::readings::Readings;
use super::stem::stem;
use super::vectors::DIMENSIONS;
use super::vocabulary::{Counts, Hits, Vocabulary};
use super::{QuoteContext, SparseRows};

/// Turns quotes into rows; shared by all questions.
///
/// A quote alone and in a batch gets the same row: vocabulary and document
/// frequencies are those of the training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vectorizer {
    pub(super) config: FeatureConfig,
    pub(super) vocabulary: Vocabulary,
}

/// The part of a row that belongs to one question: its frames.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionFeatures {
    pub(super) terms: KeyTerms,
    pub(super) vocabulary: Vocabulary,
}

/// Memory that quotes share which become rows one after the other: else each asks for some 40 KB in 60 pieces.
#[derive(Debug, Default)]
pub(crate) struct Room {
    reading: Reading,
    row: Vec<(u32, f32)>,
    parts: Parts,
}

/// What the parts of a row are made in.
#[derive(Debug, Default)]
pub(super) struct Parts {
    columns: Vec<u32>,
    pub(super) symbols: Vec<Symbol>,
}

impl Vectorizer {
    /// Learns vocabulary and document frequencies.
    pub fn fit(readings: &Readings, config: &FeatureConfig) -> Self {
        let mut counts = Counts::default();
        for &index in &readings.order {
            counts.begin(readings.groups[index]);
            readings.readings[index].features(config, &mut counts);
        }
        Self { config: config.clone(), vocabulary: counts.vocabulary(config.min_groups) }
    }

    /// The settings it was made with.
    pub fn config(&self) -> &FeatureConfig {
        &self.config
    }

    /// How many columns the questions share.
    pub fn columns(&self) -> usize {
        self.vocabulary.len() + Sense::ALL.len() * DIMENSIONS
    }

    /// What a column stands for: the block, a colon and the words or letters; for the numbers of a word
    /// vector the text it is taken from, and which number.
    ///
    /// # Panics
    /// When there is no such column.
    pub fn name(&self, column: usize) -> Cow<'_, str> {
        match column.checked_sub(self.vocabulary.len()) {
            None => Cow::Borrowed(self.vocabulary.name(column)),
            Some(dense) => {
                let sense = Sense::ALL[dense / DIMENSIONS];
                Cow::Owned(format!("{}:{}", sense.name(), dense % DIMENSIONS))
            }
        }
    }

    /// The shared columns of a training's quotes.
    pub fn rows(&self, readings: &Readings) -> SparseRows {
        let mut rows = SparseRows::new(self.columns());
        let (mut row, mut parts) = (Vec::new(), Parts::default());
        for reading in &readings.readings {
            row.clear();
            self.shared(reading, &mut parts, &mut row);
            rows.push(&mut row);
        }
        rows
    }

    /// Learns the part of the rows that belongs to one question. `on_topic` says of each quote
    /// whether it addresses the question, `None` when that is not known. Frames are learned from all quotes, or from
    /// those named by `among`.
    ///
    /// # Panics
    /// When there is no such quote.
    pub fn fit_question(
        &self,
        readings: &Readings,
        rows: &SparseRows,
        on_topic: &[Option<bool>],
        among: Option<&[usize]>,
    ) -> QuestionFeatures {
        let terms = KeyTerms::from(self.key_terms(rows, on_topic));
        let mut counts = Counts::default();
        let wanted = among.map(|among| {
            let mut wanted = vec![false; readings.readings.len()];
            among.iter().for_each(|&index| wanted[index] = true);
            wanted
        });
        if self.config.weights.frames > 0.0 {
            let mut symbols = Vec::new();
            let all = readings.order.iter().copied();
            for index in all.filter(|&index| wanted.as_ref().is_none_or(|wanted| wanted[index])) {
                counts.begin(readings.groups[index]);
                frames(&readings.readings[index], &terms, &mut symbols, &mut counts);
            }
        }
        QuestionFeatures { terms, vocabulary: counts.vocabulary(self.config.min_groups) }
    }

    /// The rows of the training's quotes named by `indices` for one question.
    pub fn question_rows(&self, readings: &Readings, question: &QuestionFeatures, indices: &[usize]) -> SparseRows {
        let mut rows = SparseRows::new(self.columns() + question.columns());
        let (mut row, mut parts) = (Vec::new(), Parts::default());
        for &index in indices {
            row.clear();
            self.shared(&readings.readings[index], &mut parts, &mut row);
            self.own(&readings.readings[index], question, &mut parts, &mut row);
            rows.push(&mut row);
        }
        rows
    }

    /// The rows of one quote for several questions: column and value, columns ascending.
    pub fn transform<'q>(
        &self,
        context: &QuoteContext<'_>,
        questions: impl IntoIterator<Item = &'q QuestionFeatures>,
        take: impl FnMut(usize, &[(u32, f32)]),
    ) {
        self.transform_in(&mut Room::default(), context, questions, take);
    }

    /// As [`Vectorizer::transform`], in the memory that the quote before left; a room is for one vectorizer.
    pub(crate) fn transform_in<'q>(
        &self,
        room: &mut Room,
        context: &QuoteContext<'_>,
        questions: impl IntoIterator<Item = &'q QuestionFeatures>,
        mut take: impl FnMut(usize, &[(u32, f32)]),
    ) {
        let Room { reading, row, parts } = room;
        reading.read(context, &self.config);
        row.clear();
        self.shared(reading, parts, row);
        let shared = row.len();
        for (place, question) in questions.into_iter().enumerate() {
            row.truncate(shared);
            self.own(reading, question, parts, row);
            take(place, row);
        }
    }

    /// The shared columns of one quote.
    pub fn transform_shared(&self, context: &QuoteContext<'_>, take: impl FnOnce(&mut [(u32, f32)])) {
        let mut row = Vec::with_capacity(256);
        self.shared(&Reading::new(context, &self.config), &mut Parts::default(), &mut row);
        take(&mut row);
    }

    pub(super) fn shared(&self, reading: &Reading, parts: &mut Parts, row: &mut Vec<(u32, f32)>) {
        let mut hits = Hits::new(&self.vocabulary, &mut parts.columns);
        reading.features(&self.config, &mut hits);
        let weights = self.config.weights.all();
        self.vocabulary.scale(&mut hits, &weights, 0, row);
        let mut first = self.vocabulary.len() as u32;
        let weights = self.config.weights.senses();
        for (sense, weight) in Sense::ALL.into_iter().zip(weights) {
            if weight > 0.0
                && let Some(direction) = reading.direction(sense)
            {
                row.extend((first..).zip(direction.map(|value| value * weight)));
            }
            first += DIMENSIONS as u32;
        }
    }

    pub(super) fn own(
        &self,
        reading: &Reading,
        question: &QuestionFeatures,
        parts: &mut Parts,
        row: &mut Vec<(u32, f32)>,
    ) {
        if self.config.weights.frames > 0.0 {
            let mut hits = Hits::new(&question.vocabulary, &mut parts.columns);
            frames(reading, &question.terms, &mut parts.symbols, &mut hits);
            let weights = self.config.weights.all();
            let first = self.columns() as u32;
            question.vocabulary.scale(&mut hits, &weights, first, row);
        }
    }

    /// Words and pairs of words that mark the quotes on topic, by chi-squared.
    fn key_terms(&self, rows: &SparseRows, on_topic: &[Option<bool>]) -> Vec<String> {
        if [Some(true), Some(false)].iter().any(|topic| !on_topic.contains(topic)) {
            return Vec::new();
        }
        let block = self.vocabulary.block(Block::Quote);
        let mut on = vec![0u32; block.len()];
        let mut off = vec![0u32; block.len()];
        let (mut all_on, mut all_off) = (0u32, 0u32);
        for (index, topic) in on_topic.iter().enumerate() {
            let Some(topic) = *topic else { continue };
            let (counts, all) = if topic { (&mut on, &mut all_on) } else { (&mut off, &mut all_off) };
            *all += 1;
            for &column in rows.row(index).0 {
                if block.contains(&column) {
                    counts[(column - block.start) as usize] += 1;
                }
            }
        }
        let (n, m) = (f64::from(all_on), f64::from(all_off));
        let mut scored: Vec<(f64, usize)> = Vec::new();
        for place in 0..block.len() {
            let column = block.start as usize + place;
            if self.vocabulary.name(column).matches(' ').count() > 1 || n == 0.0 || m == 0.0 {
                continue;
            }
            let (a, b) = (f64::from(on[place]), f64::from(off[place]));
            if a < 3.0 || a / n < 2.0 * b / m {
                continue;
            }
            let cross = a * (m - b) - b * (n - a);
            let chi = (n + m) * cross * cross / ((a + b) * (n + m - a - b).max(1.0) * n * m);
            scored.push((chi, column));
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let prefix = Block::Quote.name().len() + 1;
        scored
            .iter()
            .take(self.config.key_terms)
            .map(|&(_, column)| {
                let words = self.vocabulary.name(column)[prefix..].split(' ');
                let cut = |word| if self.config.stems { word } else { stem(word) };
                words.map(cut).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }
}

impl Vectorizer {
    /// Whether the parts read from a file fit together.
    pub(crate) fn is_sound(&self) -> bool {
        self.config.problem().is_none() && self.vocabulary.is_sound()
    }
}

impl QuestionFeatures {
    /// How many columns belong to this question alone.
    pub fn columns(&self) -> usize {
        self.vocabulary.len()
    }

    /// What a column stands for, counted from the question's first.
    ///
    /// # Panics
    /// When there is no such column.
    pub fn name(&self, column: usize) -> &str {
        self.vocabulary.name(column)
    }

    /// The terms that mark quotes on this question, most telling first.
    pub fn key_terms(&self) -> &[String] {
        self.terms.names()
    }

    /// Whether the parts read from a file fit together.
    pub(crate) fn is_sound(&self) -> bool {
        self.vocabulary.is_sound()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::BlockWeights;
    use super::*;

    fn all_blocks() -> FeatureConfig {
        FeatureConfig {
            min_groups: 1,
            weights: BlockWeights { chars: 0.5, ..BlockWeights::default() },
            ..FeatureConfig::default()
        }
    }

    fn fitted(contexts: &[QuoteContext<'_>], config: &FeatureConfig) -> (Readings, Vectorizer, QuestionFeatures) {
        let names: Vec<String> = (0..contexts.len()).map(|n| n.to_string()).collect();
        let groups: Vec<&str> = names.iter().map(String::as_str).collect();
        let contexts: Vec<&QuoteContext<'_>> = contexts.iter().collect();
        let readings = Readings::new(&contexts, &groups, config);
        let vectorizer = Vectorizer::fit(&readings, config);
        let rows = vectorizer.rows(&readings);
        let topic: Vec<Option<bool>> = (0..contexts.len()).map(|n| Some(n % 2 == 0)).collect();
        let question = vectorizer.fit_question(&readings, &rows, &topic, None);
        (readings, vectorizer, question)
    }

    fn examples() -> Vec<QuoteContext<'static>> {
        let quotes = [
            "The rope must never come back to this island.",
            "The harvest was poor.",
            "Bring the rope back, we say.",
            "The ferry was late again.",
            "A rope for a thief? No.",
            "The price of milk fell.",
        ];
        quotes
            .into_iter()
            .map(|quote| {
                QuoteContext::new(quote)
                    .speaker("Ama Osei")
                    .between("Ama Osei, a farmer, said: ", " Osei then left the room.")
            })
            .collect()
    }

    #[test]
    fn the_question_s_terms_are_learned() {
        let (_, _, question) = fitted(&examples(), &all_blocks());
        assert!(question.key_terms().contains(&"rope".to_owned()), "{:?}", question.key_terms());
    }

    #[test]
    fn a_quote_alone_has_the_row_that_it_has_in_a_batch() {
        let contexts = examples();
        let (readings, vectorizer, question) = fitted(&contexts, &all_blocks());
        let rows = vectorizer.question_rows(&readings, &question, &[0, 1, 2, 3, 4, 5]);
        for (place, context) in contexts.iter().enumerate() {
            vectorizer.transform(context, [&question], |_, row| {
                let (columns, values) = rows.row(place);
                let batch = columns.iter().copied().zip(values.iter().copied());
                assert_eq!(row, batch.collect::<Vec<_>>());
            });
        }
    }

    #[test]
    fn blocks_have_their_weight_as_length() {
        let config = FeatureConfig { min_groups: 1, ..FeatureConfig::ngrams_only() };
        let contexts = examples();
        let (_, vectorizer, question) = fitted(&contexts, &config);
        vectorizer.transform(&contexts[0], [&question], |_, row| {
            let squares: f32 = row.iter().map(|(_, value)| value * value).sum();
            assert!((squares - 2.0).abs() < 1e-5, "two blocks of weight 1, not {squares}");
        });
    }

    #[test]
    fn marks_and_spellings_do_not_change_a_row() {
        let mut contexts = examples();
        contexts.push(QuoteContext::new("We don't trust the United States' word on Guantanamo."));
        let (_, vectorizer, question) = fitted(&contexts, &FeatureConfig::ngrams_only());
        let row = |text: &'static str| {
            let mut found = Vec::new();
            let context = QuoteContext::new(text);
            vectorizer.transform(&context, [&question], |_, row| found = row.to_vec());
            found
        };
        let plain = row("We don't trust the United States' word on Guantanamo.");
        assert!(!plain.is_empty());
        assert_eq!(plain, row("“We don’t trust the US’ word on Guantánamo.”"));
        assert_eq!(plain, row("''WE DON'T TRUST THE U.S. WORD ON GUANTANAMO''"));
    }

    #[test]
    fn a_column_has_a_name() {
        let (_, vectorizer, _) = fitted(&examples(), &all_blocks());
        let names: Vec<_> = (0..vectorizer.columns()).map(|c| vectorizer.name(c)).collect();
        assert!(names.iter().any(|name| name == "quote:the rope"));
        assert!(names.iter().any(|name| name == "near:<said"));
        assert!(names.iter().any(|name| name == "person:farm"));
        assert!(names.iter().any(|name| name == "sense:99"));
    }

    proptest! {
        #[test]
        fn no_text_panics(quote in ".{0,80}", speaker in ".{0,12}", before in "(?s).{0,60}", after in "(?s).{0,60}") {
            let mut contexts = examples();
            contexts.push(QuoteContext::new(quote).speaker(speaker).between(before, after));
            let (_, vectorizer, question) = fitted(&contexts, &all_blocks());
            vectorizer.transform(&contexts[6], [&question], |_, row| {
                let width = (vectorizer.columns() + question.columns()) as u32;
                assert!(row.iter().all(|(column, value)| *column < width && value.is_finite()));
                assert!(row.windows(2).all(|pair| pair[0].0 < pair[1].0));
            });
        }
    }
}
