//! The learned finder: two conditional random fields, a ranker of sources and boosted trees, with the rules'
//! candidates among their features.
//!
//! 1. The *joint field* labels the sources, cues and contents of a paragraph all at once. Its probabilities name the likely cues.
//! 2. The *cue field* labels, for each likely cue, that cue's content and source: so the parts of several quotes in
//!    one sentence are never mixed up, and the parts are tied together from the start. Its best labels are one *reading*
//!    of the cue; label sequences drawn from it, and what the rules have, are others.
//! 3. The *ranker* compares the sources which the fields, the rules and the parser name.
//! 4. The *acceptance* score says how likely a reading is a quote with these parts; rules' proposals that need no cue
//!    (floating quotations, transcripts) compete with those of the fields. The surest stay, none over another.
//!
//! What each step gave is in `docs/experiments.md`.

mod acceptance;
mod cue_features;
mod cues;
mod explain;
mod labels;
mod model;
mod proposal;
mod readings;
mod sources;
mod templates;
mod token_features;
pub mod train;
mod view;

pub use model::{QuoteModel, TrainingSummary};

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::record::{Quote, Speaker};
use super::rules::attribution::kind_of;
use super::rules::scene::Scene;
use super::{Explanation, QuoteFinder, speakers};
use crate::learn::field::{Field, Lattice, Row};
use crate::learn::logistic::probability;
use crate::text::Document;
use acceptance::{Describer, Description};
use proposal::{Proposal, Proposals};
use readings::CueReader;
use sources::Ranker;
use view::View;

const FILE: &[u8] = include_bytes!("../../../models/quotes.qsm");

/// Finds quotes with a trained model.
#[derive(Debug, Clone)]
pub struct LearnedFinder {
    model: Arc<QuoteModel>,
    /// Quotes with less confidence than this are left out.
    pub min_confidence: f64,
}

impl LearnedFinder {
    /// A finder with the model's own threshold.
    pub fn new(model: QuoteModel) -> Self {
        Self { min_confidence: model.threshold(), model: Arc::new(model) }
    }

    /// The finder that comes with the crate; none in a build whose model file is empty.
    pub fn shipped() -> Option<Self> {
        static SHIPPED: OnceLock<Option<LearnedFinder>> = OnceLock::new();
        // A test makes sure that the file is whole.
        SHIPPED.get_or_init(|| QuoteModel::from_bytes(FILE, Path::new("models/quotes.qsm")).ok().map(Self::new)).clone()
    }

    /// Its model.
    pub fn model(&self) -> &QuoteModel {
        &self.model
    }

    /// Finds what a document's quotes are, but for their speakers, and hands it on with what it was found by.
    fn select_in<T>(
        &self,
        document: &Document<'_>,
        then: impl FnOnce(&View<'_, '_, '_>, &[Row], &Proposals, Vec<Quote>) -> T,
    ) -> T {
        let scene = Scene::new(document);
        let mut view = View::new(&scene, &self.model.clusters);
        let joint = read(&mut view, &self.model.joint);
        let selected = self.select(&view, &joint);
        let quotes = selected.all.iter().map(|proposal| self.quote(&view, proposal)).collect();
        then(&view, &joint, &selected, quotes)
    }

    fn select(&self, view: &View<'_, '_, '_>, joint: &[Row]) -> Proposals {
        let mut proposals = proposals(view, joint, &self.model.cue, Some(&self.model.ranker));
        let mut row = Vec::new();
        describe(view, joint, &mut proposals.all, |proposal, description| {
            proposal.log_odds = self.model.acceptance.log_odds(description, &mut row);
        });
        // the least odds that the calibration turns into the least confidence
        let (slope, offset) = self.model.calibration;
        let least = self.min_confidence.clamp(1e-6, 1.0 - 1e-6) as f32;
        let least = if self.min_confidence <= 0.0 {
            f32::NEG_INFINITY
        } else {
            ((least / (1.0 - least)).ln() - offset) / slope
        };
        Proposals { all: proposal::select(view, proposals.all, least), ..proposals }
    }

    fn quote(&self, view: &View<'_, '_, '_>, proposal: &Proposal) -> Quote {
        let span = |range: &Range<usize>| view.scene.document.span_of(range.clone());
        let (slope, offset) = self.model.calibration;
        Quote {
            kind: kind_of(view.scene, &proposal.contents),
            contents: proposal.contents.iter().map(span).collect(),
            cue: proposal.cue.as_ref().map(span),
            sources: beside_the_cue(&proposal.sources, proposal.cue.as_ref()).map(span).collect(),
            speaker: Speaker::unknown(),
            confidence: f64::from(probability(slope * proposal.log_odds + offset)),
        }
    }
}

/// Of several sources those that share no token with the cue: the article of "the following statement" names nobody. A
/// single one stays, as "his" of "his claim" does.
fn beside_the_cue<'p>(
    sources: &'p [Range<usize>],
    cue: Option<&'p Range<usize>>,
) -> impl Iterator<Item = &'p Range<usize>> {
    let apart = move |source: &Range<usize>| cue.is_none_or(|cue| source.end <= cue.start || cue.end <= source.start);
    let any = sources.iter().any(apart);
    sources.iter().filter(move |source| !any || apart(source))
}

impl QuoteFinder for LearnedFinder {
    fn find(&self, document: &Document<'_>) -> Vec<Quote> {
        self.select_in(document, |_, _, _, mut quotes| {
            speakers::resolve(document, &mut quotes);
            quotes
        })
    }

    fn explain(&self, document: &Document<'_>) -> Vec<(Quote, Explanation)> {
        self.select_in(document, |view, joint, selected, mut quotes| {
            let chains = speakers::resolve_and_explain(document, &mut quotes);
            let explanations = selected.all.iter().zip(chains).map(|(proposal, chain)| {
                let ranking = proposal.ranking.and_then(|at| selected.rankings.get(at));
                let explanation = explain::of(view, joint, proposal, ranking.map_or(&[], Vec::as_slice));
                Explanation { chain, ..explanation }
            });
            quotes.into_iter().zip(explanations).collect()
        })
    }
}

/// The joint field's probabilities of a document; then the sentences with a likely cue are parsed.
fn read(view: &mut View<'_, '_, '_>, field: &Field) -> Vec<Row> {
    let joint = joint_marginals(view, field);
    parse(view, &joint);
    joint
}

fn parse(view: &mut View<'_, '_, '_>, joint: &[Row]) {
    let mut wanted = vec![false; view.len()];
    proposal::worth_parsing(view, joint).into_iter().for_each(|head| wanted[head] = true);
    view.parse(|at| wanted[at]);
}

/// The joint field's probabilities of each label for each token of a document.
fn joint_marginals(view: &View<'_, '_, '_>, field: &Field) -> Vec<Row> {
    let mut joint = Vec::with_capacity(view.len());
    let mut lattice = Lattice::default();
    let (mut scores, mut features) = (Vec::new(), Vec::new());
    for paragraph in view.scene.document.paragraphs() {
        let window = &paragraph.tokens;
        scores.clear();
        for at in window.clone() {
            features.clear();
            token_features::describe(view, at, window, &mut features);
            scores.push(field.score(&features));
        }
        lattice.run(&scores, &field.transitions, &field.start);
        joint.extend_from_slice(lattice.marginals());
    }
    joint
}

/// All proposals for a document. Without a ranker, sources are not yet ranked.
fn proposals(view: &View<'_, '_, '_>, joint: &[Row], field: &Field, ranker: Option<&Ranker>) -> Proposals {
    let heads = proposal::heads(view, joint);
    let mut reader = CueReader::new(field);
    let mut proposals = Proposals::default();
    for &head in &heads {
        reader.read(view, joint, head, ranker, &mut proposals);
    }
    proposals.all.extend(proposal::of_rules(view, &heads));
    proposals
}

/// Gives each proposal with its description to `each`.
fn describe(
    view: &View<'_, '_, '_>,
    joint: &[Row],
    proposals: &mut [Proposal],
    mut each: impl FnMut(&mut Proposal, &Description),
) {
    let mut describer = Describer::new(view, joint, proposals);
    let mut description = Description::default();
    for proposal in proposals {
        describer.describe(proposal, &mut description);
        each(proposal, &description);
    }
}

#[cfg(test)]
mod tests;
