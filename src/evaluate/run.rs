//! Runs a model over labelled quotes.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::learning::learning_curve;
use super::mistakes::MistakeFinder;
use super::progress::FoldsTold;
use super::within::within;
use super::{Baseline, Measuring, StanceReport, WantedMistakes, grouped_folds};
use crate::error::few;
use crate::features::QuoteContext;
use crate::stance::{LabelledQuote, QuestionPrediction, StanceDataset, StanceModel, TrainParams, by_article};
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
        let (min_probability, weighted, by) = (self.min_probability, self.weighted, self.by.clone());
        Measuring { seed: self.seed, min_probability, weighted, by, ..Measuring::default() }
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

/// How many questions of a model an error names.
const NAMED_QUESTIONS: usize = 10;

/// A labelled row and what a model said of it on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The row's place in the dataset.
    pub row: usize,
    /// The place of its label among the labels of the dataset's question.
    pub truth: usize,
    /// How likely each label of the dataset's question is; a label that the model does not know has 0.
    pub probabilities: Vec<f64>,
    /// The place of the label that was decided for, see [`Question::decide`](crate::stance::Question::decide).
    pub predicted: usize,
}

impl Outcome {
    /// An outcome that is decided for the likeliest label.
    pub fn of_likeliest(row: usize, truth: usize, probabilities: Vec<f64>) -> Self {
        let predicted = crate::stance::likeliest(&probabilities);
        Self { row, truth, probabilities, predicted }
    }

    /// The place of the label that was decided for.
    pub fn predicted(&self) -> usize {
        self.predicted
    }

    /// How probable the label that was decided for is.
    pub fn confidence(&self) -> f64 {
        self.probabilities.get(self.predicted).copied().unwrap_or(0.0)
    }

    /// Whether the label that was decided for is the true one.
    pub fn is_right(&self) -> bool {
        self.predicted() == self.truth
    }
}

/// What a model says of the labelled rows, a list for each question of the dataset; empty where
/// the model does not have the question. Labels are those of the dataset, see [`StanceDataset::with_labels_of`].
pub fn outcomes(model: &StanceModel, dataset: &StanceDataset) -> Vec<Vec<Outcome>> {
    let places: HashMap<&str, usize> =
        model.questions().iter().enumerate().map(|(at, q)| (q.name.as_str(), at)).collect();
    let places: Vec<Option<usize>> = dataset.questions().iter().map(|q| places.get(q.name.as_str()).copied()).collect();
    // Of thousands of questions a row is labelled on few: the others need no answer.
    let asked = |row: &LabelledQuote| -> Vec<(usize, usize, usize)> {
        let labels = row.labels.iter().enumerate();
        labels.filter_map(|(question, truth)| Some((question, places[question]?, (*truth)?))).collect()
    };
    let articles = by_article(dataset.rows().iter().map(|row| row.article.as_deref()));
    let of_article = |rows: &Vec<usize>| {
        let contexts: Vec<QuoteContext<'_>> = rows.iter().map(|row| dataset.rows()[*row].context.clone()).collect();
        let asked: Vec<_> = rows.iter().map(|row| asked(&dataset.rows()[*row])).collect();
        let of_model: BTreeSet<usize> = asked.iter().flatten().map(|(_, place, _)| *place).collect();
        let of_model: Vec<usize> = of_model.into_iter().collect();
        let predictions = model.predict_article_on(&contexts, &of_model);
        let outcome =
            |row: usize, &(question, place, truth): &(usize, usize, usize), said: &[QuestionPrediction<'_>]| {
                let prediction = &said[of_model.partition_point(|of| *of < place)];
                let question_here = &dataset.questions()[question];
                let probabilities = question_here.labels.iter().map(|label| prediction.probability(label)).collect();
                let outcome = Outcome::of_likeliest(row, truth, probabilities);
                let decided = question_here.position(prediction.label());
                (question, Outcome { predicted: decided.unwrap_or(outcome.predicted), ..outcome })
            };
        let rows = rows.iter().zip(&asked).zip(&predictions);
        rows.flat_map(|((row, asked), said)| asked.iter().map(move |asked| outcome(*row, asked, said)))
            .collect::<Vec<_>>()
    };
    let found: Vec<Vec<(usize, Outcome)>> = articles.par_iter().map(of_article).collect();
    let mut outcomes = vec![Vec::new(); dataset.questions().len()];
    for (question, outcome) in found.into_iter().flatten() {
        outcomes[question].push(outcome);
    }
    for outcomes in &mut outcomes {
        outcomes.sort_by_key(|outcome| outcome.row);
    }
    outcomes
}

/// Measures a model on labelled quotes that it was not trained on.
///
/// # Errors
/// [`Error::Usage`] when no question of the model is labelled in `dataset`.
pub fn evaluate(model: &StanceModel, dataset: &StanceDataset) -> Result<StanceReport> {
    let min_probability = model.min_probability();
    evaluate_with(model, dataset, None, &Measuring { min_probability, ..Measuring::default() })
}

/// The same, told how to measure. The baselines are trained on `baseline_train`; without it each answers the rows that are
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
    Ok(StanceReport::measured(
        "by a given model on rows that it must not have been trained on",
        &dataset,
        &outcomes,
        &others,
        how,
    ))
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
    report.add_learning_curve(dataset, &curve);
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
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use super::*;
    use crate::features::QuoteContext;

    /// Invented quotes whose side is plain: six articles of four rows.
    fn dataset() -> StanceDataset {
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
    fn folds_that_cannot_be_made_are_refused() {
        for folds in [0, 1, 7] {
            let how = CrossValidation { folds, ..CrossValidation::default() };
            let refused = cross_validate(&dataset(), &TrainParams::default(), &how);
            assert!(matches!(refused, Err(Error::Usage { .. })), "{folds}");
        }
    }

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
