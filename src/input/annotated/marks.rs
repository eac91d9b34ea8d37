//! Whether a marked content stands in quotation marks.

use crate::quotes::Kind;

/// The kind of a quote by its content spans: direct when every word stands inside
/// quotation marks of the span, mixed when some do, else indirect.
///
/// ```
/// use quotestance::input::annotated::kind_of;
/// use quotestance::quotes::Kind;
/// assert_eq!(kind_of(["“No,”", "“never.”"]), Kind::Direct);
/// assert_eq!(kind_of(["the plan “reckless”"]), Kind::Mixed);
/// assert_eq!(kind_of(["it wasn't the dogs' fault"]), Kind::Indirect);
/// ```
pub fn kind_of<'t>(contents: impl IntoIterator<Item = &'t str>) -> Kind {
    let (mut inside, mut outside) = (false, false);
    for content in contents {
        let mut rest = content;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            let length = marked_length(rest, before).unwrap_or(0);
            if length > 0 {
                inside |= rest[..length].contains(is_word);
            } else {
                outside |= is_word(next);
            }
            let (taken, after) = rest.split_at(length.max(next.len_utf8()));
            before = taken.chars().next_back();
            rest = after;
        }
    }
    match (inside, outside) {
        (_, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        (false, true) => Kind::Indirect,
    }
}

/// The length of the stretch in quotation marks at the start of `rest`; marks that
/// are not closed run to its end. `before` is the character in front.
fn marked_length(rest: &str, before: Option<char>) -> Option<usize> {
    let first = rest.chars().next()?;
    let inner = first.len_utf8();
    let until = |closing: &[&str]| {
        let found = closing.iter().filter_map(|mark| Some(rest[inner..].find(mark)? + inner + mark.len())).min();
        Some(found.unwrap_or(rest.len()))
    };
    match first {
        '“' => until(&["”"]),
        '"' => until(&["\""]),
        '«' => until(&["»"]),
        '„' => until(&["“", "”"]),
        '\'' if rest.starts_with("''") => Some(after_pair(rest, &["''"])),
        '`' if rest.starts_with("``") => Some(after_pair(rest, &["''", "``"])),
        '‘' if !before.is_some_and(is_word) => Some(closed_by(rest, '’', is_word)),
        '\'' if !before.is_some_and(|c| is_word(c) || c == '\'') => {
            Some(closed_by(rest, '\'', |c| is_word(c) || c == '\''))
        }
        _ => None,
    }
}

/// Up to the end of the first of the `closing` pairs after the opening one.
fn after_pair(rest: &str, closing: &[&str]) -> usize {
    closing.iter().filter_map(|pair| Some(rest[2..].find(pair)? + 4)).min().unwrap_or(rest.len())
}

/// Up to the end of the first `mark` that no character of `apostrophe` follows.
fn closed_by(rest: &str, mark: char, apostrophe: impl Fn(char) -> bool) -> usize {
    rest.match_indices(mark)
        .skip_while(|(at, _)| *at == 0)
        .map(|(at, found)| at + found.len())
        .find(|&end| !rest[end..].chars().next().is_some_and(&apostrophe))
        .unwrap_or(rest.len())
}

/// Whether a character belongs to a word.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_marks() {
        for direct in [
            "“a b.”",
            "\"a\"",
            "''it's a''",
            "``it's a''",
            "«l’a»",
            "„a“",
            "‘it’s a’",
            "'it's a'",
            "“open to the end",
            "‘the dogs’",
        ] {
            assert_eq!(kind_of([direct]), Kind::Direct, "{direct}");
        }
        for mixed in ["a “b”", "‘a’ b", "'a' b", "he 'was' there", "“a” b “c”"] {
            assert_eq!(kind_of([mixed]), Kind::Mixed, "{mixed}");
        }
        for indirect in ["it’s the dogs’ turn", "rock 'n", "don't"] {
            let expected = if indirect.contains(" '") { Kind::Mixed } else { Kind::Indirect };
            assert_eq!(kind_of([indirect]), expected, "{indirect}");
        }
    }
}
