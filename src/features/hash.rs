//! Hashes of words and n-grams, so that looking one up allocates nothing.
//!
//! A word's hash is taken once, when the word is read; an n-gram's is made from its
//! words' hashes. 64 bits and a vocabulary of some 50,000 entries make a false hit as likely
//! as one in 10^14. The multiply-and-rotate step is that of the Rust compiler's `FxHash`;
//! the last step (from `MurmurHash3`) spreads it over all bits. Hashes are the same on every
//! machine, which a model file relies on only within one load: it stores words, not hashes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const FACTOR: u64 = 0x517c_c1b7_2722_0a95;

/// Adds one value to a running hash.
#[inline]
pub(super) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(FACTOR)
}

/// Spreads a running hash over all of its bits.
#[inline]
pub(super) fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// The hash of a word.
#[inline]
pub(super) fn word(bytes: &[u8]) -> u64 {
    let mut hash = mix(0, bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut value = 0u64;
        for &byte in chunk {
            value = (value << 8) | u64::from(byte);
        }
        hash = mix(hash, value);
    }
    let mut value = 0u64;
    for &byte in chunks.remainder() {
        value = (value << 8) | u64::from(byte);
    }
    finish(mix(hash, value))
}

/// A map from hashes that are spread already.
pub(super) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Spread>>;

/// Takes a hash as it is.
#[derive(Debug, Default, Clone, Copy)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = word(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_words_differ() {
        let words = ["", "a", "aa", "death", "deaths", "detention", "detentions"];
        let mut hashes: Vec<u64> = words.iter().map(|w| word(w.as_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), words.len());
        assert_ne!(mix(mix(0, 1), 2), mix(mix(0, 2), 1));
    }
}
