//! The organisation as the sum of its recorded changes: nothing is ever erased, leaving is an end date.

use rusqlite::Connection;

use super::organisation_codec::{decode, encode};
use super::projection::{Known, Projector};
use super::request::{By, CaseId, RecordedChange};
use super::{Database, StoreError, history};
use crate::domain::Stamp;
use crate::domain::organisation::{Change, Organisation};

/// Changes told at most; the file keeps all.
const TOLD: i64 = 500;

/// What all recorded changes add up to.
pub(super) fn read(db: &Connection) -> Result<Organisation, StoreError> {
    let mut statement = db.prepare_cached("SELECT kind, body FROM organisation_change ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut organisation = Organisation::default();
    while let Some(row) = rows.next()? {
        let (kind, body): (String, String) = (row.get(0)?, row.get(1)?);
        let change = decode(&kind, &body)?;
        organisation
            .apply(&change)
            .map_err(|_clash| StoreError::damaged(format!("a change of the organisation does not fit ({kind})")))?;
    }
    Ok(organisation)
}

/// The latest changes, newest first.
pub(super) fn changes(db: &Connection) -> Result<Vec<RecordedChange>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT at, by, kind, body FROM organisation_change ORDER BY seq DESC LIMIT ?")?;
    let mut rows = statement.query([TOLD])?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, body): (String, String) = (row.get(2)?, row.get(3)?);
        told.push(RecordedChange { at: Stamp(row.get(0)?), by: row.get(1)?, change: decode(&kind, &body)? });
    }
    Ok(told)
}

impl Database {
    /// Carries out changes as one transaction on what stands in the file now.
    pub(super) fn change_organisation(&mut self, changes: &[Change], by: &By) -> Result<(), StoreError> {
        let places = std::sync::Arc::clone(&self.places);
        let transaction = self.begin()?;
        let before = read(&transaction)?;
        let after = before.after(changes).map_err(|_clash| StoreError::OrganisationChanged)?;
        let wrongs = before.new_wrongs(&after, &places);
        if !wrongs.is_empty() {
            return Err(StoreError::OrganisationWrong(wrongs));
        }
        refuse_when_used(&transaction, changes)?;
        append(&transaction, changes, by)?;
        transaction.commit()?;
        self.take_organisation(after);
        self.regions_follow(&before)
    }

    /// Cases are counted under the region that their branch is in now, also when it was renamed or the branch moved.
    fn regions_follow(&mut self, before: &Organisation) -> Result<(), StoreError> {
        let region = |group: &Organisation, id| group.branch(id).map(|branch| branch.region.clone());
        let moved: Vec<_> = self
            .organisation
            .branches
            .iter()
            .filter(|branch| region(before, branch.id).is_some_and(|old| old != branch.region))
            .map(|branch| (branch.id, branch.region.clone()))
            .collect();
        if moved.is_empty() {
            return Ok(());
        }
        let projector = Projector::of(self);
        let transaction = self.begin()?;
        transaction.execute_batch("DELETE FROM measure_block; DELETE FROM ledger_seq;")?;
        for (branch, region) in &moved {
            for table in ["case_row", "case_measure"] {
                let sql = format!("UPDATE {table} SET region = ? WHERE branch = ?");
                transaction.execute(&sql, (region, branch.0))?;
            }
        }
        // Without a branch in charge the region follows the branch named at intake or the owner of the address.
        let ids: Vec<i64> = transaction
            .prepare("SELECT id FROM case_row WHERE branch IS NULL")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for id in ids {
            let case = history::replay(&history::of(&transaction, CaseId(id))?)?;
            projector.write(&transaction, CaseId(id), &case, Known::Again)?;
        }
        Ok(transaction.commit()?)
    }

    /// Records what leads from the present organisation to another one. For files that are set up by the program itself.
    pub(super) fn set_organisation(&mut self, wanted: &Organisation) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let changes = read(&transaction)?.changes_to(wanted);
        append(&transaction, &changes, &By { name: String::new(), now: Stamp(0) })?;
        let organisation = read(&transaction)?;
        transaction.commit()?;
        self.take_organisation(organisation);
        Ok(())
    }
}

fn append(db: &Connection, changes: &[Change], by: &By) -> Result<(), StoreError> {
    let mut statement =
        db.prepare_cached("INSERT INTO organisation_change (at, by, kind, body) VALUES (?, ?, ?, ?)")?;
    for change in changes {
        let (kind, body) = encode(change);
        statement.execute((by.now.0, &by.name, kind, body))?;
    }
    Ok(())
}

/// A branch or person that a case ever named ends on a day; it cannot be taken back as if it had never been.
fn refuse_when_used(db: &Connection, changes: &[Change]) -> Result<(), StoreError> {
    for change in changes {
        let (one, other) = match change {
            Change::Branch(step) if step.after.is_none() => ("$.branch", "$.to"),
            Change::Person(step) if step.after.is_none() => ("$.first", "$.second"),
            _ => continue,
        };
        let sql = "SELECT EXISTS (SELECT 1 FROM event WHERE kind IN ('dispatched', 'transferred') \
                   AND (json_extract(body, ?1) = ?3 OR json_extract(body, ?2) = ?3))";
        if db.prepare_cached(sql)?.query_row((one, other, change.key()), |row| row.get(0))? {
            return Err(StoreError::OrganisationUsed);
        }
    }
    Ok(())
}
