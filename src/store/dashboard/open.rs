//! The open cases in memory: how many, how old, how late; read anew after every write.

use chrono::TimeDelta;
use rusqlite::types::Value;

use super::cube::{Key, Wanted};
use super::{DashboardQuery, OpenNow};
use crate::domain::stage::{InfoClass, Level};
use crate::figures::ageing;
use crate::figures::dashboard::age_bin;
use crate::store::columns::Reach;
use crate::store::{Database, StoreError, list};

/// The longest that are told.
const LONGEST: usize = 8;

struct Open {
    id: i64,
    key: Key,
    received: i64,
    due: Option<i64>,
    paused: bool,
}

/// The open cases as of one state of the file.
pub(in crate::store) struct OpenCases {
    known: (i64, i64),
    cases: Vec<Open>,
}

pub(super) fn now(database: &mut Database, query: &DashboardQuery) -> Result<OpenNow, StoreError> {
    let now = query.span.now;
    // Only to learn of changes: every event may open, close or move a case.
    database.columns.follow(&database.db, &Reach { from: now, to: now, marks: false })?;
    let known = database.columns.known();
    let cases = match database.dashboards.open.take().filter(|open| open.known == known) {
        Some(open) => open,
        None => OpenCases { known, cases: read(database)? },
    };
    let wanted = Wanted::of(&query.narrow, database.columns.names());
    let mut found = OpenNow::default();
    let mut late: Vec<(i64, i64)> = Vec::new();
    for open in cases.cases.iter().filter(|open| wanted.holds(&open.key)) {
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
    database.dashboards.open = Some(cases);
    late.sort_unstable();
    late.truncate(LONGEST);
    if !late.is_empty() {
        let ids: Vec<Value> = late.iter().map(|(_, id)| Value::from(*id)).collect();
        let places = vec!["?"; ids.len()].join(", ");
        found.longest = list::rows_where(database, &format!("r.id IN ({places}) ORDER BY r.due_at, r.id"), &ids)?;
    }
    Ok(found)
}

fn read(database: &mut Database) -> Result<Vec<Open>, StoreError> {
    let Database { db, columns, .. } = database;
    let names = columns.names_mut();
    let mut statement = db.prepare_cached(
        "SELECT id, received_at, due_at, paused IS NOT NULL, branch, class, level, region, category, channel \
         FROM case_row WHERE open = 1",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |place: usize| row.get_ref(place)?.as_str().map_err(|_| rusqlite::Error::InvalidQuery);
        let class = InfoClass::from_word(text(5)?).ok_or_else(|| StoreError::damaged("unknown class"))?;
        let level = Level::from_word(text(6)?).ok_or_else(|| StoreError::damaged("unknown level"))?;
        let mut name = |place: usize| -> Result<u32, StoreError> { Ok(names.place(text(place)?)) };
        let (region, category, channel) = (name(7)?, name(8)?, name(9)?);
        let key = Key { region, branch: row.get(4)?, category, channel, class, level };
        found.push(Open { id: row.get(0)?, key, received: row.get(1)?, due: row.get(2)?, paused: row.get(3)? });
    }
    Ok(found)
}
