//! Annotated articles: invented news texts with their quotes marked inline.
//!
//! They are the project's own gold data. A file has a header, an empty line, the
//! text with its marks, a line `---` and a table of one line a quote:
//!
//! ```text
//! id: b00-01
//! title: Ferry to be sold
//! publisher: The Marlow Ledger
//! date: 2019-03-14
//! style: local
//! subject: other
//! group: b00-01
//! speaker A: Ruth Okonjo | person | harbour master
//!
//! {1:“The ferry goes,”} {1@Ruth Okonjo} {1=said}.
//!
//! ---
//! 1 A - - - - fact
//! ```
//!
//! `{1:…}` is content, `{1=…}` the cue, `{1@…}` the source mention of quote 1;
//! marks nest, and `{1,2@she}` serves two quotes. A table line gives number,
//! speaker, a label for each of [`QUESTIONS`] (`-` is `none`), what makes the
//! stance hard to read, and the ground that the speaker gives.

mod header;
mod marks;
mod table;
mod tags;

use std::collections::BTreeMap;
use std::path::Path;

use crate::quotes::{Quote, Speaker};
use crate::text::{Article, Span};
use crate::{Error, Result};

pub use marks::kind_of;

use header::Header;
use table::Row;
use tags::{Part, Tag};

/// The default questions with their labels.
pub const QUESTIONS: [(&str, &[&str]); 3] = [
    ("death_penalty", &["against", "favor", "neutral", "none"]),
    ("custody", &["home_country", "other", "united_states", "neutral", "none"]),
    ("guantanamo", &["against", "favor", "neutral", "none"]),
];

/// An article with the quotes that a person found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotatedArticle {
    /// The article, its text without the marks.
    pub article: Article,
    /// The manner of writing: wire, tabloid, court and so on.
    pub style: String,
    /// The question that the article is about, `combined` or `other`.
    pub subject: String,
    /// Articles about one case share a group.
    pub group: String,
    /// Its quotes, by number.
    pub quotes: Vec<AnnotatedQuote>,
}

/// A quote with the first reading of its stances.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotatedQuote {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The quote, of confidence 1.
    pub quote: Quote,
    /// A label for each of [`QUESTIONS`].
    pub stances: [&'static str; QUESTIONS.len()],
    /// What makes the stance hard to read, or `-`.
    pub hard: &'static str,
    /// The ground that the speaker gives, or `-`.
    pub ground: &'static str,
}

impl AnnotatedArticle {
    /// Reads an annotated file, whose stem must be the article's id.
    ///
    /// # Errors
    /// [`Error::Read`] when it can't be read, [`Error::Input`] with the line when it breaks the format.
    pub fn read(path: &Path) -> Result<Self> {
        let raw = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let annotated = Self::parse(&raw, &path.display().to_string())?;
        if path.file_stem().and_then(|stem| stem.to_str()) != Some(&annotated.article.id) {
            let problem = format!("the id `{}` is not the file's name", annotated.article.id);
            return Err(Error::input(path.display().to_string(), problem, "rename one of the two"));
        }
        Ok(annotated)
    }

    /// Reads the text of an annotated file; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Input`] with the line when it breaks the format.
    pub fn parse(raw: &str, name: &str) -> Result<Self> {
        let place = Place { name };
        if let Some(at) = raw.find(['\r', '\t']) {
            let line = 1 + raw[..at].matches('\n').count();
            return place.fail(line, "a tab or carriage return", "use spaces and plain line ends");
        }
        let raw = raw.trim_end_matches('\n');
        let parts = raw.split_once("\n\n").and_then(|(head, rest)| Some((head, rest.rsplit_once("\n---\n")?)));
        let Some((head, (body, rows))) = parts else {
            return place.fail(1, "not laid out as header, empty line, text, `---`, table", "add the missing part");
        };
        let body_line = head.matches('\n').count() + 3;
        let rows_line = body_line + body.matches('\n').count() + 2;
        let body = body.trim_end_matches('\n');

        let header = Header::parse(head, place)?;
        check_paragraphs(body, body_line, place)?;
        let (text, tags) = tags::parse(body, body_line, place)?;
        let rows = table::parse(rows, rows_line, place)?;
        let quotes = assemble(&text, &tags, &rows, &header, place)?;
        header.check_speakers(&text, &rows, place)?;

        let Header { id, title, publisher, date, style, subject, group, .. } = header;
        let article = Article { id, title: Some(title), source: Some(publisher), date: Some(date), url: None, text };
        Ok(Self { article, style, subject, group, quotes })
    }
}

/// The file in messages.
#[derive(Debug, Clone, Copy)]
struct Place<'n> {
    name: &'n str,
}

impl Place<'_> {
    fn error(self, line: usize, problem: impl Into<String>, remedy: &str) -> Error {
        Error::input(format!("{}, line {line}", self.name), problem, remedy)
    }

    fn fail<T>(self, line: usize, problem: impl Into<String>, remedy: &str) -> Result<T> {
        Err(self.error(line, problem, remedy))
    }
}

/// Paragraphs are single lines, parted by one empty line.
fn check_paragraphs(body: &str, first_line: usize, place: Place<'_>) -> Result<()> {
    for (at, line) in body.split('\n').enumerate() {
        if line.is_empty() != (at % 2 == 1) {
            let problem = "paragraphs are not single lines parted by one empty line";
            return place.fail(first_line + at, problem, "join wrapped lines, remove surplus empty ones");
        }
    }
    Ok(())
}

/// Puts the quotes together from their tags and table rows.
fn assemble(
    text: &str,
    tags: &[Tag],
    rows: &[Row<'_>],
    header: &Header,
    place: Place<'_>,
) -> Result<Vec<AnnotatedQuote>> {
    let mut tags_of: BTreeMap<usize, Vec<&Tag>> = BTreeMap::new();
    for tag in tags {
        tags_of.entry(tag.number).or_default().push(tag);
    }
    if let Some((number, tags)) = tags_of.iter().find(|(number, _)| !(1..=rows.len()).contains(*number)) {
        return place.fail(tags[0].line, format!("quote {number} has no line in the table"), "add it");
    }
    let mut quotes = Vec::with_capacity(rows.len());
    for row in rows {
        let tags = tags_of.get(&row.number).map_or(&[][..], Vec::as_slice);
        let spans = |part| {
            let mut spans: Vec<Span> = tags.iter().filter(|tag| tag.part == part).map(|tag| tag.span).collect();
            spans.sort_unstable();
            spans
        };
        let (contents, cues, sources) = (spans(Part::Content), spans(Part::Cue), spans(Part::Source));
        let number = row.number;
        if contents.is_empty() {
            return place.fail(row.line, format!("quote {number} has no content in the text"), "mark it as {n:…}");
        }
        if contents.windows(2).any(|pair| pair[0].overlaps(pair[1])) {
            return place.fail(tags[0].line, format!("the contents of quote {number} overlap"), "part them");
        }
        if cues.len() > 1 {
            return place.fail(tags[0].line, format!("quote {number} has two cues"), "make it two quotes");
        }
        if let Some(tag) =
            tags.iter().find(|tag| tag.part != Part::Content && contents.iter().any(|span| span.contains(tag.span)))
        {
            let problem = format!("cue or source of quote {number} stands inside its own content");
            return place.fail(tag.line, problem, "move it out");
        }
        let speaker = match row.speaker {
            "?" => Speaker::unknown(),
            key => match header.speakers.get(key) {
                Some(speaker) => speaker.clone(),
                None => return place.fail(row.line, format!("no speaker `{key}` in the header"), "add the speaker"),
            },
        };
        let kind = kind_of(contents.iter().map(|span| span.of(text)));
        let quote = Quote { kind, contents, cue: cues.first().copied(), sources, speaker, confidence: 1.0 };
        quotes.push(AnnotatedQuote { number, quote, stances: row.stances, hard: row.hard, ground: row.ground });
    }
    Ok(quotes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Kind, SpeakerType};

    const SAMPLE: &str = "id: b00-01
title: Ferry to be sold
publisher: The Marlow Ledger
date: 2019-03-14
style: local
subject: other
group: b00-01
speaker A: Ruth Okonjo | person | harbour master
speaker B: dockers | group |

{1:“The ferry goes,”} {1,2@Ruth Okonjo} {1=said}. {1:“It’s gone.”}

She {2=denied} that {2:{3@dockers} had been {3=told} {3:a “lie”}}.

---
1 A - - - - fact
2 A against home_country favor rejected law
3 B - - - - -
";

    fn problem(from: &str, to: &str) -> String {
        assert!(SAMPLE.contains(from), "{from}");
        AnnotatedArticle::parse(&SAMPLE.replacen(from, to, 1), "x.article").unwrap_err().to_string()
    }

    #[test]
    fn reads_marks_speakers_and_labels() {
        let read = AnnotatedArticle::parse(SAMPLE, "x.article").unwrap();
        let text = &read.article.text;
        assert_eq!(
            text,
            "“The ferry goes,” Ruth Okonjo said. “It’s gone.”\n\nShe denied that dockers had been told a “lie”."
        );
        let [one, two, three] = read.quotes.as_slice() else { panic!("{:?}", read.quotes) };
        let contents: Vec<_> = one.quote.contents.iter().map(|span| span.of(text)).collect();
        assert_eq!(contents, ["“The ferry goes,”", "“It’s gone.”"]);
        assert_eq!(one.quote.cue.unwrap().of(text), "said");
        assert_eq!((one.quote.kind, one.stances), (Kind::Direct, ["none"; 3]));
        assert_eq!(one.quote.speaker.kind, SpeakerType::Person);
        assert_eq!(two.quote.sources[0].of(text), "Ruth Okonjo");
        assert_eq!(two.quote.contents[0].of(text), "dockers had been told a “lie”");
        assert_eq!((two.stances, two.hard, two.ground), (["against", "home_country", "favor"], "rejected", "law"));
        assert_eq!((three.quote.kind, &three.quote.speaker.description), (Kind::Mixed, &None));
    }

    #[test]
    fn errors_name_the_line() {
        let cases = [
            ("style: local", "style: loud", "line 5", "`loud`"),
            ("date: 2019-03-14", "date: May 2019", "line 4", "date"),
            ("group: b00-01\n", "", "line 1", "`group` is missing"),
            ("A: Ruth Okonjo |", "A: Ruth Ekonjo |", "line 8", "not in the text"),
            ("| person |", "| man |", "line 8", "`man`"),
            ("B: dockers", "C: dockers", "line 18", "no speaker `B`"),
            ("{1:“It’s", "{1“It’s", "line 11", "not a mark"),
            ("gone.”}", "gone.”", "line 11", "not closed"),
            ("lie”}}", "lie”}}}", "line 13", "closes nothing"),
            ("{1=said}", "{1= said}", "line 11", "white space"),
            ("{1=said}", "{1=said} {1=so}", "line 11", "two cues"),
            ("{2=denied}", "{7=denied}", "line 13", "quote 7"),
            ("\n\nShe", "\nShe", "line 12", "paragraphs"),
            ("3 B - - - - -", "3 B - - - -", "line 18", "7 cells"),
            ("3 B - - - - -", "4 B - - - - -", "line 18", "numbers"),
            ("3 B - - - - -", "3 B pro - - - -", "line 18", "`pro`"),
            ("rejected law", "rejekted law", "line 17", "`rejekted`"),
            ("\n---\n", "\n--\n", "line 1", "laid out"),
        ];
        for (from, to, line, what) in cases {
            let problem = problem(from, to);
            assert!(problem.contains(line) && problem.contains(what), "{to:?}: {problem}");
        }
    }
}
