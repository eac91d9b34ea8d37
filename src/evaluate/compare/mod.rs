//! Two models, or two reports, on the same rows.
//!
//! Rows are paired, so that what makes a row hard or easy counts for both alike: each redrawn dataset of the bootstrap
//! holds the same groups for both, and the interval is that of their difference (Efron and Tibshirani 1993;
//! Koehn 2004 for language processing). McNemar's test looks only at the rows that one of them has
//! right and the other wrong. It takes rows for independent, which the quotes of one article are not: the verdict goes
//! by the intervals, whose draws keep groups whole.

mod answers;
mod mcnemar;
mod pairs;
mod text;
mod verdict;

use serde::{Deserialize, Serialize};

use super::Interval;
use crate::Result;

pub use answers::{Answers, QuestionAnswers};
pub use mcnemar::{McNemar, McNemarTest};
pub use verdict::Verdict;

/// How often groups are drawn again when nobody says.
pub const COMPARE_DRAWS: usize = 2000;

/// How two models do on the same rows, question by question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What the first is called.
    pub a: String,
    /// What the second is called.
    pub b: String,
    /// How the first was measured.
    pub how_a: String,
    /// How the second was measured.
    pub how_b: String,
    /// Which of them count rows by their weight in their own reports: `a`, `b`, both or none.
    #[serde(default)]
    pub weighted: Vec<String>,
    /// How often groups were drawn again for the intervals.
    pub draws: usize,
    /// What decided the draws.
    pub seed: u64,
    /// Questions that only the first has: left out.
    pub only_a: Vec<String>,
    /// Questions that only the second has: left out.
    pub only_b: Vec<String>,
    /// One a question that both have, in the first's order.
    pub questions: Vec<QuestionComparison>,
}

/// How two models do on one question. All measures are of the rows that both gave a label, each counted as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionComparison {
    /// The question.
    pub question: String,
    /// Rows that both gave a label.
    pub rows: usize,
    /// Groups that they belong to.
    pub groups: usize,
    /// Rows of both on which the first abstained, as did the second perhaps: left out.
    #[serde(default)]
    pub abstained_a: usize,
    /// Rows of both on which the second abstained, as did the first perhaps: left out.
    #[serde(default)]
    pub abstained_b: usize,
    /// Rows that only the first has, by id: left out.
    pub only_a: Vec<String>,
    /// Rows that only the second has, by id: left out.
    pub only_b: Vec<String>,
    /// Mean F1 of the labels that occur.
    pub macro_f1: Difference,
    /// Share of the rows predicted right.
    pub accuracy: Difference,
    /// Matthews' correlation.
    pub mcc: Difference,
    /// Cohen's kappa.
    pub kappa: Difference,
    /// SemEval's mean of F1(favor) and F1(against), where the question has both labels.
    pub favor_against_f1: Option<Difference>,
    /// Whether one of them is right on more of the rows on which they differ.
    pub mcnemar: McNemar,
    /// What these figures come to.
    pub verdict: Verdict,
    /// The verdict in words.
    pub says: String,
    /// The rows that got another label, those first of which both were surest.
    pub changes: Vec<Change>,
}

impl QuestionComparison {
    /// The measures by their names, those that the question has.
    pub fn measures(&self) -> Vec<(&'static str, &Difference)> {
        let of_both = self.favor_against_f1.as_ref().map(|of_both| ("favor_against_f1", of_both));
        let all =
            [("macro_f1", &self.macro_f1), ("accuracy", &self.accuracy), ("mcc", &self.mcc), ("kappa", &self.kappa)];
        all.into_iter().chain(of_both).collect()
    }
}

/// A measure of both, and by how much they differ; the same draws gave all three intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Of the first.
    pub a: Interval,
    /// Of the second.
    pub b: Interval,
    /// The second's less the first's.
    pub difference: Interval,
}

/// A row that got another label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The row's id.
    pub id: String,
    /// The label that it has.
    pub truth: String,
    /// What the first said.
    pub a: String,
    /// How probable the first took it to be.
    pub probability_a: f64,
    /// What the second said.
    pub b: String,
    /// How probable the second took it to be.
    pub probability_b: f64,
    /// What that did.
    pub effect: Effect,
    /// The quote; empty where it is not known.
    pub quote: String,
}

impl Change {
    /// How sure both were of their labels, on average.
    fn sureness(&self) -> f64 {
        (self.probability_a + self.probability_b) / 2.0
    }
}

/// What another label did to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Wrong by the first, right by the second.
    Better,
    /// Right by the first, wrong by the second.
    Worse,
    /// Wrong by both.
    Neither,
}

impl Effect {
    /// The name that every output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Better => "better",
            Effect::Worse => "worse",
            Effect::Neither => "neither",
        }
    }
}

/// Compares what two models said of the same rows. `draws` and `seed` are those of the bootstrap.
///
/// Rows are paired by question and id; of rows with one id the first with the first, the second with the second.
///
/// ```
/// use quotestance::evaluate::{Answered, Answers, QuestionAnswers, compare};
///
/// let said = |labels: [&str; 3]| {
///     let rows = labels.iter().enumerate().map(|(row, label)| Answered {
///         id: row.to_string(),
///         group: row.to_string(),
///         truth: "favor".into(),
///         predicted: label.to_string(),
///         probabilities: vec![0.5, 0.5],
///     });
///     let question = QuestionAnswers {
///         question: "bridge".into(),
///         labels: vec!["against".into(), "favor".into()],
///         rows: rows.collect(),
///     };
///     Answers { name: "a model".into(), how: String::new(), min_probability: 0.0, weighted: false, questions: vec![question] }
/// };
/// let found = compare(&said(["favor", "against", "against"]), &said(["favor", "favor", "against"]), 100, 1)?;
/// assert!((found.questions[0].accuracy.difference.value - 1.0 / 3.0).abs() < 1e-12);
/// assert_eq!(found.questions[0].changes[0].id, "1");
/// # Ok::<(), quotestance::Error>(())
/// ```
///
/// # Errors
/// [`Error::Usage`](crate::Error::Usage) when they have no row in common, disagree on a row's true label, or have a
/// different number of rows with one id.
pub fn compare(a: &Answers, b: &Answers, draws: usize, seed: u64) -> Result<Comparison> {
    pairs::compare(a, b, draws, seed)
}

impl Comparison {
    /// Puts quotes to the rows that changed, as far as `known` knows them by their ids.
    pub fn with_quotes<'q>(mut self, known: impl Fn(&str) -> Option<&'q str>) -> Self {
        for change in self.questions.iter_mut().flat_map(|question| &mut question.changes) {
            if let Some(quote) = known(&change.id) {
                change.quote = quote.to_owned();
            }
        }
        self
    }

    /// What was left out, for a reader to know; a line each.
    pub fn left_out(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, questions) in [(&self.a, &self.only_a), (&self.b, &self.only_b)] {
            if !questions.is_empty() {
                let names = crate::error::few(questions, NAMED);
                lines.push(format!("questions that only {name} has are left out: {} ({names})", questions.len()));
            }
        }
        for question in &self.questions {
            for (name, rows) in [(&self.a, &question.only_a), (&self.b, &question.only_b)] {
                if !rows.is_empty() {
                    let (of, ids) = (&question.question, crate::error::few(rows, NAMED));
                    lines.push(format!("{of}: rows that only {name} has are left out: {} ({ids})", rows.len()));
                }
            }
        }
        lines
    }
}

/// How many rows or questions that are left out are named.
const NAMED: usize = 5;

#[cfg(test)]
mod tests;
