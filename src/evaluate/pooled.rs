//! All questions of a report together.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize};

use super::bootstrap::{Draws, GroupTables};
use super::report::rows::Rows;
use super::{Interval, Measuring, Outcome};
use crate::stance::StanceDataset;

/// How well `favor` and `against` are told over all questions that have both, as SemEval-2016 task 6 measured (Mohammad
/// et al. 2016): the rows of all targets are counted together, then the F1 of the two labels averaged. Of the rows that the
/// model did not abstain on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// How many questions have both labels.
    pub questions: usize,
    /// Their labelled rows.
    pub rows: usize,
    /// Groups that these belong to; one may have rows of several questions.
    #[serde(default)]
    pub groups: usize,
    /// Rows that the model abstained on.
    #[serde(default)]
    pub abstained: usize,
    /// Mean of the F1 of `favor` and that of `against`.
    #[serde(deserialize_with = "interval_or_value")]
    pub favor_against_f1: Interval,
    /// The same by simpler methods.
    pub baselines: Vec<PooledBaseline>,
}

/// How a simpler method does over all questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledBaseline {
    /// The method.
    pub name: String,
    /// Mean of the F1 of `favor` and that of `against`.
    #[serde(deserialize_with = "interval_or_value")]
    pub favor_against_f1: Interval,
}

/// Reports had the value alone once; they can be read still.
fn interval_or_value<'de, D: Deserializer<'de>>(json: D) -> Result<Interval, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Interval(Interval),
        Value(f64),
    }
    Ok(match Stored::deserialize(json)? {
        Stored::Interval(interval) => interval,
        Stored::Value(value) => Interval { value, low: value, high: value },
    })
}

impl Pooled {
    /// The measure of a model's outcomes and of others, a list for each question; `None` unless two questions or more have both labels.
    pub(super) fn new(
        dataset: &StanceDataset,
        outcomes: &[Vec<Outcome>],
        others: &[(&str, Vec<Vec<Outcome>>)],
        how: &Measuring,
    ) -> Option<Self> {
        let questions = dataset.questions().iter().zip(outcomes).enumerate();
        let asked: Vec<Asked<'_>> = questions
            .filter(|(_, (_, outcomes))| !outcomes.is_empty())
            .filter_map(|(place, (question, outcomes))| {
                let sides = [question.position("favor")?, question.position("against")?];
                Some(Asked { place, sides, rows: Rows::new(dataset, question, outcomes, how) })
            })
            .collect();
        if asked.len() < 2 {
            return None;
        }
        let measured = asked.iter().flat_map(|asked| asked.rows.outcomes);
        let units: BTreeSet<&str> = measured.map(|outcome| dataset.rows()[outcome.row].unit()).collect();
        let units: Vec<&str> = units.into_iter().collect();
        let f1 = |outcomes: &[Vec<Outcome>]| mean_f1(&asked, &units, outcomes, how);
        // A method that says nothing of some question is not measured on the same rows.
        let of_all = |outcomes: &[Vec<Outcome>]| asked.iter().all(|asked| !outcomes[asked.place].is_empty());
        let baselines = others.iter().filter(|(_, outcomes)| of_all(outcomes));
        let abstained = asked.iter().flat_map(|asked| &asked.rows.answered).filter(|answered| !**answered);
        Some(Self {
            questions: asked.len(),
            rows: asked.iter().map(|asked| asked.rows.outcomes.len()).sum(),
            groups: units.len(),
            abstained: abstained.count(),
            favor_against_f1: f1(outcomes),
            baselines: baselines
                .map(|(name, outcomes)| PooledBaseline { name: (*name).to_owned(), favor_against_f1: f1(outcomes) })
                .collect(),
        })
    }
}

/// A question that has both labels.
struct Asked<'r> {
    /// Its place among the dataset's questions.
    place: usize,
    /// The places of `favor` and `against`.
    sides: [usize; 2],
    rows: Rows<'r>,
}

/// `units` are the groups that are drawn, sorted: one stays together over all questions.
fn mean_f1(asked: &[Asked<'_>], units: &[&str], outcomes: &[Vec<Outcome>], how: &Measuring) -> Interval {
    let counts = asked.iter().flat_map(|Asked { place, sides, rows }| {
        // favor, against, and all other labels as one
        let side = |label: usize| sides.iter().position(|side| *side == label).unwrap_or(2);
        rows.counts(&outcomes[*place]).map(move |(at, counted)| {
            let unit = units.partition_point(|unit| *unit < rows.quote(at).unit());
            (unit, counted.map(|(truth, said, weight)| (side(truth), side(said), weight)))
        })
    });
    let tables = GroupTables::new(3, counts);
    let draws = Draws::new(tables.groups(), how.draws, how.seed);
    draws.of_tables(&tables, |sum| vec![(sum.f1(0) + sum.f1(1)) / 2.0])[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::QuoteContext;
    use crate::stance::{LabelledQuote, Question};

    #[test]
    fn rows_of_all_questions_are_counted_together() {
        let question = |name: &str, labels: &[&str]| Question::new(name, labels.iter().map(|label| label.to_string()));
        let questions = vec![
            question("bridge", &["against", "favor", "none"]),
            question("toll", &["against", "favor"]),
            question("colour", &["blue", "red"]),
        ];
        let rows = (0..3).map(|row| {
            let mut quote = LabelledQuote::new(row.to_string(), QuoteContext::new("text"));
            quote.labels = vec![None; 3];
            quote.weight = if row == 2 { 3.0 } else { 1.0 };
            quote
        });
        let dataset = StanceDataset::new(questions, rows.collect());
        let told = |answers: &[(usize, usize, f64)]| -> Vec<Outcome> {
            let outcome = |(row, &(truth, predicted, sure)): (usize, &(usize, usize, f64))| {
                let mut probabilities = vec![0.0; 3];
                probabilities[predicted] = sure;
                Outcome { row, truth, probabilities, predicted }
            };
            answers.iter().enumerate().map(outcome).collect()
        };
        let outcomes = [
            told(&[(1, 1, 0.9), (0, 0, 0.9), (2, 1, 0.6)]),
            told(&[(1, 1, 0.9), (0, 1, 0.9), (1, 0, 0.9)]),
            told(&[(0, 0, 0.9)]),
        ];
        let pool = |outcomes: &[Vec<Outcome>], how: &Measuring| {
            Pooled::new(&dataset, outcomes, &[("same", outcomes.to_vec())], how)
        };
        let close = |found: &Pooled, favor: f64, against: f64| {
            let f1 = found.favor_against_f1;
            assert!((f1.value - (favor + against) / 2.0).abs() < 1e-12, "{found:?}");
            assert!(f1.low < f1.value && f1.value < f1.high, "{found:?}");
            assert_eq!(found.baselines[0].favor_against_f1, f1);
        };
        let found = pool(&outcomes, &Measuring::default()).unwrap();
        assert_eq!((found.questions, found.rows, found.groups, found.abstained), (2, 6, 3, 0));
        // favor: told 4 times, 2 of them right, 3 true ones.
        close(&found, 2.0 * 2.0 / 7.0, 2.0 * 1.0 / 4.0);
        // The third row counts three times: told 6, right 2, true 5; against told 4, right 1, true 2.
        let weighted = Measuring { weighted: true, ..Measuring::default() };
        close(&pool(&outcomes, &weighted).unwrap(), 2.0 * 2.0 / 11.0, 2.0 * 1.0 / 6.0);
        // Without the row on which the model is not sure: told 3.
        let sure = Measuring { min_probability: 0.7, ..Measuring::default() };
        let found = pool(&outcomes, &sure).unwrap();
        assert_eq!((found.rows, found.abstained), (6, 1));
        close(&found, 2.0 * 2.0 / 6.0, 2.0 * 1.0 / 4.0);

        let one = dataset.with_questions(&[0]);
        assert!(Pooled::new(&one, &outcomes[..1], &[], &Measuring::default()).is_none());
    }

    #[test]
    fn regression_a_report_from_before_there_were_intervals_can_be_read() {
        let old =
            r#"{"questions":2,"rows":6,"favor_against_f1":0.5,"baselines":[{"name":"a","favor_against_f1":0.25}]}"#;
        let read: Pooled = serde_json::from_str(old).unwrap();
        assert_eq!((read.favor_against_f1.value, read.baselines[0].favor_against_f1.high), (0.5, 0.25));
        let new = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Pooled>(&new).unwrap(), read);
    }
}
