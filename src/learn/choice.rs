//! Weights for a choice among three, for many features at little cost.
//!
//! A parser makes two such choices for each word, and each asks for some 70 features. Only the differences of
//! the second and third scores to the first matter, so that a feature has two weights. Eight features share
//! a line of the cache; all eight are compared and added at once, without a branch.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::packed::{put, signed, take, unsigned};

const SLOTS: usize = 8;
/// Weights are kept below this, so that sums of eighty don't overflow.
const MOST: f32 = 400.0;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(C, align(64))]
struct Bucket {
    /// The lowest 16 bits of each feature's hash. One lookup in 10,000 finds another feature's weights.
    marks: [u16; SLOTS],
    second: [i16; SLOTS],
    third: [i16; SLOTS],
}

/// Two weights for each feature: what it adds to the second and the third choice over the first.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceTable {
    shift: u32,
    buckets: Vec<Bucket>,
}

impl ChoiceTable {
    /// Rounds the weights of three outputs to multiples of `scale`. Where more than eight features fall into a
    /// bucket the weightiest stay.
    pub fn build(scale: f32, rows: impl IntoIterator<Item = (u64, [f32; 3])>) -> Self {
        let mut sorted: Vec<(u64, i16, i16)> = rows
            .into_iter()
            .map(|(hash, [first, second, third])| {
                let round = |w: f32| ((w - first) / scale).round().clamp(-MOST, MOST) as i16;
                (hash, round(second), round(third))
            })
            .filter(|(_, second, third)| *second != 0 || *third != 0)
            .collect();
        let weight = |row: &(u64, i16, i16)| i32::from(row.1).abs().max(i32::from(row.2).abs());
        sorted.sort_by_key(|row| (-weight(row), row.0));
        let bits = sorted.len().div_ceil(5).max(2).next_power_of_two().ilog2();
        let mut filled = vec![0usize; 1 << bits];
        let mut table = Self { shift: 64 - bits, buckets: vec![Bucket::default(); 1 << bits] };
        for (hash, second, third) in sorted {
            let at = (hash >> table.shift) as usize;
            let slot = filled[at];
            let bucket = &mut table.buckets[at];
            if slot < SLOTS && !bucket.marks[..slot].contains(&(hash as u16)) {
                (bucket.marks[slot], bucket.second[slot], bucket.third[slot]) = (hash as u16, second, third);
                filled[at] += 1;
            }
        }
        table
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        let slots = |bucket: &Bucket| (0..SLOTS).filter(|at| bucket.second[*at] != 0 || bucket.third[*at] != 0).count();
        self.buckets.iter().map(slots).sum()
    }

    /// Whether no feature has weights.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What `features` add to the second and the third choice over the first; eighty at most.
    #[inline]
    pub fn differences(&self, features: &[u64]) -> [i32; 2] {
        // there are as many buckets as the shift leaves numbers
        let bucket = |feature: u64| &self.buckets[(feature >> self.shift) as usize];
        // Reading something of each line first makes the memory fetch them side by side: one after the other took
        // twice as long.
        std::hint::black_box(features.iter().fold(0, |all, feature| all ^ bucket(*feature).marks[0]));
        let mut seconds = [0i16; SLOTS];
        let mut thirds = [0i16; SLOTS];
        for feature in features {
            let bucket = bucket(*feature);
            let mark = *feature as u16;
            let hits = bucket.marks.map(|other| if other == mark { -1i16 } else { 0 });
            for slot in 0..SLOTS {
                seconds[slot] = seconds[slot].wrapping_add(bucket.second[slot] & hits[slot]);
            }
            for slot in 0..SLOTS {
                thirds[slot] = thirds[slot].wrapping_add(bucket.third[slot] & hits[slot]);
            }
        }
        let sum = |lanes: [i16; SLOTS]| lanes.into_iter().map(i32::from).sum();
        [sum(seconds), sum(thirds)]
    }
}

#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    bits: u8,
    bytes: &'a [u8],
}

impl Serialize for ChoiceTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::new();
        for bucket in &self.buckets {
            let count = (0..SLOTS).take_while(|at| bucket.second[*at] != 0 || bucket.third[*at] != 0).count();
            bytes.push(count as u8);
            for slot in 0..count {
                bytes.extend_from_slice(&bucket.marks[slot].to_le_bytes());
                put(&mut bytes, unsigned(bucket.second[slot]));
                put(&mut bytes, unsigned(bucket.third[slot]));
            }
        }
        Packed { bits: (64 - self.shift) as u8, bytes: &bytes }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ChoiceTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed = Packed::deserialize(deserializer)?;
        read(&packed).ok_or_else(|| de::Error::custom("a table of choices is damaged"))
    }
}

fn read(packed: &Packed) -> Option<ChoiceTable> {
    // each bucket takes a byte or more
    if packed.bits == 0 || packed.bits > 30 || packed.bytes.len() < 1 << packed.bits {
        return None;
    }
    let mut buckets = Vec::with_capacity(1 << packed.bits);
    let mut rest = packed.bytes;
    for _ in 0..1 << packed.bits {
        let mut bucket = Bucket::default();
        let (&count, after) = rest.split_first()?;
        rest = after;
        for slot in 0..usize::from(count) {
            let (mark, after) = rest.split_first_chunk::<2>()?;
            rest = after;
            *bucket.marks.get_mut(slot)? = u16::from_le_bytes(*mark);
            bucket.second[slot] = signed(take(&mut rest)?)?;
            bucket.third[slot] = signed(take(&mut rest)?)?;
        }
        buckets.push(bucket);
    }
    rest.is_empty().then_some(ChoiceTable { shift: 64 - u32::from(packed.bits), buckets })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::hash;

    fn sample(count: u64) -> ChoiceTable {
        ChoiceTable::build(0.5, (0..count).map(|n| (hash::one(1, n), [1.0, 1.0 - n as f32, 2.5])))
    }

    #[test]
    fn scores_are_differences_to_the_first_choice() {
        let table = sample(20);
        assert_eq!(table.len(), 20);
        let features = [3, 7, 1000].map(|n| hash::one(1, n));
        assert_eq!(table.differences(&features), [-20, 6]);
        assert!(ChoiceTable::build(1.0, []).is_empty());
    }

    #[test]
    fn a_table_comes_back_from_its_file_as_it_was() {
        for count in [0, 1, 3000] {
            let table = sample(count);
            assert!(table.len() as u64 * 100 >= count * 97);
            let bytes = postcard::to_stdvec(&table).expect("encodes");
            assert_eq!(postcard::from_bytes::<ChoiceTable>(&bytes).expect("decodes"), table);
            for cut in 0..bytes.len().min(200) {
                let _ = postcard::from_bytes::<ChoiceTable>(&bytes[..cut]);
                let mut changed = bytes.clone();
                changed[cut] ^= 0x55;
                let _ = postcard::from_bytes::<ChoiceTable>(&changed);
            }
        }
    }
}
