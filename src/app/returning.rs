//! Paper that comes back to the window: files are read beside it, page by page through the store; a folder may be watched.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use super::scanning::{ENDINGS, FileRead, ScanAsk, ScanFault, Watch, take_in};
use crate::domain::returned::{ReturnCommand, ReturnEvent};
use crate::domain::{Command, Event};
use crate::paper::scan::ScanError;
use crate::store::{Answer, ByHand, CaseFile, PaperFile, PapersOf, Place, Request, ScanId, StoreError};
use crate::t;
use crate::text::Texts;
use crate::ui::{Gravity, Route, say};

/// How often a watched folder is looked at, and how often its thread looks whether it is still wanted.
const EVERY: Duration = Duration::from_secs(2);
const STEP: Duration = Duration::from_millis(100);

/// What the threads that read files say to the window.
pub(super) enum FromScan {
    Ask(ScanAsk, SyncSender<Result<Answer, StoreError>>),
    /// A file was read; in a job, or because it came into the watched folder.
    Read(PathBuf, Result<FileRead, ScanFault>),
    /// The watched folder cannot be listed.
    Lost(PathBuf, std::io::Error),
}

/// A folder that is being watched; its thread ends when this is dropped.
struct Watched {
    folder: PathBuf,
    stop: Arc<AtomicBool>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What is being read.
pub(super) struct Returning {
    inbox: Receiver<FromScan>,
    outbox: SyncSender<FromScan>,
    /// Files for which the running job left no room.
    waiting: Vec<PathBuf>,
    /// Pages of the running job: filed, left in the tray.
    counted: (usize, usize),
    watched: Option<Watched>,
}

impl Default for Returning {
    fn default() -> Self {
        let (outbox, inbox) = sync_channel(4);
        Self { inbox, outbox, waiting: Vec::new(), counted: (0, 0), watched: None }
    }
}

/// Asks the store from a thread that reads a file, through the window.
fn asking(outbox: SyncSender<FromScan>, wake: egui::Context) -> impl FnMut(ScanAsk) -> Result<Answer, StoreError> {
    move |ask| {
        let (to, answer) = sync_channel(1);
        outbox.send(FromScan::Ask(ask, to)).map_err(|_gone| StoreError::Gone)?;
        wake.request_repaint();
        answer.recv().map_err(|_gone| StoreError::Gone)?
    }
}

impl Desk {
    /// Opens the system's dialog for scanned files.
    pub(super) fn pick_scans(&mut self) {
        let title = t!(self.shared.texts, "pick-scans");
        let name = title.clone();
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let dialog = rfd::FileDialog::new().add_filter(name, &ENDINGS);
            JobResult::Picked(Picked::Scans, dialog.pick_files().unwrap_or_default())
        });
    }

    /// Reads these files in a job; while another is running they wait for it.
    pub(super) fn take_in_scans(&mut self, paths: Vec<PathBuf>) {
        self.returning.waiting.extend(paths);
        let paths = std::mem::take(&mut self.returning.waiting);
        let (outbox, wake) = (self.returning.outbox.clone(), self.ctx.clone());
        let kept = paths.clone();
        let title = t!(self.shared.texts, "job-scan");
        let started = self.jobs.start(JobKind::Scan, title, move |progress| {
            let mut ask = asking(outbox.clone(), wake.clone());
            let files = paths.len() as u64;
            for (at, path) in (0..).zip(paths) {
                // Of one file the pages are counted, of several the files.
                let mut pace = |done: usize, of: usize| match files {
                    1 => progress.report(done as u64, of as u64),
                    _ => progress.report(at, files),
                };
                let read = take_in(&path, &mut ask, &mut pace);
                if outbox.send(FromScan::Read(path, read)).is_err() || progress.is_cancelled() {
                    break;
                }
                wake.request_repaint();
            }
            JobResult::Scanned
        });
        if !started {
            self.returning.waiting = kept;
        }
    }

    /// The job is over: what came of it, then the files that waited.
    pub(super) fn scans_read(&mut self) {
        self.hear_scans();
        self.tell_scans();
        if !self.returning.waiting.is_empty() {
            self.take_in_scans(Vec::new());
        }
    }

    /// Says how many pages were taken in since it was last said.
    fn tell_scans(&mut self) {
        let (filed, tray) = std::mem::take(&mut self.returning.counted);
        let texts = &self.shared.texts;
        let text = if tray == 0 {
            t!(texts, "scan-filed", count = filed)
        } else {
            t!(texts, "scan-filed-tray", count = filed, tray = tray)
        };
        let now = self.now();
        if filed + tray > 0 {
            self.notices.done(text, false, now);
        }
    }

    /// Hears what the threads that read files say.
    pub(super) fn hear_scans(&mut self) {
        while let Ok(said) = self.returning.inbox.try_recv() {
            match said {
                FromScan::Ask(ask, to) => {
                    let by = self.by();
                    // A store that is gone drops the way back, and the thread ends.
                    self.ask(ask.request(by), Slot::Scan(to));
                }
                FromScan::Read(path, read) => self.scan_read(&path, read),
                FromScan::Lost(folder, why) => {
                    let (folder, why) = (folder.display().to_string(), why.to_string());
                    let text = t!(self.shared.texts, "scan-folder-lost", folder = folder, why = why);
                    self.notices.tell(Gravity::Warning, text);
                }
            }
        }
    }

    fn scan_read(&mut self, path: &Path, read: Result<FileRead, ScanFault>) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match read {
            Ok(read) if read.known => {
                let text = t!(self.shared.texts, "scan-known", file = name);
                let now = self.now();
                self.notices.done(text, false, now);
            }
            Ok(read) => {
                let tray = read.pages.iter().filter(|page| page.is_in_tray()).count();
                self.returning.counted.0 += read.pages.len() - tray;
                self.returning.counted.1 += tray;
            }
            Err(fault) => {
                let why = scan_fault_text(&self.shared.texts, &fault);
                let text = t!(self.shared.texts, "scan-refused", file = name, why = why);
                self.notices.tell(Gravity::Warning, text);
            }
        }
        // A file of the watched folder is told by itself, those of a job at its end.
        if self.jobs.running().iter().all(|job| job.kind != JobKind::Scan) {
            self.tell_scans();
        }
        self.read_returns();
        if let Some(file) = self.screens.case.file.value() {
            let id = file.id;
            self.show_case(id);
        }
    }

    /// Opens the system's dialog for the folder to watch.
    pub(super) fn pick_scan_folder(&mut self) {
        let title = t!(self.shared.texts, "settings-scan-choose");
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            JobResult::Picked(Picked::ScanFolder, rfd::FileDialog::new().pick_folder().into_iter().collect())
        });
    }

    pub(super) fn set_scan_folder(&mut self, folder: String) {
        self.screens.settings.scan_folder.clone_from(&folder);
        self.settings.scan_folder = folder;
        self.keep_settings();
        self.watch_scans();
    }

    /// Watches the folder of the settings, and no longer the one before.
    pub(super) fn watch_scans(&mut self) {
        let folder = PathBuf::from(&self.settings.scan_folder);
        if self.returning.watched.as_ref().is_some_and(|watched| watched.folder == folder) {
            return;
        }
        self.returning.watched = None;
        if self.settings.scan_folder.is_empty() {
            return;
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (outbox, wake) = (self.returning.outbox.clone(), self.ctx.clone());
        let (watch, wanted) = (Watch::new(folder.clone()), Arc::clone(&stop));
        let watched = Watched { folder, stop };
        let started = std::thread::Builder::new()
            .name("scans".to_owned())
            .spawn(move || keep_watch(watch, (outbox, wake), &wanted));
        match started {
            Ok(_) => self.returning.watched = Some(watched),
            Err(error) => self.notices.tell(Gravity::Error, error.to_string()),
        }
    }

    /// Reads what waits for a person.
    pub(super) fn read_returns(&mut self) {
        if let Some(ticket) = self.ask(Request::Returns, Slot::Returns) {
            self.screens.print.returns.found.wait_for(ticket);
        }
    }

    /// Reads papers for whoever waits for them.
    pub(super) fn read_papers(&mut self, request: Request) {
        self.ask(request, Slot::Papers);
    }

    /// Files, takes away or confirms on a person's word.
    pub(super) fn returned(&mut self, of: PapersOf, seen: u32, command: ReturnCommand) {
        self.done_together.clear();
        let done = say::returned_done(&self.shared.texts, &command);
        let by = self.by();
        let request = match of {
            PapersOf::Case(case) => Request::Do { case, seen, command: Box::new(Command::Returned(command)), by },
            PapersOf::Registers(mark) => Request::RegisterReturned { mark, command, by },
        };
        self.ask(request, Slot::Returned { done });
    }

    pub(super) fn register_done(&mut self, done: String, file: &PaperFile) {
        let now = self.now();
        self.notices.done(done, false, now);
        self.screens.print.returns.papers_here(file);
        self.read_returns();
    }

    pub(super) fn returned_done(&mut self, done: String, file: Box<CaseFile>) {
        // The case may be another than the one on screen, so that its own way back is kept.
        let back = file.history.last().filter(|last| {
            let signed = matches!(&last.event, Event::Returned(event) if matches!(**event, ReturnEvent::SignedBack(_)));
            signed && file.case.undoable.contains(&last.n)
        });
        let place = back.map(|last| (file.id, file.case.number.clone(), last.n));
        let now = self.now();
        self.notices.done(done, place.is_some(), now);
        self.done_together.extend(place);
        self.screens.print.returns.papers_here(&PaperFile::from(&*file));
        if self.screens.case.file.value().is_some_and(|shown| shown.id == file.id) {
            self.case_changed(file);
        }
        self.read_returns();
    }

    /// A page of the tray is assigned or laid aside.
    pub(super) fn page_settled(&mut self) {
        let texts = &self.shared.texts;
        let discarded = self.screens.print.returns.settled();
        let text = if discarded { t!(texts, "done-page-discarded") } else { t!(texts, "done-page-filed") };
        let now = self.now();
        self.notices.done(text, false, now);
        self.read_returns();
        if let Some(file) = self.screens.case.file.value() {
            let id = file.id;
            self.show_case(id);
        }
    }

    pub(super) fn assign_page(&mut self, page: ScanId, place: Place, by_hand: Option<ByHand>) {
        let by = self.by();
        self.ask(Request::AssignPage { page, place, by_hand, by }, Slot::PageSettled);
    }

    pub(super) fn discard_page(&mut self, page: ScanId, reason: String) {
        let by = self.by();
        self.ask(Request::DiscardPage { page, reason, by }, Slot::PageSettled);
    }

    /// Opens the print screen at a document that came back.
    pub(super) fn open_returned(&mut self, of: PapersOf, document: String) {
        self.perform(crate::ui::Action::Go(Route::Print));
        self.screens.print.returns.open(of, document);
    }
}

fn keep_watch(mut watch: Watch, (outbox, wake): (SyncSender<FromScan>, egui::Context), stop: &AtomicBool) {
    let mut ask = asking(outbox.clone(), wake.clone());
    let wanted = || !stop.load(Ordering::Relaxed);
    let mut lost = false;
    while wanted() {
        match watch.look() {
            Ok(ready) => {
                lost = false;
                for path in ready.into_iter().take_while(|_| wanted()) {
                    let read = take_in(&path, &mut ask, &mut |_done, _of| wanted());
                    // What was read before this start is no news.
                    let news = !matches!(&read, Ok(read) if read.known || read.stopped);
                    if news && outbox.send(FromScan::Read(path, read)).is_err() {
                        return;
                    }
                    wake.request_repaint();
                }
            }
            Err(why) if !lost => {
                lost = true;
                if outbox.send(FromScan::Lost(watch.folder().to_owned(), why)).is_err() {
                    return;
                }
                wake.request_repaint();
            }
            Err(_) => {}
        }
        for _ in 0..EVERY.as_millis() / STEP.as_millis() {
            if wanted() {
                std::thread::sleep(STEP);
            }
        }
    }
}

/// Why a file was not taken in, and what to do.
fn scan_fault_text(texts: &Texts, fault: &ScanFault) -> String {
    match fault {
        ScanFault::File(why) => t!(texts, "scan-fault-file", why = why.to_string()),
        ScanFault::TooLarge(_) => t!(texts, "scan-fault-long"),
        ScanFault::Store(error) => say::store_error_text(texts, error),
        ScanFault::Scan(fault) => match fault {
            ScanError::Packed => t!(texts, "scan-fault-packed"),
            ScanError::NotAPicture => t!(texts, "scan-fault-no-picture"),
            ScanError::Locked => t!(texts, "scan-fault-locked"),
            ScanError::Damaged(_) => t!(texts, "scan-fault-damaged"),
            ScanError::TooLarge { .. } => t!(texts, "scan-fault-large"),
            ScanError::Empty => t!(texts, "scan-fault-empty"),
        },
    }
}
