//! Questions with few of many rows.

use super::*;

/// A question that all rows answer, and fifty that three rows each do.
fn many_targets() -> StanceDataset {
    let mut names = vec!["bridge".to_owned()];
    names.extend((0..50).map(|number| format!("mill {number}")));
    let rows = (0..400).map(|number| {
        let (quote, label) =
            [("Build the bridge", "favor"), ("Stop the bridge", "against"), ("It rained", "none")][number % 3];
        let row = LabelledQuote::new(number.to_string(), QuoteContext::new(format!("{quote} in year {number}.")));
        let mut labels = BTreeMap::from([(names[0].clone(), label.to_owned())]);
        if let Some(name) = names.get(1 + number / 3) {
            labels.insert(name.clone(), label.to_owned());
        }
        (row, labels)
    });
    StanceDataset::from_named(&names, rows.collect::<Vec<_>>())
}

#[test]
fn a_target_of_few_rows_is_learned_explained_and_kept_in_the_file() {
    let model = StanceModel::train(&many_targets(), &TrainParams::default()).unwrap();
    assert!(matches!(model.lexical.answers[0].answer, Answer::TopicThenSide { .. }));
    assert!(model.lexical.answers[1..].iter().all(|answer| matches!(answer.answer, Answer::Few(_))));
    let context = QuoteContext::new("Stop that bridge!");
    let labels: Vec<&str> = model.predict(&context).iter().map(|prediction| prediction.label()).collect();
    assert_eq!(labels, vec!["against"; 51]);
    for prediction in model.predict(&context) {
        assert!((prediction.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let why = model.explain(&context, &prediction.question.name).unwrap();
        assert_eq!(why.prediction, prediction);
        let gate = why.gate.unwrap();
        assert!(gate.calibration.abs() < 1e-3 && gate.facts.iter().any(|fact| fact.log_odds > 0.0));
    }
    assert_eq!(model.predict_article_on(std::slice::from_ref(&context), &[7, 0])[0][0], model.predict(&context)[7]);
    let bytes = model.to_bytes().unwrap();
    assert!(StanceModel::from_bytes(&bytes, Path::new("m")).unwrap() == model);
    let dense: usize = 51 * 2 * 3 * 4 * model.lexical.vectorizer.columns();
    assert!(bytes.len() < dense, "{} of {dense}", bytes.len());
}

#[test]
fn leaving_out_columns_without_a_number_changes_no_answer() {
    let mut rows = SparseRows::new(9);
    rows.push(&mut [(1, 1.0), (7, 0.5)]);
    rows.push(&mut [(4, 1.0)]);
    rows.push(&mut [(7, 1.0)]);
    let steps =
        TopicThenSide { classifier: SoftmaxParams::new(0.1, 100).check().unwrap(), off_topic: Some(2), balance: 1.0 };
    let all = steps.fit(&rows, &[0, 1, 2], &[1.0; 3]).unwrap();
    let few = steps.fit_few(&rows, &[0, 1, 2], &[1.0; 3]).unwrap();
    assert_eq!(*few.over_all(9), all);
    assert!(few.is_sound(9, 3) && !few.is_sound(7, 3));
    let unseen = [(0, 1.0), (4, 0.5), (8, 2.0)];
    assert_eq!(few.of_row(&unseen, 3), all.of_row(&unseen, 3));
    assert_eq!(few.probabilities(&rows, 3), all.probabilities(&rows, 3));
}
