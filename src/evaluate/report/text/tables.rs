//! The tables of the report for people.

use std::fmt::{self, Write};

use super::range;
use crate::evaluate::{Breakdown, Interval, Pooled, QuestionReport};

/// How wide the report is.
const WIDTH: usize = 100;
/// How wide the names of methods, labels and values are at most.
const NAME: usize = 22;
/// How many labels that one was taken for are told where no table fits.
const CONFUSED: usize = 3;
/// How many values of a column are told.
const VALUES: usize = 12;

/// The model and the baselines beside it.
pub(super) fn methods(of: &QuestionReport, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mean = if of.favor_against_f1.is_some() { "mean F1 favor, against" } else { "" };
    writeln!(out)?;
    line(out, &["", "macro-F1", "accuracy", mean])?;
    let cells = |accuracy: &Interval, macro_f1: &Interval, mean: &Option<Interval>| {
        [macro_f1, accuracy]
            .map(|of_all| range(of_all, of.groups))
            .into_iter()
            .chain(mean.map(|mean| range(&mean, of.groups)))
    };
    method("this model", cells(&of.accuracy, &of.macro_f1, &of.favor_against_f1), out)?;
    of.baselines.iter().try_for_each(|other| {
        method(&other.name, cells(&other.accuracy, &other.macro_f1, &other.favor_against_f1), out)
    })
}

/// All questions together, the model and the baselines beside it.
pub(super) fn pooled(of: &Pooled, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    line(out, &["", "mean F1 favor, against"])?;
    let cells = |of_all: &Interval| [range(of_all, of.groups)];
    method("this model", cells(&of.favor_against_f1), out)?;
    of.baselines.iter().try_for_each(|other| method(&other.name, cells(&other.favor_against_f1), out))
}

/// A method and its figures; a long name goes on below.
fn method(name: &str, cells: impl IntoIterator<Item = String>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut name = wrapped(name).into_iter();
    let mut all = vec![name.next().unwrap_or_default()];
    all.extend(cells);
    line(out, &all.iter().map(String::as_str).collect::<Vec<_>>())?;
    name.try_for_each(|more| line(out, &[&format!("  {more}")]))
}

/// Each label alone.
pub(super) fn labels(of: &QuestionReport, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let width = widest(of.labels.iter().map(|label| label.label.as_str()));
    let head =
        format!("{:>6}  {:>9}  {:>9}  {:>6}  {:<22}  avg. prec.", "rows", "predicted", "precision", "recall", "F1");
    writeln!(out, "\n  {:<width$}  {head}", "label")?;
    for (place, label) in of.labels.iter().enumerate() {
        let f1 = of.label_intervals.get(place).map(|label| range(&label.f1, of.groups));
        let average = of.precision_recall.get(place).map(|curve| format!("{:>10.3}", curve.average_precision));
        write!(out, "  {:<width$}  {:>6}  {:>9}  ", cut(&label.label), label.support, label.predicted)?;
        write!(out, "{:>9.3}  {:>6.3}  ", label.precision, label.recall)?;
        let row = format!("{:<22}  {}", f1.unwrap_or_default(), average.unwrap_or_default());
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

/// What each label was taken for: counts, and shares of the label's rows. A table as long as it fits, with numbers for
/// names at need; of more labels a list.
pub(super) fn confusion(of: &QuestionReport, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let whole = |row: &Vec<u64>| row.iter().map(|count| *count as f64).collect();
    let rows: Vec<Vec<f64>> =
        of.confusion_by_weight.clone().unwrap_or_else(|| of.confusion.iter().map(whole).collect());
    let names: Vec<String> = of.labels.iter().map(|label| cut(&label.label)).collect();
    let numbers: Vec<String> = (1..=names.len()).map(|number| number.to_string()).collect();
    let numbered: Vec<String> = numbers.iter().zip(&names).map(|(number, name)| format!("{number} {name}")).collect();
    let head = if of.confusion_by_weight.is_some() { "weight taken for" } else { "taken for" };
    let column = |name: &String| name.chars().count().max(10) + 2;
    for (heads, names) in [(&names, &names), (&numbers, &numbered)] {
        let width = widest(names.iter().map(String::as_str)).max(head.len());
        if 2 + width + heads.iter().map(column).sum::<usize>() > WIDTH {
            continue;
        }
        write!(out, "\n  {head:<width$}")?;
        heads.iter().try_for_each(|name| write!(out, "{name:>width$}", width = column(name)))?;
        writeln!(out)?;
        for (name, row) in names.iter().zip(&rows) {
            write!(out, "  {name:<width$}")?;
            for (count, head) in shares(row).into_iter().zip(heads) {
                write!(out, "{count:>width$}", width = column(head))?;
            }
            writeln!(out)?;
        }
        return Ok(());
    }
    let width = widest(names.iter().map(String::as_str));
    writeln!(out, "\n  {:<width$}  {:>10}  {head}", "label", "right")?;
    for (place, row) in rows.iter().enumerate() {
        let told = shares(row);
        let mut others: Vec<usize> = (0..row.len()).filter(|&other| other != place && row[other] > 0.0).collect();
        others.sort_by(|one, other| row[*other].total_cmp(&row[*one]));
        let more = match others.len().saturating_sub(CONFUSED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let others = others.iter().take(CONFUSED).map(|&other| format!("{} {}", names[other], told[other].trim()));
        let others = others.collect::<Vec<_>>().join(", ") + &more;
        let row = format!("  {:<width$}  {:>10}  {others}", names[place], told[place]);
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

/// Each count of a row with its share of them all.
fn shares(row: &[f64]) -> Vec<String> {
    let total: f64 = row.iter().sum();
    let told = row.iter().map(|count| {
        let share = if total > 0.0 { 100.0 * count / total } else { 0.0 };
        let count = if count.fract() == 0.0 { format!("{count:.0}") } else { format!("{count:.1}") };
        format!("{count} {share:>3.0}%")
    });
    told.collect()
}

/// The measures by a column's most frequent values.
pub(super) fn breakdown(of: &Breakdown, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let told = &of.values[..of.values.len().min(VALUES)];
    let name = |value: &str| if value.is_empty() { "(empty)".to_owned() } else { cut(value) };
    writeln!(
        out,
        "\n  {:<NAME$}  {:>6}  {:>6}  {:<22}  accuracy",
        cut(&format!("by {}", of.column)),
        "rows",
        "groups",
        "macro-F1"
    )?;
    for value in told {
        let (macro_f1, accuracy) = (range(&value.macro_f1, value.groups), range(&value.accuracy, value.groups));
        let name = name(&value.value);
        writeln!(out, "  {name:<NAME$}  {:>6}  {:>6}  {macro_f1:<22}  {accuracy}", value.rows, value.groups)?;
    }
    if let rest @ [_, ..] = &of.values[told.len()..] {
        let rows: usize = rest.iter().map(|value| value.rows).sum();
        writeln!(out, "  and {} more values with {rows} rows; --format json and csv have all", rest.len())?;
    }
    Ok(())
}

/// The measures after training on less.
pub(super) fn learning(of: &QuestionReport, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if of.learning_curve.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  {:<NAME$}  {:>6}  {:<22}  accuracy", "trained on", "rows", "macro-F1")?;
    for point in &of.learning_curve {
        let (macro_f1, accuracy) = (range(&point.macro_f1, of.groups), range(&point.accuracy, of.groups));
        let share = format!("{:.0}% of the groups", 100.0 * point.share);
        writeln!(out, "  {share:<NAME$}  {:>6.0}  {macro_f1:<22}  {accuracy}", point.rows)?;
    }
    Ok(())
}

/// A name and cells of an interval each.
fn line(out: &mut fmt::Formatter<'_>, cells: &[&str]) -> fmt::Result {
    let mut text = format!("  {:<NAME$}", cells[0]);
    cells[1..].iter().try_for_each(|cell| write!(text, "  {cell:<22}"))?;
    writeln!(out, "{}", text.trim_end())
}

fn widest<'n>(names: impl Iterator<Item = &'n str>) -> usize {
    names.map(|name| cut(name).chars().count()).max().unwrap_or(0).max(9)
}

/// A name that is not too long, on one line.
fn cut(name: &str) -> String {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    match name.chars().count() > NAME {
        true => name.chars().take(NAME - 1).map(plain).chain(['…']).collect(),
        false => name.chars().map(plain).collect(),
    }
}

/// A name on as many lines as it needs, broken between words.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.last_mut().expect("there is a line");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > NAME - 2 {
            lines.push(word.to_owned());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}
