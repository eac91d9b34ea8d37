//! The trained classifier: quotes in, labels with probabilities out.

use linfa::ParamGuard;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::steps::{Answer, TopicThenSide};
use super::{FitError, Question, Softmax, SoftmaxParams, StanceDataset, Steps, Targets, TrainParams};
use crate::features::{QuestionFeatures, QuoteContext, Readings, SparseRows, Vectorizer};
use crate::{Error, Result};

/// What a model says of a quote on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionPrediction<'m> {
    /// The question.
    pub question: &'m Question,
    /// The place of the label that is given among the question's labels, see [`Question::decide`].
    pub best: usize,
    /// How likely each label is, in the order of the question's labels; they sum to 1.
    pub probabilities: Vec<f64>,
    /// Whether the label that is given is as probable as the model asks for, see [`StanceModel::abstaining_below`].
    pub sure: bool,
}

impl<'m> QuestionPrediction<'m> {
    /// The label that is given.
    pub fn label(&self) -> &'m str {
        &self.question.labels[self.best]
    }

    /// The label that is given; `None` where the model abstains, since it is not sure enough.
    pub fn decided(&self) -> Option<&'m str> {
        self.sure.then(|| self.label())
    }

    /// How likely `label` is; 0 for a label that the question has not.
    pub fn probability(&self, label: &str) -> f64 {
        self.question.position(label).map_or(0.0, |place| self.probabilities[place])
    }
}

/// A trained stance classifier, one independent part a question.
///
/// ```
/// use std::collections::BTreeMap;
/// use quotestance::features::QuoteContext;
/// use quotestance::stance::{LabelledQuote, StanceDataset, StanceModel, TrainParams};
///
/// let rows = [
///     ("The bridge must be built.", "favor"),
///     ("We need this bridge now.", "favor"),
///     ("The bridge is a waste of money.", "against"),
///     ("Nobody wants a bridge that is a waste.", "against"),
/// ];
/// let rows = rows.iter().enumerate().map(|(number, (quote, label))| {
///     let row = LabelledQuote::new(number.to_string(), QuoteContext::new(*quote));
///     (row, BTreeMap::from([("bridge".to_owned(), label.to_string())]))
/// });
/// let dataset = StanceDataset::from_named(&["bridge".to_owned()], rows);
/// let model = StanceModel::train(&dataset, &TrainParams::default())?;
/// let predictions = model.predict(&QuoteContext::new("What a waste!"));
/// assert_eq!(predictions[0].label(), "against");
/// # Ok::<(), quotestance::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct StanceModel {
    pub(super) params: TrainParams,
    pub(super) questions: Vec<Question>,
    pub(super) vectorizer: Vectorizer,
    pub(super) answers: Vec<QuestionModel>,
    /// How probable a label must be; no part of the model file.
    pub(super) min_probability: f64,
}

impl std::fmt::Debug for StanceModel {
    /// Leaves the weights out.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StanceModel")
            .field("questions", &self.questions)
            .field("params", &self.params)
            .field("columns", &self.vectorizer.columns())
            .finish_non_exhaustive()
    }
}

/// What answers one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct QuestionModel {
    pub(super) features: QuestionFeatures,
    pub(super) answer: Answer<Softmax>,
}

impl StanceModel {
    /// Learns from labelled quotes. The same data and parameters give the same model, byte for byte,
    /// whatever the number of threads.
    ///
    /// # Errors
    /// [`Error::Training`] when there is no row, a question has no labelled row or one label only, or a
    /// parameter is out of range.
    pub fn train(dataset: &StanceDataset, params: &TrainParams) -> Result<Self> {
        let classifier = check(dataset, params)?;
        let contexts: Vec<&QuoteContext<'_>> = dataset.rows().iter().map(|row| &row.context).collect();
        let groups: Vec<&str> = dataset.rows().iter().map(|row| row.unit()).collect();
        // A vocabulary of words that two groups share is empty when there is one group.
        let mut features = params.features.clone();
        let few = groups.iter().collect::<std::collections::BTreeSet<_>>().len() < MANY_GROUPS;
        if few {
            features.min_groups = 1;
        }
        let readings = Readings::new(&contexts, &groups, &features);
        let vectorizer = Vectorizer::fit(&readings, &features);
        let shared = vectorizer.rows(&readings);
        let answers: Result<Vec<QuestionModel>> = (0..dataset.questions().len())
            .into_par_iter()
            .map(|question| {
                let part = Part { dataset, question, params, classifier: &classifier };
                part.train(&vectorizer, &readings, &shared)
            })
            .collect();
        let questions = dataset.questions().to_vec();
        Ok(Self { params: params.clone(), questions, vectorizer, answers: answers?, min_probability: 0.0 })
    }

    /// The same model, which abstains where the label it would give is less probable than this; at 0 it never does.
    pub fn abstaining_below(self, min_probability: f64) -> Self {
        Self { min_probability, ..self }
    }

    /// How probable a label must be for the model to decide for it.
    pub fn min_probability(&self) -> f64 {
        self.min_probability
    }

    /// The questions that the model answers, in the order of the training data.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What the training was told.
    pub fn params(&self) -> &TrainParams {
        &self.params
    }

    /// The terms that mark quotes on a question, most telling first.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn key_terms(&self, question: usize) -> &[String] {
        self.answers[question].features.key_terms()
    }

    /// What the model says of a quote, one prediction a question, in their order.
    pub fn predict(&self, context: &QuoteContext<'_>) -> Vec<QuestionPrediction<'_>> {
        let all: Vec<usize> = (0..self.questions.len()).collect();
        self.predict_some(context, &all)
    }

    /// What the model says of a quote on the questions at these places, in their order.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn predict_some(&self, context: &QuoteContext<'_>, places: &[usize]) -> Vec<QuestionPrediction<'_>> {
        let mut predictions = Vec::with_capacity(places.len());
        let features = places.iter().map(|&place| &self.answers[place].features);
        self.vectorizer.transform(context, features, |at, row| {
            let question = &self.questions[places[at]];
            let probabilities = self.answers[places[at]].answer.of_row(row, question.labels.len());
            predictions.push(self.prediction(question, probabilities));
        });
        predictions
    }

    /// What is said on a question with these probabilities.
    pub(super) fn prediction<'m>(&self, question: &'m Question, probabilities: Vec<f64>) -> QuestionPrediction<'m> {
        let best = question.decide(&probabilities);
        let sure = probabilities[best] >= self.min_probability;
        QuestionPrediction { question, best, probabilities, sure }
    }

    /// What the model says of several quotes, in parallel; the same as one by one.
    pub fn predict_many(&self, contexts: &[QuoteContext<'_>]) -> Vec<Vec<QuestionPrediction<'_>>> {
        contexts.par_iter().map(|context| self.predict(context)).collect()
    }
}

/// With fewer groups of rows than this, words that occur in one group only are kept.
const MANY_GROUPS: usize = 20;

/// A question with fewer rows than one of so many learns its frames from its own rows, and has a number only for the
/// columns that they have: a training on 1,500 targets of six rows each takes 4 s and gives a file of 19 MB; it was not
/// done in 4 minutes with a number for every column.
const FEW_OF: usize = 100;

/// The training of one question.
struct Part<'d> {
    dataset: &'d StanceDataset,
    question: usize,
    params: &'d TrainParams,
    classifier: &'d super::SoftmaxValidParams,
}

impl Part<'_> {
    fn train(&self, vectorizer: &Vectorizer, readings: &Readings, shared: &SparseRows) -> Result<QuestionModel> {
        let question = &self.dataset.questions()[self.question];
        let off_topic = question.position(&self.params.off_topic);
        let label = |row: usize| self.dataset.rows()[row].labels[self.question];
        let on_topic: Vec<Option<bool>> =
            (0..self.dataset.len()).map(|row| off_topic.and_then(|off| label(row).map(|label| label != off))).collect();
        let Targets { rows: labelled, classes, weights } = self.dataset.targets(self.question);
        let few = labelled.len() < self.dataset.len() / FEW_OF;
        let features = vectorizer.fit_question(readings, shared, &on_topic, few.then_some(&labelled));
        let rows = vectorizer.question_rows(readings, &features, &labelled);
        let steps = TopicThenSide {
            classifier: self.classifier.clone(),
            off_topic: off_topic.filter(|_| self.params.steps == Steps::TopicThenSide),
            balance: self.params.balance,
        };
        let answer = if few { steps.fit_few(&rows, &classes, &weights) } else { steps.fit(&rows, &classes, &weights) };
        let answer = answer.map_err(|error: FitError| Error::Training {
            problem: format!("question `{}`: {error}", question.name),
            remedy: "check the labels and weights of this column".into(),
        })?;
        Ok(QuestionModel { features, answer })
    }
}

/// Refuses what can't be trained on, in words that a person can act on.
fn check(dataset: &StanceDataset, params: &TrainParams) -> Result<super::SoftmaxValidParams> {
    let refuse = |problem: String, remedy: &str| Err(Error::Training { problem, remedy: remedy.into() });
    if let Some(problem) = params.features.problem() {
        return refuse(problem, "correct the feature settings");
    }
    if !(0.0..=1.0).contains(&params.balance) {
        return refuse(format!("the class balance is {}", params.balance), "give a number from 0 to 1");
    }
    let classifier = match SoftmaxParams::new(params.penalty, params.iterations).check() {
        Ok(classifier) => classifier,
        Err(error) => return refuse(error.to_string(), "correct the training parameters"),
    };
    if dataset.is_empty() {
        return refuse("there are no rows".into(), "give a CSV with labelled quotes");
    }
    if dataset.questions().is_empty() {
        return refuse(
            "no column is a question".into(),
            "add a column named after the question, its values the labels (an empty cell is unlabelled)",
        );
    }
    for row in dataset.rows() {
        if !(row.weight.is_finite() && row.weight > 0.0) {
            return refuse(
                format!("row `{}` has the weight {}", row.id, row.weight),
                "give a number above 0, or leave the row out",
            );
        }
    }
    for (place, question) in dataset.questions().iter().enumerate() {
        let targets = dataset.targets(place);
        let mut seen: Vec<&str> = targets.classes.iter().map(|&class| question.labels[class].as_str()).collect();
        let labelled = seen.len();
        seen.sort_unstable();
        seen.dedup();
        match seen.as_slice() {
            [] => {
                return refuse(
                    format!("question `{}` has no labelled row", question.name),
                    "label some rows, or remove the column",
                );
            }
            [one] => {
                return refuse(
                    format!("question `{}` has one label only, `{one}`, in {labelled} rows", question.name),
                    "label rows with a second label, or remove the column",
                );
            }
            _ => {}
        }
    }
    Ok(classifier)
}
