//! The reports beside the shipped models: each must be of the files that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quotestance::learn::hash;

/// What is wrong with a report, and what to do about it; nothing when it is of the files that it must be of.
fn problem(report: &Path, files: &[&str], folder: &Path) -> Option<String> {
    let remedy = "run: cargo run --release --example write_reports";
    let name = report.display();
    let Ok(text) = fs::read_to_string(report) else { return Some(format!("{name} is missing; {remedy}")) };
    // "# 0123456789abcdef models/stance.qsm"
    let lines = text.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(' '));
    let told: BTreeSet<(&str, &str)> = lines.filter(|(sum, _)| u64::from_str_radix(sum, 16).is_ok()).collect();
    for file in files {
        let Some((sum, _)) = told.iter().find(|(_, of)| of == file) else {
            return Some(format!("{name} has no checksum of {file}; {remedy}"));
        };
        let now = format!("{:016x}", hash::bytes(&fs::read(folder.join(file)).unwrap()));
        if *sum != now {
            return Some(format!("{name} is of another {file} (checksum {sum}, now {now}); {remedy}"));
        }
    }
    None
}

fn shipped(report: &str, files: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = folder.join(report);
    if let Some(problem) = problem(&report, files, folder) {
        panic!("{problem}");
    }
    fs::read_to_string(report).unwrap()
}

#[test]
fn the_stance_report_is_of_the_shipped_model() {
    let report = shipped("models/stance.report.txt", &["models/stance.qsm", "data/quotes.csv"]);
    for question in quotestance::pipeline::shipped_model().unwrap().questions() {
        assert!(report.contains(&format!("\n{}: ", question.name)), "{report}");
    }
}

#[test]
fn the_finders_report_is_of_the_shipped_model() {
    let report = shipped("models/quotes.report.txt", &["models/quotes.qsm", "models/syntax.qsm"]);
    assert_eq!(report.matches("\nQuotes of ").count(), 2, "{report}");
}

#[test]
fn a_report_of_other_files_is_told_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let (report, model) = (folder.path().join("m.report.txt"), folder.path().join("m.qsm"));
    fs::write(&model, "weights").unwrap();
    let told = || problem(&report, &["m.qsm"], folder.path()).unwrap_or_default();
    let remedy = "run: cargo run --release --example write_reports";
    assert!(told().ends_with(&format!("m.report.txt is missing; {remedy}")), "{}", told());
    fs::write(&report, "no head\n").unwrap();
    assert!(told().ends_with(&format!("has no checksum of m.qsm; {remedy}")), "{}", told());
    fs::write(&report, format!("# Written by\n# {:016x} m.qsm\n\n71.1\n", hash::bytes(b"weights"))).unwrap();
    assert_eq!(told(), "");
    fs::write(&model, "other weights").unwrap();
    assert!(told().contains("is of another m.qsm (checksum ") && told().ends_with(remedy), "{}", told());
}
