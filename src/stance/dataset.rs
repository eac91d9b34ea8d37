//! Quotes with the stances that people read in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::features::QuoteContext;

/// Something to have a stance on, and the stances that there are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Question {
    /// The name of its column.
    pub name: String,
    /// Its labels, in the order that every output has them: by the alphabet, `neutral` and `none` last.
    pub labels: Vec<String>,
}

impl Question {
    /// A question with its labels in the order that every output has them, each once.
    pub fn new(name: impl Into<String>, labels: impl IntoIterator<Item = String>) -> Self {
        let mut labels: Vec<String> = labels.into_iter().collect();
        labels.sort_by_key(|label| {
            let last = match label.as_str() {
                "none" => 2,
                "neutral" => 1,
                _ => 0,
            };
            (last, label.clone())
        });
        labels.dedup();
        Self { name: name.into(), labels }
    }

    /// The places of the labels that are sides: all but `neutral` and `none`.
    pub fn sides(&self) -> impl Iterator<Item = usize> + '_ {
        let is_side = |label: &str| label != "neutral" && label != "none";
        self.labels.iter().enumerate().filter(move |(_, label)| is_side(label)).map(|(place, _)| place)
    }

    /// The place of the label to give when the labels have these probabilities: the likeliest, but a side only if it is
    /// more probable than all that is no side together.
    ///
    /// Told as taking a side without doing so is the error that readers forgive least. In cross-validation
    /// this gives a fifth fewer false sides than the likeliest label does, at the same macro-F1 (docs/experiments.md).
    pub fn decide(&self, probabilities: &[f64]) -> usize {
        let best = super::likeliest(probabilities);
        let sides: Vec<usize> = self.sides().collect();
        let others = || (0..probabilities.len()).filter(|place| !sides.contains(place));
        let neither: f64 = others().map(|place| probabilities[place]).sum();
        if !sides.contains(&best) || probabilities[best] > neither {
            return best;
        }
        others().max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]).then(b.cmp(a))).unwrap_or(best)
    }

    /// The place of `label` among the labels.
    pub fn position(&self, label: &str) -> Option<usize> {
        self.labels.iter().position(|known| known == label)
    }
}

/// A quote and the stances read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledQuote {
    /// Names the row in messages and outputs.
    pub id: String,
    /// The quote and what surrounds it.
    pub context: QuoteContext<'static>,
    /// The article it comes from.
    pub article: Option<String>,
    /// Rows of one group never straddle a split; without one, the article is the group, then the row.
    pub group: Option<String>,
    /// The part of the data that the row belongs to: `train`, `dev`, `test` or what the file says.
    pub split: Option<String>,
    /// How much the row counts in training; above zero.
    pub weight: f64,
    /// What else is known of the row, by column: what reports tell their measures by.
    pub facets: BTreeMap<String, String>,
    /// For each question of the dataset the place of the label among its labels; `None` is unlabelled.
    pub labels: Vec<Option<usize>>,
    /// The shares of a question's labels, where its readers disagreed: the row trains by them instead of by its
    /// label, and is still measured by its label (a tie has none).
    pub soft: BTreeMap<String, Vec<(String, f64)>>,
}

/// What a training on one question sees: rows of the dataset, ascending, one class and weight each. A row with soft labels
/// stands there once for each label, weighted by its share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets {
    /// Rows of the dataset.
    pub rows: Vec<usize>,
    /// The place of each one's label among the question's labels.
    pub classes: Vec<usize>,
    /// How much each counts.
    pub weights: Vec<f32>,
}

impl LabelledQuote {
    /// A quote without labels, weight 1.
    pub fn new(id: impl Into<String>, context: QuoteContext<'_>) -> Self {
        Self {
            id: id.into(),
            context: context.into_owned(),
            article: None,
            group: None,
            split: None,
            weight: 1.0,
            facets: BTreeMap::new(),
            labels: Vec::new(),
            soft: BTreeMap::new(),
        }
    }

    /// What must stay on one side of any split: the group, else the article, else the row itself.
    pub fn unit(&self) -> &str {
        self.group.as_deref().or(self.article.as_deref()).unwrap_or(&self.id)
    }
}

/// Labelled quotes and the questions that their labels answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StanceDataset {
    questions: Vec<Question>,
    rows: Vec<LabelledQuote>,
}

impl StanceDataset {
    /// A dataset of rows whose labels are places among the labels of `questions`.
    ///
    /// # Panics
    /// When a row has not one label, or none, for each question, or a label that the question has not.
    pub fn new(questions: Vec<Question>, rows: Vec<LabelledQuote>) -> Self {
        for row in &rows {
            assert_eq!(row.labels.len(), questions.len(), "one label or none a question");
            let known =
                |(label, question): (&Option<usize>, &Question)| label.is_none_or(|at| at < question.labels.len());
            assert!(row.labels.iter().zip(&questions).all(known), "labels of the question");
        }
        Self { questions, rows }
    }

    /// A dataset of rows whose labels are given by name, a map from question to label for each row.
    ///
    /// Questions keep the order of `names`; labels are ordered as [`Question::new`] does.
    /// The `labels` field of the given rows is overwritten.
    pub fn from_named(
        names: &[String],
        rows: impl IntoIterator<Item = (LabelledQuote, BTreeMap<String, String>)>,
    ) -> Self {
        let rows: Vec<_> = rows.into_iter().collect();
        let place: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
        let mut labels: Vec<BTreeSet<&String>> = vec![BTreeSet::new(); names.len()];
        for (row, hard) in &rows {
            let soft = row.soft.iter().flat_map(|(name, shares)| shares.iter().map(move |(label, _)| (name, label)));
            for (name, label) in hard.iter().chain(soft) {
                if let Some(&question) = place.get(name.as_str()) {
                    labels[question].insert(label);
                }
            }
        }
        let labels = labels.into_iter().map(|labels| labels.into_iter().cloned());
        let questions: Vec<Question> =
            names.iter().zip(labels).map(|(name, labels)| Question::new(name, labels)).collect();
        let rows = rows
            .into_iter()
            .map(|(mut row, labels)| {
                row.labels = vec![None; questions.len()];
                for (name, label) in &labels {
                    if let Some(&question) = place.get(name.as_str()) {
                        row.labels[question] = questions[question].position(label);
                    }
                }
                row
            })
            .collect();
        Self { questions, rows }
    }

    /// The questions, in the order of the columns.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The rows, in the order they were read.
    pub fn rows(&self) -> &[LabelledQuote] {
        &self.rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The label's name of a row on a question; `None` when it is unlabelled.
    ///
    /// # Panics
    /// When there is no such row or question.
    pub fn label(&self, row: usize, question: usize) -> Option<&str> {
        let label = self.rows[row].labels[question]?;
        Some(&self.questions[question].labels[label])
    }

    /// The rows that a training on a question sees.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn targets(&self, question: usize) -> Targets {
        let mut targets = Targets::default();
        let mut add = |row: usize, class: usize, weight: f64| {
            targets.rows.push(row);
            targets.classes.push(class);
            targets.weights.push(weight as f32);
        };
        let Question { name, .. } = &self.questions[question];
        for (place, row) in self.rows.iter().enumerate() {
            match (row.soft.get(name), row.labels[question]) {
                (Some(shares), _) => {
                    for (label, share) in shares {
                        if let (Some(class), true) = (self.questions[question].position(label), *share > 0.0) {
                            add(place, class, row.weight * share);
                        }
                    }
                }
                (None, Some(class)) => add(place, class, row.weight),
                (None, None) => {}
            }
        }
        targets
    }

    /// The places of the questions on which the rows have two different labels or more.
    pub fn learnable(&self) -> Vec<usize> {
        let differ = |question: &usize| {
            let classes = self.targets(*question).classes;
            classes.iter().any(|class| *class != classes[0])
        };
        (0..self.questions.len()).filter(differ).collect()
    }

    /// The same rows with the questions at these places alone.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn with_questions(&self, places: &[usize]) -> Self {
        let questions: Vec<Question> = places.iter().map(|&place| self.questions[place].clone()).collect();
        let rows = self.rows.iter().map(|row| LabelledQuote {
            labels: places.iter().map(|&place| row.labels[place]).collect(),
            ..row.clone()
        });
        Self { questions, rows: rows.collect() }
    }

    /// The rows that are labelled on a question, with that question alone, and their places here.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn labelled_on(&self, question: usize) -> (Self, Vec<usize>) {
        let labelled = self.rows.iter().enumerate().filter(|(_, row)| row.labels[question].is_some());
        // Of thousands of questions a row's other labels are not worth copying.
        let alone = |row: &LabelledQuote| LabelledQuote {
            id: row.id.clone(),
            context: row.context.clone(),
            article: row.article.clone(),
            group: row.group.clone(),
            split: row.split.clone(),
            weight: row.weight,
            facets: row.facets.clone(),
            labels: vec![row.labels[question]],
            soft: row.soft.clone(),
        };
        let (places, rows) = labelled.map(|(place, row)| (place, alone(row))).unzip();
        (Self { questions: vec![self.questions[question].clone()], rows }, places)
    }

    /// A dataset of the same questions with the rows named by `indices`, in that order.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn select(&self, indices: &[usize]) -> Self {
        Self { questions: self.questions.clone(), rows: indices.iter().map(|&i| self.rows[i].clone()).collect() }
    }

    /// The same rows and `more`, whose labels are places among the questions' labels.
    ///
    /// # Panics
    /// When a row has not one label, or none, for each question, or a label that the question has not.
    pub fn with_rows(&self, more: Vec<LabelledQuote>) -> Self {
        Self::new(self.questions.clone(), self.rows.iter().cloned().chain(more).collect())
    }

    /// The same rows with the labels of `questions` too, for the questions of the same name, so that
    /// a model's labels and the dataset's are the same list.
    pub fn with_labels_of(&self, questions: &[Question]) -> Self {
        let mut same = self.clone();
        for (place, question) in same.questions.iter_mut().enumerate() {
            let Some(other) = questions.iter().find(|other| other.name == question.name) else {
                continue;
            };
            let all = question.labels.iter().chain(&other.labels).cloned();
            let wider = Question::new(question.name.clone(), all);
            for row in &mut same.rows {
                if let Some(label) = row.labels[place] {
                    row.labels[place] = wider.position(&question.labels[label]);
                }
            }
            *question = wider;
        }
        same
    }

    /// Both datasets in one; a question that one of them lacks is unlabelled there.
    pub fn merge(self, other: Self) -> Self {
        let mut names: Vec<String> = self.questions.iter().map(|q| q.name.clone()).collect();
        let known: BTreeSet<&String> = self.questions.iter().map(|q| &q.name).collect();
        names.extend(other.questions.iter().map(|q| &q.name).filter(|name| !known.contains(name)).cloned());
        let named = |dataset: Self| {
            let questions = dataset.questions;
            dataset.rows.into_iter().map(move |row| {
                let labels = questions
                    .iter()
                    .zip(&row.labels)
                    .filter_map(|(question, label)| {
                        let label = question.labels.get((*label)?)?;
                        Some((question.name.clone(), label.clone()))
                    })
                    .collect();
                (row, labels)
            })
        };
        Self::from_named(&names, named(self).chain(named(other)))
    }
}
