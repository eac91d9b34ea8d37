//! Baselines for a model that brings no training rows: cross-validated on the rows that it is measured on.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Baseline, Outcome, grouped_folds};
use crate::stance::{Question, StanceDataset};

/// How many folds, where a question has so many groups.
const FOLDS: usize = 5;

/// What each baseline says of the labelled rows of the questions that a model has `outcomes` on, and its name with the
/// number of folds. It is trained question by question, on the rows of the other folds. A question whose rows are all of one group
/// leaves nothing to learn from: it is answered with that of its labels which the other questions have most often; where they
/// have none, its list is empty.
pub(super) fn within(
    dataset: &StanceDataset,
    outcomes: &[Vec<Outcome>],
    seed: u64,
) -> Vec<(String, Vec<Vec<Outcome>>)> {
    let asked = |question: usize| outcomes.get(question).is_some_and(|outcomes| !outcomes.is_empty());
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for (question, outcomes) in dataset.questions().iter().zip(outcomes) {
        for outcome in outcomes {
            *counts.entry(&question.labels[outcome.truth]).or_default() += 1;
        }
    }
    let found: Vec<(usize, Vec<Vec<Outcome>>)> = (0..dataset.questions().len())
        .into_par_iter()
        .map(|question| {
            if !asked(question) {
                return Default::default();
            }
            let (folds, found) = on_question(dataset, question, seed);
            if folds > 0 {
                return (folds, found);
            }
            (0, vec![of_others(&dataset.questions()[question], &outcomes[question], &counts); Baseline::ALL.len()])
        })
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

/// Answers that are all the label which other questions have most often; `counts` are those of all questions. Empty when the others
/// have none of the question's labels.
fn of_others(question: &Question, outcomes: &[Outcome], counts: &BTreeMap<&str, i64>) -> Vec<Outcome> {
    let own = |label: usize| outcomes.iter().filter(|outcome| outcome.truth == label).count() as i64;
    let known = |label: &str| counts.get(label).copied().unwrap_or(0);
    let others: Vec<f64> =
        question.labels.iter().enumerate().map(|(label, name)| (known(name) - own(label)) as f64).collect();
    let total: f64 = others.iter().sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let shares: Vec<f64> = others.iter().map(|count| count / total).collect();
    outcomes.iter().map(|outcome| Outcome::of_likeliest(outcome.row, outcome.truth, shares.clone())).collect()
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

    #[test]
    fn a_question_of_one_group_is_answered_with_what_the_others_have_most() {
        let question = Question::new("toll", ["favor", "against", "none"].map(str::to_owned));
        let own = [Outcome::of_likeliest(4, 2, vec![0.0, 0.0, 1.0])];
        // of `none` all but the question's own one row
        let counts = BTreeMap::from([("favor", 2), ("none", 2), ("blue", 9)]);
        let found = of_others(&question, &own, &counts);
        assert_eq!((found[0].row, found[0].truth, found[0].predicted()), (4, 2, 1));
        assert!(of_others(&question, &own, &BTreeMap::from([("none", 1)])).is_empty());
    }
}
