//! Each layout, and what is said of bad input.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::quotes::Kind;

const TEXT: &str = "😀 Ann Lee said it rained.\r\n“So it did,” Bo added, “twice.”\r\n";

/// Files in a folder that goes away.
struct Files(tempfile::TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> Gold {
        read_gold(&[self.path(name)], None)
    }
}

/// Contents, cue and sources of each quote.
fn words(gold: &GoldArticle) -> Vec<(Vec<&str>, Option<&str>, Vec<&str>)> {
    let text = gold.article.text.as_str();
    let of = |spans: &[crate::text::Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>();
    gold.quotes.iter().map(|q| (of(&q.contents), q.cue.map(|cue| cue.of(text)), of(&q.sources))).collect()
}

/// Offset of `part` in code points, as `start end`.
fn at(text: &str, part: &str) -> String {
    let start = text[..text.find(part).unwrap()].chars().count();
    format!("{start} {}", start + part.chars().count())
}

/// A text span line.
fn t(id: u32, kind: &str, part: &str) -> String {
    format!("T{id}\t{kind} {}\t{part}\n", at(TEXT, part))
}

/// The two quotes of [`TEXT`] as text spans, without what joins them.
fn spans() -> String {
    let second = format!("T5\tContent {};{}\t“So it did,” “twice.”\n", at(TEXT, "“So it did,”"), at(TEXT, "“twice.”"));
    [&t(1, "Content", "it rained"), &t(2, "Cue", "said"), &t(3, "Source", "Ann Lee"), &t(4, "Source", "Bo")]
        .into_iter()
        .chain([&second, &t(6, "Cue", "added"), &t(7, "Content", "did")])
        .map(String::as_str)
        .collect()
}

fn check_both(gold: &Gold) {
    assert!(gold.errors.is_empty(), "{:?}", gold.errors);
    let expected = [
        (vec!["it rained"], Some("said"), vec!["Ann Lee"]),
        (vec!["“So it did,”", "“twice.”"], Some("added"), vec!["Bo"]),
    ];
    assert_eq!(words(&gold.articles[0]), expected);
}

#[test]
fn brat_events_with_any_trigger() {
    // the trigger is a span of its own, or the cue; an event may come before its spans
    let events =
        "E1\tAttribution:T9 Content:T1 Cue:T2 Source:T3\r\nE2\tCue:T6 Content:T5 Source:T4\r\nE3\tCue:T2 Source:T3\n";
    let ann = format!(
        "\u{feff}{events}{}#1\tAnnotatorNotes T1\ta note\non two lines\n{}",
        spans(),
        t(9, "Attribution", "said")
    );
    let files = Files::new(&[("a.txt", TEXT), ("a.ann", &ann)]);
    let gold = files.read("");
    check_both(&gold);
    assert_eq!((gold.articles.len(), gold.articles[0].article.id.as_str()), (1, "a"));
    check_both(&files.read("a.ann"));
}

#[test]
fn brat_relations_of_any_name() {
    let links = "R1\tsays Arg1:T3 Arg2:T2\nR2\tx Arg1:T2 Arg2:T1\nR3\tx Arg1:T6 Arg2:T5\nR4\tx Arg1:T5 Arg2:T4\n";
    let ann = format!("{}{links}A1\tSure R1\n*\tEquiv T3 T4\n", spans().replace(&t(7, "Content", "did"), ""));
    check_both(&Files::new(&[("a.txt", TEXT), ("a.ann", &ann)]).read(""));
    // contents that no cue reports: linked ones are one quote
    let ann =
        t(1, "Content", "it rained") + &t(2, "content", "“twice.”") + &t(3, "Source", "Bo") + &t(4, "Content2", "did");
    let ann = ann + "R1\tx Arg1:T2 Arg2:T4\nR2\tx Arg1:T3 Arg2:T2\n";
    let gold = Files::new(&[("a.txt", TEXT), ("a.ann", &ann)]).read("");
    let expected = [(vec!["it rained"], None, vec![]), (vec!["did", "“twice.”"], None, vec!["Bo"])];
    assert_eq!(words(&gold.articles[0]), expected);
}

#[test]
fn polnears_folders_with_several_annotators() {
    let first =
        spans() + "E1\tAttribution:T2 Content:T1 Cue:T2 Source:T3\nE2\tAttribution:T6 Cue:T6 Content:T5 Source:T4\n";
    let files = [
        ("dev/text/b_c.txt", TEXT),
        ("dev/attributions/b_c_02ab.ann", first.as_str()),
        ("dev/attributions/b_c_1f00.ann", ""),
        ("dev/text/bare.txt", TEXT),
        ("dev/text/none.txt", TEXT),
        ("dev/attributions/none_02ab.ann", ""),
        ("gold.jsonl", "not read"),
    ];
    let gold = Files::new(&files).read("");
    check_both(&gold);
    let ids: Vec<_> = gold.articles.iter().map(|gold| (gold.article.id.as_str(), gold.quotes.len())).collect();
    assert_eq!(ids, [("b_c", 2), ("none", 0)], "an empty annotation is an article without quotes");
    let warnings = gold.warnings.join("\n");
    for expected in ["1 files passed over", "`.jsonl`", "1 annotations by further annotators", "1 texts without .ann"] {
        assert!(warnings.contains(expected), "{expected} is not in {warnings}");
    }
}

#[test]
fn fragments_with_only_white_space_between_them_are_one_span() {
    let ann = "T1\tContent 2 5;6 9;10 14\tAnn Lee said\nT2\tCue 2 5;10 14\tAnn said\nR1\tx Arg1:T1 Arg2:T2\n";
    let gold = Files::new(&[("a.txt", TEXT), ("a.ann", ann)]).read("");
    assert_eq!(words(&gold.articles[0]), [(vec!["Ann Lee said"], Some("Ann Lee said"), vec![])]);
}

fn citron(text: Option<&str>) -> String {
    let span = |part: &str| {
        let (start, end) = at(TEXT, part).split_once(' ').map(|(s, e)| (s.to_owned(), e.to_owned())).unwrap();
        format!("{{\"start\":{start},\"end\":{end},\"text\":{part:?}}}")
    };
    let pair = |part: &str| format!("[{}]", at(TEXT, part).replace(' ', ","));
    let text = text.map(|text| format!("\"text\":{},", serde_json::Value::from(text))).unwrap_or_default();
    format!(
        "{{{text}\"quotes\":[{{\"contents\":[{}],\"cue\":{},\"sources\":[{}],\"coreferences\":[],\"id\":\"x\"}},\
         {{\"contents\":[{},{}],\"cue\":{},\"sources\":[{}],\"speaker\":\"Bo Lind\",\"kind\":\"direct\"}}]}}",
        span("it rained"),
        span("said"),
        span("Ann Lee"),
        pair("“twice.”"),
        pair("“So it did,”"),
        pair("added"),
        pair("Bo"),
    )
}

#[test]
fn citron_json_with_its_text_or_beside_it() {
    let whole = citron(Some(TEXT));
    let files = Files::new(&[
        ("in/a.json", &format!("\u{feff}{whole}")),
        ("beside/b.json", &citron(None)),
        ("beside/b.txt", TEXT),
    ]);
    let gold = files.read("in");
    check_both(&gold);
    let quote = &gold.articles[0].quotes[1];
    assert_eq!((quote.speaker.as_deref(), quote.kind), (Some("Bo Lind"), Some(Kind::Direct)));
    assert_eq!(gold.articles[0].article.id, "a");
    check_both(&files.read("beside/b.json"));
    let many = Files::new(&[("c.json", &format!("[{whole},{whole}]"))]).read("c.json");
    let ids: Vec<_> = many.articles.iter().map(|gold| gold.article.id.clone()).collect();
    assert_eq!(ids, ["c:1", "c:2"]);
}

#[test]
fn json_lines_with_their_texts_somewhere() {
    let line = citron(None).replacen('{', "{\"doc_id\":\"a\",", 1);
    let files = Files::new(&[("gold.jsonl", &format!("{line}\r\n\r\n")), ("dev/text/a.txt", TEXT)]);
    let paths = [files.path("gold.jsonl")];
    for folder in ["dev", "dev/text"] {
        check_both(&read_gold(&paths, Some(&files.path(folder))));
    }
    let gold = files.read("gold.jsonl");
    let error = gold.errors[0].to_string();
    assert!(error.contains("line 1") && error.contains("a.txt") && error.contains("--text"), "{error}");
    check_both(&Files::new(&[("x/g.jsonl", &line), ("x/text/a.txt", TEXT)]).read("x"));
    let away = line.replace("\"doc_id\":\"a\"", "\"doc_id\":\"../dev/text/a\"");
    let away = Files::new(&[("x/g.jsonl", &away), ("dev/text/a.txt", TEXT)]).read("x");
    assert!(away.articles.is_empty(), "an id is no path");
}

#[test]
fn the_programs_own_records_come_back() {
    use crate::output::{ArticleRecord, OffsetUnit};
    use crate::pipeline::Pipeline;
    let article = crate::text::Article { id: "a".into(), text: TEXT.into(), ..Default::default() };
    let pipeline = Pipeline::new(None);
    let found = pipeline.analyse(&article);
    assert!(!found.quotes.is_empty());
    for unit in [OffsetUnit::Codepoint, OffsetUnit::Utf8, OffsetUnit::Utf16] {
        let record = ArticleRecord::new(&article, &found.quotes, None, unit);
        let files = Files::new(&[("o.jsonl", &serde_json::to_string(&record).unwrap()), ("a.txt", TEXT)]);
        let gold = files.read("o.jsonl");
        assert!(gold.errors.is_empty(), "{:?}", gold.errors);
        for (read, quote) in gold.articles[0].quotes.iter().zip(&found.quotes) {
            assert_eq!((&read.contents, read.cue, &read.sources), (&quote.contents, quote.cue, &quote.sources));
            assert_eq!((&read.speaker, read.kind), (&quote.speaker.name, Some(quote.kind)));
        }
    }
}

#[test]
fn a_byte_order_mark_in_a_text_counts() {
    let text = format!("\u{feff}{TEXT}");
    let ann = format!("T1\tContent {}\tit rained\n", at(&text, "it rained"));
    let gold = Files::new(&[("a.txt", &text), ("a.ann", &ann)]).read("");
    assert_eq!(words(&gold.articles[0]), [(vec!["it rained"], None, vec![])]);
    assert!(gold.articles[0].article.text.contains("\r\n"));
    // offsets of a reader that left the mark out are noticed
    let ann = t(1, "Content", "it rained");
    let gold = Files::new(&[("a.txt", &text), ("a.ann", &ann)]).read("");
    assert!(gold.errors[0].to_string().contains("offsets don't fit the text"), "{:?}", gold.errors);
}

#[test]
fn bad_standoff_is_named() {
    let cases = [
        ("T1\tContent 2 500\tx\n", "line 1", "500 is outside the text, which ends at 60"),
        ("T1\tContent 5 5\t\n", "line 1", "empty"),
        ("T1\tContent 7 5\tx\n", "line 1", "empty"),
        ("T1\tContent 2 5\tAnm\n", "line 1", "says `Anm` but the text there is `Ann`"),
        ("T1\tContent 2-5\tAnn\n", "line 1", "no text span"),
        ("T1\tContent 2 x\tAnn\n", "line 1", "no text span"),
        ("T1\tContent 2 5\tAnn\nT1\tCue 2 5\tAnn\n", "line 2", "twice"),
        ("T1\tContent 2 5\tAnn\nE1\tX:T2 Content:T1\n", "line 2", "no text span T2"),
        ("T1\tCue 2 5\tAnn\nE1\tCue:T1 Content:E2\n", "line 2", "Content is E2, which is no text span"),
        ("T1\tContent 2 5\tAnn\nE1\tX:T1 Content:T1\nsome words\n", "line 3", "no brat annotation"),
    ];
    for (ann, line, problem) in cases {
        let gold = Files::new(&[("a.txt", TEXT), ("bad.ann", ann), ("bad.txt", TEXT), ("a.ann", "")]).read("");
        assert_eq!((gold.articles.len(), gold.errors.len()), (1, 1), "the other article is read: {ann}");
        let error = gold.errors[0].to_string();
        assert!(error.contains("bad.ann") && error.contains(line) && error.contains(problem), "{ann}: {error}");
    }
}

#[test]
fn bad_records_are_named_and_the_others_read() {
    let with =
        |quote: &str| format!("{{\"id\":\"b\",\"text\":\"a😀 b\",\"quotes\":[{{\"contents\":[[0,1]]}},{quote}]}}");
    let cases = [
        (with("{\"contents\":[[0,9]]}"), "quote 2, contents: the offset 9 is outside"),
        (with("{\"contents\":[[1,1]]}"), "quote 2, contents: the span 1 to 1 is empty"),
        (with("{\"contents\":[[-1,1]]}"), "no span"),
        (with("{\"contents\":[[0,1]],\"cue\":7}"), "quote 2, cue: `7` is no span"),
        (with("{\"contents\":[[0,1]],\"sources\":[0,1]}"), "quote 2, sources"),
        (with("{\"contents\":[]}"), "there is no content"),
        (with("{\"contents\":7}"), "no array of spans"),
        (with("7"), "quote 2: no JSON object"),
        (with("{\"contents\":[[0,1]],\"kind\":\"loud\"}"), "quote 2, kind"),
        (with("{\"contents\":[{\"start\":0,\"end\":1,\"text\":\"b\"}]}"), "says `b` but the text there is `a`"),
        (with("{\"contents\":[[1,2]]}").replacen('{', "{\"offset_unit\":\"utf8\",", 1), "2 is inside a character"),
        (with("{\"contents\":[[1,2]]}").replacen('{', "{\"offset_unit\":\"utf16\",", 1), "2 is inside a character"),
        (with("{}").replacen('{', "{\"offset_unit\":\"miles\",", 1), "`miles` is no offset_unit"),
        ("{\"text\":\"a\"}".to_owned(), "`quotes` is missing"),
        ("{\"text\":\" \",\"quotes\":[]}".to_owned(), "`text` is empty"),
        ("{\"text\":7,\"quotes\":[]}".to_owned(), "`text` is not a string"),
        ("{\"text\":\"a".to_owned(), "no JSON"),
        ("7".to_owned(), "no JSON object"),
        (with("{\"contents\":[[0,1]]}").replace("\"b\"", "\"a\""), "the article `a` came before"),
    ];
    for (line, problem) in cases {
        let good = "{\"id\":\"a\",\"text\":\"a\",\"quotes\":[]}";
        let gold = Files::new(&[("g.jsonl", &format!("{good}\n{line}\n"))]).read("g.jsonl");
        assert_eq!((gold.articles.len(), gold.errors.len()), (1, 1), "{line}: {:?}", gold.errors);
        let error = gold.errors[0].to_string();
        assert!(error.contains("g.jsonl, line 2") && error.contains(problem), "{problem} is not in {error}");
    }
}

#[test]
fn inputs_that_are_no_annotation_are_named() {
    let files = Files::new(&[
        ("a.pdf", "x"),
        ("empty/notes.md", "x"),
        ("lonely/a.ann", ""),
        ("array.jsonl", "[\n{}]"),
        ("blank.jsonl", "\n"),
        ("latin/a.txt", "x"),
        ("none.txt", " "),
        ("none.ann", ""),
    ]);
    fs::write(files.path("latin/a.ann"), b"T1\tContent 0 1\t\xe9\n").unwrap();
    for (name, problem) in [
        ("missing", "cannot be read"),
        ("a.pdf", "not an annotated article"),
        ("empty", "no annotated article in this folder"),
        ("lonely", "there is no text for it"),
        ("array.jsonl", "JSON array"),
        ("blank.jsonl", "there is no article in it"),
        ("latin", "not UTF-8 from byte 15 on"),
        ("none.ann", "there is no text in it"),
    ] {
        let gold = files.read(name);
        assert!(gold.articles.is_empty() && gold.errors.len() == 1, "{name}");
        let error = gold.errors[0].to_string();
        assert!(error.contains(problem), "{problem} is not in {error}");
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics(standoff in "([TER#][0-9]\t(Content|Cue|x) [0-9]{1,2} [0-9]{1,2}(;[0-9] [0-9])?\t?.{0,3}\n|.{0,9}\n){0,5}") {
        let _ = brat::parse(&standoff, TEXT, "x");
    }
}
