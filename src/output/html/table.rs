//! Tables that scroll in a box of their own.

use super::number::{Measure, Unit};
use super::writer::Html;

/// A table: what it shows, its columns and its rows.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// What it shows.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether a reader can sort it by its columns and search in it.
    pub tool: bool,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers.
    pub numbers: bool,
    /// Whether a reader can choose one of its values.
    pub choice: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), numbers: false, choice: false }
    }

    /// A column of numbers.
    pub fn numbers(name: impl Into<String>) -> Self {
        Self { numbers: true, ..Self::text(name) }
    }

    /// A column of texts of which a reader can choose one.
    pub fn choice(name: impl Into<String>) -> Self {
        Self { choice: true, ..Self::text(name) }
    }
}

/// What stands in one place of a table.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// What the row is about.
    Head(String),
    /// The same, with the id of the section that tells more.
    Link(String, String),
    /// A number.
    Number(String),
    /// A measure of a simpler method, and whether the model does not clearly exceed it.
    Compared(Measure, Unit, bool),
    /// A number with its interval.
    Measure(Measure, Unit),
    /// A number on a ground as dark as the share, with the share below it; the last tells whether it is where it should be.
    Shade(String, f64, bool),
}

impl Cell {
    /// A whole number.
    pub fn count(number: u64) -> Self {
        Self::Number(super::number::count(number))
    }

    /// A share in the unit.
    pub fn share(value: f64, unit: Unit) -> Self {
        Self::Number(unit.write(value))
    }

    /// A measure in the unit.
    pub fn measure(measure: impl Into<Measure>, unit: Unit) -> Self {
        Self::Measure(measure.into(), unit)
    }

    fn write(&self, html: &mut Html) {
        match self {
            Self::Head(text) => html.leaf("th", &[("scope", "row"), ("dir", "auto")], text),
            Self::Link(text, id) => html.element("th", &[("scope", "row"), ("dir", "auto")], |html| {
                html.leaf("a", &[("href", &format!("#{id}"))], text);
            }),
            Self::Number(text) => html.leaf("td", &[("class", "n")], text),
            Self::Measure(measure, unit) | Self::Compared(measure, unit, _) => {
                html.element("td", &[("class", "n")], |html| {
                    match self {
                        Self::Compared(.., true) => html.leaf("strong", &[], &unit.write(measure.value)),
                        _ => html.text(&unit.write(measure.value)),
                    }
                    if let Some(range) = measure.range {
                        html.text(" ");
                        html.leaf("span", &[("class", "ci")], &unit.range(range));
                    }
                })
            }
            Self::Shade(text, share, right) => {
                let style = format!("--s:{share:.3}");
                let class = if *right { "n shade right" } else { "n shade" };
                html.element("td", &[("class", class), ("style", &style)], |html| {
                    html.text(text);
                    html.text(" ");
                    html.leaf("span", &[("class", "ci")], &format!("{:.1}%", 100.0 * share));
                });
            }
        }
    }
}

impl Table {
    /// Writes the table in its box; nothing without rows.
    pub fn write(&self, html: &mut Html) {
        if self.rows.is_empty() {
            return;
        }
        let rows = |html: &mut Html| {
            for row in &self.rows {
                html.element("tr", &[], |html| row.iter().for_each(|cell| cell.write(html)));
                html.text("\n");
            }
        };
        boxed(html, &self.caption, &self.columns, self.tool, rows);
    }
}

/// A table whose rows `rows` writes, in a box that scrolls.
pub(super) fn boxed(html: &mut Html, caption: &str, columns: &[Column], tool: bool, rows: impl FnOnce(&mut Html)) {
    html.element("div", &[("class", if tool { "table tool" } else { "table" })], |html| {
        let region = [("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption)];
        html.element("div", &region, |html| {
            html.element("table", &[], |html| {
                html.leaf("caption", &[], caption);
                html.element("thead", &[], |html| {
                    html.element("tr", &[], |html| columns.iter().for_each(|column| column.write(html)));
                });
                html.text("\n");
                html.element("tbody", &[], rows);
            });
        });
    });
    html.text("\n");
}

impl Column {
    fn write(&self, html: &mut Html) {
        let mut attributes = vec![("scope", "col")];
        if self.numbers {
            attributes.push(("class", "n"));
        }
        if self.choice {
            attributes.push(("data-choice", ""));
        }
        html.leaf("th", &attributes, &self.name);
    }
}
