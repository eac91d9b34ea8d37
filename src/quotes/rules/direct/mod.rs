//! Quotations and the reporting clause before or after them.

mod clause;

use std::ops::Range;

use super::attribution::{Attribution, Rule, Voice};
use super::scene::Scene;
use crate::quotes::lexicon::Classes;
use clause::Clause;

/// Attributions of quotations to the reporting clause beside them.
/// `taken[r]` is set for each quotation that became part of one.
pub(super) fn find(scene: &Scene<'_, '_>, taken: &mut [bool]) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    // the attribution that the quotation before this one belongs to
    let mut current: Option<usize> = None;
    for index in 0..scene.regions.len() {
        let region = scene.regions[index];
        let previous = index.checked_sub(1).map(|p| scene.regions[p]);
        if previous.is_some_and(|p| p.goes_on) {
            // the same speech in a new paragraph
            let after = scene.clause_after(index);
            match current {
                Some(open) => {
                    found[open].contents.push(region.open..region.end);
                    if found[open].sources.is_empty() {
                        found[open].sources.extend(scene.signature(index));
                    }
                    if found[open].cue.is_none()
                        && let Some(clause) = after
                    {
                        found[open].sources = clause.source.into_iter().collect();
                        found[open].cue = Some(clause.cue);
                        found[open].word = clause.word;
                        found[open].rule = Rule::QuotedBefore;
                    }
                }
                None => {
                    // the paragraphs so far wait for whoever speaks
                    let mut contents = vec![region.open..region.end];
                    let mut back = index;
                    while back > 0 && scene.regions[back - 1].goes_on && !taken[back - 1] {
                        back -= 1;
                        contents.insert(0, scene.regions[back].open..scene.regions[back].end);
                    }
                    if let Some(clause) = after {
                        taken[back..index].fill(true);
                        current = Some(found.len());
                        found.push(attribution(contents, clause, Rule::QuotedBefore));
                    } else if let Some(source) = scene.signature(index) {
                        taken[back..index].fill(true);
                        current = Some(found.len());
                        found.push(signed(contents, source));
                    }
                }
            }
            if current.is_some() {
                taken[index] = true;
            }
            continue;
        }
        let sentence = scene.sentence_of(region.open);
        let opens = scene.opens_sentence(region.open, &sentence);
        if let Some(clause) = scene.clause_before(index) {
            taken[index] = true;
            if let Some(open) = found.iter().rposition(|f| f.cue.as_ref() == Some(&clause.cue)) {
                found[open].contents.push(region.open..region.end);
                current = Some(open);
            } else {
                current = Some(found.len());
                found.push(attribution(vec![region.open..region.end], clause, Rule::QuotedAfter));
            }
            continue;
        }
        if let Some(clause) = scene.clause_after(index) {
            let start = if opens { region.open } else { scene.content_start(region.open, &sentence) };
            // an earlier quotation of the same sentence is part of the same content
            for earlier in (0..index).rev().take_while(|&e| scene.regions[e].open >= start) {
                taken[earlier] = true;
            }
            taken[index] = true;
            current = Some(found.len());
            found.push(attribution(vec![start..region.end], clause, Rule::QuotedBefore));
            continue;
        }
        if let Some(source) = scene.signature(index) {
            taken[index] = true;
            current = Some(found.len());
            found.push(signed(vec![region.open..region.end], source));
            continue;
        }
        let joined = current.filter(|&open| opens && scene.follows(&found[open], index));
        if let Some(open) = joined {
            found[open].contents.push(region.open..region.end);
            taken[index] = true;
        } else {
            current = None;
        }
    }
    found
}

fn attribution(contents: Vec<Range<usize>>, clause: Clause, rule: Rule) -> Attribution {
    Attribution {
        contents,
        cue: Some(clause.cue),
        sources: clause.source.into_iter().collect(),
        rule,
        voice: clause.voice,
        word: clause.word,
        confidence: 0.0,
    }
}

fn signed(contents: Vec<Range<usize>>, source: Range<usize>) -> Attribution {
    Attribution {
        contents,
        cue: None,
        sources: vec![source],
        rule: Rule::Layout,
        voice: Voice::Finite,
        word: "",
        confidence: 0.0,
    }
}

impl Scene<'_, '_> {
    /// The narrative sentence that holds token `at`.
    pub fn sentence_of(&self, at: usize) -> Range<usize> {
        let index = self.sentences.partition_point(|s| s.end <= at);
        self.sentences.get(index).cloned().unwrap_or(at..at + 1)
    }

    /// Whether nothing but marks and brackets stands before `at` in its sentence.
    pub fn opens_sentence(&self, at: usize, sentence: &Range<usize>) -> bool {
        (sentence.start..at)
            .all(|k| self.kind(k) != crate::text::TokenKind::Word && self.kind(k) != crate::text::TokenKind::Number)
    }

    /// Where a content that ends in a quotation amid a sentence starts.
    pub fn content_start(&self, open: usize, sentence: &Range<usize>) -> usize {
        let mut start = sentence.start;
        for at in (sentence.start..open).rev() {
            if matches!(self.word(at), ":" | ";") && !self.is_quoted(at) {
                start = at + 1;
                break;
            }
        }
        while start < open
            && (self.has(start, Classes::COORDINATOR) || self.kind(start) == crate::text::TokenKind::Punctuation)
        {
            start += 1;
        }
        start
    }

    /// Layouts without a verb: “...” — Commissioner Roe, and Roe: “...”
    pub fn signature(&self, index: usize) -> Option<Range<usize>> {
        let region = self.regions[index];
        let sentence = self.sentence_of(region.open);
        if region.open > sentence.start && self.word(region.open - 1) == ":" {
            let label = sentence.start..region.open - 1;
            if label.is_empty() || !self.capitalised(label.start) {
                return None;
            }
            let name = self.phrase_after(label.start, label.end).filter(|p| p.start == label.start);
            if let Some(name) = name
                && label.len() <= 40
                && (name.end == label.end
                    || self.is_comma(name.end)
                    || matches!(self.word(name.end), "(" | "on" | "in" | "to"))
                && !label.clone().any(|k| self.is_finite(k))
            {
                return Some(name);
            }
            return self.main_subject(label.start, label.end);
        }
        let paragraph = &self.document.paragraphs()[region.paragraph];
        let at = region.end;
        if at + 1 < paragraph.tokens.end && self.is_dash(at) && paragraph.tokens.end - at < 24 {
            let rest = at + 1..paragraph.tokens.end;
            if self.capitalised(at + 1) && !rest.clone().any(|k| self.is_finite(k)) {
                return self.phrase_after(at + 1, rest.end);
            }
        }
        None
    }

    /// Whether a quotation goes on right after the sentence of an attribution's cue or last content.
    pub fn follows(&self, open: &Attribution, index: usize) -> bool {
        let region = self.regions[index];
        let end = open.end();
        if end > region.open {
            return false;
        }
        let same_paragraph = self.document.paragraph_at(self.document.tokens()[end - 1].span.start) == region.paragraph;
        if !same_paragraph {
            return false;
        }
        // nothing but the rest of the cue's sentence lies between
        let rest = self.sentence_of(end - 1).end;
        rest >= region.open || (rest..region.open).all(|k| self.kind(k) != crate::text::TokenKind::Word)
    }
}
