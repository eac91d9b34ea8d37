//! Cuts inflection off a word, so that "executed" and "executions" are one feature.
//!
//! The cut is always a prefix of the word, so it allocates nothing and is fast; it is
//! coarser than Porter's stemmer and that does no harm to a classifier.

/// The prefix of a lower-case word that its inflected forms share.
pub(super) fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.is_ascii() {
        return word;
    }
    let mut rest = word;
    if let Some(cut) = rest.strip_suffix('s')
        && !cut.ends_with(['s', 'u', 'i'])
    {
        rest = cut;
    }
    if let Some(suffix) = suffix(rest) {
        let cut = &rest[..rest.len() - suffix.len()];
        let least = if matches!(suffix, "er" | "or") { 4 } else { 3 };
        let enough = cut.len() >= least && cut.bytes().any(is_vowel);
        let fits = suffix != "ion" || cut.ends_with(['s', 't']);
        if enough && fits && !(suffix == "ed" && cut.ends_with('e')) {
            rest = undouble(cut);
        }
    }
    // Four letters are left alone: "they" is not "the", "note" not "not".
    if rest.len() > 4 {
        rest = rest.strip_suffix(['e', 'y', 'i']).unwrap_or(rest);
    }
    rest
}

/// The suffix of a word; no word ends in two of them. By its bytes: every word around a quote is asked.
fn suffix(word: &str) -> Option<&'static str> {
    Some(match word.as_bytes() {
        [.., b'i', b'n', b'g'] => "ing",
        [.., b'e', b'd'] => "ed",
        [.., b'e', b'r'] => "er",
        [.., b'o', b'r'] => "or",
        [.., b'l', b'y'] => "ly",
        [.., b'm', b'e', b'n', b't'] => "ment",
        [.., b'i', b'o', b'n'] => "ion",
        _ => return None,
    })
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// "stopp" is "stop", but "kill" and "pass" stay.
fn undouble(word: &str) -> &str {
    let bytes = word.as_bytes();
    match bytes {
        [.., a, b] if a == b && !matches!(b, b'l' | b's' | b'f' | b'z') && bytes.len() > 3 => &word[..word.len() - 1],
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn inflected_forms_share_a_stem() {
        for family in [
            &["execute", "executes", "executed", "executing", "execution", "executions"][..],
            &["stop", "stops", "stopped", "stopping"],
            &["kill", "kills", "killed", "killing"],
            &["detain", "detained", "detains"],
            &["deter", "deterred"],
        ] {
            let stems: Vec<&str> = family.iter().map(|word| stem(word)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
        assert_eq!(stem("is"), "is");
        assert_ne!(stem("they"), stem("the"));
        assert_eq!(stem("justice"), stem("justices"));
        assert_eq!(stem("été"), "été");
    }
}
