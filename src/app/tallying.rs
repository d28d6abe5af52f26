//! Lists of units and of calls in the window: judged in a job, compared with the records, entered at once.

use std::sync::Arc;

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Slot};
use crate::exchange::tallies::{
    TallyGround, TallyKind, TallyRun, all_calls, all_slips, all_units, set_aside_known, tallies,
};
use crate::store::Request;
use crate::t;
use crate::ui::import::ListRun;

impl Desk {
    pub(super) fn tally_dry_run(&mut self, kind: TallyKind) {
        let screen = &mut self.screens.import;
        screen.list = None;
        let Some(table) = screen.table.clone() else { return };
        let organisation = Arc::clone(&self.shared.organisation);
        let book = Arc::clone(&self.shared.book);
        let today = self.now().date();
        let title = t!(self.shared.texts, "job-dry-run");
        let started = self.jobs.start(JobKind::DryRun, title, move |_| {
            let (regions, branches) = (&organisation.regions, &organisation.branches);
            let ground = TallyGround { regions, branches, categories: &book.rules.categories, today };
            JobResult::Tallies(kind, Box::new(tallies(kind, &table, &ground)))
        });
        self.screens.import.again = !started;
    }

    /// The rows are judged; those that the records have just so are found before anything is shown as accepted.
    pub(super) fn tallies_judged(&mut self, kind: TallyKind, run: Box<TallyRun>) {
        let screen = &mut self.screens.import;
        if std::mem::take(&mut screen.again) || screen.kind.tallies() != Some(kind) {
            return self.dry_run();
        }
        let request = match kind {
            TallyKind::Sales => Request::KnownUnits(all_units(&run)),
            TallyKind::Calls => Request::KnownCalls(all_calls(&run)),
            TallyKind::Slips => Request::KnownSlips(all_slips(&run)),
        };
        self.ask(request, Slot::TalliesKnown(kind, run));
    }

    pub(super) fn tallies_known(&mut self, kind: TallyKind, mut run: TallyRun, known: &[bool]) {
        let screen = &mut self.screens.import;
        if screen.kind.tallies() == Some(kind) {
            set_aside_known(&mut run, known);
            screen.list = Some(ListRun::Tallies(run));
        }
    }

    /// Enters the accepted rows at once.
    pub(super) fn write_tallies(&mut self) {
        let Some(ListRun::Tallies(run)) = &self.screens.import.list else { return };
        let total = run.accepted.len();
        let by = self.by();
        let request = match self.screens.import.kind.tallies() {
            Some(TallyKind::Calls) => Request::SaveCalls { rows: all_calls(run), by },
            Some(TallyKind::Slips) => Request::SaveSlips { rows: all_slips(run), by },
            _ => Request::SaveUnits { rows: all_units(run), by },
        };
        if self.ask(request, Slot::TalliesWritten).is_some() {
            self.screens.import.written = Some((0, total));
        }
    }
}
