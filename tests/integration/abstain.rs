//! `--min-probability`: no label where the likeliest is not probable enough.

use std::fs;

use serde_json::Value;

use crate::support::{ARTICLE, Folder, labelled_csv, model_argument, run, run_with};

fn classify(format: &str, min_probability: &str) -> String {
    let arguments = ["classify", "--model", model_argument(), "--format", format, "--min-probability", min_probability];
    let ran = run_with([&arguments[..], &["--input-format", "txt"]].concat(), ARTICLE.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out
}

#[test]
fn an_unsure_label_is_left_open_and_its_probabilities_stay() {
    let stance = |min_probability: &str| -> Value {
        let record: Value = serde_json::from_str(&classify("jsonl", min_probability)).unwrap();
        record["quotes"][0]["stances"]["ferry_sale"].clone()
    };
    let (always, never) = (stance("0"), stance("1"));
    assert!(always["label"].is_string() && never["label"].is_null(), "{always} {never}");
    assert!(never.as_object().unwrap().contains_key("label"));
    assert_eq!(always["probabilities"], never["probabilities"]);
    assert!(classify("table", "1").contains("ferry_sale: –"));
    let csv = classify("csv", "1");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[headers.iter().position(|header| header == name).expect(name)];
    assert_eq!(cell("ferry_sale_label"), "");
    assert!(cell("ferry_sale_p_against").parse::<f64>().is_ok());
}

/// The predicted labels of a list of quotes.
fn predicted(path: &str, more: &[&str]) -> Vec<String> {
    let ran = run([&["classify", path, "--model", model_argument()], more].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "ferry_sale_predicted").unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

#[test]
fn a_report_counts_what_was_left_open_and_measures_the_rest() {
    let folder = Folder::new();
    // A row with nothing to go by beside those that the model was trained on; its surest are above .89, some are below.
    let path = folder.with("ferry.csv", labelled_csv() + "odd,zzz,odd,favor\n");
    assert!(predicted(&path, &[]).iter().all(|label| !label.is_empty()));
    let open = predicted(&path, &["--min-probability", "0.89"]).iter().filter(|label| label.is_empty()).count();
    assert!(open > 0);

    let evaluate = ["evaluate", "stance", &path, "--model", model_argument()];
    let report = |more: &[&str]| -> Value {
        let ran = run([&evaluate[..], &["--format", "json"], more].concat());
        serde_json::from_str(&ran.out).expect(&ran.err)
    };
    let (all, sure) = (report(&[]), report(&["--min-probability", "0.89"]));
    assert_eq!((&all["min_probability"], &sure["min_probability"]), (&0.0.into(), &0.89.into()));
    let (all, sure) = (&all["questions"][0], &sure["questions"][0]);
    assert_eq!((&all["abstained"], &sure["abstained"]), (&0.into(), &open.into()));
    let counted = |report: &Value| -> u64 {
        let rows = report["confusion"].as_array().unwrap().iter();
        rows.flat_map(|row| row.as_array().unwrap()).map(|count| count.as_u64().unwrap()).sum()
    };
    assert_eq!(counted(all), all["rows"].as_u64().unwrap());
    assert_eq!(counted(sure), counted(all) - open as u64);
    // Coverage and calibration are of all rows, whatever was left open.
    for name in ["coverage", "coverage_of_sides", "calibration"] {
        assert_eq!(all[name], sure[name], "{name}");
    }
    assert_eq!(all["coverage"].as_array().unwrap().len(), 10);
    assert_eq!(all["coverage"][0]["accuracy"], all["accuracy"]["value"]);
    assert_eq!(all["coverage_of_sides"][0]["rows"], 25, "12 for, 12 against, and the odd one");

    let text = run([&evaluate[..], &["--min-probability", "0.89"]].concat()).out;
    for part in [&format!("abstained    on {open} rows"), "100%", "that take a side", "expected calibration error"] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

#[test]
fn nothing_left_to_measure_is_no_panic() {
    let folder = Folder::new();
    let path = folder.with("ferry.csv", labelled_csv());
    let ran = run(["evaluate", "stance", &path, "--cv", "3", "--min-probability", "1"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.contains("abstained") && !ran.out.contains("NaN"), "{}", ran.out);
}

#[test]
fn what_is_no_probability_is_refused_with_the_remedy() {
    let folder = Folder::new();
    let path = folder.with("ferry.csv", labelled_csv());
    for command in [&["classify"][..], &["evaluate", "stance"]] {
        for value in ["-0.1", "1.5", "NaN"] {
            let out = folder.path("out");
            let ran = run([command, &[&path, "--min-probability", value, "-o", &out]].concat());
            assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
            assert!(ran.err.contains("give a number from 0"), "{}", ran.err);
            assert!(fs::metadata(out).is_err());
        }
    }
}
