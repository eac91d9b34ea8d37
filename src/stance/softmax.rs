//! Softmax regression over sparse rows, fitted by L-BFGS through linfa's traits.
//!
//! linfa's own logistic regression wants dense rows (10,000 columns take minutes), has no
//! weights and is not numerically safe: its log-sum-exp subtracts the maximum of
//! the whole table. This one works on [`SparseRows`], weighs rows, and subtracts each row's own
//! maximum.

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::lbfgs::minimise;
use super::loss::{Problem, weights_of};
use crate::features::SparseRows;

/// What can go wrong in a fit.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// A parameter is out of range.
    #[error("{0}")]
    Parameter(String),
    /// All rows have one class, or there are none.
    #[error("the rows have {0} class(es), and telling apart takes two")]
    Classes(usize),
    /// Rows, targets and weights are not as many.
    #[error("{rows} rows, {targets} targets and {weights} weights don't go together")]
    Shape {
        /// Number of rows.
        rows: usize,
        /// Number of targets.
        targets: usize,
        /// Number of weights.
        weights: usize,
    },
    /// A value or weight is not a finite number.
    #[error("row {0} holds a value or weight that is not a finite number")]
    Value(usize),
    /// The optimiser gave up.
    #[error("the optimiser stopped: {0}")]
    Optimiser(String),
    /// linfa's own errors.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

/// Parameters of a fit, not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct SoftmaxParams(SoftmaxValidParams);

/// Checked parameters of a fit.
#[derive(Debug, Clone, PartialEq)]
pub struct SoftmaxValidParams {
    penalty: f64,
    iterations: u64,
}

impl SoftmaxParams {
    /// A fit with this L2 penalty and at most so many iterations.
    pub fn new(penalty: f64, iterations: u64) -> Self {
        Self(SoftmaxValidParams { penalty, iterations })
    }
}

impl ParamGuard for SoftmaxParams {
    type Checked = SoftmaxValidParams;
    type Error = FitError;

    fn check_ref(&self) -> Result<&Self::Checked, FitError> {
        if !(self.0.penalty.is_finite() && self.0.penalty > 0.0) {
            let problem = format!("the penalty is {}, not above 0", self.0.penalty);
            return Err(FitError::Parameter(problem));
        }
        if self.0.iterations == 0 {
            let problem = "a fit of 0 iterations learns nothing".to_owned();
            return Err(FitError::Parameter(problem));
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked, FitError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// A fitted softmax regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Softmax {
    /// The classes that the training had, ascending.
    classes: Vec<u32>,
    /// One a class.
    intercepts: Vec<f32>,
    /// Column by column, one a class.
    #[serde(with = "crate::learn::numbers::floats")]
    weights: Vec<f32>,
}

impl Fit<SparseRows, Array1<usize>, FitError> for SoftmaxValidParams {
    type Object = Softmax;

    fn fit(&self, data: &DatasetBase<SparseRows, Array1<usize>>) -> Result<Softmax, FitError> {
        let rows = data.records();
        let targets = data.targets();
        let weights = data.weights().unwrap_or(&[]);
        if rows.len() != targets.len() || !(weights.is_empty() || weights.len() == rows.len()) {
            return Err(FitError::Shape { rows: rows.len(), targets: targets.len(), weights: weights.len() });
        }
        for index in 0..rows.len() {
            let weight = data.weight_for(index);
            let sound = weight.is_finite() && weight >= 0.0;
            if !sound || rows.row(index).1.iter().any(|v| !v.is_finite()) {
                return Err(FitError::Value(index));
            }
        }
        let mut classes = targets.to_vec();
        classes.sort_unstable();
        classes.dedup();
        if classes.len() < 2 {
            return Err(FitError::Classes(classes.len()));
        }
        let place = |target: &usize| classes.partition_point(|class| class < target);
        let places = targets.iter().map(place).collect();
        let weights = (0..rows.len()).map(|i| f64::from(data.weight_for(i)));
        let weights: Vec<f64> = weights.collect();
        if weights.iter().all(|weight| *weight == 0.0) {
            return Err(FitError::Classes(0));
        }
        let problem = Problem::new(rows, places, weights, classes.len(), self.penalty);
        let used = problem.columns().to_vec();
        let start = vec![0.0; problem.size()];
        let best = minimise(&problem, start, self.iterations);
        if best.iter().any(|value| !value.is_finite()) {
            return Err(FitError::Optimiser("weights grew without bound".into()));
        }
        let (weights, intercepts) = weights_of(&best, classes.len());
        let classes = classes.iter().map(|&class| class as u32).collect();
        Ok(Softmax { classes, intercepts, weights }.widened(&used, rows.columns()))
    }
}

/// Turns scores into probabilities that sum to 1, and gives the logarithm of the sum of their exponentials.
#[inline(always)]
pub(super) fn softmax(scores: &mut [f64]) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - largest).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    largest + sum.ln()
}

impl Softmax {
    /// The classes that the training had, ascending.
    pub fn classes(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.classes.iter().map(|&class| class as usize)
    }

    /// How likely each class is for a row given as column and value.
    pub fn probabilities(&self, row: impl IntoIterator<Item = (u32, f32)>) -> Vec<f64> {
        // Loops of a length known to the compiler take half the time.
        let mut scores = match self.classes.len() {
            2 => self.scores::<2>(row),
            3 => self.scores::<3>(row),
            4 => self.scores::<4>(row),
            classes => {
                let mut scores = self.intercepts.clone();
                for (column, value) in row {
                    let from = column as usize * classes;
                    for (score, weight) in scores.iter_mut().zip(&self.weights[from..]) {
                        *score += weight * value;
                    }
                }
                scores.into_iter().map(f64::from).collect()
            }
        };
        softmax(&mut scores);
        scores
    }

    #[inline]
    fn scores<const CLASSES: usize>(&self, row: impl IntoIterator<Item = (u32, f32)>) -> Vec<f64> {
        let (columns, _) = self.weights.as_chunks::<CLASSES>();
        let mut scores = [0.0f32; CLASSES];
        for (column, value) in row {
            for (score, weight) in scores.iter_mut().zip(&columns[column as usize]) {
                *score += weight * value;
            }
        }
        let scores = scores.iter().zip(&self.intercepts);
        scores.map(|(score, start)| f64::from(*score + *start)).collect()
    }

    /// The intercepts, one a class.
    pub fn intercepts(&self) -> &[f32] {
        &self.intercepts
    }

    /// The weights of a column, one a class.
    pub fn column(&self, column: usize) -> &[f32] {
        let classes = self.classes.len();
        &self.weights[column * classes..(column + 1) * classes]
    }

    /// The same model for rows of `columns` columns, of which it knows those named by `places`.
    pub(super) fn widened(&self, places: &[u32], columns: usize) -> Self {
        let classes = self.classes.len();
        let mut weights = vec![0.0; columns * classes];
        for (&place, known) in places.iter().zip(self.weights.chunks(classes)) {
            weights[place as usize * classes..][..classes].copy_from_slice(known);
        }
        Self { weights, ..self.clone() }
    }

    /// How many columns its rows have.
    pub fn columns(&self) -> usize {
        self.weights.len() / self.classes.len()
    }

    /// Whether the parts read from a file fit together and to rows of `columns` and `labels` classes.
    pub(super) fn is_sound(&self, columns: usize, labels: usize) -> bool {
        self.classes.len() >= 2
            && self.classes.windows(2).all(|pair| pair[0] < pair[1])
            && self.classes().all(|class| class < labels)
            && self.intercepts.len() == self.classes.len()
            && columns.checked_mul(self.classes.len()) == Some(self.weights.len())
            && self.intercepts.iter().all(|value| value.is_finite())
            && self.weights.iter().all(|value| value.is_finite())
    }
}

impl PredictInplace<SparseRows, Array2<f64>> for Softmax {
    fn predict_inplace(&self, rows: &SparseRows, probabilities: &mut Array2<f64>) {
        for index in 0..rows.len() {
            let (columns, values) = rows.row(index);
            let row = columns.iter().copied().zip(values.iter().copied());
            for (place, value) in self.probabilities(row).into_iter().enumerate() {
                probabilities[[index, place]] = value;
            }
        }
    }

    fn default_target(&self, rows: &SparseRows) -> Array2<f64> {
        Array2::zeros((rows.len(), self.classes.len()))
    }
}

impl PredictInplace<SparseRows, Array1<usize>> for Softmax {
    fn predict_inplace(&self, rows: &SparseRows, targets: &mut Array1<usize>) {
        let mut table: Array2<f64> = self.default_target(rows);
        self.predict_inplace(rows, &mut table);
        for (row, target) in table.rows().into_iter().zip(targets.iter_mut()) {
            *target = self.classes[super::likeliest(row.as_slice().unwrap_or(&[]))] as usize;
        }
    }

    fn default_target(&self, rows: &SparseRows) -> Array1<usize> {
        Array1::zeros(rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(table: &[&[f32]], targets: &[usize]) -> DatasetBase<SparseRows, Array1<usize>> {
        DatasetBase::new(SparseRows::of_table(table), Array1::from(targets.to_vec()))
    }

    #[test]
    fn without_features_the_shares_are_learned() {
        let data = data(&[&[0.0][..]; 4], &[0, 0, 0, 2]);
        let model = SoftmaxParams::new(1.0, 200).fit(&data).unwrap();
        assert_eq!(model.classes().collect::<Vec<_>>(), [0, 2]);
        let p = model.probabilities([]);
        assert!((p[0] - 0.75).abs() < 1e-3, "{p:?}");
    }

    #[test]
    fn weights_count_as_repeated_rows() {
        let table: [&[f32]; 4] = [&[1.0, 0.0], &[0.0, 1.0], &[1.0, 1.0], &[0.0, 1.0]];
        let weighted = data(&table[..3], &[0, 1, 1]).with_weights(Array1::from(vec![1.0, 2.0, 1.0]));
        let repeated = data(&table, &[0, 1, 1, 1]);
        let fit = |data| SoftmaxParams::new(0.1, 500).fit(data).unwrap();
        let (a, b) = (fit(&weighted), fit(&repeated));
        for row in [[(0, 1.0)], [(1, 1.0)]] {
            let (p, q) = (a.probabilities(row), b.probabilities(row));
            assert!((p[0] - q[0]).abs() < 1e-3, "{p:?} {q:?}");
        }
    }

    #[test]
    fn regression_an_outlier_of_a_million_does_not_ruin_a_fit() {
        let table: [&[f32]; 5] = [&[1.0, 0.0], &[1.0, 0.0], &[0.0, 1.0], &[0.0, 1.0], &[1e6, 0.0]];
        let data = data(&table, &[0, 0, 1, 1, 0]);
        let model = SoftmaxParams::new(1e-3, 200).fit(&data).unwrap();
        let p = model.probabilities([(0, 1e6)]);
        assert!(p.iter().all(|p| p.is_finite()), "{p:?}");
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(p[0] > 0.99);
    }

    #[test]
    fn bad_data_and_parameters_are_refused() {
        let good = data(&[&[1.0], &[0.0]], &[0, 1]);
        let fit = |params: SoftmaxParams, data| -> Result<Softmax, FitError> { params.fit(data) };
        assert!(fit(SoftmaxParams::new(1.0, 10), &good).is_ok());
        for (penalty, iterations) in [(0.0, 10), (-1.0, 10), (f64::NAN, 10), (1.0, 0)] {
            let refused = fit(SoftmaxParams::new(penalty, iterations), &good);
            assert!(matches!(refused, Err(FitError::Parameter(_))));
        }
        let params = SoftmaxParams::new(1.0, 10);
        let one = data(&[&[1.0], &[0.0]], &[3, 3]);
        assert!(matches!(fit(params.clone(), &one), Err(FitError::Classes(1))));
        let nan = data(&[&[f32::NAN], &[0.0]], &[0, 1]);
        assert!(matches!(fit(params.clone(), &nan), Err(FitError::Value(0))));
        let short = data(&[&[1.0], &[0.0]], &[0]);
        assert!(matches!(fit(params, &short), Err(FitError::Shape { .. })));
    }

    #[test]
    fn labels_are_predicted_in_place_too() {
        let data = data(&[&[1.0, 0.0], &[0.0, 1.0]], &[4, 7]);
        let model = SoftmaxParams::new(0.01, 100).fit(&data).unwrap();
        let mut found: Array1<usize> = model.default_target(data.records());
        model.predict_inplace(data.records(), &mut found);
        assert_eq!(found.to_vec(), [4, 7]);
    }
}
