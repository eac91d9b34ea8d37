//! Writes the accuracy reports that stand beside the shipped models.
//!
//! ```text
//! cargo run --release --example write_reports             both
//! cargo run --release --example write_reports -- stance   models/stance.report.txt and .csv alone: some minutes
//! cargo run --release --example write_reports -- quotes   models/quotes.report.txt alone: needs ../shared
//! ```
//!
//! Each report is what the program prints on the commands that it names, after lines with the checksums of the files it
//! depends on. A test compares these with the files, so that a model can't change without its report.

use std::ffi::OsString;
use std::fs;

use anyhow::{Context, ensure};
use quotestance::evaluate::StanceReport;
use quotestance::learn::hash;
use quotestance::output::stance_measures;

/// What the stance report depends on.
const STANCE: [&str; 2] = ["models/stance.qsm", "data/quotes.csv"];
/// What the finder's report depends on, but for the articles, which are not part of the repository.
const QUOTES: [&str; 2] = ["models/quotes.qsm", "models/syntax.qsm"];
/// Articles that the finder was not trained on.
const ARTICLES: [(&str, &str); 2] = [
    (
        "PolNeAR dev: 84 US political articles. Looked at for decisions, never trained on.",
        "../shared/corpora/polnear/dev",
    ),
    ("30 other news articles annotated by hand. Looked at for decisions, never trained on.", "../shared/gold-dev"),
];

fn main() -> anyhow::Result<()> {
    std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    ensure!(wanted.iter().all(|part| part == "stance" || part == "quotes"), "say stance, quotes or nothing for both");
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|of| of == part);
    if is_wanted("stance") {
        let command = ["evaluate", "stance", "data/quotes.csv", "--cv", "5"];
        let report: StanceReport = serde_json::from_str(&printed(&command, &["--format", "json"])?)?;
        let text = format!("{}# quotestance {}\n\n{report}", head(&STANCE)?, command.join(" "));
        fs::write("models/stance.report.txt", text)?;
        fs::write("models/stance.report.csv", stance_measures(&report))?;
    }
    if is_wanted("quotes") {
        let mut text = head(&QUOTES)?;
        for (what, path) in ARTICLES {
            let command = ["evaluate", "quotes", path];
            let report = printed(&command, &[])?;
            text.push_str(&format!("\n# {what}\n# quotestance {}\n\n{report}", command.join(" ")));
        }
        fs::write("models/quotes.report.txt", text)?;
    }
    Ok(())
}

/// A line on who wrote the report, and a checksum a file.
fn head(files: &[&str]) -> anyhow::Result<String> {
    let mut head = "# Written by cargo run --release --example write_reports; of these files:\n".to_owned();
    for file in files {
        let bytes = fs::read(file).with_context(|| (*file).to_owned())?;
        head.push_str(&format!("# {:016x} {file}\n", hash::bytes(&bytes)));
    }
    Ok(head)
}

/// What the program prints on a command.
fn printed(command: &[&str], more: &[&str]) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report");
    let mut arguments: Vec<OsString> = vec!["quotestance".into()];
    arguments.extend(command.iter().chain(more).map(OsString::from));
    arguments.extend(["-o".into(), file.clone().into_os_string()]);
    let status = quotestance::cli::run(arguments);
    ensure!(file.exists(), "quotestance {} wrote no report ({status:?})", command.join(" "));
    Ok(fs::read_to_string(file)?)
}
