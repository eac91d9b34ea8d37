//! A quote with what surrounds it: all that a stance classifier may look at.

use std::borrow::Cow;

use crate::quotes::{Kind, Quote};
use crate::text::Document;

/// How many characters before and after a quote belong to its context.
///
/// The labelled corpus has windows of this size, so a classifier trained on it
/// expects the same of an article's quotes.
pub const CONTEXT_CHARS: usize = 500;

/// A quote in its context.
///
/// Only `quote` is needed; a classifier takes what it gets of the rest.
///
/// ```
/// use quotestance::features::QuoteContext;
/// let context = QuoteContext::new("We will not send him there.").speaker("the minister");
/// assert_eq!(context.speaker.as_deref(), Some("the minister"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuoteContext<'t> {
    /// What was said; several spans are joined by a space.
    pub quote: Cow<'t, str>,
    /// The speaker's name, or the description of an unnamed one.
    pub speaker: Option<Cow<'t, str>>,
    /// The mention of the speaker nearest the quote.
    pub source: Option<Cow<'t, str>>,
    /// The reporting words.
    pub cue: Option<Cow<'t, str>>,
    /// How much of it stands in quotation marks.
    pub kind: Option<Kind>,
    /// The text before the quote, nearest last; empty when unknown.
    pub before: Cow<'t, str>,
    /// The text after the quote, nearest first; empty when unknown.
    pub after: Cow<'t, str>,
    /// The article's headline.
    pub title: Option<Cow<'t, str>>,
}

impl<'t> QuoteContext<'t> {
    /// A quote of which nothing else is known.
    pub fn new(quote: impl Into<Cow<'t, str>>) -> Self {
        Self { quote: quote.into(), ..Self::default() }
    }

    /// Adds the speaker's name.
    pub fn speaker(mut self, speaker: impl Into<Cow<'t, str>>) -> Self {
        self.speaker = Some(speaker.into());
        self
    }

    /// Adds the text on both sides.
    pub fn between(mut self, before: impl Into<Cow<'t, str>>, after: impl Into<Cow<'t, str>>) -> Self {
        self.before = before.into();
        self.after = after.into();
        self
    }

    /// Adds the article's headline.
    pub fn title(mut self, title: impl Into<Cow<'t, str>>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The context of a quote found in `document`, laid out as the labelled corpus is:
    /// content spans joined by a space, [`CONTEXT_CHARS`] characters on each side.
    ///
    /// # Panics
    /// When the quote was found in another text.
    pub fn of_quote(document: &Document<'t>, quote: &'t Quote) -> Self {
        let text = document.text();
        let content = match quote.contents.as_slice() {
            [one] => Cow::Borrowed(one.of(text)),
            spans => Cow::Owned(spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ")),
        };
        let start = quote.contents.first().map_or(0, |span| span.start);
        let end = quote.contents.last().map_or(start, |span| span.end);
        let source = match quote.sources.as_slice() {
            [] => None,
            [one] => Some(Cow::Borrowed(one.of(text))),
            spans => Some(Cow::Owned(spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join("; "))),
        };
        Self {
            quote: content,
            speaker: quote.speaker.name.as_deref().map(Cow::Borrowed),
            source,
            cue: quote.cue.map(|cue| Cow::Borrowed(cue.of(text))),
            kind: Some(quote.kind),
            before: Cow::Borrowed(last_chars(&text[..start], CONTEXT_CHARS)),
            after: Cow::Borrowed(first_chars(&text[end..], CONTEXT_CHARS)),
            title: None,
        }
    }

    /// The same context that borrows nothing.
    pub fn into_owned(self) -> QuoteContext<'static> {
        let own = |text: Option<Cow<'t, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        QuoteContext {
            quote: Cow::Owned(self.quote.into_owned()),
            speaker: own(self.speaker),
            source: own(self.source),
            cue: own(self.cue),
            kind: self.kind,
            before: Cow::Owned(self.before.into_owned()),
            after: Cow::Owned(self.after.into_owned()),
            title: own(self.title),
        }
    }
}

/// The last `count` characters of `text`.
fn last_chars(text: &str, count: usize) -> &str {
    match text.char_indices().rev().nth(count.saturating_sub(1)) {
        Some((start, _)) if count > 0 => &text[start..],
        _ => text,
    }
}

/// The first `count` characters of `text`.
fn first_chars(text: &str, count: usize) -> &str {
    match text.char_indices().nth(count) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::Speaker;
    use crate::text::Span;

    #[test]
    fn windows_are_counted_in_characters() {
        assert_eq!(last_chars("añb", 2), "ñb");
        assert_eq!(last_chars("añb", 9), "añb");
        assert_eq!(first_chars("ñab", 2), "ña");
        assert_eq!(first_chars("", 2), "");
    }

    #[test]
    fn a_split_quote_is_joined_and_its_cue_kept() {
        let text = "“No,” Ama Osei said. “Never.” She left.";
        let document = Document::new(text);
        let find = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let quote = Quote {
            kind: Kind::Direct,
            contents: vec![find("“No,”"), find("“Never.”")],
            cue: Some(find("said")),
            sources: vec![find("Ama Osei")],
            speaker: Speaker::unknown(),
            confidence: 1.0,
        };
        let context = QuoteContext::of_quote(&document, &quote);
        assert_eq!(context.quote, "“No,” “Never.”");
        assert_eq!(context.source.as_deref(), Some("Ama Osei"));
        assert_eq!(context.cue.as_deref(), Some("said"));
        assert_eq!((context.before.as_ref(), context.after.as_ref()), ("", " She left."));
    }
}
