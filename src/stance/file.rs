//! The model file: [`crate::learn::file`] says how one begins and why it is refused.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StanceModel;
use super::article::ArticleModel;
use super::lexical::Lexical;
use super::{Question, TrainParams};
use crate::features::schema_digest;
use crate::learn::file::Format;
use crate::{Error, Result};

fn format() -> Format {
    Format {
        magic: "quotestance stance model",
        version: 4,
        features: schema_digest(),
        made_by: "quotestance train stance",
    }
}

#[derive(Serialize)]
struct PayloadRef<'m> {
    params: &'m TrainParams,
    questions: &'m [Question],
    lexical: &'m Lexical,
    articles: &'m [Option<ArticleModel>],
}

#[derive(Deserialize)]
struct Payload {
    params: TrainParams,
    questions: Vec<Question>,
    lexical: Lexical,
    articles: Vec<Option<ArticleModel>>,
}

impl Payload {
    fn is_sound(&self) -> bool {
        let of_articles = |(question, model): (&Question, &Option<ArticleModel>)| {
            model.as_ref().is_none_or(|model| model.is_sound(question.labels.len()))
        };
        self.lexical.is_sound(&self.questions)
            && self.articles.len() == self.questions.len()
            && self.questions.iter().zip(&self.articles).all(of_articles)
    }
}

impl StanceModel {
    /// The bytes of the model's file.
    ///
    /// # Errors
    /// [`Error::Training`] when the model can't be encoded, which does not happen to a model that was trained.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        format().encode(&PayloadRef {
            params: &self.params,
            questions: &self.questions,
            lexical: &self.lexical,
            articles: &self.articles,
        })
    }

    /// Writes the model to a file, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Write`] when the file or its folder can't be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let bytes = self.to_bytes()?;
        let failed = |source| Error::Write { path: path.to_owned(), source };
        let name = path.file_name().ok_or_else(|| failed(std::io::Error::other("the path names no file")))?;
        let mut beside = name.to_owned();
        beside.push(format!(".{}.tmp", std::process::id()));
        let beside = path.with_file_name(beside);
        let written = std::fs::File::create(&beside)
            .and_then(|mut file| {
                file.write_all(&bytes)?;
                file.sync_all()
            })
            .and_then(|()| std::fs::rename(&beside, path));
        written.map_err(|source| {
            // What is left of a failed attempt is of no use; the first failure is the one to report.
            let _ = std::fs::remove_file(&beside);
            failed(source)
        })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Read`] when the file can't be read, [`Error::Model`] when it is no model that this version can use.
    pub fn load(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::from_bytes(&bytes, path)
    }

    /// Reads a model from memory; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Model`] when it is no model that this version can use.
    pub fn from_bytes(bytes: &[u8], name: &Path) -> Result<Self> {
        let Payload { params, questions, lexical, articles } = format().decode(bytes, name, Payload::is_sound)?;
        Ok(Self { params, questions, lexical, articles, min_probability: 0.0, encoder: None })
    }
}
