//! `kesu demo`: fills a data file with invented cases and says how far it is.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::domain::Stamp;
use crate::store::{Database, OpenMode};

/// Between two redrawings of the line: at most five a second.
const PAUSE: Duration = Duration::from_millis(200);
/// Between two lines where the progress is not drawn over.
const LINE_PAUSE: Duration = Duration::from_secs(5);

/// Fills the data file at `db` with `cases` invented cases of the two years before `end`.
///
/// The file is made when it is not there. Progress goes to `err`: one line drawn over and over on a terminal, plain lines
/// elsewhere.
///
/// # Errors
/// A file that holds cases already is refused and left as it is, since invented cases among real ones could not be told
/// apart. Otherwise whatever the store refuses.
pub fn run(db: &Path, cases: u32, seed: u64, end: Stamp, err: &mut dyn Write) -> anyhow::Result<()> {
    let mut database = Database::open(db, OpenMode::Create)?;
    let held = database.case_count()?;
    if held > 0 {
        bail!(
            "{} already holds {held} cases; demo data go into a new file only. Name another file with --db.",
            db.display()
        );
    }
    let started = Instant::now();
    let line = RefCell::new(Line::new(err, std::io::stderr().is_terminal()));
    let written = database.fill_demo(cases, seed, end, &|written, wanted| {
        line.borrow_mut().tell(written, wanted, started.elapsed());
        true
    })?;
    database.fill_demo_tallies(cases, seed, end)?;
    line.into_inner().finish(written, started.elapsed(), db)?;
    Ok(())
}

/// The progress as people see it.
struct Line<'a> {
    err: &'a mut dyn Write,
    redraws: bool,
    last: Option<Instant>,
}

impl<'a> Line<'a> {
    fn new(err: &'a mut dyn Write, redraws: bool) -> Self {
        Self { err, redraws, last: None }
    }

    /// Says how far it is, unless it just has. A screen that cannot be written to does not stop the work.
    fn tell(&mut self, written: u64, wanted: u64, elapsed: Duration) {
        let pause = if self.redraws { PAUSE } else { LINE_PAUSE };
        if self.last.is_some_and(|last| last.elapsed() < pause) {
            return;
        }
        self.last = Some(Instant::now());
        let percent = written.saturating_mul(100).checked_div(wanted).unwrap_or(100);
        let text = format!("{written} of {wanted} cases, {percent} %, {} s", elapsed.as_secs());
        let _drawn = if self.redraws {
            write!(self.err, "\r{text}\u{1b}[K").and_then(|()| self.err.flush())
        } else {
            writeln!(self.err, "{text}")
        };
    }

    fn finish(self, written: u64, elapsed: Duration, db: &Path) -> std::io::Result<()> {
        let begin = if self.redraws { "\r\u{1b}[K" } else { "" };
        writeln!(self.err, "{begin}{written} cases in {:.1} s: {}", elapsed.as_secs_f64(), db.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::parse_stamp;

    #[test]
    fn a_file_is_filled_once_and_then_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("desk.kesu");
        let end = parse_stamp("2026-04-09 10:24").unwrap().unwrap();
        let mut told = Vec::new();
        run(&file, 40, 1, end, &mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains("40 of 40 cases, 100 %") && told.contains("40 cases in"), "{told}");
        let refused = run(&file, 40, 1, end, &mut Vec::new()).unwrap_err().to_string();
        assert!(refused.contains("already holds 40 cases"), "{refused}");
        assert_eq!(Database::open(&file, OpenMode::Existing).unwrap().case_count().unwrap(), 40);
    }
}
