//! Gradient-boosted regression trees (Friedman 2001) for a yes-or-no question about rows of a hundred numbers or so.

mod train;

pub use train::BoostParams;

use serde::{Deserialize, Serialize};

/// Most splits between a tree's root and a leaf. All trees are walked in as many steps, the last of them on the spot:
/// a loop whose end depends on the row costs a wrong guess of the processor a tree, which is half the time.
const DEPTH: usize = 6;

/// After so many trees, and again so many, it is asked whether a row is hopeless.
const STAGE: usize = 60;

/// Log odds below which it is.
const HOPELESS: f32 = -4.0;

/// A split, right when the feature's value is above `at`; or a leaf, which leads to itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Node {
    at: f32,
    feature: u16,
    /// The left child; the right one follows it.
    left: u16,
}

/// Trained trees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boost {
    width: u16,
    /// Log odds of yes before any tree.
    base: f32,
    roots: Vec<u16>,
    nodes: Vec<Node>,
    /// For each node what it adds to the log odds: nothing unless it is a leaf.
    values: Vec<f32>,
}

impl Boost {
    /// Log odds of yes for a row of [`width`](Self::width) numbers. A row that the first trees find hopeless is not shown to the rest.
    pub fn log_odds(&self, row: &[f32]) -> f32 {
        let mut sum = self.base;
        if row.len() < self.width() {
            return sum;
        }
        for roots in self.roots.chunks(STAGE) {
            sum = roots.iter().fold(sum, |sum, root| sum + self.values[self.leaf(*root, row)]);
            if sum < HOPELESS {
                break;
            }
        }
        sum
    }

    #[inline]
    fn leaf(&self, root: u16, row: &[f32]) -> usize {
        let mut at = usize::from(root);
        for _ in 0..DEPTH {
            let node = self.nodes[at];
            at = usize::from(node.left) + usize::from(row[usize::from(node.feature)] > node.at);
        }
        at
    }

    /// How many numbers a row has.
    pub fn width(&self) -> usize {
        usize::from(self.width)
    }

    /// How many trees there are.
    pub fn len(&self) -> usize {
        self.roots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Whether no row can lead out of the trees, and nothing in them is not a number.
    pub fn is_sound(&self) -> bool {
        let count = self.nodes.len();
        let node = |node: &Node| {
            let leaf = node.at == f32::INFINITY;
            usize::from(node.left) + usize::from(!leaf) < count && node.feature < self.width && !node.at.is_nan()
        };
        self.values.len() == count
            && self.values.iter().chain([&self.base]).all(|value| value.is_finite())
            && self.nodes.iter().all(node)
            && self.roots.iter().all(|root| usize::from(*root) < count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::Random;

    /// Rows of three numbers: yes when the first is above .5 and the second not, or the other way round.
    fn rows(count: usize, seed: u64) -> (Vec<[f32; 3]>, Vec<bool>) {
        let mut random = Random::new(seed);
        let rows: Vec<[f32; 3]> = (0..count).map(|_| std::array::from_fn(|_| random.fraction())).collect();
        let yes = rows.iter().map(|row| (row[0] > 0.5) != (row[1] > 0.5)).collect();
        (rows, yes)
    }

    fn trained() -> Boost {
        let (rows, yes) = rows(2000, 1);
        let rows: Vec<&[f32]> = rows.iter().map(|row| &row[..]).collect();
        Boost::train(&rows, &yes, &BoostParams { columns: 0.8, ..BoostParams::default() })
    }

    #[test]
    fn trees_learn_what_no_sum_of_the_features_tells() {
        let trees = trained();
        let (rows, yes) = rows(500, 2);
        let right = rows.iter().zip(&yes).filter(|(row, yes)| (trees.log_odds(&row[..]) > 0.0) == **yes).count();
        assert!(right > 480, "{right} of 500");
        assert_eq!(trees, trained());
    }

    #[test]
    fn odd_rows_and_damaged_trees_do_no_harm() {
        let mut trees = trained();
        assert!(trees.is_sound() && trees.log_odds(&[f32::NAN, f32::INFINITY, -0.0]).is_finite());
        assert_eq!(trees.log_odds(&[1.0]), trees.base);
        let bytes = postcard::to_stdvec(&trees).expect("encodes");
        assert_eq!(postcard::from_bytes::<Boost>(&bytes).expect("decodes"), trees);
        trees.nodes[0].left = u16::MAX;
        assert!(!trees.is_sound());
        let none = Boost::train(&[], &[], &BoostParams::default());
        assert!(none.is_sound() && none.log_odds(&[]).is_finite());
    }
}
