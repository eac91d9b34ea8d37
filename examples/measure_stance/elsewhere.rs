//! Articles on other subjects: nearly nothing in them bears on the questions.

use std::io::BufRead;

use anyhow::Context;
use quotestance::Pipeline;
use quotestance::stance::StanceModel;
use quotestance::text::Article;

/// An article that has one of these words, in lower case, may be about the question.
const SUBJECTS: [(&str, &[&str]); 3] = [
    (
        "death_penalty",
        &[
            "death penalt",
            "capital punish",
            "death row",
            "death sentence",
            "execut",
            "hanged",
            "lethal inj",
            "put to death",
            "behead",
        ],
    ),
    (
        "custody",
        &[
            "extradit",
            "custody",
            "detain",
            "detention",
            "deport",
            "repatriat",
            "asylum",
            "fugitive",
            "stand trial",
            "criminal court",
            "jurisdiction",
            "immunity",
            "hand over",
            "handed over",
        ],
    ),
    (
        "guantanamo",
        &[
            "guant",
            "gitmo",
            "detain",
            "detention",
            "military commission",
            "tribunal",
            "enemy combatant",
            "terror suspect",
            "waterboard",
        ],
    ),
];
/// Every how manieth article is read.
const STEP: usize = 5;

/// Prints for each question how many quotes of articles without its words get another label than `none`.
pub fn shares(model: Option<StanceModel>) -> anyhow::Result<()> {
    let pipeline = Pipeline::new(Some(model.context("name a model")?));
    let mut counts = [(0u32, 0u32, 0u32); SUBJECTS.len()];
    for line in std::io::stdin().lock().lines().step_by(STEP) {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().context("an article has no text")?.to_owned();
        let lower = text.to_lowercase();
        let found = pipeline.analyse(&Article { text, ..Article::default() });
        for ((question, words), (all, labelled, sided)) in SUBJECTS.iter().zip(&mut counts) {
            if words.iter().any(|word| lower.contains(word)) {
                continue;
            }
            for stance in found.stances.iter().flatten().flatten().filter(|stance| stance.question.name == *question) {
                *all += 1;
                *labelled += u32::from(stance.label() != "none");
                *sided += u32::from(!["none", "neutral"].contains(&stance.label()));
            }
        }
    }
    for ((question, _), (all, labelled, sided)) in SUBJECTS.iter().zip(counts) {
        let share = |count: u32| 100.0 * f64::from(count) / f64::from(all);
        println!("{question}: {all} quotes, {:.2}% not `none`, {:.2}% with a side", share(labelled), share(sided));
    }
    Ok(())
}
