//! The facts of an article for people to read.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::pipeline::Analysis;
use crate::quotes::{Quote, Speaker};
use crate::stance::QuestionPrediction;
use crate::text::Article;
pub(super) use crate::text::one_line as clean;

/// A quote longer than this many characters is cut; the other formats have it whole.
const LONGEST: usize = 600;

/// An article's heading and a table of its quotes, no wider than `width` columns.
pub(super) fn article(article: &Article, found: &Analysis<'_>, width: usize) -> Vec<u8> {
    let mut out = heading(article);
    out.push('\n');
    if found.quotes.is_empty() {
        out.push_str("no quotes\n");
        return out.into_bytes();
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let mut header = vec!["kind", "speaker", "quote"];
    if found.stances.is_some() {
        header.push("stance");
    }
    table.set_header(header);
    for (at, quote) in found.quotes.iter().enumerate() {
        let mut cells = vec![quote.kind.as_str().to_owned(), speaker(&quote.speaker), content(quote, &article.text)];
        if let Some(stances) = &found.stances {
            cells.push(stances[at].iter().map(stance).collect::<Vec<_>>().join("\n"));
        }
        table.add_row(cells);
    }
    let narrow = [(0, ColumnConstraint::ContentWidth), (3, ColumnConstraint::ContentWidth)];
    for (at, constraint) in narrow {
        if let Some(column) = table.column_mut(at).filter(|_| width >= 100 || at == 0) {
            column.set_constraint(constraint);
        }
    }
    if let Some(column) = table.column_mut(1) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(22)));
    }
    out.push_str(&table.trim_fmt());
    out.push('\n');
    out.push_str(&super::explanation::block(&article.text, found));
    out.into_bytes()
}

/// The article's id, headline, publisher and date.
fn heading(article: &Article) -> String {
    let mut heading = clean(&article.id);
    if let Some(title) = &article.title {
        heading.push_str(": ");
        heading.push_str(&clean(title));
    }
    let from: Vec<String> = [&article.source, &article.date].into_iter().flatten().map(|part| clean(part)).collect();
    if !from.is_empty() {
        heading.push_str(&format!(" ({})", from.join(", ")));
    }
    heading
}

fn speaker(speaker: &Speaker) -> String {
    let name = speaker.name.as_deref().map_or_else(|| "?".to_owned(), clean);
    match &speaker.description {
        Some(description) if speaker.name.is_some() => format!("{name}, {}", clean(description)),
        Some(description) => clean(description),
        None => name,
    }
}

fn content(quote: &Quote, text: &str) -> String {
    let parts: Vec<String> = quote.contents.iter().map(|span| clean(span.of(text))).collect();
    let whole = parts.join(" … ");
    match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} […]", whole[..end].trim_end()),
        None => whole,
    }
}

fn stance(found: &QuestionPrediction<'_>) -> String {
    let question = clean(&found.question.name);
    match found.decided() {
        Some(label) => format!("{question}: {} {:.2}", clean(label), found.probabilities[found.best]),
        None => format!("{question}: –"),
    }
}
