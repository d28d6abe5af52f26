//! Lists of branches and people: what every row would change in the organisation, before anything is written.

mod rows;

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::dates::DateFault;
use super::mask::{excerpt, shortened};
use super::row_run::{Line, Repeated, RowRun, Spellings, Taken, columns_of, order_in};
use super::table::Table;
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

/// What came of each row: the changes of the organisation, each resting on those of the rows before.
pub type RosterRun = RowRun<Vec<Change>, RosterReason>;

impl RosterRun {
    /// All changes in the order of the rows.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.accepted.iter().flat_map(|row| row.what.iter().cloned()).collect()
    }
}

#[derive(Deserialize)]
struct Words {
    branches: Spellings,
    people: Spellings,
    roles: Spellings,
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
    let words = match kind {
        RosterKind::Branches => &WORDS.branches,
        RosterKind::People => &WORDS.people,
    };
    let columns = columns_of(Column::ALL, Column::word, words, &table.headers);
    let mut run = RosterRun { rows: table.rows.len(), ..RosterRun::default() };
    run.columns = columns.iter().map(|(column, at)| (column.word(), table.headers[*at].clone())).collect();
    let needed: &[Column] = match kind {
        RosterKind::Branches => &[Column::Name],
        RosterKind::People => &[Column::Name, Column::Role],
    };
    for column in needed.iter().filter(|column| !columns.contains_key(column)) {
        run.lacks(RosterReason::NoColumn(*column));
    }
    if !run.refused.is_empty() {
        return run;
    }
    let order = order_in(table, [Column::From, Column::To].iter().filter_map(|column| columns.get(column).copied()));
    let mut here = ground.organisation.clone();
    for row in &table.rows {
        let mut line = RosterLine { table, row, columns: &columns, order, refused: Vec::new() };
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
                    run.repeated.push(Repeated { row: row.number, name, of: None });
                } else {
                    run.accepted.push(Taken { row: row.number, name, what: changes });
                }
            }
            _ => run.refused.extend(refused),
        }
    }
    run
}

/// One row of a list of branches or people while it is read.
type RosterLine<'a> = Line<'a, Column, RosterReason>;

impl RosterLine<'_> {
    fn refuse(&mut self, column: Column, value: &str, reason: RosterReason) {
        let excerpt = match column {
            Column::Phone => excerpt(Target::Field(Field::Phone), value),
            _ => shortened(value),
        };
        self.refuse_as(column, excerpt, reason);
    }

    fn day(&mut self, column: Column) -> Option<NaiveDate> {
        let read = self.read_day(column);
        let text = self.text(column);
        read.map_err(|fault| self.refuse(column, &text, RosterReason::Date(fault))).ok().flatten()
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
