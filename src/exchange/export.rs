//! Lists written as `.xlsx` and `.csv`, so that no spreadsheet runs what somebody typed.

use std::fs::{File, remove_file, rename};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};
use thiserror::Error;

use super::cell::{is_padding, moment_text};
use crate::domain::Fen;

/// Above this many rows a workbook is written row by row, without keeping it in memory.
const KEPT_IN_MEMORY: usize = 20_000;
/// A sheet ends here; the first row bears the headings.
const MOST_ROWS: usize = 1_048_575;
/// A cell holds no more characters.
const LONGEST_CELL: usize = 32_767;
/// Rows measured for the width of columns.
const MEASURED: usize = 500;
const WIDTHS: std::ops::RangeInclusive<usize> = 6..=60;
/// Rows between two calls of the progress.
const STEP: usize = 500;

/// One value of a list. Text is always written as text, whatever it looks like.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Date(NaiveDate),
    /// Wall time at UTC+8.
    Moment(NaiveDateTime),
    Whole(i64),
    Number(f64),
    Money(Fen),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

/// What a list is called and what its columns are called. Personal values are masked by the caller before they come here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListHead {
    /// The name of the sheet; signs a sheet may not bear are replaced.
    pub title: String,
    pub headings: Vec<String>,
}

/// One sheet of a workbook that holds several.
#[derive(Debug, Clone, PartialEq)]
pub struct ListSheet {
    pub head: ListHead,
    pub rows: Vec<Vec<Value>>,
}

/// Why a list was not written. The file of that name, if there was one, is as it was.
#[derive(Debug, Error)]
pub enum ExportFault {
    #[error("stopped")]
    Cancelled,
    #[error("the folder does not exist")]
    NoFolder,
    #[error("this user may not write there")]
    NoPermission,
    #[error("another program has the file open; close it there first")]
    InUse,
    #[error("the disk is full")]
    DiskFull,
    #[error("a sheet holds at most {limit} rows; write a .csv instead")]
    TooManyRows { limit: usize },
    #[error("a list is written as .xlsx or .csv")]
    UnknownKind,
    #[error("the file cannot be written")]
    Io(#[source] std::io::Error),
    #[error("the workbook cannot be written")]
    Workbook(#[source] XlsxError),
}

impl From<std::io::Error> for ExportFault {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        /// Windows: sharing violation, lock violation.
        const HELD: [i32; 2] = [32, 33];
        match error.kind() {
            _ if cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code)) => Self::InUse,
            ErrorKind::NotFound => Self::NoFolder,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::NoPermission,
            ErrorKind::ResourceBusy => Self::InUse,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<XlsxError> for ExportFault {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => error.into(),
            other => Self::Workbook(other),
        }
    }
}

/// Whether a spreadsheet would take `text` for a formula: `=`, `+`, `-`, `@` or their full-width forms, also behind
/// blanks; a tab or a line end in front is suspect by itself.
#[must_use]
pub fn would_run(text: &str) -> bool {
    const STARTERS: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches(is_padding).starts_with(STARTERS)
}

/// Whether a text in a `.csv` gets a `'` in front; one that already has it gets a second, so that reading gives it back.
pub(super) fn needs_mark(text: &str) -> bool {
    would_run(text) || text.starts_with('\'')
}

/// Writes `.xlsx` or `.csv` by the ending of `path`. Answers the number of rows.
///
/// # Errors
/// [`ExportFault`]; `progress` is told the rows done and stops the writing by answering `false`.
pub fn write_list(
    path: &Path,
    head: &ListHead,
    rows: impl Iterator<Item = Vec<Value>>,
    progress: &dyn Fn(usize) -> bool,
) -> Result<usize, ExportFault> {
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("xlsx") => write_xlsx(path, head, rows, progress),
        Some("csv") => write_csv(path, head, rows, progress),
        _ => Err(ExportFault::UnknownKind),
    }
}

/// Writes UTF-8 with a byte-order mark, which spreadsheets need to see Chinese.
///
/// # Errors
/// As [`write_list`].
pub fn write_csv(
    path: &Path,
    head: &ListHead,
    rows: impl Iterator<Item = Vec<Value>>,
    progress: &dyn Fn(usize) -> bool,
) -> Result<usize, ExportFault> {
    let part = PartFile::beside(path)?;
    let mut file = BufWriter::new(File::create(&part.path)?);
    file.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(file);
    let of_csv = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => ExportFault::from(error),
        other => ExportFault::Io(std::io::Error::other(format!("{other:?}"))),
    };
    writer.write_record(head.headings.iter().map(|heading| marked(heading))).map_err(of_csv)?;
    let mut done = 0;
    for row in rows {
        if done % STEP == 0 && !progress(done) {
            return Err(ExportFault::Cancelled);
        }
        writer.write_record(row.iter().map(csv_text)).map_err(of_csv)?;
        done += 1;
    }
    let file = writer.into_inner().map_err(|error| ExportFault::from(std::io::Error::from(error.error().kind())))?;
    let file = file.into_inner().map_err(|error| ExportFault::from(error.into_error()))?;
    file.sync_all()?;
    drop(file);
    progress(done);
    part.put_in_place()?;
    Ok(done)
}

fn marked(text: &str) -> String {
    if needs_mark(text) { format!("'{text}") } else { text.to_owned() }
}

fn csv_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => marked(text),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => moment_text(*moment),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => super::cell::Cell::Number(*number).text().into_owned(),
        Value::Money(amount) => amount.plain(),
    }
}

/// Writes a workbook of one sheet: headings fixed and filterable, columns as wide as their content, real dates and numbers.
///
/// # Errors
/// As [`write_list`]; more than a sheet's rows are refused.
pub fn write_xlsx(
    path: &Path,
    head: &ListHead,
    mut rows: impl Iterator<Item = Vec<Value>>,
    progress: &dyn Fn(usize) -> bool,
) -> Result<usize, ExportFault> {
    let part = PartFile::beside(path)?;
    let first: Vec<Vec<Value>> = rows.by_ref().take(KEPT_IN_MEMORY + 1).collect();
    let widths = widths(head, &first);
    let long = first.len() > KEPT_IN_MEMORY;
    let mut book = Workbook::new();
    // What does not stay in memory waits in the folder the person named, not in the system's.
    let sheet = if long {
        book.set_tempdir(part.folder())?;
        book.add_worksheet_with_constant_memory()?
    } else {
        book.add_worksheet()
    };
    let done = fill(sheet, head, first.into_iter().chain(rows), progress)?;
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width as f64 + 1.5)?;
    }
    save(book, part)?;
    Ok(done)
}

/// Writes a workbook of several sheets. Answers the number of rows.
///
/// # Errors
/// As [`write_xlsx`]; sheets of one name are told apart by a number.
pub fn write_sheets(path: &Path, sheets: &[ListSheet]) -> Result<usize, ExportFault> {
    let part = PartFile::beside(path)?;
    let mut book = Workbook::new();
    let mut done = 0;
    let mut names: Vec<String> = Vec::new();
    for one in sheets {
        let mut head = one.head.clone();
        let own = sheet_name(&head.title);
        let nth = names.iter().filter(|name| **name == own).count();
        if nth > 0 {
            head.title = format!("{} {}", own.chars().take(27).collect::<String>(), nth + 1);
        }
        names.push(own);
        let sheet = book.add_worksheet();
        done += fill(sheet, &head, one.rows.iter().cloned(), &|_| true)?;
        for (column, width) in widths(&head, &one.rows).iter().enumerate() {
            sheet.set_column_width(column as u16, *width as f64 + 1.5)?;
        }
    }
    save(book, part)?;
    Ok(done)
}

fn save(mut book: Workbook, part: PartFile) -> Result<(), ExportFault> {
    let file = File::create(&part.path)?;
    let mut writer = BufWriter::new(file);
    book.save_to_writer(&mut writer)?;
    let file = writer.into_inner().map_err(|error| ExportFault::from(error.into_error()))?;
    file.sync_all()?;
    drop(file);
    part.put_in_place()
}

struct Formats {
    heading: Format,
    text: Format,
    date: Format,
    moment: Format,
    money: Format,
}

fn fill(
    sheet: &mut Worksheet,
    head: &ListHead,
    rows: impl Iterator<Item = Vec<Value>>,
    progress: &dyn Fn(usize) -> bool,
) -> Result<usize, ExportFault> {
    let formats = Formats {
        heading: Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_num_format("@"),
        text: Format::new().set_num_format("@"),
        date: Format::new().set_num_format("yyyy-mm-dd"),
        moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        money: Format::new().set_num_format("#,##0.00"),
    };
    sheet.set_name(sheet_name(&head.title))?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in head.headings.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, cell_text(heading), &formats.heading)?;
    }
    let mut done = 0;
    for row in rows {
        if done % STEP == 0 && !progress(done) {
            return Err(ExportFault::Cancelled);
        }
        if done >= MOST_ROWS {
            return Err(ExportFault::TooManyRows { limit: MOST_ROWS });
        }
        done += 1;
        for (column, value) in row.iter().enumerate() {
            write_cell(sheet, (done as u32, column as u16), value, &formats)?;
        }
    }
    if let (Some(last), true) = (head.headings.len().checked_sub(1), done > 0) {
        sheet.autofilter(0, 0, done as u32, last as u16)?;
    }
    progress(done);
    Ok(done)
}

fn write_cell(sheet: &mut Worksheet, at: (u32, u16), value: &Value, formats: &Formats) -> Result<(), XlsxError> {
    let (row, column) = at;
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            sheet.write_string_with_format(row, column, cell_text(text), &formats.text)?;
        }
        Value::Date(date) => {
            let serial = serial(date.and_time(NaiveTime::MIN));
            sheet.write_number_with_format(row, column, serial, &formats.date)?;
        }
        Value::Moment(moment) => {
            sheet.write_number_with_format(row, column, serial(*moment), &formats.moment)?;
        }
        Value::Whole(number) => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Value::Number(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Number(_) => {}
        Value::Money(amount) => {
            sheet.write_number_with_format(row, column, amount.0 as f64 / 100.0, &formats.money)?;
        }
    }
    Ok(())
}

/// Days since the last day of 1899 less one, as spreadsheets count from March 1900 on.
fn serial(moment: NaiveDateTime) -> f64 {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default().and_time(NaiveTime::MIN);
    (moment - start).num_seconds() as f64 / 86_400.0
}

/// No longer than a cell holds, and without the signs XML cannot carry.
fn cell_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r')).take(LONGEST_CELL).collect()
}

fn sheet_name(title: &str) -> String {
    let name: String =
        title.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).take(31).collect();
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { "1".to_owned() } else { name.to_owned() }
}

/// The width of each column in digits; an ideograph is as wide as two.
fn widths(head: &ListHead, rows: &[Vec<Value>]) -> Vec<usize> {
    let measure = |text: &str| {
        let line = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        text.lines().map(line).max().unwrap_or(0)
    };
    // Beside the heading stands the filter's button.
    let mut widths: Vec<usize> = head.headings.iter().map(|heading| measure(heading) + 3).collect();
    for row in rows.iter().take(MEASURED) {
        for (width, value) in widths.iter_mut().zip(row) {
            *width = (*width).max(measure(&csv_text(value)));
        }
    }
    widths.into_iter().map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end())).collect()
}

/// A file under a passing name; gone again unless it is put in place.
struct PartFile {
    path: PathBuf,
    target: PathBuf,
    in_place: bool,
}

impl PartFile {
    fn beside(target: &Path) -> Result<Self, ExportFault> {
        let name = target.file_name().ok_or(ExportFault::NoFolder)?;
        let mut part = name.to_owned();
        part.push(".part");
        let path = target.with_file_name(part);
        if !path.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir()) {
            return Err(ExportFault::NoFolder);
        }
        Ok(Self { path, target: target.to_owned(), in_place: false })
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    fn put_in_place(mut self) -> Result<(), ExportFault> {
        rename(&self.path, &self.target)?;
        self.in_place = true;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.in_place {
            // The fault that led here is told already; a remnant is all that is left to lose.
            let _gone = remove_file(&self.path);
        }
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
