//! The report as people read it on a terminal, a hundred columns wide.

mod tables;

use std::fmt;

use super::{QuestionReport, StanceReport};
use crate::evaluate::{FEW_GROUPS, Interval};
use crate::text::one_line;

impl fmt::Display for StanceReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "Stance, {} ({} rows)", self.title, self.rows)?;
        writeln!(out, "in brackets 95% of {} draws of whole groups (seed {})", self.draws, self.seed)?;
        if self.min_probability > 0.0 {
            writeln!(out, "no label where the likeliest is less probable than {}", self.min_probability)?;
        }
        if self.weighted {
            writeln!(out, "rows count by their weight; what is told as rows is their number")?;
        }
        for question in &self.questions {
            write!(out, "\n{question}")?;
        }
        if let Some(pooled) = &self.pooled {
            writeln!(
                out,
                "\n{} questions with favor and against together: {} labelled rows of {} groups",
                pooled.questions, pooled.rows, pooled.groups
            )?;
            abstained(pooled.abstained, pooled.rows, out)?;
            tables::pooled(pooled, out)?;
        }
        Ok(())
    }
}

impl fmt::Display for QuestionReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {} labelled rows of {} groups", one_line(&self.question), self.rows, self.groups)?;
        if (2..FEW_GROUPS).contains(&self.groups) {
            writeln!(
                out,
                "  few groups   intervals drawn from {} groups are narrower than they should be",
                self.groups
            )?;
        }
        if self.unlabelled > 0 {
            writeln!(out, "  left out     {} rows without a label on it", self.unlabelled)?;
        }
        abstained(self.abstained, self.rows, out)?;
        tables::methods(self, out)?;
        writeln!(
            out,
            "\n  weighted F1 {}   MCC {}   kappa {}",
            short_range(&self.weighted_f1, self.groups),
            short_range(&self.mcc, self.groups),
            short_range(&self.kappa, self.groups)
        )?;
        tables::labels(self, out)?;
        tables::confusion(self, out)?;
        write!(out, "\n  surest rows           ")?;
        for point in &self.coverage {
            write!(out, "  {:>4.0}%", 100.0 * point.coverage)?;
        }
        for (name, points) in [("accuracy", &self.coverage), ("that take a side", &self.coverage_of_sides)] {
            write!(out, "\n  {name:<22}")?;
            for point in points {
                write!(out, "  {:>5.3}", point.accuracy)?;
            }
        }
        let error = self.calibration_error.map(|error| range(&error, self.groups));
        let error = error.unwrap_or_else(|| format!("{:.3}", self.calibration.error));
        writeln!(out, "\n  expected calibration error {error}")?;
        for breakdown in &self.breakdowns {
            tables::breakdown(breakdown, out)?;
        }
        tables::learning(self, out)
    }
}

fn abstained(abstained: usize, rows: usize, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if abstained == 0 {
        return Ok(());
    }
    writeln!(out, "  abstained    on {abstained} rows; the measures are of the other {}", rows - abstained)
}

/// A value and its interval; of one group there is none.
fn range(of: &Interval, groups: usize) -> String {
    match groups {
        0 | 1 => format!("{:.3} (one group)", of.value),
        _ => format!("{:.3} ({:.3} to {:.3})", of.value, of.low, of.high),
    }
}

/// The same in fewer letters.
fn short_range(of: &Interval, groups: usize) -> String {
    match groups {
        0 | 1 => format!("{:.3}", of.value),
        _ => format!("{:.3} ({:.2} to {:.2})", of.value, of.low, of.high),
    }
}
