//! Writes what was found: offsets in the unit that a reader asks for, records,
//! files whole or not at all.

mod offsets;
mod record;
mod whole_file;

pub use offsets::{OffsetMap, OffsetUnit};
pub use record::{ArticleRecord, QuoteRecord, SpanRecord, StanceRecords, quote_id};
pub use whole_file::WholeFile;
