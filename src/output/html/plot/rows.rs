//! Plots of one measure or several for each of some things, a row each.

use super::frame::{Frame, WIDTH};
use super::lines::whisker;
use super::{About, Axis, COLOURS, Look, mark, number, text};
use crate::output::html::number::{Measure, NONE};
use crate::output::html::table::{Cell, Column, Table};
use crate::output::html::writer::Html;

/// Rows with marks or bars over a level axis.
#[derive(Debug)]
pub(in crate::output::html) struct RowPlot {
    /// What a reader is told.
    pub about: About,
    /// The level axis.
    pub x: Axis,
    /// What is measured of each.
    pub series: Vec<RowSeries>,
    /// The things, from above.
    pub rows: Vec<RowValues>,
}

/// What is measured of each thing.
#[derive(Debug)]
pub(in crate::output::html) struct RowSeries {
    /// Its name in the legend.
    pub name: String,
    /// Its colour and shape.
    pub style: usize,
    /// Whether it is drawn as a bar from the axis' start.
    pub bar: bool,
}

/// The measures of one thing.
#[derive(Debug)]
pub(in crate::output::html) struct RowValues {
    /// Its name.
    pub name: String,
    /// One a series, where there is one.
    pub values: Vec<Option<Measure>>,
}

/// How high a measure of a row is, and how far rows are apart.
const LANE: f64 = 15.0;
const GAP: f64 = 12.0;
/// How wide a name may be, in widths of its font.
const NAME_WIDTH: f64 = 8.7;

impl RowPlot {
    /// Writes the figure.
    pub fn write(&self, html: &mut Html) {
        let look = |series: &RowSeries| if series.bar { Look::Bar } else { Look::Marks };
        let legend: Vec<(usize, Look, String)> =
            self.series.iter().map(|series| (series.style, look(series), series.name.clone())).collect();
        let row_height = LANE * self.series.len() as f64 + GAP;
        let bottom = 10.0 + row_height * self.rows.len() as f64;
        let frame = Frame { left: 136.0, right: WIDTH - 16.0, top: 6.0, bottom };
        self.about.figure(html, &legend, bottom + 46.0, |html| {
            frame.x_axis(html, &self.x, true);
            for (at, row) in self.rows.iter().enumerate() {
                let top = frame.top + GAP / 2.0 + row_height * at as f64;
                let middle = top + (row_height - GAP) / 2.0;
                text(html, "tick end", frame.left - 7.0, middle + 4.0, &shortened(&row.name));
                for (lane, (series, value)) in self.series.iter().zip(&row.values).enumerate() {
                    let Some(value) = value.filter(|value| value.value.is_finite()) else { continue };
                    self.write_value(html, &frame, series, &row.name, value, top + LANE * (lane as f64 + 0.5));
                }
            }
        });
    }

    fn write_value(&self, html: &mut Html, frame: &Frame, series: &RowSeries, row: &str, value: Measure, y: f64) {
        let x = frame.x(&self.x, value.value);
        let says = format!("{row}, {}: {}", series.name, self.x.unit.measure(value));
        if series.bar {
            let class = format!("bar c{}", series.style % COLOURS);
            let [left, top, width, height] =
                [frame.left, y - LANE / 2.0 + 1.5, x - frame.left, LANE - 3.0].map(|value| number(value.max(0.0)));
            let bar = [("class", class.as_str()), ("x", &left), ("y", &top), ("width", &width), ("height", &height)];
            html.element("rect", &bar, |html| html.leaf("title", &[], &says));
        }
        if let Some((low, high)) = value.range {
            whisker(html, series.style, [frame.x(&self.x, low), y, frame.x(&self.x, high), y]);
        }
        mark(html, series.style, x, y, 4.0, &says);
    }

    /// The numbers as a table: a row each thing, a column each measure.
    pub fn numbers(&self, caption: &str, things: &str) -> Table {
        let names = self.series.iter().map(|series| Column::numbers(series.name.as_str()));
        let cell = |value: &Option<Measure>| match value {
            Some(value) => Cell::Measure(*value, self.x.unit),
            None => Cell::Number(NONE.to_owned()),
        };
        let row =
            |row: &RowValues| [Cell::Head(row.name.clone())].into_iter().chain(row.values.iter().map(cell)).collect();
        Table {
            caption: caption.to_owned(),
            columns: [Column::text(things)].into_iter().chain(names).collect(),
            rows: self.rows.iter().map(row).collect(),
            tool: false,
        }
    }

    /// The plot in words: its axis and all its values.
    pub fn describe(&self) -> String {
        let mut words = format!("Level axis: {}.", self.x.in_words());
        for row in &self.rows {
            let values = self.series.iter().zip(&row.values).filter_map(|(series, value)| Some((series, (*value)?)));
            let values: Vec<String> =
                values.map(|(series, value)| format!("{} {}", series.name, self.x.unit.measure(value))).collect();
            words.push_str(&format!(" {}: {}.", row.name, values.join("; ")));
        }
        words
    }
}

/// A name that finds room beside the plot, by what letters are wide in common fonts.
fn shortened(name: &str) -> String {
    let widths = name.chars().scan(0.0, |width, letter| {
        *width += match letter {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '\'' => 0.4,
            'm' | 'w' | 'M' | 'W' | '@' | '%' | '\u{2e80}'.. => 1.0,
            'a'..='z' | '0'..='9' => 0.62,
            _ => 0.76,
        };
        Some(*width)
    });
    let fitting = widths.take_while(|width| *width <= NAME_WIDTH).count();
    if fitting == name.chars().count() {
        return name.to_owned();
    }
    name.chars().take(fitting.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_names_are_cut() {
        assert_eq!(shortened("death_penalty"), "death_penalty");
        assert_eq!(shortened(&"i".repeat(90)).chars().count(), 21);
        assert_eq!(shortened(&"日".repeat(90)), "日日日日日日日…");
        assert_eq!(shortened(""), "");
    }
}
