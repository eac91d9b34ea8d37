//! Forms of names: which two can be one person's or one body's, what they tell of
//! gender, and which capitals can stand for them.

use super::lists::{Lists, Traits};
use super::names::Name;
use super::page::{Page, is_initial};
use super::shapes::is_honorific;
use crate::quotes::lexicon::{Classes, Lexicon};

/// A word of a name without an article prefix: "al-jubeir" is found under "jubeir".
pub(super) fn bare(word: &str) -> &str {
    match word.split_once('-') {
        Some(("al" | "el" | "an" | "ar" | "as" | "ash" | "at" | "az" | "ad" | "ul", rest)) if !rest.is_empty() => rest,
        _ => word,
    }
}

/// Index of the first word of the surname: of its particle, if it has one.
pub(super) fn surname(words: &[String]) -> usize {
    let is = |at: usize, class| Lists::shared().traits(&words[at]).any(class);
    let Some(mut last) = words.len().checked_sub(1) else { return 0 };
    while last > 0 && is(last, Traits::SUFFIX) {
        last -= 1;
    }
    while last > 1 && is(last - 1, Traits::PARTICLE) {
        last -= 1;
    }
    last
}

/// Whether two full names can be one person's: the surnames are equal and the
/// first names too, or one is the other's initial or short form.
pub(super) fn same_person(one: &[String], other: &[String]) -> bool {
    let (a, b) = (surname(one), surname(other));
    if one.len() < 2 || other.len() < 2 || a == 0 || b == 0 {
        return false;
    }
    let tail = |words: &[String], at: usize| {
        let end =
            words.iter().rposition(|w| !Lists::shared().traits(w).any(Traits::SUFFIX)).map_or(at, |last| last + 1);
        words[at..end.max(at + 1)].to_vec()
    };
    let suffix = |words: &[String]| words.last().filter(|w| Lists::shared().traits(w).any(Traits::SUFFIX)).cloned();
    // father and son, unless a middle name tells that it is one man
    let short = one.len().min(other.len()) < 3;
    if suffix(one) != suffix(other) && (short || suffix(one).is_some() && suffix(other).is_some()) {
        return false;
    }
    tail(one, a) == tail(other, b)
        && (Lists::shared().same_first_name(&one[0], &other[0])
            || one[1..a].contains(&other[0])
            || other[1..b].contains(&one[0]))
}

pub(super) fn same_body(one: &[String], other: &[String]) -> bool {
    let skip =
        |words: &[String]| words.iter().filter(|w| !matches!(w.as_str(), "the" | "us" | "u.s.")).cloned().collect();
    let (one, other): (Vec<String>, Vec<String>) = (skip(one), skip(other));
    one == other
}

/// Whether `words` is a fuller form of the name `known`.
pub(super) fn fuller(words: &[String], known: &[String]) -> bool {
    let weight =
        |words: &[String]| words.iter().filter(|w| !is_initial(w)).map(String::len).sum::<usize>() * 4 + words.len();
    weight(words) > weight(known)
}

pub(super) fn distinctive(word: &str) -> bool {
    let classes = Lexicon::shared().look_up(word).classes;
    let traits = Lists::shared().traits(word);
    word.len() > 3
        && !classes.any(Classes::ORGANISATION.or(Classes::ROLE).or(Classes::TITLE).or(Classes::TIME))
        && !traits.any(Traits::DEMONYM.or(Traits::BODY))
        && Lists::shared().country(word).is_none()
        && !matches!(word, "national" | "international" | "american" | "royal" | "first" | "supreme" | "high" | "new")
}

/// The capitals that can stand for `name`: with small words, without them, and
/// without a leading "U" or "T" of "U.S." and "The".
pub(super) fn initials_of(name: &str) -> Vec<String> {
    let mut capitals = String::new();
    let mut all = String::new();
    for word in name.split([' ', '-']).filter(|w| !w.is_empty()) {
        let Some(first) = word.chars().next() else { continue };
        all.extend(first.to_uppercase());
        if first.is_uppercase() {
            capitals.push(first);
        }
    }
    let rest = capitals.strip_prefix(['U', 'T']).map(str::to_owned);
    let mut forms = vec![capitals];
    forms.extend(rest);
    forms.push(all);
    forms.dedup();
    forms
}

/// The gender that a name's title tells.
pub(super) fn title_gender(page: &Page<'_>, name: &Name) -> f32 {
    let mut gender = 0.0;
    for at in name.title() {
        if page.is(at, Classes::MALE) {
            gender = 3.0;
        } else if page.is(at, Classes::FEMALE) {
            gender = -3.0;
        } else if is_honorific(page.word(at)) {
            continue;
        }
    }
    gender
}

/// The gender that a full name's first names tell, with a guess by its ending.
pub(super) fn first_name_gender(words: &[String]) -> f32 {
    let lists = Lists::shared();
    for word in &words[..surname(words).clamp(1, 2)] {
        for part in std::iter::once(word.as_str()).chain(word.split('-')) {
            let traits = lists.traits(part);
            if traits.any(Traits::MAN) {
                return 2.0;
            }
            if traits.any(Traits::WOMAN) {
                return -2.0;
            }
        }
    }
    match words[0].chars().last() {
        Some('a') => -0.5,
        Some('o' | 'k' | 'd' | 'n' | 's' | 'r') => 0.2,
        _ => 0.0,
    }
}
