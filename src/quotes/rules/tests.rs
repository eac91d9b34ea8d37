//! Each construction that news uses, on sentences written for the test.

use super::RuleFinder;
use crate::quotes::{Kind, QuoteFinder};
use crate::text::Document;

/// Each quote as "source | cue | content / content".
fn found(text: &str) -> Vec<String> {
    RuleFinder::default()
        .find(&Document::new(text))
        .iter()
        .map(|q| {
            let join = |spans: &[crate::text::Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" / ");
            let cue = q.cue.map_or("-", |c| c.of(text));
            let sources = if q.sources.is_empty() { "-".to_owned() } else { join(&q.sources) };
            format!("{sources} | {cue} | {}", join(&q.contents))
        })
        .collect()
}

fn kinds(text: &str) -> Vec<Kind> {
    RuleFinder::default().find(&Document::new(text)).iter().map(|q| q.kind).collect()
}

#[test]
fn quote_before_after_and_inverted() {
    assert_eq!(found("“The bridge is safe,” Ada Quill said."), ["Ada Quill | said | “The bridge is safe,”"]);
    assert_eq!(found("“The bridge is safe,” said Ada Quill on Monday."), ["Ada Quill | said | “The bridge is safe,”"]);
    assert_eq!(found("Ada Quill said: “The bridge is safe.”"), ["Ada Quill | said | “The bridge is safe.”"]);
    assert_eq!(
        found("On Monday Ada Quill told the council, \"The bridge is safe.\""),
        ["Ada Quill | told | \"The bridge is safe.\""]
    );
}

#[test]
fn a_quote_split_by_its_cue_is_one() {
    assert_eq!(
        found("“The bridge is safe,” he said. “We tested it twice.”"),
        ["he | said | “The bridge is safe,” / “We tested it twice.”"]
    );
    assert_eq!(found("\"The bridge,\" she said, \"is safe.\""), ["she | said | \"The bridge,\" / \"is safe.\""]);
}

#[test]
fn titles_and_appositives_between_name_and_verb() {
    assert_eq!(
        found("Otto Brandeis, who until last year ran the port, said: “It will flood.”"),
        ["Otto Brandeis | said | “It will flood.”"]
    );
    assert_eq!(
        found("“It will flood,” Otto Brandeis, a Labour councillor, said."),
        ["Otto Brandeis | said | “It will flood,”"]
    );
    assert_eq!(found("“We will pay,” the minister, Ines Corvo, wrote."), ["Ines Corvo | wrote | “We will pay,”"]);
    assert_eq!(found("His lawyer, Ines Corvo, said the claim was false."), ["Ines Corvo | said | the claim was false"]);
    assert_eq!(
        found("Rep. Ada Quill (D-Ohio) said the vote would be close."),
        ["Rep. Ada Quill | said | the vote would be close"]
    );
}

#[test]
fn layouts_of_press_releases_headlines_and_transcripts() {
    assert_eq!(
        found("“We welcome the ruling.” – Commissioner Ada Quill"),
        ["Commissioner Ada Quill | - | “We welcome the ruling.”"]
    );
    assert_eq!(
        found("Ada Quill, chair of the board: “We welcome the ruling.”"),
        ["Ada Quill | - | “We welcome the ruling.”"]
    );
    let transcript = "QUILL: Did you open the gate?\n\nBRANDEIS: I did not.\n\nQUILL: Who did?";
    assert_eq!(
        found(transcript),
        ["QUILL | - | Did you open the gate?", "BRANDEIS | - | I did not.", "QUILL | - | Who did?"]
    );
}

#[test]
fn a_colon_at_the_end_of_a_paragraph_leads_to_the_next() {
    assert_eq!(
        found("Quill continued:\n\n“Nobody asked the fishermen.”"),
        ["Quill | continued | “Nobody asked the fishermen.”"]
    );
    assert_eq!(
        found("The ministry refused to comment, issuing the following statement: “The matter is closed.”"),
        vec!["The ministry | refused | to comment", "The ministry | issuing | “The matter is closed.”"]
    );
}

#[test]
fn floating_quotes_go_to_the_holder_of_the_floor() {
    assert_eq!(
        found("Quill said the bridge would close.\n\n“We can’t take the risk. Not again.”"),
        ["Quill | said | the bridge would close", "Quill | - | “We can’t take the risk. Not again.”"]
    );
}

#[test]
fn paragraphs_that_reopen_the_marks_are_one_quote() {
    assert_eq!(
        found("“The bridge is old,” Quill said. “It groans.\n\n“It leaks.\n\n“It will fall.”"),
        ["Quill | said | “The bridge is old,” / “It groans. / “It leaks. / “It will fall.”"]
    );
}

#[test]
fn scare_quotes_titles_and_nicknames_are_not_quotes() {
    for text in [
        "The so-called “smart motorway” opened on Friday.",
        "Joe “The Hammer” Dalby left the pitch.",
        "She sang “Walking Home” at the fair.",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
}

#[test]
fn indirect_speech() {
    assert_eq!(found("The mayor said that the bridge was safe."), ["The mayor | said | the bridge was safe"]);
    assert_eq!(found("The mayor said on Tuesday the bridge was safe."), ["The mayor | said | the bridge was safe"]);
    assert_eq!(found("The bridge was safe, the mayor said."), ["the mayor | said | The bridge was safe"]);
    assert_eq!(found("The bridge, the mayor said, was safe."), ["the mayor | said | The bridge / was safe"]);
    assert_eq!(
        found("According to the mayor, the bridge was safe."),
        ["the mayor | According to | the bridge was safe"]
    );
    assert_eq!(
        found("The bridge was safe, according to the mayor."),
        ["the mayor | according to | The bridge was safe"]
    );
    assert_eq!(
        found("The mayor told reporters in a statement that the bridge was safe."),
        ["The mayor | told | the bridge was safe"]
    );
    assert_eq!(found("The mayor called for a new bridge."), ["The mayor | called for | a new bridge"]);
}

#[test]
fn two_reports_of_one_speaker_share_the_source() {
    assert_eq!(
        found("The mayor said the bridge was safe and warned that the tunnel was not."),
        ["The mayor | said | the bridge was safe", "The mayor | warned | the tunnel was not"]
    );
    assert_eq!(
        found("The mayor praised the crew, adding that the bridge was safe.").last().map(String::as_str),
        Some("The mayor | adding | the bridge was safe")
    );
}

#[test]
fn kind_tells_how_much_is_quoted() {
    assert_eq!(kinds("“It is safe,” Quill said."), [Kind::Direct]);
    assert_eq!(kinds("Quill said the bridge was “safe as houses”."), [Kind::Mixed]);
    assert_eq!(kinds("Quill said the bridge was safe."), [Kind::Indirect]);
}

#[test]
fn relative_clauses_and_lists_keep_their_subject() {
    assert_eq!(
        found("A sergeant who served nine years said the gate was locked."),
        ["A sergeant | said | the gate was locked"]
    );
    assert_eq!(
        found("Farm workers and shop owners said the road was closed."),
        ["Farm workers and shop owners | said | the road was closed"]
    );
}
