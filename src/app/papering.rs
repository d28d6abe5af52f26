//! Paper in the window: a case is put into the fields of a sheet, and its preview is laid out in a job.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::desk::Desk;
use super::handing::{Leaving, PaperIssue};
use super::jobs::JobKind;
use super::paperwork::{Office, Paperwork, PaperworkFault, Print};
use super::printers::PrintService;
use super::receive::{JobResult, PaperAsk};
use super::settings::House;
use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::domain::{Case, Stamp};
use crate::paper::source::source;
use crate::paper::{FontSet, PaperError};
use crate::store::{CaseFile, CaseId};
use crate::t;
use crate::text::Texts;
use crate::ui::incident::{goal_of, goal_of_source};
use crate::ui::print::{Checks, Missing, Shown};
use crate::ui::{Gravity, Output, say};

/// What a final print of the sheet lacks, each with the place where it is filled in.
#[must_use]
pub fn missing(texts: &Texts, content: &Paperwork, sheet: SheetKind, case: &Case) -> Vec<Missing> {
    let fields = content.missing().into_iter().map(|label| {
        let goal = goal_of_source(source(sheet, &label), case);
        Missing { label, goal }
    });
    let gaps = content.gaps().iter().map(|gap| Missing { label: say::gap_text(texts, gap), goal: goal_of(gap) });
    fields.chain(gaps).collect()
}

/// What a job needs to lay out a sheet, owned.
pub(super) struct Desktop {
    organisation: Arc<Organisation>,
    places: Arc<Places>,
    company: String,
    house: House,
    me: String,
    now: Stamp,
    fonts: Option<Arc<FontSet>>,
}

impl Desktop {
    pub(super) fn office(&self) -> Office<'_> {
        Office {
            organisation: &self.organisation,
            places: &self.places,
            company: &self.company,
            house: &self.house,
            me: &self.me,
            now: self.now,
        }
    }

    pub(super) fn fonts(&self) -> Result<Arc<FontSet>, PaperError> {
        self.fonts.clone().map_or_else(FontSet::load, Ok)
    }
}

impl Desk {
    pub(super) fn desktop(&self) -> Desktop {
        Desktop {
            organisation: Arc::clone(&self.shared.organisation),
            places: Arc::clone(&self.shared.places),
            company: self.settings.company.clone(),
            house: self.settings.house.clone(),
            me: self.settings.me.clone(),
            now: self.now(),
            fonts: self.screens.print.fonts.clone(),
        }
    }

    /// Why there is no such sheet, in words.
    pub(super) fn fault_text(&self, fault: PaperworkFault) -> String {
        let texts = &self.shared.texts;
        match fault {
            PaperworkFault::NotDispatched => t!(texts, "print-not-dispatched"),
            PaperworkFault::OfNoCase => t!(texts, "print-of-no-case"),
            PaperworkFault::NotUrged => t!(texts, "print-not-urged"),
            PaperworkFault::NoIncident => t!(texts, "print-no-incident"),
            PaperworkFault::NoLosses => t!(texts, "print-no-losses"),
            PaperworkFault::NoAgreement => t!(texts, "print-no-agreement"),
            PaperworkFault::NotSettled => t!(texts, "print-not-settled"),
            PaperworkFault::NotSentBack => t!(texts, "print-not-sent-back"),
            PaperworkFault::NotCorrected => t!(texts, "print-not-corrected"),
            PaperworkFault::NoProcedure => t!(texts, "print-no-procedure"),
        }
    }

    /// The case of a wanted sheet is here.
    pub(super) fn make_paper(&mut self, ask: PaperAsk, file: CaseFile) {
        let desktop = self.desktop();
        let content = match Paperwork::of(ask.sheet, &file, &desktop.office()) {
            Ok(content) => content,
            Err(fault) => {
                let why = self.fault_text(fault);
                if ask.output != Output::Preview {
                    self.notices.tell(Gravity::Warning, why.clone());
                }
                self.screens.print.waiting = false;
                self.screens.print.refused = Some(why);
                return;
            }
        };
        if ask.output == Output::Preview {
            self.preview((ask.sheet, ask.whose), &file, content, desktop);
            return;
        }
        let leaving = Leaving::Sheet { sheet: ask.sheet, file: Box::new(file), paperwork: content };
        self.issue(PaperIssue { leaving, output: ask.output, anew: ask.anew, whose: ask.whose, path: None });
    }

    fn preview(
        &mut self,
        (sheet, whose): (SheetKind, Option<Holder>),
        file: &CaseFile,
        mut content: Paperwork,
        desktop: Desktop,
    ) {
        let (case, number) = (file.id, file.case.number.clone());
        let missing = missing(&self.shared.texts, &content, sheet, &file.case);
        let cautions = content.cautions().iter().map(|caution| self.shared.texts.name("caution", caution.word()));
        let checks = Checks { missing, cautions: cautions.collect() };
        let attachments = self.shared.attachments.clone();
        let title = t!(self.shared.texts, "job-paper");
        let started = self.jobs.start(JobKind::Paper, title, move |_| {
            let fonts = desktop.fonts();
            content.read_pictures(&attachments);
            let made = fonts.as_ref().map_err(ToString::to_string).and_then(|fonts| {
                let print = Print { document: "", nth: 1, mode: content.best_mode() };
                let of = (number.as_str(), print);
                let made = match whose.filter(|holder| content.copies().iter().any(|copy| copy.holder == *holder)) {
                    Some(holder) => content.copy(holder, of, &desktop.office(), fonts),
                    None => content.sheet(of.0, of.1, &desktop.office(), fonts),
                };
                made.map_err(|error| error.to_string())
            });
            let copies = content.copies();
            let made = made.map(|sheet| Shown { sheet, checks, copies });
            JobResult::Preview { case, sheet, made, fonts: fonts.ok() }
        });
        if !started {
            self.screens.print.again = Some((case, sheet, whose));
        }
    }

    pub(super) fn preview_made(
        &mut self,
        (case, kind): (CaseId, SheetKind),
        made: Result<Shown, String>,
        fonts: Option<Arc<FontSet>>,
    ) {
        self.keep_fonts(fonts);
        if let Some((case, sheet, whose)) = self.screens.print.again.take() {
            self.perform(crate::ui::Action::Paper { case, sheet, whose, output: Output::Preview });
            return;
        }
        let screen = &mut self.screens.print;
        if screen.case == Some(case) && screen.kind == Some(kind) {
            screen.waiting = false;
            match made {
                Ok(Shown { sheet, checks, copies }) => {
                    screen.sheet = Some(sheet);
                    screen.missing = checks.missing;
                    screen.cautions = checks.cautions;
                    screen.copies_of = copies;
                    screen.refused = None;
                }
                Err(error) => screen.refused = Some(error),
            }
        }
    }

    /// The faces of the paper, once they are unpacked.
    pub(super) fn keep_fonts(&mut self, fonts: Option<Arc<FontSet>>) {
        if let Some(fonts) = fonts
            && self.screens.print.fonts.is_none()
        {
            crate::ui::paper_view::install_paper_fonts(&self.ctx, &fonts);
            self.screens.print.fonts = Some(fonts);
        }
    }

    /// An empty form for the field, of the rule book of this desk; without a kind the weekly register. No issue: it has no
    /// number.
    pub(super) fn blank(&mut self, kind: Option<SheetKind>, output: Output) {
        let (desktop, book) = (self.desktop(), Arc::clone(&self.shared.book));
        let path =
            self.folders.data.join("paper").join(format!("{}-blank.pdf", kind.map_or("register", SheetKind::word)));
        let title = t!(self.shared.texts, "job-paper");
        self.start_paper(title, move || {
            let made = desktop.fonts().map_err(|error| error.to_string()).and_then(|fonts| {
                let bytes = super::issuing::blank(kind, &book.rules, (&desktop.office(), &fonts))?;
                write_whole(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
                let handed = hand_on(&path, &output);
                Ok((path, handed))
            });
            JobResult::Written(made)
        });
    }

    pub(super) fn paper_written(&mut self, made: Result<(PathBuf, Result<(), String>), String>) {
        let (path, handed) = match made {
            Ok(made) => made,
            Err(text) => return self.notices.tell(Gravity::Error, text),
        };
        let file = path.display().to_string();
        match handed {
            Ok(()) => {
                let text = t!(self.shared.texts, "done-paper", file = file);
                let now = self.now();
                self.notices.done(text, false, now);
            }
            Err(why) => {
                let text = t!(self.shared.texts, "paper-not-handed-on", file = file, why = why);
                self.notices.tell(Gravity::Warning, text);
            }
        }
    }
}

/// Writes beside the place and renames: a kill leaves the old file or the new one, never half of one.
///
/// # Errors
/// When the folder cannot be made or written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("part");
    std::fs::write(&part, bytes)?;
    std::fs::rename(part, path)
}

/// What is to be done with a written PDF beside keeping it.
pub(super) fn hand_on(path: &Path, output: &Output) -> Result<(), String> {
    match output {
        Output::OpenInViewer => open::that_detached(path).map_err(|error| error.to_string()),
        Output::Print { printer, copies } => PrintService::default().print(path, printer.as_deref(), *copies),
        Output::SaveAs | Output::Preview => Ok(()),
    }
}
