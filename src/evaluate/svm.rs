//! A linear support vector machine over sparse rows, one class against the rest.
//!
//! The L2-regularised squared hinge loss, solved in the dual by coordinate descent (Hsieh, Chang, Lin, Keerthi and
//! Sundararajan, ICML 2008), as LIBLINEAR and so scikit-learn's `LinearSVC` do; the intercept is the weight of a
//! column of ones and is regularised with the others, as it is there. linfa's SVM is binary and dense: 3,000 rows
//! take it minutes. All classes are fitted in one pass over a row, their weights side by side, which
//! reads memory once where LIBLINEAR reads it once a class.

use super::random::Random;
use crate::features::SparseRows;

/// How a machine is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct SvmParams {
    /// How much errors cost against large weights; the `C` of other tools.
    pub cost: f64,
    /// Stop when no step of a pass would move further than this; the projected gradients' range.
    pub tolerance: f64,
    /// Most passes over the rows.
    pub passes: usize,
}

impl Default for SvmParams {
    /// `C` 1, as the n-gram baseline has it, and a tolerance at which labels no longer change.
    fn default() -> Self {
        Self { cost: 1.0, tolerance: 0.01, passes: 1000 }
    }
}

/// A fitted machine.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearSvm {
    classes: Vec<usize>,
    /// Column by column, one a class; the last column is the intercept.
    weights: Vec<f64>,
}

impl SvmParams {
    /// Fits rows to classes; `weights` is how much each row's error costs. The same data give the same machine.
    ///
    /// # Panics
    /// When there are not as many classes and weights as rows.
    pub fn fit(&self, rows: &SparseRows, targets: &[usize], weights: &[f32]) -> LinearSvm {
        assert!(rows.len() == targets.len() && rows.len() == weights.len(), "one class and weight a row");
        let mut classes = targets.to_vec();
        classes.sort_unstable();
        classes.dedup();
        let count = classes.len();
        let columns = rows.columns();
        let mut machine = LinearSvm { classes, weights: vec![0.0; (columns + 1) * count] };
        let kept: Vec<usize> = (0..rows.len()).filter(|&row| weights[row] > 0.0).collect();
        // The diagonal of the dual's matrix: the row's squared length, the intercept's 1, and 1 / (2 C).
        let slack = |row: usize| 0.5 / (self.cost * f64::from(weights[row]));
        let squares: Vec<f64> = (0..rows.len())
            .map(|row| rows.row(row).1.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>() + 1.0)
            .collect();
        let mut alphas = vec![0.0f64; rows.len() * count];
        let mut scores = vec![0.0; count];
        let mut steps = vec![0.0; count];
        let mut order = kept;
        let mut random = Random::new(1);
        for _ in 0..self.passes {
            random.shuffle(&mut order);
            let (mut highest, mut lowest) = (f64::NEG_INFINITY, f64::INFINITY);
            for &row in &order {
                machine.score(rows.row(row), &mut scores);
                let mut moved = false;
                for (place, step) in steps.iter_mut().enumerate() {
                    let side = if machine.classes[place] == targets[row] { 1.0 } else { -1.0 };
                    let alpha = &mut alphas[row * count + place];
                    let gradient = side * scores[place] - 1.0 + slack(row) * *alpha;
                    let projected = if *alpha == 0.0 { gradient.min(0.0) } else { gradient };
                    highest = highest.max(projected);
                    lowest = lowest.min(projected);
                    *step = 0.0;
                    if projected.abs() > 1e-12 {
                        let next = (*alpha - gradient / (squares[row] + slack(row))).max(0.0);
                        *step = (next - *alpha) * side;
                        *alpha = next;
                        moved |= *step != 0.0;
                    }
                }
                if moved {
                    machine.add(rows.row(row), &steps);
                }
            }
            if highest - lowest <= self.tolerance {
                break;
            }
        }
        machine
    }
}

impl LinearSvm {
    /// The classes that the training had, ascending.
    pub fn classes(&self) -> &[usize] {
        &self.classes
    }

    /// How far a row lies on each class's side, in the order of [`LinearSvm::classes`].
    pub fn margins(&self, row: (&[u32], &[f32])) -> Vec<f64> {
        let mut scores = vec![0.0; self.classes.len()];
        self.score(row, &mut scores);
        scores
    }

    fn score(&self, (columns, values): (&[u32], &[f32]), scores: &mut [f64]) {
        let count = scores.len();
        scores.copy_from_slice(&self.weights[self.weights.len() - count..]);
        for (&column, &value) in columns.iter().zip(values) {
            let from = column as usize * count;
            for (score, weight) in scores.iter_mut().zip(&self.weights[from..from + count]) {
                *score += weight * f64::from(value);
            }
        }
    }

    /// Adds a multiple of a row to each class's weights.
    fn add(&mut self, (columns, values): (&[u32], &[f32]), steps: &[f64]) {
        let count = steps.len();
        for (&column, &value) in columns.iter().zip(values) {
            let from = column as usize * count;
            for (weight, step) in self.weights[from..from + count].iter_mut().zip(steps) {
                *weight += step * f64::from(value);
            }
        }
        let last = self.weights.len() - count;
        for (weight, step) in self.weights[last..].iter_mut().zip(steps) {
            *weight += step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXACT: SvmParams = SvmParams { cost: 1.0, tolerance: 1e-9, passes: 100_000 };

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-4, "{a} is not {b}");
    }

    /// One row at 1 of the class, one at -1 of the other. By symmetry the intercept is 0 and both rows miss the
    /// margin by 1 - w: w²/2 + 2 C (1 - w)² is least where w = 4 C / (1 + 4 C). A row that weighs three times as much is
    /// the same as three of it: 6 C for 4 C, if its mirror weighs so too.
    #[test]
    fn two_rows_worked_by_hand() {
        let rows = SparseRows::of_table(&[vec![1.0], vec![-1.0]]);
        for (cost, weight, expected) in [(1.0, 1.0, 4.0 / 5.0), (0.5, 1.0, 2.0 / 3.0), (1.0, 3.0, 12.0 / 13.0)] {
            let machine = SvmParams { cost, ..EXACT }.fit(&rows, &[1, 0], &[weight; 2]);
            close(machine.margins((&[0], &[1.0]))[1], expected);
            close(machine.margins((&[0], &[1.0]))[0], -expected);
            close(machine.margins((&[], &[]))[1], 0.0);
        }
    }

    /// The numbers are scikit-learn's; `tests/fixtures/svm/make.py` wrote them.
    #[test]
    fn the_margins_are_those_of_scikit_learn() {
        #[derive(serde::Deserialize)]
        struct Fixture {
            rows: Vec<Vec<f32>>,
            classes: Vec<usize>,
            weights: Vec<f32>,
            cost: f64,
            margins: Vec<Vec<f64>>,
        }
        let fixture: Fixture = serde_json::from_str(include_str!("../../tests/fixtures/svm/table.json")).unwrap();
        let table = SparseRows::of_table(&fixture.rows);
        let machine = SvmParams { cost: fixture.cost, ..EXACT }.fit(&table, &fixture.classes, &fixture.weights);
        for (row, expected) in fixture.margins.iter().enumerate() {
            for (found, expected) in machine.margins(table.row(row)).iter().zip(expected) {
                close(*found, *expected);
            }
        }
    }

    #[test]
    fn a_single_class_and_rows_without_weight_do_no_harm() {
        let table = SparseRows::of_table(&[vec![1.0], vec![0.0], vec![-1.0]]);
        let machine = EXACT.fit(&table, &[4, 4, 4], &[1.0; 3]);
        assert_eq!(machine.classes(), [4]);
        let left_out = EXACT.fit(&table, &[1, 1, 0], &[1.0, 0.0, 1.0]);
        close(left_out.margins((&[0], &[1.0]))[1], 4.0 / 5.0);
    }
}
