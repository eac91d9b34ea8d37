//! What a cue's quote may be: several readings, with what the second field says of each.
//!
//! The field's best labels are one reading; label sequences drawn from it are others, as far as they differ, and so
//! is what the rules have for the cue. Which of them is right is for the acceptance to say.

use std::ops::Range;

use super::cue_features::CueScene;
use super::labels::{CONTENT, IN_CONTENT, IN_CUE, IN_SOURCE, SOURCE, decode};
use super::proposal::{Certainty, Origin, Proposal, Proposals, agree, by_marks, overlap, window};
use super::sources::{self, Ranker};
use super::view::View;
use crate::learn::Random;
use crate::learn::field::{Draws, Field, Lattice, Row, best_labels};

/// Sequences drawn for a cue at most; with 8 fewer quotes are found (`docs/experiments.md`).
const DRAWS: usize = 16;

/// Share of the drawn sequences that a drawn reading must agree with.
const LEAST_AGREEMENT: f32 = 0.08;

/// Most readings of the field.
const MOST: usize = 5;

/// Contents that have this share of their tokens in common are one reading.
const ALIKE: f32 = 0.7;

/// The same of a rule's content and the field's.
const ALIKE_RULE: f32 = 0.8;

/// Content and source of a quote.
#[derive(Debug, Clone, PartialEq)]
struct Reading {
    contents: Vec<Range<usize>>,
    sources: Vec<Range<usize>>,
}

/// Reads the cues of a document; its memory is used for one cue after the other.
pub(super) struct CueReader<'m> {
    field: &'m Field,
    lattice: Lattice,
    draws: Draws,
    scores: Vec<Row>,
    features: Vec<u64>,
    labels: Vec<u8>,
    drawn: Vec<(Reading, f32)>,
}

impl<'m> CueReader<'m> {
    pub fn new(field: &'m Field) -> Self {
        Self {
            field,
            lattice: Lattice::default(),
            draws: Draws::new(field),
            scores: Vec::new(),
            features: Vec::with_capacity(64),
            labels: Vec::new(),
            drawn: Vec::new(),
        }
    }

    /// Adds the readings of a cue to `proposals`. With a ranker its choice of source is a reading too.
    pub fn read(
        &mut self,
        view: &View<'_, '_, '_>,
        joint: &[Row],
        head: usize,
        ranker: Option<&Ranker>,
        proposals: &mut Proposals,
    ) {
        /// Outweighs any score: the cue is given.
        const GIVEN: f32 = 1e3;
        let window = window(view, head);
        let scene = CueScene::new(view, joint, head, window.clone());
        self.scores.clear();
        for at in window.clone() {
            self.features.clear();
            scene.describe(at, &mut self.features);
            self.scores.push(self.field.score(&self.features));
        }
        self.scores[head - window.start][IN_CUE] += GIVEN;
        let (labels, score) = best_labels(&self.scores, &self.field.transitions, &self.field.start);
        self.lattice.run(&self.scores, &self.field.transitions, &self.field.start);
        self.draw(&window, head);

        let best = reading(&labels, window.start);
        let mut readings: Vec<(Origin, Option<usize>, Reading)> = Vec::new();
        if !best.contents.is_empty() {
            readings.push((Origin::Field, None, best.clone()));
        }
        self.add_drawn(&mut readings);
        for index in view.nearby(head) {
            let rule = &view.candidates[index];
            if rule.cue.as_ref().is_some_and(|cue| cue.contains(&head)) {
                let reading = Reading { contents: rule.contents.clone(), sources: rule.sources.clone() };
                if by_marks(rule.rule) || is_new(&readings, &reading, ALIKE_RULE) {
                    readings.push((Origin::Rules, Some(index), reading));
                }
            }
        }
        let Some((_, _, first)) = readings.first() else { return };

        let marginals = self.lattice.marginals();
        let around = sources::Around { view, joint, marginals, window: &window, head, contents: &first.contents };
        let others = readings.iter().map(|(_, _, reading)| &reading.sources);
        let mut ranked = sources::candidates(&around, best.sources.clone(), others);
        if let Some(ranker) = ranker {
            ranker.rank(&mut ranked);
            let choice = Reading { contents: first.contents.clone(), sources: ranked[0].ranges.clone() };
            if is_new(&readings, &choice, 1.0) {
                readings.push((Origin::Ranker, None, choice));
            }
        }
        let shared = self.certainty_of_all(score - self.lattice.log_normaliser());
        let cue = cue_around(&labels, &window, head);
        for (origin, index, reading) in readings {
            let mut certainty = self.certainty(&window, &reading, &best, shared);
            certainty.ranked = ranked.iter().find(|c| c.ranges == reading.sources).map_or(0.0, |c| c.score);
            let rule = index.and_then(|index| view.candidates.get(index));
            proposals.all.push(Proposal {
                cue: Some(rule.and_then(|rule| rule.cue.clone()).unwrap_or_else(|| cue.clone())),
                head: Some(head),
                origin,
                candidate: index.or_else(|| view.candidate_index(head)),
                certainty,
                ranking: Some(proposals.rankings.len()),
                log_odds: 0.0,
                contents: reading.contents,
                sources: reading.sources,
            });
        }
        proposals.rankings.push(ranked);
    }

    /// Draws label sequences; what differs only in the cue's extent is one.
    fn draw(&mut self, window: &Range<usize>, head: usize) {
        self.draws.draw(&self.lattice, DRAWS, &mut Random::new(head as u64));
        self.drawn.clear();
        for (sequence, share) in self.draws.shares().iter().enumerate() {
            self.draws.labels(sequence, &mut self.labels);
            let reading = reading(&self.labels, window.start);
            match self.drawn.iter_mut().find(|(known, _)| *known == reading) {
                Some((_, sum)) => *sum += share,
                None => self.drawn.push((reading, *share)),
            }
        }
    }

    /// The drawn readings that many drawn sequences agree with.
    fn add_drawn(&self, readings: &mut Vec<(Origin, Option<usize>, Reading)>) {
        let full = self.drawn.iter().filter(|(reading, _)| !reading.contents.is_empty());
        let mut valued: Vec<(f32, &Reading)> = full.map(|(reading, _)| (self.agreement(reading)[0], reading)).collect();
        valued.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (rank, (value, reading)) in valued.into_iter().enumerate() {
            let (origin, alike) = if rank == 0 { (Origin::Likeliest, 0.999) } else { (Origin::Drawn, ALIKE) };
            let likely = rank == 0 || value >= LEAST_AGREEMENT && readings.len() < MOST;
            if likely && is_new(readings, reading, alike) {
                readings.push((origin, None, reading.clone()));
            }
        }
    }

    /// Shares of the drawn sequences that have about the same content: and the same source, or any.
    fn agreement(&self, reading: &Reading) -> [f32; 2] {
        let mut shares = [0.0; 2];
        for (drawn, share) in &self.drawn {
            if overlap(&reading.contents, &drawn.contents) >= 0.5 {
                shares[1] += share;
                if agree(&reading.sources, &drawn.sources) {
                    shares[0] += share;
                }
            }
        }
        shares
    }

    /// What holds for all readings of the cue.
    fn certainty_of_all(&self, labels: f32) -> Certainty {
        let share = |has: fn(&Reading) -> bool| self.drawn.iter().filter(|(r, _)| has(r)).map(|(_, share)| share).sum();
        let values = self.drawn.iter().filter(|(reading, _)| !reading.contents.is_empty());
        Certainty {
            labels,
            empty: share(|reading| reading.contents.is_empty()),
            no_source: share(|reading| reading.sources.is_empty()),
            distinct: self.drawn.len() as f32,
            best_agreement: values.map(|(reading, _)| self.agreement(reading)[0]).fold(0.0, f32::max),
            ..Certainty::default()
        }
    }

    fn certainty(&self, window: &Range<usize>, reading: &Reading, best: &Reading, shared: Certainty) -> Certainty {
        let rows = self.lattice.marginals();
        let is = |at: usize, label: usize| {
            at.checked_sub(window.start).and_then(|at| rows.get(at)).map_or(0.0, |r| r[label])
        };
        let contents = &reading.contents;
        let tokens = || contents.iter().cloned().flatten().map(|at| is(at, CONTENT) + is(at, IN_CONTENT));
        let least = |shares: &mut dyn Iterator<Item = f32>| shares.fold(1.0, f32::min);
        let [agreement, content_agreement] = self.agreement(reading);
        Certainty {
            edges: least(&mut contents.iter().map(|r| is(r.start, CONTENT) * (1.0 - is(r.end, IN_CONTENT)))),
            begin: least(&mut contents.iter().map(|r| is(r.start, CONTENT))),
            end: least(&mut contents.iter().map(|r| 1.0 - is(r.end, IN_CONTENT))),
            source: least(&mut reading.sources.iter().map(|r| is(r.start, SOURCE))),
            mean: tokens().sum::<f32>() / tokens().count().max(1) as f32,
            least: least(&mut tokens()),
            agreement,
            content_agreement,
            best_overlap: overlap(contents, &best.contents),
            best_source: f32::from(u8::from(agree(&reading.sources, &best.sources))),
            ..shared
        }
    }
}

fn reading(labels: &[u8], base: usize) -> Reading {
    Reading { contents: decode(labels, base, CONTENT, IN_CONTENT), sources: decode(labels, base, SOURCE, IN_SOURCE) }
}

/// Whether no reading has about the same content and the same source.
fn is_new(readings: &[(Origin, Option<usize>, Reading)], other: &Reading, alike: f32) -> bool {
    let differs =
        |known: &Reading| overlap(&known.contents, &other.contents) < alike || !agree(&known.sources, &other.sources);
    readings.iter().all(|(_, _, known)| differs(known))
}

/// The run of cue labels that holds the head.
fn cue_around(labels: &[u8], window: &Range<usize>, head: usize) -> Range<usize> {
    let is_cue = |at: usize| usize::from(labels[at - window.start]) == IN_CUE;
    let start = (window.start..head).rev().take_while(|&at| is_cue(at)).last().unwrap_or(head);
    let end = (head + 1..window.end).take_while(|&at| is_cue(at)).last().map_or(head + 1, |at| at + 1);
    start..end
}
