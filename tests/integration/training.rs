//! Training and measuring stance models.

use serde_json::Value;

use crate::support::{Folder, labelled_csv, model, model_argument, run};

#[test]
fn two_trainings_give_the_same_bytes() {
    let folder = Folder::new();
    let csv = folder.with("ferry.csv", labelled_csv());
    let again = folder.path("again.qsm");
    let ran = run(["train", "stance", &csv, "-o", &again, "--jobs", "1"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("ferry_sale: 36 rows, labels against, favor, none"), "{}", ran.err);
    assert!(std::fs::read(again).unwrap() == std::fs::read(model()).unwrap(), "the models differ");
}

#[test]
fn a_file_laid_out_otherwise_is_mapped() {
    let folder = Folder::new();
    let mut rows = String::from("topic;argument;stance\n");
    for at in 0..6 {
        rows.push_str(&format!("ferry;sell it now {at};1\nferry;never sell it {at};-1\nharbour;dig it {at};1\n"));
    }
    let (csv, model) = (folder.with("args.csv", rows), folder.path("m.qsm"));
    let arguments = ["train", "stance", &csv, "-o", &model, "--text-column", "argument", "--label-column", "stance"];
    let mapped = ["--target-column", "topic", "--question", "ferry", "--map", "1=favor,-1=against"];
    let ran = run(arguments.iter().chain(&mapped).chain(&["--delimiter", ";"]));
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("ferry: 12 rows, labels against, favor"), "{}", ran.err);
}

#[test]
fn reports_for_people_and_programs() {
    let folder = Folder::new();
    let csv = folder.with("ferry.csv", labelled_csv());
    let text = run(["evaluate", "stance", &csv, "--model", model_argument()]);
    assert!(text.status == 0 && text.out.contains("ferry_sale"), "{text:?}");
    let json = run(["evaluate", "stance", &csv, "--cv", "3", "--seed", "5", "--format", "json"]);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&report["rows"], &report["questions"][0]["question"]), (&36.into(), &"ferry_sale".into()));
    let out = folder.path("report.txt");
    let written = run(["evaluate", "stance", &csv, "--model", model_argument(), "-o", &out]);
    assert_eq!((written.status, written.out.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(out).unwrap(), text.out);
    let both = run(["evaluate", "stance", &csv, "--cv", "3", "--model", model_argument()]);
    assert_eq!(both.status, 2);
}
