//! The mistakes of a report, for people to read.

use crate::evaluate::{Mistake, StanceReport};

use super::table::clean;

/// As many characters of the text on each side of a quote are shown.
const AROUND: usize = 160;

/// The mistakes of all questions, each with its quote in context and what moved the model; empty where the report has none.
pub fn mistakes_text(report: &StanceReport) -> String {
    let mut out = String::new();
    for question in report.questions.iter().filter(|question| !question.mistakes.is_empty()) {
        let count = question.mistakes.len();
        out.push_str(&format!("\n{}: the {count} most confident mistakes\n", clean(&question.question)));
        question.mistakes.iter().for_each(|mistake| out.push_str(&of_mistake(mistake)));
    }
    out
}

fn of_mistake(mistake: &Mistake) -> String {
    let mut out = format!(
        "\n  {}: predicted {} {:.2}, truth {} {:.2}\n",
        clean(&mistake.id),
        clean(&mistake.predicted),
        mistake.probability,
        clean(&mistake.truth),
        mistake.probability_of_truth
    );
    let about: Vec<String> = [&mistake.kind, &mistake.speaker].into_iter().map(|part| clean(part)).collect();
    let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
    if !about.is_empty() {
        out.push_str(&format!("    {}\n", about.join(", ")));
    }
    let (before, after) = (clean(&mistake.before), clean(&mistake.after));
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    let space = |is_there: bool| if is_there { " " } else { "" };
    let before =
        format!("{}{}{}", dots(start > 0), &before[start..], space(mistake.before.ends_with(char::is_whitespace)));
    let after = format!(
        "{}{}{}",
        space(mistake.after.starts_with(char::is_whitespace)),
        &after[..end],
        dots(end < after.len())
    );
    out.push_str(&format!("    {}[{}]{}\n", before.trim_start(), clean(&mistake.quote), after.trim_end()));
    for moved in &mistake.moved {
        // No minus before what is shown as zero.
        let value = (moved.log_odds * 100.0).round() / 100.0 + 0.0;
        out.push_str(&format!("      {value:+.2}  {}\n", clean(&moved.what)));
    }
    out
}
