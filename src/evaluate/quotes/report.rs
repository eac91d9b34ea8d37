//! What an evaluation of a quote finder found, as programs read it.

use serde::Serialize;

use crate::evaluate::Interval;
use crate::evaluate::bootstrap::Draws;

use super::QuoteEvaluation;
use super::confidence::{THRESHOLDS, threshold};
use super::count::{Count, Scores, Share, Summary};
use super::parts::{PartTally, PartsTally};
use super::tally::{Attributed, Spoken, Tally};
use crate::evaluate::calibration::{Bin, calibration_error};

/// What an evaluation of a quote finder found. [`super`] defines the measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuotesReport {
    /// Annotated articles.
    pub articles: usize,
    /// How often articles were drawn again for the intervals.
    pub draws: usize,
    /// What decided the draws.
    pub seed: u64,
    /// Content spans and tokens.
    pub content: ContentReport,
    /// Matches and sources of all quotes.
    pub all: AttributionReport,
    /// Matches and sources of direct quotes alone.
    pub direct_only: AttributionReport,
    /// Each kind against quotes of any kind.
    pub kinds: ByKind<KindReport>,
    /// Cue, source and content span by span.
    pub parts: PartsByKind,
    /// Right speakers; none when the annotation names no speaker.
    pub speakers: Option<SpeakersReport>,
    /// What the confidence is worth.
    pub confidence: ConfidenceReport,
}

/// How well contents are delimited.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ContentReport {
    /// Spans with both ends right.
    pub exact: Scores,
    /// The same, white space and punctuation at the ends aside.
    pub trimmed: Scores,
    /// Tokens in any content.
    pub tokens: Scores,
}

/// How many quotes are found, and with the right source.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AttributionReport {
    /// Quotes paired one to one.
    #[serde(rename = "match")]
    pub matched: Scores,
    /// Matched with a source that overlaps, or rightly without one.
    pub joint: Scores,
    /// The same of quotes with a source.
    pub joint_sourced: Scores,
    /// Of the matched quotes whose gold has a source, those found with any.
    pub any_source: Share,
    /// Those whose source shares a token with it.
    pub source_overlap: Share,
    /// Those whose source is the same.
    pub source_exact: Share,
}

/// Something for each kind of quote.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ByKind<T> {
    /// Wholly in quotation marks.
    pub direct: T,
    /// Partly.
    pub mixed: T,
    /// Without.
    pub indirect: T,
}

impl<T> ByKind<T> {
    fn new(of: impl Fn(usize) -> T) -> Self {
        Self { direct: of(0), mixed: of(1), indirect: of(2) }
    }
}

/// Quotes of one kind against quotes of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct KindReport {
    /// Of the gold quotes, those matched.
    pub recall: Share,
    /// Of the gold quotes, those matched with the right source.
    pub joint_recall: Share,
    /// Of the found quotes, those that match.
    pub precision: Share,
}

/// Parts of all quotes and of each kind against its own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartsByKind {
    /// All quotes.
    pub all: PartsReport,
    /// Each kind.
    #[serde(flatten)]
    pub kinds: ByKind<PartsReport>,
}

/// How well the parts of quotes are delimited.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartsReport {
    /// Reporting words.
    pub cue: PartReport,
    /// Mentions of who speaks.
    pub source: PartReport,
    /// What was said.
    pub content: PartReport,
}

/// How well one part of quotes is delimited.
///
/// `exact` and `tokens` compare distinct spans and tokens of each article. The other two are Citron's own measures:
/// exact agreement within quotes whose cues touch (of the cue: with any gold cue), and the tokens in common added up
/// over all pairs of quotes, so that nested quotes count twice and a share can pass 1. Two quotes without cue meet
/// when their contents share a token.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartReport {
    /// Distinct spans with both ends right.
    pub exact: Scores,
    /// Distinct tokens.
    pub tokens: Scores,
    /// Citron's exact match.
    pub citron_exact: Scores,
    /// Citron's overlap.
    pub citron_overlap: Scores,
}

/// Quotes with the right speaker, of those whose speaker the annotation names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SpeakersReport {
    /// Of the quotes found.
    pub found: SpokenReport,
    /// Of all quotes, when their parts are given.
    pub given: SpokenReport,
}

/// Quotes with the right speaker.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SpokenReport {
    /// All quotes.
    pub all: Share,
    /// Those with quotation marks.
    pub direct_and_mixed: Share,
    /// Each kind.
    #[serde(flatten)]
    pub kinds: ByKind<Share>,
}

/// What the confidence of found quotes is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConfidenceReport {
    /// The scores when only quotes of at least some confidence are kept.
    pub curve: Vec<CurvePoint>,
    /// How well it tells the share of right quotes.
    pub calibration: CalibrationReport,
}

/// The scores at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// The least confidence.
    pub min_confidence: f64,
    /// Quotes paired one to one.
    #[serde(rename = "match")]
    pub matched: Scores,
    /// Matched with the right source.
    pub joint: Scores,
}

/// How well the confidence tells the share of quotes that are matched with the right source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibrationReport {
    /// Expected calibration error.
    pub error: Interval,
    /// Bins of equal width.
    pub bins: Vec<CalibrationBin>,
}

/// Found quotes of about one confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// The least confidence of the bin.
    pub from: f64,
    /// How many quotes it has.
    pub quotes: u64,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

impl QuotesReport {
    pub(super) fn new(tallies: &[Tally], draws: &Draws, how: &QuoteEvaluation<'_>) -> Self {
        let sum = Summary::new(tallies, draws);
        let spoken = sum.total(|tally| {
            let mut all = Count::default();
            tally.speakers.iter().for_each(|spoken| all += spoken.given);
            all
        });
        Self {
            articles: tallies.len(),
            draws: how.draws,
            seed: how.seed,
            content: ContentReport {
                exact: sum.scores(|tally| tally.content_exact),
                trimmed: sum.scores(|tally| tally.content_trimmed),
                tokens: sum.scores(|tally| tally.content_tokens),
            },
            all: attribution(&sum, |tally| &tally.all),
            direct_only: attribution(&sum, |tally| &tally.direct),
            kinds: ByKind::new(|at| KindReport {
                recall: sum.share(|tally| tally.kinds[at].matched),
                joint_recall: sum.share(|tally| tally.kinds[at].joint),
                precision: sum.share(|tally| tally.kinds[at].found),
            }),
            parts: PartsByKind {
                all: parts(&sum, |tally| &tally.parts[0]),
                kinds: ByKind::new(|at| parts(&sum, |tally| &tally.parts[at + 1])),
            },
            speakers: (spoken.gold > 0).then(|| SpeakersReport {
                found: speakers(&sum, |spoken| spoken.found),
                given: speakers(&sum, |spoken| spoken.given),
            }),
            confidence: confidence(&sum, tallies),
        }
    }
}

fn attribution(sum: &Summary<'_, Tally>, of: impl Fn(&Tally) -> &Attributed) -> AttributionReport {
    AttributionReport {
        matched: sum.scores(|tally| of(tally).matched),
        joint: sum.scores(|tally| of(tally).joint),
        joint_sourced: sum.scores(|tally| of(tally).joint_sourced),
        any_source: sum.share(|tally| of(tally).any_source),
        source_overlap: sum.share(|tally| of(tally).overlap),
        source_exact: sum.share(|tally| of(tally).exact),
    }
}

fn parts(sum: &Summary<'_, Tally>, of: impl Fn(&Tally) -> &PartsTally) -> PartsReport {
    let part = |pick: fn(&PartsTally) -> &PartTally| PartReport {
        exact: sum.scores(|tally| pick(of(tally)).exact),
        tokens: sum.scores(|tally| pick(of(tally)).tokens),
        citron_exact: sum.scores(|tally| pick(of(tally)).citron_exact),
        citron_overlap: sum.scores(|tally| pick(of(tally)).citron_overlap),
    };
    PartsReport {
        cue: part(|parts| &parts.cue),
        source: part(|parts| &parts.source),
        content: part(|parts| &parts.content),
    }
}

fn speakers(sum: &Summary<'_, Tally>, pick: fn(&Spoken) -> Count) -> SpokenReport {
    let of = |kinds: &[usize]| {
        sum.share(|tally| {
            let mut all = Count::default();
            kinds.iter().for_each(|&at| all += pick(&tally.speakers[at]));
            all
        })
    };
    SpokenReport { all: of(&[0, 1, 2]), direct_and_mixed: of(&[0, 1]), kinds: ByKind::new(|at| of(&[at])) }
}

fn confidence(sum: &Summary<'_, Tally>, tallies: &[Tally]) -> ConfidenceReport {
    let bins = |tallies: &mut dyn Iterator<Item = &Tally>| {
        let mut bins: Vec<Bin> = Vec::new();
        for tally in tallies {
            bins.resize(tally.bins.len(), Bin::default());
            bins.iter_mut().zip(&tally.bins).for_each(|(bin, more)| bin.add(more));
        }
        bins
    };
    let curve = (0..THRESHOLDS).map(|tenth| CurvePoint {
        min_confidence: threshold(tenth),
        matched: sum.scores(|tally| tally.curve[tenth].0),
        joint: sum.scores(|tally| tally.curve[tenth].1),
    });
    let together = bins(&mut tallies.iter());
    let mean = |sum: f64, bin: &Bin| if bin.count == 0 { 0.0 } else { sum / bin.count as f64 };
    let width = 1.0 / together.len().max(1) as f64;
    let described = together.iter().enumerate().map(|(at, bin)| CalibrationBin {
        from: at as f64 * width,
        quotes: bin.count,
        confidence: mean(bin.confidence, bin),
        right: mean(bin.right as f64, bin),
    });
    ConfidenceReport {
        curve: curve.collect(),
        calibration: CalibrationReport {
            error: sum.interval(|tallies| calibration_error(&bins(tallies))),
            bins: described.collect(),
        },
    }
}
