//! Classes of words that are used alike: clusters of their vectors (Miller, Guinness and Zamanian 2004 showed what such
//! classes, from coarse to fine, give a linear tagger).

use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{AsItIs, hash};

/// How many clusters each of the granularities has.
const SIZES: [usize; 3] = [64, 256, 1024];

/// Rounds of k-means; hardly a word moves after these.
const ROUNDS: usize = 12;

/// A word's cluster at each granularity, counted from one; zeros for an unknown word.
pub type Classes = [u16; 3];

/// Clusters of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordClusters(HashMap<u64, Classes, AsItIs>);

impl WordClusters {
    /// Clusters `words` by the angle between their `vectors` (k-means on the sphere). The same input gives the same clusters.
    pub fn new<const N: usize>(words: &[&str], vectors: &[[f32; N]]) -> Self {
        let rows: Vec<[f32; N]> = vectors.iter().copied().map(unit).collect();
        let mut classes = vec![Classes::default(); rows.len()];
        for (slot, size) in SIZES.into_iter().enumerate() {
            for (class, cluster) in classes.iter_mut().zip(nearest(&rows, size)) {
                class[slot] = cluster as u16 + 1;
            }
        }
        Self(words.iter().map(|word| hash::bytes(word.as_bytes())).zip(classes).collect())
    }

    /// The clusters of the word with this hash ([`hash::bytes`] of its lower-case letters).
    #[inline]
    pub fn get(&self, word: u64) -> Classes {
        self.0.get(&word).copied().unwrap_or_default()
    }

    /// How many words have clusters.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no word has clusters.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn unit<const N: usize>(vector: [f32; N]) -> [f32; N] {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
    vector.map(|x| x / length)
}

/// For each row the number of its cluster.
fn nearest<const N: usize>(rows: &[[f32; N]], size: usize) -> Vec<usize> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut centres: Vec<[f32; N]> = (0..size).map(|at| rows[at * rows.len() / size]).collect();
    let mut clusters = Vec::new();
    for _ in 0..ROUNDS {
        clusters = rows.par_iter().map(|row| best(row, &centres)).collect();
        centres.iter_mut().for_each(|centre| *centre = [0.0; N]);
        for (row, &cluster) in rows.iter().zip(&clusters) {
            for (sum, value) in centres[cluster].iter_mut().zip(row) {
                *sum += value;
            }
        }
        centres.iter_mut().for_each(|centre| *centre = unit(*centre));
    }
    clusters
}

fn best<const N: usize>(row: &[f32; N], centres: &[[f32; N]]) -> usize {
    let mut top = (f32::NEG_INFINITY, 0);
    for (at, centre) in centres.iter().enumerate() {
        let closeness: f32 = row.iter().zip(centre).map(|(a, b)| a * b).sum();
        if closeness > top.0 {
            top = (closeness, at);
        }
    }
    top.1
}

impl Serialize for WordClusters {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut words: Vec<(u64, Classes)> = self.0.iter().map(|(word, classes)| (*word, *classes)).collect();
        words.sort_unstable();
        words.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WordClusters {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Vec::<(u64, Classes)>::deserialize(deserializer)?.into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_point_the_same_way_are_of_one_class() {
        let names: Vec<String> = (0..3000).map(|n| format!("w{n}")).collect();
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let vectors: Vec<[f32; 3]> = (0..3000)
            .map(|n| match n % 3 {
                0 => [1.0, 0.001 * (n % 7) as f32, 0.0],
                1 => [0.0, 2.0, 0.001 * (n % 5) as f32],
                _ => [0.001 * (n % 4) as f32, 0.0, 0.5],
            })
            .collect();
        let clusters = WordClusters::new(&words, &vectors);
        let of = |word: &str| clusters.get(hash::bytes(word.as_bytes()));
        assert_eq!((clusters.len(), of("nothing")), (3000, [0; 3]));
        assert_ne!(of("w0")[0], of("w1")[0]);
        let bytes = postcard::to_stdvec(&clusters).expect("encodes");
        assert_eq!(postcard::from_bytes::<WordClusters>(&bytes).expect("decodes"), clusters);
        assert!(WordClusters::new::<3>(&[], &[]).is_empty());
    }
}
