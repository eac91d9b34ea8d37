//! All questions of a report together.

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::stance::StanceDataset;

/// How well `favor` and `against` are told over all questions that have both, as SemEval-2016 task 6 measured (Mohammad
/// et al. 2016): the rows of all targets are counted together, then the F1 of the two labels averaged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// How many questions have both labels.
    pub questions: usize,
    /// Their labelled rows.
    pub rows: usize,
    /// Mean of the F1 of `favor` and that of `against`.
    pub favor_against_f1: f64,
    /// The same by simpler methods.
    pub baselines: Vec<PooledBaseline>,
}

/// How a simpler method does over all questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledBaseline {
    /// The method.
    pub name: String,
    /// Mean of the F1 of `favor` and that of `against`.
    pub favor_against_f1: f64,
}

impl Pooled {
    /// The measure of a model's outcomes and of others, a list for each question; `None` unless two questions or more have both labels.
    pub(super) fn new(
        dataset: &StanceDataset,
        outcomes: &[Vec<Outcome>],
        others: &[(&str, Vec<Vec<Outcome>>)],
    ) -> Option<Self> {
        let sides: Vec<Option<[usize; 2]>> = dataset
            .questions()
            .iter()
            .zip(outcomes)
            .map(|(question, outcomes)| {
                let both = [question.position("favor")?, question.position("against")?];
                (!outcomes.is_empty()).then_some(both)
            })
            .collect();
        let questions = sides.iter().flatten().count();
        if questions < 2 {
            return None;
        }
        let rows = sides.iter().zip(outcomes).filter(|(sides, _)| sides.is_some()).map(|(_, rows)| rows.len()).sum();
        // A method that says nothing of some question is not measured on the same rows.
        let of_all = |outcomes: &[Vec<Outcome>]| {
            sides.iter().zip(outcomes).all(|(sides, outcomes)| sides.is_none() || !outcomes.is_empty())
        };
        let baselines = others.iter().filter(|(_, outcomes)| of_all(outcomes)).map(|(name, outcomes)| PooledBaseline {
            name: (*name).to_owned(),
            favor_against_f1: mean_f1(&sides, outcomes),
        });
        Some(Self { questions, rows, favor_against_f1: mean_f1(&sides, outcomes), baselines: baselines.collect() })
    }
}

/// `sides` has the places of the two labels for each question that counts.
fn mean_f1(sides: &[Option<[usize; 2]>], outcomes: &[Vec<Outcome>]) -> f64 {
    let f1 = |side: usize| {
        let (mut right, mut told, mut true_ones) = (0u32, 0u32, 0u32);
        for (sides, outcomes) in sides.iter().zip(outcomes) {
            let Some(label) = sides.map(|sides| sides[side]) else { continue };
            for outcome in outcomes {
                let (told_here, true_here) = (outcome.predicted() == label, outcome.truth == label);
                right += u32::from(told_here && true_here);
                told += u32::from(told_here);
                true_ones += u32::from(true_here);
            }
        }
        if told + true_ones == 0 { 0.0 } else { 2.0 * f64::from(right) / f64::from(told + true_ones) }
    };
    (f1(0) + f1(1)) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Question;

    #[test]
    fn rows_of_all_questions_are_counted_together() {
        let question = |name: &str, labels: &[&str]| Question::new(name, labels.iter().map(|label| label.to_string()));
        let questions = vec![
            question("bridge", &["against", "favor", "none"]),
            question("toll", &["against", "favor"]),
            question("colour", &["blue", "red"]),
        ];
        let dataset = StanceDataset::new(questions, Vec::new());
        let told = |pairs: &[(usize, usize)]| -> Vec<Outcome> {
            let outcome = |(row, &(truth, predicted)): (usize, &(usize, usize))| Outcome {
                row,
                truth,
                probabilities: Vec::new(),
                predicted,
            };
            pairs.iter().enumerate().map(outcome).collect()
        };
        let outcomes = [told(&[(1, 1), (0, 0), (2, 1)]), told(&[(1, 1), (0, 1), (1, 0)]), told(&[(0, 0)])];
        let pooled = Pooled::new(&dataset, &outcomes, &[("same", outcomes.to_vec())]).unwrap();
        assert_eq!((pooled.questions, pooled.rows), (2, 6));
        // favor: told 4 times, 2 of them right, 3 true ones.
        let expected = (2.0 * 2.0 / 7.0 + 2.0 * 1.0 / 4.0) / 2.0;
        assert!((pooled.favor_against_f1 - expected).abs() < 1e-12, "{pooled:?}");
        assert_eq!(pooled.baselines[0].favor_against_f1, pooled.favor_against_f1);
        let one = StanceDataset::new(dataset.questions()[..1].to_vec(), Vec::new());
        assert!(Pooled::new(&one, &outcomes[..1], &[]).is_none());
    }
}
