//! Training of the tagger and the parser from treebanks.

mod groups;
mod parser;
mod project;
mod tagger;
mod treebank;

pub use parser::ParserParams;
pub use project::{Projected, project};
pub use tagger::TaggerParams;
pub use treebank::{TreebankSentence, TreebankWord, read_conllu, read_corenlp};

use super::form::{self, Form, Style};
use super::tagger::Tagger;
use super::{Relation, Syntax, Tag};
use crate::text::Document;

/// A sentence to learn from.
#[derive(Debug)]
pub(super) struct Example {
    pub forms: Vec<Form>,
    pub style: Style,
    pub tags: Vec<Tag>,
    /// Head of each token; the number of tokens for the root.
    pub heads: Vec<usize>,
    pub relations: Vec<Relation>,
    /// Whether head and relation can be learnt from.
    pub certain: Vec<bool>,
    /// Whether a program, not a person, analysed it.
    pub silver: bool,
}

/// How everything is trained.
#[derive(Debug, Clone, Copy)]
pub struct SyntaxParams {
    /// How many groups of words used alike.
    pub groups: usize,
    /// The tagger.
    pub tagger: TaggerParams,
    /// The parser.
    pub parser: ParserParams,
}

impl Default for SyntaxParams {
    fn default() -> Self {
        Self { groups: 256, tagger: TaggerParams::default(), parser: ParserParams::default() }
    }
}

/// Trains on `sentences`; `vectors` is the project's file of word vectors. The same sentences give the same model.
pub fn train(
    sentences: &[TreebankSentence],
    vectors: &[u8],
    params: &SyntaxParams,
    mut progress: impl FnMut(&str),
) -> Syntax {
    let mut examples: Vec<Example> = sentences.iter().filter_map(example).collect();
    progress(&format!("{} of {} sentences can be learnt from", examples.len(), sentences.len()));
    let groups = groups::groups(vectors, params.groups);
    progress(&format!("{} words in {} groups", groups.len(), params.groups));
    let tagger = tagger::train(&mut examples, &groups, &params.tagger, &mut progress);
    retag(&tagger, &mut examples);
    let parser = parser::train(&examples, &params.parser, &mut progress);
    Syntax { tagger, parser }
}

/// Replaces the examples' tags by those that `tagger` gives them: the parser must live with its mistakes.
fn retag(tagger: &Tagger, examples: &mut [Example]) {
    for example in examples {
        tagger.tag(&example.forms, example.style, &mut example.tags);
    }
}

fn example(sentence: &TreebankSentence) -> Option<Example> {
    let doc = Document::new(&sentence.text);
    let own = project(sentence, &doc)?;
    let count = own.heads.len();
    let heads = own.heads.iter().map(|head| head.unwrap_or(count)).collect();
    let (mut forms, mut letters) = (Vec::new(), Vec::new());
    let style = form::read(&doc, 0..doc.tokens().len(), &mut forms, &mut letters);
    Some(Example {
        forms,
        style,
        tags: own.tags,
        heads,
        relations: own.relations,
        certain: own.certain,
        silver: sentence.silver,
    })
}

/// Random order that is the same every time (`SplitMix64`; Steele and others 2014).
pub(super) struct Shuffle(u64);

impl Shuffle {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
