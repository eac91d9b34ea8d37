//! A matrix in a quarter of its size.

use ndarray::Array2;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A matrix whose rows are whole numbers from -127 to 127 times a scale.
///
/// The largest value of a row is met exactly, others to within half a step, 0.4% of the largest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantized {
    columns: u32,
    scales: Vec<f32>,
    values: Bytes,
}

/// Signed bytes that are read and written in one go.
#[derive(Debug, Clone, PartialEq)]
struct Bytes(Vec<u8>);

impl Quantized {
    /// The nearest to a matrix given row by row.
    pub fn new(matrix: &Array2<f32>) -> Self {
        let mut scales = Vec::with_capacity(matrix.nrows());
        let mut values = Vec::with_capacity(matrix.len());
        for row in matrix.rows() {
            let largest = row.iter().fold(0.0f32, |most, value| most.max(value.abs()));
            let scale = largest / 127.0;
            scales.push(scale);
            let step = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            values.extend(row.iter().map(|value| (value * step).round() as i8 as u8));
        }
        Self { columns: matrix.ncols() as u32, scales, values: Bytes(values) }
    }

    /// How many rows and columns it has.
    pub fn shape(&self) -> (usize, usize) {
        (self.scales.len(), self.columns as usize)
    }

    /// Whether all its parts are there.
    pub(super) fn is_sound(&self) -> bool {
        let (rows, columns) = self.shape();
        rows.checked_mul(columns) == Some(self.values.0.len()) && self.scales.iter().all(|scale| scale.is_finite())
    }

    /// The values of a row.
    ///
    /// # Panics
    /// When there is no such row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let columns = self.columns as usize;
        let scale = self.scales[row];
        self.values.0[row * columns..(row + 1) * columns].iter().map(move |value| f32::from(*value as i8) * scale)
    }

    /// The whole matrix.
    pub fn matrix(&self) -> Array2<f32> {
        let (rows, columns) = self.shape();
        Array2::from_shape_fn((rows, columns), |(row, column)| {
            f32::from(self.values.0[row * columns + column] as i8) * self.scales[row]
        })
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;
        impl Visitor<'_> for Whole {
            type Value = Bytes;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn values_come_back_to_within_half_a_step() {
        let matrix = array![[1.0, -0.5, 0.003], [0.0, 0.0, 0.0], [-2.0, 1.9, 0.1]];
        let small = Quantized::new(&matrix);
        assert!(small.is_sound());
        assert_eq!(small.shape(), (3, 3));
        for (row, (back, value)) in small.matrix().iter().zip(&matrix).enumerate() {
            let most = matrix.row(row / 3).iter().fold(0.0f32, |m, v| m.max(v.abs()));
            assert!((back - value).abs() <= most / 254.0 + 1e-6, "{back} for {value}");
        }
    }
}
