//! What a softmax regression makes small: its loss, and the gradient of it.
//!
//! The weighted mean of `-ln p` plus `penalty / (2 n) * |w|²`, intercepts free, so `penalty` is the
//! inverse of the `C` of other tools. Weights stand column by column, one a class, the intercepts last.
//! Sums run over the rows in their order on one thread, so that a fit gives the same bytes every time.

use std::cell::RefCell;

use argmin::core::{CostFunction, Gradient};

use super::softmax::softmax;
use crate::features::SparseRows;

/// The function that a fit makes small.
pub(super) struct Problem<'r> {
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

impl<'r> Problem<'r> {
    /// The loss of `rows` with targets below `classes`, weighted.
    pub fn new(rows: &'r SparseRows, targets: Vec<usize>, weights: Vec<f64>, classes: usize, penalty: f64) -> Self {
        Self { rows, targets, weights, classes, penalty, last: RefCell::new(None) }
    }

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
