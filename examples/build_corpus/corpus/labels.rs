//! From up to three readings of a quote's stances to one label.

use std::collections::HashMap;
use std::path::Path;

use quotestance::input::annotated::QUESTIONS;
use quotestance::{Error, Result};

/// A label for each question; `None` is unread.
pub type Labels = [Option<&'static str>; QUESTIONS.len()];

/// One person's labels, by quote id.
pub type Reading = HashMap<String, Labels>;

/// How a label came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Only one reading exists.
    ReadOnce,
    /// The first two readings agree.
    Agreed,
    /// They differ, and the third sides with one.
    Settled,
    /// They differ and nothing settles it: the cell stays unlabelled.
    Disputed,
}

/// The label on which the readings settle.
pub fn decide(
    first: &'static str,
    second: Option<&'static str>,
    third: Option<&'static str>,
) -> (Option<&'static str>, How) {
    match (second, third) {
        (None, None) => (Some(first), How::ReadOnce),
        (Some(second), _) if second == first => (Some(first), How::Agreed),
        (_, Some(third)) if third == first => (Some(first), How::Settled),
        (Some(second), Some(third)) if third == second => (Some(second), How::Settled),
        _ => (None, How::Disputed),
    }
}

/// Reads a further reading: a CSV of `id` and the questions; an absent file is an empty one.
pub fn read(path: &Path) -> Result<Reading> {
    let mut reading = Reading::new();
    if !path.exists() {
        return Ok(reading);
    }
    let fail = |line: u64, problem: String, remedy: String| {
        Err(Error::input(format!("{}, line {line}", path.display()), problem, remedy))
    };
    let mut reader = match csv::Reader::from_path(path) {
        Ok(reader) => reader,
        Err(error) => return fail(1, error.to_string(), "check the file".into()),
    };
    let expected: Vec<&str> = std::iter::once("id").chain(QUESTIONS.map(|(name, _)| name)).collect();
    match reader.headers() {
        Ok(headers) if headers.iter().eq(expected.iter().copied()) => {}
        _ => return fail(1, "the columns are other ones".into(), format!("name them {}", expected.join(","))),
    }
    for record in reader.into_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return fail(0, error.to_string(), "check the file".into()),
        };
        let line = record.position().map_or(0, csv::Position::line);
        let mut labels = Labels::default();
        for ((label, cell), (question, known)) in labels.iter_mut().zip(record.iter().skip(1)).zip(QUESTIONS) {
            if !cell.is_empty() {
                *label = known.iter().find(|name| **name == cell).copied();
                if label.is_none() {
                    let problem = format!("column {question}: unknown label `{cell}`");
                    return fail(line, problem, format!("use one of {}", known.join(", ")));
                }
            }
        }
        if reading.insert(record[0].to_owned(), labels).is_some() {
            return fail(line, format!("{} comes twice", &record[0]), "remove one".into());
        }
    }
    Ok(reading)
}
