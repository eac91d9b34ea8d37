//! What a softmax regression makes small: its loss, and the gradient of it.
//!
//! The weighted mean of `-ln p` plus `penalty / (2 n) * |w|²`, intercepts free, so `penalty` is the
//! inverse of the `C` of other tools. Weights stand column by column, one a class, the intercepts last. Of two classes only the
//! difference of their weights matters, and the penalty is least where one is the other's negative: one number a column.
//! Sums run over the rows in their order on one thread, so that a fit gives the same bytes every time.

use super::lbfgs::Smooth;
use super::softmax::softmax;
use crate::features::SparseRows;

/// The function that a fit makes small.
pub(super) struct Problem<'r> {
    rows: &'r SparseRows,
    /// The columns that have numbers; the others would weigh nothing, but take the optimiser's time.
    columns: Vec<u32>,
    /// For each number of all rows the place of its column among `columns`.
    places: Vec<u32>,
    targets: Vec<usize>,
    weights: Vec<f64>,
    scores: usize,
    penalty: f64,
}

impl<'r> Problem<'r> {
    /// The loss of `rows` with targets below `classes`, weighted.
    pub fn new(rows: &'r SparseRows, targets: Vec<usize>, weights: Vec<f64>, classes: usize, penalty: f64) -> Self {
        let mut counts = vec![0u32; rows.columns()];
        let numbers = || (0..rows.len()).flat_map(|row| rows.row(row).0);
        numbers().for_each(|&column| counts[column as usize] += 1);
        let columns: Vec<u32> = (0..).zip(&counts).filter_map(|(at, count)| (*count > 0).then_some(at)).collect();
        let mut place_of = counts;
        for (place, &column) in (0..).zip(&columns) {
            place_of[column as usize] = place;
        }
        let places: Vec<u32> = numbers().map(|&column| place_of[column as usize]).collect();
        Self { rows, columns, places, targets, weights, scores: scores_of(classes), penalty }
    }

    /// How many numbers a point has.
    pub fn size(&self) -> usize {
        (self.columns.len() + 1) * self.scores
    }

    /// The columns that have numbers, in the order of a point.
    pub fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// Each row as the places of its columns and their values.
    fn rows(&self) -> impl Iterator<Item = (&[u32], &[f32])> {
        let mut places = self.places.as_slice();
        (0..self.rows.len()).map(move |row| {
            let values = self.rows.row(row).1;
            let (of_row, rest) = places.split_at(values.len());
            places = rest;
            (of_row, values)
        })
    }

    fn point<const SCORES: usize>(&self, param: &[f64]) -> (f64, Vec<f64>) {
        let free = self.columns.len() * SCORES;
        let (columns, _) = param[..free].as_chunks::<SCORES>();
        let (mut cost, mut gradient) = self.start(param, free);
        let (slopes, intercepts) = gradient.split_at_mut(free);
        let (slopes, _) = slopes.as_chunks_mut::<SCORES>();
        let mut start = [0.0; SCORES];
        start.copy_from_slice(&param[free..]);
        for (index, (places, values)) in self.rows().enumerate() {
            let mut errors = scores(start, columns, places, values);
            cost += self.errors(index, &mut errors);
            add(slopes, &errors, places, values);
            for (slot, error) in intercepts.iter_mut().zip(&errors) {
                *slot += error;
            }
        }
        self.end(cost, gradient)
    }

    fn point_of(&self, param: &[f64], scores: usize) -> (f64, Vec<f64>) {
        let free = self.columns.len() * scores;
        let (mut cost, mut gradient) = self.start(param, free);
        let mut errors = vec![0.0; scores];
        for (index, (columns, values)) in self.rows().enumerate() {
            errors.copy_from_slice(&param[free..]);
            for (&column, &value) in columns.iter().zip(values) {
                let from = column as usize * scores;
                for (score, weight) in errors.iter_mut().zip(&param[from..from + scores]) {
                    *score += weight * f64::from(value);
                }
            }
            cost += self.errors(index, &mut errors);
            for (&column, &value) in columns.iter().zip(values) {
                let from = column as usize * scores;
                for (slot, error) in gradient[from..from + scores].iter_mut().zip(&errors) {
                    *slot += error * f64::from(value);
                }
            }
            for (slot, error) in gradient[free..].iter_mut().zip(&errors) {
                *slot += error;
            }
        }
        self.end(cost, gradient)
    }

    /// The penalty's cost and gradient.
    fn start(&self, param: &[f64], free: usize) -> (f64, Vec<f64>) {
        // Two classes have weights `-u/2` and `u/2`, whose squares add up to half of the square of `u`.
        let penalty = if self.scores == 1 { self.penalty / 2.0 } else { self.penalty };
        let squares: f64 = param[..free].iter().map(|weight| weight * weight).sum();
        let mut gradient: Vec<f64> = param.iter().map(|weight| penalty * weight).collect();
        gradient[free..].fill(0.0);
        (0.5 * penalty * squares, gradient)
    }

    /// Turns a row's scores into the slopes of its cost in them, and gives the cost.
    #[inline(always)]
    fn errors(&self, row: usize, scores: &mut [f64]) -> f64 {
        let (target, weight) = (self.targets[row], self.weights[row]);
        let cost = if let [score] = scores {
            let mut both = [0.0, *score];
            let own = both[target];
            let cost = softmax(&mut both) - own;
            *score = both[1] - target as f64;
            cost
        } else {
            let own = scores[target];
            let cost = softmax(scores) - own;
            scores[target] -= 1.0;
            cost
        };
        for error in scores {
            *error *= weight;
        }
        weight * cost
    }

    fn end(&self, cost: f64, mut gradient: Vec<f64>) -> (f64, Vec<f64>) {
        let mass = self.weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        for slot in &mut gradient {
            *slot /= mass;
        }
        (cost / mass, gradient)
    }
}

impl Smooth for Problem<'_> {
    fn at(&self, param: &[f64]) -> (f64, Vec<f64>) {
        // Loops of a length known to the compiler take half the time.
        match self.scores {
            1 => self.point::<1>(param),
            3 => self.point::<3>(param),
            4 => self.point::<4>(param),
            5 => self.point::<5>(param),
            scores => self.point_of(param, scores),
        }
    }
}

/// The weights, column by column, one a class, and the intercepts of a point.
pub(super) fn weights_of(point: &[f64], classes: usize) -> (Vec<f32>, Vec<f32>) {
    let scores = scores_of(classes);
    let (weights, intercepts) = point.split_at(point.len() - scores);
    let every = |values: &[f64]| -> Vec<f32> {
        match scores {
            1 => values.iter().flat_map(|value| [(-value / 2.0) as f32, (value / 2.0) as f32]).collect(),
            _ => values.iter().map(|value| *value as f32).collect(),
        }
    };
    (every(weights), every(intercepts))
}

/// One a class; of two classes the second's alone, that of the first is 0.
fn scores_of(classes: usize) -> usize {
    if classes == 2 { 1 } else { classes }
}

/// How many numbers of a row are taken at once. Where their columns follow one another, as those of the word vectors do, the
/// processor takes them together.
const LANES: usize = 4;

/// The scores of a row. Four sums side by side: in one, each addition would wait for the one before.
#[inline(always)]
fn scores<const SCORES: usize>(
    start: [f64; SCORES],
    weights: &[[f64; SCORES]],
    columns: &[u32],
    values: &[f32],
) -> [f64; SCORES] {
    let mut sums = [[0.0; SCORES]; LANES];
    sums[0] = start;
    let (columns, last_columns) = columns.as_chunks::<LANES>();
    let (values, last_values) = values.as_chunks::<LANES>();
    for (columns, values) in columns.iter().zip(values) {
        let weights: [[f64; SCORES]; LANES] = match together(columns) {
            Some(from) => std::array::from_fn(|lane| weights[from..][..LANES][lane]),
            None => columns.map(|column| weights[column as usize]),
        };
        for lane in 0..LANES {
            for score in 0..SCORES {
                sums[lane][score] += weights[lane][score] * f64::from(values[lane]);
            }
        }
    }
    for (&column, &value) in last_columns.iter().zip(last_values) {
        for (sum, weight) in sums[0].iter_mut().zip(&weights[column as usize]) {
            *sum += weight * f64::from(value);
        }
    }
    std::array::from_fn(|at| (sums[0][at] + sums[1][at]) + (sums[2][at] + sums[3][at]))
}

/// Adds a row times the errors of its scores.
#[inline(always)]
fn add<const SCORES: usize>(slopes: &mut [[f64; SCORES]], errors: &[f64; SCORES], columns: &[u32], values: &[f32]) {
    let one = |slots: &mut [f64; SCORES], value: f32| {
        for score in 0..SCORES {
            slots[score] += errors[score] * f64::from(value);
        }
    };
    let (columns, last_columns) = columns.as_chunks::<LANES>();
    let (values, last_values) = values.as_chunks::<LANES>();
    for (columns, values) in columns.iter().zip(values) {
        if let Some(from) = together(columns) {
            for (slots, value) in slopes[from..][..LANES].iter_mut().zip(values) {
                one(slots, *value);
            }
        } else {
            columns.iter().zip(values).for_each(|(&column, &value)| one(&mut slopes[column as usize], value));
        }
    }
    last_columns.iter().zip(last_values).for_each(|(&column, &value)| one(&mut slopes[column as usize], value));
}

/// The first of columns that follow one another; they ascend.
#[inline(always)]
fn together(columns: &[u32; LANES]) -> Option<usize> {
    (columns[LANES - 1] - columns[0] == LANES as u32 - 1).then_some(columns[0] as usize)
}
