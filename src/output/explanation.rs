//! The reasons for a quote, for programs and for people.

use serde::Serialize;

use crate::pipeline::Analysis;
use crate::quotes::{Explanation, Quote, Step};
use crate::text::Span;

use super::table::clean;
use super::{OffsetMap, SpanRecord, rounded};

/// Longest piece of a text that a line for people quotes, in characters.
const LONGEST: usize = 60;

/// Why a quote came out as it did.
#[derive(Debug, Serialize)]
pub struct ExplanationRecord<'a> {
    /// The model or rule that found the quote.
    pub found_by: &'a str,
    /// The reporting words and how they were read.
    pub cue: Option<NoteRecord<'a>>,
    /// Mentions that could be the source, best first.
    pub candidates: Vec<NoteRecord<'a>>,
    /// From the source to the speaker, the speaker last.
    pub chain: Vec<StepRecord<'a>>,
}

/// A part of the text with a remark.
#[derive(Debug, Serialize)]
pub struct NoteRecord<'a> {
    /// Where it stands and what stands there.
    #[serde(flatten)]
    pub span: SpanRecord<'a>,
    /// How likely it was; left out for a cue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The remark.
    pub note: &'a str,
}

/// A step from a source to a speaker.
#[derive(Debug, Serialize)]
pub struct StepRecord<'a> {
    /// First unit of its place, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// One past the last unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// The mention, or at the end the speaker.
    pub text: &'a str,
    /// What led here from the step before.
    pub why: &'a str,
}

impl<'a> ExplanationRecord<'a> {
    /// The record of `explanation`, of a quote of `text`, with offsets from `map`.
    ///
    /// # Panics
    /// When the explanation is of another text, or `map` was not made for it.
    pub fn new(explanation: &'a Explanation, text: &'a str, map: &OffsetMap) -> Self {
        let note = |span: Span, score: Option<f64>, note: &'a str| NoteRecord {
            span: SpanRecord::new(span, text, map),
            score: score.map(rounded),
            note,
        };
        let step = |step: &'a Step| StepRecord {
            start: step.span.map(|span| map.get(span.start)),
            end: step.span.map(|span| map.get(span.end)),
            text: &step.text,
            why: &step.why,
        };
        Self {
            found_by: &explanation.found_by,
            cue: explanation.cue.as_ref().map(|cue| note(cue.span, None, &cue.note)),
            candidates: explanation.candidates.iter().map(|c| note(c.span, Some(c.score), &c.note)).collect(),
            chain: explanation.chain.iter().map(step).collect(),
        }
    }
}

/// The reasons for the quotes of an article, a block each, for people to read; empty when
/// nobody asked.
pub(super) fn block(text: &str, found: &Analysis<'_>) -> String {
    let mut out = String::new();
    for (quote, why) in found.quotes.iter().zip(found.explanations.iter().flatten()) {
        out.push('\n');
        out.push_str(&one(text, quote, why));
    }
    out
}

fn one(text: &str, quote: &Quote, why: &Explanation) -> String {
    let first = quote.contents.first().map_or("", |span| span.of(text));
    let mut out = format!("{}: {}\n", quote.kind.as_str(), short(first));
    out.push_str(&format!("  found by    {}, confidence {:.2}\n", clean(&why.found_by), quote.confidence));
    match &why.cue {
        Some(cue) if cue.note.is_empty() => out.push_str(&format!("  cue         “{}”\n", short(cue.span.of(text)))),
        Some(cue) => out.push_str(&format!("  cue         “{}” ({})\n", short(cue.span.of(text)), clean(&cue.note))),
        None => out.push_str("  cue         none\n"),
    }
    for (at, candidate) in why.candidates.iter().enumerate() {
        let label = if at == 0 { "candidates" } else { "" };
        let mention = short(candidate.span.of(text));
        out.push_str(&format!("  {label:<11} {:.2} “{mention}” ({})\n", candidate.score, clean(&candidate.note)));
    }
    for (at, step) in why.chain.iter().enumerate() {
        let label = if at == 0 { "speaker" } else { "" };
        let arrow = if at == 0 { "" } else { "-> " };
        out.push_str(&format!("  {label:<11} {arrow}“{}” ({})\n", short(&step.text), clean(&step.why)));
    }
    out
}

/// A text on one line, cut when it is long.
fn short(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} […]", text[..end].trim_end()),
        None => text,
    }
}
