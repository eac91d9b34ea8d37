//! Baselines for a model that brings no training rows: cross-validated on the rows that it is measured on.

use rayon::prelude::*;

use super::{Baseline, Outcome, grouped_folds};
use crate::stance::StanceDataset;

/// How many folds, where a question has so many groups.
const FOLDS: usize = 5;

/// What each baseline says of the labelled rows of the questions that a model has `outcomes` on, and its name with the
/// number of folds. It is trained question by question, on the rows of the other folds; a question whose rows are all of one group
/// leaves it nothing to learn from, and its list is empty.
pub(super) fn within(
    dataset: &StanceDataset,
    outcomes: &[Vec<Outcome>],
    seed: u64,
) -> Vec<(String, Vec<Vec<Outcome>>)> {
    let asked = |question: usize| outcomes.get(question).is_some_and(|outcomes| !outcomes.is_empty());
    let found: Vec<(usize, Vec<Vec<Outcome>>)> = (0..dataset.questions().len())
        .into_par_iter()
        .map(|question| if asked(question) { on_question(dataset, question, seed) } else { Default::default() })
        .collect();
    let folds = || found.iter().map(|(folds, _)| *folds).filter(|folds| *folds > 1);
    let told = match (folds().min(), folds().max()) {
        (Some(fewest), Some(most)) if fewest < most => format!("{fewest}- to {most}-fold on these rows"),
        (_, most) => format!("{}-fold on these rows", most.unwrap_or(FOLDS)),
    };
    let of = |(at, baseline): (usize, Baseline)| {
        let outcomes = found.iter().map(|(_, found)| found.get(at).cloned().unwrap_or_default());
        (format!("{}, {told}", baseline.name()), outcomes.collect())
    };
    Baseline::ALL.into_iter().enumerate().map(of).collect()
}

/// The number of folds, and what each baseline says of the rows labelled on one question.
fn on_question(dataset: &StanceDataset, question: usize, seed: u64) -> (usize, Vec<Vec<Outcome>>) {
    let (alone, places) = dataset.labelled_on(question);
    let mut groups: Vec<&str> = alone.rows().iter().map(|row| row.unit()).collect();
    groups.sort_unstable();
    groups.dedup();
    let folds = FOLDS.min(groups.len());
    if folds < 2 {
        return Default::default();
    }
    let fold_of = grouped_folds(&alone, folds, seed);
    let of_fold = |fold: usize| {
        let (test, train): (Vec<usize>, Vec<usize>) = (0..alone.len()).partition(|&row| fold_of[row] == fold);
        let (train, held) = (alone.select(&train), alone.select(&test));
        let of_baseline = |baseline: Baseline| {
            let mut found = baseline.outcomes(&train, &held).swap_remove(0);
            found.iter_mut().for_each(|outcome| outcome.row = places[test[outcome.row]]);
            found
        };
        Baseline::ALL.map(of_baseline)
    };
    let parts: Vec<[Vec<Outcome>; 2]> = (0..folds).into_par_iter().map(of_fold).collect();
    let together = |at: usize| {
        let mut all: Vec<Outcome> = parts.iter().flat_map(|part| part[at].iter().cloned()).collect();
        all.sort_by_key(|outcome| outcome.row);
        all
    };
    (folds, (0..Baseline::ALL.len()).map(together).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::features::QuoteContext;
    use crate::stance::LabelledQuote;

    /// Rows of so many groups, two a group, one label each; every row has an outcome.
    fn found(groups: usize) -> Vec<(String, Vec<Vec<Outcome>>)> {
        let names = ["bridge".to_owned()];
        let rows = (0..2 * groups).map(|number| {
            let (quote, label) = [("Build the bridge.", "favor"), ("The bridge is a waste.", "against")][number % 2];
            let mut row = LabelledQuote::new(number.to_string(), QuoteContext::new(quote));
            row.group = Some((number / 2).to_string());
            (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
        });
        let dataset = StanceDataset::from_named(&names, rows.collect::<Vec<_>>());
        let row = |row: usize| Outcome::of_likeliest(row, dataset.rows()[row].labels[0].unwrap(), vec![0.5, 0.5]);
        let outcomes = vec![(0..dataset.len()).map(row).collect()];
        within(&dataset, &outcomes, 1)
    }

    #[test]
    fn every_row_is_answered_once_by_what_the_other_groups_taught() {
        let found = found(7);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["most frequent label, 5-fold on these rows", "n-gram SVM, 5-fold on these rows"]);
        for (_, outcomes) in &found {
            let rows: Vec<usize> = outcomes[0].iter().map(|outcome| outcome.row).collect();
            assert_eq!(rows, (0..14).collect::<Vec<_>>());
        }
        assert!(found[1].1[0].iter().all(Outcome::is_right), "the machine knows the words from the other groups");
    }

    #[test]
    fn few_groups_have_fewer_folds_and_one_has_none() {
        assert_eq!(found(3)[0].0, "most frequent label, 3-fold on these rows");
        assert!(found(1).iter().all(|(_, outcomes)| outcomes[0].is_empty()));
    }
}
