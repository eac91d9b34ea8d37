//! Growing the trees: logistic loss, second-order values of the leaves (Chen and Guestrin 2016), histograms of binned
//! features, and the leaf with the largest gain split first (Ke et al. 2017).

use std::ops::Range;

use super::{Boost, DEPTH, Node};
use crate::learn::Random;
use crate::learn::logistic::probability;

/// Settings of the training.
#[derive(Debug, Clone, Copy)]
pub struct BoostParams {
    /// How many trees.
    pub trees: usize,
    /// Most leaves of a tree.
    pub leaves: usize,
    /// Shrinkage of each tree.
    pub rate: f32,
    /// Least rows of a leaf, by their weight in the loss (a quarter at most).
    pub least: f32,
    /// Penalty on the squares of the leaves' values.
    pub penalty: f32,
    /// Share of the features that a tree may use.
    pub columns: f32,
    /// Share of the rows that a tree sees.
    pub rows: f32,
    /// Draws both.
    pub seed: u64,
}

impl Default for BoostParams {
    fn default() -> Self {
        Self { trees: 300, leaves: 12, rate: 0.08, least: 10.0, penalty: 5.0, columns: 0.2, rows: 0.5, seed: 1 }
    }
}

const BINS: usize = 64;

/// Sums of a loss's first and second derivatives.
type Cell = [f32; 2];

impl Boost {
    /// Learns which of `rows`, all of one length, are yes. The same rows and settings give the same trees.
    pub fn train(rows: &[&[f32]], yes: &[bool], params: &BoostParams) -> Self {
        let width = rows.first().map_or(0, |row| row.len());
        let share = yes.iter().filter(|yes| **yes).count() as f32 / yes.len().max(1) as f32;
        let share = share.clamp(1e-3, 1.0 - 1e-3);
        let base = (share / (1.0 - share)).ln();
        let mut boost = Self { width: width as u16, base, roots: Vec::new(), nodes: Vec::new(), values: Vec::new() };
        if width == 0 {
            return boost;
        }
        let cuts: Vec<Vec<f32>> = (0..width).map(|feature| cuts(rows, feature)).collect();
        let mut bins = Vec::with_capacity(rows.len() * width);
        for row in rows {
            bins.extend(row.iter().zip(&cuts).map(|(value, cuts)| cuts.partition_point(|cut| cut < value) as u8));
        }
        let mut scores = vec![base; rows.len()];
        let mut slopes = vec![[0.0f32; 2]; rows.len()];
        let mut random = Random::new(params.seed);
        for _ in 0..params.trees {
            for ((slope, score), yes) in slopes.iter_mut().zip(&scores).zip(yes) {
                let p = probability(*score);
                *slope = [p - f32::from(u8::from(*yes)), (p * (1.0 - p)).max(1e-6)];
            }
            let used: Vec<usize> = (0..width).filter(|_| random.fraction() < params.columns).collect();
            let mut seen: Vec<u32> = (0..rows.len() as u32).filter(|_| random.fraction() < params.rows).collect();
            // numbers of nodes have two bytes
            let full = boost.nodes.len() + 2 * params.leaves > usize::from(u16::MAX);
            if used.is_empty() || seen.is_empty() || full {
                continue;
            }
            let root = boost.nodes.len() as u16;
            Grower { bins: &bins, width, used: &used, slopes: &slopes, params }.grow(&mut seen, &cuts, &mut boost);
            boost.roots.push(root);
            scores.iter_mut().zip(rows).for_each(|(score, row)| *score += boost.values[boost.leaf(root, row)]);
        }
        boost
    }
}

/// Thresholds between the bins of a feature: its values at even ranks.
fn cuts(rows: &[&[f32]], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[feature]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= BINS {
        distinct.pop();
        return distinct;
    }
    let mut cuts: Vec<f32> = (1..BINS).map(|rank| values[rank * values.len() / BINS]).collect();
    cuts.dedup();
    cuts
}

struct Leaf {
    node: usize,
    depth: usize,
    rows: Range<usize>,
    /// For each feature in use a cell for each bin.
    cells: Vec<Cell>,
    total: Cell,
    gain: f32,
    /// Place among the features in use, and the last bin that goes left.
    split: (usize, usize),
}

struct Grower<'d> {
    bins: &'d [u8],
    width: usize,
    used: &'d [usize],
    slopes: &'d [Cell],
    params: &'d BoostParams,
}

impl Grower<'_> {
    fn cells(&self, rows: &[u32]) -> Vec<Cell> {
        let mut cells = vec![[0.0; 2]; self.used.len() * BINS];
        for &row in rows {
            let [first, second] = self.slopes[row as usize];
            let bins = &self.bins[row as usize * self.width..][..self.width];
            for (cells, &feature) in cells.chunks_exact_mut(BINS).zip(self.used) {
                let cell = &mut cells[usize::from(bins[feature]) % BINS];
                cell[0] += first;
                cell[1] += second;
            }
        }
        cells
    }

    fn leaf(&self, node: usize, depth: usize, rows: Range<usize>, cells: Vec<Cell>) -> Leaf {
        let total = cells[..BINS].iter().fold([0.0; 2], |sum, cell| [sum[0] + cell[0], sum[1] + cell[1]]);
        let worth = |cell: Cell| cell[0] * cell[0] / (cell[1] + self.params.penalty);
        let (mut gain, mut split) = (1e-3, None);
        let splittable = if depth < DEPTH { &cells[..] } else { &[] };
        for (slot, cells) in splittable.chunks_exact(BINS).enumerate() {
            let mut left = [0.0; 2];
            for (bin, cell) in cells[..BINS - 1].iter().enumerate() {
                left = [left[0] + cell[0], left[1] + cell[1]];
                let right = [total[0] - left[0], total[1] - left[1]];
                if cell[1] <= 0.0 || left[1] < self.params.least {
                    continue;
                }
                if right[1] < self.params.least {
                    break;
                }
                let more = worth(left) + worth(right) - worth(total);
                if more > gain {
                    (gain, split) = (more, Some((slot, bin)));
                }
            }
        }
        let gain = if split.is_some() { gain } else { 0.0 };
        Leaf { node, depth, rows, cells, total, gain, split: split.unwrap_or_default() }
    }

    /// Adds a tree that is grown on `rows`.
    fn grow(&self, rows: &mut [u32], cuts: &[Vec<f32>], boost: &mut Boost) {
        let leaf_at = |node: usize| Node { at: f32::INFINITY, feature: 0, left: node as u16 };
        let root = boost.nodes.len();
        boost.nodes.push(leaf_at(root));
        let mut leaves = vec![self.leaf(root, 0, 0..rows.len(), self.cells(rows))];
        while leaves.len() < self.params.leaves {
            let best =
                (0..leaves.len()).fold(0, |best, at| if leaves[at].gain > leaves[best].gain { at } else { best });
            if leaves[best].gain <= 0.0 {
                break;
            }
            let parent = leaves.swap_remove(best);
            let (feature, bin) = (self.used[parent.split.0], parent.split.1);
            let goes_left = |row: &u32| usize::from(self.bins[*row as usize * self.width + feature]) <= bin;
            let part = &mut rows[parent.rows.clone()];
            part.sort_by_key(|row| !goes_left(row));
            let middle = part.partition_point(goes_left);
            // the smaller child's cells are counted, the other's are what is left of the parent's
            let left_is_small = middle * 2 <= part.len();
            let small = self.cells(if left_is_small { &part[..middle] } else { &part[middle..] });
            let mut large = parent.cells;
            large.iter_mut().zip(&small).for_each(|(all, part)| *all = [all[0] - part[0], all[1] - part[1]]);
            let (left, right) = if left_is_small { (small, large) } else { (large, small) };
            let child = boost.nodes.len();
            boost.nodes[parent.node] = Node { feature: feature as u16, left: child as u16, at: cuts[feature][bin] };
            boost.nodes.extend([leaf_at(child), leaf_at(child + 1)]);
            let middle = parent.rows.start + middle;
            leaves.push(self.leaf(child, parent.depth + 1, parent.rows.start..middle, left));
            leaves.push(self.leaf(child + 1, parent.depth + 1, middle..parent.rows.end, right));
        }
        boost.values.resize(boost.nodes.len(), 0.0);
        for leaf in leaves {
            boost.values[leaf.node] = -self.params.rate * leaf.total[0] / (leaf.total[1] + self.params.penalty);
        }
    }
}
