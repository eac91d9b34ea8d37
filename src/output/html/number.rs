//! Numbers as people read them.

use crate::evaluate::Interval;

/// What stands where a number is missing.
pub(super) const NONE: &str = "–";

/// How the numbers of a page are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Shares from 0 to 1 with three decimals, as the stance report has them.
    Share,
    /// Shares in percent with one decimal, as the report of quotes has them.
    Percent,
    /// Whole numbers.
    Count,
}

impl Unit {
    /// A number in this unit.
    pub fn write(self, value: f64) -> String {
        if !value.is_finite() {
            return NONE.to_owned();
        }
        let text = match self {
            Unit::Share => format!("{value:.3}"),
            Unit::Percent => format!("{:.1}", 100.0 * value),
            Unit::Count => return count(value.round().max(0.0) as u64),
        };
        // a rounded zero has no sign, and a minus is as wide as a plus
        match text.strip_prefix('-') {
            Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest.to_owned(),
            Some(rest) => format!("−{rest}"),
            None => text,
        }
    }

    /// A range in this unit.
    pub fn range(self, (low, high): (f64, f64)) -> String {
        format!("{} to {}", self.write(low), self.write(high))
    }

    /// A measure in this unit, with its interval where it has one.
    pub fn measure(self, measure: Measure) -> String {
        match measure.range {
            Some(range) => format!("{} (95%: {})", self.write(measure.value), self.range(range)),
            None => self.write(measure.value),
        }
    }
}

/// A whole number with its thousands apart.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A whole number and what it counts.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number as u64), if number == 1 { one } else { many })
}

/// A value with its 95% interval, or without.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    /// Measured on all rows.
    pub value: f64,
    /// From the 2.5th to the 97.5th percentile of the redrawn.
    pub range: Option<(f64, f64)>,
}

impl From<f64> for Measure {
    fn from(value: f64) -> Self {
        Self { value, range: None }
    }
}

impl From<Interval> for Measure {
    fn from(interval: Interval) -> Self {
        Self { value: interval.value, range: Some((interval.low, interval.high)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(Unit::Share.write(-0.0004), "0.000");
        assert_eq!(Unit::Share.write(-0.04), "−0.040");
        assert_eq!(Unit::Share.write(f64::NAN), "–");
        let interval = Interval { value: 0.711, low: 0.677, high: 0.742 };
        assert_eq!(Unit::Percent.measure(interval.into()), "71.1 (95%: 67.7 to 74.2)");
    }
}
