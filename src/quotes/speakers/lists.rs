//! What is known of names before an article is read: first names and their
//! gender, places and their capitals, words that tell bodies from people, and
//! which nouns can stand for one another.
//!
//! The lists are `first_names.txt`, `places.txt`, `name_words.txt` and
//! `role_kin.txt` under `data/lexicon`. Words are looked up folded: in lower
//! case and without accents, so that "José" and "JOSE" are one word.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word of a name can be: one bit a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Traits(u16);

impl Traits {
    /// A man's first name.
    pub(super) const MAN: Self = Self(1);
    /// A woman's first name.
    pub(super) const WOMAN: Self = Self(1 << 1);
    /// "de", "bin".
    pub(super) const PARTICLE: Self = Self(1 << 2);
    /// "Jr.", "III".
    pub(super) const SUFFIX: Self = Self(1 << 3);
    /// Tells an organisation's name.
    pub(super) const BODY: Self = Self(1 << 4);
    /// Ends a newspaper's name.
    pub(super) const PAPER: Self = Self(1 << 5);
    /// "former", "acting".
    pub(super) const MODIFIER: Self = Self(1 << 6);
    /// "Mr.": a title that is no office.
    pub(super) const HONORIFIC: Self = Self(1 << 7);
    /// "Turkish".
    pub(super) const DEMONYM: Self = Self(1 << 8);
    /// "QC": stands after a name and is no part of it.
    pub(super) const POSTNOMINAL: Self = Self(1 << 9);
    /// "Cllr": stands before a name.
    pub(super) const TITLE: Self = Self(1 << 10);
    /// "Bay": ends the name of a place.
    pub(super) const SITE: Self = Self(1 << 11);
    /// A first name of either gender.
    pub(super) const FIRST: Self = Self(1 | 1 << 1);

    const NAMED: [(&'static str, Self); 9] = [
        ("particle", Self::PARTICLE),
        ("suffix", Self::SUFFIX),
        ("body", Self::BODY),
        ("paper", Self::PAPER),
        ("modifier", Self::MODIFIER),
        ("honorific", Self::HONORIFIC),
        ("postnominal", Self::POSTNOMINAL),
        ("title", Self::TITLE),
        ("site", Self::SITE),
    ];

    /// Whether any class of `other` is among these.
    pub(super) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These and `other`.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// All lists.
#[derive(Debug)]
pub(super) struct Lists {
    words: HashMap<String, Traits>,
    /// Folded name, capital or other name of a place to its index in `countries`.
    places: HashMap<String, u16>,
    /// Folded demonym to the same index.
    demonyms: HashMap<String, u16>,
    countries: Vec<&'static str>,
    nicknames: HashMap<&'static str, &'static str>,
    kin: HashMap<&'static str, Vec<&'static str>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::load);

impl Lists {
    /// The lists that ship with the program.
    pub(super) fn shared() -> &'static Lists {
        &LISTS
    }

    /// What a word can be, whatever its case and accents.
    pub(super) fn traits(&self, word: &str) -> Traits {
        const LONGEST: usize = 24;
        let word = if word.len() > 2 { word.trim_end_matches('.') } else { word };
        if word.is_ascii() && word.len() <= LONGEST {
            let mut lower = [0u8; LONGEST];
            let lower = &mut lower[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return std::str::from_utf8(lower).ok().and_then(|w| self.words.get(w)).copied().unwrap_or_default();
        }
        self.words.get(fold(word).as_str()).copied().unwrap_or_default()
    }

    /// The country of a folded place name, capital or other name.
    pub(super) fn country(&self, folded: &str) -> Option<&'static str> {
        self.places.get(folded).map(|&at| self.countries[usize::from(at)])
    }

    /// The country of a folded place name or demonym: "turkey" and "turkish".
    pub(super) fn country_of(&self, folded: &str) -> Option<u16> {
        self.demonyms.get(folded).or_else(|| self.places.get(folded)).copied()
    }

    /// Whether two folded first names are one, as "bill" and "william".
    pub(super) fn same_first_name(&self, one: &str, other: &str) -> bool {
        let full = |name: &str| self.nicknames.get(name).copied().map(str::to_owned);
        one == other
            || full(one).is_some_and(|name| name == other)
            || full(other).is_some_and(|name| name == one)
            || full(one).zip(full(other)).is_some_and(|(one, other)| one == other)
            || is_initial_of(one, other)
            || is_initial_of(other, one)
    }

    /// Whether "the `noun`" can be somebody who was introduced as `role`.
    pub(super) fn stands_for(&self, noun: &str, role: &str) -> bool {
        self.kin.get(noun).is_some_and(|roles| roles.contains(&role))
    }

    /// The nouns that `noun` can stand for.
    pub(super) fn kin(&self, noun: &str) -> &[&'static str] {
        self.kin.get(noun).map_or(&[], Vec::as_slice)
    }

    fn load() -> Self {
        let mut lists = Lists {
            words: HashMap::with_capacity(4096),
            places: HashMap::with_capacity(1024),
            demonyms: HashMap::with_capacity(512),
            countries: Vec::new(),
            nicknames: HashMap::new(),
            kin: HashMap::new(),
        };
        for line in lines(include_str!("../../../data/lexicon/first_names.txt")) {
            let (gender, names) = line.split_once(": ").expect("a line of first names has a colon");
            let class = if gender == "m" { Traits::MAN } else { Traits::WOMAN };
            names.split(' ').for_each(|name| lists.add(name, class));
        }
        for line in lines(include_str!("../../../data/lexicon/name_words.txt")) {
            let (class, words) = line.split_once(": ").expect("a class line has a colon");
            if class == "nicknames" {
                lists.nicknames.extend(words.split(' ').filter_map(|pair| pair.split_once('=')));
                continue;
            }
            let (_, class) = Traits::NAMED.iter().find(|(known, _)| *known == class).expect("a known class");
            words.split(' ').for_each(|word| lists.add(word, *class));
        }
        for line in lines(include_str!("../../../data/lexicon/places.txt")) {
            lists.add_place(line);
        }
        for line in lines(include_str!("../../../data/lexicon/role_kin.txt")) {
            let (noun, roles) = line.split_once(": ").expect("a line of kindred roles has a colon");
            lists.kin.insert(noun, roles.split(' ').collect());
        }
        lists
    }

    fn add(&mut self, word: &str, class: Traits) {
        self.words.entry(fold(word)).or_default().add(class);
    }

    fn add_place(&mut self, line: &'static str) {
        let mut columns = line.split('|').map(str::trim);
        let mut next = || columns.next().unwrap_or_default();
        let (name, capital, demonyms, others) = (next(), next(), next(), next());
        let index = u16::try_from(self.countries.len()).expect("fewer than 65,536 places");
        self.countries.push(name);
        for place in [name, capital].into_iter().chain(others.split(',').map(str::trim)) {
            if !place.is_empty() {
                self.places.entry(fold(place)).or_insert(index);
            }
        }
        for demonym in demonyms.split_whitespace() {
            self.add(demonym, Traits::DEMONYM);
            self.demonyms.entry(fold(demonym)).or_insert(index);
        }
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn is_initial_of(one: &str, other: &str) -> bool {
    let mut letters = one.chars();
    letters.next().is_some_and(|c| other.starts_with(c)) && matches!(letters.as_str(), "" | ".")
}

/// `word` in lower case, without accents and with plain apostrophes and hyphens.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
            'ğ' => 'g',
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
            'ł' | 'ľ' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' | 'ș' => 's',
            'ť' | 'ţ' | 'ț' => 't',
            'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
            '‑' | '–' => '-',
            '\u{300}'..='\u{36f}' | '\u{ad}' => continue,
            other => other,
        };
        folded.push(plain);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_whatever_their_accents() {
        let lists = Lists::shared();
        assert!(lists.traits("José").any(Traits::MAN));
        assert!(lists.traits("NOEMÍ").any(Traits::WOMAN));
        assert!(lists.traits("Turkish").any(Traits::DEMONYM));
        assert_eq!(fold("Erdoğan’s"), "erdogan's");
    }

    #[test]
    fn no_first_name_has_two_genders() {
        let both: Vec<_> = Lists::shared()
            .words
            .iter()
            .filter(|(_, t)| t.any(Traits::MAN) && t.any(Traits::WOMAN))
            .map(|(w, _)| w.as_str())
            .collect();
        assert!(both.is_empty(), "{both:?}");
    }

    #[test]
    fn capitals_belong_to_their_country() {
        let lists = Lists::shared();
        assert_eq!(lists.country("riyadh"), Some("Saudi Arabia"));
        assert_eq!(lists.country("u.s."), Some("United States"));
        assert_eq!(lists.country("atlantis"), None);
    }
}
