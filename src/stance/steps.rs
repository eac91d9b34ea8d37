//! How one question is answered: in one step, or first the topic and then the side.
//!
//! One classifier over all labels confuses what a quote is about with what it says of it:
//! in a trial, up to a third of the quotes on another question got a side. Two steps keep them
//! apart: a gate that says how likely the quote addresses the question at all, and a side model that
//! was trained only on the quotes which do. Their probabilities multiply.

use std::borrow::Cow;

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};
use serde::{Deserialize, Deserializer, Serialize};

use super::Softmax;
use crate::features::{SparseRows, renumbered};

/// A fitted classifier that gives probabilities.
///
/// Anything that linfa can fit takes part in [`TopicThenSide`] once its model has this.
pub trait Probabilities {
    /// The classes that the training had, ascending.
    fn classes(&self) -> Vec<usize>;

    /// How likely each of these classes is, one row a row.
    fn probabilities(&self, rows: &SparseRows) -> Array2<f64>;
}

impl Probabilities for Softmax {
    fn classes(&self) -> Vec<usize> {
        self.classes().collect()
    }

    fn probabilities(&self, rows: &SparseRows) -> Array2<f64> {
        use linfa::traits::PredictInplace;
        let mut table: Array2<f64> = self.default_target(rows);
        self.predict_inplace(rows, &mut table);
        table
    }
}

/// Fits a question with any classifier of linfa's kind: a gate and a side model where there
/// is an off-topic class, one model where there is none.
#[derive(Debug, Clone)]
pub struct TopicThenSide<P> {
    /// Fits the parts.
    pub classifier: P,
    /// The class of rows that don't address the question.
    pub off_topic: Option<usize>,
    /// How far classes are weighted against their frequency, 0 to 1.
    pub balance: f64,
}

/// A fitted question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer<M> {
    /// One model over all labels.
    Single(M),
    /// A gate (class 0 off topic, class 1 on topic) and a model over the other labels.
    TopicThenSide {
        /// The off-topic class.
        off_topic: u32,
        /// Whether the question is addressed.
        topic: M,
        /// What is said of it; `None` where the training had but one side.
        side: Option<M>,
        /// The side of a training that had but one.
        only: u32,
    },
    /// What was learned of few rows: of thousands of targets each has its own, and a number for every column of all
    /// their rows would fill any memory.
    Few(Few<M>),
}

/// An answer over the columns that its training's rows have; the others would weigh nothing, since the penalty is all
/// that a fit knows of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "M: Deserialize<'de>"))]
pub struct Few<M> {
    /// The columns, ascending.
    columns: Vec<u32>,
    #[serde(deserialize_with = "not_of_few")]
    answer: Box<Answer<M>>,
}

/// Reads an answer over all columns: a file that nests one in the other without end is refused.
fn not_of_few<'de, D: Deserializer<'de>, M: Deserialize<'de>>(file: D) -> Result<Box<Answer<M>>, D::Error> {
    #[derive(Deserialize)]
    enum Whole<M> {
        Single(M),
        TopicThenSide { off_topic: u32, topic: M, side: Option<M>, only: u32 },
    }
    Ok(Box::new(match Whole::deserialize(file)? {
        Whole::Single(model) => Answer::Single(model),
        Whole::TopicThenSide { off_topic, topic, side, only } => Answer::TopicThenSide { off_topic, topic, side, only },
    }))
}

impl<P> TopicThenSide<P> {
    /// Fits rows to classes; `weights` is how much each row counts.
    ///
    /// # Errors
    /// What the classifier's fit gives.
    pub fn fit<E>(&self, rows: &SparseRows, classes: &[usize], weights: &[f32]) -> Result<Answer<P::Object>, E>
    where
        P: Fit<SparseRows, Array1<usize>, E>,
        E: std::error::Error + From<linfa::Error>,
    {
        let Some(off) = self.off_topic.filter(|off| {
            let others = classes.iter().any(|class| class != off);
            classes.contains(off) && others
        }) else {
            return Ok(Answer::Single(self.part(rows.clone(), classes, weights)?));
        };
        let gate: Vec<usize> = classes.iter().map(|&class| usize::from(class != off)).collect();
        let topic = self.part(rows.clone(), &gate, weights)?;
        let on: Vec<usize> = (0..classes.len()).filter(|&i| classes[i] != off).collect();
        let sides: Vec<usize> = on.iter().map(|&i| classes[i]).collect();
        let side = if sides.iter().any(|side| *side != sides[0]) {
            let weights: Vec<f32> = on.iter().map(|&i| weights[i]).collect();
            Some(self.part(rows.select(&on), &sides, &weights)?)
        } else {
            None
        };
        Ok(Answer::TopicThenSide { off_topic: off as u32, topic, side, only: sides[0] as u32 })
    }

    /// The same fit over the columns alone that `rows` have.
    ///
    /// # Errors
    /// What the classifier's fit gives.
    pub fn fit_few<E>(&self, rows: &SparseRows, classes: &[usize], weights: &[f32]) -> Result<Answer<P::Object>, E>
    where
        P: Fit<SparseRows, Array1<usize>, E>,
        E: std::error::Error + From<linfa::Error>,
    {
        let columns = rows.used_columns();
        let answer = Box::new(self.fit(&rows.only(&columns), classes, weights)?);
        Ok(Answer::Few(Few { columns, answer }))
    }

    fn part<E>(&self, rows: SparseRows, classes: &[usize], weights: &[f32]) -> Result<P::Object, E>
    where
        P: Fit<SparseRows, Array1<usize>, E>,
        E: std::error::Error + From<linfa::Error>,
    {
        let weights = balanced(classes, weights, self.balance);
        let data = DatasetBase::new(rows, Array1::from(classes.to_vec())).with_weights(Array1::from(weights));
        self.classifier.fit(&data)
    }
}

/// Row weights with frequent classes weighed down: at `balance` 1 all classes count the same.
fn balanced(classes: &[usize], weights: &[f32], balance: f64) -> Vec<f32> {
    let largest = classes.iter().copied().max().unwrap_or(0);
    let mut mass = vec![0.0f64; largest + 1];
    for (&class, &weight) in classes.iter().zip(weights) {
        mass[class] += f64::from(weight);
    }
    let total: f64 = mass.iter().sum();
    let present = mass.iter().filter(|mass| **mass > 0.0).count() as f64;
    classes
        .iter()
        .zip(weights)
        .map(|(&class, &weight)| {
            let factor = (total / (present * mass[class].max(f64::MIN_POSITIVE))).powf(balance);
            (f64::from(weight) * factor) as f32
        })
        .collect()
}

impl<M: Probabilities> Answer<M> {
    /// How likely each of `labels` classes is, one row a row; each sums to 1.
    pub fn probabilities(&self, rows: &SparseRows, labels: usize) -> Array2<f64> {
        let mut table = Array2::zeros((rows.len(), labels));
        let mut spread = |model: &M, factor: &dyn Fn(usize) -> f64| {
            let part = model.probabilities(rows);
            for (place, class) in model.classes().into_iter().enumerate() {
                for row in 0..rows.len() {
                    table[[row, class]] += part[[row, place]] * factor(row);
                }
            }
        };
        match self {
            Answer::Few(Few { columns, answer }) => return answer.probabilities(&rows.only(columns), labels),
            Answer::Single(model) => spread(model, &|_| 1.0),
            Answer::TopicThenSide { off_topic, topic, side, only } => {
                let gate = topic.probabilities(rows);
                if let Some(side) = side {
                    spread(side, &|row| gate[[row, 1]]);
                }
                for row in 0..rows.len() {
                    table[[row, *off_topic as usize]] += gate[[row, 0]];
                    if side.is_none() {
                        table[[row, *only as usize]] += gate[[row, 1]];
                    }
                }
            }
        }
        table
    }
}

impl Answer<Softmax> {
    /// How likely each of `labels` classes is for one row; they sum to 1.
    pub(super) fn of_row(&self, row: &[(u32, f32)], labels: usize) -> Vec<f64> {
        let mut spread = vec![0.0; labels];
        match self {
            Answer::Few(Few { columns, answer }) => {
                let row: Vec<(u32, f32)> = renumbered(row.iter().copied(), columns).collect();
                return answer.of_row(&row, labels);
            }
            Answer::Single(model) => {
                let part = model.probabilities(row.iter().copied());
                for (class, value) in model.classes().zip(part) {
                    spread[class] += value;
                }
            }
            Answer::TopicThenSide { off_topic, topic, side, only } => {
                let gate = topic.probabilities(row.iter().copied());
                spread[*off_topic as usize] += gate[0];
                match side {
                    Some(side) => {
                        let part = side.probabilities(row.iter().copied());
                        for (class, value) in side.classes().zip(part) {
                            spread[class] += value * gate[1];
                        }
                    }
                    None => spread[*only as usize] += gate[1],
                }
            }
        }
        spread
    }

    /// The same answer with a number for each of `columns`.
    pub(super) fn over_all(&self, columns: usize) -> Cow<'_, Self> {
        let Answer::Few(Few { columns: few, answer }) = self else { return Cow::Borrowed(self) };
        let wide = |model: &Softmax| model.widened(few, columns);
        Cow::Owned(match &**answer {
            Answer::TopicThenSide { off_topic, topic, side, only } => Answer::TopicThenSide {
                off_topic: *off_topic,
                topic: wide(topic),
                side: side.as_ref().map(wide),
                only: *only,
            },
            Answer::Single(model) => Answer::Single(wide(model)),
            few @ Answer::Few(_) => few.clone(),
        })
    }

    /// Whether the parts read from a file fit together and to rows of `columns` and `labels` labels.
    pub(super) fn is_sound(&self, columns: usize, labels: usize) -> bool {
        match self {
            Answer::Few(Few { columns: few, answer }) => {
                few.windows(2).all(|pair| pair[0] < pair[1])
                    && few.last().is_none_or(|last| (*last as usize) < columns)
                    && answer.is_sound(few.len(), labels)
            }
            Answer::Single(model) => model.is_sound(columns, labels),
            Answer::TopicThenSide { off_topic, topic, side, only } => {
                (*off_topic as usize) < labels
                    && (*only as usize) < labels
                    && topic.is_sound(columns, 2)
                    && side.as_ref().is_none_or(|s| s.is_sound(columns, labels))
            }
        }
    }
}
