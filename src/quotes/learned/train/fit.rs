//! Fits the small models: the ranker of sources, the calibration of the confidence, the threshold.

use std::collections::HashSet;

use linfa::Dataset;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};

use super::super::proposal::{Proposal, Proposals};
use super::super::sources::{FACTS, Ranker};
use super::gold::GoldText;
use crate::learn::logistic::probability;
use crate::{Error, Result};

/// Learns the ranker from the cues that were annotated: a candidate is right when it is the annotated source.
pub(super) fn ranker(texts: &[GoldText<'_, '_, '_>], proposed: &[Proposals]) -> Result<Ranker> {
    let (mut facts, mut right) = (Vec::new(), Vec::new());
    for (text, proposals) in texts.iter().zip(proposed) {
        let mut last = None;
        for proposal in &proposals.all {
            // the readings of a cue have one ranking
            let Some(ranking) = proposal.ranking.filter(|ranking| last != Some(*ranking)) else { continue };
            last = Some(ranking);
            let Some(quote) = text.quotes.iter().find(|quote| quote.head.is_some() && quote.head == proposal.head)
            else {
                continue;
            };
            for candidate in &proposals.rankings[ranking] {
                facts.extend(candidate.facts.map(f64::from));
                right.push(candidate.ranges == quote.sources);
            }
        }
    }
    let (weights, intercept) = logistic(facts, right, FACTS)?;
    Ok(Ranker { weights, intercept })
}

/// Slope and offset of the confidence, from the quotes that were selected in held-out articles.
pub(super) fn calibration(texts: &[GoldText<'_, '_, '_>], selected: &[Vec<Proposal>]) -> Result<(f32, f32)> {
    let (mut odds, mut right) = (Vec::new(), Vec::new());
    for (text, proposals) in texts.iter().zip(selected) {
        for proposal in proposals {
            odds.push(f64::from(proposal.log_odds));
            right.push(text.gold_of(proposal).is_some());
        }
    }
    if right.iter().all(|right| *right) || !right.contains(&true) {
        // too few or too easy articles to tell: the odds stand as they are
        return Ok((1.0, 0.0));
    }
    let (weights, intercept) = logistic(odds, right, 1)?;
    Ok((weights[0].max(0.05), intercept))
}

/// Logistic regression of rows of `columns` numbers: weights and intercept.
fn logistic(values: Vec<f64>, classes: Vec<bool>, columns: usize) -> Result<(Vec<f32>, f32)> {
    let failed = |problem: String| Error::Training { problem, remedy: "give more annotated articles".into() };
    if classes.iter().all(|class| *class) || !classes.contains(&true) {
        return Err(failed(
            "the candidates are all right or all wrong, so that nothing can be learnt from them".into(),
        ));
    }
    let rows = classes.len();
    let records = Array2::from_shape_vec((rows, columns), values).map_err(|error| failed(error.to_string()))?;
    let data = Dataset::new(records, Array1::from_vec(classes));
    let model = LogisticRegression::default()
        .alpha(1.0)
        .max_iterations(200)
        .fit(&data)
        .map_err(|error| failed(format!("the logistic regression did not fit ({error})")))?;
    // which class linfa calls positive depends on the order of the labels
    let sign = if model.labels().pos.class { 1.0 } else { -1.0 };
    let weights = model.params().iter().map(|weight| (sign * weight) as f32).collect();
    Ok((weights, (sign * model.intercept()) as f32))
}

/// The confidence from which on quotes are kept: where the held-out articles' F1 is highest. With it precision and recall.
pub(super) fn threshold(
    texts: &[GoldText<'_, '_, '_>],
    selected: &[Vec<Proposal>],
    (slope, offset): (f32, f32),
) -> (f32, f64, f64) {
    let gold: usize = texts.iter().map(|text| text.quotes.len()).sum();
    let mut best = (0.0, 0.0, 0.0, -1.0);
    for step in 0..100u8 {
        let least = f32::from(step) / 100.0;
        let (mut kept, mut right, mut found) = (0usize, 0usize, 0usize);
        for (text, proposals) in texts.iter().zip(selected) {
            let mut met = HashSet::new();
            for proposal in proposals.iter().filter(|p| probability(slope * p.log_odds + offset) >= least) {
                kept += 1;
                if let Some(quote) = text.gold_of(proposal) {
                    right += 1;
                    met.insert(quote);
                }
            }
            found += met.len();
        }
        let precision = right as f64 / kept.max(1) as f64;
        let recall = found as f64 / gold.max(1) as f64;
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        if f1 > best.3 {
            best = (least, precision, recall, f1);
        }
    }
    (best.0, best.1, best.2)
}
