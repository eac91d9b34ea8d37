//! What a model has to beat.

use rayon::prelude::*;

use super::svm::SvmParams;
use super::{LinearSvm, Outcome};
use crate::features::{FeatureConfig, QuoteContext, Readings, SparseRows, Vectorizer};
use crate::stance::StanceDataset;

/// A simple method, trained and measured on the same rows as a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// Always the most frequent label of the training rows.
    Majority,
    /// Word 1-3-grams and letter 2-5-grams of the quote, TF-IDF, a linear support vector machine a question, one label
    /// against the rest, C 1: the baseline of SemEval-2016 task 6, which no team beat in its track A.
    NGramSvm,
}

impl Baseline {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Majority, Self::NGramSvm];

    /// The name that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Baseline::Majority => "most frequent label",
            Baseline::NGramSvm => "n-gram SVM",
        }
    }

    /// Trains on one part of a dataset, answers the rows of another; question by question.
    ///
    /// The machine decides by the largest margin and knows no probabilities; what its outcomes carry is the
    /// softmax of the margins, which orders labels as the margins do and is not calibrated.
    pub fn outcomes(self, train: &StanceDataset, test: &StanceDataset) -> Vec<Vec<Outcome>> {
        let questions = 0..test.questions().len();
        match self {
            Baseline::Majority => questions.map(|question| majority(train, test, question)).collect(),
            Baseline::NGramSvm => questions.into_par_iter().map(|question| ngram_svm(train, test, question)).collect(),
        }
    }
}

fn majority(train: &StanceDataset, test: &StanceDataset, question: usize) -> Vec<Outcome> {
    let mut counts = vec![0.0; test.questions()[question].labels.len()];
    for row in train.rows() {
        if let Some(label) = row.labels[question] {
            counts[label] += 1.0;
        }
    }
    let total = counts.iter().sum::<f64>().max(1.0);
    for count in &mut counts {
        *count /= total;
    }
    answered(test, question, |_| counts.clone())
}

fn ngram_svm(train: &StanceDataset, test: &StanceDataset, question: usize) -> Vec<Outcome> {
    let config = FeatureConfig::ngrams_only();
    let targets = train.targets(question);
    let mut labelled = targets.rows.clone();
    labelled.dedup();
    let contexts: Vec<&QuoteContext<'_>> = labelled.iter().map(|&row| &train.rows()[row].context).collect();
    let groups: Vec<&str> = labelled.iter().map(|&row| train.rows()[row].unit()).collect();
    let readings = Readings::new(&contexts, &groups, &config);
    let vectorizer = Vectorizer::fit(&readings, &config);
    let rows = vectorizer.rows(&readings);
    // A soft row stands there once for each of its labels.
    let place = |row: &usize| labelled.partition_point(|known| known < row);
    let repeated: Vec<usize> = targets.rows.iter().map(place).collect();
    let rows = if repeated.len() == labelled.len() { rows } else { rows.select(&repeated) };
    let machine = SvmParams::default().fit(&rows, &targets.classes, &targets.weights);
    let labels = test.questions()[question].labels.len();
    answered(test, question, |row| {
        let mut alone = SparseRows::new(vectorizer.columns());
        vectorizer.transform_shared(&test.rows()[row].context, |entries| alone.push(entries));
        spread(&machine, alone.row(0), labels)
    })
}

/// The margins of a row as shares of the question's labels.
fn spread(machine: &LinearSvm, row: (&[u32], &[f32]), labels: usize) -> Vec<f64> {
    let margins = machine.margins(row);
    let largest = margins.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = margins.iter().map(|margin| (margin - largest).exp()).sum();
    let mut shares = vec![0.0; labels];
    for (&class, margin) in machine.classes().iter().zip(&margins) {
        shares[class] = (margin - largest).exp() / total;
    }
    shares
}

/// The outcomes of the rows that are labelled on a question.
fn answered(test: &StanceDataset, question: usize, answer: impl Fn(usize) -> Vec<f64>) -> Vec<Outcome> {
    let rows = test.rows().iter().enumerate();
    rows.filter_map(|(row, quote)| Some(Outcome::of_likeliest(row, quote.labels[question]?, answer(row)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::LabelledQuote;
    use std::collections::BTreeMap;

    fn dataset(rows: &[(&str, &str)]) -> StanceDataset {
        let names = ["bridge".to_owned()];
        let rows = rows.iter().enumerate().map(|(number, (quote, label))| {
            let row = LabelledQuote::new(number.to_string(), QuoteContext::new((*quote).to_owned()));
            (row, BTreeMap::from([(names[0].clone(), (*label).to_owned())]))
        });
        StanceDataset::from_named(&names, rows.collect::<Vec<_>>())
    }

    #[test]
    fn the_machine_learns_words_and_falls_back_on_letters() {
        let train = dataset(&[
            ("Build the bridge now.", "favor"),
            ("We want building work to start.", "favor"),
            ("The bridge is a waste.", "against"),
            ("It is wasteful, drop it.", "against"),
            ("It rained in the hills.", "none"),
        ]);
        let test = dataset(&[("Wasted!", "against"), ("Start the builders", "favor"), ("Rainy.", "none")]);
        let test = test.with_labels_of(train.questions());
        let found = Baseline::NGramSvm.outcomes(&train, &test);
        for outcome in &found[0] {
            assert_eq!(outcome.predicted(), outcome.truth, "{outcome:?}");
            assert!((outcome.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        assert_eq!(found, Baseline::NGramSvm.outcomes(&train, &test));
    }
}
