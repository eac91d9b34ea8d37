//! What a quote is made of.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How much of a quote's content stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it.
    Direct,
    /// A part.
    Mixed,
    /// None.
    Indirect,
}

impl Kind {
    /// The name that every output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

/// What sort of speaker it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerType {
    /// A named person.
    Person,
    /// A body that speaks as one: a government, an office, a company, a court.
    Organisation,
    /// People spoken of together: "relatives of the victims", "critics".
    Group,
    /// One person without a name: "a senior official".
    Unnamed,
    /// The article does not tell.
    Unknown,
}

impl SpeakerType {
    /// The name that every output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            SpeakerType::Person => "person",
            SpeakerType::Organisation => "organisation",
            SpeakerType::Group => "group",
            SpeakerType::Unnamed => "unnamed",
            SpeakerType::Unknown => "unknown",
        }
    }
}

/// Who a source mention is in the whole article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name that the article gives, or the description of an unnamed one.
    pub name: Option<String>,
    /// Role or office, as the article words it.
    pub description: Option<String>,
    /// What sort of speaker it is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
}

impl Speaker {
    /// A speaker of whom the article tells nothing.
    pub fn unknown() -> Self {
        Self { name: None, description: None, kind: SpeakerType::Unknown }
    }
}

/// One attribution: speech, writing or a stated position reported in an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Whether its content stands in quotation marks.
    pub kind: Kind,
    /// What was said, quotation marks included: one span or more, in order, none empty,
    /// none across a paragraph break.
    pub contents: Vec<Span>,
    /// The reporting words.
    pub cue: Option<Span>,
    /// The mention of who speaks, nearest the quote; several when several speak together.
    pub sources: Vec<Span>,
    /// Who that is in the whole article.
    pub speaker: Speaker,
    /// How likely this is a quote with these parts, 0 to 1.
    pub confidence: f64,
}
