//! Whatever the text: no panic, and every span slices back to its text.

use std::sync::LazyLock;

use proptest::prelude::*;
use quotestance::Pipeline;
use quotestance::output::{ArticleRecord, Format, OffsetUnit, Renderer};
use quotestance::stance::StanceModel;
use quotestance::text::Article;

use crate::support::model;

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(Some(StanceModel::load(model()).expect("a model"))));

static EXPLAINING: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(None).explaining());

/// Text that looks like news, with all kinds of marks, broken ones too.
fn newsy() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "''",
        "``",
        "«",
        "»",
        "„",
        " ",
        " ",
        " ",
        ". ",
        ", ",
        ": ",
        "?",
        "…",
        " – ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u{a0}",
        "\u{feff}",
        "\0",
        "😀",
        "e\u{301}",
        "ß",
        "said",
        "told",
        "according to",
        "Mara Velde",
        "Mr Oum",
        "Dr. Ilse Brandt",
        "he",
        "she",
        "the minister",
        "that",
        "We",
        "won't",
        "sell",
        "ferry",
        "Q:",
        "A:",
        "U.S.",
        "1,000",
        "St.",
        "(",
        ")",
        "-",
        "said Mara Velde",
        " “No,” he said. ",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

fn check(text: String) -> Result<(), TestCaseError> {
    let article = Article { id: "p".into(), text, ..Article::default() };
    let found = PIPELINE.analyse(&article);
    prop_assert_eq!(&found, &PIPELINE.analyse(&article));
    let mut starts = Vec::new();
    for quote in &found.quotes {
        prop_assert!(!quote.contents.is_empty() && (0.0..=1.0).contains(&quote.confidence));
        prop_assert!(quote.contents.windows(2).all(|pair| pair[0].end <= pair[1].start));
        starts.push(quote.contents[0].start);
        for span in quote.contents.iter().chain(&quote.cue).chain(&quote.sources) {
            let part = article.text.get(span.start..span.end);
            prop_assert!(part.is_some_and(|part| !part.trim().is_empty()), "{span:?}");
        }
    }
    prop_assert!(starts.is_sorted());
    let points: Vec<char> = article.text.chars().collect();
    let units: Vec<u16> = article.text.encode_utf16().collect();
    for unit in [OffsetUnit::Codepoint, OffsetUnit::Utf8, OffsetUnit::Utf16] {
        let record = ArticleRecord::new(&article, &found.quotes, found.stances.as_deref(), unit);
        for quote in &record.quotes {
            for part in quote.contents.iter().chain(&quote.cue).chain(&quote.sources) {
                let slice = match unit {
                    OffsetUnit::Codepoint => points[part.start..part.end].iter().collect(),
                    OffsetUnit::Utf8 => article.text[part.start..part.end].to_owned(),
                    OffsetUnit::Utf16 => String::from_utf16(&units[part.start..part.end]).unwrap(),
                };
                prop_assert_eq!(part.text, slice);
            }
        }
    }
    let explained = EXPLAINING.analyse(&article);
    prop_assert_eq!(&explained.quotes, &found.quotes);
    for format in [Format::Table, Format::Jsonl] {
        let bytes = Renderer::new(format, OffsetUnit::Codepoint, None, 80).article(&article, &explained);
        prop_assert!(std::str::from_utf8(&bytes).is_ok());
    }
    let questions = PIPELINE.model().map(StanceModel::questions);
    for format in [Format::Table, Format::Jsonl, Format::Json, Format::Csv] {
        let bytes = Renderer::new(format, OffsetUnit::Utf16, questions, 20).article(&article, &found);
        prop_assert!(std::str::from_utf8(&bytes).is_ok());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_like_news(text in newsy()) {
        check(text)?;
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(text)?;
    }
}
