//! The frame of a model file: what it begins with, and why one is refused.
//!
//! A line that names the format and its version, a digest of the feature templates (16 hexadecimal digits and
//! a line feed), the payload's length and checksum, and the payload.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::hash;
use crate::{Error, Result};

/// What is wrong with a payload that makes no sense, and the remedy.
const DAMAGED: (&str, &str) = ("its content is damaged", "copy it again, or make it again");

/// What a kind of model file is called, and which of them this program reads.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it begins with, as "quotestance syntax model".
    pub magic: &'static str,
    /// Counts up whenever the payload's layout changes.
    pub version: u32,
    /// Changes whenever the features that its weights are for change.
    pub features: u64,
    /// The command that writes such a file.
    pub made_by: &'static str,
}

impl Format {
    /// The bytes of a model's file.
    ///
    /// # Errors
    /// [`Error::Training`] when the model can't be encoded, which does not happen to a model that was trained.
    pub fn encode<M: Serialize>(&self, model: &M) -> Result<Vec<u8>> {
        let payload = postcard::to_stdvec(model).map_err(|error| Error::Training {
            problem: format!("the model can't be encoded ({error})"),
            remedy: "report this as a bug".into(),
        })?;
        Ok(self.seal(&payload))
    }

    /// The model in a file's bytes, if it is `sound`; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Model`] when it is no model that this version can use.
    pub fn decode<M: DeserializeOwned>(&self, bytes: &[u8], name: &Path, sound: impl FnOnce(&M) -> bool) -> Result<M> {
        let model: Option<M> = postcard::from_bytes(self.open(bytes, name)?).ok();
        model.filter(sound).ok_or_else(|| self.refuse(name, DAMAGED.0, DAMAGED.1))
    }

    /// `payload` in its frame.
    fn seal(&self, payload: &[u8]) -> Vec<u8> {
        let mut bytes = format!("{} {}\n{:016x}\n", self.magic, self.version, self.features).into_bytes();
        bytes.extend_from_slice(&(payload.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&hash::bytes(payload).to_le_bytes());
        bytes.extend_from_slice(payload);
        bytes
    }

    /// The payload of a file; `name` stands for it in messages.
    ///
    /// # Errors
    /// [`Error::Model`] when it is no such file, of another version, for other features, cut short or damaged.
    fn open<'b>(&self, bytes: &'b [u8], name: &Path) -> Result<&'b [u8]> {
        let truncated = || self.refuse(name, "it ends too early", "copy it again, whole");
        let begins = bytes.len().min(self.magic.len());
        if bytes.is_empty() || bytes[..begins] != self.magic.as_bytes()[..begins] {
            let problem = format!("it is no {}", self.magic);
            return Err(self.refuse(name, problem, format!("give a file that `{}` wrote", self.made_by)));
        }
        let (first, rest) = line(&bytes[begins..]).ok_or_else(truncated)?;
        let remake = || format!("make it again with `{}`, or use the version that wrote it", self.made_by);
        if first != format!(" {}", self.version).as_bytes() {
            let version = String::from_utf8_lossy(first);
            let problem = format!("its format is version{version}, this program reads {}", self.version);
            return Err(self.refuse(name, problem, remake()));
        }
        let (digest, rest) = line(rest).ok_or_else(truncated)?;
        if digest != format!("{:016x}", self.features).as_bytes() {
            return Err(self.refuse(name, "it was trained on other features than this program computes", remake()));
        }
        let (length, rest) = number(rest).ok_or_else(truncated)?;
        let (sum, payload) = number(rest).ok_or_else(truncated)?;
        let size = payload.len() as u64;
        if size < length {
            return Err(truncated());
        }
        if size > length {
            let problem = format!("{} bytes follow its end", size - length);
            return Err(self.refuse(name, problem, "copy it again, and append nothing"));
        }
        if hash::bytes(payload) != sum {
            return Err(self.refuse(name, DAMAGED.0, DAMAGED.1));
        }
        Ok(payload)
    }

    fn refuse(&self, name: &Path, problem: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error::Model { path: name.to_owned(), problem: problem.into(), remedy: remedy.into() }
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

#[cfg(test)]
mod tests {
    use super::*;

    const FORMAT: Format = Format { magic: "quotestance test model", version: 2, features: 7, made_by: "make" };

    fn problem(format: Format, bytes: &[u8]) -> String {
        format.open(bytes, Path::new("m")).expect_err("refused").to_string()
    }

    #[test]
    fn a_file_is_opened_or_refused_with_the_reason() {
        let bytes = FORMAT.seal(b"payload");
        assert_eq!(FORMAT.open(&bytes, Path::new("m")).expect("opens"), b"payload");
        for cut in 1..bytes.len() {
            assert!(problem(FORMAT, &bytes[..cut]).contains("too early"), "{cut}");
        }
        assert!(problem(FORMAT, b"").contains("no quotestance test model"));
        assert!(problem(FORMAT, b"something else").contains("no quotestance test model"));
        assert!(problem(Format { version: 3, ..FORMAT }, &bytes).contains("version 2"));
        assert!(problem(Format { features: 8, ..FORMAT }, &bytes).contains("other features"));
        let mut changed = bytes.clone();
        *changed.last_mut().expect("not empty") ^= 1;
        assert!(problem(FORMAT, &changed).contains("damaged"));
        changed.push(0);
        assert!(problem(FORMAT, &changed).contains("follow its end"));
    }
}
