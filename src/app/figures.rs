//! The KPI book on screen: asks for its figures, opens the cases behind one, writes them as a workbook.

use std::path::PathBuf;

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use crate::exchange::export::{ListSheet, write_sheets};
use crate::store::{Answer, KpiMember, KpiQuery, Request, StoreError, Ticket, View};
use crate::t;
use crate::text::{Texts, say::count};
use crate::ui::kpi::{Figure, KpiPart, Members};
use crate::ui::{Action, Gravity, say, say_lists};

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

    pub(super) fn open_figure(&mut self, figure: Figure) {
        let request = Request::KpiCases { query: figure.query.clone(), line: figure.line, cell: figure.cell.clone() };
        self.ask(request, Slot::FigureCases(Box::new(figure)));
    }

    /// The cases behind a figure: the list shows them alone, the notice says what they add up to.
    pub(super) fn figure_here(&mut self, figure: &Figure, members: &[KpiMember]) {
        let behind = behind(figure, members);
        let now = self.now();
        if behind.is_empty() {
            let text = t!(self.shared.texts, "figure-empty");
            return self.notices.done(text, false, now);
        }
        let sum = |of: fn(&KpiMember) -> i64| behind.iter().map(|member| of(member)).fold(0, i64::saturating_add);
        let text = t!(
            self.shared.texts,
            "figure-opened",
            name = say::kpi_line_name(&self.shared.texts, figure.query.kpi, figure.line),
            cases = count(i64::try_from(behind.len()).unwrap_or(i64::MAX)),
            part = count(sum(|member| member.part)),
            whole = count(sum(|member| member.whole))
        );
        let mut query = self.list_of(View::All);
        query.filter.only = behind.iter().map(|member| member.id).collect();
        self.perform(Action::OpenList(Box::new(query)));
        self.notices.done(text, false, now);
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

/// Which of the cases are wanted, each once.
fn behind<'a>(figure: &Figure, members: &'a [KpiMember]) -> Vec<&'a KpiMember> {
    let wanted = |member: &&KpiMember| match figure.members {
        Members::All => true,
        Members::In => member.part > 0,
        Members::Out => member.part < member.whole,
    };
    members.iter().filter(wanted).collect()
}
