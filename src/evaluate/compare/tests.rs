use super::*;
use crate::evaluate::Answered;

/// Answers on one question: id, group, truth and what was said, with probability .6 or the given one.
fn answers(name: &str, labels: &[&str], rows: &[(&str, &str, &str, &str, f64)]) -> Answers {
    let labels: Vec<String> = labels.iter().map(|label| label.to_string()).collect();
    let row = |&(id, group, truth, said, sure): &(&str, &str, &str, &str, f64)| Answered {
        id: id.into(),
        group: group.into(),
        truth: truth.into(),
        predicted: said.into(),
        probabilities: labels.iter().map(|label| if label == said { sure } else { 0.0 }).collect(),
    };
    let rows = rows.iter().map(row).collect();
    Answers {
        name: name.into(),
        how: "made up".into(),
        min_probability: 0.0,
        weighted: false,
        questions: vec![QuestionAnswers { question: "bridge".into(), labels, rows }],
    }
}

const LABELS: [&str; 3] = ["against", "favor", "none"];

/// `said` as rows of their own groups, all of the truth `favor`.
fn plain(name: &str, said: &[&str]) -> Answers {
    let ids: Vec<String> = (0..said.len()).map(|at| format!("r{at:02}")).collect();
    let rows: Vec<_> = ids.iter().zip(said).map(|(id, said)| (&**id, &**id, "favor", *said, 0.6)).collect();
    answers(name, &LABELS, &rows)
}

fn only(a: &Answers, b: &Answers) -> QuestionComparison {
    compare(a, b, 100, 1).unwrap().questions.remove(0)
}

fn problem(a: &Answers, b: &Answers) -> String {
    compare(a, b, 10, 1).unwrap_err().to_string()
}

/// `tests/fixtures/compare/make.py` drew the same groups and measured with scikit-learn.
#[test]
fn paired_intervals_are_those_of_scikit_learn() {
    let script = include_str!("../../../tests/fixtures/compare/values.json");
    let script: serde_json::Value = serde_json::from_str(script).unwrap();
    let cases = script["paired"].as_array().unwrap();
    assert!(cases.len() > 4);
    for case in cases {
        let cells: Vec<[String; 4]> = serde_json::from_value(case["rows"].clone()).unwrap();
        let ids: Vec<String> = (0..cells.len()).map(|at| at.to_string()).collect();
        let said = |which: usize| -> Answers {
            let rows = ids.iter().zip(&cells);
            let rows: Vec<_> = rows.map(|(id, cells)| (&**id, &*cells[0], &*cells[1], &*cells[which], 0.5)).collect();
            answers("a model", &LABELS, &rows)
        };
        let (draws, seed) = (case["draws"].as_u64().unwrap(), case["seed"].as_u64().unwrap());
        let found = compare(&said(2), &said(3), draws as usize, seed).unwrap().questions.remove(0);
        for (name, of) in found.measures() {
            let expected = &case["expected"][name];
            for (which, got) in [("a", of.a), ("b", of.b), ("difference", of.difference)] {
                for (at, got) in [got.value, got.low, got.high].into_iter().enumerate() {
                    let expected = expected[which][at].as_f64().unwrap();
                    assert!((got - expected).abs() < 1e-9, "{} {name} {which} {at}: {got}, {expected}", case["name"]);
                }
            }
        }
    }
}

/// Six rows: A has 1 and 2 right, B has 2, 3 and 4.
#[test]
fn six_rows_worked_by_hand() {
    let a = plain("a", &["none", "favor", "favor", "none", "against", "none"]);
    let b = plain("b", &["none", "none", "favor", "favor", "favor", "against"]);
    let found = only(&a, &b);
    assert!((found.accuracy.difference.value - 1.0 / 6.0).abs() < 1e-12);
    assert_eq!((found.mcnemar.b, found.mcnemar.c, found.mcnemar.p), (1, 2, 1.0));
    let changes: Vec<(&str, Effect)> = found.changes.iter().map(|change| (&*change.id, change.effect)).collect();
    let expected = [("r01", Effect::Worse), ("r03", Effect::Better), ("r04", Effect::Better), ("r05", Effect::Neither)];
    assert_eq!(changes, expected);
    let other_way = only(&b, &a);
    assert!((other_way.accuracy.difference.value + 1.0 / 6.0).abs() < 1e-12);
}

/// Both vary from draw to draw; their difference does not.
#[test]
fn both_are_measured_on_the_same_draws() {
    let right = |at: usize| if at.is_multiple_of(3) { "favor" } else { "none" };
    let said: Vec<&str> = (0..30).map(right).collect();
    let found = only(&plain("a", &said), &plain("b", &said));
    assert!(found.accuracy.a.low < found.accuracy.a.high);
    assert_eq!((found.accuracy.difference.low, found.accuracy.difference.high), (0.0, 0.0));
    assert_eq!(found.verdict, Verdict::Same);
}

#[test]
fn the_verdict_says_which_is_better_or_that_the_rows_cannot_tell() {
    let good = vec!["favor"; 40];
    let bad: Vec<&str> = (0..40).map(|at| if at % 2 == 0 { "favor" } else { "none" }).collect();
    let found = only(&plain("old.qsm", &bad), &plain("new.qsm", &good));
    assert_eq!(found.verdict, Verdict::B);
    assert!(found.says.starts_with("B (new.qsm) is better: macro-F1 +0.667"), "{}", found.says);
    assert_eq!(only(&plain("old.qsm", &good), &plain("new.qsm", &bad)).verdict, Verdict::A);
    let mut nearly = good.clone();
    nearly[0] = "none";
    let found = only(&plain("a", &good), &plain("b", &nearly));
    assert_eq!(found.verdict, Verdict::NoDifference);
    assert!(found.says.starts_with("no difference that these rows can show"), "{}", found.says);
    // One group alone gives every draw the same rows.
    let found = only(&plain("a", &good[..1]), &plain("b", &nearly[..1]));
    assert_eq!(found.verdict, Verdict::NoDifference);
    assert!(found.says.starts_with("too few groups to tell: 1"), "{}", found.says);
}

#[test]
fn rows_that_only_one_has_are_left_out_and_named() {
    let a = answers("a", &LABELS, &[("1", "g", "favor", "favor", 0.6), ("2", "g", "favor", "none", 0.6)]);
    let b = answers("b", &LABELS, &[("2", "g", "favor", "favor", 0.6), ("3", "h", "none", "none", 0.6)]);
    let mut more = b.clone();
    more.questions.push(QuestionAnswers { question: "toll".into(), labels: Vec::new(), rows: Vec::new() });
    let found = compare(&a, &more, 10, 1).unwrap();
    assert_eq!(found.questions[0].rows, 1);
    let expected = [
        "questions that only b has are left out: 1 (toll)",
        "bridge: rows that only a has are left out: 1 (1)",
        "bridge: rows that only b has are left out: 1 (3)",
    ];
    assert_eq!(found.left_out(), expected);
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_remedy() {
    let a = answers("a", &LABELS, &[("1", "g", "favor", "favor", 0.6)]);
    let other = answers("b", &LABELS, &[("2", "g", "favor", "favor", 0.6)]);
    let expected = "a and b have no row in common (questions: bridge; bridge); measure both on the same file, whose rows \
                    have an id of their own each";
    assert_eq!(problem(&a, &other), expected);
    let relabelled = answers("b", &LABELS, &[("1", "g", "none", "favor", 0.6)]);
    let expected = "bridge: row `1` is labelled `favor` in a and `none` in b; measure both on the same labels";
    assert_eq!(problem(&a, &relabelled), expected);
    let twice = answers("b", &LABELS, &[("1", "g", "favor", "favor", 0.6), ("1", "g", "favor", "favor", 0.6)]);
    let expected =
        "bridge: 1 rows of a have the id `1`, and 2 of b; give each row an id of its own, then measure both anew";
    assert_eq!(problem(&a, &twice), expected);
}

#[test]
fn rows_of_one_id_are_paired_in_their_order() {
    let rows = [("1", "g", "favor", "favor", 0.6), ("1", "g", "none", "none", 0.6)];
    let a = answers("a", &LABELS, &rows);
    let found = only(&a, &answers("b", &LABELS, &[rows[0], ("1", "g", "none", "favor", 0.6)]));
    assert_eq!((found.rows, found.changes.len(), found.changes[0].truth.as_str()), (2, 1, "none"));
}

/// A model may know fewer labels than the other, in another order, and a report may have been edited.
#[test]
fn labels_need_not_be_the_same_lists() {
    let a = answers("a", &["favor", "against"], &[("1", "g", "none", "favor", 0.7), ("2", "g", "favor", "favor", 0.9)]);
    let mut b = answers("b", &LABELS, &[("1", "g", "none", "none", 0.8), ("2", "g", "favor", "unheard", 0.0)]);
    b.questions[0].rows[1].probabilities.clear();
    let found = only(&a, &b);
    let first = &found.changes[0];
    assert_eq!(
        (first.a.as_str(), first.probability_a, first.b.as_str(), first.probability_b),
        ("favor", 0.7, "none", 0.8)
    );
    assert_eq!(found.changes[1].probability_b, 0.0);
}

#[test]
fn the_surest_changes_come_first_and_the_text_shows_as_many_as_are_asked_for() {
    let a = answers("a", &LABELS, &[("1", "g", "favor", "none", 0.4), ("2", "g", "favor", "none", 0.9)]);
    let b = answers("b", &LABELS, &[("1", "g", "favor", "favor", 0.5), ("2", "g", "favor", "favor", 0.8)]);
    let found = compare(&a, &b, 10, 1).unwrap().with_quotes(|id| (id == "2").then_some("Build\x1b[2J it."));
    assert_eq!(found.questions[0].changes[0].id, "2");
    let text = found.text(1);
    assert!(text.contains("none 0.90 -> favor 0.80, truth favor  2\n             Build [2J it.\n"), "{text}");
    assert!(!text.contains("none 0.40") && text.contains("rows with another label: 2, the surest of them:"), "{text}");
}

/// Rows that one of them leaves open are no mistakes of it and no hits.
#[test]
fn rows_without_a_label_are_left_out_and_counted() {
    let rows = |said: [(&'static str, f64); 4]| -> Vec<(&'static str, &'static str, &'static str, &'static str, f64)> {
        let ids = ["r0", "r1", "r2", "r3"];
        ids.into_iter().zip(said).map(|(id, (said, sure))| (id, id, "favor", said, sure)).collect()
    };
    let mut a = answers("a", &LABELS, &rows([("favor", 0.9), ("against", 0.5), ("against", 0.9), ("against", 0.4)]));
    let b = answers("b", &LABELS, &rows([("favor", 0.5), ("favor", 0.5), ("favor", 0.5), ("against", 0.5)]));
    assert_eq!(only(&a, &b).rows, 4);
    a.min_probability = 0.6;
    let found = only(&a, &b);
    assert_eq!((found.rows, found.abstained_a, found.abstained_b), (2, 2, 0));
    assert_eq!((found.accuracy.a.value, found.accuracy.b.value), (0.5, 1.0));
    assert_eq!(found.changes.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["r2"]);
    let text = compare(&a, &b, 100, 1).unwrap().to_string();
    assert!(text.contains("\n  left out: rows without a label by A 2, by B 0\n\n"), "{text}");
    // One that leaves all open is told of, not taken for the same.
    a.min_probability = 1.0;
    let found = only(&a, &b);
    assert_eq!(
        (found.rows, found.verdict, found.says.as_str()),
        (0, Verdict::NoDifference, "no row got a label from both")
    );
}

#[test]
fn weights_of_a_report_are_told_to_count_nothing() {
    let (mut a, b) = (plain("a", &["favor", "none"]), plain("b", &["favor", "favor"]));
    assert!(!compare(&a, &b, 10, 1).unwrap().to_string().contains("weight"));
    a.weighted = true;
    let text = compare(&a, &b, 10, 1).unwrap().to_string();
    assert!(text.contains("A counts rows by their weight in its own report; here each counts as one."), "{text}");
}
