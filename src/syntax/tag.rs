//! Parts of speech: the Penn Treebank's tags, as the English Web Treebank extends them.

macro_rules! tags {
    ($($(#[doc = $doc:literal])+ $tag:ident = $name:literal),+ $(,)?) => {
        /// A part of speech.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Tag { $($(#[doc = $doc])+ $tag),+ }

        impl Tag {
            /// All tags, in the order of their numbers.
            pub const ALL: &'static [Tag] = &[$(Tag::$tag),+];

            /// The name that treebanks write.
            pub const fn name(self) -> &'static str {
                match self { $(Tag::$tag => $name),+ }
            }
        }
    };
}

tags! {
    /// Something that no other tag fits, or part of a word.
    Other = "XX",
    /// Noun, singular or mass.
    Noun = "NN",
    /// Noun, plural.
    Nouns = "NNS",
    /// Name, singular.
    Name = "NNP",
    /// Name, plural.
    Names = "NNPS",
    /// Personal pronoun.
    Pronoun = "PRP",
    /// Possessive pronoun.
    Possessive = "PRP$",
    /// Verb, base form.
    VerbBase = "VB",
    /// Verb, past tense.
    VerbPast = "VBD",
    /// Verb, gerund or present participle.
    VerbIng = "VBG",
    /// Verb, past participle.
    VerbParticiple = "VBN",
    /// Verb, present tense, not third person singular.
    VerbPresent = "VBP",
    /// Verb, present tense, third person singular.
    VerbThird = "VBZ",
    /// Modal verb.
    Modal = "MD",
    /// "to" before a verb.
    To = "TO",
    /// Preposition or subordinating conjunction.
    Preposition = "IN",
    /// Determiner.
    Determiner = "DT",
    /// Adjective.
    Adjective = "JJ",
    /// Adjective, comparative.
    AdjectiveMore = "JJR",
    /// Adjective, superlative.
    AdjectiveMost = "JJS",
    /// Adverb.
    Adverb = "RB",
    /// Adverb, comparative.
    AdverbMore = "RBR",
    /// Adverb, superlative.
    AdverbMost = "RBS",
    /// Coordinating conjunction.
    Conjunction = "CC",
    /// Number.
    Number = "CD",
    /// Possessive ’s.
    Genitive = "POS",
    /// Particle of a verb ("give up").
    Particle = "RP",
    /// "who", "what" as pronouns.
    WhPronoun = "WP",
    /// "whose".
    WhPossessive = "WP$",
    /// "which", "that" before a relative clause.
    WhDeterminer = "WDT",
    /// "how", "where", "why", "when".
    WhAdverb = "WRB",
    /// "there" in "there is".
    Existential = "EX",
    /// "all" before "the".
    Predeterminer = "PDT",
    /// Interjection.
    Interjection = "UH",
    /// Foreign word.
    Foreign = "FW",
    /// Mark of a list's item.
    ListMark = "LS",
    /// Symbol.
    Symbol = "SYM",
    /// Sign of a currency.
    Currency = "$",
    /// Comma.
    Comma = ",",
    /// What ends a sentence.
    Stop = ".",
    /// Colon, semicolon, dash, dots.
    Colon = ":",
    /// Opening quotation mark.
    Open = "``",
    /// Closing quotation mark.
    Close = "''",
    /// Opening bracket.
    Left = "-LRB-",
    /// Closing bracket.
    Right = "-RRB-",
    /// Hyphen.
    Hyphen = "HYPH",
    /// Superfluous punctuation.
    Decoration = "NFP",
    /// Address on the web or of mail.
    Address = "ADD",
}

impl Tag {
    /// How many tags there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The tag with this number, or [`Tag::Other`].
    #[inline]
    pub fn from_index(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Tag::Other)
    }

    /// The tag that a treebank calls `name`; those rarer than the ones kept here are [`Tag::Other`].
    pub fn from_name(name: &str) -> Self {
        let name = match name {
            "#" => "SYM",
            "GW" | "AFX" => "XX",
            other => other,
        };
        Self::ALL.iter().copied().find(|tag| tag.name() == name).unwrap_or(Tag::Other)
    }

    /// Any form of a verb, modals too.
    pub fn is_verb(self) -> bool {
        matches!(
            self,
            Tag::VerbBase
                | Tag::VerbPast
                | Tag::VerbIng
                | Tag::VerbParticiple
                | Tag::VerbPresent
                | Tag::VerbThird
                | Tag::Modal
        )
    }

    /// A verb that can have a subject of its own: past, present or modal.
    pub fn is_finite(self) -> bool {
        matches!(self, Tag::VerbPast | Tag::VerbPresent | Tag::VerbThird | Tag::Modal)
    }

    /// A noun or a name.
    pub fn is_noun(self) -> bool {
        matches!(self, Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names)
    }

    /// A name.
    pub fn is_name(self) -> bool {
        matches!(self, Tag::Name | Tag::Names)
    }

    /// Punctuation of any sort.
    pub fn is_punctuation(self) -> bool {
        matches!(
            self,
            Tag::Comma
                | Tag::Stop
                | Tag::Colon
                | Tag::Open
                | Tag::Close
                | Tag::Left
                | Tag::Right
                | Tag::Hyphen
                | Tag::Decoration
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_tags() {
        for (index, tag) in Tag::ALL.iter().enumerate() {
            assert_eq!((Tag::from_name(tag.name()), Tag::from_index(index)), (*tag, *tag));
        }
        assert_eq!((Tag::from_name("GW"), Tag::from_index(200)), (Tag::Other, Tag::Other));
    }
}
