//! From a file's bytes to rows and errors.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::columns::{Columns, Labels, Questions};
use super::markup;
use super::shares::{self, Stance};
use super::table::Table;
use super::{LabelledFile, LabelledRow, Layout};
use crate::error::few;
use crate::features::QuoteContext;
use crate::quotes::Kind;
use crate::stance::LabelledQuote;
use crate::{Error, Result};

/// A file whose layout is understood.
struct Reader<'f> {
    table: &'f Table,
    layout: &'f Layout,
    columns: Columns,
}

pub(super) fn parse(bytes: &[u8], name: &str, layout: &Layout) -> Result<LabelledFile> {
    let mut table = Table::read(bytes, name, layout)?;
    let records = std::mem::take(&mut table.records);
    let reader = Reader { table: &table, layout, columns: Columns::find(&table, layout)? };
    let mut file = LabelledFile { name: name.to_owned(), ..LabelledFile::default() };
    match &reader.columns.questions {
        Questions::Columns(questions) => file.questions = questions.iter().map(|(_, name)| name.clone()).collect(),
        Questions::One(question, _) => file.questions.push(question.clone()),
        Questions::Named(..) => {}
    }
    let mut known: HashSet<String> = file.questions.iter().cloned().collect();
    let mut passed_over = PassedOver::default();
    for (line, cells) in records {
        let row = cells.and_then(|cells| match passed_over.by(&reader.columns.only, &cells) {
            true => Ok(None),
            false => reader.row(cells, line).map(Some),
        });
        match row {
            Ok(Some(row)) => {
                for question in row.labels.keys().chain(row.quote.soft.keys()) {
                    if known.insert(question.clone()) {
                        file.questions.push(question.clone());
                    }
                }
                file.rows.push(row);
            }
            Ok(None) => {}
            Err(error) => file.errors.push(error),
        }
    }
    if file.rows.is_empty() && file.errors.is_empty() {
        passed_over.refuse(&table, &reader.columns.only)?;
    }
    file.headers = table.headers;
    Ok(file)
}

/// Rows that are not wanted.
#[derive(Default)]
struct PassedOver {
    /// The values that they have in the first column which keeps them out.
    values: BTreeMap<usize, BTreeSet<String>>,
}

/// How many values an error names.
const NAMED_VALUES: usize = 10;

impl PassedOver {
    /// Whether a row is not wanted.
    fn by(&mut self, only: &BTreeMap<usize, Vec<String>>, cells: &[String]) -> bool {
        let unwanted =
            |(column, values): &(&usize, &Vec<String>)| !values.iter().any(|value| value == cells[**column].trim());
        let Some((column, _)) = only.iter().find(unwanted) else { return false };
        self.values.entry(*column).or_default().insert(cells[*column].trim().to_owned());
        true
    }

    /// An error when rows were passed over; there are no others.
    fn refuse(&self, table: &Table, only: &BTreeMap<usize, Vec<String>>) -> Result<()> {
        let Some((column, values)) = self.values.first_key_value() else { return Ok(()) };
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        let wanted: Vec<String> = only[column].iter().map(|value| format!("`{value}`")).collect();
        Err(Error::input(
            format!("{}, column {}", table.name, table.column(*column)),
            format!("no row that is wanted has {}", wanted.join(" or ")),
            format!("ask for {}, or leave the file out", few(&values, NAMED_VALUES)),
        ))
    }
}

impl Reader<'_> {
    fn row(&self, cells: Vec<String>, line: u64) -> Result<LabelledRow> {
        let quote = markup::plain(&cells[self.columns.text]);
        let quote = quote.trim();
        if quote.is_empty() {
            return Err(Error::input(
                self.table.place(line, Some(self.columns.text)),
                "the quote is empty",
                "write the quote there, or remove the row",
            ));
        }
        let cell = |column: &str| -> Option<&str> {
            let place = *self.columns.reserved.get(column)?;
            Some(cells[place].as_str()).filter(|cell| !cell.trim().is_empty())
        };
        let mut context = QuoteContext::new(quote);
        let text = |column: &str| cell(column).map(markup::plain);
        context.speaker = text("speaker");
        context.source = text("source");
        context.before = text("before").unwrap_or_default();
        context.after = text("after").unwrap_or_default();
        context.kind = self.kind(cell("kind"), line)?;
        let id = cell("id").map_or_else(|| format!("{}:{line}", self.table.name), str::to_owned);
        let mut row = LabelledQuote::new(id, context);
        row.article = cell("article").map(str::to_owned);
        row.group = cell("group").map(str::to_owned);
        row.split = cell("split").map(str::to_owned);
        row.weight = self.weight(cell("weight"), line)?;
        let facets = self.columns.facets.iter();
        row.facets = facets.map(|(name, place)| (name.clone(), cells[*place].trim().to_owned())).collect();
        let mut labels = BTreeMap::new();
        for (question, stance) in self.stances(&cells, line)? {
            if let Some(label) = stance.label {
                labels.insert(question.clone(), label);
            }
            if !stance.soft.is_empty() {
                row.soft.insert(question, stance.soft);
            }
        }
        Ok(LabelledRow { line, record: cells, quote: row, labels })
    }

    fn kind(&self, cell: Option<&str>, line: u64) -> Result<Option<Kind>> {
        match cell.map(str::trim) {
            None => Ok(None),
            Some("direct") => Ok(Some(Kind::Direct)),
            Some("mixed") => Ok(Some(Kind::Mixed)),
            Some("indirect") => Ok(Some(Kind::Indirect)),
            Some(other) => Err(Error::input(
                self.table.place(line, self.columns.reserved.get("kind").copied()),
                format!("`{other}` is no kind of quote"),
                "write direct, mixed or indirect, or leave the cell empty",
            )),
        }
    }

    fn weight(&self, cell: Option<&str>, line: u64) -> Result<f64> {
        let Some(cell) = cell else { return Ok(1.0) };
        match cell.trim().parse::<f64>() {
            Ok(weight) if weight.is_finite() && weight > 0.0 && weight <= 1e6 => Ok(weight),
            _ => Err(Error::input(
                self.table.place(line, self.columns.reserved.get("weight").copied()),
                format!("the weight `{cell}` is not a number above 0 (up to 1000000)"),
                "write a number such as 1 or 0.5, or leave the cell empty",
            )),
        }
    }

    /// What a row says of each question.
    fn stances(&self, cells: &[String], line: u64) -> Result<Vec<(String, Stance)>> {
        let hard = |column: usize| Some(self.layout.label(cells[column].trim())).filter(|label| !label.is_empty());
        let stance = |labels: &Labels| match labels {
            Labels::Votes(votes) => Ok(shares::of_votes(votes.iter().filter_map(|vote| hard(*vote)))),
            Labels::Shares(columns) => {
                let place = |column| self.table.place(line, Some(column));
                shares::of_cells(
                    columns.iter().map(|(label, column)| (label.as_str(), cells[*column].trim(), *column)),
                    place,
                )
            }
        };
        Ok(match &self.columns.questions {
            Questions::Columns(questions) => {
                questions.iter().map(|(column, question)| (question.clone(), shares::of_votes(hard(*column)))).collect()
            }
            Questions::One(question, labels) => vec![(question.clone(), stance(labels)?)],
            Questions::Named(target, labels) => {
                let question = cells[*target].trim();
                if question.is_empty() {
                    return Err(Error::input(
                        self.table.place(line, Some(*target)),
                        "the cell that names the question is empty",
                        "name the question, or remove the row",
                    ));
                }
                vec![(question.to_owned(), stance(labels)?)]
            }
        })
    }
}
