//! The report as people read it on a terminal.

use std::fmt;

use super::{QuestionReport, StanceReport};
use crate::evaluate::Interval;

impl fmt::Display for StanceReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "Stance, {} ({} rows)", self.title, self.rows)?;
        if self.min_probability > 0.0 {
            writeln!(out, "no label where the likeliest is less probable than {}", self.min_probability)?;
        }
        for question in &self.questions {
            write!(out, "\n{question}")?;
        }
        if let Some(pooled) = &self.pooled {
            writeln!(out, "\n{} questions together: {} labelled rows", pooled.questions, pooled.rows)?;
            writeln!(out, "  mean of F1(favor) and F1(against) {:.3}", pooled.favor_against_f1)?;
            for baseline in &pooled.baselines {
                writeln!(out, "  against      {}: {:.3}", baseline.name, baseline.favor_against_f1)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for QuestionReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {} labelled rows of {} groups", self.question, self.rows, self.groups)?;
        if self.abstained > 0 {
            let rest = self.rows - self.abstained;
            writeln!(out, "  abstained    on {} rows; the measures are of the other {rest}", self.abstained)?;
        }
        let range = |value: &Interval| format!("{:.3} (95%: {:.3} to {:.3})", value.value, value.low, value.high);
        writeln!(out, "  macro-F1     {}", range(&self.macro_f1))?;
        writeln!(out, "  accuracy     {}", range(&self.accuracy))?;
        writeln!(
            out,
            "  weighted F1  {:.3}   MCC {:.3}   kappa {:.3}",
            self.weighted_f1.value, self.mcc.value, self.kappa.value
        )?;
        for other in &self.baselines {
            writeln!(
                out,
                "  against      {}: macro-F1 {:.3}, accuracy {:.3}",
                other.name, other.macro_f1, other.accuracy
            )?;
        }
        let names: Vec<&str> = self.labels.iter().map(|l| l.label.as_str()).collect();
        let widest = names.iter().map(|name| name.chars().count()).max();
        let width = widest.unwrap_or(0).max(5);
        write!(out, "\n  {:<width$}  precision  recall     F1   rows  taken for:", "label")?;
        for name in &names {
            write!(out, "  {name:>5}")?;
        }
        writeln!(out)?;
        for (label, row) in self.labels.iter().zip(&self.confusion) {
            write!(
                out,
                "  {:<width$}  {:>9.3}  {:>6.3}  {:>5.3}  {:>5}            ",
                label.label, label.precision, label.recall, label.f1, label.support
            )?;
            for (name, count) in names.iter().zip(row) {
                let width = name.chars().count().max(5);
                write!(out, "  {count:>width$}")?;
            }
            writeln!(out)?;
        }
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
        writeln!(out, "\n  expected calibration error {:.3}", self.calibration.error)
    }
}
