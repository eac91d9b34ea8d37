//! Articles as JSON lines.

use std::io::{BufRead, Read};
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::text::Article;
use crate::{Error, Result};

use super::plain::{LONGEST, is_blank, too_long, utf8};

/// The fields of an object.
pub(super) type Fields = Map<String, Value>;

/// The articles of a file of JSON lines, read one by one.
///
/// A line is an object with `text`; `id`, `title`, `source`, `date` and `url` are kept,
/// other fields are not. An article without an id is named by the file's stem and its
/// line. Empty lines and a byte order mark at the start are passed over.
#[derive(Debug)]
pub struct JsonLines<R> {
    reader: R,
    name: String,
    stem: String,
    line: u64,
    /// Bytes read so far.
    offset: u64,
    articles: u64,
    ended: bool,
}

impl<R: BufRead> JsonLines<R> {
    /// The articles of `reader`; `name` stands for the file in messages, `stem` in ids.
    pub fn new(reader: R, name: impl Into<String>, stem: impl Into<String>) -> Self {
        let (name, stem) = (name.into(), stem.into());
        Self { reader, name, stem, line: 0, offset: 0, articles: 0, ended: false }
    }

    /// The next line that is not empty, without its end, and where it starts in the file; an error in it is of this line alone.
    fn next_line(&mut self) -> Result<Option<(Result<Vec<u8>>, u64)>> {
        loop {
            let mut bytes = Vec::new();
            let read = (&mut self.reader).take(LONGEST + 1).read_until(b'\n', &mut bytes);
            let length = read.map_err(|source| self.unreadable(source))? as u64;
            if length == 0 {
                return Ok(None);
            }
            let mut start = self.offset;
            self.line += 1;
            self.offset += length;
            if length > LONGEST && bytes.last() != Some(&b'\n') {
                drop(bytes);
                self.offset += self.reader.skip_until(b'\n').map_err(|source| self.unreadable(source))? as u64;
                let remedy = "write one object a line, as `jq -c '.[]'` does of an array";
                return Ok(Some((Err(too_long(self.place(), "the line", remedy)), start)));
            }
            if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
                start += 3;
            }
            bytes.truncate(bytes.trim_ascii_end().len());
            if !bytes.is_empty() {
                return Ok(Some((Ok(bytes), start)));
            }
        }
    }

    /// The next line that is not empty, as an object, and its number.
    pub(super) fn next_object(&mut self) -> Result<Option<(u64, Result<Fields>)>> {
        let next = self.next_line()?;
        Ok(next.map(|(bytes, start)| (self.line, bytes.and_then(|bytes| object(bytes, &self.place(), start)))))
    }

    fn unreadable(&self, source: std::io::Error) -> Error {
        Error::Read { path: PathBuf::from(&self.name), source }
    }

    fn place(&self) -> String {
        format!("{}, line {}", self.name, self.line)
    }

    fn article(&self, bytes: Vec<u8>, start: u64) -> Result<Article> {
        let place = self.place();
        let mut fields = object(bytes, &place, start)?;
        let text = match fields.remove("text") {
            Some(Value::String(text)) if is_blank(&text) => {
                return Err(Error::input(place, "`text` is empty", "give the article's text, or remove the line"));
            }
            Some(Value::String(text)) => text,
            Some(_) => return Err(Error::input(place, "`text` is not a string", "put the article's text there")),
            None => return Err(Error::input(place, "`text` is missing", "add the article's text under that name")),
        };
        let mut take = |field: &str| take(&mut fields, field, &place);
        let id = take("id")?.unwrap_or_else(|| format!("{}:{}", self.stem, self.line));
        Ok(Article { id, title: take("title")?, source: take("source")?, date: take("date")?, url: take("url")?, text })
    }
}

/// A line as an object; `place` and `start` tell where it was read.
fn object(bytes: Vec<u8>, place: &str, start: u64) -> Result<Fields> {
    let line = utf8(bytes, place, start)?;
    let value = serde_json::from_str(&line).map_err(|error| {
        let column = error.column();
        match error.classify() {
            serde_json::error::Category::Eof => Error::input(
                place,
                format!("the JSON is cut short after column {column}"),
                "fetch the file again, or remove the line; an object must stand on one line",
            ),
            _ => Error::input(
                place,
                format!("no JSON ({error})").replace(" at line 1 column", ", column"),
                "correct the line or remove it",
            ),
        }
    })?;
    match value {
        Value::Object(fields) => Ok(fields),
        _ => {
            let remedy = "write one object a line, as `jq -c '.[]'` does of an array";
            Err(Error::input(place, "the line is no JSON object", remedy))
        }
    }
}

/// A field that is a string, or a number or truth value as it is written; absent, null and empty are nothing.
fn take(fields: &mut Fields, field: &str, place: &str) -> Result<Option<String>> {
    match fields.remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok((!value.trim().is_empty()).then_some(value)),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(Some(value.to_string())),
        Some(_) => Err(Error::input(place, format!("`{field}` is neither string nor number"), "make it a string")),
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.next_line() {
            Ok(Some((Err(error), _))) => {
                self.articles += 1;
                Some(Err(error))
            }
            Ok(Some((Ok(bytes), start))) => {
                self.articles += 1;
                if bytes.trim_ascii_start().starts_with(b"[") {
                    // One message for an array over many lines, not one for each of them.
                    self.ended = self.articles == 1;
                }
                Some(self.article(bytes, start).map_err(|error| match error {
                    Error::Input { place, .. } if self.ended => {
                        let remedy = "write one object a line, as `jq -c '.[]'` does";
                        Error::input(place, "the file is a JSON array, not JSON lines", remedy)
                    }
                    error => error,
                }))
            }
            Ok(None) => {
                self.ended = true;
                (self.articles == 0)
                    .then(|| Err(Error::input(&self.name, "there is no article in it", "remove it, or fetch it again")))
            }
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Vec<Result<Article, String>> {
        let lines = JsonLines::new(lines.as_bytes(), "in/news.jsonl", "news");
        lines.map(|article| article.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn fields_are_kept_and_ids_made() {
        let articles =
            read("\u{feff}{\"text\":\"A\",\"id\":7,\"date\":\"2020\",\"x\":[1]}\r\n\n{\"text\":\"\\u00e9\"}");
        let [Ok(one), Ok(two)] = articles.as_slice() else { panic!("{articles:?}") };
        assert_eq!((one.id.as_str(), one.date.as_deref()), ("7", Some("2020")));
        assert_eq!((two.id.as_str(), two.text.as_str()), ("news:3", "é"));
    }

    #[test]
    fn each_bad_line_is_named_and_the_others_are_read() {
        let lines = "{\"text\":\"cut sho\n{\"id\":1}\n{\"text\":5}\n[1]\n{\"text\":\" \"}\nx\n{\"text\":\"A\",\"url\":{}}\n{\"text\":\"A\"}";
        let articles = read(lines);
        let expected =
            ["cut short", "`text` is missing", "not a string", "no JSON object", "empty", "no JSON", "`url`"];
        for (line, (article, expected)) in (1..).zip(articles.iter().zip(expected)) {
            let error = article.as_ref().unwrap_err();
            assert!(error.starts_with(&format!("in/news.jsonl, line {line}: ")) && error.contains(expected), "{error}");
        }
        assert_eq!(articles.last().unwrap().as_ref().unwrap().id, "news:8");
    }

    /// A file of gigabytes on one line would fill the memory.
    #[test]
    fn a_line_longer_than_any_article_is_passed_over() {
        let endless = std::io::repeat(b'x').take(LONGEST + 10);
        let next = "\n{\"text\":\"A\"}\n";
        let reader = std::io::BufReader::new(endless.chain(next.as_bytes()));
        let articles: Vec<_> = JsonLines::new(reader, "in.jsonl", "in").collect();
        let [Err(error), Ok(article)] = articles.as_slice() else { panic!("{articles:?}") };
        assert!(error.to_string().starts_with("in.jsonl, line 1: the line is longer than 256 MB"), "{error}");
        assert_eq!(article.id, "in:2");
    }

    #[test]
    fn whole_files_that_are_something_else() {
        assert!(read("[\n{\"text\":\"A\"},\n")[0].as_ref().unwrap_err().contains("JSON array"));
        assert_eq!(read("[\n{\"text\":\"A\"},\n").len(), 1);
        assert!(read("\n \n")[0].as_ref().unwrap_err().contains("no article"));
    }

    #[test]
    fn a_bad_byte_is_counted_from_the_start_of_the_file() {
        let bytes = b"{\"text\":\"A\"}\n{\"text\":\"\xe9\"}\n";
        let mut lines = JsonLines::new(bytes.as_slice(), "n", "n");
        assert!(lines.next().unwrap().is_ok());
        assert!(lines.next().unwrap().unwrap_err().to_string().contains("byte 22 on"));
    }
}
