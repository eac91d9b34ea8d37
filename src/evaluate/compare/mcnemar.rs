//! McNemar's test (1947): whether of the rows that only one of two has right, one of them has more.

use serde::{Deserialize, Serialize};

/// With fewer rows than this the test is exact; from here on the chi-squared distribution is close enough.
const EXACT_BELOW: u64 = 25;

/// How the probability was worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum McNemarTest {
    /// By the binomial distribution.
    ExactBinomial,
    /// By the chi-squared distribution with one degree of freedom, corrected for continuity (Edwards 1948).
    ChiSquared,
}

/// The test and its result.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Rows that the first has right and the second wrong.
    pub b: u64,
    /// Rows that the first has wrong and the second right.
    pub c: u64,
    /// Exact where `b` and `c` are fewer than 25 together.
    pub test: McNemarTest,
    /// The smaller of the two counts when exact, else chi-squared.
    pub statistic: f64,
    /// How probable counts that far apart or farther are when both are right as often; two-sided.
    pub p: f64,
}

impl McNemar {
    /// The test of these counts.
    pub fn new(b: u64, c: u64) -> Self {
        let rows = b.saturating_add(c);
        if rows < EXACT_BELOW {
            let p = (2.0 * binomial_tail(b.min(c), rows)).min(1.0);
            return Self { b, c, test: McNemarTest::ExactBinomial, statistic: b.min(c) as f64, p };
        }
        // The correction must not make equal counts differ.
        let apart = (b.abs_diff(c) as f64 - 1.0).max(0.0);
        let statistic = apart * apart / rows as f64;
        Self { b, c, test: McNemarTest::ChiSquared, statistic, p: erfc((statistic / 2.0).sqrt()) }
    }
}

/// The probability of `most` heads or fewer in `throws` of a fair coin.
fn binomial_tail(most: u64, throws: u64) -> f64 {
    let mut ways = 1.0;
    let mut sum = 1.0;
    for heads in 1..=most {
        ways *= (throws - heads + 1) as f64 / heads as f64;
        sum += ways;
    }
    sum * 0.5_f64.powi(throws as i32)
}

/// The complementary error function of `x`, at least 0. Its square of `x / √2` is the tail of chi-squared with one degree of
/// freedom.
fn erfc(x: f64) -> f64 {
    let scale = (-x * x).exp() / std::f64::consts::PI.sqrt();
    if x < 2.5 {
        // erf x = 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms positive.
        let (mut term, mut sum, mut odd) = (x, x, 1.0);
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= 2.0 * x * x / odd;
            sum += term;
        }
        return 1.0 - 2.0 * scale * sum;
    }
    // The continued fraction of Laplace, from within.
    let fraction = (1..=100).rev().fold(x, |inner, n| x + f64::from(n) / 2.0 / inner);
    scale / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-10 * expected.abs(), "{got} is not {expected}");
    }

    /// 2 · (1 + 8 + 28) / 2⁸ and so on.
    #[test]
    fn few_rows_are_counted_exactly() {
        close(McNemar::new(2, 6).p, 2.0 * (1.0 + 8.0 + 28.0) / 256.0);
        close(McNemar::new(6, 2).p, McNemar::new(2, 6).p);
        close(McNemar::new(0, 5).p, 2.0 / 32.0);
        // The two tails of equal counts overlap in the middle.
        assert_eq!([McNemar::new(0, 0).p, McNemar::new(3, 3).p], [1.0, 1.0]);
        assert_eq!(McNemar::new(9, 15).test, McNemarTest::ExactBinomial);
        assert_eq!(McNemar::new(10, 15).test, McNemarTest::ChiSquared);
    }

    #[test]
    fn many_rows_are_corrected_for_continuity() {
        let test = McNemar::new(30, 50);
        close(test.statistic, 19.0 * 19.0 / 80.0);
        let equal = McNemar::new(40, 40);
        assert_eq!((equal.statistic, equal.p), (0.0, 1.0));
    }

    /// `tests/fixtures/compare/make.py` wrote them.
    #[test]
    fn the_values_are_those_of_scipy() {
        let script: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/fixtures/compare/values.json")).unwrap();
        let cases = script["mcnemar"].as_array().unwrap();
        assert!(cases.len() > 20);
        for case in cases {
            let number = |name: &str| case[name].as_f64().unwrap();
            let test = McNemar::new(number("b") as u64, number("c") as u64);
            close(test.statistic, number("statistic"));
            close(test.p, number("p"));
        }
        for case in script["erfc"].as_array().unwrap() {
            close(erfc(case[0].as_f64().unwrap()), case[1].as_f64().unwrap());
        }
    }
}
