//! The transformer's forward pass (Vaswani et al. 2017; BERT's arrangement: the norm follows the sum).

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Slice};

use super::file::{EncoderWeights, LayerWeights};
use super::quantized::Quantized;

/// BERT's guard against division by zero.
const EPSILON: f32 = 1e-12;

/// A text as the network reads it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tokens {
    pub tokens: Vec<u32>,
    /// The part of it that is asked for.
    pub quote: Range<usize>,
}

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

    /// Of each text, the mean over its range of tokens of what the network makes of them; zeros where the range is empty.
    /// Tokens beyond the network's last position are left out. Texts that are read together cost less than one after the
    /// other (the weights are laid out for the product once), and get the same numbers.
    pub fn means(&self, texts: &[Tokens]) -> Vec<Vec<f32>> {
        let longest = self.positions.nrows();
        let whole = one_after_the_other(texts.iter().map(|text| text.tokens.len().min(longest)));
        let rows = whole.last().map_or(0, |range| range.end);
        let mut states = Array2::zeros((rows, self.width()));
        let places = whole.iter().flat_map(|range| 0..range.len());
        let tokens = texts.iter().flat_map(|text| text.tokens.iter().take(longest));
        for ((mut state, place), token) in states.rows_mut().into_iter().zip(places).zip(tokens) {
            let row = (*token as usize).min(self.words.shape().0 - 1);
            let sums = self.positions.row(place).into_iter().zip(self.words.row(row)).map(|(place, word)| place + word);
            state.iter_mut().zip(sums).for_each(|(value, sum)| *value = sum);
        }
        self.norm.apply(&mut states);
        let asked = texts.iter().zip(&whole).map(|(text, range)| {
            let of = |at: usize| range.start + at.min(range.len());
            of(text.quote.start)..of(text.quote.end)
        });
        let asked: Vec<Range<usize>> = asked.collect();
        for (number, layer) in self.layers.iter().enumerate() {
            // of the last layer nobody asks for the rest
            let last = number + 1 == self.layers.len();
            states = layer.forward(&states, &whole, if last { &asked } else { &whole }, self.heads);
        }
        let left = one_after_the_other(asked.iter().map(Range::len));
        let means = if self.layers.is_empty() { &asked } else { &left };
        let mean = |range: &Range<usize>| states.slice_axis(Axis(0), Slice::from(range.clone())).mean_axis(Axis(0));
        means.iter().map(|range| mean(range).map_or_else(|| vec![0.0; self.width()], |mean| mean.to_vec())).collect()
    }
}

/// Ranges of these lengths, each behind the one before.
fn one_after_the_other(lengths: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let ranges = lengths.scan(0, |end, length| {
        *end += length;
        Some(*end - length..*end)
    });
    ranges.collect()
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
    /// What the layer makes of the rows `asked` of texts whose rows are `texts`; rows of other texts don't count for them.
    fn forward(
        &self,
        states: &Array2<f32>,
        texts: &[Range<usize>],
        asked: &[Range<usize>],
        heads: usize,
    ) -> Array2<f32> {
        let width = states.ncols();
        let size = width / heads;
        let mixed = self.attend.apply(states);
        let places = one_after_the_other(asked.iter().map(Range::len));
        let mut context = Array2::zeros((places.last().map_or(0, |range| range.end), width));
        let factor = 1.0 / (size as f32).sqrt();
        for ((text, asked), place) in texts.iter().zip(asked).zip(&places) {
            for head in 0..heads {
                let part = |rows, block| {
                    block_of(&mixed, rows, block * width + head * size..block * width + (head + 1) * size)
                };
                let mut weights = part(asked, 0).dot(&part(text, 1).t());
                for mut row in weights.rows_mut() {
                    softmax(&mut row, factor);
                }
                let mut context = context.slice_axis_mut(Axis(0), Slice::from(place.clone()));
                let columns = Slice::from(head * size..(head + 1) * size);
                context.slice_axis_mut(Axis(1), columns).assign(&weights.dot(&part(text, 2)));
            }
        }
        let mut states = self.merge.apply(&context) + rows_of(states, asked);
        self.attended.apply(&mut states);
        let mut wide = self.widen.apply(&states);
        wide.mapv_inplace(gelu);
        let mut states = states + self.narrow.apply(&wide);
        self.done.apply(&mut states);
        states
    }
}

fn block_of<'a>(matrix: &'a Array2<f32>, rows: &Range<usize>, columns: Range<usize>) -> ArrayView2<'a, f32> {
    matrix.slice_axis(Axis(0), Slice::from(rows.clone())).slice_axis_move(Axis(1), Slice::from(columns))
}

/// The rows in these ranges, one after the other.
fn rows_of(matrix: &Array2<f32>, ranges: &[Range<usize>]) -> Array2<f32> {
    let rows: Vec<usize> = ranges.iter().cloned().flatten().collect();
    matrix.select(Axis(0), &rows)
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

    /// Two layers and two heads over four numbers, weights that are all different, eight positions.
    fn network() -> Network {
        let mut weights = super::super::tests::weights();
        let mut random = crate::learn::Random::new(7);
        let mut matrix =
            |rows, columns| Quantized::new(&Array2::from_shape_fn((rows, columns), |_| random.fraction() * 2.0 - 1.0));
        weights.words = matrix(10, 4);
        weights.positions = matrix(8, 4);
        let norm = || (vec![1.0, 0.9, 1.1, 1.0], vec![0.0, 0.1, -0.1, 0.2]);
        let mut layer = || LayerWeights {
            attend: (matrix(12, 4), vec![0.1; 12]),
            merge: (matrix(4, 4), vec![0.0; 4]),
            attended: norm(),
            widen: (matrix(6, 4), vec![0.2; 6]),
            narrow: (matrix(4, 6), vec![0.0; 4]),
            done: norm(),
        };
        (weights.norm, weights.heads, weights.layers) = (norm(), 2, vec![layer(), layer()]);
        Network::new(&weights)
    }

    #[test]
    fn the_mean_is_of_what_all_tokens_of_a_text_make_of_the_quote() {
        let network = network();
        let text = |tokens: &[u32], quote: Range<usize>| Tokens { tokens: tokens.to_vec(), quote };
        let texts = [
            text(&[4, 6, 7, 8, 9, 5], 2..4),
            text(&[], 0..0),
            text(&[4, 6, 99, 8, 9, 5, 1, 2, 3, 4], 6..10),
            text(&[4, 6, 7, 8, 9, 5, 1, 2, 3, 4], 8..10),
            text(&[4, 6, 7, 8, 9, 5], 0..6),
        ];
        let means = network.means(&texts);
        assert_eq!(means.len(), texts.len());
        for (text, mean) in texts.iter().zip(&means) {
            assert_eq!(network.means(std::slice::from_ref(text))[0], *mean, "{text:?}");
        }
        assert_eq!((&means[1], &means[3]), (&vec![0.0; 4], &vec![0.0; 4]), "nothing is asked for");
        // Both rows of the quote, each asked for by itself.
        let single = |at: usize| network.means(&[text(&texts[0].tokens, at..at + 1)]).remove(0);
        for ((mean, one), other) in means[0].iter().zip(single(2)).zip(single(3)) {
            assert!((mean - (one + other) / 2.0).abs() < 1e-6);
        }
        // What stands around a quote counts, to the last token.
        let cut = network.means(&[text(&[4, 6, 7, 8, 9], 2..4)]).remove(0);
        assert!(means[0].iter().zip(&cut).any(|(with, without)| (with - without).abs() > 1e-3), "{cut:?}");
        // And a layer gives a row what it would give it beside all others.
        let states = Array2::from_shape_fn((6, 4), |(row, column)| (row * 3 + column * column) as f32 / 10.0);
        let layer = &network.layers[0];
        let (all, whole, asked) = (0..6, [0..6], [2..4]);
        let rows = layer.forward(&states, &whole, std::slice::from_ref(&all), 2);
        let some = layer.forward(&states, &whole, &asked, 2);
        assert!(some.iter().zip(rows.slice_axis(Axis(0), Slice::from(2..4))).all(|(a, b)| (a - b).abs() < 1e-6));
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
