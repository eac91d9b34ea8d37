//! Treebanks in the folders that the project's reference data have.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use quotestance::syntax::train::{TreebankSentence, read_conllu, read_corenlp};

/// A file's content, through `gzip` where it is compressed.
fn read(path: &Path) -> anyhow::Result<String> {
    let output = Command::new("gzip").arg("-dc").arg(path).output().context("gzip can't be run; install it")?;
    anyhow::ensure!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// A part of a treebank of Universal Dependencies, as "en_ewt-dev".
pub fn conllu(folder: &Path, part: &str) -> anyhow::Result<Vec<TreebankSentence>> {
    Ok(read_conllu(&read(&folder.join(format!("{part}.conllu.gz")))?))
}

/// A part of PolNeAR, as CoreNLP analysed it.
pub fn polnear(folder: &Path, part: &str) -> anyhow::Result<Vec<TreebankSentence>> {
    let table = read(&folder.join(format!("tokens-{part}.tsv.gz")))?;
    let texts = folder.join(part).join("text");
    Ok(read_corenlp(&table, |id| std::fs::read_to_string(texts.join(format!("{id}.txt"))).ok()))
}
