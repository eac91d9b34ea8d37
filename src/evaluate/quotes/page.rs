//! A text as the measures see it: runs of non-space characters, and which of them stand in quotation marks.
//!
//! This is not [`crate::text`]: a measure must not move when the finder's own tokens or marks do.

use std::sync::LazyLock;

use regex::Regex;

use crate::quotes::Kind;
use crate::text::Span;

/// At least this share of a direct quote's tokens stands in quotation marks.
const DIRECT_SHARE: f64 = 0.8;

/// A text with its tokens.
pub(super) struct Page<'t> {
    text: &'t str,
    tokens: Vec<Span>,
    quoted: Vec<bool>,
}

impl<'t> Page<'t> {
    /// Finds the tokens of `text` and the quotation marks around them.
    pub fn new(text: &'t str) -> Self {
        let mut tokens = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices() {
            match (is_space(c), start) {
                (true, Some(from)) => {
                    tokens.push(Span::new(from, at));
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
        }
        tokens.extend(start.map(|from| Span::new(from, text.len())));
        let mut page = Self { text, quoted: vec![false; tokens.len()], tokens };
        for at in page.cover(&quoted_regions(text)) {
            page.quoted[at] = true;
        }
        page
    }

    /// The tokens that share a character with `spans`, in order, each once.
    pub fn cover(&self, spans: &[Span]) -> Vec<usize> {
        let mut covered: Vec<usize> = spans.iter().flat_map(|span| self.range(*span)).collect();
        covered.sort_unstable();
        covered.dedup();
        covered
    }

    /// The tokens that share a character with `span`.
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        if span.is_empty() {
            return 0..0;
        }
        let first = self.tokens.partition_point(|token| token.end <= span.start);
        let last = self.tokens.partition_point(|token| token.start < span.end);
        first..last.max(first)
    }

    /// The spans in order, those with only white space between them joined.
    pub fn join(&self, spans: &[Span]) -> Vec<Span> {
        let mut sorted = spans.to_vec();
        sorted.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if span.start <= last.end || self.text[last.end..span.start].chars().all(is_space) => {
                    last.end = last.end.max(span.end);
                }
                _ => joined.push(span),
            }
        }
        joined
    }

    /// The span without white space and punctuation at its ends; `None` when nothing is left.
    pub fn trim(&self, span: Span) -> Option<Span> {
        let inner = span.of(self.text);
        let start = inner.len() - inner.trim_start_matches(is_soft).len();
        let end = inner.trim_end_matches(is_soft).len();
        (start < end).then(|| Span::new(span.start + start, span.start + end))
    }

    /// The joined spans without white space and punctuation at their ends.
    pub fn trims(&self, spans: &[Span]) -> Vec<Span> {
        self.join(spans).into_iter().filter_map(|span| self.trim(span)).collect()
    }

    /// The kind of a quote by its tokens.
    pub fn kind(&self, tokens: &[usize]) -> Kind {
        let inside = tokens.iter().filter(|&&at| self.quoted[at]).count();
        match inside {
            0 => Kind::Indirect,
            _ if inside as f64 >= DIRECT_SHARE * tokens.len() as f64 => Kind::Direct,
            _ => Kind::Mixed,
        }
    }
}

/// White space as Python's `str.isspace` has it: Unicode's, and the four information separators.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// White space, or punctuation by its Unicode category.
fn is_soft(c: char) -> bool {
    static PUNCTUATION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\p{P}$").expect("a good pattern"));
    c == '`' || is_space(c) || (!c.is_alphanumeric() && PUNCTUATION.is_match(c.encode_utf8(&mut [0; 4])))
}

/// Spans between paired double quotation marks, marks included, paragraph (line) by paragraph.
///
/// Curly marks pair an opening with the next closing one. A straight mark opens after a space, a bracket, a dash or at the
/// start of a line when nothing is open, else it closes what is open; `''` counts as a straight mark. A
/// quotation that is open at the end of a paragraph is kept when the next paragraph starts with a mark, as speech over
/// several paragraphs does, else its mark is ignored.
fn quoted_regions(text: &str) -> Vec<Span> {
    let mut regions = Vec::new();
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if !line.chars().all(is_space) {
            lines.push((start, line));
        }
        start += line.len() + 1;
    }
    for (number, &(start, line)) in lines.iter().enumerate() {
        let mut open = None;
        for (at, mark) in line.char_indices().filter_map(|(at, _)| Some((at, mark_at(line, at)?))) {
            match open {
                None => {
                    let before = line[..at].chars().next_back().unwrap_or(' ');
                    let free = is_space(before) || "([{-–—‘'/…".contains(before);
                    if matches!(mark, "“" | "‟") || (matches!(mark, "\"" | "''") && free) {
                        open = Some(at);
                    }
                }
                Some(from) if matches!(mark, "”" | "\"" | "''") => {
                    regions.push(Span::new(start + from, start + at + mark.len()));
                    open = None;
                }
                // a second opening mark while one is open is taken as nested
                Some(_) => {}
            }
        }
        let goes_on = |line: &str| {
            let line = line.trim_start_matches(is_space);
            line.starts_with(['"', '“']) || line.starts_with("''")
        };
        if let (Some(from), Some((_, next))) = (open, lines.get(number + 1))
            && goes_on(next)
        {
            regions.push(Span::new(start + from, start + line.len()));
        }
    }
    regions
}

/// The mark that starts at byte `at`. Of three apostrophes the first two are one.
fn mark_at(line: &str, at: usize) -> Option<&str> {
    let rest = &line[at..];
    if rest.starts_with('\'') {
        let apostrophes = |text: &str| text.len() - text.trim_end_matches('\'').len();
        return (rest.starts_with("''") && apostrophes(&line[..at]) % 2 == 0).then(|| &rest[..2]);
    }
    let first = rest.chars().next()?;
    matches!(first, '"' | '“' | '”' | '‟').then(|| &rest[..first.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(text: &str) -> Vec<&str> {
        quoted_regions(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn marks_pair_within_a_paragraph() {
        assert_eq!(regions("“One,” he said, \"two\" (\"three\")."), ["“One,”", "\"two\"", "\"three\""]);
        assert_eq!(regions("''Go on,'' she said. It's the voters' ''choice.''"), ["''Go on,''", "''choice.''"]);
        assert_eq!(regions("“a “b” c”"), ["“a “b”"]);
        assert_eq!(regions("'''x'''"), ["'''x''"]);
    }

    #[test]
    fn speech_over_paragraphs_is_kept_and_a_stray_mark_is_not() {
        let text = "“One two.\n\n“Three.” He is 5” tall and \"lost\nEnd.";
        assert_eq!(regions(text), ["“One two.", "“Three.”"]);
        assert_eq!(regions("“One.\r\n ''Two''"), ["“One.\r", "''Two''"]);
    }

    #[test]
    fn tokens_are_runs_of_characters_that_are_no_space() {
        let text = "😀 café\u{a0}“hi”\u{1f}x";
        let page = Page::new(text);
        let words: Vec<_> = page.tokens.iter().map(|span| span.of(text)).collect();
        assert_eq!(words, ["😀", "café", "“hi”", "x"]);
        assert_eq!(page.quoted, [false, false, true, false]);
        assert_eq!(page.cover(&[Span::new(0, 4), Span::new(3, 5)]), [0], "a space is in no token");
    }

    #[test]
    fn ends_are_trimmed_of_punctuation_only() {
        let text = " “$5 no…” — `";
        let page = Page::new(text);
        assert_eq!(page.trim(Span::new(0, text.len())).unwrap().of(text), "$5 no");
        assert_eq!(page.trim(Span::new(text.len() - 5, text.len())), None);
    }

    #[test]
    fn kinds_go_by_the_share_of_tokens_in_marks() {
        let text = "one “two three four five” six";
        let page = Page::new(text);
        let kind = |spans: &[Span]| page.kind(&page.cover(spans));
        assert_eq!(kind(&[Span::new(0, 26)]), Kind::Direct, "four of five");
        assert_eq!(kind(&[Span::new(0, text.len())]), Kind::Mixed);
        assert_eq!(kind(&[Span::new(0, 3)]), Kind::Indirect);
        assert_eq!(page.kind(&[]), Kind::Indirect);
    }
}
