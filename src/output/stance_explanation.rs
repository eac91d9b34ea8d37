//! What moved the stances of a quote, for programs and for people.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::features::{ContextPart, QuoteContext};
use crate::stance::{ArticleDecision, Decision, DecisionFact, StanceExplanation};

use super::rounded;
use super::table::clean;

/// A word gets its number in the text for people from this many log-odds on.
const TELLING: f64 = 0.1;
/// As many facts for and against are told to people when nobody says how many.
const USUAL: usize = 6;

/// A quote with the reasons for its stances, as JSON has them.
#[derive(Debug, Serialize)]
pub struct StanceExplanationRecord<'a> {
    /// Names the quote.
    pub id: &'a str,
    /// The texts that the model read: the quote, what stands before and after it, and so on.
    pub texts: BTreeMap<&'static str, &'a str>,
    /// The words of these texts; all else refers to them by their places in this list.
    pub tokens: Vec<TokenRecord<'a>>,
    /// The decisions, question by question.
    pub questions: Vec<QuestionRecord<'a>>,
}

/// A word that the model read.
#[derive(Debug, Serialize)]
pub struct TokenRecord<'a> {
    /// The text that it stands in.
    #[serde(rename = "in")]
    pub part: ContextPart,
    /// First code point there.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What stands there.
    pub text: &'a str,
}

/// The decisions on one question.
#[derive(Debug, Serialize)]
pub struct QuestionRecord<'a> {
    /// The question.
    pub question: &'a str,
    /// The label that is given.
    pub label: &'a str,
    /// How likely each label is.
    pub probabilities: BTreeMap<&'a str, f64>,
    /// How likely each label is by the quote's words and those around it; `gate` and `sides` add up to this.
    pub by_words: BTreeMap<&'a str, f64>,
    /// How likely each label is by the quote alone: `by_words`, or its mean with what the encoder says.
    pub alone: BTreeMap<&'a str, f64>,
    /// Each label against all others in its article; empty when the model reads quotes alone.
    pub article: BTreeMap<&'a str, ArticleRecord>,
    /// Whether the question is addressed; `null` when one model tells all labels apart.
    pub gate: Option<DecisionRecord<'a>>,
    /// Each label against its rivals.
    pub sides: BTreeMap<&'a str, DecisionRecord<'a>>,
}

/// A decision: `intercept`, `spread`, `calibration`, all `facts` and `other` add up to `log_odds`.
#[derive(Debug, Serialize)]
pub struct DecisionRecord<'a> {
    log_odds: f64,
    intercept: f64,
    spread: f64,
    calibration: f64,
    /// What each token gave, in their order.
    tokens: Vec<f64>,
    /// The facts, the weightiest first.
    facts: Vec<FactRecord<'a>>,
    /// The sum of the facts that are left out.
    other: f64,
}

/// A label in its article: the parts add up to `log_odds`.
#[derive(Debug, Serialize)]
pub struct ArticleRecord {
    log_odds: f64,
    intercept: f64,
    spread: f64,
    /// What the quote alone gave.
    quote: f64,
    /// What the article's other quotes gave.
    article: f64,
    /// What the same speaker's other quotes gave.
    speaker: f64,
}

impl ArticleRecord {
    fn new(decision: &ArticleDecision) -> Self {
        Self {
            log_odds: fine(decision.log_odds()),
            intercept: fine(decision.intercept),
            spread: fine(decision.spread),
            quote: fine(decision.quote),
            article: fine(decision.article),
            speaker: fine(decision.speaker),
        }
    }
}

/// A feature of the quote.
#[derive(Debug, Serialize)]
pub struct FactRecord<'a> {
    name: &'a str,
    log_odds: f64,
    /// The tokens that it is made of.
    tokens: &'a [usize],
}

impl<'a> StanceExplanationRecord<'a> {
    /// The record of the explanations of one quote; of each decision the `top` weightiest facts, or all.
    ///
    /// # Panics
    /// When the explanations are of another quote.
    pub fn new(
        id: &'a str,
        context: &'a QuoteContext<'_>,
        explanations: &'a [StanceExplanation<'_>],
        top: Option<usize>,
    ) -> Self {
        let words = explanations.first().map_or(&[][..], |why| &why.words);
        let tokens = words.iter().map(|word| {
            let whole = word.part.of(context);
            let text = &whole[word.span.clone()];
            let start = whole[..word.span.start].chars().count();
            TokenRecord { part: word.part, start, end: start + text.chars().count(), text }
        });
        let question = |why: &'a StanceExplanation<'_>| {
            let found = &why.prediction;
            let labels = &found.question.labels;
            let values = found.probabilities.iter().map(|p| rounded(*p));
            QuestionRecord {
                question: &found.question.name,
                label: found.label(),
                probabilities: labels.iter().map(String::as_str).zip(values).collect(),
                by_words: labels.iter().map(String::as_str).zip(why.by_words.iter().map(|p| rounded(*p))).collect(),
                alone: labels.iter().map(String::as_str).zip(why.alone.iter().map(|p| rounded(*p))).collect(),
                article: why.article.iter().map(|(at, of)| (&*labels[*at], ArticleRecord::new(of))).collect(),
                gate: why.gate.as_ref().map(|gate| DecisionRecord::new(gate, top)),
                sides: why.sides.iter().map(|(at, side)| (&*labels[*at], DecisionRecord::new(side, top))).collect(),
            }
        };
        let parts = ContextPart::ALL.into_iter().map(|part| (part.as_str(), part.of(context)));
        Self {
            id,
            texts: parts.filter(|(_, text)| !text.is_empty()).collect(),
            tokens: tokens.collect(),
            questions: explanations.iter().map(question).collect(),
        }
    }
}

impl<'a> DecisionRecord<'a> {
    fn new(decision: &'a Decision, top: Option<usize>) -> Self {
        let facts = weightiest(&decision.facts);
        let (told, left) = facts.split_at(top.unwrap_or(facts.len()).min(facts.len()));
        Self {
            log_odds: fine(decision.log_odds()),
            intercept: fine(decision.intercept),
            spread: fine(decision.spread),
            calibration: fine(decision.calibration),
            tokens: decision.words.iter().map(|value| fine(*value)).collect(),
            facts: told
                .iter()
                .map(|fact| FactRecord { name: &fact.name, log_odds: fine(fact.log_odds), tokens: &fact.words })
                .collect(),
            other: fine(left.iter().map(|fact| fact.log_odds).sum()),
        }
    }
}

/// To six decimals, none of them a negative zero.
fn fine(value: f64) -> f64 {
    (value * 1e6).round() / 1e6 + 0.0
}

/// The facts, those that moved most first.
fn weightiest(facts: &[DecisionFact]) -> Vec<&DecisionFact> {
    let mut facts: Vec<&DecisionFact> = facts.iter().collect();
    facts.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    facts
}

/// The reasons for people: for each question the quote with its telling words, and what spoke for and against;
/// `top` facts of each, 6 by default. `colour` is for terminals.
///
/// # Panics
/// When the explanations are of another quote.
pub fn stance_explanation_text(
    id: &str,
    context: &QuoteContext<'_>,
    explanations: &[StanceExplanation<'_>],
    top: Option<usize>,
    colour: bool,
) -> String {
    let page = Page { context, top: top.unwrap_or(USUAL), colour };
    let mut out = format!("{}: {}\n", clean(id), clean(&context.quote));
    for why in explanations {
        let found = &why.prediction;
        let labels = &found.question.labels;
        let shares = labels.iter().zip(&found.probabilities).map(|(label, p)| format!("{} {p:.2}", clean(label)));
        let shares: Vec<String> = shares.collect();
        out.push_str(&format!(
            "\n  {}: {} ({})\n",
            clean(&found.question.name),
            clean(found.label()),
            shares.join(", ")
        ));
        if let Some((_, article)) = why.article.iter().find(|(at, _)| *at == found.best) {
            out.push_str(&page.in_article(found.label(), article));
        }
        if let Some(gate) = &why.gate {
            out.push_str(&page.decision("addresses the question", gate, why));
        }
        if let Some((at, side)) = why.sides.iter().find(|(at, _)| *at == found.best) {
            out.push_str(&page.decision(&format!("{} rather than another label", clean(&labels[*at])), side, why));
        }
    }
    out
}

struct Page<'a> {
    context: &'a QuoteContext<'a>,
    top: usize,
    colour: bool,
}

impl Page<'_> {
    fn in_article(&self, label: &str, article: &ArticleDecision) -> String {
        let mut out = format!("    {} in its article: log-odds {}", clean(label), self.number(article.log_odds()));
        let start = article.intercept + article.spread;
        out.push_str(&format!(
            "\n      from the start {}, the quote alone {}",
            self.number(start),
            self.number(article.quote)
        ));
        for (name, value) in
            [("the article’s other quotes", article.article), ("the speaker’s other quotes", article.speaker)]
        {
            if value != 0.0 {
                out.push_str(&format!(", {name} {}", self.number(value)));
            }
        }
        out.push('\n');
        out
    }

    fn decision(&self, title: &str, decision: &Decision, why: &StanceExplanation<'_>) -> String {
        let mut out = format!("    {title}: log-odds {}\n", self.number(decision.log_odds()));
        out.push_str(&format!("      {}\n", self.quote(decision, why)));
        let mut start = format!("      from the start {}", self.number(decision.intercept));
        for (name, value) in [("several rivals", decision.spread), ("calibration", decision.calibration)] {
            if value.abs() >= 0.005 {
                start.push_str(&format!(", {name} {}", self.number(value)));
            }
        }
        out.push_str(&start);
        out.push('\n');
        let facts = weightiest(&decision.facts);
        for (name, sign) in [("for", 1.0), ("against", -1.0)] {
            let facts: Vec<&DecisionFact> = facts.iter().copied().filter(|fact| fact.log_odds * sign > 0.0).collect();
            let (told, left) = facts.split_at(self.top.min(facts.len()));
            for (at, fact) in told.iter().enumerate() {
                let label = if at == 0 { name } else { "" };
                out.push_str(&format!(
                    "      {label:<7} {}  {}\n",
                    self.number(fact.log_odds),
                    fact.told(self.context, &why.words)
                ));
            }
            if !left.is_empty() {
                let rest: f64 = left.iter().map(|fact| fact.log_odds).sum();
                let label = if told.is_empty() { name } else { "" };
                out.push_str(&format!("      {label:<7} {}  {} more\n", self.number(rest), left.len()));
            }
        }
        out
    }

    /// The quote with what its telling words gave.
    fn quote(&self, decision: &Decision, why: &StanceExplanation<'_>) -> String {
        let mut out = String::new();
        let mut at = 0;
        let words = why.words.iter().zip(&decision.words).filter(|(word, _)| word.part == ContextPart::Quote);
        for (word, value) in words.filter(|(_, value)| value.abs() >= TELLING) {
            out.push_str(&plain(&self.context.quote[at..word.span.start]));
            let text = &self.context.quote[word.span.clone()];
            out.push_str(&format!("[{} {}]", clean(text), self.number(*value)));
            at = word.span.end;
        }
        out.push_str(&plain(&self.context.quote[at..]));
        out.trim().to_owned()
    }

    fn number(&self, value: f64) -> String {
        // No minus before what is shown as zero.
        let value = (value * 100.0).round() / 100.0 + 0.0;
        match (self.colour, value) {
            (true, value) if value > 0.0 => format!("\x1b[32m{value:+.2}\x1b[0m"),
            (true, value) if value < 0.0 => format!("\x1b[31m{value:+.2}\x1b[0m"),
            _ => format!("{value:+.2}"),
        }
    }
}

/// A piece of a text on one line, the spaces at its ends kept.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect()
}
