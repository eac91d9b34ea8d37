//! Quotes that say nearly the same as one of an earlier article.

use std::collections::{HashMap, HashSet};

/// Quotes shorter than this are never near-duplicates: "We will appeal" may well come twice.
const MIN_WORDS: usize = 8;

/// Two quotes are near-duplicates when they share this part of their word trigrams (Jaccard).
const THRESHOLD: f64 = 0.5;

/// For each of `quotes` (article and content, in order) the first quote of another,
/// earlier article of which it is a near-duplicate.
pub fn near_duplicates<'q>(quotes: impl IntoIterator<Item = (&'q str, String)>) -> Vec<Option<usize>> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut holders: HashMap<[usize; 3], Vec<usize>> = HashMap::new();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut found = Vec::new();
    for (article, content) in quotes {
        let words: Vec<usize> = content
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| {
                let next = numbers.len();
                *numbers.entry(word.to_owned()).or_insert(next)
            })
            .collect();
        let mut trigrams = HashSet::new();
        if words.len() >= MIN_WORDS {
            trigrams.extend(words.windows(3).map(|three| [three[0], three[1], three[2]]));
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for earlier in trigrams.iter().filter_map(|trigram| holders.get(trigram)).flatten() {
            *shared.entry(*earlier).or_default() += 1;
        }
        let alike = shared.into_iter().filter(|&(earlier, common)| {
            let (other, size) = seen[earlier];
            other != article && common as f64 >= THRESHOLD * (size + trigrams.len() - common) as f64
        });
        found.push(alike.map(|(earlier, _)| earlier).min());
        seen.push((article, trigrams.len()));
        for trigram in trigrams {
            holders.entry(trigram).or_default().push(seen.len() - 1);
        }
    }
    found
}
