//! Softmax regression over sparse rows, fitted by L-BFGS through linfa's traits.
//!
//! linfa's own logistic regression wants dense rows (10,000 columns take minutes), has no
//! weights and is not numerically safe: its log-sum-exp subtracts the maximum of
//! the whole table. This one works on [`SparseRows`], weighs rows, and subtracts each row's own
//! maximum. The loss is the weighted mean of `-ln p` plus `penalty / (2 n) * |w|²`, intercepts
//! free, so `penalty` is the inverse of the `C` of other tools.

use std::cell::RefCell;

use argmin::core::{CostFunction, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

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
        let problem = Problem {
            rows,
            targets: targets.iter().map(|target| classes.partition_point(|class| class < target)).collect(),
            weights: (0..rows.len()).map(|i| f64::from(data.weight_for(i))).collect(),
            classes: classes.len(),
            penalty: self.penalty,
            last: RefCell::new(None),
        };
        let start = vec![0.0; (rows.columns() + 1) * classes.len()];
        let failed = |error: argmin::core::Error| FitError::Optimiser(error.to_string());
        let solver: LBFGS<_, Vec<f64>, Vec<f64>, f64> = LBFGS::new(MoreThuenteLineSearch::new(), 10)
            .with_tolerance_grad(1e-5)
            .and_then(|solver| solver.with_tolerance_cost(1e-7))
            .map_err(failed)?;
        let result = Executor::new(problem, solver)
            .configure(|state| state.param(start).max_iters(self.iterations))
            .timer(false)
            .run()
            .map_err(failed)?;
        let best = result.state.get_best_param().ok_or_else(|| FitError::Optimiser("no iteration ended".into()))?;
        if best.iter().any(|value| !value.is_finite()) {
            return Err(FitError::Optimiser("weights grew without bound".into()));
        }
        let (weights, intercepts) = best.split_at(rows.columns() * classes.len());
        Ok(Softmax {
            classes: classes.iter().map(|&class| class as u32).collect(),
            intercepts: intercepts.iter().map(|&value| value as f32).collect(),
            weights: weights.iter().map(|&value| value as f32).collect(),
        })
    }
}

/// The function that a fit makes small.
struct Problem<'r> {
    rows: &'r SparseRows,
    targets: Vec<usize>,
    weights: Vec<f64>,
    classes: usize,
    penalty: f64,
    /// The optimiser asks for the cost and then for the gradient of the same point: both are made at once.
    last: RefCell<Option<Point>>,
}

/// What is known of a point.
struct Point {
    param: Vec<f64>,
    cost: f64,
    gradient: Vec<f64>,
}

impl Problem<'_> {
    fn at(&self, param: &[f64]) -> Point {
        // Loops of a length known to the compiler take half the time.
        match self.classes {
            2 => self.point::<2>(param),
            3 => self.point::<3>(param),
            4 => self.point::<4>(param),
            classes => self.point_of(param, classes),
        }
    }

    fn point<const CLASSES: usize>(&self, param: &[f64]) -> Point {
        self.point_of(param, CLASSES)
    }

    #[inline(always)]
    fn point_of(&self, param: &[f64], classes: usize) -> Point {
        let free = self.rows.columns() * classes;
        let mass = self.weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let squares: f64 = param[..free].iter().map(|weight| weight * weight).sum();
        let mut cost = 0.5 * self.penalty * squares;
        let mut gradient: Vec<f64> = param.iter().map(|weight| self.penalty * weight).collect();
        gradient[free..].fill(0.0);
        let mut errors = vec![0.0; classes];
        for index in 0..self.rows.len() {
            let (columns, values) = self.rows.row(index);
            errors.copy_from_slice(&param[free..]);
            for (&column, &value) in columns.iter().zip(values) {
                let from = column as usize * classes;
                for (score, weight) in errors.iter_mut().zip(&param[from..from + classes]) {
                    *score += weight * f64::from(value);
                }
            }
            let (target, weight) = (self.targets[index], self.weights[index]);
            let own = errors[target];
            cost += weight * (softmax(&mut errors) - own);
            errors[target] -= 1.0;
            for error in &mut errors {
                *error *= weight;
            }
            for (&column, &value) in columns.iter().zip(values) {
                let from = column as usize * classes;
                for (slot, error) in gradient[from..from + classes].iter_mut().zip(&errors) {
                    *slot += error * f64::from(value);
                }
            }
            for (slot, error) in gradient[free..].iter_mut().zip(&errors) {
                *slot += error;
            }
        }
        for slot in &mut gradient {
            *slot /= mass;
        }
        Point { param: param.to_vec(), cost: cost / mass, gradient }
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, param: &Vec<f64>) -> Result<f64, argmin::core::Error> {
        let point = self.at(param);
        let cost = point.cost;
        *self.last.borrow_mut() = Some(point);
        Ok(cost)
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, param: &Vec<f64>) -> Result<Vec<f64>, argmin::core::Error> {
        let last = self.last.borrow_mut().take();
        Ok(match last {
            Some(point) if point.param == *param => point.gradient,
            _ => self.at(param).gradient,
        })
    }
}

/// Turns scores into probabilities that sum to 1, and gives the logarithm of the sum of their exponentials.
#[inline(always)]
fn softmax(scores: &mut [f64]) -> f64 {
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
        let classes = self.classes.len();
        let mut scores: Vec<f64> = self.intercepts.iter().map(|&v| f64::from(v)).collect();
        for (column, value) in row {
            let from = column as usize * classes;
            for (score, weight) in scores.iter_mut().zip(&self.weights[from..from + classes]) {
                *score += f64::from(*weight) * f64::from(value);
            }
        }
        softmax(&mut scores);
        scores
    }

    /// The weights of a column, one a class.
    pub fn column(&self, column: usize) -> &[f32] {
        let classes = self.classes.len();
        &self.weights[column * classes..(column + 1) * classes]
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
