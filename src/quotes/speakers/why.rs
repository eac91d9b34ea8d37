//! Why each mention is whom it was taken for. The deciding code itself hands these
//! out, so that an explanation can't drift from what was decided.

use super::entities::Id;
use super::link::Seen;

/// By what a name is its bearer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// It is the name, or introduced the bearer.
    Same,
    /// Another form of the full name: a short first name, an initial, a title less.
    Variant,
    /// The surname.
    Surname,
    /// The first name.
    FirstName,
    /// Another word of the name.
    Part,
    /// The initials of the name.
    Initials,
    /// The country, or its capital.
    Place,
}

/// Why a mention is the entity that it was linked to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Why {
    /// It is a name.
    Named,
    /// A pronoun: of those mentioned lately this mention was most in mind.
    InMind(Recent),
    /// A pronoun before the name: who is named as a subject right after.
    NamedLater,
    /// "who": whom it follows.
    Follows,
    /// It stands in apposition to the name.
    Apposed,
    /// It was introduced with that role or as that sort of body.
    Introduced,
    /// An opening keeps the name back: the one holder of the office who is named soon after.
    Announced,
    /// "the company": a name that looked like a person's was the company's.
    Company,
    /// Written or shown by the owner of the document.
    Author,
    /// Written or shown by who holds the floor.
    Floor,
    /// Some of a group: "two of them".
    PartOf,
    /// "I" within somebody's words, or "my wife".
    Within,
    /// "I" of the narrator, who signs the article.
    Byline,
    /// Several sources that speak together.
    Together,
    /// The quote goes right on from the one before.
    GoesOn,
    /// Nobody known: the mention describes the speaker.
    Itself,
}

/// The mention that a pronoun was taken to mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Recent {
    pub(super) seen: Seen,
    /// How many of the narrator's sentences lie between.
    pub(super) past: u32,
    /// Whether it is who spoke last.
    pub(super) floor: bool,
    /// The gender that the pronoun asked for: 1, -1 or 0.
    pub(super) gender: f32,
    /// How much it was in mind, and who came next.
    pub(super) score: f32,
    pub(super) next: Option<(Id, f32)>,
}

/// A decision: whom, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) id: Id,
    pub(super) why: Why,
}

impl Link {
    pub(super) fn new(id: Id, why: Why) -> Self {
        Self { id, why }
    }
}
