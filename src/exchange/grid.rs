//! The cells of one sheet as the file has them: only those that hold something, within the limits.

use super::cell::Cell;
use super::fault::{Measure, ReadFault, ReadLimits};

/// One line of a sheet; cells in column order, none blank.
#[derive(Debug, Default)]
pub(super) struct GridRow {
    /// From 1, as the spreadsheet shows it.
    pub number: u32,
    pub cells: Vec<(u32, Cell)>,
}

impl GridRow {
    pub fn at(&self, column: u32) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |(at, _)| *at).ok().map(|at| &self.cells[at].1)
    }
}

/// Cells that are shown as one; only the first holds the value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Merge {
    /// Row numbers from 1, last one included.
    pub rows: (u32, u32),
    pub column: u32,
}

#[derive(Debug, Default)]
pub(super) struct Grid {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<GridRow>,
    pub merges: Vec<Merge>,
}

impl Grid {
    /// Writes the value of vertically merged cells into every row they span; rows without a cell of their own stay away.
    /// Answers how many cells were filled.
    pub fn fill_merged(&mut self) -> usize {
        let mut filled = 0;
        for merge in std::mem::take(&mut self.merges) {
            let first = self.rows.partition_point(|row| row.number < merge.rows.0);
            let after = self.rows.partition_point(|row| row.number <= merge.rows.1);
            let Some(value) = self.rows.get(first).filter(|row| row.number == merge.rows.0) else { continue };
            let Some(value) = value.at(merge.column).cloned() else { continue };
            for row in &mut self.rows[first + 1..after] {
                if let Err(at) = row.cells.binary_search_by_key(&merge.column, |(at, _)| *at) {
                    row.cells.insert(at, (merge.column, value.clone()));
                    filled += 1;
                }
            }
        }
        filled
    }
}

/// Takes cells in any order, counts them against the limits.
pub(super) struct GridBuilder<'a> {
    limits: &'a ReadLimits,
    rows: Vec<GridRow>,
    cells: usize,
    text_bytes: u64,
    in_order: bool,
}

impl<'a> GridBuilder<'a> {
    pub fn new(limits: &'a ReadLimits) -> Self {
        Self { limits, rows: Vec::new(), cells: 0, text_bytes: 0, in_order: true }
    }

    /// Adds the cell at `row` (from 1) and `column` (from 0); a blank one is nothing.
    pub fn push(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), ReadFault> {
        if cell.is_blank() {
            return Ok(());
        }
        self.cells += 1;
        if let Cell::Text(text) = &cell {
            self.text_bytes += text.len() as u64;
        }
        let limits = self.limits;
        if self.cells > limits.cells {
            return Err(ReadFault::too_large(Measure::Cells, limits.cells));
        }
        if self.text_bytes > limits.unpacked_bytes {
            return Err(ReadFault::too_large(Measure::UnpackedBytes, limits.unpacked_bytes));
        }
        match self.rows.last_mut() {
            Some(last) if last.number == row => {
                self.in_order &= last.cells.last().is_none_or(|(at, _)| *at < column);
                last.cells.push((column, cell));
            }
            last => {
                self.in_order &= last.is_none_or(|last| last.number < row);
                if self.rows.len() >= limits.rows {
                    return Err(ReadFault::too_large(Measure::Rows, limits.rows));
                }
                self.rows.push(GridRow { number: row, cells: vec![(column, cell)] });
            }
        }
        Ok(())
    }

    pub fn finish(mut self, name: String) -> Grid {
        if !self.in_order {
            self.rows.sort_by_key(|row| row.number);
            let mut rows: Vec<GridRow> = Vec::with_capacity(self.rows.len());
            for row in self.rows {
                match rows.last_mut() {
                    Some(last) if last.number == row.number => last.cells.extend(row.cells),
                    _ => rows.push(row),
                }
            }
            for row in &mut rows {
                row.cells.sort_by_key(|(column, _)| *column);
                row.cells.dedup_by_key(|(column, _)| *column);
            }
            self.rows = rows;
        }
        Grid { name, rows: self.rows, ..Grid::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_disorder_come_out_in_order() {
        let limits = ReadLimits::default();
        let mut builder = GridBuilder::new(&limits);
        for (row, column) in [(2, 1), (1, 0), (2, 0)] {
            builder.push(row, column, Cell::Number(f64::from(row * 10 + column))).unwrap();
        }
        let grid = builder.finish(String::new());
        let flat: Vec<_> =
            grid.rows.iter().flat_map(|row| row.cells.iter().map(|(_, cell)| cell.text().into_owned())).collect();
        assert_eq!(flat, ["10", "20", "21"]);
    }

    #[test]
    fn more_than_the_limits_is_refused() {
        let limits = ReadLimits { rows: 2, ..ReadLimits::default() };
        let mut builder = GridBuilder::new(&limits);
        builder.push(1, 0, Cell::Bool(true)).unwrap();
        builder.push(2, 0, Cell::Bool(true)).unwrap();
        let fault = builder.push(3, 0, Cell::Bool(true)).unwrap_err();
        assert_eq!(fault, ReadFault::TooLarge { measure: Measure::Rows, limit: 2 });
    }
}
