//! The features that a training saw often enough, in a fixed order, with their weights.

use std::collections::hash_map::Entry;

use serde::{Deserialize, Serialize};

use super::blocks::{Block, Sink};
use super::hash::HashedMap;
use crate::learn::numbers;

/// The features that a training kept: name, key and inverse document frequency of each
/// column. Columns are ordered by block, then by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(super) struct Vocabulary {
    stored: Stored,
    /// Where each name ends.
    ends: Vec<u32>,
    index: HashedMap<u32>,
}

/// What a model file keeps of a [`Vocabulary`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Stored {
    /// Each name and a line feed, which no name has: read one by one, names and numbers took 15 ms of a start.
    names: String,
    #[serde(with = "numbers::wholes")]
    keys: Vec<u64>,
    #[serde(with = "numbers::floats")]
    idf: Vec<f32>,
    /// The first column of each block, and the number of columns.
    starts: Vec<u32>,
}

impl From<Stored> for Vocabulary {
    fn from(stored: Stored) -> Self {
        let index = stored.keys.iter().copied().zip(0..).collect();
        let ends = stored.names.match_indices('\n').map(|(end, _)| end as u32).collect();
        Self { stored, ends, index }
    }
}

impl From<Vocabulary> for Stored {
    fn from(vocabulary: Vocabulary) -> Self {
        vocabulary.stored
    }
}

impl Vocabulary {
    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.stored.keys.len()
    }

    /// The name of a column.
    pub fn name(&self, column: usize) -> &str {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before] as usize + 1);
        &self.stored.names[start..self.ends[column] as usize]
    }

    /// The column of a feature, if the training kept it.
    #[inline]
    pub fn column(&self, key: u64) -> Option<u32> {
        self.index.get(&key).copied()
    }

    /// The columns of a block.
    pub fn block(&self, block: Block) -> std::ops::Range<u32> {
        let place = block as usize;
        self.stored.starts[place]..self.stored.starts[place + 1]
    }

    /// Whether the parts read from a file fit together.
    pub fn is_sound(&self) -> bool {
        let stored = &self.stored;
        let columns = stored.keys.len();
        self.ends.len() == columns
            && u32::try_from(stored.names.len()).is_ok()
            && stored.idf.len() == columns
            && self.index.len() == columns
            && stored.idf.iter().all(|idf| idf.is_finite())
            && stored.starts.len() == Block::ALL.len() + 1
            && stored.starts.windows(2).all(|pair| pair[0] <= pair[1])
            && stored.starts.last().copied() == u32::try_from(columns).ok()
    }

    /// Scales what was looked up: inverse document frequency times a damped count, each
    /// block to length 1 times its weight. Appends to `row`, columns counted from `first`.
    pub fn scale(&self, hits: &mut Hits<'_>, weights: &[f32], first: u32, row: &mut Vec<(u32, f32)>) {
        hits.columns.sort_unstable();
        let mut place = 0;
        for block in Block::ALL {
            let end = self.stored.starts[block as usize + 1];
            let from = row.len();
            let mut squares = 0.0f32;
            while place < hits.columns.len() && hits.columns[place] < end {
                let column = hits.columns[place];
                let mut count = 0u32;
                while place < hits.columns.len() && hits.columns[place] == column {
                    count += 1;
                    place += 1;
                }
                let damped = if count == 1 { 1.0 } else { 1.0 + (count as f32).ln() };
                let value = damped * self.stored.idf[column as usize];
                squares += value * value;
                row.push((first + column, value));
            }
            if squares > 0.0 {
                let factor = weights[block as usize] / squares.sqrt();
                for (_, value) in &mut row[from..] {
                    *value *= factor;
                }
            }
        }
    }
}

/// The known features of one quote.
#[derive(Debug)]
pub(super) struct Hits<'v> {
    vocabulary: &'v Vocabulary,
    columns: &'v mut Vec<u32>,
}

impl<'v> Hits<'v> {
    /// None yet; `columns` is where they go.
    pub fn new(vocabulary: &'v Vocabulary, columns: &'v mut Vec<u32>) -> Self {
        columns.clear();
        Self { vocabulary, columns }
    }
}

impl Sink for Hits<'_> {
    #[inline]
    fn add(&mut self, _: Block, key: u64, _: impl FnOnce() -> String) {
        if let Some(column) = self.vocabulary.column(key) {
            self.columns.push(column);
        }
    }
}

/// Counts the features of a training's quotes.
#[derive(Debug, Default)]
pub(super) struct Counts {
    features: HashedMap<Count>,
    quotes: u32,
    group: u32,
}

#[derive(Debug)]
struct Count {
    block: Block,
    name: String,
    quotes: u32,
    groups: u32,
    last_quote: u32,
    last_group: u32,
}

impl Counts {
    /// A new quote begins; `group` is any number that the quotes of one group share.
    /// Quotes of one group must follow each other.
    pub fn begin(&mut self, group: u32) {
        self.quotes += 1;
        self.group = group;
    }

    /// The features that occur in at least `min_groups` groups.
    pub fn vocabulary(self, min_groups: u32) -> Vocabulary {
        let mut kept: Vec<(u64, Count)> =
            self.features.into_iter().filter(|(_, count)| count.groups >= min_groups).collect();
        kept.sort_unstable_by(|(_, a), (_, b)| (a.block, &a.name).cmp(&(b.block, &b.name)));
        let mut stored = Stored::default();
        for block in Block::ALL {
            let start = kept.partition_point(|(_, count)| count.block < block);
            stored.starts.push(start as u32);
        }
        stored.starts.push(kept.len() as u32);
        let quotes = f64::from(self.quotes);
        for (key, count) in kept {
            let idf = ((1.0 + quotes) / (1.0 + f64::from(count.quotes))).ln() + 1.0;
            stored.names.push_str(&count.name);
            stored.names.push('\n');
            stored.keys.push(key);
            stored.idf.push(idf as f32);
        }
        stored.into()
    }
}

impl Sink for Counts {
    fn add(&mut self, block: Block, key: u64, name: impl FnOnce() -> String) {
        match self.features.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(Count {
                    block,
                    name: name(),
                    quotes: 1,
                    groups: 1,
                    last_quote: self.quotes,
                    last_group: self.group,
                });
            }
            Entry::Occupied(mut slot) => {
                let count = slot.get_mut();
                if count.last_quote != self.quotes {
                    count.quotes += 1;
                    count.last_quote = self.quotes;
                }
                if count.last_group != self.group {
                    count.groups += 1;
                    count.last_group = self.group;
                }
            }
        }
    }
}
