//! `--html`: the page is whole, escaped and the same each time, and a browser shows it as it should.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use quotestance::evaluate::{
    Breakdown, BreakdownValue, CrossValidation, Interval, LearningPoint, Mistake, Moved, PrecisionRecall,
    PrecisionRecallPoint, StanceReport, cross_validate,
};
use quotestance::features::QuoteContext;
use quotestance::output::stance_page;
use quotestance::stance::{LabelledQuote, StanceDataset, TrainParams};
use serde_json::Value;

use crate::support::{ARTICLE, Folder, run};

/// A name that would do harm wherever it is not escaped.
const NASTY: &str = "</title><script>window.harm=1</script> & \"a\" 'b' \u{202e}\u{0} شخص";

fn interval(value: f64) -> Interval {
    Interval { value, low: value - 0.05, high: value + 0.05 }
}

fn mistake(number: usize, truth: &str, predicted: &str) -> Mistake {
    Mistake {
        id: format!("row-{number}"),
        article: format!("a{}", number / 4),
        kind: ["direct", "indirect"][number % 2].to_owned(),
        speaker: if number == 0 { NASTY.to_owned() } else { format!("Speaker {number}") },
        before: "The mayor looked at the river. ".to_owned(),
        quote: if number == 0 { NASTY.to_owned() } else { format!("The bridge number {number} can wait") },
        after: ", she said.".to_owned(),
        truth: truth.to_owned(),
        predicted: predicted.to_owned(),
        probability: 0.95 - 0.01 * number as f64,
        probability_of_truth: 0.02 + 0.001 * number as f64,
        moved: vec![
            Moved { what: "can wait".to_owned(), log_odds: 1.25 },
            Moved { what: NASTY.to_owned(), log_odds: -0.5 },
        ],
    }
}

/// A report of invented quotes with all that a report may have.
fn full_report() -> StanceReport {
    let names = [NASTY.to_owned(), "toll".to_owned()];
    let rows = (0..24).map(|number| {
        let (quote, label) = [
            ("Build the bridge now.", "favor"),
            ("The bridge is a waste.", "against"),
            ("It rained in the hills.", "none"),
            ("The cows came home late.", "none"),
        ][number % 4];
        let mut row = LabelledQuote::new(format!("row-{number}"), QuoteContext::new(quote));
        row.article = Some(format!("a{}", number / 4));
        (row, names.iter().map(|name| (name.clone(), label.to_owned())).collect())
    });
    let dataset = StanceDataset::from_named(&names, rows.collect::<Vec<_>>());
    let how = CrossValidation { folds: 3, ..CrossValidation::default() };
    let mut report = cross_validate(&dataset, &TrainParams::default(), &how).unwrap();
    for question in &mut report.questions {
        let labels: Vec<String> = question.labels.iter().map(|label| label.label.clone()).collect();
        let at = |step: usize| {
            let share = step as f64 / 50.0;
            PrecisionRecallPoint { threshold: 1.0 - share, precision: 1.0 - share / 2.0, recall: share }
        };
        let curve = |label: &String| PrecisionRecall {
            label: label.clone(),
            average_precision: 0.75,
            points: (1..=50).map(at).collect(),
        };
        question.precision_recall = labels.iter().map(curve).collect();
        let value = |number: usize| BreakdownValue {
            value: if number == 1 { String::new() } else { format!("{NASTY} {number}") },
            rows: 20 - number,
            groups: 5,
            accuracy: interval(0.8),
            macro_f1: interval(0.7),
        };
        question.breakdowns = vec![Breakdown { column: "publisher".to_owned(), values: (0..15).map(value).collect() }];
        question.learning_curve = [0.25, 0.5, 1.0]
            .map(|share| LearningPoint {
                share,
                rows: 16.0 * share,
                accuracy: interval(0.6 + 0.3 * share),
                macro_f1: interval(0.5 + 0.3 * share),
            })
            .into();
        question.mistakes =
            (0..6).map(|number| mistake(number, &labels[number % 3], &labels[(number + 1) % 3])).collect();
    }
    report
}

/// Checks that tags pair and that nothing that may load is there; gives all start tags.
fn start_tags(page: &str) -> Vec<String> {
    const VOID: [&str; 2] = ["meta", "link"];
    let (mut open, mut tags): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>') || open.last().is_some_and(|tag| tag == "script" || tag == "style"));
        rest = &rest[at + 1..];
        if matches!(open.last().map(String::as_str), Some("script" | "style")) && !rest.starts_with('/') {
            continue;
        }
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split(' ').next().unwrap().to_owned();
        tags.push(tag.to_owned());
        if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    tags
}

#[test]
fn the_page_is_whole_escaped_and_loads_nothing() {
    let report = full_report();
    let page = stance_page(&report);
    assert_eq!(page, stance_page(&report));
    assert!(page.is_ascii() || page.contains("charset=\"utf-8\""));
    assert!(!page.contains("<script>window.harm") && page.contains("&lt;script&gt;window.harm"));
    assert!(!page.contains('\0') && page.contains('\u{2400}'));
    for load in ["http://", "https://", "@import", "url(", "src=", "eval(", "//cdn"] {
        assert!(!page.contains(load), "{load}");
    }
    let tags = start_tags(&page);
    let count = |start: &str| tags.iter().filter(|tag| tag.starts_with(start)).count();
    assert_eq!((count("script"), count("style"), count("link")), (1, 1, 1));
    // one plot of all questions, and of each of two: curves, calibration, coverage, learning curve, one breakdown
    assert_eq!((count("figure"), count("svg viewBox=\"0 0 420")), (11, 11));
    assert_eq!(count("details"), 11);
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.iter().all(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')), "{ids:?}");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is there twice");
    for part in page.split("aria-labelledby=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(part.split(' ').all(|id| ids.binary_search(&id).is_ok()), "{part}");
    }
}

#[test]
fn sections_without_numbers_are_left_out() {
    let mut report = full_report();
    for question in &mut report.questions {
        question.precision_recall.clear();
        question.breakdowns.clear();
        question.learning_curve.clear();
        question.mistakes.clear();
    }
    let page = stance_page(&report);
    start_tags(&page);
    assert!(
        !["Learning curve<", "Mistakes, ", "By publisher"].iter().any(|name| page.contains(&format!(">{name}"))),
        "{page}"
    );
    report.questions[0].coverage_of_sides.clear();
    report.questions[0].coverage.clear();
    report.questions[0].calibration.bins.clear();
    report.questions[0].baselines.clear();
    report.questions[0].confusion.clear();
    report.questions[0].labels.clear();
    start_tags(&stance_page(&report));
    report.questions.clear();
    let page = stance_page(&report);
    start_tags(&page);
    assert!(page.contains("No question has labelled rows"));
}

#[test]
fn of_thousands_of_questions_all_are_in_the_table_and_the_largest_are_told_of() {
    let mut report = full_report();
    let question = report.questions.pop().unwrap();
    report.questions = (0..2000)
        .map(|number| {
            let mut question = question.clone();
            question.question = format!("question {number}");
            question.rows += usize::from(number >= 1500 && number % 10 == 0) * 100;
            question
        })
        .collect();
    let page = stance_page(&report);
    start_tags(&page);
    assert_eq!(page.matches("<section id=\"q").count(), 60, "30 questions, each with its mistakes");
    assert!(
        page.contains("The table has all 2,000 questions; the 30 with the most rows are told of one by one below it.")
    );
    assert!(page.contains("<a href=\"#q1501\">question 1500</a>"));
    assert!(page.contains(">question 1999</th>"));
}

fn labelled(folder: &Folder) -> String {
    let rows = (0..12).map(|number| {
        let (quote, label) = [("Build the bridge now.", "favor"), ("The bridge is a waste.", "against")][number % 2];
        format!("{number},{quote},a{},{label}\n", number / 2)
    });
    folder.with("rows.csv", "id,quote,article,bridge\n".to_owned() + &rows.collect::<String>());
    folder.path("rows.csv")
}

/// A brat folder with an article and its quote.
fn annotated(folder: &Folder) {
    folder.with("brat/a.txt", ARTICLE);
    let span = |id: &str, kind: &str, part: &str| {
        let start = ARTICLE[..ARTICLE.find(part).unwrap()].chars().count();
        format!("{id}\t{kind} {start} {}\t{part}\n", start + part.chars().count())
    };
    let spans = span("T1", "Content", "“We will not sell the ferry 😀 to anyone,”") + &span("T2", "Cue", "said");
    folder.with("brat/a.ann", spans + "E1\tCue:T2 Content:T1\n");
}

#[test]
fn the_program_writes_the_page_beside_its_report() {
    let folder = Folder::new();
    let (rows, page) = (labelled(&folder), folder.path("page.html"));
    let plain = run(["evaluate", "stance", &rows, "--cv", "2"]);
    let with = run(["evaluate", "stance", &rows, "--cv", "2", "--html", &page]);
    assert_eq!((with.status, &with.out), (0, &plain.out), "{with:?}");
    let written = fs::read_to_string(&page).unwrap();
    start_tags(&written);
    assert!(written.contains("12 rows, measured by 2-fold cross-validation by group"));

    annotated(&folder);
    let page = folder.path("quotes.html");
    let ran = run(["evaluate", "quotes", &folder.path("brat"), "--draws", "10", "--html", &page]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let written = fs::read_to_string(&page).unwrap();
    start_tags(&written);
    assert!(written.contains("Precision, recall and F1 by the confidence asked for"));
}

#[test]
fn a_page_that_cannot_be_written_is_refused_before_the_work() {
    let folder = Folder::new();
    let (rows, out) = (labelled(&folder), folder.path("out"));
    for arguments in
        [vec!["--html", "-"], vec!["--html", &out, "-o", &out], vec!["--html", "/no/such/folder/page.html"]]
    {
        let ran = run(["evaluate", "stance", &rows, "--cv", "2"].into_iter().chain(arguments.iter().copied()));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(!Path::new(&out).exists());
    }
}

/// Notes what goes wrong, before anything else runs.
const WATCH: &str = r#"<script>
window.wrong = [];
["error", "warn"].forEach(function (kind) { console[kind] = function () { window.wrong.push(kind + ": " + [].join.call(arguments, " ")); }; });
addEventListener("error", function (event) { window.wrong.push("error: " + event.message); });
document.addEventListener("securitypolicyviolation", function (event) { window.wrong.push("policy: " + event.blockedURI); });
</script>"#;

/// Looks at the page, uses it, and writes what it finds into it.
const LOOK: &str = r#"<script>
addEventListener("load", function () {
  var all = function (what, of) { return Array.from((of || document).querySelectorAll(what)); };
  var tool = all(".tool").pop(), table = tool && tool.querySelector("table"), found = {};
  found.width = innerWidth;
  found.scrolls = document.documentElement.scrollWidth;
  found.wide = all("body *").filter(function (e) {
    return !e.closest(".scroll, svg") && e.getBoundingClientRect().right > innerWidth + 1;
  }).map(function (e) { return e.tagName + "." + e.className; });
  found.loaded = performance.getEntriesByType("resource").map(function (entry) { return entry.name; });
  found.harm = window.harm || 0;
  found.colours = ["body", ".note", ".tick", "a", "mark", ".ci"].filter(function (what) { return document.querySelector(what); }).map(function (what) {
    var element = document.querySelector(what), style = getComputedStyle(element);
    return [what, what === ".tick" ? style.fill : style.color, what === "mark" ? style.backgroundColor : getComputedStyle(document.body).backgroundColor];
  });
  found.lines = all(".legend .swatch .c0, .legend .swatch .c1, .legend .swatch .c2").map(function (e) { return getComputedStyle(e).color; });
  found.plots = all("figure > svg").map(function (svg) {
    var box = svg.getBoundingClientRect(), names = all(".name", svg).map(function (e) { return e.textContent; });
    var outside = all("text", svg).filter(function (e) {
      var b = e.getBoundingClientRect();
      return b.left < box.left - 1 || b.right > box.right + 1 || b.bottom > box.bottom + 1;
    }).map(function (e) { return e.textContent; });
    return { width: box.width, names: names, outside: outside, role: svg.getAttribute("role"), ticks: all(".tick", svg).length,
      says: (svg.querySelector("desc") || {}).textContent || "", title: (svg.querySelector("title") || {}).textContent || "" };
  });
  if (table) {
    var column = function (at) { return all("tbody tr", table).filter(function (r) { return !r.hidden; }).map(function (r) { return r.cells[at].textContent; }); };
    var press = function (at) { table.tHead.rows[0].cells[at].querySelector("button").click(); };
    press(3); found.down = column(3).map(parseFloat);
    press(3); found.up = column(3).map(parseFloat);
    press(6); found.speakers = column(6);
    var set = function (e, value, kind) { e.value = value; e.dispatchEvent(new Event(kind)); };
    var input = tool.querySelector("input"), select = tool.querySelector("select");
    set(input, "ROW-3 bridge", "input"); found.searched = column(0); found.told = tool.querySelector("output").textContent;
    set(input, "no such words", "input"); found.nothing = column(0);
    set(input, "", "input"); set(select, "0", "change"); found.chosen = column(1); found.choice = select.options[1].textContent;
  }
  found.wrong = window.wrong;
  parent.postMessage("FOUND" + encodeURIComponent(JSON.stringify(found)) + "DNUOF", "*");
});
</script>"#;

/// Shows the page in a frame, since a window can't be as narrow as a phone, and writes down what is found there.
const AROUND: &str = r#"<!DOCTYPE html><meta name="color-scheme" content="light dark"><body><script>
addEventListener("message", function (event) { document.body.append(event.data); });
</script><iframe src="page.html" style="border:0;height:900px;width:WIDTHpx"></iframe>"#;

/// A headless browser, or nothing, with a word, where none is installed.
fn browser() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let found = std::env::split_paths(&paths).flat_map(|folder| names.map(|name| folder.join(name)));
    let found = found.into_iter().find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: no Chromium is installed to look at the page (Debian: apt-get install chromium)");
    }
    found
}

/// What the browser finds on a page, in a window so wide, light or dark.
fn look(browser: &Path, page: &str, width: u32, dark: bool) -> Value {
    let watched =
        page.replacen("<title>", &format!("{WATCH}<title>"), 1).replacen("</body>", &format!("{LOOK}</body>"), 1);
    let folder = Folder::new();
    folder.with("page.html", watched);
    folder.with("around.html", AROUND.replace("WIDTH", &width.to_string()));
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]);
    command.arg(format!("--user-data-dir={}", folder.path("profile")));
    // 0 is dark and 1 light, whatever the desktop says
    command.arg(format!("--blink-settings=preferredColorScheme={}", u8::from(!dark)));
    command.args(["--window-size=1400,1000", "--virtual-time-budget=10000", "--dump-dom"]);
    command.arg(format!("file://{}", folder.path("around.html")));
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let coded =
        dom.split("FOUND").last().and_then(|rest| rest.split("DNUOF").next()).expect("the browser finds something");
    serde_json::from_str(&decoded(coded)).unwrap_or_else(|error| panic!("{error}: {coded}"))
}

fn decoded(coded: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), coded.as_bytes());
    while let Some((&first, more)) = rest.split_first() {
        let code = (first == b'%').then(|| u8::from_str_radix(std::str::from_utf8(&more[..2]).unwrap(), 16).unwrap());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &more[2..] } else { more };
    }
    String::from_utf8(bytes).unwrap()
}

/// The contrast of two colours by WCAG 2.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let numbers = colour.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_end_matches(')');
        let parts: Vec<f64> = numbers.split(", ").take(3).map(|part| part.parse::<f64>().unwrap() / 255.0).collect();
        let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2])
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// What holds of every page: nothing goes wrong, nothing is fetched, nothing is cut off, all can be read.
fn shows_well(found: &Value, width: u32, count: usize) {
    assert_eq!(texts(&found["wrong"]), Vec::<&str>::new(), "errors in the console");
    assert_eq!(texts(&found["loaded"]), Vec::<&str>::new(), "something was fetched");
    assert_eq!((&found["harm"], &found["width"]), (&0.into(), &width.into()));
    assert!(
        found["scrolls"].as_u64() <= Some(width.into()),
        "scrolls sideways: {} {}",
        found["scrolls"],
        found["wide"]
    );
    assert_eq!(texts(&found["wide"]), Vec::<&str>::new(), "beyond the edge at {width}");

    let plots = found["plots"].as_array().unwrap();
    assert_eq!(plots.len(), count);
    for plot in plots {
        let names = texts(&plot["names"]);
        assert!(!names.is_empty() && names.iter().all(|name| name.contains('(') && name.ends_with(')')), "{plot}");
        assert!(plot["role"] == "img" && plot["ticks"].as_u64() > Some(4), "{plot}");
        assert!(plot["says"].as_str().unwrap().len() > 40 && plot["title"].as_str().unwrap().len() > 4, "{plot}");
        assert!(plot["width"].as_f64().unwrap() > 250.0, "{plot}");
        assert_eq!(texts(&plot["outside"]), Vec::<&str>::new(), "cut off at {width}");
    }

    for colour in found["colours"].as_array().unwrap() {
        let [what, ink, ground] = [0, 1, 2].map(|at| colour[at].as_str().unwrap());
        assert!(contrast(ink, ground) >= 4.5, "{what}: {ink} on {ground}");
    }
    let ground = found["colours"][0][2].as_str().unwrap().to_owned();
    assert!(texts(&found["lines"]).iter().all(|line| contrast(line, &ground) >= 3.0), "{}", found["lines"]);
}

#[test]
fn a_browser_shows_the_page_and_its_tables_work() {
    let Some(browser) = browser() else { return };
    let page = stance_page(&full_report());
    let mut grounds = Vec::new();
    for (width, dark) in [(1280, false), (360, false), (1280, true)] {
        let found = look(&browser, &page, width, dark);
        shows_well(&found, width, 11);
        grounds.push(found["colours"][0][2].as_str().unwrap().to_owned());
        let numbers =
            |key: &str| found[key].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect::<Vec<_>>();
        let down = numbers("down");
        assert_eq!(down.len(), 6);
        assert!(down.is_sorted_by(|a, b| a > b) && numbers("up").is_sorted(), "{down:?}");
        assert_eq!(texts(&found["speakers"])[1..], [1, 2, 3, 4, 5].map(|n| format!("Speaker {n}"))[..], "by name");
        assert!(matches!(texts(&found["searched"])[..], [one] if one.contains("number 3 can wait")), "{found}");
        assert_eq!(found["told"], "1 of 6 shown");
        assert_eq!(texts(&found["nothing"]), Vec::<&str>::new());
        assert_eq!(texts(&found["chosen"]), [found["choice"].as_str().unwrap(); 2]);
    }
    assert_eq!(grounds[0], grounds[1]);
    assert_eq!(grounds[0], "rgb(255, 255, 255)");
    assert!(contrast(&grounds[2], &grounds[0]) > 10.0, "dark is dark: {}", grounds[2]);
}

#[test]
fn a_browser_shows_the_page_of_quotes() {
    let Some(browser) = browser() else { return };
    let folder = Folder::new();
    annotated(&folder);
    let page = folder.path("quotes.html");
    let ran = run(["evaluate", "quotes", &folder.path("brat"), "--draws", "10", "--html", &page]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let page = fs::read_to_string(&page).unwrap();
    for (width, dark) in [(1280, false), (360, true)] {
        shows_well(&look(&browser, &page, width, dark), width, 2);
    }
}
