//! A finder's errors as CSV, one a row.

use crate::evaluate::quotes::QuoteError;

use super::record::rounded;

const COLUMNS: [&str; 14] = [
    "article",
    "error",
    "kind",
    "offset",
    "gold_content",
    "found_content",
    "gold_source",
    "found_source",
    "gold_cue",
    "found_cue",
    "gold_speaker",
    "found_speaker",
    "confidence",
    "rule",
];

/// The errors as CSV with a header. `offset` counts the code points before the content.
pub fn quote_errors(errors: &[QuoteError]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = "rows can be written to memory";
    writer.write_record(COLUMNS).expect(written);
    for error in errors {
        let (gold, found) = (&error.gold, &error.found);
        let confidence = error.confidence.map(|value| rounded(value).to_string()).unwrap_or_default();
        let row: [&str; COLUMNS.len()] = [
            &error.article,
            error.error.as_str(),
            error.kind.as_str(),
            &error.offset.to_string(),
            &gold.content,
            &found.content,
            &gold.source,
            &found.source,
            &gold.cue,
            &found.cue,
            &gold.speaker,
            &found.speaker,
            &confidence,
            &error.rule,
        ];
        writer.write_record(row).expect(written);
    }
    writer.into_inner().expect(written)
}
