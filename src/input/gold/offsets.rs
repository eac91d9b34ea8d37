//! From the offsets of an annotation to byte spans.

use crate::text::Span;

/// What is wrong with a span, and what to do about it.
pub(super) type Fault = (String, &'static str);

/// Byte offsets of all places of a text that an offset in another unit can name.
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// By offset; `None` inside a character.
    bytes: Vec<Option<u32>>,
}

impl<'t> Offsets<'t> {
    /// The places of `text` counted in code points.
    pub fn of_code_points(text: &'t str) -> Self {
        Self::new(text, |_| 1)
    }

    /// The places of `text` counted in `unit`; `None` when there is no such unit.
    pub fn of_unit(text: &'t str, unit: &str) -> Option<Self> {
        match unit {
            "codepoint" => Some(Self::of_code_points(text)),
            "utf8" => Some(Self::new(text, char::len_utf8)),
            "utf16" => Some(Self::new(text, char::len_utf16)),
            _ => None,
        }
    }

    fn new(text: &'t str, width: fn(char) -> usize) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            bytes.push(u32::try_from(at).ok());
            bytes.extend(std::iter::repeat_n(None, width(c) - 1));
        }
        bytes.push(u32::try_from(text.len()).ok());
        Self { text, bytes }
    }

    /// The span from `start` up to `end`.
    pub fn span(&self, start: u64, end: u64) -> Result<Span, Fault> {
        if start >= end {
            return Err((
                format!("the span {start} to {end} is empty"),
                "let it end after its start, or remove it; ends are exclusive",
            ));
        }
        Ok(Span::new(self.place(start)?, self.place(end)?))
    }

    fn place(&self, offset: u64) -> Result<usize, Fault> {
        let found = usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset));
        match found {
            Some(Some(byte)) => Ok(*byte as usize),
            Some(None) => {
                let remedy = "move it to the character's start, or correct `offset_unit`";
                Err((format!("the offset {offset} is inside a character"), remedy))
            }
            None => {
                let problem =
                    format!("the offset {offset} is outside the text, which ends at {}", self.bytes.len() - 1);
                Err((problem, "count in the text as it stands in its file, or find the text that was annotated"))
            }
        }
    }

    /// Whether `words` are those of `spans`, white space aside.
    pub fn check(&self, spans: &[Span], words: &str) -> Result<(), Fault> {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let there: String = spans.iter().map(|span| bare(span.of(self.text))).collect();
        if there == bare(words) {
            return Ok(());
        }
        let shown = |text: &str| text.trim().chars().take(40).collect::<String>();
        let there = shown(spans.first().map_or("", |span| span.of(self.text)));
        Err((
            format!("the annotation says `{}` but the text there is `{there}`", shown(words)),
            "the offsets don't fit the text: find the text that was annotated, or annotate again",
        ))
    }
}

/// Sorts spans and joins those with nothing or only white space between them.
pub(super) fn joined(text: &str, spans: &mut Vec<Span>) {
    spans.sort_unstable();
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.iter() {
        match kept.last_mut() {
            Some(last) if span.start <= last.end || text[last.end..span.start].trim().is_empty() => {
                last.end = last.end.max(span.end);
            }
            _ => kept.push(*span),
        }
    }
    *spans = kept;
}
