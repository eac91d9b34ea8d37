//! Accuracy when only the surest rows are answered.

use serde::{Deserialize, Serialize};

/// The accuracy at one coverage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CoveragePoint {
    /// The share of the rows that is answered.
    pub coverage: f64,
    /// How many rows that is, rounded up.
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
    let rows = (coverage * answers.len() as f64 - 1e-9).ceil().max(0.0) as usize;
    let mut sorted = answers.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some(&(confidence, _)) = rows.checked_sub(1).and_then(|last| sorted.get(last)) else {
        return CoveragePoint { coverage, rows: 0, confidence: 0.0, accuracy: 0.0 };
    };
    let count = |of: &dyn Fn(&(f64, bool)) -> bool| sorted.iter().filter(|answer| of(answer)).count() as f64;
    let above = count(&|answer| answer.0 > confidence);
    let tied = count(&|answer| answer.0 == confidence);
    let right_above = count(&|answer| answer.0 > confidence && answer.1);
    let right_tied = count(&|answer| answer.0 == confidence && answer.1);
    let right = right_above + right_tied * (rows as f64 - above) / tied.max(1.0);
    CoveragePoint { coverage, rows, confidence, accuracy: right / rows as f64 }
}

/// The points at 100, 90, ... 10 percent of the rows.
pub fn coverage_curve(answers: &[(f64, bool)]) -> Vec<CoveragePoint> {
    (1..=10).rev().map(|tenth| at_coverage(answers, f64::from(tenth) / 10.0)).collect()
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

    #[test]
    fn one_row_and_none() {
        let one = coverage_curve(&[(0.4, true)]);
        assert_eq!(one.len(), 10);
        assert!(one.iter().all(|point| point.rows == 1 && point.accuracy == 1.0));
        assert!(coverage_curve(&[]).iter().all(|point| point.rows == 0 && point.accuracy == 0.0));
        assert_eq!(at_coverage(&[(0.4, true)], 0.0).rows, 0);
    }

    #[test]
    fn shares_of_ten_rows_are_whole_rows() {
        let answers: Vec<(f64, bool)> = (0..10).map(|n| (f64::from(n) / 10.0, true)).collect();
        let rows: Vec<usize> = coverage_curve(&answers).iter().map(|point| point.rows).collect();
        assert_eq!(rows, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    }
}
