//! The models that are part of the program, by name.

use serde_json::Value;

use crate::support::run_with;

const ARTICLE: &str = "The governor spoke to reporters in the rain.\n\n\
    “We have to shut that prison camp at Guantanamo and try the men in a civilian court,” said Ruth Okonjo, a senator.\n\n\
    “The ferry was late again,” said Ama Bell, who waited at the pier.\n";

/// The stances of both quotes by this model.
fn stances(model: &str) -> Vec<Value> {
    let ran = run_with(["classify", "-", "--format", "jsonl", "--model", model], ARTICLE.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let record: Value = serde_json::from_str(&ran.out).unwrap();
    let quotes = record["quotes"].as_array().unwrap();
    assert_eq!(quotes.len(), 2, "{record}");
    quotes.iter().map(|quote| quote["stances"].clone()).collect()
}

#[test]
fn the_encoder_is_asked_by_name_and_both_models_see_the_side() {
    let usual = run_with(["classify", "-", "--format", "jsonl"], ARTICLE.as_bytes());
    let light = stances("light");
    let full = stances("full");
    let record: Value = serde_json::from_str(&usual.out).unwrap();
    assert_eq!(record["quotes"][0]["stances"], light[0], "light is the usual one");
    for stances in [&light, &full] {
        assert_eq!(stances[0]["guantanamo"]["label"], "against", "{stances:?}");
        assert_eq!(stances[1]["death_penalty"]["label"], "none", "{stances:?}");
    }
    let p = |stances: &[Value]| stances[0]["guantanamo"]["probabilities"]["against"].as_f64().unwrap();
    assert!((p(&light) - p(&full)).abs() > 1e-4, "the encoder has a say");
}

#[test]
fn a_model_that_is_neither_a_name_nor_a_file_is_refused() {
    let ran = run_with(["classify", "-", "--model", "heavy"], ARTICLE.as_bytes());
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("heavy"), "{}", ran.err);
}
