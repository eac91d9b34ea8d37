//! The facts of an article as rows of a CSV, one a quote.

use crate::pipeline::Analysis;
use crate::stance::Question;
use crate::text::{Article, Span};

use super::{OffsetMap, OffsetUnit, quote_id, rounded};

/// The columns before those of the stances. Where a labelled CSV has the same thing, it has the same name.
const COLUMNS: [&str; 18] = [
    "id",
    "article",
    "title",
    "publisher",
    "date",
    "url",
    "kind",
    "quote",
    "speaker",
    "speaker_description",
    "speaker_type",
    "source",
    "cue",
    "confidence",
    "offset_unit",
    "quote_spans",
    "source_spans",
    "cue_span",
];

/// The names of all columns.
pub(super) fn header(questions: Option<&[Question]>) -> Vec<u8> {
    let mut names: Vec<String> = COLUMNS.map(str::to_owned).into();
    for question in questions.unwrap_or_default() {
        names.push(format!("{}_label", question.name));
        names.extend(question.labels.iter().map(|label| p_column(question, label)));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).expect("memory can be written");
    writer.into_inner().expect("memory can be written")
}

/// The column of a label's probability.
pub(super) fn p_column(question: &Question, label: &str) -> String {
    format!("{}_p_{label}", question.name)
}

/// The rows of an article's quotes.
pub(super) fn rows(article: &Article, found: &Analysis<'_>, unit: OffsetUnit) -> Vec<u8> {
    let text = article.text.as_str();
    let map = OffsetMap::of_quotes(text, unit, &found.quotes);
    let offsets = |spans: &[Span]| {
        let pairs = spans.iter().map(|span| format!("{}-{}", map.get(span.start), map.get(span.end)));
        pairs.collect::<Vec<_>>().join(" ")
    };
    let joined = |spans: &[Span], with: &str| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(with);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (at, quote) in found.quotes.iter().enumerate() {
        let id = quote_id(&article.id, at);
        let (content, sources) = (joined(&quote.contents, " "), joined(&quote.sources, "; "));
        let confidence = rounded(quote.confidence).to_string();
        let spans = [&quote.contents, &quote.sources, quote.cue.as_slice()].map(offsets);
        let cells = [
            id.as_str(),
            &article.id,
            article.title.as_deref().unwrap_or_default(),
            article.source.as_deref().unwrap_or_default(),
            article.date.as_deref().unwrap_or_default(),
            article.url.as_deref().unwrap_or_default(),
            quote.kind.as_str(),
            &content,
            quote.speaker.name.as_deref().unwrap_or_default(),
            quote.speaker.description.as_deref().unwrap_or_default(),
            quote.speaker.kind.as_str(),
            &sources,
            quote.cue.map(|cue| cue.of(text)).unwrap_or_default(),
            &confidence,
            unit.as_str(),
            &spans[0],
            &spans[1],
            &spans[2],
        ];
        for cell in cells {
            writer.write_field(cell).expect("memory can be written");
        }
        for stance in found.stances.iter().flat_map(|stances| &stances[at]) {
            writer.write_field(stance.decided().unwrap_or_default()).expect("memory can be written");
            for probability in &stance.probabilities {
                writer.write_field(rounded(*probability).to_string()).expect("memory can be written");
            }
        }
        writer.write_record(None::<&[u8]>).expect("memory can be written");
    }
    writer.into_inner().expect("memory can be written")
}
