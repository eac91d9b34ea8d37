//! What a slower model says of unlabelled quotes, as rows for the training of a quicker one.
//!
//! The quicker one learns the shares that the slower one gives to the labels, not its decisions: that a quote is half for
//! and half against tells more than either (Hinton et al. 2015; Bucila et al. 2006). The quotes are real ones, so that the
//! words of news get weights that a corpus of someone's own writing would not give them.

use super::{LabelledQuote, QuestionPrediction, StanceModel, likeliest};
use crate::features::QuoteContext;
use crate::learn::hash;

/// How unlabelled quotes become rows. The default was settled on held-out groups of the project's own quotes, see
/// docs/experiments.md.
#[derive(Debug, Clone, PartialEq)]
pub struct Distillation {
    /// How much a row counts beside one that people have labelled.
    pub weight: f64,
    /// A quote becomes a row where it bears on a question with this probability or more.
    pub bears: f64,
    /// Of the other quotes one in so many becomes a row too, picked by the hash of its name: a student that reads nothing but
    /// what may bear on a question takes the rest of the news for half on topic.
    pub others: u64,
}

impl Default for Distillation {
    fn default() -> Self {
        Self { weight: 0.3, bears: 0.2, others: 20 }
    }
}

/// Shares are rounded to hundredths, so that the last digits of a network's sums, which differ between machines, seldom
/// count; those of fewer hundredths than this would lengthen the training and teach next to nothing.
const LEAST: f64 = 2.0;

impl Distillation {
    /// The quotes of one article that may bear on a question of `teacher` and some others, in their order, labelled with the
    /// shares that it gives to the labels. A question without an off-topic label has any quote bear on it.
    pub fn rows(&self, teacher: &StanceModel, article: &str, contexts: &[QuoteContext<'_>]) -> Vec<LabelledQuote> {
        let bears = |of: &QuestionPrediction<'_>| {
            1.0 - of.question.position(&teacher.params().off_topic).map_or(0.0, |off| of.probabilities[off])
                >= self.bears
        };
        let said = contexts.iter().zip(teacher.predict_article(contexts)).enumerate();
        let named = said.map(|(number, (context, said))| (format!("{article}#{number}"), context, said));
        let picked = |id: &str| hash::bytes(id.as_bytes()).is_multiple_of(self.others.max(1));
        named
            .filter(|(id, _, said)| said.iter().any(bears) || picked(id))
            .map(|(id, context, said)| {
                let mut row = LabelledQuote::new(id, context.clone());
                row.article = Some(article.to_owned());
                row.weight = self.weight;
                for QuestionPrediction { question, probabilities, .. } in said {
                    let shares = shares(&probabilities);
                    row.labels.push(Some(likeliest(&shares)));
                    let named = question.labels.iter().cloned().zip(shares);
                    row.soft.insert(question.name.clone(), named.filter(|(_, share)| *share > 0.0).collect());
                }
                row
            })
            .collect()
    }
}

/// Probabilities in hundredths without the small ones, as shares that sum to 1.
fn shares(probabilities: &[f64]) -> Vec<f64> {
    let hundredths = probabilities.iter().map(|p| (p * 100.0).round());
    let kept: Vec<f64> = hundredths.map(|share| if share < LEAST { 0.0 } else { share }).collect();
    let all: f64 = kept.iter().sum();
    // Of very many labels none may have two hundredths.
    if all == 0.0 { probabilities.to_vec() } else { kept.into_iter().map(|share| share / all).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::model;
    use super::*;

    #[test]
    fn quotes_on_a_question_become_rows_with_the_teachers_shares() {
        let teacher = model();
        let contexts = ["It rained all day.", "Build the bridge, and soon.", "Keep the toll."].map(QuoteContext::new);
        let how = Distillation { weight: 0.5, bears: 0.5, others: u64::MAX };
        let rows = how.rows(&teacher, "a", &contexts);
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a#1", "a#2"], "rain is off topic");
        for row in &rows {
            assert_eq!((row.article.as_deref(), row.weight), (Some("a"), 0.5));
        }
        let said = &teacher.predict(&contexts[1])[0];
        assert_eq!(rows[0].labels[0], Some(said.best));
        let shares = &rows[0].soft["bridge"];
        assert!((shares.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
        for (label, share) in shares {
            assert!((share - said.probability(label)).abs() < 0.03, "{label}: {share} of {said:?}");
        }
        let all = Distillation { bears: 0.0, ..how.clone() }.rows(&teacher, "a", &contexts);
        assert_eq!(all.len(), 3, "no probability is all that is asked for");
        let all = Distillation { others: 1, ..how }.rows(&teacher, "a", &contexts);
        assert_eq!(all.len(), 3, "one of one other quotes");
    }

    /// The shipped model has learnt from articles that are not ours to pass on.
    #[test]
    fn the_shipped_model_holds_no_run_of_more_than_three_words() {
        let model = crate::pipeline::shipped_model().unwrap();
        let vectorizer = &model.lexical.vectorizer;
        let shared = (0..vectorizer.columns()).map(|column| vectorizer.name(column));
        let answers = model.lexical.answers.iter().map(|answer| &answer.features);
        let own = answers.flat_map(|features| (0..features.columns()).map(|column| features.name(column).into()));
        for name in shared.map(String::from).chain(own) {
            assert!(name.split(' ').count() <= 3, "{name}");
        }
    }

    #[test]
    fn small_shares_go_and_last_digits_do_not_count() {
        assert_eq!(shares(&[0.6012, 0.3888, 0.01]), shares(&[0.6011, 0.3889, 0.01]));
        assert_eq!(shares(&[0.6012, 0.3888, 0.01])[2], 0.0);
        assert_eq!(shares(&[0.01; 100]), [0.01; 100]);
    }
}
