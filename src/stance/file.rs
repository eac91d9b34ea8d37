//! The model file: what it begins with, how it is written, why it is refused.
//!
//! A line that names the format and its version, a digest of the feature schema (16 hexadecimal digits and
//! a line feed), the payload's length and checksum, and the payload in postcard's encoding.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StanceModel;
use super::model::QuestionModel;
use super::{Question, TrainParams};
use crate::features::{Vectorizer, schema_digest};
use crate::{Error, Result};

/// What every stance model begins with; the version follows.
const MAGIC: &[u8] = b"quotestance stance model ";
/// Counts up whenever the payload's layout changes.
const VERSION: &str = "1";
const RETRAIN: &str = "train it again with `quotestance train stance`, or use the version that wrote it";

#[derive(Serialize)]
struct PayloadRef<'m> {
    params: &'m TrainParams,
    questions: &'m [Question],
    vectorizer: &'m Vectorizer,
    answers: &'m [QuestionModel],
}

#[derive(Deserialize)]
struct Payload {
    params: TrainParams,
    questions: Vec<Question>,
    vectorizer: Vectorizer,
    answers: Vec<QuestionModel>,
}

impl StanceModel {
    /// The bytes of the model's file.
    ///
    /// # Errors
    /// [`Error::Training`] when the model can't be encoded, which does not happen to a model that was trained.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let payload = postcard::to_stdvec(&PayloadRef {
            params: &self.params,
            questions: &self.questions,
            vectorizer: &self.vectorizer,
            answers: &self.answers,
        })
        .map_err(|error| Error::Training {
            problem: format!("the model can't be encoded ({error})"),
            remedy: "report this as a bug".into(),
        })?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(VERSION.as_bytes());
        bytes.extend_from_slice(format!("\n{:016x}\n", schema_digest()).as_bytes());
        bytes.extend_from_slice(&(payload.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&checksum(&payload).to_le_bytes());
        bytes.extend_from_slice(&payload);
        Ok(bytes)
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
        let refuse =
            |problem: String, remedy: &str| Error::Model { path: name.to_owned(), problem, remedy: remedy.into() };
        let truncated = || refuse("it ends too early".into(), "copy it again, whole");
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| {
            if !bytes.is_empty() && MAGIC.starts_with(bytes) {
                truncated()
            } else {
                let remedy = "give a file that `quotestance train stance` wrote";
                refuse("it is not a stance model".into(), remedy)
            }
        })?;
        let (version, rest) = line(rest).ok_or_else(truncated)?;
        if version != VERSION.as_bytes() {
            let version = String::from_utf8_lossy(version);
            let problem = format!("its format is version {version}, this program reads {VERSION}");
            return Err(refuse(problem, RETRAIN));
        }
        let (digest, rest) = line(rest).ok_or_else(truncated)?;
        if digest != format!("{:016x}", schema_digest()).as_bytes() {
            let problem = "it was trained on other features than this program computes".into();
            return Err(refuse(problem, RETRAIN));
        }
        let (length, rest) = number(rest).ok_or_else(truncated)?;
        let (sum, payload) = number(rest).ok_or_else(truncated)?;
        let size = payload.len() as u64;
        if size < length {
            return Err(truncated());
        }
        if size > length {
            let problem = format!("{} bytes follow its end", size - length);
            return Err(refuse(problem, "copy it again, and append nothing"));
        }
        let damaged = || refuse("its content is damaged".into(), "copy it again, or train it again");
        if checksum(payload) != sum {
            return Err(damaged());
        }
        let Payload { params, questions, vectorizer, answers } =
            postcard::from_bytes(payload).map_err(|_| damaged())?;
        let sound = vectorizer.is_sound()
            && questions.len() == answers.len()
            && questions.iter().zip(&answers).all(|(question, model)| {
                let columns = vectorizer.columns() + model.features.columns();
                model.features.is_sound() && model.answer.is_sound(columns, question.labels.len())
            });
        if !sound {
            return Err(damaged());
        }
        Ok(Self { params, questions, vectorizer, answers })
    }
}

/// The bytes up to a line feed, and those after it.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().take(64).position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

/// A number of eight bytes, and what follows it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (first, rest) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*first), rest))
}

/// FNV-1a: not against malice, but against a damaged copy.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
