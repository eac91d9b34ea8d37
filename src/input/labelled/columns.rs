//! Which column holds what.

use std::collections::BTreeMap;

use super::{Layout, RESERVED};
use crate::{Error, Result};

/// Where the columns of a file are.
#[derive(Debug)]
pub(super) struct Columns {
    /// The quote.
    pub text: usize,
    /// The reserved columns that there are.
    pub reserved: BTreeMap<&'static str, usize>,
    /// The labels.
    pub questions: Questions,
    /// How many columns there are.
    pub count: usize,
}

/// Where the labels are.
#[derive(Debug)]
pub(super) enum Questions {
    /// A column each.
    Columns(Vec<(usize, String)>),
    /// All in one column, which answers this question.
    One(usize, String),
    /// All in one column, the question named by another, perhaps only one of them wanted.
    Named { label: usize, target: usize, only: Option<String> },
}

impl Columns {
    /// Finds what `layout` names among the headers, or among the `count` numbers of columns without names.
    pub fn find(headers: &[String], count: usize, name: &str, layout: &Layout) -> Result<Self> {
        let place = |column: &str, what: &str, option: &str| -> Result<usize> {
            if let Some(place) = headers.iter().position(|header| header == column) {
                return Ok(place);
            }
            match column.parse::<usize>() {
                Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
                _ => Err(Error::Input {
                    place: format!("{name}, line 1"),
                    problem: if headers.is_empty() {
                        format!("there is no column {column} for {what}, only 1 to {count}")
                    } else {
                        format!("no column is called `{column}`, which holds {what}")
                    },
                    remedy: if headers.is_empty() {
                        format!("give a column's number with {option}")
                    } else {
                        format!("name one of {} with {option}", headers.join(", "))
                    },
                }),
            }
        };
        let text = layout.text_column.as_deref();
        let text = match text {
            None if headers.is_empty() && count == 1 => 0,
            _ => place(text.unwrap_or("quote"), "the quote", "--text-column")?,
        };
        let mut reserved = BTreeMap::new();
        for column in RESERVED {
            if let Some(place) = headers.iter().position(|header| header == column) {
                reserved.insert(column, place);
            }
        }
        let target = layout.target_column.as_deref();
        let target = target.map(|t| place(t, "the question's name", "--target-column"));
        let target = target.transpose()?;
        let questions = match (&layout.label_column, target) {
            (Some(label), target) => {
                let label = place(label, "the label", "--label-column")?;
                match (target, &layout.question) {
                    (Some(target), only) => Questions::Named { label, target, only: only.clone() },
                    (None, Some(question)) => Questions::One(label, question.clone()),
                    (None, None) => {
                        let question = headers.get(label).cloned();
                        Questions::One(label, question.unwrap_or_else(|| "stance".to_owned()))
                    }
                }
            }
            (None, Some(_)) => {
                return Err(Error::Usage {
                    problem: "a target column is given, but no label column".into(),
                    remedy: "name the column of the labels with --label-column".into(),
                });
            }
            (None, None) => {
                let questions = headers
                    .iter()
                    .enumerate()
                    .filter(|(at, header)| *at != text && !header.is_empty() && !RESERVED.contains(&header.as_str()));
                let wanted = |header: &str| layout.question.as_deref().is_none_or(|only| only == header);
                let questions: Vec<(usize, String)> =
                    questions.filter(|(_, header)| wanted(header)).map(|(at, header)| (at, header.clone())).collect();
                if let (Some(only), true) = (&layout.question, questions.is_empty()) {
                    place(only, "the labels", "--question")?;
                }
                Questions::Columns(questions)
            }
        };
        Ok(Self { text, reserved, questions, count })
    }
}
