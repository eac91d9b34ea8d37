//! How a labelled file is laid out.

use super::RESERVED;
use crate::{Error, Result};

/// How a labelled file is laid out, where it differs from the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The column that holds the quote; `quote` by default. Columns may also be given by their number, counted from 1.
    pub text_column: Option<String>,
    /// The column that holds labels, or several with a vote each; by default every column that is not reserved is a
    /// question.
    pub label_columns: Vec<String>,
    /// Label and column of each share, where columns hold how likely each label is: `("favor", "p_favor")`.
    pub probability_columns: Vec<(String, String)>,
    /// The column that names the question which the label column answers.
    pub target_column: Option<String>,
    /// The question which the label column answers, for a file about one target; together with a target
    /// column, only rows of this target are read.
    pub question: Option<String>,
    /// Reserved columns that the file calls otherwise, `("weight", "stance_WA_conf")`; with an empty name the
    /// file has no such column, even if one is called so.
    pub roles: Vec<(String, String)>,
    /// Column and value of the rows that are wanted, `("set", "train")`: of values of one column any, of
    /// several columns all must fit.
    pub only: Vec<(String, String)>,
    /// Columns whose cells go with the rows, for reports to tell their measures by; none of them is a question.
    pub by: Vec<String>,
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
            label_columns: Vec::new(),
            probability_columns: Vec::new(),
            target_column: None,
            question: None,
            roles: Vec::new(),
            only: Vec::new(),
            by: Vec::new(),
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
    /// [`Error::Usage`] when a part has no `=` or nothing on one side of it, or a label is mapped twice.
    pub fn parse_map(map: &str) -> Result<Vec<(String, String)>> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for part in map.split(',') {
            let pair = part.rsplit_once('=').map(|(f, t)| (f.trim(), t.trim()));
            match pair {
                Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                    if pairs.iter().any(|(known, _)| known == from) {
                        return Err(Error::Usage {
                            problem: format!("the label map names `{from}` twice"),
                            remedy: "give each label of the file one name".into(),
                        });
                    }
                    pairs.push((from.to_owned(), to.to_owned()));
                }
                _ => {
                    return Err(Error::Usage {
                        problem: format!("`{part}` in the label map has not the form FROM=TO"),
                        remedy: "write it like 1=favor,-1=against".into(),
                    });
                }
            }
        }
        Ok(pairs)
    }

    /// Reads one reserved column's name here and in the file, `weight=stance_WA_conf`.
    ///
    /// # Errors
    /// [`Error::Usage`] when it has no `=`, or what stands before it is no reserved column but the quote.
    pub fn parse_role(role: &str) -> Result<(String, String)> {
        let known = || RESERVED.iter().filter(|name| **name != "quote");
        let remedy = || {
            format!(
                "write it like weight=conf; what can be named is {}",
                known().copied().collect::<Vec<_>>().join(", ")
            )
        };
        match role.split_once('=').map(|(role, column)| (role.trim(), column.trim())) {
            Some(("quote", _)) => {
                Err(Error::usage("the quote's column is named otherwise", "give it with --text-column"))
            }
            Some((role, column)) if RESERVED.contains(&role) => Ok((role.to_owned(), column.to_owned())),
            Some((other, _)) => Err(Error::usage(format!("`{other}` is no reserved column"), remedy())),
            None => Err(Error::usage(format!("`{role}` has not the form ROLE=COLUMN"), remedy())),
        }
    }

    /// Reads which rows are wanted, `set=train`.
    ///
    /// # Errors
    /// [`Error::Usage`] when it has no `=` or no column before it.
    pub fn parse_only(only: &str) -> Result<(String, String)> {
        match only.split_once('=').map(|(column, value)| (column.trim(), value.trim())) {
            Some((column, value)) if !column.is_empty() => Ok((column.to_owned(), value.to_owned())),
            _ => Err(Error::usage(format!("`{only}` has not the form COLUMN=VALUE"), "write it like set=train")),
        }
    }

    /// Reads a column with the shares of a label, `favor=p_favor`, or only `favor` when they are called the same.
    ///
    /// # Errors
    /// [`Error::Usage`] when one of them is empty.
    pub fn parse_probability(column: &str) -> Result<(String, String)> {
        let (label, place) = column.split_once('=').unwrap_or((column, column));
        match (label.trim(), place.trim()) {
            ("", _) | (_, "") => {
                let problem = format!("`{column}` has not the form LABEL=COLUMN");
                Err(Error::usage(problem, "write it like favor=p_favor,against=p_against"))
            }
            (label, place) => Ok((label.to_owned(), place.to_owned())),
        }
    }

    /// Reads the delimiter of the command line: one ASCII character, or `tab`.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is something else.
    pub fn parse_delimiter(delimiter: &str) -> Result<u8> {
        match delimiter.as_bytes() {
            b"tab" | b"\\t" => Ok(b'\t'),
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
            _ => Err(Error::Usage {
                problem: format!("`{delimiter}` can't separate cells"),
                remedy: "give one ASCII character, like ; or |, or the word tab".into(),
            }),
        }
    }

    /// What a label of the file is called here.
    pub(super) fn label<'l>(&'l self, label: &'l str) -> &'l str {
        let mapped = self.map.iter().find(|(from, _)| from == label);
        mapped.map_or(label, |(_, to)| to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_maps() {
        let map = Layout::parse_map("1=favor, -1=against").unwrap();
        assert_eq!(map[1], ("-1".to_owned(), "against".to_owned()));
        for bad in ["", "1", "=favor", "1=", "1=favor,1=against"] {
            assert!(matches!(Layout::parse_map(bad), Err(Error::Usage { .. })), "{bad}");
        }
    }

    #[test]
    fn names_of_columns_and_wanted_rows() {
        let pair = |(from, to): (String, String)| [from, to];
        assert_eq!(pair(Layout::parse_role("weight = stance_WA_conf").unwrap()), ["weight", "stance_WA_conf"]);
        assert_eq!(pair(Layout::parse_role("kind=").unwrap()), ["kind", ""]);
        assert_eq!(pair(Layout::parse_only("topic=a=b, c").unwrap()), ["topic", "a=b, c"]);
        assert_eq!(pair(Layout::parse_only("set=").unwrap()), ["set", ""]);
        assert_eq!(pair(Layout::parse_probability("favor=p").unwrap()), ["favor", "p"]);
        assert_eq!(pair(Layout::parse_probability("agree").unwrap()), ["agree", "agree"]);
        let said = |error: Result<(String, String)>| error.unwrap_err().to_string();
        assert_eq!(
            said(Layout::parse_role("quote=x")),
            "the quote's column is named otherwise; give it with --text-column"
        );
        assert!(said(Layout::parse_role("stance=x")).starts_with("`stance` is no reserved column; write it like"));
        assert!(said(Layout::parse_role("weight")).contains("ROLE=COLUMN"));
        assert_eq!(said(Layout::parse_only("set")), "`set` has not the form COLUMN=VALUE; write it like set=train");
        assert!(said(Layout::parse_only("=x")).contains("COLUMN=VALUE"));
        assert!(said(Layout::parse_probability("favor=")).contains("LABEL=COLUMN"));
    }

    #[test]
    fn delimiters() {
        assert_eq!(Layout::parse_delimiter("tab").unwrap(), b'\t');
        assert_eq!(Layout::parse_delimiter(";").unwrap(), b';');
        for bad in ["", ",,", "é", "\""] {
            assert!(Layout::parse_delimiter(bad).is_err(), "{bad}");
        }
    }
}
