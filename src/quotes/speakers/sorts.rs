//! Sorts of nouns that the rules ask for, from `data/lexicon/noun_sorts.txt`,
//! where each is explained.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::quotes::lexicon::Classes;

/// A sort of noun: one bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sort(u32);

impl Sort {
    /// `document` of `noun_sorts.txt`.
    pub(super) const DOCUMENT: Self = Self(1 << 0);
    /// `quantity` of `noun_sorts.txt`.
    pub(super) const QUANTITY: Self = Self(1 << 1);
    /// `body` of `noun_sorts.txt`.
    pub(super) const BODY: Self = Self(1 << 2);
    /// `crowd` of `noun_sorts.txt`.
    pub(super) const CROWD: Self = Self(1 << 3);
    /// `any_body` of `noun_sorts.txt`.
    pub(super) const ANY_BODY: Self = Self(1 << 4);
    /// `expected` of `noun_sorts.txt`.
    pub(super) const EXPECTED: Self = Self(1 << 5);
    /// `beside` of `noun_sorts.txt`.
    pub(super) const BESIDE: Self = Self(1 << 6);
    /// `thing` of `noun_sorts.txt`.
    pub(super) const THING: Self = Self(1 << 7);
    /// `office` of `noun_sorts.txt`.
    pub(super) const OFFICE: Self = Self(1 << 8);
    /// `for_owner` of `noun_sorts.txt`.
    pub(super) const FOR_OWNER: Self = Self(1 << 9);
    /// `office_word` of `noun_sorts.txt`.
    pub(super) const OFFICE_WORD: Self = Self(1 << 10);
    /// `portfolio` of `noun_sorts.txt`.
    pub(super) const PORTFOLIO: Self = Self(1 << 11);
    /// `for_name` of `noun_sorts.txt`.
    pub(super) const FOR_NAME: Self = Self(1 << 12);
    /// `on_name` of `noun_sorts.txt`.
    pub(super) const ON_NAME: Self = Self(1 << 13);
    /// `call` of `noun_sorts.txt`.
    pub(super) const CALL: Self = Self(1 << 14);
    /// `opener` of `noun_sorts.txt`.
    pub(super) const OPENER: Self = Self(1 << 15);
    /// `anybody` of `noun_sorts.txt`.
    pub(super) const ANYBODY: Self = Self(1 << 16);

    /// `occupation` of `noun_sorts.txt`.
    pub(super) const OCCUPATION: Self = Self(1 << 17);
    /// `utterance` of `noun_sorts.txt`.
    pub(super) const UTTERANCE: Self = Self(1 << 18);
    /// `venue` of `noun_sorts.txt`.
    pub(super) const VENUE: Self = Self(1 << 19);

    const NAMED: [(&'static str, Self); 20] = [
        ("document", Self::DOCUMENT),
        ("quantity", Self::QUANTITY),
        ("body", Self::BODY),
        ("crowd", Self::CROWD),
        ("any_body", Self::ANY_BODY),
        ("expected", Self::EXPECTED),
        ("beside", Self::BESIDE),
        ("thing", Self::THING),
        ("office", Self::OFFICE),
        ("for_owner", Self::FOR_OWNER),
        ("office_word", Self::OFFICE_WORD),
        ("portfolio", Self::PORTFOLIO),
        ("for_name", Self::FOR_NAME),
        ("on_name", Self::ON_NAME),
        ("call", Self::CALL),
        ("opener", Self::OPENER),
        ("anybody", Self::ANYBODY),
        ("occupation", Self::OCCUPATION),
        ("utterance", Self::UTTERANCE),
        ("venue", Self::VENUE),
    ];
}

#[derive(Default)]
struct Table {
    sorts: HashMap<&'static str, u32>,
    doers: HashMap<&'static str, &'static str>,
    /// By the last letter the letters before it that some occupation ends with: most words
    /// are told by it to be none, without a look-up.
    endings: [u32; 26],
}

impl Table {
    fn may_end(&mut self, word: &str) {
        if let Some((last, before)) = ending(word) {
            self.endings[last] |= before;
        }
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(load);

/// Longest word that is looked up, in bytes.
const LONGEST: usize = 20;

/// Whether `word`, whatever its case, is of a sort.
pub(super) fn is(word: &str, sort: Sort) -> bool {
    if word.len() > LONGEST || !word.is_ascii() {
        return false;
    }
    let mut lower = [0u8; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let known = std::str::from_utf8(lower).ok().and_then(|word| TABLE.sorts.get(word));
    known.is_some_and(|bits| bits & sort.0 != 0)
}

/// What somebody is who does `verb`: "head" for "heads", "" where that tells no role.
pub(super) fn doer(verb: &str) -> Option<&'static str> {
    TABLE.doers.get(verb).copied()
}

/// Endings of words for people by what they do.
const DOING: [&str; 13] = [
    "ologist", "ographer", "ician", "nalist", "tarian", "smith", "keeper", "maker", "worker", "iatrist", "ormist",
    "onomist", "holder",
];

/// The classes of an occupation that the lists of roles and titles leave out, by the list
/// of occupations or by its ending; none for any other word.
pub(super) fn occupation(word: &str) -> Classes {
    let one = word.strip_suffix('s').unwrap_or(word);
    if !ends_as_occupation(one) && !ends_as_occupation(word) {
        return Classes::default();
    }
    let known = |word: &str| is(word, Sort::OCCUPATION);
    let plural = word.len() > one.len() && !known(word);
    if known(word) || known(one) || one.len() > 7 && DOING.iter().any(|ending| one.ends_with(ending)) {
        return if plural { Classes::ROLE.or(Classes::PLURAL) } else { Classes::ROLE };
    }
    Classes::default()
}

/// The places in the alphabet of the last letter and the one before it.
fn ending(word: &str) -> Option<(usize, u32)> {
    let letter = |byte: &u8| byte.is_ascii_lowercase().then(|| byte - b'a');
    let [.., before, last] = word.as_bytes() else { return None };
    Some((usize::from(letter(last)?), 1 << letter(before)?))
}

fn ends_as_occupation(word: &str) -> bool {
    ending(word).is_some_and(|(last, before)| TABLE.endings[last] & before != 0)
}

fn load() -> Table {
    let mut table = Table::default();
    let text = include_str!("../../../data/lexicon/noun_sorts.txt");
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (name, words) = line.split_once(": ").expect("a line of sorts has a colon");
        if name == "doers" {
            table.doers.extend(words.split(' ').filter_map(|pair| pair.split_once('=')));
            continue;
        }
        let (_, sort) = Sort::NAMED.iter().find(|(known, _)| *known == name).expect("a known sort");
        for word in words.split(' ') {
            if *sort == Sort::OCCUPATION {
                table.may_end(word);
            }
            *table.sorts.entry(word).or_default() |= sort.0;
        }
    }
    DOING.iter().for_each(|word| table.may_end(word));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_can_be_of_several_sorts() {
        assert!(is("Spokesman", Sort::OFFICE) && is("spokesman", Sort::FOR_OWNER));
        assert!(!is("Spokesman", Sort::DOCUMENT) && !is("münster", Sort::CROWD));
        assert_eq!((doer("heads"), doer("sits"), doer("sings")), (Some("head"), Some(""), None));
    }
}
