//! Lists that are long, and read all over.
//!
//! Of the time from start to end of the program on a short article, 45 of 100 CPU milliseconds were the system's, which hands
//! memory out in pages of four kilobytes, each with a fault. A list in pages of its own can ask for huge ones
//! (`docs/performance.md`).

use std::alloc::{Layout, handle_alloc_error};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use bytemuck::Pod;
use memmap2::MmapMut;

/// What a huge page holds on the machines in use; elsewhere it is only a round number.
const HUGE: usize = 2 << 20;

/// Elements without gaps or references, in pages of their own; those that were not written yet are zero.
pub(super) struct LongList<T> {
    pages: MmapMut,
    len: usize,
    of: PhantomData<T>,
}

impl<T: Pod> LongList<T> {
    /// An empty list with room for `capacity` elements.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { pages: zeros(capacity.max(1).saturating_mul(size_of::<T>())), len: 0, of: PhantomData }
    }

    /// Makes it `len` elements long; the new ones are zero. It never gets shorter.
    #[inline]
    pub fn grow(&mut self, len: usize) {
        if len.saturating_mul(size_of::<T>()) > self.pages.len() {
            self.make_room(len);
        }
        self.len = self.len.max(len);
    }

    #[cold]
    fn make_room(&mut self, len: usize) {
        let mut greater = Self::with_capacity(len.max(self.len.saturating_mul(2)));
        greater.grow(self.len);
        greater.copy_from_slice(self);
        *self = greater;
    }
}

/// Pages for at least so many bytes, huge ones where the system has them and the last would be half full or more.
fn zeros(bytes: usize) -> MmapMut {
    let rounded = if bytes < HUGE / 2 { bytes } else { bytes.checked_next_multiple_of(HUGE).unwrap_or(bytes) };
    let Ok(pages) = MmapMut::map_anon(rounded) else {
        // as a `Vec` does that finds no memory
        handle_alloc_error(Layout::from_size_align(rounded, 1).unwrap_or(Layout::new::<u8>()));
    };
    #[cfg(target_os = "linux")]
    if rounded >= HUGE {
        // a system without huge pages refuses, and all is as it would be without
        let _ = pages.advise(memmap2::Advice::HugePage);
    }
    pages
}

impl<T: Pod> Deref for LongList<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        bytemuck::cast_slice(&self.pages[..self.len * size_of::<T>()])
    }
}

impl<T: Pod> DerefMut for LongList<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(&mut self.pages[..self.len * size_of::<T>()])
    }
}

impl<T: Pod> Clone for LongList<T> {
    fn clone(&self) -> Self {
        let mut other = Self::with_capacity(self.len);
        other.grow(self.len);
        other.copy_from_slice(self);
        other
    }
}

impl<T: Pod + PartialEq> PartialEq for LongList<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Pod + fmt::Debug> fmt::Debug for LongList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_what_was_written_as_it_grows_past_huge_pages() {
        keeps(|number| number as u64);
        keeps(|number| number as i16);
        keeps(|number| [number as u64; 8]);
    }

    fn keeps<T: Pod + PartialEq + fmt::Debug>(of: impl Fn(usize) -> T) {
        let written = 5 * HUGE / 2 / size_of::<T>();
        for capacity in [0, 1, 3, written / 3, written, 2 * written] {
            let mut list = LongList::<T>::with_capacity(capacity);
            assert!(list.is_empty());
            for number in 0..written {
                list.grow(number + 1);
                list[number] = of(number);
            }
            list.grow(5);
            list.grow(written + 1000);
            assert_eq!(list.len(), written + 1000);
            assert!((0..written).all(|number| list[number] == of(number)));
            assert!(list[written..].iter().all(|element| *element == T::zeroed()));
            assert!(list.clone() == list);
        }
    }
}
