//! Weights of a field's features, laid out so that a lookup costs one line of the cache.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{LABELS, Row, Sums};
use crate::learn::long_list::LongList;
use crate::learn::packed::{self, Packed};

/// Features in a line.
const SLOTS: usize = 5;

/// Features in a line on the mean: one line in twelve has then more than it has room for, which stands in the next.
const FILL: usize = 3;

/// So many rows of eight bits can be summed up in sixteen.
const SUMMED: usize = 256;

/// What a weight of zero is when weights are counted from the lowest: without signs, four sums of sixteen bits fit in
/// one number and are added at once.
const ZERO: u64 = 0x80;

/// A zero for each label.
const ZEROS: u64 = ZERO * 0x0101_0101_0101_0101;

/// The bytes of every second label.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

/// How many numbers of a line its keys take.
const KEYS: usize = 3;

/// One line of the cache: keys (0 where there is none) and their rows, the weight of the first label lowest. Plain numbers,
/// which can lie in pages of their own.
type Line = [u64; KEYS + SLOTS];

/// The keys of a line; behind them, 1 where there were more than it has room for: only then is what it does not have looked
/// for in the next.
#[inline]
fn keys(line: &Line) -> &[u32; SLOTS + 1] {
    let [keys @ .., _, _, _, _, _] = line;
    bytemuck::must_cast_ref(keys)
}

#[inline]
fn keys_mut(line: &mut Line) -> &mut [u32; SLOTS + 1] {
    let [keys @ .., _, _, _, _, _] = line;
    bytemuck::must_cast_mut(keys)
}

#[inline]
fn rows(line: &Line) -> [u64; SLOTS] {
    let [_, _, _, rows @ ..] = line;
    *rows
}

/// The row of `key` in a line, without a branch: whether a feature was learnt can't be predicted. 0 when it is not there.
#[inline]
fn row(line: &Line, key: u32) -> u64 {
    let rows = keys(line).iter().zip(rows(line));
    rows.fold(0, |all, (other, row)| all | row & u64::from(*other == key).wrapping_neg())
}

#[inline]
fn is_full(line: &Line) -> bool {
    keys(line)[SLOTS - 1] != 0
}

#[inline]
fn has_spilled(line: &Line) -> bool {
    keys(line)[SLOTS] != 0
}

/// One row of weights of eight bits for each feature.
///
/// Summing the weights of a token's features is nearly all that finding quotes costs, and nearly all of that is waiting
/// for memory: with keys and weights in one line, and weights of eight bits, a field's table is half as large
/// and each lookup waits once. Rounding to eight bits cost nothing that could be measured (`docs/experiments.md`).
#[derive(Debug, Clone, PartialEq)]
pub struct FieldTable {
    scale: f32,
    lines: LongList<Line>,
    count: usize,
}

impl FieldTable {
    /// Rounds `rows` (a feature's hash, and a weight for each label). Rows that become zero are left out, of
    /// two rows with the same key one stays.
    pub fn build(rows: impl IntoIterator<Item = (u64, Row)>) -> Self {
        let mut rows: Vec<(u32, Row)> = rows.into_iter().map(|(hash, row)| (key(hash), row)).collect();
        rows.sort_by_key(|(key, _)| *key);
        // the few greatest weights may be cut for the sake of finer steps of the many small ones
        let mut sizes: Vec<f32> = rows.iter().flat_map(|(_, row)| row.iter().map(|w| w.abs())).collect();
        sizes.sort_by(f32::total_cmp);
        let great = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 20_000)).copied().unwrap_or(0.0);
        let scale = (great / 127.0).max(1e-6);
        let round = |w: f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
        let rounded = rows.into_iter().map(|(key, row)| (key, row.map(round)));
        Self::of(scale, rounded.filter(|(key, row)| *key != 0 && row.iter().any(|w| *w != 0)).collect())
    }

    /// `rows` are in the order of their keys.
    fn of(scale: f32, mut rows: Vec<(u32, [i8; LABELS])>) -> Self {
        rows.dedup_by_key(|(key, _)| *key);
        let mut table = Self::empty(scale, rows.len());
        rows.into_iter().for_each(|(key, row)| table.push(key, row));
        table.finish()
    }

    /// A table for `count` rows, none there yet.
    fn empty(scale: f32, count: usize) -> Self {
        Self { scale, lines: LongList::with_capacity(lines(count) + 8), count }
    }

    /// Adds the row of the next greater key.
    fn push(&mut self, key: u32, row: [i8; LABELS]) {
        let mut at = place(key, lines(self.count));
        self.lines.grow(at + 1);
        while is_full(&self.lines[at]) {
            keys_mut(&mut self.lines[at])[SLOTS] = 1;
            at += 1;
            self.lines.grow(at + 1);
        }
        let line = &mut self.lines[at];
        let slot = keys(line)[..SLOTS].iter().position(|key| *key == 0).unwrap_or(0);
        keys_mut(line)[slot] = key;
        line[KEYS + slot] = u64::from_le_bytes(row.map(i8::cast_unsigned));
    }

    /// To be called once all rows are there.
    fn finish(mut self) -> Self {
        // a free line at the end stops every search
        let least = self.lines.len().max(lines(self.count)) + 1;
        self.lines.grow(least);
        self
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no feature has weights.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The summed weights of `features`.
    #[inline]
    pub fn sum(&self, features: &[u64]) -> Row {
        let mut sums = [0; LABELS];
        self.add(features, &mut sums);
        self.scaled(&sums)
    }

    /// What sums of [`add`](Self::add) stand for.
    #[inline]
    pub fn scaled(&self, sums: &Sums) -> Row {
        sums.map(|sum| sum as f32 * self.scale)
    }

    /// Adds the weights of `features` to `sums`: they can be kept and put together, whatever the order.
    #[inline]
    pub fn add(&self, features: &[u64], sums: &mut Sums) {
        let (all, count) = (&*self.lines, lines(self.count));
        for features in features.chunks(SUMMED) {
            // Reading all lines once, before any branch depends on one, makes the memory fetch them side by side.
            let touched = features.iter().map(|feature| all[place(key(*feature), count)][0]);
            std::hint::black_box(touched.fold(0, |sum, keys| sum ^ keys));
            let (mut even, mut odd) = (0u64, 0u64);
            for &feature in features {
                let key = key(feature);
                let at = place(key, count);
                let line = &all[at];
                let mut row = row(line, key);
                if row == 0 && has_spilled(line) {
                    row = self.spilled(key, at + 1);
                }
                let row = row ^ ZEROS;
                even += row & EVEN;
                odd += row >> 8 & EVEN;
            }
            let zero = features.len() as i32 * ZERO as i32;
            for (label, sum) in sums.iter_mut().enumerate() {
                let four = if label % 2 == 0 { even } else { odd };
                *sum += i32::from((four >> (label / 2 * 16)) as u16) - zero;
            }
        }
    }

    #[cold]
    fn spilled(&self, key: u32, at: usize) -> u64 {
        for line in &self.lines[at..] {
            let row = row(line, key);
            if row != 0 || !has_spilled(line) {
                return row;
            }
        }
        0
    }

    fn rows(&self) -> Vec<(u32, [i8; LABELS])> {
        let rows = self.lines.iter().flat_map(|line| keys(line).iter().copied().zip(rows(line)));
        let rows = rows.filter(|(key, _)| *key != 0);
        let mut rows: Vec<_> = rows.map(|(key, row)| (key, row.to_le_bytes().map(u8::cast_signed))).collect();
        rows.sort_unstable();
        rows
    }
}

/// The part of a hash that the table keeps.
#[inline]
fn key(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// How many lines `count` rows are spread over.
#[inline]
fn lines(count: usize) -> usize {
    count.div_ceil(FILL).max(1)
}

/// The line of a key among `count`: lines follow the order of the keys.
#[inline]
fn place(key: u32, count: usize) -> usize {
    ((u64::from(key) * count as u64) >> 32) as usize
}

impl Serialize for FieldTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.rows();
        let count = rows.len() as u32;
        let bytes = packed::write::<i8, _>(rows.into_iter());
        Packed { outputs: LABELS as u16, scale: self.scale, count, bytes: &bytes }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FieldTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed = Packed::deserialize(deserializer)?;
        read(&packed).ok_or_else(|| de::Error::custom("a field's weights are damaged"))
    }
}

fn read(packed: &Packed) -> Option<FieldTable> {
    if !packed.is_sound() || usize::from(packed.outputs) != LABELS {
        return None;
    }
    let mut table = FieldTable::empty(packed.scale, packed.count as usize);
    packed.read(|key, weights| {
        let mut row = [0; LABELS];
        weights.each(|label, weight| {
            row[label] = i8::try_from(weight).ok()?;
            Some(())
        })?;
        table.push(key, row);
        Some(())
    })?;
    Some(table.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::hash;

    #[test]
    fn weights_are_found_and_others_are_not_and_a_file_keeps_them() {
        let row = |n: u64| std::array::from_fn(|l| (n as f32 % 11.0 - 5.0) * (l as f32 - 3.0) / 10.0);
        let table = FieldTable::build((1..20_000).map(|n| (hash::one(1, n), row(n))));
        for n in 1..20_000 {
            let found = table.sum(&[hash::one(1, n), hash::one(2, n)]);
            let close = found.iter().zip(row(n)).all(|(a, b): (&f32, f32)| (a - b).abs() < 0.02);
            assert!(close, "{n}: {found:?}");
        }
        assert!((0..1000).all(|n| table.sum(&[hash::one(3, n)]) == [0.0; LABELS]));
        let bytes = postcard::to_stdvec(&table).expect("encodes");
        assert_eq!(postcard::from_bytes::<FieldTable>(&bytes).expect("decodes"), table);
        for cut in 0..bytes.len().min(300) {
            // a damaged file is refused or read as another table; it never panics
            let _ = postcard::from_bytes::<FieldTable>(&bytes[..cut]);
            let mut changed = bytes.clone();
            changed[cut] ^= 0x55;
            let _ = postcard::from_bytes::<FieldTable>(&changed);
        }
        assert_eq!(FieldTable::build([]).sum(&[1, 2]), [0.0; LABELS]);
    }
}
