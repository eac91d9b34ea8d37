//! Part-of-speech tagger: greedy, from left to right, an averaged perceptron
//! (Collins 2002) with a dictionary of the words that have one tag only.

use serde::{Deserialize, Serialize};

use super::Tag;
use super::form::{Form, PAD, Style};
use crate::learn::{WeightTable, best, hash};

/// How many features speak for a token's tag.
pub(super) const FEATURES: usize = 33;

/// A trained tagger.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Tagger {
    /// Usual tag of a word, counted from one (0 for none), whether it has no other, and its group.
    pub words: WeightTable,
    /// Weights of the features, a column for each tag.
    pub weights: WeightTable,
}

impl Tagger {
    /// Without words and weights.
    pub fn untrained() -> Self {
        Self { words: WeightTable::build(3, 1.0, []), weights: WeightTable::build(Tag::COUNT, 1.0, []) }
    }

    /// Whether the tables have as many columns as they must.
    pub fn is_sound(&self) -> bool {
        self.words.outputs() == 3 && self.weights.outputs() == Tag::COUNT
    }

    /// Fills in the usual tags of the words.
    pub fn look_up(&self, forms: &mut [Form], style: Style) {
        let end = forms.len() - PAD;
        for form in &mut forms[PAD..end] {
            (form.usual, form.always) = (0, false);
            let plain = self.words.get(form.word);
            form.group = plain.map_or(0, |row| row[2] as u16);
            form.usual_small = plain.map_or(0, |row| row[0] as u8);
            let found = if form.exact == form.word { plain } else { self.words.get(form.exact) };
            let exact = found.is_some();
            let Some(row) = found.or(plain) else { continue };
            form.usual = row[0] as u8;
            form.always = exact && row[1] != 0 && (style == Style::Plain || form.shape & 3 == 0);
        }
    }

    /// The tags of a sentence, into `tags`. `forms` have been looked up.
    pub fn tag(&self, forms: &[Form], style: Style, tags: &mut Vec<Tag>) {
        tags.clear();
        let mut features = [0; FEATURES];
        let mut scores = [0i32; Tag::COUNT.next_multiple_of(4)];
        let (mut before, mut last) = (EDGE, EDGE);
        for at in PAD..forms.len() - PAD {
            let form = &forms[at];
            let tag = if form.always {
                Tag::from_index(usize::from(form.usual).wrapping_sub(1))
            } else {
                fill(forms, at, style, last, before, &mut features);
                scores.fill(0);
                self.weights.add_all(&features, &mut scores);
                Tag::from_index(best(&scores[..Tag::COUNT]))
            };
            tags.push(tag);
            before = last;
            last = tag as u64;
        }
    }
}

/// The tag before a sentence's first token.
pub(super) const EDGE: u64 = 0xff;

/// The features of the token at `at`: `last` is the tag before it, `before` the one before that.
#[inline]
pub(super) fn fill(forms: &[Form], at: usize, style: Style, last: u64, before: u64, out: &mut [u64; FEATURES]) {
    let this = &forms[at];
    let (p1, p2, n1, n2) = (&forms[at - 1], &forms[at - 2], &forms[at + 1], &forms[at + 2]);
    let usual = |form: &Form| u64::from(form.usual);
    let shape = u64::from(this.shape) << 2 | style as u64;
    let suffix = |form: &Form, bytes: u32| {
        let mask = if bytes == 4 { u32::MAX } else { (1 << (8 * bytes)) - 1 };
        u64::from(form.suffix & mask)
    };
    *out = [
        hash::one(0, this.word),
        hash::two(1, this.word, last),
        hash::two(2, this.word, shape),
        hash::one(3, suffix(this, 4)),
        hash::two(4, suffix(this, 3), shape),
        hash::two(5, suffix(this, 2), shape),
        hash::one(6, suffix(this, 1)),
        hash::two(7, u64::from(this.prefix), u64::from(this.shape & 3)),
        hash::one(8, shape),
        hash::two(9, shape, last),
        hash::one(10, last),
        hash::two(11, last, before),
        hash::one(12, p1.word),
        hash::one(13, p2.word),
        hash::one(14, n1.word),
        hash::one(15, n2.word),
        hash::two(16, last, suffix(this, 3)),
        hash::one(17, suffix(p1, 3)),
        hash::one(18, suffix(n1, 3)),
        hash::two(19, usual(this), last),
        hash::two(20, usual(this), usual(n1)),
        hash::three(21, usual(this), usual(n1), usual(n2)),
        hash::three(22, last, usual(this), usual(n1)),
        hash::three(23, last, before, usual(this)),
        hash::two(24, last, usual(n1)),
        hash::two(25, this.word, n1.word),
        hash::two(26, this.word, p1.word),
        hash::two(27, this.word, usual(n1)),
        hash::two(28, u64::from(n1.shape), shape),
        hash::two(29, u64::from(p1.shape), shape),
        hash::two(30, p1.word, n1.word),
        hash::three(31, usual(this), u64::from(this.usual_small), shape),
        hash::three(32, u64::from(this.usual_small), shape, suffix(this, 2)),
    ];
}
