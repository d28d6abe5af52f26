//! What the regional dashboard is made of: figures beside those of the periods before, a matrix, the ages of what is open.

use super::heat::Cell;
use super::kpi::Unit;
use crate::domain::words::words;

/// A numerator and its denominator, to be shown beside a figure; a zero denominator has no value (kpi.md 5.1 rule 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fraction {
    pub part: i64,
    pub whole: i64,
}

impl Fraction {
    /// Percent, minutes of a mean, or the count; `None` where there is no value.
    #[must_use]
    pub fn number(self, unit: Unit) -> Option<f64> {
        let (part, whole) = (self.part as f64, self.whole as f64);
        match unit {
            Unit::Count => Some(part),
            _ if self.whole <= 0 => None,
            Unit::Percent | Unit::Ratio => Some(part * 100.0 / whole),
            Unit::Mean | Unit::Median => Some(part / whole / 60_000.0),
            Unit::Money => Some(part / 100.0),
            Unit::PerUnits => Some(part * 10_000.0 / whole),
        }
    }

    pub fn add(&mut self, part: i64, whole: i64) {
        self.part = self.part.saturating_add(part);
        self.whole = self.whole.saturating_add(whole);
    }
}

/// Upper ends of the ages of open cases in whole days, each still inside (kpi.md 5.4); the last bin has none.
pub const AGE_ENDS: [i64; AGES - 1] = [1, 3, 7, 15, 30, 60];
/// How many bins there are: 0-1, 2-3, 4-7, 8-15, 16-30, 31-60, more than 60 days.
pub const AGES: usize = 7;

/// The bin of a case that has been open for so many milliseconds: whole days that have passed.
#[must_use]
pub fn age_bin(open_ms: i64) -> usize {
    let days = open_ms.max(0) / 86_400_000;
    AGE_ENDS.iter().take_while(|end| days > **end).count()
}

/// The first bins beyond 15 and beyond 60 days.
pub const AGE_LINES: [usize; 2] = [4, 6];

words! {
    /// How an open case stands, in the order in which they are stacked.
    pub enum Standing {
        /// Past its next limit.
        Late = "late",
        InTime = "in_time",
        /// Not late, and its clock stands still.
        Stopped = "stopped",
    }
}

/// Open cases of one age, by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgeBin {
    pub late: u32,
    pub in_time: u32,
    /// Their clock stands still.
    pub stopped: u32,
}

impl AgeBin {
    #[must_use]
    pub const fn of(&self, standing: Standing) -> u32 {
        match standing {
            Standing::Late => self.late,
            Standing::InTime => self.in_time,
            Standing::Stopped => self.stopped,
        }
    }

    #[must_use]
    pub fn total(&self) -> u32 {
        self.late.saturating_add(self.in_time).saturating_add(self.stopped)
    }
}

/// Cells of rows by columns, both the largest first, ties by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    pub columns: Vec<String>,
    pub rows: Vec<MatrixRow>,
}

/// One row of a [`Matrix`].
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    pub name: String,
    /// In the order of [`Matrix::columns`]; a count of 0 where nothing was counted.
    pub cells: Vec<Cell>,
}

impl MatrixRow {
    #[must_use]
    pub fn total(&self) -> u64 {
        self.cells.iter().map(|cell| cell.count).sum()
    }
}

impl Matrix {
    /// From cells by row and column name; the same pair may come several times and is added up.
    #[must_use]
    pub fn of(cells: impl IntoIterator<Item = (String, String, Cell)>) -> Self {
        let mut columns: Vec<(String, u64)> = Vec::new();
        let mut found: Vec<(String, Vec<Cell>)> = Vec::new();
        for (row, column, cell) in cells {
            let place = |list: &mut Vec<(String, u64)>| match list.iter().position(|(name, _)| *name == column) {
                Some(place) => place,
                None => {
                    list.push((column.clone(), 0));
                    list.len() - 1
                }
            };
            let at = place(&mut columns);
            let row = match found.iter().position(|(name, _)| *name == row) {
                Some(place) => place,
                None => {
                    found.push((row, Vec::new()));
                    found.len() - 1
                }
            };
            let (Some((_, total)), Some((_, known))) = (columns.get_mut(at), found.get_mut(row)) else { continue };
            *total += cell.count;
            if known.len() <= at {
                known.resize(at + 1, Cell::default());
            }
            if let Some(sum) = known.get_mut(at) {
                sum.add(&cell);
            }
        }
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by(|a, b| columns[*b].1.cmp(&columns[*a].1).then_with(|| columns[*a].0.cmp(&columns[*b].0)));
        let mut rows: Vec<MatrixRow> = found
            .into_iter()
            .map(|(name, cells)| {
                let cells = order.iter().map(|at| cells.get(*at).copied().unwrap_or_default()).collect();
                MatrixRow { name, cells }
            })
            .collect();
        rows.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.name.cmp(&b.name)));
        let columns = order.into_iter().map(|at| columns[at].0.clone()).collect();
        Self { columns, rows }
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.rows.iter().map(MatrixRow::total).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// kpi.md 5.4: bins 0–1, 2–3, 4–7, 8–15, 16–30, 31–60, more than 60 days.
    #[test]
    fn ages_fall_into_the_bins_of_the_document() {
        let day = 86_400_000;
        for (days, bin) in [
            (0, 0),
            (1, 0),
            (2, 1),
            (3, 1),
            (4, 2),
            (7, 2),
            (8, 3),
            (15, 3),
            (16, 4),
            (30, 4),
            (31, 5),
            (60, 5),
            (61, 6),
        ] {
            assert_eq!(age_bin(days * day), bin, "{days} days");
            assert_eq!(age_bin(days * day + day - 1), bin, "{days} days and a long evening");
        }
        assert_eq!(age_bin(-5), 0);
    }

    #[test]
    fn a_matrix_is_ordered_by_its_totals_and_adds_up() {
        let cell =
            |row: &str, column: &str, count| (row.to_owned(), column.to_owned(), Cell { count, ..Cell::default() });
        let cells =
            [cell("苏州", "净水", 2), cell("杭州", "烟机", 9), cell("苏州", "烟机", 7), cell("成都", "净水", 9)];
        let matrix = Matrix::of(cells.into_iter().chain([cell("成都", "净水", 1)]));
        assert_eq!(matrix.columns, ["烟机", "净水"]);
        let counts = |row: &MatrixRow| row.cells.iter().map(|cell| cell.count).collect::<Vec<_>>();
        let rows: Vec<_> = matrix.rows.iter().map(|row| (row.name.as_str(), counts(row))).collect();
        assert_eq!(rows, [("成都", vec![0, 10]), ("杭州", vec![9, 0]), ("苏州", vec![7, 2])]);
        assert_eq!(matrix.total(), 28);
    }

    #[test]
    fn nothing_of_nothing_has_no_rate_and_a_count_needs_no_denominator() {
        let none = Fraction::default();
        assert_eq!((none.number(Unit::Percent), none.number(Unit::Mean)), (None, None));
        assert_eq!(Fraction { part: 3, whole: 0 }.number(Unit::Count), Some(3.0));
        assert_eq!(Fraction { part: 19, whole: 20 }.number(Unit::Percent), Some(95.0));
        assert_eq!(Fraction { part: 240_000, whole: 2 }.number(Unit::Mean), Some(2.0));
    }
}
