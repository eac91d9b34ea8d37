//! Weights of a trained linear model, found by feature hash.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::packed::{self, Packed};

/// Rows are as long as the next multiple of this, which makes adding them a vector instruction.
pub(super) const LANES: usize = 4;

/// One place of the open-addressed table: the top 32 bits of a hash, and its row, counted from one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub key: u32,
    pub row: u32,
}

/// One row of integer weights for each feature, one weight for each output.
///
/// Multiply a sum of weights by [`scale`](Self::scale) for the trained value. Places follow the order of the keys
/// (a hash needs no second scrambling), so that a table is filled from its sorted file without jumping about.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightTable {
    pub(super) outputs: usize,
    pub(super) scale: f32,
    shift: u32,
    places: Vec<Place>,
    rows: Vec<i16>,
}

impl WeightTable {
    /// Rounds `rows` (a feature's hash, then a weight for each output) to multiples of `scale`. Rows that become
    /// zero are left out; of two rows with the same key the first stays.
    pub fn build(outputs: usize, scale: f32, rows: impl IntoIterator<Item = (u64, Vec<f32>)>) -> Self {
        let mut sorted: Vec<(u32, Vec<i16>)> = rows
            .into_iter()
            .map(|(hash, weights)| {
                let round = |w: &f32| (w / scale).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16;
                (key(hash), weights.iter().take(outputs).map(round).collect::<Vec<i16>>())
            })
            .filter(|(_, weights)| weights.iter().any(|w| *w != 0))
            .collect();
        sorted.sort_by_key(|(key, _)| *key);
        sorted.dedup_by_key(|(key, _)| *key);
        let mut table = Self::empty(outputs, scale, sorted.len());
        for (key, weights) in sorted {
            table.push(key)[..weights.len()].copy_from_slice(&weights);
        }
        table
    }

    /// A table with room for `count` rows, none there yet.
    pub(super) fn empty(outputs: usize, scale: f32, count: usize) -> Self {
        // at most two thirds full: a probe or two finds a row, and an absent one
        let bits = (count * 3 / 2).max(16).next_power_of_two().ilog2();
        let stride = outputs.next_multiple_of(LANES);
        Self {
            outputs,
            scale,
            shift: 32 - bits,
            // one place stays free at the end for a search to stop at
            places: vec![Place::default(); (1 << bits) + 1],
            rows: Vec::with_capacity(count * stride),
        }
    }

    /// Adds a row of zeros for the next greater key and lends it.
    pub(super) fn push(&mut self, key: u32) -> &mut [i16] {
        let start = self.rows.len();
        self.rows.resize(start + self.width(), 0);
        let row = (start / self.width()) as u32 + 1;
        let mut at = (key >> self.shift) as usize;
        while self.places[at].row != 0 {
            at += 1;
            if at + 1 == self.places.len() {
                self.places.push(Place::default());
            }
        }
        self.places[at] = Place { key, row };
        &mut self.rows[start..]
    }

    /// How many classes are scored.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// How long a slice of scores must be: the outputs, and up to three more that stay zero.
    #[inline]
    pub fn width(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// What a weight of one stands for.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        self.rows.len().checked_div(self.width()).unwrap_or(0)
    }

    /// Whether no feature has weights.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The weights of a feature, [`width`](Self::width) of them, if it has any.
    #[inline]
    pub fn get(&self, feature: u64) -> Option<&[i16]> {
        let key = key(feature);
        let mut at = (key >> self.shift) as usize;
        loop {
            // the last place is always free, so that the search ends there at the latest
            let place = self.places.get(at)?;
            if place.row == 0 {
                return None;
            }
            if place.key == key {
                let start = (place.row as usize - 1) * self.width();
                return self.rows.get(start..start + self.width());
            }
            at += 1;
        }
    }

    /// Adds a feature's weights to `scores`, which holds [`width`](Self::width) sums.
    #[inline]
    pub fn add_to(&self, feature: u64, scores: &mut [i32]) {
        if let Some(row) = self.get(feature) {
            let (sums, _) = scores.as_chunks_mut::<LANES>();
            let (weights, _) = row.as_chunks::<LANES>();
            for (sums, weights) in sums.iter_mut().zip(weights) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += i32::from(*weight);
                }
            }
        }
    }

    /// Keys with their weights, in the order of the keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[i16])> {
        let mut places: Vec<Place> = self.places.iter().copied().filter(|place| place.row != 0).collect();
        places.sort_unstable_by_key(|place| place.key);
        let width = self.width();
        places.into_iter().map(move |place| {
            let start = (place.row as usize - 1) * width;
            (place.key, &self.rows[start..start + self.outputs])
        })
    }
}

/// The part of a hash that the table keeps.
#[inline]
fn key(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The place of the highest of the first `outputs` scores; the first of equals.
#[inline]
pub fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}

impl Serialize for WeightTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = packed::write(self);
        Packed { outputs: self.outputs as u16, scale: self.scale, count: self.len() as u32, bytes: &bytes }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WeightTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed = Packed::deserialize(deserializer)?;
        packed::read(&packed).ok_or_else(|| de::Error::custom("a table of weights is damaged"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::hash;

    fn sample(count: u64) -> WeightTable {
        let rows = (0..count).map(|n| (hash::one(1, n), vec![n as f32, -0.5, 0.1, 0.0, (n % 7) as f32]));
        WeightTable::build(5, 0.25, rows)
    }

    #[test]
    fn weights_are_found_and_others_are_not() {
        let table = sample(5000);
        assert_eq!((table.len(), table.width()), (5000, 8));
        for n in 0..5000u64 {
            let row = table.get(hash::one(1, n)).expect("a row that was put in");
            assert_eq!(row[..5], [n as i16 * 4, -2, 0, 0, (n % 7) as i16 * 4]);
        }
        assert!((0..5000).all(|n| table.get(hash::one(2, n)).is_none()));
        assert!(WeightTable::build(3, 1.0, Vec::new()).get(hash::bias(1)).is_none());
    }

    #[test]
    fn scores_are_sums_of_rows() {
        let table = sample(10);
        let mut scores = [0; 8];
        for n in [3, 4, 99] {
            table.add_to(hash::one(1, n), &mut scores);
        }
        assert_eq!(scores, [28, -4, 0, 0, 28, 0, 0, 0]);
        assert_eq!((best(&scores), best(&[-3, -3])), (0, 0));
    }

    #[test]
    fn a_table_comes_back_from_its_file_as_it_was() {
        for count in [0, 1, 2, 3000] {
            let table = sample(count);
            let bytes = postcard::to_stdvec(&table).expect("encodes");
            assert_eq!(postcard::from_bytes::<WeightTable>(&bytes).expect("decodes"), table);
            for cut in 0..bytes.len().min(200) {
                // a damaged file is refused or read as another table; it never panics
                let _ = postcard::from_bytes::<WeightTable>(&bytes[..cut]);
                let mut changed = bytes.clone();
                changed[cut] ^= 0x55;
                let _ = postcard::from_bytes::<WeightTable>(&changed);
            }
        }
    }
}
