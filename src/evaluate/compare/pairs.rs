//! Finds the rows that two models both answered, and measures both on them.

use std::collections::{BTreeMap, HashMap};

use super::verdict::verdict;
use super::{Answers, Change, Comparison, Difference, Effect, McNemar, QuestionAnswers, QuestionComparison};
use crate::error::few;
use crate::evaluate::bootstrap::Draws;
use crate::evaluate::{Answered, Confusion, Interval};
use crate::stance::Question;
use crate::{Error, Result};

/// How many measures there are.
const MEASURES: usize = 5;

pub(super) fn compare(a: &Answers, b: &Answers, draws: usize, seed: u64) -> Result<Comparison> {
    let in_b: HashMap<&str, &QuestionAnswers> = b.questions.iter().map(|of| (of.question.as_str(), of)).collect();
    let mut questions = Vec::new();
    for of_a in &a.questions {
        let Some(of_b) = in_b.get(of_a.question.as_str()) else { continue };
        let paired = pair(a, b, of_a, of_b)?;
        if !paired.rows.is_empty() || paired.abstained != [0; 2] {
            questions.push(measured(&paired, [&a.name, &b.name], draws, seed));
        }
    }
    let alone = |one: &Answers| -> Vec<String> {
        let names = one.questions.iter().map(|of| of.question.clone());
        names.filter(|name| !questions.iter().any(|both| both.question == *name)).collect()
    };
    let (only_a, only_b) = (alone(a), alone(b));
    if questions.is_empty() {
        let names = |one: &Answers| few(&one.questions.iter().map(|of| &of.question).collect::<Vec<_>>(), 5);
        let problem =
            format!("{} and {} have no row in common (questions: {}; {})", a.name, b.name, names(a), names(b));
        return Err(Error::usage(problem, "measure both on the same file, whose rows have an id of their own each"));
    }
    let weighted = [("a", a), ("b", b)].into_iter().filter(|(_, one)| one.weighted);
    let weighted = weighted.map(|(letter, _)| letter.to_owned()).collect();
    let [(a, how_a), (b, how_b)] = [a, b].map(|one| (one.name.clone(), one.how.clone()));
    Ok(Comparison { a, b, how_a, how_b, weighted, draws, seed, only_a, only_b, questions })
}

/// The rows that both gave a label on a question.
struct Paired<'p> {
    question: Question,
    rows: Vec<[&'p Answered; 2]>,
    /// On how many rows of both each abstained.
    abstained: [usize; 2],
    only: [Vec<String>; 2],
    /// The labels as each has them, in the order of its probabilities.
    labels: [&'p [String]; 2],
}

fn pair<'p>(a: &Answers, b: &Answers, of_a: &'p QuestionAnswers, of_b: &'p QuestionAnswers) -> Result<Paired<'p>> {
    let mut in_b: HashMap<&str, Vec<&Answered>> = HashMap::new();
    for row in &of_b.rows {
        in_b.entry(&row.id).or_default().push(row);
    }
    let mut in_a: HashMap<&str, usize> = HashMap::new();
    let (mut rows, mut only_a) = (Vec::new(), Vec::new());
    for row in &of_a.rows {
        let at = in_a.entry(&row.id).or_default();
        match in_b.get(row.id.as_str()) {
            None => only_a.push(row.id.clone()),
            Some(same) => rows.extend(same.get(*at).map(|other| [row, *other])),
        }
        *at += 1;
    }
    let only_b: Vec<String> =
        of_b.rows.iter().filter(|row| !in_a.contains_key(row.id.as_str())).map(|row| row.id.clone()).collect();
    let question = &of_a.question;
    // Which of them is missing can't be told.
    let uneven = of_a.rows.iter().find(|row| in_b.get(row.id.as_str()).is_some_and(|b| b.len() != in_a[&*row.id]));
    if let Some(Answered { id, .. }) = uneven {
        let (of_a, of_b) = (in_a[id.as_str()], in_b[id.as_str()].len());
        let problem = format!("{question}: {of_a} rows of {} have the id `{id}`, and {of_b} of {}", a.name, b.name);
        return Err(Error::usage(problem, "give each row an id of its own, then measure both anew"));
    }
    if let Some([one, other]) = rows.iter().find(|[one, other]| one.truth != other.truth) {
        let problem = format!(
            "{question}: row `{}` is labelled `{}` in {} and `{}` in {}",
            one.id, one.truth, a.name, other.truth, b.name
        );
        return Err(Error::usage(problem, "measure both on the same labels"));
    }
    let abstains = |of: &Answers, row: &Answered, labels: &[String]| probability(row, labels) < of.min_probability;
    let abstains = |[one, other]: &[&Answered; 2]| [abstains(a, one, &of_a.labels), abstains(b, other, &of_b.labels)];
    let abstained = [0, 1].map(|which| rows.iter().filter(|row| abstains(row)[which]).count());
    rows.retain(|row| abstains(row) == [false; 2]);
    let said = rows.iter().flatten().flat_map(|row| [&row.truth, &row.predicted]);
    let labels = of_a.labels.iter().chain(&of_b.labels).chain(said).cloned();
    let labels = Question::new(question.clone(), labels);
    Ok(Paired { question: labels, rows, abstained, only: [only_a, only_b], labels: [&of_a.labels, &of_b.labels] })
}

fn measured(paired: &Paired<'_>, names: [&str; 2], draws: usize, seed: u64) -> QuestionComparison {
    let Paired { question, rows, only: [only_a, only_b], .. } = paired;
    let labels = question.labels.len();
    let place = |label: &String| question.position(label).unwrap_or_else(|| unreachable!("all labels are known"));
    let mut groups: BTreeMap<&str, [Confusion; 2]> = BTreeMap::new();
    let (mut b, mut c) = (0, 0);
    for [one, other] in rows {
        let tables = groups.entry(&one.group).or_insert_with(|| [Confusion::new(labels), Confusion::new(labels)]);
        for (table, row) in tables.iter_mut().zip([one, other]) {
            table.add(place(&row.truth), place(&row.predicted));
        }
        match [is_right(one), is_right(other)] {
            [true, false] => b += 1,
            [false, true] => c += 1,
            _ => {}
        }
    }
    let tables: Vec<[Confusion; 2]> = groups.into_values().collect();
    let both = question.position("favor").zip(question.position("against")).map(|(favor, against)| [favor, against]);
    let measures = |table: &Confusion| {
        let of_both = both.map_or(0.0, |both| both.map(|label| table.f1(label)).iter().sum::<f64>() / 2.0);
        [table.macro_f1(), table.accuracy(), table.mcc(), table.kappa(), of_both]
    };
    let intervals: [Interval; 3 * MEASURES] = Draws::new(tables.len(), draws, seed).intervals(|drawn| {
        let mut sums = [Confusion::new(labels), Confusion::new(labels)];
        for group in drawn {
            sums.iter_mut().zip(&tables[group]).for_each(|(sum, table)| sum.merge(table));
        }
        let [of_a, of_b] = sums.map(|sum| measures(&sum));
        std::array::from_fn(|at| match (at / MEASURES, at % MEASURES) {
            (0, measure) => of_a[measure],
            (1, measure) => of_b[measure],
            (_, measure) => of_b[measure] - of_a[measure],
        })
    });
    let [macro_f1, accuracy, mcc, kappa, of_both]: [Difference; MEASURES] = std::array::from_fn(|at| Difference {
        a: intervals[at],
        b: intervals[at + MEASURES],
        difference: intervals[at + 2 * MEASURES],
    });
    let mcnemar = McNemar::new(b, c);
    let changes = changes(paired);
    let (verdict, says) = verdict(names, &macro_f1, &accuracy, &mcnemar, [changes.len(), tables.len()]);
    QuestionComparison {
        question: question.name.clone(),
        rows: rows.len(),
        groups: tables.len(),
        abstained_a: paired.abstained[0],
        abstained_b: paired.abstained[1],
        only_a: only_a.clone(),
        only_b: only_b.clone(),
        macro_f1,
        accuracy,
        mcc,
        kappa,
        favor_against_f1: both.map(|_| of_both),
        mcnemar,
        verdict,
        says,
        changes,
    }
}

fn is_right(row: &Answered) -> bool {
    row.truth == row.predicted
}

/// How probable the label that a row was given is; `labels` are in the order of its probabilities.
fn probability(row: &Answered, labels: &[String]) -> f64 {
    let place = labels.iter().position(|label| *label == row.predicted);
    place.and_then(|place| row.probabilities.get(place)).copied().unwrap_or(0.0)
}

/// The rows that got another label, those first of which both were surest.
fn changes(paired: &Paired<'_>) -> Vec<Change> {
    let changed = paired.rows.iter().filter(|[one, other]| one.predicted != other.predicted);
    let mut changes: Vec<Change> = changed
        .map(|[one, other]| Change {
            id: one.id.clone(),
            truth: one.truth.clone(),
            a: one.predicted.clone(),
            probability_a: probability(one, paired.labels[0]),
            b: other.predicted.clone(),
            probability_b: probability(other, paired.labels[1]),
            effect: match (is_right(one), is_right(other)) {
                (false, true) => Effect::Better,
                (true, false) => Effect::Worse,
                _ => Effect::Neither,
            },
            quote: String::new(),
        })
        .collect();
    // Equally sure ones stay in the order of the rows.
    changes.sort_by(|one, other| other.sureness().total_cmp(&one.sureness()));
    changes
}
