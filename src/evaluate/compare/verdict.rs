//! What a comparison comes to, in words.

use serde::{Deserialize, Serialize};

use super::{Difference, McNemar};
use crate::evaluate::{FEW_GROUPS, Interval};

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first is better.
    A,
    /// The second is better.
    B,
    /// One has the better macro-F1 and the other is right more often.
    Mixed,
    /// None that these rows can show.
    NoDifference,
    /// Both gave every row the same label.
    Same,
}

/// Which of two is better by an interval of their difference; `None` where it holds 0.
fn better(difference: &Interval) -> Option<Verdict> {
    match (difference.low > 0.0, difference.high < 0.0) {
        (true, _) => Some(Verdict::B),
        (_, true) => Some(Verdict::A),
        _ => None,
    }
}

/// The verdict and a sentence. It goes by the intervals of macro-F1 and accuracy: their draws keep the rows of a group
/// together, as McNemar's test does not.
pub(super) fn verdict(
    [a, b]: [&str; 2],
    macro_f1: &Difference,
    accuracy: &Difference,
    mcnemar: &McNemar,
    [changed, groups]: [usize; 2],
) -> (Verdict, String) {
    if groups == 0 {
        return (Verdict::NoDifference, "no row got a label from both".to_owned());
    }
    if changed == 0 {
        return (Verdict::Same, "both give every row the same label".to_owned());
    }
    if groups < FEW_GROUPS {
        let says = format!("too few groups to tell: {groups}, and an interval needs {FEW_GROUPS} to mean anything");
        return (Verdict::NoDifference, says);
    }
    let told = |name: &str, of: &Interval| format!("{name} {} ({})", by(of.value), range(of));
    let (by_f1, by_accuracy) = (better(&macro_f1.difference), better(&accuracy.difference));
    let name = |verdict: Verdict| if verdict == Verdict::A { format!("A ({a})") } else { format!("B ({b})") };
    let (f1, right) = (told("macro-F1", &macro_f1.difference), told("accuracy", &accuracy.difference));
    match (by_f1, by_accuracy) {
        (Some(one), Some(other)) if one != other => {
            let says = format!(
                "each is better at something: {} by {f1}, {} by {right}; choose by what counts for you",
                name(one),
                name(other)
            );
            (Verdict::Mixed, says)
        }
        (Some(one), Some(_)) => (one, format!("{} is better: {f1}, {right}", name(one))),
        (Some(one), None) => (
            one,
            format!("{} is better by {f1}; in accuracy there is no difference that these rows can show", name(one)),
        ),
        (None, Some(one)) => (
            one,
            format!("{} is better by {right}; in macro-F1 there is no difference that these rows can show", name(one)),
        ),
        (None, None) => {
            let mut says = format!("no difference that these rows can show: {f1}, {right}");
            if mcnemar.p < 0.05 {
                says.push_str("; McNemar’s test sees one, but takes the rows of a group for independent");
            }
            (Verdict::NoDifference, says)
        }
    }
}

/// A difference of the second to the first.
fn by(value: f64) -> String {
    // No minus before what is shown as zero.
    let value = (value * 1000.0).round() / 1000.0 + 0.0;
    format!("{value:+.3}")
}

fn range(of: &Interval) -> String {
    format!("95%: {} to {}", by(of.low), by(of.high))
}

/// An interval of a difference as reports show it.
pub(super) fn difference(of: &Interval) -> String {
    format!("{} ({})", by(of.value), range(of))
}
