//! The stance report's measures: against scikit-learn's, and as `evaluate stance` and `evaluate quotes` tell them.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use quotestance::evaluate::{Confusion, Measuring, Outcome, QuestionReport, StanceReport};
use quotestance::features::QuoteContext;
use quotestance::stance::{LabelledQuote, Question, StanceDataset};
use serde::Deserialize;
use serde_json::Value;

use crate::support::{ARTICLE, Folder, labelled_csv, model_argument, run, run_with};

/// One table of `tests/fixtures/measures/sklearn.json`; `tools/sklearn_measures.py` wrote it.
#[derive(Deserialize)]
struct Case {
    name: String,
    labels: usize,
    truth: Vec<usize>,
    predicted: Vec<usize>,
    probabilities: Vec<Vec<f64>>,
    weights: Vec<f64>,
    weighted: bool,
    accuracy: f64,
    macro_f1: f64,
    weighted_f1: f64,
    mcc: f64,
    kappa: f64,
    ece: f64,
    precision: Vec<f64>,
    recall: Vec<f64>,
    f1: Vec<f64>,
    confusion: Vec<Vec<f64>>,
    average_precision: Vec<f64>,
    /// Threshold, precision and recall; none without a row of the label.
    curves: Vec<Option<Vec<[f64; 3]>>>,
}

impl Case {
    fn report(&self) -> StanceReport {
        let names = ["a", "b", "c", "d"][..self.labels].iter().map(|name| (*name).to_owned());
        let question = Question::new("bridge", names);
        let row = |row: usize| LabelledQuote {
            weight: self.weights[row],
            labels: vec![Some(self.truth[row])],
            ..LabelledQuote::new(row.to_string(), QuoteContext::new("It is so."))
        };
        let outcome = |row: usize| Outcome {
            row,
            truth: self.truth[row],
            probabilities: self.probabilities[row].clone(),
            predicted: self.predicted[row],
        };
        let rows = 0..self.truth.len();
        let dataset = StanceDataset::new(vec![question], rows.clone().map(row).collect());
        let outcomes = vec![rows.map(outcome).collect()];
        let how = Measuring { draws: 20, weighted: self.weighted, ..Measuring::default() };
        StanceReport::measured("", &dataset, &outcomes, &[], &how)
    }
}

#[test]
fn the_measures_are_those_of_scikit_learn() {
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/measures/sklearn.json")).unwrap();
    assert!(fixture["versions"]["scikit-learn"].is_string(), "a fixture says what made it");
    let cases: Vec<Case> = serde_json::from_value(fixture["cases"].clone()).unwrap();
    assert_eq!(cases.len(), 15);
    for case in &cases {
        let close = |what: &str, ours: f64, theirs: f64| {
            assert!((ours - theirs).abs() < 1e-9, "{}: {what} is {ours} here, {theirs} there", case.name);
        };
        let report = case.report();
        let Some(found) = report.questions.first() else {
            assert!(case.truth.is_empty(), "{}", case.name);
            let empty = Confusion::new(case.labels);
            for value in [empty.accuracy(), empty.macro_f1(), empty.weighted_f1(), empty.mcc(), empty.kappa()] {
                close("a measure of no rows", value, 0.0);
            }
            continue;
        };
        close("accuracy", found.accuracy.value, case.accuracy);
        close("macro-F1", found.macro_f1.value, case.macro_f1);
        close("weighted F1", found.weighted_f1.value, case.weighted_f1);
        close("MCC", found.mcc.value, case.mcc);
        close("kappa", found.kappa.value, case.kappa);
        close("calibration error", found.calibration.error, case.ece);
        close("calibration error with its interval", found.calibration_error.unwrap().value, case.ece);
        same_labels(case, found, &close);
        same_curves(case, found, &close);
    }
}

fn same_labels(case: &Case, found: &QuestionReport, close: &impl Fn(&str, f64, f64)) {
    for (at, label) in found.labels.iter().enumerate() {
        close("precision", label.precision, case.precision[at]);
        close("recall", label.recall, case.recall[at]);
        close("F1", label.f1, case.f1[at]);
        let intervals = &found.label_intervals[at];
        close("F1 with its interval", intervals.f1.value, case.f1[at]);
        close("precision with its interval", intervals.precision.value, case.precision[at]);
        close("recall with its interval", intervals.recall.value, case.recall[at]);
        close("average precision with its interval", intervals.average_precision.value, case.average_precision[at]);
        assert_eq!(label.support as usize, case.truth.iter().filter(|truth| **truth == at).count(), "{}", case.name);
        assert!(intervals.f1.low <= intervals.f1.high, "{}", case.name);
    }
    let counted = |row: &Vec<u64>| row.iter().map(|count| *count as f64).collect();
    let counts: Vec<Vec<f64>> = found.confusion.iter().map(counted).collect();
    assert_eq!(found.confusion_by_weight.is_some(), case.weighted, "{}", case.name);
    let confusion = found.confusion_by_weight.as_ref().unwrap_or(&counts);
    for (ours, theirs) in confusion.iter().flatten().zip(case.confusion.iter().flatten()) {
        close("a confusion", *ours, *theirs);
    }
}

fn same_curves(case: &Case, found: &QuestionReport, close: &impl Fn(&str, f64, f64)) {
    for (at, curve) in found.precision_recall.iter().enumerate() {
        close("average precision", curve.average_precision, case.average_precision[at]);
        let Some(theirs) = &case.curves[at] else { continue };
        assert_eq!(curve.points.len(), theirs.len(), "{}", case.name);
        for (ours, [threshold, precision, recall]) in curve.points.iter().zip(theirs) {
            close("a threshold", ours.threshold, *threshold);
            close("a precision", ours.precision, *precision);
            close("a recall", ours.recall, *recall);
        }
    }
}

/// Outcomes of so many rows on three questions of four labels; two rows a group, three publishers and many towns.
fn large(rows: usize) -> (StanceDataset, Vec<Vec<Outcome>>) {
    let labels = ["against", "favor", "neutral", "none"];
    let question = |name: &str| Question::new(name, labels.iter().map(|label| (*label).to_owned()));
    let questions: Vec<Question> = ["bridge", "ferry", "toll"].iter().map(|name| question(name)).collect();
    let facets =
        |row: usize| [("publisher", row % 3), ("town", row % 400)].map(|(name, at)| (name.into(), at.to_string()));
    let row = |row: usize| LabelledQuote {
        group: Some((row / 2).to_string()),
        facets: BTreeMap::from(facets(row)),
        labels: vec![Some(row % 4); 3],
        ..LabelledQuote::new(row.to_string(), QuoteContext::new("It is so."))
    };
    let dataset = StanceDataset::new(questions, (0..rows).map(row).collect());
    let outcome = |question: usize, row: usize| {
        let sure = 0.3 + ((row * 7919 + question) % 701) as f64 / 1001.0;
        let mut probabilities = vec![(1.0 - sure) / 3.0; 4];
        probabilities[if row % (5 + question) == 0 { (row + 1) % 4 } else { row % 4 }] = sure;
        Outcome::of_likeliest(row, row % 4, probabilities)
    };
    let outcomes = (0..3).map(|question| (0..rows).map(|row| outcome(question, row)).collect()).collect();
    (dataset, outcomes)
}

fn with_threads<T: Send>(threads: usize, of: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(of)
}

#[test]
fn ten_thousand_rows_with_all_draws_take_seconds() {
    let (dataset, outcomes) = large(10_000);
    let how = Measuring { by: vec!["publisher".into(), "town".into()], ..Measuring::default() };
    let others = [("same", outcomes.clone()), ("same again", outcomes.clone())];
    let start = Instant::now();
    let report = with_threads(1, || StanceReport::measured("", &dataset, &outcomes, &others, &how));
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds:.2} s for {} draws", report.draws);
    // On one quiet core 2 seconds; the bound leaves room for slow and busy machines.
    assert!(seconds < 20.0, "{seconds}");
    let question = &report.questions[0];
    assert_eq!((report.draws, question.groups), (2000, 5000));
    assert_eq!(question.breakdowns.iter().map(|by| by.values.len()).collect::<Vec<_>>(), [3, 400]);
}

#[test]
fn the_report_is_the_same_to_the_byte_whatever_the_threads() {
    let (dataset, outcomes) = large(600);
    let how = Measuring { by: vec!["town".into()], draws: 300, ..Measuring::default() };
    let others = [("same", outcomes.clone())];
    let json = |threads: usize, seed: u64| {
        let how = Measuring { seed, ..how.clone() };
        let report = with_threads(threads, || StanceReport::measured("", &dataset, &outcomes, &others, &how));
        serde_json::to_string(&report).unwrap()
    };
    assert_eq!(json(1, 1), json(3, 1));
    assert_ne!(json(1, 1), json(1, 2));
    let back: StanceReport = serde_json::from_str(&json(1, 1)).unwrap();
    assert_eq!(back.questions[0].breakdowns[0].column, "town");
    assert_eq!(back.questions[0].baselines[0].accuracy, back.questions[0].accuracy, "the draws are the same");
}

/// The labelled file with a publisher, a split, a weight and a kind for each row.
fn with_columns() -> String {
    let file = labelled_csv();
    let mut lines = file.lines();
    let mut csv = format!("{},publisher,split,weight,kind\n", lines.next().unwrap());
    for (at, line) in lines.enumerate() {
        let publisher = ["Harbour Post", "Valley News", "", "Inland Sun"][at % 4];
        let (split, kind) = (["train", "train", "test"][at / 12], ["direct", "indirect"][at % 2]);
        csv += &format!("{line},{publisher},{split},{},{kind}\n", 1 + at % 3);
    }
    csv
}

fn json(arguments: &[&str]) -> Value {
    let ran = run([arguments, &["--format", "json"]].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn results_are_told_by_kind_and_by_any_column_that_is_named() {
    let folder = Folder::new();
    let file = folder.with("ferry.csv", with_columns());
    let report = json(&["evaluate", "stance", &file, "--cv", "3", "--by", "publisher", "--by", "kind"]);
    assert_eq!(report["questions"].as_array().unwrap().len(), 1, "the publisher is no question");
    let question = &report["questions"][0];
    let of = |breakdown: &Value| -> (String, Vec<(String, u64)>) {
        let values = breakdown["values"].as_array().unwrap().iter();
        let values = values.map(|v| (v["value"].as_str().unwrap().to_owned(), v["rows"].as_u64().unwrap()));
        (breakdown["column"].as_str().unwrap().to_owned(), values.collect())
    };
    let all = question["breakdowns"].as_array().unwrap();
    let value = |name: &str, rows: u64| (name.to_owned(), rows);
    assert_eq!(all.len(), 2);
    assert_eq!(of(&all[0]), ("kind".into(), vec![value("direct", 18), value("indirect", 18)]));
    let publishers = ["", "Harbour Post", "Inland Sun", "Valley News"].map(|name| value(name, 9));
    assert_eq!(of(&all[1]), ("publisher".into(), publishers.to_vec()));

    // a reserved column too, with more values than the text has room for
    let text = run(["evaluate", "stance", &file, "--cv", "3", "--by", "article", "--columns", "kind="]);
    assert!(text.out.contains("by article") && !text.out.contains("by kind"), "{}", text.out);
    assert!(text.out.contains("and 24 more values with 24 rows; --format json and csv have all"), "{}", text.out);
    let absent = run(["evaluate", "stance", &file, "--cv", "3", "--by", "paper"]);
    assert!(absent.status == 2 && absent.err.contains("no column is called `paper`"), "{absent:?}");
    assert!(absent.err.contains("publisher") && absent.err.contains("--by"), "{}", absent.err);
}

#[test]
fn a_split_of_the_data_is_trained_and_measured_on() {
    let folder = Folder::new();
    let file = folder.with("ferry.csv", with_columns());
    let evaluate = ["evaluate", "stance", &file];
    fn and<'a>(evaluate: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
        [evaluate, more].concat()
    }
    let report = json(&and(&evaluate, &["--train-split", "train", "--test-split", "test", "--by", "split"]));
    assert_eq!(
        (&report["rows"], &report["title"]),
        (&12.into(), &"trained on split train, measured on split test".into())
    );
    let question = &report["questions"][0];
    assert_eq!((&question["rows"], question["accuracy"]["value"].as_f64()), (&12.into(), Some(1.0)));
    let baselines: Vec<&str> =
        question["baselines"].as_array().unwrap().iter().map(|b| b["name"].as_str().unwrap()).collect();
    assert_eq!(baselines, ["most frequent label", "n-gram SVM"]);

    let absent = run(and(&evaluate, &["--train-split", "train", "--test-split", "dev"]));
    assert_eq!(absent.status, 2, "{absent:?}");
    assert!(absent.err.contains("no row has the split `dev`; name one of `test`, `train`"), "{}", absent.err);
    assert_eq!(run(and(&evaluate, &["--train-split", "train"])).status, 2, "one of the two alone");

    // an article on both sides
    let leaking = with_columns() + "x,sell the ferry at once,a00favor,favor,,test,1,direct\n";
    let leaking = folder.with("leaking.csv", leaking);
    let ran = run(["evaluate", "stance", &leaking, "--train-split", "train", "--test-split", "test"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let expected =
        "groups with rows to train on and rows to measure: 1 (a00favor); their 1 rows to train on are left out";
    assert!(ran.err.contains(expected), "{}", ran.err);
}

#[test]
fn both_baselines_stand_beside_a_given_model() {
    let folder = Folder::new();
    let file = folder.with("ferry.csv", with_columns());
    let evaluate = ["evaluate", "stance", &file, "--model", model_argument(), "--by", "publisher", "--by", "split"];
    let names = |report: &Value| -> Vec<String> {
        let baselines = report["questions"][0]["baselines"].as_array().unwrap().iter();
        baselines.map(|baseline| baseline["name"].as_str().unwrap().to_owned()).collect()
    };
    let report = json(&evaluate);
    assert_eq!(names(&report), ["most frequent label, 5-fold on these rows", "n-gram SVM, 5-fold on these rows"]);
    let machine = &report["questions"][0]["baselines"][1];
    let number = |path: &str| machine.pointer(path).and_then(Value::as_f64).expect(path);
    assert!(number("/macro_f1/low") <= number("/macro_f1/value") && number("/favor_against_f1/value") > 0.5);
    let others = json(&[&evaluate[..], &["--baseline-train", &file]].concat());
    assert_eq!(names(&others)[1], "n-gram SVM, on its own rows");
    assert_eq!(others["questions"][0]["baselines"][1]["accuracy"]["value"], 1.0, "it knows them by heart");
}

#[test]
fn rows_can_count_by_their_weight() {
    let folder = Folder::new();
    // one label, so that the answers are known: two right rows, and a wrong one that weighs as much
    let rows = "id,quote,article,ferry_sale,weight\n1,sell the ferry,a,favor,1\n2,take the money,b,favor,1.5\n\
                3,never sell the ferry,c,favor,2.5\n";
    let file = folder.with("ferry.csv", rows);
    let evaluate = ["evaluate", "stance", &file, "--model", model_argument()];
    let (each, weighted) = (json(&evaluate), json(&[&evaluate[..], &["--weighted"]].concat()));
    let of = |report: &Value, path: &str| report["questions"][0].pointer(path).cloned().unwrap_or_default();
    let accuracy = |report: &Value| of(report, "/accuracy/value").as_f64().unwrap();
    assert!((accuracy(&each) - 2.0 / 3.0).abs() < 1e-9 && accuracy(&weighted) == 0.5, "{each}");
    assert_eq!((&each["weighted"], &weighted["weighted"]), (&false.into(), &true.into()));
    for path in ["/rows", "/labels/1/support", "/confusion"] {
        assert_eq!(of(&each, path), of(&weighted, path), "{path}");
    }
    assert_eq!(of(&weighted, "/confusion_by_weight/1"), serde_json::json!([2.5, 2.5, 0.0]));
    assert_eq!(of(&each, "/confusion_by_weight"), Value::Null);
}

#[test]
fn csv_has_every_measure_in_a_row() {
    let folder = Folder::new();
    let file = folder.with("ferry.csv", with_columns());
    let evaluate = ["evaluate", "stance", &file, "--cv", "3", "--by", "publisher", "--by", "split"];
    let report = json(&evaluate);
    let ran = run([&evaluate[..], &["--format", "csv"]].concat());
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header.join(","), "question,label,measure,value,low,high,method,column,cell,at");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let find = |wanted: &[(&str, &str)]| {
        let fits = |row: &&csv::StringRecord| {
            (0..header.len()).filter(|at| !(3..6).contains(at)).all(|at| {
                let value = wanted.iter().find(|(name, _)| *name == header[at]).map_or("", |(_, value)| value);
                row[at] == *value
            })
        };
        let found: Vec<_> = rows.iter().filter(fits).collect();
        assert_eq!(found.len(), 1, "{wanted:?} is there once");
        [3, 4, 5].map(|at| found[0][at].parse::<f64>().ok())
    };
    let same = |found: [Option<f64>; 3], interval: &Value| {
        for (name, found) in ["value", "low", "high"].iter().zip(found) {
            // the last digit of a number in JSON may be read otherwise
            assert!((found.unwrap() - interval[name].as_f64().unwrap()).abs() < 1e-12, "{name} of {interval}");
        }
    };
    let question = &report["questions"][0];
    let of = ("question", "ferry_sale");
    same(find(&[of, ("measure", "macro_f1")]), &question["macro_f1"]);
    let machine = [of, ("measure", "accuracy"), ("method", "n-gram SVM")];
    same(find(&machine), &question["baselines"][1]["accuracy"]);
    let f1 = [of, ("measure", "f1"), ("label", "favor")];
    same(find(&f1), &question["label_intervals"][1]["f1"]);
    let confused = [of, ("measure", "confusion"), ("label", "against"), ("at", "favor")];
    assert_eq!(find(&confused)[0], question["confusion"][0][1].as_f64());
    let published = [of, ("measure", "accuracy"), ("column", "publisher"), ("cell", "Inland Sun")];
    assert!(find(&published)[1].is_some());
    let half = find(&[of, ("measure", "coverage_accuracy"), ("at", "0.5")])[0].unwrap();
    assert!((half - question["coverage"][5]["accuracy"].as_f64().unwrap()).abs() < 1e-12);
    assert_eq!(find(&[("measure", "draws")]), [Some(2000.0), None, None]);
}

#[test]
fn csv_of_the_quote_finder() {
    let folder = Folder::new();
    let gold = run_with(["extract", "-", "--format", "jsonl", "--input-format", "txt"], ARTICLE.as_bytes()).out;
    let text = serde_json::to_string(ARTICLE).unwrap();
    let gold = folder.with("gold.jsonl", gold.replacen('{', &format!("{{\"text\":{text},"), 1));
    let ran = run(["evaluate", "quotes", &gold, "--draws", "10", "--format", "csv"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.starts_with("measure,value,low,high,at\n"), "{}", ran.out);
    for row in ["all.joint.f1,1.0,1.0,1.0,\n", "articles,1,,,\n", "confidence.curve.match.right,1,,,0.3\n"] {
        assert!(ran.out.contains(row), "{row:?} is not in {}", ran.out);
    }
}

#[test]
fn the_report_for_people_fits_a_hundred_columns() {
    let folder = Folder::new();
    let file = folder.with("ferry.csv", with_columns() + "u,nothing is said here,au,,Harbour Post,test,1,direct\n");
    let by = ["--by", "publisher", "--by", "split"];
    for options in [&["--cv", "3"][..], &["--model", model_argument()], &["--cv", "3", "--weighted"]] {
        let text = run([&["evaluate", "stance", &file], &by[..], options].concat());
        assert_eq!(text.status, 0, "{text:?}");
        let wide = text.out.lines().find(|line| line.chars().count() > 100 || *line != line.trim_end());
        assert_eq!(wide, None, "{}", text.out);
        for part in [
            "2000 draws of whole groups (seed 1)",
            "left out     1 rows without a label",
            "mean F1 favor, against",
            "avg. prec.",
            "n-gram SVM",
            "by publisher",
            "(empty)",
            "taken for",
        ] {
            assert!(text.out.contains(part), "{part:?} is not in {}", text.out);
        }
    }
    let seeded = run([
        "evaluate",
        "stance",
        &file,
        "--model",
        model_argument(),
        "--seed",
        "5",
        "--by",
        "publisher",
        "--by",
        "split",
    ]);
    assert!(seeded.out.contains("(seed 5)"), "{seeded:?}");
    let out = folder.path("report.txt");
    assert_eq!(
        run(["evaluate", "stance", &file, "--cv", "3", "--by", "publisher", "--by", "split", "-o", &out]).status,
        0
    );
    assert!(fs::read_to_string(out).unwrap().starts_with("Stance, 3-fold cross-validation by group (37 rows)\n"));
}
