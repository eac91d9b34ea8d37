//! Turns quotes into rows, with all that was learned from the training's quotes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::blocks::{Block, Reading, Sense};
use super::config::FeatureConfig;
use super::frames::{KeyTerms, frames};
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
    config: FeatureConfig,
    vocabulary: Vocabulary,
}

/// The part of a row that belongs to one question: its frames.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionFeatures {
    terms: KeyTerms,
    vocabulary: Vocabulary,
}

/// Quotes of a training, cut into words once, in an order that keeps groups together.
#[derive(Debug)]
pub struct Readings {
    readings: Vec<Reading>,
    groups: Vec<u32>,
    order: Vec<usize>,
}

impl Readings {
    /// Cuts quotes into words. `groups` names what each quote belongs to.
    ///
    /// # Panics
    /// When there are not as many groups as quotes.
    pub fn new(contexts: &[&QuoteContext<'_>], groups: &[&str], config: &FeatureConfig) -> Self {
        assert_eq!(contexts.len(), groups.len(), "one group a quote");
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by_key(|&index| groups[index]);
        let mut numbers = vec![0u32; groups.len()];
        let mut number = 0;
        for (place, &index) in order.iter().enumerate() {
            if place > 0 && groups[index] != groups[order[place - 1]] {
                number += 1;
            }
            numbers[index] = number;
        }
        Self { readings: contexts.iter().map(|c| Reading::new(c, config)).collect(), groups: numbers, order }
    }
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
        for reading in &readings.readings {
            let mut row = Vec::new();
            self.shared(reading, &mut row);
            rows.push(&mut row);
        }
        rows
    }

    /// Learns the part of the rows that belongs to one question. `on_topic` says of each quote
    /// whether it addresses the question, `None` when that is not known.
    pub fn fit_question(&self, readings: &Readings, rows: &SparseRows, on_topic: &[Option<bool>]) -> QuestionFeatures {
        let terms = KeyTerms::from(self.key_terms(rows, on_topic));
        let mut counts = Counts::default();
        if self.config.weights.frames > 0.0 {
            for &index in &readings.order {
                counts.begin(readings.groups[index]);
                frames(&readings.readings[index], &terms, &mut counts);
            }
        }
        QuestionFeatures { terms, vocabulary: counts.vocabulary(self.config.min_groups) }
    }

    /// The rows of the training's quotes named by `indices` for one question.
    pub fn question_rows(&self, readings: &Readings, question: &QuestionFeatures, indices: &[usize]) -> SparseRows {
        let mut rows = SparseRows::new(self.columns() + question.columns());
        for &index in indices {
            let mut row = Vec::new();
            self.shared(&readings.readings[index], &mut row);
            self.own(&readings.readings[index], question, &mut row);
            rows.push(&mut row);
        }
        rows
    }

    /// The rows of one quote for several questions: column and value, columns ascending.
    pub fn transform<'q>(
        &self,
        context: &QuoteContext<'_>,
        questions: impl IntoIterator<Item = &'q QuestionFeatures>,
        mut take: impl FnMut(usize, &[(u32, f32)]),
    ) {
        let reading = Reading::new(context, &self.config);
        let mut row = Vec::with_capacity(256);
        self.shared(&reading, &mut row);
        let shared = row.len();
        for (place, question) in questions.into_iter().enumerate() {
            row.truncate(shared);
            self.own(&reading, question, &mut row);
            take(place, &row);
        }
    }

    fn shared(&self, reading: &Reading, row: &mut Vec<(u32, f32)>) {
        let mut hits = Hits::new(&self.vocabulary);
        reading.features(&self.config, &mut hits);
        let weights = self.config.weights.all();
        self.vocabulary.scale(&mut hits, &weights, 0, row);
        let mut first = self.vocabulary.len() as u32;
        let weights = self.config.weights.senses();
        for (sense, weight) in Sense::ALL.into_iter().zip(weights) {
            if weight > 0.0 {
                if let Some(direction) = reading.direction(sense) {
                    row.extend((first..).zip(direction.map(|value| value * weight)));
                }
            }
            first += DIMENSIONS as u32;
        }
    }

    fn own(&self, reading: &Reading, question: &QuestionFeatures, row: &mut Vec<(u32, f32)>) {
        if self.config.weights.frames > 0.0 {
            let mut hits = Hits::new(&question.vocabulary);
            frames(reading, &question.terms, &mut hits);
            let weights = self.config.weights.all();
            let first = self.columns() as u32;
            question.vocabulary.scale(&mut hits, &weights, first, row);
        }
    }

    /// Words and pairs of words that mark the quotes on topic, by chi-squared.
    fn key_terms(&self, rows: &SparseRows, on_topic: &[Option<bool>]) -> Vec<String> {
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
