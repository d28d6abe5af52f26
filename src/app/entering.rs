//! Lists of losses and of handling results in the window: the cases are read in pieces, the rows judged in a job, and
//! what is accepted entered command by command, shown and cancelled as a job.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::desk::Desk;
use super::jobs::{JobKind, Progress};
use super::receive::{JobResult, Slot};
use crate::domain::Command;
use crate::exchange::entries::{EntryGround, EntryKind, EntryReason, EntryRun, KnownCase, case_numbers, entries};
use crate::exchange::row_run::{Refused, Taken};
use crate::store::{CaseFile, CaseId, Request, StoreError};
use crate::t;
use crate::text::Texts;
use crate::ui::import::ListRun;
use crate::ui::say;

/// Cases read at a time.
const PIECE: usize = 50;

/// Each case by its number, with the revision the list was judged on.
type Seen = BTreeMap<String, (CaseId, u32)>;

/// The cases of a list while they are read.
#[derive(Debug)]
pub(super) struct EntryReading {
    kind: EntryKind,
    rest: VecDeque<String>,
    cases: Vec<CaseFile>,
    progress: Arc<Progress>,
}

/// A judged list.
pub(super) struct Judged {
    kind: EntryKind,
    run: EntryRun,
    seen: Seen,
}

/// The accepted rows while they are entered.
#[derive(Debug)]
pub(super) struct EntryWriting {
    rest: VecDeque<Taken<Vec<Command>>>,
    /// The row that is with the store, and its commands that follow.
    going: Option<(Taken<Vec<Command>>, VecDeque<Command>)>,
    seen: Seen,
    /// What came of the rows so far.
    run: EntryRun,
    total: usize,
    progress: Arc<Progress>,
}

impl Desk {
    pub(super) fn entries_dry_run(&mut self, kind: EntryKind) {
        self.screens.import.list = None;
        let Some(table) = &self.screens.import.table else { return };
        let rest = case_numbers(kind, table).into();
        let title = t!(self.shared.texts, "job-dry-run");
        match self.jobs.begin(JobKind::DryRun, title) {
            Some(progress) => self.read_entry_cases(EntryReading { kind, rest, cases: Vec::new(), progress }),
            None => self.screens.import.again = true,
        }
    }

    fn read_entry_cases(&mut self, mut reading: EntryReading) {
        let (done, left) = (reading.cases.len() as u64, reading.rest.len() as u64);
        if !reading.progress.report(done, done + left) {
            self.jobs.end(JobKind::DryRun);
            let run = EntryRun { cancelled: true, ..EntryRun::default() };
            return self.entries_judged(Judged { kind: reading.kind, run, seen: Seen::new() });
        }
        let piece: Vec<String> = reading.rest.drain(..PIECE.min(reading.rest.len())).collect();
        if piece.is_empty() {
            self.jobs.end(JobKind::DryRun);
            self.judge_entries(reading);
        } else {
            self.ask(Request::Cases(piece), Slot::EntryCases(Box::new(reading)));
        }
    }

    pub(super) fn entry_cases_here(&mut self, mut reading: EntryReading, cases: Vec<CaseFile>) {
        reading.cases.extend(cases);
        self.read_entry_cases(reading);
    }

    pub(super) fn entry_cases_failed(&mut self) {
        self.jobs.end(JobKind::DryRun);
        self.screens.import.list = Some(ListRun::Entries(EntryRun { cancelled: true, ..EntryRun::default() }));
    }

    fn judge_entries(&mut self, reading: EntryReading) {
        let Some(table) = self.screens.import.table.clone() else { return };
        let organisation = Arc::clone(&self.shared.organisation);
        let (now, lang) = (self.now(), self.shared.texts.lang());
        let title = t!(self.shared.texts, "job-dry-run");
        let started = self.jobs.start(JobKind::DryRun, title, move |progress| {
            let EntryReading { kind, cases, .. } = reading;
            let (texts, total) = (Texts::new(lang), table.rows.len() as u64);
            let number = |file: &CaseFile| file.case.number.to_uppercase();
            let known = cases.iter().map(|file| {
                let known = KnownCase { case: &file.case, history: &file.history, rules: &file.book.rules };
                (number(file), known)
            });
            let ground = EntryGround {
                cases: known.collect(),
                organisation: &organisation,
                now,
                note: &|who, at| say::returned_note(&texts, who, at),
                progress: &|done| progress.report(done as u64, total),
            };
            let run = entries(kind, &table, &ground);
            let seen = cases.iter().map(|file| (number(file), (file.id, file.case.revision))).collect();
            JobResult::Entries(Box::new(Judged { kind, run, seen }))
        });
        self.screens.import.again = !started;
    }

    /// The rows are judged. If the list or its kind has changed meanwhile it is judged again.
    pub(super) fn entries_judged(&mut self, judged: Judged) {
        let screen = &mut self.screens.import;
        if std::mem::take(&mut screen.again) || screen.kind.entries() != Some(judged.kind) {
            return self.dry_run();
        }
        screen.seen = judged.seen;
        screen.list = Some(ListRun::Entries(judged.run));
    }

    pub(super) fn write_entries(&mut self) {
        let title = t!(self.shared.texts, "job-enter");
        let Some(ListRun::Entries(run)) = &self.screens.import.list else { return };
        let mut run = run.clone();
        let Some(progress) = self.jobs.begin(JobKind::Import, title) else { return };
        let rest: VecDeque<_> = std::mem::take(&mut run.accepted).into();
        let (total, seen) = (rest.len(), self.screens.import.seen.clone());
        self.enter_next(EntryWriting { rest, going: None, seen, run, total, progress });
    }

    fn enter_next(&mut self, mut writing: EntryWriting) {
        let left = writing.rest.len() + usize::from(writing.going.is_some());
        let done = writing.total - left;
        self.screens.import.written = Some((done, writing.total));
        let goes_on = writing.progress.report(done as u64, writing.total as u64);
        // A row that has begun is finished; cancelling leaves out the ones behind it.
        if !goes_on {
            let why = t!(self.shared.texts, "entry-cancelled");
            leave_rest(&mut writing, &why);
        }
        let going = writing.going.take().or_else(|| {
            let row = writing.rest.pop_front()?;
            let commands = row.what.clone().into();
            Some((row, commands))
        });
        let Some((row, mut commands)) = going else { return self.entries_written(writing) };
        let (Some(command), Some((case, seen))) = (commands.pop_front(), writing.seen.get(&row.name).copied()) else {
            writing.run.accepted.push(row);
            return self.enter_next(writing);
        };
        writing.going = Some((row, commands));
        let by = self.by();
        let request = Request::Do { case, seen, command: Box::new(command), by };
        self.ask(request, Slot::EntryDone(Box::new(writing)));
    }

    pub(super) fn entry_done(&mut self, mut writing: EntryWriting, file: &CaseFile) {
        if let Some((row, _)) = &writing.going {
            writing.seen.insert(row.name.clone(), (file.id, file.case.revision));
        }
        if writing.going.as_ref().is_some_and(|(_, commands)| commands.is_empty())
            && let Some((row, _)) = writing.going.take()
        {
            writing.run.accepted.push(row);
        }
        self.enter_next(writing);
    }

    /// The row stays out; the others go on, unless the data file itself cannot be written.
    pub(super) fn entry_refused(&mut self, mut writing: EntryWriting, error: &StoreError) {
        let text = say::store_error_text(&self.shared.texts, error);
        if let Some((row, _)) = writing.going.take() {
            let reason = match error {
                StoreError::Refused(refusal) => EntryReason::Refused(refusal.clone()),
                _ => EntryReason::Left(text.clone()),
            };
            writing.run.refused.push(left(&row, reason));
        }
        if !matches!(error, StoreError::Refused(_) | StoreError::Stale { .. }) {
            leave_rest(&mut writing, &text);
        }
        self.enter_next(writing);
    }

    fn entries_written(&mut self, writing: EntryWriting) {
        self.jobs.end(JobKind::Import);
        self.screens.import.list = Some(ListRun::Entries(writing.run));
        self.list_written();
        self.refresh();
    }
}

/// None of the rows that wait is entered.
fn leave_rest(writing: &mut EntryWriting, why: &str) {
    let rest = writing.rest.drain(..).map(|row| left(&row, EntryReason::Left(why.to_owned())));
    writing.run.refused.extend(rest);
}

fn left<T>(row: &Taken<T>, reason: EntryReason) -> Refused<EntryReason> {
    Refused { row: row.row, header: String::new(), excerpt: row.name.clone(), reason }
}
