//! A comparison as CSV: its measures, and the rows that changed.

use crate::evaluate::{Comparison, Interval};

use super::rounded;

const MEASURES: [&str; 17] = [
    "question",
    "rows",
    "groups",
    "measure",
    "a",
    "a_low",
    "a_high",
    "b",
    "b_low",
    "b_high",
    "difference",
    "difference_low",
    "difference_high",
    "right_by_a_alone",
    "right_by_b_alone",
    "mcnemar_p",
    "verdict",
];

const CHANGES: [&str; 9] = ["question", "id", "effect", "truth", "a", "a_probability", "b", "b_probability", "quote"];

/// The measures, one a row; counts, test and verdict are those of the row's question.
pub fn comparison_csv(comparison: &Comparison) -> Vec<u8> {
    // No minus before zero.
    let number = |of: f64| (rounded(of) + 0.0).to_string();
    let three = |of: &Interval| [of.value, of.low, of.high].map(number);
    let mut rows = Vec::new();
    for question in &comparison.questions {
        let verdict = serde_json::to_value(question.verdict).ok();
        let verdict = verdict.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        for (name, of) in question.measures() {
            let mut row = vec![
                question.question.clone(),
                question.rows.to_string(),
                question.groups.to_string(),
                name.to_owned(),
            ];
            row.extend([&of.a, &of.b, &of.difference].into_iter().flat_map(three));
            let test = &question.mcnemar;
            row.extend([test.b.to_string(), test.c.to_string(), test.p.to_string(), verdict.clone()]);
            rows.push(row);
        }
    }
    written(&MEASURES, rows)
}

/// The rows that got another label, those first of each question of which both were surest.
pub fn changes_csv(comparison: &Comparison) -> Vec<u8> {
    let of_question =
        comparison.questions.iter().flat_map(|question| question.changes.iter().map(move |c| (question, c)));
    let rows = of_question.map(|(question, change)| {
        vec![
            question.question.clone(),
            change.id.clone(),
            change.effect.as_str().to_owned(),
            change.truth.clone(),
            change.a.clone(),
            rounded(change.probability_a).to_string(),
            change.b.clone(),
            rounded(change.probability_b).to_string(),
            change.quote.clone(),
        ]
    });
    written(&CHANGES, rows)
}

fn written(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let why = "rows can be written to memory";
    writer.write_record(columns).expect(why);
    rows.into_iter().for_each(|row| writer.write_record(row).expect(why));
    writer.into_inner().expect(why)
}
