//! Which spellings are one, and which words deny.

/// Whether a word denies what follows it.
pub(super) fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "not" | "no" | "never" | "nor" | "neither" | "none" | "nobody" | "nothing" | "without" | "hardly" | "nowhere"
    )
}

/// The spelling that stands for all spellings of a name.
pub(super) fn one_spelling(word: &str, capitals: bool) -> Option<&'static str> {
    match word {
        "us" | "usa" if capitals => Some("usa"),
        "america" => Some("usa"),
        "uk" | "britain" => Some("uk"),
        "gitmo" => Some("guantanamo"),
        "isis" | "isil" | "daesh" => Some("isis"),
        "favour" => Some("favor"),
        "favours" => Some("favors"),
        "favoured" => Some("favored"),
        "favouring" => Some("favoring"),
        _ => None,
    }
}

/// The letter without its accent, in lower case.
pub(super) fn plain_letter(c: char) -> Option<char> {
    Some(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' => 'a',
        'ç' | 'Ç' | 'č' | 'Č' | 'ć' => 'c',
        'è'..='ë' | 'È'..='Ë' | 'ē' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' => 'u',
        'š' | 'Š' => 's',
        'ž' | 'Ž' => 'z',
        _ => return None,
    })
}
