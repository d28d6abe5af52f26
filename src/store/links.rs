//! Both sides of a link: what goes on record with the other case, and what a case shows of those it is linked with.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::list::{self, CaseRow};
use super::projection::phone_key;
use super::request::{CaseId, LinkedCase, MergedCase, SharedCorrective};
use super::{Database, StoreError, history};
use crate::domain::{Case, Event, Recorded, Relation, links};

/// Earlier complaints of one customer that are looked for.
const MOST_EARLIER: i64 = 200;

/// The case of a number; `None` where there is none.
pub(super) fn other(db: &Connection, number: &str) -> Result<Option<Case>, StoreError> {
    match history::case_by_number(db, number) {
        Ok(id) => Ok(Some(history::replay(&history::of(db, id)?)?)),
        Err(StoreError::NoSuchCase(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What goes on record with another case when `event` does with the case `number`: the other end of a link, or the taking
/// back of it.
pub(super) fn echo(
    db: &Connection,
    number: &str,
    event: &Event,
    own: &[Recorded],
) -> Result<Option<(CaseId, Event)>, StoreError> {
    if let (Some(link), Some(mirrored)) = (event.link(), event.mirrored(number)) {
        return Ok(Some((history::case_by_number(db, &link.other)?, mirrored)));
    }
    let Event::Undone { n } = event else { return Ok(None) };
    let Some(taken_back) = own.iter().find(|record| record.n == *n) else { return Ok(None) };
    let Some((link, mirrored)) = taken_back.event.link().zip(taken_back.event.mirrored(number)) else {
        return Ok(None);
    };
    let id = history::case_by_number(db, &link.other)?;
    let place = links::place_of(&mirrored, taken_back.at, &history::of(db, id)?);
    let n = place.ok_or_else(|| StoreError::damaged(format!("link of {number} with {}", link.other)))?;
    Ok(Some((id, Event::Undone { n })))
}

/// The linked cases as they stand now.
pub(super) fn linked(database: &Database, case: &Case) -> Result<Vec<LinkedCase>, StoreError> {
    if case.links.is_empty() {
        return Ok(Vec::new());
    }
    let places = vec!["?"; case.links.len()].join(", ");
    let numbers: Vec<Value> = case.links.iter().map(|(_, link)| Value::from(link.other.clone())).collect();
    let rows = list::rows_where(database, &format!("r.number IN ({places})"), &numbers)?;
    let rows: BTreeMap<&str, &CaseRow> = rows.iter().map(|row| (row.number.as_str(), row)).collect();
    let shown = case.links.iter().filter_map(|(since, link)| Some((since, link, *rows.get(link.other.as_str())?)));
    shown
        .map(|(since, link, row)| {
            let correctives = correctives(&database.db, row.id)?;
            Ok(LinkedCase { link: link.clone(), since: *since, row: row.clone(), correctives })
        })
        .collect()
}

/// Corrective entries of a case (L08); only a case that has any is added up.
fn correctives(db: &Connection, id: CaseId) -> Result<Vec<SharedCorrective>, StoreError> {
    let has: bool = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM event WHERE case_id = ? AND kind = 'incident_closure_corrective')",
        )?
        .query_row([id.0], |row| row.get(0))?;
    if !has {
        return Ok(Vec::new());
    }
    let case = history::replay(&history::of(db, id)?)?;
    let Some(incident) = case.incident.as_deref() else { return Ok(Vec::new()) };
    let closure = &incident.closure;
    let shared = |(id, entry): (u32, &crate::domain::incident::Corrective)| SharedCorrective {
        id,
        entry: entry.clone(),
        effective: closure.is_effective(id),
    };
    Ok(closure.correctives.iter().map(shared).collect())
}

/// The cases merged into this one, and those merged into them, each once.
pub(super) fn merged(database: &Database, case: &Case) -> Result<Vec<MergedCase>, StoreError> {
    let db = &database.db;
    let mut found: Vec<MergedCase> = Vec::new();
    let mut ahead: Vec<String> = case.linked(Relation::Merged).map(str::to_owned).collect();
    while let Some(number) = ahead.pop() {
        if found.iter().any(|known| known.case.number == number) {
            continue;
        }
        let history = history::of(db, history::case_by_number(db, &number)?)?;
        let case = history::replay(&history)?;
        ahead.extend(case.linked(Relation::Merged).map(str::to_owned));
        let book = database.book_of(&case.rule_book, case.rule_version);
        found.push(MergedCase { case, history, book });
    }
    Ok(found)
}

/// H09: complaints received before this one from the same phone or about the same serial number, newest first.
pub(super) fn earlier(db: &Connection, row: &CaseRow) -> Result<Vec<CaseId>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id FROM case_row WHERE phone_key = ?1 AND phone_key <> '' AND received_at < ?3 AND main IS NULL \
         UNION SELECT id FROM case_row WHERE serial = ?2 AND serial <> '' AND received_at < ?3 AND main IS NULL \
         ORDER BY id DESC LIMIT ?4",
    )?;
    let keys = (phone_key(&row.phone), &row.serial, row.received_at.0, MOST_EARLIER);
    let ids = statement.query_map(keys, |found| found.get(0).map(CaseId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
