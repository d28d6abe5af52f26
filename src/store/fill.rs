//! Fills a data file with invented cases, in batches and as fast as the disk allows.

use std::sync::mpsc::{Receiver, sync_channel};

use super::commands::{self, Story};
use super::request::By;
use super::{Database, StoreError, desk_tables};
use crate::domain::Stamp;
use crate::domain::demo::{Demo, DemoStory};
use crate::domain::organisation::Organisation;

/// Stories of one transaction: few enough that progress is seen, many enough that a commit costs little.
const SMALL_BATCH: usize = 500;
const LARGE_BATCH: usize = 5_000;
/// From this many cases on the large batch is taken.
const LARGE: u32 = 20_000;
/// Batches that wait to be written while the next ones are made up.
const AHEAD: usize = 2;

impl Database {
    /// Writes `cases` invented cases of the two years before `end` and gives the file the sample organisation if it has
    /// none. `progress` hears of every batch, written and wanted, and stops the filling by answering `false`: then only
    /// whole batches are in the file. Answers how many cases were written.
    ///
    /// A file without cases is filled without waiting for the disk, and everything is on the disk at the end.
    ///
    /// # Errors
    /// As any writing; batches written before the error stay.
    pub fn fill_demo(
        &mut self,
        cases: u32,
        seed: u64,
        end: Stamp,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<u64, StoreError> {
        if self.organisation.branches.is_empty() {
            let sample = desk_tables::set_organisation(&mut self.db, Organisation::sample())?;
            self.organisation = std::sync::Arc::new(sample);
        }
        let fresh = self.case_count()? == 0;
        if fresh {
            self.hurry(true)?;
        }
        let written = self.pour(cases, seed, end, progress);
        if fresh {
            self.hurry(false)?;
            self.settle()?;
        }
        written
    }

    /// How many cases the file holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn case_count(&self) -> Result<u64, StoreError> {
        let count: i64 = self.db.query_row("SELECT COALESCE(MAX(id), 0) FROM case_row", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// One thread makes the stories up while this one writes them.
    fn pour(
        &mut self,
        cases: u32,
        seed: u64,
        end: Stamp,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<u64, StoreError> {
        let organisation = std::sync::Arc::clone(&self.organisation);
        let size = if cases >= LARGE { LARGE_BATCH } else { SMALL_BATCH };
        std::thread::scope(|scope| {
            let (sender, batches) = sync_channel::<Vec<Story>>(AHEAD);
            let tell = move || {
                let mut demo = Demo::new(cases, seed, end, &organisation);
                loop {
                    let batch: Vec<Story> = demo.by_ref().take(size).map(story).collect();
                    // The writer hangs up when it was stopped.
                    if batch.is_empty() || sender.send(batch).is_err() {
                        break;
                    }
                }
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

    fn write_batches(
        &mut self,
        batches: &Receiver<Vec<Story>>,
        wanted: u64,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<u64, StoreError> {
        let mut written = 0;
        while let Ok(batch) = batches.recv() {
            written += commands::log_with_history(self, batch, |_db| Ok(()))?.len() as u64;
            if !progress(written, wanted) {
                break;
            }
        }
        Ok(written)
    }
}

fn story(told: DemoStory) -> Story {
    let later = told.events.into_iter().map(|(now, name, event)| (By { name, now }, event)).collect();
    (told.facts, later, By { name: told.logged_by, now: told.logged_at })
}
