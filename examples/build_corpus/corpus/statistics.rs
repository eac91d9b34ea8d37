//! What the corpus consists of, for `data/statistics.json` and the report.

use std::collections::BTreeMap;

use quotestance::evaluate::Confusion;
use quotestance::input::annotated::{AnnotatedArticle, QUESTIONS};
use serde::Serialize;

use super::CorpusQuote;
use super::labels::How;

/// A count for each name.
type Counts = BTreeMap<&'static str, usize>;

/// What the corpus consists of.
#[derive(Debug, Serialize)]
pub struct Statistics {
    articles: usize,
    words: usize,
    quotes: usize,
    near_duplicates_dropped: usize,
    subjects: BTreeMap<String, usize>,
    styles: BTreeMap<String, usize>,
    kinds: Counts,
    without_cue: usize,
    without_source: usize,
    speaker_types: Counts,
    hard_share: f64,
    hard: Counts,
    grounds: Counts,
    questions: BTreeMap<&'static str, QuestionStatistics>,
}

/// What is known of one question's labels.
#[derive(Debug, Default, Serialize)]
struct QuestionStatistics {
    /// The labels that count, over all quotes.
    labels: Counts,
    /// Quotes with two readings.
    read_twice: usize,
    /// Share of them on which the two agree.
    agreement: f64,
    /// The same beyond chance: Cohen's kappa.
    kappa: f64,
    /// Cells on which the first two readings differ.
    differing: usize,
    /// Those of them that the third reading settled.
    settled: usize,
    /// Those that stay unlabelled.
    disputed: usize,
}

/// Counts everything.
pub fn statistics(articles: &[AnnotatedArticle], quotes: &[CorpusQuote<'_>]) -> Statistics {
    let hard = count(quotes.iter().map(|found| found.quote.hard));
    let questions = QUESTIONS.iter().enumerate().map(|(at, (name, _))| (*name, question(quotes, at))).collect();
    Statistics {
        articles: articles.len(),
        words: articles.iter().map(|found| found.article.text.split_whitespace().count()).sum(),
        quotes: quotes.len(),
        near_duplicates_dropped: quotes.iter().filter(|found| found.duplicate_of.is_some()).count(),
        subjects: count(articles.iter().map(|found| found.subject.clone())),
        styles: count(articles.iter().map(|found| found.style.clone())),
        kinds: count(quotes.iter().map(|found| found.quote.quote.kind.as_str())),
        without_cue: quotes.iter().filter(|found| found.quote.quote.cue.is_none()).count(),
        without_source: quotes.iter().filter(|found| found.quote.quote.sources.is_empty()).count(),
        speaker_types: count(quotes.iter().map(|found| found.quote.quote.speaker.kind.as_str())),
        hard_share: share(quotes.len() - hard.get("-").copied().unwrap_or(0), quotes.len()),
        hard,
        grounds: count(quotes.iter().map(|found| found.quote.ground)),
        questions,
    }
}

fn question(quotes: &[CorpusQuote<'_>], at: usize) -> QuestionStatistics {
    let pairs: Vec<_> = quotes.iter().filter_map(|q| Some((q.quote.stances[at], q.second[at]?))).collect();
    let (agreement, kappa) = agreement(&pairs, QUESTIONS[at].1);
    let ended = |how| quotes.iter().filter(|q| q.labels[at].1 == how).count();
    QuestionStatistics {
        labels: count(quotes.iter().filter_map(|q| q.labels[at].0)),
        read_twice: pairs.len(),
        agreement,
        kappa,
        differing: pairs.iter().filter(|(first, second)| first != second).count(),
        settled: ended(How::Settled),
        disputed: ended(How::Disputed),
    }
}

/// The share of pairs that agree, and Cohen's kappa; 0 without pairs.
fn agreement(pairs: &[(&'static str, &'static str)], labels: &[&str]) -> (f64, f64) {
    let place = |label: &str| labels.iter().position(|known| *known == label).expect("a label of the question");
    let mut table = Confusion::new(labels.len());
    for (first, second) in pairs {
        table.add(place(first), place(second));
    }
    (rounded(table.accuracy()), rounded(table.kappa()))
}

fn count<K: Ord>(names: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn share(part: usize, whole: usize) -> f64 {
    rounded(if whole == 0 { 0.0 } else { part as f64 / whole as f64 })
}

/// To four decimals, so that the file does not depend on the last bit.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_of_a_table_worked_by_hand() {
        // 20 both yes, 15 both no, 5 yes-no, 10 no-yes: observed .7, chance .5.
        let pairs = [(20, "yes", "yes"), (15, "no", "no"), (5, "yes", "no"), (10, "no", "yes")];
        let pairs: Vec<_> = pairs.iter().flat_map(|&(n, a, b)| std::iter::repeat_n((a, b), n)).collect();
        assert_eq!(agreement(&pairs, &["yes", "no"]), (0.7, 0.4));
        assert_eq!(agreement(&[], &["yes", "no"]), (0.0, 0.0));
    }
}
