//! The export of a list: pages from the store go to a job that writes them row by row.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use crate::exchange::export::write_list;
use crate::store::{CaseRow, ListPage, ListQuery, Request};
use crate::t;
use crate::text::Texts;
use crate::ui::say_lists;

/// Rows of one page on their way to the file.
const PAGE: i64 = 2_000;

/// An export that is going on.
#[derive(Debug)]
pub(super) struct ExportRun {
    query: ListQuery,
    rows: SyncSender<Vec<CaseRow>>,
}

impl Desk {
    pub(super) fn export_list(&mut self, query: ListQuery) {
        let title = t!(self.shared.texts, "pick-export");
        let name = format!("{}.xlsx", self.now().wall().format("kesu-%Y%m%d-%H%M"));
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let picked = rfd::FileDialog::new()
                .add_filter("xlsx", &["xlsx"])
                .add_filter("csv", &["csv"])
                .set_file_name(name)
                .save_file();
            JobResult::Picked(Picked::ExportTo(Box::new(query)), picked.into_iter().collect())
        });
    }

    /// Starts the writing job and asks for the first page.
    pub(super) fn export_to(&mut self, query: ListQuery, path: PathBuf) {
        let (rows, inbox) = sync_channel::<Vec<CaseRow>>(2);
        let texts = Texts::new(self.shared.texts.lang());
        let organisation = Arc::clone(&self.shared.organisation);
        let marked = query.filter.only.len() as u64;
        let listed = u64::try_from(self.screens.worklist.pages.total()).unwrap_or(0);
        let total = if marked > 0 { marked } else { listed };
        let title = t!(self.shared.texts, "job-export");
        let started = self.jobs.start(JobKind::Export, title, move |progress| {
            let head = say_lists::export_head(&texts);
            let lines = inbox.iter().flatten().map(|row| say_lists::export_row(&row, &organisation, &texts));
            let written = write_list(&path, &head, lines, &|done| progress.report(done as u64, total));
            JobResult::Exported(match written {
                Ok(count) => Ok((path, count as u64)),
                Err(fault) => Err(say_lists::export_fault_text(&texts, &fault)),
            })
        });
        if started {
            self.next_export_page(ExportRun { query: ListQuery { offset: 0, limit: PAGE, ..query }, rows });
        }
    }

    fn next_export_page(&mut self, run: ExportRun) {
        self.ask_again(Request::Rows(run.query.clone()), Slot::ExportRows(Box::new(run)));
    }

    pub(super) fn export_went_on(&mut self, mut run: ExportRun, page: ListPage) {
        let read = i64::try_from(page.rows.len()).unwrap_or(0);
        // The job is gone when it was cancelled or failed; its own result says so. A job two pages behind gets the
        // next one when it has caught up.
        match run.rows.try_send(page.rows) {
            Ok(()) => {}
            Err(std::sync::mpsc::TrySendError::Disconnected(_)) => return,
            Err(std::sync::mpsc::TrySendError::Full(_)) => {
                self.next_export_page(run);
                return;
            }
        }
        run.query.offset += read;
        if read == PAGE {
            self.next_export_page(run);
        }
    }

    pub(super) fn exported(&mut self, result: Result<(PathBuf, u64), String>) {
        match result {
            Ok((path, count)) => {
                let file = path.display().to_string();
                let text = t!(self.shared.texts, "done-exported", count = count, file = file);
                let now = self.now();
                self.notices.done(text, false, now);
            }
            Err(text) => self.notices.tell(crate::ui::Gravity::Error, text),
        }
    }
}
