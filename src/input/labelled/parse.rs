//! From a file's bytes to rows and errors.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::columns::{Columns, Questions};
use super::{LabelledFile, LabelledRow, Layout};
use crate::features::QuoteContext;
use crate::quotes::Kind;
use crate::stance::LabelledQuote;
use crate::{Error, Result};

/// A file whose layout is understood.
struct Reader<'f> {
    name: &'f str,
    headers: Vec<String>,
    layout: &'f Layout,
    columns: Columns,
}

pub(super) fn parse(bytes: &[u8], name: &str, layout: &Layout) -> Result<LabelledFile> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut csv = csv::ReaderBuilder::new()
        .delimiter(layout.delimiter)
        .quoting(layout.quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut record = ByteRecord::new();
    if !next(&mut csv, &mut record, name)? {
        return Err(Error::Input {
            place: name.to_owned(),
            problem: "it is empty".into(),
            remedy: "give a CSV file with a header and a `quote` column".into(),
        });
    }
    let mut headers = Vec::new();
    if layout.header {
        for cell in &record {
            let cell = utf8(cell, name, 1, "the header")?;
            headers.push(cell.trim().to_owned());
        }
        if let Some(twice) =
            (1..headers.len()).find(|&place| !headers[place].is_empty() && headers[..place].contains(&headers[place]))
        {
            return Err(Error::Input {
                place: format!("{name}, line 1"),
                problem: format!("two columns are called `{}`", headers[twice]),
                remedy: "rename one of them".into(),
            });
        }
    }
    let columns = Columns::find(&headers, record.len(), name, layout)?;
    let reader = Reader { name, headers, layout, columns };
    let mut file = LabelledFile { name: name.to_owned(), ..LabelledFile::default() };
    if let Questions::Columns(questions) = &reader.columns.questions {
        file.questions = questions.iter().map(|(_, name)| name.clone()).collect();
    }
    if let Questions::One(_, question) = &reader.columns.questions {
        file.questions.push(question.clone());
    }
    let mut more = !layout.header || next(&mut csv, &mut record, name)?;
    let mut number = 0;
    while more {
        number += 1;
        match reader.row(&record, number) {
            Ok(Some(row)) => {
                for question in row.labels.keys() {
                    if !file.questions.contains(question) {
                        file.questions.push(question.clone());
                    }
                }
                file.rows.push(row);
            }
            Ok(None) => {}
            Err(error) => file.errors.push(error),
        }
        more = next(&mut csv, &mut record, name)?;
    }
    file.headers = reader.headers;
    Ok(file)
}

/// Reads the next record; false at the end.
fn next(csv: &mut csv::Reader<&[u8]>, record: &mut ByteRecord, name: &str) -> Result<bool> {
    csv.read_byte_record(record).map_err(|error| Error::Input {
        place: name.to_owned(),
        problem: format!("it can't be read as CSV ({error})"),
        remedy: "check the delimiter and the quotation marks around cells".into(),
    })
}

fn utf8<'c>(cell: &'c [u8], name: &str, line: u64, column: &str) -> Result<&'c str> {
    std::str::from_utf8(cell).map_err(|error| Error::Input {
        place: format!("{name}, line {line}, column {column}"),
        problem: format!("byte {} of the cell is not UTF-8", error.valid_up_to() + 1),
        remedy: "convert the file, for example with `iconv -f latin1 -t utf8`".into(),
    })
}

impl Reader<'_> {
    fn place(&self, line: u64, column: Option<usize>) -> String {
        match column {
            Some(column) => format!("{}, line {line}, column {}", self.name, self.column(column)),
            None => format!("{}, line {line}", self.name),
        }
    }

    /// A column's name, or its number where there is none.
    fn column(&self, column: usize) -> String {
        match self.headers.get(column) {
            Some(header) if !header.is_empty() => header.clone(),
            _ => (column + 1).to_string(),
        }
    }

    /// A record as a row; `None` when the layout leaves it out.
    fn row(&self, record: &ByteRecord, number: u64) -> Result<Option<LabelledRow>> {
        let line = record.position().map_or(number, csv::Position::line);
        let count = self.columns.count;
        if record.len() != count {
            let fewer = record.len() < count;
            return Err(Error::Input {
                place: self.place(line, fewer.then_some(record.len())),
                problem: format!("the row has {} cells instead of {count}", record.len()),
                remedy: if fewer {
                    "add the missing cells, empty ones too".into()
                } else {
                    "put quotation marks around cells that hold the delimiter".into()
                },
            });
        }
        let mut cells = Vec::with_capacity(count);
        for (column, cell) in record.iter().enumerate() {
            cells.push(utf8(cell, self.name, line, &self.column(column))?.to_owned());
        }
        let quote = cells[self.columns.text].trim();
        if quote.is_empty() {
            return Err(Error::Input {
                place: self.place(line, Some(self.columns.text)),
                problem: "the quote is empty".into(),
                remedy: "write the quote there, or remove the row".into(),
            });
        }
        let cell = |column: &str| -> Option<&str> {
            let place = *self.columns.reserved.get(column)?;
            Some(cells[place].as_str()).filter(|cell| !cell.trim().is_empty())
        };
        let mut context = QuoteContext::new(quote);
        context.speaker = cell("speaker").map(Into::into);
        context.source = cell("source").map(Into::into);
        context.before = cell("before").unwrap_or("").into();
        context.after = cell("after").unwrap_or("").into();
        context.kind = self.kind(cell("kind"), line)?;
        let id = cell("id").map_or_else(|| format!("{}:{line}", self.name), str::to_owned);
        let mut row = LabelledQuote::new(id, context);
        row.article = cell("article").map(str::to_owned);
        row.group = cell("group").map(str::to_owned);
        row.split = cell("split").map(str::to_owned);
        row.weight = self.weight(cell("weight"), line)?;
        let Some(labels) = self.labels(&cells, line)? else {
            return Ok(None);
        };
        Ok(Some(LabelledRow { line, record: cells, quote: row, labels }))
    }

    fn kind(&self, cell: Option<&str>, line: u64) -> Result<Option<Kind>> {
        match cell.map(str::trim) {
            None => Ok(None),
            Some("direct") => Ok(Some(Kind::Direct)),
            Some("mixed") => Ok(Some(Kind::Mixed)),
            Some("indirect") => Ok(Some(Kind::Indirect)),
            Some(other) => Err(Error::Input {
                place: self.place(line, self.columns.reserved.get("kind").copied()),
                problem: format!("`{other}` is no kind of quote"),
                remedy: "write direct, mixed or indirect, or leave the cell empty".into(),
            }),
        }
    }

    fn weight(&self, cell: Option<&str>, line: u64) -> Result<f64> {
        let Some(cell) = cell else { return Ok(1.0) };
        match cell.trim().parse::<f64>() {
            Ok(weight) if weight.is_finite() && weight > 0.0 && weight <= 1e6 => Ok(weight),
            _ => Err(Error::Input {
                place: self.place(line, self.columns.reserved.get("weight").copied()),
                problem: format!("the weight `{cell}` is not a number above 0 (up to 1000000)"),
                remedy: "write a number such as 1 or 0.5, or leave the cell empty".into(),
            }),
        }
    }

    /// The labels of a row by question; `None` when the layout leaves the row out.
    fn labels(&self, cells: &[String], line: u64) -> Result<Option<BTreeMap<String, String>>> {
        let mut labels = BTreeMap::new();
        let mut add = |question: &str, cell: &str| {
            let label = self.layout.label(cell.trim());
            if !label.is_empty() {
                labels.insert(question.to_owned(), label.to_owned());
            }
        };
        match &self.columns.questions {
            Questions::Columns(questions) => {
                for (column, question) in questions {
                    add(question, &cells[*column]);
                }
            }
            Questions::One(column, question) => add(question, &cells[*column]),
            Questions::Named { label, target, only } => {
                let question = cells[*target].trim();
                if question.is_empty() {
                    return Err(Error::Input {
                        place: self.place(line, Some(*target)),
                        problem: "the cell that names the question is empty".into(),
                        remedy: "name the question, or remove the row".into(),
                    });
                }
                if only.as_deref().is_some_and(|only| only != question) {
                    return Ok(None);
                }
                add(question, &cells[*label]);
            }
        }
        Ok(Some(labels))
    }
}
