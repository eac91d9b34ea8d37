//! Bad input: a message that names the place and the remedy, the right exit status,
//! no partial output, and the other inputs are read all the same.

use crate::support::{ARTICLE, Folder, Ran, labelled_csv, model_argument, run, run_with};

/// Runs `extract` on a bad input alone and beside a good one, and checks all that is promised.
fn check_article(name: &str, content: Option<&[u8]>, expected: &[&str]) {
    let folder = Folder::new();
    let good = folder.with("good.txt", ARTICLE);
    let bad = match content {
        Some(content) => folder.with(name, content),
        None => folder.path(name),
    };
    let out = folder.path("out.jsonl");
    let before = folder.names();

    let alone = run(["extract", &bad, "-o", &out]);
    assert_eq!(alone.status, 2, "{alone:?}");
    assert_eq!(folder.names(), before, "no output, no temporary file");
    let to_stdout = run(["extract", &bad, "--format", "json"]);
    assert_eq!((to_stdout.status, to_stdout.out.as_str()), (2, ""));

    let beside = run(["extract", &bad, &good, "-o", &out]);
    assert_eq!(beside.status, 1, "{beside:?}");
    for ran in [&alone, &beside] {
        for expected in expected.iter().chain(&[bad.as_str()]) {
            assert!(ran.err.contains(expected), "{expected:?} is not in {}", ran.err);
        }
    }
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.starts_with("{\"id\":\"good\"") && written.lines().count() == 1, "{written}");
}

#[test]
fn no_such_file() {
    check_article("missing.txt", None, &["No such file", "check the path"]);
}

#[test]
fn empty_file() {
    check_article("empty.txt", Some(b""), &["there is no text in it", "remove it"]);
    check_article("empty.jsonl", Some(b"\n"), &["there is no article in it"]);
}

#[test]
fn invalid_utf8() {
    check_article("latin1.txt", Some(b"A caf\xe9."), &["not UTF-8 from byte 5 on", "iconv"]);
}

#[test]
fn json_line_cut_short() {
    check_article("cut.jsonl", Some(b"{\"text\":\"We wi"), &["line 1", "cut short after column 14", "fetch"]);
}

#[test]
fn text_missing_or_no_string() {
    check_article("none.jsonl", Some(b"{\"body\":\"x\"}"), &["line 1", "`text` is missing", "add"]);
    check_article("number.jsonl", Some(b"{\"text\":1}"), &["line 1", "`text` is not a string"]);
}

#[test]
fn compressed_or_unknown_file() {
    check_article("news.gz", Some(b"\x1f\x8b\x08\x00"), &["compressed", "gunzip"]);
    check_article("news.docx", Some(b"PK"), &["--input-format"]);
}

#[test]
fn folder_without_articles() {
    let folder = Folder::new();
    let good = folder.with("good.txt", ARTICLE);
    folder.with("empty/notes.pdf", "x");
    let empty = folder.path("empty");
    let alone = run(["extract", &empty]);
    assert_eq!((alone.status, alone.out.as_str()), (2, ""));
    assert!(alone.err.contains(&empty) && alone.err.contains("no article in this folder"), "{}", alone.err);
    assert_eq!(run(["extract", &empty, &good]).status, 1);
}

#[test]
fn bad_lines_do_not_stop_the_others() {
    let ran = run_with(["extract", "-"], b"{\"text\":\"A.\"}\n{\"text\":\n{\"text\":\"B.\"}\n");
    assert_eq!(ran.status, 1);
    let ids: Vec<_> = ran.json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["stdin:1", "stdin:3"]);
    assert!(ran.err.contains("stdin, line 2"), "{}", ran.err);
}

#[test]
fn output_that_can_not_be_written() {
    let folder = Folder::new();
    let good = folder.with("good.txt", ARTICLE);
    let csv = folder.with("ferry.csv", labelled_csv());
    for place in ["missing/out", "good.txt/out"] {
        let out = folder.path(place);
        for arguments in [["extract", &good, "-o", &out].as_slice(), &["train", "stance", &csv, "-o", &out]] {
            let ran = run(arguments);
            assert_eq!(ran.status, 2, "{ran:?}");
            assert!(ran.err.contains(&out) && ran.err.contains("cannot be written"), "{}", ran.err);
        }
    }
    assert_eq!(folder.names(), ["ferry.csv", "good.txt"]);
}

/// Trains on `csv`, expects failure and no model.
fn failed_training(csv: &str) -> Ran {
    let folder = Folder::new();
    let csv = folder.with("data.csv", csv);
    let ran = run(["train", "stance", &csv, "-o", &folder.path("model.qsm")]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert_eq!(folder.names(), ["data.csv"]);
    ran
}

#[test]
fn missing_column() {
    let ran = failed_training("text,ferry_sale\nSell it!,favor\n");
    assert!(ran.err.contains("data.csv") && ran.err.contains("`quote`"), "{}", ran.err);
    assert!(ran.err.contains("--text-column"), "{}", ran.err);
}

#[test]
fn question_with_one_label_only() {
    let ran = failed_training("quote,ferry_sale\nSell it!,favor\nSell it now!,favor\n");
    assert!(ran.err.contains("ferry_sale") && ran.err.contains("favor"), "{}", ran.err);
}

#[test]
fn bad_rows_are_named_and_the_others_used() {
    for (row, expected) in [
        ("x,,a,favor\n", ["line 38", "column quote", "empty"]),
        ("x,too few\n", ["line 38", "cells instead of 4", "add the missing cells"]),
    ] {
        let folder = Folder::new();
        let csv = folder.with("data.csv", labelled_csv() + row);
        let model = folder.path("model.qsm");
        for arguments in [
            ["train", "stance", &csv, "-o", &model].as_slice(),
            &["classify", &csv, "--model", model_argument()],
            &["evaluate", "stance", &csv, "--model", model_argument()],
        ] {
            let ran = run(arguments);
            assert_eq!(ran.status, 1, "{ran:?}");
            for expected in expected {
                assert!(ran.err.contains(expected), "{expected:?} is not in {}", ran.err);
            }
        }
        assert!(std::fs::exists(model).unwrap());
    }
}

#[test]
fn unknown_label() {
    let folder = Folder::new();
    let csv = folder.with("data.csv", labelled_csv() + "x,Sell it?,a,perhaps\n");
    let ran = run(["evaluate", "stance", &csv, "--model", model_argument()]);
    assert_eq!(ran.status, 1, "{ran:?}");
    for expected in ["line 38", "column ferry_sale", "`perhaps`", "against, favor, none"] {
        assert!(ran.err.contains(expected), "{expected:?} is not in {}", ran.err);
    }
}

#[test]
fn a_model_that_is_none_or_of_another_version() {
    let folder = Folder::new();
    let good = folder.with("good.txt", ARTICLE);
    let bytes = std::fs::read(model_argument()).unwrap();
    let first_line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let mut version = bytes.clone();
    let digit = version[..first_line].iter().rposition(u8::is_ascii_digit).expect("a version in the first line");
    version[digit] = b'9';
    let mut cut = bytes.clone();
    cut.truncate(bytes.len() / 2);
    for (name, content) in [("magic.qsm", b"PK\x03\x04".to_vec()), ("version.qsm", version), ("cut.qsm", cut)] {
        let model = folder.with(name, content);
        let ran = run(["classify", &good, "--model", &model]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains(&model), "{}", ran.err);
    }
}

#[test]
fn unusable_command_lines() {
    let folder = Folder::new();
    let good = folder.with("good.txt", ARTICLE);
    for arguments in [
        ["extract", &good, "--format", "xml"].as_slice(),
        &["extract", &good, "--jobs", "0"],
        &["extract", &good, "--offsets", "miles"],
        &["classify", &good, "--map", "favor"],
        &["train", "quotes", &good],
        &["evaluate", "quotes", &good],
        &["train", "stance", &good],
        &[],
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty());
    }
}
