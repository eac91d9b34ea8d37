//! Annotated articles in the layouts that people have them in.
//!
//! **brat standoff**: `NAME.txt` beside `NAME.ann`, or `text/NAME.txt` and `attributions/NAME.ann` in sibling folders, as
//! PolNeAR is published. Of several annotators (`NAME_1a2b.ann`, `NAME_3c4d.ann`) the alphabetically first is the gold.
//! Text spans are of the types `Content`, `Source` and `Cue`; a span may have several fragments (`12 20;25 30`). They
//! become quotes in one of two ways:
//!
//! - by events, whatever the trigger: `E1 Attribution:T4 Content:T3 Cue:T2 Source:T1`. `Content2` and so on are further
//!   contents; an event without content is no quote, a text span in no event is in no quote.
//! - without events, by relations of any name: `R1 says Arg1:T2 Arg2:T3`. A quote is a cue with the contents linked to it
//!   and the sources linked to it or to them; a content linked to no cue is a quote with the contents and sources linked to it.
//!
//! Fragments with only white space between them are one span. Other lines (attributes, notes, spans of other types) say
//! nothing about quotes and are left out.
//!
//! **Citron JSON**: one file an article, an object with `text` and `quotes`; each quote has `contents` and `sources`
//! (arrays of spans) and `cue` (a span or null). A span is `{"start": 10, "end": 42, "text": "..."}` or `[10, 42]`.
//! `speaker` (a name, or an object with `name`) and `kind` are read where they are; other fields are not. A file may hold
//! an array of such objects.
//!
//! **JSON lines**: one such object a line, as the program itself writes them, so that a corrected extraction can be read.
//! `id` or `doc_id` names the article.
//!
//! JSON without `text` needs the text in a file: beside it under the same name (`NAME.json`, `NAME.txt`), or `ID.txt`, in
//! the folder of the JSON, in the one that the user names, or in `text/` under either.
//!
//! Offsets count Unicode code points from the start of the text, end exclusive; JSON may say otherwise with
//! `"offset_unit": "utf8"` or `"utf16"`. The text is taken exactly as it stands in its file: a byte order mark and carriage
//! returns count. Where an annotation repeats the words of a span they are compared, so that shifted offsets are noticed.

mod brat;
mod files;
mod json;
mod offsets;
mod relations;
mod texts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::Error;
pub use crate::quotes::{GoldArticle, GoldQuote};

use texts::Texts;

/// Annotated articles, and what could not be read of them.
#[derive(Debug, Default)]
pub struct Gold {
    /// The articles, in the order of the inputs and of their paths; no two share an id.
    pub articles: Vec<GoldArticle>,
    /// One for each file or record that can't be used.
    pub errors: Vec<Error>,
    /// What was passed over.
    pub warnings: Vec<String>,
}

impl Gold {
    fn add(&mut self, place: &str, read: crate::Result<GoldArticle>, ids: &mut BTreeSet<String>) {
        match read {
            Ok(read) if !ids.insert(read.article.id.clone()) => {
                let problem = format!("the article `{}` came before", read.article.id);
                self.errors.push(Error::input(place, problem, "give each article an id of its own, or remove one"));
            }
            Ok(read) => self.articles.push(read),
            Err(error) => self.errors.push(error),
        }
    }
}

/// Reads the annotated articles that `inputs` name: brat folders or `.ann` files, `.json` and `.jsonl` files, folders of
/// them, `-` for JSON lines on standard input. `text` is a folder in which texts are looked for as well.
///
/// A folder is read as one layout: if it holds `.ann` files those, else `.json`, else `.jsonl` files.
///
/// ```no_run
/// let gold = quotestance::input::gold::read_gold(&["polnear/dev".into()], None);
/// gold.errors.iter().for_each(|error| eprintln!("{error}"));
/// println!("{} articles", gold.articles.len());
/// ```
pub fn read_gold(inputs: &[PathBuf], text: Option<&Path>) -> Gold {
    let mut gold = Gold::default();
    let mut ids = BTreeSet::new();
    let found = files::find(inputs, text);
    gold.errors = found.errors;
    gold.warnings = found.warnings;
    let texts = Texts::new(text);
    for file in found.files {
        match file {
            files::GoldFile::Brat { text, ann } => {
                gold.add(&ann.display().to_string(), brat::read(&text, &ann), &mut ids)
            }
            files::GoldFile::Json(path) => {
                json::read_file(&path, &texts, &mut |place, read| gold.add(place, read, &mut ids));
            }
            files::GoldFile::Lines(path) => {
                json::read_lines(path.as_deref(), &texts, &mut |place, read| gold.add(place, read, &mut ids));
            }
        }
    }
    gold
}

#[cfg(test)]
mod tests;
