//! Writes what was found: offsets in the unit that a reader asks for, files whole
//! or not at all.

mod offsets;
mod whole_file;

pub use offsets::{OffsetMap, OffsetUnit};
pub use whole_file::WholeFile;
