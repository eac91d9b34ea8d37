//! `cargo run --release --example build_corpus` from the root of the repository:
//! writes `data/text/`, `data/gold.jsonl`, `data/quotes.csv` and
//! `data/statistics.json` from `data/corpus/` and `data/labels/`.

mod corpus;

use std::path::Path;
use std::process::ExitCode;

use quotestance::output::WholeFile;

fn main() -> ExitCode {
    let data = Path::new("data");
    match corpus::build(data).and_then(|built| {
        write(data, &built).map_err(|error| vec![error])?;
        Ok(built)
    }) {
        Ok(built) if built.files.is_empty() => {
            eprintln!("data/corpus holds no articles; run this from the root of the repository");
            ExitCode::FAILURE
        }
        Ok(built) => {
            print!("{}", built.report);
            ExitCode::SUCCESS
        }
        Err(errors) => {
            for error in &errors {
                eprintln!("{error}");
            }
            eprintln!("{} errors, nothing written", errors.len());
            ExitCode::FAILURE
        }
    }
}

/// Writes the files, and removes texts of articles that are no more.
fn write(data: &Path, built: &corpus::Built) -> quotestance::Result<()> {
    let texts = data.join("text");
    if !built.files.is_empty() {
        let failed = |source| quotestance::Error::Write { path: texts.clone(), source };
        std::fs::create_dir_all(&texts).map_err(failed)?;
        for path in quotestance::input::walk::files_under(&texts)? {
            if path.strip_prefix(data).is_ok_and(|name| !built.files.contains_key(name)) {
                std::fs::remove_file(&path).map_err(failed)?;
            }
        }
    }
    for (name, content) in &built.files {
        WholeFile::write_bytes(&data.join(name), content)?;
    }
    Ok(())
}
