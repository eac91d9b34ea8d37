//! The shipped model on sentences of our own.

use super::*;

fn tags(text: &str) -> Vec<&'static str> {
    Syntax::shared().tags_only(&Document::new(text)).tags().iter().map(|tag| tag.name()).collect()
}

#[test]
fn the_shipped_model_is_whole() {
    Syntax::from_bytes(FILE, Path::new("shipped")).expect("loads");
}

#[test]
fn plain_news_is_tagged() {
    assert_eq!(
        tags("The minister said on Tuesday that she won’t resign."),
        ["DT", "NN", "VBD", "IN", "NNP", "IN", "PRP", "MD", "VB", "."]
    );
    assert_eq!(
        tags("“We can’t wait,” Anna Lindqvist told reporters."),
        ["``", "PRP", "MD", "VB", ",", "''", "NNP", "NNP", "VBD", "NNS", "."]
    );
    assert_eq!(tags("\"They\" left")[..3], ["``", "PRP", "''"]);
}

/// Words with their heads and relations.
fn arcs(text: &str) -> Vec<(String, String, &'static str)> {
    let doc = Document::new(text);
    let parsed = Syntax::shared().analyse(&doc);
    (0..doc.tokens().len())
        .map(|at| {
            let head = parsed.head(at).map_or("", |head| doc.word(head));
            (doc.word(at).to_owned(), head.to_owned(), parsed.relation(at).name())
        })
        .collect()
}

#[track_caller]
fn assert_arc(text: &str, word: &str, head: &str, relation: &str) {
    let arcs = arcs(text);
    let found = arcs.iter().any(|arc| (arc.0.as_str(), arc.1.as_str(), arc.2) == (word, head, relation));
    assert!(found, "{word} -{relation}-> {head} is not in {arcs:?}");
}

#[test]
fn the_one_who_says_is_the_subject_and_what_is_said_its_complement() {
    let plain = "The minister said that the court would release the men.";
    assert_arc(plain, "minister", "said", "nsubj");
    assert_arc(plain, "release", "said", "ccomp");
    assert_arc(plain, "court", "release", "nsubj");
    assert_arc(plain, "said", "", "root");
    let bare = "Officials say they will close the camp.";
    assert_arc(bare, "Officials", "say", "nsubj");
    assert_arc(bare, "close", "say", "ccomp");
}

#[test]
fn a_quotation_does_not_hide_who_said_it() {
    let after = "“We will close the camp,” Anna Lindqvist said.";
    assert_arc(after, "Anna", "said", "nsubj");
    assert_arc(after, "Lindqvist", "Anna", "flat");
    assert_arc(after, "close", "said", "ccomp");
    let inverted = "“We will close the camp,” said the minister.";
    assert_arc(inverted, "minister", "said", "nsubj");
}

#[test]
fn passives_have_subjects_of_their_own_sort() {
    assert_arc("The men were released on Monday.", "men", "released", "nsubj:pass");
}

#[test]
fn a_sentence_has_one_root_and_no_circle() {
    let text = "“No,” she said. He left; they, of course, stayed and (as always) talked — loudly. Yes?! 5%";
    let doc = Document::new(text);
    let parsed = Syntax::shared().analyse(&doc);
    for sentence in doc.sentences() {
        let roots = sentence.tokens.clone().filter(|at| parsed.head(*at).is_none()).count();
        assert_eq!(roots, 1);
        for start in sentence.tokens.clone() {
            let mut at = start;
            let mut steps = 0;
            while let Some(head) = parsed.head(at) {
                assert!(sentence.tokens.contains(&head) && steps < sentence.tokens.len());
                at = head;
                steps += 1;
            }
            assert_eq!(parsed.relation(at), Relation::Root);
        }
    }
}

#[test]
fn any_text_is_analysed_token_by_token() {
    let long = "and the mayor, who said so, ".repeat(3000);
    for text in ["", " \n", "\u{0}\u{1}ﬁ\u{202e}𝒥ወ.", "”’‘“", "....", "ａｂｃ １２", "e\u{301}\u{ad}\u{200d}👩‍👧", &long]
    {
        let doc = Document::new(text);
        let (tagged, parsed) = (Syntax::shared().tags_only(&doc), Syntax::shared().analyse(&doc));
        assert_eq!(tagged.tags(), parsed.tags());
        assert_eq!(tagged.tags().len(), doc.tokens().len());
        assert!((0..doc.tokens().len()).all(|at| parsed.head(at).is_none_or(|head| head < doc.tokens().len())));
        assert_eq!((parsed.tag(doc.tokens().len()), parsed.head(usize::MAX)), (Tag::Other, None));
    }
}
