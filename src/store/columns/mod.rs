//! The measures of cases in memory, month by month of their contact: a figure over a hundred thousand cases is a walk
//! along vectors. Months are read when a period asks for them, follow every event, and the longest unused leave first.

mod block;
mod ledger;
mod ledger_block;
mod ledgers;
mod names;
mod open;
mod row;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use block::Block;
use ledger::Known;
pub(super) use ledger::{Case, Entry, Key, Lot, TILES};
use ledgers::Held;
pub(super) use ledgers::Page;
pub(super) use names::{ByNumber, EMPTY, Names, Symptoms};
pub(super) use open::OpenCase;
use open::OpenCases;
pub(super) use row::Row;
use row::{Kept, Packed, pack, select};

use super::StoreError;
use crate::domain::Stamp;
use crate::figures::kpi::Measure;

/// Cases of so many milliseconds and less count in no period that begins later than so long after their contact; the
/// partial index holds the others.
const LONG_MS: i64 = 2_592_000_000;
/// The most bytes kept; a month that is asked for is always kept until the next one is.
const MOST_BYTES: usize = 120 << 20;
/// More cases than this changed at once are read anew with their months.
const MOST_CHANGED: usize = 2_000;

/// Months since year 0.
pub(super) type Month = i32;

/// A case too wide for [`Packed`].
struct Wide {
    row: Row,
    measure: Measure,
    last: i64,
}

/// The cases received in one month, by id.
#[derive(Default)]
struct Cases {
    rows: Vec<Row>,
    packed: Vec<Packed>,
    arena: Vec<u8>,
    wide: Vec<Wide>,
    used: u64,
    /// Differs from what the file keeps of the month.
    fresh: bool,
}

/// See the module.
#[derive(Default)]
pub(super) struct Columns {
    months: BTreeMap<Month, Cases>,
    /// What dashboards and warnings need of them.
    ledgers: BTreeMap<Month, Held>,
    ledger_names: Known,
    /// The most bytes of ledgers, where it is not the usual.
    ledger_room: Option<usize>,
    /// Every case that lasted longer than [`LONG_MS`], in its month or not; `None` until it was read.
    long: Option<Vec<Wide>>,
    /// Every open case; `None` until they were asked for.
    open: Option<OpenCases>,
    names: Names,
    /// The last event and the last change of the organisation that are in here.
    known: Option<(i64, i64)>,
    /// Counts changes and uses.
    tick: u64,
    /// When each month last changed; `everything` when all of them did.
    changed: BTreeMap<Month, u64>,
    everything: u64,
    /// The newest case that any walk has met.
    newest: i64,
}

/// A case as a walk meets it.
pub(super) struct Seen<'a> {
    pub row: &'a Row,
    pub measure: &'a Measure,
    pub names: &'a Names,
}

/// What a walk reads: cases received before `to`, and those that can still count at `from` or later.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    pub from: Stamp,
    /// Exclusive.
    pub to: Stamp,
    /// Whether stages, surveys, questions and incident files are looked at.
    pub marks: bool,
}

/// Hears of each case of a walk.
pub(super) type Hear<'h> = dyn FnMut(&Seen<'_>) -> Result<(), StoreError> + 'h;

impl Reach {
    /// From when on cases are met by their contact; those received before are among the long ones.
    fn start(&self) -> i64 {
        self.from.0.saturating_sub(LONG_MS)
    }

    fn first(&self) -> Month {
        month_of(self.start())
    }

    fn last(&self) -> Month {
        month_of(self.to.0.saturating_sub(1))
    }

    /// Whether cases of this month may count.
    pub fn covers(&self, month: Month) -> bool {
        (self.first()..=self.last()).contains(&month)
    }

    /// The months it covers, as far as there are cases.
    fn months(&self, db: &Connection) -> Result<RangeInclusive<Month>, StoreError> {
        Ok(first_month(db)?.max(self.first())..=self.last())
    }
}

impl Columns {
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// The keys and lots that ledgers have met.
    pub fn ledger_names(&self) -> &Known {
        &self.ledger_names
    }

    /// Counts on with every change.
    pub fn tick(&self) -> u64 {
        self.tick
    }

    /// Forgets everything, after the rows were written anew without events.
    pub fn clear(&mut self) {
        self.tick += 1;
        (self.months, self.long, self.open) = (BTreeMap::new(), None, None);
        self.ledgers.clear();
        (self.known, self.everything) = (None, self.tick);
        self.changed.clear();
    }

    /// Takes in what changed since the last walk. Returns when the cases of `reach` last changed, in ticks.
    pub fn follow(&mut self, db: &Connection, reach: &Reach) -> Result<u64, StoreError> {
        let last = |table: &str| -> Result<i64, StoreError> {
            let sql = format!("SELECT COALESCE(MAX(seq), 0) FROM {table}");
            Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
        };
        let now = (last("event")?, last("organisation_change")?);
        match self.known {
            Some(known) if known == now => {}
            Some((seq, organisation)) if organisation == now.1 && seq < now.0 => self.take_in(db, seq)?,
            _ => self.clear(),
        }
        self.known = Some(now);
        // A period that has not begun ends before it.
        let months = self.changed.range(reach.first()..=month_of(reach.to.0).max(reach.first()));
        Ok(months.map(|(_, tick)| *tick).max().unwrap_or(0).max(self.everything))
    }

    /// Takes in what changed, reads the long cases, and tells the months that any of `reaches` covers, in order: each is
    /// to be read with [`Columns::read`] before it is walked.
    pub fn begin<'r>(
        &mut self,
        db: &Connection,
        reaches: impl Iterator<Item = &'r Reach>,
    ) -> Result<BTreeSet<Month>, StoreError> {
        let mut months = BTreeSet::new();
        for reach in reaches {
            self.follow(db, reach)?;
            months.extend(reach.months(db)?);
        }
        self.load_long(db)?;
        Ok(months)
    }

    /// Reads a month; it stays at least until the next one is read.
    pub fn read(&mut self, db: &Connection, month: Month) -> Result<(), StoreError> {
        self.load(db, month)
    }

    /// Hands the cases of a month that lie in `reach` to `hear`, over what [`Columns::read`] has read.
    pub fn walk_month(&self, month: Month, reach: &Reach, hear: &mut Hear<'_>) -> Result<(), StoreError> {
        self.hear_month(month, reach, hear)
    }

    /// Hands the cases that lasted so long that they lie in no month of `reach` to `hear`.
    pub fn walk_long(&self, reach: &Reach, hear: &mut Hear<'_>) -> Result<(), StoreError> {
        self.hear_long(reach, hear)
    }

    fn hear_month(&self, month: Month, reach: &Reach, hear: &mut Hear<'_>) -> Result<(), StoreError> {
        let Self { months, names, .. } = self;
        let Some(cases) = months.get(&month) else { return Ok(()) };
        let arena = reach.marks.then_some(cases.arena.as_slice());
        let inside = |row: &Row| row.received >= reach.start() && row.received < reach.to.0;
        let mut scratch = Measure::at(Stamp(0));
        for (row, packed) in cases.rows.iter().zip(&cases.packed).filter(|(row, _)| inside(row)) {
            packed.unpack(row, arena, &mut scratch).ok_or_else(|| StoreError::damaged("marks of a case"))?;
            hear(&Seen { row, measure: &scratch, names })?;
        }
        for wide in cases.wide.iter().filter(|wide| inside(&wide.row)) {
            hear(&Seen { row: &wide.row, measure: &wide.measure, names })?;
        }
        Ok(())
    }

    fn hear_long(&self, reach: &Reach, hear: &mut Hear<'_>) -> Result<(), StoreError> {
        for wide in self.long.iter().flatten() {
            if wide.row.received < reach.start() && wide.last >= reach.from.0 {
                hear(&Seen { row: &wide.row, measure: &wide.measure, names: &self.names })?;
            }
        }
        Ok(())
    }

    fn load_long(&mut self, db: &Connection) -> Result<(), StoreError> {
        if self.long.is_none() {
            self.long = Some(self.read_long(db)?);
        }
        Ok(())
    }

    /// Hands the dimensions of every case received in the period to `hear`, without unpacking its measure.
    pub fn rows(
        &mut self,
        db: &Connection,
        (from, to): (Stamp, Stamp),
        hear: &mut dyn FnMut(&Row),
    ) -> Result<(), StoreError> {
        self.follow(db, &Reach { from, to, marks: false })?;
        for month in first_month(db)?.max(month_of(from.0))..=month_of(to.0.saturating_sub(1)) {
            self.load(db, month)?;
            let Some(cases) = self.months.get(&month) else { continue };
            let all = cases.rows.iter().chain(cases.wide.iter().map(|wide| &wide.row));
            all.filter(|row| row.received >= from.0 && row.received < to.0).for_each(&mut *hear);
        }
        Ok(())
    }

    /// The open cases by id, as they are now.
    pub fn open_cases(&mut self, db: &Connection) -> Result<&[OpenCase], StoreError> {
        self.follow(db, &Reach { from: Stamp(0), to: Stamp(0), marks: false })?;
        let Self { open, names, .. } = self;
        let open = match open {
            Some(open) => open,
            None => open.insert(OpenCases::load(db, names, |seq| changed_since(db, seq))?),
        };
        Ok(&open.list)
    }

    /// Bytes held, names left out.
    pub fn bytes(&self) -> usize {
        self.months.values().map(Cases::bytes).sum()
    }

    fn load(&mut self, db: &Connection, month: Month) -> Result<(), StoreError> {
        self.tick += 1;
        if let Some(cases) = self.months.get_mut(&month) {
            cases.used = self.tick;
            return Ok(());
        }
        while self.bytes() > MOST_BYTES {
            let oldest = self.months.iter().min_by_key(|(_, cases)| cases.used).map(|(month, _)| *month);
            match oldest {
                Some(oldest) => self.months.remove(&oldest),
                None => break,
            };
        }
        let mut cases = match self.read_block(db, month)? {
            Some(cases) => cases,
            None => self.read_rows(db, month)?,
        };
        let last = |row: Option<&Row>| row.map_or(0, |row| row.id);
        self.newest = self.newest.max(last(cases.rows.last()));
        cases.used = self.tick;
        self.months.insert(month, cases);
        Ok(())
    }

    fn read_rows(&mut self, db: &Connection, month: Month) -> Result<Cases, StoreError> {
        let mut cases = Cases { fresh: true, ..Cases::default() };
        let sql = format!(
            "{} INDEXED BY case_measure_received JOIN case_row r ON r.id = m.id \
             WHERE m.received_at >= ? AND m.received_at < ? ORDER BY m.received_at",
            select()
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query(params![start_of(month), start_of(month + 1)])?;
        let mut read = Vec::new();
        while let Some(row) = rows.next()? {
            read.push(Kept::read(row, &mut self.names)?);
        }
        read.sort_by_key(|kept| kept.row.id);
        cases.rows.reserve_exact(read.len());
        cases.packed.reserve_exact(read.len());
        cases.arena.reserve_exact(read.iter().map(|kept| kept.marks.len()).sum());
        read.into_iter().for_each(|kept| cases.put(kept));
        Ok(cases)
    }

    /// The month as the file keeps it, with the cases of which an event was written since read anew. `None` where the file
    /// keeps nothing of it, or too much has changed.
    fn read_block(&mut self, db: &Connection, month: Month) -> Result<Option<Cases>, StoreError> {
        let names = &mut self.names;
        let found: Option<(i64, Option<Block>)> = db
            .prepare_cached("SELECT seq, bytes FROM measure_block WHERE month = ?")?
            .query_row([month], |row| Ok((row.get(0)?, Block::read(row.get_ref(1)?.as_blob()?, names))))
            .optional()?;
        let Some((seq, Some(Block { rows, packed, arena, wide }))) = found else { return Ok(None) };
        let Some(mut changed) = changed_since(db, seq)? else { return Ok(None) };
        let mut cases = Cases { rows, packed, arena, fresh: !changed.is_empty(), ..Cases::default() };
        changed.extend(wide);
        changed.sort_unstable();
        changed.dedup();
        for id in changed {
            cases.take_out(id);
            let kept = self.read_case(db, id)?;
            if let Some(kept) = kept.filter(|kept| month_of(kept.row.received) == month) {
                cases.put(kept);
            }
        }
        Ok(Some(cases))
    }

    /// Keeps the months that were read row by row, or have changed since, in the file.
    pub fn save(&mut self, db: &Connection) -> Result<(), StoreError> {
        let Some((seq, _)) = self.known else { return Ok(()) };
        let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        self.save_ledgers(db)?;
        for (month, cases) in self.months.iter_mut().filter(|(_, cases)| cases.fresh) {
            let block = Block {
                rows: std::mem::take(&mut cases.rows),
                packed: std::mem::take(&mut cases.packed),
                arena: std::mem::take(&mut cases.arena),
                wide: cases.wide.iter().map(|wide| wide.row.id).collect(),
            };
            let bytes = block.write(&self.names);
            (cases.rows, cases.packed, cases.arena) = (block.rows, block.packed, block.arena);
            db.prepare_cached("INSERT OR REPLACE INTO measure_block (month, seq, bytes) VALUES (?, ?, ?)")?
                .execute(params![month, seq, bytes])?;
            cases.fresh = false;
        }
        if let Some(open) = self.open.as_mut().filter(|open| open.fresh) {
            open.save(db, seq, &self.names)?;
        }
        Ok(transaction.commit()?)
    }

    fn read_case(&mut self, db: &Connection, id: i64) -> Result<Option<Kept>, StoreError> {
        let sql = format!("{} JOIN case_row r ON r.id = m.id WHERE m.id = ?", select());
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([id])?;
        rows.next()?.map(|row| Kept::read(row, &mut self.names)).transpose()
    }

    fn read_long(&mut self, db: &Connection) -> Result<Vec<Wide>, StoreError> {
        let sql = format!(
            "{} INDEXED BY case_measure_long JOIN case_row r ON r.id = m.id WHERE m.last_at - m.received_at > {LONG_MS}",
            select()
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut long = Vec::new();
        while let Some(row) = rows.next()? {
            long.push(Wide::of(Kept::read(row, &mut self.names)?));
        }
        Ok(long)
    }

    /// Reads the cases anew of which an event was written after `seq`.
    fn take_in(&mut self, db: &Connection, seq: i64) -> Result<(), StoreError> {
        let Some(ids) = changed_since(db, seq)? else {
            self.clear();
            return Ok(());
        };
        self.tick += 1;
        for id in ids {
            let mut found = id > self.newest;
            for (month, cases) in &mut self.months {
                if cases.take_out(id) {
                    (found, cases.fresh) = (true, true);
                    self.changed.insert(*month, self.tick);
                }
            }
            for (month, held) in &mut self.ledgers {
                if held.note(id) {
                    found = true;
                    self.changed.insert(*month, self.tick);
                }
            }
            if !found {
                // Its month has left, or never came: it may have been another one.
                self.everything = self.tick;
            }
            self.newest = self.newest.max(id);
            if let Some(open) = &mut self.open {
                open.take_in(db, &mut self.names, id)?;
            }
            if let Some(long) = &mut self.long {
                let before = long.len();
                long.retain(|wide| wide.row.id != id);
                if long.len() < before {
                    self.everything = self.tick;
                }
            }
            // A case that was merged into another counts no more.
            let Some(kept) = self.read_case(db, id)? else { continue };
            let month = month_of(kept.row.received);
            self.changed.insert(month, self.tick);
            if kept.measure.last_at().0 - kept.row.received > LONG_MS {
                self.everything = self.tick;
                if let Some(long) = &mut self.long {
                    long.push(Wide::of(Kept { row: kept.row, measure: kept.measure.clone(), marks: Vec::new() }));
                }
            }
            if let Some(held) = self.ledgers.get_mut(&month) {
                held.expect(id);
            }
            if let Some(cases) = self.months.get_mut(&month) {
                cases.fresh = true;
                cases.put(kept);
            }
        }
        Ok(())
    }
}

impl Wide {
    fn of(kept: Kept) -> Self {
        Self { row: kept.row, last: kept.measure.last_at().0, measure: kept.measure }
    }
}

impl Cases {
    /// At its place in the order of ids; mostly behind all others.
    fn put(&mut self, kept: Kept) {
        let Some(packed) = pack(&kept.measure, self.arena.len(), kept.marks.len()) else {
            self.wide.push(Wide::of(kept));
            return;
        };
        self.arena.extend(&kept.marks);
        let place = self.rows.partition_point(|row| row.id < kept.row.id);
        self.rows.insert(place, kept.row);
        self.packed.insert(place, packed);
    }

    /// Whether the case was here. Its marks stay in the arena until the month is read anew.
    fn take_out(&mut self, id: i64) -> bool {
        let before = self.wide.len();
        self.wide.retain(|wide| wide.row.id != id);
        let Ok(place) = self.rows.binary_search_by_key(&id, |row| row.id) else { return self.wide.len() < before };
        self.rows.remove(place);
        self.packed.remove(place);
        true
    }

    fn bytes(&self) -> usize {
        self.rows.capacity() * size_of::<Row>()
            + self.packed.capacity() * size_of::<Packed>()
            + self.arena.capacity()
            + self.wide.len() * (size_of::<Wide>() + 512)
    }
}

fn month_of(at: i64) -> Month {
    let day = Stamp(at).date();
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

fn start_of(month: Month) -> i64 {
    let first = u32::try_from(month.rem_euclid(12))
        .ok()
        .and_then(|at| NaiveDate::from_ymd_opt(month.div_euclid(12), at + 1, 1));
    first.map_or(i64::MAX, |day| Stamp::from_wall(day.and_time(NaiveTime::MIN)).0)
}

/// The cases of which an event was written after `seq`; `None` when they are too many to be read one by one.
fn changed_since(db: &Connection, seq: i64) -> Result<Option<Vec<i64>>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT case_id FROM event NOT INDEXED WHERE seq > ? AND case_id > 0 LIMIT {}",
        MOST_CHANGED + 1
    );
    let ids: Vec<i64> = db.prepare_cached(&sql)?.query_map([seq], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(ids).filter(|ids| ids.len() <= MOST_CHANGED))
}

/// The month of the oldest case; no earlier one is looked at.
fn first_month(db: &Connection) -> Result<Month, StoreError> {
    let oldest: Option<i64> =
        db.prepare_cached("SELECT MIN(received_at) FROM case_measure")?.query_row([], |row| row.get(0))?;
    Ok(oldest.map_or(Month::MAX, month_of))
}
