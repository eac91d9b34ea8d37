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

/// A model that was trained on its questions' articles alone gave a quarter of such quotes a label on guantanamo.
#[test]
fn quotes_on_other_subjects_get_no_label() {
    let article = "Council leader Ruth Okonjo said the budget would be balanced by March and that no library would close.\n\n\
        “We have found the savings in the vehicle fleet,” she told a meeting on Tuesday night. “Taxes will stay where they are.”\n\n\
        Ama Bell, who speaks for the opposition, accused her of hiding the cost of the new bridge. “The numbers don’t add up,” \
        she said, adding that voters deserved better.\n\n\
        The rovers’ coach, Hugh Marr, said his players were tired after the cup match. “We need a rest before the playoffs,” he said.\n\n\
        According to a report by the health office, cases of flu have fallen for three weeks.\n";
    let ran = run_with(["classify", "-", "--format", "jsonl"], article.as_bytes());
    let record: Value = serde_json::from_str(&ran.out).unwrap();
    let quotes = record["quotes"].as_array().unwrap();
    assert!(quotes.len() >= 6, "{record}");
    for (question, stance) in quotes.iter().flat_map(|quote| quote["stances"].as_object().unwrap()) {
        assert_eq!(stance["label"], "none", "{question}: {record}");
    }
}
