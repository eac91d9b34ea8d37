//! The word vectors that come with the crate (`data/lexicon/README.md` says where they come from).

use std::sync::OnceLock;

use super::WordClusters;

/// How many numbers a vector has.
pub const DIMENSIONS: usize = 100;

/// The file as it comes with the crate.
pub const FILE: &[u8] = include_bytes!("../../data/lexicon/word-vectors.bin");

/// Bytes of a vector: its scale and its numbers.
const STRIDE: usize = 4 + DIMENSIONS;

/// The words of a file of vectors, and their vectors; `None` if it is not whole.
pub fn unpack(bytes: &[u8]) -> Option<(Vec<&str>, Vec<[f32; DIMENSIONS]>)> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    let (names, values) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let words: Vec<&str> = std::str::from_utf8(names).ok()?.split('\n').collect();
    let row = |row: &[u8]| {
        let (scale, numbers) = row.split_first_chunk::<4>()?;
        let scale = f32::from_le_bytes(*scale);
        let numbers: &[u8; DIMENSIONS] = numbers.try_into().ok()?;
        Some(numbers.map(|number| scale * f32::from(number.cast_signed())))
    };
    let whole = words.len() == count && values.len() == count * STRIDE;
    whole.then(|| (words, values.chunks_exact(STRIDE).filter_map(row).collect()))
}

/// Clusters of the words that have vectors, made when they are first asked for; that takes some seconds.
pub fn shipped_clusters() -> &'static WordClusters {
    static CLUSTERS: OnceLock<WordClusters> = OnceLock::new();
    CLUSTERS.get_or_init(|| {
        // A test makes sure that the file is whole.
        let (words, vectors) = unpack(FILE).unwrap_or_default();
        WordClusters::new(&words, &vectors)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_vectors_are_whole() {
        assert!(unpack(FILE).is_some());
        assert!(unpack(&FILE[..FILE.len() - 1]).is_none());
        assert!(unpack(&FILE[..3]).is_none());
    }
}
