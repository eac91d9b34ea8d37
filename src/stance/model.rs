//! The trained classifier: quotes in, labels with probabilities out.

use std::collections::HashMap;

use linfa::ParamGuard;
use rayon::prelude::*;

use super::article::{Alone, ArticleModel, Surroundings};
use super::lexical::Lexical;
use super::{Question, SoftmaxParams, StanceDataset, TrainParams, cross_fit};
use crate::encoder::{Encoder, HeadWeights, Passage};
use crate::features::{QuoteContext, Room};
use crate::{Error, Result};

/// What a model says of a quote on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionPrediction<'m> {
    /// The question.
    pub question: &'m Question,
    /// The place of the label that is given among the question's labels, see [`Question::decide`].
    pub best: usize,
    /// How likely each label is, in the order of the question's labels; they sum to 1.
    pub probabilities: Vec<f64>,
    /// Whether the label that is given is as probable as the model asks for, see [`StanceModel::abstaining_below`].
    pub sure: bool,
}

impl<'m> QuestionPrediction<'m> {
    /// The label that is given.
    pub fn label(&self) -> &'m str {
        &self.question.labels[self.best]
    }

    /// The label that is given; `None` where the model abstains, since it is not sure enough.
    pub fn decided(&self) -> Option<&'m str> {
        self.sure.then(|| self.label())
    }

    /// How likely `label` is; 0 for a label that the question has not.
    pub fn probability(&self, label: &str) -> f64 {
        self.question.position(label).map_or(0.0, |place| self.probabilities[place])
    }
}

/// A trained stance classifier, one independent part a question.
///
/// ```
/// use std::collections::BTreeMap;
/// use quotestance::features::QuoteContext;
/// use quotestance::stance::{LabelledQuote, StanceDataset, StanceModel, TrainParams};
///
/// let rows = [
///     ("The bridge must be built.", "favor"),
///     ("We need this bridge now.", "favor"),
///     ("The bridge is a waste of money.", "against"),
///     ("Nobody wants a bridge that is a waste.", "against"),
/// ];
/// let rows = rows.iter().enumerate().map(|(number, (quote, label))| {
///     let row = LabelledQuote::new(number.to_string(), QuoteContext::new(*quote));
///     (row, BTreeMap::from([("bridge".to_owned(), label.to_string())]))
/// });
/// let dataset = StanceDataset::from_named(&["bridge".to_owned()], rows);
/// let model = StanceModel::train(&dataset, &TrainParams::default())?;
/// let predictions = model.predict(&QuoteContext::new("What a waste!"));
/// assert_eq!(predictions[0].label(), "against");
/// # Ok::<(), quotestance::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct StanceModel {
    pub(super) params: TrainParams,
    pub(super) questions: Vec<Question>,
    pub(super) lexical: Lexical,
    /// One a question; `None` where the training had too few articles with several quotes.
    pub(super) articles: Vec<Option<ArticleModel>>,
    /// How probable a label must be; no part of the model file.
    pub(super) min_probability: f64,
    /// A second reader; no part of the model file either.
    pub(super) encoder: Option<&'static Encoder>,
}

impl std::fmt::Debug for StanceModel {
    /// Leaves the weights out.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StanceModel")
            .field("questions", &self.questions)
            .field("params", &self.params)
            .field("columns", &self.lexical.vectorizer.columns())
            .finish_non_exhaustive()
    }
}

impl StanceModel {
    /// Learns from labelled quotes. The same data and parameters give the same model, byte for byte,
    /// whatever the number of threads.
    ///
    /// # Errors
    /// [`Error::Training`] when there is no row, a question has no labelled row or one label only, or a
    /// parameter is out of range.
    pub fn train(dataset: &StanceDataset, params: &TrainParams) -> Result<Self> {
        check(dataset, params)?;
        let drawn = (params.background * dataset.len() as f64).round() as usize;
        let dataset = &dataset.with_rows(super::background::rows(dataset, &params.off_topic, drawn));
        let (lexical, articles) =
            rayon::join(|| Lexical::train(dataset, params), || cross_fit::articles(dataset, params));
        let questions = dataset.questions().to_vec();
        Ok(Self { params: params.clone(), questions, lexical: lexical?, articles, min_probability: 0.0, encoder: None })
    }

    /// The same model, which abstains where the label it would give is less probable than this; at 0 it never does.
    pub fn abstaining_below(self, min_probability: f64) -> Self {
        Self { min_probability, ..self }
    }

    /// The same model, which also asks the encoder about quotes that may bear on a question; for questions that
    /// the encoder has a head for, with the same labels.
    ///
    /// The geometric mean of both is taken: they err on different quotes, see docs/experiments.md.
    pub fn with_encoder(self, encoder: &'static Encoder) -> Self {
        Self { encoder: Some(encoder), ..self }
    }

    /// How probable a label must be for the model to decide for it.
    pub fn min_probability(&self) -> f64 {
        self.min_probability
    }

    /// The questions that the model answers, in the order of the training data.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What the training was told.
    pub fn params(&self) -> &TrainParams {
        &self.params
    }

    /// The terms that mark quotes on a question, most telling first.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn key_terms(&self, question: usize) -> &[String] {
        self.lexical.answers[question].features.key_terms()
    }

    /// The numbers that stand for quotes in their contexts, quote by quote and question by question: the places of both, then
    /// column and value, columns ascending.
    pub fn rows(&self, contexts: &[QuoteContext<'_>], mut take: impl FnMut(usize, usize, &[(u32, f32)])) {
        let mut room = Room::default();
        for (quote, context) in contexts.iter().enumerate() {
            let features = self.lexical.answers.iter().map(|answer| &answer.features);
            let take = |question, row: &[(u32, f32)]| take(quote, question, row);
            self.lexical.vectorizer.transform_in(&mut room, context, features, take);
        }
    }

    /// What the model says of a quote of which nothing but its context is known, one prediction a question, in their order.
    pub fn predict(&self, context: &QuoteContext<'_>) -> Vec<QuestionPrediction<'_>> {
        self.predict_article(std::slice::from_ref(context)).pop().unwrap_or_default()
    }

    /// What the model says of the quotes of one article, given together: what a speaker says elsewhere in
    /// it, and what the article is about, counts for each.
    pub fn predict_article(&self, contexts: &[QuoteContext<'_>]) -> Vec<Vec<QuestionPrediction<'_>>> {
        let all: Vec<usize> = (0..self.questions.len()).collect();
        self.predict_article_on(contexts, &all)
    }

    /// What the model says of the quotes of one article on the questions at these places, in their order.
    ///
    /// # Panics
    /// When there is no such question.
    pub fn predict_article_on(
        &self,
        contexts: &[QuoteContext<'_>],
        places: &[usize],
    ) -> Vec<Vec<QuestionPrediction<'_>>> {
        let alone = self.alone(contexts, places);
        let table = self.in_article(contexts, places, &alone).into_iter();
        let predictions = |of_quote: Vec<Vec<f64>>| {
            let answered = places.iter().zip(of_quote);
            answered.map(|(place, probabilities)| self.prediction(&self.questions[*place], probabilities)).collect()
        };
        table.map(predictions).collect()
    }

    /// How likely each label of the questions at these places is by each quote of an article alone.
    pub(super) fn alone(&self, contexts: &[QuoteContext<'_>], places: &[usize]) -> Vec<Vec<Vec<f64>>> {
        let mut room = Room::default();
        let by_words = |context| self.lexical.probabilities(&mut room, context, &self.questions, places);
        let mut alone: Vec<Vec<Vec<f64>>> = contexts.iter().map(by_words).collect();
        let Some(encoder) = self.encoder else { return alone };
        let by_words = self.in_article(contexts, places, &alone);
        let wanted: Vec<(usize, Vec<Option<usize>>)> = by_words
            .iter()
            .map(|by_words| self.to_ask(encoder, places, by_words))
            .enumerate()
            .filter(|(_, columns)| columns.iter().any(Option::is_some))
            .collect();
        let passage = |(quote, _): &(usize, _)| Passage {
            before: &contexts[*quote].before,
            quote: &contexts[*quote].quote,
            after: &contexts[*quote].after,
        };
        let stances = encoder.stances(&wanted.iter().map(passage).collect::<Vec<_>>());
        for ((quote, columns), stances) in wanted.into_iter().zip(stances) {
            for ((column, head), stance) in columns.into_iter().zip(encoder.heads()).zip(stances) {
                let Some(column) = column else { continue };
                // The head may have the labels in another order.
                let said = |label: &String| head.labels.iter().position(|of| of == label).map_or(0.0, |at| stance[at]);
                let words = self.questions[places[column]].labels.iter().zip(&alone[quote][column]);
                let means: Vec<f64> = words.map(|(label, p)| ((p + TINY) * (said(label) + TINY)).sqrt()).collect();
                let all: f64 = means.iter().sum();
                alone[quote][column] = means.into_iter().map(|mean| mean / all).collect();
            }
        }
        alone
    }

    /// For each of the encoder's heads, the column of its question where that is asked, the model has the same labels, and the
    /// quote may bear on it by what `by_words` says.
    fn to_ask(&self, encoder: &Encoder, places: &[usize], by_words: &[Vec<f64>]) -> Vec<Option<usize>> {
        let column = |head: &HeadWeights| {
            let knows = |q: &Question| {
                let same = q.name == head.question && q.labels.len() == head.labels.len();
                same && head.labels.iter().all(|label| q.labels.contains(label))
            };
            let column = places.iter().position(|place| knows(&self.questions[*place]))?;
            let off = self.questions[places[column]].position(&self.params.off_topic)?;
            (1.0 - by_words[column][off] >= MAY_BEAR).then_some(column)
        };
        encoder.heads().iter().map(column).collect()
    }

    /// How likely each label is for each quote in its article, by what `alone` says of the quotes.
    fn in_article(
        &self,
        contexts: &[QuoteContext<'_>],
        places: &[usize],
        alone: &[Vec<Vec<f64>>],
    ) -> Vec<Vec<Vec<f64>>> {
        let mut table: Vec<Vec<Vec<f64>>> = vec![Vec::new(); contexts.len()];
        for (column, &place) in places.iter().enumerate() {
            let question = &self.questions[place];
            let quotes: Vec<Alone<'_>> = alone_on(column, alone, contexts.iter());
            let surroundings = Surroundings::new(&quotes, question);
            for (at, of_quote) in table.iter_mut().enumerate() {
                of_quote.push(match &self.articles[place] {
                    Some(model) => model.probabilities(&surroundings.row(at), question.labels.len()),
                    None => quotes[at].probabilities.to_vec(),
                });
            }
        }
        table
    }

    /// What is said on a question with these probabilities.
    pub(super) fn prediction<'m>(&self, question: &'m Question, probabilities: Vec<f64>) -> QuestionPrediction<'m> {
        let best = question.decide(&probabilities);
        let sure = probabilities[best] >= self.min_probability;
        QuestionPrediction { question, best, probabilities, sure }
    }

    /// What the model says of quotes in parallel. `articles` names the article of each; quotes of one article are read together,
    /// those of none (`None`) alone.
    ///
    /// # Panics
    /// When there are not as many articles as quotes.
    pub fn predict_many(
        &self,
        contexts: &[QuoteContext<'_>],
        articles: &[Option<&str>],
    ) -> Vec<Vec<QuestionPrediction<'_>>> {
        assert_eq!(contexts.len(), articles.len(), "one article or none a quote");
        let parts = by_article(articles.iter().copied());
        let found: Vec<Vec<Vec<QuestionPrediction<'_>>>> = parts
            .par_iter()
            .map(|part| {
                let those: Vec<QuoteContext<'_>> = part.iter().map(|at| contexts[*at].clone()).collect();
                self.predict_article(&those)
            })
            .collect();
        let mut predictions = vec![Vec::new(); contexts.len()];
        for (part, found) in parts.into_iter().zip(found) {
            for (at, found) in part.into_iter().zip(found) {
                predictions[at] = found;
            }
        }
        predictions
    }
}

/// How probable it must be by the words of a quote and of its article that it bears on a question for the encoder to be
/// asked: in 2,826 articles on anything that is so of one quote in nine.
const MAY_BEAR: f64 = 0.1;
/// Keeps a probability of zero from settling a mean.
const TINY: f64 = 1e-6;

/// What was said of quotes on the question in this column of `alone`.
pub(super) fn alone_on<'a>(
    column: usize,
    alone: &'a [Vec<Vec<f64>>],
    contexts: impl Iterator<Item = &'a QuoteContext<'a>>,
) -> Vec<Alone<'a>> {
    let quotes = alone.iter().zip(contexts);
    quotes
        .map(|(alone, context)| Alone { probabilities: &alone[column], speaker: context.speaker.as_deref() })
        .collect()
}

/// The places of the quotes of each article, articles in the order of their first quotes; a quote of no article is one by itself.
pub(crate) fn by_article<'a>(articles: impl Iterator<Item = Option<&'a str>>) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (at, article) in articles.enumerate() {
        let part = article.map_or(parts.len(), |article| *known.entry(article).or_insert(parts.len()));
        match parts.get_mut(part) {
            Some(part) => part.push(at),
            None => parts.push(vec![at]),
        }
    }
    parts
}

/// Refuses what can't be trained on, in words that a person can act on.
fn check(dataset: &StanceDataset, params: &TrainParams) -> Result<()> {
    let refuse = |problem: String, remedy: &str| Err(Error::Training { problem, remedy: remedy.into() });
    if let Some(problem) = params.features.problem() {
        return refuse(problem, "correct the feature settings");
    }
    if !(0.0..=1.0).contains(&params.balance) {
        return refuse(format!("the class balance is {}", params.balance), "give a number from 0 to 1");
    }
    if !(0.0..=10.0).contains(&params.background) {
        return refuse(format!("the share of background is {}", params.background), "give a number from 0 to 10");
    }
    if let Err(error) = SoftmaxParams::new(params.penalty, params.iterations).check() {
        return refuse(error.to_string(), "correct the training parameters");
    }
    if dataset.is_empty() {
        return refuse("there are no rows".into(), "give a CSV with labelled quotes");
    }
    if dataset.questions().is_empty() {
        return refuse(
            "no column is a question".into(),
            "add a column named after the question, its values the labels (an empty cell is unlabelled)",
        );
    }
    for row in dataset.rows() {
        if !(row.weight.is_finite() && row.weight > 0.0) {
            return refuse(
                format!("row `{}` has the weight {}", row.id, row.weight),
                "give a number above 0, or leave the row out",
            );
        }
    }
    for (place, question) in dataset.questions().iter().enumerate() {
        let targets = dataset.targets(place);
        let mut seen: Vec<&str> = targets.classes.iter().map(|&class| question.labels[class].as_str()).collect();
        let labelled = seen.len();
        seen.sort_unstable();
        seen.dedup();
        match seen.as_slice() {
            [] => {
                return refuse(
                    format!("question `{}` has no labelled row", question.name),
                    "label some rows, or remove the column",
                );
            }
            [one] => {
                return refuse(
                    format!("question `{}` has one label only, `{one}`, in {labelled} rows", question.name),
                    "label rows with a second label, or remove the column",
                );
            }
            _ => {}
        }
    }
    Ok(())
}
