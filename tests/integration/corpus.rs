//! The committed data files are what the builder makes of the annotated articles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use quotestance::input::walk::files_under;

use crate::support::Folder;

#[path = "../../examples/build_corpus/corpus/mod.rs"]
mod builder;

const REMEDY: &str = "run `cargo run --release --example build_corpus`";

#[test]
fn committed_files_are_those_of_a_fresh_build() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let built = builder::build(&data).unwrap_or_else(|errors| panic!("{errors:?}"));
    for (name, content) in &built.files {
        let committed = std::fs::read(data.join(name)).unwrap_or_default();
        assert!(committed == *content, "{} is out of date: {REMEDY}", name.display());
    }
    let texts = data.join("text");
    let committed = if texts.exists() { files_under(&texts).unwrap() } else { Vec::new() };
    for path in committed {
        let name = path.strip_prefix(&data).unwrap();
        assert!(built.files.contains_key(name), "{} belongs to no article: {REMEDY}", name.display());
    }
}

/// An article of two quotes; the second nearly repeats what another id's says.
fn article(id: &str, labels: [&str; 2]) -> String {
    format!(
        "id: {id}
title: Ferry to be sold
publisher: The Marlow Ledger
date: 2019-03-14
style: local
subject: other
group: {id}
speaker A: Ruth Okonjo | person |

{{1:“😀 The ferry of {id} goes,”}} {{1,2@Ruth Okonjo}} {{1=said}}. She {{2=added}} that \
{{2:every one of the nine old boats would be gone by the spring}}.

---
1 A {} - - - -
2 A {} - - sense fact
",
        labels[0], labels[1]
    )
}

fn build(folder: &Folder) -> BTreeMap<PathBuf, String> {
    let built = builder::build(Path::new(&folder.path(""))).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert!(built.report.contains("b#1 nearly repeats a#1"), "{}", built.report);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    built.files.into_iter().map(|(name, content)| (name, text(content))).collect()
}

#[test]
fn labels_need_two_readings_that_agree() {
    let folder = Folder::new();
    folder.with("corpus/a.article", article("a", ["favor", "-"]));
    folder.with("corpus/b.article", article("b", ["neutral", "against"]));
    let header = "id,death_penalty,custody,guantanamo\n";
    folder
        .with("labels/second.csv", format!("{header}a#0,favor,none,none\na#1,against,none,none\nb#0,against,,none\n"));
    folder.with("labels/third.csv", format!("{header}a#1,against,none,none\nb#0,none,,\n"));
    let files = build(&folder);

    let csv = &files[Path::new("quotes.csv")];
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    let labels: Vec<_> = rows.iter().map(|row| (&row[0], &row[11], &row[12])).collect();
    // b#1 nearly repeats a#1; b#0 is disputed on the first question and read once on the second.
    assert_eq!(labels, [("a#0", "favor", "none"), ("a#1", "against", "none"), ("b#0", "", "none")]);
    assert_eq!((&rows[1][9], &rows[1][10]), ("0.3", "sense fact"));

    let gold: Vec<serde_json::Value> =
        files[Path::new("gold.jsonl")].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(gold[1]["quotes"].as_array().unwrap().len(), 2, "near-duplicates stay");
    assert_eq!(gold[1]["quotes"][0]["stances"], serde_json::json!({"custody": "none", "guantanamo": "none"}));
    assert_eq!(gold[1]["quotes"][0]["contents"][0]["end"], 24, "code points");
    let text = &files[Path::new("text/b.txt")];
    assert_eq!(gold[1]["text"], *text);

    let statistics: serde_json::Value = serde_json::from_str(&files[Path::new("statistics.json")]).unwrap();
    assert_eq!((&statistics["quotes"], &statistics["near_duplicates_dropped"]), (&4.into(), &1.into()));
    let question = &statistics["questions"]["death_penalty"];
    assert_eq!((&question["read_twice"], &question["differing"]), (&3.into(), &2.into()));
    assert_eq!((&question["settled"], &question["disputed"]), (&1.into(), &1.into()));
}

#[test]
fn all_that_is_wrong_is_told() {
    let folder = Folder::new();
    folder.with("corpus/a.article", article("a", ["pro", "-"]));
    folder.with("corpus/c.article", article("b", ["-", "-"]));
    folder.with("labels/second.csv", "id,death_penalty,custody,guantanamo\nx#1,none,none,nil\n");
    let errors = builder::build(Path::new(&folder.path(""))).unwrap_err();
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    for expected in ["`pro` is no death_penalty", "the id `b` is not the file's name", "unknown label `nil`"] {
        assert!(errors.iter().any(|error| error.contains(expected)), "{expected:?} is not in {errors:?}");
    }
}
