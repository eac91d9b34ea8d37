//! The measures by the values of a column.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::rows::Rows;
use super::{Breakdown, BreakdownValue};

/// The column by whose values every report tells its measures, where the rows say so.
const KIND: &str = "kind";

/// The measures by kind, if any row tells its kind, and by each column that was asked for.
pub(super) fn breakdowns(rows: &Rows<'_>) -> Vec<Breakdown> {
    let kinds = (0..rows.outcomes.len()).any(|place| rows.quote(place).context.kind.is_some());
    let by = rows.how.by.iter().filter(|column| *column != KIND);
    let columns = kinds.then(|| KIND.to_owned()).into_iter().chain(by.cloned());
    columns.map(|column| Breakdown { values: values(rows, &column), column }).collect()
}

fn values(rows: &Rows<'_>, column: &str) -> Vec<BreakdownValue> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for place in 0..rows.outcomes.len() {
        places.entry(value(rows, place, column)).or_default().push(place);
    }
    let mut places: Vec<(&str, Vec<usize>)> = places.into_iter().collect();
    places.sort_by_key(|(_, places)| Reverse(places.len()));
    let measured = places.into_par_iter().map(|(value, places)| {
        let tables = rows.tables(places.iter().map(|&place| &rows.outcomes[place]));
        let found = rows.intervals(&tables, |sum| vec![sum.accuracy(), sum.macro_f1()]);
        let (accuracy, macro_f1) = (found[0], found[1]);
        BreakdownValue { value: value.to_owned(), rows: places.len(), groups: tables.groups(), accuracy, macro_f1 }
    });
    measured.collect()
}

fn value<'r>(rows: &Rows<'r>, place: usize, column: &str) -> &'r str {
    let quote = rows.quote(place);
    match column {
        KIND => quote.context.kind.map_or("", |kind| kind.as_str()),
        column => quote.facets.get(column).map_or("", String::as_str),
    }
}
