//! How a labelled file is laid out.

use crate::{Error, Result};

/// How a labelled file is laid out, where it differs from the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The column that holds the quote; `quote` by default. Columns may also be given by their number, counted from 1.
    pub text_column: Option<String>,
    /// The one column that holds labels; by default every column that is not reserved is a question.
    pub label_column: Option<String>,
    /// The column that names the question which the label column answers.
    pub target_column: Option<String>,
    /// The question which the label column answers, for a file about one target; together with a target
    /// column, only rows of this target are read.
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
    fn delimiters() {
        assert_eq!(Layout::parse_delimiter("tab").unwrap(), b'\t');
        assert_eq!(Layout::parse_delimiter(";").unwrap(), b';');
        for bad in ["", ",,", "é", "\""] {
            assert!(Layout::parse_delimiter(bad).is_err(), "{bad}");
        }
    }
}
