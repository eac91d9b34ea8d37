//! Trains the learned finder on annotated articles.
//!
//! Each stage learns from what the stages before it say of articles that they did not learn from: the articles are cut
//! into folds, and what a fold's articles get comes from models that were trained without it (stacking, Wolpert 1992).

mod acceptance;
mod fit;
mod gold;

use rayon::prelude::*;

use super::model::{QuoteModel, TrainingSummary};
use super::proposal::{self, Proposal, Proposals};
use super::sources::Ranker;
use super::view::View;
use super::{cue_features, describe, joint_marginals, labels, proposals, token_features};
use crate::learn::boost::BoostParams;
use crate::learn::field::{self, Example, Field, FieldParams, Numbering, Row};
use crate::learn::vectors;
use crate::quotes::GoldArticle;
use crate::quotes::rules::scene::Scene;
use crate::text::Document;
use crate::{Error, Result};
use gold::GoldText;

/// Settings of the training.
#[derive(Debug, Clone, Copy)]
pub struct QuoteParams {
    /// Parts that the articles are cut into, two at least.
    pub folds: usize,
    /// Of the joint field.
    pub joint: FieldParams,
    /// Of the cue field.
    pub cue: FieldParams,
    /// Of the acceptance score.
    pub acceptance: BoostParams,
    /// The fields give no weight to features that occur fewer times.
    pub least: u32,
}

impl QuoteParams {
    /// The settings that were best in cross-validation within PolNeAR train (`docs/experiments.md`).
    pub fn new(seed: u64) -> Self {
        Self {
            folds: 4,
            joint: FieldParams { passes: 8, rate: 0.05, dropout: 0.2, seed },
            cue: FieldParams { passes: 6, rate: 0.05, dropout: 0.2, seed },
            acceptance: BoostParams { seed, ..BoostParams::default() },
            least: 3,
        }
    }
}

/// Hears what the training is at.
pub type Progress<'p> = &'p (dyn Fn(&str) + Sync);

/// Learns a finder from annotated articles. The same articles and settings give the same model.
///
/// # Errors
/// [`Error::Training`] when there are fewer articles than folds, or no quotes with a cue and a content.
pub fn train(articles: &[GoldArticle], params: &QuoteParams, progress: Progress<'_>) -> Result<QuoteModel> {
    let folds = params.folds;
    if folds < 2 || articles.len() < folds {
        return Err(Error::Training {
            problem: format!("{} annotated articles can't be cut into {folds} folds", articles.len()),
            remedy: "give more articles; some hundreds make a useful finder".into(),
        });
    }
    progress("reading the articles");
    let clusters = vectors::shipped_clusters();
    let documents: Vec<Document<'_>> =
        articles.par_iter().map(|article| Document::new(&article.article.text)).collect();
    let scenes: Vec<Scene<'_, '_>> = documents.par_iter().map(Scene::new).collect();
    let mut texts: Vec<GoldText<'_, '_, '_>> = scenes
        .par_iter()
        .zip(articles)
        .map(|(scene, article)| GoldText::new(View::new(scene, clusters), &article.quotes))
        .collect();
    let quotes: usize = texts.iter().map(|text| text.quotes.len()).sum();
    if texts.iter().all(|text| text.quotes.iter().all(|quote| quote.head.is_none())) {
        return Err(Error::Training {
            problem: format!("none of the {quotes} quotes of {} articles has a content and a cue", articles.len()),
            remedy: "annotate the reporting words too".into(),
        });
    }

    progress("joint field");
    let examples: Vec<(usize, Example)> = texts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, text)| {
            let fold = at % folds;
            text.view
                .scene
                .document
                .paragraphs()
                .iter()
                .map(move |paragraph| (fold, joint_example(text, &paragraph.tokens)))
        })
        .collect();
    let mut joint_fields = train_folds(examples, folds, params.least, &params.joint, progress);
    let joints: Vec<Vec<Row>> =
        texts.par_iter().enumerate().map(|(at, text)| joint_marginals(&text.view, &joint_fields[at % folds])).collect();
    joint_fields.drain(..folds);

    texts.par_iter_mut().zip(&joints).for_each(|(text, joint)| super::parse(&mut text.view, joint));
    progress("cue field");
    let examples: Vec<(usize, Example)> = texts
        .par_iter()
        .zip(&joints)
        .enumerate()
        .flat_map_iter(|(at, (text, joint))| {
            text.quotes.iter().filter_map(move |quote| Some((at % folds, cue_example(text, joint, quote, quote.head?))))
        })
        .collect();
    let mut cue_fields = train_folds(examples, folds, params.least, &params.cue, progress);
    let propose = |ranker: Option<&Ranker>| -> Vec<Proposals> {
        let articles = texts.par_iter().zip(&joints).enumerate();
        articles.map(|(at, (text, joint))| proposals(&text.view, joint, &cue_fields[at % folds], ranker)).collect()
    };
    progress("sources");
    let ranker = fit::ranker(&texts, &propose(None))?;
    let mut proposed: Vec<Vec<Proposal>> = propose(Some(&ranker)).into_iter().map(|proposals| proposals.all).collect();
    cue_fields.drain(..folds);

    progress("acceptance");
    let rows: Vec<acceptance::Rows> = texts
        .par_iter()
        .zip(&joints)
        .zip(&mut proposed)
        .map(|((text, joint), proposals)| {
            let mut rows = Vec::with_capacity(proposals.len());
            describe(&text.view, joint, proposals, |proposal, description| {
                rows.push((description.clone(), text.gold_of(proposal).is_some()));
            });
            rows
        })
        .collect();
    let (acceptance, log_odds) = acceptance::train(&rows, folds, &params.acceptance);
    for (proposal, log_odds) in proposed.iter_mut().flatten().zip(log_odds) {
        proposal.log_odds = log_odds;
    }
    let selected: Vec<Vec<Proposal>> = texts
        .par_iter()
        .zip(proposed)
        .map(|(text, proposals)| proposal::select(&text.view, proposals, f32::NEG_INFINITY))
        .collect();
    let calibration = fit::calibration(&texts, &selected)?;
    let (threshold, precision, recall) = fit::threshold(&texts, &selected, calibration);
    let (Some(joint), Some(cue)) = (joint_fields.pop(), cue_fields.pop()) else {
        return Err(Error::Training { problem: "a stage gave no model".into(), remedy: "report this as a bug".into() });
    };
    let summary = TrainingSummary { articles: articles.len(), quotes, folds, precision, recall };
    Ok(QuoteModel { joint, cue, ranker, acceptance, clusters: clusters.clone(), calibration, threshold, summary })
}

/// A field without each fold, then one with all of them.
fn train_folds(
    examples: Vec<(usize, Example)>,
    folds: usize,
    least: u32,
    params: &FieldParams,
    progress: Progress<'_>,
) -> Vec<Field> {
    let (fold_of, examples): (Vec<usize>, Vec<Example>) = examples.into_iter().unzip();
    let numbering = Numbering::new(&examples, least);
    (0..=folds)
        .into_par_iter()
        .map(|out| {
            let part = examples.iter().zip(&fold_of).filter(|(_, fold)| **fold != out).map(|(example, _)| example);
            field::train(part, &numbering, labels::allowed, params, |pass, loss| {
                if out == folds {
                    progress(&format!("pass {} of {}, loss {loss:.0}", pass + 1, params.passes));
                }
            })
        })
        .collect()
}

fn joint_example(text: &GoldText<'_, '_, '_>, window: &std::ops::Range<usize>) -> Example {
    let mut example = Example { labels: labels::encode(text.quotes.iter(), window.clone()), ..Example::default() };
    for at in window.clone() {
        token_features::describe(&text.view, at, window, &mut example.features);
        example.ends.push(example.features.len() as u32);
    }
    example
}

fn cue_example(text: &GoldText<'_, '_, '_>, joint: &[Row], quote: &labels::Parts, head: usize) -> Example {
    let window = proposal::window(&text.view, head);
    let scene = cue_features::CueScene::new(&text.view, joint, head, window.clone());
    let given = labels::Parts { head: None, ..quote.clone() };
    let mut example = Example { labels: labels::encode([&given].into_iter(), window.clone()), ..Example::default() };
    example.labels[head - window.start] = labels::IN_CUE as u8;
    labels::mend(&mut example.labels);
    for at in window {
        scene.describe(at, &mut example.features);
        example.ends.push(example.features.len() as u32);
    }
    example
}
