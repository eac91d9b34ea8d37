//! Plots of values over values: lines, steps and marks, with a smaller plot of numbers below where there is one.

use super::frame::{Frame, WIDTH};
use super::{About, Axis, COLOURS, DASHES, Look, line, mark, number};
use crate::output::html::number::Unit;
use crate::output::html::writer::Html;

/// Lines over a level axis.
#[derive(Debug)]
pub(in crate::output::html) struct LinePlot {
    /// What a reader is told.
    pub about: About,
    /// The level axis.
    pub x: Axis,
    /// The upright axis.
    pub y: Axis,
    /// The lines.
    pub series: Vec<Series>,
    /// Values to compare with, drawn across: a name, a value and a style.
    pub across: Vec<(String, f64, usize)>,
    /// Where both axes agree, with its name.
    pub diagonal: Option<&'static str>,
    /// What stands behind each part of the level axis, and its unit.
    pub sizes_of: &'static str,
    /// How many stand behind each part of the level axis: where it starts and ends, and the number.
    pub sizes: Vec<(f64, f64, u64)>,
}

/// A line.
#[derive(Debug, Default)]
pub(in crate::output::html) struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<Point>,
    /// Its colour, dash and shape.
    pub style: usize,
    /// Whether a value holds from the point before up to its own.
    pub steps: bool,
}

/// A point of a line.
#[derive(Debug, Default, Clone)]
pub(in crate::output::html) struct Point {
    /// Its place on the level axis.
    pub x: f64,
    /// Its place on the upright axis.
    pub y: f64,
    /// Its 95% interval.
    pub range: Option<(f64, f64)>,
    /// What it says when it is pointed at.
    pub says: String,
}

/// How high the values and the numbers below them are.
const HEIGHT: f64 = 220.0;
const SIZES: f64 = 58.0;
/// The dash of the line where both axes agree.
const DIAGONAL: usize = 4;
/// A line of more points has a mark at some of them only.
const MARKS: usize = 12;

impl LinePlot {
    /// Writes the figure.
    pub fn write(&self, html: &mut Html) {
        let mut legend: Vec<(usize, Look, String)> =
            self.series.iter().map(|series| (series.style, Look::Line, series.name.clone())).collect();
        legend.extend(self.across.iter().map(|(name, _, style)| (*style, Look::Across, name.clone())));
        legend.extend(self.diagonal.map(|name| (DIAGONAL, Look::Diagonal, name.to_owned())));
        let frame = Frame { left: 50.0, right: WIDTH - 14.0, top: 30.0, bottom: 30.0 + HEIGHT };
        let below = if self.sizes.is_empty() { 0.0 } else { SIZES + 34.0 };
        self.about.figure(html, &legend, frame.bottom + below + 46.0, |html| {
            frame.y_axis(html, &self.y);
            if self.sizes.is_empty() {
                frame.x_axis(html, &self.x, true);
            } else {
                line(html, "axis", 0, [frame.left, frame.bottom, frame.right, frame.bottom]);
                self.write_sizes(html, &frame);
            }
            self.write_references(html, &frame);
            self.series.iter().for_each(|series| self.write_series(html, &frame, series));
        });
    }

    fn write_sizes(&self, html: &mut Html, above: &Frame) {
        let top = above.bottom + 34.0;
        let frame = Frame { top, bottom: top + SIZES, ..*above };
        let most = self.sizes.iter().map(|(.., rows)| *rows).max().unwrap_or(0);
        let rows = Axis::counts(&format!("{} in the bin (number)", self.sizes_of), most as f64, 2);
        frame.y_axis(html, &rows);
        for (from, to, size) in &self.sizes {
            let says = format!("{}: {} {size}", self.x.unit.range((*from, *to)), self.sizes_of);
            let [from, to] = [from, to].map(|value| frame.x(&self.x, *value));
            frame.column(html, from + 1.0, to - 1.0, frame.y(&rows, *size as f64), &says);
        }
        frame.x_axis(html, &self.x, false);
    }

    fn write_references(&self, html: &mut Html, frame: &Frame) {
        if self.diagonal.is_some() {
            let (low, high) = (self.x.low.max(self.y.low), self.x.high.min(self.y.high));
            let ends = [frame.x(&self.x, low), frame.y(&self.y, low), frame.x(&self.x, high), frame.y(&self.y, high)];
            line(html, "diagonal", DIAGONAL, ends);
        }
        for (_, value, style) in &self.across {
            let y = frame.y(&self.y, *value);
            line(html, &format!("across c{}", style % COLOURS), *style, [frame.left, y, frame.right, y]);
        }
    }

    fn write_series(&self, html: &mut Html, frame: &Frame, series: &Series) {
        let points: Vec<&Point> = series.points.iter().filter(|at| at.x.is_finite() && at.y.is_finite()).collect();
        let place = |point: &Point| (frame.x(&self.x, point.x), frame.y(&self.y, point.y));
        let mut path = String::new();
        let mut before = series.steps.then(|| frame.x(&self.x, 0.0));
        for point in &points {
            let (x, y) = place(point);
            let command = if path.is_empty() { 'M' } else { 'L' };
            match &mut before {
                Some(from) => {
                    path.push_str(&format!("{command}{} {}H{}", number(*from), number(y), number(x)));
                    *from = x;
                }
                None => path.push_str(&format!("{command}{} {}", number(x), number(y))),
            }
        }
        let class = format!("line c{}", series.style % COLOURS);
        let dash = DASHES[series.style % DASHES.len()];
        html.element("path", &[("class", &class), ("d", &path), ("stroke-dasharray", dash)], |_| {});
        for point in &points {
            if let Some((low, high)) = point.range {
                let x = place(point).0;
                whisker(html, series.style, [x, frame.y(&self.y, low), x, frame.y(&self.y, high)]);
            }
        }
        let every = points.len().div_ceil(MARKS).max(1);
        for (at, point) in points.iter().enumerate() {
            // marks of different lines don't lie on each other
            if at % every == (series.style * every / 3) % every || points.len() <= MARKS {
                let (x, y) = place(point);
                mark(html, series.style, x, y, 4.0, &point.says);
            }
        }
    }

    /// The plot in words: its axes and its lines from end to end.
    pub fn describe(&self) -> String {
        let mut words = format!("Level axis: {}. Upright axis: {}.", self.x.in_words(), self.y.in_words());
        let places = |point: &Point| (self.x.unit.write(point.x), self.y.unit.write(point.y));
        for series in &self.series {
            let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else { continue };
            let ((x, y), (to_x, to_y)) = (places(first), places(last));
            words.push_str(&format!(" {}: from {y} at {x} to {to_y} at {to_x}.", series.name));
        }
        for (name, value, _) in &self.across {
            words.push_str(&format!(" {name}: {} all along.", self.y.unit.write(*value)));
        }
        words
    }
}

/// An interval with its ends.
pub(super) fn whisker(html: &mut Html, style: usize, [x1, y1, x2, y2]: [f64; 4]) {
    let class = format!("whisker c{}", style % COLOURS);
    line(html, &class, 0, [x1, y1, x2, y2]);
    let (dx, dy) = if (x1 - x2).abs() < 1e-9 { (3.0, 0.0) } else { (0.0, 3.0) };
    for (x, y) in [(x1, y1), (x2, y2)] {
        line(html, &class, 0, [x - dx, y - dy, x + dx, y + dy]);
    }
}

impl Point {
    /// A point that says its own numbers.
    pub fn new(x: f64, y: f64, units: (Unit, Unit)) -> Self {
        Self { x, y, range: None, says: format!("{} at {}", units.1.write(y), units.0.write(x)) }
    }
}
