//! The classifier of single quotes by their words and those around them.

use linfa::ParamGuard;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::steps::{Answer, TopicThenSide};
use super::{
    FitError, Question, Softmax, SoftmaxParams, SoftmaxValidParams, StanceDataset, Steps, Targets, TrainParams,
};
use crate::features::{QuestionFeatures, QuoteContext, Readings, Room, SparseRows, Vectorizer};
use crate::{Error, Result};

/// Reads quotes one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Lexical {
    pub(super) vectorizer: Vectorizer,
    /// One a question.
    pub(super) answers: Vec<QuestionModel>,
}

/// What answers one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct QuestionModel {
    pub(super) features: QuestionFeatures,
    pub(super) answer: Answer<Softmax>,
}

impl Lexical {
    /// Learns from the labelled rows.
    pub(super) fn train(dataset: &StanceDataset, params: &TrainParams) -> Result<Self> {
        let classifier = SoftmaxParams::new(params.penalty, params.iterations);
        let classifier = classifier.check().map_err(|error| Error::Training {
            problem: error.to_string(),
            remedy: "correct the training parameters".into(),
        })?;
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
        Ok(Self { vectorizer, answers: answers? })
    }

    /// How likely each label of the questions at these places is.
    pub(super) fn probabilities(
        &self,
        room: &mut Room,
        context: &QuoteContext<'_>,
        questions: &[Question],
        places: &[usize],
    ) -> Vec<Vec<f64>> {
        let mut table = Vec::with_capacity(places.len());
        let features = places.iter().map(|place| &self.answers[*place].features);
        self.vectorizer.transform_in(room, context, features, |at, row| {
            let place = places[at];
            table.push(self.answers[place].answer.of_row(row, questions[place].labels.len()));
        });
        table
    }

    /// Whether what was read from a file fits together and to these questions.
    pub(super) fn is_sound(&self, questions: &[Question]) -> bool {
        self.vectorizer.is_sound()
            && questions.len() == self.answers.len()
            && questions.iter().zip(&self.answers).all(|(question, model)| {
                let columns = self.vectorizer.columns() + model.features.columns();
                model.features.is_sound() && model.answer.is_sound(columns, question.labels.len())
            })
    }
}

/// With fewer groups of rows than this, words that occur in one group only are kept.
pub(super) const MANY_GROUPS: usize = 20;

/// A question with fewer rows than one of so many learns its frames from its own rows, and has a number only for the
/// columns that they have: a training on 1,500 targets of six rows each takes 4 s and gives a file of 19 MB; it was not
/// done in 4 minutes with a number for every column.
const FEW_OF: usize = 100;

/// Whether the question has few rows beside those of the others.
pub(super) fn is_one_of_many(dataset: &StanceDataset, question: usize) -> bool {
    is_few(dataset.targets(question).rows.len(), dataset)
}

fn is_few(rows: usize, dataset: &StanceDataset) -> bool {
    rows < dataset.len() / FEW_OF
}

/// The training of one question.
struct Part<'d> {
    dataset: &'d StanceDataset,
    question: usize,
    params: &'d TrainParams,
    classifier: &'d SoftmaxValidParams,
}

impl Part<'_> {
    fn train(&self, vectorizer: &Vectorizer, readings: &Readings, shared: &SparseRows) -> Result<QuestionModel> {
        let question = &self.dataset.questions()[self.question];
        let off_topic = question.position(&self.params.off_topic);
        let label = |row: usize| self.dataset.rows()[row].labels[self.question];
        let on_topic: Vec<Option<bool>> =
            (0..self.dataset.len()).map(|row| off_topic.and_then(|off| label(row).map(|label| label != off))).collect();
        let Targets { rows: labelled, classes, weights } = self.dataset.targets(self.question);
        let few = is_few(labelled.len(), self.dataset);
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
