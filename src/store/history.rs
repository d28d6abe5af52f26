//! Events of a case: appended with the hash of the one before, read back and added up.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::request::{By, CaseFile, CaseId};
use super::{Database, StoreError, attachments, codec, issues, links, list};
use crate::domain::{Case, Event, Recorded, Stamp};

/// Length of a SHA-256.
pub(super) const HASH: usize = 32;

/// The hash of the last event; zeros before the first.
pub(super) fn head(db: &Connection) -> Result<[u8; HASH], StoreError> {
    let last: Option<Vec<u8>> = db
        .prepare_cached("SELECT hash FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    match last {
        None => Ok([0; HASH]),
        Some(bytes) => bytes.try_into().map_err(|_bytes| StoreError::damaged("hash of the last event")),
    }
}

/// The hash of an event: of the one before and of everything stored of this one.
pub(super) fn link(
    before: &[u8; HASH],
    case: CaseId,
    record: (u32, Stamp, &str),
    kind: &str,
    body: &str,
) -> [u8; HASH] {
    let (n, at, by) = record;
    let mut hasher = Sha256::new();
    hasher.update(before);
    for number in [case.0, i64::from(n), at.0] {
        hasher.update(number.to_le_bytes());
    }
    for text in [by, kind, body] {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().into()
}

/// An event as it is stored, but for its place in the chain.
pub(super) struct Encoded {
    n: u32,
    at: Stamp,
    by: String,
    kind: &'static str,
    body: String,
}

/// Events as they are stored.
pub(super) fn encode(records: &[Recorded]) -> Vec<Encoded> {
    let encoded = |record: &Recorded| {
        let (kind, body) = codec::encode(&record.event);
        Encoded { n: record.n, at: record.at, by: record.by.clone(), kind, body }
    };
    records.iter().map(encoded).collect()
}

/// Appends events to a case inside the caller's transaction and moves `head` on.
pub(super) fn append(
    db: &Connection,
    head: &mut [u8; HASH],
    case: CaseId,
    events: &[Encoded],
) -> Result<(), StoreError> {
    let mut insert =
        db.prepare_cached("INSERT INTO event (case_id, n, at, by, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for event in events {
        *head = link(head, case, (event.n, event.at, &event.by), event.kind, &event.body);
        insert.execute((case.0, event.n, event.at.0, &event.by, event.kind, &event.body, &head[..]))?;
    }
    Ok(())
}

/// Events as the next places of a history.
pub(super) fn record(events: Vec<Event>, after: u32, by: &By) -> Vec<Recorded> {
    (after + 1..).zip(events).map(|(n, event)| Recorded { n, at: by.now, by: by.name.clone(), event }).collect()
}

/// The whole history of a case, oldest first.
pub(super) fn of(db: &Connection, case: CaseId) -> Result<Vec<Recorded>, StoreError> {
    let mut statement = db.prepare_cached("SELECT n, at, by, kind, body FROM event WHERE case_id = ? ORDER BY n")?;
    let mut rows = statement.query([case.0])?;
    let mut history = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(3)?;
        let body: String = row.get(4)?;
        history.push(Recorded {
            n: row.get(0)?,
            at: Stamp(row.get(1)?),
            by: row.get(2)?,
            event: codec::decode(&kind, &body)?,
        });
    }
    if history.is_empty() {
        return Err(StoreError::NoSuchCase(case.0.to_string()));
    }
    Ok(history)
}

/// A history added up.
pub(super) fn replay(history: &[Recorded]) -> Result<Case, StoreError> {
    Case::replay(history).map_err(|broken| StoreError::damaged(format!("history of a case: {broken:?}")))
}

/// [`case_file`] of the case with this number.
pub(super) fn case_file_of(database: &Database, number: &str) -> Result<CaseFile, StoreError> {
    case_file(database, case_by_number(&database.db, number)?)
}

/// A case with everything a screen or form needs of it.
pub(super) fn case_file(database: &Database, id: CaseId) -> Result<CaseFile, StoreError> {
    let history = of(&database.db, id)?;
    let case = replay(&history)?;
    let book = database.book_of(&case.rule_book, case.rule_version);
    let broken = attachments::broken(&database.folder, &case.attachments);
    let row = list::row(database, id)?;
    let linked = links::linked(database, &case)?;
    let merged = links::merged(database, &case)?;
    let earlier = links::earlier(&database.db, &row)?;
    let issues = issues::of_case(database, id)?;
    Ok(CaseFile { id, row, book: Arc::clone(&book), case, history, broken, linked, merged, earlier, issues })
}

/// The cases of these numbers, in their order; a number that no case has is left out.
pub(super) fn case_files(database: &Database, numbers: &[String]) -> Result<Vec<CaseFile>, StoreError> {
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        match case_by_number(&database.db, number) {
            Ok(id) => found.push(case_file(database, id)?),
            Err(StoreError::NoSuchCase(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The key of a case by its number; upper and lower case are the same.
pub(super) fn case_by_number(db: &Connection, number: &str) -> Result<CaseId, StoreError> {
    let wanted = number.trim().to_uppercase();
    db.prepare_cached("SELECT id FROM case_row WHERE number = ?")?
        .query_row([&wanted], |row| row.get(0))
        .optional()?
        .map(CaseId)
        .ok_or(StoreError::NoSuchCase(wanted))
}
