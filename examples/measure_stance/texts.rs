//! The texts that are measured on.

use std::path::Path;

use anyhow::ensure;
use quotestance::evaluate::FoundQuotes;
use quotestance::input::gold::read_gold;
use quotestance::input::labelled::{LabelledFile, Layout};
use quotestance::quotes::LearnedFinder;
use quotestance::stance::{LabelledQuote, Question, StanceDataset};

/// The topics of ArgKP that the shipped questions are about, and what a stance of 1 and of -1 towards them is.
const TOPICS: [(&str, &str); 2] = [
    ("We should abolish capital punishment", "death_penalty"),
    ("We should close Guantanamo Bay detention camp", "guantanamo"),
];

/// All labelled rows of a file.
pub fn read(path: &Path) -> anyhow::Result<StanceDataset> {
    Ok(LabelledFile::read(path, &Layout::default())?.dataset())
}

/// The hand-labelled quotes of real articles, with the labels that `questions` have too.
pub fn gold(shared: &Path, questions: &[Question]) -> anyhow::Result<StanceDataset> {
    Ok(read(&shared.join("gold-dev/quotes.csv"))?.with_labels_of(questions))
}

/// The quotes that the shipped finder finds in these articles.
pub fn found(shared: &Path, gold: &StanceDataset) -> anyhow::Result<FoundQuotes> {
    let articles = read_gold(&[shared.join("gold-dev")], None);
    ensure!(articles.errors.is_empty(), "{}", articles.errors[0]);
    let Some(finder) = LearnedFinder::shipped() else { anyhow::bail!("this build has no quote finder") };
    Ok(FoundQuotes::new(&finder, &articles.articles, gold))
}

/// The arguments of ArgKP on the shipped questions, each of this weight, with the labels that `questions` have.
pub fn argkp(shared: &Path, questions: &[Question], weight: f64) -> anyhow::Result<StanceDataset> {
    let layout = Layout {
        text_column: Some("argument".into()),
        label_columns: vec!["stance".into()],
        target_column: Some("topic".into()),
        map: Layout::parse_map("1=against,-1=favor")?,
        ..Layout::default()
    };
    let mut rows = Vec::new();
    for part in ["train", "dev"] {
        let file = LabelledFile::read(&shared.join(format!("corpora/argkp/arguments_{part}.csv")), &layout)?;
        rows.extend(file.rows.into_iter().filter_map(|row| {
            let (topic, label) = row.labels.into_iter().next()?;
            let (_, question) = TOPICS.iter().find(|(of, _)| *of == topic)?;
            let quote = LabelledQuote { id: format!("{part} {question} {}", row.line), weight, ..row.quote };
            Some((quote, [((*question).to_owned(), label)].into()))
        }));
    }
    let names: Vec<String> = questions.iter().map(|question| question.name.clone()).collect();
    Ok(StanceDataset::from_named(&names, rows).with_labels_of(questions))
}
