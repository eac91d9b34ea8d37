//! A table of weights in few bytes: keys as differences, and only the weights that are not zero.
//!
//! Most features speak for a handful of the outputs, so that this takes a fifth of the room
//! of whole rows, and reading it back costs about a nanosecond a byte.

use serde::{Deserialize, Serialize};

use super::table::WeightTable;

#[derive(Serialize, Deserialize)]
pub(super) struct Packed<'a> {
    pub outputs: u16,
    pub scale: f32,
    pub count: u32,
    pub bytes: &'a [u8],
}

/// Key differences, the number of weights that are not zero, and each of these with its output.
pub(super) fn write(table: &WeightTable) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut before = 0;
    for (key, weights) in table.iter() {
        put(&mut bytes, key - before);
        before = key;
        put(&mut bytes, weights.iter().filter(|w| **w != 0).count() as u32);
        for (output, weight) in weights.iter().enumerate().filter(|(_, w)| **w != 0) {
            put(&mut bytes, output as u32);
            put(&mut bytes, unsigned(*weight));
        }
    }
    bytes
}

/// The table, unless the bytes are not one.
pub(super) fn read(packed: &Packed) -> Option<WeightTable> {
    let outputs = usize::from(packed.outputs);
    // a row takes four bytes or more
    if outputs == 0 || packed.count as usize > packed.bytes.len() / 4 || !packed.scale.is_finite() {
        return (packed.count == 0 && packed.bytes.is_empty() && outputs > 0)
            .then(|| WeightTable::empty(outputs, packed.scale, 0));
    }
    let mut table = WeightTable::empty(outputs, packed.scale, packed.count as usize);
    let mut rest = packed.bytes;
    let mut key = 0u32;
    for row in 0..packed.count {
        let step = take(&mut rest)?;
        if step == 0 && row > 0 {
            return None;
        }
        key = key.checked_add(step)?;
        let filled = take(&mut rest)?;
        let weights = table.push(key);
        for _ in 0..filled {
            let output = take(&mut rest)? as usize;
            let value = take(&mut rest)?;
            if output >= outputs {
                return None;
            }
            *weights.get_mut(output)? = signed(value)?;
        }
    }
    rest.is_empty().then_some(table)
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
