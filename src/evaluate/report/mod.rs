//! What an evaluation found, for people and for programs.

mod breakdown;
mod curve;
mod doubt;
mod measure;
pub(super) mod rows;
mod text;

use serde::{Deserialize, Serialize};

use super::pooled::Pooled;
use super::{Calibration, CoveragePoint, Interval, LabelScore};

pub use measure::Measuring;

/// What an evaluation found, question by question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StanceReport {
    /// How it was measured.
    pub title: String,
    /// Rows of the dataset.
    pub rows: usize,
    /// The model abstained where the label it would give was less probable.
    pub min_probability: f64,
    /// How often groups were drawn again for the intervals.
    pub draws: usize,
    /// What decided the draws and the folds.
    pub seed: u64,
    /// Whether rows count by their weight in the measures, instead of one each. What is named as rows counts each
    /// row as one all the same.
    #[serde(default)]
    pub weighted: bool,
    /// One a question that has labelled rows.
    pub questions: Vec<QuestionReport>,
    /// All questions together, where several have the labels `favor` and `against`.
    pub pooled: Option<Pooled>,
}

/// What an evaluation found on one question. The measures are of the rows that the model did not abstain on; coverage
/// and calibration are of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionReport {
    /// The question.
    pub question: String,
    /// Labelled rows.
    pub rows: usize,
    /// Rows of the dataset without a label on this question: left out.
    pub unlabelled: usize,
    /// Groups that the labelled rows belong to.
    pub groups: usize,
    /// Rows that the model abstained on.
    pub abstained: usize,
    /// Share of the rows predicted right.
    pub accuracy: Interval,
    /// Mean F1 of the labels that occur.
    pub macro_f1: Interval,
    /// Mean F1, each label counted by its rows.
    pub weighted_f1: Interval,
    /// Matthews' correlation.
    pub mcc: Interval,
    /// Cohen's kappa.
    pub kappa: Interval,
    /// SemEval's mean of F1(favor) and F1(against), where the question has both labels.
    pub favor_against_f1: Option<Interval>,
    /// One a label, in the question's order.
    pub labels: Vec<LabelScore>,
    /// The intervals of what `labels` has, in the same order.
    #[serde(default)]
    pub label_intervals: Vec<LabelIntervals>,
    /// How often each label (rows) was taken for each (columns), in the same order.
    pub confusion: Vec<Vec<u64>>,
    /// The same as sums of weights, where rows count by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confusion_by_weight: Option<Vec<Vec<f64>>>,
    /// The same rows by simpler methods.
    pub baselines: Vec<BaselineScore>,
    /// The accuracy when only the surest rows are answered, by the probability of the label given.
    pub coverage: Vec<CoveragePoint>,
    /// The same of the rows that take a side, by the probability of the likeliest side.
    pub coverage_of_sides: Vec<CoveragePoint>,
    /// Whether the probabilities are what they say.
    pub calibration: Calibration,
    /// Its error with the interval.
    #[serde(default)]
    pub calibration_error: Option<Interval>,
    /// Precision and recall as the probability asked for falls, one a label, in the question's order.
    pub precision_recall: Vec<PrecisionRecall>,
    /// The measures of the rows that have one value of a column, for each column that was asked for.
    pub breakdowns: Vec<Breakdown>,
    /// The measures after training on a part of the groups only, by growing part; empty unless it was asked for.
    pub learning_curve: Vec<LearningPoint>,
    /// The most confident mistakes, surest first.
    pub mistakes: Vec<Mistake>,
    /// What was said of each labelled row, in the order of the rows.
    pub answers: Vec<Answered>,
}

/// The intervals of a label's measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelIntervals {
    /// The label.
    pub label: String,
    /// Share of the rows so predicted that are so.
    pub precision: Interval,
    /// Share of the rows that are so which were so predicted.
    pub recall: Interval,
    /// Harmonic mean of the two.
    pub f1: Interval,
    /// The precision at each threshold, weighted by the recall it adds; of all rows, abstained on or not.
    pub average_precision: Interval,
}

/// How well one label is told from all others, whatever its probability must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRecall {
    /// The label.
    pub label: String,
    /// Average precision: the precision at each threshold, weighted by the recall it adds; 0 when no row has the label.
    pub average_precision: f64,
    /// By falling threshold, one for each probability that occurs; of more than a hundred some hundred, the first and the last
    /// among them.
    pub points: Vec<PrecisionRecallPoint>,
}

/// Precision and recall of a label given to the rows where it is this probable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRecallPoint {
    /// The least probability.
    pub threshold: f64,
    /// Share of these rows that have the label.
    pub precision: f64,
    /// Share of the label's rows that are among them.
    pub recall: f64,
}

/// The measures by the values of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The column.
    pub column: String,
    /// One a value, the most frequent first.
    pub values: Vec<BreakdownValue>,
}

/// The measures of the rows with one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreakdownValue {
    /// The value; empty where the cell is.
    pub value: String,
    /// Labelled rows.
    pub rows: usize,
    /// Groups that they belong to.
    pub groups: usize,
    /// Share of the rows predicted right.
    pub accuracy: Interval,
    /// Mean F1 of the labels that occur.
    pub macro_f1: Interval,
}

/// The measures after training on a part of the groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LearningPoint {
    /// The share of the training groups.
    pub share: f64,
    /// Labelled rows trained on, on average over the folds.
    pub rows: f64,
    /// Share of the rows predicted right.
    pub accuracy: Interval,
    /// Mean F1 of the labels that occur.
    pub macro_f1: Interval,
}

/// A row that was predicted wrong, to be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// The row's id.
    pub id: String,
    /// Its article, else its group; empty without.
    pub article: String,
    /// `direct`, `mixed` or `indirect`; empty where the data don't say.
    pub kind: String,
    /// Who spoke; empty where the data don't say.
    pub speaker: String,
    /// The text before the quote.
    pub before: String,
    /// The quote.
    pub quote: String,
    /// The text after it.
    pub after: String,
    /// The label that it has.
    pub truth: String,
    /// The label that was predicted.
    pub predicted: String,
    /// The probability of the predicted label.
    pub probability: f64,
    /// The probability of the true label.
    pub probability_of_truth: f64,
    /// What moved the decision, the weightiest first: words or facts with the log-odds that each added for the predicted label;
    /// the last is the sum of all that is left.
    pub moved: Vec<Moved>,
}

/// Something that moved a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// The words, or the fact's name.
    pub what: String,
    /// The log-odds added for the predicted label; below 0 it spoke against it.
    pub log_odds: f64,
}

/// What was said of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The row's id.
    pub id: String,
    /// What it is resampled with: its group, else its article, else itself.
    pub group: String,
    /// The label that it has.
    pub truth: String,
    /// The label that was predicted.
    pub predicted: String,
    /// The probability of each label, in the question's order.
    pub probabilities: Vec<f64>,
}

/// How a simpler method does on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaselineScore {
    /// The method, and what it was trained on where that is not what the model was trained on.
    pub name: String,
    /// Share of the rows predicted right.
    pub accuracy: Interval,
    /// Mean F1 of the labels that occur.
    pub macro_f1: Interval,
    /// SemEval's mean of F1(favor) and F1(against), where the question has both labels.
    #[serde(default)]
    pub favor_against_f1: Option<Interval>,
}
