//! One deed on many cases: case by case through the store, shown and cancelled as a job, told of at its end.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::desk::Desk;
use super::handing::way;
use super::issuing::{best_mode, content, copy, finished};
use super::jobs::{JobKind, Progress};
use super::papering::{hand_on, write_whole};
use super::paperwork::Paperwork;
use super::receive::{JobResult, Slot};
use crate::domain::Command;
use crate::domain::event::SheetKind;
use crate::paper::{FontSet, PaperError, pdf};
use crate::store::{CaseFile, CaseId, Issue, IssueOf, NewIssue, NextIssue, Request, StoreError};
use crate::t;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::worklist::DeedReport;
use crate::ui::{Deed, Gravity, Output, say};

/// Where slips go, for the record.
const SLIPS: Output = Output::Print { printer: None, copies: 1 };

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
    now: (CaseId, String),
    total: u64,
    progress: Arc<Progress>,
    /// Carried out, with the place of what can be taken back.
    done: Vec<(CaseId, String, Option<u32>)>,
    left: Vec<(CaseId, String, String)>,
    slips: Vec<Issue>,
    /// The slip of the case that is with the store now.
    slip: Option<(Paperwork, Box<CaseFile>)>,
}

impl Desk {
    pub(super) fn many(&mut self, deed: Deed, cases: Vec<(CaseId, String)>) {
        let title = match deed {
            Deed::Urge => t!(self.shared.texts, "many-job-urge"),
            Deed::Dispatch => t!(self.shared.texts, "many-job-dispatch"),
            Deed::Slips => t!(self.shared.texts, "many-job-slips"),
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
            slips: Vec::new(),
            slip: None,
        };
        self.many_goes_on(run);
    }

    fn many_goes_on(&mut self, mut run: ManyRun) {
        let over = (run.done.len() + run.left.len()) as u64;
        if !run.progress.report(over, run.total) {
            let why = t!(self.shared.texts, "marked-cancelled");
            run.left.extend(run.rest.drain(..).map(|(case, number)| (case, number, why.clone())));
        }
        let Some(next) = run.rest.pop_front() else {
            self.many_ends(run);
            return;
        };
        run.now = next;
        self.ask_again(Request::Open(run.now.0), Slot::ManyOpened(Box::new(run)));
    }

    /// The next case is here as it stands now: what is to be done to it is worked out and asked for.
    pub(super) fn many_opened(&mut self, mut run: ManyRun, file: CaseFile) {
        let (case, seen) = (file.id, file.case.revision);
        let command = match &run.task {
            Task::Deed(Deed::Slips) => return self.slip_of(run, file),
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

    fn slip_of(&mut self, mut run: ManyRun, file: CaseFile) {
        let desktop = self.desktop();
        let Ok(slip) = Paperwork::of(SheetKind::Dispatch, &file, &desktop.office()) else {
            let why = t!(self.shared.texts, "marked-not-dispatched");
            run.left.push((run.now.0, std::mem::take(&mut run.now.1), why));
            return self.many_goes_on(run);
        };
        let of = IssueOf::Sheet(file.id, SheetKind::Dispatch);
        let request = Request::NextIssue { of, content: content(&slip, best_mode(&slip)), anew: false };
        run.slip = Some((slip, Box::new(file)));
        self.ask_again(request, Slot::ManyDone(Box::new(run)));
    }

    /// The number of one slip is known: it is laid out, or goes out once more as it is.
    pub(super) fn slip_numbered(&mut self, mut run: ManyRun, next: NextIssue) {
        let (slip, file) = match (next, run.slip.take()) {
            (NextIssue::New { document, nth }, Some((slip, file))) => ((slip, document, nth), file),
            (NextIssue::Same(issue), _) => {
                let request = Request::HandOut { document: issue.document, way: way(&SLIPS), by: self.by() };
                self.ask_again(request, Slot::ManyDone(Box::new(run)));
                return;
            }
            (NextIssue::New { .. }, None) => return self.many_goes_on(run),
        };
        let desktop = self.desktop();
        let title = t!(self.shared.texts, "job-paper");
        let started = self.jobs.start(JobKind::Slip, title, move |_| {
            let (slip, document, nth) = slip;
            let made = desktop.fonts().and_then(|fonts| {
                let of = (&slip, &*file, SheetKind::Dispatch);
                finished(of, (document, nth), best_mode(&slip), (&desktop.office(), &fonts))
            });
            JobResult::SlipFinished(Box::new(run), made.map(Box::new))
        });
        if !started {
            self.jobs.end(JobKind::Many);
            let text = t!(self.shared.texts, "marked-busy");
            self.notices.tell(Gravity::Warning, text);
        }
    }

    pub(super) fn slip_finished(&mut self, mut run: ManyRun, made: Result<Box<NewIssue>, PaperError>) {
        match made {
            Ok(issue) => {
                let request = Request::Issue { issue, way: way(&SLIPS), by: self.by() };
                self.ask_again(request, Slot::ManyDone(Box::new(run)));
            }
            Err(error) => {
                run.left.push((run.now.0, std::mem::take(&mut run.now.1), error.to_string()));
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

    /// The issue of one slip is on record.
    pub(super) fn many_issued(&mut self, mut run: ManyRun, issued: Issue) {
        run.slips.push(issued);
        run.done.push((run.now.0, std::mem::take(&mut run.now.1), None));
        self.many_goes_on(run);
    }

    /// One case was refused or could not be read: the others go on.
    pub(super) fn many_refused(&mut self, mut run: ManyRun, error: &StoreError) {
        let why = say::store_error_text(&self.shared.texts, error);
        run.slip = None;
        run.left.push((run.now.0, std::mem::take(&mut run.now.1), why));
        self.many_goes_on(run);
    }

    fn many_ends(&mut self, run: ManyRun) {
        self.jobs.end(JobKind::Many);
        let (texts, done) = (&self.shared.texts, run.done.len());
        let words = match &run.task {
            Task::Deed(Deed::Urge) => t!(texts, "many-done-urge", done = done),
            Task::Deed(Deed::Dispatch) => t!(texts, "many-done-dispatch", done = done),
            Task::Deed(Deed::Slips) => t!(texts, "many-done-slips", done = done),
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
            let title = t!(self.shared.texts, "many-left", done = words, left = run.left.len());
            if !self.done_together.is_empty() {
                self.notices.done(title.clone(), true, now);
            }
            self.screens.worklist.report = Some(DeedReport { title, left: run.left });
        }
        if !run.slips.is_empty() {
            let name = now.wall().format("slips-%Y%m%d-%H%M%S.pdf").to_string();
            let path = self.folders.data.join("paper").join(name);
            self.write_slips(run.slips, path);
        }
        self.refresh();
    }

    /// Every slip in one file, in the order of the cases, handed to the printer.
    fn write_slips(&mut self, slips: Vec<Issue>, path: PathBuf) {
        let (desktop, attachments) = (self.desktop(), self.shared.attachments.clone());
        let printer = Some(self.settings.printer.clone()).filter(|name| !name.is_empty());
        let output = Output::Print { printer, copies: 1 };
        let title = t!(self.shared.texts, "job-paper");
        let started = self.jobs.start(JobKind::Issue, title, move |_| {
            let fonts = desktop.fonts().map_err(|error| error.to_string());
            JobResult::Written(fonts.and_then(|fonts| join_slips(&slips, (&attachments, &fonts), &path)).map(|()| {
                let handed = hand_on(&path, &output);
                (path, handed)
            }))
        });
        if !started {
            let text = t!(self.shared.texts, "marked-busy");
            self.notices.tell(Gravity::Warning, text);
        }
    }
}

fn join_slips(slips: &[Issue], (attachments, fonts): (&Path, &FontSet), path: &Path) -> Result<(), String> {
    let files = slips.iter().map(|slip| copy(slip, attachments, fonts)).collect::<Result<Vec<_>, _>>()?;
    let bytes = pdf::join(&files).map_err(|error| error.to_string())?;
    write_whole(path, &bytes).map_err(|error| format!("{}: {error}", path.display()))
}
