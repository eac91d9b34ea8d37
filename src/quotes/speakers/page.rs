//! An article with everything that the rules ask of its words, computed once:
//! word classes, quotation, sentences and the contents of the quotes.

use std::ops::Range;

use super::sorts::{self, Sort};
use crate::quotes::lexicon::{Classes, Form, Lexicon};
use crate::quotes::{Quote, marks};
use crate::text::{Document, Span, Token, TokenKind};

/// Shortest quotation, in tokens, that is somebody's words; shorter ones may be
/// nicknames and scare quotes.
const WORDS_OF_SOMEBODY: usize = 4;

/// Words that are in no name unless they are written in capitals.
const CLOSED: Classes = Classes::PRONOUN
    .or(Classes::POSSESSIVE)
    .or(Classes::DETERMINER)
    .or(Classes::AUXILIARY)
    .or(Classes::PREPOSITION)
    .or(Classes::SUBORDINATOR)
    .or(Classes::COORDINATOR)
    .or(Classes::ADVERB);

/// A document with the classes of its tokens.
pub(super) struct Page<'d> {
    pub(super) document: &'d Document<'d>,
    classes: Vec<Classes>,
    verbs: Vec<Option<Form>>,
    quoted: Vec<u32>,
    content: Vec<u32>,
    sources: Vec<usize>,
    sentence: Vec<u32>,
    clock: Vec<u32>,
}

impl<'d> Page<'d> {
    pub(super) fn new(document: &'d Document<'d>, quotes: &[Quote]) -> Self {
        let lexicon = Lexicon::shared();
        let count = document.tokens().len();
        let mut classes = Vec::with_capacity(count);
        let mut verbs = Vec::with_capacity(count);
        for (at, token) in document.tokens().iter().enumerate() {
            let entry = match token.kind {
                TokenKind::Word => lexicon.look_up(document.word(at)),
                _ => Default::default(),
            };
            let unlisted = token.kind == TokenKind::Word && !token.capitalised && entry.classes == Classes::default();
            classes.push(if unlisted { sorts::occupation(document.word(at)) } else { entry.classes });
            verbs.push(entry.verb.map(|(_, form)| form));
        }
        let mut quoted = vec![0; count];
        for (number, region) in (1..).zip(marks::pair(document)) {
            if region.inner().len() >= WORDS_OF_SOMEBODY {
                quoted[region.open..region.end].fill(number);
            }
        }
        let mut content = vec![0; count];
        for (number, quote) in (1..).zip(quotes) {
            for span in &quote.contents {
                content[tokens_of(document, *span)].fill(number);
            }
        }
        let mut sources: Vec<usize> =
            quotes.iter().flat_map(|quote| &quote.sources).map(|span| tokens_of(document, *span).start).collect();
        sources.sort_unstable();
        let mut sentence = vec![0; count];
        let mut clock = Vec::with_capacity(document.sentences().len());
        let mut ticks = 0;
        for (number, unit) in (0..).zip(document.sentences()) {
            sentence[unit.tokens.clone()].fill(number);
            // a sentence within a quotation moves nothing on for the narrator
            let inside = quoted[unit.tokens.start] != 0 && quoted[unit.tokens.end - 1] != 0;
            ticks += u32::from(!inside);
            clock.push(ticks);
        }
        Self { document, classes, verbs, quoted, content, sources, sentence, clock }
    }

    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }

    pub(super) fn token(&self, at: usize) -> &Token {
        &self.document.tokens()[at]
    }

    /// The word at `at`, empty past the end.
    pub(super) fn word(&self, at: usize) -> &'d str {
        if at < self.len() { self.document.word(at) } else { "" }
    }

    /// The classes of the word at `at`, none past the end.
    pub(super) fn is(&self, at: usize, classes: Classes) -> bool {
        self.classes.get(at).is_some_and(|c| c.any(classes))
    }

    /// The text of a token range.
    pub(super) fn text(&self, range: Range<usize>) -> &'d str {
        if range.is_empty() { "" } else { self.document.span_of(range).of(self.document.text()) }
    }

    /// Number of the quotation that holds token `at`, 0 for none.
    pub(super) fn quotation(&self, at: usize) -> u32 {
        self.quoted.get(at).copied().unwrap_or(0)
    }

    /// One more than the index of the quote whose content holds token `at`, 0 for none.
    pub(super) fn content(&self, at: usize) -> u32 {
        self.content.get(at).copied().unwrap_or(0)
    }

    /// Whether the source of a quote starts with token `at`.
    pub(super) fn source_starts(&self, at: usize) -> bool {
        self.sources.binary_search(&at).is_ok()
    }

    /// Index of the sentence of token `at`.
    pub(super) fn sentence(&self, at: usize) -> usize {
        self.sentence.get(at).or(self.sentence.last()).map_or(0, |&s| s as usize)
    }

    /// Tokens of the sentence of token `at`.
    pub(super) fn sentence_tokens(&self, at: usize) -> Range<usize> {
        self.document.sentences().get(self.sentence(at)).map_or(0..0, |unit| unit.tokens.clone())
    }

    /// Number of the narrator's sentences up to that of token `at`.
    pub(super) fn clock(&self, at: usize) -> u32 {
        self.clock.get(self.sentence(at)).copied().unwrap_or(0)
    }

    /// Whether a sentence, a quotation or a list item opens with token `at`.
    pub(super) fn opens(&self, at: usize) -> bool {
        at == 0
            || self.sentence(at - 1) != self.sentence(at)
            || self.token(at - 1).kind == TokenKind::Mark
            || matches!(self.word(at - 1), ":" | "•" | "—" | "–" | "--" | "*" | "…")
    }

    /// Whether token `at` can be a word of a name by its shape.
    pub(super) fn is_name_word(&self, at: usize) -> bool {
        if at >= self.len() || self.token(at).kind != TokenKind::Word {
            return false;
        }
        let word = self.word(at);
        if !self.token(at).capitalised {
            return has_article_prefix(word);
        }
        if self.is(at, Classes::TIME) {
            // "Theresa May" and "April Ryan" are told by what stands around them
            return matches!(word, "May" | "April" | "June" | "August") && self.month_is_name(at);
        }
        if sorts::is(word, Sort::OPENER) {
            return false;
        }
        if let Some(mark) = word.find(['\'', '’'])
            && mark > 0
            && matches!(word[mark..].trim_start_matches(['\'', '’']), "d" | "ve" | "ll" | "re" | "m" | "t" | "S")
        {
            return false; // "I’d", "They’ve"
        }
        if self.is(at, Classes::CUE) && word.bytes().all(|b| b.is_ascii_uppercase()) && self.shouting(at) {
            return false; // "GET OUT, SAYS DAD"
        }
        if self.is(at, CLOSED) {
            let shouted = word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.');
            return is_initial(word) && word != "I."
                || shouted && !matches!(word, "I" | "A") && !self.shouting(at)
                || matches!(word, "Will" | "Long" | "Little" | "Miles" | "Early" | "Over" | "Down")
                    && self.beside_name(at)
                    && !self.opens(at);
        }
        true
    }

    pub(super) fn token_is_number(&self, at: usize) -> bool {
        self.token_kind(at) == Some(TokenKind::Number)
    }

    pub(super) fn token_capitalised(&self, at: usize) -> bool {
        self.document.tokens().get(at).is_some_and(|t| t.capitalised)
    }

    fn token_kind(&self, at: usize) -> Option<TokenKind> {
        self.document.tokens().get(at).map(|t| t.kind)
    }

    /// "Theresa May" and "April Ryan", but "in June Mr. Roe".
    fn month_is_name(&self, at: usize) -> bool {
        if self.token_kind(at + 1) == Some(TokenKind::Number) {
            return false;
        }
        let open = self.sentence_tokens(at).start;
        let plain = |at: usize| self.token(at).capitalised && !self.is(at, CLOSED.or(Classes::TIME));
        if at > open && plain(at - 1) && !self.opens(at - 1) {
            return true;
        }
        let dated =
            at > open && (self.is(at - 1, Classes::PREPOSITION.or(Classes::TIME)) || self.token_is_number(at - 1));
        !dated
            && at + 1 < self.len()
            && self.sentence(at + 1) == self.sentence(at)
            && plain(at + 1)
            && !self.is(at + 1, Classes::TITLE.or(Classes::ROLE))
    }

    /// Whether a plain capitalised word stands right before or after token `at`.
    fn beside_name(&self, at: usize) -> bool {
        let plain = |at: usize| at < self.len() && self.token(at).capitalised && !self.is(at, CLOSED.or(Classes::TIME));
        at > 0 && plain(at - 1) && self.sentence(at - 1) == self.sentence(at)
            || plain(at + 1) && self.sentence(at + 1) == self.sentence(at)
    }

    /// Whether the words around `at` are in capitals too, as in a headline.
    pub(super) fn shouting(&self, at: usize) -> bool {
        let loud = |at: usize| {
            let word = self.word(at);
            word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        loud(at + 1) || at > 0 && loud(at - 1)
    }

    /// Whether a finite verb can stand at `at`: "said", "was", "has", "walked".
    pub(super) fn is_verb(&self, at: usize) -> bool {
        if at >= self.len() || self.token(at).kind != TokenKind::Word || self.token(at).capitalised {
            return false;
        }
        if matches!(self.word(at), "'s" | "’s" | "to" | "being" | "been" | "having" | "be") || self.is_noun(at) {
            return false;
        }
        self.is(at, Classes::AUXILIARY.or(Classes::FINITE))
            || self.is_cue(at)
            || self.word(at).ends_with("ed") && !self.is(at, Classes::ROLE)
    }

    /// Whether a reporting verb that can have a subject stands at `at`.
    pub(super) fn is_cue(&self, at: usize) -> bool {
        self.verbs.get(at).copied().flatten().is_some_and(|form| form != Form::Gerund)
    }

    /// Whether an article or a possessive makes a noun of the word at `at`: "the state".
    pub(super) fn is_noun(&self, at: usize) -> bool {
        at > 0
            && self.sentence(at - 1) == self.sentence(at)
            && (self.is(at - 1, Classes::POSSESSIVE) || matches!(self.word(at - 1), "the" | "a" | "an" | "The" | "A"))
    }

    /// Form of the reporting verb at `at`, if it is one.
    pub(super) fn form(&self, at: usize) -> Option<Form> {
        self.verbs.get(at).copied().flatten()
    }

    /// The tokens that `span` covers.
    pub(super) fn tokens_of(&self, span: Span) -> Range<usize> {
        tokens_of(self.document, span)
    }
}

fn tokens_of(document: &Document<'_>, span: Span) -> Range<usize> {
    let start = document.token_at(span.start);
    let end = document.tokens().partition_point(|t| t.span.start < span.end);
    start..end.max(start)
}

/// "J.".
pub(super) fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() == 2
}

/// "al-Jubeir": the article in lower case belongs to the name.
fn has_article_prefix(word: &str) -> bool {
    let Some((prefix, rest)) = word.split_once('-') else {
        return ["d'", "d’", "l'", "l’"]
            .iter()
            .any(|p| word.strip_prefix(p).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
    };
    matches!(prefix, "al" | "el" | "an" | "ar" | "as" | "ash" | "at" | "az" | "ad" | "ul" | "bin" | "ibn")
        && rest.starts_with(char::is_uppercase)
}
