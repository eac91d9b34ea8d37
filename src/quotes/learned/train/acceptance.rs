//! Trains the acceptance score.

use rayon::prelude::*;

use super::super::acceptance::{Acceptance, Description};
use crate::learn::boost::{Boost, BoostParams};
use crate::learn::counts::{Counts, Rates};

/// For each proposal of an article its description, and whether it is right.
pub(super) type Rows = Vec<(Description, bool)>;

/// The score that all articles give, and the logarithmic odds that each proposal gets from trees that have not seen its fold.
///
/// The rates of a proposal's words are those in the articles of other folds: its own article would tell the answer.
pub(super) fn train(articles: &[Rows], folds: usize, params: &BoostParams) -> (Acceptance, Vec<f32>) {
    let rates: Vec<Rates> = (0..=folds).into_par_iter().map(|out| rates(articles, folds, out)).collect();
    let described: Vec<(usize, Vec<f32>, bool)> = articles
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, rows)| {
            let rates = &rates[at % folds];
            rows.iter().map(move |(description, right)| {
                let mut row = Vec::new();
                description.row(rates, &mut row);
                (at % folds, row, *right)
            })
        })
        .collect();
    let trees: Vec<Boost> = (0..=folds)
        .into_par_iter()
        .map(|out| {
            let part = described.iter().filter(|(fold, ..)| *fold != out);
            let (rows, right): (Vec<&[f32]>, Vec<bool>) = part.map(|(_, row, right)| (row.as_slice(), *right)).unzip();
            Boost::train(&rows, &right, params)
        })
        .collect();
    let log_odds = described.par_iter().map(|(fold, row, _)| trees[*fold].log_odds(row)).collect();
    let last = |out: usize| Acceptance { rates: rates[out].clone(), trees: trees[out].clone() };
    (last(folds), log_odds)
}

/// Rates in all articles but those of a fold.
fn rates(articles: &[Rows], folds: usize, out: usize) -> Rates {
    let mut counts = Counts::default();
    for (description, right) in
        articles.iter().enumerate().filter(|(at, _)| at % folds != out).flat_map(|(_, rows)| rows)
    {
        counts.add(&description.signs, *right);
    }
    counts.rates()
}
