//! Open cases that have a sheet ready which was never printed, the most pressing first.

use super::history;
use super::request::CaseId;
use super::{Database, StoreError};
use crate::domain::event::SheetKind;

/// So many pressing cases are looked at, and so many rows are told at most.
const LOOKED_AT: i64 = 60;
const MOST: usize = 20;

/// A case with sheets that wait to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingPrint {
    pub id: CaseId,
    pub number: String,
    pub customer: String,
    /// Ready and never issued.
    pub sheets: Vec<SheetKind>,
}

/// The cases, capped. Form 1 waits only where an incident's papers have to be complete; other cases print it on demand.
pub(super) fn pending(database: &Database) -> Result<Vec<PendingPrint>, StoreError> {
    let mut statement = database.db.prepare_cached(
        "SELECT id, number, customer FROM case_row WHERE open = 1 AND stage NOT IN ('intake', 'dispatch') \
         ORDER BY urgent DESC, due_at IS NULL, due_at, id LIMIT ?",
    )?;
    let rows: Vec<(i64, String, String)> = statement
        .query_map([LOOKED_AT], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut issued = database.db.prepare_cached("SELECT DISTINCT sheet FROM issue WHERE case_id = ?")?;
    let mut found = Vec::new();
    for (id, number, customer) in rows {
        let out: Vec<String> = issued.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let case = history::replay(&history::of(&database.db, CaseId(id))?)?;
        let waits = |kind: &SheetKind| {
            (*kind != SheetKind::Feedback || case.incident.is_some()) && !out.iter().any(|word| word == kind.word())
        };
        let sheets: Vec<SheetKind> =
            SheetKind::ALL.iter().copied().filter(|kind| kind.is_ready(&case)).filter(waits).collect();
        if !sheets.is_empty() {
            found.push(PendingPrint { id: CaseId(id), number, customer, sheets });
        }
        if found.len() == MOST {
            break;
        }
    }
    Ok(found)
}
