//! Precision and recall of a label as the probability asked for falls.

use std::collections::BTreeSet;

use super::rows::Rows;
use super::{PrecisionRecall, PrecisionRecallPoint};

/// How many points a curve has at most.
const POINTS: usize = 100;

/// A curve for each label, one label against all others; of all rows, abstained on or not.
pub(super) fn precision_recall(rows: &Rows<'_>) -> Vec<PrecisionRecall> {
    let of_label = |(place, label): (usize, &String)| {
        let scored = rows.outcomes.iter().zip(&rows.weights).map(|(outcome, weight)| {
            let score = outcome.probabilities.get(place).copied().unwrap_or(0.0);
            (score, outcome.truth == place, *weight)
        });
        let (average_precision, points) = curve(scored.collect());
        PrecisionRecall { label: label.clone(), average_precision, points }
    };
    rows.question.labels.iter().enumerate().map(of_label).collect()
}

/// The average precision and the curve of rows, each with its score, whether it has the label, and its weight.
///
/// Both are scikit-learn's: a point for each score that occurs, so that equal scores are above the threshold together, and
/// the precision at each point weighted by the recall that it adds, without interpolation, which would flatter (Davis and
/// Goadrich, ICML 2006). Without a row that has the label all is 0.
fn curve(mut scored: Vec<(f64, bool, f64)>) -> (f64, Vec<PrecisionRecallPoint>) {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let total: f64 = scored.iter().filter(|row| row.1).map(|row| row.2).sum();
    let share = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
    let (mut right, mut told, mut average) = (0.0, 0.0, 0.0);
    let mut points: Vec<PrecisionRecallPoint> = Vec::new();
    for tied in scored.chunk_by(|a, b| a.0 == b.0) {
        let before = share(right, total);
        for (_, has, weight) in tied {
            told += weight;
            right += if *has { *weight } else { 0.0 };
        }
        let (precision, recall) = (share(right, told), share(right, total));
        average += precision * (recall - before);
        points.push(PrecisionRecallPoint { threshold: tied[0].0, precision, recall });
    }
    (average, thinned(points))
}

/// At most [`POINTS`] of the points: half of them evenly among all, half where the recall has grown by another part.
fn thinned(points: Vec<PrecisionRecallPoint>) -> Vec<PrecisionRecallPoint> {
    let half = POINTS / 2;
    if points.len() <= POINTS {
        return points;
    }
    let mut kept: BTreeSet<usize> = (0..half).map(|part| part * (points.len() - 1) / (half - 1)).collect();
    let part = |at: usize| (points[at].recall * (half - 2) as f64) as usize;
    kept.extend((1..points.len()).filter(|&at| part(at) != part(at - 1)));
    kept.into_iter().map(|at| points[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    /// Worked by hand: at .9 one of one right, at .8 (two rows tied) two of three, at .3 two of four, at .1 all three of five.
    #[test]
    fn ties_pass_the_threshold_together() {
        let rows = [(0.8, true), (0.3, false), (0.9, true), (0.8, false), (0.1, true)];
        let (average, points) = curve(rows.iter().map(|&(score, has)| (score, has, 1.0)).collect());
        let found: Vec<f64> = points.iter().map(|point| point.threshold).collect();
        assert_eq!(found, [0.9, 0.8, 0.3, 0.1]);
        for (point, (precision, recall)) in
            points.iter().zip([(1.0, 1.0 / 3.0), (2.0 / 3.0, 2.0 / 3.0), (0.5, 2.0 / 3.0), (0.6, 1.0)])
        {
            close(point.precision, precision);
            close(point.recall, recall);
        }
        close(average, (1.0 + 2.0 / 3.0 + 0.6) / 3.0);
    }

    #[test]
    fn a_weight_is_so_many_rows() {
        let (weighted, _) = curve(vec![(0.9, false, 2.0), (0.5, true, 3.0)]);
        let (rows, _) = curve(
            [(0.9, false), (0.9, false), (0.5, true), (0.5, true), (0.5, true)].map(|(s, h)| (s, h, 1.0)).to_vec(),
        );
        close(weighted, rows);
        close(weighted, 3.0 / 5.0);
    }

    #[test]
    fn no_row_with_the_label_and_no_row_at_all() {
        let (average, points) = curve(vec![(0.5, false, 1.0)]);
        assert_eq!((average, points[0].precision, points[0].recall), (0.0, 0.0, 0.0));
        assert_eq!(curve(Vec::new()), (0.0, Vec::new()));
    }

    #[test]
    fn long_curves_are_thinned_and_keep_their_ends() {
        let rows: Vec<(f64, bool, f64)> = (0..5000).map(|at| (f64::from(at), at % 7 < 3, 1.0)).collect();
        let (_, points) = curve(rows);
        assert!((60..=POINTS).contains(&points.len()), "{}", points.len());
        assert_eq!((points[0].threshold, points[points.len() - 1].threshold), (4999.0, 0.0));
        assert_eq!(points[points.len() - 1].recall, 1.0);
        assert!(points.windows(2).all(|pair| pair[0].threshold > pair[1].threshold));
    }
}
