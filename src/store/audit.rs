//! Checks the chain of events: one changed byte is found and located.

use rusqlite::Connection;

use super::StoreError;
use super::history::{HASH, link};
use super::request::{CaseId, Chain};
use crate::domain::Stamp;

/// Walks all events in order and computes every hash again.
pub(super) fn verify(db: &Connection) -> Result<Chain, StoreError> {
    let mut statement = db.prepare("SELECT seq, case_id, n, at, by, kind, body, hash FROM event ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut before = [0; HASH];
    let mut events = 0;
    while let Some(row) = rows.next()? {
        let by: String = row.get(4)?;
        let kind: String = row.get(5)?;
        let body: String = row.get(6)?;
        let stored: Vec<u8> = row.get(7)?;
        before = link(&before, CaseId(row.get(1)?), (row.get(2)?, Stamp(row.get(3)?), &by), &kind, &body);
        events += 1;
        if stored != before {
            return Ok(Chain { events, broken_at: Some(row.get(0)?) });
        }
    }
    Ok(Chain { events, broken_at: None })
}
