//! What moved a decision, as people read it.

use super::{DecisionFact, StanceExplanation, StanceModel};
use crate::features::{ContextWord, QuoteContext};
use crate::text::one_line;

impl DecisionFact {
    /// The fact in words of the quote's texts: `words` are those that the model read of `context`.
    ///
    /// # Panics
    /// When the words are of another quote.
    pub fn told(&self, context: &QuoteContext<'_>, words: &[ContextWord]) -> String {
        let Some((block, feature)) = self.name.split_once(':') else {
            return match self.name.as_str() {
                "sense" => "meaning of the quote (word vectors)".to_owned(),
                "sense-around" => "meaning of the text around it".to_owned(),
                "sense-near" => "meaning of the words next to it".to_owned(),
                "sense-negated" => "meaning of its negated words".to_owned(),
                "sense-person" => "meaning of what is said of the speaker".to_owned(),
                other => one_line(other),
            };
        };
        // The words as the text has them: the model's own are cut to their stems.
        let mut texts: Vec<String> = Vec::new();
        for word in self.words.iter().map(|&at| &words[at]) {
            let text = one_line(&word.part.of(context)[word.span.clone()]);
            if !texts.iter().any(|known| known.eq_ignore_ascii_case(&text)) {
                texts.push(text);
            }
        }
        // "can’t" stands for two words; the model's own tells which.
        let told = |part: &str| texts.iter().any(|word| word.to_lowercase().starts_with(part));
        let own = match feature.trim_start_matches(['<', '>']) {
            own if own.split(' ').all(told) => String::new(),
            own => format!(" ({})", one_line(own)),
        };
        let words = texts.join(" ");
        match block {
            "frame" if !words.is_empty() => format!("pattern {} (“{words}”)", one_line(feature)),
            "frame" => format!("pattern {}", one_line(feature)),
            "chars" => format!("letters “{feature}”"),
            _ if words.is_empty() => format!("{block} {}", one_line(feature)),
            "near" => format!("next to the quote: “{words}”{own}"),
            "around" => format!("around the quote: “{words}”{own}"),
            "person" => format!("of the speaker: “{words}”{own}"),
            _ => format!("{block}: “{words}”{own}"),
        }
    }
}

impl StanceModel {
    /// What moved a quote to the label that it is given, the `most` weightiest first: where the model starts from before any
    /// word, each fact with the log-odds that it added for the label, in whether the question is addressed and in which label it
    /// is together; what the sentence encoder added where it was asked, and what the article's and the speaker's other quotes
    /// added. The last one is the sum of all that is left.
    ///
    /// # Panics
    /// When the explanation is of another quote.
    pub fn moved(&self, context: &QuoteContext<'_>, why: &StanceExplanation<'_>, most: usize) -> Vec<(String, f64)> {
        let best = why.prediction.best;
        // What speaks for addressing the question speaks against the label that says it is not.
        let sign = if why.prediction.label() == self.params.off_topic { -1.0 } else { 1.0 };
        let side = why.sides.iter().find(|(label, _)| *label == best).map(|(_, side)| side);
        let decisions = why.gate.iter().map(|gate| (gate, sign)).chain(side.map(|side| (side, 1.0)));
        let mut start = 0.0;
        // Both decisions have the same facts, in the same order.
        let mut facts: Vec<(&DecisionFact, f64)> = Vec::new();
        for (decision, sign) in decisions {
            start += sign * (decision.intercept + decision.spread + decision.calibration);
            for (at, fact) in decision.facts.iter().enumerate() {
                match facts.get_mut(at) {
                    Some((_, sum)) => *sum += sign * fact.log_odds,
                    None => facts.push((fact, sign * fact.log_odds)),
                }
            }
        }
        let log_odds = |of: &[f64]| of.get(best).map_or(0.0, |p| p.ln() - (1.0 - p).ln());
        let asked = if why.alone == why.by_words { 0.0 } else { log_odds(&why.alone) - log_odds(&why.by_words) };
        let around = why.article.iter().find(|(label, _)| *label == best).map(|(_, around)| around);
        let others = [
            (Mover::Other("the start, before any word"), start),
            (Mover::Other("the sentence encoder"), asked),
            (Mover::Other("the article’s other quotes"), around.map_or(0.0, |around| around.article)),
            (Mover::Other("the speaker’s other quotes"), around.map_or(0.0, |around| around.speaker)),
        ];
        let facts = facts.into_iter().map(|(fact, sum)| (Mover::Fact(fact), sum));
        let mut moved: Vec<(Mover<'_>, f64)> = facts.chain(others).collect();
        moved.retain(|(_, value)| value.is_finite() && *value != 0.0);
        moved.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
        let (told, left) = moved.split_at(most.min(moved.len()));
        let rest: f64 = left.iter().map(|(_, value)| value).sum();
        let rest = (!left.is_empty()).then(|| (format!("{} more together", left.len()), rest));
        let told = told.iter().map(|(mover, value)| match mover {
            Mover::Fact(fact) => (fact.told(context, &why.words), *value),
            Mover::Other(name) => ((*name).to_owned(), *value),
        });
        told.chain(rest).collect()
    }
}

/// Something that moved a decision.
enum Mover<'f> {
    Fact(&'f DecisionFact),
    Other(&'static str),
}
