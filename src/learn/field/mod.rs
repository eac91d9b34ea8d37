//! Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) over hashed features.
//!
//! A field gives each position of a sequence one of at most eight labels: with the labels next door and the
//! features of the position, by weights that [`train`] learns from labelled sequences.

mod draw;
mod lattice;
mod table;
mod train;

pub use draw::Draws;
pub use lattice::{Lattice, best_labels};
pub use table::FieldTable;
pub use train::{Example, FieldParams, Numbering, train};

use serde::{Deserialize, Serialize};

/// Most labels a field can have: a row of weights then fills one or two vector registers.
pub const LABELS: usize = 8;

/// One number a label.
pub type Row = [f32; LABELS];

/// Sums of weights before they are scaled, one a label.
pub type Sums = [i32; LABELS];

/// Weight of a step from label to label that can't be.
pub const FORBIDDEN: f32 = -1e4;

/// A trained field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// For each feature a weight for each label.
    pub weights: FieldTable,
    /// From each label to each label.
    pub transitions: [Row; LABELS],
    /// Of each label at the start.
    pub start: Row,
}

impl Field {
    /// Whether nothing in it is not a number.
    pub fn is_sound(&self) -> bool {
        self.transitions.iter().flatten().chain(&self.start).all(|weight| weight.is_finite())
    }

    /// The scores of a position with these features.
    #[inline]
    pub fn score(&self, features: &[u64]) -> Row {
        self.weights.sum(features)
    }
}

#[cfg(test)]
mod tests;
