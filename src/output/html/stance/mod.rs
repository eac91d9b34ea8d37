//! The page of a stance model's report.

mod breakdown;
mod curves;
mod mistakes;
mod question;
mod summary;
mod words;

use super::number::{Measure, count, counted};
use super::page::{footer, header, page as whole_page, section};
use super::writer::Html;
use crate::evaluate::{BaselineScore, QuestionReport, StanceReport};

/// Of so many questions each has its own section.
const TOLD: usize = 30;
/// So many labels, the most frequent, have a curve of their own.
const CURVES: usize = 6;

/// The page; see [`super::stance_page`].
pub(super) fn page(report: &StanceReport) -> String {
    let title = format!("Stance accuracy, {}", report.title);
    whole_page(&title, |html| {
        header(html, "Stance accuracy report", &sentence(report), &facts(report));
        html.element("main", &[], |html| {
            let told = told(report);
            section(html, "h2", "all", "All questions", |html| summary::write(html, report, &told));
            for &place in &told {
                question::write(html, place, &report.questions[place]);
            }
        });
        footer(html, words::WORDS);
    })
}

/// The places of the questions that have a section, in the report's order: those with the most rows where there are many.
fn told(report: &StanceReport) -> Vec<usize> {
    let mut places: Vec<usize> = (0..report.questions.len()).collect();
    places.sort_by_key(|&place| std::cmp::Reverse(report.questions[place].rows));
    places.truncate(TOLD);
    places.sort_unstable();
    places
}

/// The id of a question's section. Names of questions may hold anything, so that places stand for them.
fn id(place: usize) -> String {
    format!("q{}", place + 1)
}

fn sentence(report: &StanceReport) -> String {
    let questions = counted(report.questions.len(), "question", "questions");
    let rows = counted(report.rows, "row", "rows");
    format!(
        "How often a model gives a quote the label that a person gave it: {questions}, {rows}, measured {}.",
        lowered(&report.title)
    )
}

fn lowered(title: &str) -> String {
    if title.starts_with("on ") { title.to_owned() } else { format!("by {title}") }
}

fn facts(report: &StanceReport) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Measured", report.title.clone()),
        ("Rows", count(report.rows as u64)),
        ("Questions", count(report.questions.len() as u64)),
    ];
    let groups: Vec<u64> = report.questions.iter().map(|question| question.groups as u64).collect();
    if let (Some(least), Some(most)) = (groups.iter().min(), groups.iter().max()) {
        let range = if least == most { count(*most) } else { format!("{} to {}", count(*least), count(*most)) };
        facts.push(("Groups a question", range));
    }
    facts.push(("Intervals", format!("95%, from {} draws of whole groups", count(report.draws as u64))));
    facts.push(("Seed", report.seed.to_string()));
    if report.weighted {
        facts.push(("Weights", "rows count by their weight in the measures, not in the numbers of rows".to_owned()));
    }
    if report.min_probability > 0.0 {
        facts.push(("No label", format!("where the likeliest is less probable than {}", report.min_probability)));
    }
    facts
}

/// What a simpler method reaches: accuracy and macro-F1.
fn of_baseline(baseline: &BaselineScore) -> [Measure; 2] {
    [baseline.accuracy.into(), baseline.macro_f1.into()]
}

/// Whether a simpler method lies within the model's interval or above it, so that the rows don't show the model to be better.
fn reaches(baseline: Measure, model: Measure) -> bool {
    baseline.value >= model.range.map_or(model.value, |(low, _)| low)
}

/// The names of the simpler methods, in the order in which they come up.
fn baseline_names(questions: &[&QuestionReport]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for baseline in questions.iter().flat_map(|question| &question.baselines) {
        if !names.contains(&baseline.name) {
            names.push(baseline.name.clone());
        }
    }
    names
}

/// A remark.
fn note(html: &mut Html, text: &str) {
    html.leaf("p", &[("class", "note"), ("dir", "auto")], text);
    html.text("\n");
}
