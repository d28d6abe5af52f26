//! The open cases: how many, how old, how late.

use chrono::TimeDelta;
use rusqlite::types::Value;

use super::OpenNow;
use super::sums::Wanted;
use crate::domain::Stamp;
use crate::figures::ageing;
use crate::figures::dashboard::age_bin;
use crate::store::columns::{Key, OpenCase};
use crate::store::{Database, StoreError, list};

/// The longest that are told.
const LONGEST: usize = 8;

pub(super) fn now(database: &mut Database, now: Stamp, wanted: &Wanted) -> Result<OpenNow, StoreError> {
    let Database { db, columns, .. } = &mut *database;
    let cases = columns.open_cases(db)?;
    let mut found = OpenNow::default();
    let mut late: Vec<(i64, i64)> = Vec::new();
    for open in cases.iter().filter(|open| wanted.holds(&open.key())) {
        found.open += 1;
        let bin = found.ages.get_mut(age_bin(now.0 - open.received));
        let over = open.due.and_then(|due| ageing::bucket_of(TimeDelta::milliseconds(now.0 - due)));
        if let Some(count) = over.and_then(|bucket| found.overdue.get_mut(bucket)) {
            *count += 1;
            found.late += 1;
            late.push((open.due.unwrap_or(i64::MAX), open.id));
        }
        if let Some(bin) = bin {
            *match (over.is_some(), open.paused) {
                (true, _) => &mut bin.late,
                (false, true) => &mut bin.stopped,
                (false, false) => &mut bin.in_time,
            } += 1;
        }
    }
    if late.len() > LONGEST {
        late.select_nth_unstable(LONGEST);
        late.truncate(LONGEST);
    }
    late.sort_unstable();
    if !late.is_empty() {
        let ids: Vec<Value> = late.iter().map(|(_, id)| Value::from(*id)).collect();
        let places = vec!["?"; ids.len()].join(", ");
        found.longest = list::rows_where(database, &format!("r.id IN ({places}) ORDER BY r.due_at, r.id"), &ids)?;
    }
    Ok(found)
}

impl OpenCase {
    fn key(&self) -> Key {
        let Self { region, branch, category, channel, class, level, .. } = *self;
        Key { region, branch, category, channel, class, level }
    }
}
