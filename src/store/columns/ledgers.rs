//! The ledgers of the months: read when a period or the warnings ask for them, followed by every event, kept in the file.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, params};

use super::ledger::{Entry, Known, Ledger, each};
use super::names::Names;
use super::row::Kept;
use super::{Columns, Month, Reach, Wide, changed_since, first_month, month_of, start_of};
use crate::domain::Stamp;
use crate::domain::organisation::Organisation;
use crate::figures::kpi::Measure;
use crate::store::StoreError;

/// The most bytes kept; the one asked for last is always kept until the next one is.
const MOST_BYTES: usize = 120 << 20;

/// A ledger with what it still has to follow.
pub(super) struct Held {
    ledger: Ledger,
    used: u64,
    /// The event up to which the file keeps it as it is here; `None` where it differs.
    kept: Option<i64>,
    /// Cases of which an event was written since.
    behind: Vec<i64>,
}

/// What a walk over ledgers hears of.
pub(in crate::store) struct Page<'a> {
    pub ledger: &'a Ledger,
    pub known: &'a Known,
    pub names: &'a Names,
}

impl Held {
    /// Notes that a case has changed; whether it was here.
    pub fn note(&mut self, id: i64) -> bool {
        let here = self.ledger.has(id) || self.behind.contains(&id);
        if here {
            self.behind.push(id);
        }
        here
    }

    /// Notes that a case has come.
    pub fn expect(&mut self, id: i64) {
        self.behind.push(id);
    }
}

impl Columns {
    /// Hands the ledger of every month of `reach` to `hear`, oldest first. Without marks only those of its own period are
    /// met, and they may have no items. `organisation` says where the branches lie.
    pub fn ledgers(
        &mut self,
        db: &Connection,
        organisation: &Organisation,
        reach: &Reach,
        hear: &mut dyn FnMut(&Page<'_>),
    ) -> Result<(), StoreError> {
        for month in self.ledger_months(db, organisation, reach)? {
            self.load_ledger(db, month, reach.marks)?;
            self.page(month).iter().for_each(&mut *hear);
        }
        Ok(())
    }

    /// Reads every ledger the reaches need, so that several may be walked side by side; `false` when it is too much.
    pub fn load_ledgers(
        &mut self,
        db: &Connection,
        organisation: &Organisation,
        reaches: &[Reach],
    ) -> Result<bool, StoreError> {
        let mut months = BTreeSet::new();
        for reach in reaches {
            months.extend(self.ledger_months(db, organisation, reach)?);
        }
        for month in &months {
            self.load_ledger(db, *month, true)?;
        }
        Ok(months.iter().all(|month| self.ledgers.get(month).is_some_and(|held| held.ledger.is_whole())))
    }

    /// The ledgers of a reach that [`Columns::load_ledgers`] has read, oldest first.
    pub fn pages(&self, reach: &Reach) -> impl Iterator<Item = Page<'_>> {
        let first = reach.first();
        self.ledgers.range(first..=reach.last().max(first)).filter_map(|(month, _)| self.page(*month))
    }

    fn page(&self, month: Month) -> Option<Page<'_>> {
        let Self { ledgers, ledger_names: known, names, .. } = self;
        ledgers.get(&month).map(|held| Page { ledger: &held.ledger, known, names })
    }

    fn ledger_months(
        &mut self,
        db: &Connection,
        organisation: &Organisation,
        reach: &Reach,
    ) -> Result<RangeInclusive<Month>, StoreError> {
        self.follow(db, reach)?;
        self.locate(organisation);
        let first = if reach.marks { reach.first() } else { month_of(reach.from.0) };
        Ok(first_month(db)?.max(first)..=reach.last())
    }

    /// Hands the items of the long cases to `hear` whose month lies before those of `reach`: tile, key, and what they add.
    pub fn long_items(
        &mut self,
        db: &Connection,
        reach: &Reach,
        hear: &mut dyn FnMut(&Entry),
    ) -> Result<(), StoreError> {
        self.load_long(db)?;
        let first = start_of(reach.first());
        let Self { long, ledger_names, .. } = self;
        let reaches = |wide: &&Wide| wide.row.received < first && wide.last >= reach.from.0;
        for wide in long.iter().flatten().filter(reaches) {
            each(&wide.row, &wide.measure, ledger_names, &mut |tile, key, item| {
                if item.at >= reach.from && item.at < reach.to {
                    let (part, whole) = (item.part, item.whole);
                    hear(&Entry { key, tile: tile.into(), at: item.at.0, part, whole });
                }
            });
        }
        Ok(())
    }

    /// Takes down where the branches lie.
    fn locate(&mut self, organisation: &Organisation) {
        let Self { ledger_names, names, .. } = self;
        let places = organisation.branches.iter().map(|branch| (branch.id.0, names.place(&branch.region)));
        ledger_names.regions = places.collect();
    }

    fn load_ledger(&mut self, db: &Connection, month: Month, whole: bool) -> Result<(), StoreError> {
        self.tick += 1;
        let mut held = match self.ledgers.remove(&month) {
            // One without items is read anew when they are asked for, or when it has to change.
            Some(held) if held.ledger.is_whole() || (!whole && held.behind.is_empty()) => held,
            _ => {
                self.make_room();
                match self.read_ledger(db, month, whole)? {
                    Some(held) => held,
                    None => self.count_ledger(db, month)?,
                }
            }
        };
        self.catch_up(db, month, &mut held)?;
        held.used = self.tick;
        self.newest = self.newest.max(held.ledger.cases.last().map_or(0, |case| case.id));
        self.ledgers.insert(month, held);
        Ok(())
    }

    fn make_room(&mut self) {
        let most = self.ledger_room.unwrap_or(MOST_BYTES);
        while self.ledgers.values().map(|held| held.ledger.bytes()).sum::<usize>() > most {
            let oldest = self.ledgers.iter().min_by_key(|(_, held)| held.used).map(|(month, _)| *month);
            match oldest {
                Some(oldest) => self.ledgers.remove(&oldest),
                None => break,
            };
        }
    }

    /// As the file keeps it, with the cases it has to follow. `None` where the file keeps nothing of it, branches have
    /// changed, or too much has.
    fn read_ledger(&mut self, db: &Connection, month: Month, whole: bool) -> Result<Option<Held>, StoreError> {
        let Some((_, organisation)) = self.known else { return Ok(None) };
        let seq: Option<i64> = db
            .prepare_cached("SELECT seq FROM ledger_seq WHERE month = ? AND organisation = ?")?
            .query_row([i64::from(month), organisation], |row| row.get(0))
            .optional()?;
        let Some(changed) = seq.map(|seq| changed_since(db, seq)).transpose()?.flatten() else { return Ok(None) };
        let Self { ledger_names, names, .. } = self;
        let columns = if whole { "cases, items" } else { "cases" };
        let found: Option<Option<Ledger>> = db
            .prepare_cached(&format!("SELECT {columns} FROM ledger_block WHERE month = ?"))?
            .query_row([month], |row| {
                let items = if whole { Some(row.get_ref(1)?.as_blob()?) } else { None };
                let cases = row.get_ref(0)?.as_blob()?;
                Ok(Ledger::read(start_of(month), cases, items, ledger_names, names))
            })
            .optional()?;
        let Some(ledger) = found.flatten() else { return Ok(None) };
        let mut behind = Vec::new();
        for id in changed {
            if ledger.has(id) || month_of_case(db, id)? == Some(month) {
                behind.push(id);
            }
        }
        if !whole && !behind.is_empty() {
            return self.read_ledger(db, month, true);
        }
        Ok(Some(Held { ledger, used: 0, kept: seq, behind }))
    }

    /// Worked out of the measures of the month.
    fn count_ledger(&mut self, db: &Connection, month: Month) -> Result<Held, StoreError> {
        self.load(db, month)?;
        let Self { months, ledger_names, .. } = self;
        let mut ledger = Ledger::new(start_of(month));
        if let Some(cases) = months.get(&month) {
            let mut scratch = Measure::at(Stamp(0));
            for (row, packed) in cases.rows.iter().zip(&cases.packed) {
                let unpacked = packed.unpack(row, Some(&cases.arena), &mut scratch);
                unpacked.ok_or_else(|| StoreError::damaged("marks of a case"))?;
                ledger.push(row, &scratch, ledger_names);
            }
            let mut wide: Vec<&Wide> = cases.wide.iter().collect();
            wide.sort_unstable_by_key(|wide| wide.row.id);
            let mut others = Ledger::new(start_of(month));
            wide.into_iter().for_each(|wide| others.push(&wide.row, &wide.measure, ledger_names));
            ledger.change(&[], others);
        }
        Ok(Held { ledger, used: 0, kept: None, behind: Vec::new() })
    }

    /// Takes the cases in that have changed since.
    fn catch_up(&mut self, db: &Connection, month: Month, held: &mut Held) -> Result<(), StoreError> {
        let mut behind = std::mem::take(&mut held.behind);
        if behind.is_empty() {
            return Ok(());
        }
        behind.sort_unstable();
        behind.dedup();
        let mut new = Ledger::new(start_of(month));
        for id in &behind {
            // A case that was merged into another counts no more.
            let Some(Kept { row, measure, .. }) = self.read_case(db, *id)? else { continue };
            if month_of(row.received) == month {
                new.push(&row, &measure, &mut self.ledger_names);
            }
        }
        held.ledger.change(&behind, new);
        held.kept = None;
        Ok(())
    }

    /// Keeps the ledgers that were counted, or have changed since, in the file.
    pub(super) fn save_ledgers(&mut self, db: &Connection) -> Result<(), StoreError> {
        let Some((seq, organisation)) = self.known else { return Ok(()) };
        let Self { ledgers, ledger_names, names, .. } = self;
        for (month, held) in ledgers.iter_mut().filter(|(_, held)| held.behind.is_empty()) {
            if let Some(kept) = held.kept {
                // As new as what is written now, unless another window has written its own.
                db.prepare_cached("UPDATE ledger_seq SET seq = ? WHERE month = ? AND seq = ? AND organisation = ?")?
                    .execute(params![seq, month, kept, organisation])?;
            } else {
                let Some([cases, items]) = held.ledger.write(ledger_names, names) else { continue };
                db.prepare_cached("INSERT OR REPLACE INTO ledger_block (month, cases, items) VALUES (?, ?, ?)")?
                    .execute(params![month, cases, items])?;
                db.prepare_cached("INSERT OR REPLACE INTO ledger_seq (month, seq, organisation) VALUES (?, ?, ?)")?
                    .execute(params![month, seq, organisation])?;
            }
            held.kept = Some(seq);
        }
        Ok(())
    }
}

fn month_of_case(db: &Connection, id: i64) -> Result<Option<Month>, StoreError> {
    let received: Option<i64> = db
        .prepare_cached("SELECT received_at FROM case_measure WHERE id = ?")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(received.map(month_of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::kpi::Span;
    use crate::figures::on_time::Step;
    use crate::store::{Answer, DashboardQuery, Database, Narrow, Request};

    fn dashboard(database: &mut Database) -> crate::store::Dashboard {
        let at = |wall: &str| Stamp::from_wall(wall.parse().unwrap());
        let span =
            Span { from: at("2026-01-01T00:00:00"), to: at("2026-04-01T00:00:00"), now: at("2026-04-09T10:24:00") };
        let query = DashboardQuery { span, step: Step::Week, narrow: Narrow::default() };
        match database.answer(Request::Dashboard(Box::new(query))).unwrap() {
            Answer::Dashboard(dashboard) => *dashboard,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn months_that_do_not_fit_together_are_walked_one_after_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = Database::in_memory(folder.path()).unwrap();
        let end = Stamp::from_wall("2026-04-09T10:24:00".parse().unwrap());
        database.fill_demo(300, 1, end, &|_, _| true).unwrap();
        let together = dashboard(&mut database);
        assert!(together.tiles[0].now.part > 0 && database.columns.ledgers.len() > 4);
        database.columns.clear();
        database.columns.ledger_room = Some(0);
        assert_eq!(dashboard(&mut database), together);
        assert_eq!(database.columns.ledgers.len(), 1, "each month makes room for the next one");
    }
}
