//! A table of weights in few bytes: keys as differences, and only the weights that are not zero.
//!
//! Most features speak for a handful of the outputs, so that this takes a fifth of the room
//! of whole rows, and reading it back costs about a nanosecond a byte.

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct Packed<'a> {
    pub outputs: u16,
    pub scale: f32,
    pub count: u32,
    pub bytes: &'a [u8],
}

/// Of each row, in the order of the keys, the difference of its key to the one before, the number of weights that are not
/// zero, and each of these with its output.
pub(super) fn write<W: Copy + Into<i16>, R: AsRef<[W]>>(rows: impl Iterator<Item = (u32, R)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut before = 0;
    for (key, row) in rows {
        put(&mut bytes, key - before);
        before = key;
        let weights =
            || row.as_ref().iter().map(|weight| (*weight).into()).enumerate().filter(|(_, w): &(_, i16)| *w != 0);
        put(&mut bytes, weights().count() as u32);
        for (output, weight) in weights() {
            put(&mut bytes, output as u32);
            put(&mut bytes, unsigned(weight));
        }
    }
    bytes
}

impl Packed<'_> {
    /// Whether it can be a table: a row takes two bytes or more.
    pub fn is_sound(&self) -> bool {
        self.outputs > 0 && self.scale.is_finite() && self.count as usize <= self.bytes.len() / 2
    }

    /// Gives each row's key and weights to `each`. `None` when the bytes are not rows, or `each` says so.
    pub fn read(&self, mut each: impl FnMut(u32, &[i16]) -> Option<()>) -> Option<()> {
        let mut rest = self.bytes;
        let mut key = 0u32;
        let mut weights = vec![0i16; usize::from(self.outputs)];
        for row in 0..self.count {
            let step = take(&mut rest)?;
            if step == 0 && row > 0 {
                return None;
            }
            key = key.checked_add(step)?;
            weights.fill(0);
            for _ in 0..take(&mut rest)? {
                let output = take(&mut rest)? as usize;
                *weights.get_mut(output)? = signed(take(&mut rest)?)?;
            }
            each(key, &weights)?;
        }
        rest.is_empty().then_some(())
    }
}

/// A number whose size is that of `weight`, whatever its sign.
pub(super) fn unsigned(weight: i16) -> u32 {
    ((i32::from(weight) << 1) ^ (i32::from(weight) >> 31)) as u32
}

/// The weight that a number stands for.
#[inline]
pub(super) fn signed(value: u32) -> Option<i16> {
    i16::try_from((value >> 1) as i32 ^ -((value & 1) as i32)).ok()
}

/// Seven bits a byte, the lowest first.
pub(super) fn put(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[inline]
pub(super) fn take(bytes: &mut &[u8]) -> Option<u32> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    if first < 0x80 {
        return Some(u32::from(first));
    }
    let mut value = u32::from(first & 0x7f);
    for shift in [7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
