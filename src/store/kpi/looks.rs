//! What people recorded beside the figures: orders they looked at (K06, K12), changes of how work is done.
//!
//! Nothing of it is erased: what was recorded by mistake is withdrawn, with who and when, and counts no more.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::KpiQuery;
use crate::domain::Stamp;
use crate::figures::kpi::{Kpi, Line, Span};
use crate::figures::sample;
use crate::store::history::case_by_number;
use crate::store::kpi::Narrow;
use crate::store::request::{Answer, By, CaseId};
use crate::store::{Database, StoreError};

/// A change of how work is done: the baseline of a control chart begins anew on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessChange {
    /// 0 until it is on record.
    pub id: i64,
    pub day: NaiveDate,
    /// `None` is every region.
    pub region: Option<String>,
    /// The row of the KPI book it concerns; `None` is all of them.
    pub kpi: Option<Kpi>,
    pub note: String,
    pub at: Stamp,
    pub by: String,
}

impl ProcessChange {
    /// Whether the chart of a row, of one region or of the whole house, begins anew with it.
    #[must_use]
    pub fn concerns(&self, kpi: Kpi, region: Option<&str>) -> bool {
        self.kpi.is_none_or(|changed| changed == kpi)
            && self.region.as_deref().is_none_or(|changed| region == Some(changed))
    }
}

/// Orders to be looked at, drawn by lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleQuery {
    pub span: Span,
    /// The same seed draws the same orders of the same period.
    pub seed: u64,
    pub size: usize,
}

/// What a person found in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub valid: bool,
    pub note: String,
    pub at: Stamp,
    pub by: String,
}

/// One order of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledOrder {
    pub id: CaseId,
    pub number: String,
    pub region: String,
    pub model: String,
    pub symptoms: String,
    /// The last look that was not withdrawn.
    pub look: Option<Look>,
}

/// Orders drawn by lot, and of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub query: SampleQuery,
    /// Orders answered for good in the period (K06).
    pub population: usize,
    /// In the order of their numbers.
    pub orders: Vec<SampledOrder>,
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

/// Withdraws the last look at a case; the one before it counts again. Answers how many were withdrawn: one or none.
pub(in crate::store) fn withdraw_check(database: &Database, number: &str, by: &By) -> Result<Answer, StoreError> {
    let case = case_by_number(&database.db, number)?;
    let changed = database
        .db
        .prepare_cached(
            "UPDATE spot_check SET withdrawn_at = ?2, withdrawn_by = ?3 WHERE case_id = ?1 AND at = \
             (SELECT MAX(at) FROM spot_check WHERE case_id = ?1 AND withdrawn_at IS NULL)",
        )?
        .execute(params![case.0, by.now.0, by.name])?;
    Ok(Answer::Count(i64::try_from(changed).unwrap_or(i64::MAX)))
}

/// What the last look at each case found.
pub(super) fn checks(db: &Connection) -> Result<HashMap<i64, bool>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT case_id, valid FROM spot_check WHERE withdrawn_at IS NULL ORDER BY case_id, at")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Draws orders answered for good in a period by lot, with what was found in those that were looked at.
pub(in crate::store) fn draw(database: &mut Database, query: SampleQuery) -> Result<Answer, StoreError> {
    let of = KpiQuery { kpi: Kpi::K06, span: query.span, by: Vec::new(), narrow: Narrow::default() };
    let members = super::members(database, &of, Line::Main, &[])?;
    let drawn = sample::draw(query.seed, members.len(), query.size);
    let mut look = database.db.prepare_cached(
        "SELECT valid, note, at, by FROM spot_check WHERE case_id = ? AND withdrawn_at IS NULL ORDER BY at DESC LIMIT 1",
    )?;
    let mut row = database.db.prepare_cached("SELECT region, model, symptoms FROM case_row WHERE id = ?")?;
    let mut orders = Vec::with_capacity(drawn.len());
    for member in drawn.into_iter().filter_map(|at| members.get(at)) {
        let (region, model, symptoms) =
            row.query_row([member.id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let found = look.query_row([member.id.0], |row| {
            Ok(Look { valid: row.get(0)?, note: row.get(1)?, at: Stamp(row.get(2)?), by: row.get(3)? })
        });
        let look = found.optional()?;
        orders.push(SampledOrder { id: member.id, number: member.number.clone(), region, model, symptoms, look });
    }
    orders.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(Answer::Sample(Box::new(Sample { query, population: members.len(), orders })))
}

/// Answers the key under which the change is on record.
pub(in crate::store) fn record_change(database: &Database, change: &ProcessChange) -> Result<Answer, StoreError> {
    let ProcessChange { day, region, kpi, note, at, by, .. } = change;
    database
        .db
        .prepare_cached("INSERT INTO process_change (day, region, kpi, note, at, by) VALUES (?, ?, ?, ?, ?, ?)")?
        .execute(params![day.to_string(), region, kpi.map(Kpi::word), note, at.0, by])?;
    Ok(Answer::Count(database.db.last_insert_rowid()))
}

/// Withdraws a change, or lets it stand again. Answers how many that concerned: one or none.
pub(in crate::store) fn withdraw(database: &Database, id: i64, withdrawn: bool, by: &By) -> Result<Answer, StoreError> {
    let (at, name) = if withdrawn { (Some(by.now.0), Some(&by.name)) } else { (None, None) };
    let changed = database
        .db
        .prepare_cached(
            "UPDATE process_change SET withdrawn_at = ?2, withdrawn_by = ?3 \
             WHERE id = ?1 AND (withdrawn_at IS NULL) = (?2 IS NOT NULL)",
        )?
        .execute(params![id, at, name])?;
    Ok(Answer::Count(i64::try_from(changed).unwrap_or(i64::MAX)))
}

/// Every change that stands, by its day, the earliest first.
pub(in crate::store) fn changes(db: &Connection) -> Result<Vec<ProcessChange>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, day, region, kpi, note, at, by FROM process_change WHERE withdrawn_at IS NULL ORDER BY day, id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let day = row.get_ref(1)?.as_str().ok().and_then(|day| day.parse().ok());
        let kpi = match row.get::<_, Option<String>>(3)? {
            None => None,
            Some(word) => Some(Kpi::from_word(&word).ok_or_else(|| StoreError::damaged("KPI of a process change"))?),
        };
        found.push(ProcessChange {
            id: row.get(0)?,
            day: day.ok_or_else(|| StoreError::damaged("day of a process change"))?,
            region: row.get(2)?,
            kpi,
            note: row.get(4)?,
            at: Stamp(row.get(5)?),
            by: row.get(6)?,
        });
    }
    Ok(found)
}
