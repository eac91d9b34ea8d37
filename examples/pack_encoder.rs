//! Packs the weights of a MiniLM (safetensors, as sentence-transformers names its parts) and its vocabulary into
//! an encoder file.
//!
//! `cargo run --release --example pack_encoder -- MODEL.safetensors VOCAB.txt > models/encoder.qsm`

use std::io::Write;

use anyhow::{Context, bail};
use ndarray::{Array2, Axis, concatenate};
use quotestance::encoder::{EncoderWeights, HeadWeights, LayerWeights, Quantized};
use safetensors::{Dtype, SafeTensors};

/// Longer texts are never read, see `Encoder::embed`.
const POSITIONS: usize = 112;
const HEADS: u32 = 12;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(model), Some(vocabulary)) = (args.next(), args.next()) else {
        bail!("give the weights (safetensors) and the vocabulary (one token a line)");
    };
    let bytes = std::fs::read(&model).with_context(|| model.clone())?;
    let parts = SafeTensors::deserialize(&bytes).with_context(|| model.clone())?;
    let vocabulary = std::fs::read_to_string(&vocabulary).with_context(|| vocabulary.clone())?;

    let segment = vector(&parts, "embeddings.token_type_embeddings.weight")?;
    let words = matrix(&parts, "embeddings.word_embeddings.weight")?;
    let width = words.ncols();
    let mut positions = matrix(&parts, "embeddings.position_embeddings.weight")?;
    positions = positions.slice_axis(Axis(0), ndarray::Slice::from(..POSITIONS)).to_owned();
    for mut row in positions.rows_mut() {
        row.iter_mut().zip(&segment).for_each(|(value, more)| *value += more);
    }
    let layers = (0..)
        .take_while(|layer| parts.tensor(&format!("encoder.layer.{layer}.output.dense.weight")).is_ok())
        .map(|layer| self::layer(&parts, &format!("encoder.layer.{layer}.")))
        .collect::<anyhow::Result<Vec<_>>>()?;
    if layers.is_empty() || !width.is_multiple_of(HEADS as usize) {
        bail!("{model}: no layers that this program knows");
    }
    let encoder = EncoderWeights {
        vocabulary,
        words: Quantized::new(&words),
        positions: Quantized::new(&positions),
        norm: norm(&parts, "embeddings.LayerNorm")?,
        heads: HEADS,
        layers,
        questions: heads(&bytes, &parts)?,
    };
    std::io::stdout().write_all(&encoder.to_bytes()?)?;
    Ok(())
}

/// The heads of the questions whose labels the file's metadata names.
fn heads(bytes: &[u8], parts: &SafeTensors) -> anyhow::Result<Vec<HeadWeights>> {
    let (_, metadata) = SafeTensors::read_metadata(bytes)?;
    let mut named: Vec<(String, String)> = metadata.metadata().clone().unwrap_or_default().into_iter().collect();
    named.sort();
    let labelled = named.iter().filter_map(|(name, labels)| Some((name.strip_prefix("labels.")?, labels)));
    let head = |(question, labels): (&str, &String)| {
        Ok(HeadWeights {
            question: question.to_owned(),
            labels: labels.lines().map(str::to_owned).collect(),
            weights: matrix(parts, &format!("head.{question}.weight"))?
                .rows()
                .into_iter()
                .map(|row| row.to_vec())
                .collect(),
            bias: vector(parts, &format!("head.{question}.bias"))?,
        })
    };
    labelled.map(head).collect()
}

fn layer(parts: &SafeTensors, name: &str) -> anyhow::Result<LayerWeights> {
    let linear = |part: &str| -> anyhow::Result<(Quantized, Vec<f32>)> {
        let weights = matrix(parts, &format!("{name}{part}.weight"))?;
        Ok((Quantized::new(&weights), vector(parts, &format!("{name}{part}.bias"))?))
    };
    let (mut weights, mut bias) = (Vec::new(), Vec::new());
    for part in ["query", "key", "value"] {
        weights.push(matrix(parts, &format!("{name}attention.self.{part}.weight"))?);
        bias.extend(vector(parts, &format!("{name}attention.self.{part}.bias"))?);
    }
    let views: Vec<_> = weights.iter().map(|weights| weights.view()).collect();
    Ok(LayerWeights {
        attend: (Quantized::new(&concatenate(Axis(0), &views)?), bias),
        merge: linear("attention.output.dense")?,
        attended: norm(parts, &format!("{name}attention.output.LayerNorm"))?,
        widen: linear("intermediate.dense")?,
        narrow: linear("output.dense")?,
        done: norm(parts, &format!("{name}output.LayerNorm"))?,
    })
}

fn norm(parts: &SafeTensors, name: &str) -> anyhow::Result<(Vec<f32>, Vec<f32>)> {
    Ok((vector(parts, &format!("{name}.weight"))?, vector(parts, &format!("{name}.bias"))?))
}

fn matrix(parts: &SafeTensors, name: &str) -> anyhow::Result<Array2<f32>> {
    let tensor = parts.tensor(name).with_context(|| name.to_owned())?;
    let [rows, columns] = *tensor.shape() else { bail!("{name} is no matrix") };
    Ok(Array2::from_shape_vec((rows, columns), vector(parts, name)?)?)
}

/// A tensor's values, row by row.
fn vector(parts: &SafeTensors, name: &str) -> anyhow::Result<Vec<f32>> {
    let tensor = parts.tensor(name).with_context(|| name.to_owned())?;
    if tensor.dtype() != Dtype::F32 {
        bail!("{name} has other numbers than F32");
    }
    Ok(tensor.data().chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
}
