//! Labelled files, CSV or JSON lines: quotes with the stances that people read in them.
//!
//! By default every column that is not reserved is a question, its values the labels; an
//! empty cell is unlabelled, which is not `none`. A [`Layout`] maps files that are laid out otherwise.
//! Quotes, speakers and the text around them are read as a page shows them, without HTML's tags and entities.
//! A file that begins with an object is JSON lines: its fields are the columns, those within others named with dots.
//! A bad row does not stop the others: it becomes an error that names its line and column.

mod columns;
mod layout;
mod learnable;
mod markup;
mod parse;
mod shares;
mod table;
#[cfg(test)]
mod tests;

pub use layout::Layout;
pub use learnable::{LeftOut, leave_out_unlearnable};

use std::collections::BTreeMap;
use std::path::Path;

use crate::stance::{LabelledQuote, StanceDataset, StanceModel};
use crate::{Error, Result};

/// The columns that are not questions.
pub const RESERVED: [&str; 12] =
    ["id", "quote", "speaker", "source", "kind", "before", "after", "article", "group", "split", "weight", "note"];

/// One good row of a labelled file.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledRow {
    /// The line on which the record starts, counted from 1.
    pub line: u64,
    /// The cells as they were read, so that columns can be added to them.
    pub record: Vec<String>,
    /// The quote with its context, its `labels` empty.
    pub quote: LabelledQuote,
    /// Question and label of each labelled cell; of several votes the label that has most, and none when they tie.
    pub labels: BTreeMap<String, String>,
}

/// A labelled file: its good rows, and an error for each bad one.
#[derive(Debug, Default)]
pub struct LabelledFile {
    /// The name that messages use.
    pub name: String,
    /// The names of the columns; empty without a header.
    pub headers: Vec<String>,
    /// The questions, in the order of the columns, or of their first row where a column names them.
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
    /// [`Error::Read`] when it can't be read, [`Error::Input`] when its layout does not fit: a column that
    /// is needed is missing, or there is no header.
    pub fn read(path: &Path, layout: &Layout) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::parse(&bytes, &path.display().to_string(), layout)
    }

    /// Reads a file's bytes; `name` stands for the file in messages.
    ///
    /// ```
    /// use quotestance::input::labelled::{LabelledFile, Layout};
    /// let csv = "quote,bridge\nBuild it!,favor\nIt may rain.,\n";
    /// let file = LabelledFile::parse(csv.as_bytes(), "bridge.csv", &Layout::default())?;
    /// assert_eq!(file.questions, ["bridge"]);
    /// assert_eq!(file.rows[0].labels["bridge"], "favor");
    /// assert!(file.rows[1].labels.is_empty());
    /// # Ok::<(), quotestance::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Input`] when its layout does not fit: a column that is needed is missing, or there is no header.
    pub fn parse(bytes: &[u8], name: &str, layout: &Layout) -> Result<Self> {
        parse::parse(bytes, name, layout)
    }

    /// The good rows as a dataset.
    pub fn dataset(&self) -> StanceDataset {
        let rows = self.rows.iter();
        StanceDataset::from_named(&self.questions, rows.map(|row| (row.quote.clone(), row.labels.clone())))
    }

    /// How many rows have shares of labels on some question and none that is largest: they train, and can't be measured.
    pub fn ties(&self) -> usize {
        let tied = |row: &&LabelledRow| row.quote.soft.keys().any(|question| !row.labels.contains_key(question));
        self.rows.iter().filter(tied).count()
    }

    /// An error for each cell whose label `model` does not know, with the labels that it knows.
    /// Questions that the model does not have are passed over.
    pub fn unknown_labels(&self, model: &StanceModel) -> Vec<Error> {
        let mut errors = Vec::new();
        for row in &self.rows {
            for question in model.questions() {
                let Some(label) = row.labels.get(&question.name) else {
                    continue;
                };
                if question.position(label).is_none() {
                    errors.push(Error::Input {
                        place: format!("{}, line {}, column {}", self.name, row.line, question.name),
                        problem: format!("the model does not know the label `{label}`"),
                        remedy: format!("it knows {}", question.labels.join(", ")),
                    });
                }
            }
        }
        errors
    }
}
