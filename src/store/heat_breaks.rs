//! The shades of heat maps as they were set for a year (kpi.md 5.4): never overwritten, the last word holds.

use chrono::Datelike;
use rusqlite::{Connection, params};

use super::StoreError;
use super::request::{Answer, By};
use crate::domain::Stamp;
use crate::figures::heat::{Break, Length, Measure};
use crate::figures::kpi::Span;

/// The year and the length of a period: the year is the one in which its last day lies.
#[must_use]
pub fn place(span: &Span) -> (i32, Length) {
    let (first, last) = (span.from.date(), Stamp(span.to.0 - 1).date());
    (last.year(), Length::of_days((last - first).num_days() + 1))
}

/// What is set for a period: at most one for each measure.
pub(super) fn of(db: &Connection, span: &Span) -> Result<Vec<Break>, StoreError> {
    let (year, length) = place(span);
    let mut found = Vec::new();
    let mut statement = db.prepare_cached(
        "SELECT step, at, by FROM heat_break WHERE year = ? AND length = ? AND measure = ? ORDER BY id DESC LIMIT 1",
    )?;
    for measure in Measure::ALL {
        let mut rows = statement.query(params![year, length.word(), measure.word()])?;
        if let Some(row) = rows.next()? {
            let (step, at, by) = (row.get(0)?, Stamp(row.get(1)?), row.get(2)?);
            found.push(Break { year, measure: *measure, length, step, at, by });
        }
    }
    Ok(found)
}

/// [`set`] as the answer to a request.
pub(super) fn record(db: &Connection, span: &Span, shades: (Measure, f64), by: &By) -> Result<Answer, StoreError> {
    set(db, span, shades, by).map(|_| Answer::Done)
}

/// Sets the shades for the year and the length of a period.
pub(super) fn set(db: &Connection, span: &Span, (measure, step): (Measure, f64), by: &By) -> Result<Break, StoreError> {
    let (year, length) = place(span);
    db.prepare_cached("INSERT INTO heat_break (year, measure, length, step, at, by) VALUES (?, ?, ?, ?, ?, ?)")?
        .execute(params![year, measure.word(), length.word(), step, by.now.0, by.name])?;
    Ok(Break { year, measure, length, step, at: by.now, by: by.name.clone() })
}
