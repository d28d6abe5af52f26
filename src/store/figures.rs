//! How the branches stand, for the list of them in the settings.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::StoreError;
use crate::domain::{BranchId, Stamp};
use crate::figures::Share;

/// How one branch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BranchFigure {
    pub branch: BranchId,
    /// Open cases that it is in charge of.
    pub open: i64,
    /// K02 on base D: replied within the promise, of those whose promise fell in the period up to now.
    pub on_time: Share,
}

/// Open cases and the on-time rate of every branch that has any; `from` and `to` bound the promises.
pub(super) fn branches(db: &Connection, from: Stamp, to: Stamp) -> Result<Vec<BranchFigure>, StoreError> {
    let mut found: BTreeMap<i64, BranchFigure> = BTreeMap::new();
    let none = |branch| BranchFigure { branch: BranchId(branch), open: 0, on_time: Share::of(0, 0) };
    let mut statement = db.prepare_cached(
        "SELECT branch, COUNT(*) FROM case_row WHERE open = 1 AND branch IS NOT NULL GROUP BY branch",
    )?;
    for row in statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))? {
        let (branch, open) = row?;
        found.entry(branch).or_insert_with(|| none(branch)).open = open;
    }
    let mut statement = db.prepare_cached(
        "SELECT branch, SUM(on_time IS 1), COUNT(*) FROM case_row \
         WHERE promise_at >= ? AND promise_at < ? AND branch IS NOT NULL GROUP BY branch",
    )?;
    let rows =
        statement.query_map((from.0, to.0), |row| Ok((row.get::<_, i64>(0)?, Share::of(row.get(1)?, row.get(2)?))))?;
    for row in rows {
        let (branch, on_time) = row?;
        found.entry(branch).or_insert_with(|| none(branch)).on_time = on_time;
    }
    Ok(found.into_values().collect())
}
