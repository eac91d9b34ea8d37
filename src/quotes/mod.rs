//! Quotes: what was said, by which words it was reported, who the mention
//! nearest the quote is, and who that is in the whole article.

mod explanation;
mod gold;
pub mod learned;
pub mod lexicon;
pub mod marks;
mod record;
pub mod rules;
pub mod speakers;

pub use explanation::{Candidate, Cue, Explanation, Step};
pub use gold::{GoldArticle, GoldQuote};
pub use learned::{LearnedFinder, QuoteModel};
pub use record::{Kind, Quote, Speaker, SpeakerType};
pub use rules::{Rule, RuleFinder, Voice};

use crate::text::Document;

/// A stage that finds the quotes of a document, speakers included.
///
/// The rules are one; a learned finder can replace or refine them.
pub trait QuoteFinder: Sync {
    /// The quotes of `document`, by the start of their first content span.
    fn find(&self, document: &Document<'_>) -> Vec<Quote>;

    /// The same quotes, each with the reasons for it.
    ///
    /// Unless a finder tells more, these are its parts and the steps from source to speaker.
    fn explain(&self, document: &Document<'_>) -> Vec<(Quote, Explanation)> {
        let quotes = self.find(document);
        let chains = speakers::resolve_and_explain(document, &mut quotes.clone());
        let explained = |(quote, chain)| {
            let explanation = Explanation::of_parts(&quote, chain);
            (quote, explanation)
        };
        quotes.into_iter().zip(chains).map(explained).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finder_without_reasons_still_explains_its_speakers() {
        struct Silent;
        impl QuoteFinder for Silent {
            fn find(&self, document: &Document<'_>) -> Vec<Quote> {
                RuleFinder::default().find(document)
            }
        }
        let document = Document::new("Orla Quist came. “No,” she said.");
        let explained = Silent.explain(&document);
        assert_eq!(explained[0].0, Silent.find(&document)[0]);
        let chain: Vec<&str> = explained[0].1.chain.iter().map(|step| step.text.as_str()).collect();
        assert_eq!(chain, ["she", "Orla Quist", "Orla Quist"]);
    }
}
