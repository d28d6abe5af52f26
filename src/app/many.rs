//! One deed on many cases: case by case through the store, shown and cancelled as a job, told of at its end.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::batch::Printing;
use super::desk::Desk;
use super::jobs::{JobKind, Progress};
use super::receive::Slot;
use crate::domain::Command;
use crate::store::{CaseFile, CaseId, Issue, Request, StoreError};
use crate::t;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::worklist::DeedReport;
use crate::ui::{Deed, Gravity, Route, say};

/// What is done to each case.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    Deed(Deed),
    /// Takes back the command that was carried out last on each: its place in the case.
    TakeBack(BTreeMap<CaseId, u32>),
}

/// A deed on many cases that is going on.
#[derive(Debug)]
pub(super) struct ManyRun {
    task: Task,
    rest: VecDeque<(CaseId, String)>,
    /// The case that is with the store now.
    pub(super) now: (CaseId, String),
    total: u64,
    progress: Arc<Progress>,
    /// Carried out, with the place of what can be taken back.
    pub(super) done: Vec<(CaseId, String, Option<u32>)>,
    pub(super) left: Vec<(CaseId, String, String)>,
    /// Cases that are over.
    over: u64,
    pub(super) printing: Printing,
}

impl Desk {
    pub(super) fn many(&mut self, deed: Deed, cases: Vec<(CaseId, String)>) {
        let title = match deed {
            Deed::Urge => t!(self.shared.texts, "many-job-urge"),
            Deed::Dispatch => t!(self.shared.texts, "many-job-dispatch"),
            Deed::Print(_) => t!(self.shared.texts, "many-job-print"),
            Deed::Link(_) => t!(self.shared.texts, "many-job-link"),
        };
        self.many_begins(Task::Deed(deed), title, cases);
    }

    /// Takes back what was last done to many cases at once; `false` when nothing was.
    pub(super) fn undo_many(&mut self) -> bool {
        let together = std::mem::take(&mut self.done_together);
        if together.is_empty() {
            return false;
        }
        let cases = together.iter().map(|(case, number, _)| (*case, number.clone())).collect();
        let places = together.into_iter().map(|(case, _, n)| (case, n)).collect();
        let title = t!(self.shared.texts, "many-job-undo");
        self.many_begins(Task::TakeBack(places), title, cases);
        true
    }

    fn many_begins(&mut self, task: Task, title: String, cases: Vec<(CaseId, String)>) {
        let Some(progress) = self.jobs.begin(JobKind::Many, title) else {
            let text = t!(self.shared.texts, "marked-busy");
            self.notices.tell(Gravity::Info, text);
            return;
        };
        self.done_together.clear();
        let run = ManyRun {
            task,
            total: cases.len() as u64,
            rest: cases.into(),
            now: (CaseId(0), String::new()),
            progress,
            done: Vec::new(),
            left: Vec::new(),
            over: 0,
            printing: Printing::default(),
        };
        self.many_goes_on(run);
    }

    pub(super) fn many_goes_on(&mut self, mut run: ManyRun) {
        if !run.progress.report(run.over, run.total) {
            let why = t!(self.shared.texts, "marked-cancelled");
            run.left.extend(run.rest.drain(..).map(|(case, number)| (case, number, why.clone())));
        }
        let Some(next) = run.rest.pop_front() else {
            self.many_ends(run);
            return;
        };
        run.over += 1;
        run.now = next;
        self.ask_again(Request::Open(run.now.0), Slot::ManyOpened(Box::new(run)));
    }

    /// The next case is here as it stands now: what is to be done to it is worked out and asked for.
    pub(super) fn many_opened(&mut self, mut run: ManyRun, file: CaseFile) {
        let (case, seen) = (file.id, file.case.revision);
        let command = match &run.task {
            Task::Deed(Deed::Print(batch)) => {
                let batch = batch.clone();
                return self.print_case(run, &batch, file);
            }
            Task::Deed(Deed::Urge) => dialogs::as_proposed(&DialogKind::Urge, &self.cx(), &file),
            Task::Deed(Deed::Dispatch) => dialogs::as_proposed(&DialogKind::Dispatch, &self.cx(), &file),
            Task::Deed(Deed::Link(link)) => Ok(Command::Link(link.clone())),
            Task::TakeBack(places) => Ok(Command::Undo { n: places.get(&case).copied().unwrap_or(0) }),
        };
        match command {
            Ok(command) => {
                let by = self.by();
                let request = Request::Do { case, seen, command: Box::new(command), by };
                self.ask_again(request, Slot::ManyDone(Box::new(run)));
            }
            Err(why) => {
                run.left.push((run.now.0, std::mem::take(&mut run.now.1), why));
                self.many_goes_on(run);
            }
        }
    }

    /// The command on one case is on record.
    pub(super) fn many_done(&mut self, mut run: ManyRun, file: &CaseFile) {
        let undoable = file.case.undoable.first().copied();
        run.done.push((run.now.0, std::mem::take(&mut run.now.1), undoable));
        self.many_goes_on(run);
    }

    /// The issue of one sheet is on record.
    pub(super) fn many_issued(&mut self, run: ManyRun, issued: Issue) {
        match &run.task {
            Task::Deed(Deed::Print(batch)) => {
                let batch = batch.clone();
                self.batch_issued(run, &batch, issued);
            }
            _ => self.many_goes_on(run),
        }
    }

    /// One case was refused or could not be read: the others go on.
    pub(super) fn many_refused(&mut self, mut run: ManyRun, error: &StoreError) {
        let why = say::store_error_text(&self.shared.texts, error);
        run.printing.gives_up();
        run.left.push((run.now.0, std::mem::take(&mut run.now.1), why));
        self.many_goes_on(run);
    }

    pub(super) fn many_ends(&mut self, mut run: ManyRun) {
        if let Task::Deed(Deed::Print(_)) = &run.task
            && run.printing.has_open_file()
        {
            return self.close_file(run);
        }
        self.jobs.end(JobKind::Many);
        if let Task::Deed(Deed::Print(batch)) = &run.task {
            let batch = batch.clone();
            self.hand_on_printed(&mut run, &batch);
        }
        let (texts, done) = (&self.shared.texts, run.done.len());
        let words = match &run.task {
            Task::Deed(Deed::Urge) => t!(texts, "many-done-urge", done = done),
            Task::Deed(Deed::Dispatch) => t!(texts, "many-done-dispatch", done = done),
            Task::Deed(Deed::Print(_)) => t!(texts, "many-done-print", done = run.printing.count),
            Task::Deed(Deed::Link(link)) if link.relation.is_merge() => t!(texts, "many-done-merge", done = done),
            Task::Deed(Deed::Link(_)) => t!(texts, "many-done-link", done = done),
            Task::TakeBack(_) => t!(texts, "many-done-undo", done = done),
        };
        if matches!(run.task, Task::Deed(Deed::Urge | Deed::Dispatch | Deed::Link(_))) {
            self.done_together =
                run.done.into_iter().filter_map(|(case, number, n)| Some((case, number, n?))).collect();
        }
        let now = self.now();
        if run.left.is_empty() {
            self.notices.done(words, !self.done_together.is_empty(), now);
        } else {
            let (texts, left) = (&self.shared.texts, run.left.len());
            let title = match &run.task {
                Task::Deed(Deed::Print(_)) => t!(texts, "batch-result", done = words, left = left),
                Task::Deed(_) | Task::TakeBack(_) => t!(texts, "many-left", done = words, left = left),
            };
            if !self.done_together.is_empty() {
                self.notices.done(title.clone(), true, now);
            }
            if self.route == Route::Print {
                let why: Vec<String> = run.left.iter().map(|(_, _, why)| why.clone()).collect();
                self.notices.tell(Gravity::Warning, format!("{title}  {}", why.join("  ")));
            } else {
                self.screens.worklist.report = Some(DeedReport { title, left: run.left });
            }
        }
        self.refresh();
    }
}
