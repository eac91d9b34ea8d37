//! Writes what was found: as a table for people, as JSON or CSV for programs, with
//! offsets in the unit that the reader asks for, to files that are written whole or
//! not at all; and reports as pages for a browser.

mod comparison;
mod destination;
mod errors;
mod explanation;
mod flat;
mod html;
mod measures;
mod mistakes;
mod offsets;
mod partial;
mod predictions;
mod record;
mod render;
mod stance_explanation;
mod table;
mod whole_file;

pub use comparison::{changes_csv, comparison_csv};
pub use destination::Destination;
pub use errors::quote_errors;
pub use explanation::ExplanationRecord;
pub use html::{quotes_page, stance_page};
pub use measures::{quotes_measures, stance_measures};
pub use mistakes::mistakes_text;
pub use offsets::{OffsetMap, OffsetUnit};
pub use partial::PartialFile;
pub use predictions::PredictedRows;
pub use record::{ArticleRecord, QuoteRecord, SpanRecord, StanceRecords, quote_id};
pub use render::{Format, Renderer};
pub use stance_explanation::{
    DecisionRecord, FactRecord, QuestionRecord, StanceExplanationRecord, TokenRecord, stance_explanation_text,
};
pub use whole_file::WholeFile;

use record::rounded;
