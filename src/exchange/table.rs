//! A file as one table: headers and rows, whatever the format and however untidy the sheet.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::cell::Cell;
pub use super::fault::{Measure, ReadFault, ReadLimits};
use super::grid::Grid;
use super::guard::{self, Content};
use super::header::{self, HeaderAt, RowKind};
use super::lexicon::plain;
pub use super::plain_text::{AsText, DELIMITERS, ENCODINGS, encoding_of};
use super::{markup, plain_text, workbook};

/// What a file turned out to be; its name may say something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Text {
        delimiter: char,
    },
    /// HTML, or XML of the year 2003, under whatever name.
    Markup,
}

/// One sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    pub name: String,
    pub hidden: bool,
}

/// Something about the file that a person should see before importing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Lines above the headers that were left out.
    LinesAbove(usize),
    /// No line of headers was found; columns bear their letters.
    NoHeader,
    /// None of the headers is a word this program knows.
    UnknownHeaders,
    TwoHeaderLines,
    BlankRows(usize),
    /// Row numbers of headers that stand again between the data.
    RepeatedHeaders(Vec<u32>),
    /// Row numbers of totals.
    Totals(Vec<u32>),
    /// Row numbers of notes and signatures below the table.
    Footers(Vec<u32>),
    /// The largest sheet was taken; so many others were left.
    OtherSheets(usize),
    /// Cells that received the value of the merged cell they belong to.
    MergedCells(usize),
    /// Bytes that mean nothing in the encoding were replaced.
    UnreadableCharacters,
    UnbalancedQuotes,
    /// Rows with more or fewer fields than the others.
    RaggedRows(usize),
}

/// One row of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// From 1, as a spreadsheet program numbers it in this file.
    pub number: u32,
    /// As many as the table has headers.
    pub cells: Vec<Cell>,
}

/// A table as read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub format: Format,
    /// All sheets of a workbook in their order; empty for a text file.
    pub sheets: Vec<SheetName>,
    /// The sheet that was read.
    pub sheet: String,
    /// Row number of the (lower) header line; 0 when there is none.
    pub header_row: u32,
    /// Never two the same, never empty: a nameless column bears its letter.
    pub headers: Vec<String>,
    pub rows: Vec<Row>,
    /// Of a text file.
    pub encoding: Option<&'static str>,
    pub notes: Vec<Note>,
}

/// Reads `path` as a table, deciding by the content what it is. Without `sheet` the most plausible one is taken.
///
/// # Errors
/// [`ReadFault`], one plain sentence each; never a panic, whatever the bytes.
pub fn read_table(path: &Path, sheet: Option<&str>, limits: &ReadLimits) -> Result<Table, ReadFault> {
    let bytes = read_bytes(path, limits)?;
    table_from_bytes(&bytes, sheet, None, limits)
}

/// As [`read_table`], with the encoding and delimiter a person chose, if the file is a text.
///
/// # Errors
/// As [`read_table`].
pub fn read_table_as(
    path: &Path,
    sheet: Option<&str>,
    as_text: AsText,
    limits: &ReadLimits,
) -> Result<Table, ReadFault> {
    let bytes = read_bytes(path, limits)?;
    table_as(&bytes, sheet, as_text, limits)
}

/// Reads bytes that are already in memory, a text in the encoding with this label where one is given.
///
/// # Errors
/// As [`read_table`].
pub fn table_from_bytes(
    bytes: &[u8],
    sheet: Option<&str>,
    encoding: Option<&str>,
    limits: &ReadLimits,
) -> Result<Table, ReadFault> {
    let as_text = AsText { encoding: encoding.and_then(plain_text::encoding_of), delimiter: None };
    table_as(bytes, sheet, as_text, limits)
}

fn table_as(bytes: &[u8], sheet: Option<&str>, as_text: AsText, limits: &ReadLimits) -> Result<Table, ReadFault> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadFault::too_large(Measure::FileBytes, limits.file_bytes));
    }
    match guard::look(bytes, limits)? {
        Content::Text => read_text(bytes, sheet, as_text, limits),
        content => read_workbook(bytes, content, sheet, limits),
    }
}

fn read_bytes(path: &Path, limits: &ReadLimits) -> Result<Vec<u8>, ReadFault> {
    let of_io = |error: std::io::Error| ReadFault::of_io(&error);
    let file = File::open(path).map_err(of_io)?;
    let facts = file.metadata().map_err(of_io)?;
    if facts.is_dir() {
        return Err(ReadFault::NotATable);
    }
    if facts.len() > limits.file_bytes {
        return Err(ReadFault::too_large(Measure::FileBytes, limits.file_bytes));
    }
    let mut bytes = Vec::with_capacity(facts.len() as usize);
    file.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(of_io)?;
    Ok(bytes)
}

fn read_workbook(bytes: &[u8], content: Content, sheet: Option<&str>, limits: &ReadLimits) -> Result<Table, ReadFault> {
    let mut chosen = Chosen::default();
    let names = workbook::read_sheets(bytes, content, sheet, limits, &mut |grid| chosen.offer(grid))?;
    let sheets: Vec<SheetName> = names.into_iter().map(|(name, hidden)| SheetName { name, hidden }).collect();
    let format = match content {
        Content::Xls => Format::Xls,
        Content::Ods => Format::Ods,
        Content::Xlsb => Format::Xlsb,
        Content::Xlsx | Content::Text => Format::Xlsx,
    };
    let grid = chosen.grid.ok_or(ReadFault::Empty)?;
    let mut table = table_from_grid(grid, format, limits)?;
    if sheet.is_none() && sheets.len() > 1 {
        table.notes.push(Note::OtherSheets(sheets.len() - 1));
    }
    Ok(Table { sheets, ..table })
}

/// The best of the sheets seen so far; the others are let go at once.
#[derive(Default)]
struct Chosen {
    grid: Option<Grid>,
    score: f64,
}

impl Chosen {
    fn offer(&mut self, grid: Grid) {
        let score = header::plausibility(&grid);
        if self.grid.as_ref().is_none_or(|best| best.rows.is_empty()) || score > self.score {
            self.score = score;
            self.grid = Some(grid);
        }
    }
}

fn read_text(bytes: &[u8], sheet: Option<&str>, as_text: AsText, limits: &ReadLimits) -> Result<Table, ReadFault> {
    let decoded = plain_text::decode(bytes, as_text.encoding)?;
    if markup::is_markup(&decoded.text) {
        let table = read_markup(&decoded.text, sheet, limits)?;
        return Ok(Table { encoding: Some(decoded.encoding), ..table });
    }
    let parsed = plain_text::parse(&decoded.text, as_text.delimiter, limits)?;
    let columns = parsed.grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let known = header::find(&parsed.grid).known;
    let looks_like_code = decoded.text.trim_start().starts_with(['{', '[', '<']);
    // A person who chose how the text is split sees what comes of it.
    let chosen = as_text.delimiter.is_some() && !parsed.grid.rows.is_empty();
    if !chosen && known < 1.5 && (columns < 2 && known < 0.79 || parsed.regular < 0.6 || looks_like_code) {
        return Err(if parsed.grid.rows.is_empty() { ReadFault::Empty } else { ReadFault::NotATable });
    }
    let format = Format::Text { delimiter: char::from(parsed.delimiter) };
    let mut table = table_from_grid(parsed.grid, format, limits)?;
    if decoded.lossy {
        table.notes.push(Note::UnreadableCharacters);
    }
    if parsed.unbalanced {
        table.notes.push(Note::UnbalancedQuotes);
    }
    if parsed.ragged > 0 {
        table.notes.push(Note::RaggedRows(parsed.ragged));
    }
    Ok(Table { encoding: Some(decoded.encoding), ..table })
}

fn read_markup(text: &str, sheet: Option<&str>, limits: &ReadLimits) -> Result<Table, ReadFault> {
    let grids = markup::read_tables(text, limits)?;
    let sheets: Vec<SheetName> =
        grids.iter().map(|grid| SheetName { name: grid.name.clone(), hidden: false }).collect();
    if let Some(wanted) = sheet
        && !sheets.iter().any(|sheet| sheet.name == wanted)
    {
        let sheets = sheets.into_iter().map(|sheet| sheet.name).collect();
        return Err(ReadFault::UnknownSheet { wanted: wanted.to_owned(), sheets });
    }
    let mut chosen = Chosen::default();
    for grid in grids {
        if sheet.is_none_or(|wanted| wanted == grid.name) {
            chosen.offer(grid);
        }
    }
    let grid = chosen.grid.ok_or(ReadFault::NotATable)?;
    let mut table = table_from_grid(grid, Format::Markup, limits)?;
    if sheet.is_none() && sheets.len() > 1 {
        table.notes.push(Note::OtherSheets(sheets.len() - 1));
    }
    Ok(Table { sheets, ..table })
}

/// Headers, columns and rows out of the grid; what is no data is left out and noted.
fn table_from_grid(mut grid: Grid, format: Format, limits: &ReadLimits) -> Result<Table, ReadFault> {
    if grid.rows.is_empty() {
        return Err(ReadFault::Empty);
    }
    let mut notes = Vec::new();
    let at = header::find(&grid);
    let columns = used_columns(&grid, at);
    if columns.len() > limits.columns {
        return Err(ReadFault::too_large(Measure::Columns, limits.columns));
    }
    if columns.len().saturating_mul(grid.rows.len()) > limits.cells.saturating_mul(4) {
        return Err(ReadFault::too_large(Measure::Cells, limits.cells));
    }
    let headers = unique_headers(&grid, at, &columns);
    let header_row = at.lines.map_or(0, |(_, last)| grid.rows[last].number);
    match at.lines {
        None => notes.push(Note::NoHeader),
        Some((first, last)) => {
            if first > 0 {
                notes.push(Note::LinesAbove(first));
            }
            if first < last {
                notes.push(Note::TwoHeaderLines);
            }
            if at.known < 0.6 {
                notes.push(Note::UnknownHeaders);
            }
        }
    }
    let merged = grid.fill_merged();
    if merged > 0 {
        notes.push(Note::MergedCells(merged));
    }
    let rows = data_rows(&mut grid, at, &columns, &mut notes);
    if rows.is_empty() {
        return Err(ReadFault::Empty);
    }
    Ok(Table { format, sheets: Vec::new(), sheet: grid.name, header_row, headers, rows, encoding: None, notes })
}

/// Columns with a header or with data below it.
fn used_columns(grid: &Grid, at: HeaderAt) -> Vec<u32> {
    let from = at.lines.map_or(0, |(first, _)| first);
    let mut used: Vec<u32> = Vec::new();
    for row in &grid.rows[from..] {
        for (column, _) in &row.cells {
            if let Err(place) = used.binary_search(column) {
                used.insert(place, *column);
            }
        }
    }
    used
}

fn unique_headers(grid: &Grid, at: HeaderAt, columns: &[u32]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(columns.len());
    for &column in columns {
        let text = header::text_at(grid, at, column);
        let text = if text.is_empty() { column_letters(column) } else { text };
        let mut unique = text.clone();
        let mut copy = 2;
        while headers.contains(&unique) {
            unique = format!("{text} ({copy})");
            copy += 1;
        }
        headers.push(unique);
    }
    headers
}

/// `A`, `B`, … `Z`, `AA`: how spreadsheets name columns.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

fn data_rows(grid: &mut Grid, at: HeaderAt, columns: &[u32], notes: &mut Vec<Note>) -> Vec<Row> {
    let spellings: Vec<(u32, String)> =
        columns.iter().map(|&column| (column, plain(&header::text_at(grid, at, column)))).collect();
    let from = at.data_from();
    let footers = header::footer_rows(&grid.rows[from..]);
    let to = grid.rows.len() - footers;
    let footer_numbers: Vec<u32> = grid.rows[to..].iter().map(|row| row.number).collect();
    let (mut repeated, mut totals) = (Vec::new(), Vec::new());
    let mut rows = Vec::with_capacity(to.saturating_sub(from));
    let mut expected = grid.rows.get(from).map_or(0, |row| row.number);
    let mut blank = 0_usize;
    for row in grid.rows.drain(from..).take(to - from) {
        blank += row.number.saturating_sub(expected) as usize;
        expected = row.number.saturating_add(1);
        match header::row_kind(&row, &spellings) {
            RowKind::RepeatedHeader => repeated.push(row.number),
            RowKind::Total => totals.push(row.number),
            RowKind::Data => {
                let mut cells = vec![Cell::Empty; columns.len()];
                for (column, cell) in row.cells {
                    if let Ok(place) = columns.binary_search(&column) {
                        cells[place] = cell;
                    }
                }
                rows.push(Row { number: row.number, cells });
            }
        }
    }
    if blank > 0 {
        notes.push(Note::BlankRows(blank));
    }
    for (numbers, note) in [
        (repeated, Note::RepeatedHeaders as fn(Vec<u32>) -> Note),
        (totals, Note::Totals as fn(Vec<u32>) -> Note),
        (footer_numbers, Note::Footers as fn(Vec<u32>) -> Note),
    ] {
        if !numbers.is_empty() {
            notes.push(note(numbers));
        }
    }
    rows
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
