//! `explain`: what moved the stances of quotes.

use serde_json::Value;

use crate::support::{Folder, run, run_with};

const LIST: &str = "id,quote,before\n\
    q1,\"We can’t hang anyone, and we never will.\",\"The minister, who opposes executions, said:\"\n\
    q2,The ferry was late again.,\n";
const QUESTION: &str = "death_penalty";

/// The explanation of `q1`, as JSON, with more options.
fn explained(options: &[&str]) -> Value {
    let folder = Folder::new();
    let list = folder.with("list.csv", LIST);
    let ran = run(["explain", &list, "--quote", "q1", "--question", QUESTION, "-f", "json"].iter().chain(options));
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let mut quotes: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(quotes.len(), 1);
    quotes.remove(0)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn the_json_adds_up_and_its_tokens_are_where_they_say() {
    for options in [&[][..], &["--top", "3"]] {
        let quote = explained(options);
        let tokens = quote["tokens"].as_array().unwrap();
        for token in tokens {
            let text = quote["texts"][token["in"].as_str().unwrap()].as_str().unwrap();
            let (start, end) = (token["start"].as_u64().unwrap() as usize, token["end"].as_u64().unwrap() as usize);
            assert_eq!(token["text"], text.chars().skip(start).take(end - start).collect::<String>());
        }
        let question = &quote["questions"][0];
        assert_eq!(question["question"], QUESTION);
        let sides = question["sides"].as_object().unwrap();
        assert_eq!(sides.keys().collect::<Vec<_>>(), ["against", "favor", "neutral"]);
        for decision in sides.values().chain([&question["gate"]]) {
            assert_eq!(decision["tokens"].as_array().unwrap().len(), tokens.len());
            let facts = decision["facts"].as_array().unwrap();
            assert_eq!(facts.len() == 3, !options.is_empty());
            let parts = ["intercept", "spread", "calibration", "other"].map(|part| number(&decision[part]));
            let sum = parts.iter().sum::<f64>() + facts.iter().map(|fact| number(&fact["log_odds"])).sum::<f64>();
            assert!((sum - number(&decision["log_odds"])).abs() < 1e-3, "{sum} {decision}");
        }
        let odds = number(&question["gate"]["log_odds"]);
        let none = number(&question["by_words"]["none"]);
        assert!((1.0 / (1.0 + odds.exp()) - none).abs() < 1e-3);
        for (label, decision) in question["article"].as_object().unwrap() {
            let parts = ["intercept", "spread", "quote", "article", "speaker"].map(|part| number(&decision[part]));
            assert!((parts.iter().sum::<f64>() - number(&decision["log_odds"])).abs() < 1e-4, "{decision}");
            let odds = 1.0 / (1.0 + (-number(&decision["log_odds"])).exp());
            assert!((odds - number(&question["probabilities"][label])).abs() < 1e-3, "{label} {question}");
        }
    }
}

#[test]
fn a_negated_quote_tells_of_its_negation() {
    let quote = explained(&[]);
    let question = &quote["questions"][0];
    assert_eq!(question["label"], "against");
    let place = quote["tokens"].as_array().unwrap().iter().position(|token| token["text"] == "can’t").unwrap();
    let facts = question["sides"]["against"]["facts"].as_array().unwrap();
    let not = facts.iter().find(|fact| fact["name"] == "quote:not").unwrap();
    assert_eq!(not["tokens"], serde_json::json!([place]));
}

#[test]
fn the_text_for_people_shows_words_and_facts_for_and_against() {
    let ran = run_with(["explain", "--input-format", "csv", "--question", QUESTION, "--top", "6"], LIST.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let (first, second) = ran.out.split_once("\n\nq2: ").unwrap();
    assert!(first.starts_with("q1: We can’t hang anyone"), "{first}");
    for part in [
        "death_penalty: against (against 0.",
        "against in its article: log-odds ",
        "the quote alone +",
        "addresses the question: log-odds +",
        "against rather than another label: log-odds +",
        "quote: “hang”",
        "[hang +",
        " more",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(second.contains("death_penalty: none"), "{second}");
    assert!(!ran.out.contains('\x1b'), "colour is for terminals");
}

#[test]
fn quotes_of_articles_have_the_ids_that_classify_gives() {
    let folder = Folder::new();
    let article = folder.with("story.txt", "“The ferry stays,” said Ruth Okonjo.\n\n“It must go,” said Ama Osei.\n");
    let ran = run(["explain", &article, "--quote", "story#1", "-f", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let quotes: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((quotes.len(), &quotes[0]["texts"]["quote"]), (1, &"“It must go,”".into()));
    let questions: Vec<&Value> = quotes[0]["questions"].as_array().unwrap().iter().map(|q| &q["question"]).collect();
    assert_eq!(questions, ["death_penalty", "custody", "guantanamo"]);
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let folder = Folder::new();
    let list = folder.with("list.csv", LIST);
    let out = folder.path("out.json");
    let fails = [
        (["--question", "ferry"], "the model has no question `ferry`; it answers death_penalty, custody, guantanamo"),
        (["--quote", "q9"], "the input has no quote `q9`; its quotes are q1, q2"),
    ];
    for (options, message) in fails {
        let ran = run(["explain", &list, "-f", "json", "-o", &out].iter().copied().chain(options));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(ran.err, format!("error: {message}\n"));
        assert_eq!(folder.names(), ["list.csv"]);
    }
}

#[test]
fn rows_are_told_in_the_order_of_the_file_wherever_their_articles_stand() {
    let list =
        "id,quote,article\nq1,No one must hang.,a\nq2,The ferry was late.,b\nq3,Nobody will.,a\nq4,It rained.,\n";
    let ran = run_with(["explain", "--input-format", "csv", "--format", "json"], list.as_bytes());
    let quotes: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    let ids: Vec<&str> = quotes.iter().map(|quote| quote["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["q1", "q2", "q3", "q4"]);
    let from_article = |at: usize| number(&quotes[at]["questions"][0]["article"]["against"]["article"]);
    assert!(from_article(2) != 0.0 && from_article(1) == 0.0 && from_article(3) == 0.0);
}
