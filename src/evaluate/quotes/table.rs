//! What an evaluation of a quote finder found, as people read it: at most 100 columns wide.

use std::fmt::{self, Display, Formatter};

use crate::evaluate::Interval;

use super::count::{Scores, Share};
use super::report::{AttributionReport, ConfidenceReport, PartsReport, QuotesReport, SpeakersReport};

/// A value in percent.
fn percent(value: f64) -> f64 {
    100.0 * value
}

/// The range of a value in percent.
fn range(interval: &Interval) -> String {
    format!("({:.1} to {:.1})", percent(interval.low), percent(interval.high))
}

impl Display for QuotesReport {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let (gold, found) = (self.all.matched.gold, self.all.matched.predicted);
        writeln!(out, "Quotes of {} articles: {gold} annotated, {found} found.", self.articles)?;
        writeln!(out, "Percent; in brackets 95% of {} draws of articles (seed {}).", self.draws, self.seed)?;
        heading(out, "all quotes")?;
        row(out, "content exact", &self.content.exact)?;
        row(out, "content exact, trimmed", &self.content.trimmed)?;
        row(out, "content tokens", &self.content.tokens)?;
        attribution(out, &self.all)?;
        heading(out, "direct quotes only")?;
        attribution(out, &self.direct_only)?;
        self.write_kinds(out)?;
        self.write_parts(out)?;
        if let Some(speakers) = &self.speakers {
            write_speakers(out, speakers)?;
        }
        write_confidence(out, &self.confidence)
    }
}

fn heading(out: &mut Formatter<'_>, name: &str) -> fmt::Result {
    writeln!(
        out,
        "\n{name:<26} {:>5} {:>6} {:>6} {:<16} {:>6} {:>6} {:>6}",
        "prec.", "recall", "F1", "", "right", "found", "gold"
    )
}

fn row(out: &mut Formatter<'_>, name: &str, scores: &Scores) -> fmt::Result {
    writeln!(
        out,
        "  {name:<24} {:>5.1} {:>6.1} {:>6.1} {:<16} {:>6} {:>6} {:>6}",
        percent(scores.precision.value),
        percent(scores.recall.value),
        percent(scores.f1.value),
        range(&scores.f1),
        scores.right,
        scores.predicted,
        scores.gold
    )
}

fn attribution(out: &mut Formatter<'_>, report: &AttributionReport) -> fmt::Result {
    row(out, "match", &report.matched)?;
    row(out, "joint", &report.joint)?;
    row(out, "joint, sourced", &report.joint_sourced)?;
    let share = |share: &Share| format!("{:.1} {}", percent(share.share.value), range(&share.share));
    writeln!(
        out,
        "  source of {} matched: overlaps {}, exact {}; {} have one",
        report.source_overlap.of,
        share(&report.source_overlap),
        share(&report.source_exact),
        report.any_source.right
    )
}

impl QuotesReport {
    fn write_kinds(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "\n{:<12} {:>6} {:<16} {:>12} {:<16} {:>9}",
            "by kind", "recall", "", "joint recall", "", "precision"
        )?;
        for (name, kind) in
            [("direct", &self.kinds.direct), ("mixed", &self.kinds.mixed), ("indirect", &self.kinds.indirect)]
        {
            let line = format!(
                "  {name:<10} {:>6.1} {:<16} {:>12.1} {:<16} {:>9.1} {:<16}",
                percent(kind.recall.share.value),
                range(&kind.recall.share),
                percent(kind.joint_recall.share.value),
                range(&kind.joint_recall.share),
                percent(kind.precision.share.value),
                range(&kind.precision.share),
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn write_parts(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "\n{:<33} {:<31} {:<16} Citron's F1", "parts", "spans exact", "tokens")?;
        writeln!(
            out,
            "{:<20} {:>5} {:>6} {:>6} {:<18} {:>5} {:>6} {:>5} {:>7} {:>8}",
            "", "prec.", "recall", "F1", "", "prec.", "recall", "F1", "exact", "overlap"
        )?;
        let kinds = &self.parts.kinds;
        for (name, parts) in [
            ("all", &self.parts.all),
            ("direct", &kinds.direct),
            ("mixed", &kinds.mixed),
            ("indirect", &kinds.indirect),
        ] {
            write_parts_of(out, name, parts)?;
        }
        Ok(())
    }
}

fn write_parts_of(out: &mut Formatter<'_>, kind: &str, parts: &PartsReport) -> fmt::Result {
    for (name, part) in [("cue", &parts.cue), ("source", &parts.source), ("content", &parts.content)] {
        writeln!(
            out,
            "  {:<18} {:>5.1} {:>6.1} {:>6.1} {:<18} {:>5.1} {:>6.1} {:>5.1} {:>7.1} {:>8.1}",
            format!("{kind} {name}"),
            percent(part.exact.precision.value),
            percent(part.exact.recall.value),
            percent(part.exact.f1.value),
            range(&part.exact.f1),
            percent(part.tokens.precision.value),
            percent(part.tokens.recall.value),
            percent(part.tokens.f1.value),
            percent(part.citron_exact.f1.value),
            percent(part.citron_overlap.f1.value),
        )?;
    }
    Ok(())
}

fn write_speakers(out: &mut Formatter<'_>, report: &SpeakersReport) -> fmt::Result {
    writeln!(out, "\n{:<20} {:<36} gold spans given", "right speaker", "of the quotes found")?;
    let (found, given) = (&report.found, &report.given);
    for (name, found, given) in [
        ("all", &found.all, &given.all),
        ("direct and mixed", &found.direct_and_mixed, &given.direct_and_mixed),
        ("direct", &found.kinds.direct, &given.kinds.direct),
        ("mixed", &found.kinds.mixed, &given.kinds.mixed),
        ("indirect", &found.kinds.indirect, &given.kinds.indirect),
    ] {
        let cell = |share: &Share| {
            format!("{:>5.1} {:<16} of {:>5}", percent(share.share.value), range(&share.share), share.of)
        };
        writeln!(out, "  {name:<18} {:<36} {}", cell(found), cell(given))?;
    }
    Ok(())
}

fn write_confidence(out: &mut Formatter<'_>, report: &ConfidenceReport) -> fmt::Result {
    writeln!(out, "\n{:<33} {:<26} joint", "confidence", "match")?;
    let names = ["prec.", "recall", "F1"].map(|name| format!("{name:>8}")).concat();
    writeln!(out, "{:<12} {:>6} {names:<26} {names}", "at least", "found")?;
    for point in &report.curve {
        let cells = |scores: &Scores| {
            let values = [scores.precision.value, scores.recall.value, scores.f1.value];
            values.map(|value| format!("{:>8.1}", percent(value))).concat()
        };
        let (matched, joint) = (cells(&point.matched), cells(&point.joint));
        let found = point.matched.predicted;
        writeln!(out, "  {:<10.1} {found:>6} {matched:<26} {joint}", point.min_confidence)?;
    }
    let error = &report.calibration.error;
    writeln!(
        out,
        "\ncalibration error {:.3} ({:.3} to {:.3}): confidence against the share that is right (joint)",
        error.value, error.low, error.high
    )?;
    for bin in report.calibration.bins.iter().filter(|bin| bin.quotes > 0) {
        let to = bin.from + 1.0 / report.calibration.bins.len() as f64;
        let place = format!("{:.1} to {to:.1}", bin.from);
        writeln!(
            out,
            "  {place:<12} {:>5} quotes  mean {:>5.1}  right {:>5.1}",
            bin.quotes,
            percent(bin.confidence),
            percent(bin.right)
        )?;
    }
    Ok(())
}
