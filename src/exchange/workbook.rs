//! Sheets of `.xlsx`, `.xlsm`, `.xlsb`, `.xls` and `.ods` as grids; the only file that knows calamine.

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, OdsError, Range, Reader, Sheet, SheetType, SheetVisible,
    XlsError, XlsbError, XlsxError,
};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::biff;
use super::cell::Cell;
use super::dates::{DateOrder, parse};
use super::fault::{ReadFault, ReadLimits};
use super::grid::{Grid, GridBuilder, Merge};
use super::guard::Content;

/// Merged cells cost a second pass over the sheet, and lists longer than this are made by programs that do not merge.
const MERGES_UP_TO: usize = 50_000;

type Bytes<'a> = Cursor<&'a [u8]>;

/// Hands every sheet of the workbook to `take`, or only the one named `only`; answers the names of all.
///
/// A foreign reader works on bytes nobody has checked, so a panic inside it is taken for damage of the file.
pub(super) fn read_sheets(
    bytes: &[u8],
    content: Content,
    only: Option<&str>,
    limits: &ReadLimits,
    take: &mut dyn FnMut(Grid),
) -> Result<Vec<(String, bool)>, ReadFault> {
    let job = AssertUnwindSafe(|| match content {
        Content::Xls => read_xls(bytes, only, limits, take),
        Content::Ods => read_ods(bytes, only, limits, take),
        Content::Xlsb => read_xlsb(bytes, only, limits, take),
        Content::Xlsx | Content::Text => read_xlsx(bytes, only, limits, take),
    });
    catch_unwind(job).unwrap_or_else(|_panic| Err(ReadFault::Damaged("its inner structure makes no sense".into())))
}

/// The sheets that can hold a table, with whether they are hidden; refuses a wanted one that is not among them.
fn sheet_names(sheets: &[Sheet], only: Option<&str>) -> Result<Vec<(String, bool)>, ReadFault> {
    let names: Vec<(String, bool)> = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    match only {
        Some(wanted) if !names.iter().any(|(name, _)| name == wanted) => Err(ReadFault::UnknownSheet {
            wanted: wanted.to_owned(),
            sheets: names.into_iter().map(|(name, _)| name).collect(),
        }),
        _ => Ok(names),
    }
}

fn wanted<'a>(names: &'a [(String, bool)], only: Option<&'a str>) -> impl Iterator<Item = &'a (String, bool)> {
    names.iter().filter(move |(name, _)| only.is_none_or(|only| only == name))
}

/// Cell by cell, because one cell in the last corner would make the dense form of the sheet fill the memory.
fn read_xlsx(
    bytes: &[u8],
    only: Option<&str>,
    limits: &ReadLimits,
    take: &mut dyn FnMut(Grid),
) -> Result<Vec<(String, bool)>, ReadFault> {
    let mut book = calamine::Xlsx::new(Bytes::new(bytes)).map_err(xlsx_fault)?;
    let names = sheet_names(book.sheets_metadata(), only)?;
    for (name, hidden) in wanted(&names, only) {
        let mut builder = GridBuilder::new(limits);
        match book.worksheet_cells_reader(name) {
            Ok(mut cells) => {
                while let Some(cell) = cells.next_cell().map_err(xlsx_fault)? {
                    let (row, column) = cell.get_position();
                    builder.push(row.saturating_add(1), column, from_ref(cell.get_value()))?;
                }
            }
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(xlsx_fault(error)),
        }
        let mut grid = Grid { hidden: *hidden, ..builder.finish(name.clone()) };
        if grid.rows.len() <= MERGES_UP_TO {
            grid.merges = book.merge_cells_by_sheet_name(name).map(|merges| vertical(&merges)).unwrap_or_default();
        }
        take(grid);
    }
    Ok(names)
}

fn read_xlsb(
    bytes: &[u8],
    only: Option<&str>,
    limits: &ReadLimits,
    take: &mut dyn FnMut(Grid),
) -> Result<Vec<(String, bool)>, ReadFault> {
    let mut book = calamine::Xlsb::new(Bytes::new(bytes)).map_err(xlsb_fault)?;
    let names = sheet_names(book.sheets_metadata(), only)?;
    for (name, hidden) in wanted(&names, only) {
        let mut builder = GridBuilder::new(limits);
        let mut cells = book.worksheet_cells_reader(name).map_err(xlsb_fault)?;
        while let Some(cell) = cells.next_cell().map_err(xlsb_fault)? {
            let (row, column) = cell.get_position();
            builder.push(row.saturating_add(1), column, from_ref(cell.get_value()))?;
        }
        take(Grid { hidden: *hidden, ..builder.finish(name.clone()) });
    }
    Ok(names)
}

fn read_xls(
    bytes: &[u8],
    only: Option<&str>,
    limits: &ReadLimits,
    take: &mut dyn FnMut(Grid),
) -> Result<Vec<(String, bool)>, ReadFault> {
    biff::check(bytes, limits)?;
    let mut book = calamine::Xls::new(Bytes::new(bytes)).map_err(|error| match error {
        XlsError::Password => ReadFault::PasswordProtected,
        other => ReadFault::Damaged(other.to_string()),
    })?;
    let names = sheet_names(book.sheets_metadata(), only)?;
    for (name, hidden) in wanted(&names, only) {
        let range = book.worksheet_range(name).map_err(|error| ReadFault::Damaged(error.to_string()))?;
        let merges = book.merge_cells_by_sheet_name(name).map(|merges| vertical(&merges)).unwrap_or_default();
        take(Grid { hidden: *hidden, merges, ..from_range(&range, name, limits)? });
    }
    Ok(names)
}

fn read_ods(
    bytes: &[u8],
    only: Option<&str>,
    limits: &ReadLimits,
    take: &mut dyn FnMut(Grid),
) -> Result<Vec<(String, bool)>, ReadFault> {
    let mut book = calamine::Ods::new(Bytes::new(bytes)).map_err(|error| match error {
        OdsError::Password => ReadFault::PasswordProtected,
        other => ReadFault::Damaged(other.to_string()),
    })?;
    let names = sheet_names(book.sheets_metadata(), only)?;
    for (name, hidden) in wanted(&names, only) {
        let range = book.worksheet_range(name).map_err(|error| ReadFault::Damaged(error.to_string()))?;
        take(Grid { hidden: *hidden, ..from_range(&range, name, limits)? });
    }
    Ok(names)
}

fn from_range(range: &Range<Data>, name: &str, limits: &ReadLimits) -> Result<Grid, ReadFault> {
    let mut builder = GridBuilder::new(limits);
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let row = first_row.saturating_add(row as u32).saturating_add(1);
        builder.push(row, first_column.saturating_add(column as u32), from_data(value))?;
    }
    Ok(builder.finish(name.to_owned()))
}

fn vertical(merges: &[Dimensions]) -> Vec<Merge> {
    merges
        .iter()
        .filter(|merge| merge.end.0 > merge.start.0)
        .map(|merge| Merge {
            rows: (merge.start.0.saturating_add(1), merge.end.0.saturating_add(1)),
            column: merge.start.1,
        })
        .collect()
}

fn from_ref(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::from_text(text),
        DataRef::String(text) => Cell::from_text(text),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(value) => from_serial(value),
        DataRef::DateTimeIso(text) => from_iso(text),
        DataRef::DurationIso(text) => from_duration(text),
        DataRef::Error(error) => Cell::Error(error_word(error)),
        DataRef::Empty => Cell::Empty,
    }
}

fn from_data(value: &Data) -> Cell {
    match value {
        Data::String(text) => Cell::from_text(text),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(value) => from_serial(value),
        Data::DateTimeIso(text) => from_iso(text),
        Data::DurationIso(text) => from_duration(text),
        Data::Error(error) => Cell::Error(error_word(error)),
        Data::Empty => Cell::Empty,
    }
}

/// A cell with a date format. Below one day it is a time alone; far outside the calendar it is a number after all,
/// such as a phone number in a column formatted as dates.
fn from_serial(value: &ExcelDateTime) -> Cell {
    let serial = value.as_f64();
    if !(0.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    if value.is_duration() || serial < 1.0 {
        let seconds = (serial * 86_400.0).round() as i64;
        return Cell::Text(format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .and_then(|date| date.and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second)))
        .map_or(Cell::Number(serial), |moment| Cell::Moment(moment + Duration::seconds(i64::from(milli >= 500))))
}

/// A date as OpenDocument writes it: wall time without a zone.
fn from_iso(text: &str) -> Cell {
    let written = text.split('.').next().unwrap_or(text);
    NaiveDateTime::parse_from_str(written, "%Y-%m-%dT%H:%M:%S")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(written, "%Y-%m-%d").ok().map(|date| date.and_time(NaiveTime::MIN)))
        .or_else(|| parse(text, DateOrder::MonthFirst).ok().map(|written| written.moment))
        .map_or_else(|| Cell::from_text(text), Cell::Moment)
}

/// `PT10H21M00S` as `10:21:00`.
fn from_duration(text: &str) -> Cell {
    let mut parts = [0_u64; 3];
    let mut digits = String::new();
    for c in text.trim_start_matches("PT").chars() {
        match (c, "HMS".find(c)) {
            ('0'..='9' | '.', _) => digits.push(c),
            (_, Some(part)) => {
                parts[part] = digits.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(0);
                digits.clear();
            }
            _ => return Cell::from_text(text),
        }
    }
    Cell::Text(format!("{}:{:02}:{:02}", parts[0], parts[1], parts[2]))
}

fn error_word(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#DATA!",
    }
}

fn xlsx_fault(error: XlsxError) -> ReadFault {
    match error {
        XlsxError::Password => ReadFault::PasswordProtected,
        other => ReadFault::Damaged(other.to_string()),
    }
}

fn xlsb_fault(error: XlsbError) -> ReadFault {
    match error {
        XlsbError::Password => ReadFault::PasswordProtected,
        other => ReadFault::Damaged(other.to_string()),
    }
}
