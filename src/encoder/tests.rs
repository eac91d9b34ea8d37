//! A network small enough to work out by hand, and odd inputs.

use std::path::Path;

use ndarray::{Array2, array};
use proptest::prelude::*;

use super::*;
use crate::Error;

const VOCABULARY: &str = "[PAD]\n[unused0]\n[unused1]\n[UNK]\n[CLS]\n[SEP]\nthe\nrope\nmust\ngo";

/// Two numbers a token, one head, one layer that changes nothing but the norm: all its matrices are zero.
pub(crate) fn weights() -> EncoderWeights {
    let words = Array2::from_shape_fn((10, 2), |(row, column)| if column == 0 { row as f32 } else { 1.0 });
    let zeros = |rows: usize, columns: usize| (Quantized::new(&Array2::zeros((rows, columns))), vec![0.0; rows]);
    let norm = || (vec![1.0, 1.0], vec![0.0, 0.5]);
    EncoderWeights {
        vocabulary: VOCABULARY.into(),
        words: Quantized::new(&words),
        positions: Quantized::new(&Array2::zeros((8, 2))),
        norm: norm(),
        heads: 1,
        layers: vec![LayerWeights {
            attend: zeros(6, 2),
            merge: zeros(2, 2),
            attended: norm(),
            widen: zeros(3, 2),
            narrow: zeros(2, 3),
            done: norm(),
        }],
        questions: vec![HeadWeights {
            question: "rope".into(),
            labels: vec!["go".into(), "stay".into()],
            weights: vec![vec![0.0, 0.0], vec![0.0, 0.0]],
            bias: vec![0.0, 3f32.ln()],
        }],
    }
}

fn mean(encoder: &Encoder, before: &str, quote: &str, after: &str) -> Vec<f32> {
    encoder.vectors(&[Passage { before, quote, after }]).remove(0)
}

fn encoder() -> Encoder {
    Encoder::from_bytes(&weights().to_bytes().unwrap(), Path::new("e")).unwrap()
}

#[test]
fn case_makes_no_difference() {
    let encoder = encoder();
    let one = mean(&encoder, "", "the rope must go", "");
    assert_eq!(one, mean(&encoder, "", "The ROPE must go", ""));
    assert_ne!(one, mean(&encoder, "", "the rope", ""));
}

#[test]
fn a_head_gives_the_shares_of_its_labels() {
    let stances = &encoder().stances(&[Passage { before: "", quote: "the rope must go", after: "" }])[0];
    assert!((stances[0][0] - 0.25).abs() < 1e-6 && (stances[0][1] - 0.75).abs() < 1e-6, "{stances:?}");
    let mut one = weights();
    one.questions[0].bias.pop();
    let error = Encoder::from_bytes(&one.to_bytes().unwrap(), Path::new("e")).unwrap_err();
    assert!(matches!(error, Error::Model { .. }), "{error}");
}

#[test]
fn a_network_without_layers_gives_the_mean_of_its_tokens() {
    let mut plain = weights();
    plain.layers.clear();
    plain.words = Quantized::new(&array![
        [0.0, 0.0],
        [3.0, 1.0],
        [3.0, 1.0],
        [0.0, 0.0],
        [0.0, 0.0],
        [0.0, 0.0],
        [1.0, 3.0],
        [0.0, 0.0],
        [0.0, 0.0],
        [0.0, 0.0]
    ]);
    let encoder = Encoder::from_bytes(&plain.to_bytes().unwrap(), Path::new("e")).unwrap();
    // the marks become (1, -1 + .5), "the" (-1, 1 + .5); their mean is (1/3, 1/6)
    let vector = mean(&encoder, "", "the", "");
    assert!((vector[0] - 1.0 / 3.0).abs() < 1e-2 && (vector[1] - 1.0 / 6.0).abs() < 1e-2, "{vector:?}");
}

#[test]
fn passages_read_together_get_what_each_gets_alone() {
    let Some(encoder) = Encoder::shipped() else { return };
    let quotes = ["The rope must go.", "", "They should be tried at home, where the graves are.", "No."];
    let contexts = [("", ""), ("The minister was asked about the camp. ", ""), ("", " he said."), ("It rained.", "x")];
    let mut passages = Vec::new();
    for (before, after) in contexts {
        passages.extend(quotes.map(|quote| Passage { before, quote, after }));
    }
    let together = encoder.stances(&passages);
    for (passage, stances) in passages.iter().zip(together) {
        assert_eq!(encoder.stances(&[*passage])[0], stances, "{passage:?}");
    }
}

#[test]
fn other_files_are_refused_with_the_reason() {
    let refused = |bytes: &[u8]| match Encoder::from_bytes(bytes, Path::new("e")) {
        Err(Error::Model { problem, .. }) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(b"PK"), "it is no quotestance sentence encoder");
    let mut odd = weights();
    odd.heads = 3;
    assert_eq!(refused(&odd.to_bytes().unwrap()), "its content is damaged");
    odd = weights();
    odd.vocabulary = "the".into();
    assert_eq!(refused(&odd.to_bytes().unwrap()), "its content is damaged");
}

proptest! {
    #[test]
    fn no_text_panics(before in "(?s).{0,40}", quote in "(?s).{0,90}", after in "(?s).{0,40}") {
        let vector = mean(&encoder(), &before, &quote, &after);
        prop_assert!(vector.iter().all(|x| x.is_finite()));
    }
}
