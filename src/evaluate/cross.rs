//! Cross-validation: every row is answered by a model that has not seen its group.

use rayon::prelude::*;

use super::learning::learning_curve;
use super::mistakes::MistakeFinder;
use super::progress::FoldsTold;
use super::{Baseline, Measuring, Outcome, StanceReport, WantedMistakes, grouped_folds, outcomes};
use crate::stance::{StanceDataset, StanceModel, TrainParams};
use crate::{Error, Result};

/// How a dataset is cut up and measured.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossValidation {
    /// Number of folds, at least 2.
    pub folds: usize,
    /// Decides which group goes to which fold, and the bootstrap's draws.
    pub seed: u64,
    /// What the model is compared with on the same folds.
    pub baselines: Vec<Baseline>,
    /// The model abstains where the label it would give is less probable.
    pub min_probability: f64,
    /// Whether rows count by their weight in the measures, instead of one each.
    pub weighted: bool,
    /// Columns by whose values the measures are told.
    pub by: Vec<String>,
    /// Which mistakes the report shall have.
    pub mistakes: WantedMistakes,
    /// Whether to train on growing parts of the groups too.
    pub learning_curve: bool,
}

impl CrossValidation {
    /// How the outcomes are measured.
    pub fn measuring(&self) -> Measuring {
        let (min_probability, weighted) = (self.min_probability, self.weighted);
        let (by, mistakes) = (self.by.clone(), self.mistakes.clone());
        Measuring { seed: self.seed, min_probability, weighted, by, mistakes, ..Measuring::default() }
    }
}

impl Default for CrossValidation {
    fn default() -> Self {
        Self {
            folds: 5,
            seed: 1,
            baselines: Baseline::ALL.to_vec(),
            min_probability: 0.0,
            weighted: false,
            by: Vec::new(),
            mistakes: WantedMistakes::default(),
            learning_curve: false,
        }
    }
}

/// Trains on all folds but one and measures on that one, for each fold; a question that the other folds know one label of
/// is answered with it. Folds run in parallel; the report is the same
/// whatever the number of threads.
///
/// # Errors
/// [`Error::Usage`] with fewer than two folds, or more than there are groups; [`Error::Training`] when a fold can't be
/// trained on.
pub fn cross_validate(dataset: &StanceDataset, params: &TrainParams, how: &CrossValidation) -> Result<StanceReport> {
    cross_validate_telling(dataset, params, how, &|_| {})
}

/// The same; `told` hears what the work is at, from any thread.
///
/// # Errors
/// As [`cross_validate`].
pub fn cross_validate_telling(
    dataset: &StanceDataset,
    params: &TrainParams,
    how: &CrossValidation,
    told: &(dyn Fn(&str) + Sync),
) -> Result<StanceReport> {
    let finder = MistakeFinder::new(&how.mistakes, how.min_probability);
    let folds = FoldsTold::new("cross-validation", how.folds, told);
    let of_model = cross_outcomes(dataset, None, how, |train, test| {
        let found = trained_outcomes(train, test, params, Some(&finder));
        folds.one_more();
        found
    })?;
    let mut others = Vec::new();
    for baseline in &how.baselines {
        let folds = FoldsTold::new(baseline.name(), how.folds, told);
        let found = cross_outcomes(dataset, None, how, |train, test| {
            let found = baseline.outcomes(train, test);
            folds.one_more();
            Ok(found)
        })?;
        others.push((baseline.name(), found));
    }
    let curve = if how.learning_curve { learning_curve(dataset, params, how, &of_model, told)? } else { Vec::new() };
    told("intervals");
    let title = format!("{}-fold cross-validation by group", how.folds);
    let mut report = StanceReport::measured(&title, dataset, &of_model, &others, &how.measuring());
    report.add_learning_curve(dataset, &curve, &how.measuring());
    finder.finish(&mut report);
    Ok(report)
}

/// What a model says that was trained on `train`. Of a question on which these rows have no two labels it says what is most
/// frequent among them. `finder` looks at the model's mistakes.
pub(super) fn trained_outcomes(
    train: &StanceDataset,
    test: &StanceDataset,
    params: &TrainParams,
    finder: Option<&MistakeFinder<'_>>,
) -> Result<Vec<Vec<Outcome>>> {
    let learnable = train.learnable();
    if learnable.len() == train.questions().len() || learnable.is_empty() {
        let model = StanceModel::train(train, params)?;
        let found = outcomes(&model, test);
        finder.iter().for_each(|finder| finder.look(&model, test, &found));
        return Ok(found);
    }
    let model = StanceModel::train(&train.with_questions(&learnable), params)?;
    let mut found = outcomes(&model, test);
    for (question, frequent) in Baseline::Majority.outcomes(train, test).into_iter().enumerate() {
        if learnable.binary_search(&question).is_err() {
            found[question] = frequent;
        }
    }
    finder.iter().for_each(|finder| finder.look(&model, test, &found));
    Ok(found)
}

/// What a method says of each row of `dataset` when it was trained on all folds but the row's own, and on all rows of
/// `more` if there are; a list for each question, in the order of the rows. `method` gets the rows to train on and those
/// to answer, both with the same questions and labels.
///
/// # Errors
/// [`Error::Usage`] with fewer than two folds, or more than there are groups; what `method` gives.
pub fn cross_outcomes(
    dataset: &StanceDataset,
    more: Option<&StanceDataset>,
    how: &CrossValidation,
    method: impl Fn(&StanceDataset, &StanceDataset) -> Result<Vec<Vec<Outcome>>> + Sync,
) -> Result<Vec<Vec<Outcome>>> {
    let mut groups: Vec<&str> = dataset.rows().iter().map(|row| row.unit()).collect();
    groups.sort_unstable();
    groups.dedup();
    if how.folds < 2 || how.folds > groups.len() {
        return Err(Error::Usage {
            problem: format!("{} folds of {} groups can't be made", how.folds, groups.len()),
            remedy: "ask for 2 folds or more, and no more than the data have groups".into(),
        });
    }
    let folds = grouped_folds(dataset, how.folds, how.seed);
    let together = more.map(|more| dataset.clone().merge(more.clone()));
    let all = together.as_ref().unwrap_or(dataset);
    let parts: Result<Vec<Vec<Vec<Outcome>>>> = (0..how.folds)
        .into_par_iter()
        .map(|fold| {
            let held = |row: usize| folds.get(row).is_some_and(|of| *of == fold);
            let (test, train): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(|&row| held(row));
            let mut outcomes = method(&all.select(&train), &all.select(&test))?;
            for outcome in outcomes.iter_mut().flatten() {
                outcome.row = test[outcome.row];
            }
            Ok(outcomes)
        })
        .collect();
    let mut together = vec![Vec::new(); all.questions().len()];
    for part in parts? {
        for (all, more) in together.iter_mut().zip(part) {
            all.extend(more);
        }
    }
    for outcomes in &mut together {
        outcomes.sort_by_key(|outcome: &Outcome| outcome.row);
    }
    Ok(together)
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use super::*;
    use crate::features::QuoteContext;
    use crate::stance::LabelledQuote;

    /// Invented quotes whose side is plain: six articles of four rows.
    pub fn dataset() -> StanceDataset {
        let names = ["bridge".to_owned()];
        let rows = (0..24).map(|number| {
            let (quote, label) = match number % 4 {
                0 => ("Build the bridge now.", "favor"),
                1 => ("The bridge is a waste.", "against"),
                2 => ("It rained in the hills.", "none"),
                _ => ("The cows came home late.", "none"),
            };
            let mut row = LabelledQuote::new(number.to_string(), QuoteContext::new(quote));
            row.article = Some(format!("a{}", number / 4));
            (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
        });
        StanceDataset::from_named(&names, rows.collect::<Vec<_>>())
    }

    #[test]
    fn cross_validation_measures_every_row_once_and_the_same_each_time() {
        let dataset = dataset();
        let how = CrossValidation { folds: 3, ..CrossValidation::default() };
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap().install(|| cross_validate(&dataset, &TrainParams::default(), &how).unwrap())
        };
        let report = with(1);
        assert_eq!(report, with(4));
        let question = &report.questions[0];
        assert_eq!((question.rows, question.groups), (24, 6));
        assert_eq!(question.accuracy.value, 1.0);
        assert_eq!(question.baselines[0].accuracy.value, 0.5);
        let text = report.to_string();
        assert!(text.contains("bridge: 24 labelled rows of 6 groups"), "{text}");
        assert!(text.contains("most frequent label"), "{text}");
        assert!(serde_json::to_string(&report).unwrap().contains("\"mcc\":{\"value\":1.0"));
    }

    #[test]
    fn a_question_of_too_few_rows_for_a_fold_is_answered_with_what_is_frequent() {
        let names = ["bridge", "toll", "ferry"].map(str::to_owned);
        let rows = dataset().rows().to_vec().into_iter().enumerate().map(|(at, row)| {
            let mut labels =
                BTreeMap::from([(names[0].clone(), ["favor", "against", "none", "none"][at % 4].to_owned())]);
            // two labels in two articles: the other's is all that a fold can know
            labels.extend(
                [0, 4].iter().position(|&of| of == at).map(|of| (names[1].clone(), ["yes", "no"][of].to_owned())),
            );
            // two labels in one article: a fold knows none
            labels.extend(
                [8, 9].iter().position(|&of| of == at).map(|of| (names[2].clone(), ["yes", "no"][of].to_owned())),
            );
            (row, labels)
        });
        let dataset = StanceDataset::from_named(&names, rows.collect::<Vec<_>>());
        let how = CrossValidation { folds: 6, ..CrossValidation::default() };
        let report = cross_validate(&dataset, &TrainParams::default(), &how).unwrap();
        let found: Vec<_> = report.questions.iter().map(|q| (q.question.as_str(), q.rows, q.accuracy.value)).collect();
        assert_eq!(found, [("bridge", 24, 1.0), ("toll", 2, 0.0), ("ferry", 2, 0.5)]);
    }

    #[test]
    fn the_learning_curve_ends_where_the_report_is() {
        let how = CrossValidation { folds: 3, learning_curve: true, ..CrossValidation::default() };
        let told = Mutex::new(Vec::new());
        let tell = |stage: &str| told.lock().unwrap().push(stage.to_owned());
        let report = cross_validate_telling(&dataset(), &TrainParams::default(), &how, &tell).unwrap();
        let question = &report.questions[0];
        let curve = &question.learning_curve;
        assert_eq!(curve.iter().map(|point| point.share).collect::<Vec<_>>(), [0.1, 0.25, 0.5, 0.75, 1.0]);
        // four rows a group, four groups to train on in each fold
        assert_eq!(curve.iter().map(|point| point.rows).collect::<Vec<_>>(), [4.0, 4.0, 8.0, 12.0, 16.0]);
        assert_eq!((curve[4].accuracy, curve[4].macro_f1), (question.accuracy, question.macro_f1));
        let told = told.into_inner().unwrap();
        for stage in [
            "cross-validation: 3 of 3 folds",
            "n-gram SVM: 3 of 3 folds",
            "learning curve, 50% of the groups: 3 of 3 folds",
        ] {
            assert!(told.iter().any(|one| one == stage), "{told:?}");
        }
    }

    #[test]
    fn the_learning_curve_counts_rows_by_weight_where_the_report_does() {
        let mut rows = dataset().rows().to_vec();
        // A row that no other article helps with weighs as much as all others.
        let odd = QuoteContext::new("Perhaps some day.");
        (rows[0].context, rows[0].weight) = (odd, 23.0);
        let dataset = StanceDataset::new(dataset().questions().to_vec(), rows);
        let report = |weighted: bool| {
            let how = CrossValidation { folds: 3, learning_curve: true, weighted, ..CrossValidation::default() };
            cross_validate(&dataset, &TrainParams::default(), &how).unwrap().questions.remove(0)
        };
        for found in [report(false), report(true)] {
            assert_eq!(
                (found.learning_curve[4].accuracy, found.learning_curve[4].macro_f1),
                (found.accuracy, found.macro_f1)
            );
        }
        assert_ne!(report(false).learning_curve[2].accuracy, report(true).learning_curve[2].accuracy);
    }

    #[test]
    fn folds_that_cannot_be_made_are_refused() {
        for folds in [0, 1, 7] {
            let how = CrossValidation { folds, ..CrossValidation::default() };
            let refused = cross_validate(&dataset(), &TrainParams::default(), &how);
            assert!(matches!(refused, Err(Error::Usage { .. })), "{folds}");
        }
    }
}
