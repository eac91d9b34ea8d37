//! The frame of a plot: grid, ticks and names of the axes.

use super::{Axis, line, number, text};
use crate::output::html::writer::Html;

/// A drawing is this wide in its own units and scales to its place.
pub(super) const WIDTH: f64 = 420.0;

/// Where the values lie within the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Frame {
    pub fn x(&self, axis: &Axis, value: f64) -> f64 {
        self.left + axis.place(value) * (self.right - self.left)
    }

    pub fn y(&self, axis: &Axis, value: f64) -> f64 {
        self.bottom - axis.place(value) * (self.bottom - self.top)
    }

    /// The upright axis with its name above, where it needs no turned letters, and lines across.
    pub fn y_axis(&self, html: &mut Html, axis: &Axis) {
        text(html, "name", 4.0, self.top - 12.0, &axis.name);
        for (value, says) in axis.ticks() {
            let y = self.y(axis, value);
            line(html, "grid", 0, [self.left, y, self.right, y]);
            text(html, "tick end", self.left - 6.0, y + 4.0, &says);
        }
        line(html, "axis", 0, [self.left, self.top, self.left, self.bottom]);
    }

    /// The level axis at the bottom with its name below; with lines up where `grid`.
    pub fn x_axis(&self, html: &mut Html, axis: &Axis, grid: bool) {
        for (value, says) in axis.ticks() {
            let x = self.x(axis, value);
            if grid {
                line(html, "grid", 0, [x, self.top, x, self.bottom]);
            }
            line(html, "axis", 0, [x, self.bottom, x, self.bottom + 4.0]);
            text(html, "tick middle", x, self.bottom + 18.0, &says);
        }
        line(html, "axis", 0, [self.left, self.bottom, self.right, self.bottom]);
        // in the middle of the drawing, where a long name finds room, or at its end where names of rows stand before it
        let (class, x) = if self.left > 100.0 { ("name end", WIDTH - 4.0) } else { ("name middle", WIDTH / 2.0) };
        text(html, class, x, self.bottom + 38.0, &axis.name);
    }

    /// A bar that stands on the bottom.
    pub fn column(&self, html: &mut Html, from: f64, to: f64, top: f64, says: &str) {
        let [x, y, width, height] = [from, top, to - from, self.bottom - top].map(|value| number(value.max(0.0)));
        let bar = [("class", "column"), ("x", x.as_str()), ("y", &y), ("width", &width), ("height", &height)];
        html.element("rect", &bar, |html| html.leaf("title", &[], says));
    }
}
