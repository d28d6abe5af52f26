//! A list read row by row: what was taken, what not and why, what is there already; and one row while it is read.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cell::Cell;
use super::dates::{DateFault, DateOrder, moment_from_serial, parse, proven_order};
use super::lexicon::{lexicon, plain, without_brackets};
use super::table::{Row, Table};

/// One reason why one row is refused; a row may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<R> {
    /// As the file numbers it; 0 when the whole list is meant.
    pub row: u32,
    /// The column's header; empty when the whole row is meant.
    pub header: String,
    /// The value, shortened; phones masked.
    pub excerpt: String,
    pub reason: R,
}

/// A row with what it would change, resting on the rows taken before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken<T> {
    pub row: u32,
    /// Of the branch, person or case.
    pub name: String,
    pub what: T,
}

/// A row that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    pub row: u32,
    pub name: String,
    /// The earlier row of the file that it repeats; `None` where the records have it.
    pub of: Option<u32>,
}

/// The whole result: every row is accepted, refused or a repetition of what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRun<T, R> {
    pub accepted: Vec<Taken<T>>,
    pub refused: Vec<Refused<R>>,
    pub repeated: Vec<Repeated>,
    /// Rows looked at.
    pub rows: usize,
    /// Word and header of each column that was understood.
    pub columns: Vec<(&'static str, String)>,
    /// The person stopped it; the lists end at `rows`.
    pub cancelled: bool,
}

impl<T, R> Default for RowRun<T, R> {
    fn default() -> Self {
        let (accepted, refused, repeated, columns) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { accepted, refused, repeated, rows: 0, columns, cancelled: false }
    }
}

impl<T, R> RowRun<T, R> {
    /// How many rows are refused; [`RowRun::refused`] may name one several times.
    #[must_use]
    pub const fn refused_rows(&self) -> usize {
        self.rows - self.accepted.len() - self.repeated.len()
    }

    /// That a column is missing without which no row can be read.
    pub(super) fn lacks(&mut self, reason: R) {
        self.refused.push(Refused { row: 0, header: String::new(), excerpt: String::new(), reason });
    }
}

/// Spellings by meaning, as the word lists have them.
pub(super) type Spellings = BTreeMap<String, Vec<String>>;

/// Which column says what; of two that say the same the one with the commoner header.
pub(super) fn columns_of<C: Copy + Ord>(
    all: &[C],
    word: impl Fn(C) -> &'static str,
    words: &Spellings,
    headers: &[String],
) -> BTreeMap<C, usize> {
    let mut found = BTreeMap::new();
    for &column in all {
        let Some(spellings) = words.get(word(column)) else { continue };
        let spellings: Vec<String> = spellings.iter().map(|word| plain(word)).collect();
        let best = headers
            .iter()
            .enumerate()
            .filter_map(|(at, header)| {
                let (whole, bare) = (plain(header), plain(&without_brackets(header)));
                Some((spellings.iter().position(|word| *word == whole || *word == bare)?, at))
            })
            .min();
        if let Some((_, at)) = best {
            found.insert(column, at);
        }
    }
    found
}

/// The member of a closed list that is spelled so.
pub(super) fn member<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, words: &Spellings, text: &str) -> Option<T> {
    let wanted = plain(text);
    let spelled = |member: &T| {
        let spellings = words.get(word(*member));
        spellings.is_some_and(|list| list.iter().any(|word| plain(word) == wanted)) || word(*member) == text
    };
    all.iter().copied().find(spelled)
}

/// The order of day and month that the values of these columns prove.
pub(super) fn order_in(table: &Table, columns: impl Iterator<Item = usize>) -> DateOrder {
    let mut texts = columns.flat_map(|at| table.rows.iter().filter_map(move |row| row.cells.get(at)));
    texts.find_map(|cell| proven_order(&cell.text())).unwrap_or_default()
}

/// One row while it is read.
pub(super) struct Line<'a, C, R> {
    pub table: &'a Table,
    pub row: &'a Row,
    pub columns: &'a BTreeMap<C, usize>,
    pub order: DateOrder,
    pub refused: Vec<Refused<R>>,
}

impl<C: Copy + Ord, R> Line<'_, C, R> {
    pub(super) fn cell(&self, column: C) -> &Cell {
        self.columns.get(&column).and_then(|at| self.row.cells.get(*at)).unwrap_or(&Cell::Empty)
    }

    /// The text of a cell; `—`, `无` and their like are no text.
    pub(super) fn text(&self, column: C) -> String {
        let text = self.cell(column).text();
        let text = text.trim();
        if lexicon().is_blank_word(text) { String::new() } else { text.to_owned() }
    }

    pub(super) fn list(&self, column: C) -> Vec<String> {
        let text = self.text(column);
        let parts = text.split(['、', ',', '，', ';', '；', '/', '\n', '|', ' ', '\u{3000}']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// The row is refused for what stands in `column`, shown as `excerpt`.
    pub(super) fn refuse_as(&mut self, column: C, excerpt: String, reason: R) {
        let header = self.columns.get(&column).and_then(|at| self.table.headers.get(*at)).cloned().unwrap_or_default();
        self.refused.push(Refused { row: self.row.number, header, excerpt, reason });
    }

    /// The day in a cell; `None` for an empty one.
    pub(super) fn read_day(&self, column: C) -> Result<Option<NaiveDate>, DateFault> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match self.cell(column) {
            Cell::Moment(moment) => Ok(moment.date()),
            Cell::Number(serial) => moment_from_serial(*serial).map(|moment| moment.date()).ok_or(DateFault::NotADate),
            _ => parse(&text, self.order).map(|written| written.moment.date()),
        }
        .map(Some)
    }
}
