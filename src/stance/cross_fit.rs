//! Trains the models that read quotes in their article, on what models of single quotes say of rows that they have not seen.

use rayon::prelude::*;

use super::article::ArticleModel;
use super::lexical::{Lexical, MANY_GROUPS};
use super::model::{alone_on, by_article};
use super::{LabelledQuote, StanceDataset, TrainParams};
use crate::Result;
use crate::features::Room;

/// With more questions than this a quote has an answer to few of them, and quotes are read alone.
const MOST_QUESTIONS: usize = 50;
/// Into how many parts the rows are cut so that each is read by a model that has not seen it.
const PARTS: usize = 3;

/// For each question the model that reads quotes in their article, where there are articles to learn it from.
pub(super) fn articles(dataset: &StanceDataset, params: &TrainParams) -> Vec<Option<ArticleModel>> {
    let none = || vec![None; dataset.questions().len()];
    let articles = by_article(dataset.rows().iter().map(|row| row.article.as_deref()));
    let several = articles.iter().filter(|article| article.len() > 1).count();
    if several < MANY_GROUPS || dataset.questions().len() > MOST_QUESTIONS {
        return none();
    }
    let all: Vec<usize> = (0..dataset.questions().len()).collect();
    let mut units: Vec<&str> = dataset.rows().iter().map(|row| row.unit()).collect();
    units.sort_unstable();
    units.dedup();
    let part_of = |row: &LabelledQuote| units.partition_point(|unit| *unit < row.unit()) % PARTS;
    /// Rows with how likely each label of each question is.
    type ReadRows = Vec<(usize, Vec<Vec<f64>>)>;
    let read: Result<Vec<ReadRows>> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let (held, seen): (Vec<usize>, Vec<usize>) =
                (0..dataset.len()).partition(|&row| part_of(&dataset.rows()[row]) == part);
            let model = Lexical::train(&dataset.select(&seen), params)?;
            let read = held.into_par_iter().map_init(Room::default, |room, row| {
                let context = &dataset.rows()[row].context;
                (row, model.probabilities(room, context, dataset.questions(), &all))
            });
            Ok(read.collect())
        })
        .collect();
    // A part may lack what the whole has, the second label of a question, say; then quotes are read alone.
    let Ok(read) = read else { return none() };
    let mut alone = vec![Vec::new(); dataset.len()];
    for (row, probabilities) in read.into_iter().flatten() {
        alone[row] = probabilities;
    }
    let questions = dataset.questions().iter().enumerate();
    questions
        .map(|(place, question)| {
            let quotes = alone_on(place, &alone, dataset.rows().iter().map(|row| &row.context));
            ArticleModel::train(question, &articles, &quotes, &dataset.targets(place)).ok()
        })
        .collect()
}
