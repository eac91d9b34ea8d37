//! Measures a given model.

use super::mistakes::MistakeFinder;
use super::within::within;
use super::{Baseline, Measuring, Outcome, StanceReport, outcomes};
use crate::error::few;
use crate::stance::{StanceDataset, StanceModel};
use crate::{Error, Result};

/// How many questions of a model an error names.
const NAMED_QUESTIONS: usize = 10;

/// Measures a model on labelled quotes that it was not trained on.
///
/// # Errors
/// [`Error::Usage`] when no question of the model is labelled in `dataset`.
pub fn evaluate(model: &StanceModel, dataset: &StanceDataset) -> Result<StanceReport> {
    let min_probability = model.min_probability();
    evaluate_with(model, dataset, None, &Measuring { min_probability, ..Measuring::default() })
}

/// The same, told how to measure and which mistakes to tell. The baselines are trained on `baseline_train`; without it each answers the rows that are
/// measured by cross-validation on them.
///
/// # Errors
/// [`Error::Usage`] when no question of the model is labelled in `dataset`.
pub fn evaluate_with(
    model: &StanceModel,
    dataset: &StanceDataset,
    baseline_train: Option<&StanceDataset>,
    how: &Measuring,
) -> Result<StanceReport> {
    let measured: Vec<usize> = (0..dataset.len()).collect();
    let (dataset, train) = match baseline_train {
        None => (dataset.with_labels_of(model.questions()), None),
        Some(train) => {
            // One list of questions and labels for both.
            let both = dataset.clone().merge(train.clone()).with_labels_of(model.questions());
            let others: Vec<usize> = (dataset.len()..both.len()).collect();
            (both.select(&measured), Some(both.select(&others)))
        }
    };
    let outcomes = outcomes(model, &dataset);
    if outcomes.iter().all(Vec::is_empty) {
        let names: Vec<&str> = model.questions().iter().map(|q| q.name.as_str()).collect();
        return Err(Error::Usage {
            problem: "no row is labelled on a question that the model answers".into(),
            remedy: format!("label columns or targets that it knows, which are {}", few(&names, NAMED_QUESTIONS)),
        });
    }
    let others: Vec<(String, Vec<Vec<Outcome>>)> = match &train {
        None => within(&dataset, &outcomes, how.seed),
        Some(train) => {
            let others = Baseline::ALL.map(|baseline| (baseline, baseline.outcomes(train, &dataset)));
            others.map(|(baseline, found)| (format!("{}, on its own rows", baseline.name()), found)).into()
        }
    };
    let others: Vec<(&str, Vec<Vec<Outcome>>)> =
        others.iter().map(|(name, found)| (name.as_str(), found.clone())).collect();
    let title = "by a given model on rows that it must not have been trained on";
    let mut report = StanceReport::measured(title, &dataset, &outcomes, &others, how);
    let finder = MistakeFinder::new(&how.mistakes, how.min_probability);
    finder.look(model, &dataset, &outcomes);
    finder.finish(&mut report);
    Ok(report)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::cross::tests::dataset;
    use super::*;
    use crate::features::QuoteContext;
    use crate::stance::{LabelledQuote, TrainParams};

    #[test]
    fn a_label_that_the_model_does_not_know_counts_as_a_miss() {
        let model = StanceModel::train(&dataset(), &TrainParams::default()).unwrap();
        let names = ["bridge".to_owned()];
        let row = LabelledQuote::new("x", QuoteContext::new("Build the bridge now."));
        let labels = BTreeMap::from([(names[0].clone(), "undecided".to_owned())]);
        let odd = StanceDataset::from_named(&names, [(row, labels)]);
        let report = evaluate(&model, &odd).unwrap();
        assert_eq!(report.questions[0].accuracy.value, 0.0);
        assert!(report.questions[0].macro_f1.value.abs() < 1e-12);
    }

    #[test]
    fn nothing_to_measure_is_said() {
        let model = StanceModel::train(&dataset(), &TrainParams::default()).unwrap();
        let other = StanceDataset::from_named(&["toll".to_owned()], []);
        let error = evaluate(&model, &other).unwrap_err().to_string();
        let expected = "no row is labelled on a question that the model answers; label columns or targets that it knows, which are bridge";
        assert_eq!(error, expected);
    }
}
