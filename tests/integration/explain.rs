//! `extract --explain`: the same quotes, with what found them and how the source led to the speaker.

use serde_json::Value;

use crate::support::{Folder, run, run_with};

const STORY: &str = "The ferry will stay, Harbour Minister John Hazeldine told the council 🎉 on Monday.\n\n\
    Mr. Hazeldine then walked along the quay. “We are not selling,” he said.\n\n\
    “I would sell it,” said the shop’s owner.\n";

/// What the finder by rules has to say of [`STORY`].
fn explained(offsets: &str) -> Value {
    let line = serde_json::json!({"id": "f1", "text": STORY}).to_string();
    let ran =
        run_with(["extract", "--finder", "rules", "--explain", "-f", "jsonl", "--offsets", offsets], line.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.json_lines().remove(0)
}

#[test]
fn the_chain_leads_from_the_pronoun_to_the_fullest_name() {
    let record = explained("codepoint");
    let quotes = record["quotes"].as_array().unwrap();
    let quote = quotes.iter().find(|quote| quote["contents"][0]["text"] == "“We are not selling,”").unwrap();
    let why = &quote["explanation"];
    assert!(why["found_by"].as_str().unwrap().contains("QuotedBefore"), "{why}");
    assert_eq!((&why["cue"]["text"], &why["cue"]["note"]), (&"said".into(), &"say, finite".into()));
    assert_eq!(why["candidates"][0]["text"], "he");
    assert_eq!(why["candidates"][0]["score"], quote["confidence"]);
    let chain = why["chain"].as_array().unwrap();
    let texts: Vec<&str> = chain.iter().map(|step| step["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["he", "Mr. Hazeldine", "John Hazeldine, Harbour Minister"]);
    assert!(chain[1]["why"].as_str().unwrap().contains("subject of the sentence before, male"), "{chain:?}");
    assert!(chain[2]["why"].as_str().unwrap().contains("fullest name, introduced in paragraph 1"), "{chain:?}");
}

#[test]
fn offsets_of_reasons_are_in_the_unit_that_was_asked_for() {
    for (unit, at) in [("codepoint", "code"), ("utf8", "byte"), ("utf16", "unit")] {
        let record = explained(unit);
        let mut parts = 0;
        for quote in record["quotes"].as_array().unwrap() {
            let why = &quote["explanation"];
            for part in why["candidates"].as_array().unwrap().iter().chain([&why["cue"]]).filter(|p| !p.is_null()) {
                let (start, end) = (part["start"].as_u64().unwrap() as usize, part["end"].as_u64().unwrap() as usize);
                let slice = match at {
                    "code" => STORY.chars().skip(start).take(end - start).collect(),
                    "byte" => STORY[start..end].to_owned(),
                    _ => String::from_utf16(&STORY.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap(),
                };
                assert_eq!(part["text"], slice, "{unit}");
                parts += 1;
            }
        }
        assert!(parts > 3, "{unit}");
    }
}

#[test]
fn the_quotes_are_the_same_with_reasons_and_without() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");
    let plain = run(["extract", "-f", "jsonl", samples]).json_lines();
    let mut explained = run(["extract", "--explain", "-f", "jsonl", samples]).json_lines();
    for quote in explained.iter_mut().flat_map(|record| record["quotes"].as_array_mut().unwrap()) {
        let why = quote.as_object_mut().unwrap().remove("explanation").expect("every quote has its reasons");
        let last = why["chain"].as_array().unwrap().last().expect("every quote has a chain");
        let name = quote["speaker"]["name"].as_str().unwrap_or("unknown");
        assert!(last["text"].as_str().unwrap().starts_with(name), "{name}: {why}");
    }
    assert_eq!(plain, explained);
}

#[test]
fn a_table_has_a_block_a_quote() {
    let folder = Folder::new();
    let ran = run(["extract", "--finder", "rules", "--explain", "-f", "table", &folder.with("f.txt", STORY)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("direct: “We are not selling,”\n  found by    rule QuotedBefore"), "{}", ran.out);
    assert!(ran.out.contains("-> “John Hazeldine, Harbour Minister” ("), "{}", ran.out);
}

#[test]
fn csv_has_no_room_for_reasons() {
    let folder = Folder::new();
    let ran = run(["extract", "--explain", "--format", "csv", &folder.with("f.txt", STORY)]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("CSV") && ran.err.contains("--format table, jsonl or json"), "{}", ran.err);
}
