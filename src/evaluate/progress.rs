//! What long work is at.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Tells how many folds are done.
pub(super) struct FoldsTold<'t> {
    what: String,
    folds: usize,
    done: AtomicUsize,
    told: &'t (dyn Fn(&str) + Sync),
}

impl<'t> FoldsTold<'t> {
    pub fn new(what: &str, folds: usize, told: &'t (dyn Fn(&str) + Sync)) -> Self {
        told(&format!("{what}: {folds} folds"));
        Self { what: what.to_owned(), folds, done: AtomicUsize::new(0), told }
    }

    pub fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.told)(&format!("{}: {done} of {} folds", self.what, self.folds));
    }
}
