//! Rows of labelled fields, filled as the print mode says: shared by forms 2, 3 and 5 and the Friday register.

use super::error::PaperError;
use super::fonts::FontSet;
use super::form::PrintMode;
use super::grid::{Cell, Content, Grid};
use super::plate::Plate;
use super::ticks::Tick;

/// What closes an empty cell of a 定稿: money, dates and numbers, and words.
pub const NO_FIGURE: &str = "——";
const NO_TEXT: &str = "无";

/// A form being laid out row by row. Its fields are known by their labels.
#[derive(Debug)]
pub struct Rows<'f> {
    /// The table underneath.
    pub grid: Grid<'f>,
    plate: &'static Plate,
    mode: PrintMode,
    missing: Vec<&'static str>,
}

impl<'f> Rows<'f> {
    /// Starts a form; `missing` are the labels of required fields that are empty.
    #[must_use]
    pub fn new(fonts: &'f FontSet, plate: &'static Plate, mode: PrintMode, missing: Vec<&'static str>) -> Rows<'f> {
        Rows { grid: Grid::new(fonts, plate), plate, mode, missing }
    }

    /// Whether empty places are closed.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.mode == PrintMode::Final
    }

    /// Head of a section.
    ///
    /// # Errors
    /// As [`Grid::row`], like all below.
    pub fn bar(&mut self, height: f32, text: &str) -> Result<(), PaperError> {
        self.grid.row(height, &[Cell::bar(self.plate.width, text)])
    }

    /// Labels with their values behind them: width, label, width, value.
    ///
    /// # Errors
    /// As [`Grid::row`].
    pub fn pairs(&mut self, height: f32, pairs: &[(f32, &'static str, f32, &str)]) -> Result<(), PaperError> {
        let cells: Vec<Cell> = pairs
            .iter()
            .flat_map(|(a, label, b, value)| [Cell::label(*a, label), self.value(*b, label, value)])
            .collect();
        self.grid.row(height, &cells)
    }

    /// A label and long text behind it; without a label (width 0) the text has the whole row.
    ///
    /// # Errors
    /// As [`Grid::row`].
    pub fn long(&mut self, height: f32, (width, label): (f32, &'static str), text: &str) -> Result<(), PaperError> {
        let text = if text.trim().is_empty() && self.is_final() { NO_TEXT } else { text.trim() };
        let cell = self.field(self.plate.width - width, label, Content::Long(text.to_owned()));
        if width == 0.0 {
            self.grid.row(height, &[cell])
        } else {
            self.grid.row(height, &[Cell::label(width, label), cell])
        }
    }

    /// Boxes to sign: width and name of each.
    ///
    /// # Errors
    /// As [`Grid::row`].
    pub fn signatures(&mut self, height: f32, names: &[(f32, &str)]) -> Result<(), PaperError> {
        let sign = |(width, name): &(f32, &str)| Cell::new(*width, Content::Sign((*name).to_owned()));
        let cells: Vec<Cell> = names.iter().map(sign).collect();
        self.grid.row(height, &cells)
    }

    /// The head of a table.
    ///
    /// # Errors
    /// As [`Grid::row`].
    pub fn table_head(&mut self, height: f32, columns: &[(f32, &str)]) -> Result<(), PaperError> {
        let cells: Vec<Cell> = columns.iter().map(|(width, label)| Cell::label(*width, label)).collect();
        self.grid.row(height, &cells)
    }

    /// A value; an empty one is closed in a 定稿.
    #[must_use]
    pub fn value(&self, width: f32, label: &'static str, text: &str) -> Cell {
        self.field(width, label, Content::Value(self.closed(text)))
    }

    /// A value in the middle of its cell.
    #[must_use]
    pub fn centred(&self, width: f32, label: &'static str, text: &str) -> Cell {
        self.field(width, label, Content::Centred(self.closed(text)))
    }

    /// An amount at the right edge of its cell.
    #[must_use]
    pub fn money(&self, width: f32, label: &'static str, text: &str) -> Cell {
        self.field(width, label, Content::Money(self.closed(text)))
    }

    /// Options to tick.
    #[must_use]
    pub fn ticks(&self, width: f32, label: &'static str, ticks: Vec<Tick>) -> Cell {
        self.field(width, label, Content::Ticks(ticks))
    }

    /// Printed words of small type with a field among them.
    #[must_use]
    pub fn note(&self, width: f32, label: &'static str, text: String) -> Cell {
        self.field(width, label, Content::Note(text))
    }

    /// The text, or what closes its place in a 定稿.
    #[must_use]
    pub fn closed(&self, text: &str) -> String {
        let text = text.trim();
        if text.is_empty() && self.is_final() { NO_FIGURE.to_owned() } else { text.to_owned() }
    }

    fn field(&self, width: f32, label: &'static str, content: Content) -> Cell {
        let missing = self.mode != PrintMode::Blank && self.missing.contains(&label);
        Cell { width, content, field: Some((label, label.into())), missing }
    }
}

/// One box for each option, the chosen ones ticked.
#[must_use]
pub fn boxes<T>(options: &[(&str, T)], chosen: impl Fn(&T) -> bool) -> Vec<Tick> {
    options.iter().map(|(label, option)| Tick::new(chosen(option), label)).collect()
}
