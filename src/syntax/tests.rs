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

#[test]
fn any_text_is_tagged_token_by_token() {
    let long = "and the mayor, who said so, ".repeat(3000);
    for text in ["", " \n", "\u{0}\u{1}ﬁ\u{202e}𝒥ወ.", "”’‘“", "....", "ａｂｃ １２", "e\u{301}\u{ad}\u{200d}👩‍👧", &long]
    {
        let doc = Document::new(text);
        assert_eq!(Syntax::shared().tags_only(&doc).tags().len(), doc.tokens().len());
    }
}
