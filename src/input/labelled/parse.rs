//! From a file's bytes to rows and errors.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::{LabelledFile, LabelledRow, Layout, RESERVED};
use crate::features::QuoteContext;
use crate::quotes::Kind;
use crate::stance::LabelledQuote;
use crate::{Error, Result};

/// Where the columns of a file are.
#[derive(Debug)]
struct Columns {
    text: usize,
    reserved: BTreeMap<&'static str, usize>,
    questions: Questions,
    count: usize,
}

/// Where the labels are.
#[derive(Debug)]
enum Questions {
    /// A column each.
    Columns(Vec<(usize, String)>),
    /// All in one column, which answers this question.
    One(usize, String),
    /// All in one column, the question named by another, perhaps only one of them wanted.
    Named { label: usize, target: usize, only: Option<String> },
}

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

impl Columns {
    fn find(headers: &[String], count: usize, name: &str, layout: &Layout) -> Result<Self> {
        let place = |column: &str, what: &str, option: &str| -> Result<usize> {
            if let Some(place) = headers.iter().position(|header| header == column) {
                return Ok(place);
            }
            match column.parse::<usize>() {
                Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
                _ => Err(Error::Input {
                    place: format!("{name}, line 1"),
                    problem: if headers.is_empty() {
                        format!("there is no column {column} for {what}, only 1 to {count}")
                    } else {
                        format!("no column is called `{column}`, which holds {what}")
                    },
                    remedy: if headers.is_empty() {
                        format!("give a column's number with {option}")
                    } else {
                        format!("name one of {} with {option}", headers.join(", "))
                    },
                }),
            }
        };
        let text = layout.text_column.as_deref();
        let text = match text {
            None if headers.is_empty() && count == 1 => 0,
            _ => place(text.unwrap_or("quote"), "the quote", "--text-column")?,
        };
        let mut reserved = BTreeMap::new();
        for column in RESERVED {
            if let Some(place) = headers.iter().position(|header| header == column) {
                reserved.insert(column, place);
            }
        }
        let target = layout.target_column.as_deref();
        let target = target.map(|t| place(t, "the question's name", "--target-column"));
        let target = target.transpose()?;
        let questions = match (&layout.label_column, target) {
            (Some(label), target) => {
                let label = place(label, "the label", "--label-column")?;
                match (target, &layout.question) {
                    (Some(target), only) => Questions::Named { label, target, only: only.clone() },
                    (None, Some(question)) => Questions::One(label, question.clone()),
                    (None, None) => {
                        let question = headers.get(label).cloned();
                        Questions::One(label, question.unwrap_or_else(|| "stance".to_owned()))
                    }
                }
            }
            (None, Some(_)) => {
                return Err(Error::Usage {
                    problem: "a target column is given, but no label column".into(),
                    remedy: "name the column of the labels with --label-column".into(),
                });
            }
            (None, None) => {
                let questions = headers
                    .iter()
                    .enumerate()
                    .filter(|(at, header)| *at != text && !header.is_empty() && !RESERVED.contains(&header.as_str()));
                let wanted = |header: &str| layout.question.as_deref().is_none_or(|only| only == header);
                let questions: Vec<(usize, String)> =
                    questions.filter(|(_, header)| wanted(header)).map(|(at, header)| (at, header.clone())).collect();
                if let (Some(only), true) = (&layout.question, questions.is_empty()) {
                    place(only, "the labels", "--question")?;
                }
                Questions::Columns(questions)
            }
        };
        Ok(Self { text, reserved, questions, count })
    }
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
