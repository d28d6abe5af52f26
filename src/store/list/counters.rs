//! The numbers beside the navigation, each counted along an index that holds little more than what it counts.

use rusqlite::{Connection, Params};

use super::super::StoreError;
use super::super::request::By;
use super::Counters;

/// All counters as `by` sees them now.
pub(in crate::store) fn counters(db: &Connection, by: &By) -> Result<Counters, StoreError> {
    let mut counters = Counters::default();
    let mut statement = db.prepare_cached("SELECT stage, COUNT(*) FROM case_row WHERE open = 1 GROUP BY stage")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(1)?;
        counters.open += count;
        match row.get_ref(0)?.as_str().unwrap_or_default() {
            "dispatch" => counters.dispatch = count,
            "handling" => counters.handling = count,
            "reply" => counters.reply = count,
            "revisit" => counters.revisit = count,
            "closure" => counters.closure = count,
            _ => {}
        }
    }
    counters.mine = open(db, "owner = ?", [&by.name])?;
    counters.overdue = open(db, "urgent IN (0, 1) AND due_at <= ?", [by.now.0])?;
    counters.near = open(db, "urgent IN (0, 1) AND due_at > ?1 AND warn_at <= ?1", [by.now.0])?;
    counters.escalated = open(db, "escalated = 1", [])?;
    counters.batch_hint = open(db, "batch_hint = 1", [])?;
    // Case keys are given out without gaps and never taken back, so the greatest one is the count.
    counters.all = db.prepare_cached("SELECT COALESCE(MAX(id), 0) FROM case_row")?.query_row([], |row| row.get(0))?;
    let merged: i64 =
        db.prepare_cached("SELECT COUNT(*) FROM case_row WHERE main IS NOT NULL")?.query_row([], |row| row.get(0))?;
    counters.archived = counters.all - counters.open - merged;
    Ok(counters)
}

fn open(db: &Connection, condition: &str, values: impl Params) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM case_row WHERE open = 1 AND {condition}");
    Ok(db.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?)
}
