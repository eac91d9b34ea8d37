//! Weights of a trained linear model, found by feature hash.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::long_list::LongList;
use super::packed::{self, Packed};

/// Rows are as long as the next multiple of this, which makes adding them a vector instruction.
const LANES: usize = 4;

/// So many features are looked up together: all that the tagger or the parser asks for at once.
const TOGETHER: usize = 40;

/// So many rows are added before the sums must have more than sixteen bits.
const GROUP: usize = 16;

/// Rows of weights up to this are added up in sixteen bits, a group of them, in half as many instructions.
const SMALL: u16 = (i16::MAX as usize / GROUP) as u16;

/// How many keys a bucket holds: with their rows they fill one line of the cache.
const SLOTS: usize = 8;

/// Keys that belong together, and behind them their rows, counted from one; they are filled from the first slot on. Plain
/// numbers, which can lie in pages of their own.
///
/// All keys of a bucket are compared at once, without a branch: whether a feature was learnt can't be predicted,
/// and a wrong guess has to wait for the memory.
type Bucket = [u32; 2 * SLOTS];

/// The row of `key` in a bucket; 0 when it is not there.
#[inline]
fn row_of(bucket: &Bucket, key: u32) -> u32 {
    let rows: [u32; SLOTS] =
        std::array::from_fn(|slot| bucket[SLOTS + slot] & u32::from(bucket[slot] == key).wrapping_neg());
    rows.iter().fold(0, |all, row| all | row)
}

#[inline]
fn is_full(bucket: &Bucket) -> bool {
    bucket[2 * SLOTS - 1] != 0
}

/// One row of integer weights for each feature, one weight for each output.
///
/// Multiply a sum of weights by [`scale`](Self::scale) for the trained value. Buckets follow the order of the keys
/// (a hash needs no second scrambling), so that a table is filled from its sorted file without jumping about.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightTable {
    outputs: usize,
    scale: f32,
    shift: u32,
    buckets: LongList<Bucket>,
    rows: LongList<i16>,
    /// How many features have weights.
    count: usize,
    /// Whether no weight is above [`SMALL`].
    small: bool,
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
            table.push(key, |row| {
                row[..weights.len()].copy_from_slice(&weights);
                Some(())
            });
        }
        table.finish()
    }

    /// A table for `count` rows, none there yet.
    fn empty(outputs: usize, scale: f32, count: usize) -> Self {
        // five keys in a bucket on the mean, at most: one bucket in twenty spills over into the next
        let bits = count.div_ceil(5).max(2).next_power_of_two().ilog2();
        // the first row is that of the features without weights
        let mut rows = LongList::with_capacity((count + 1) * outputs.next_multiple_of(LANES));
        rows.grow(outputs.next_multiple_of(LANES));
        let buckets = LongList::with_capacity((1 << bits) + 8);
        Self { outputs, scale, shift: 32 - bits, buckets, rows, count: 0, small: true }
    }

    /// Adds the row of the next greater key. `None` when `weights` says so.
    fn push(&mut self, key: u32, weights: impl FnOnce(&mut [i16]) -> Option<()>) -> Option<()> {
        self.count += 1;
        let start = self.rows.len();
        self.rows.grow(start + self.width());
        let row = &mut self.rows[start..];
        weights(row)?;
        self.small &= row.iter().all(|weight| weight.unsigned_abs() <= SMALL);
        let mut at = (key >> self.shift) as usize;
        self.buckets.grow(at + 1);
        while is_full(&self.buckets[at]) {
            at += 1;
            self.buckets.grow(at + 1);
        }
        let bucket = &mut self.buckets[at];
        let slot = bucket[SLOTS..].iter().position(|row| *row == 0).unwrap_or(0);
        (bucket[slot], bucket[SLOTS + slot]) = (key, self.count as u32);
        Some(())
    }

    /// To be called once all rows are there.
    fn finish(mut self) -> Self {
        // a bucket that is not full at the end stops every search
        let least = self.buckets.len().max(1 << (32 - self.shift)) + 1;
        self.buckets.grow(least);
        self
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
        self.count
    }

    /// Whether no feature has weights.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A feature's row; 0 when it has none.
    #[inline]
    fn row(&self, feature: u64) -> usize {
        let key = key(feature);
        let at = (key >> self.shift) as usize;
        self.row_in(&self.buckets[at], key, at)
    }

    /// The row of `key` in `bucket`, the one at `at`, or in those that it spilled into.
    #[inline]
    fn row_in(&self, bucket: &Bucket, key: u32, at: usize) -> usize {
        let row = row_of(bucket, key);
        if row == 0 && is_full(bucket) { self.spilled(key, at + 1) } else { row as usize }
    }

    #[cold]
    fn spilled(&self, key: u32, mut at: usize) -> usize {
        while let Some(bucket) = self.buckets.get(at) {
            let row = row_of(bucket, key);
            if row != 0 || !is_full(bucket) {
                return row as usize;
            }
            at += 1;
        }
        0
    }

    /// The weights of a feature, [`width`](Self::width) of them, if it has any.
    #[inline]
    pub fn get(&self, feature: u64) -> Option<&[i16]> {
        let row = self.row(feature);
        if row == 0 { None } else { self.rows.get(row * self.width()..(row + 1) * self.width()) }
    }

    /// Adds a feature's weights to `scores`, which holds [`width`](Self::width) sums.
    #[inline]
    pub fn add_to(&self, feature: u64, scores: &mut [i32]) {
        if let Some(row) = self.get(feature) {
            add(row, scores);
        }
    }

    /// Adds the weights of all `features` to `scores`, which holds [`width`](Self::width) sums. Faster than one
    /// after the other: all are looked up before any is added, so that their memory is fetched together.
    #[inline]
    pub fn add_all(&self, features: &[u64], scores: &mut [i32]) {
        let place = |feature: u64| (key(feature) >> self.shift) as usize;
        let width = self.width();
        let (buckets, rows) = (&*self.buckets, &*self.rows);
        for features in features.chunks(TOGETHER) {
            // Reading something of each line first makes the memory fetch them side by side.
            let touched = features.iter().fold(0, |all, feature| all ^ buckets[place(*feature)][0]);
            std::hint::black_box(touched);
            let mut found = [0; TOGETHER];
            let mut count = 0;
            for &feature in features {
                let at = place(feature);
                let row = self.row_in(&buckets[at], key(feature), at);
                found[count] = row;
                count += usize::from(row != 0);
            }
            let found = &found[..count];
            let ends = |row: usize| rows[row * width] ^ rows[row * width + width - 1];
            std::hint::black_box(found.iter().fold(0, |all, row| all ^ ends(*row)));
            match width {
                28 if self.small => found.chunks(GROUP).for_each(|some| add_small::<28>(rows, some, scores)),
                48 if self.small => found.chunks(GROUP).for_each(|some| add_small::<48>(rows, some, scores)),
                width => found.iter().for_each(|row| add(&rows[row * width..(row + 1) * width], scores)),
            }
        }
    }

    /// Keys with their weights, in the order of the keys.
    fn iter(&self) -> impl Iterator<Item = (u32, &[i16])> {
        let slots = self.buckets.iter().flat_map(|bucket| (0..SLOTS).map(|slot| (bucket[slot], bucket[SLOTS + slot])));
        let mut slots: Vec<(u32, u32)> = slots.filter(|(_, row)| *row != 0).collect();
        slots.sort_unstable();
        let width = self.width();
        slots.into_iter().map(move |(key, row)| {
            let start = row as usize * width;
            (key, &self.rows[start..start + self.outputs])
        })
    }
}

/// The part of a hash that the table keeps.
#[inline]
fn key(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Adds up to [`GROUP`] rows of `WIDTH` small weights of `table`. The tagger's and the parser's widths are known when this
/// is compiled, so that the sums stay in registers.
#[inline]
fn add_small<const WIDTH: usize>(table: &[i16], rows: &[usize], scores: &mut [i32]) {
    let (table, _) = table.as_chunks::<WIDTH>();
    let mut sums = [0i16; WIDTH];
    for row in rows {
        for (sum, weight) in sums.iter_mut().zip(&table[*row]) {
            *sum += weight;
        }
    }
    scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += i32::from(sum));
}

/// Adds a row's weights to the scores.
#[inline]
fn add(row: &[i16], scores: &mut [i32]) {
    let (sums, _) = scores.as_chunks_mut::<LANES>();
    let (weights, _) = row.as_chunks::<LANES>();
    for (sums, weights) in sums.iter_mut().zip(weights) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += i32::from(*weight);
        }
    }
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
        let bytes = packed::write(self.iter());
        Packed { outputs: self.outputs as u16, scale: self.scale, count: self.len() as u32, bytes: &bytes }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WeightTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed = Packed::deserialize(deserializer)?;
        read(&packed).ok_or_else(|| de::Error::custom("a table of weights is damaged"))
    }
}

fn read(packed: &Packed) -> Option<WeightTable> {
    if !packed.is_sound() {
        return None;
    }
    let mut table = WeightTable::empty(usize::from(packed.outputs), packed.scale, packed.count as usize);
    packed.read(|key, weights| {
        table.push(key, |row| {
            weights.each(|output, weight| {
                row[output] = weight;
                Some(())
            })
        })
    })?;
    Some(table.finish())
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
        let mut together = [0; 8];
        table.add_all(&[hash::one(1, 3), hash::one(1, 4), hash::one(1, 99)], &mut together);
        assert_eq!(together, scores);
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
