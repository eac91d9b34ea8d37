//! Roles that stand after a name: "X, the minister for roads,", "X (D-Ohio)", "X, who
//! heads the unit,", "X is the director of Y".

use super::names::Shape;
use super::nouns::{self, Class};
use super::roles::{DESCRIPTION, LONGEST, Reader, Told};
use super::shapes::is_body;
use super::sorts;
use crate::quotes::lexicon::Classes;
use crate::text::TokenKind;

impl Reader<'_, '_> {
    /// A role after the name.
    pub(super) fn after(&self) -> Option<Told> {
        let page = self.page;
        let limit = page.sentence_tokens(self.name.core.start).end.min(self.name.tokens.end + LONGEST);
        let mut at = self.name.tokens.end;
        if page.word(at) == "(" {
            let close = (at + 1..(at + 8).min(limit)).find(|&at| page.word(at) == ")")?;
            let inner = at + 1..close;
            let letter = page.word(inner.start);
            let party = is_party(letter) || letter.len() == 1 && page.word(inner.start + 1) == "-";
            if party {
                return Some((inner.clone(), inner.start..inner.start + 1, inner));
            }
            at = close + 1;
        }
        if at >= limit {
            return None;
        }
        // "X, D-Ohio, who": the party as if in brackets
        if page.word(at) == "," && is_party(page.word(at + 1)) {
            let party = at + 1..at + 2;
            at += 2;
            let next = (page.word(at) == ",").then(|| self.apposition(at + 1, limit)).flatten();
            return next.or_else(|| Some((party.clone(), party.clone(), party)));
        }
        match page.word(at) {
            "," | "—" | "–" | "--" | "-" => self.apposition(at + 1, limit),
            "of" | "from" | "at" | "with" => self.affiliation(at, limit),
            "who" => self.who(at, limit),
            "is" | "was" | "became" if self.name.core.len() > 1 => self.copula(at + 1, limit),
            _ => None,
        }
    }

    /// "X of the Harbour Institute".
    fn affiliation(&self, at: usize, limit: usize) -> Option<Told> {
        let page = self.page;
        let person = matches!(self.name.shape, Shape::Person | Shape::Likely) && self.name.core.len() > 1;
        if !person {
            return None;
        }
        let start = at + 1 + usize::from(page.word(at + 1) == "the");
        let mut end = start;
        while end < limit
            && (page.is_name_word(end)
                || end > start
                    && page.is_name_word(end + 1)
                    && (matches!(page.word(end), "of" | "for" | "and" | "&") || page.word(end) == "the"))
        {
            end += 1;
        }
        let body = (start..end).any(|at| is_body(page, at));
        // "X of Pell, a peer,"
        if !body && end > start && page.word(end) == "," {
            return self.apposition(end + 1, limit);
        }
        (body && end > start + 1).then_some((start..end, start..end, at..end))
    }

    fn apposition(&self, mut at: usize, limit: usize) -> Option<Told> {
        let page = self.page;
        let whole = at;
        // an age
        if page.token_is_number(at) && matches!(page.word(at + 1), "," | ")") {
            at += 2;
        }
        if page.word(at) == "who" {
            return self.who(at, limit);
        }
        if matches!(page.word(at), "now" | "currently" | "also") {
            at += 1;
        }
        if at >= limit {
            return None;
        }
        let determined = page.is(at, Classes::DETERMINER.or(Classes::POSSESSIVE))
            && !matches!(page.word(at), "that" | "all" | "both");
        let affiliated = matches!(page.word(at), "of" | "from" | "with") && page.token_capitalised(at + 1);
        if affiliated {
            let end = self.close(at + 1, limit);
            let closed = matches!(page.word(end), "," | "." | ";") || end == limit;
            return closed.then(|| (at..end, at + 1..end, whole..end));
        }
        let end = self.close(at, limit);
        // "outside Roeville, a spokesman said": a new subject; "ROEVILLE - A judge": a dateline
        let new_subject = page.is_verb(end) || page.token_capitalised(at) && page.is(at, Classes::DETERMINER);
        if end <= at || new_subject {
            return None;
        }
        let noun = nouns::read(page, at..end)?;
        if page.is(noun.head, Classes::TIME) || matches!(page.word(noun.head), "day" | "days" | "years" | "hours") {
            return None;
        }
        let bare_role = page.is(noun.head, Classes::ROLE.or(Classes::TITLE))
            && noun.head - at < 7
            && !page.is(
                at,
                Classes::PREPOSITION
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::COORDINATOR)
                    .or(Classes::ADVERB)
                    .or(Classes::AUXILIARY),
            )
            && !page.is_verb(at)
            && !page.is_cue(at)
            && !page.word(at).ends_with("ing")
            && !matches!(page.word(end), "and" | "or");
        let plural = noun.class == Class::People && self.name.shape != Shape::Organisation;
        if !(determined || bare_role) || plural && !page.word(at).eq_ignore_ascii_case("one") {
            return None;
        }
        // "X, the mayor and Y": a list
        if noun.class == Class::Document {
            return None;
        }
        let role_or_kind = page.is(noun.head, Classes::ROLE.or(Classes::TITLE).or(Classes::ORGANISATION));
        let closed = matches!(
            page.word(end),
            "," | "." | ";" | ":" | "—" | "–" | "--" | ")" | "who" | "which" | "that" | "?" | "!"
        ) || end == limit
            || page.opens(end);
        if !(role_or_kind || determined && closed) {
            return None;
        }
        let kept = end.min(at + DESCRIPTION);
        Some((at..kept, at..noun.head + 1, whole..end))
    }

    /// Where an apposition that starts at `at` ends.
    fn close(&self, at: usize, limit: usize) -> usize {
        let page = self.page;
        let mut end = at;
        let mut brackets = 0;
        while end < limit {
            let word = page.word(end);
            match word {
                "(" => brackets += 1,
                ")" if brackets > 0 => brackets -= 1,
                "," | "." | ";" | ":" | "—" | "–" | "--" | ")" | "?" | "!" | "who" | "which" | "whose" | "where" => {
                    // "a mother of three, and a nurse" ends at the comma; "Terre Haute, Ind." does too
                    return end;
                }
                _ if page.token(end).kind == TokenKind::Mark
                    && (page.token(end).spaced || !matches!(word, "’" | "'")) =>
                {
                    return end;
                }
                _ => {}
            }
            // "a chemist called by the defence"
            let passive = word.ends_with("ed") && matches!(page.word(end + 1), "by" | "as" | "to" | "in" | "for");
            if end > at
                && page.is_cue(end)
                && !page.is(end, Classes::ROLE.or(Classes::ORGANISATION))
                && !page.token_capitalised(end)
                && !passive
            {
                return end;
            }
            end += 1;
        }
        end
    }

    /// "X, who heads the unit,".
    fn who(&self, at: usize, limit: usize) -> Option<Told> {
        let page = self.page;
        let verb = (at + 1..limit.min(at + 4))
            .find(|&at| sorts::doer(page.word(at)).is_some() || matches!(page.word(at), "is" | "was"))?;
        if matches!(page.word(verb), "is" | "was") {
            return self.copula(verb + 1, limit);
        }
        if (at + 1..verb).any(|at| !page.is(at, Classes::ADVERB.or(Classes::AUXILIARY))) {
            return None;
        }
        let end = self.close(verb, limit).min(verb + DESCRIPTION);
        Some((verb..end, verb..verb + 1, at..end))
    }

    /// "X is the director of Y".
    fn copula(&self, at: usize, limit: usize) -> Option<Told> {
        let page = self.page;
        let mut at = at;
        while page.is(at, Classes::ADVERB) {
            at += 1;
        }
        if at >= limit || !page.is(at, Classes::DETERMINER.or(Classes::POSSESSIVE)) {
            return None;
        }
        let end = self.close(at, limit);
        let noun = nouns::read(page, at..end)?;
        let fits = page.is(noun.head, Classes::ROLE) && noun.class == Class::Role
            || page.is(noun.head, Classes::ORGANISATION) && self.name.shape == Shape::Organisation;
        fits.then(|| (at..end.min(at + DESCRIPTION), at..noun.head + 1, at..noun.head + 1))
    }
}

/// "D-Ohio".
fn is_party(word: &str) -> bool {
    word.len() > 2 && word.as_bytes()[1] == b'-' && word.starts_with(['D', 'R', 'I', 'L'])
}
