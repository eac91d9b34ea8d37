//! `train quotes`, `--finder` and `--min-confidence`.

use std::fmt::Write;

use crate::support::{ARTICLE, Folder, run};

/// Annotated articles as JSON lines: each reports two statements of one person.
fn gold(count: usize) -> String {
    let names = ["Orla Quist", "Dev Maran", "Ruth Okonjo", "Bram Teller"];
    let things = ["ferry", "bridge", "school"];
    let mut lines = String::new();
    for n in 0..count {
        let (name, thing) = (names[n % 4], things[n % 3]);
        let text = format!(
            "The {thing} was shut. {name} said the {thing} would open. “Wait for spring,” {name} said. Rain fell."
        );
        let span = |part: &str, from: usize| {
            let start = from + text[from..].find(part).unwrap();
            let point = |byte: usize| text[..byte].chars().count();
            serde_json::json!([point(start), point(start + part.len())])
        };
        let second = text.find('“').unwrap();
        let quotes = serde_json::json!([
            {"contents": [span(&format!("the {thing} would open"), 0)], "cue": span("said", 0), "sources": [span(name, 0)]},
            {"contents": [span("“Wait for spring,”", 0)], "cue": span("said", second), "sources": [span(name, second)]},
        ]);
        writeln!(lines, "{}", serde_json::json!({"id": format!("a{n}"), "text": text, "quotes": quotes})).unwrap();
    }
    lines
}

#[test]
fn a_finder_that_was_trained_here_finds_what_it_was_shown() {
    let folder = Folder::new();
    let gold_file = folder.with("gold.jsonl", gold(40));
    let new = folder.with("new.txt", "Nobody came. Ines Vala said the mill would open. Rain fell.");
    let trained = run(["train", "quotes", &gold_file, "-o", &folder.path("mine.qsm")]);
    assert_eq!(trained.status, 0, "{}", trained.err);
    assert!(trained.err.contains("40 articles, 80 quotes"), "{}", trained.err);
    let found = run(["extract", "--finder", &folder.path("mine.qsm"), "--format", "jsonl", &new]);
    assert_eq!(found.status, 0, "{}", found.err);
    assert!(found.out.contains("the mill would open") && found.out.contains("Ines Vala"), "{}", found.out);
    let report = run(["evaluate", "quotes", &gold_file, "--finder", &folder.path("mine.qsm"), "--draws", "10"]);
    assert!(report.status == 0 && report.out.contains("80 annotated"), "{}{}", report.out, report.err);
}

#[test]
fn what_gives_no_finder_is_refused_and_leaves_no_file() {
    let folder = Folder::new();
    let few_file = folder.with("few.jsonl", gold(2));
    let few = run(["train", "quotes", &few_file, "-o", &folder.path("mine.qsm")]);
    assert_eq!(few.status, 2);
    assert!(few.err.contains("give more articles"), "{}", few.err);
    assert!(!std::path::Path::new(&folder.path("mine.qsm")).exists());
    let article = folder.with("a.txt", ARTICLE);
    let other = run(["extract", "--finder", &few_file, &article]);
    assert_eq!(other.status, 2);
    assert!(other.err.contains("no quotestance quote model"), "{}", other.err);
    let odd = run(["extract", "--min-confidence", "7", &article]);
    assert_eq!(odd.status, 2);
    assert!(odd.err.contains("from 0 to 1"), "{}", odd.err);
}

#[test]
fn rules_alone_can_be_asked_for() {
    let folder = Folder::new();
    let article = folder.with("a.txt", ARTICLE);
    let rules = run(["extract", "--finder", "rules", "--explain", "--format", "json", &article]);
    assert_eq!(rules.status, 0, "{}", rules.err);
    assert!(rules.out.contains("rule Quoted"), "{}", rules.out);
}
