//! The plots of a question: precision and recall, calibration, coverage and learning.

use super::{CURVES, of_baseline};
use crate::evaluate::{CoveragePoint, LearningPoint, PrecisionRecall, QuestionReport};
use crate::output::html::number::{Measure, Unit, count, counted};
use crate::output::html::plot::{About, Axis, LinePlot, Point, Series, span};
use crate::output::html::table::{Cell, Column, Table};
use crate::output::html::writer::Html;

const SHARES: (Unit, Unit) = (Unit::Share, Unit::Share);

/// Writes the plots that there are numbers for.
pub(super) fn write(html: &mut Html, id: &str, question: &QuestionReport) {
    let plots = [precision_recall(question), calibration(question), coverage(question), learning(question)];
    for (mut plot, name) in plots.into_iter().zip(["curves", "calibration", "coverage", "learning"]) {
        if let Some(plot) = &mut plot {
            plot.about.id = format!("{id}-{name}");
            plot.about.description = plot.describe();
            plot.write(html);
        }
    }
}

fn plot(about: About, x: Axis, y: Axis, series: Vec<Series>) -> LinePlot {
    LinePlot { about, x, y, series, across: Vec::new(), diagonal: None, sizes_of: "Rows", sizes: Vec::new() }
}

fn precision_recall(question: &QuestionReport) -> Option<LinePlot> {
    let mut curves: Vec<(usize, &PrecisionRecall)> = question.precision_recall.iter().enumerate().collect();
    curves.retain(|(_, curve)| !curve.points.is_empty());
    if curves.is_empty() {
        return None;
    }
    let of_all = curves.len();
    let support = |curve: &PrecisionRecall| {
        question.labels.iter().find(|label| label.label == curve.label).map_or(0, |label| label.support)
    };
    curves.sort_by_key(|(_, curve)| std::cmp::Reverse(support(curve)));
    curves.truncate(CURVES);
    curves.sort_by_key(|(at, _)| *at);
    let point = |point: &crate::evaluate::PrecisionRecallPoint| Point {
        says: format!(
            "precision {}, recall {} from probability {}",
            Unit::Share.write(point.precision),
            Unit::Share.write(point.recall),
            Unit::Share.write(point.threshold)
        ),
        ..Point::new(point.recall, point.precision, SHARES)
    };
    let series = curves.iter().enumerate().map(|(style, (_, curve))| Series {
        name: format!("{} (average precision {})", curve.label, Unit::Share.write(curve.average_precision)),
        points: curve.points.iter().map(point).collect(),
        style,
        steps: true,
    });
    let rows = curves.iter().flat_map(|(_, curve)| {
        curve.points.iter().map(|point| {
            let values = [point.threshold, point.precision, point.recall].map(|v| Cell::share(v, Unit::Share));
            [Cell::Head(curve.label.clone())].into_iter().chain(values).collect()
        })
    });
    let mut columns = vec![Column::text("Label")];
    columns.extend(["Probability of at least", "Precision", "Recall"].map(Column::numbers));
    let few = if of_all > curves.len() {
        format!(" The {} most frequent of {of_all} labels are drawn.", curves.len())
    } else {
        String::new()
    };
    let about = About {
        title: "Precision and recall of each label".to_owned(),
        note: format!(
            "A label given wherever its probability is high enough, as less and less is asked for from left to right.{few}"
        ),
        data: Table {
            caption: "Precision and recall by probability".to_owned(),
            columns,
            rows: rows.collect(),
            tool: false,
        },
        ..About::default()
    };
    let x = Axis::whole("Recall (share of the label’s rows, 0 to 1)", Unit::Share);
    let y = Axis::whole("Precision (share of rows so labelled, 0 to 1)", Unit::Share);
    Some(plot(about, x, y, series.collect()))
}

fn calibration(question: &QuestionReport) -> Option<LinePlot> {
    let bins = &question.calibration.bins;
    let filled: Vec<_> = bins.iter().filter(|bin| bin.rows > 0).collect();
    if filled.is_empty() {
        return None;
    }
    let width = 1.0 / bins.len() as f64;
    let place = |from: f64| Unit::Share.range((from, from + width));
    let points = filled.iter().map(|bin| Point {
        says: format!(
            "mean probability {}, share right {}, {}",
            Unit::Share.write(bin.probability),
            Unit::Share.write(bin.right),
            counted(bin.rows as usize, "row", "rows")
        ),
        ..Point::new(bin.probability, bin.right, SHARES)
    });
    let series = Series { name: "the model".to_owned(), points: points.collect(), style: 0, steps: false };
    let rows = filled.iter().map(|bin| {
        vec![
            Cell::Head(place(bin.from)),
            Cell::count(bin.rows),
            Cell::share(bin.probability, Unit::Share),
            Cell::share(bin.right, Unit::Share),
        ]
    });
    let error: Measure = question.calibration_error.map_or(question.calibration.error.into(), Into::into);
    let mut columns = vec![Column::text("Probability of the label given")];
    columns.extend(["Rows", "Mean probability", "Share right"].map(Column::numbers));
    let about = About {
        title: format!("Calibration: expected calibration error {}", Unit::Share.measure(error)),
        note: "Above the dashed line the model is right more often than it says, below less often.".to_owned(),
        data: Table { caption: "Calibration by bins".to_owned(), columns, rows: rows.collect(), tool: false },
        ..About::default()
    };
    let x = Axis::whole("Probability given (mean of bin, 0 to 1)", Unit::Share);
    let y = Axis::whole("Right (share of the bin’s rows, 0 to 1)", Unit::Share);
    let sizes = bins.iter().map(|bin| (bin.from, bin.from + width, bin.rows)).collect();
    Some(LinePlot { diagonal: Some("as probable as right"), sizes, ..plot(about, x, y, vec![series]) })
}

fn coverage(question: &QuestionReport) -> Option<LinePlot> {
    let curves = [("all rows", &question.coverage), ("rows whose label takes a side", &question.coverage_of_sides)];
    let answered = |points: &[CoveragePoint]| points.iter().filter(|point| point.rows > 0).copied().collect::<Vec<_>>();
    let curves: Vec<(&str, Vec<CoveragePoint>)> = curves.map(|(name, points)| (name, answered(points))).into();
    let curves: Vec<_> = curves.into_iter().filter(|(_, points)| !points.is_empty()).collect();
    if curves.is_empty() {
        return None;
    }
    let point = |point: &CoveragePoint| Point {
        says: format!(
            "accuracy {} of the surest {}, from probability {}",
            Unit::Share.write(point.accuracy),
            counted(point.rows, "row", "rows"),
            Unit::Share.write(point.confidence)
        ),
        ..Point::new(point.coverage, point.accuracy, SHARES)
    };
    let series = curves.iter().enumerate().map(|(style, (name, points))| {
        let most = points.iter().map(|point| point.rows).max().unwrap_or(0);
        let mut points: Vec<Point> = points.iter().map(point).collect();
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        Series { name: format!("{name} ({})", count(most as u64)), points, style, steps: false }
    });
    let rows = curves.iter().flat_map(|(name, points)| {
        points.iter().map(|point| {
            vec![
                Cell::Head((*name).to_owned()),
                Cell::share(point.coverage, Unit::Share),
                Cell::count(point.rows as u64),
                Cell::share(point.confidence, Unit::Share),
                Cell::share(point.accuracy, Unit::Share),
            ]
        })
    });
    let across = others(question, 0);
    let reached = curves.iter().flat_map(|(_, points)| points.iter().map(|point| point.accuracy));
    let y = span(reached.chain(across.iter().map(|(_, value, _)| *value)));
    let mut columns = vec![Column::text("Of")];
    columns.extend(["Coverage", "Rows answered", "Least probability", "Accuracy"].map(Column::numbers));
    let about = About {
        title: "Accuracy when only the surest rows are answered".to_owned(),
        note: format!(
            "From right to left the model leaves more rows open.{}",
            if across.is_empty() { "" } else { " The thin lines are simpler methods on all rows." }
        ),
        data: Table { caption: "Accuracy by coverage".to_owned(), columns, rows: rows.collect(), tool: false },
        ..About::default()
    };
    let x = Axis::whole("Coverage (share of rows answered, 0 to 1)", Unit::Share);
    let y = Axis::part("Accuracy (share of rows right, 0 to 1)", Unit::Share, y, true);
    Some(LinePlot { across, ..plot(about, x, y, series.collect()) })
}

/// What simpler methods reach on all rows, to be drawn across.
fn others(question: &QuestionReport, measure: usize) -> Vec<(String, f64, usize)> {
    let others = question.baselines.iter().enumerate();
    others.map(|(at, other)| (other.name.clone(), of_baseline(other)[measure].value, at + 2)).collect()
}

fn learning(question: &QuestionReport) -> Option<LinePlot> {
    let points = &question.learning_curve;
    if points.is_empty() {
        return None;
    }
    let series = |name: &str, style: usize, of: fn(&LearningPoint) -> Measure| Series {
        name: name.to_owned(),
        points: points
            .iter()
            .map(|point| Point {
                range: of(point).range,
                says: format!(
                    "{name} {} after training on {} rows",
                    Unit::Share.measure(of(point)),
                    Unit::Count.write(point.rows)
                ),
                ..Point::new(point.rows, of(point).value, (Unit::Count, Unit::Share))
            })
            .collect(),
        style,
        steps: false,
    };
    let series = vec![
        series("macro-F1", 0, |point| point.macro_f1.into()),
        series("accuracy", 1, |point| point.accuracy.into()),
    ];
    let rows = points.iter().map(|point| {
        vec![
            Cell::Head(format!("{}%", Unit::Percent.write(point.share))),
            Cell::Number(Unit::Count.write(point.rows)),
            Cell::measure(point.macro_f1, Unit::Share),
            Cell::measure(point.accuracy, Unit::Share),
        ]
    });
    let across: Vec<_> = others(question, 1)
        .into_iter()
        .map(|(name, value, style)| (format!("{name}, macro-F1, all"), value, style))
        .collect();
    let ends = |point: &Point| point.range.map_or([point.y; 2], |(low, high)| [low, high]);
    let reached = series.iter().flat_map(|series| series.points.iter().flat_map(ends));
    let y = span(reached.chain(across.iter().map(|(_, value, _)| *value)));
    let most = points.iter().map(|point| point.rows).fold(0.0, f64::max);
    let mut columns = vec![Column::text("Share of the training groups")];
    columns.extend(["Training rows", "Macro-F1 (95%)", "Accuracy (95%)"].map(Column::numbers));
    let about = About {
        title: "Learning curve".to_owned(),
        note: "What more labelled rows would bring: a curve that still rises at its end says that they would help."
            .to_owned(),
        data: Table { caption: "Learning curve".to_owned(), columns, rows: rows.collect(), tool: false },
        ..About::default()
    };
    let x = Axis::counts("Training rows (number, mean over folds)", most, 5);
    let y = Axis::part("Macro-F1 and accuracy (share, 0 to 1)", Unit::Share, y, false);
    Some(LinePlot { across, ..plot(about, x, y, series) })
}
