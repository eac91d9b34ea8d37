//! From the inputs of a command line to the files to read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::Error;

use super::walk::{extension, files_under};

/// How an input is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// One article, nothing but its text.
    Txt,
    /// One article a line, each a JSON object.
    Jsonl,
    /// Quotes already found, one a row.
    Csv,
}

impl InputFormat {
    /// All of them.
    pub const ALL: [InputFormat; 3] = [InputFormat::Txt, InputFormat::Jsonl, InputFormat::Csv];

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            InputFormat::Txt => "txt",
            InputFormat::Jsonl => "jsonl",
            InputFormat::Csv => "csv",
        }
    }

    /// The format of a file by the ending of its name.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = extension(path);
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input; without a format it is looked at.
    Stdin(Option<InputFormat>),
    /// A file.
    File(PathBuf, InputFormat),
}

impl Source {
    /// The format, when it is known before reading.
    pub fn format(&self) -> Option<InputFormat> {
        match self {
            Source::Stdin(format) => *format,
            Source::File(_, format) => Some(*format),
        }
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Source::Stdin(_) => "stdin".to_owned(),
            Source::File(path, _) => path.display().to_string(),
        }
    }
}

/// What the inputs of a command line come to.
#[derive(Debug, Default)]
pub struct Resolved {
    /// What to read, in order.
    pub sources: Vec<Source>,
    /// One for each input that can't be read.
    pub errors: Vec<Error>,
    /// What was passed over in folders.
    pub warnings: Vec<String>,
}

/// The files that `inputs` name: files as they are, folders walked in the order of
/// paths, `-` as standard input.
///
/// A `format` holds for named files and standard input whatever they are called, and
/// limits folders to files of its ending.
pub fn resolve(inputs: &[PathBuf], format: Option<InputFormat>) -> Resolved {
    let mut resolved = Resolved::default();
    for input in inputs {
        if input.as_os_str() == "-" {
            resolved.sources.push(Source::Stdin(format));
        } else if input.is_dir() {
            resolved.add_folder(input, format);
        } else {
            resolved.add_file(input, format);
        }
    }
    resolved
}

impl Resolved {
    fn add_file(&mut self, path: &Path, format: Option<InputFormat>) {
        if let Err(source) = path.metadata() {
            self.errors.push(Error::Read { path: path.to_owned(), source });
            return;
        }
        match format.or_else(|| InputFormat::of(path)) {
            Some(format) => self.sources.push(Source::File(path.to_owned(), format)),
            None => self.errors.push(unknown(path)),
        }
    }

    fn add_folder(&mut self, folder: &Path, format: Option<InputFormat>) {
        let files = match files_under(folder) {
            Ok(files) => files,
            Err(error) => return self.errors.push(error),
        };
        let before = self.sources.len();
        let mut others = Vec::new();
        for path in files {
            match InputFormat::of(&path) {
                Some(found) if format.is_none_or(|wanted| wanted == found) => {
                    self.sources.push(Source::File(path, found));
                }
                _ => others.push(path),
            }
        }
        let place = folder.display().to_string();
        let wanted = match format {
            Some(format) => format!(".{}", format.extension()),
            None => ".txt, .jsonl or .csv".to_owned(),
        };
        if self.sources.len() == before {
            let remedy = format!("put {wanted} files there, or name other files with --input-format");
            self.errors.push(Error::input(place, "there is no article in this folder", remedy));
        } else if !others.is_empty() {
            let kinds: BTreeSet<String> = others.iter().map(|path| extension(path)).collect();
            let kinds: Vec<_> = kinds.iter().map(|kind| format!("`.{kind}`")).collect();
            let (count, kinds) = (others.len(), kinds.join(", "));
            self.warnings
                .push(format!("{place}: {count} files passed over, their names don't end in {wanted}: {kinds}"));
        }
    }
}

/// A named file of which nothing tells how it is laid out.
fn unknown(path: &Path) -> Error {
    let place = path.display().to_string();
    match extension(path).as_str() {
        "gz" => Error::input(place, "it is compressed", "unpack it with gunzip"),
        "bz2" | "xz" | "zst" | "zip" | "7z" => Error::input(place, "it is compressed", "unpack it"),
        "json" => {
            let remedy = "write one object a line (`jq -c '.[]'`) to a .jsonl file, or give --input-format jsonl";
            Error::input(place, "a .json file may hold anything", remedy)
        }
        _ => {
            let remedy = "give --input-format txt, jsonl or csv";
            Error::input(place, "the name does not tell how the file is laid out", remedy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_become_sources_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b.txt", "a.jsonl", "x.pdf", "y.gz"] {
            std::fs::write(at(name), "x").unwrap();
        }
        let found = resolve(&["-".into(), folder.path().to_owned(), at("y.gz"), at("none.txt")], None);
        let expected = [
            Source::Stdin(None),
            Source::File(at("a.jsonl"), InputFormat::Jsonl),
            Source::File(at("b.txt"), InputFormat::Txt),
        ];
        assert_eq!(found.sources, expected);
        assert!(found.errors[0].to_string().contains("gunzip") && found.errors.len() == 2);
        assert!(found.warnings[0].contains("2 files passed over") && found.warnings[0].contains("`.gz`, `.pdf`"));
    }

    #[test]
    fn a_format_overrides_names_and_limits_folders() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b.txt", "a.jsonl"] {
            std::fs::write(at(name), "x").unwrap();
        }
        let found = resolve(&[folder.path().to_owned(), at("a.jsonl")], Some(InputFormat::Txt));
        let expected = [Source::File(at("b.txt"), InputFormat::Txt), Source::File(at("a.jsonl"), InputFormat::Txt)];
        assert_eq!(found.sources, expected);
        assert_eq!(resolve(&[folder.path().to_owned()], Some(InputFormat::Csv)).errors.len(), 1);
    }
}
