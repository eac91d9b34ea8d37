//! A file's rows and columns, whether they stand in CSV or in JSON lines.

use csv::ByteRecord;
use serde_json::{Map, Value};

use super::Layout;
use crate::input::JsonLines;
use crate::{Error, Result};

/// A file's cells.
#[derive(Debug)]
pub(super) struct Table {
    /// What messages call the file.
    pub name: String,
    /// What messages call the place where the columns are named.
    pub head: String,
    /// The names of the columns; empty without a header.
    pub headers: Vec<String>,
    /// How many columns there are.
    pub count: usize,
    /// The line on which each record starts, and its cells: as many as there are columns.
    pub records: Vec<(u64, Result<Vec<String>>)>,
}

/// More columns than any table has: a file of JSON lines with other fields in every line would need a cell for each pair.
const MOST_COLUMNS: usize = 1000;

impl Table {
    /// Reads JSON lines where the first thing is an object, else CSV.
    pub fn read(bytes: &[u8], name: &str, layout: &Layout) -> Result<Self> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let start = bytes.trim_ascii_start();
        let after = |bracket: u8| start.strip_prefix(&[bracket]).map(|rest| rest.trim_ascii_start());
        if after(b'{').is_some_and(|rest| matches!(rest.first(), Some(b'"' | b'}'))) {
            return Self::of_json(bytes, name);
        }
        if after(b'[').is_some_and(|rest| rest.starts_with(b"{")) {
            let remedy = "write one object a line, as `jq -c '.[]'` does";
            return Err(Error::input(name, "the file is a JSON array, not JSON lines", remedy));
        }
        Self::of_csv(bytes, name, layout)
    }

    fn of_csv(bytes: &[u8], name: &str, layout: &Layout) -> Result<Self> {
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(layout.delimiter)
            .quoting(layout.quoting)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        if !next(&mut csv, &mut record, name)? {
            return Err(Error::input(name, "it is empty", "give a CSV file with a header and a `quote` column"));
        }
        let head = format!("{name}, line 1");
        let count = record.len();
        let mut table = Self { name: name.to_owned(), head, headers: Vec::new(), count, records: Vec::new() };
        if layout.header {
            for cell in &record {
                table.headers.push(utf8(cell, &format!("{name}, line 1, column the header"))?.trim().to_owned());
            }
            let headers = &table.headers;
            if let Some(twice) =
                (1..headers.len()).find(|&at| !headers[at].is_empty() && headers[..at].contains(&headers[at]))
            {
                let problem = format!("two columns are called `{}`", headers[twice]);
                return Err(Error::input(&table.head, problem, "rename one of them"));
            }
        }
        let mut more = !layout.header || next(&mut csv, &mut record, name)?;
        while more {
            let line = record.position().map_or(table.records.len() as u64 + 1, csv::Position::line);
            let cells = table.cells(&record, line, layout);
            table.records.push((line, cells));
            more = next(&mut csv, &mut record, name)?;
        }
        Ok(table)
    }

    /// Where a cell is.
    pub fn place(&self, line: u64, column: Option<usize>) -> String {
        match column {
            Some(column) => format!("{}, line {line}, column {}", self.name, self.column(column)),
            None => format!("{}, line {line}", self.name),
        }
    }

    /// A column's name, or its number where there is none.
    pub fn column(&self, column: usize) -> String {
        match self.headers.get(column) {
            Some(header) if !header.is_empty() => header.clone(),
            _ => (column + 1).to_string(),
        }
    }

    fn cells(&self, record: &ByteRecord, line: u64, layout: &Layout) -> Result<Vec<String>> {
        let holds = |cell: &[u8], byte: u8| cell.iter().filter(|of| **of == byte).count();
        let long = record.iter().position(|cell| holds(cell, b'\n') > 0);
        if record.len() != self.count {
            let fewer = record.len() < self.count;
            return Err(Error::Input {
                place: self.place(line, fewer.then_some(record.len())),
                problem: format!("the row has {} cells instead of {}", record.len(), self.count),
                remedy: match (fewer, long) {
                    (true, None) => "add the missing cells, empty ones too".into(),
                    (true, Some(_)) => "say --no-quoting if quotation marks stand for themselves, or close them".into(),
                    (false, _) => "put quotation marks around cells that hold the delimiter".into(),
                },
            });
        }
        // A lone quotation mark takes all up to the next one into its cell: a row's worth of tabs and the line's end.
        if let (b'\t', true, Some(column)) = (layout.delimiter, self.count > 1, long)
            && holds(&record[column], b'\t') >= self.count - 1
        {
            return Err(Error::input(
                self.place(line, Some(column)),
                "between its quotation marks the cell holds the tabs of a whole row",
                "say --no-quoting if quotation marks stand for themselves",
            ));
        }
        let cells = record.iter().enumerate();
        cells.map(|(column, cell)| Ok(utf8(cell, &self.place(line, Some(column)))?.to_owned())).collect()
    }

    /// The objects of a file of JSON lines. Columns are their fields, those of objects and lists within by their path
    /// with dots; a field that a line has not, or that is null, is an empty cell.
    fn of_json(bytes: &[u8], name: &str) -> Result<Self> {
        let mut table =
            Self { name: name.to_owned(), head: name.to_owned(), headers: Vec::new(), count: 0, records: Vec::new() };
        let mut lines = JsonLines::new(bytes, name, "");
        while let Some((line, fields)) = lines.next_object()? {
            let cells = fields.and_then(|fields| {
                let mut cells = Vec::new();
                table.flatten("", fields, line, &mut cells)?;
                Ok(cells)
            });
            table.records.push((line, cells));
        }
        table.count = table.headers.len();
        for (_, cells) in &mut table.records {
            if let Ok(cells) = cells {
                cells.resize(table.count, String::new());
            }
        }
        Ok(table)
    }

    fn flatten(&mut self, path: &str, fields: Map<String, Value>, line: u64, cells: &mut Vec<String>) -> Result<()> {
        for (field, value) in fields {
            let path = if path.is_empty() { field } else { format!("{path}.{field}") };
            let cell = match value {
                Value::Object(fields) => {
                    self.flatten(&path, fields, line, cells)?;
                    continue;
                }
                Value::Array(values) => {
                    let fields = values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value));
                    self.flatten(&path, fields.collect(), line, cells)?;
                    continue;
                }
                Value::Null => continue,
                Value::String(text) => text,
                value => value.to_string(),
            };
            let column = self.headers.iter().position(|header| *header == path);
            let column = column.unwrap_or(self.headers.len());
            if column == MOST_COLUMNS {
                let problem = format!("the lines up to here have more than {MOST_COLUMNS} different fields");
                return Err(Error::input(
                    self.place(line, None),
                    problem,
                    "leave out fields that differ in every line",
                ));
            }
            if column == self.headers.len() {
                self.headers.push(path);
            }
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column] = cell;
        }
        Ok(())
    }
}

/// Reads the next record; false at the end.
fn next(csv: &mut csv::Reader<&[u8]>, record: &mut ByteRecord, name: &str) -> Result<bool> {
    csv.read_byte_record(record).map_err(|error| {
        let problem = format!("it can't be read as CSV ({error})");
        Error::input(name, problem, "check the delimiter and the quotation marks around cells")
    })
}

fn utf8<'c>(cell: &'c [u8], place: &str) -> Result<&'c str> {
    std::str::from_utf8(cell).map_err(|error| {
        let problem = format!("byte {} of the cell is not UTF-8", error.valid_up_to() + 1);
        Error::input(place, problem, "convert the file, for example with `iconv -f latin1 -t utf8`")
    })
}
