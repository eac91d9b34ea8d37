//! An attribution while the rules work on it: token ranges instead of byte spans.

use std::ops::Range;

use super::scene::Scene;
use crate::quotes::record::{Kind, Quote, Speaker};

/// How an attribution was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A quotation with its reporting clause after it: "...," said Ann.
    QuotedBefore,
    /// A quotation with its reporting clause before it: Ann said: "..."
    QuotedAfter,
    /// A quotation signed with a dash, or led by a name and a colon.
    Layout,
    /// A quotation without reporting words, given to who holds the floor.
    Floating,
    /// A reporting verb with a "that" clause.
    That,
    /// A reporting verb with a clause and no "that".
    Bare,
    /// A reporting verb with a question word.
    Question,
    /// A reporting verb with an infinitive.
    Infinitive,
    /// A reporting verb with an object.
    Object,
    /// A reporting verb with its particle: "called for".
    Particle,
    /// A reporting clause after or amid what it reports: "the plan, he said, ..."
    Parenthesis,
    /// "according to".
    According,
    /// A noun of speech: "the claim that".
    Noun,
}

impl Rule {
    /// All rules, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::QuotedBefore,
        Self::QuotedAfter,
        Self::Layout,
        Self::Floating,
        Self::That,
        Self::Bare,
        Self::Question,
        Self::Infinitive,
        Self::Object,
        Self::Particle,
        Self::Parenthesis,
        Self::According,
        Self::Noun,
    ];

    /// Its name in the table of weights and in explanations.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::QuotedBefore => "QuotedBefore",
            Rule::QuotedAfter => "QuotedAfter",
            Rule::Layout => "Layout",
            Rule::Floating => "Floating",
            Rule::That => "That",
            Rule::Bare => "Bare",
            Rule::Question => "Question",
            Rule::Infinitive => "Infinitive",
            Rule::Object => "Object",
            Rule::Particle => "Particle",
            Rule::Parenthesis => "Parenthesis",
            Rule::According => "According",
            Rule::Noun => "Noun",
        }
    }
}

/// Form of the verb that a reporting clause has; what the clause can be depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Voice {
    /// "said".
    Finite,
    /// "saying".
    Participle,
    /// "to say".
    ToInfinitive,
    /// "was told".
    Passive,
}

impl Voice {
    /// Its name in the table of weights and in explanations.
    pub fn as_str(self) -> &'static str {
        match self {
            Voice::Finite => "Finite",
            Voice::Participle => "Participle",
            Voice::ToInfinitive => "ToInfinitive",
            Voice::Passive => "Passive",
        }
    }
}

/// What was found, as token ranges.
#[derive(Debug, Clone)]
pub(in crate::quotes) struct Attribution {
    pub contents: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub sources: Vec<Range<usize>>,
    pub rule: Rule,
    pub voice: Voice,
    /// Base form of the reporting verb or noun.
    pub word: &'static str,
    pub confidence: f64,
}

impl Attribution {
    pub fn first(&self) -> usize {
        self.contents.iter().map(|c| c.start).min().unwrap_or(0)
    }

    /// One past the last token of any part.
    pub fn end(&self) -> usize {
        let parts = self.contents.iter().chain(&self.cue).chain(&self.sources);
        parts.map(|part| part.end).max().unwrap_or(0)
    }

    pub fn into_quote(self, scene: &Scene<'_, '_>) -> Quote {
        let kind = kind_of(scene, &self.contents);
        let span = |range: Range<usize>| scene.document.span_of(range);
        Quote {
            kind,
            contents: self.contents.into_iter().map(span).collect(),
            cue: self.cue.map(span),
            sources: self.sources.into_iter().map(span).collect(),
            speaker: Speaker::unknown(),
            confidence: self.confidence,
        }
    }
}

/// Whether the words of a content stand in quotation marks.
pub(in crate::quotes) fn kind_of(scene: &Scene<'_, '_>, contents: &[Range<usize>]) -> Kind {
    let (mut quoted, mut plain) = (0usize, 0usize);
    for at in contents.iter().cloned().flatten() {
        match scene.kind(at) {
            crate::text::TokenKind::Word | crate::text::TokenKind::Number => {
                if scene.is_quoted(at) {
                    quoted += 1;
                } else {
                    plain += 1;
                }
            }
            _ => {}
        }
    }
    match (quoted, plain) {
        (0, _) => Kind::Indirect,
        (_, 0) => Kind::Direct,
        _ => Kind::Mixed,
    }
}
