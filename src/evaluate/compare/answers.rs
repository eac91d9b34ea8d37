//! What there is to compare: a model's answers, from a saved report or asked for now.

use serde::{Deserialize, Serialize};

use crate::evaluate::{Answered, Outcome, StanceReport, outcomes};
use crate::stance::{StanceDataset, StanceModel};

/// What a model said of labelled rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// What messages and reports call it.
    pub name: String,
    /// How it was measured: cross-validation and a model on its own training rows are not to be mixed up.
    pub how: String,
    /// It gives no label where the likeliest is less probable.
    #[serde(default)]
    pub min_probability: f64,
    /// Whether its own report counts rows by their weight; a comparison counts each as one.
    #[serde(default)]
    pub weighted: bool,
    /// One a question that it answered.
    pub questions: Vec<QuestionAnswers>,
}

/// What a model said of the rows that are labelled on one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionAnswers {
    /// The question.
    pub question: String,
    /// Its labels, in the order of the rows' probabilities.
    pub labels: Vec<String>,
    /// The rows.
    pub rows: Vec<Answered>,
}

impl Answers {
    /// Those that a report holds.
    pub fn of_report(name: impl Into<String>, report: StanceReport) -> Self {
        let questions = report.questions.into_iter().map(|question| QuestionAnswers {
            question: question.question,
            labels: question.labels.into_iter().map(|label| label.label).collect(),
            rows: question.answers,
        });
        let (min_probability, weighted) = (report.min_probability, report.weighted);
        Self { name: name.into(), how: report.title, min_probability, weighted, questions: questions.collect() }
    }

    /// Asks a model about the labelled rows of `dataset`.
    pub fn of_model(name: impl Into<String>, model: &StanceModel, dataset: &StanceDataset) -> Self {
        let dataset = dataset.with_labels_of(model.questions());
        let found = outcomes(model, &dataset);
        let questions = dataset.questions().iter().zip(&found).filter(|(_, rows)| !rows.is_empty());
        let questions = questions.map(|(question, rows)| QuestionAnswers {
            question: question.name.clone(),
            labels: question.labels.clone(),
            rows: rows.iter().map(|outcome: &Outcome| Answered::new(&dataset, question, outcome)).collect(),
        });
        let (how, min_probability) = ("a model as it is".to_owned(), model.min_probability());
        Self { name: name.into(), how, min_probability, weighted: false, questions: questions.collect() }
    }
}
