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

    /// Gives each row's key and weights to `each`, which has to take the weights. `None` when the bytes are not rows, or
    /// `each` says so.
    pub fn read(&self, mut each: impl FnMut(u32, Weights<'_, '_>) -> Option<()>) -> Option<()> {
        let mut rest = self.bytes;
        let mut key = 0u32;
        for row in 0..self.count {
            let step = take(&mut rest)?;
            if step == 0 && row > 0 {
                return None;
            }
            key = key.checked_add(step)?;
            let count = take(&mut rest)?;
            each(key, Weights { rest: &mut rest, count, outputs: usize::from(self.outputs) })?;
        }
        rest.is_empty().then_some(())
    }
}

/// The weights of a row that are not zero.
pub(super) struct Weights<'r, 'b> {
    rest: &'r mut &'b [u8],
    count: u32,
    outputs: usize,
}

impl Weights<'_, '_> {
    /// Gives each weight with its output to `each`. `None` when the bytes are no weights, or `each` says so.
    #[inline]
    pub fn each(self, mut each: impl FnMut(usize, i16) -> Option<()>) -> Option<()> {
        for _ in 0..self.count {
            // nearly always a byte each
            let (output, weight) = match self.rest.split_first_chunk::<2>() {
                Some((&[output, weight], rest)) if (output | weight) < 0x80 => {
                    *self.rest = rest;
                    (u32::from(output), u32::from(weight))
                }
                _ => (take(self.rest)?, take(self.rest)?),
            };
            let (output, weight) = (output as usize, signed(weight)?);
            if output >= self.outputs {
                return None;
            }
            each(output, weight)?;
        }
        Some(())
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
