//! Feature hashes: the same on every machine, because model files store them.
//!
//! The multiply-and-rotate step is that of the Rust compiler's `FxHash`; the last
//! step (from `MurmurHash3`) spreads it over all bits. Names of features are never
//! stored. [`super::WeightTable`] keeps 32 bits of a hash, so that of the lookups of a
//! feature that was not learnt one in 10,000 finds another's weights (400,000 rows).

const FACTOR: u64 = 0x517c_c1b7_2722_0a95;

/// Adds one value to a running hash.
#[inline]
pub const fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(FACTOR)
}

/// Spreads a running hash over all of its bits.
#[inline]
pub const fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// The hash of a string's bytes.
#[inline]
pub fn bytes(bytes: &[u8]) -> u64 {
    let mut hash = mix(0, bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut value = 0u64;
        for &byte in chunk {
            value = (value << 8) | u64::from(byte);
        }
        hash = mix(hash, value);
    }
    let mut value = 0u64;
    for &byte in chunks.remainder() {
        value = (value << 8) | u64::from(byte);
    }
    finish(mix(hash, value))
}

/// The feature of a template without parts.
#[inline]
pub const fn bias(template: u8) -> u64 {
    finish(mix(FACTOR, template as u64 + 1))
}

/// The feature of a template with one part.
#[inline]
pub const fn one(template: u8, a: u64) -> u64 {
    finish(mix(mix(FACTOR, template as u64 + 1), a))
}

/// The feature of a template with two parts.
#[inline]
pub const fn two(template: u8, a: u64, b: u64) -> u64 {
    finish(mix(mix(mix(FACTOR, template as u64 + 1), a), b))
}

/// The feature of a template with three parts.
#[inline]
pub const fn three(template: u8, a: u64, b: u64, c: u64) -> u64 {
    finish(mix(mix(mix(mix(FACTOR, template as u64 + 1), a), b), c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_that_differ_in_anything_differ() {
        let mut all = vec![bias(1), bias(2)];
        for a in 0..20 {
            all.push(one(1, a));
            for b in 0..20 {
                all.push(two(1, a, b));
                all.push(three(1, a, b, 7));
            }
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        let mut tops: Vec<u32> = all.iter().map(|h| (h >> 32) as u32).collect();
        tops.dedup();
        assert_eq!(tops.len(), count);
    }

    #[test]
    fn hashes_are_those_that_model_files_hold() {
        assert_eq!(bytes(b"quotation"), 0x1165_fa5b_2cb4_4cc5);
        assert_eq!(two(3, 1, 2), 0xef88_fc5d_c613_4380);
    }
}
