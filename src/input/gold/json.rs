//! Annotated articles as JSON: [Citron's format](https://github.com/bbc/citron/blob/main/docs/data_format.md), with
//! spans as pairs or as objects, one article a file or a line.

use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value};

use crate::input::plain::{is_blank, utf8};
use crate::quotes::{GoldArticle, GoldQuote, Kind};
use crate::text::{Article, Span};
use crate::{Error, Result};

use super::offsets::{Fault, Offsets};
use super::texts::Texts;

/// Takes an article or an error, with the place of the record.
type Sink<'s> = dyn FnMut(&str, Result<GoldArticle>) + 's;

/// Reads a file that is one article, or an array of them.
pub(super) fn read_file(path: &Path, texts: &Texts<'_>, sink: &mut Sink<'_>) {
    let name = path.display().to_string();
    let folder = path.parent().unwrap_or(Path::new(""));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let read = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source });
    let value = read.and_then(|bytes| utf8(bytes, &name, 0)).and_then(|content| parse(&content, &name));
    match value {
        Ok(Value::Array(records)) => {
            for (number, value) in (1..).zip(records) {
                let place = format!("{name}, article {number}");
                let read =
                    Record { place: &place, folder, stem: None, id: format!("{stem}:{number}") }.read(value, texts);
                sink(&place, read);
            }
        }
        Ok(value) => {
            let record = Record { place: &name, folder, stem: Some(&stem), id: stem.clone().into_owned() };
            sink(&name, record.read(value, texts));
        }
        Err(error) => sink(&name, Err(error)),
    }
}

/// Reads a file of one article a line; without a path standard input.
pub(super) fn read_lines(path: Option<&Path>, texts: &Texts<'_>, sink: &mut Sink<'_>) {
    let name = path.map_or("stdin".to_owned(), |path| path.display().to_string());
    let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
    let stem = path.and_then(Path::file_stem).map_or("stdin".into(), |stem| stem.to_string_lossy());
    let read = match path {
        Some(path) => std::fs::read(path),
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
    };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(source) => return sink(&name, Err(Error::Read { path: name.clone().into(), source })),
    };
    let (mut records, mut start) = (0, 0);
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let offset = start;
        start += line.len() as u64 + 1;
        let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        if line.trim_ascii().is_empty() {
            continue;
        }
        records += 1;
        let place = format!("{name}, line {number}");
        if records == 1 && line.trim_ascii_start().starts_with(b"[") {
            let remedy = "write one object a line, as `jq -c '.[]'` does, or call the file .json";
            return sink(&name, Err(Error::input(&name, "the file is a JSON array, not JSON lines", remedy)));
        }
        let value = utf8(line.to_owned(), &place, offset).and_then(|line| parse(&line, &place));
        let record = Record { place: &place, folder, stem: None, id: format!("{stem}:{number}") };
        sink(&place, value.and_then(|value| record.read(value, texts)));
    }
    if records == 0 {
        sink(&name, Err(Error::input(&name, "there is no article in it", "remove it, or fetch it again")));
    }
}

fn parse(content: &str, place: &str) -> Result<Value> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    serde_json::from_str(content)
        .map_err(|error| Error::input(place, format!("no JSON ({error})"), "correct it or remove it"))
}

/// Where a record stands, and what it is called if it does not say.
struct Record<'r> {
    place: &'r str,
    folder: &'r Path,
    /// The file's own name when it holds one article, which its text may share.
    stem: Option<&'r str>,
    id: String,
}

impl Record<'_> {
    fn fail<T>(&self, problem: impl Into<String>, remedy: &str) -> Result<T> {
        Err(Error::input(self.place, problem, remedy))
    }

    fn read(self, value: Value, texts: &Texts<'_>) -> Result<GoldArticle> {
        let Value::Object(mut fields) = value else {
            return self.fail("no JSON object", "write an object with `text` and `quotes`");
        };
        let Some(Value::Array(quotes)) = fields.remove("quotes") else {
            return self.fail(
                "`quotes` is missing or no array",
                "give the annotated quotes, an empty array if there are none",
            );
        };
        let text = fields.remove("text");
        let mut take = |name: &str| match fields.remove(name) {
            Some(Value::String(value)) if !value.trim().is_empty() => Some(value),
            Some(value @ Value::Number(_)) => Some(value.to_string()),
            _ => None,
        };
        let id = take("doc_id").or_else(|| take("id")).unwrap_or_else(|| self.id.clone());
        let (title, source, date, url) = (take("title"), take("source"), take("date"), take("url"));
        let unit = take("offset_unit");
        let article = match text {
            Some(Value::String(text)) if is_blank(&text) => {
                return self.fail("`text` is empty", "give the article's text");
            }
            Some(Value::String(text)) => Article { id, text, ..Article::default() },
            Some(value) if !value.is_null() => {
                return self.fail("`text` is not a string", "put the article's text there");
            }
            _ => texts.read(&id, self.stem, self.folder, self.place)?,
        };
        let article = Article { title, source, date, url, ..article };
        let unit = unit.as_deref().unwrap_or("codepoint");
        let Some(offsets) = Offsets::of_unit(&article.text, unit) else {
            return self.fail(format!("`{unit}` is no offset_unit"), "use codepoint, utf8 or utf16");
        };
        let mut read = Vec::with_capacity(quotes.len());
        for (number, value) in (1..).zip(&quotes) {
            read.push(quote(value, &offsets).map_err(|(part, (problem, remedy))| {
                Error::input(format!("{}, quote {number}{part}", self.place), problem, remedy)
            })?);
        }
        Ok(GoldArticle { article, quotes: read })
    }
}

/// A quote; an error comes with the field.
fn quote(value: &Value, offsets: &Offsets<'_>) -> std::result::Result<GoldQuote, (&'static str, Fault)> {
    let Some(fields) = value.as_object() else {
        return Err(("", ("no JSON object".to_owned(), "write an object with `contents`, `cue` and `sources`")));
    };
    let list = |name: &'static str, place: &'static str| match fields.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) => {
            let spans: std::result::Result<Vec<Span>, Fault> =
                values.iter().map(|value| span(value, offsets)).collect();
            spans.map_err(|fault| (place, fault))
        }
        Some(_) => Err((place, ("no array of spans".to_owned(), "write [[start, end], ...]"))),
    };
    let mut contents = list("contents", ", contents")?;
    if contents.is_empty() {
        return Err((", contents", ("there is no content".to_owned(), "give at least one span, or remove the quote")));
    }
    contents.sort_unstable();
    let cue = match fields.get("cue") {
        None | Some(Value::Null) => None,
        Some(value) => Some(span(value, offsets).map_err(|fault| (", cue", fault))?),
    };
    Ok(GoldQuote {
        contents,
        cue,
        sources: list("sources", ", sources")?,
        speaker: speaker(fields),
        kind: kind(fields)?,
    })
}

fn span(value: &Value, offsets: &Offsets<'_>) -> std::result::Result<Span, Fault> {
    let ends = match value {
        Value::Array(ends) if ends.len() == 2 => Some((&ends[0], &ends[1])),
        Value::Object(fields) => fields.get("start").zip(fields.get("end")),
        _ => None,
    };
    let Some((Some(start), Some(end))) = ends.map(|(start, end)| (start.as_u64(), end.as_u64())) else {
        let shown = value.to_string().chars().take(40).collect::<String>();
        return Err((
            format!("`{shown}` is no span"),
            "write [start, end] or {\"start\": ..., \"end\": ...}, whole numbers from 0",
        ));
    };
    let span = offsets.span(start, end)?;
    if let Some(words) = value.get("text").and_then(Value::as_str) {
        offsets.check(&[span], words)?;
    }
    Ok(span)
}

/// A name, or the name of a record's speaker.
fn speaker(fields: &Map<String, Value>) -> Option<String> {
    let value = fields.get("speaker")?;
    let name = value.as_str().or_else(|| value.get("name").and_then(Value::as_str))?;
    (!name.trim().is_empty()).then(|| name.to_owned())
}

fn kind(fields: &Map<String, Value>) -> std::result::Result<Option<Kind>, (&'static str, Fault)> {
    match fields.get("kind") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_str().map(str::to_lowercase).as_deref() {
            Some("direct") => Ok(Some(Kind::Direct)),
            Some("mixed") => Ok(Some(Kind::Mixed)),
            Some("indirect") => Ok(Some(Kind::Indirect)),
            _ => Err((", kind", (format!("{value} is no kind"), "use direct, mixed or indirect, or leave it out"))),
        },
    }
}
