//! The word lists under `data/lexicon`, as one table from a word form to what it can be.
//!
//! Every token is looked up once; all rules then work on the bits of its entry.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word form can be: one bit a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u32);

impl Classes {
    /// "he", "they", "who".
    pub const PRONOUN: Self = Self(1);
    /// "his", "their".
    pub const POSSESSIVE: Self = Self(1 << 1);
    /// "the", "some", "two".
    pub const DETERMINER: Self = Self(1 << 2);
    /// "is", "has", "would", "n’t" forms.
    pub const AUXILIARY: Self = Self(1 << 3);
    /// "of", "in".
    pub const PREPOSITION: Self = Self(1 << 4);
    /// "that", "because".
    pub const SUBORDINATOR: Self = Self(1 << 5);
    /// "and", "but".
    pub const COORDINATOR: Self = Self(1 << 6);
    /// "Tuesday", "yesterday", "week".
    pub const TIME: Self = Self(1 << 7);
    /// "also", "repeatedly".
    pub const ADVERB: Self = Self(1 << 8);
    /// "statement", "letter".
    pub const STATEMENT: Self = Self(1 << 9);
    /// A form that is mostly a finite verb.
    pub const FINITE: Self = Self(1 << 10);
    /// "Mr.", "Senator".
    pub const TITLE: Self = Self(1 << 11);
    /// "minister", "spokesman", plurals too.
    pub const ROLE: Self = Self(1 << 12);
    /// "ministry", "party".
    pub const ORGANISATION: Self = Self(1 << 13);
    /// A plural role: "officials".
    pub const PLURAL: Self = Self(1 << 14);
    /// A title or role of a man.
    pub const MALE: Self = Self(1 << 15);
    /// A title or role of a woman.
    pub const FEMALE: Self = Self(1 << 16);
    /// A reporting verb, in any form.
    pub const CUE: Self = Self(1 << 17);
    /// The classes of a line of `function_words.txt`, by its name.
    const NAMED: [(&'static str, Self); 10] = [
        ("pronoun", Self::PRONOUN),
        ("possessive", Self::POSSESSIVE),
        ("determiner", Self::DETERMINER),
        ("auxiliary", Self::AUXILIARY),
        ("preposition", Self::PREPOSITION),
        ("subordinator", Self::SUBORDINATOR),
        ("coordinator", Self::COORDINATOR),
        ("time", Self::TIME),
        ("adverb", Self::ADVERB),
        ("statement_noun", Self::STATEMENT),
    ];

    /// Whether any class of `other` is among these.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These and `other`.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Form of a reporting verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// "say".
    Base,
    /// "says".
    Third,
    /// "said", where past and participle are one form or it is the past.
    Past,
    /// "written", where it differs from the past.
    Participle,
    /// "saying".
    Gerund,
}

/// What a reporting verb takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frames {
    /// A clause: "said that".
    pub clause: bool,
    /// A direct quote, also inverted: "said Ann".
    pub quote: bool,
    /// An addressee first: "told her that".
    pub addressee: bool,
    /// An object: "criticised the plan".
    pub object: bool,
    /// An infinitive: "vowed to leave".
    pub infinitive: bool,
}

/// A reporting verb.
#[derive(Debug)]
pub struct Verb {
    /// Its base form.
    pub base: &'static str,
    /// What it takes.
    pub frames: Frames,
    /// Particles that make a cue of their own with it.
    pub particles: Vec<&'static str>,
}

/// What the lists know of a word form.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry {
    /// Its classes.
    pub classes: Classes,
    /// The reporting verb that it is a form of, as an index into [`Lexicon::verbs`].
    pub verb: Option<(u16, Form)>,
}

/// All word lists.
#[derive(Debug)]
pub struct Lexicon {
    /// Reporting verbs, in the order of their list.
    pub verbs: Vec<Verb>,
    entries: HashMap<Box<str>, Entry>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// Longest word that is looked up, in bytes.
const LONGEST: usize = 24;

impl Lexicon {
    /// The lists that ship with the program.
    pub fn shared() -> &'static Lexicon {
        &LEXICON
    }

    /// What the lists know of `word`, whatever its case and apostrophes.
    pub fn look_up(&self, word: &str) -> Entry {
        if word.len() > LONGEST {
            return Entry::default();
        }
        let mut lower = [0u8; LONGEST];
        let mut length = 0;
        let mut bytes = word.bytes();
        while let Some(byte) = bytes.next() {
            if byte == 0xe2 {
                // ’ is e2 80 99; any other character outside ASCII is in no list
                if bytes.next() != Some(0x80) || !matches!(bytes.next(), Some(0x98 | 0x99)) {
                    return Entry::default();
                }
                lower[length] = b'\'';
            } else if byte >= 0x80 {
                return Entry::default();
            } else {
                lower[length] = byte.to_ascii_lowercase();
            }
            length += 1;
        }
        let lower = std::str::from_utf8(&lower[..length]).unwrap_or_default();
        match self.entries.get(lower) {
            Some(entry) => *entry,
            None => lower.strip_suffix('.').and_then(|bare| self.entries.get(bare)).copied().unwrap_or_default(),
        }
    }

    fn load() -> Self {
        let mut lexicon = Lexicon { verbs: Vec::new(), entries: HashMap::with_capacity(4096) };
        for line in lines(include_str!("../../data/lexicon/function_words.txt")) {
            let (name, words) = line.split_once(": ").expect("a class line has a colon");
            let (_, class) = Classes::NAMED.iter().find(|(known, _)| *known == name).expect("a known class");
            words.split(' ').for_each(|word| lexicon.add(word, *class));
        }
        for word in lines(include_str!("../../data/lexicon/finite_verbs.txt")) {
            lexicon.add(word, Classes::FINITE);
        }
        for line in lines(include_str!("../../data/lexicon/titles.txt")) {
            let (word, gender) = gendered(line);
            lexicon.add(word, Classes::TITLE.or(gender));
        }
        for line in lines(include_str!("../../data/lexicon/roles.txt")) {
            let (word, gender) = gendered(line);
            lexicon.add(word, Classes::ROLE.or(gender));
            lexicon.add(&plural(word), Classes::ROLE.or(Classes::PLURAL));
        }
        for line in lines(include_str!("../../data/lexicon/organisation_words.txt")) {
            line.split(' ').for_each(|word| lexicon.add(word, Classes::ORGANISATION));
        }
        for line in lines(include_str!("../../data/lexicon/reporting_verbs.txt")) {
            lexicon.add_verb(line);
        }
        lexicon
    }

    fn add(&mut self, word: &str, class: Classes) {
        let entry = self.entries.entry(word.into()).or_default();
        entry.classes = entry.classes.or(class);
    }

    fn add_verb(&mut self, line: &'static str) {
        let mut columns = line.split('|').map(str::trim);
        let forms: Vec<&'static str> = columns.next().unwrap_or_default().split(' ').collect();
        let frames = columns.next().unwrap_or_default();
        let particles = columns.next().unwrap_or_default().split_whitespace().collect();
        let has = |c| frames.contains(c);
        let index = u16::try_from(self.verbs.len()).expect("fewer than 65,536 reporting verbs");
        self.verbs.push(Verb {
            base: forms[0],
            frames: Frames {
                clause: has('s'),
                quote: has('q'),
                addressee: has('t'),
                object: has('o'),
                infinitive: has('v'),
            },
            particles,
        });
        // in this order a form that is both past and something else is the past
        const ORDER: [(usize, Form); 5] =
            [(2, Form::Past), (1, Form::Third), (0, Form::Base), (3, Form::Participle), (4, Form::Gerund)];
        for (column, kind) in ORDER {
            let Some(form) = forms.get(column) else { continue };
            let entry = self.entries.entry((*form).into()).or_default();
            entry.classes = entry.classes.or(Classes::CUE);
            entry.verb.get_or_insert((index, kind));
        }
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn gendered(line: &str) -> (&str, Classes) {
    match line.split_once(" | ") {
        Some((word, "m")) => (word, Classes::MALE),
        Some((word, "f")) => (word, Classes::FEMALE),
        _ => (line, Classes::default()),
    }
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man").or_else(|| word.strip_suffix("Man")) {
        format!("{stem}men")
    } else if let Some(stem) = word.strip_suffix("wife") {
        format!("{stem}wives")
    } else if word.ends_with('y') && !word.ends_with("ey") {
        format!("{}ies", &word[..word.len() - 1])
    } else if word.ends_with('s') || word.ends_with("ch") {
        format!("{word}es")
    } else {
        match word {
            "person" => "persons".into(),
            "child" => "children".into(),
            "people" | "family" | "others" => word.into(),
            _ => format!("{word}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_with_either_apostrophe() {
        let lexicon = Lexicon::shared();
        assert!(lexicon.look_up("Said").classes.any(Classes::CUE));
        assert!(lexicon.look_up("Didn’t").classes.any(Classes::AUXILIARY));
        assert!(lexicon.look_up("Sen.").classes.any(Classes::TITLE));
        assert!(lexicon.look_up("spokeswomen").classes.any(Classes::PLURAL));
        assert_eq!(lexicon.look_up("zürich").classes, Classes::default());
        assert_eq!(lexicon.look_up("€").classes, Classes::default());
    }

    #[test]
    fn a_verb_has_its_forms() {
        let lexicon = Lexicon::shared();
        let (index, form) = lexicon.look_up("told").verb.expect("told is a reporting verb");
        assert_eq!((lexicon.verbs[usize::from(index)].base, form), ("tell", Form::Past));
    }
}
