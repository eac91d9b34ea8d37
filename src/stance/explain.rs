//! What moved a decision, and by how much: the model's own weights times the quote's own numbers.
//!
//! A softmax regression gives class `k` against all others the log-odds `s_k - ln Σ exp s_j` over the others `j`. With
//! `q_j`, how the others share what `k` leaves, the logarithm is exactly `Σ q_j s_j + H(q)`, `H` the entropy. So the
//! log-odds are a sum: a number of the row times `w_k - Σ q_j w_j` each, the intercepts weighed the same way, and
//! `-H(q)`, the price of having several rivals. With two classes that is the usual `w_1 - w_0` and no price.

use super::article::{ArticleModel, Surroundings, part_of};
use super::lexical::QuestionModel;
use super::model::alone_on;
use super::softmax::softmax;
use super::{Answer, ArticleDecision, ArticlePart, Decision, DecisionFact, Softmax, StanceExplanation, StanceModel};
use crate::error::few;
use crate::features::{Fact, MadeOf, QuoteContext, Trace};
use crate::{Error, Result};

impl StanceModel {
    /// What the model says of a quote on one question, and what moved it.
    ///
    /// ```
    /// use quotestance::features::QuoteContext;
    /// let model = quotestance::pipeline::shipped_model()?;
    /// let why = model.explain(&QuoteContext::new("We will never hang anyone."), "death_penalty")?;
    /// let (label, decision) = &why.article[0];
    /// let probability = 1.0 / (1.0 + (-decision.log_odds()).exp());
    /// assert!((probability - why.prediction.probabilities[*label]).abs() < 1e-6);
    /// # Ok::<(), quotestance::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Usage`] when the model has no such question.
    pub fn explain(&self, context: &QuoteContext<'_>, question: &str) -> Result<StanceExplanation<'_>> {
        let mut only = self.explain_article(std::slice::from_ref(context), &[0], question)?;
        Ok(only.pop().unwrap_or_else(|| unreachable!("one quote was asked about")))
    }

    /// What the model says on one question of those quotes of an article that `places` name, and what moved it.
    ///
    /// # Errors
    /// [`Error::Usage`] when the model has no such question.
    ///
    /// # Panics
    /// When there is no such place.
    pub fn explain_article(
        &self,
        contexts: &[QuoteContext<'_>],
        places: &[usize],
        question: &str,
    ) -> Result<Vec<StanceExplanation<'_>>> {
        let place = self.question_place(question)?;
        let alone = self.alone(contexts, &[place]);
        let quotes = alone_on(0, &alone, contexts.iter());
        let surroundings = Surroundings::new(&quotes, &self.questions[place]);
        let explained = places.iter().map(|&at| {
            let mut why = self.explain_alone(&contexts[at], place, alone[at][0].clone());
            if let Some(model) = &self.articles[place] {
                let labels = self.questions[place].labels.len();
                let row = surroundings.row(at);
                why.prediction = self.prediction(&self.questions[place], model.probabilities(&row, labels));
                why.article = in_article(model, &row, labels);
            }
            why
        });
        Ok(explained.collect())
    }

    fn explain_alone(&self, context: &QuoteContext<'_>, place: usize, alone: Vec<f64>) -> StanceExplanation<'_> {
        let (question, QuestionModel { features, answer }) = (&self.questions[place], &self.lexical.answers[place]);
        let trace = self.lexical.vectorizer.trace(context, features);
        let probabilities = answer.of_row(&trace.row, question.labels.len());
        let sides = |model: &Softmax, off: Option<usize>| -> Vec<(usize, Decision)> {
            let explained = model.classes().enumerate().map(|(at, class)| {
                let rest = (0..probabilities.len()).filter(|&label| label != class && Some(label) != off);
                let rest: f64 = rest.map(|label| probabilities[label]).sum();
                (class, decision(model, at, &trace, odds(probabilities[class], rest)))
            });
            explained.collect()
        };
        let answer = answer.over_all(self.lexical.vectorizer.columns() + features.columns());
        let (gate, sides) = match &*answer {
            Answer::Few(_) => (None, Vec::new()),
            Answer::Single(model) => (None, sides(model, None)),
            Answer::TopicThenSide { off_topic, topic, side, .. } => {
                let off = *off_topic as usize;
                let on = (0..probabilities.len()).filter(|&label| label != off).map(|label| probabilities[label]);
                let gate = decision(topic, 1, &trace, odds(on.sum(), probabilities[off]));
                (Some(gate), side.as_ref().map_or_else(Vec::new, |side| sides(side, Some(off))))
            }
        };
        let prediction = self.prediction(question, alone.clone());
        StanceExplanation {
            prediction,
            by_words: probabilities,
            alone,
            words: trace.words,
            gate,
            sides,
            article: Vec::new(),
        }
    }

    /// The place of the question called `name`.
    ///
    /// # Errors
    /// [`Error::Usage`] when the model has no such question.
    pub fn question_place(&self, name: &str) -> Result<usize> {
        self.questions.iter().position(|question| question.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.questions.iter().map(|question| question.name.as_str()).collect();
            Error::usage(format!("the model has no question `{name}`"), format!("it answers {}", few(&known, 10)))
        })
    }
}

/// The log-odds of a probability; `None` where a side of it is too small for a number.
fn odds(yes: f64, no: f64) -> Option<f64> {
    Some(yes.ln() - no.ln()).filter(|odds| odds.is_finite())
}

/// How the other classes share what the class at `place` leaves for a row, and what having several of them costs.
fn rivals(model: &Softmax, place: usize, row: &[(u32, f32)]) -> (Vec<f64>, f64) {
    let mut share: Vec<f64> = model.intercepts().iter().map(|value| f64::from(*value)).collect();
    for &(column, value) in row {
        for (score, weight) in share.iter_mut().zip(model.column(column as usize)) {
            *score += f64::from(*weight) * f64::from(value);
        }
    }
    share[place] = f64::NEG_INFINITY;
    softmax(&mut share);
    let spread = share.iter().filter(|q| **q > 0.0).map(|q| q * q.ln()).sum();
    (share, spread)
}

/// The weight of the class at `place` less what its rivals have.
fn against(weights: &[f32], place: usize, share: &[f64]) -> f64 {
    let others: f64 = weights.iter().zip(share).map(|(weight, q)| f64::from(*weight) * q).sum();
    f64::from(weights[place]) - others
}

/// Each label against all others, with what each part of the row gave.
fn in_article(model: &ArticleModel, row: &[(u32, f32)], labels: usize) -> Vec<(usize, ArticleDecision)> {
    let softmax = &model.softmax;
    let explained = softmax.classes().enumerate().map(|(place, class)| {
        let (share, spread) = rivals(softmax, place, row);
        let intercept = against(softmax.intercepts(), place, &share);
        let mut decision = ArticleDecision { intercept, spread, quote: 0.0, article: 0.0, speaker: 0.0 };
        for &(column, value) in row {
            let column = column as usize;
            let part = match part_of(column, labels) {
                ArticlePart::Quote => &mut decision.quote,
                ArticlePart::Article => &mut decision.article,
                ArticlePart::Speaker => &mut decision.speaker,
            };
            *part += against(softmax.column(column), place, &share) * f64::from(value);
        }
        (class, decision)
    });
    explained.collect()
}

/// The class at `place` of a model against its others; `given` is the log-odds that the model ended with.
fn decision(model: &Softmax, place: usize, trace: &Trace, given: Option<f64>) -> Decision {
    let (share, spread) = rivals(model, place, &trace.row);
    let against = |weights: &[f32]| against(weights, place, &share);
    let mut words = vec![0.0; trace.words.len()];
    let facts = trace.facts.iter().map(|fact| explained(fact, trace, &|c| against(model.column(c)), &mut words));
    let facts: Vec<DecisionFact> = facts.collect();
    let mut decision = Decision { intercept: against(model.intercepts()), spread, calibration: 0.0, facts, words };
    decision.calibration = given.map_or(0.0, |given| given - decision.log_odds());
    decision
}

/// What a fact gave where a column counts `weight`; what its words gave is added to `words`.
fn explained(fact: &Fact, trace: &Trace, weight: &dyn Fn(usize) -> f64, words: &mut [f64]) -> DecisionFact {
    let numbers = &trace.row[fact.numbers.clone()];
    let weights: Vec<f64> = numbers.iter().map(|(column, _)| weight(*column as usize)).collect();
    let log_odds: f64 = numbers.iter().zip(&weights).map(|((_, value), weight)| f64::from(*value) * weight).sum();
    let mut made_of: Vec<usize> = match &fact.made_of {
        MadeOf::Shares(places) => {
            for place in places {
                words[*place] += log_odds / places.len() as f64;
            }
            places.clone()
        }
        MadeOf::Sum(parts) => {
            for (place, part) in parts {
                words[*place] +=
                    part.iter().zip(&weights).map(|(value, weight)| f64::from(*value) * weight).sum::<f64>();
            }
            parts.iter().map(|(place, _)| *place).collect()
        }
    };
    made_of.sort_unstable();
    made_of.dedup();
    DecisionFact { name: fact.name.clone(), log_odds, words: made_of }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::super::tests::model;
    use super::*;
    use crate::stance::{Steps, TrainParams};

    fn shipped() -> &'static StanceModel {
        static MODEL: OnceLock<StanceModel> = OnceLock::new();
        MODEL.get_or_init(|| crate::pipeline::shipped_model().unwrap())
    }

    fn context() -> QuoteContext<'static> {
        QuoteContext::new("We can’t send them to the United States; nobody here wants them hanged.")
            .speaker("Ama Osei")
            .between("It rained.\nAma Osei, a campaigner, said: ", " Osei opposes executions.\nThe ferry left.")
    }

    /// Nothing may be left over but the rounding of the model's own sums.
    fn adds_up(model: &StanceModel, context: &QuoteContext<'_>) {
        for (place, prediction) in model.predict(context).into_iter().enumerate() {
            let why = model.explain(context, &model.questions()[place].name).unwrap();
            assert_eq!(why.prediction, prediction);
            for (label, article) in &why.article {
                let p = 1.0 / (1.0 + (-article.log_odds()).exp());
                assert!((p - prediction.probabilities[*label]).abs() < 1e-4, "{p} {:?}", prediction.probabilities);
            }
            for decision in why.gate.iter().chain(why.sides.iter().map(|(_, side)| side)) {
                assert!(decision.calibration.abs() < 1e-3, "{}", decision.calibration);
                let worded = decision.facts.iter().filter(|fact| !fact.words.is_empty());
                let (facts, words): (f64, f64) = (worded.map(|f| f.log_odds).sum(), decision.words.iter().sum());
                assert!((facts - words).abs() < 1e-3, "{facts} {words}");
            }
            let addressed = why.gate.as_ref().map_or(1.0, |gate| 1.0 / (1.0 + (-gate.log_odds()).exp()));
            for (label, side) in &why.sides {
                let p = addressed / (1.0 + (-side.log_odds()).exp());
                assert!((p - why.by_words[*label]).abs() < 1e-9, "{p}");
            }
        }
    }

    /// What is told of a decision is all of it, and what speaks for addressing the question speaks against `none`.
    #[test]
    fn what_moved_a_label_is_the_sum_of_its_decisions() {
        let model = shipped();
        for context in [context(), QuoteContext::new("The ferry left at nine, and it rained.")] {
            for question in model.questions() {
                let why = model.explain(&context, &question.name).unwrap();
                let of = Decision::log_odds;
                let side = why.sides.iter().find(|(label, _)| *label == why.prediction.best);
                let sign = if why.prediction.label() == "none" { -1.0 } else { 1.0 };
                let expected = sign * why.gate.as_ref().map_or(0.0, of) + side.map_or(0.0, |(_, side)| of(side));
                let all = model.moved(&context, &why, usize::MAX);
                let few = model.moved(&context, &why, 3);
                for moved in [&all, &few] {
                    let sum: f64 = moved.iter().map(|(_, value)| value).sum();
                    assert!((sum - expected).abs() < 1e-6, "{}: {sum} {expected}", question.name);
                }
                assert_eq!(few[..3], all[..3]);
                assert_eq!(few[3].0, format!("{} more together", all.len() - 3));
            }
        }
    }

    #[test]
    fn the_parts_add_up_to_the_probabilities_that_the_model_gives() {
        adds_up(shipped(), &context());
        adds_up(shipped(), &QuoteContext::new(""));
        adds_up(&model(), &context());
        let params = TrainParams { steps: Steps::Single, ..TrainParams::default() };
        let single = StanceModel::train(&super::super::tests::examples(), &params).unwrap();
        adds_up(&single, &context());
        assert!(single.explain(&context(), "toll").unwrap().gate.is_none());
    }

    #[test]
    fn a_negation_is_among_the_facts_with_its_word() {
        let model = model();
        let context = QuoteContext::new("The bridge must not be built.");
        let why = model.explain(&context, "bridge").unwrap();
        assert_eq!(why.prediction.label(), "against");
        let (_, against) = why.sides.iter().find(|(label, _)| *label == why.prediction.best).unwrap();
        let not = against.facts.iter().find(|fact| fact.name == "quote:not").unwrap();
        assert!(not.log_odds > 0.0);
        let words: Vec<&str> = not.words.iter().map(|&at| &context.quote[why.words[at].span.clone()]).collect();
        assert_eq!(words, ["not"]);
        assert!(against.words[not.words[0]] > 0.0);
        assert!(against.facts.iter().any(|fact| fact.name.starts_with("frame:") && fact.name.contains("NOT")));
    }

    #[test]
    fn words_are_found_in_the_text_that_they_stand_in() {
        let context = context();
        let why = shipped().explain(&context, "custody").unwrap();
        let texts: Vec<_> =
            why.words.iter().map(|word| (word.part, &word.part.of(&context)[word.span.clone()])).collect();
        use crate::features::ContextPart::{After, Before, Quote, Speaker};
        for known in [
            (Quote, "can’t"),
            (Quote, "United States"),
            (Before, "campaigner"),
            (After, "executions"),
            (After, "left"),
            (Speaker, "Osei"),
        ] {
            assert!(texts.contains(&known), "{known:?} {texts:?}");
        }
        assert_eq!(texts.iter().filter(|(_, text)| *text == "can’t").count(), 1);
    }

    #[test]
    fn an_unknown_question_is_refused_with_those_that_there_are() {
        let error = model().explain(&context(), "ferry").unwrap_err().to_string();
        assert_eq!(error, "the model has no question `ferry`; it answers bridge, toll");
    }

    proptest! {
        #[test]
        fn any_text_is_explained(quote in "(?s).{0,60}", source in ".{0,12}", before in "(?s).{0,60}", after in "(?s).{0,60}") {
            let mut context = QuoteContext::new(quote).between(before, after).title("No");
            context.source = Some(source.into());
            let why = shipped().explain(&context, "guantanamo").unwrap();
            for word in &why.words {
                prop_assert!(word.part.of(&context).get(word.span.clone()).is_some());
            }
            for decision in why.gate.iter().chain(why.sides.iter().map(|(_, side)| side)) {
                prop_assert!(decision.words.iter().all(|value| value.is_finite()) && decision.log_odds().is_finite());
            }
        }
    }
}
