//! Names features: a template's number and up to three values.

use crate::learn::hash;

/// Value of a place beyond the window.
pub(super) const EDGE: u64 = 0xed9e;

/// Collects the hashes of features.
#[derive(Debug)]
pub(super) struct Features<'o>(pub &'o mut Vec<u64>);

impl Features<'_> {
    #[inline]
    pub fn one(&mut self, template: u8, value: u64) {
        self.0.push(hash::one(template, value));
    }

    #[inline]
    pub fn two(&mut self, template: u8, a: u64, b: u64) {
        self.0.push(hash::two(template, a, b));
    }

    #[inline]
    pub fn three(&mut self, template: u8, a: u64, b: u64, c: u64) {
        self.0.push(hash::three(template, a, b, c));
    }
}
