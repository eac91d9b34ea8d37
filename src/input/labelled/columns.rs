//! Which column holds what.

use std::collections::BTreeMap;

use super::table::Table;
use super::{Layout, RESERVED};
use crate::error::few;
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
    /// The columns that a wanted row must have one of these values in.
    pub only: BTreeMap<usize, Vec<String>>,
    /// The columns whose cells go with the rows, by the name that was asked for.
    pub facets: Vec<(String, usize)>,
}

/// Where the labels are.
#[derive(Debug)]
pub(super) enum Questions {
    /// A column each.
    Columns(Vec<(usize, String)>),
    /// All on one question.
    One(String, Labels),
    /// All on the question that a column names.
    Named(usize, Labels),
}

/// What tells the label of a question.
#[derive(Debug)]
pub(super) enum Labels {
    /// Columns with a label each.
    Votes(Vec<usize>),
    /// A column for each label, which tells how large its share is.
    Shares(Vec<(String, usize)>),
}

impl Columns {
    /// Finds what `layout` names in a table.
    pub fn find(table: &Table, layout: &Layout) -> Result<Self> {
        let place = |column: &str, what: &str, option: &str| place(table, column, what, option);
        let headers = &table.headers;
        let text = match layout.text_column.as_deref() {
            None if headers.is_empty() && table.count == 1 => 0,
            text => place(text.unwrap_or("quote"), "the quote", "--text-column")?,
        };
        let mut reserved = BTreeMap::new();
        for role in RESERVED {
            match layout.roles.iter().find(|(named, _)| named == role) {
                Some((_, column)) if column.is_empty() => {}
                Some((_, column)) => {
                    reserved.insert(role, place(column, &format!("the {role}"), "--columns")?);
                }
                None => {
                    if let Some(place) = headers.iter().position(|header| header == role) {
                        reserved.insert(role, place);
                    }
                }
            }
        }
        let mut only: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut want = |column: usize, value: &str| only.entry(column).or_default().push(value.to_owned());
        // A reserved column may go by its name here, whatever the file calls it.
        let of_role = |column: &String| reserved.get(column.as_str()).filter(|_| !headers.contains(column)).copied();
        for (column, value) in &layout.only {
            let found = of_role(column).map_or_else(|| place(column, "what rows are chosen by", "--where"), Ok)?;
            want(found, value);
        }
        let mut facets = Vec::new();
        for column in &layout.by {
            // The kind is known of each row, and a report tells of it unasked.
            if column != "kind" {
                let found = of_role(column).map_or_else(|| place(column, "what results are told by", "--by"), Ok)?;
                facets.push((column.clone(), found));
            }
        }
        let labels = if layout.probability_columns.is_empty() {
            let votes = layout.label_columns.iter().map(|column| place(column, "the label", "--label-column"));
            Labels::Votes(votes.collect::<Result<_>>()?)
        } else {
            let shares = layout.probability_columns.iter().map(|(label, column)| {
                let what = format!("the share of `{label}`");
                Ok((layout.label(label).to_owned(), place(column, &what, "--probability-columns")?))
            });
            Labels::Shares(shares.collect::<Result<_>>()?)
        };
        let target = layout.target_column.as_deref();
        let target = target.map(|t| place(t, "the question's name", "--target-column")).transpose()?;
        let questions = match (labels, target) {
            (Labels::Votes(votes), Some(_)) if votes.is_empty() => {
                let problem = "a target column is given, but no label column";
                return Err(Error::usage(problem, "name the column of the labels with --label-column"));
            }
            (Labels::Votes(votes), None) if votes.is_empty() => {
                let taken = |at: &usize| *at == text || reserved.values().any(|of| of == at) || only.contains_key(at);
                let taken = |at: &usize| taken(at) || facets.iter().any(|(_, of)| of == at);
                let columns = headers.iter().enumerate();
                let wanted = |header: &str| layout.question.as_deref().is_none_or(|only| only == header);
                let questions = columns.filter(|(at, header)| {
                    !header.is_empty() && !RESERVED.contains(&header.as_str()) && !taken(at) && wanted(header)
                });
                let questions: Vec<(usize, String)> = questions.map(|(at, header)| (at, header.clone())).collect();
                if let (Some(only), true) = (&layout.question, questions.is_empty()) {
                    place(only, "the labels", "--question")?;
                }
                Questions::Columns(questions)
            }
            (labels, Some(target)) => {
                if let Some(question) = &layout.question {
                    only.entry(target).or_default().push(question.clone());
                }
                Questions::Named(target, labels)
            }
            (labels, None) => {
                let header = match &labels {
                    Labels::Votes(votes) if votes.len() == 1 => headers.get(votes[0]),
                    _ => None,
                };
                let question = layout.question.as_ref().or(header);
                Questions::One(question.map_or("stance", String::as_str).to_owned(), labels)
            }
        };
        Ok(Self { text, reserved, questions, only, facets })
    }
}

/// How many columns an error names.
const NAMED_COLUMNS: usize = 30;

/// The place of a column by its name, or by its number.
fn place(table: &Table, column: &str, what: &str, option: &str) -> Result<usize> {
    let (headers, count) = (&table.headers, table.count);
    if let Some(place) = headers.iter().position(|header| header == column) {
        return Ok(place);
    }
    match column.parse::<usize>() {
        Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
        _ if headers.is_empty() => Err(Error::input(
            &table.head,
            format!("there is no column {column} for {what}, only 1 to {count}"),
            format!("give a column's number with {option}"),
        )),
        _ => Err(Error::input(
            &table.head,
            format!("no column is called `{column}`, which holds {what}"),
            format!("name one of {} with {option}", few(headers, NAMED_COLUMNS)),
        )),
    }
}
