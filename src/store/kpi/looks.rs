//! What people recorded beside the figures: orders they looked at (K06, K12), changes of how work is done.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::domain::Stamp;
use crate::store::history::case_by_number;
use crate::store::request::{Answer, By};
use crate::store::{Database, StoreError};

/// A change of how work is done: the baseline of a control chart begins anew on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessChange {
    pub day: NaiveDate,
    /// `None` is every region.
    pub region: Option<String>,
    pub note: String,
    pub at: Stamp,
    pub by: String,
}

/// Records that a person looked at an order. The last look at a case counts.
pub(in crate::store) fn check(
    database: &Database,
    number: &str,
    (valid, note): (bool, &str),
    by: &By,
) -> Result<Answer, StoreError> {
    let case = case_by_number(&database.db, number)?;
    database
        .db
        .prepare_cached("INSERT OR REPLACE INTO spot_check (case_id, at, by, valid, note) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![case.0, by.now.0, by.name, valid, note])?;
    Ok(Answer::Done)
}

/// What the last look at each case found.
pub(super) fn checks(db: &Connection) -> Result<HashMap<i64, bool>, StoreError> {
    let mut statement = db.prepare_cached("SELECT case_id, valid FROM spot_check ORDER BY case_id, at")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(in crate::store) fn record_change(database: &Database, change: &ProcessChange) -> Result<Answer, StoreError> {
    let ProcessChange { day, region, note, at, by } = change;
    database
        .db
        .prepare_cached("INSERT INTO process_change (day, region, note, at, by) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![day.to_string(), region, note, at.0, by])?;
    Ok(Answer::Done)
}

/// Every change by its day, the earliest first.
pub(in crate::store) fn changes(db: &Connection) -> Result<Vec<ProcessChange>, StoreError> {
    let mut statement = db.prepare_cached("SELECT day, region, note, at, by FROM process_change ORDER BY day, id")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let day = row.get_ref(0)?.as_str().ok().and_then(|day| day.parse().ok());
        found.push(ProcessChange {
            day: day.ok_or_else(|| StoreError::damaged("day of a process change"))?,
            region: row.get(1)?,
            note: row.get(2)?,
            at: Stamp(row.get(3)?),
            by: row.get(4)?,
        });
    }
    Ok(found)
}
