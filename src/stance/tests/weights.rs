//! What the weight of a row and the shares of its labels do.

use super::*;
use crate::features::FeatureConfig;

/// Quotes of one word each, none of which occurs twice on both sides, with shares of `favor` and weights.
fn of_words(rows: &[(&str, f64, f64)]) -> StanceModel {
    let names = ["bridge".to_owned()];
    let rows = rows.iter().enumerate().map(|(number, (quote, favor, weight))| {
        let mut row = LabelledQuote::new(number.to_string(), QuoteContext::new((*quote).to_owned()));
        row.weight = *weight;
        let shares = [("favor", *favor), ("against", 1.0 - favor)];
        let hard = shares.iter().find(|(_, share)| *share == 1.0);
        if hard.is_none() {
            row.soft.insert(names[0].clone(), shares.map(|(label, share)| (label.to_owned(), share)).to_vec());
        }
        (row, hard.map(|(label, _)| (names[0].clone(), (*label).to_owned())).into_iter().collect())
    });
    // words alone, not what they mean: the words of the two sides then mirror each other
    let mut features = FeatureConfig { min_groups: 1, ..FeatureConfig::ngrams_only() };
    features.weights.chars = 0.0;
    let params = TrainParams { features, ..TrainParams::default() };
    StanceModel::train(&StanceDataset::from_named(&names, rows.collect::<Vec<_>>()), &params).unwrap()
}

fn favor(model: &StanceModel, quote: &str) -> f64 {
    model.predict(&QuoteContext::new(quote.to_owned()))[0].probability("favor")
}

#[test]
fn a_row_of_even_shares_pulls_neither_way() {
    let others = [("alder", 1.0, 1.0), ("birch", 0.0, 1.0)];
    let with = |share: f64| favor(&of_words(&[others[0], others[1], ("cedar", share, 1.0)]), "cedar");
    assert!((with(0.5) - 0.5).abs() < 0.01, "{}", with(0.5));
    let (quarter, three, one) = (with(0.25), with(0.75), with(1.0));
    assert!(quarter < 0.45 && (quarter + three - 1.0).abs() < 0.01, "{quarter} {three}");
    assert!(three > 0.55 && three < one, "{three} {one}");
}

#[test]
fn a_row_that_weighs_two_is_the_row_twice() {
    let words = |weight: f64| of_words(&[("alder", 1.0, 1.0), ("birch", 0.0, 1.0), ("alder birch", 1.0, weight)]);
    let twice =
        of_words(&[("alder", 1.0, 1.0), ("birch", 0.0, 1.0), ("alder birch", 1.0, 1.0), ("alder birch", 1.0, 1.0)]);
    let at = |model: &StanceModel| favor(model, "alder birch");
    let (once, double, twice) = (at(&words(1.0)), at(&words(2.0)), at(&twice));
    // not to the last digit: a row twice also makes its words less rare
    assert!(
        (double - twice).abs() < 0.02 && (double - once).abs() > 2.0 * (double - twice).abs(),
        "{once} {double} {twice}"
    );
}

#[test]
fn weights_count_in_both_steps_as_repeated_rows() {
    let mut rows = SparseRows::new(3);
    for at in 0..3 {
        rows.push(&mut [(at, 1.0)]);
    }
    let (repeated, classes) = (rows.select(&[0, 1, 1, 2]), [0, 1, 2]);
    let steps =
        TopicThenSide { classifier: SoftmaxParams::new(0.1, 500).check().unwrap(), off_topic: Some(2), balance: 1.0 };
    let weighted = steps.fit(&rows, &classes, &[1.0, 2.0, 1.0]).unwrap().probabilities(&rows, 3);
    let repeated = steps.fit(&repeated, &[0, 1, 1, 2], &[1.0; 4]).unwrap().probabilities(&rows, 3);
    for (a, b) in weighted.iter().zip(&repeated) {
        assert!((a - b).abs() < 1e-3, "{weighted} {repeated}");
    }
}
