//! Why a quote came out as it did.

use super::record::Quote;
use crate::text::Span;

/// What found a quote, what it weighed, and how its source led to its speaker.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// The model or rule that found the quote, for people to read.
    pub found_by: String,
    /// The reporting words and how they were read; `None` where there are none.
    pub cue: Option<Cue>,
    /// Mentions that could be the source, best first. Scores of one quote compare with each other only.
    pub candidates: Vec<Candidate>,
    /// From the source to the speaker, the speaker last.
    pub chain: Vec<Step>,
}

/// Reporting words.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// Where they stand.
    pub span: Span,
    /// How they were read: the verb or noun and its form.
    pub note: String,
}

/// A mention that could be the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where it stands.
    pub span: Span,
    /// How likely it was, on the scale of its finder.
    pub score: f64,
    /// What speaks for it, or that it was chosen.
    pub note: String,
}

/// A step from a source to a speaker.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where that stands; `None` for what no single place of the article says.
    pub span: Option<Span>,
    /// The mention, or at the end the speaker.
    pub text: String,
    /// What led here from the step before.
    pub why: String,
}

impl Explanation {
    /// All places that the explanation names.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let cue = self.cue.iter().map(|cue| cue.span);
        cue.chain(self.candidates.iter().map(|c| c.span)).chain(self.chain.iter().filter_map(|step| step.span))
    }

    /// What can be said of a quote whose finder gives no reasons: its parts and its confidence.
    pub fn of_parts(quote: &Quote, chain: Vec<Step>) -> Self {
        let candidate = |span: &Span| Candidate { span: *span, score: quote.confidence, note: "chosen".to_owned() };
        Self {
            found_by: "a finder that gives no reasons".to_owned(),
            cue: quote.cue.map(|span| Cue { span, note: String::new() }),
            candidates: quote.sources.iter().map(candidate).collect(),
            chain,
        }
    }
}
