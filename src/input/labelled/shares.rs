//! The label of a row whose readers may have disagreed.

use std::collections::BTreeMap;

use crate::{Error, Result};

/// What a row says of a question.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Stance {
    /// The label with the largest share; none when the row is unlabelled, or when several share the first place.
    pub label: Option<String>,
    /// The share of each label, where more than one has some; they sum to 1.
    pub soft: Vec<(String, f64)>,
}

/// Each vote counts the same.
pub(super) fn of_votes<'v>(votes: impl IntoIterator<Item = &'v str>) -> Stance {
    let mut counts = BTreeMap::new();
    for vote in votes {
        *counts.entry(vote).or_insert(0.0) += 1.0;
    }
    of_counts(counts)
}

/// Labels with their share as it was read, and its column; empty cells are 0. Numbers that don't sum to 1, as
/// counts of votes, are divided by their sum.
pub(super) fn of_cells<'c>(
    cells: impl Iterator<Item = (&'c str, &'c str, usize)>,
    place: impl Fn(usize) -> String,
) -> Result<Stance> {
    let mut counts = BTreeMap::new();
    for (label, cell, column) in cells.filter(|(_, cell, _)| !cell.is_empty()) {
        match cell.parse::<f64>() {
            Ok(share) if (0.0..=1e6).contains(&share) => *counts.entry(label).or_insert(0.0) += share,
            _ => {
                let problem = format!("the share `{cell}` of the label `{label}` is not a number from 0 on");
                let remedy = "write a probability such as 0.25 or a count of votes, or leave the cell empty";
                return Err(Error::input(place(column), problem, remedy));
            }
        }
    }
    Ok(of_counts(counts))
}

fn of_counts(mut counts: BTreeMap<&str, f64>) -> Stance {
    counts.retain(|_, count| *count > 0.0);
    let total: f64 = counts.values().sum();
    let largest = counts.values().copied().fold(0.0, f64::max);
    // sums of decimal fractions differ in their last digits
    let mut first = counts.iter().filter(|(_, count)| **count > largest - 1e-9 * total);
    let label = match (first.next(), first.next()) {
        (Some((label, _)), None) => Some((*label).to_owned()),
        _ => None,
    };
    if counts.len() < 2 {
        return Stance { label, soft: Vec::new() };
    }
    Stance { label, soft: counts.into_iter().map(|(label, count)| (label.to_owned(), count / total)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(cells: &[(&str, &str)]) -> Result<Stance> {
        let cells = cells.iter().enumerate().map(|(column, (label, cell))| (*label, *cell, column));
        of_cells(cells, |column| format!("column {column}"))
    }

    fn soft(shares: &[(&str, f64)]) -> Vec<(String, f64)> {
        shares.iter().map(|(label, share)| ((*label).to_owned(), *share)).collect()
    }

    #[test]
    fn votes_become_shares_and_the_likeliest_is_the_label() {
        let stance = of_votes(["for", "against", "for", "for"]);
        assert_eq!(stance, Stance { label: Some("for".into()), soft: soft(&[("against", 0.25), ("for", 0.75)]) });
        assert_eq!(of_votes(["for", "for"]), Stance { label: Some("for".into()), soft: Vec::new() });
        assert_eq!(of_votes([]), Stance::default());
    }

    #[test]
    fn a_tie_has_shares_and_no_label() {
        assert_eq!(of_votes(["for", "against"]).label, None);
        let thrice = cells(&[("a", "0.3"), ("b", "0.1"), ("b", "0.2"), ("c", "0.4")]).unwrap();
        assert_eq!(thrice.label.as_deref(), Some("c"));
        assert_eq!(cells(&[("a", "0.3"), ("b", "0.1"), ("b", "0.2")]).unwrap().label, None, ".1 and .2 are .3");
    }

    #[test]
    fn numbers_are_divided_by_their_sum_and_bad_ones_refused() {
        let stance = cells(&[("for", "3"), ("against", "1"), ("neutral", "")]).unwrap();
        assert_eq!(stance, Stance { label: Some("for".into()), soft: soft(&[("against", 0.25), ("for", 0.75)]) });
        assert_eq!(cells(&[("for", "1.0"), ("against", "0")]).unwrap().soft, []);
        assert_eq!(cells(&[("for", ""), ("against", "0")]).unwrap(), Stance::default());
        for bad in ["-0.1", "NaN", "inf", "half", "1e300"] {
            let error = cells(&[("for", "1"), ("against", bad)]).unwrap_err().to_string();
            let expected =
                format!("column 1: the share `{bad}` of the label `against` is not a number from 0 on; write");
            assert!(error.starts_with(&expected), "{error}");
        }
    }
}
