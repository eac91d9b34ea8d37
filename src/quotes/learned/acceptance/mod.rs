//! How likely a proposal is a quote: boosted trees over a hundred facts of it, and over how often proposals
//! with such words were quotes.

mod article;
mod cue;
mod parts;
mod words;

use article::Article;

use serde::{Deserialize, Serialize};

use super::proposal::Proposal;
use super::view::View;
use crate::learn::boost::Boost;
use crate::learn::counts::Rates;
use crate::learn::field::Row;

/// A proposal as the trees see it, but for the rates of its words.
#[derive(Debug, Clone, Default)]
pub(super) struct Description {
    pub facts: Vec<f32>,
    /// Words and combinations of them, as hashes.
    pub signs: Vec<u64>,
}

/// The first signs' number of rows is a fact too: phrase, lemma and form of the cue.
const COUNTED: usize = 3;

impl Description {
    /// The row of numbers that the trees read.
    pub fn row(&self, rates: &Rates, row: &mut Vec<f32>) {
        row.clear();
        row.extend_from_slice(&self.facts);
        for (at, sign) in self.signs.iter().enumerate() {
            let [rate, seen] = rates.get(*sign);
            row.push(rate);
            if at < COUNTED {
                row.push(seen);
            }
        }
    }
}

/// The trained score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Acceptance {
    pub rates: Rates,
    pub trees: Boost,
}

impl Acceptance {
    /// Logarithm of the odds that a proposal is a quote with these parts; `row` is room.
    pub fn log_odds(&self, description: &Description, row: &mut Vec<f32>) -> f32 {
        description.row(&self.rates, row);
        self.trees.log_odds(row)
    }

    /// Whether it can score every description.
    pub fn is_sound(&self) -> bool {
        self.rates.is_sound() && self.trees.is_sound()
    }
}

/// What is known around proposals; it describes those of a cue one after the other.
pub(super) struct Describer<'a, 's, 'd, 't> {
    view: &'a View<'s, 'd, 't>,
    /// First field's probabilities.
    joint: &'a [Row],
    article: Article,
    /// The last head, or first token of a content without one, and the facts of it.
    last: Option<(Option<usize>, usize)>,
    cue: Vec<f32>,
    cue_signs: cue::Signs,
}

impl<'a, 's, 'd, 't> Describer<'a, 's, 'd, 't> {
    /// For these proposals.
    pub fn new(view: &'a View<'s, 'd, 't>, joint: &'a [Row], proposals: &[Proposal]) -> Self {
        let article = Article::new(view, joint, proposals.iter().filter_map(|proposal| proposal.head));
        Self { view, joint, article, last: None, cue: Vec::new(), cue_signs: cue::Signs::default() }
    }

    /// Describes a proposal.
    pub fn describe(&mut self, proposal: &Proposal, out: &mut Description) {
        let anchor = proposal.head.unwrap_or(proposal.contents[0].start);
        if self.last != Some((proposal.head, anchor)) {
            self.last = Some((proposal.head, anchor));
            self.cue.clear();
            self.cue_signs = cue::signs(self.view, proposal.head);
            self.describe_cue(proposal.head, anchor);
        }
        out.facts.clear();
        out.signs.clear();
        out.facts.extend_from_slice(&self.cue);
        self.describe_parts(proposal, anchor, out);
    }
}
