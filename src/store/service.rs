//! When units went into service, and the failures of a model by month of production: what an early-failure curve needs.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use rusqlite::{Connection, OptionalExtension};

use super::request::{Answer, CaseId};
use super::{Database, StoreError, history};
use crate::domain::stage::InfoClass;
use crate::domain::tally::UnitsBase;
use crate::domain::{Case, Stamp};
use crate::figures::mis::Failure;

/// Months of reports that are looked at.
const LOOKED_AT: u32 = 60;

/// The failures of one model, and the models one can choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyFailures {
    pub model: String,
    /// Models with failures whose month of production is known, those with most first.
    pub models: Vec<(String, u32)>,
    pub failures: Vec<(CaseId, Failure)>,
    /// Units made, by the first day of the month.
    pub units: BTreeMap<NaiveDate, i64>,
    /// The moment the figures are of.
    pub now: Stamp,
}

/// The day a case's unit went into service: installed, else bought.
pub(super) fn draw(case: &Case) -> Option<String> {
    case.facts.installed_on.or(case.facts.bought_on).map(|day| day.to_string())
}

pub(super) fn write(db: &Connection, id: CaseId, started: Option<&str>) -> Result<(), StoreError> {
    match started {
        Some(day) => db
            .prepare_cached("INSERT OR REPLACE INTO service_row (case_id, started) VALUES (?, ?)")?
            .execute((id.0, day))?,
        None => db.prepare_cached("DELETE FROM service_row WHERE case_id = ?")?.execute([id.0])?,
    };
    Ok(())
}

/// Fills the table of a file that an earlier version wrote.
pub(super) fn complete(database: &mut Database) -> Result<(), StoreError> {
    let transaction = database.begin()?;
    let ids: Vec<i64> = transaction
        .prepare(
            "SELECT DISTINCT case_id FROM event WHERE body LIKE '%\"bought_on\"%' OR body LIKE '%\"installed_on\"%'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let case = history::replay(&history::of(&transaction, CaseId(id))?)?;
        write(&transaction, CaseId(id), draw(&case).as_deref())?;
    }
    Ok(transaction.commit()?)
}

/// The failures of `model`, or of the one with most: quality complaints and incidents whose month of production is known.
pub(super) fn early_failures(database: &mut Database, model: Option<String>, now: Stamp) -> Result<Answer, StoreError> {
    let Database { db, columns, .. } = database;
    let since = now.date().checked_sub_months(Months::new(LOOKED_AT)).unwrap_or_default();
    let from = Stamp::from_wall(since.and_time(chrono::NaiveTime::MIN));
    let mut found: BTreeMap<u32, Vec<(i64, i64, u32)>> = BTreeMap::new();
    columns.rows(db, (from, now.plus_minutes(1)), &mut |row| {
        if matches!(row.class, InfoClass::GeneralQuality | InfoClass::MajorIncident) {
            found.entry(row.model).or_default().push((row.id, row.received, row.made));
        }
    })?;
    let names = columns.names();
    let mut models: Vec<(String, u32)> = Vec::new();
    for (model, rows) in &mut found {
        rows.retain(|(_, _, made)| month(names.text(*made)).is_some());
        let name = names.text(*model);
        if !name.is_empty() && !rows.is_empty() {
            models.push((name.to_owned(), u32::try_from(rows.len()).unwrap_or(u32::MAX)));
        }
    }
    models.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let model = model.or_else(|| models.first().map(|(name, _)| name.clone())).unwrap_or_default();
    let rows = found.into_iter().find(|(key, _)| names.text(*key) == model).map(|(_, rows)| rows).unwrap_or_default();
    let mut started = db.prepare_cached("SELECT started FROM service_row WHERE case_id = ?")?;
    let mut failures = Vec::with_capacity(rows.len());
    for (id, received, made) in rows {
        let Some(made) = month(names.text(made)) else { continue };
        let day: Option<String> = started.query_row([id], |row| row.get(0)).optional()?;
        let started = day.and_then(|day| day.parse().ok());
        failures.push((CaseId(id), Failure { made, started, reported: Stamp(received).date() }));
    }
    failures.sort_by_key(|(id, _)| *id);
    let units = made(db, &model)?;
    Ok(Answer::EarlyFailures(Box::new(EarlyFailures { model, models, failures, units, now })))
}

/// Units made, month by month.
fn made(db: &Connection, model: &str) -> Result<BTreeMap<NaiveDate, i64>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT month, SUM(units) FROM units WHERE base = ? AND model = ? GROUP BY month")?;
    let mut rows = statement.query([UnitsBase::Made.word(), model])?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        found.insert(month(&name).ok_or_else(|| StoreError::damaged("month of units"))?, row.get(1)?);
    }
    Ok(found)
}

/// The first day of `2026-04`.
fn month(name: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{name}-01"), "%Y-%m-%d").ok()
}
