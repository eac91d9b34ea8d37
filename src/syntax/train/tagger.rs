//! Trains the tagger.

use std::collections::{BTreeMap, HashMap};

use super::{Example, Shuffle};
use crate::learn::{Averaged, Rarity, WeightTable, best};
use crate::syntax::Tag;
use crate::syntax::form::PAD;
use crate::syntax::tagger::{EDGE, FEATURES, Tagger, fill};

/// How the tagger is trained.
#[derive(Debug, Clone, Copy)]
pub struct TaggerParams {
    /// Passes over the training sentences.
    pub passes: usize,
    /// Features seen less often get no weight.
    pub least_seen: u8,
    /// Words seen as often with one tag only always get that tag.
    pub certain: u32,
    /// Features without a weight of this size are left out.
    pub light: f32,
}

impl Default for TaggerParams {
    fn default() -> Self {
        Self { passes: 6, least_seen: 3, certain: 20, light: 0.5 }
    }
}

/// A tagger without weights, which knows the usual tags of the words of `examples`.
fn dictionary(examples: &[Example], groups: &HashMap<u64, u16>, params: &TaggerParams) -> Tagger {
    let mut counts: BTreeMap<u64, [u32; Tag::COUNT]> = BTreeMap::new();
    for example in examples {
        for (form, tag) in example.forms[PAD..].iter().zip(&example.tags) {
            counts.entry(form.exact).or_insert([0; Tag::COUNT])[*tag as usize] += 1;
            if form.word != form.exact {
                counts.entry(form.word).or_insert([0; Tag::COUNT])[*tag as usize] += 1;
            }
        }
    }
    for word in groups.keys() {
        counts.entry(*word).or_insert([0; Tag::COUNT]);
    }
    let rows = counts.into_iter().filter_map(|(word, counts)| {
        let total: u32 = counts.iter().sum();
        let (usual, most) = counts.iter().enumerate().max_by_key(|(tag, count)| (**count, Tag::COUNT - tag))?;
        let always = total >= params.certain && u64::from(*most) * 1000 >= u64::from(total) * 995;
        let usual = if total >= 2 { usual as f32 + 1.0 } else { 0.0 };
        let group = groups.get(&word).map_or(0.0, |group| f32::from(*group) + 1.0);
        Some((word, vec![usual, f32::from(u8::from(always)), group]))
    });
    Tagger { words: WeightTable::build(3, 1.0, rows), ..Tagger::untrained() }
}

/// Trains a tagger and fills in the usual tags of the examples' words.
pub fn train(
    examples: &mut [Example],
    groups: &HashMap<u64, u16>,
    params: &TaggerParams,
    mut progress: impl FnMut(&str),
) -> Tagger {
    let mut tagger = dictionary(examples, groups, params);
    for example in examples.iter_mut() {
        tagger.look_up(&mut example.forms, example.style);
    }
    let examples = &*examples;
    let mut rarity = Rarity::new(params.least_seen);
    let mut features = [0; FEATURES];
    for example in examples {
        let (mut before, mut last) = (EDGE, EDGE);
        for (at, tag) in example.tags.iter().enumerate() {
            if !example.forms[at + PAD].always {
                fill(&example.forms, at + PAD, example.style, last, before, &mut features);
                features.iter().for_each(|feature| rarity.see(*feature));
            }
            before = last;
            last = *tag as u64;
        }
    }
    let mut learner = Averaged::new(Tag::COUNT, rarity);
    let mut scores = [0; Tag::COUNT];
    let mut shuffle = Shuffle::new(7);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for pass in 0..params.passes {
        shuffle.shuffle(&mut order);
        let (mut wrong, mut total) = (0, 0);
        for &at in &order {
            let example = &examples[at];
            let (mut before, mut last) = (EDGE, EDGE);
            for (at, right) in example.tags.iter().enumerate() {
                let form = &example.forms[at + PAD];
                let guess = if form.always {
                    usize::from(form.usual).wrapping_sub(1)
                } else {
                    fill(&example.forms, at + PAD, example.style, last, before, &mut features);
                    learner.score(&features, &mut scores);
                    let guess = best(&scores);
                    if guess != *right as usize {
                        learner.update(&features, *right as usize, guess);
                    }
                    learner.tick();
                    guess
                };
                wrong += usize::from(guess != *right as usize);
                total += 1;
                before = last;
                last = guess as u64;
            }
        }
        progress(&format!(
            "tagger, pass {}: {:.2}% right while learning",
            pass + 1,
            100.0 - 100.0 * wrong as f64 / total as f64
        ));
    }
    tagger.weights = learner.average(0.05, 0.1, params.light, 2);
    progress(&format!("tagger: {} features, {} words", tagger.weights.len(), tagger.words.len()));
    tagger
}
