//! What the command line may say of how CSV files are laid out.

use std::collections::BTreeSet;

use clap::Args;

use crate::input::labelled::Layout;
use crate::{Error, Result};

/// How lists of quotes are laid out, where labels don't matter.
#[derive(Debug, Args)]
#[command(next_help_heading = "Layout of CSV")]
pub(super) struct ListArgs {
    /// The column that holds the quote [default: quote]; columns may be given by number, from 1
    #[arg(long, value_name = "COLUMN")]
    pub text_column: Option<String>,

    /// What the reserved columns are called here, like id=key,weight=conf; nothing after = where there is no such column
    #[arg(long, value_name = "ROLE=COLUMN,...", value_delimiter = ',')]
    pub columns: Vec<String>,

    /// Read only rows that have this value in this column, like set=train; of one column any, of several all must fit
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub only: Vec<String>,

    /// What separates cells: one character, or tab [default: ,]
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<String>,

    /// The first row is data, not column names
    #[arg(long)]
    pub no_header: bool,

    /// Quotation marks around cells are part of them
    #[arg(long)]
    pub no_quoting: bool,
}

impl ListArgs {
    /// The layout that these options describe.
    ///
    /// # Errors
    /// [`crate::Error::Usage`] when one of them can't be understood.
    pub fn layout(&self) -> Result<Layout> {
        let mut layout = Layout {
            text_column: self.text_column.clone(),
            roles: self.columns.iter().map(|role| Layout::parse_role(role)).collect::<Result<_>>()?,
            only: self.only.iter().map(|only| Layout::parse_only(only)).collect::<Result<_>>()?,
            header: !self.no_header,
            quoting: !self.no_quoting,
            ..Layout::default()
        };
        let mut named = BTreeSet::new();
        if let Some((role, _)) = layout.roles.iter().find(|(role, _)| !named.insert(role)) {
            return Err(Error::usage(format!("--columns names `{role}` twice"), "give each one column"));
        }
        if let Some(delimiter) = &self.delimiter {
            layout.delimiter = Layout::parse_delimiter(delimiter)?;
        }
        Ok(layout)
    }
}

/// How labelled files are laid out, where they differ from the default.
#[derive(Debug, Args)]
#[command(next_help_heading = "Layout of CSV")]
pub(super) struct LayoutArgs {
    #[command(flatten)]
    pub list: ListArgs,

    /// The column that holds labels, or several, each with one reader's; by default every column that is not reserved is a question
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',', conflicts_with = "probability_columns")]
    pub label_column: Vec<String>,

    /// Columns that hold how likely each label is, or how many readers gave it
    #[arg(long, value_name = "LABEL=COLUMN,...", value_delimiter = ',')]
    pub probability_columns: Vec<String>,

    /// The column that names the question which the label column answers
    #[arg(long, value_name = "COLUMN")]
    pub target_column: Option<String>,

    /// The question that the file is about, or the only one wanted of several
    #[arg(long, value_name = "NAME")]
    pub question: Option<String>,

    /// What labels are called here, like 1=favor,-1=against
    #[arg(long, value_name = "FROM=TO,...", allow_hyphen_values = true)]
    pub map: Option<String>,
}

impl LayoutArgs {
    /// The layout that these options describe.
    ///
    /// # Errors
    /// [`crate::Error::Usage`] when one of them can't be understood.
    pub fn layout(&self) -> Result<Layout> {
        let shares = self.probability_columns.iter().map(|column| Layout::parse_probability(column));
        let mut layout = Layout {
            label_columns: self.label_column.clone(),
            probability_columns: shares.collect::<Result<_>>()?,
            target_column: self.target_column.clone(),
            question: self.question.clone(),
            ..self.list.layout()?
        };
        if let Some(map) = &self.map {
            layout.map = Layout::parse_map(map)?;
        }
        Ok(layout)
    }
}
