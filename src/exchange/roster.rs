//! Lists of branches and people: what every row would change in the organisation, before anything is written.

mod rows;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::cell::Cell;
use super::dates::{DateFault, DateOrder, moment_from_serial, parse, proven_order};
use super::lexicon::{lexicon, plain};
use super::mask::{excerpt, shortened};
use super::table::{Row, Table};
use super::target::Target;
use crate::domain::Field;
use crate::domain::organisation::{Change, Organisation, Span};
use crate::domain::places::Places;
use crate::domain::words::words;

words! {
    /// What a list holds.
    pub enum RosterKind {
        Branches = "branches",
        People = "people",
    }
}

words! {
    /// What a column of such a list says.
    pub enum Column {
        Name = "name",
        Code = "code",
        Role = "role",
        Branch = "branch",
        Region = "region",
        Areas = "areas",
        Products = "products",
        Phone = "phone",
        From = "from",
        To = "to",
    }
}

/// Why a row is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterReason {
    /// The list has no column of this kind, and no row can do without it.
    NoColumn(Column),
    NoName,
    /// No region stands in the row and none follows from its areas.
    NoRegion,
    AreaUnknown,
    /// Another branch owns the area already.
    AreaOwned(String),
    UnknownRole,
    UnknownBranch,
    UnknownRegion,
    /// The post belongs to a branch or region, and the row names none.
    NoUnit,
    NotAPhone,
    Date(DateFault),
    /// The last day lies before the first.
    Backwards,
}

/// One reason why one row is refused; a row may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRefusal {
    /// As the file numbers it; 0 when the whole list is meant.
    pub row: u32,
    /// The column's header; empty when the whole row is meant.
    pub header: String,
    /// The value, shortened; phones masked.
    pub excerpt: String,
    pub reason: RosterReason,
}

/// A row with what it would change, each change resting on those of the rows before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    pub row: u32,
    /// Of the branch or person.
    pub name: String,
    pub changes: Vec<Change>,
}

/// The whole result: every row is accepted, refused or a repetition of what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterRun {
    pub accepted: Vec<RosterRow>,
    pub refused: Vec<RosterRefusal>,
    /// Rows, and the name of what stands already as they say.
    pub repeated: Vec<(u32, String)>,
    /// Rows looked at.
    pub rows: usize,
    /// The header of each column that was understood.
    pub columns: Vec<(Column, String)>,
}

impl RosterRun {
    /// How many rows are refused; [`RosterRun::refused`] may name one several times.
    #[must_use]
    pub fn refused_rows(&self) -> usize {
        self.rows - self.accepted.len() - self.repeated.len()
    }

    /// All changes in the order of the rows.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.accepted.iter().flat_map(|row| row.changes.iter().cloned()).collect()
    }
}

#[derive(Deserialize)]
struct Words {
    branches: BTreeMap<String, Vec<String>>,
    people: BTreeMap<String, Vec<String>>,
    roles: BTreeMap<String, Vec<String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/exchange/roster.toml"))
        .expect("the word list is part of the program and read by a test")
});

/// What a dry run rests on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// As it stands in the records.
    pub organisation: &'a Organisation,
    pub places: &'a Places,
}

/// Reads every row of a list. One bad row never stops the others; a row rests on the accepted ones before it.
#[must_use]
pub fn roster(kind: RosterKind, table: &Table, ground: &Ground<'_>) -> RosterRun {
    let columns = columns(kind, &table.headers);
    let mut run = RosterRun { rows: table.rows.len(), ..RosterRun::default() };
    run.columns = columns.iter().map(|(column, at)| (*column, table.headers[*at].clone())).collect();
    let needed: &[Column] = match kind {
        RosterKind::Branches => &[Column::Name],
        RosterKind::People => &[Column::Name, Column::Role],
    };
    let lacking = needed.iter().filter(|column| !columns.contains_key(column));
    run.refused.extend(lacking.map(|column| RosterRefusal {
        row: 0,
        header: String::new(),
        excerpt: String::new(),
        reason: RosterReason::NoColumn(*column),
    }));
    if !run.refused.is_empty() {
        return run;
    }
    let order = date_order(table, &columns);
    let mut here = ground.organisation.clone();
    for row in &table.rows {
        let mut line = Line { table, row, columns: &columns, order, refused: Vec::new() };
        let wanted = match kind {
            RosterKind::Branches => rows::branch_changes(&mut line, &here, ground.places),
            RosterKind::People => rows::person_changes(&mut line, &here),
        };
        let refused = line.refused;
        match wanted {
            Some((name, changes)) if refused.is_empty() => {
                // Changes made from `here` a moment ago fit it.
                let fit = changes.iter().all(|change| here.apply(change).is_ok());
                if changes.is_empty() || !fit {
                    run.repeated.push((row.number, name));
                } else {
                    run.accepted.push(RosterRow { row: row.number, name, changes });
                }
            }
            _ => run.refused.extend(refused),
        }
    }
    run
}

/// Which column says what; of two that say the same the first.
fn columns(kind: RosterKind, headers: &[String]) -> BTreeMap<Column, usize> {
    let words = match kind {
        RosterKind::Branches => &WORDS.branches,
        RosterKind::People => &WORDS.people,
    };
    let mut found = BTreeMap::new();
    for column in Column::ALL {
        let Some(spellings) = words.get(column.word()) else { continue };
        let spellings: Vec<String> = spellings.iter().map(|word| plain(word)).collect();
        let best = headers
            .iter()
            .enumerate()
            .filter_map(|(at, header)| Some((spellings.iter().position(|word| *word == plain(header))?, at)))
            .min();
        if let Some((_, at)) = best {
            found.insert(*column, at);
        }
    }
    found
}

fn date_order(table: &Table, columns: &BTreeMap<Column, usize>) -> DateOrder {
    let days = [Column::From, Column::To].into_iter().filter_map(|column| columns.get(&column).copied());
    let mut texts = days.flat_map(|at| table.rows.iter().filter_map(move |row| row.cells.get(at)));
    texts.find_map(|cell| proven_order(&cell.text())).unwrap_or_default()
}

/// One row while it is read.
struct Line<'a> {
    table: &'a Table,
    row: &'a Row,
    columns: &'a BTreeMap<Column, usize>,
    order: DateOrder,
    refused: Vec<RosterRefusal>,
}

impl Line<'_> {
    fn cell(&self, column: Column) -> &Cell {
        self.columns.get(&column).and_then(|at| self.row.cells.get(*at)).unwrap_or(&Cell::Empty)
    }

    /// The text of a cell; `—`, `无` and their like are no text.
    fn text(&self, column: Column) -> String {
        let text = self.cell(column).text();
        let text = text.trim();
        if lexicon().is_blank_word(text) { String::new() } else { text.to_owned() }
    }

    fn list(&self, column: Column) -> Vec<String> {
        let text = self.text(column);
        let parts = text.split(['、', ',', '，', ';', '；', '/', '\n', '|', ' ', '\u{3000}']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn refuse(&mut self, column: Column, value: &str, reason: RosterReason) {
        let header = self.columns.get(&column).and_then(|at| self.table.headers.get(*at)).cloned().unwrap_or_default();
        let excerpt = match column {
            Column::Phone => excerpt(Target::Field(Field::Phone), value),
            _ => shortened(value),
        };
        self.refused.push(RosterRefusal { row: self.row.number, header, excerpt, reason });
    }

    fn day(&mut self, column: Column) -> Option<NaiveDate> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let read = match self.cell(column) {
            Cell::Moment(moment) => Ok(moment.date()),
            Cell::Number(serial) => moment_from_serial(*serial).map(|moment| moment.date()).ok_or(DateFault::NotADate),
            _ => parse(&text, self.order).map(|written| written.moment.date()),
        };
        read.map_err(|fault| self.refuse(column, &text, RosterReason::Date(fault))).ok()
    }

    fn span(&mut self) -> Span {
        let span = Span::new(self.day(Column::From), self.day(Column::To));
        if span.is_backwards() {
            let text = self.text(Column::To);
            self.refuse(Column::To, &text, RosterReason::Backwards);
        }
        span
    }

    fn name(&mut self) -> Option<String> {
        let name = self.text(Column::Name);
        if name.is_empty() {
            self.refuse(Column::Name, "", RosterReason::NoName);
            return None;
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests;
