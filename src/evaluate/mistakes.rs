//! The most confident mistakes, to be read: what was predicted, and what moved the model.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Mistake, Moved, Outcome, StanceReport};
use crate::features::QuoteContext;
use crate::quotes::Kind;
use crate::stance::{LabelledQuote, StanceDataset, StanceModel, by_article};

/// How many of the things that moved a decision are kept; the others are summed up.
const MOVED: usize = 8;

/// Which mistakes a report shall have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WantedMistakes {
    /// At most so many of each question, those of which the model was surest.
    pub most: usize,
    /// Only those that have one of these labels or were given it; empty for all.
    pub labels: Vec<String>,
    /// Only quotes of these kinds; empty for all.
    pub kinds: Vec<Kind>,
}

impl WantedMistakes {
    /// At most so many a question, of all labels and kinds.
    pub fn most(most: usize) -> Self {
        Self { most, ..Self::default() }
    }
}

/// A row that was predicted wrong, and on which question.
struct Candidate<'c> {
    /// The row's place in the dataset that the model was asked about.
    row: usize,
    question: &'c str,
    truth: &'c str,
    predicted: &'c str,
    probability: f64,
    probability_of_truth: f64,
}

/// Looks for mistakes where a model is at hand: in cross-validation each fold has its own, which is gone with the fold.
pub(super) struct MistakeFinder<'w> {
    wanted: &'w WantedMistakes,
    /// Rows below this probability have no label: the model abstained.
    min_probability: f64,
    /// Question and mistake.
    found: Mutex<Vec<(String, Mistake)>>,
}

impl<'w> MistakeFinder<'w> {
    pub fn new(wanted: &'w WantedMistakes, min_probability: f64) -> Self {
        Self { wanted, min_probability, found: Mutex::default() }
    }

    /// Keeps the surest mistakes among a model's outcomes, a list for each question of `dataset`. Can be called from any thread.
    pub fn look(&self, model: &StanceModel, dataset: &StanceDataset, outcomes: &[Vec<Outcome>]) {
        if self.wanted.most == 0 {
            return;
        }
        let candidates = dataset.questions().iter().zip(outcomes).flat_map(|(question, outcomes)| {
            let candidate = |outcome: &Outcome| Candidate {
                row: outcome.row,
                question: &question.name,
                truth: &question.labels[outcome.truth],
                predicted: &question.labels[outcome.predicted()],
                probability: outcome.confidence(),
                probability_of_truth: outcome.probabilities.get(outcome.truth).copied().unwrap_or(0.0),
            };
            let wrong = outcomes.iter().filter(|outcome| !outcome.is_right()).map(candidate);
            self.surest(dataset, wrong.collect())
        });
        let found = told(model, dataset, &candidates.collect::<Vec<_>>());
        self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    }

    /// The wanted ones of one question's mistakes, surest first.
    fn surest<'c>(&self, dataset: &StanceDataset, mut wrong: Vec<Candidate<'c>>) -> Vec<Candidate<'c>> {
        let WantedMistakes { most, labels, kinds } = self.wanted;
        wrong.retain(|one| {
            let of_label = |label: &String| label == one.truth || label == one.predicted;
            let kind = dataset.rows()[one.row].context.kind;
            one.probability >= self.min_probability
                && (labels.is_empty() || labels.iter().any(of_label))
                && (kinds.is_empty() || kind.is_some_and(|kind| kinds.contains(&kind)))
        });
        wrong.sort_by(|one, other| other.probability.total_cmp(&one.probability).then(one.row.cmp(&other.row)));
        wrong.truncate(*most);
        wrong
    }

    /// Gives the report the surest of all that were found.
    pub fn finish(self, report: &mut StanceReport) {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Folds end in any order.
        found.sort_by(|(_, one), (_, other)| {
            let surer = other.probability.total_cmp(&one.probability);
            surer.then_with(|| one.id.cmp(&other.id)).then_with(|| one.quote.cmp(&other.quote))
        });
        for (question, mistake) in found {
            let of_question = report.questions.iter_mut().find(|of| of.question == question);
            if let Some(of_question) = of_question.filter(|of| of.mistakes.len() < self.wanted.most) {
                of_question.mistakes.push(mistake);
            }
        }
    }
}

/// The mistakes with their contexts and what moved the model; a quote is explained with the other quotes of its article, as
/// it was answered.
fn told(model: &StanceModel, dataset: &StanceDataset, candidates: &[Candidate<'_>]) -> Vec<(String, Mistake)> {
    let articles = by_article(dataset.rows().iter().map(|row| row.article.as_deref()));
    let mut place = vec![(0, 0); dataset.len()];
    for (article, rows) in articles.iter().enumerate() {
        rows.iter().enumerate().for_each(|(at, row)| place[*row] = (article, at));
    }
    // The model is asked once of an article and a question, whatever number of mistakes they have.
    let mut asked: BTreeMap<(usize, &str), Vec<&Candidate<'_>>> = BTreeMap::new();
    for one in candidates {
        asked.entry((place[one.row].0, one.question)).or_default().push(one);
    }
    let asked: Vec<((usize, &str), Vec<&Candidate<'_>>)> = asked.into_iter().collect();
    let tell = |((article, question), mistakes): &((usize, &str), Vec<&Candidate<'_>>)| {
        let contexts = articles[*article].iter().map(|row| dataset.rows()[*row].context.clone());
        let contexts: Vec<QuoteContext<'_>> = contexts.collect();
        let places: Vec<usize> = mistakes.iter().map(|one| place[one.row].1).collect();
        // A question of which the model knows nothing was answered with the most frequent label: nothing moved that.
        let why = model.explain_article(&contexts, &places, question).unwrap_or_default();
        let told = mistakes.iter().zip(&places).enumerate().map(|(number, (one, &at))| {
            let moved = why.get(number).map_or_else(Vec::new, |why| model.moved(&contexts[at], why, MOVED));
            let moved = moved.into_iter().map(|(what, log_odds)| Moved { what, log_odds });
            (one.question.to_owned(), mistake(&dataset.rows()[one.row], one, moved.collect()))
        });
        told.collect::<Vec<_>>()
    };
    asked.par_iter().flat_map_iter(tell).collect()
}

fn mistake(row: &LabelledQuote, one: &Candidate<'_>, moved: Vec<Moved>) -> Mistake {
    let QuoteContext { quote, speaker, kind, before, after, .. } = &row.context;
    Mistake {
        id: row.id.clone(),
        article: row.article.as_ref().or(row.group.as_ref()).cloned().unwrap_or_default(),
        kind: kind.map_or(String::new(), |kind| kind.as_str().to_owned()),
        speaker: speaker.as_deref().unwrap_or_default().to_owned(),
        before: before.to_string(),
        quote: quote.to_string(),
        after: after.to_string(),
        truth: one.truth.to_owned(),
        predicted: one.predicted.to_owned(),
        probability: one.probability,
        probability_of_truth: one.probability_of_truth,
        moved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{CrossValidation, Measuring, Split, cross_validate, evaluate_split, evaluate_with};
    use crate::stance::TrainParams;

    /// Invented quotes of eight articles; every sixth label is turned round, which no model can foresee.
    fn dataset() -> StanceDataset {
        let names = ["bridge".to_owned()];
        let rows = (0..48).map(|number| {
            let (quote, label, other) = match number % 4 {
                0 => ("Build the bridge now.", "favor", "against"),
                1 => ("The bridge is a waste.", "against", "favor"),
                2 => ("It rained in the hills.", "none", "favor"),
                _ => ("The cows came home late.", "none", "against"),
            };
            let mut row =
                LabelledQuote::new(format!("r{number:02}"), QuoteContext::new(quote).between("He said: ", " So."));
            row.article = Some(format!("a{}", number / 6));
            row.context.kind = Some(if number % 2 == 0 { Kind::Direct } else { Kind::Indirect });
            let label = if number % 6 == 5 { other } else { label };
            (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
        });
        StanceDataset::from_named(&names, rows.collect::<Vec<_>>())
    }

    fn cross(wanted: WantedMistakes, threads: usize) -> StanceReport {
        let how = CrossValidation { folds: 4, mistakes: wanted, ..CrossValidation::default() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| cross_validate(&dataset(), &TrainParams::default(), &how).unwrap())
    }

    #[test]
    fn the_surest_mistakes_of_all_folds_come_first_with_what_moved_the_model() {
        let all = cross(WantedMistakes::most(100), 1);
        let question = &all.questions[0];
        let wrong = question.answers.iter().filter(|row| row.truth != row.predicted).count();
        assert!(wrong >= 4, "{wrong}");
        assert_eq!(question.mistakes.len(), wrong);
        assert!(question.mistakes.is_sorted_by(|one, other| one.probability >= other.probability));
        for mistake in &question.mistakes {
            let answer = question.answers.iter().find(|row| row.id == mistake.id).unwrap();
            let said =
                |label: &str| answer.probabilities[question.labels.iter().position(|l| l.label == label).unwrap()];
            assert_eq!((&answer.truth, &answer.predicted), (&mistake.truth, &mistake.predicted));
            assert_eq!(
                (said(&mistake.predicted), said(&mistake.truth)),
                (mistake.probability, mistake.probability_of_truth)
            );
            assert_eq!((mistake.before.as_str(), mistake.after.as_str()), ("He said: ", " So."));
            assert_eq!(mistake.moved.len(), MOVED + 1, "{mistake:?}");
            assert!(mistake.moved[..MOVED].is_sorted_by(|one, other| one.log_odds.abs() >= other.log_odds.abs()));
        }
        assert_eq!(all, cross(WantedMistakes::most(100), 4));
        let few = cross(WantedMistakes::most(2), 4);
        assert_eq!(few.questions[0].mistakes, question.mistakes[..2]);
        assert!(cross(WantedMistakes::default(), 4).questions[0].mistakes.is_empty());
    }

    #[test]
    fn filters_keep_labels_and_kinds() {
        let kinds = WantedMistakes { kinds: vec![Kind::Direct], ..WantedMistakes::most(100) };
        let labels = WantedMistakes { labels: vec!["none".into()], ..WantedMistakes::most(100) };
        let all = cross(WantedMistakes::most(100), 4).questions.remove(0).mistakes;
        for (wanted, fits) in [
            (kinds, &(|one: &&Mistake| one.kind == "direct") as &dyn Fn(&&Mistake) -> bool),
            (labels, &|one: &&Mistake| one.truth == "none" || one.predicted == "none"),
        ] {
            let expected: Vec<&Mistake> = all.iter().filter(fits).collect();
            let found = cross(wanted, 4).questions.remove(0).mistakes;
            assert_eq!(found.iter().collect::<Vec<_>>(), expected);
            assert!(expected.len() < all.len());
        }
    }

    /// Beside a given model the mistakes are among the answers of the same report.
    #[test]
    fn a_given_model_s_mistakes_come_with_its_report() {
        let dataset = dataset();
        let half: Vec<usize> = (0..24).collect();
        let model = StanceModel::train(&dataset.select(&half), &TrainParams::default()).unwrap();
        let how = Measuring { mistakes: WantedMistakes::most(3), ..Measuring::default() };
        let found = evaluate_with(&model, &dataset, None, &how).unwrap().questions.remove(0);
        assert_eq!(found.mistakes.len(), 3);
        assert!(found.mistakes.is_sorted_by(|one, other| one.probability >= other.probability));
        let wrong = found.answers.iter().filter(|said| said.truth != said.predicted);
        let wrong: Vec<&str> = wrong.map(|said| said.id.as_str()).collect();
        assert!(found.mistakes.iter().all(|one| wrong.contains(&one.id.as_str()) && !one.moved.is_empty()));
    }

    /// Trained on one split, the mistakes are on rows of the other.
    #[test]
    fn mistakes_after_a_split_are_of_the_split_that_is_measured() {
        let mut rows = dataset().rows().to_vec();
        for (number, row) in rows.iter_mut().enumerate() {
            row.split = Some(if number < 24 { "train" } else { "test" }.to_owned());
        }
        let dataset = StanceDataset::new(dataset().questions().to_vec(), rows);
        let split = Split { train: vec!["train".into()], test: vec!["test".into()] };
        let how = CrossValidation { mistakes: WantedMistakes::most(2), ..CrossValidation::default() };
        let (report, _) = evaluate_split(&dataset, &split, |_| TrainParams::default(), &how).unwrap();
        let found = &report.questions[0];
        assert_eq!(found.mistakes.len(), 2);
        for mistake in &found.mistakes {
            assert!(mistake.id.as_str() >= "r24" && mistake.truth != mistake.predicted, "{mistake:?}");
            assert!(found.answers.iter().any(|said| said.id == mistake.id && said.predicted == mistake.predicted));
            assert_eq!(mistake.moved.len(), MOVED + 1);
        }
    }
}
