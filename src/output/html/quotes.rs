//! The page of a quote finder's report.

use super::number::{Unit, count, counted};
use super::page::{footer, header, page as whole_page, section};
use super::plot::{About, Axis, LinePlot, Point, Series};
use super::table::{Cell, Column, Table};
use crate::evaluate::quotes::{
    AttributionReport, ConfidenceReport, ContentReport, CurvePoint, KindReport, PartsReport, QuotesReport, Scores,
    Share, SpeakersReport,
};

const UNIT: Unit = Unit::Percent;
const UNITS: (Unit, Unit) = (UNIT, UNIT);

/// What the words of the page mean.
const WORDS: &[(&str, &str)] = &[
    (
        "Precision and recall",
        "Of what was found, the share that is right; of what people marked, the share that was found.",
    ),
    ("F1", "The harmonic mean of precision and recall: high only when both are."),
    (
        "Match",
        "A found and a marked quote are paired when they share at least half of their words (of those that either has).",
    ),
    ("Joint", "A match whose source, the mention of who speaks, is right too: it overlaps, or rightly there is none."),
    (
        "Content exact",
        "A span of what was said with both ends right; trimmed: white space and punctuation at the ends aside.",
    ),
    ("Direct, mixed, indirect", "Wholly in quotation marks, partly, or without."),
    (
        "Citron’s measures",
        "Exact: spans with both ends right within quotes whose reporting words touch; overlap: the words in common of all \
         pairs of quotes, so that nested quotes count twice.",
    ),
    (
        "95% interval",
        "Whole articles were drawn again and again, with replacement, and measured; the interval holds the middle 95% of what \
         came out.",
    ),
    (
        "Calibration",
        "Whether a confidence is what it says: of the quotes with a confidence of about 80%, eight in ten should be right. \
         The expected calibration error is the mean distance from that, over quotes.",
    ),
];

/// The page; see [`super::quotes_page`].
pub(super) fn page(report: &QuotesReport) -> String {
    let (gold, found) = (report.all.matched.gold, report.all.matched.predicted);
    let articles = counted(report.articles, "article", "articles");
    let sentence = format!(
        "Of {} quotes that people marked in {articles}, {} are found with the right source, {}%; {} quotes are found, of which {}% are right.",
        count(gold),
        count(report.all.joint.right),
        UNIT.write(report.all.joint.recall.value),
        count(found),
        UNIT.write(report.all.joint.precision.value)
    );
    let facts = [
        ("Articles", count(report.articles as u64)),
        ("Quotes marked", count(gold)),
        ("Quotes found", count(found)),
        ("Intervals", format!("95%, from {} draws of whole articles", count(report.draws as u64))),
        ("Seed", report.seed.to_string()),
        ("Figures", "percent".to_owned()),
    ];
    whole_page(&format!("Quote finding accuracy, {articles}"), |html| {
        header(html, "Quote finding accuracy report", &sentence, &facts);
        html.element("main", &[], |html| {
            section(html, "h2", "all", "All quotes", |html| {
                scores("All quotes", Some(&report.content), &report.all).write(html);
                sources("Sources of matched quotes", &report.all).write(html);
            });
            section(html, "h2", "direct", "Direct quotes only", |html| {
                scores("Direct quotes against direct quotes", None, &report.direct_only).write(html);
                sources("Sources of matched direct quotes", &report.direct_only).write(html);
            });
            section(html, "h2", "kinds", "By kind", |html| kinds(report).write(html));
            section(html, "h2", "parts", "Cue, source and content", |html| parts(report).write(html));
            if let Some(of) = &report.speakers {
                section(html, "h2", "speakers", "Right speakers", |html| speakers(of).write(html));
            }
            section(html, "h2", "confidence", "What the confidence is worth", |html| {
                html.element("div", &[("class", "plots")], |html| {
                    curve(&report.confidence, "curve").write(html);
                    calibration(&report.confidence).into_iter().for_each(|plot| plot.write(html));
                });
            });
        });
        footer(html, WORDS);
    })
}

fn cells(name: &str, scores: &Scores) -> Vec<Cell> {
    vec![
        Cell::Head(name.to_owned()),
        Cell::measure(scores.precision, UNIT),
        Cell::measure(scores.recall, UNIT),
        Cell::measure(scores.f1, UNIT),
        Cell::count(scores.right),
        Cell::count(scores.predicted),
        Cell::count(scores.gold),
    ]
}

fn table(caption: &str, first: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    let numbers = columns.iter().map(|name| Column::numbers(*name));
    let columns = [Column::text(first)].into_iter().chain(numbers).collect();
    Table { caption: caption.to_owned(), columns, rows, tool: false }
}

fn scores(caption: &str, content: Option<&ContentReport>, all: &AttributionReport) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    if let Some(content) = content {
        rows.push(cells("Content exact", &content.exact));
        rows.push(cells("Content exact, trimmed", &content.trimmed));
        rows.push(cells("Content words", &content.tokens));
    }
    rows.push(cells("Match", &all.matched));
    rows.push(cells("Joint", &all.joint));
    rows.push(cells("Joint, quotes with a source", &all.joint_sourced));
    let columns = ["Precision % (95%)", "Recall % (95%)", "F1 % (95%)", "Right", "Found", "Marked"];
    table(caption, "Measure", &columns, rows)
}

fn share(share: &Share) -> [Cell; 2] {
    [Cell::measure(share.share, UNIT), Cell::Number(format!("{} of {}", count(share.right), count(share.of)))]
}

fn sources(caption: &str, all: &AttributionReport) -> Table {
    let row = |(name, of): (&str, &Share)| [Cell::Head(name.to_owned())].into_iter().chain(share(of)).collect();
    let all =
        [("Has a source", &all.any_source), ("It overlaps", &all.source_overlap), ("It is exact", &all.source_exact)];
    table(caption, "Source", &["Share % (95%)", "Quotes"], all.into_iter().map(row).collect())
}

fn kinds(report: &QuotesReport) -> Table {
    let row = |(name, kind): (&str, &KindReport)| {
        let shares = [&kind.recall, &kind.joint_recall, &kind.precision].into_iter().flat_map(share);
        [Cell::Head(name.to_owned())].into_iter().chain(shares).collect()
    };
    let kinds = &report.kinds;
    let rows = [("Direct", &kinds.direct), ("Mixed", &kinds.mixed), ("Indirect", &kinds.indirect)].map(row);
    let columns = ["Recall % (95%)", "Quotes", "Joint recall % (95%)", "Quotes", "Precision % (95%)", "Quotes"];
    table("Quotes of each kind against quotes of any", "Kind", &columns, rows.into())
}

fn parts(report: &QuotesReport) -> Table {
    let kinds = &report.parts.kinds;
    let all: [(&str, &PartsReport); 4] =
        [("All", &report.parts.all), ("Direct", &kinds.direct), ("Mixed", &kinds.mixed), ("Indirect", &kinds.indirect)];
    let rows = all.into_iter().flat_map(|(kind, of)| {
        [("cue", &of.cue), ("source", &of.source), ("content", &of.content)].map(|(part, of)| {
            vec![
                Cell::Head(format!("{kind}, {part}")),
                Cell::measure(of.exact.precision, UNIT),
                Cell::measure(of.exact.recall, UNIT),
                Cell::measure(of.exact.f1, UNIT),
                Cell::measure(of.tokens.f1, UNIT),
                Cell::share(of.citron_exact.f1.value, UNIT),
                Cell::share(of.citron_overlap.f1.value, UNIT),
            ]
        })
    });
    let columns = [
        "Exact precision % (95%)",
        "Exact recall % (95%)",
        "Exact F1 % (95%)",
        "Words F1 % (95%)",
        "Citron’s exact F1 %",
        "Citron’s overlap F1 %",
    ];
    table("Parts of quotes, each kind against its own", "Part", &columns, rows.collect())
}

fn speakers(report: &SpeakersReport) -> Table {
    let (found, given) = (&report.found, &report.given);
    let rows = [
        ("All", &found.all, &given.all),
        ("Direct and mixed", &found.direct_and_mixed, &given.direct_and_mixed),
        ("Direct", &found.kinds.direct, &given.kinds.direct),
        ("Mixed", &found.kinds.mixed, &given.kinds.mixed),
        ("Indirect", &found.kinds.indirect, &given.kinds.indirect),
    ];
    let row = |(name, found, given): (&str, &Share, &Share)| {
        [Cell::Head(name.to_owned())].into_iter().chain(share(found)).chain(share(given)).collect()
    };
    let columns = ["Of quotes found % (95%)", "Quotes", "With all parts given % (95%)", "Quotes"];
    table("Quotes with the right speaker", "Kind", &columns, rows.map(row).into())
}

fn curve(report: &ConfidenceReport, id: &str) -> LinePlot {
    let measures = |scores: &Scores| [scores.precision, scores.recall, scores.f1];
    let series = ["precision", "recall", "F1"].into_iter().enumerate().map(|(style, name)| Series {
        name: format!("{name} (joint)"),
        points: report
            .curve
            .iter()
            .map(|point| {
                let value = measures(&point.joint)[style];
                Point {
                    range: Some((value.low, value.high)),
                    says: format!(
                        "{name} {} from confidence {}",
                        UNIT.measure(value.into()),
                        UNIT.write(point.min_confidence)
                    ),
                    ..Point::new(point.min_confidence, value.value, UNITS)
                }
            })
            .collect(),
        style,
        steps: false,
    });
    let row = |point: &CurvePoint| {
        let mut cells = vec![Cell::Head(UNIT.write(point.min_confidence)), Cell::count(point.matched.predicted)];
        for scores in [&point.matched, &point.joint] {
            cells.extend(measures(scores).map(|value| Cell::measure(value, UNIT)));
        }
        cells
    };
    let columns = [
        "Found",
        "Match precision % (95%)",
        "Match recall % (95%)",
        "Match F1 % (95%)",
        "Joint precision % (95%)",
        "Joint recall % (95%)",
        "Joint F1 % (95%)",
    ];
    let rows = report.curve.iter().map(row).collect();
    let mut plot = LinePlot {
        about: About {
            id: id.to_owned(),
            title: "Precision, recall and F1 by the confidence asked for".to_owned(),
            note: "Quotes that are less sure are left out: more of those that stay are right, fewer are found."
                .to_owned(),
            data: table("Scores by the least confidence", "Confidence of at least %", &columns, rows),
            ..About::default()
        },
        x: Axis::whole("Confidence asked for (%)", UNIT),
        y: Axis::whole("Joint precision, recall and F1 (%)", UNIT),
        series: series.collect(),
        across: Vec::new(),
        diagonal: None,
        sizes_of: "Quotes",
        sizes: Vec::new(),
    };
    plot.about.description = plot.describe();
    plot
}

fn calibration(report: &ConfidenceReport) -> Option<LinePlot> {
    let bins = &report.calibration.bins;
    let filled: Vec<_> = bins.iter().filter(|bin| bin.quotes > 0).collect();
    if filled.is_empty() {
        return None;
    }
    let width = 1.0 / bins.len() as f64;
    let points = filled.iter().map(|bin| Point {
        says: format!(
            "mean confidence {}, right {}, {}",
            UNIT.write(bin.confidence),
            UNIT.write(bin.right),
            counted(bin.quotes as usize, "quote", "quotes")
        ),
        ..Point::new(bin.confidence, bin.right, UNITS)
    });
    let rows = filled.iter().map(|bin| {
        vec![
            Cell::Head(UNIT.range((bin.from, bin.from + width))),
            Cell::count(bin.quotes),
            Cell::share(bin.confidence, UNIT),
            Cell::share(bin.right, UNIT),
        ]
    });
    let columns = ["Quotes", "Mean confidence %", "Right %"];
    let error = UNIT.measure(report.calibration.error.into());
    let mut plot = LinePlot {
        about: About {
            id: "calibration".to_owned(),
            title: format!("Calibration: expected calibration error {error}, in percent"),
            note: "Above the dashed line quotes are right more often than their confidence says, below less often."
                .to_owned(),
            data: table("Calibration by bins", "Confidence %", &columns, rows.collect()),
            ..About::default()
        },
        x: Axis::whole("Confidence (mean of bin, %)", UNIT),
        y: Axis::whole("Right, joint (% of the bin’s quotes)", UNIT),
        series: vec![Series { name: "the finder".to_owned(), points: points.collect(), style: 0, steps: false }],
        across: Vec::new(),
        diagonal: Some("as sure as right"),
        sizes_of: "Quotes",
        sizes: bins.iter().map(|bin| (bin.from, bin.from + width, bin.quotes)).collect(),
    };
    plot.about.description = plot.describe();
    Some(plot)
}
