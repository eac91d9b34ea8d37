use std::path::Path;

use super::train::{QuoteParams, train};
use super::*;
use crate::quotes::{GoldArticle, GoldQuote, Kind};
use crate::text::{Article, Span};

const NAMES: [&str; 6] = ["Orla Quist", "Dev Maran", "Ruth Okonjo", "Bram Teller", "Ines Vala", "Piet Zand"];
const THINGS: [&str; 5] = ["ferry", "bridge", "school", "harbour", "mill"];

/// Articles whose quotes all follow "said".
fn articles(count: usize) -> Vec<GoldArticle> {
    let one = |n: usize| {
        let (name, thing) = (NAMES[n % 6], THINGS[n % 5]);
        let parts = [
            (format!("The {thing} was shut on Monday."), None),
            (
                format!(" {name} said the {thing} would open in spring."),
                Some((name, format!("the {thing} would open in spring"))),
            ),
            (format!(" A {thing} stood there once."), None),
            (format!(" “We keep the {thing},” said {name}."), Some((name, format!("“We keep the {thing},”")))),
            (format!(" Then {name} left the {thing}."), None),
        ];
        let mut gold =
            GoldArticle { article: Article { id: format!("a{n}"), ..Article::default() }, quotes: Vec::new() };
        for (sentence, quote) in parts {
            let start = gold.article.text.len();
            let span = |part: &str| {
                let at = start + sentence.find(part).expect("a part of the sentence");
                Span::new(at, at + part.len())
            };
            gold.quotes.extend(quote.map(|(source, content)| GoldQuote {
                contents: vec![span(&content)],
                cue: Some(span("said")),
                sources: vec![span(source)],
                ..GoldQuote::default()
            }));
            gold.article.text.push_str(&sentence);
        }
        gold
    };
    (0..count).map(one).collect()
}

#[test]
fn a_finder_learns_from_annotated_articles_the_same_each_time_and_its_file_keeps_it() {
    let articles = articles(40);
    let model = train(&articles, &QuoteParams::new(3), &|_| {}).expect("trains");
    assert!(model.summary().f1() > 0.9, "{:?}", model.summary());
    let bytes = model.to_bytes().expect("encodes");
    let again = train(&articles, &QuoteParams::new(3), &|_| {}).expect("trains").to_bytes().expect("encodes");
    assert!(bytes == again, "two trainings differ");
    let back = QuoteModel::from_bytes(&bytes, Path::new("m")).expect("reads");
    let text = "The mill was shut. Ines Vala said the ferry would open in spring. Then Ines Vala left.";
    let document = Document::new(text);
    let found = LearnedFinder::new(back).find(&document);
    assert_eq!(found, LearnedFinder::new(model).find(&document));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].contents[0].of(text), "the ferry would open in spring");
    assert_eq!(found[0].sources[0].of(text), "Ines Vala");
    for cut in [10, bytes.len() / 2, bytes.len() - 1] {
        assert!(QuoteModel::from_bytes(&bytes[..cut], Path::new("m")).is_err());
    }
}

#[test]
fn what_can_give_no_model_is_refused_with_a_remedy() {
    let refused =
        |articles: &[GoldArticle]| train(articles, &QuoteParams::new(1), &|_| {}).expect_err("refused").to_string();
    assert!(refused(&articles(2)).contains("give more articles"));
    let mut bare = articles(8);
    bare.iter_mut().for_each(|article| article.quotes.clear());
    assert!(refused(&bare).contains("annotate"));
}

fn shipped() -> LearnedFinder {
    LearnedFinder::shipped().expect("the shipped model is whole")
}

/// Kind, contents, source and speaker of each quote that the shipped finder has.
fn quotes(text: &str) -> Vec<(Kind, Vec<String>, String, String)> {
    let found = shipped().find(&Document::new(text));
    let describe = |quote: Quote| {
        let of = |span: &Span| span.of(text).to_owned();
        let source = quote.sources.first().map(of).unwrap_or_default();
        (quote.kind, quote.contents.iter().map(of).collect(), source, quote.speaker.name.unwrap_or_default())
    };
    found.into_iter().map(describe).collect()
}

#[test]
fn direct_mixed_and_indirect_speech_is_found_with_its_source() {
    let text = "The town council met on Tuesday. Mayor Orla Quist said that the ferry would sail again in May.\n\
        “Nobody will lose work over this,” she said. “You have my word.”\n\
        According to Bram Teller, the harbour master, the pier is “rotten from end to end” and must go.";
    let found = quotes(text);
    let of = |part: &str| {
        found.iter().find(|q| q.1.iter().any(|c| c.contains(part))).unwrap_or_else(|| panic!("{part}: {found:?}"))
    };
    assert_eq!(of("ferry").0, Kind::Indirect);
    assert_eq!(of("ferry").3, "Orla Quist");
    assert_eq!((of("Nobody").0, of("Nobody").2.as_str(), of("Nobody").3.as_str()), (Kind::Direct, "she", "Orla Quist"));
    assert_eq!((of("rotten").0, of("rotten").3.as_str()), (Kind::Mixed, "Bram Teller"));
    assert!(found.iter().all(|q| !q.1.iter().any(|c| c.contains("council met"))), "{found:?}");
}

#[test]
fn a_quotation_that_its_clause_splits_is_one_quote() {
    let found = quotes("“The bridge,” Dev Maran told reporters, “was never safe.”");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, ["“The bridge,”", "“was never safe.”"]);
    assert_eq!(found[0].3, "Dev Maran");
}

#[test]
fn a_higher_threshold_keeps_a_part_of_the_same_quotes() {
    let text = "Officials hinted at a sale. Ruth Okonjo said the mill would close. Some fear the worst, and Piet Zand wants a vote.";
    let document = Document::new(text);
    let find = |min_confidence| LearnedFinder { min_confidence, ..shipped() }.find(&document);
    let (all, sure) = (find(0.0), find(0.9));
    assert!(sure.len() < all.len());
    assert!(sure.iter().all(|quote| quote.confidence >= 0.9 && all.contains(quote)), "{sure:?}");
    assert!(all.iter().all(|quote| (0.0..=1.0).contains(&quote.confidence)));
}

#[test]
fn reasons_come_with_the_same_quotes() {
    let document =
        Document::new("Ruth Okonjo said the mill would close. “It is over,” her brother added. Nobody came.");
    let finder = shipped();
    let explained = finder.explain(&document);
    assert_eq!(explained.iter().map(|(quote, _)| quote.clone()).collect::<Vec<_>>(), finder.find(&document));
    let (quote, why) = &explained[0];
    assert!(
        why.candidates
            .iter()
            .any(|candidate| candidate.note.contains("chosen") && quote.sources.contains(&candidate.span))
    );
    assert_eq!(why.chain.last().map(|step| step.text.as_str()), Some("Ruth Okonjo"));
}

#[test]
fn no_text_is_too_odd() {
    let finder = shipped();
    let long = "“said ".repeat(3000);
    let list = "Orla said, ".repeat(2000);
    for text in [
        "",
        " ",
        "\u{feff}",
        "\n\n",
        "said",
        "said said said",
        "“",
        "””",
        ":",
        "Q: A:",
        "\u{1f600} said \u{1f600}.",
        &long,
        &list,
    ] {
        let document = Document::new(text);
        for quote in finder.find(&document) {
            assert!(
                quote.contents.iter().chain(&quote.sources).chain(&quote.cue).all(|span| !span.of(text).is_empty())
            );
        }
    }
}

#[test]
fn regression_a_word_of_the_cue_is_no_second_source() {
    // "The ministry released the following statement:" had the sources "The ministry" and "the"
    let sources = [0..2, 3..4];
    let kept = |sources: &[Range<usize>], cue: Option<Range<usize>>| -> Vec<Range<usize>> {
        beside_the_cue(sources, cue.as_ref()).cloned().collect()
    };
    assert_eq!(kept(&sources, Some(3..7)), [0..2]);
    assert_eq!(kept(&sources, None), sources);
    assert_eq!(kept(&sources[1..], Some(3..7)), [3..4], "a single source stays");
}
