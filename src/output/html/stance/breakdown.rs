//! The measures by the values of a column.

use crate::evaluate::{Breakdown, BreakdownValue, QuestionReport};
use crate::output::html::number::{Unit, count};
use crate::output::html::plot::{About, Axis, RowPlot, RowSeries, RowValues};
use crate::output::html::table::{Cell, Column, Table};
use crate::output::html::writer::Html;

/// So many values, the most frequent, are drawn, and so many are in the table.
const DRAWN: usize = 12;
const LISTED: usize = 500;

/// Writes a plot for each column.
pub(super) fn write(html: &mut Html, id: &str, question: &QuestionReport) {
    for (at, breakdown) in question.breakdowns.iter().enumerate() {
        if breakdown.values.is_empty() {
            continue;
        }
        let mut plot = plot(breakdown);
        plot.about.id = format!("{id}-by{}", at + 1);
        plot.about.description = plot.describe();
        plot.write(html);
    }
}

fn named(value: &BreakdownValue) -> String {
    if value.value.is_empty() { "(empty)".to_owned() } else { value.value.clone() }
}

fn plot(breakdown: &Breakdown) -> RowPlot {
    let series =
        [("macro-F1", 0), ("accuracy", 1)].map(|(name, style)| RowSeries { name: name.to_owned(), style, bar: true });
    let rows = breakdown.values.iter().take(DRAWN).map(|value| RowValues {
        name: named(value),
        values: vec![Some(value.macro_f1.into()), Some(value.accuracy.into())],
    });
    let mut note = "Where few rows stand behind a bar its interval is wide.".to_owned();
    if breakdown.values.len() > DRAWN {
        let all = count(breakdown.values.len() as u64);
        note.push_str(&format!(" Drawn are the {DRAWN} most frequent of {all} values."));
    }
    if breakdown.values.len() > LISTED {
        note.push_str(&format!(" The table has the {LISTED} most frequent."));
    }
    RowPlot {
        about: About { title: format!("By {}", breakdown.column), note, data: table(breakdown), ..About::default() },
        x: Axis::whole("Macro-F1 and accuracy (share, 0 to 1)", Unit::Share),
        series: series.into(),
        rows: rows.collect(),
    }
}

fn table(breakdown: &Breakdown) -> Table {
    let mut columns = vec![Column::text(breakdown.column.as_str())];
    columns.extend(["Rows", "Groups", "Macro-F1 (95%)", "Accuracy (95%)"].map(Column::numbers));
    let row = |value: &BreakdownValue| {
        vec![
            Cell::Head(named(value)),
            Cell::count(value.rows as u64),
            Cell::count(value.groups as u64),
            Cell::measure(value.macro_f1, Unit::Share),
            Cell::measure(value.accuracy, Unit::Share),
        ]
    };
    let rows = breakdown.values.iter().take(LISTED).map(row).collect();
    Table { caption: format!("By {}", breakdown.column), columns, rows, tool: false }
}
