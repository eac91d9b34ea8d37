//! The table of an annotated article: one line a quote.

use crate::Result;

use super::{Place, QUESTIONS};

const HARD: &[&str] = &[
    "-",
    "negation",
    "concession",
    "conditional",
    "comparative",
    "irony",
    "rejected",
    "vocabulary",
    "policy",
    "one-question",
    "sense",
    "context",
    "implicit",
];
const GROUNDS: &[&str] = &[
    "-",
    "principle",
    "deterrence",
    "cost",
    "error",
    "victims",
    "law",
    "diplomacy",
    "precedent",
    "religion",
    "procedure",
    "security",
    "humanity",
    "politics",
    "fact",
];

/// A line of the table.
pub(super) struct Row<'r> {
    pub line: usize,
    pub number: usize,
    /// The speaker's letter, or `?`.
    pub speaker: &'r str,
    pub stances: [&'static str; QUESTIONS.len()],
    pub hard: &'static str,
    pub ground: &'static str,
}

/// Reads the table, whose quotes must be numbered from 1 without a gap.
pub(super) fn parse<'r>(table: &'r str, first_line: usize, place: Place<'_>) -> Result<Vec<Row<'r>>> {
    let mut rows: Vec<Row<'r>> = Vec::new();
    for (line, content) in (first_line..).zip(table.split('\n')) {
        if content.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = content.split_whitespace().collect();
        let [number, speaker, labels @ .., hard, ground] = &cells[..] else {
            return place.fail(line, "a table line needs 7 cells", "see the other lines");
        };
        if labels.len() != QUESTIONS.len() {
            return place.fail(line, "a table line needs 7 cells", "see the other lines");
        }
        if number.parse() != Ok(rows.len() + 1) {
            return place.fail(line, "the numbers of the table don't run 1, 2, 3", "number the quotes anew");
        }
        let mut stances = ["none"; QUESTIONS.len()];
        for ((stance, label), (question, known)) in stances.iter_mut().zip(labels).zip(QUESTIONS) {
            if *label != "-" {
                *stance = known[one_of(label, known, question, line, place)?];
            }
        }
        rows.push(Row {
            line,
            number: rows.len() + 1,
            speaker,
            stances,
            hard: HARD[one_of(hard, HARD, "difficulty", line, place)?],
            ground: GROUNDS[one_of(ground, GROUNDS, "ground", line, place)?],
        });
    }
    Ok(rows)
}

/// The place of `value` among `known`; an error that lists them when it is not there.
pub(super) fn one_of(value: &str, known: &[&str], what: &str, line: usize, place: Place<'_>) -> Result<usize> {
    known.iter().position(|name| *name == value).ok_or_else(|| {
        let remedy = format!("use one of {}", known.join(", "));
        place.error(line, format!("`{value}` is no {what}"), &remedy)
    })
}
