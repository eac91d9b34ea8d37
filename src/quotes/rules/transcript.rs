//! Transcripts: paragraphs that a name or Q and A and a colon lead, without quotation marks.

use std::ops::Range;

use super::attribution::{Attribution, Rule, Voice};
use super::scene::Scene;
use crate::text::TokenKind;

/// Longest label before the colon, in tokens.
const LONGEST: usize = 12;
/// Fewest labelled paragraphs that make a transcript.
const FEWEST: usize = 3;

/// The turns of a transcript: at least three paragraphs with a label, so that one
/// "Name: text" headline is none.
pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Attribution> {
    let turns: Vec<(Range<usize>, Range<usize>)> = scene
        .document
        .paragraphs()
        .iter()
        .filter_map(|paragraph| {
            let tokens = paragraph.tokens.clone();
            let label = label(scene, &tokens)?;
            let content = label.end + 1..tokens.end;
            (!content.is_empty() && !scene.is_quoted(content.start)).then_some((label, content))
        })
        .collect();
    if turns.len() < FEWEST {
        return Vec::new();
    }
    turns
        .into_iter()
        .map(|(label, content)| Attribution {
            contents: vec![content],
            cue: None,
            sources: vec![label],
            rule: Rule::Layout,
            voice: Voice::Finite,
            word: "",
            confidence: 0.0,
        })
        .collect()
}

/// "Mr. ROE", "Q.", "A (Juror 44)" before a colon or, for Q and A, by themselves.
fn label(scene: &Scene<'_, '_>, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let start = paragraph.start;
    let colon = (start + 1..paragraph.end.min(start + LONGEST)).find(|&k| scene.word(k) == ":")?;
    let mut depth = 0usize;
    for at in start..colon {
        match scene.word(at) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            "." | "," => {}
            "of" | "the" | "for" | "and" | "de" | "van" | "von" | "bin" if at > start => {}
            _ if scene.kind(at) == TokenKind::Number && at > start => {}
            _ if scene.capitalised(at) => {}
            _ => return None,
        }
    }
    let bracket = (start..colon).find(|&k| matches!(scene.word(k), "(" | "["));
    (bracket != Some(start)).then_some(start..colon)
}
