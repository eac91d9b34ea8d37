//! The comparison as people read it on a terminal.

use std::fmt;

use super::verdict::difference;
use super::{Change, Comparison, McNemarTest, QuestionComparison};
use crate::text::one_line;

/// How many rows that changed are shown of a question when nobody says.
const SHOWN: usize = 10;
/// A quote longer than this many characters is cut; the other formats have it whole.
const LONGEST: usize = 300;

impl Comparison {
    /// The text for people, with at most so many of the rows that changed a question.
    pub fn text(&self, shown: usize) -> String {
        let mut out = String::new();
        for (letter, name, how) in [("A", &self.a, &self.how_a), ("B", &self.b, &self.how_b)] {
            out.push_str(&format!("{letter}  {}: {}\n", one_line(name), one_line(how)));
        }
        out.push_str("Differences are B less A; in brackets 95% of ");
        out.push_str(&format!("{} draws of groups, the same for both (seed {}).\n", self.draws, self.seed));
        match &self.weighted[..] {
            [] => {}
            [one] => out.push_str(&format!(
                "{} counts rows by their weight in its own report; here each counts as one.\n",
                one.to_uppercase()
            )),
            _ => out.push_str("Both count rows by their weight in their own reports; here each counts as one.\n"),
        }
        for question in &self.questions {
            out.push('\n');
            out.push_str(&question.text(shown));
        }
        out
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text(SHOWN))
    }
}

impl QuestionComparison {
    fn text(&self, shown: usize) -> String {
        let name = one_line(&self.question);
        let mut out = format!("{name}: {} rows of {} groups\n  {}\n\n", self.rows, self.groups, one_line(&self.says));
        if self.abstained_a + self.abstained_b > 0 {
            let (a, b) = (self.abstained_a, self.abstained_b);
            out.insert_str(out.len() - 1, &format!("  left out: rows without a label by A {a}, by B {b}\n"));
        }
        out.push_str(&format!("  {:<26}  {:>6}  {:>6}  difference\n", "", "A", "B"));
        for (name, of) in self.measures() {
            let name = match name {
                "macro_f1" => "macro-F1",
                "mcc" => "MCC",
                "favor_against_f1" => "mean F1 of favor, against",
                other => other,
            };
            let (a, b) = (of.a.value, of.b.value);
            out.push_str(&format!("  {name:<26}  {a:>6.3}  {b:>6.3}  {}\n", difference(&of.difference)));
        }
        let test = &self.mcnemar;
        let how = match test.test {
            McNemarTest::ExactBinomial => "exact binomial".to_owned(),
            McNemarTest::ChiSquared => format!("chi-squared {:.2}", test.statistic),
        };
        out.push_str(&format!(
            "  right by A alone {}, by B alone {}; McNemar’s test p {} ({how})\n",
            test.b,
            test.c,
            probability(test.p)
        ));
        let count = self.changes.len();
        let (told, left) = self.changes.split_at(shown.min(count));
        out.push_str(&format!("  rows with another label: {count}"));
        out.push_str(match (told.len(), left.len()) {
            (0, _) => "\n",
            (_, 0) => ", the surest first\n",
            _ => ", the surest of them:\n",
        });
        told.iter().for_each(|change| out.push_str(&line(change)));
        out
    }
}

/// A probability that is not told as 0.
fn probability(p: f64) -> String {
    if p < 0.0001 { "below 0.0001".to_owned() } else { format!("{p:.4}") }
}

fn line(change: &Change) -> String {
    let mut out = format!(
        "    {:<7}  {} {:.2} -> {} {:.2}, truth {}  {}\n",
        change.effect.as_str(),
        one_line(&change.a),
        change.probability_a,
        one_line(&change.b),
        change.probability_b,
        one_line(&change.truth),
        one_line(&change.id),
    );
    if !change.quote.is_empty() {
        let quote = one_line(&change.quote);
        out.push_str("             ");
        match quote.char_indices().nth(LONGEST) {
            Some((end, _)) => out.push_str(&format!("{} […]\n", quote[..end].trim_end())),
            None => out.push_str(&format!("{quote}\n")),
        }
    }
    out
}
