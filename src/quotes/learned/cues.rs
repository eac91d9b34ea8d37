//! The word that stands for a cue of several: "said" in "had said in a statement".

use std::ops::Range;

use super::super::lexicon::Classes;
use super::super::rules::scene::Scene;
use crate::text::TokenKind;

/// Words that are never what a cue is about, unless it has no other.
const LIGHT: Classes = Classes::AUXILIARY
    .or(Classes::PREPOSITION)
    .or(Classes::DETERMINER)
    .or(Classes::PRONOUN)
    .or(Classes::ADVERB)
    .or(Classes::SUBORDINATOR);

/// The first reporting verb of a cue that is not an auxiliary, else its first word of weight, else its first token.
pub(super) fn head(scene: &Scene<'_, '_>, cue: &Range<usize>) -> usize {
    let verb = |at: &usize| scene.verb(*at).is_some() && !scene.has(*at, Classes::AUXILIARY);
    let word = |at: &usize| scene.kind(*at) == TokenKind::Word && !scene.has(*at, LIGHT);
    cue.clone().find(verb).or_else(|| cue.clone().find(word)).unwrap_or(cue.start)
}
