//! The labelled rows of one question, as the measures see them.

use std::collections::{BTreeMap, HashMap};

use super::measure::Measuring;
use crate::evaluate::bootstrap::{Counted, Draws, GroupTables};
use crate::evaluate::{Confusion, Interval, Outcome};
use crate::stance::{LabelledQuote, Question, StanceDataset};

/// The labelled rows of a question with a model's outcomes on them.
pub(in crate::evaluate) struct Rows<'r> {
    pub dataset: &'r StanceDataset,
    pub question: &'r Question,
    pub outcomes: &'r [Outcome],
    pub how: &'r Measuring,
    /// The number of each one's group, groups in the order of their names.
    pub groups: Vec<usize>,
    /// Whether the model did not abstain.
    pub answered: Vec<bool>,
    /// How much each counts.
    pub weights: Vec<f64>,
    /// Where among the outcomes a row of the dataset is.
    places: HashMap<usize, usize>,
}

impl<'r> Rows<'r> {
    pub fn new(
        dataset: &'r StanceDataset,
        question: &'r Question,
        outcomes: &'r [Outcome],
        how: &'r Measuring,
    ) -> Self {
        let unit = |outcome: &Outcome| dataset.rows()[outcome.row].unit();
        let mut numbers: BTreeMap<&str, usize> = outcomes.iter().map(|outcome| (unit(outcome), 0)).collect();
        numbers.values_mut().enumerate().for_each(|(number, group)| *group = number);
        let weight = |outcome: &Outcome| if how.weighted { dataset.rows()[outcome.row].weight } else { 1.0 };
        Self {
            dataset,
            question,
            outcomes,
            how,
            groups: outcomes.iter().map(|outcome| numbers[unit(outcome)]).collect(),
            answered: outcomes.iter().map(|outcome| outcome.confidence() >= how.min_probability).collect(),
            weights: outcomes.iter().map(weight).collect(),
            places: outcomes.iter().enumerate().map(|(place, outcome)| (outcome.row, place)).collect(),
        }
    }

    /// What a row says besides its label.
    pub fn quote(&self, place: usize) -> &'r LabelledQuote {
        &self.dataset.rows()[self.outcomes[place].row]
    }

    /// What this or another method says of some rows: each one's place, and what it counts as. Rows that the model abstained on
    /// count as nothing.
    pub fn counts<'o>(
        &self,
        outcomes: impl IntoIterator<Item = &'o Outcome>,
    ) -> impl Iterator<Item = (usize, Option<Counted>)> {
        outcomes.into_iter().filter_map(|outcome| {
            let place = *self.places.get(&outcome.row)?;
            let counted = (outcome.truth, outcome.predicted(), self.weights[place]);
            Some((place, self.answered[place].then_some(counted)))
        })
    }

    /// The tables of the groups of some rows by the outcomes of this or another method.
    pub fn tables<'o>(&self, outcomes: impl IntoIterator<Item = &'o Outcome>) -> GroupTables {
        let counted = self.counts(outcomes).map(|(place, counted)| (self.groups[place], counted));
        GroupTables::new(self.question.labels.len(), counted)
    }

    /// The intervals of what `measure` reads off the sum of such tables.
    pub fn intervals(&self, tables: &GroupTables, measure: impl Fn(&Confusion) -> Vec<f64> + Sync) -> Vec<Interval> {
        Draws::new(tables.groups(), self.how.draws, self.how.seed).of_tables(tables, measure)
    }

    /// How often each label was taken for each, every row counted as one.
    pub fn counted(&self) -> Confusion {
        let mut confusion = Confusion::new(self.question.labels.len());
        let answered = self.outcomes.iter().zip(&self.answered).filter(|(_, answered)| **answered);
        answered.for_each(|(outcome, _)| confusion.add(outcome.truth, outcome.predicted()));
        confusion
    }
}
