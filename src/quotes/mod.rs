//! Quotes: what was said, by which words it was reported, who the mention
//! nearest the quote is, and who that is in the whole article.

mod gold;
pub mod lexicon;
pub mod marks;
mod record;
pub mod rules;
pub mod speakers;

pub use gold::{GoldArticle, GoldQuote};
pub use record::{Kind, Quote, Speaker, SpeakerType};
pub use rules::{Rule, RuleFinder, Voice};

use crate::text::Document;

/// A stage that finds the quotes of a document, speakers included.
///
/// The rules are one; a learned finder can replace or refine them.
pub trait QuoteFinder: Sync {
    /// The quotes of `document`, by the start of their first content span.
    fn find(&self, document: &Document<'_>) -> Vec<Quote>;
}
