//! Paper that leaves the house: put on record first, then the stored file is copied, opened or sent to a printer.

use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::issuing::{best_mode, content, copies, file_name, finished, finished_register, joined, register_content};
use super::jobs::JobKind;
use super::papering::{Desktop, hand_on, write_whole};
use super::paperwork::Paperwork;
use super::receive::{JobResult, Picked, Slot};
use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::paper::register::RegisterForm;
use crate::paper::{FontSet, PaperError};
use crate::store::{CaseFile, Content, Issue, IssueOf, NewIssue, NextIssue, Request, Way};
use crate::t;
use crate::ui::{Gravity, Output};

/// What is about to become an issue.
#[derive(Debug)]
pub(super) enum Leaving {
    Sheet {
        sheet: SheetKind,
        file: Box<CaseFile>,
        paperwork: Paperwork,
    },
    /// The register of a region, with the mark it is numbered under.
    Register {
        mark: String,
        form: RegisterForm,
    },
}

impl Leaving {
    fn of(&self) -> IssueOf {
        match self {
            Self::Sheet { sheet, file, .. } => IssueOf::Sheet(file.id, *sheet),
            Self::Register { mark, .. } => IssueOf::Register(mark.clone()),
        }
    }

    fn content(&self) -> Content {
        match self {
            Self::Sheet { paperwork, .. } => content(paperwork, best_mode(paperwork)),
            Self::Register { form, .. } => register_content(form),
        }
    }

    /// Slow, so off the frame.
    fn finished(
        &mut self,
        number: (String, u32),
        (desktop, attachments): (&Desktop, &Path),
    ) -> Result<NewIssue, PaperError> {
        let fonts = desktop.fonts()?;
        let with = (&desktop.office(), &*fonts);
        match self {
            Self::Sheet { sheet, file, paperwork } => {
                paperwork.read_pictures(attachments);
                finished((paperwork, file, *sheet), number, best_mode(paperwork), with)
            }
            Self::Register { mark, form } => finished_register(form, mark, number, with),
        }
    }
}

/// An issue in the making.
#[derive(Debug)]
pub(super) struct PaperIssue {
    pub leaving: Leaving,
    pub output: Output,
    /// A new issue although nothing has changed.
    pub anew: bool,
    /// The copy that goes out; `None` for all usual ones.
    pub whose: Option<Holder>,
    /// Where the person wants the file; `None` for the data folder.
    pub path: Option<PathBuf>,
}

impl PaperIssue {
    /// Whose copy is wanted, unless it is the first.
    fn suffix(&self) -> Option<Holder> {
        let first = match &self.leaving {
            Leaving::Sheet { paperwork, .. } => paperwork.copies().first().map(|copy| copy.holder),
            Leaving::Register { .. } => None,
        };
        self.whose.filter(|holder| Some(*holder) != first)
    }
}

/// An issue on its way out.
#[derive(Debug)]
pub(super) struct Delivery {
    pub output: Output,
    /// The copy that goes out; `None` for all usual ones.
    pub whose: Option<Holder>,
    pub path: Option<PathBuf>,
}

impl Desk {
    /// The fields of a sheet are filled in: is it the one that went out last?
    pub(super) fn issue(&mut self, paper: PaperIssue) {
        let (of, content, anew) = (paper.leaving.of(), paper.leaving.content(), paper.anew);
        let request = Request::NextIssue { of, content, anew };
        self.ask(request, Slot::NextIssue(Box::new(paper)));
    }

    /// The number is known: a place for the file is chosen before anything is on record.
    pub(super) fn next_issue(&mut self, paper: PaperIssue, next: NextIssue) {
        if paper.output != Output::SaveAs {
            return self.issue_to(paper, next);
        }
        let document = match &next {
            NextIssue::Same(issue) => &issue.document,
            NextIssue::New { document, .. } => document,
        };
        let name = file_name(document, paper.suffix(), false);
        self.pick_place(name, Picked::PdfTo(Box::new((paper, next))));
    }

    fn pick_place(&mut self, name: String, wanted: Picked) {
        let title = t!(self.shared.texts, "pick-pdf");
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let picked = rfd::FileDialog::new().add_filter("PDF", &["pdf"]).set_file_name(name).save_file();
            JobResult::Picked(wanted, picked.into_iter().collect())
        });
    }

    pub(super) fn issue_to(&mut self, paper: PaperIssue, next: NextIssue) {
        match next {
            NextIssue::Same(issue) => {
                let delivery = Delivery { output: paper.output, whose: paper.whose, path: paper.path };
                self.hand_out(issue.document, delivery);
            }
            NextIssue::New { document, nth } => self.finish_issue(paper, (document, nth)),
        }
    }

    fn finish_issue(&mut self, mut paper: PaperIssue, number: (String, u32)) {
        let (desktop, attachments) = (self.desktop(), self.shared.attachments.clone());
        let title = t!(self.shared.texts, "job-paper");
        self.start_paper(title, move || {
            let made = paper.leaving.finished(number, (&desktop, &attachments));
            JobResult::Finished(Box::new(paper), made.map(Box::new))
        });
    }

    pub(super) fn start_paper(&mut self, title: String, work: impl FnOnce() -> JobResult + Send + 'static) {
        if !self.jobs.start(JobKind::Issue, title, move |_| work()) {
            let text = t!(self.shared.texts, "marked-busy");
            self.notices.tell(Gravity::Info, text);
        }
    }

    /// The pages are laid out: the issue is put on record.
    pub(super) fn issue_finished(&mut self, paper: PaperIssue, made: Result<Box<NewIssue>, PaperError>) {
        match made {
            Ok(issue) => {
                let delivery = Delivery { output: paper.output, whose: paper.whose, path: paper.path };
                let request =
                    Request::Issue { issue, whose: delivery.whose, way: way(&delivery.output), by: self.by() };
                self.ask(request, Slot::Issued(Box::new(delivery)));
            }
            Err(error) => self.notices.tell(Gravity::Error, error.to_string()),
        }
    }

    /// Hands out an issue that is on record; an older one as a copy that says so.
    pub(super) fn hand_out_again(
        &mut self,
        (document, is_void): (String, bool),
        whose: Option<Holder>,
        output: Output,
    ) {
        if output == Output::SaveAs {
            let name = file_name(&document, self.suffix_of(&document, whose), is_void);
            return self.pick_place(name, Picked::IssueTo(document, whose));
        }
        self.hand_out(document, Delivery { output, whose, path: None });
    }

    /// Whose copy of an issue of the case on screen it is, unless it is the first.
    fn suffix_of(&self, document: &str, whose: Option<Holder>) -> Option<Holder> {
        let file = self.screens.case.file.value()?;
        let issue = file.issues.iter().find(|issue| issue.document == document)?;
        whose.and_then(|holder| issue.chosen(Some(holder)).find_map(|copy| issue.suffix(copy)))
    }

    pub(super) fn hand_out(&mut self, document: String, delivery: Delivery) {
        let request = Request::HandOut { document, whose: delivery.whose, way: way(&delivery.output), by: self.by() };
        self.ask(request, Slot::Issued(Box::new(delivery)));
    }

    /// The issue is on record: its stored file goes where it is wanted.
    pub(super) fn issued(&mut self, delivery: Delivery, issue: Issue) {
        if let Some((case, _)) = issue.of {
            self.show_case(case);
        }
        let (desktop, attachments) = (self.desktop(), self.shared.attachments.clone());
        let papers = self.folders.data.join("paper");
        let title = t!(self.shared.texts, "job-paper");
        self.start_paper(title, move || {
            let made = desktop.fonts().map_err(|error| error.to_string()).and_then(|fonts| {
                let path = deliver(&issue, &delivery, (&papers, &attachments), &fonts)?;
                let handed = hand_on(&path, &delivery.output);
                Ok((path, handed))
            });
            JobResult::Written(made)
        });
    }
}

/// Writes the copies that are wanted and says where the first lies: a file each where a person keeps them, joined for the
/// viewer and the printer.
fn deliver(
    issue: &Issue,
    delivery: &Delivery,
    (papers, attachments): (&Path, &Path),
    fonts: &FontSet,
) -> Result<PathBuf, String> {
    let put =
        |path: &Path, bytes: &[u8]| write_whole(path, bytes).map_err(|error| format!("{}: {error}", path.display()));
    let Some(first) = &delivery.path else {
        let whose = delivery.whose.and_then(|holder| issue.chosen(Some(holder)).find_map(|copy| issue.suffix(copy)));
        let path = papers.join(file_name(&issue.document, whose, issue.newer.is_some()));
        put(&path, &joined(issue, delivery.whose, attachments, fonts)?)?;
        return Ok(path);
    };
    for (nth, (name, bytes)) in copies(issue, delivery.whose, attachments, fonts)?.into_iter().enumerate() {
        let path = if nth == 0 { first.clone() } else { first.with_file_name(name) };
        put(&path, &bytes)?;
    }
    Ok(first.clone())
}

/// How a copy leaves, as it is put on record.
pub(super) const fn way(output: &Output) -> Way {
    match output {
        Output::SaveAs => Way::File,
        Output::Preview | Output::OpenInViewer => Way::Viewer,
        Output::Print { .. } => Way::Printer,
    }
}
