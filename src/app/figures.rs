//! The KPI book on screen: asks for its figures and writes them as a workbook.

use std::path::PathBuf;

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use crate::exchange::export::{ListSheet, write_sheets};
use crate::store::{Answer, KpiQuery, Request, StoreError, Ticket};
use crate::t;
use crate::text::Texts;
use crate::ui::kpi::KpiPart;
use crate::ui::{Gravity, say_lists};

impl Desk {
    pub(super) fn read_kpi(&mut self, query: KpiQuery, part: KpiPart) {
        if let Some(ticket) = self.ask(Request::Kpi(query), Slot::Kpi(part)) {
            self.screens.kpi.wait_for(part, ticket);
        }
    }

    pub(super) fn kpi_here(&mut self, part: KpiPart, ticket: Ticket, answer: Result<Answer, StoreError>) {
        let table =
            answer.and_then(|answer| if let Answer::Kpi(table) = answer { Ok(table) } else { Err(StoreError::Gone) });
        self.screens.kpi.settle(part, ticket, table);
    }

    pub(super) fn export_sheets(&mut self, sheets: Vec<ListSheet>) {
        let title = t!(self.shared.texts, "pick-figures");
        let name = format!("{}.xlsx", self.now().wall().format("kpi-%Y%m%d-%H%M"));
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let picked = rfd::FileDialog::new().add_filter("xlsx", &["xlsx"]).set_file_name(name).save_file();
            JobResult::Picked(Picked::SheetsTo(sheets), picked.into_iter().collect())
        });
    }

    pub(super) fn sheets_to(&mut self, sheets: Vec<ListSheet>, path: PathBuf) {
        let texts = Texts::new(self.shared.texts.lang());
        let title = t!(self.shared.texts, "job-export");
        let started = self.jobs.start(JobKind::Export, title, move |_| {
            JobResult::Exported(match write_sheets(&path, &sheets) {
                Ok(rows) => Ok((path, rows as u64)),
                Err(fault) => Err(say_lists::export_fault_text(&texts, &fault)),
            })
        });
        if !started {
            let text = t!(self.shared.texts, "export-running");
            self.notices.tell(Gravity::Info, text);
        }
    }
}
