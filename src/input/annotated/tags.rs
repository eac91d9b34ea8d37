//! The inline marks of an annotated article.

use crate::Result;
use crate::text::Span;

use super::Place;

/// Which part of a quote a mark encloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Content,
    Cue,
    Source,
}

/// One part of one quote.
#[derive(Debug)]
pub(super) struct Tag {
    pub number: usize,
    pub part: Part,
    pub span: Span,
    /// The line on which the mark opens.
    pub line: usize,
}

/// The text without its marks, and the marks as spans into it, one for each quote they serve.
pub(super) fn parse(body: &str, first_line: usize, place: Place<'_>) -> Result<(String, Vec<Tag>)> {
    let mut text = String::with_capacity(body.len());
    let mut tags = Vec::new();
    let mut open: Vec<(Vec<usize>, Part, usize, usize)> = Vec::new();
    let mut line = first_line;
    let mut rest = body;
    while let Some(at) = rest.find(['{', '}']) {
        let (plain, mark) = rest.split_at(at);
        line += plain.matches('\n').count();
        text.push_str(plain);
        if mark.starts_with('{') {
            let Some((numbers, part, length)) = opening(mark) else {
                let problem = format!("`{}` is not a mark", mark.chars().take(20).collect::<String>());
                return place.fail(line, problem, "write {1:…}, {1=…} or {1@…}");
            };
            open.push((numbers, part, text.len(), line));
            rest = &mark[length..];
        } else {
            let Some((numbers, part, start, opened)) = open.pop() else {
                return place.fail(line, "a } closes nothing", "remove it");
            };
            let span = Span::new(start, text.len());
            check(span, &text, opened, place)?;
            tags.extend(numbers.into_iter().map(|number| Tag { number, part, span, line: opened }));
            rest = &mark[1..];
        }
    }
    if let Some((numbers, _, _, line)) = open.pop() {
        return place.fail(line, format!("a mark of quote {} is not closed", numbers[0]), "add the }");
    }
    text.push_str(rest);
    Ok((text, tags))
}

/// A mark's numbers, part and length in bytes.
fn opening(mark: &str) -> Option<(Vec<usize>, Part, usize)> {
    let end = mark.find([':', '=', '@'])?;
    let numbers = mark[1..end].split(',').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let part = match mark.as_bytes()[end] {
        b':' => Part::Content,
        b'=' => Part::Cue,
        _ => Part::Source,
    };
    Some((numbers, part, end + 1))
}

/// A span holds something, has no white space at its ends, and stays in its paragraph.
fn check(span: Span, text: &str, line: usize, place: Place<'_>) -> Result<()> {
    let part = span.of(text);
    let shown = || part.chars().take(30).collect::<String>();
    if part.is_empty() || part != part.trim() {
        let problem = format!("a mark holds nothing or has white space at its ends: `{}`", shown());
        return place.fail(line, problem, "move the braces to the words");
    }
    if part.contains('\n') {
        return place.fail(line, format!("a mark crosses a paragraph: `{}`", shown()), "use one mark a paragraph");
    }
    Ok(())
}
