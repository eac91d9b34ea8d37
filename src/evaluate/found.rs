//! Stances end to end: measured on the quotes that a finder finds.
//!
//! Found quotes are paired with gold quotes as [`super::quotes`] pairs them, by their contents. A paired quote has the
//! gold quote's labels. A gold quote that was not found counts as predicted *neither*; a found quote that is
//! none counts, as one without a side, where it is given a side.

use rayon::prelude::*;

use super::sides::{SideRow, Sides};
use super::{Outcome, quotes};
use crate::features::QuoteContext;
use crate::quotes::{GoldArticle, GoldQuote, Quote, QuoteFinder};
use crate::stance::{LabelledQuote, Question, StanceDataset};
use crate::text::Document;

/// The quotes that a finder found in annotated articles, with the labels of those that they are.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundQuotes {
    dataset: StanceDataset,
    /// For each row whether it is a gold quote.
    paired: Vec<bool>,
    /// For each question the labels of the gold quotes that were not found.
    missed: Vec<Vec<usize>>,
}

/// What was found in one article: quotes with the labelled row that each is, and the rows of those not found.
type Of<'d> = (Vec<(LabelledQuote, Option<&'d LabelledQuote>)>, Vec<&'d LabelledQuote>);

impl FoundQuotes {
    /// Finds the quotes of `articles`. `labelled` has their gold quotes as rows that name the article by its id and hold
    /// the quote's words; white space does not matter. Rows of other articles are left out.
    pub fn new(finder: &(dyn QuoteFinder + Send + Sync), articles: &[GoldArticle], labelled: &StanceDataset) -> Self {
        let found: Vec<Of<'_>> = articles.par_iter().map(|gold| of_article(finder, gold, labelled)).collect();
        let questions = labelled.questions();
        let mut missed = vec![Vec::new(); questions.len()];
        let (mut rows, mut paired) = (Vec::new(), Vec::new());
        for (quotes, not_found) in found {
            for row in not_found {
                for (of, label) in missed.iter_mut().zip(&row.labels) {
                    of.extend(label);
                }
            }
            for (mut row, gold) in quotes {
                row.labels = match gold {
                    Some(gold) => gold.labels.clone(),
                    None => questions.iter().map(no_side).collect(),
                };
                paired.push(gold.is_some());
                rows.push(row);
            }
        }
        Self { dataset: StanceDataset::new(questions.to_vec(), rows), paired, missed }
    }

    /// The found quotes as rows, to ask a classifier about; its outcomes go to [`FoundQuotes::side_rows`].
    pub fn dataset(&self) -> &StanceDataset {
        &self.dataset
    }

    /// How many of the found quotes are gold quotes.
    pub fn paired(&self) -> usize {
        self.paired.iter().filter(|paired| **paired).count()
    }

    /// The rows that count for a question, of the outcomes on it.
    ///
    /// # Panics
    /// When there is no such question, or an outcome is of no row of the dataset.
    pub fn side_rows(&self, question: usize, outcomes: &[Outcome]) -> Vec<SideRow> {
        let sides = Sides::of(&self.dataset.questions()[question]);
        let neither = sides.neither();
        let mut rows: Vec<SideRow> = outcomes
            .iter()
            .map(|outcome| (self.paired[outcome.row], sides.row(outcome)))
            .filter(|(paired, row)| *paired || row.predicted != neither)
            .map(|(_, row)| row)
            .collect();
        let missed = self.missed[question].iter();
        rows.extend(missed.map(|label| SideRow { truth: sides.of_label(*label), predicted: neither, confidence: 0.0 }));
        rows
    }
}

/// The label of what is no quote: the last, where it is no side.
fn no_side(question: &Question) -> Option<usize> {
    let last = question.labels.len().checked_sub(1)?;
    (!question.sides().any(|side| side == last)).then_some(last)
}

fn of_article<'d>(finder: &dyn QuoteFinder, gold: &GoldArticle, labelled: &'d StanceDataset) -> Of<'d> {
    let text = gold.article.text.as_str();
    let document = Document::new(text);
    let found: Vec<Quote> = finder.find(&document);
    let mut of_article: Vec<&LabelledQuote> =
        labelled.rows().iter().filter(|row| row.article.as_ref() == Some(&gold.article.id)).collect();
    let all = of_article.clone();
    let mut row_of = |quote: &GoldQuote| {
        let words: Vec<&str> = quote.contents.iter().flat_map(|span| span.of(text).split_whitespace()).collect();
        let at = of_article.iter().position(|row| row.context.quote.split_whitespace().eq(words.iter().copied()))?;
        Some(of_article.remove(at))
    };
    let rows: Vec<Option<&LabelledQuote>> = gold.quotes.iter().map(&mut row_of).collect();
    let pairs = quotes::pair(text, &gold.quotes, &found);
    let of_found = |at: usize| pairs.iter().find(|&&(_, f)| f == at).and_then(|&(g, _)| rows[g]);
    let quotes: Vec<_> = found
        .iter()
        .enumerate()
        .map(|(at, quote)| {
            let context = QuoteContext::of_quote(&document, quote);
            let mut row = LabelledQuote::new(format!("{}#{at}", gold.article.id), context);
            row.article = Some(gold.article.id.clone());
            (row, of_found(at))
        })
        .collect();
    let is_found = |row: &&LabelledQuote| quotes.iter().any(|(_, of)| of.is_some_and(|of| std::ptr::eq(of, *row)));
    let missed = all.into_iter().filter(|row| !is_found(row)).collect();
    (quotes, missed)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::evaluate::SideReport;
    use crate::quotes::RuleFinder;
    use crate::text::{Article, Span};

    /// Two quotes with quotation marks, of which the annotation has one, and one without that the finder can't know.
    #[test]
    fn what_is_not_found_is_neither_and_what_is_no_quote_may_not_take_a_side() {
        let text = "“The bridge stays,” said Ruth Okonjo.\n\n“The road goes,” said Ama Bell.\n\nShe loves the ferry.";
        let gold = |part: &str| {
            let start = text.find(part).unwrap();
            GoldQuote { contents: vec![Span::new(start, start + part.len())], ..GoldQuote::default() }
        };
        let article = Article { id: "a".into(), text: text.into(), ..Article::default() };
        let articles = [GoldArticle { article, quotes: vec![gold("“The bridge stays,”"), gold("the ferry")] }];
        let names = ["bridge".to_owned()];
        let rows = [("“The bridge  stays,”", "favor", "a"), ("the ferry", "against", "a"), ("more", "none", "b")];
        let rows = rows.map(|(quote, label, article)| {
            let mut row = LabelledQuote::new(quote, QuoteContext::new(quote));
            row.article = Some(article.to_owned());
            (row, BTreeMap::from([(names[0].clone(), label.to_owned())]))
        });
        let labelled = StanceDataset::from_named(&names, rows);
        let found = FoundQuotes::new(&RuleFinder::default(), &articles, &labelled);
        assert_eq!((found.dataset().len(), found.paired()), (2, 1));
        assert_eq!(found.dataset().rows()[0].context.speaker.as_deref(), Some("Ruth Okonjo"));
        // against, favor, none
        let say = |first: [f64; 3], second: [f64; 3]| {
            let outcomes = [(0, 1, first), (1, 2, second)];
            let outcomes = outcomes.map(|(row, truth, p)| Outcome::of_likeliest(row, truth, p.to_vec()));
            let sides = Sides::of(&labelled.questions()[0]);
            SideReport::new(&sides, &found.side_rows(0, &outcomes))
        };
        let report = say([0.1, 0.8, 0.1], [0.1, 0.1, 0.8]);
        assert_eq!(report.confusion, [[0, 0, 1], [0, 1, 0], [0, 0, 0]]);
        let report = say([0.1, 0.1, 0.8], [0.8, 0.1, 0.1]);
        assert_eq!(report.confusion, [[0, 0, 1], [0, 0, 1], [1, 0, 0]]);
        assert_eq!(report.false_sides, 1.0);
    }
}
