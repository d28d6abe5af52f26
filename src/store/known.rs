//! Which rows of an import are cases already.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::projection::phone_key;
use super::request::KnownProbe;
use crate::domain::Stamp;
use crate::domain::case_no::is_line_number;

const DAY_MS: i64 = 86_400_000;

/// The number of the case each probe repeats.
pub(super) fn known(db: &Connection, probes: &[KnownProbe]) -> Result<Vec<Option<String>>, StoreError> {
    probes.iter().map(|probe| one(db, probe)).collect()
}

fn one(db: &Connection, probe: &KnownProbe) -> Result<Option<String>, StoreError> {
    if let Some(number) = by_number(db, probe)? {
        return Ok(Some(number));
    }
    let phone = phone_key(&probe.phone);
    if phone.is_empty() { by_instant(db, probe) } else { by_phone(db, probe, &phone) }
}

/// The same number of the other system, or the number of a case that was exported from here.
fn by_number(db: &Connection, probe: &KnownProbe) -> Result<Option<String>, StoreError> {
    let external = probe.external.trim();
    if external.is_empty() {
        return Ok(None);
    }
    let telling = !is_line_number(external);
    let found = db
        .prepare_cached(
            "SELECT number FROM case_row WHERE number = ?1 \
             UNION ALL SELECT number FROM case_row WHERE external = ?1 AND external <> '' \
             AND (?2 OR (description = ?3 AND symptoms = ?4)) LIMIT 1",
        )?
        .query_row(params![external, telling, probe.description, probe.symptoms], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// The same phone, day and words; two different numbers of the other system are two complaints.
fn by_phone(db: &Connection, probe: &KnownProbe, phone: &str) -> Result<Option<String>, StoreError> {
    let (from, to) = match probe.received_at {
        Some(at) => {
            let start = Stamp::from_wall(at.date().and_time(chrono::NaiveTime::MIN)).0;
            (start, start + DAY_MS)
        }
        None => (i64::MIN, i64::MAX),
    };
    let found = db
        .prepare_cached(
            "SELECT number FROM case_row WHERE phone_key = ?1 AND phone_key <> '' \
             AND received_at >= ?2 AND received_at < ?3 AND description = ?4 AND symptoms = ?5 \
             AND (external = '' OR ?6 = '' OR external = ?6) LIMIT 1",
        )?
        .query_row(params![phone, from, to, probe.description, probe.symptoms, probe.external], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Without a phone: the same instant, person and words.
fn by_instant(db: &Connection, probe: &KnownProbe) -> Result<Option<String>, StoreError> {
    let Some(at) = probe.received_at else { return Ok(None) };
    let found = db
        .prepare_cached(
            "SELECT number FROM case_row WHERE received_at = ?1 AND customer = ?2 AND description = ?3 \
             AND symptoms = ?4 AND (external = '' OR ?5 = '' OR external = ?5) LIMIT 1",
        )?
        .query_row(params![at.0, probe.customer, probe.description, probe.symptoms, probe.external], |row| row.get(0))
        .optional()?;
    Ok(found)
}
