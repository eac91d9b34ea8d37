//! Labelled CSV files: quotes with the stances that people read in them.

use std::path::Path;

use crate::stance::{LabelledQuote, StanceDataset, StanceModel};
use crate::{Error, Result};

/// How a labelled file is laid out, where it differs from the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The column that holds the quote; `quote` by default. Without a header, a number counted from 1.
    pub text_column: Option<String>,
    /// The one column that holds labels; by default every column that is not reserved is a question.
    pub label_column: Option<String>,
    /// The column that names the question which the label column answers.
    pub target_column: Option<String>,
    /// The question which the label column answers, for a file about one target.
    pub question: Option<String>,
    /// What labels of the file are called here: `("1", "favor")`.
    pub map: Vec<(String, String)>,
    /// What separates cells.
    pub delimiter: u8,
    /// Whether the first record names the columns.
    pub header: bool,
    /// Whether cells may stand in quotation marks.
    pub quoting: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            text_column: None,
            label_column: None,
            target_column: None,
            question: None,
            map: Vec::new(),
            delimiter: b',',
            header: true,
            quoting: true,
        }
    }
}

impl Layout {
    /// Reads the label map of the command line, `1=favor,-1=against`.
    ///
    /// # Errors
    /// [`Error::Usage`] when a part has no `=` or nothing on one side of it.
    pub fn parse_map(map: &str) -> Result<Vec<(String, String)>> {
        map.split(',')
            .map(|part| match part.split_once('=') {
                Some((from, to)) if !from.trim().is_empty() && !to.trim().is_empty() => {
                    Ok((from.trim().to_owned(), to.trim().to_owned()))
                }
                _ => Err(Error::Usage {
                    problem: format!("`{part}` in the label map has not the form FROM=TO"),
                    remedy: "write it like 1=favor,-1=against".into(),
                }),
            })
            .collect()
    }
}

/// One good row of a labelled file.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledRow {
    /// The line on which the record starts, counted from 1.
    pub line: u64,
    /// The cells as they were read, so that columns can be added to them.
    pub record: Vec<String>,
    /// The quote with its context, its `labels` empty.
    pub quote: LabelledQuote,
    /// Question and label of each labelled cell.
    pub labels: Vec<(String, String)>,
}

/// A labelled file: its good rows, and an error for each bad one.
#[derive(Debug, Default)]
pub struct LabelledFile {
    /// The name that messages use.
    pub name: String,
    /// The names of the columns; empty without a header.
    pub headers: Vec<String>,
    /// The questions, in the order of the columns.
    pub questions: Vec<String>,
    /// The rows that can be used.
    pub rows: Vec<LabelledRow>,
    /// What is wrong with the others.
    pub errors: Vec<Error>,
}

impl LabelledFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Read`] when it can't be read, [`Error::Input`] when no row of it can be used (a column is missing).
    pub fn read(path: &Path, layout: &Layout) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&bytes, &path.display().to_string(), layout)
    }

    /// Reads a file's bytes; `name` stands for the file in messages.
    ///
    /// # Errors
    /// [`Error::Input`] when no row of it can be used (a column is missing).
    pub fn parse(bytes: &[u8], name: &str, layout: &Layout) -> Result<Self> {
        let _ = (bytes, layout);
        Ok(Self {
            name: name.to_owned(),
            ..Self::default()
        })
    }

    /// The good rows as a dataset.
    pub fn dataset(&self) -> StanceDataset {
        StanceDataset::default()
    }

    /// An error for each cell whose label `model` does not know, with the labels that it knows.
    pub fn unknown_labels(&self, model: &StanceModel) -> Vec<Error> {
        let _ = model;
        Vec::new()
    }
}
