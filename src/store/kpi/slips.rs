//! Service slips counted by hand (K22): entered as a list, added to what cases say of their own slips.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::KpiTable;
use crate::domain::BranchId;
use crate::domain::tally::SlipsRow;
use crate::figures::kpi::{Dim, Kpi};
use crate::store::request::By;
use crate::store::{Database, StoreError};

/// Enters a list; a row of the same month, region and branch takes the place of the older one. Returns the rows that
/// changed anything.
pub(in crate::store) fn save(database: &mut Database, rows: &[SlipsRow], by: &By) -> Result<i64, StoreError> {
    let transaction = database.begin()?;
    let mut changed = 0;
    for row in rows {
        let (month, branch) = (month_name(row.month), row.branch.map_or(0, |branch| branch.0));
        changed += transaction
            .prepare_cached(
                "INSERT INTO slips (month, region, branch, opinions, satisfied, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT DO UPDATE SET opinions = ?4, satisfied = ?5, at = ?6, by = ?7 \
                 WHERE opinions <> ?4 OR satisfied <> ?5",
            )?
            .execute(params![month, row.region, branch, row.opinions, row.satisfied, by.now.0, by.name])?;
    }
    transaction.commit()?;
    Ok(i64::try_from(changed).unwrap_or(i64::MAX))
}

/// Which rows of a list stand in the records just so already.
pub(in crate::store) fn known(db: &Connection, rows: &[SlipsRow]) -> Result<Vec<bool>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM slips WHERE month = ? AND region = ? AND branch = ? AND opinions = ? AND satisfied = ?)",
    )?;
    let known = rows.iter().map(|row| {
        let (month, branch) = (month_name(row.month), row.branch.map_or(0, |branch| branch.0));
        statement.query_row(params![month, row.region, branch, row.opinions, row.satisfied], |found| found.get(0))
    });
    Ok(known.collect::<Result<_, _>>()?)
}

/// The months that a list tells.
pub(super) fn months(db: &Connection) -> Result<HashSet<String>, StoreError> {
    let mut statement = db.prepare_cached("SELECT DISTINCT month FROM slips")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Adds the months whose first day lies in the period. A dimension or a part of the cases that no list knows has none.
pub(super) fn add(database: &Database, table: &mut KpiTable) -> Result<(), StoreError> {
    let query = table.query.clone();
    let known = |dim: &Dim| matches!(dim, Dim::Region | Dim::Branch | Dim::Month | Dim::Quarter | Dim::Year);
    let narrow = &query.narrow;
    let asked = super::Narrow { region: narrow.region.clone(), branch: narrow.branch, ..super::Narrow::default() };
    if query.kpi != Kpi::K22 || *narrow != asked || !query.by.iter().all(known) {
        return Ok(());
    }
    let organisation = &database.organisation;
    let mut statement =
        database.db.prepare_cached("SELECT month, region, branch, satisfied, opinions FROM slips ORDER BY month")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (month, region): (String, String) = (row.get(0)?, row.get(1)?);
        let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
        let first = first.map_err(|_| StoreError::damaged("month of service slips"))?;
        let at = crate::domain::Stamp::from_wall(first.and_time(chrono::NaiveTime::MIN));
        let branch = Some(row.get::<_, i64>(2)?).filter(|id| *id > 0).map(BranchId);
        let here = narrow.region.as_ref().is_none_or(|wanted| *wanted == region)
            && narrow.branch.is_none_or(|wanted| branch == Some(wanted));
        if !here || at < query.span.from || at >= query.span.end() {
            continue;
        }
        let name = branch.and_then(|id| organisation.branch(id)).map_or("", |branch| &branch.name);
        table.add_told(first, (row.get(3)?, row.get(4)?), &|dim| match dim {
            Dim::Region => region.clone(),
            _ => name.to_owned(),
        });
    }
    Ok(())
}

fn month_name(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}
