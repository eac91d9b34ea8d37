//! Confidence intervals by drawing groups again and again (Efron's bootstrap).

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Confusion;
use super::random::Random;

/// A measured value and the range that 95 of 100 redrawn datasets give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Measured on all rows.
    pub value: f64,
    /// 2.5th percentile of the redrawn.
    pub low: f64,
    /// 97.5th percentile of the redrawn.
    pub high: f64,
}

/// Of fewer groups the draws are too alike, and their intervals too narrow; of one group all draws are the same.
pub(crate) const FEW_GROUPS: usize = 10;

/// Which groups each redrawn dataset is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draws {
    groups: usize,
    draws: usize,
    seed: u64,
}

impl Draws {
    /// `draws` datasets of as many groups as there are, drawn with replacement.
    pub fn new(groups: usize, draws: usize, seed: u64) -> Self {
        Self { groups, draws, seed }
    }

    /// The groups of one redrawn dataset. Each is drawn anew when it is asked for, from its own place in the sequence of random
    /// numbers: two thousand draws of ten thousand groups would fill 80 MB, and threads need not wait for each other.
    fn draw(&self, number: usize) -> impl Iterator<Item = usize> + use<> {
        let mut random = Random::after(self.seed, number as u64 * self.groups as u64);
        let groups = self.groups;
        (0..groups).map(move |_| random.below(groups))
    }

    /// The intervals of several values that `measure` computes from groups; it gets each group as often as it was drawn.
    pub fn intervals<const N: usize>(
        &self,
        measure: impl Fn(&mut dyn Iterator<Item = usize>) -> [f64; N],
    ) -> [Interval; N] {
        let all = measure(&mut (0..self.groups));
        let drawn: Vec<[f64; N]> = (0..self.draws).map(|number| measure(&mut self.draw(number))).collect();
        std::array::from_fn(|at| interval(all[at], drawn.iter().map(|values| values[at]).collect()))
    }

    /// The intervals of values that `measure` reads off the sum of the groups' tables, NaN where there is nothing to measure;
    /// draws run in parallel.
    pub fn of_tables(&self, tables: &GroupTables, measure: impl Fn(&Confusion) -> Vec<f64> + Sync) -> Vec<Interval> {
        let all = measure(&tables.sum(0..self.groups));
        let of_draw = |sum: &mut Confusion, number: usize| {
            sum.clear();
            tables.add(self.draw(number), sum);
            measure(sum)
        };
        self.repeated(all, || Confusion::new(tables.labels), of_draw)
    }

    /// The intervals of values that `measure` computes from how often each group was drawn; draws run in parallel.
    pub fn of_counts(&self, measure: impl Fn(&[f64]) -> Vec<f64> + Sync) -> Vec<Interval> {
        let all = measure(&vec![1.0; self.groups]);
        let of_draw = |times: &mut Vec<f64>, number: usize| {
            times.fill(0.0);
            self.draw(number).for_each(|group| times[group] += 1.0);
            measure(times)
        };
        self.repeated(all, || vec![0.0; self.groups], of_draw)
    }

    /// The intervals of the values of all groups, and of each draw. Draws are put together in their order, whatever thread
    /// had them.
    fn repeated<S>(
        &self,
        all: Vec<f64>,
        start: impl Fn() -> S + Sync + Send,
        of_draw: impl Fn(&mut S, usize) -> Vec<f64> + Sync + Send,
    ) -> Vec<Interval> {
        // Of one group, or none, all draws are the same.
        if self.groups < 2 {
            return all.into_iter().map(|value| interval(value, Vec::new())).collect();
        }
        let drawn: Vec<Vec<f64>> = (0..self.draws).into_par_iter().with_min_len(64).map_init(start, of_draw).collect();
        let of = |(at, value): (usize, &f64)| interval(*value, drawn.iter().map(|values| values[at]).collect());
        all.iter().enumerate().map(of).collect()
    }
}

/// A row's true and predicted label, and its weight.
pub(super) type Counted = (usize, usize, f64);

/// The confusion tables of groups of rows, only the cells that are not empty.
#[derive(Debug)]
pub(super) struct GroupTables {
    labels: usize,
    /// Where each group's cells start, and where the last one's end.
    starts: Vec<u32>,
    cells: Vec<(u32, f64)>,
}

impl GroupTables {
    /// The tables of rows, each with its group and, if it is counted, its true and predicted label and its weight.
    pub fn new(labels: usize, rows: impl IntoIterator<Item = (usize, Option<Counted>)>) -> Self {
        let mut rows: Vec<(usize, Option<Counted>)> = rows.into_iter().collect();
        rows.sort_by_key(|(group, _)| *group);
        let mut tables = Self { labels, starts: Vec::new(), cells: Vec::new() };
        let mut last = None;
        for (group, counted) in rows {
            if last != Some(group) {
                tables.starts.push(tables.cells.len() as u32);
                last = Some(group);
            }
            let Some((truth, predicted, weight)) = counted else { continue };
            let cell = (truth * labels + predicted) as u32;
            let from = tables.starts.last().map_or(0, |start| *start as usize);
            match tables.cells[from..].iter_mut().find(|(known, _)| *known == cell) {
                Some((_, sum)) => *sum += weight,
                None => tables.cells.push((cell, weight)),
            }
        }
        tables.starts.push(tables.cells.len() as u32);
        tables
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.starts.len() - 1
    }

    /// The table of some groups together.
    pub fn sum(&self, groups: impl Iterator<Item = usize>) -> Confusion {
        let mut sum = Confusion::new(self.labels);
        self.add(groups, &mut sum);
        sum
    }

    fn add(&self, groups: impl Iterator<Item = usize>, sum: &mut Confusion) {
        for group in groups {
            let (from, to) = (self.starts[group] as usize, self.starts[group + 1] as usize);
            for &(cell, weight) in &self.cells[from..to] {
                sum.add_to_cell(cell as usize, weight);
            }
        }
    }
}

/// A draw that has nothing to measure, as one without any row of a label, says nothing of the range: it is NaN, and passed over.
fn interval(value: f64, mut drawn: Vec<f64>) -> Interval {
    let value = if value.is_nan() { 0.0 } else { value };
    drawn.retain(|drawn| !drawn.is_nan());
    let last = drawn.len().saturating_sub(1);
    let mut at = |share: f64| {
        let place = (share * last as f64).round() as usize;
        if drawn.is_empty() { value } else { *drawn.select_nth_unstable_by(place, f64::total_cmp).1 }
    };
    Interval { value, low: at(0.025), high: at(0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Confusion;

    fn intervals(groups: &[Confusion], draws: usize, seed: u64) -> (Interval, Interval) {
        let labels = groups.first().map_or(0, |table| table.rows().len());
        let [accuracy, macro_f1] = Draws::new(groups.len(), draws, seed).intervals(|drawn| {
            let mut sum = Confusion::new(labels);
            drawn.for_each(|group| sum.merge(&groups[group]));
            [sum.accuracy(), sum.macro_f1()]
        });
        (accuracy, macro_f1)
    }

    fn table(right: u64, wrong: u64) -> Confusion {
        let mut table = Confusion::new(2);
        for _ in 0..right {
            table.add(0, 0);
            table.add(1, 1);
        }
        for _ in 0..wrong {
            table.add(0, 1);
        }
        table
    }

    #[test]
    fn equal_groups_leave_no_doubt() {
        let groups = vec![table(3, 1); 6];
        let (accuracy, _) = intervals(&groups, 200, 1);
        assert_eq!((accuracy.low, accuracy.high), (accuracy.value, accuracy.value));
    }

    #[test]
    fn unlike_groups_give_a_range_around_the_value() {
        let groups: Vec<Confusion> = (0..20).map(|n| table(2, n % 5)).collect();
        let (accuracy, mean) = intervals(&groups, 500, 1);
        for interval in [accuracy, mean] {
            assert!(interval.low < interval.value && interval.value < interval.high);
            assert!(interval.high - interval.low < 0.4);
        }
        assert_eq!(intervals(&groups, 500, 1), (accuracy, mean));
        assert_ne!(intervals(&groups, 500, 2).0, accuracy);
    }

    #[test]
    fn sums_of_group_tables_give_the_same_intervals_whatever_the_threads() {
        // group, truth, predicted: twelve groups of one to three rows
        let rows: Vec<(usize, usize, usize)> =
            (0..12).flat_map(|group| (0..1 + group % 3).map(move |row| (group, row % 2, (group + row) % 2))).collect();
        let tables = GroupTables::new(2, rows.iter().map(|&(group, t, p)| (group, Some((t, p, 1.0)))));
        assert_eq!(tables.groups(), 12);
        let draws = Draws::new(12, 300, 5);
        let measure = |sum: &Confusion| vec![sum.accuracy(), sum.macro_f1()];
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| draws.of_tables(&tables, measure))
        };
        let mut groups = vec![Confusion::new(2); 12];
        rows.iter().for_each(|&(group, truth, predicted)| groups[group].add(truth, predicted));
        let (accuracy, macro_f1) = intervals(&groups, 300, 5);
        assert_eq!(with(1), [accuracy, macro_f1]);
        assert_eq!(with(3), with(1));
        let right: Vec<f64> = groups.iter().map(|group| group.accuracy() * group.total()).collect();
        let of_counts = draws.of_counts(|times| {
            let sum =
                |of: &dyn Fn(usize) -> f64| times.iter().enumerate().map(|(at, times)| times * of(at)).sum::<f64>();
            vec![sum(&|at| right[at]) / sum(&|at| groups[at].total())]
        });
        for (one, other) in [(of_counts[0].low, accuracy.low), (of_counts[0].high, accuracy.high)] {
            assert!((one - other).abs() < 1e-12);
        }
    }

    #[test]
    fn draws_without_anything_to_measure_are_passed_over() {
        let found = interval(f64::NAN, vec![f64::NAN, 0.5, f64::NAN, 0.25]);
        assert_eq!((found.value, found.low, found.high), (0.0, 0.25, 0.5));
        assert_eq!(interval(0.5, vec![f64::NAN]), Interval { value: 0.5, low: 0.5, high: 0.5 });
    }

    #[test]
    fn no_groups_give_zero() {
        let (accuracy, _) = intervals(&[], 10, 1);
        assert_eq!((accuracy.value, accuracy.low, accuracy.high), (0.0, 0.0, 0.0));
    }
}
