//! The transformer's forward pass (Vaswani et al. 2017; BERT's arrangement: the norm follows the sum).

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Slice};

use super::file::{EncoderWeights, LayerWeights};
use super::quantized::Quantized;

/// BERT's guard against division by zero.
const EPSILON: f32 = 1e-12;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Network {
    words: Quantized,
    positions: Array2<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Norm {
    scale: Array1<f32>,
    shift: Array1<f32>,
}

/// `x W' + b`, the weights one output a row.
#[derive(Debug, Clone, PartialEq)]
struct Linear {
    weights: Array2<f32>,
    bias: Array1<f32>,
}

#[derive(Debug, Clone, PartialEq)]
struct Layer {
    /// Queries, keys and values side by side, in one product.
    attend: Linear,
    merge: Linear,
    attended: Norm,
    widen: Linear,
    narrow: Linear,
    done: Norm,
}

impl Network {
    /// Unpacks the weights. They fit together, as a file that was read without an error says.
    pub fn new(weights: &EncoderWeights) -> Self {
        let norm = |(scale, shift): &(Vec<f32>, Vec<f32>)| Norm {
            scale: Array1::from(scale.clone()),
            shift: Array1::from(shift.clone()),
        };
        let linear = |(weights, bias): &(Quantized, Vec<f32>)| Linear {
            weights: weights.matrix(),
            bias: Array1::from(bias.clone()),
        };
        let layer = |layer: &LayerWeights| Layer {
            attend: linear(&layer.attend),
            merge: linear(&layer.merge),
            attended: norm(&layer.attended),
            widen: linear(&layer.widen),
            narrow: linear(&layer.narrow),
            done: norm(&layer.done),
        };
        Self {
            words: weights.words.clone(),
            positions: weights.positions.matrix(),
            norm: norm(&weights.norm),
            layers: weights.layers.iter().map(layer).collect(),
            heads: weights.heads as usize,
        }
    }

    /// How many numbers stand for a token.
    fn width(&self) -> usize {
        self.words.shape().1
    }

    /// The mean over a range of the tokens of what the network makes of them. Tokens beyond its longest text are left out.
    pub fn mean(&self, tokens: &[u32], range: Range<usize>) -> Vec<f32> {
        let tokens = &tokens[..tokens.len().min(self.positions.nrows())];
        let mut states = self.positions.slice_axis(Axis(0), Slice::from(..tokens.len())).to_owned();
        for (mut state, token) in states.rows_mut().into_iter().zip(tokens) {
            let row = (*token as usize).min(self.words.shape().0 - 1);
            state.iter_mut().zip(self.words.row(row)).for_each(|(value, more)| *value += more);
        }
        self.norm.apply(&mut states);
        for layer in &self.layers {
            states = layer.forward(states, self.heads);
        }
        let range = range.start.min(tokens.len())..range.end.min(tokens.len());
        let part = states.slice_axis(Axis(0), Slice::from(range));
        part.mean_axis(Axis(0)).map_or_else(|| vec![0.0; self.width()], |mean| mean.to_vec())
    }
}

impl Norm {
    /// Each row to mean 0 and variance 1, then scaled and shifted.
    fn apply(&self, states: &mut Array2<f32>) {
        for mut row in states.rows_mut() {
            let count = row.len() as f32;
            let mean = row.sum() / count;
            let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count;
            let factor = 1.0 / (variance + EPSILON).sqrt();
            for ((x, scale), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
                *x = (*x - mean) * factor * scale + shift;
            }
        }
    }
}

impl Linear {
    fn apply(&self, states: &Array2<f32>) -> Array2<f32> {
        states.dot(&self.weights.t()) + &self.bias
    }
}

impl Layer {
    fn forward(&self, states: Array2<f32>, heads: usize) -> Array2<f32> {
        let width = states.ncols();
        let size = width / heads;
        let mixed = self.attend.apply(&states);
        let mut context = Array2::zeros(states.dim());
        let factor = 1.0 / (size as f32).sqrt();
        for head in 0..heads {
            let part = |block: usize| columns(&mixed, block * width + head * size, size);
            let mut weights = part(0).dot(&part(1).t());
            for mut row in weights.rows_mut() {
                softmax(&mut row, factor);
            }
            let place = Slice::from(head * size..(head + 1) * size);
            context.slice_axis_mut(Axis(1), place).assign(&weights.dot(&part(2)));
        }
        let mut states = states + self.merge.apply(&context);
        self.attended.apply(&mut states);
        let mut wide = self.widen.apply(&states);
        wide.mapv_inplace(gelu);
        let mut states = states + self.narrow.apply(&wide);
        self.done.apply(&mut states);
        states
    }
}

/// `count` columns from `first` on.
fn columns(matrix: &Array2<f32>, first: usize, count: usize) -> ArrayView2<'_, f32> {
    matrix.slice_axis(Axis(1), Slice::from(first..first + count))
}

fn softmax(row: &mut ndarray::ArrayViewMut1<'_, f32>, factor: f32) {
    let most = highest(row.view());
    let mut sum = 0.0;
    for x in row.iter_mut() {
        *x = ((*x - most) * factor).exp();
        sum += *x;
    }
    row.iter_mut().for_each(|x| *x /= sum);
}

fn highest(row: ArrayView1<'_, f32>) -> f32 {
    row.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

/// The Gaussian error linear unit. The error function is Abramowitz and Stegun's 7.1.26, right to 1.5e-7.
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let tail = t * (0.254_829_6 + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152 + t * 1.061_405_4))));
    let erf = 1.0 - tail * (-z * z).exp();
    0.5 * x * (1.0 + erf.copysign(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gelu_has_its_known_values() {
        for (x, y) in [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_25), (3.0, 2.995_950_5), (-40.0, 0.0)] {
            assert!((gelu(x) - y).abs() < 1e-5, "gelu({x}) = {}", gelu(x));
        }
    }

    #[test]
    fn a_norm_gives_mean_and_variance() {
        let norm = Norm { scale: Array1::from(vec![2.0, 2.0]), shift: Array1::from(vec![1.0, 1.0]) };
        let mut states = Array2::from(vec![[3.0, 5.0], [7.0, 7.0]]);
        norm.apply(&mut states);
        assert!((states[[0, 0]] + 1.0).abs() < 1e-5 && (states[[0, 1]] - 3.0).abs() < 1e-5);
        assert!((states[[1, 0]] - 1.0).abs() < 1e-5, "equal values are no division by zero");
    }
}
