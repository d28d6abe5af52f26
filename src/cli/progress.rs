//! How far long work is, on standard error: one moving line on a terminal, a line every few seconds elsewhere.

use std::cell::Cell;
use std::io::{IsTerminal, Write, stderr};

use crate::app::now;
use crate::domain::Stamp;

/// Tells at most once in this time on a terminal, and in ten times this time elsewhere.
const BETWEEN_MS: i64 = 200;

/// Tells how many rows, or whatever is counted, are done.
pub(super) struct Progress {
    what: &'static str,
    unit: &'static str,
    total: Option<usize>,
    told: Cell<Stamp>,
    terminal: bool,
}

impl Progress {
    pub fn new(what: &'static str) -> Self {
        Self { what, unit: "rows", total: None, told: Cell::new(now()), terminal: stderr().is_terminal() }
    }

    pub fn of(what: &'static str, total: usize) -> Self {
        Self { total: Some(total), ..Self::new(what) }
    }

    /// Counts pages.
    pub fn pages(what: &'static str) -> Self {
        Self { unit: "pages", ..Self::new(what) }
    }

    /// Says that `done` rows are done, if enough time has passed or it was the last.
    pub fn tell(&self, done: usize) {
        let (at, last) = (now(), self.total == Some(done));
        let between = if self.terminal { BETWEEN_MS } else { BETWEEN_MS * 10 };
        if !last && at.0 - self.told.get().0 < between {
            return;
        }
        self.told.set(at);
        let of = self.total.map_or_else(String::new, |total| format!(" of {total}"));
        let (start, end) = if self.terminal { ("\r", if last { "\n" } else { "" }) } else { ("", "\n") };
        // Nobody may be listening any more; the work goes on.
        let _told = write!(stderr(), "{start}{} {done}{of} {}{end}", self.what, self.unit);
    }
}
