//! Parts of speech of an article's tokens, from models trained on treebanks.

mod form;
mod relation;
mod tag;
mod tagger;
pub mod train;

#[cfg(test)]
mod tests;

pub use relation::Relation;
pub use tag::Tag;

use std::path::Path;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::learn::file::Format;
use crate::text::Document;
use crate::{Error, Result};
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

/// A trained tagger and parser.
#[derive(Debug, Serialize, Deserialize)]
pub struct Syntax {
    tagger: Tagger,
}

/// What was found out about the tokens of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    tags: Vec<Tag>,
}

impl Parsed {
    /// Part of speech of token `at`; [`Tag::Other`] where there is no such token.
    #[inline]
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Other)
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
        Self { tagger: Tagger::untrained() }
    }

    /// Tags all tokens of a document.
    pub fn tags_only(&self, doc: &Document) -> Parsed {
        let mut parsed = Parsed { tags: Vec::with_capacity(doc.tokens().len()) };
        let (mut forms, mut letters, mut tags) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in doc.sentences() {
            let style = form::read(doc, sentence.tokens.clone(), &mut forms, &mut letters);
            self.tagger.look_up(&mut forms, style);
            self.tagger.tag(&forms, style, &mut tags);
            parsed.tags.append(&mut tags);
        }
        parsed
    }

    /// The bytes of the model's file.
    ///
    /// # Errors
    /// [`Error::Training`] when the model can't be encoded, which does not happen to a model that was trained.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let payload = postcard::to_stdvec(self).map_err(|error| Error::Training {
            problem: format!("the model can't be encoded ({error})"),
            remedy: "report this as a bug".into(),
        })?;
        Ok(FORMAT.seal(&payload))
    }

    /// Reads a model from memory; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Model`] when it is no model that this version can use.
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Self> {
        let payload = FORMAT.open(bytes, name)?;
        let model: Self = postcard::from_bytes(payload).map_err(|_| FORMAT.damaged(name))?;
        if model.tagger.is_sound() { Ok(model) } else { Err(FORMAT.damaged(name)) }
    }
}
