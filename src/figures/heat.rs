//! A matrix of counts, such as branch by product category, with the fixed steps its cells are shaded in (kpi.md 5.4).

use std::ops::{Range, RangeInclusive};

use crate::domain::Stamp;
use crate::domain::words::words;

/// Shades from nothing to the most.
pub const STEPS: usize = 6;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cell {
    pub count: u64,
    /// Units on record in 10 000; `None` where none are.
    pub units: Option<f64>,
    /// A batch warning stands behind some of its cases.
    pub alarm: bool,
}

impl Cell {
    /// Takes another cell in: counts and units are added, so a rate is never the mean of rates. Cases whose units nobody
    /// knows leave the sum without a rate.
    pub fn add(&mut self, other: &Self) {
        self.units = match (self.units, other.units) {
            (Some(all), Some(units)) => Some(all + units),
            (Some(units), None) if other.count == 0 => Some(units),
            (None, Some(units)) if self.count == 0 => Some(units),
            _ => None,
        };
        self.count += other.count;
        self.alarm |= other.alarm;
    }

    /// Cases per 10 000 units; `None` without units.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        self.units.filter(|units| *units > 0.0).map(|units| self.count as f64 / units)
    }
}

words! {
    /// What the cells say.
    pub enum Measure {
        /// How many cases.
        Count = "count",
        /// Cases per 10 000 units; a cell without units is hatched.
        Rate = "rate",
    }
}

words! {
    /// How long a period is, roughly: the cells of a quarter and of a week are not shaded alike.
    pub enum Length {
        Day = "day",
        Week = "week",
        Month = "month",
        /// Twelve weeks as well.
        Quarter = "quarter",
        Year = "year",
    }
}

impl Length {
    #[must_use]
    pub const fn of_days(days: i64) -> Self {
        match days {
            ..=3 => Self::Day,
            4..=15 => Self::Week,
            16..=45 => Self::Month,
            46..=135 => Self::Quarter,
            _ => Self::Year,
        }
    }
}

/// Shades set for a year, so that its periods of one length can be compared (kpi.md 5.4).
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    pub year: i32,
    pub measure: Measure,
    pub length: Length,
    /// As [`Shades::step`].
    pub step: f64,
    /// When and by whom they were set.
    pub at: Stamp,
    pub by: String,
}

/// What cells of so many cases and such a rate are shaded by, and the largest of them.
#[must_use]
pub fn largest(cells: &[(u64, Option<f64>)]) -> (Measure, f64) {
    let rates = cells.iter().filter_map(|(_, rate)| *rate);
    match rates.fold(None, |most: Option<f64>, rate| Some(most.map_or(rate, |most| most.max(rate)))) {
        Some(most) => (Measure::Rate, most),
        None => (Measure::Count, cells.iter().map(|(count, _)| *count).max().unwrap_or(0) as f64),
    }
}

/// One line of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    pub name: String,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

impl HeatRow {
    #[must_use]
    pub fn total(&self) -> u64 {
        self.cells.iter().map(|cell| cell.count).sum()
    }
}

/// Rows by their totals, the largest first, ties by name; columns in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    pub measure: Measure,
    columns: Vec<String>,
    rows: Vec<HeatRow>,
    /// The shades set for its year; without them those of its own largest value.
    pub fixed: Option<Break>,
}

impl Heat {
    /// Sorts `rows` and makes each as long as `columns`. Rates are shown only if some cell has units.
    #[must_use]
    pub fn new(columns: Vec<String>, mut rows: Vec<HeatRow>) -> Self {
        for row in &mut rows {
            row.cells.resize(columns.len(), Cell::default());
        }
        rows.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.name.cmp(&b.name)));
        let rated = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.rate().is_some());
        Self { measure: if rated { Measure::Rate } else { Measure::Count }, columns, rows, fixed: None }
    }

    /// The same in the shades that are set for what it says.
    #[must_use]
    pub fn fixed_by(mut self, breaks: &[Break]) -> Self {
        self.fixed = breaks.iter().find(|set| set.measure == self.measure).cloned();
        self
    }

    /// The shades of its own largest value, of all cells, also those that have no room of their own in a picture.
    #[must_use]
    pub fn own_shades(&self) -> Shades {
        let values = self.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| self.value(cell));
        Shades::up_to(values.fold(0.0, f64::max), self.measure)
    }

    /// The shades it is drawn in.
    #[must_use]
    pub fn shades(&self) -> Shades {
        self.fixed.as_ref().map_or_else(|| self.own_shades(), |set| Shades { step: set.step })
    }

    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    #[must_use]
    pub fn rows(&self) -> &[HeatRow] {
        &self.rows
    }

    /// True when there is nothing to shade.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.rows.iter().map(HeatRow::total).sum()
    }

    /// Rows and columns together as one cell.
    #[must_use]
    pub fn cell(&self, rows: &RangeInclusive<usize>, columns: &RangeInclusive<usize>) -> Cell {
        let mut sum = Cell::default();
        for row in self.rows.get(rows.clone()).unwrap_or_default() {
            for cell in row.cells.get(columns.clone()).unwrap_or_default() {
                sum.add(cell);
            }
        }
        sum
    }

    /// What a cell is shaded by; `None` is hatched.
    #[must_use]
    pub fn value(&self, cell: &Cell) -> Option<f64> {
        match self.measure {
            Measure::Count => Some(cell.count as f64),
            Measure::Rate => cell.rate(),
        }
    }
}

/// The lower ends of the shades after the first, equally far apart.
///
/// The distance is 1, 2, 3 or 5 times a power of ten, the widest at which the largest value still reaches the last shade.
/// So it stays the same from quarter to quarter until the largest value moves a long way, and pictures can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shades {
    pub step: f64,
}

impl Shades {
    /// Shades for values up to `largest`; counts never step by less than one.
    #[must_use]
    pub fn up_to(largest: f64, measure: Measure) -> Self {
        let reach = largest / (STEPS - 1) as f64;
        let power = if reach > 0.0 { 10_f64.powf(reach.log10().floor()) } else { 1.0 };
        let step =
            [5.0, 3.0, 2.0].map(|factor| factor * power).into_iter().find(|step| *step <= reach).unwrap_or(power);
        Self { step: if measure == Measure::Count { step.max(1.0).round() } else { step } }
    }

    /// Which of the [`STEPS`] shades a value has.
    #[must_use]
    pub fn of(&self, value: f64) -> usize {
        // A value on a limit belongs to the upper shade, in spite of the last digit of a quotient.
        ((value / self.step + 1e-9).floor().max(0.0) as usize).min(STEPS - 1)
    }
}

/// At most `room` groups of `all` things in their order: single ones, then one range with all the rest.
#[must_use]
pub fn gathered(all: usize, room: usize) -> Vec<Range<usize>> {
    let single = if all <= room.max(1) { all } else { room.max(1) - 1 };
    (0..single).map(|at| at..at + 1).chain((single < all).then_some(single..all)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, counts: &[u64]) -> HeatRow {
        let cells = counts.iter().map(|count| Cell { count: *count, ..Cell::default() }).collect();
        HeatRow { name: name.to_owned(), cells }
    }

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn rows_are_sorted_by_total_and_gathered_cells_add_up() {
        let heat = Heat::new(
            columns(&["燃热", "电热", "烟机"]),
            vec![row("苏州", &[1, 2]), row("杭州", &[14, 9, 17]), row("上海", &[0, 0, 3])],
        );
        let names: Vec<&str> = heat.rows().iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["杭州", "上海", "苏州"]);
        assert_eq!(heat.cell(&(1..=2), &(0..=2)).count, 6);
        assert_eq!(heat.cell(&(0..=2), &(2..=2)).count, 20);
        assert_eq!((heat.total(), heat.measure, heat.cell(&(5..=9), &(0..=0)).count), (46, Measure::Count, 0));
    }

    /// kpi.md 5.1 rule 3 and 5.4: per 10 000 units where they are on record, nothing where they are not.
    #[test]
    fn rates_are_sums_over_sums_and_missing_units_have_none() {
        let cell = |count, units| Cell { count, units, alarm: false };
        let rows = vec![
            HeatRow { name: "杭州".to_owned(), cells: vec![cell(30, Some(10.0)), cell(4, None)] },
            HeatRow { name: "苏州".to_owned(), cells: vec![cell(1, Some(1.0)), cell(0, None)] },
        ];
        let heat = Heat::new(columns(&["燃热", "电热"]), rows);
        assert_eq!(heat.measure, Measure::Rate);
        let both = heat.cell(&(0..=1), &(0..=0));
        assert!((both.rate().unwrap() - 31.0 / 11.0).abs() < 1e-12, "not the mean of 3 and 1");
        assert_eq!(heat.value(&heat.rows()[0].cells[1]), None, "hatched, not zero");
        let row = heat.cell(&(0..=0), &(0..=1));
        assert_eq!((row.count, row.rate()), (34, None), "four of them have no units to be held against");
        assert_eq!(heat.cell(&(1..=1), &(0..=1)).rate(), Some(1.0), "nobody complained where units are unknown");
    }

    #[test]
    fn shades_are_fixed_steps_that_move_rarely() {
        for (largest, step) in
            [(0.0, 1.0), (3.0, 1.0), (9.0, 1.0), (14.0, 2.0), (19.0, 3.0), (24.0, 3.0), (25.0, 5.0), (60.0, 10.0)]
        {
            assert_eq!(Shades::up_to(largest, Measure::Count).step, step, "{largest}");
        }
        let shades = Shades::up_to(19.0, Measure::Count);
        assert_eq!(
            [0.0, 2.0, 3.0, 11.0, 14.9, 15.0, 19.0, 900.0].map(|value| shades.of(value)),
            [0, 0, 1, 3, 4, 5, 5, 5]
        );
        let fine = Shades::up_to(0.19, Measure::Rate);
        assert!((fine.step - 0.03).abs() < 1e-12 && fine.of(0.15) == 5);
    }

    #[test]
    fn what_has_no_room_is_gathered_last() {
        assert_eq!(gathered(3, 3), [0..1, 1..2, 2..3]);
        assert_eq!(gathered(5, 3), [0..1, 1..2, 2..5]);
        assert_eq!(gathered(5, 0), vec![0..5]);
        assert!(gathered(0, 4).is_empty());
    }

    /// kpi.md 5.4: the same value has the same shade in two quarters of a year, whatever their largest ones are.
    #[test]
    fn set_shades_hold_whatever_the_largest_value_is() {
        let set = |measure, step| Break {
            year: 2026,
            measure,
            length: Length::Quarter,
            step,
            at: Stamp(0),
            by: String::new(),
        };
        let breaks = [set(Measure::Rate, 0.5), set(Measure::Count, 3.0)];
        let first = Heat::new(columns(&["燃热"]), vec![row("杭州", &[19]), row("苏州", &[7])]).fixed_by(&breaks);
        let second = Heat::new(columns(&["燃热"]), vec![row("杭州", &[70]), row("苏州", &[7])]).fixed_by(&breaks);
        assert_eq!((first.shades().of(7.0), second.shades().of(7.0)), (2, 2));
        assert_eq!((second.own_shades().step, second.shades().step), (10.0, 3.0));
        assert_eq!(first.own_shades(), first.shades(), "the one it was set by");
        assert_eq!(Heat::new(columns(&["燃热"]), vec![row("杭州", &[19])]).fixed_by(&breaks[..1]).fixed, None);
        assert_eq!(largest(&[(40, None), (7, None)]), (Measure::Count, 40.0));
        assert_eq!(largest(&[(40, Some(0.5)), (7, Some(0.9)), (90, None)]), (Measure::Rate, 0.9));
        let lengths = [1, 7, 28, 31, 84, 92, 365].map(|days| Length::of_days(days).word());
        assert_eq!(lengths, ["day", "week", "month", "month", "quarter", "quarter", "year"]);
    }
}
