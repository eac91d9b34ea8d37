//! What the command line may say of how CSV files are laid out.

use clap::Args;

use crate::Result;
use crate::input::labelled::Layout;

/// How lists of quotes are laid out, where labels don't matter.
#[derive(Debug, Args)]
#[command(next_help_heading = "Layout of CSV")]
pub(super) struct ListArgs {
    /// The column that holds the quote [default: quote]; columns may be given by number, from 1
    #[arg(long, value_name = "COLUMN")]
    pub text_column: Option<String>,

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
    /// [`crate::Error::Usage`] when the delimiter can't be understood.
    pub fn layout(&self) -> Result<Layout> {
        let mut layout = Layout {
            text_column: self.text_column.clone(),
            header: !self.no_header,
            quoting: !self.no_quoting,
            ..Layout::default()
        };
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

    /// The one column that holds labels; by default every column that is not reserved is a question
    #[arg(long, value_name = "COLUMN")]
    pub label_column: Option<String>,

    /// The column that names the question which the label column answers
    #[arg(long, value_name = "COLUMN", requires = "label_column")]
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
    /// [`crate::Error::Usage`] when the map or the delimiter can't be understood.
    pub fn layout(&self) -> Result<Layout> {
        let mut layout = Layout {
            label_column: self.label_column.clone(),
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
