//! The errors of a finder one by one, to be read.

use crate::quotes::{GoldQuote, Kind, Quote};
use crate::text::{Article, Span};

use super::view::{View, common};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// A gold quote that no found one matches.
    Missed,
    /// A found quote that matches no gold one.
    Spurious,
    /// Both sides have a source, with no token in common.
    SourceWrong,
    /// Only the gold quote has a source.
    SourceMissing,
    /// Only the found quote has a source.
    SourceSpurious,
    /// The content holds all of the gold quote's tokens and more.
    ContentTooLong,
    /// The content holds some of the gold quote's tokens and nothing else.
    ContentTooShort,
    /// The content has tokens that the gold quote has not, and lacks some.
    ContentShifted,
    /// The speaker is another than the annotation names.
    SpeakerWrong,
}

impl ErrorKind {
    /// Its name in the list of errors.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Missed => "missed",
            ErrorKind::Spurious => "spurious",
            ErrorKind::SourceWrong => "source wrong",
            ErrorKind::SourceMissing => "source missing",
            ErrorKind::SourceSpurious => "source spurious",
            ErrorKind::ContentTooLong => "content too long",
            ErrorKind::ContentTooShort => "content too short",
            ErrorKind::ContentShifted => "content shifted",
            ErrorKind::SpeakerWrong => "speaker wrong",
        }
    }
}

/// One error of a finder. Parts are as the article words them, several spans parted by ` ... `; empty where there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteError {
    /// The article's id.
    pub article: String,
    /// What is wrong.
    pub error: ErrorKind,
    /// The gold quote's kind by its marks, the found one's when there is no gold quote.
    pub kind: Kind,
    /// Code points before the content (the gold one, if there is one).
    pub offset: usize,
    /// What the annotation has.
    pub gold: Parts,
    /// What was found.
    pub found: Parts,
    /// The found quote's confidence.
    pub confidence: Option<f64>,
    /// What the finder says of how it was found.
    pub rule: String,
}

/// The parts of a quote as the article words them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// What was said.
    pub content: String,
    /// The reporting words.
    pub cue: String,
    /// The mentions of who speaks.
    pub source: String,
    /// Who that is.
    pub speaker: String,
}

impl Parts {
    fn new(text: &str, contents: &[Span], cue: Option<Span>, sources: &[Span], speaker: Option<&str>) -> Self {
        let all = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ... ");
        Self {
            content: all(contents),
            cue: all(cue.as_slice()),
            source: all(sources),
            speaker: speaker.unwrap_or_default().to_owned(),
        }
    }
}

/// The errors of an article.
pub(super) struct Errors<'a> {
    article: &'a Article,
    found: &'a [Quote],
    rules: &'a [String],
    gold: &'a [GoldQuote],
    rows: Vec<(usize, QuoteError)>,
}

impl<'a> Errors<'a> {
    /// None yet; `rules` says how each found quote was found, or is empty.
    pub fn new(article: &'a Article, gold: &'a [GoldQuote], found: &'a [Quote], rules: &'a [String]) -> Self {
        Self { article, found, rules, gold, rows: Vec::new() }
    }

    pub fn add(&mut self, error: ErrorKind, gold: Option<&View>, found: Option<&View>) {
        let text = self.article.text.as_str();
        let Some(view) = gold.or(found) else { return };
        let start = view.contents.first().map_or(0, |span| span.start);
        let parts_of_gold = gold.map(|view| {
            let quote = &self.gold[view.place];
            Parts::new(text, &quote.contents, quote.cue, &quote.sources, quote.speaker.as_deref())
        });
        let quote = found.map(|view| &self.found[view.place]);
        let parts_of_found = quote.map(|q| Parts::new(text, &q.contents, q.cue, &q.sources, q.speaker.name.as_deref()));
        let rule = found.and_then(|view| self.rules.get(view.place)).cloned();
        let row = QuoteError {
            article: self.article.id.clone(),
            error,
            kind: view.kind,
            offset: text[..start].chars().count(),
            gold: parts_of_gold.unwrap_or_default(),
            found: parts_of_found.unwrap_or_default(),
            confidence: quote.map(|quote| quote.confidence),
            rule: rule.unwrap_or_default(),
        };
        self.rows.push((start, row));
    }

    /// The errors of a matched pair in source and content.
    pub fn add_pair(&mut self, gold: &View, found: &View) {
        let source = match (gold.source_tokens.is_empty(), found.source_tokens.is_empty()) {
            (false, false) if !gold.sources_meet(found) => Some(ErrorKind::SourceWrong),
            (false, true) => Some(ErrorKind::SourceMissing),
            (true, false) => Some(ErrorKind::SourceSpurious),
            _ => None,
        };
        let both = common(&gold.tokens, &found.tokens);
        let content = match (both == gold.tokens.len(), both == found.tokens.len()) {
            (true, true) => None,
            (true, false) => Some(ErrorKind::ContentTooLong),
            (false, true) => Some(ErrorKind::ContentTooShort),
            (false, false) => Some(ErrorKind::ContentShifted),
        };
        for error in [source, content].into_iter().flatten() {
            self.add(error, Some(gold), Some(found));
        }
    }

    /// The errors in the order of the text.
    pub fn finish(mut self) -> Vec<QuoteError> {
        self.rows.sort_by_key(|(start, row)| (*start, row.error));
        self.rows.into_iter().map(|(_, row)| row).collect()
    }
}
