//! The encoder's weights as a file has them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::network::Network;
use super::wordpiece::WordPiece;
use super::{Encoder, Quantized};
use crate::Result;
use crate::learn::file::Format;

const FORMAT: Format = Format {
    magic: "quotestance sentence encoder",
    version: 2,
    // no features of the program's own go in: text does
    features: 0,
    made_by: "cargo run --release --example pack_encoder",
};

/// All that the encoder consists of. Matrices have one output a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncoderWeights {
    /// The tokens, one a line, in their order.
    pub vocabulary: String,
    /// A row a token.
    pub words: Quantized,
    /// A row a place, with the vector of the first segment added.
    pub positions: Quantized,
    /// Scale and shift of the norm over both.
    pub norm: (Vec<f32>, Vec<f32>),
    /// How many heads the attention has.
    pub heads: u32,
    /// From the text upwards.
    pub layers: Vec<LayerWeights>,
    /// What reads the vector, one a question.
    pub questions: Vec<HeadWeights>,
}

/// A softmax regression that reads the mean over a quote's tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeadWeights {
    /// The question.
    pub question: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// One row a label.
    pub weights: Vec<Vec<f32>>,
    /// One a label.
    pub bias: Vec<f32>,
}

/// One layer: matrices with their biases, norms with scale and shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerWeights {
    /// Queries, keys and values, one below the other.
    pub attend: (Quantized, Vec<f32>),
    /// What the heads found, put together.
    pub merge: (Quantized, Vec<f32>),
    /// After the attention.
    pub attended: (Vec<f32>, Vec<f32>),
    /// To the wide layer.
    pub widen: (Quantized, Vec<f32>),
    /// And back.
    pub narrow: (Quantized, Vec<f32>),
    /// After the wide layer.
    pub done: (Vec<f32>, Vec<f32>),
}

impl EncoderWeights {
    /// The bytes of the file.
    ///
    /// # Errors
    /// [`crate::Error::Training`] when they can't be encoded, which does not happen.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        FORMAT.encode(self)
    }

    fn is_sound(&self) -> bool {
        let width = self.words.shape().1;
        let norm = |(scale, shift): &(Vec<f32>, Vec<f32>)| scale.len() == width && shift.len() == width;
        let linear = |(weights, bias): &(Quantized, Vec<f32>), shape: (usize, usize)| {
            weights.is_sound() && weights.shape() == shape && bias.len() == shape.0
        };
        self.words.is_sound()
            && self.words.shape().0 > 0
            && self.positions.is_sound()
            && self.positions.shape().1 == width
            && self.positions.shape().0 > 0
            && norm(&self.norm)
            && self.heads > 0
            && width > 0
            && width.is_multiple_of(self.heads as usize)
            && self.layers.iter().all(|layer| {
                let wide = layer.widen.1.len();
                linear(&layer.attend, (3 * width, width))
                    && linear(&layer.merge, (width, width))
                    && linear(&layer.widen, (wide, width))
                    && linear(&layer.narrow, (width, wide))
                    && norm(&layer.attended)
                    && norm(&layer.done)
            })
            && self.questions.iter().all(|head| {
                let labels = head.labels.len();
                let rows = head.weights.len() == labels && head.weights.iter().all(|row| row.len() == width);
                rows && head.bias.len() == labels && labels > 0
            })
    }
}

impl Encoder {
    /// Reads an encoder from memory; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`crate::Error::Model`] when it is no encoder that this version can use.
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Self> {
        let mut words = None;
        let weights = FORMAT.decode(bytes, name, |weights: &EncoderWeights| {
            words = WordPiece::new(&weights.vocabulary);
            words.is_some() && weights.is_sound()
        })?;
        // the check above was passed, so there are words
        let words = words.unwrap_or_else(|| unreachable!("a sound encoder has a vocabulary"));
        Ok(Self { words, network: Network::new(&weights), heads: weights.questions })
    }
}
