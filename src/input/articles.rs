//! The articles of several sources, read one at a time.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use crate::text::Article;
use crate::{Error, Result};

use super::plain::{LONGEST, article_of_text, too_long};
use super::{InputFormat, JsonLines, Source};

/// The articles of several sources, in order; no more than one is in memory.
///
/// An id that came before gets `~2`, `~3` and so on, with a warning, so that ids of
/// quotes stay unique.
pub struct Articles<'w> {
    sources: std::vec::IntoIter<Source>,
    lines: Option<JsonLines<Box<dyn BufRead>>>,
    /// The hashes of the ids that came: ten to twenty bytes an article instead of its id.
    ids: HashSet<u64>,
    /// How often those came that came more than once.
    repeated: HashMap<u64, u32>,
    warn: Box<dyn FnMut(String) + 'w>,
}

impl<'w> Articles<'w> {
    /// The articles of `sources`; `warn` is told what was changed.
    pub fn new(sources: Vec<Source>, warn: impl FnMut(String) + 'w) -> Self {
        let (ids, repeated) = (HashSet::new(), HashMap::new());
        Self { sources: sources.into_iter(), lines: None, ids, repeated, warn: Box::new(warn) }
    }

    /// The one article of a source; `None` when it has lines, which are now open.
    fn open(&mut self, source: &Source) -> Result<Option<Article>> {
        let name = source.name();
        let failed = |error| Error::Read { path: name.clone().into(), source: error };
        match source {
            Source::Stdin(format) => {
                let (found, reader) = detect(io::stdin().lock()).map_err(failed)?;
                match format.unwrap_or(found) {
                    InputFormat::Jsonl => {
                        self.lines = Some(JsonLines::new(Box::new(reader), name, "stdin"));
                        return Ok(None);
                    }
                    InputFormat::Csv => return Err(list_of_quotes(&name)),
                    InputFormat::Txt => {}
                }
                article_of_text(whole(reader, &name)?, "stdin", &name).map(Some)
            }
            Source::File(path, InputFormat::Txt) => {
                let bytes = whole(File::open(path).map_err(failed)?, &name)?;
                article_of_text(bytes, &stem(path), &name).map(Some)
            }
            Source::File(path, InputFormat::Jsonl) => {
                let reader = BufReader::with_capacity(1 << 16, File::open(path).map_err(failed)?);
                self.lines = Some(JsonLines::new(Box::new(reader), name, stem(path)));
                Ok(None)
            }
            Source::File(_, InputFormat::Csv) => Err(list_of_quotes(&name)),
        }
    }

    /// The same article under an id that did not come before.
    fn named(&mut self, mut article: Article) -> Article {
        let first = hash(&article.id);
        if !self.ids.insert(first) {
            let mut times = self.repeated.get(&first).unwrap_or(&1) + 1;
            while !self.ids.insert(hash(&format!("{}~{times}", article.id))) {
                times += 1;
            }
            self.repeated.insert(first, times);
            let id = format!("{}~{times}", article.id);
            (self.warn)(format!("the id `{}` came before, this article is called `{id}`", article.id));
            article.id = id;
        }
        article
    }
}

impl Iterator for Articles<'_> {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(article) => return Some(article.map(|article| self.named(article))),
                    None => self.lines = None,
                }
            }
            let source = self.sources.next()?;
            match self.open(&source) {
                Ok(Some(article)) => return Some(Ok(self.named(article))),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl fmt::Debug for Articles<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Articles").field("sources", &self.sources).finish_non_exhaustive()
    }
}

/// Looks at the start of a stream: JSON lines when the first character is `{`, else
/// one text. The reader returned starts where the given one did.
fn detect<R: BufRead>(mut reader: R) -> io::Result<(InputFormat, impl BufRead)> {
    let mut seen = Vec::new();
    let format = loop {
        let part = reader.fill_buf()?;
        if part.is_empty() {
            break InputFormat::Txt;
        }
        let length = part.len();
        seen.extend_from_slice(part);
        reader.consume(length);
        let mark = b"\xef\xbb\xbf";
        if mark.starts_with(&seen) {
            continue;
        }
        let text = seen.strip_prefix(mark).unwrap_or(&seen);
        match text.trim_ascii_start().first() {
            Some(b'{') => break InputFormat::Jsonl,
            Some(_) => break InputFormat::Txt,
            None => {}
        }
    };
    Ok((format, Cursor::new(seen).chain(reader)))
}

/// All bytes of an article that is a file of its own.
fn whole(reader: impl Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|source| Error::Read { path: name.into(), source })?;
    match bytes.len() as u64 > LONGEST {
        true => Err(too_long(name, "the file", "split it; a .txt file is one article")),
        false => Ok(bytes),
    }
}

/// The name without its ending.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn list_of_quotes(name: &str) -> Error {
    Error::input(name, "a list of quotes is no article", "give it to `quotestance classify` by itself")
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_come_again_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let line = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"x\"}}\n");
        std::fs::write(&path, ["a", "a~2", "a", "a", "b"].map(line).concat()).unwrap();
        let mut warnings = Vec::new();
        let sources = vec![Source::File(path, InputFormat::Jsonl)];
        let articles = Articles::new(sources, |warning| warnings.push(warning));
        let ids: Vec<String> = articles.map(|article| article.unwrap().id).collect();
        assert_eq!(ids, ["a", "a~2", "a~3", "a~4", "b"]);
        assert_eq!(warnings.len(), 2);
    }

    #[test]
    fn a_stream_is_looked_at_and_not_spent() {
        for (text, expected) in [
            (" \n {\"text\":1}", InputFormat::Jsonl),
            ("\u{feff}{", InputFormat::Jsonl),
            ("He said {no}.", InputFormat::Txt),
            ("", InputFormat::Txt),
        ] {
            let reader = BufReader::with_capacity(2, text.as_bytes());
            let (format, mut rest) = detect(reader).unwrap();
            let mut all = String::new();
            rest.read_to_string(&mut all).unwrap();
            assert_eq!((format, all.as_str()), (expected, text));
        }
    }
}
