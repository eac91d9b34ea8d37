//! Builds the data files from the annotated articles and the further readings of
//! their stances. Everything it makes is a function of those, byte for byte.

mod duplicates;
mod labels;
mod statistics;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use quotestance::features::QuoteContext;
use quotestance::input::annotated::{AnnotatedArticle, AnnotatedQuote, QUESTIONS};
use quotestance::input::walk::{extension, files_under};
use quotestance::output::{OffsetMap, OffsetUnit, SpanRecord, quote_id};
use quotestance::quotes::{Kind, Speaker};
use quotestance::text::Document;
use quotestance::{Error, Result};
use serde::{Serialize, Serializer};

use duplicates::near_duplicates;
use labels::{How, Labels};
use statistics::statistics;

/// The files made, by path below the data folder, and what there is to say.
#[derive(Debug, Default)]
pub struct Built {
    /// Path below the data folder and content.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// What the corpus consists of, and what was left out.
    pub report: String,
}

/// A quote of the corpus with its label on each question and how that came about.
pub struct CorpusQuote<'c> {
    id: String,
    article: &'c AnnotatedArticle,
    quote: &'c AnnotatedQuote,
    second: Labels,
    labels: [(Option<&'static str>, How); QUESTIONS.len()],
    /// The earlier quote that it nearly repeats.
    duplicate_of: Option<String>,
}

/// Builds all files from `corpus/` and `labels/` below `data`; none when there are no articles.
///
/// # Errors
/// One for each article and label file that can't be used.
pub fn build(data: &Path) -> Result<Built, Vec<Error>> {
    let folder = data.join("corpus");
    if !folder.exists() {
        return Ok(Built::default());
    }
    let (mut articles, mut errors) = (Vec::new(), Vec::new());
    for path in files_under(&folder).map_err(|error| vec![error])? {
        if extension(&path) == "article" {
            match AnnotatedArticle::read(&path) {
                Ok(article) => articles.push(article),
                Err(error) => errors.push(error),
            }
        }
    }
    let mut reading = |name: &str| {
        let path = data.join("labels").join(name);
        labels::read(&path).unwrap_or_else(|error| {
            errors.push(error);
            labels::Reading::new()
        })
    };
    let readings = [reading("second.csv"), reading("third.csv")];
    if articles.is_empty() && errors.is_empty() {
        return Ok(Built::default());
    }
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    for pair in articles.windows(2).filter(|pair| pair[0].article.id == pair[1].article.id) {
        errors.push(Error::input(&pair[0].article.id, "two articles have this id", "rename one"));
    }
    let ids: HashSet<String> = articles.iter().flat_map(ids_of).collect();
    for (name, reading) in ["second.csv", "third.csv"].iter().zip(&readings) {
        if let Some(id) = reading.keys().filter(|id| !ids.contains(*id)).min() {
            errors.push(Error::input(format!("labels/{name}"), format!("the corpus has no quote {id}"), "remove it"));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(assemble(&articles, &readings))
}

fn ids_of(article: &AnnotatedArticle) -> impl Iterator<Item = String> {
    article.quotes.iter().map(|quote| quote_id(&article.article.id, quote.number - 1))
}

fn assemble(articles: &[AnnotatedArticle], readings: &[labels::Reading; 2]) -> Built {
    let mut quotes = Vec::new();
    for article in articles {
        for (quote, id) in article.quotes.iter().zip(ids_of(article)) {
            let [second, third] = [0, 1].map(|at| readings[at].get(&id).copied().unwrap_or_default());
            let labels = std::array::from_fn(|at| labels::decide(quote.stances[at], second[at], third[at]));
            quotes.push(CorpusQuote { id, article, quote, second, labels, duplicate_of: None });
        }
    }
    let duplicates = near_duplicates(quotes.iter().map(|found| {
        let spans = found.quote.quote.contents.iter();
        let words: Vec<&str> = spans.map(|span| span.of(&found.article.article.text)).collect();
        (found.article.article.id.as_str(), words.join(" "))
    }));
    for (at, earlier) in duplicates.into_iter().enumerate() {
        quotes[at].duplicate_of = earlier.map(|earlier| quotes[earlier].id.clone());
    }

    let json = statistics_json(articles, &quotes);
    let mut report = json.clone();
    for found in &quotes {
        if let Some(earlier) = &found.duplicate_of {
            let _ = writeln!(report, "left out of quotes.csv: {} nearly repeats {earlier}", found.id);
        }
    }
    let mut files: BTreeMap<PathBuf, Vec<u8>> = articles
        .iter()
        .map(|found| (Path::new("text").join(format!("{}.txt", found.article.id)), found.article.text.clone().into()))
        .collect();
    files.insert("gold.jsonl".into(), gold(articles, &quotes));
    files.insert("quotes.csv".into(), labelled(&quotes));
    files.insert("statistics.json".into(), json.into());
    Built { files, report }
}

fn statistics_json(articles: &[AnnotatedArticle], quotes: &[CorpusQuote<'_>]) -> String {
    serde_json::to_string_pretty(&statistics(articles, quotes)).expect("counts can be written") + "\n"
}

/// The labelled CSV: one row a quote, near-duplicates left out.
fn labelled(quotes: &[CorpusQuote<'_>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = ["id", "quote", "speaker", "source", "kind", "before", "after", "article", "group", "weight", "note"];
    let header = columns.into_iter().chain(QUESTIONS.map(|(name, _)| name));
    writer.write_record(header).expect("memory can be written");
    for found in quotes.iter().filter(|found| found.duplicate_of.is_none()) {
        let document = Document::new(&found.article.article.text);
        let context = QuoteContext::of_quote(&document, &found.quote.quote);
        let note = format!("{} {}", found.quote.hard, found.quote.ground);
        let cells = [
            &found.id,
            context.quote.as_ref(),
            context.speaker.as_deref().unwrap_or_default(),
            context.source.as_deref().unwrap_or_default(),
            found.quote.quote.kind.as_str(),
            &context.before,
            &context.after,
            &found.article.article.id,
            &found.article.group,
            weight(&found.article.article.id),
            &note,
        ];
        let labels = found.labels.iter().map(|(label, _)| label.unwrap_or_default());
        writer.write_record(cells.into_iter().chain(labels)).expect("memory can be written");
    }
    writer.into_inner().expect("memory can be written")
}

/// How much a quote counts in training. The batches before b17 argue in images and hide the side from the words; real
/// news does not. Counted at .3 they help most in cross-validation over the plain batches (docs/experiments.md).
fn weight(article: &str) -> &'static str {
    if article < "b17" { "0.3" } else { "1" }
}

/// An article of the gold file, a line each.
#[derive(Serialize)]
struct Gold<'c> {
    id: &'c str,
    title: Option<&'c str>,
    source: Option<&'c str>,
    date: Option<&'c str>,
    style: &'c str,
    subject: &'c str,
    group: &'c str,
    offset_unit: OffsetUnit,
    text: &'c str,
    quotes: Vec<GoldQuote<'c>>,
}

/// A quote of the gold file.
#[derive(Serialize)]
struct GoldQuote<'c> {
    id: &'c str,
    kind: Kind,
    contents: Vec<SpanRecord<'c>>,
    cue: Option<SpanRecord<'c>>,
    sources: Vec<SpanRecord<'c>>,
    speaker: &'c Speaker,
    stances: GoldStances,
}

/// The labels that count, in the order of the questions.
struct GoldStances([(Option<&'static str>, How); QUESTIONS.len()]);

impl Serialize for GoldStances {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let labels = QUESTIONS.iter().zip(self.0).filter_map(|((name, _), (label, _))| Some((name, label?)));
        serializer.collect_map(labels)
    }
}

fn gold(articles: &[AnnotatedArticle], quotes: &[CorpusQuote<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut quotes = quotes.iter().peekable();
    for annotated in articles {
        let article = &annotated.article;
        let map = OffsetMap::of_quotes(
            &article.text,
            OffsetUnit::Codepoint,
            annotated.quotes.iter().map(|quote| &quote.quote),
        );
        let mut records = Vec::new();
        while let Some(found) = quotes.next_if(|found| std::ptr::eq(found.article, annotated)) {
            let quote = &found.quote.quote;
            records.push(GoldQuote {
                id: &found.id,
                kind: quote.kind,
                contents: SpanRecord::all(&quote.contents, &article.text, &map),
                cue: quote.cue.map(|span| SpanRecord::new(span, &article.text, &map)),
                sources: SpanRecord::all(&quote.sources, &article.text, &map),
                speaker: &quote.speaker,
                stances: GoldStances(found.labels),
            });
        }
        let gold = Gold {
            id: &article.id,
            title: article.title.as_deref(),
            source: article.source.as_deref(),
            date: article.date.as_deref(),
            style: &annotated.style,
            subject: &annotated.subject,
            group: &annotated.group,
            offset_unit: OffsetUnit::Codepoint,
            text: &article.text,
            quotes: records,
        };
        serde_json::to_writer(&mut out, &gold).expect("a record can be written");
        out.push(b'\n');
    }
    out
}
