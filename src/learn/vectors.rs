//! The word vectors that come with the crate (`data/lexicon/README.md` says where they come from).

use std::sync::OnceLock;

use super::WordClusters;

/// How many numbers a vector has.
pub const DIMENSIONS: usize = 100;

/// The file as it comes with the crate.
pub const FILE: &[u8] = include_bytes!("../../data/lexicon/word-vectors.bin");

/// Bytes of a vector: its scale and its numbers.
const STRIDE: usize = 4 + DIMENSIONS;

/// A vector as a file has it: its scale, four bytes, and its numbers, a byte each.
pub type Packed = [u8; STRIDE];

/// The words of a file of vectors, and their vectors; `None` if it is not whole.
pub fn read(bytes: &[u8]) -> Option<(Vec<&str>, &[Packed])> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    let (names, values) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let words: Vec<&str> = std::str::from_utf8(names).ok()?.split('\n').collect();
    let (values, rest) = values.as_chunks();
    (words.len() == count && values.len() == count && rest.is_empty()).then_some((words, values))
}

/// A vector's numbers.
#[inline]
pub fn unpack(vector: &Packed) -> [f32; DIMENSIONS] {
    let (scale, numbers) = vector.split_at(STRIDE - DIMENSIONS);
    let scale = f32::from_le_bytes(std::array::from_fn(|at| scale[at]));
    std::array::from_fn(|at| scale * f32::from(numbers[at].cast_signed()))
}

/// Clusters of the words that have vectors, made when they are first asked for; that takes some seconds.
pub fn shipped_clusters() -> &'static WordClusters {
    static CLUSTERS: OnceLock<WordClusters> = OnceLock::new();
    CLUSTERS.get_or_init(|| {
        // A test makes sure that the file is whole.
        let (words, vectors) = read(FILE).unwrap_or_default();
        let vectors: Vec<_> = vectors.iter().map(unpack).collect();
        WordClusters::new(&words, &vectors)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_vectors_are_whole() {
        assert!(read(FILE).is_some());
        assert!(read(&FILE[..FILE.len() - 1]).is_none());
        assert!(read(&FILE[..3]).is_none());
    }
}
