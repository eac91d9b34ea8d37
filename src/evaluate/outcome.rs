//! What a model said of labelled rows.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::features::QuoteContext;
use crate::stance::{LabelledQuote, QuestionPrediction, StanceDataset, StanceModel, by_article};

/// A labelled row and what a model said of it on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The row's place in the dataset.
    pub row: usize,
    /// The place of its label among the labels of the dataset's question.
    pub truth: usize,
    /// How likely each label of the dataset's question is; a label that the model does not know has 0.
    pub probabilities: Vec<f64>,
    /// The place of the label that was decided for, see [`Question::decide`](crate::stance::Question::decide).
    pub predicted: usize,
}

impl Outcome {
    /// An outcome that is decided for the likeliest label.
    pub fn of_likeliest(row: usize, truth: usize, probabilities: Vec<f64>) -> Self {
        let predicted = crate::stance::likeliest(&probabilities);
        Self { row, truth, probabilities, predicted }
    }

    /// The place of the label that was decided for.
    pub fn predicted(&self) -> usize {
        self.predicted
    }

    /// How probable the label that was decided for is.
    pub fn confidence(&self) -> f64 {
        self.probabilities.get(self.predicted).copied().unwrap_or(0.0)
    }

    /// Whether the label that was decided for is the true one.
    pub fn is_right(&self) -> bool {
        self.predicted() == self.truth
    }
}

/// What a model says of the labelled rows, a list for each question of the dataset; empty where
/// the model does not have the question. Labels are those of the dataset, see [`StanceDataset::with_labels_of`].
pub fn outcomes(model: &StanceModel, dataset: &StanceDataset) -> Vec<Vec<Outcome>> {
    let places: HashMap<&str, usize> =
        model.questions().iter().enumerate().map(|(at, q)| (q.name.as_str(), at)).collect();
    let places: Vec<Option<usize>> = dataset.questions().iter().map(|q| places.get(q.name.as_str()).copied()).collect();
    // Of thousands of questions a row is labelled on few: the others need no answer.
    let asked = |row: &LabelledQuote| -> Vec<(usize, usize, usize)> {
        let labels = row.labels.iter().enumerate();
        labels.filter_map(|(question, truth)| Some((question, places[question]?, (*truth)?))).collect()
    };
    let articles = by_article(dataset.rows().iter().map(|row| row.article.as_deref()));
    let of_article = |rows: &Vec<usize>| {
        let contexts: Vec<QuoteContext<'_>> = rows.iter().map(|row| dataset.rows()[*row].context.clone()).collect();
        let asked: Vec<_> = rows.iter().map(|row| asked(&dataset.rows()[*row])).collect();
        let of_model: BTreeSet<usize> = asked.iter().flatten().map(|(_, place, _)| *place).collect();
        let of_model: Vec<usize> = of_model.into_iter().collect();
        let predictions = model.predict_article_on(&contexts, &of_model);
        let outcome =
            |row: usize, &(question, place, truth): &(usize, usize, usize), said: &[QuestionPrediction<'_>]| {
                let prediction = &said[of_model.partition_point(|of| *of < place)];
                let question_here = &dataset.questions()[question];
                let probabilities = question_here.labels.iter().map(|label| prediction.probability(label)).collect();
                let outcome = Outcome::of_likeliest(row, truth, probabilities);
                let decided = question_here.position(prediction.label());
                (question, Outcome { predicted: decided.unwrap_or(outcome.predicted), ..outcome })
            };
        let rows = rows.iter().zip(&asked).zip(&predictions);
        rows.flat_map(|((row, asked), said)| asked.iter().map(move |asked| outcome(*row, asked, said)))
            .collect::<Vec<_>>()
    };
    let found: Vec<Vec<(usize, Outcome)>> = articles.par_iter().map(of_article).collect();
    let mut outcomes = vec![Vec::new(); dataset.questions().len()];
    for (question, outcome) in found.into_iter().flatten() {
        outcomes[question].push(outcome);
    }
    for outcomes in &mut outcomes {
        outcomes.sort_by_key(|outcome| outcome.row);
    }
    outcomes
}
