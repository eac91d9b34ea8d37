//! Folds that keep groups whole and labels even.

use std::collections::BTreeMap;

use super::random::Random;
use crate::stance::StanceDataset;

/// The fold, 0 to `folds - 1`, of each row of `dataset`.
///
/// Rows of one group (its `group`, else its article, else the row itself) are in one fold. Groups are
/// given out one by one, large ones first, each to the fold that it makes most even in the labels of
/// all questions; equal choices fall to `seed`. The order of rows does not matter.
///
/// # Panics
/// When `folds` is 0.
pub fn grouped_folds(dataset: &StanceDataset, folds: usize, seed: u64) -> Vec<usize> {
    assert!(folds > 0, "at least one fold");
    let mut first = Vec::new();
    let mut kinds = 1;
    for question in dataset.questions() {
        first.push(kinds);
        kinds += question.labels.len();
    }
    // For each group: how many rows it has (kind 0), and how many of each label.
    let mut groups: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for row in dataset.rows() {
        let counts = groups.entry(row.unit()).or_insert_with(|| vec![0.0; kinds]);
        counts[0] += 1.0;
        for (start, label) in first.iter().zip(&row.labels) {
            if let Some(label) = label {
                counts[start + label] += 1.0;
            }
        }
    }
    let mut totals = vec![0.0; kinds];
    for counts in groups.values() {
        for (total, count) in totals.iter_mut().zip(counts) {
            *total += count;
        }
    }
    let mut order: Vec<(&str, Vec<f64>)> = groups.into_iter().collect();
    let mut random = Random::new(seed);
    random.shuffle(&mut order);
    order.sort_by(|(_, a), (_, b)| b[0].total_cmp(&a[0]));

    let mut filled = vec![vec![0.0; kinds]; folds];
    let mut fold_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, counts) in order {
        // By how much the squared shares grow if the group goes to this fold.
        let cost = |fold: &Vec<f64>| -> f64 {
            let shares = fold.iter().zip(&counts).zip(&totals);
            shares
                .filter(|(_, total)| **total > 0.0)
                .map(|((have, more), total)| (2.0 * have * more + more * more) / (total * total))
                .sum()
        };
        let mut best = 0;
        for fold in 1..folds {
            if cost(&filled[fold]) < cost(&filled[best]) {
                best = fold;
            }
        }
        for (have, more) in filled[best].iter_mut().zip(&counts) {
            *have += more;
        }
        fold_of.insert(group, best);
    }
    let rows = dataset.rows().iter();
    rows.map(|row| fold_of[row.unit()]).collect()
}
