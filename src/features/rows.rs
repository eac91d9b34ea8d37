//! Sparse rows: the table of numbers that classifiers are fitted on.

use linfa::dataset::Records;
use ndarray::Array2;

/// Rows of numbers, most of them zero, in compressed form (CSR).
///
/// Row `i` has its column numbers, ascending, at `columns[offsets[i]..offsets[i + 1]]`
/// and their values at the same places of `values`. The type implements linfa's
/// [`Records`], so linfa's own traits can be implemented over it.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseRows {
    columns_total: usize,
    offsets: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl SparseRows {
    /// No rows yet, of `columns_total` columns.
    pub fn new(columns_total: usize) -> Self {
        Self { columns_total, offsets: vec![0], columns: Vec::new(), values: Vec::new() }
    }

    /// Appends a row. `entries` need not be sorted; values of one column are added up.
    ///
    /// # Panics
    /// When a column number is not below the number of columns.
    pub fn push(&mut self, entries: &mut [(u32, f32)]) {
        entries.sort_unstable_by_key(|&(column, _)| column);
        let start = self.columns.len();
        for &(column, value) in entries.iter() {
            assert!((column as usize) < self.columns_total, "column {column} of {}", self.columns_total);
            if self.columns.len() > start && self.columns.last() == Some(&column) {
                if let Some(last) = self.values.last_mut() {
                    *last += value;
                }
            } else {
                self.columns.push(column);
                self.values.push(value);
            }
        }
        self.offsets.push(self.columns.len());
    }

    /// Rows of the given values, zeros left out.
    #[cfg(test)]
    pub(crate) fn of_table<R: AsRef<[f32]>>(table: &[R]) -> Self {
        let mut rows = Self::new(table[0].as_ref().len());
        for row in table {
            let mut entries: Vec<(u32, f32)> = (0..).zip(row.as_ref().iter().copied()).collect();
            entries.retain(|(_, value)| *value != 0.0);
            rows.push(&mut entries);
        }
        rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many columns a row has, zeros counted.
    pub fn columns(&self) -> usize {
        self.columns_total
    }

    /// The column numbers, ascending, and the values of row `index`.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn row(&self, index: usize) -> (&[u32], &[f32]) {
        let range = self.offsets[index]..self.offsets[index + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// A table of the rows named by `indices`, in that order.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn select(&self, indices: &[usize]) -> Self {
        let mut selected = Self::new(self.columns_total);
        for &index in indices {
            let (columns, values) = self.row(index);
            selected.columns.extend_from_slice(columns);
            selected.values.extend_from_slice(values);
            selected.offsets.push(selected.columns.len());
        }
        selected
    }

    /// The columns in which some row has a number, ascending.
    pub fn used_columns(&self) -> Vec<u32> {
        let mut used = vec![false; self.columns_total];
        self.columns.iter().for_each(|&column| used[column as usize] = true);
        (0..).zip(used).filter_map(|(column, used)| used.then_some(column)).collect()
    }

    /// A table of the columns named by `columns`, ascending, which are numbered anew from 0.
    pub fn only(&self, columns: &[u32]) -> Self {
        let mut only = Self::new(columns.len());
        for index in 0..self.len() {
            let (of_row, values) = self.row(index);
            for (column, value) in renumbered(of_row.iter().copied().zip(values.iter().copied()), columns) {
                only.columns.push(column);
                only.values.push(value);
            }
            only.offsets.push(only.columns.len());
        }
        only
    }

    /// The same table with its zeros written out, for classifiers that want it so.
    pub fn to_dense(&self) -> Array2<f64> {
        let mut dense = Array2::zeros((self.len(), self.columns_total));
        for index in 0..self.len() {
            let (columns, values) = self.row(index);
            for (&column, &value) in columns.iter().zip(values) {
                dense[[index, column as usize]] = f64::from(value);
            }
        }
        dense
    }
}

/// The numbers of a row that stand in one of `columns`, ascending, numbered by its place there.
pub(crate) fn renumbered(
    row: impl IntoIterator<Item = (u32, f32)>,
    columns: &[u32],
) -> impl Iterator<Item = (u32, f32)> {
    row.into_iter().filter_map(|(column, value)| Some((columns.binary_search(&column).ok()? as u32, value)))
}

impl Records for SparseRows {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.len()
    }

    fn nfeatures(&self) -> usize {
        self.columns_total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_summed() {
        let mut rows = SparseRows::new(4);
        rows.push(&mut [(3, 1.0), (0, 2.0), (3, 0.5)]);
        rows.push(&mut []);
        assert_eq!(rows.row(0), (&[0, 3][..], &[2.0, 1.5][..]));
        assert_eq!(rows.row(1), (&[][..], &[][..]));
        assert_eq!((rows.nsamples(), rows.nfeatures()), (2, 4));
        assert_eq!(rows.to_dense().row(0).to_vec(), [2.0, 0.0, 0.0, 1.5]);
        assert_eq!(rows.select(&[1, 0]).row(1), rows.row(0));
        assert_eq!(rows.used_columns(), [0, 3]);
        let only = rows.only(&[1, 3]);
        assert_eq!((only.row(0), only.columns(), only.len()), ((&[1][..], &[1.5][..]), 2, 2));
    }
}
