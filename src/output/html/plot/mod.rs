//! Plots as SVG within the page, each with a title, a description in words, a legend and the numbers behind it.
//!
//! Series are told apart by colour, by dash and by the shape of their marks, so that no one needs the colour alone.

mod axis;
mod frame;
mod lines;
mod rows;

pub(super) use axis::{Axis, span};
pub(super) use lines::{LinePlot, Point, Series};
pub(super) use rows::{RowPlot, RowSeries, RowValues};

use super::table::Table;
use super::writer::Html;

/// Series that have a look of their own: six colours and shapes and five dashes, which come together again after 30.
const COLOURS: usize = 6;
const SHAPES: usize = 6;
const DASHES: [&str; 5] = ["none", "7 3", "2 3", "9 3 2 3", "4 2"];

/// What a reader is told beside the drawing itself.
#[derive(Debug, Default)]
pub(super) struct About {
    /// The plot's id in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same in words, for those who don't see it.
    pub description: String,
    /// What one should know to read it.
    pub note: String,
    /// The numbers behind it.
    pub data: Table,
}

impl About {
    /// The figure: the drawing with its title, legend, note and data.
    fn figure(&self, html: &mut Html, legend: &[(usize, Look, String)], height: f64, draw: impl FnOnce(&mut Html)) {
        html.element("figure", &[("class", "plot")], |html| {
            html.leaf("figcaption", &[], &self.title);
            let (title, description) = (format!("{}-t", self.id), format!("{}-d", self.id));
            let names = format!("{title} {description}");
            let view = format!("0 0 {} {}", frame::WIDTH, number(height));
            let svg = [("viewBox", view.as_str()), ("role", "img"), ("aria-labelledby", &names)];
            html.element("svg", &svg, |html| {
                html.leaf("title", &[("id", &title)], &self.title);
                html.leaf("desc", &[("id", &description)], &self.description);
                draw(html);
            });
            html.text("\n");
            if legend.len() > 1 || legend.iter().any(|(.., name)| !name.is_empty()) {
                html.element("ul", &[("class", "legend")], |html| {
                    for (style, look, name) in legend {
                        html.element("li", &[], |html| {
                            swatch(html, *style, *look);
                            html.leaf("bdi", &[], name);
                        });
                    }
                });
            }
            if !self.note.is_empty() {
                html.leaf("p", &[("class", "note")], &self.note);
            }
            if !self.data.rows.is_empty() {
                html.element("details", &[("class", "data")], |html| {
                    html.leaf("summary", &[], "Numbers behind this plot");
                    self.data.write(html);
                });
            }
        });
        html.text("\n");
    }
}

/// How a series looks in the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A line with marks.
    Line,
    /// Marks alone.
    Marks,
    /// A bar.
    Bar,
    /// A thin line across the plot.
    Across,
    /// The line where both axes agree.
    Diagonal,
}

fn swatch(html: &mut Html, style: usize, look: Look) {
    html.element("svg", &[("viewBox", "0 0 30 12"), ("class", "swatch"), ("aria-hidden", "true")], |html| {
        if look == Look::Bar {
            let class = format!("bar c{}", style % COLOURS);
            let bar = [("class", class.as_str()), ("x", "2"), ("y", "1"), ("width", "25"), ("height", "10")];
            html.leaf("rect", &bar, "");
            return mark(html, style, 27.0, 6.0, 3.0, "");
        }
        let class = match look {
            Look::Across => format!("across c{}", style % COLOURS),
            Look::Diagonal => "diagonal".to_owned(),
            _ => format!("line c{}", style % COLOURS),
        };
        if look != Look::Marks {
            line(html, &class, style, [1.0, 6.0, 29.0, 6.0]);
        }
        if matches!(look, Look::Line | Look::Marks) {
            mark(html, style, 15.0, 6.0, 4.0, "");
        }
    });
}

/// A straight line in the colour and dash of a series.
fn line(html: &mut Html, class: &str, style: usize, [x1, y1, x2, y2]: [f64; 4]) {
    let ends = [x1, y1, x2, y2].map(number);
    let line = [("class", class), ("x1", &ends[0]), ("y1", &ends[1]), ("x2", &ends[2]), ("y2", &ends[3])];
    let dashed = [("stroke-dasharray", DASHES[style % DASHES.len()])];
    html.element("line", &[&line[..], &dashed[..]].concat(), |_| {});
}

/// A mark in the colour and shape of a series; what it stands for shows when it is pointed at.
fn mark(html: &mut Html, style: usize, x: f64, y: f64, radius: f64, says: &str) {
    let at = |(dx, dy): &(f64, f64)| format!("{} {}", number(x + radius * dx), number(y + radius * dy));
    let path = |corners: &[(f64, f64)]| format!("M{}Z", corners.iter().map(at).collect::<Vec<_>>().join("L"));
    let shape = match style % SHAPES {
        // a circle, a square, a triangle, a diamond, a cross and a triangle on its head
        0 => {
            let r = number(radius);
            let half = |sign: &str, end: f64| format!("a{r} {r} 0 0 1 {sign}{} {}", number(2.0 * radius), number(end));
            format!("M{} {}{}{}Z", number(x - radius), number(y), half("", 0.0), half("-", 0.0))
        }
        1 => path(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        2 => path(&[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]),
        3 => path(&[(0.0, -1.3), (1.2, 0.0), (0.0, 1.3), (-1.2, 0.0)]),
        4 => {
            let arm = [(-0.35, -1.1), (0.35, -1.1), (0.35, -0.35), (1.1, -0.35), (1.1, 0.35), (0.35, 0.35)];
            let back: Vec<(f64, f64)> = arm.iter().map(|(dx, dy)| (-dx, -dy)).collect();
            path(&[&arm[..], &back[..]].concat())
        }
        _ => path(&[(0.0, 1.15), (1.1, -0.85), (-1.1, -0.85)]),
    };
    html.element("path", &[("class", &format!("mark c{}", style % COLOURS)), ("d", &shape)], |html| {
        if !says.is_empty() {
            html.leaf("title", &[], says);
        }
    });
}

/// A place in a drawing, to a hundredth.
fn number(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text at a place in a drawing.
fn text(html: &mut Html, class: &str, x: f64, y: f64, text: &str) {
    html.leaf("text", &[("class", class), ("x", &number(x)), ("y", &number(y))], text);
}
