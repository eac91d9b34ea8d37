//! Whether a quote is given to the right speaker.

use std::collections::BTreeSet;

use crate::quotes::{GoldArticle, Kind, Quote, Speaker, speakers};
use crate::text::{Document, Span};

/// Words that tell no speaker from another.
const EMPTY: [&str; 12] = ["the", "of", "for", "a", "an", "and", "unnamed", "in", "s", "to", "at", "on"];

/// Whether a speaker's name is that of the annotation: it has the last word (the surname) of the first of the annotated
/// speakers, which are parted by `;`, a remark in brackets aside; or half of the words of the annotated name, empty words
/// aside. Articles often give only a surname, and descriptions ("Justice Department officials") can be worded in more ways
/// than one. It is lenient: of a name of two words the first alone is half.
///
/// ```
/// use quotestance::evaluate::quotes::names_agree;
/// assert!(names_agree("Ruth Okonjo; Bo Lind", Some("Mrs. Okonjo")));
/// assert!(names_agree("critics of the ferry sale", Some("critics of the sale")));
/// assert!(!names_agree("Ruth Okonjo", Some("Bo Lind")) && !names_agree("Ruth Okonjo", None));
/// ```
pub fn names_agree(annotated: &str, found: Option<&str>) -> bool {
    let found: BTreeSet<String> = words(found.unwrap_or_default()).collect();
    let first = annotated.split([';', '(']).next().unwrap_or_default();
    if words(first).last().is_some_and(|surname| found.contains(&surname)) {
        return true;
    }
    let wanted: BTreeSet<String> = words(annotated).filter(|word| !EMPTY.contains(&word.as_str())).collect();
    !wanted.is_empty() && 2 * wanted.intersection(&found).count() >= wanted.len()
}

fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\'')));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The speakers that are resolved when the quotes with all their parts are those of the annotation; one for each gold
/// quote, none where nothing is left of its contents. Kinds are those given.
pub(super) fn of_gold_quotes(document: &Document<'_>, gold: &GoldArticle, kinds: &[Kind]) -> Vec<Option<Speaker>> {
    let mut quotes: Vec<(usize, Quote)> = Vec::with_capacity(gold.quotes.len());
    for (at, (quote, kind)) in gold.quotes.iter().zip(kinds).enumerate() {
        let contents: Vec<Span> = quote.contents.iter().flat_map(|span| paragraphs(document.text(), *span)).collect();
        if contents.is_empty() {
            continue;
        }
        let (cue, sources) = (quote.cue, quote.sources.clone());
        let speaker = Speaker::unknown();
        quotes.push((at, Quote { kind: *kind, contents, cue, sources, speaker, confidence: 1.0 }));
    }
    // the order in which a finder gives its quotes
    quotes.sort_by_key(|(_, quote)| quote.contents[0]);
    let (places, mut quotes): (Vec<usize>, Vec<Quote>) = quotes.into_iter().unzip();
    speakers::resolve(document, &mut quotes);
    let mut found = vec![None; gold.quotes.len()];
    for (place, quote) in places.into_iter().zip(quotes) {
        found[place] = Some(quote.speaker);
    }
    found
}

/// A span cut at line ends, without white space around the pieces: found quotes never cross a paragraph.
fn paragraphs(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut start = span.start;
    span.of(text).split('\n').filter_map(move |line| {
        let from = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        let length = line.trim().len();
        (length > 0).then(|| Span::new(from, from + length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::GoldQuote;
    use crate::text::Article;

    #[test]
    fn gold_quotes_over_paragraphs_are_given_to_their_speakers() {
        let text = "Ruth Okonjo spoke first. “We go. \n\n“We stay,” she said.\n".to_owned();
        let span = |part: &str| Span::new(text.find(part).unwrap(), text.find(part).unwrap() + part.len());
        let quote = GoldQuote {
            contents: vec![span("“We go. \n\n“We stay,”")],
            cue: Some(span("said")),
            sources: vec![span("she")],
            ..GoldQuote::default()
        };
        let article = Article { text: text.clone(), ..Article::default() };
        let gold = GoldArticle { article, quotes: vec![quote] };
        let found = of_gold_quotes(&Document::new(&text), &gold, &[Kind::Direct]);
        assert_eq!(found[0].as_ref().unwrap().name.as_deref(), Some("Ruth Okonjo"));
    }
}
