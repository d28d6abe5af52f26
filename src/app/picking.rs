//! What jobs bring back: picked files, read tables, finished papers.

use std::path::PathBuf;

use super::desk::Desk;
use super::handing::Delivery;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked};
use crate::exchange::table::AsText;
use crate::store::{CaseId, blob_path, is_unaltered};
use crate::t;
use crate::ui::{Action, Gravity, Output};

impl Desk {
    pub(super) fn take_result(&mut self, result: JobResult) {
        match result {
            JobResult::Picked(picked, paths) => self.picked(picked, paths),
            JobResult::Table(path, read) => match *read {
                Ok(table) => self.table_read(path, table),
                Err(fault) => {
                    self.screens.import.path = Some(path);
                    self.screens.import.table = None;
                    self.screens.import.run = None;
                    self.screens.import.fault = Some(fault);
                }
            },
            JobResult::DryRun(run) => self.dry_run_over(run),
            JobResult::Roster(kind, run) => self.roster_judged(kind, *run),
            JobResult::Tallies(kind, run) => self.tallies_judged(kind, run),
            JobResult::Entries(judged) => self.entries_judged(*judged),
            JobResult::Exported(result) => self.exported(result),
            JobResult::Preview { case, sheet, made, fonts } => self.preview_made((case, sheet), made, fonts),
            JobResult::RegisterPreview { asked, made, fonts } => self.register_preview_made(&asked, made, fonts),
            JobResult::Finished(paper, made) => self.issue_finished(*paper, made),
            JobResult::SheetFinished(run, made) => self.sheet_finished(*run, made),
            JobResult::ReviewLaidOut(made) => self.review_laid_out(made),
            JobResult::Written(made) => self.paper_written(made),
            JobResult::Printers(found) => self.printers_read(found),
            JobResult::ReportWritten(Ok(path)) => self.screens.import.report = Some(path),
            JobResult::ReportWritten(Err(text)) => self.notices.tell(Gravity::Error, text),
            JobResult::Thumbnails(made) => self.thumbnails_made(made),
            JobResult::PagePictures(size, made) => self.page_pictures_made(size, made),
            JobResult::Scanned => self.scans_read(),
            JobResult::Opened(Ok(())) => {}
            JobResult::Opened(Err(text)) => self.notices.tell(Gravity::Error, text),
        }
    }

    fn picked(&mut self, picked: Picked, paths: Vec<PathBuf>) {
        let Some(first) = paths.first().cloned() else { return };
        match picked {
            Picked::Attachments { case, seen } => self.perform(Action::Attach { case, seen, paths }),
            Picked::IntakeFiles => self.screens.intake.files.extend(paths),
            Picked::Import => self.read_import(first, None, AsText::default()),
            Picked::Scans => self.take_in_scans(paths),
            Picked::ScanFolder => self.set_scan_folder(first.display().to_string()),
            Picked::ExportTo(query) => self.export_to(*query, first),
            Picked::ReviewTo(period, number) => self.review_to((period, number), first),
            Picked::SheetsTo(sheets) => self.sheets_to(sheets, first),
            Picked::BoardTo(piece) => self.board_to(piece, first),
            Picked::FigureTo(figure, source) => self.figure_to((figure, source), first),
            Picked::PdfTo(wanted) => {
                let (mut paper, next) = *wanted;
                paper.path = Some(first);
                self.issue_to(paper, next);
            }
            Picked::IssueTo(document, whose) => {
                self.hand_out(document, Delivery { output: Output::SaveAs, whose, path: Some(first) });
            }
        }
    }

    pub(super) fn pick_attachments(&mut self, case: CaseId, seen: u32) {
        self.pick_files(Picked::Attachments { case, seen });
    }

    /// Opens the system's dialog for any number of files.
    pub(super) fn pick_files(&mut self, wanted: Picked) {
        let title = t!(self.shared.texts, "pick-attachments");
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            JobResult::Picked(wanted, rfd::FileDialog::new().pick_files().unwrap_or_default())
        });
    }

    /// Checks an attachment against its hash and hands a copy under its own name to the system's viewer.
    pub(super) fn open_attachment(&mut self, hash: &str, name: &str) {
        let folder = self.shared.attachments.clone();
        let missing = t!(self.shared.texts, "attachment-missing", name = name);
        let copy = self.folders.data.join("opened").join(hash.get(..8).unwrap_or("file")).join(name);
        let (hash, title) = (hash.to_owned(), name.to_owned());
        self.jobs.start(JobKind::Paper, title, move |_| {
            if !is_unaltered(&folder, &hash).unwrap_or(false) {
                return JobResult::Opened(Err(missing));
            }
            let opened = copy
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::copy(blob_path(&folder, &hash), &copy))
                .and_then(|_| open::that_detached(&copy));
            JobResult::Opened(opened.map_err(|error| error.to_string()))
        });
    }
}
