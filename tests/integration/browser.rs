//! A browser shows the pages of `--html` as it should, wide and narrow, light and dark, and their tables work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use quotestance::output::stance_page;
use serde_json::Value;

use crate::page::{annotated, full_report};
use crate::support::{Folder, run};

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
