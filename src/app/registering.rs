//! The weekly register from the window: the region's cases are read page by page, then it is an issue like any other.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::desk::Desk;
use super::handing::{Leaving, PaperIssue};
use super::issuing::register_sheet;
use super::jobs::JobKind;
use super::papering::Desktop;
use super::paperwork::register::{known_from, register_form};
use super::receive::{JobResult, Slot};
use crate::domain::organisation::register_mark;
use crate::domain::{InfoClass, Stamp};
use crate::paper::register::RegisterForm;
use crate::paper::{FontSet, PrintMode, Sheet};
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
        if output != Output::Preview {
            self.settings.register_region.clone_from(&region);
            self.keep_settings();
        }
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
        if run.output == Output::Preview {
            return self.preview_register((run.region, run.days), form, desktop);
        }
        if form.entries.is_empty() {
            let text = t!(self.shared.texts, "register-nothing", region = run.region.as_str());
            self.notices.tell(Gravity::Info, text);
            return;
        }
        let prefix = self.shared.book.rules.number.period(run.days.1);
        let mark = register_mark(&prefix, run.days, &run.region, &self.shared.organisation);
        let leaving = Leaving::Register { mark, form };
        self.issue(PaperIssue { leaving, output: run.output, anew: false, whose: None, path: None });
    }

    fn preview_register(
        &mut self,
        (region, days): (String, (NaiveDate, NaiveDate)),
        form: RegisterForm,
        desktop: Desktop,
    ) {
        let title = t!(self.shared.texts, "job-paper");
        let asked = (region, days);
        let started = self.jobs.start(JobKind::Paper, title, move |_| {
            let fonts = desktop.fonts();
            let made = fonts.as_ref().map_err(ToString::to_string).and_then(|fonts| {
                let made = register_sheet(&form, ("", 1, PrintMode::Final), (&desktop.office(), fonts));
                made.map_err(|error| error.to_string())
            });
            JobResult::RegisterPreview { asked, made, fonts: fonts.ok() }
        });
        if !started {
            self.screens.print.ask_register_again();
        }
    }

    pub(super) fn register_preview_made(
        &mut self,
        asked: &(String, (NaiveDate, NaiveDate)),
        made: Result<Sheet, String>,
        fonts: Option<Arc<FontSet>>,
    ) {
        self.keep_fonts(fonts);
        self.screens.print.register_shown(asked, made);
    }
}
