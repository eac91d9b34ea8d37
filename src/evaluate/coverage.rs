//! Accuracy when only the surest rows are answered.

use serde::{Deserialize, Serialize};

/// The accuracy at one coverage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CoveragePoint {
    /// The share of the rows that is answered, or of their weight where they count by it.
    pub coverage: f64,
    /// How many whole rows that takes.
    pub rows: usize,
    /// The confidence of the least sure of them; 0 without rows.
    pub confidence: f64,
    /// The share of them that is right; 0 without rows.
    pub accuracy: f64,
}

/// The accuracy when the surest share of `answers` is kept, each a confidence and whether it is right.
///
/// Of answers that are equally sure and don't all find room, each counts by the share that does: what a draw among
/// them gives on average, so that the order of rows does not matter.
pub fn at_coverage(answers: &[(f64, bool)], coverage: f64) -> CoveragePoint {
    point(&sorted(answers.iter().map(|&(confidence, right)| (confidence, right, 1.0))), coverage)
}

/// The points at 100, 90, ... 10 percent of answers that count by their weight, the last of the three.
pub fn coverage_curve(answers: impl IntoIterator<Item = (f64, bool, f64)>) -> Vec<CoveragePoint> {
    let sorted = sorted(answers);
    (1..=10).rev().map(|tenth| point(&sorted, f64::from(tenth) / 10.0)).collect()
}

/// The surest first; what counts nothing is left out.
fn sorted(answers: impl IntoIterator<Item = (f64, bool, f64)>) -> Vec<(f64, bool, f64)> {
    let mut sorted: Vec<(f64, bool, f64)> = answers.into_iter().filter(|answer| answer.2 > 0.0).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    sorted
}

/// As few whole rows, the surest first, as make up the share of all weight.
fn point(sorted: &[(f64, bool, f64)], coverage: f64) -> CoveragePoint {
    let sum = |answers: &[(f64, bool, f64)]| answers.iter().map(|answer| answer.2).sum::<f64>();
    let wanted = coverage * sum(sorted);
    let (mut rows, mut weight, mut right) = (0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let count = tied.len() as f64;
        let of_tied = sum(tied);
        let right_tied: f64 = tied.iter().filter(|answer| answer.1).map(|answer| answer.2).sum();
        // Rounding must not ask for one row more.
        let room = ((wanted - weight) * count / of_tied - 1e-9).ceil().clamp(0.0, count);
        if room == 0.0 {
            break;
        }
        let confidence = tied[0].0;
        rows += room as usize;
        weight += of_tied * room / count;
        right += right_tied * room / count;
        if room < count || weight >= wanted {
            return CoveragePoint { coverage, rows, confidence, accuracy: right / weight };
        }
    }
    let confidence = rows.checked_sub(1).and_then(|last| sorted.get(last)).map_or(0.0, |last| last.0);
    CoveragePoint { coverage, rows, confidence, accuracy: if weight > 0.0 { right / weight } else { 0.0 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_rows_are_kept() {
        let answers = [(0.6, false), (0.9, true), (0.7, true), (0.5, false)];
        let half = at_coverage(&answers, 0.5);
        assert_eq!(half, CoveragePoint { coverage: 0.5, rows: 2, confidence: 0.7, accuracy: 1.0 });
        assert_eq!(at_coverage(&answers, 1.0).accuracy, 0.5);
        assert_eq!(at_coverage(&answers, 0.75).accuracy, 2.0 / 3.0);
    }

    /// Two of the three that are tied find room beside the surest: 1 + 1 * 2/3 right of 3.
    #[test]
    fn ties_count_by_their_share_whatever_the_order() {
        let mut answers = vec![(0.9, true), (0.5, true), (0.5, false), (0.5, false), (0.1, true)];
        let expected = (1.0 + 2.0 / 3.0) / 3.0;
        for _ in 0..answers.len() {
            let point = at_coverage(&answers, 0.6);
            assert_eq!(point.rows, 3);
            assert!((point.accuracy - expected).abs() < 1e-12, "{point:?}");
            answers.rotate_left(1);
        }
    }

    /// A row of weight 3 fills three of five parts: half of the weight is that row, and 80% needs another.
    #[test]
    fn weights_fill_the_share() {
        let answers = [(0.9, true, 3.0), (0.7, false, 1.0), (0.6, true, 1.0), (0.8, true, 0.0)];
        let at = |tenth: usize| coverage_curve(answers)[10 - tenth];
        assert_eq!((at(5).rows, at(5).accuracy, at(5).confidence), (1, 1.0, 0.9));
        assert_eq!((at(8).rows, at(8).accuracy), (2, 0.75));
        assert_eq!((at(10).rows, at(10).accuracy), (3, 0.8));
    }

    #[test]
    fn one_row_and_none() {
        let one = coverage_curve([(0.4, true, 1.0)]);
        assert_eq!(one.len(), 10);
        assert!(one.iter().all(|point| point.rows == 1 && point.accuracy == 1.0));
        assert!(coverage_curve([]).iter().all(|point| point.rows == 0 && point.accuracy == 0.0));
        assert_eq!(at_coverage(&[(0.4, true)], 0.0).rows, 0);
    }

    #[test]
    fn shares_of_ten_rows_are_whole_rows() {
        let answers = (0..10).map(|n| (f64::from(n) / 10.0, true, 1.0));
        let rows: Vec<usize> = coverage_curve(answers).iter().map(|point| point.rows).collect();
        assert_eq!(rows, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    }
}
