//! `--html`: the page is whole, escaped and the same each time.

use std::fs;
use std::path::Path;

use quotestance::evaluate::{
    Breakdown, BreakdownValue, CrossValidation, Interval, LearningPoint, Mistake, Moved, PrecisionRecall,
    PrecisionRecallPoint, StanceReport, cross_validate,
};
use quotestance::features::QuoteContext;
use quotestance::output::stance_page;
use quotestance::stance::{LabelledQuote, StanceDataset, TrainParams};

use crate::support::{ARTICLE, Folder, run};

/// A name that would do harm wherever it is not escaped.
const NASTY: &str = "</title><script>window.harm=1</script> & \"a\" 'b' \u{202e}\u{0} شخص";

fn interval(value: f64) -> Interval {
    Interval { value, low: value - 0.05, high: value + 0.05 }
}

fn mistake(number: usize, truth: &str, predicted: &str) -> Mistake {
    Mistake {
        id: format!("row-{number}"),
        article: format!("a{}", number / 4),
        kind: ["direct", "indirect"][number % 2].to_owned(),
        speaker: if number == 0 { NASTY.to_owned() } else { format!("Speaker {number}") },
        before: "The mayor looked at the river. ".to_owned(),
        quote: if number == 0 { NASTY.to_owned() } else { format!("The bridge number {number} can wait") },
        after: ", she said.".to_owned(),
        truth: truth.to_owned(),
        predicted: predicted.to_owned(),
        probability: 0.95 - 0.01 * number as f64,
        probability_of_truth: 0.02 + 0.001 * number as f64,
        moved: vec![
            Moved { what: "can wait".to_owned(), log_odds: 1.25 },
            Moved { what: NASTY.to_owned(), log_odds: -0.5 },
        ],
    }
}

/// A report of invented quotes with all that a report may have.
pub fn full_report() -> StanceReport {
    let names = [NASTY.to_owned(), "toll".to_owned()];
    let rows = (0..24).map(|number| {
        let (quote, label) = [
            ("Build the bridge now.", "favor"),
            ("The bridge is a waste.", "against"),
            ("It rained in the hills.", "none"),
            ("The cows came home late.", "none"),
        ][number % 4];
        let mut row = LabelledQuote::new(format!("row-{number}"), QuoteContext::new(quote));
        row.article = Some(format!("a{}", number / 4));
        (row, names.iter().map(|name| (name.clone(), label.to_owned())).collect())
    });
    let dataset = StanceDataset::from_named(&names, rows.collect::<Vec<_>>());
    let how = CrossValidation { folds: 3, ..CrossValidation::default() };
    let mut report = cross_validate(&dataset, &TrainParams::default(), &how).unwrap();
    for question in &mut report.questions {
        let labels: Vec<String> = question.labels.iter().map(|label| label.label.clone()).collect();
        let at = |step: usize| {
            let share = step as f64 / 50.0;
            PrecisionRecallPoint { threshold: 1.0 - share, precision: 1.0 - share / 2.0, recall: share }
        };
        let curve = |label: &String| PrecisionRecall {
            label: label.clone(),
            average_precision: 0.75,
            points: (1..=50).map(at).collect(),
        };
        question.precision_recall = labels.iter().map(curve).collect();
        let value = |number: usize| BreakdownValue {
            value: if number == 1 { String::new() } else { format!("{NASTY} {number}") },
            rows: 20 - number,
            groups: 5,
            accuracy: interval(0.8),
            macro_f1: interval(0.7),
        };
        question.breakdowns = vec![Breakdown { column: "publisher".to_owned(), values: (0..15).map(value).collect() }];
        question.learning_curve = [0.25, 0.5, 1.0]
            .map(|share| LearningPoint {
                share,
                rows: 16.0 * share,
                accuracy: interval(0.6 + 0.3 * share),
                macro_f1: interval(0.5 + 0.3 * share),
            })
            .into();
        question.mistakes =
            (0..6).map(|number| mistake(number, &labels[number % 3], &labels[(number + 1) % 3])).collect();
    }
    report
}

/// Checks that tags pair and that nothing that may load is there; gives all start tags.
fn start_tags(page: &str) -> Vec<String> {
    const VOID: [&str; 2] = ["meta", "link"];
    let (mut open, mut tags): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>') || open.last().is_some_and(|tag| tag == "script" || tag == "style"));
        rest = &rest[at + 1..];
        if matches!(open.last().map(String::as_str), Some("script" | "style")) && !rest.starts_with('/') {
            continue;
        }
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split(' ').next().unwrap().to_owned();
        tags.push(tag.to_owned());
        if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    tags
}

#[test]
fn the_page_is_whole_escaped_and_loads_nothing() {
    let report = full_report();
    let page = stance_page(&report);
    assert_eq!(page, stance_page(&report));
    assert!(page.is_ascii() || page.contains("charset=\"utf-8\""));
    assert!(!page.contains("<script>window.harm") && page.contains("&lt;script&gt;window.harm"));
    assert!(!page.contains('\0') && page.contains('\u{2400}'));
    for load in ["http://", "https://", "@import", "url(", "src=", "eval(", "//cdn"] {
        assert!(!page.contains(load), "{load}");
    }
    let tags = start_tags(&page);
    let count = |start: &str| tags.iter().filter(|tag| tag.starts_with(start)).count();
    assert_eq!((count("script"), count("style"), count("link")), (1, 1, 1));
    // one plot of all questions, and of each of two: curves, calibration, coverage, learning curve, one breakdown
    assert_eq!((count("figure"), count("svg viewBox=\"0 0 420")), (11, 11));
    assert_eq!(count("details"), 11);
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.iter().all(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')), "{ids:?}");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is there twice");
    for part in page.split("aria-labelledby=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(part.split(' ').all(|id| ids.binary_search(&id).is_ok()), "{part}");
    }
}

#[test]
fn sections_without_numbers_are_left_out() {
    let mut report = full_report();
    for question in &mut report.questions {
        question.precision_recall.clear();
        question.breakdowns.clear();
        question.learning_curve.clear();
        question.mistakes.clear();
    }
    let page = stance_page(&report);
    start_tags(&page);
    assert!(
        !["Learning curve<", "Mistakes, ", "By publisher"].iter().any(|name| page.contains(&format!(">{name}"))),
        "{page}"
    );
    report.questions[0].coverage_of_sides.clear();
    report.questions[0].coverage.clear();
    report.questions[0].calibration.bins.clear();
    report.questions[0].baselines.clear();
    report.questions[0].confusion.clear();
    report.questions[0].labels.clear();
    start_tags(&stance_page(&report));
    report.questions.clear();
    let page = stance_page(&report);
    start_tags(&page);
    assert!(page.contains("No question has labelled rows"));
}

#[test]
fn of_thousands_of_questions_all_are_in_the_table_and_the_largest_are_told_of() {
    let mut report = full_report();
    let question = report.questions.pop().unwrap();
    report.questions = (0..2000)
        .map(|number| {
            let mut question = question.clone();
            question.question = format!("question {number}");
            question.rows += usize::from(number >= 1500 && number % 10 == 0) * 100;
            question
        })
        .collect();
    let page = stance_page(&report);
    start_tags(&page);
    assert_eq!(page.matches("<section id=\"q").count(), 60, "30 questions, each with its mistakes");
    assert!(
        page.contains("The table has all 2,000 questions; the 30 with the most rows are told of one by one below it.")
    );
    assert!(page.contains("<a href=\"#q1501\">question 1500</a>"));
    assert!(page.contains(">question 1999</th>"));
}

fn labelled(folder: &Folder) -> String {
    let rows = (0..12).map(|number| {
        let (quote, label) = [("Build the bridge now.", "favor"), ("The bridge is a waste.", "against")][number % 2];
        format!("{number},{quote},a{},{label}\n", number / 2)
    });
    folder.with("rows.csv", "id,quote,article,bridge\n".to_owned() + &rows.collect::<String>());
    folder.path("rows.csv")
}

/// A brat folder with an article and its quote.
pub fn annotated(folder: &Folder) {
    folder.with("brat/a.txt", ARTICLE);
    let span = |id: &str, kind: &str, part: &str| {
        let start = ARTICLE[..ARTICLE.find(part).unwrap()].chars().count();
        format!("{id}\t{kind} {start} {}\t{part}\n", start + part.chars().count())
    };
    let spans = span("T1", "Content", "“We will not sell the ferry 😀 to anyone,”") + &span("T2", "Cue", "said");
    folder.with("brat/a.ann", spans + "E1\tCue:T2 Content:T1\n");
}

#[test]
fn the_program_writes_the_page_beside_its_report() {
    let folder = Folder::new();
    let (rows, page) = (labelled(&folder), folder.path("page.html"));
    let plain = run(["evaluate", "stance", &rows, "--cv", "2"]);
    let with = run(["evaluate", "stance", &rows, "--cv", "2", "--html", &page]);
    assert_eq!((with.status, &with.out), (0, &plain.out), "{with:?}");
    let written = fs::read_to_string(&page).unwrap();
    start_tags(&written);
    assert!(written.contains("12 rows, measured by 2-fold cross-validation by group"));

    annotated(&folder);
    let page = folder.path("quotes.html");
    let ran = run(["evaluate", "quotes", &folder.path("brat"), "--draws", "10", "--html", &page]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let written = fs::read_to_string(&page).unwrap();
    start_tags(&written);
    assert!(written.contains("Precision, recall and F1 by the confidence asked for"));
}

#[test]
fn a_page_that_cannot_be_written_is_refused_before_the_work() {
    let folder = Folder::new();
    let (rows, out) = (labelled(&folder), folder.path("out"));
    for arguments in
        [vec!["--html", "-"], vec!["--html", &out, "-o", &out], vec!["--html", "/no/such/folder/page.html"]]
    {
        let ran = run(["evaluate", "stance", &rows, "--cv", "2"].into_iter().chain(arguments.iter().copied()));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(!Path::new(&out).exists());
    }
}
