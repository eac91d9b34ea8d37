//! Measuring on a split that the data bring.

use std::collections::BTreeSet;

use super::cross::trained_outcomes;
use super::mistakes::MistakeFinder;
use super::{CrossValidation, StanceReport};
use crate::error::few;
use crate::stance::{LabelledQuote, StanceDataset, TrainParams};
use crate::{Error, Result};

/// The splits to train on and those to measure on, see [`LabelledQuote::split`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Those whose rows train.
    pub train: Vec<String>,
    /// Those whose rows are measured.
    pub test: Vec<String>,
}

/// What had rows on both sides of a split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Straddling {
    /// The groups, sorted.
    pub groups: Vec<String>,
    /// Their rows on the training side: left out of it.
    pub rows: usize,
}

/// How many splits an error names.
const NAMED_SPLITS: usize = 10;

/// Trains on the rows of some splits and measures on those of others. Rows to train on whose group (or article) is
/// measured too would give its labels away: they are left out, and counted.
///
/// # Errors
/// [`Error::Usage`] when a split is on both sides or has no rows, or no rows are left to train on; [`Error::Training`]
/// when they can't be trained on.
pub fn evaluate_split(
    dataset: &StanceDataset,
    split: &Split,
    params: impl Fn(&StanceDataset) -> TrainParams,
    how: &CrossValidation,
) -> Result<(StanceReport, Straddling)> {
    let (train, test, straddling) = divided(dataset, split)?;
    let finder = MistakeFinder::new(&how.mistakes, how.min_probability);
    let of_model = trained_outcomes(&train, &test, &params(&train), Some(&finder))?;
    let baselines = how.baselines.iter();
    let others: Vec<_> = baselines.map(|baseline| (baseline.name(), baseline.outcomes(&train, &test))).collect();
    let title = format!("trained on split {}, measured on split {}", split.train.join(", "), split.test.join(", "));
    let mut report = StanceReport::measured(&title, &test, &of_model, &others, &how.measuring());
    finder.finish(&mut report);
    Ok((report, straddling))
}

fn divided(dataset: &StanceDataset, split: &Split) -> Result<(StanceDataset, StanceDataset, Straddling)> {
    if let Some(both) = split.train.iter().find(|name| split.test.contains(name)) {
        let problem = format!("split `{both}` is to be trained and measured on");
        return Err(Error::usage(problem, "name it in one of --train-split and --test-split"));
    }
    let of = |row: &LabelledQuote, names: &[String]| {
        row.split.as_deref().is_some_and(|split| names.iter().any(|name| name == split.trim()))
    };
    for name in split.train.iter().chain(&split.test) {
        if !dataset.rows().iter().any(|row| of(row, std::slice::from_ref(name))) {
            let there: BTreeSet<&str> = dataset.rows().iter().filter_map(|row| row.split.as_deref()).collect();
            let there: Vec<String> = there.into_iter().map(|split| format!("`{}`", split.trim())).collect();
            let remedy = match there.is_empty() {
                true => "give the rows a column `split`, or say which column it is with --columns split=COLUMN".into(),
                false => format!("name one of {}", few(&there, NAMED_SPLITS)),
            };
            return Err(Error::Usage { problem: format!("no row has the split `{name}`"), remedy });
        }
    }
    let places = |names: &[String]| -> Vec<usize> {
        (0..dataset.len()).filter(|&row| of(&dataset.rows()[row], names)).collect()
    };
    let (train, test) = (places(&split.train), places(&split.test));
    let unit = |row: usize| dataset.rows()[row].unit();
    let measured: BTreeSet<&str> = test.iter().map(|&row| unit(row)).collect();
    let (both, train): (Vec<usize>, Vec<usize>) = train.into_iter().partition(|&row| measured.contains(unit(row)));
    let groups: BTreeSet<&str> = both.iter().map(|&row| unit(row)).collect();
    let groups: Vec<String> = groups.into_iter().map(str::to_owned).collect();
    if train.is_empty() {
        return Err(Error::Usage {
            problem: format!(
                "all rows to train on are of groups that are measured too ({})",
                few(&groups, NAMED_SPLITS)
            ),
            remedy: "keep each group or article within one split; --columns group=COLUMN says what the groups are"
                .into(),
        });
    }
    let straddling = Straddling { groups, rows: both.len() };
    Ok((dataset.select(&train), dataset.select(&test), straddling))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::features::QuoteContext;

    /// Rows of a split and a group each; the side is plain.
    fn dataset(rows: &[(&str, &str)]) -> StanceDataset {
        let names = ["bridge".to_owned()];
        let rows = rows.iter().enumerate().map(|(number, (split, group))| {
            let (quote, label) = [("Build the bridge.", "favor"), ("The bridge is a waste.", "against")][number % 2];
            let mut row = LabelledQuote::new(number.to_string(), QuoteContext::new(quote));
            row.group = Some((*group).to_owned());
            row.split = Some((*split).to_owned()).filter(|split| !split.is_empty());
            (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
        });
        StanceDataset::from_named(&names, rows.collect::<Vec<_>>())
    }

    fn run(rows: &[(&str, &str)], train: &str, test: &str) -> Result<(StanceReport, Straddling)> {
        let split = Split { train: vec![train.to_owned()], test: vec![test.to_owned()] };
        evaluate_split(&dataset(rows), &split, TrainParams::for_dataset, &CrossValidation::default())
    }

    #[test]
    fn one_split_trains_and_the_other_is_measured() {
        let mut rows: Vec<(&str, &str)> = vec![("train", "a"); 6];
        rows.extend([("train", "b"), ("train", "b"), ("test", "b"), ("test", "c"), ("", "d"), ("dev", "e")]);
        let (report, straddling) = run(&rows, "train", "test").unwrap();
        assert_eq!(report.title, "trained on split train, measured on split test");
        assert_eq!((report.rows, report.questions[0].rows, report.questions[0].groups), (2, 2, 2));
        assert_eq!(report.questions[0].accuracy.value, 1.0);
        assert_eq!(report.questions[0].baselines.len(), 2);
        assert_eq!(straddling, Straddling { groups: vec!["b".into()], rows: 2 });
    }

    #[test]
    fn splits_that_cannot_be_used_are_refused_with_the_remedy() {
        let said = |rows: &[(&str, &str)], train: &str, test: &str| run(rows, train, test).unwrap_err().to_string();
        let rows = [("train", "a"), ("train", "a"), ("test", "b")];
        assert_eq!(said(&rows, "train", "dev"), "no row has the split `dev`; name one of `test`, `train`");
        assert!(said(&rows, "train", "train").contains("is to be trained and measured on"));
        assert!(said(&[("", "a")], "train", "test").contains("give the rows a column `split`"));
        assert!(said(&[("train", "a"), ("test", "a")], "train", "test").contains("groups that are measured too (a)"));
    }
}
