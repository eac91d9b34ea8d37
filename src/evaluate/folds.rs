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
    // For each group: how many rows it has (kind 0), and how many of each label that it has.
    let mut groups: BTreeMap<&str, BTreeMap<usize, f64>> = BTreeMap::new();
    for row in dataset.rows() {
        let counts = groups.entry(row.unit()).or_default();
        *counts.entry(0).or_insert(0.0) += 1.0;
        for (start, label) in first.iter().zip(&row.labels) {
            if let Some(label) = label {
                *counts.entry(start + label).or_insert(0.0) += 1.0;
            }
        }
    }
    let mut totals = vec![0.0; kinds];
    for counts in groups.values() {
        for (kind, count) in counts {
            totals[*kind] += count;
        }
    }
    let mut order: Vec<(&str, BTreeMap<usize, f64>)> = groups.into_iter().collect();
    let mut random = Random::new(seed);
    random.shuffle(&mut order);
    order.sort_by(|(_, a), (_, b)| b[&0].total_cmp(&a[&0]));

    let mut filled = vec![vec![0.0; kinds]; folds];
    let mut fold_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, counts) in order {
        // By how much the squared shares grow if the group goes to this fold.
        let cost = |fold: &Vec<f64>| -> f64 {
            let shares = counts.iter().map(|(&kind, more)| (fold[kind], more, totals[kind]));
            shares.map(|(have, more, total)| (2.0 * have * more + more * more) / (total * total)).sum()
        };
        let mut best = 0;
        for fold in 1..folds {
            if cost(&filled[fold]) < cost(&filled[best]) {
                best = fold;
            }
        }
        for (kind, more) in &counts {
            filled[best][*kind] += more;
        }
        fold_of.insert(group, best);
    }
    let rows = dataset.rows().iter();
    rows.map(|row| fold_of[row.unit()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::QuoteContext;
    use crate::stance::LabelledQuote;

    /// 40 groups of 3 rows; the label follows the group's number.
    fn dataset() -> StanceDataset {
        let names = ["bridge".to_owned()];
        let rows = (0..120).map(|number| {
            let group = number / 3;
            let mut row = LabelledQuote::new(number.to_string(), QuoteContext::new("text"));
            row.group = Some(format!("g{group}"));
            let label = if group % 4 == 0 { "favor" } else { "none" };
            (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
        });
        StanceDataset::from_named(&names, rows.collect::<Vec<_>>())
    }

    #[test]
    fn groups_stay_whole_and_labels_even() {
        let dataset = dataset();
        let folds = grouped_folds(&dataset, 5, 7);
        let mut favor = [0; 5];
        let mut all = [0; 5];
        for (row, &fold) in folds.iter().enumerate() {
            assert_eq!(fold, folds[row / 3 * 3], "row {row} left its group");
            all[fold] += 1;
            favor[fold] += usize::from(dataset.label(row, 0) == Some("favor"));
        }
        assert_eq!(favor, [6; 5]);
        assert_eq!(all, [24; 5]);
    }

    #[test]
    fn the_seed_decides_and_the_order_of_rows_does_not() {
        let dataset = dataset();
        let folds = grouped_folds(&dataset, 5, 7);
        assert_eq!(folds, grouped_folds(&dataset, 5, 7));
        assert_ne!(folds, grouped_folds(&dataset, 5, 8));
        let reversed: Vec<usize> = (0..dataset.len()).rev().collect();
        let mut again = grouped_folds(&dataset.select(&reversed), 5, 7);
        again.reverse();
        assert_eq!(folds, again);
    }
}
