//! The facts of an article as JSON has them.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::pipeline::Analysis;
use crate::quotes::{Kind, Quote, Speaker};
use crate::stance::QuestionPrediction;
use crate::text::{Article, Span};

use super::{ExplanationRecord, OffsetMap, OffsetUnit};

/// An article and what was found in it.
#[derive(Debug, Serialize)]
pub struct ArticleRecord<'a> {
    /// Names the article.
    pub id: &'a str,
    /// Headline.
    pub title: Option<&'a str>,
    /// Publisher.
    pub source: Option<&'a str>,
    /// Publication date, as the input has it.
    pub date: Option<&'a str>,
    /// Address; left out when the input has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
    /// What the offsets count.
    pub offset_unit: OffsetUnit,
    /// The quotes, in the order of their content.
    pub quotes: Vec<QuoteRecord<'a>>,
}

/// A quote of an article.
#[derive(Debug, Serialize)]
pub struct QuoteRecord<'a> {
    /// The article's id, `#`, and the quote's place counted from 0.
    pub id: String,
    /// Whether the content stands in quotation marks.
    pub kind: Kind,
    /// What was said.
    pub contents: Vec<SpanRecord<'a>>,
    /// The reporting words.
    pub cue: Option<SpanRecord<'a>>,
    /// The mentions of who speaks.
    pub sources: Vec<SpanRecord<'a>>,
    /// Who that is.
    pub speaker: &'a Speaker,
    /// How likely this is a quote with these parts.
    pub confidence: f64,
    /// The speaker's stance on each question; left out when none was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stances: Option<StanceRecords<'a>>,
    /// Why it came out so; left out when nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ExplanationRecord<'a>>,
}

/// A part of the text, in the unit that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SpanRecord<'a> {
    /// First unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
    /// What stands there.
    pub text: &'a str,
}

/// The stances of one quote, question by question.
#[derive(Debug)]
pub struct StanceRecords<'a>(&'a [QuestionPrediction<'a>]);

impl<'a> ArticleRecord<'a> {
    /// The record of `article` with its quotes; `stances` has one entry a quote, or is `None`.
    ///
    /// # Panics
    /// When a quote was found in another text.
    pub fn new(
        article: &'a Article,
        quotes: &'a [Quote],
        stances: Option<&'a [Vec<QuestionPrediction<'a>>]>,
        offset_unit: OffsetUnit,
    ) -> Self {
        let text = article.text.as_str();
        let map = OffsetMap::of_quotes(text, offset_unit, quotes);
        let quotes = quotes
            .iter()
            .enumerate()
            .map(|(at, quote)| QuoteRecord {
                id: quote_id(&article.id, at),
                kind: quote.kind,
                contents: SpanRecord::all(&quote.contents, text, &map),
                cue: quote.cue.map(|span| SpanRecord::new(span, text, &map)),
                sources: SpanRecord::all(&quote.sources, text, &map),
                speaker: &quote.speaker,
                confidence: rounded(quote.confidence),
                stances: stances.map(|stances| StanceRecords(&stances[at])),
                explanation: None,
            })
            .collect();
        Self {
            id: &article.id,
            title: article.title.as_deref(),
            source: article.source.as_deref(),
            date: article.date.as_deref(),
            url: article.url.as_deref(),
            offset_unit,
            quotes,
        }
    }

    /// The record of `article` with all that was found in it, reasons included.
    ///
    /// # Panics
    /// When `found` is not of this article.
    pub fn of(article: &'a Article, found: &'a Analysis<'a>, unit: OffsetUnit) -> Self {
        let mut record = Self::new(article, &found.quotes, found.stances.as_deref(), unit);
        if let Some(explanations) = &found.explanations {
            let offsets = explanations.iter().flat_map(|e| e.spans()).flat_map(|span| [span.start, span.end]);
            let map = OffsetMap::new(&article.text, unit, offsets.collect());
            for (quote, explanation) in record.quotes.iter_mut().zip(explanations) {
                quote.explanation = Some(ExplanationRecord::new(explanation, &article.text, &map));
            }
        }
        record
    }
}

impl<'a> SpanRecord<'a> {
    /// The record of `span` in `text`, with offsets from `map`.
    ///
    /// # Panics
    /// When the span is of another text, or `map` was not made for it.
    pub fn new(span: Span, text: &'a str, map: &OffsetMap) -> Self {
        Self { start: map.get(span.start), end: map.get(span.end), text: span.of(text) }
    }

    /// The records of several spans.
    ///
    /// # Panics
    /// As [`SpanRecord::new`].
    pub fn all(spans: &[Span], text: &'a str, map: &OffsetMap) -> Vec<Self> {
        spans.iter().map(|span| Self::new(*span, text, map)).collect()
    }
}

impl Serialize for StanceRecords<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|found| (&found.question.name, StanceRecord(found))))
    }
}

/// The stance on one question.
struct StanceRecord<'a>(&'a QuestionPrediction<'a>);

impl Serialize for StanceRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("label", &self.0.decided())?;
        map.serialize_entry("probabilities", &Probabilities(self.0))?;
        map.end()
    }
}

/// How likely each label is.
struct Probabilities<'a>(&'a QuestionPrediction<'a>);

impl Serialize for Probabilities<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = self.0.probabilities.iter().map(|value| rounded(*value));
        serializer.collect_map(self.0.question.labels.iter().zip(values))
    }
}

/// What names a quote in every output: the article's id, `#`, and its place counted from 0.
pub fn quote_id(article: &str, at: usize) -> String {
    format!("{article}#{at}")
}

/// A probability as outputs have it, to four decimals.
pub(super) fn rounded(probability: f64) -> f64 {
    (probability * 1e4).round() / 1e4
}
