//! The weekly register from the window: the region's cases are read page by page, then it is an issue like any other.

use chrono::{NaiveDate, NaiveTime};

use super::desk::Desk;
use super::handing::{Leaving, PaperIssue};
use super::paperwork::register::{known_from, mark, register_form};
use super::receive::Slot;
use crate::domain::{InfoClass, Stamp};
use crate::store::{CaseFile, Filter, ListPage, ListQuery, Request, View};
use crate::t;
use crate::ui::{Gravity, Output};

/// Rows asked for at once.
const PAGE: i64 = 2_000;

/// A register that is being put together.
#[derive(Debug)]
pub(super) struct RegisterRun {
    region: String,
    days: (NaiveDate, NaiveDate),
    output: Output,
    query: ListQuery,
    numbers: Vec<String>,
}

impl Desk {
    pub(super) fn register(&mut self, region: String, days: (NaiveDate, NaiveDate), output: Output) {
        let start = |day: NaiveDate| Stamp::from_wall(day.and_time(NaiveTime::MIN));
        let filter = Filter {
            region: Some(region.clone()),
            from: Some(start(known_from(days.0))),
            to: days.1.succ_opt().map(start),
            ..Filter::default()
        };
        let query = ListQuery { filter, limit: PAGE, ..self.list_of(View::All) };
        self.settings.register_region.clone_from(&region);
        self.keep_settings();
        let run = RegisterRun { region, days, output, query: query.clone(), numbers: Vec::new() };
        self.ask(Request::Rows(query), Slot::RegisterRows(Box::new(run)));
    }

    /// Accidents have their own form and are left out (forms.md 1.1).
    pub(super) fn register_rows(&mut self, mut run: RegisterRun, page: &ListPage) {
        let own = page.rows.iter().filter(|row| row.class != InfoClass::MajorIncident);
        run.numbers.extend(own.map(|row| row.number.clone()));
        if i64::try_from(page.rows.len()).unwrap_or(0) == run.query.limit {
            run.query.offset += run.query.limit;
            let query = run.query.clone();
            self.ask(Request::Rows(query), Slot::RegisterRows(Box::new(run)));
            return;
        }
        let numbers = std::mem::take(&mut run.numbers);
        self.ask(Request::Cases(numbers), Slot::RegisterCases(Box::new(run)));
    }

    pub(super) fn register_cases(&mut self, run: RegisterRun, files: &[CaseFile]) {
        let desktop = self.desktop();
        let form = register_form(&run.region, run.days, files, &desktop.office());
        if form.entries.is_empty() {
            let text = t!(self.shared.texts, "register-nothing", region = run.region.as_str());
            self.notices.tell(Gravity::Info, text);
            return;
        }
        let prefix = self.shared.book.rules.number.period(run.days.1);
        let mark = mark(&prefix, run.days, &run.region, &self.shared.organisation);
        let leaving = Leaving::Register { mark, form };
        self.issue(PaperIssue { leaving, output: run.output, anew: false, path: None });
    }
}
