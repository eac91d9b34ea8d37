//! How often rows with a certain sign are of a class: what turns words into numbers for [`super::boost`]
//! (target encoding, Micci-Barreca 2001).

use std::collections::HashMap;

use super::{AsItIs, WeightTable};

/// Weights of a table are multiples of this.
const SCALE: f32 = 1.0 / 512.0;

/// Signs that fewer rows have say nothing.
const LEAST: u32 = 3;

/// So many rows of the overall share are added to each sign's.
const SMOOTHING: f32 = 8.0;

/// Greatest number that [`Rates::get`] gives for how often a sign was seen.
const MOST: f32 = 30.0;

/// For each sign: rows of the class and all rows that have it.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    signs: HashMap<u64, [u32; 2], AsItIs>,
    all: [u32; 2],
}

impl Counts {
    /// Counts a row with these signs.
    pub fn add(&mut self, signs: &[u64], of_class: bool) {
        let add = |count: &mut [u32; 2]| {
            count[0] += u32::from(of_class);
            count[1] += 1;
        };
        signs.iter().for_each(|sign| add(self.signs.entry(*sign).or_default()));
        add(&mut self.all);
    }

    /// What the counts say.
    pub fn rates(&self) -> Rates {
        let base = self.all[0] as f32 / self.all[1].max(1) as f32;
        let row = |(sign, [yes, all]): (&u64, &[u32; 2])| {
            let (yes, all) = (*yes as f32, *all as f32);
            let rate = (yes + SMOOTHING * base) / (all + SMOOTHING);
            (*sign, vec![rate - base, all.sqrt().min(MOST).round()])
        };
        let mut rows: Vec<(u64, Vec<f32>)> =
            self.signs.iter().filter(|(_, count)| count[1] >= LEAST).map(row).collect();
        // of two signs that the table can't tell apart the first one stays
        rows.sort_unstable_by_key(|(sign, _)| *sign);
        Rates(WeightTable::build(2, SCALE, rows))
    }
}

/// For each sign the share of rows of the class, less the share among all rows, and how many rows there were.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rates(WeightTable);

impl Rates {
    /// The share, and the root of the number of rows; zeros for a sign that was not seen.
    #[inline]
    pub fn get(&self, sign: u64) -> [f32; 2] {
        self.0.get(sign).map_or([0.0; 2], |row| [f32::from(row[0]) * SCALE, f32::from(row[1]) * SCALE])
    }

    /// Whether it can be what [`Counts::rates`] gave.
    pub fn is_sound(&self) -> bool {
        self.0.outputs() == 2 && self.0.scale() == SCALE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::hash;

    #[test]
    fn a_sign_says_how_far_its_rows_differ_from_the_others() {
        let (often, rare) = (hash::one(1, 1), hash::one(1, 2));
        let mut counts = Counts::default();
        (0..100).for_each(|row| counts.add(&[often][..usize::from(row < 40)], row < 30));
        counts.add(&[rare], true);
        let rates = counts.rates();
        let [rate, seen] = rates.get(often);
        assert!((rate - (0.675 - 0.307)).abs() < 0.01 && seen == 6.0, "{rate} {seen}");
        assert_eq!(rates.get(rare), [0.0; 2]);
        assert!(rates.is_sound() && Counts::default().rates().is_sound());
    }
}
