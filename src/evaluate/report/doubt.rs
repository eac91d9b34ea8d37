//! Intervals of what no confusion table tells: average precision and calibration error.

use super::rows::Rows;
use crate::evaluate::Interval;
use crate::evaluate::bootstrap::Draws;
use crate::evaluate::calibration::{BINS, Bin};

/// A row by falling score of a label.
struct Ranked {
    group: usize,
    weight: f64,
    has: bool,
    /// Whether the next row has a lower score.
    last_of_its_score: bool,
}

/// The expected calibration error, and the average precision of each label in the question's order; of all rows.
pub(super) fn of_probabilities(rows: &Rows<'_>) -> (Interval, Vec<Interval>) {
    let binned: Vec<(usize, usize, f64, f64)> = rows
        .outcomes
        .iter()
        .enumerate()
        .map(|(place, outcome)| {
            let (sure, weight) = (outcome.confidence(), rows.weights[place]);
            let apart = weight * (sure - f64::from(u8::from(outcome.is_right())));
            (rows.groups[place], Bin::of(sure), apart, weight)
        })
        .collect();
    let ranked: Vec<Vec<Ranked>> = (0..rows.question.labels.len()).map(|label| ranking(rows, label)).collect();
    let measure = |times: &[f64]| {
        let mut values = vec![calibration_error(&binned, times)];
        values.extend(ranked.iter().map(|ranked| average_precision(ranked, times)));
        values
    };
    let groups = rows.groups.iter().max().map_or(0, |last| last + 1);
    let mut found = Draws::new(groups, rows.how.draws, rows.how.seed).of_counts(measure);
    let labels = found.split_off(1);
    (found[0], labels)
}

fn ranking(rows: &Rows<'_>, label: usize) -> Vec<Ranked> {
    let score = |place: usize| rows.outcomes[place].probabilities.get(label).copied().unwrap_or(0.0);
    let mut places: Vec<usize> = (0..rows.outcomes.len()).collect();
    places.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
    let row = |(at, &place): (usize, &usize)| Ranked {
        group: rows.groups[place],
        weight: rows.weights[place],
        has: rows.outcomes[place].truth == label,
        last_of_its_score: places.get(at + 1).is_none_or(|next| score(*next) != score(place)),
    };
    places.iter().enumerate().map(row).collect()
}

/// What [`super::curve`] computes, of groups that are there so many times; NaN without a row of the label.
fn average_precision(ranked: &[Ranked], times: &[f64]) -> f64 {
    let (mut right, mut told, mut before, mut sum) = (0.0, 0.0, 0.0, 0.0);
    for row in ranked {
        let weight = row.weight * times[row.group];
        told += weight;
        right += if row.has { weight } else { 0.0 };
        if row.last_of_its_score && right > before {
            sum += right / told * (right - before);
            before = right;
        }
    }
    if right > 0.0 { sum / right } else { f64::NAN }
}

fn calibration_error(binned: &[(usize, usize, f64, f64)], times: &[f64]) -> f64 {
    let (mut apart, mut total) = ([0.0; BINS], 0.0);
    for (group, bin, distance, weight) in binned {
        apart[*bin] += times[*group] * distance;
        total += times[*group] * weight;
    }
    if total > 0.0 { apart.iter().map(|apart: &f64| apart.abs()).sum::<f64>() / total } else { 0.0 }
}
