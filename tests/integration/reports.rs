//! What `evaluate stance` and `evaluate quotes` tell, and how: splits, columns, weights, baselines, CSV.

use std::fs;

use serde_json::Value;

use crate::support::{ARTICLE, Folder, labelled_csv, model_argument, run, run_with};

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

/// A table of thirty labels is 360 letters wide; a list says the same to people. Names stay on their line.
#[test]
fn many_labels_and_few_groups_are_told_in_words() {
    let folder = Folder::new();
    let mut csv = "quote,article,\"party, of\nthe town\"\n".to_owned();
    for number in 0..32 {
        csv.push_str(&format!("word{} of a kind,a{},label {:02}\n", number % 8, number % 6, number % 8));
    }
    let file = folder.with("many.csv", csv);
    let ran = run(["evaluate", "stance", &file, "--cv", "3"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100 && line == line.trim_end()), "{}", ran.out);
    assert!(ran.out.contains("party, of the town: 32 labelled rows of 6 groups"), "{}", ran.out);
    assert!(ran.out.contains("few groups   intervals drawn from 6 groups are narrower"), "{}", ran.out);
    assert!(ran.out.contains("right  taken for"), "{}", ran.out);
}
