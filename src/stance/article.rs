//! What the other quotes of an article tell of one of them.
//!
//! A quote is read alone first. But who wants a prisoner home in one sentence seldom wants him hanged in the next, and
//! in an article on a prison's closing a vague quote is rather on it than in one on milk prices. So a second
//! softmax regression reads, beside what the words of the quote itself gave, what the article's other quotes gave, and those
//! of the same speaker among them. It learns from quotes that the first model had not seen, or it
//! would trust that model too much (stacking with cross-fitting, Wolpert 1992). It is also trained
//! to do without the article: each row stands there once with and once without its neighbours.

use std::collections::HashMap;

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::{FitError, Question, Softmax, SoftmaxParams, Targets};
use crate::features::SparseRows;

/// Added to probabilities before their logarithm: what is less probable than this is all the same.
const LEAST: f64 = 1e-3;
/// Strength of the L2 penalty, chosen by cross-validation among 3, 30 and 300.
const PENALTY: f64 = 3.0;

/// A quote as the model of single quotes left it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alone<'a> {
    /// How likely each label is, by the quote alone.
    pub(super) probabilities: &'a [f64],
    /// Who speaks, as the article names them.
    pub(super) speaker: Option<&'a str>,
}

/// What a column of a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArticlePart {
    /// What the quote gave alone.
    Quote,
    /// What the other quotes of the article gave.
    Article,
    /// What the other quotes of the same speaker gave.
    Speaker,
}

/// Sums over the quotes of an article, from which each quote's own share is taken again.
pub(super) struct Surroundings<'a> {
    quotes: &'a [Alone<'a>],
    sum: Vec<f64>,
    speakers: HashMap<&'a str, (usize, Vec<f64>)>,
    sides: Vec<usize>,
}

impl<'a> Surroundings<'a> {
    /// The surroundings of each of the quotes of an article, on one question.
    pub(super) fn new(quotes: &'a [Alone<'a>], question: &Question) -> Self {
        let labels = question.labels.len();
        let mut sum = vec![0.0; labels];
        let mut speakers: HashMap<&str, (usize, Vec<f64>)> = HashMap::new();
        for quote in quotes {
            add(&mut sum, quote.probabilities.iter().copied());
            if let Some(speaker) = quote.speaker {
                let (count, sum) = speakers.entry(speaker).or_insert_with(|| (0, vec![0.0; labels]));
                *count += 1;
                add(sum, quote.probabilities.iter().map(|p| (p + LEAST).ln()));
            }
        }
        Self { quotes, sum, speakers, sides: question.sides().collect() }
    }

    /// The row of the quote at `place`; see [`part_of`] for its columns.
    pub(super) fn row(&self, place: usize) -> Vec<(u32, f32)> {
        let Alone { probabilities, speaker } = self.quotes[place];
        let labels = probabilities.len();
        let mut row = Vec::with_capacity(columns(labels));
        row.extend(alone(probabilities));
        let others = self.quotes.len() - 1;
        if others > 0 {
            let share = |label: usize| ((self.sum[label] - probabilities[label]) / others as f64).max(0.0);
            row.extend((0..labels).map(|label| ((labels + label) as u32, logarithm(share(label)))));
            row.push((2 * labels as u32, 1.0));
            row.push((2 * labels as u32 + 1, logarithm(self.sides.iter().map(|side| share(*side)).sum())));
        }
        let of_speaker = speaker.and_then(|speaker| self.speakers.get(speaker));
        if let Some((count, sum)) = of_speaker.filter(|(count, _)| *count > 1) {
            let first = 2 * labels + 2;
            row.extend((0..labels).map(|label| {
                let own = (probabilities[label] + LEAST).ln();
                ((first + label) as u32, ((sum[label] - own) / (count - 1) as f64) as f32)
            }));
            row.push(((first + labels) as u32, 1.0));
        }
        row
    }
}

fn add(sum: &mut [f64], values: impl Iterator<Item = f64>) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value;
    }
}

fn logarithm(probability: f64) -> f32 {
    (probability + LEAST).ln() as f32
}

/// The row of a quote of which no others are known.
fn alone(probabilities: &[f64]) -> impl Iterator<Item = (u32, f32)> {
    probabilities.iter().enumerate().map(|(label, p)| (label as u32, logarithm(*p)))
}

/// How many columns a row has: with `k` labels `k` of the quote, `k + 2` of the article, `k + 1` of the speaker.
fn columns(labels: usize) -> usize {
    3 * labels + 3
}

/// What the column stands for when there are so many labels.
pub(super) fn part_of(column: usize, labels: usize) -> ArticlePart {
    if column < labels {
        ArticlePart::Quote
    } else if column < 2 * labels + 2 {
        ArticlePart::Article
    } else {
        ArticlePart::Speaker
    }
}

/// Reads quotes in their article, on one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ArticleModel {
    pub(super) softmax: Softmax,
}

impl ArticleModel {
    /// Learns from quotes that the model of single quotes had not seen: `articles` are the rows of each article,
    /// `quotes` what was said of every row.
    pub(super) fn train(
        question: &Question,
        articles: &[Vec<usize>],
        quotes: &[Alone<'_>],
        targets: &Targets,
    ) -> Result<Self, FitError> {
        let mut around: Vec<Option<Vec<(u32, f32)>>> = vec![None; quotes.len()];
        for article in articles.iter().filter(|article| article.len() > 1) {
            let those: Vec<Alone<'_>> = article.iter().map(|row| quotes[*row]).collect();
            let surroundings = Surroundings::new(&those, question);
            for (place, row) in article.iter().enumerate() {
                around[*row] = Some(surroundings.row(place));
            }
        }
        let mut rows = SparseRows::new(columns(question.labels.len()));
        let (mut classes, mut weights) = (Vec::new(), Vec::new());
        for ((row, class), weight) in targets.rows.iter().zip(&targets.classes).zip(&targets.weights) {
            let in_article = around[*row].as_ref();
            let share = if in_article.is_some() { 0.5 } else { 1.0 };
            for mut entries in in_article.cloned().into_iter().chain([alone(quotes[*row].probabilities).collect()]) {
                rows.push(&mut entries);
                classes.push(*class);
                weights.push(weight * share);
            }
        }
        let data = DatasetBase::new(rows, Array1::from(classes)).with_weights(Array1::from(weights));
        Ok(Self { softmax: SoftmaxParams::new(PENALTY, 300).check()?.fit(&data)? })
    }

    /// How likely each of `labels` labels is for a quote with this row; they sum to 1.
    pub(super) fn probabilities(&self, row: &[(u32, f32)], labels: usize) -> Vec<f64> {
        let mut spread = vec![0.0; labels];
        for (class, value) in self.softmax.classes().zip(self.softmax.probabilities(row.iter().copied())) {
            spread[class] = value;
        }
        spread
    }

    /// Whether what was read from a file fits a question of so many labels.
    pub(super) fn is_sound(&self, labels: usize) -> bool {
        self.softmax.is_sound(columns(labels), labels)
    }
}
