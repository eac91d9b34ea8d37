//! The reasons for what the rules found.

use super::attribution::{Attribution, Rule, Voice};
use super::scene::Scene;
use crate::quotes::explanation::{Candidate, Cue, Explanation};
use crate::text::Span;

/// The reasons for `found`, without the chain to the speaker; `dropped` are the readings of
/// the article that did not win.
pub(super) fn of(scene: &Scene<'_, '_>, found: &Attribution, dropped: &[Attribution]) -> Explanation {
    let span = |range: &std::ops::Range<usize>| scene.document.span_of(range.clone());
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut offer = |reading: &Attribution, note: String| {
        for source in &reading.sources {
            let span: Span = span(source);
            if !candidates.iter().any(|known| known.span == span) {
                candidates.push(Candidate { span, score: reading.confidence, note: note.clone() });
            }
        }
    };
    let by =
        if found.rule == Rule::Floating { "chosen: holds the floor" } else { "chosen: subject of the reporting words" };
    offer(found, by.to_owned());
    let mut rivals: Vec<&Attribution> = dropped.iter().filter(|other| is_rival(found, other)).collect();
    rivals.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.first().cmp(&b.first())));
    for rival in rivals {
        offer(rival, format!("left out: {}", name(rival)));
    }
    Explanation {
        found_by: name(found),
        cue: found
            .cue
            .as_ref()
            .map(|cue| Cue { span: span(cue), note: format!("{}, {}", found.word, form(found.voice)) }),
        candidates,
        chain: Vec::new(),
    }
}

/// Whether `other` reads at least half of what `found` reports as somebody's words.
fn is_rival(found: &Attribution, other: &Attribution) -> bool {
    let shared = |one: &std::ops::Range<usize>, two: &std::ops::Range<usize>| {
        one.end.min(two.end).saturating_sub(one.start.max(two.start))
    };
    let both: usize =
        found.contents.iter().flat_map(|one| other.contents.iter().map(move |two| shared(one, two))).sum();
    let all: usize = found.contents.iter().map(ExactSizeIterator::len).sum();
    both * 2 >= all
}

/// The rule with what it saw, as "rule QuotedBefore: a quotation and its reporting clause after it".
fn name(found: &Attribution) -> String {
    let saw = match found.rule {
        Rule::QuotedBefore => "a quotation with its reporting clause after it",
        Rule::QuotedAfter => "a quotation with its reporting clause before it",
        Rule::Layout => "a quotation signed with a dash, or led by a name and a colon",
        Rule::Floating => "a quotation without reporting words",
        Rule::That => "a reporting verb with a “that” clause",
        Rule::Bare => "a reporting verb with a clause and no “that”",
        Rule::Question => "a reporting verb with a question word",
        Rule::Infinitive => "a reporting verb with an infinitive",
        Rule::Object => "a reporting verb with an object",
        Rule::Particle => "a reporting verb with its particle",
        Rule::Parenthesis => "a reporting clause after or amid what it reports",
        Rule::According => "“according to”",
        Rule::Noun => "a noun of speech",
    };
    format!("rule {}: {saw}", found.rule.as_str())
}

fn form(voice: Voice) -> &'static str {
    match voice {
        Voice::Finite => "finite",
        Voice::Participle => "participle",
        Voice::ToInfinitive => "infinitive",
        Voice::Passive => "passive",
    }
}
