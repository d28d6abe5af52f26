//! Sheets of many cases: each goes on record and is written at once, so that no more than one file is held at a time.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::desk::Desk;
use super::issuing::{best_mode, content, copies, file_name, finished, joined};
use super::jobs::JobKind;
use super::many::ManyRun;
use super::papering::{Desktop, hand_on, write_whole};
use super::paperwork::pack::{self, Recorded, kinds};
use super::paperwork::{Office, Paperwork};
use super::receive::{JobResult, Slot};
use crate::domain::event::SheetKind;
use crate::paper::pack::Pack;
use crate::paper::{FontSet, PaperError, pdf, to_pdf};
use crate::store::{CaseFile, Issue, IssueMode, IssueOf, NewIssue, NextIssue, Request, Way};
use crate::t;
use crate::ui::{Batch, BatchTo, Gravity, Output};

/// A joined file is closed when it has so many pages: no more of it is held at once.
const MOST_PAGES: u32 = 500;

/// Where the printing of many sheets stands.
#[derive(Debug, Default)]
pub(super) struct Printing {
    /// Sheets of the case that is with the store now, still to come; `None` before it was read.
    sheets: Option<VecDeque<SheetKind>>,
    /// The sheet that is with the store now.
    now: Option<(SheetKind, Paperwork, Box<CaseFile>)>,
    /// Sheets of this case that are to be bound.
    bound: Vec<Recorded>,
    /// Issues of the joined file that is open, without their data.
    open: Vec<Issue>,
    pages: u32,
    /// Files that are written.
    written: Vec<PathBuf>,
    folder: PathBuf,
    to: Option<BatchTo>,
    /// Unpacked once for all sheets.
    fonts: Option<Arc<FontSet>>,
    /// Sheets that went on record.
    pub(super) count: u64,
}

impl Printing {
    fn fonts(&mut self, desktop: &Desktop) -> Result<Arc<FontSet>, PaperError> {
        if self.fonts.is_none() {
            self.fonts = Some(desktop.fonts()?);
        }
        self.fonts.clone().map_or_else(|| desktop.fonts(), Ok)
    }

    /// How its sheets leave, for the record.
    fn way(&self) -> Way {
        match self.to {
            Some(BatchTo::Printer) => Way::Printer,
            Some(BatchTo::Folder) | None => Way::File,
            Some(BatchTo::File | BatchTo::Pack(_)) => Way::Viewer,
        }
    }

    /// The case that is with the store now is left.
    pub(super) fn gives_up(&mut self) {
        self.sheets = None;
        self.now = None;
        self.bound.clear();
    }

    /// Whether sheets wait to be joined.
    pub(super) fn has_open_file(&self) -> bool {
        !self.open.is_empty()
    }
}

/// What is to be written beside the frame.
enum Write {
    One(Box<Issue>),
    Join(Vec<Issue>),
    Bind(Pack, Box<CaseFile>, Vec<Recorded>),
}

impl Desk {
    /// Asks which cases have sheets that wait to be printed.
    pub(super) fn read_pending(&mut self) {
        if let Some(ticket) = self.ask(Request::PendingPrints, Slot::PendingPrints) {
            self.screens.print.pending.wait_for(ticket);
        }
    }

    /// The case is here, for the first time or after one of its sheets went on record: its next sheet.
    pub(super) fn print_case(&mut self, mut run: ManyRun, batch: &Batch, file: CaseFile) {
        if run.printing.folder.as_os_str().is_empty() {
            let name = self.now().wall().format("print-%Y%m%d-%H%M%S").to_string();
            run.printing.folder = self.folders.data.join("paper").join(name);
        }
        let printing = &mut run.printing;
        printing.to = Some(batch.to);
        let sheets = printing.sheets.get_or_insert_with(|| wanted(batch, &file));
        let Some(kind) = sheets.pop_front() else {
            printing.sheets = None;
            return self.case_printed(run, batch, file);
        };
        let content_of = Paperwork::of(kind, &file, &self.desktop().office());
        // Without a choice only what is complete goes out.
        let all = batch.sheets.is_empty() && !matches!(batch.to, BatchTo::Pack(_));
        match content_of {
            Ok(paperwork) if all && best_mode(&paperwork) != IssueMode::Final => self.print_case(run, batch, file),
            Ok(paperwork) => {
                let of = IssueOf::Sheet(file.id, kind);
                let request =
                    Request::NextIssue { of, content: content(&paperwork, best_mode(&paperwork)), anew: false };
                run.printing.now = Some((kind, paperwork, Box::new(file)));
                self.ask_again(request, Slot::ManyDone(Box::new(run)));
            }
            Err(fault) => {
                let why = self.fault_text(fault);
                let why = format!("{}  {why}", self.shared.texts.name("sheet", kind.word()));
                run.left.push((run.now.0, run.now.1.clone(), why));
                self.print_case(run, batch, file);
            }
        }
    }

    /// The number of the sheet is known: it is laid out, or goes out once more as it is.
    pub(super) fn batch_numbered(&mut self, mut run: ManyRun, next: NextIssue) {
        let sheet = match (next, run.printing.now.take()) {
            (NextIssue::Same(issue), now) => {
                run.printing.now = now;
                let request =
                    Request::HandOut { document: issue.document, whose: None, way: run.printing.way(), by: self.by() };
                self.ask_again(request, Slot::ManyDone(Box::new(run)));
                return;
            }
            (NextIssue::New { document, nth }, Some(now)) => (now, document, nth),
            (NextIssue::New { .. }, None) => return self.many_goes_on(run),
        };
        let (desktop, attachments) = (self.desktop(), self.shared.attachments.clone());
        self.beside(run, move |run| {
            let ((kind, mut paperwork, file), document, nth) = sheet;
            paperwork.read_pictures(&attachments);
            let made = run.printing.fonts(&desktop).and_then(|fonts| {
                let of = (&paperwork, &*file, kind);
                finished(of, (document, nth), best_mode(&paperwork), (&desktop.office(), &fonts))
            });
            run.printing.now = Some((kind, paperwork, file));
            made.map(|issue| Some(Box::new(issue)))
        });
    }

    /// Work beside the frame that takes the run along.
    fn beside(
        &mut self,
        mut run: ManyRun,
        work: impl FnOnce(&mut ManyRun) -> Result<Option<Box<NewIssue>>, PaperError> + Send + 'static,
    ) {
        let title = t!(self.shared.texts, "job-paper");
        // One run at a time: `Many` is taken while this job runs.
        let started = self.jobs.start(JobKind::Slip, title, move |_| {
            let made = work(&mut run);
            JobResult::SheetFinished(Box::new(run), made)
        });
        if !started {
            self.jobs.end(JobKind::Many);
            let text = t!(self.shared.texts, "marked-busy");
            self.notices.tell(Gravity::Warning, text);
        }
    }

    pub(super) fn sheet_finished(&mut self, mut run: ManyRun, made: Result<Option<Box<NewIssue>>, PaperError>) {
        match made {
            Ok(Some(issue)) => {
                let request = Request::Issue { issue, whose: None, way: run.printing.way(), by: self.by() };
                self.ask_again(request, Slot::ManyDone(Box::new(run)));
            }
            // A file is written: the run goes on with its case, or with the next.
            Ok(None) => self.goes_on_printing(run),
            Err(error) => {
                run.printing.now = None;
                run.left.push((run.now.0, run.now.1.clone(), error.to_string()));
                self.goes_on_printing(run);
            }
        }
    }

    fn goes_on_printing(&mut self, run: ManyRun) {
        if run.printing.sheets.is_some() {
            let case = run.now.0;
            self.ask_again(Request::Open(case), Slot::ManyOpened(Box::new(run)));
        } else {
            self.many_goes_on(run);
        }
    }

    /// The issue of a sheet is on record.
    pub(super) fn batch_issued(&mut self, mut run: ManyRun, batch: &Batch, mut issued: Issue) {
        run.printing.count += 1;
        let Some((kind, content, _)) = run.printing.now.take() else { return self.goes_on_printing(run) };
        let lacks = content.missing().len() + content.gaps().len();
        if lacks > 0 {
            let sheet = self.shared.texts.name("sheet", kind.word());
            let why = t!(self.shared.texts, "batch-draft", sheet = sheet, nth = issued.nth, count = lacks);
            run.left.push((run.now.0, run.now.1.clone(), why));
        }
        match &batch.to {
            BatchTo::Pack(_) => run.printing.bound.push(Recorded { kind, content, issue: issued }),
            BatchTo::Folder => return self.write(run, Write::One(Box::new(issued))),
            BatchTo::File | BatchTo::Printer => {
                issued.data.clear();
                let own = issued.pages_of(None);
                let pages = run.printing.pages + own;
                let full = !run.printing.open.is_empty() && pages > MOST_PAGES;
                let before = if full { std::mem::take(&mut run.printing.open) } else { Vec::new() };
                run.printing.pages = if full { own } else { pages };
                run.printing.open.push(issued);
                if full {
                    return self.write(run, Write::Join(before));
                }
            }
        }
        self.goes_on_printing(run);
    }

    /// Every sheet of the case is on record.
    fn case_printed(&mut self, mut run: ManyRun, batch: &Batch, file: CaseFile) {
        run.done.push((run.now.0, run.now.1.clone(), None));
        match batch.to {
            BatchTo::Pack(pack) => {
                let forms = std::mem::take(&mut run.printing.bound);
                self.write(run, Write::Bind(pack, Box::new(file), forms));
            }
            BatchTo::Folder | BatchTo::File | BatchTo::Printer => self.many_goes_on(run),
        }
    }

    /// The last joined file.
    pub(super) fn close_file(&mut self, mut run: ManyRun) {
        let open = std::mem::take(&mut run.printing.open);
        self.write(run, Write::Join(open));
    }

    fn write(&mut self, run: ManyRun, what: Write) {
        let (desktop, attachments) = (self.desktop(), self.shared.attachments.clone());
        self.beside(run, move |run| {
            let nth = run.printing.written.len() + 1;
            let made = run.printing.fonts(&desktop).map_err(|error| error.to_string());
            let made = made
                .and_then(|fonts| written(what, &run.printing.folder, nth, (&desktop.office(), &attachments, &fonts)));
            match made {
                Ok(path) => run.printing.written.push(path),
                Err(why) => run.left.push((run.now.0, run.now.1.clone(), why)),
            }
            Ok(None)
        });
    }

    /// Everything is written: it is opened, or sent to the printer.
    pub(super) fn hand_on_printed(&mut self, run: &mut ManyRun, batch: &Batch) {
        let output = match batch.to {
            BatchTo::Printer => self.leaves(),
            BatchTo::Folder | BatchTo::File | BatchTo::Pack(_) => Output::OpenInViewer,
        };
        let written = match batch.to {
            BatchTo::Folder if !run.printing.written.is_empty() => vec![run.printing.folder.clone()],
            _ => std::mem::take(&mut run.printing.written),
        };
        let title = t!(self.shared.texts, "job-paper");
        let Some(last) = written.last().cloned() else { return };
        self.jobs.start(JobKind::Issue, title, move |_| {
            let handed = written.iter().try_for_each(|path| hand_on(path, &output));
            JobResult::Written(Ok((last, handed)))
        });
    }

    /// How sheets of many cases reach the printer.
    fn leaves(&self) -> Output {
        let printer = Some(self.settings.printer.clone()).filter(|name| !name.is_empty());
        Output::Print { printer, copies: 1 }
    }
}

/// The sheets of one case that a batch means.
fn wanted(batch: &Batch, file: &CaseFile) -> VecDeque<SheetKind> {
    match batch.to {
        BatchTo::Pack(pack) => kinds(pack, &file.case).into(),
        _ if batch.sheets.is_empty() => {
            SheetKind::ALL.iter().copied().filter(|kind| kind.is_ready(&file.case)).collect()
        }
        _ => batch.sheets.iter().copied().collect(),
    }
}

/// Writes a file and says where it lies.
fn written(
    what: Write,
    folder: &Path,
    nth: usize,
    (office, attachments, fonts): (&Office<'_>, &Path, &FontSet),
) -> Result<PathBuf, String> {
    let (path, bytes) = match what {
        Write::One(issue) => {
            let mut files = copies(&issue, None, attachments, fonts)?.into_iter();
            let Some((first, bytes)) = files.next() else { return Err(issue.document) };
            for (name, bytes) in files {
                put(&folder.join(name), &bytes)?;
            }
            (folder.join(first), bytes)
        }
        Write::Join(issues) => {
            let files =
                issues.iter().map(|issue| joined(issue, None, attachments, fonts)).collect::<Result<Vec<_>, _>>()?;
            let bytes = pdf::join(&files).map_err(|error| error.to_string())?;
            (folder.with_extension(format!("{nth}.pdf")), bytes)
        }
        Write::Bind(pack, file, mut forms) => {
            forms.iter_mut().for_each(|form| form.content.read_pictures(attachments));
            let sheet =
                pack::pack(pack, &file, &forms, attachments, (office, fonts)).map_err(|error| error.to_string())?;
            let bytes = to_pdf(&sheet, fonts).map_err(|error| error.to_string())?;
            let name = file_name(&format!("{}-{}", file.case.number, pack.word()), None, false);
            (folder.with_file_name(name), bytes)
        }
    };
    put(&path, &bytes)?;
    Ok(path)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    write_whole(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
