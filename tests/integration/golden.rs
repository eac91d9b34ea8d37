//! The sample articles against golden files, so that a change of what the program finds shows in the diff.
//!
//! `tests/golden/samples.jsonl` is what `classify data/samples` prints into a pipe, `tests/golden/samples.txt` what it prints
//! on a terminal. When a change is meant, `UPDATE_GOLDEN=1 cargo test golden` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::run;

/// Probabilities may differ by rounding between processors; nothing else may.
const CLOSE: f64 = 0.005;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn printed(format: &str) -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let ran = run(["classify", "--format", format, samples.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

/// Whether the golden files are to be written rather than read.
fn updated(name: &str, text: &str) -> bool {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    if update {
        fs::create_dir_all(golden("")).unwrap();
        fs::write(golden(name), text).unwrap();
    }
    update
}

fn same(place: &str, expected: &Value, got: &Value) {
    match (expected, got) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            let whole = a.fract() == 0.0 && b.fract() == 0.0;
            assert!(if whole { a == b } else { (a - b).abs() < CLOSE }, "{place}: {a} is now {b}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{place}: how many");
            a.iter().zip(b).enumerate().for_each(|(at, (a, b))| same(&format!("{place}[{at}]"), a, b));
        }
        (Value::Object(a), Value::Object(b)) => {
            assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{place}: keys");
            a.iter().for_each(|(key, a)| same(&format!("{place}.{key}"), a, &b[key]));
        }
        _ => assert_eq!(expected, got, "{place}"),
    }
}

#[test]
fn the_records_of_the_samples_are_the_golden_ones() {
    let now = printed("jsonl");
    if updated("samples.jsonl", &now) {
        return;
    }
    let golden = fs::read_to_string(golden("samples.jsonl")).unwrap();
    assert_eq!(golden.lines().count(), 8, "eight sample articles");
    assert_eq!(golden.lines().count(), now.lines().count());
    for (expected, got) in golden.lines().zip(now.lines()) {
        let (expected, got): (Value, Value) =
            (serde_json::from_str(expected).unwrap(), serde_json::from_str(got).unwrap());
        same(expected["id"].as_str().unwrap(), &expected, &got);
    }
}

#[test]
fn the_table_of_the_samples_is_the_golden_one() {
    let now = printed("table");
    if updated("samples.txt", &now) {
        return;
    }
    let golden = fs::read_to_string(golden("samples.txt")).unwrap();
    // digits of probabilities aside
    let bare = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(bare(&golden), bare(&now));
}
