//! Trains the tagger and the parser on treebanks and writes their model to standard output.
//!
//! `cargo run --release --example train_syntax -- UD_DIR POLNEAR_DIR > models/syntax.qsm`

#[path = "common/treebanks.rs"]
mod treebanks;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use quotestance::syntax::train::{SyntaxParams, train};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(ud), Some(polnear)) = (args.next(), args.next()) else {
        anyhow::bail!("usage: train_syntax UD_DIR POLNEAR_DIR > models/syntax.qsm");
    };
    let mut params = SyntaxParams::default();
    let mut silver = true;
    for setting in args {
        let (name, value) = setting.split_once('=').unwrap_or((&setting, "1"));
        match name {
            "silver" => silver = value == "1",
            "groups" => params.groups = value.parse()?,
            "parser.gold" => params.parser.gold = value.parse()?,
            "tagger.passes" => params.tagger.passes = value.parse()?,
            "tagger.seen" => params.tagger.least_seen = value.parse()?,
            "tagger.light" => params.tagger.light = value.parse()?,
            "tagger.certain" => params.tagger.certain = value.parse()?,
            "parser.passes" => params.parser.passes = value.parse()?,
            "parser.seen" => params.parser.least_seen = value.parse()?,
            "parser.arcs" => params.parser.relation_seen = value.parse()?,
            "parser.features" => params.parser.features = value.parse()?,
            "parser.light" => params.parser.light = value.parse()?,
            "parser.updates" => params.parser.least_updates = value.parse()?,
            other => anyhow::bail!("what is {other}?"),
        }
    }
    let mut sentences = treebanks::conllu(Path::new(&ud), "en_ewt-train")?;
    sentences.extend(treebanks::conllu(Path::new(&ud), "en_gum-train")?);
    if silver {
        sentences.extend(treebanks::polnear(Path::new(&polnear), "train")?);
    }
    let start = Instant::now();
    let model = train(&sentences, include_bytes!("../data/lexicon/word-vectors.bin"), &params, |line| {
        eprintln!("{:6.1} s  {line}", start.elapsed().as_secs_f64())
    });
    let bytes = model.to_bytes()?;
    eprintln!("{:6.1} s  {} bytes", start.elapsed().as_secs_f64(), bytes.len());
    std::io::stdout().write_all(&bytes)?;
    Ok(())
}
