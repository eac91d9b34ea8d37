//! Tests of the trained classifier and of its file.

use std::collections::BTreeMap;
use std::path::Path;

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::{MultiFittedLogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use super::*;
use crate::Error;
use crate::features::{QuoteContext, SparseRows};

mod few;
mod weights;

/// Invented quotes on whether to build a bridge, and on whether to keep a toll.
pub(super) fn examples() -> StanceDataset {
    let rows = [
        ("Build the bridge, and soon.", "favor", "none"),
        ("The bridge would bring work to both banks.", "favor", "none"),
        ("A bridge is a gift to the town.", "favor", "none"),
        ("The bridge must not be built.", "against", "none"),
        ("Nobody wants that bridge; it is a waste.", "against", "none"),
        ("The bridge would ruin the river.", "against", "none"),
        ("The toll pays for the road, keep it.", "none", "favor"),
        ("Keep the toll.", "none", "favor"),
        ("The toll is theft, drop it.", "none", "against"),
        ("Drop the toll now.", "none", "against"),
        ("It rained all day.", "none", "none"),
        ("The cows are in the barn.", "none", ""),
    ];
    let names = ["bridge".to_owned(), "toll".to_owned()];
    let rows = rows.iter().enumerate().map(|(number, (quote, bridge, toll))| {
        let mut row = LabelledQuote::new(format!("r{number}"), QuoteContext::new(*quote));
        row.group = Some(format!("g{}", number / 2));
        let labels = names.iter().cloned().zip([bridge, toll].map(|l| (*l).to_owned()));
        (row, labels.filter(|(_, label)| !label.is_empty()).collect())
    });
    StanceDataset::from_named(&names, rows.collect::<Vec<(_, BTreeMap<_, _>)>>())
}

pub(super) fn model() -> StanceModel {
    StanceModel::train(&examples(), &TrainParams::default()).unwrap()
}

/// Thirty invented articles in which a person who says a plain thing on the bridge adds what no one understands alone.
fn articles() -> StanceDataset {
    let rows = (0..30).flat_map(|number| {
        let (quote, side) = [("Build the bridge.", "favor"), ("The bridge is a waste.", "against")][number % 2];
        let quotes =
            [("Ada", quote, side), ("Ada", "That is all there is to it.", side), ("Ben", "It rained.", "none")];
        quotes.into_iter().enumerate().map(move |(at, (speaker, quote, label))| {
            let mut row = LabelledQuote::new(format!("a{number}#{at}"), QuoteContext::new(quote).speaker(speaker));
            row.article = Some(format!("a{number}"));
            (row, BTreeMap::from([("bridge".to_owned(), label.to_owned())]))
        })
    });
    StanceDataset::from_named(&["bridge".to_owned()], rows.collect::<Vec<_>>())
}

#[test]
fn what_a_speaker_says_elsewhere_in_the_article_counts() {
    let model = StanceModel::train(&articles(), &TrainParams::default()).unwrap();
    let vague = QuoteContext::new("That is all there is to it.").speaker("Ada");
    for (plain, side) in [("Build the bridge.", "favor"), ("The bridge is a waste.", "against")] {
        let article =
            [QuoteContext::new(plain).speaker("Ada"), vague.clone(), QuoteContext::new("It rained.").speaker("Ben")];
        let labels: Vec<&str> = model.predict_article(&article).iter().map(|found| found[0].label()).collect();
        assert_eq!(labels, [side, side, "none"]);
        let why = model.explain_article(&article, &[1], "bridge").unwrap().remove(0);
        assert_eq!(why.prediction, model.predict_article(&article)[1][0]);
        let (_, decision) = why.article.iter().find(|(label, _)| *label == why.prediction.best).unwrap();
        assert!(decision.speaker > 1.0, "{decision:?}");
    }
    let alone = model.predict(&vague).remove(0);
    assert!((alone.probability("favor") - alone.probability("against")).abs() < 0.2, "{alone:?}");
}

#[test]
fn quotes_of_articles_that_are_mixed_up_are_read_with_their_own() {
    let dataset = articles();
    let model = StanceModel::train(&dataset, &TrainParams::default()).unwrap();
    // the first quotes of all articles, then the second, then the third
    let order: Vec<usize> = (0..dataset.len()).map(|at| at % 30 * 3 + at / 30).collect();
    let mixed = dataset.select(&order);
    let read = |dataset: &StanceDataset| -> Vec<Vec<f64>> {
        let contexts: Vec<_> = dataset.rows().iter().map(|row| row.context.clone()).collect();
        let articles: Vec<_> = dataset.rows().iter().map(|row| row.article.as_deref()).collect();
        model.predict_many(&contexts, &articles).into_iter().map(|mut of| of.remove(0).probabilities).collect()
    };
    let (plain, mixed) = (read(&dataset), read(&mixed));
    assert!(order.iter().zip(&mixed).all(|(at, found)| *found == plain[*at]));
}

#[test]
fn the_encoder_is_asked_about_quotes_that_may_bear_on_a_question_it_knows() {
    use crate::encoder::{Encoder, HeadWeights};
    let mut weights = crate::encoder::tests::weights();
    // in another order than the model's
    let labels = ["none", "favor", "against"].map(str::to_owned).to_vec();
    weights.questions = vec![HeadWeights {
        question: "bridge".into(),
        labels,
        weights: vec![vec![0.0, 0.0]; 3],
        bias: vec![0.0, 4.0, 0.0],
    }];
    let encoder = Encoder::from_bytes(&weights.to_bytes().unwrap(), Path::new("e")).unwrap();
    let encoder: &'static Encoder = Box::leak(Box::new(encoder));
    let words = model();
    assert_eq!(words.questions()[0].labels, ["against", "favor", "none"]);
    let both = words.clone().with_encoder(encoder);
    let p = |model: &StanceModel, quote: &str, question: usize| {
        model.predict(&QuoteContext::new(quote)).remove(question).probabilities
    };
    let on = "Nobody wants that bridge; it is a waste.";
    assert!(p(&both, on, 0)[1] > p(&words, on, 0)[1] + 0.2, "{:?} {:?}", p(&both, on, 0), p(&words, on, 0));
    assert!((p(&both, on, 0).iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(p(&both, on, 1), p(&words, on, 1), "it has no head for the toll");
    let off = "It rained all day.";
    assert!(p(&words, off, 0)[2] > 0.9, "{:?}", p(&words, off, 0));
    assert_eq!(p(&both, off, 0), p(&words, off, 0));
    assert_eq!(words.to_bytes().unwrap(), both.to_bytes().unwrap(), "the encoder is no part of the file");
}

#[test]
fn each_quote_of_an_article_gets_what_the_encoder_says_of_it() {
    use crate::encoder::{Encoder, HeadWeights, Quantized};
    let mut weights = crate::encoder::tests::weights();
    // the mean tells how often the quote has "the"
    let the = |(row, column): (usize, usize)| if (row == 6) == (column == 0) { 1.0 } else { 3.0 };
    weights.words = Quantized::new(&ndarray::Array2::from_shape_fn((10, 2), the));
    weights.questions = vec![HeadWeights {
        question: "bridge".into(),
        labels: ["against", "favor", "none"].map(str::to_owned).to_vec(),
        weights: vec![vec![2.0, 0.0], vec![0.0, 2.0], vec![0.0, 0.0]],
        bias: vec![0.0; 3],
    }];
    let encoder = Encoder::from_bytes(&weights.to_bytes().unwrap(), Path::new("e")).unwrap();
    let both = model().with_encoder(Box::leak(Box::new(encoder)));
    let quotes = ["It rained all day.", "Build the the the bridge.", "The bridge is a great waste.", "Build a bridge."];
    let article = quotes.map(QuoteContext::new);
    let together = both.alone(&article, &[0]);
    for (context, found) in article.iter().zip(&together) {
        assert_eq!(both.alone(std::slice::from_ref(context), &[0])[0], *found, "{}", context.quote);
    }
    assert_ne!(together[1], together[3]);
}

#[test]
fn texts_without_surroundings_are_trained_on_as_such() {
    let alone = examples();
    assert_eq!(TrainParams::for_dataset(&alone), TrainParams::for_lone_texts());
    let mut rows = alone.rows().to_vec();
    rows[3].context.after = " It rained.".into();
    let one_has_some = StanceDataset::new(alone.questions().to_vec(), rows);
    assert_eq!(TrainParams::for_dataset(&one_has_some), TrainParams::default());
    let model = StanceModel::train(&alone, &TrainParams::for_lone_texts()).unwrap();
    // Letters tell a word that was never seen in this form.
    assert_eq!(model.predict(&QuoteContext::new("#keepthetoll")).remove(1).label(), "favor");
}

#[test]
fn the_sides_of_both_questions_are_learned() {
    let model = model();
    let labels = |quote: &str| -> Vec<String> {
        let predictions = model.predict(&QuoteContext::new(quote));
        predictions.iter().map(|p| p.label().to_owned()).collect()
    };
    assert_eq!(labels("The bridge must not be built."), ["against", "none"]);
    assert_eq!(labels("Keep the toll."), ["none", "favor"]);
    assert_eq!(labels("It rained all day."), ["none", "none"]);
}

#[test]
fn labels_have_one_order_whatever_the_rows() {
    let model = model();
    assert_eq!(model.questions()[0].labels, ["against", "favor", "none"]);
    let labels = ["none", "zeal", "neutral", "apathy"].map(str::to_owned);
    assert_eq!(Question::new("q", labels).labels, ["apathy", "zeal", "neutral", "none"]);
}

#[test]
fn an_empty_cell_is_unlabelled_and_not_none() {
    let dataset = examples();
    assert_eq!(dataset.label(10, 1), Some("none"));
    assert_eq!(dataset.label(11, 1), None);
}

#[test]
fn two_trainings_are_byte_identical_whatever_the_threads() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| model().to_bytes().unwrap())
    };
    let one = with(1);
    assert_eq!(one, with(4));
    assert_eq!(one, with(1));
}

#[test]
fn a_batch_is_answered_as_one_by_one() {
    let model = model();
    let dataset = examples();
    let contexts: Vec<_> = dataset.rows().iter().map(|row| row.context.clone()).collect();
    for (context, together) in contexts.iter().zip(model.predict_many(&contexts, &vec![None; contexts.len()])) {
        assert_eq!(model.predict(context), together);
    }
}

#[test]
fn the_rows_of_linfa_s_traits_are_answered_as_single_quotes() {
    // One path predicts from a table of rows, the other from one row; both must agree.
    let mut rows = SparseRows::new(2);
    rows.push(&mut [(0, 1.0)]);
    rows.push(&mut [(1, 1.0)]);
    rows.push(&mut [(0, 0.5), (1, 0.5)]);
    let steps =
        TopicThenSide { classifier: SoftmaxParams::new(0.1, 100).check().unwrap(), off_topic: Some(2), balance: 1.0 };
    let answer = steps.fit(&rows, &[0, 1, 2], &[1.0; 3]).unwrap();
    let table = answer.probabilities(&rows, 3);
    for index in 0..3 {
        let (columns, values) = rows.row(index);
        let row: Vec<_> = columns.iter().copied().zip(values.iter().copied()).collect();
        let alone = answer.of_row(&row, 3);
        for (a, b) in alone.iter().zip(table.row(index)) {
            assert!((a - b).abs() < 1e-12);
        }
        assert!((alone.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn an_answer_with_one_side_needs_no_side_model() {
    let mut rows = SparseRows::new(1);
    rows.push(&mut [(0, 1.0)]);
    rows.push(&mut []);
    let steps =
        TopicThenSide { classifier: SoftmaxParams::new(0.1, 100).check().unwrap(), off_topic: Some(1), balance: 0.0 };
    let answer = steps.fit(&rows, &[0, 1], &[1.0; 2]).unwrap();
    let p = answer.of_row(&[(0, 1.0)], 2);
    assert!(p[0] > 0.5 && (p[0] + p[1] - 1.0).abs() < 1e-12, "{p:?}");
}

/// linfa's own classifier, on rows with their zeros written out.
#[derive(Clone)]
struct Dense;

struct DenseModel(MultiFittedLogisticRegression<f64, usize>);

impl Fit<SparseRows, Array1<usize>, linfa_logistic::error::Error> for Dense {
    type Object = DenseModel;

    fn fit(&self, data: &DatasetBase<SparseRows, Array1<usize>>) -> Result<DenseModel, linfa_logistic::error::Error> {
        let dense = DatasetBase::new(data.records().to_dense(), data.targets().clone());
        MultiLogisticRegression::default().alpha(0.1).fit(&dense).map(DenseModel)
    }
}

impl Probabilities for DenseModel {
    fn classes(&self) -> Vec<usize> {
        self.0.classes().to_vec()
    }

    fn probabilities(&self, rows: &SparseRows) -> Array2<f64> {
        self.0.predict_probabilities(&rows.to_dense())
    }
}

#[test]
fn any_classifier_of_linfa_s_kind_can_take_the_place_of_ours() {
    let mut rows = SparseRows::new(3);
    let classes = [0, 1, 2, 0, 1, 2];
    for class in classes {
        // A topic column, a side column; class 2 is off topic.
        let mut row = match class {
            0 => vec![(0, 1.0), (1, 1.0)],
            1 => vec![(0, 1.0), (2, 1.0)],
            _ => vec![],
        };
        rows.push(&mut row);
    }
    let theirs = TopicThenSide { classifier: Dense, off_topic: Some(2), balance: 0.0 };
    let ours =
        TopicThenSide { classifier: SoftmaxParams::new(0.1, 200).check().unwrap(), off_topic: Some(2), balance: 0.0 };
    let theirs = theirs.fit(&rows, &classes, &[1.0; 6]).unwrap().probabilities(&rows, 3);
    let ours = ours.fit(&rows, &classes, &[1.0; 6]).unwrap().probabilities(&rows, 3);
    for (a, b) in theirs.iter().zip(&ours) {
        assert!((a - b).abs() < 0.01, "{theirs} {ours}");
    }
}

#[test]
fn what_cannot_be_trained_on_is_refused_with_a_remedy() {
    let good = examples();
    let problem = |dataset: &StanceDataset, params: &TrainParams| match StanceModel::train(dataset, params) {
        Err(Error::Training { problem, remedy }) => {
            assert!(!remedy.is_empty());
            problem
        }
        other => panic!("{other:?}"),
    };
    let params = TrainParams::default();
    assert_eq!(problem(&good.select(&[0, 1, 2]), &params), "question `bridge` has one label only, `favor`, in 3 rows");
    let unlabelled = good.select(&[11]);
    let bare = StanceDataset::from_named(
        &["ferry".to_owned()],
        unlabelled.rows().iter().map(|row| (row.clone(), BTreeMap::new())),
    );
    assert_eq!(problem(&bare, &params), "question `ferry` has no labelled row");
    assert_eq!(problem(&StanceDataset::default(), &params), "there are no rows");
    let mut bad = params.clone();
    bad.penalty = -1.0;
    assert!(problem(&good, &bad).contains("penalty"));
    bad = params.clone();
    bad.balance = 2.0;
    assert!(problem(&good, &bad).contains("balance"));
    bad = params.clone();
    bad.background = -0.5;
    assert_eq!(problem(&good, &bad), "the share of background is -0.5");
    bad = params;
    bad.features.weights.quote = f32::NAN;
    assert!(problem(&good, &bad).contains("weight"));
}

#[test]
fn a_model_file_gives_the_same_model_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bridge.model");
    let model = model();
    model.save(&path).unwrap();
    model.save(&path).unwrap();
    assert_eq!(StanceModel::load(&path).unwrap(), model);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file is left");
    let nowhere = folder.path().join("missing").join("bridge.model");
    assert!(matches!(model.save(&nowhere), Err(Error::Write { .. })));
    assert!(matches!(StanceModel::load(&nowhere), Err(Error::Read { .. })));
}

#[test]
fn other_files_are_refused_with_the_reason() {
    let bytes = model().to_bytes().unwrap();
    let reason = |bytes: &[u8]| match StanceModel::from_bytes(bytes, Path::new("m")) {
        Err(Error::Model { problem, remedy, .. }) => {
            assert!(!remedy.is_empty());
            problem
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(b"quote,stance\n"), "it is no quotestance stance model");
    assert_eq!(reason(b""), "it is no quotestance stance model");
    let newline = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let mut other = bytes.clone();
    other[newline - 1] = b'9';
    assert!(reason(&other).contains("version 9"));
    let mut other = bytes.clone();
    other[newline + 1] = if other[newline + 1] == b'0' { b'1' } else { b'0' };
    assert!(reason(&other).contains("other features"));
    let mut other = bytes.clone();
    other.push(0);
    assert_eq!(reason(&other), "1 bytes follow its end");
    let mut other = bytes.clone();
    let last = other.len() - 1;
    other[last] ^= 1;
    assert_eq!(reason(&other), "its content is damaged");
    for length in [10, newline, newline + 9, newline + 20, newline + 30, bytes.len() - 1] {
        assert_eq!(reason(&bytes[..length]), "it ends too early", "{length}");
    }
}

#[test]
fn merging_leaves_what_a_file_does_not_ask_unlabelled() {
    let both = examples();
    let names = ["ferry".to_owned()];
    let row = LabelledQuote::new("f", QuoteContext::new("Stop the ferry."));
    let labels = BTreeMap::from([("ferry".to_owned(), "against".to_owned())]);
    let merged = both.clone().merge(StanceDataset::from_named(&names, [(row, labels)]));
    assert_eq!(merged.len(), both.len() + 1);
    assert_eq!(merged.label(both.len(), 2), Some("against"));
    assert_eq!(merged.label(both.len(), 0), None);
    assert_eq!(merged.label(0, 2), None);
    assert_eq!(merged.label(3, 0), both.label(3, 0));
}

proptest! {
    #[test]
    fn any_text_gets_probabilities_that_sum_to_one(quote in "(?s).{0,60}", before in "(?s).{0,60}") {
        use std::sync::OnceLock;
        static MODEL: OnceLock<StanceModel> = OnceLock::new();
        let model = MODEL.get_or_init(model);
        for prediction in model.predict(&QuoteContext::new(quote).between(before, "")) {
            let sum: f64 = prediction.probabilities.iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-9);
            prop_assert!(prediction.probabilities.iter().all(|p| (0.0..=1.0).contains(p)));
        }
    }

    #[test]
    fn no_bytes_panic(at in 0usize..400, byte in any::<u8>()) {
        use std::sync::OnceLock;
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        let mut bytes = BYTES.get_or_init(|| model().to_bytes().unwrap()).clone();
        bytes[at] = byte;
        let _ = StanceModel::from_bytes(&bytes, Path::new("m"));
    }
}

#[test]
fn a_side_is_given_only_if_it_outweighs_all_that_is_none() {
    let labels = ["against", "favor", "neutral", "none"].map(str::to_owned);
    let question = Question::new("bridge", labels);
    assert_eq!(question.decide(&[0.4, 0.1, 0.2, 0.3]), 3, "the likeliest is a side, but no side is likelier");
    assert_eq!(question.decide(&[0.4, 0.1, 0.3, 0.2]), 2);
    assert_eq!(question.decide(&[0.4, 0.3, 0.2, 0.1]), 0, ".4 against .3");
    assert_eq!(question.decide(&[0.1, 0.2, 0.2, 0.5]), 3);
    assert_eq!(question.decide(&[0.25, 0.25, 0.25, 0.25]), 2, "of equals the first");
    let two = Question::new("bridge", ["no", "yes"].map(str::to_owned));
    assert_eq!(two.decide(&[0.5, 0.5]), 0, "without neutral and none it is the likeliest");
}
