//! Hashes of words and n-grams, so that looking one up allocates nothing.
//!
//! A word's hash is taken once, when the word is read; an n-gram's is made from its
//! words' hashes. 64 bits and a vocabulary of some 50,000 entries make a false hit as likely
//! as one in 10^14. A model file relies on hashes only within one load: it stores words, not hashes.

use std::collections::HashMap;

use crate::learn::AsItIs;
pub(super) use crate::learn::hash::{bytes as word, finish, mix};

/// A map from hashes that are spread already.
pub(super) type HashedMap<V> = HashMap<u64, V, AsItIs>;

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
