//! The four output formats and the three units of offsets.

use serde_json::Value;

use crate::support::{ARTICLE, Folder, model_argument, run, run_with};

const QUOTE: &str = "“We will not sell the ferry 😀 to anyone,”";

fn classify(format: &str) -> String {
    let line = serde_json::json!({"id": "f1", "title": "Ferry", "source": "The Quay", "date": "2020-01-02",
        "url": "https://quay.example/1", "text": ARTICLE});
    let arguments = ["classify", "--model", model_argument(), "--format", format];
    let ran = run_with(arguments, line.to_string().as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out
}

#[test]
fn a_json_line_has_the_promised_shape() {
    let record: Value = serde_json::from_str(&classify("jsonl")).unwrap();
    assert_eq!(record["id"], "f1");
    assert_eq!((&record["title"], &record["source"]), (&"Ferry".into(), &"The Quay".into()));
    assert_eq!((&record["date"], &record["offset_unit"]), (&"2020-01-02".into(), &"codepoint".into()));
    let quote = &record["quotes"][0];
    assert_eq!((&quote["id"], &quote["kind"]), (&"f1#0".into(), &"direct".into()));
    assert_eq!(quote["contents"][0]["text"], QUOTE);
    let keys: Vec<&String> = quote.as_object().unwrap().keys().collect();
    let expected = ["confidence", "contents", "cue", "id", "kind", "sources", "speaker", "stances"];
    assert_eq!(keys, expected);
    assert!(quote["speaker"]["type"].is_string() && quote["confidence"].is_f64());
    let stance = &quote["stances"]["ferry_sale"];
    let probabilities = stance["probabilities"].as_object().unwrap();
    assert_eq!(probabilities.keys().collect::<Vec<_>>(), ["against", "favor", "none"]);
    let sum: f64 = probabilities.values().map(|value| value.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-3, "{sum}");
    assert!(probabilities.contains_key(stance["label"].as_str().unwrap()));
}

#[test]
fn json_is_an_array_of_the_same_records() {
    let array: Vec<Value> = serde_json::from_str(&classify("json")).unwrap();
    let line: Value = serde_json::from_str(&classify("jsonl")).unwrap();
    assert_eq!(array, [line]);
    let several = run_with(["extract", "-f", "json"], b"{\"text\":\"A.\"}\n{\"text\":\"B.\"}\n");
    assert_eq!(serde_json::from_str::<Vec<Value>>(&several.out).unwrap().len(), 2);
}

#[test]
fn csv_has_a_row_a_quote() {
    let text = classify("csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |name: &str| &rows[0][headers.iter().position(|header| header == name).expect(name)];
    assert_eq!((cell("id"), cell("article"), cell("kind")), ("f1#0", "f1", "direct"));
    assert_eq!((cell("quote"), cell("quote_spans")), (QUOTE, "12-53"));
    assert!(["against", "favor", "none"].contains(&cell("ferry_sale_label")));
    assert!(cell("ferry_sale_p_against").parse::<f64>().unwrap() <= 1.0);
    assert_eq!(headers.iter().filter(|header| header.starts_with("ferry_sale_p_")).count(), 3);
}

#[test]
fn a_table_shows_quote_and_stance_within_its_width() {
    let table = classify("table");
    assert!(table.starts_with("f1: Ferry (The Quay, 2020-01-02)\n"), "{table}");
    for part in ["direct", "We will not sell", "ferry_sale: "] {
        assert!(table.contains(part), "{part:?} is not in {table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
}

#[test]
fn a_table_does_not_pass_on_control_characters() {
    let ran = run_with(["extract", "-f", "table"], "“We\u{1b}[2J will\u{7} stay,” she said.".as_bytes());
    assert!(ran.out.contains("stay") && !ran.out.contains(['\u{1b}', '\u{7}']), "{:?}", ran.out);
}

#[test]
fn extract_leaves_stances_out() {
    let ran = run_with(["extract"], ARTICLE.as_bytes());
    assert!(ran.json_lines()[0]["quotes"][0].get("stances").is_none());
    let csv = run_with(["extract", "-f", "csv"], ARTICLE.as_bytes());
    assert!(csv.out.lines().next().unwrap().ends_with(",cue_span"));
}

#[test]
fn offsets_count_in_the_unit_asked_for() {
    let folder = Folder::new();
    let path = folder.with("a.txt", ARTICLE);
    let start = ARTICLE.find(QUOTE).unwrap();
    let units: Vec<u16> = ARTICLE.encode_utf16().collect();
    let points: Vec<char> = ARTICLE.chars().collect();
    for unit in ["codepoint", "utf8", "utf16"] {
        let record = run(["extract", &path, "--offsets", unit]).json_lines().remove(0);
        assert_eq!(record["offset_unit"], unit);
        let quote = &record["quotes"][0];
        let mut parts: Vec<&Value> = quote["contents"].as_array().unwrap().iter().collect();
        parts.extend(quote["sources"].as_array().unwrap());
        parts.extend(Some(&quote["cue"]).filter(|cue| !cue.is_null()));
        for part in parts {
            let at = |end: &str| usize::try_from(part[end].as_u64().unwrap()).unwrap();
            let range = at("start")..at("end");
            let slice = match unit {
                "codepoint" => points[range].iter().collect(),
                "utf8" => ARTICLE[range].to_owned(),
                _ => String::from_utf16(&units[range]).unwrap(),
            };
            assert_eq!(part["text"], slice, "{unit}");
        }
        assert!(unit != "utf8" || quote["contents"][0]["start"] == start);
    }
}
