//! A KPI by two dimensions laid out across: rows, columns, and totals that are sums of parts over sums of wholes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Dim, Sum};

/// The cells of one line, by the key of the row and of the column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cross {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Row by row; `None` where nothing was counted.
    pub cells: Vec<Vec<Option<Sum>>>,
    /// Over all columns; `None` where a case may stand in several of them, so that they cannot be added up.
    pub row_totals: Option<Vec<Sum>>,
    /// Over all rows; `None` as for the rows.
    pub column_totals: Option<Vec<Sum>>,
}

impl Dim {
    /// Whether a case stands under one value only, so that the values add up to the whole.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        !matches!(self, Self::Symptom)
    }

    /// Whether the values are periods, which follow one another.
    #[must_use]
    pub const fn is_time(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month | Self::Quarter | Self::Year | Self::Made)
    }
}

impl Cross {
    /// Lays out cells; each comes with its two keys, rows and columns stand in the order of their keys, periods
    /// and the largest first otherwise.
    #[must_use]
    pub fn of<'a>([down, across]: [Dim; 2], cells: impl IntoIterator<Item = ([&'a str; 2], &'a Sum)>) -> Self {
        let mut found: BTreeMap<[&str; 2], Sum> = BTreeMap::new();
        for (keys, sum) in cells {
            found.entry(keys).or_default().join(sum);
        }
        let margin = |place: usize| {
            let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
            for (keys, sum) in &found {
                sums.entry(keys[place]).or_default().join(sum);
            }
            sums
        };
        let (by_row, by_column) = (margin(0), margin(1));
        let order = |dim: Dim, sums: &BTreeMap<&str, Sum>| {
            let mut keys: Vec<String> = sums.keys().map(|key| (*key).to_owned()).collect();
            if !dim.is_time() {
                let weight = |key: &String| sums.get(key.as_str()).map_or(0, |sum| sum.items);
                keys.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.cmp(b)));
            }
            keys
        };
        let (rows, columns) = (order(down, &by_row), order(across, &by_column));
        let cells = rows
            .iter()
            .map(|row| columns.iter().map(|column| found.get(&[row.as_str(), column.as_str()]).cloned()).collect())
            .collect();
        let totals = |keys: &[String], sums: &BTreeMap<&str, Sum>| {
            keys.iter().map(|key| sums.get(key.as_str()).cloned().unwrap_or_default()).collect()
        };
        let row_totals = across.adds_up().then(|| totals(&rows, &by_row));
        let column_totals = down.adds_up().then(|| totals(&columns, &by_column));
        Self { rows, columns, cells, row_totals, column_totals }
    }

    /// One cell; `None` where nothing was counted.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<&Sum> {
        self.cells.get(row)?.get(column)?.as_ref()
    }

    /// Whether any key names two rows at once; the layout would be wrong then.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let all = |keys: &[String]| keys.iter().collect::<BTreeSet<_>>().len() == keys.len();
        all(&self.rows) && all(&self.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Item, Unit};
    use super::*;
    use crate::domain::Stamp;

    fn sum(part: i64, whole: i64) -> Sum {
        let mut sum = Sum::default();
        for n in 0..whole {
            sum.add(Unit::Percent, &Item::whether(Stamp(0), n < part));
        }
        sum
    }

    /// kpi.md 5.1 rule 3: a total is the sum of the parts over the sum of the wholes.
    #[test]
    fn totals_are_sums_and_not_means_of_rates() {
        let cells =
            [(["华东", "2026-02"], sum(1, 1)), (["华东", "2026-01"], sum(0, 9)), (["华南", "2026-01"], sum(5, 5))];
        let cross = Cross::of([Dim::Region, Dim::Month], cells.iter().map(|(keys, sum)| (*keys, sum)));
        assert_eq!(cross.rows, ["华东", "华南"], "the largest first");
        assert_eq!(cross.columns, ["2026-01", "2026-02"], "periods in order");
        let pair = |sum: &Sum| (sum.part, sum.whole);
        let rows: Vec<_> = cross.row_totals.as_ref().unwrap().iter().map(pair).collect();
        let columns: Vec<_> = cross.column_totals.as_ref().unwrap().iter().map(pair).collect();
        assert_eq!((rows, columns), (vec![(1, 10), (5, 5)], vec![(5, 14), (1, 1)]));
        assert_eq!(cross.at(1, 1), None, "nothing was counted, which is not nought");
        assert!(cross.is_sound());
    }

    /// kpi.md 5.3: a case stands under each of its symptoms, which therefore do not add up.
    #[test]
    fn symptoms_have_no_total() {
        let cells = [(["漏水", "华东"], sum(1, 2)), (["异响", "华东"], sum(1, 2))];
        let cross = Cross::of([Dim::Symptom, Dim::Region], cells.iter().map(|(keys, sum)| (*keys, sum)));
        assert_eq!(cross.column_totals, None);
        assert_eq!(cross.row_totals.map(|all| all.len()), Some(2));
    }
}
