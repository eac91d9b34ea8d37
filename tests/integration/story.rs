//! The article that the project began with, when the reference data lie beside the checkout.

use std::path::Path;

use serde_json::Value;

use crate::support::run;

/// Its record, or nothing, with a word, where the reference data are absent.
fn record(options: &[&str]) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles/uk-letter-death-penalty-assurance.txt");
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    let ran = run(["classify", "--format", "jsonl", path.to_str().unwrap()].iter().chain(options));
    assert_eq!(ran.status, 0, "{}", ran.err);
    Some(serde_json::from_str(&ran.out).unwrap())
}

fn direct(record: &Value) -> Vec<&Value> {
    record["quotes"].as_array().unwrap().iter().filter(|q| q["kind"] == "direct").collect()
}

#[test]
fn every_direct_quote_is_given_to_its_speaker() {
    let Some(record) = record(&[]) else { return };
    let direct = direct(&record);
    let speakers: Vec<&str> = direct.iter().map(|q| q["speaker"]["name"].as_str().unwrap_or("?")).collect();
    assert_eq!(
        speakers,
        [
            "Ben Wallace",
            "Sajid Javid",
            "Nicholas J. Lewin",
            "Ben Wallace",
            "National Security Council",
            "Wyn Hornbuckle",
            "Christopher Costa",
        ]
    );
    let spans: Vec<usize> = direct.iter().map(|q| q["contents"].as_array().unwrap().len()).collect();
    assert_eq!(spans, [1, 1, 2, 1, 1, 1, 1], "one quote is split by its cue");
}

/// The model that goes by words alone has the second minister's letter between `favor` (.39) and `neutral` (.38).
#[test]
fn the_ministers_are_on_opposite_sides() {
    let Some(record) = record(&["--model", "full"]) else { return };
    let direct = direct(&record);
    let side = |at: usize| direct[at]["stances"]["death_penalty"]["label"].as_str().unwrap();
    assert_eq!((side(0), side(1)), ("against", "favor"));
}
