//! What a plot's axes say.

use crate::output::html::number::{NONE, Unit};

/// An axis with its name, unit, ends and ticks.
#[derive(Debug, Clone)]
pub(in crate::output::html) struct Axis {
    /// What it counts, with its unit: shown beside the axis.
    pub name: String,
    /// How its numbers are written.
    pub unit: Unit,
    /// Where it starts.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// How far its ticks are apart.
    step: f64,
}

/// The least and the greatest of some values, those that are no numbers aside.
pub(in crate::output::html) fn span(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.fold(None, |span, value| {
        let (low, high) = span.unwrap_or((value, value));
        Some((value.min(low), value.max(high)))
    })
}

impl Axis {
    /// Shares from 0 to 1.
    pub fn whole(name: &str, unit: Unit) -> Self {
        Self { name: name.to_owned(), unit, low: 0.0, high: 1.0, step: 0.2 }
    }

    /// Shares that lie between these, from the tenth below to 1, or to the tenth above where `to_one` is false.
    pub fn part(name: &str, unit: Unit, span: Option<(f64, f64)>, to_one: bool) -> Self {
        let (low, high) = span.unwrap_or((0.0, 1.0));
        // below 0 only where a value is
        let low = (10.0 * low - 0.2).floor().clamp(if low < 0.0 { -10.0 } else { 0.0 }, 9.0) / 10.0;
        let high = if to_one { 1.0 } else { ((10.0 * high + 0.2).ceil() / 10.0).clamp(low + 0.1, 1.0) };
        let step = match high - low {
            width if width < 0.35 => 0.05,
            width if width < 0.75 => 0.1,
            width if width < 1.35 => 0.2,
            _ => 0.5,
        };
        Self { name: name.to_owned(), unit, low, high, step }
    }

    /// Whole numbers from 0 to a round one that is no less than `most`.
    pub fn counts(name: &str, most: f64, ticks: usize) -> Self {
        let most = if most.is_finite() { most.clamp(1.0, 1e15) } else { 1.0 };
        let rough = (most / ticks.max(1) as f64).max(1.0);
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough - 1e-9);
        let step = step.unwrap_or(10.0 * power);
        Self { name: name.to_owned(), unit: Unit::Count, low: 0.0, high: (most / step).ceil() * step, step }
    }

    /// The ticks with what they say.
    pub fn ticks(&self) -> Vec<(f64, String)> {
        let first = (self.low / self.step - 1e-9).ceil() as i64;
        let last = (self.high / self.step + 1e-9).floor() as i64;
        let says = |value: f64| match self.unit {
            Unit::Share if self.step < 0.1 => format!("{value:.2}").replace('-', "−"),
            Unit::Share => format!("{value:.1}").replace('-', "−"),
            Unit::Percent => format!("{:.0}", 100.0 * value).replace('-', "−"),
            Unit::Count => self.unit.write(value),
        };
        (first..=last).map(|at| at as f64 * self.step).map(|value| (value, says(value + 0.0))).collect()
    }

    /// Where a value lies, from 0 to 1; what lies beyond the ends lies at the end.
    pub fn place(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The axis in words.
    pub fn in_words(&self) -> String {
        let ticks = self.ticks();
        let end = |tick: Option<&(f64, String)>| tick.map_or(NONE.to_owned(), |(_, says)| says.clone());
        format!("{}, {} to {}", self.name, end(ticks.first()), end(ticks.last()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(axis: &Axis) -> Vec<String> {
        axis.ticks().into_iter().map(|(_, says)| says).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(says(&Axis::whole("x", Unit::Percent)), ["0", "20", "40", "60", "80", "100"]);
        let part = Axis::part("x", Unit::Share, Some((0.63, 0.9)), true);
        assert_eq!(says(&part), ["0.6", "0.7", "0.8", "0.9", "1.0"]);
        assert_eq!(says(&Axis::counts("rows", 1234.0, 4)), ["0", "500", "1,000", "1,500"]);
        assert_eq!(says(&Axis::counts("rows", 0.0, 4)), ["0", "1"]);
        assert_eq!(says(&Axis::part("x", Unit::Share, Some((0.0, 0.0)), false)), ["0.00", "0.05", "0.10"]);
    }

    #[test]
    fn values_that_are_none_stay_within() {
        assert_eq!(span([f64::NAN, f64::INFINITY]), None);
        assert_eq!(Axis::part("x", Unit::Share, None, false).place(7.0), 1.0);
        assert!(Axis::counts("rows", f64::INFINITY, 4).high.is_finite());
    }
}
