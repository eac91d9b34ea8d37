//! Groups of words that are used alike, so that rare words profit from what is learnt of common ones
//! (Koo and others 2008): k-means over the word vectors that the project has.

use std::collections::HashMap;

use super::Shuffle;
use crate::learn::hash;

const DIMENSIONS: usize = 100;
const ROUNDS: usize = 12;

/// The group of each word of a file of word vectors, by the word's hash; none when the file can't be read.
pub(super) fn groups(file: &[u8], count: usize) -> HashMap<u64, u16> {
    let Some((words, vectors)) = read(file) else { return HashMap::new() };
    if count == 0 || vectors.len() < count {
        return HashMap::new();
    }
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    Shuffle::new(3).shuffle(&mut order);
    let mut centres: Vec<[f32; DIMENSIONS]> = order[..count].iter().map(|at| vectors[*at]).collect();
    let mut members = vec![0usize; vectors.len()];
    for _ in 0..ROUNDS {
        for (vector, member) in vectors.iter().zip(&mut members) {
            *member = nearest(vector, &centres);
        }
        let mut sums = vec![[0.0f32; DIMENSIONS]; count];
        for (vector, member) in vectors.iter().zip(&members) {
            sums[*member].iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
        }
        for (centre, sum) in centres.iter_mut().zip(&mut sums) {
            if scale_to_one(sum) {
                *centre = *sum;
            }
        }
    }
    words.into_iter().zip(members).map(|(word, member)| (hash::bytes(word.as_bytes()), member as u16)).collect()
}

/// Words, and their vectors scaled to length 1.
fn read(file: &[u8]) -> Option<(Vec<&str>, Vec<[f32; DIMENSIONS]>)> {
    let (count, rest) = file.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (names, values) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let words: Vec<&str> = std::str::from_utf8(names).ok()?.split('\n').collect();
    let mut vectors = Vec::with_capacity(words.len());
    for row in values.chunks_exact(4 + DIMENSIONS) {
        let mut vector = [0.0; DIMENSIONS];
        vector.iter_mut().zip(&row[4..]).for_each(|(value, byte)| *value = f32::from(byte.cast_signed()));
        scale_to_one(&mut vector);
        vectors.push(vector);
    }
    (words.len() == u32::from_le_bytes(*count) as usize && words.len() == vectors.len()).then_some((words, vectors))
}

fn scale_to_one(vector: &mut [f32; DIMENSIONS]) -> bool {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    length > 0.0
}

fn nearest(vector: &[f32; DIMENSIONS], centres: &[[f32; DIMENSIONS]]) -> usize {
    let (mut best, mut most) = (0, f32::MIN);
    for (at, centre) in centres.iter().enumerate() {
        // eight sums side by side: the compiler makes one vector of them, and the order of addition is fixed
        let mut sums = [0.0f32; 8];
        for (a, b) in vector.as_chunks::<8>().0.iter().zip(centre.as_chunks::<8>().0) {
            for lane in 0..8 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        let rest: f32 = vector[96..].iter().zip(&centre[96..]).map(|(a, b)| a * b).sum();
        let product = sums.iter().sum::<f32>() + rest;
        if product > most {
            (best, most) = (at, product);
        }
    }
    best
}
