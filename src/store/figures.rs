//! The counts behind the regional dashboard; every one of them can be opened as a list with the same conditions.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::list::{self, CaseRow};
use super::{Database, StoreError};
use crate::domain::stage::InfoClass;
use crate::domain::{BranchId, Stamp};
use crate::figures::region_mix::{CLASSES, RegionMix, RegionRow};
use crate::figures::{Share, ageing};

const DAY_MS: i64 = 86_400_000;
/// The board runs on days of UTC+8.
const OFFSET_MS: i64 = 8 * 3_600_000;

/// Which cases the board counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BoardQuery {
    pub from: Stamp,
    /// Exclusive.
    pub to: Stamp,
    pub region: Option<String>,
    pub class: Option<InfoClass>,
    pub now: Stamp,
}

/// Figures of one period (kpi.md 5.1): received in it, due in it, overdue now.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardFigures {
    pub query: BoardQuery,
    /// R(P) by region and class.
    pub mix: RegionMix,
    /// K02 on base D: replied within the promise, of those whose promise fell on the day. Days that lie ahead are absent.
    pub on_time_days: Vec<(NaiveDate, Share)>,
    /// Open cases past their next limit now, by age; kpi.md base O.
    pub ageing: [u32; ageing::BUCKETS],
    /// The longest overdue, longest first.
    pub longest: Vec<CaseRow>,
    pub open: i64,
}

struct Narrow {
    text: String,
    values: Vec<Value>,
}

impl Narrow {
    fn by(query: &BoardQuery) -> Self {
        let mut narrow = Self { text: String::new(), values: Vec::new() };
        if let Some(region) = &query.region {
            narrow.text.push_str(" AND region = ?");
            narrow.values.push(Value::from(region.clone()));
        }
        if let Some(class) = query.class {
            narrow.text.push_str(" AND class = ?");
            narrow.values.push(Value::from(class.word().to_owned()));
        }
        narrow
    }

    fn after(&self, first: &[i64]) -> Vec<Value> {
        first.iter().map(|value| Value::from(*value)).chain(self.values.iter().cloned()).collect()
    }
}

pub(super) fn board(database: &Database, query: &BoardQuery) -> Result<BoardFigures, StoreError> {
    let db = &database.db;
    let narrow = Narrow::by(query);
    Ok(BoardFigures {
        mix: mix(db, query, &narrow)?,
        on_time_days: on_time(db, query, &narrow)?,
        ageing: overdue_ages(db, query, &narrow)?,
        longest: longest(database, query, &narrow)?,
        open: open(db, &narrow)?,
        query: query.clone(),
    })
}

/// Merged cases count with their main case (kpi 5.1.9). Counted here, not in SQL: a quarter of a large file is one walk along an index, without a table of groups beside it.
fn mix(db: &Connection, query: &BoardQuery, narrow: &Narrow) -> Result<RegionMix, StoreError> {
    let sql = format!(
        "SELECT region, class FROM case_row INDEXED BY case_received WHERE received_at >= ? AND received_at < ? \
         AND main IS NULL{}",
        narrow.text
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(narrow.after(&[query.from.0, query.to.0])))?;
    let unknown = |what: &str| StoreError::damaged(format!("unknown {what}"));
    let mut regions: Vec<(String, [u32; CLASSES])> = Vec::new();
    while let Some(row) = rows.next()? {
        let region = row.get_ref(0)?.as_str().map_err(|_error| unknown("region"))?;
        let class = row.get_ref(1)?.as_str().ok().and_then(InfoClass::from_word).ok_or_else(|| unknown("class"))?;
        let at = match regions.iter().position(|(name, _)| name == region) {
            Some(at) => at,
            None => {
                regions.push((region.to_owned(), [0; CLASSES]));
                regions.len() - 1
            }
        };
        regions[at].1[class as usize] += 1;
    }
    regions.sort();
    Ok(RegionMix::new(regions.into_iter().map(|(region, counts)| RegionRow::new(region, counts)).collect()))
}

fn on_time(db: &Connection, query: &BoardQuery, narrow: &Narrow) -> Result<Vec<(NaiveDate, Share)>, StoreError> {
    let sql = format!(
        "SELECT (promise_at + {OFFSET_MS}) / {DAY_MS}, SUM(on_time IS 1), COUNT(*) FROM case_row \
         WHERE promise_at >= ? AND promise_at < ?{} GROUP BY 1 ORDER BY 1",
        narrow.text
    );
    let to = query.to.min(query.now);
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(narrow.after(&[query.from.0, to.0])), |row| {
        Ok((row.get::<_, i64>(0)?, Share::of(row.get(1)?, row.get(2)?)))
    })?;
    let mut days = Vec::new();
    for row in rows {
        let (day, share) = row?;
        let date = DateTime::from_timestamp(day * (DAY_MS / 1000), 0).map(|at| at.date_naive());
        days.extend(date.map(|date| (date, share)));
    }
    Ok(days)
}

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

fn overdue_ages(db: &Connection, query: &BoardQuery, narrow: &Narrow) -> Result<[u32; ageing::BUCKETS], StoreError> {
    let sql = format!("SELECT due_at FROM case_row WHERE open = 1 AND due_at < ?{}", narrow.text);
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(narrow.after(&[query.now.0])), |row| row.get::<_, i64>(0))?;
    let mut counts = [0_u32; ageing::BUCKETS];
    for due in rows {
        let over = TimeDelta::milliseconds(query.now.0 - due?);
        if let Some(bucket) = ageing::bucket_of(over) {
            counts[bucket] = counts[bucket].saturating_add(1);
        }
    }
    Ok(counts)
}

fn longest(database: &Database, query: &BoardQuery, narrow: &Narrow) -> Result<Vec<CaseRow>, StoreError> {
    let text = narrow.text.replace("region", "r.region").replace("class", "r.class");
    let condition = format!("r.open = 1 AND r.due_at < ?{text} ORDER BY r.due_at LIMIT 8");
    list::rows_where(database, &condition, &narrow.after(&[query.now.0]))
}

fn open(db: &Connection, narrow: &Narrow) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM case_row WHERE open = 1{}", narrow.text);
    Ok(db.prepare_cached(&sql)?.query_row(params_from_iter(&narrow.values), |row| row.get(0))?)
}
