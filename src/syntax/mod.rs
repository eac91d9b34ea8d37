//! Parts of speech and dependencies of an article's tokens, from models trained on treebanks.
//!
//! [`Syntax::analyse`] tags each sentence of a document and parses it, in time linear in its length. What the
//! later stages ask for is who is the subject of a reporting verb and where the clause is that it
//! introduces, so that the labels of Universal Dependencies are collapsed to those that tell
//! ([`Relation`]), and the measurements look at subjects and clauses apart (`models/README.md`).
//!
//! ```
//! use quotestance::syntax::{Relation, Syntax};
//! use quotestance::text::Document;
//!
//! let doc = Document::new("The minister said that nobody would resign.");
//! let parsed = Syntax::shared().analyse(&doc);
//! assert_eq!((parsed.head(1), parsed.relation(1)), (Some(2), Relation::Subject));
//! assert_eq!((parsed.head(6), parsed.relation(6)), (Some(2), Relation::Complement));
//! ```

mod form;
mod parser;
mod relation;
mod state;
mod tag;
mod tagger;
mod template;
pub mod train;

#[cfg(test)]
mod tests;

pub use relation::Relation;
pub use tag::Tag;

use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::learn::file::Format;
use crate::text::Document;
use parser::{Parser, Room};
use tagger::Tagger;

const FORMAT: Format = Format {
    magic: "quotestance syntax model",
    version: 1,
    features: FEATURES_VERSION,
    made_by: "cargo run --release --example train_syntax",
};

const FILE: &[u8] = include_bytes!("../../models/syntax.qsm");

/// Counts up whenever a feature template of the tagger or the parser, or the form of a word, changes.
const FEATURES_VERSION: u64 = 1;

/// In place of the head of a word that has none.
const NONE: u32 = u32::MAX;

/// A trained tagger and parser.
#[derive(Debug, Serialize, Deserialize)]
pub struct Syntax {
    tagger: Tagger,
    parser: Parser,
}

/// What was found out about the tokens of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    tags: Vec<Tag>,
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

impl Parsed {
    /// Part of speech of token `at`; [`Tag::Other`] where there is no such token.
    #[inline]
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Other)
    }

    /// The token that token `at` hangs on; none for the main word of a sentence.
    #[inline]
    pub fn head(&self, at: usize) -> Option<usize> {
        self.heads.get(at).filter(|head| **head != NONE).map(|head| *head as usize)
    }

    /// What token `at` is to its head; [`Relation::Other`] where that was not asked for.
    #[inline]
    pub fn relation(&self, at: usize) -> Relation {
        self.relations.get(at).copied().unwrap_or(Relation::Other)
    }

    /// Parts of speech of all tokens.
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

impl Syntax {
    /// The model that comes with the crate, read when it is first asked for.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Syntax> = OnceLock::new();
        // A test makes sure that the file is whole.
        SHARED.get_or_init(|| {
            Self::from_bytes(FILE, Path::new("models/syntax.qsm")).unwrap_or_else(|_| Self::untrained())
        })
    }

    /// Knows nothing.
    fn untrained() -> Self {
        Self { tagger: Tagger::untrained(), parser: Parser::untrained() }
    }

    /// Tags and parses all tokens of a document.
    pub fn analyse(&self, doc: &Document) -> Parsed {
        self.run(doc, true)
    }

    /// Tags all tokens of a document; none has a head.
    pub fn tags_only(&self, doc: &Document) -> Parsed {
        self.run(doc, false)
    }

    /// Parses those sentences of a tagged document that are `wanted`, by the range of their tokens; parsing takes several
    /// times as long as tagging.
    pub fn parse_where(&self, doc: &Document, parsed: &mut Parsed, mut wanted: impl FnMut(Range<usize>) -> bool) {
        parsed.heads.resize(parsed.tags.len(), NONE);
        parsed.relations.resize(parsed.tags.len(), Relation::Other);
        let (mut forms, mut letters, mut room) = (Vec::new(), Vec::new(), Room::default());
        for sentence in doc.sentences() {
            let tokens = sentence.tokens.clone();
            if !wanted(tokens.clone()) || tokens.end > parsed.tags.len() {
                continue;
            }
            let style = form::read(doc, tokens.clone(), &mut forms, &mut letters);
            self.tagger.look_up(&mut forms, style);
            self.parser.parse(&forms, &parsed.tags[tokens.clone()], &mut room);
            for (at, head) in room.state.heads.iter().enumerate().take(tokens.len()) {
                parsed.heads[tokens.start + at] =
                    if *head < tokens.len() { (tokens.start + head) as u32 } else { NONE };
            }
            parsed.relations[tokens.clone()].copy_from_slice(&room.state.relations[..tokens.len()]);
        }
    }

    fn run(&self, doc: &Document, parse: bool) -> Parsed {
        let count = doc.tokens().len();
        let mut parsed = Parsed { tags: Vec::with_capacity(count), ..Parsed::default() };
        if parse {
            parsed.heads.reserve(count);
            parsed.relations.reserve(count);
        }
        let (mut forms, mut letters, mut tags, mut room) = (Vec::new(), Vec::new(), Vec::new(), Room::default());
        for sentence in doc.sentences() {
            let style = form::read(doc, sentence.tokens.clone(), &mut forms, &mut letters);
            self.tagger.look_up(&mut forms, style);
            self.tagger.tag(&forms, style, &mut tags);
            if parse {
                self.parser.parse(&forms, &tags, &mut room);
                let (first, length) = (sentence.tokens.start, tags.len());
                let head = |head: &usize| if *head < length { (first + head) as u32 } else { NONE };
                parsed.heads.extend(room.state.heads.iter().map(head));
                parsed.relations.extend_from_slice(&room.state.relations[..length]);
            }
            parsed.tags.append(&mut tags);
        }
        parsed
    }

    /// The bytes of the model's file.
    ///
    /// # Errors
    /// [`crate::Error::Training`] when the model can't be encoded, which does not happen to a model that was trained.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        FORMAT.encode(self)
    }

    /// Reads a model from memory; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`crate::Error::Model`] when it is no model that this version can use.
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Self> {
        FORMAT.decode(bytes, name, |model: &Self| model.tagger.is_sound() && model.parser.is_sound())
    }
}
