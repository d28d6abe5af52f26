//! Fills a data file with invented cases, in batches and as fast as the disk allows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use rusqlite::OptionalExtension;

use super::commands::{Maker, Ready, Story, Tail};
use super::database::MIGRATIONS;
use super::request::By;
use super::{Database, StoreError, attachments, units};
use crate::domain::Stamp;
use crate::domain::demo::{Demo, DemoFile, DemoStory, Files, Tallies};
use crate::domain::organisation::Organisation;

/// Stories of one transaction: few enough that progress is seen, many enough that a commit costs little.
const SMALL_BATCH: usize = 500;
const LARGE_BATCH: usize = 5_000;
/// From this many cases on the large batch is taken.
const LARGE: u32 = 20_000;
/// Batches that wait between the two threads: none, each side holds one.
const AHEAD: usize = 0;
/// While filling: the search index gathers a whole batch before it writes, and merges its parts late and many at once;
/// the log and the cache hold more before they are written back.
const EAGER: &str = "INSERT INTO case_fts (case_fts, rank) VALUES ('hashsize', 134217728); \
    INSERT INTO case_fts (case_fts, rank) VALUES ('automerge', 16); \
    PRAGMA wal_autocheckpoint = 16384; PRAGMA cache_size = -131072;";
/// What the search index and the connection do otherwise.
const USUAL: &str = "INSERT INTO case_fts (case_fts, rank) VALUES ('hashsize', 1048576); \
    INSERT INTO case_fts (case_fts, rank) VALUES ('automerge', 4); \
    PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -65536;";
/// Indexes in no order of time: every new case would touch a page of its own, so a large filling writes them at its end.
const SCATTERED: [&str; 5] = ["case_phone", "case_serial", "case_external", "case_address", "case_batch"];

/// Pictures that say they are invented; the evidence of every invented incident is made of them.
const PHOTOS: [&[u8]; 18] = [
    include_bytes!("../../assets/demo/photos/01.jpg"),
    include_bytes!("../../assets/demo/photos/02.jpg"),
    include_bytes!("../../assets/demo/photos/03.jpg"),
    include_bytes!("../../assets/demo/photos/04.jpg"),
    include_bytes!("../../assets/demo/photos/05.jpg"),
    include_bytes!("../../assets/demo/photos/06.jpg"),
    include_bytes!("../../assets/demo/photos/07.jpg"),
    include_bytes!("../../assets/demo/photos/08.jpg"),
    include_bytes!("../../assets/demo/photos/09.jpg"),
    include_bytes!("../../assets/demo/photos/10.jpg"),
    include_bytes!("../../assets/demo/photos/11.jpg"),
    include_bytes!("../../assets/demo/photos/12.jpg"),
    include_bytes!("../../assets/demo/photos/13.jpg"),
    include_bytes!("../../assets/demo/photos/14.jpg"),
    include_bytes!("../../assets/demo/photos/15.jpg"),
    include_bytes!("../../assets/demo/photos/16.jpg"),
    include_bytes!("../../assets/demo/photos/17.jpg"),
    include_bytes!("../../assets/demo/photos/18.jpg"),
];
/// Papers beside them: as many as the longest checklist asks for.
const PAPERS: usize = 16;

/// Cases made ready, with the running numbers they take: the period, the number before and the last one.
struct Batch {
    cases: Vec<Ready>,
    counted: Vec<(String, i64, i64)>,
}

impl Database {
    /// Writes `cases` invented cases of the two years before `end` and gives the file the sample organisation if it has
    /// none. `progress` hears of every batch, written and wanted, and stops the filling by answering `false`: then only
    /// whole batches are in the file. Answers how many cases were written.
    ///
    /// A file without cases is filled without waiting for the disk, and everything is on the disk at the end.
    ///
    /// # Errors
    /// As any writing; batches written before the error stay. [`StoreError::Busy`] when another window logs a case
    /// meanwhile, since numbers are given out ahead.
    pub fn fill_demo(
        &mut self,
        cases: u32,
        seed: u64,
        end: Stamp,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<u64, StoreError> {
        if self.organisation.branches.is_empty() {
            self.answer(super::Request::SetOrganisation(Box::new(Organisation::sample())))?;
        }
        let fresh = self.case_count()? == 0;
        if fresh {
            self.hurry(true)?;
            self.db.execute_batch(EAGER)?;
            if cases >= LARGE {
                self.set_indexes_aside()?;
            }
        }
        let written = self.pour(cases, seed, end, progress);
        if fresh {
            self.finish_fill()?;
            self.db.execute_batch(USUAL)?;
            self.hurry(false)?;
            self.settle()?;
        }
        written
    }

    /// Hands in the units and calls that go with `cases` invented cases, so that complaint rates and the hotline have
    /// something to be held against (K01, K15).
    ///
    /// # Errors
    /// As any writing.
    pub fn fill_demo_tallies(&mut self, cases: u32, seed: u64, end: Stamp) -> Result<(), StoreError> {
        let tallies = Tallies::of(cases, seed, end, &self.organisation);
        let by = By { name: Demo::desk(), now: end };
        units::save_units(self, &tallies.units, &by)?;
        units::save_calls(self, &tallies.calls, &by)?;
        Ok(())
    }

    /// Takes the scattered indexes away; [`Database::finish_fill`] makes them again, at the latest when the file is opened.
    fn set_indexes_aside(&self) -> Result<(), StoreError> {
        for name in SCATTERED {
            self.db.execute_batch(&format!("DROP INDEX IF EXISTS {name};"))?;
        }
        Ok(())
    }

    /// Puts back what a filling changed, also one that was cut short. Does nothing to a file that misses nothing.
    pub(super) fn finish_fill(&self) -> Result<(), StoreError> {
        let sql = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND name IN (?, ?, ?, ?, ?)";
        let found: i64 = self.db.query_row(sql, SCATTERED, |row| row.get(0))?;
        let eager = "SELECT EXISTS (SELECT 1 FROM case_fts_config WHERE k = 'automerge' AND v = 16)";
        let eager: bool = self.db.query_row(eager, [], |row| row.get(0))?;
        if usize::try_from(found) == Ok(SCATTERED.len()) {
            return if eager { Ok(self.db.execute_batch(USUAL)?) } else { Ok(()) };
        }
        for (_, shape) in MIGRATIONS {
            let scattered =
                |line: &&str| SCATTERED.iter().any(|name| line.starts_with(&format!("CREATE INDEX {name} ")));
            for line in shape.lines().filter(scattered) {
                self.db.execute_batch(&line.replacen("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1))?;
            }
        }
        Ok(self.db.execute_batch(USUAL)?)
    }

    /// How many cases the file holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn case_count(&self) -> Result<u64, StoreError> {
        let count: i64 = self.db.query_row("SELECT COALESCE(MAX(id), 0) FROM case_row", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// One thread makes the cases up and ready while this one writes them.
    fn pour(
        &mut self,
        cases: u32,
        seed: u64,
        end: Stamp,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<u64, StoreError> {
        let organisation = Arc::clone(&self.organisation);
        let (rules, files) = (self.book.rules.clone(), demo_files(self, end)?);
        let maker = Maker::of(self);
        let mut counters = self.counters()?;
        let size = if cases >= LARGE { LARGE_BATCH } else { SMALL_BATCH };
        std::thread::scope(|scope| {
            let (sender, batches) = sync_channel(AHEAD);
            let tell = move || {
                let mut demo = Demo::new(cases, seed, end, &organisation).with_incidents(rules, files);
                // The writer hangs up when it was stopped.
                while demo.len() > 0 && sender.send(batch(&mut demo, size, &maker, &mut counters)).is_ok() {}
            };
            let teller = std::thread::Builder::new().name("kesu-demo".to_owned()).spawn_scoped(scope, tell);
            match teller {
                Ok(_handle) => self.write_batches(&batches, u64::from(cases), progress),
                Err(source) => {
                    Err(StoreError::File { what: "no thread could be started", path: self.folder.clone(), source })
                }
            }
        })
    }

    /// The last number of every period.
    fn counters(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut statement = self.db.prepare("SELECT period, last FROM counter")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn write_batches(
        &mut self,
        batches: &Receiver<Result<Batch, StoreError>>,
        wanted: u64,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<u64, StoreError> {
        let mut written = 0;
        while let Ok(batch) = batches.recv() {
            written += self.write_batch(batch?)?;
            if !progress(written, wanted) {
                break;
            }
        }
        Ok(written)
    }

    fn write_batch(&mut self, batch: Batch) -> Result<u64, StoreError> {
        let transaction = self.begin()?;
        for (period, before, last) in &batch.counted {
            let known: Option<i64> = transaction
                .query_row("SELECT last FROM counter WHERE period = ?", [period], |row| row.get(0))
                .optional()?;
            if known.unwrap_or(0) != *before {
                return Err(StoreError::Busy);
            }
            transaction.execute("INSERT OR REPLACE INTO counter (period, last) VALUES (?, ?)", (period, last))?;
        }
        let mut tail = Tail::of(&transaction)?;
        let count = batch.cases.len() as u64;
        for ready in batch.cases {
            tail.write(&transaction, ready)?;
        }
        transaction.commit()?;
        Ok(count)
    }
}

/// Lays the pictures and papers of the invented incidents beside the data file, each once however many cases show it.
fn demo_files(database: &Database, now: Stamp) -> Result<Files, StoreError> {
    let keep = |bytes: &[u8]| {
        let (hash, bytes) = attachments::keep_bytes(&database.folder, bytes)?;
        let sql = "INSERT OR IGNORE INTO blob (hash, bytes, at) VALUES (?, ?, ?)";
        database.db.execute(sql, (&hash, bytes, now.0))?;
        Ok(DemoFile { hash, bytes })
    };
    let photos = PHOTOS.iter().map(|bytes| keep(bytes)).collect::<Result<_, StoreError>>()?;
    let papers = (1..=PAPERS).map(|nth| keep(Demo::paper(nth).as_bytes())).collect::<Result<_, StoreError>>()?;
    Ok(Files { photos, papers })
}

/// The next stories, numbered and ready to be written.
fn batch(
    demo: &mut Demo,
    size: usize,
    maker: &Maker,
    counters: &mut BTreeMap<String, i64>,
) -> Result<Batch, StoreError> {
    let mut cases = Vec::with_capacity(size);
    let mut counted: Vec<(String, i64, i64)> = Vec::new();
    for told in demo.take(size) {
        let period = maker.period(told.logged_at);
        let last = counters.entry(period.clone()).or_insert(0);
        *last += 1;
        match counted.iter_mut().find(|(known, ..)| *known == period) {
            Some(known) => known.2 = *last,
            None => counted.push((period, *last - 1, *last)),
        }
        cases.push(maker.ready(story(told), *last)?);
    }
    Ok(Batch { cases, counted })
}

fn story(told: DemoStory) -> Story {
    let later = told.events.into_iter().map(|(now, name, event)| (By { name, now }, event)).collect();
    (told.facts, later, By { name: told.logged_by, now: told.logged_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::OpenMode;

    fn indexes(database: &Database) -> i64 {
        let sql = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE 'case\\_%' ESCAPE '\\'";
        database.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn indexes_set_aside_by_a_filling_that_was_killed_are_made_when_the_file_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("desk.kesu");
        let database = Database::open(&file, OpenMode::Create).unwrap();
        let all = indexes(&database);
        database.set_indexes_aside().unwrap();
        assert_eq!(indexes(&database), all - 5);
        database.db.execute_batch(EAGER).unwrap();
        drop(database);
        let database = Database::open(&file, OpenMode::Existing).unwrap();
        assert_eq!(indexes(&database), all);
        let merges = "SELECT v FROM case_fts_config WHERE k = 'automerge'";
        assert_eq!(database.db.query_row(merges, [], |row| row.get(0)), Ok(4), "merges as usual");
    }

    #[test]
    fn a_case_logged_by_another_window_meanwhile_stops_the_filling() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = Database::in_memory(folder.path()).unwrap();
        let end = Stamp(1_775_701_440_000);
        database.db.execute("INSERT INTO counter (period, last) VALUES ('KS2404-', 7)", []).unwrap();
        let maker = Maker::of(&database);
        let mut demo = Demo::new(200, 1, end, &Organisation::sample());
        let made = batch(&mut demo, 50, &maker, &mut BTreeMap::new()).unwrap();
        assert!(matches!(database.write_batch(made), Err(StoreError::Busy)));
        assert_eq!(database.case_count().unwrap(), 0);
    }
}
