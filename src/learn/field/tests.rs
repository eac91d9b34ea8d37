use super::*;
use crate::learn::hash;

fn allowed(from: Option<usize>, to: usize) -> bool {
    // 2 goes on what 1 began
    to < 3 && (to != 2 || matches!(from, Some(1 | 2)))
}

/// Sequences in which an opening sign begins a stretch that a closing sign ends: the signs alone tell.
fn examples() -> Vec<Example> {
    let mut random = crate::learn::Random::new(5);
    let sequence = |_| {
        let mut example = Example::default();
        let mut inside = false;
        for _ in 0..20 {
            let sign = random.number() % 4;
            let label = match (sign, inside) {
                (0, _) => 1,
                (2.., true) => 2,
                _ => 0,
            };
            inside = (inside || sign == 0) && sign != 1;
            example.features.extend([hash::one(1, sign), hash::one(2, random.number() % 50)]);
            example.ends.push(example.features.len() as u32);
            example.labels.push(label);
        }
        example
    };
    (0..200).map(sequence).collect()
}

const PARAMS: FieldParams = FieldParams { passes: 10, rate: 0.1, dropout: 0.1, seed: 3 };

fn scores(field: &Field, example: &Example) -> Vec<Row> {
    let mut start = 0;
    let score = |&end: &u32| {
        let features = &example.features[start..end as usize];
        start = end as usize;
        field.score(features)
    };
    example.ends.iter().map(score).collect()
}

#[test]
fn a_field_learns_what_goes_with_what_comes_before() {
    let examples = examples();
    let numbering = Numbering::new(&examples, 2);
    let field = train(examples[50..].iter(), &numbering, allowed, &PARAMS, |_, _| {});
    let (mut right, mut all) = (0, 0);
    for example in &examples[..50] {
        let (labels, _) = best_labels(&scores(&field, example), &field.transitions, &field.start);
        right += labels.iter().zip(&example.labels).filter(|(a, b)| a == b).count();
        all += labels.len();
        let pairs = labels.iter().zip(labels.iter().skip(1));
        assert!(pairs.into_iter().all(|(from, to)| allowed(Some(usize::from(*from)), usize::from(*to))));
    }
    assert!(right * 100 > all * 95, "{right} of {all}");
    assert_eq!(field, train(examples[50..].iter(), &numbering, allowed, &PARAMS, |_, _| {}), "the same each time");
}

#[test]
fn probabilities_are_those_of_all_sequences_counted_one_by_one() {
    let scores: Vec<Row> = (0..4)
        .map(|at| std::array::from_fn(|l| if l < 3 { ((at * 3 + l) % 5) as f32 * 0.4 } else { FORBIDDEN }))
        .collect();
    let transitions: [Row; LABELS] = std::array::from_fn(|f| {
        std::array::from_fn(|t| if allowed(Some(f), t) { (f as f32 - t as f32) * 0.3 } else { FORBIDDEN })
    });
    let start: Row = std::array::from_fn(|t| if allowed(None, t) { 0.1 * t as f32 } else { FORBIDDEN });
    let mut lattice = Lattice::default();
    lattice.run(&scores, &transitions, &start);
    let (mut sum, mut marginals, mut best) = (0.0f64, [[0.0f64; 3]; 4], (f64::NEG_INFINITY, 0));
    for code in 0..81usize {
        let labels = [code % 3, code / 3 % 3, code / 9 % 3, code / 27];
        let mut score = f64::from(start[labels[0]]);
        for at in 0..4 {
            score += f64::from(scores[at][labels[at]]);
            if at > 0 {
                score += f64::from(transitions[labels[at - 1]][labels[at]]);
            }
        }
        if score > best.0 {
            best = (score, code);
        }
        sum += score.exp();
        (0..4).for_each(|at| marginals[at][labels[at]] += score.exp());
    }
    assert!((f64::from(lattice.log_normaliser()) - sum.ln()).abs() < 1e-4);
    for (found, counted) in lattice.marginals().iter().zip(&marginals) {
        for (found, counted) in found.iter().zip(counted) {
            assert!((f64::from(*found) - counted / sum).abs() < 1e-5);
        }
    }
    let (labels, score) = best_labels(&scores, &transitions, &start);
    let code = best.1;
    assert_eq!(labels, [code % 3, code / 3 % 3, code / 9 % 3, code / 27].map(|l| l as u8));
    assert!((f64::from(score) - best.0).abs() < 1e-4);
}

#[test]
fn an_empty_sequence_and_no_examples_are_fine() {
    let numbering = Numbering::new(&[], 1);
    let field = train(std::iter::empty(), &numbering, allowed, &PARAMS, |_, _| {});
    assert!(field.is_sound());
    let mut lattice = Lattice::default();
    lattice.run(&[], &field.transitions, &field.start);
    assert!(lattice.marginals().is_empty());
    assert_eq!(best_labels(&[], &field.transitions, &field.start).0, Vec::<u8>::new());
}
