//! `evaluate quotes`: its measures against the measuring script of the reference data, its reports and its errors.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use quotestance::evaluate::quotes::QuoteEvaluation;
use quotestance::input::gold::{Gold, GoldArticle, GoldQuote, read_gold};
use quotestance::output::{OffsetMap, OffsetUnit, quote_errors};
use quotestance::quotes::{Kind, Quote, QuoteFinder, RuleFinder, Speaker, SpeakerType};
use quotestance::text::{Article, Document, Span};
use serde_json::{Value, json};

use crate::support::{ARTICLE, Folder, run, run_with};

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn fixture(name: &str) -> PathBuf {
    beside("tests/fixtures/quotes").join(name)
}

fn read(path: &Path, text: Option<&Path>) -> Gold {
    let gold = read_gold(&[path.to_owned()], text);
    assert!(gold.errors.is_empty() && !gold.articles.is_empty(), "{:?}", gold.errors);
    gold
}

/// Reference data, or nothing, with a word, where they are absent.
fn shared(name: &str) -> Option<PathBuf> {
    let path = beside("../shared").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// Gives quotes that were written down, by the text that they are of.
struct Stored(BTreeMap<String, Vec<Quote>>);

impl Stored {
    fn read(path: &Path, text: &Path) -> Self {
        let lines = fs::read_to_string(path).unwrap();
        let records = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of_article = |(gold, record): (GoldArticle, Value)| {
            let quotes = gold.quotes.into_iter().zip(record["quotes"].as_array().unwrap());
            let quote = |(gold, value): (GoldQuote, &Value)| Quote {
                kind: Kind::Direct,
                contents: gold.contents,
                cue: gold.cue,
                sources: gold.sources,
                speaker: Speaker { name: gold.speaker, description: None, kind: SpeakerType::Person },
                confidence: value["confidence"].as_f64().unwrap(),
            };
            (gold.article.text, quotes.map(quote).collect())
        };
        Self(read(path, Some(text)).articles.into_iter().zip(records).map(of_article).collect())
    }
}

impl QuoteFinder for Stored {
    fn find(&self, document: &Document<'_>) -> Vec<Quote> {
        self.0.get(document.text()).cloned().unwrap_or_default()
    }
}

fn close(place: &str, expected: &Value, got: &Value) {
    let (expected, got) = (expected.as_f64().unwrap(), got.as_f64().expect(place));
    assert!((expected - got).abs() < 1e-9, "{place}: {expected} by the script, {got} here");
}

/// Precision, recall and F1 with their counts.
fn same_scores(place: &str, script: &Value, ours: &Value) {
    for (theirs, name) in [("P", "precision"), ("R", "recall"), ("F1", "f1")] {
        close(&format!("{place} {theirs}"), &script[theirs], &ours[name]["value"]);
    }
    for (theirs, name) in [("pred", "predicted"), ("gold", "gold"), ("tp", "right")] {
        assert_eq!(script[theirs], ours[name], "{place} {theirs}");
    }
}

/// Compares all that the script measures with a report.
fn same_as_script(script: &Value, ours: &Value) {
    assert_eq!(script["docs"], ours["articles"]);
    for (theirs, name) in [("content exact", "exact"), ("content exact, trim", "trimmed"), ("content token", "tokens")]
    {
        same_scores(theirs, &script[theirs], &ours["content"][name]);
    }
    for (theirs, name) in [("all", "all"), ("DIRECT only", "direct_only")] {
        let (script, ours) = (&script[theirs], &ours[name]);
        for (theirs, name) in [("match", "match"), ("joint", "joint"), ("joint, sourced", "joint_sourced")] {
            same_scores(theirs, &script[theirs], &ours[name]);
        }
        let attribution = &script["attribution"];
        assert_eq!(attribution["matched with gold source"], ours["source_overlap"]["of"]);
        assert_eq!(attribution["of these predicted any source"], ours["any_source"]["right"]);
        for (theirs, name) in [("overlap", "source_overlap"), ("exact", "source_exact")] {
            close(theirs, &attribution[theirs], &ours[name]["share"]["value"]);
            assert_eq!(attribution[format!("{theirs} n")], ours[name]["right"]);
        }
    }
    for kind in ["direct", "mixed", "indirect"] {
        let (script, ours) = (&script["kinds"][kind.to_uppercase()], &ours["kinds"][kind]);
        for (theirs, name) in [("R", "recall"), ("joint R", "joint_recall"), ("P any", "precision")] {
            close(&format!("{kind} {theirs}"), &script[theirs], &ours[name]["share"]["value"]);
        }
        assert_eq!((&script["gold"], &script["gold matched"]), (&ours["recall"]["of"], &ours["recall"]["right"]));
        assert_eq!((&script["pred"], &script["pred matched"]), (&ours["precision"]["of"], &ours["precision"]["right"]));
    }
}

#[test]
fn the_measures_are_those_of_the_script() {
    let text = fixture("text");
    let gold = read(&fixture("gold.jsonl"), Some(&text));
    let stored = Stored::read(&fixture("found.jsonl"), &text);
    let (report, _) = QuoteEvaluation::new(&stored).run(&gold.articles);
    let script = serde_json::from_str(&fs::read_to_string(fixture("scores.json")).unwrap()).unwrap();
    same_as_script(&script, &serde_json::to_value(&report).unwrap());
}

#[test]
fn the_reports_of_the_fixture_are_the_golden_ones() {
    let text = fixture("text");
    let gold = read(&fixture("gold.jsonl"), Some(&text));
    let stored = Stored::read(&fixture("found.jsonl"), &text);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| QuoteEvaluation { draws: 200, ..QuoteEvaluation::new(&stored) }.run(&gold.articles))
    };
    let (report, errors) = with(1);
    assert_eq!((&report, &errors), (&with(4).0, &with(4).1));
    // what the program makes of the gold spans is no matter of the measures
    let mut shown = report.clone();
    if let Some(speakers) = &mut shown.speakers {
        speakers.given = speakers.found;
    }
    let table = shown.to_string();
    assert!(table.lines().all(|line| line.chars().count() <= 100 && line == line.trim_end()), "{table}");
    let list = String::from_utf8(quote_errors(&errors)).unwrap();
    for (name, now) in [("report.txt", &table), ("errors.csv", &list)] {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(fixture(name), now).unwrap();
        }
        assert_eq!(fs::read_to_string(fixture(name)).unwrap(), *now, "{name}");
    }
}

/// What the script says of predictions that are written to a file; nothing, with a word, where it can't be run.
fn run_script(gold: &Path, predictions: &str, text: &Path) -> Option<Value> {
    let script = shared("tools/score_quotes.py")?;
    let folder = Folder::new();
    let predictions = folder.with("found.jsonl", predictions);
    let mut command = Command::new("python3");
    command.arg(script).arg("--json").arg("--gold").arg(gold).arg("--pred").arg(predictions).arg("--text").arg(text);
    match command.stdin(Stdio::null()).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(serde_json::from_slice(&output.stdout).unwrap())
        }
        Err(error) => {
            eprintln!("skipped: python3 can't be run ({error})");
            None
        }
    }
}

/// Found quotes as the script reads them.
fn as_predictions(articles: &[GoldArticle]) -> String {
    let line = |gold: &GoldArticle| {
        let text = gold.article.text.as_str();
        let quotes = RuleFinder::default().find(&Document::new(text));
        let map = OffsetMap::of_quotes(text, OffsetUnit::Codepoint, &quotes);
        let spans = |spans: &[Span]| spans.iter().map(|s| [map.get(s.start), map.get(s.end)]).collect::<Vec<_>>();
        let quote = |q: &Quote| json!({"contents": spans(&q.contents), "sources": spans(&q.sources)});
        json!({"doc_id": gold.article.id, "quotes": quotes.iter().map(quote).collect::<Vec<_>>()}).to_string() + "\n"
    };
    articles.iter().map(line).collect()
}

#[test]
fn the_measures_are_those_of_the_script_on_polnear_dev() {
    let (Some(path), Some(text)) = (shared("corpora/polnear/gold-dev.jsonl"), shared("corpora/polnear/dev/text"))
    else {
        return;
    };
    let gold = read(&path, Some(&text));
    let Some(script) = run_script(&path, &as_predictions(&gold.articles), &text) else { return };
    let (report, _) = QuoteEvaluation { draws: 1, ..QuoteEvaluation::new(&RuleFinder::default()) }.run(&gold.articles);
    same_as_script(&script, &serde_json::to_value(&report).unwrap());
}

#[test]
fn polnears_standoff_and_json_lines_are_the_same_quotes() {
    for part in ["dev", "train"] {
        let Some(folder) = shared(&format!("corpora/polnear/{part}")) else { return };
        let Some(lines) = shared(&format!("corpora/polnear/gold-{part}.jsonl")) else { return };
        let (standoff, lines) = (read(&folder, None), read(&lines, Some(&folder)));
        assert_eq!(standoff.articles.len(), lines.articles.len());
        for (one, other) in standoff.articles.iter().zip(&lines.articles) {
            assert!(one == other, "{part}: {} differs", one.article.id);
        }
    }
}

/// A brat folder with [`ARTICLE`] and its quote.
fn brat_folder() -> Folder {
    let folder = Folder::new();
    folder.with("brat/a.txt", ARTICLE);
    let span = |id: &str, kind: &str, part: &str| {
        let start = ARTICLE[..ARTICLE.find(part).unwrap()].chars().count();
        format!("{id}\t{kind} {start} {}\t{part}\n", start + part.chars().count())
    };
    let ann = span("T1", "Content", "“We will not sell the ferry 😀 to anyone,”") + &span("T2", "Cue", "said");
    let ann = ann + &span("T3", "Source", "Mara Velde") + "E1\tCue:T2 Content:T1 Source:T3\n";
    folder.with("brat/a.ann", ann);
    folder
}

#[test]
fn a_report_for_people_and_one_for_programs() {
    let folder = brat_folder();
    let (gold, list) = (folder.path("brat"), folder.path("errors.csv"));
    let text = run(["evaluate", "quotes", &gold, "--errors", &list, "--draws", "10"]);
    assert_eq!(text.status, 0, "{text:?}");
    assert!(text.out.starts_with("Quotes of 1 articles: 1 annotated, 1 found."), "{}", text.out);
    assert_eq!(fs::read_to_string(list).unwrap().lines().count(), 1, "a header and no error");

    let out = folder.path("report.json");
    let json = run(["evaluate", "quotes", &gold, "--format", "json", "--seed", "7", "-o", &out]);
    assert_eq!((json.status, json.out.as_str()), (0, ""), "{json:?}");
    let report: Value = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    let expected =
        ["all", "articles", "confidence", "content", "direct_only", "draws", "kinds", "parts", "seed", "speakers"];
    assert_eq!(keys, expected);
    assert_eq!(report["all"]["joint"]["f1"], json!({"value": 1.0, "low": 1.0, "high": 1.0}));
    assert_eq!(report["confidence"]["curve"].as_array().unwrap().len(), 10);
    assert_eq!(report["parts"]["direct"]["source"]["exact"]["right"], 1);
    assert_eq!((&report["seed"], &report["draws"]), (&7.into(), &1000.into()));
}

#[test]
fn a_higher_confidence_finds_less() {
    let folder = brat_folder();
    let gold = folder.path("brat");
    let ran = run(["evaluate", "quotes", &gold, "--min-confidence", "1"]);
    assert!(ran.out.contains("1 annotated, 0 found"), "{ran:?}");
    for arguments in [["--min-confidence", "2"], ["--draws", "0"], ["--min-confidence", "NaN"], ["--errors", "-"]] {
        let ran = run(["evaluate", "quotes", &gold].iter().chain(&arguments));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    }
}

#[test]
fn what_extract_writes_can_be_corrected_and_read() {
    let folder = Folder::new();
    folder.with("a.txt", ARTICLE);
    let extracted = run(["extract", &folder.path("a.txt"), "--format", "jsonl"]);
    let ran = run_with(["evaluate", "quotes", "-", "--text", &folder.path("")], extracted.out.as_bytes());
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.contains("right speaker"), "{}", ran.out);
}

#[test]
fn bad_articles_do_not_stop_the_others() {
    let folder = brat_folder();
    let (gold, bad) = (folder.path("brat"), folder.with("bad.jsonl", "{\"text\":\"x\"}\n"));
    let out = folder.path("out");
    let beside = run(["evaluate", "quotes", &gold, &bad, "-o", &out]);
    assert_eq!(beside.status, 1, "{beside:?}");
    assert!(beside.err.contains("bad.jsonl, line 1: `quotes` is missing"), "{}", beside.err);
    assert!(fs::read_to_string(&out).unwrap().starts_with("Quotes of 1 articles"));
    fs::remove_file(&out).unwrap();
    let before = folder.names();
    for input in [bad, folder.path("missing")] {
        let alone = run(["evaluate", "quotes", &input, "-o", &out, "--errors", &folder.path("e.csv")]);
        assert_eq!(alone.status, 2, "{alone:?}");
    }
    assert_eq!(folder.names(), before, "no output, no temporary file");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is annotated in whatever text, it can be measured.
    #[test]
    fn any_annotation_can_be_measured(
        text in "([A-Z][a-z]{1,5} |he |said |“|”|\"|''|, |\\. |\n|😀|\u{a0}|that ){0,40}",
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| places[cut.index(places.len())]).collect();
        cuts.chunks_mut(2).for_each(<[usize]>::sort_unstable);
        let spans: Vec<Span> = cuts.chunks(2).map(|ends| Span::new(ends[0], ends[1])).collect();
        let quote = |spans: &[Span]| GoldQuote {
            contents: vec![spans[0]],
            cue: Some(spans[1]),
            sources: vec![spans[2]],
            speaker: Some("Ann".into()),
            kind: None,
        };
        let quotes = spans.chunks(3).map(quote).collect();
        let gold = [GoldArticle { article: Article { text, ..Article::default() }, quotes }];
        let (report, _) = QuoteEvaluation { draws: 2, ..QuoteEvaluation::new(&RuleFinder::default()) }.run(&gold);
        let f1 = report.all.joint.f1.value;
        prop_assert!((0.0..=1.0).contains(&f1));
    }
}
