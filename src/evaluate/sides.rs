//! Measures of the sides taken, `neutral` and `none` together as *neither*.
//!
//! - **macro-F1** over the sides and *neither*: the mean F1 of those that occur in truth or predictions.
//! - **false sides**: of the rows that take no side, the share that is given one.
//! - **opposite sides**: of the rows that take a side, the share that is given another side.
//! - **surest half**: of the rows that take a side, the half (rounded up) whose likeliest side is most probable, of all
//!   labels and before any is decided for; the share of this half whose predicted label is the true one. A row for
//!   which *neither* is predicted counts as wrong.
//! - **between the sides**: of the rows that take a side, the share whose likeliest side is the true one, *neither* left
//!   out of the choice.

use serde::Serialize;

use super::{Confusion, Outcome, at_coverage};
use crate::stance::{Question, likeliest};

/// A row as these measures see it: its labels are the question's sides in their order, then *neither*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SideRow {
    /// The true one.
    pub truth: usize,
    /// The predicted one.
    pub predicted: usize,
    /// How probable the likeliest side is.
    pub confidence: f64,
}

/// A question's sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    /// The places of the sides among the question's labels.
    places: Vec<usize>,
    names: Vec<String>,
}

impl Sides {
    /// All labels but `neutral` and `none`.
    pub fn of(question: &Question) -> Self {
        let places: Vec<usize> = question.sides().collect();
        let mut names: Vec<String> = places.iter().map(|&place| question.labels[place].clone()).collect();
        names.push("neither".to_owned());
        Self { places, names }
    }

    /// Their names, `neither` last.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number that stands for *neither*.
    pub fn neither(&self) -> usize {
        self.places.len()
    }

    /// A label of the question as a side or *neither*.
    pub fn of_label(&self, label: usize) -> usize {
        self.places.iter().position(|place| *place == label).unwrap_or(self.places.len())
    }

    /// What these measures see of an outcome.
    pub fn row(&self, outcome: &Outcome) -> SideRow {
        SideRow {
            truth: self.of_label(outcome.truth),
            predicted: self.of_label(outcome.predicted()),
            confidence: self.places.iter().map(|&place| outcome.probabilities[place]).fold(0.0, f64::max),
        }
    }

    /// How often the likeliest side is the true one, of the outcomes that take a side; 0 without any.
    pub fn between(&self, outcomes: &[Outcome]) -> f64 {
        let taken = outcomes.iter().filter(|outcome| self.places.contains(&outcome.truth));
        let right: Vec<bool> = taken
            .map(|outcome| {
                let sides: Vec<f64> = self.places.iter().map(|&place| outcome.probabilities[place]).collect();
                self.places[likeliest(&sides)] == outcome.truth
            })
            .collect();
        share(right.iter().filter(|right| **right).count(), right.len())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What the module's measures say of some rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideReport {
    /// All rows.
    pub rows: usize,
    /// Those that take a side.
    pub with_side: usize,
    /// Mean F1 of the sides and *neither*.
    pub macro_f1: f64,
    /// Share of the rows without a side that are given one.
    pub false_sides: f64,
    /// Share of the rows with a side that are given another.
    pub opposite_sides: f64,
    /// Accuracy on the surest half of the rows with a side.
    pub surest_half: f64,
    /// How often each side, and last *neither*, (rows) was taken for each (columns).
    pub confusion: Vec<Vec<u64>>,
}

impl SideReport {
    /// Measures `rows` of a question with these sides.
    pub fn new(sides: &Sides, rows: &[SideRow]) -> Self {
        let neither = sides.neither();
        let mut confusion = Confusion::new(neither + 1);
        rows.iter().for_each(|row| confusion.add(row.truth, row.predicted));
        let count = |of: &dyn Fn(&SideRow) -> bool| rows.iter().filter(|row| of(row)).count();
        let with_side = count(&|row| row.truth != neither);
        let false_sides = count(&|row| row.truth == neither && row.predicted != neither);
        let opposite = count(&|row| row.truth != neither && row.predicted != neither && row.predicted != row.truth);
        let taken = rows.iter().filter(|row| row.truth != neither);
        let answers: Vec<(f64, bool)> = taken.map(|row| (row.confidence, row.truth == row.predicted)).collect();
        Self {
            rows: rows.len(),
            with_side,
            macro_f1: confusion.macro_f1(),
            false_sides: share(false_sides, rows.len() - with_side),
            opposite_sides: share(opposite, with_side),
            surest_half: at_coverage(&answers, 0.5).accuracy,
            confusion: confusion.rows(),
        }
    }

    /// Measures the outcomes of a question.
    pub fn of(question: &Question, outcomes: &[Outcome]) -> Self {
        let sides = Sides::of(question);
        let rows: Vec<SideRow> = outcomes.iter().map(|outcome| sides.row(outcome)).collect();
        Self::new(&sides, &rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        Question::new("bridge", ["favor", "against", "neutral", "none"].map(str::to_owned))
    }

    /// Labels in order: against, favor, neutral, none.
    fn outcome(truth: usize, probabilities: [f64; 4]) -> Outcome {
        Outcome::of_likeliest(0, truth, probabilities.to_vec())
    }

    #[test]
    fn neutral_and_none_are_one() {
        let sides = Sides::of(&question());
        assert_eq!(sides.names(), ["against", "favor", "neither"]);
        let row = sides.row(&outcome(2, [0.1, 0.3, 0.1, 0.5]));
        assert_eq!(row, SideRow { truth: 2, predicted: 2, confidence: 0.3 });
    }

    /// Worked by hand. Against: 2 rows, one found, one taken for favor; favor: 2 rows, one found, one missed;
    /// neither: 4 rows, one given a side. F1: against 2/(2+2), favor 2/(2+2), neither 6/(4+4).
    #[test]
    fn a_table_worked_by_hand() {
        let rows =
            [(0, 0, 0.9), (0, 1, 0.6), (1, 1, 0.8), (1, 2, 0.2), (2, 2, 0.1), (2, 2, 0.1), (2, 2, 0.3), (2, 0, 0.5)];
        let rows = rows.map(|(truth, predicted, confidence)| SideRow { truth, predicted, confidence });
        let report = SideReport::new(&Sides::of(&question()), &rows);
        assert_eq!((report.rows, report.with_side), (8, 4));
        assert!((report.macro_f1 - (0.5 + 0.5 + 0.75) / 3.0).abs() < 1e-12);
        assert_eq!((report.false_sides, report.opposite_sides), (0.25, 0.25));
        assert_eq!(report.surest_half, 1.0, "the rows of .9 and .8");
        assert_eq!(report.confusion, [[1, 1, 0], [0, 1, 1], [1, 0, 3]]);
    }

    #[test]
    fn between_the_sides_neither_has_no_say() {
        let sides = Sides::of(&question());
        let outcomes =
            [outcome(0, [0.2, 0.1, 0.3, 0.4]), outcome(1, [0.2, 0.1, 0.0, 0.7]), outcome(3, [0.0, 0.0, 0.0, 1.0])];
        assert_eq!(sides.between(&outcomes), 0.5);
        assert_eq!(sides.between(&outcomes[2..]), 0.0);
    }

    #[test]
    fn without_rows_or_sides_measures_are_zero() {
        let sides = Sides::of(&question());
        let empty = SideReport::new(&sides, &[]);
        let only = SideReport::new(&sides, &[SideRow { truth: 2, predicted: 2, confidence: 0.0 }]);
        for value in [empty.macro_f1, empty.false_sides, empty.opposite_sides, empty.surest_half, only.surest_half] {
            assert_eq!(value, 0.0);
        }
        assert_eq!((only.macro_f1, only.opposite_sides), (1.0, 0.0));
        let none = Question::new("q", ["none".to_owned()]);
        assert_eq!(SideReport::of(&none, &[Outcome::of_likeliest(0, 0, vec![1.0])]).false_sides, 0.0);
    }
}
