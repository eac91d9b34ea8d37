//! Relations between a word and its head: those of Universal Dependencies, the
//! ones that make no difference to quotes taken together.

macro_rules! relations {
    ($($(#[doc = $doc:literal])+ $relation:ident = $name:literal),+ $(,)?) => {
        /// What a word is to its head.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Relation { $($(#[doc = $doc])+ $relation),+ }

        impl Relation {
            /// All relations, in the order of their numbers.
            pub const ALL: &'static [Relation] = &[$(Relation::$relation),+];

            /// The name that treebanks write.
            pub const fn name(self) -> &'static str {
                match self { $(Relation::$relation => $name),+ }
            }
        }
    };
}

relations! {
    /// Any that is not named here.
    Other = "other",
    /// The sentence's main word; it has no head.
    Root = "root",
    /// Subject, a noun or a pronoun.
    Subject = "nsubj",
    /// Subject of a passive verb.
    PassiveSubject = "nsubj:pass",
    /// Object.
    Object = "obj",
    /// Indirect object.
    IndirectObject = "iobj",
    /// Clause with a subject of its own as the verb's complement: what is said.
    Complement = "ccomp",
    /// Clause whose subject is the verb's ("wants to go").
    OpenComplement = "xcomp",
    /// Clause that says when, why, whether.
    AdverbialClause = "advcl",
    /// Clause that describes a noun, relative clauses too.
    NounClause = "acl",
    /// Clause beside another, as a reporting clause inside or after what it reports.
    Parataxis = "parataxis",
    /// Second and later parts of a coordination; the first is their head.
    Conjunct = "conj",
    /// "and", "or", "but".
    Coordinator = "cc",
    /// "that", "if", "because"; "to" before a verb.
    Marker = "mark",
    /// Auxiliary verb.
    Auxiliary = "aux",
    /// "be" before a noun or adjective.
    Copula = "cop",
    /// Noun that says where, when, with whom: a verb's.
    Oblique = "obl",
    /// Noun that describes a noun.
    NounModifier = "nmod",
    /// Possessor.
    Possessor = "nmod:poss",
    /// Preposition, or ’s.
    Case = "case",
    /// Determiner.
    Determiner = "det",
    /// Adjective before or after its noun.
    AdjectiveModifier = "amod",
    /// Part of a compound, or a verb's particle.
    Compound = "compound",
    /// Apposition.
    Apposition = "appos",
    /// Adverb, "not" too.
    AdverbModifier = "advmod",
    /// Punctuation.
    Punctuation = "punct",
    /// Later parts of a name or fixed phrase.
    Flat = "flat",
}

impl Relation {
    /// How many relations there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The relation with this number, or [`Relation::Other`].
    #[inline]
    pub fn from_index(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Relation::Other)
    }

    /// The relation for a label of Universal Dependencies 2, its subtypes too.
    pub fn from_name(name: &str) -> Self {
        let whole = match name {
            "nsubj:outer" => "nsubj",
            "compound:prt" | "compound:svc" => "compound",
            "fixed" | "goeswith" => "flat",
            other => other,
        };
        if let Some(relation) = Self::ALL.iter().copied().find(|relation| relation.name() == whole) {
            return relation;
        }
        let main = whole.split(':').next().unwrap_or(whole);
        Self::ALL.iter().copied().find(|relation| relation.name() == main).unwrap_or(Relation::Other)
    }

    /// Subject of a verb, active or passive.
    pub fn is_subject(self) -> bool {
        matches!(self, Relation::Subject | Relation::PassiveSubject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_collapsed() {
        for (name, relation) in [
            ("nsubj:pass", Relation::PassiveSubject),
            ("acl:relcl", Relation::NounClause),
            ("nmod:poss", Relation::Possessor),
            ("obl:agent", Relation::Oblique),
            ("nummod", Relation::Other),
        ] {
            assert_eq!(Relation::from_name(name), relation);
        }
        for (index, relation) in Relation::ALL.iter().enumerate() {
            assert_eq!((Relation::from_name(relation.name()), Relation::from_index(index)), (*relation, *relation));
        }
    }
}
