//! `evaluate compare`, and the mistakes that `evaluate stance` tells.

use serde_json::Value;

use crate::support::{Folder, labelled_csv, model_argument, run};

/// The labelled rows, some labels turned round so that the model is wrong there.
fn turned() -> String {
    let rows = labelled_csv();
    let turn = |(at, line): (usize, &str)| match (at % 5, line.rsplit_once(',')) {
        (3, Some((rest, "favor"))) => format!("{rest},against\n"),
        (3, Some((rest, "against"))) => format!("{rest},favor\n"),
        _ => format!("{line}\n"),
    };
    rows.lines().enumerate().map(turn).collect()
}

/// A model that says `none` of most, since it was trained on rows that hardly have anything else.
fn poor_model(folder: &Folder) -> String {
    let mut csv = String::from("id,quote,article,ferry_sale\n");
    for at in 0..12 {
        csv.push_str(&format!("n{at},they played cards on evening {at},b{at},none\n"));
    }
    csv.push_str("f,sell the ferry to a buyer,c1,favor\ng,keep the ferry here,c2,against\n");
    let (csv, model) = (folder.with("poor.csv", csv), folder.path("poor.qsm"));
    assert_eq!(run(["train", "stance", &csv, "-o", &model]).status, 0);
    model
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect(text)
}

#[test]
fn saved_reports_and_models_give_the_same_comparison() {
    let folder = Folder::new();
    let (csv, poor) = (folder.with("rows.csv", turned()), poor_model(&folder));
    let (a, b) = (folder.path("a.json"), folder.path("b.json"));
    for (model, report) in [(poor.as_str(), &a), (model_argument(), &b)] {
        let ran = run(["evaluate", "stance", &csv, "--model", model, "--format", "json", "-o", report]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    }
    let saved = run(["evaluate", "compare", &a, &b, "--data", &csv, "--format", "json"]);
    assert_eq!((saved.status, saved.err.as_str()), (0, ""));
    let models = run(["evaluate", "compare", &poor, model_argument(), "--data", &csv, "--format", "json"]);
    assert_eq!((models.status, models.err.as_str()), (0, ""));
    let (saved, models) = (json(&saved.out), json(&models.out));
    let same = |one: &Value| {
        let mut one = one["questions"][0].clone();
        one["says"] = Value::Null;
        one
    };
    assert_eq!(same(&saved), same(&models));
    let question = &saved["questions"][0];
    assert_eq!((question["rows"].as_u64(), question["verdict"].as_str()), (Some(36), Some("b")));
    let reports = [&a, &b].map(|path| json(&std::fs::read_to_string(path).unwrap()));
    for (measure, of) in [("macro_f1", "macro_f1"), ("accuracy", "accuracy"), ("mcc", "mcc"), ("kappa", "kappa")] {
        let [a, b] = [&reports[0], &reports[1]].map(|report| report["questions"][0][of]["value"].as_f64().unwrap());
        let difference = question[measure]["difference"]["value"].as_f64().unwrap();
        assert!((difference - (b - a)).abs() < 1e-9, "{measure}");
    }
    let changes = question["changes"].as_array().unwrap();
    let better = changes.iter().filter(|change| change["effect"] == "better").count();
    assert_eq!(better as u64, question["mcnemar"]["c"].as_u64().unwrap());
    assert!(changes.iter().all(|change| !change["quote"].as_str().unwrap().is_empty()));
}

#[test]
fn the_text_says_which_is_better_and_csv_has_the_figures() {
    let folder = Folder::new();
    let (csv, poor) = (folder.with("rows.csv", turned()), poor_model(&folder));
    let changes = folder.path("changes.csv");
    let arguments = ["evaluate", "compare", &poor, model_argument(), "--data", &csv, "--changed", "2"];
    let ran = run(arguments.iter().chain(&["--changes", changes.as_str()]));
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("ferry_sale: 36 rows of 36 groups\n  B ("), "{}", ran.out);
    assert!(ran.out.contains(") is better: macro-F1 +"), "{}", ran.out);
    assert_eq!(ran.out.matches(" -> ").count(), 2, "{}", ran.out);
    let listed = std::fs::read_to_string(changes).unwrap();
    assert!(
        listed.starts_with("question,id,effect,truth,a,a_probability,b,b_probability,quote\nferry_sale,"),
        "{listed}"
    );
    assert!(listed.lines().count() > 3);
    let table = run(arguments.iter().chain(&["--format", "csv"]));
    let names: Vec<&str> = table.out.lines().skip(1).map(|line| line.split(',').nth(3).unwrap()).collect();
    assert_eq!(names, ["macro_f1", "accuracy", "mcc", "kappa", "favor_against_f1"]);
    assert_eq!(table.out, run(arguments.iter().chain(&["--format", "csv", "--jobs", "1"])).out);
}

#[test]
fn rows_that_only_one_report_has_are_told() {
    let folder = Folder::new();
    let rows = labelled_csv();
    let few: String = rows.lines().take(20).map(|line| format!("{line}\n")).collect();
    let (all, few) = (folder.with("all.csv", &rows), folder.with("few.csv", few));
    let (a, b) = (folder.path("a.json"), folder.path("b.json"));
    for (csv, report) in [(&all, &a), (&few, &b)] {
        run(["evaluate", "stance", csv, "--model", model_argument(), "--format", "json", "-o", report]);
    }
    let ran = run(["evaluate", "compare", &a, &b]);
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("ferry_sale: rows that only") && ran.err.contains("are left out: 17 ("), "{}", ran.err);
    assert!(ran.out.contains("both give every row the same label"), "{}", ran.out);
}

#[test]
fn what_cannot_be_compared_is_said_with_a_remedy() {
    let folder = Folder::new();
    let csv = folder.with("rows.csv", labelled_csv());
    let report = |name: &str, csv: &str| {
        let path = folder.path(name);
        run(["evaluate", "stance", csv, "--model", model_argument(), "--format", "json", "-o", &path]);
        path
    };
    let a = report("a.json", &csv);
    let renamed = folder.with("renamed.csv", labelled_csv().replace("favor", "yes_").replace(",yes_\n", ",favor\n"));
    let turned = folder.with("turned.csv", turned());
    let other = folder.with("other.json", "{\"articles\": 3}");
    for (b, expected) in [
        (report("b.json", &renamed), "rows that only"),
        (report("t.json", &turned), "is labelled `"),
        (other, "write it anew with evaluate stance --format json"),
        (model_argument().to_owned(), "name labelled files with --data"),
        (folder.path("missing.json"), "check the path"),
    ] {
        let ran = run(["evaluate", "compare", &a, &b]);
        assert!(ran.err.contains(expected), "{expected}: {}", ran.err);
        assert_eq!(ran.status, if expected.starts_with("rows") { 0 } else { 2 }, "{expected}");
    }
}

#[test]
fn mistakes_are_told_where_they_are_asked_for() {
    let folder = Folder::new();
    let csv = folder.with("rows.csv", turned());
    let arguments = ["evaluate", "stance", &csv, "--model", model_argument()];
    let plain = run(arguments);
    assert!(!plain.out.contains("mistakes"), "{}", plain.out);
    let ran = run(arguments.iter().chain(&["--mistakes", "2"]));
    assert!(ran.out.starts_with(&plain.out));
    assert!(ran.out.contains("ferry_sale: the 2 most confident mistakes\n"), "{}", ran.out);
    assert_eq!(ran.out.matches(": predicted ").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("words: “") || ran.out.contains("letters “"), "{}", ran.out);
    let report = json(&run(arguments.iter().chain(&["--format", "json"])).out);
    assert!(report["questions"][0]["mistakes"].as_array().is_some_and(|found| found.len() > 2));
    let refused = run(arguments.iter().chain(&["--mistakes-of", "nay"]));
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("the labels are against, favor, none"), "{}", refused.err);
    // None of the rows says of what kind it is.
    let none = run(arguments.iter().chain(&["--mistakes-kind", "direct"]));
    assert_eq!(none.out, plain.out);
}

#[test]
fn cross_validation_tells_mistakes_and_a_learning_curve_the_same_each_time() {
    let folder = Folder::new();
    let csv = folder.with("rows.csv", turned());
    let arguments = ["evaluate", "stance", &csv, "--cv", "3", "--learning-curve", "--format", "json"];
    let first = run(arguments);
    assert_eq!((first.status, first.err.as_str()), (0, ""));
    assert_eq!(first.out, run(arguments.iter().chain(&["--jobs", "1"])).out);
    let question = &json(&first.out)["questions"][0];
    assert_eq!(question["learning_curve"].as_array().unwrap().len(), 5);
    assert_eq!(question["learning_curve"][4]["accuracy"], question["accuracy"]);
    let mistakes = question["mistakes"].as_array().unwrap();
    assert!(mistakes.iter().any(|mistake| !mistake["moved"].as_array().unwrap().is_empty()), "{mistakes:?}");
}
