//! Question by question: the table of all, and the plot of macro-F1 beside what simpler methods reach.

use super::{baseline_names, id, note, of_baseline, reaches};
use crate::evaluate::{Pooled, QuestionReport, StanceReport};
use crate::output::html::number::{Measure, Unit, count};
use crate::output::html::plot::{About, Axis, RowPlot, RowSeries, RowValues};
use crate::output::html::table::{Cell, Column, Table};
use crate::output::html::writer::Html;

/// With so many questions one wants to search.
const SEARCHED: usize = 8;

/// Writes the table, the plot of the questions that are `told` of, and all questions together.
pub(super) fn write(html: &mut Html, report: &StanceReport, told: &[usize]) {
    if report.questions.is_empty() {
        return note(html, "No question has labelled rows.");
    }
    let all: Vec<&QuestionReport> = report.questions.iter().collect();
    let names = baseline_names(&all);
    if told.len() < all.len() {
        let all = count(all.len() as u64);
        note(
            html,
            &format!(
                "The table has all {all} questions; the {} with the most rows are told of one by one below it.",
                told.len()
            ),
        );
    }
    table(report, told, &names).write(html);
    let reached = all.iter().flat_map(|question| {
        let models: [Measure; 2] = [question.accuracy.into(), question.macro_f1.into()];
        question.baselines.iter().flat_map(move |other| of_baseline(other).into_iter().zip(models))
    });
    let reached = reached.filter(|(other, model)| reaches(*other, *model)).count();
    if !names.is_empty() {
        note(html, &verdict(reached));
    }
    let told: Vec<&QuestionReport> = told.iter().map(|&place| &report.questions[place]).collect();
    html.element("div", &[("class", "plots")], |html| plot(&told, &baseline_names(&told)).write(html));
    if let Some(pooled) = &report.pooled {
        note(html, &together(pooled));
    }
}

fn verdict(reached: usize) -> String {
    if reached == 0 {
        return "Every simpler method lies below the model’s interval.".to_owned();
    }
    format!(
        "In bold: {} of the simpler methods that lie within the model’s interval or above it. There these rows do not \
         clearly show that the model is better.",
        if reached == 1 { "the one figure".to_owned() } else { format!("{} figures", count(reached as u64)) }
    )
}

fn table(report: &StanceReport, told: &[usize], names: &[String]) -> Table {
    let mut columns = vec![Column::text("Question"), Column::numbers("Rows"), Column::numbers("Groups")];
    let unlabelled = report.questions.iter().any(|question| question.unlabelled > 0);
    let abstained = report.questions.iter().any(|question| question.abstained > 0);
    if unlabelled {
        columns.push(Column::numbers("Left out (empty label)"));
    }
    if abstained {
        columns.push(Column::numbers("Given no label"));
    }
    for measure in ["Macro-F1", "Accuracy"] {
        columns.push(Column::numbers(format!("{measure} (95%)")));
        columns.extend(names.iter().map(|name| Column::numbers(format!("{measure}, {name}"))));
    }
    let row = |(place, question): (usize, &QuestionReport)| {
        let name = question.question.clone();
        let head = if told.binary_search(&place).is_ok() { Cell::Link(name, id(place)) } else { Cell::Head(name) };
        let mut cells = vec![head, Cell::count(question.rows as u64), Cell::count(question.groups as u64)];
        if unlabelled {
            cells.push(Cell::count(question.unlabelled as u64));
        }
        if abstained {
            cells.push(Cell::count(question.abstained as u64));
        }
        for (measure, model) in [(1, question.macro_f1), (0, question.accuracy)] {
            cells.push(Cell::measure(model, Unit::Share));
            // their intervals are in the sections of the questions: here they would push the accuracy off the page
            cells.extend(names.iter().map(|name| value_alone(of_method(question, name, measure, model.into()))));
        }
        cells
    };
    Table {
        caption: "Question by question".to_owned(),
        columns,
        rows: report.questions.iter().enumerate().map(row).collect(),
        tool: report.questions.len() > SEARCHED,
    }
}

/// What the simpler method of this name reaches; bold where it reaches the model.
pub(super) fn of_method(question: &QuestionReport, name: &str, measure: usize, model: Measure) -> Cell {
    let Some(other) = question.baselines.iter().find(|other| other.name == name) else {
        return Cell::Number(crate::output::html::number::NONE.to_owned());
    };
    let value = of_baseline(other)[measure];
    Cell::Compared(value, Unit::Share, reaches(value, model))
}

/// A measure without its interval.
fn value_alone(cell: Cell) -> Cell {
    match cell {
        Cell::Compared(measure, unit, reached) => Cell::Compared(measure.value.into(), unit, reached),
        other => other,
    }
}

fn plot(questions: &[&QuestionReport], names: &[String]) -> RowPlot {
    let mut series = vec![RowSeries { name: "the model, with its 95% interval".to_owned(), style: 0, bar: false }];
    series.extend(names.iter().enumerate().map(|(at, name)| RowSeries {
        name: name.clone(),
        style: at + 1,
        bar: false,
    }));
    let row = |question: &&QuestionReport| {
        let of = |name: &String| question.baselines.iter().find(|other| other.name == *name).map(|b| of_baseline(b)[1]);
        let model = Some(question.macro_f1.into());
        RowValues { name: question.question.clone(), values: [model].into_iter().chain(names.iter().map(of)).collect() }
    };
    let mut plot = RowPlot {
        about: About {
            id: "all-plot".to_owned(),
            title: "Macro-F1 beside simpler methods".to_owned(),
            ..About::default()
        },
        x: Axis::whole("Macro-F1 (share, 0 to 1)", Unit::Share),
        series,
        rows: questions.iter().map(row).collect(),
    };
    plot.about.data = plot.numbers("Macro-F1 beside simpler methods", "Question");
    plot.about.description = plot.describe();
    plot
}

fn together(pooled: &Pooled) -> String {
    let others: Vec<String> = pooled
        .baselines
        .iter()
        .map(|other| format!("{}: {}", other.name, Unit::Share.measure(other.favor_against_f1.into())))
        .collect();
    let others = if others.is_empty() { String::new() } else { format!(" ({})", others.join("; ")) };
    let abstained = match pooled.abstained {
        0 => String::new(),
        rows => format!(", less the {} that the model abstained on", count(rows as u64)),
    };
    format!(
        "All {} questions that have the labels favor and against together, {} labelled rows{abstained}: mean F1 of favor and \
         against {}{others}.",
        count(pooled.questions as u64),
        count(pooled.rows as u64),
        Unit::Share.measure(pooled.favor_against_f1.into()),
    )
}
