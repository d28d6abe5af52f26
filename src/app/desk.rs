//! The window: hears replies, draws one screen, then carries out what was wanted while drawing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::jobs::Jobs;
use super::receive::{JobResult, Slot};
use super::returning::Returning;
use super::settings::{Folders, Settings};
use crate::domain::Stamp;
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::rulebook::RuleBook;
use crate::store::{CaseId, Counters, Database, SavedView, Store, Ticket};
use crate::text::Texts;
use crate::ui::{self, Cx, Notices, Route, Screens, ThemeChoice, Wants};

/// Lists that every screen shares.
pub(super) struct Shared {
    pub texts: Texts,
    pub book: Arc<RuleBook>,
    pub organisation: Arc<Organisation>,
    pub places: Arc<Places>,
    pub counters: Counters,
    pub views: Vec<SavedView>,
    pub data_file: PathBuf,
    /// Where the bytes of attachments lie.
    pub attachments: PathBuf,
}

/// What a desk is made of; tests hand in their own.
pub struct DeskParts {
    pub database: Database,
    pub data_file: PathBuf,
    pub settings: Settings,
    pub folders: Folders,
    /// Reads the clock; a test hands in one that stands still.
    pub clock: Box<dyn Fn() -> Stamp>,
}

/// The running window.
pub struct Desk {
    pub(super) store: Store,
    pub(super) pending: BTreeMap<Ticket, Slot>,
    pub(super) jobs: Jobs<JobResult>,
    pub(super) screens: Screens,
    pub(super) notices: Notices,
    pub(super) shared: Shared,
    pub(super) settings: Settings,
    pub(super) folders: Folders,
    pub(super) route: Route,
    pub(super) clock: Box<dyn Fn() -> Stamp>,
    pub(super) ctx: egui::Context,
    /// The minute that is shown.
    pub(super) minute: Stamp,
    /// What was last done to many cases at once and can be taken back: case, number, place in the case.
    pub(super) done_together: Vec<(CaseId, String, u32)>,
    /// Scanned files on their way into the records.
    pub(super) returning: Returning,
}

impl Desk {
    /// Makes the desk on an open data file and asks for what the first screen shows.
    ///
    /// # Errors
    /// When the fonts are damaged or no thread can be had.
    pub fn new(ctx: &egui::Context, parts: DeskParts) -> anyhow::Result<Self> {
        let DeskParts { mut database, data_file, settings, folders, clock } = parts;
        database.take_effect(clock())?;
        ui::install(ctx)?;
        let wake = ctx.clone();
        let book = Arc::clone(database.book());
        let organisation = Arc::clone(database.organisation());
        let places = Arc::clone(database.places());
        let attachments = database.attachments().to_owned();
        let store = Store::start(database, Box::new(move || wake.request_repaint()))?;
        let wake = ctx.clone();
        let jobs = Jobs::new(Arc::new(move || wake.request_repaint()));
        let now = clock();
        let texts = Texts::new(settings.lang());
        let mut desk = Self {
            store,
            pending: BTreeMap::new(),
            jobs,
            screens: Screens::new(&settings.me, now),
            notices: Notices::default(),
            shared: Shared {
                texts,
                book,
                organisation,
                places,
                counters: Counters::default(),
                views: Vec::new(),
                data_file,
                attachments,
            },
            settings,
            folders,
            route: Route::default(),
            clock,
            ctx: ctx.clone(),
            minute: now,
            done_together: Vec::new(),
            returning: Returning::default(),
        };
        desk.screens.worklist.set_columns(&desk.settings.columns);
        desk.apply_theme(desk.settings.theme());
        desk.first_requests();
        desk.watch_scans();
        Ok(desk)
    }

    /// Where the person is.
    #[must_use]
    pub const fn route(&self) -> Route {
        self.route
    }

    pub(super) fn now(&self) -> Stamp {
        (self.clock)()
    }

    pub(super) fn apply_theme(&self, choice: ThemeChoice) {
        // A desktop that does not say counts as light.
        self.ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
        self.ctx.set_theme(match choice {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
    }

    /// Hears what the threads have to say; runs also while the window is hidden.
    pub fn hear(&mut self) {
        for reply in self.store.drain() {
            self.receive(reply);
        }
        self.hear_scans();
        for result in self.jobs.drain() {
            self.take_result(result);
        }
        self.tick();
        self.look_at_sheets();
    }

    /// Once a minute the remaining times are shown anew, warnings are recorded and a changed draft is saved.
    fn tick(&mut self) {
        let now = self.now();
        let minute = Stamp(now.0.div_euclid(60_000) * 60_000);
        if minute != self.minute {
            self.minute = minute;
            self.minute_passed(now);
        }
        let left = u64::try_from(minute.plus_minutes(1).0 - now.0).unwrap_or(60_000);
        self.ctx.request_repaint_after(std::time::Duration::from_millis(left.max(50)));
        if self.screens.case.revealed_until.is_some_and(|until| until <= now) {
            self.screens.case.revealed_until = None;
        }
        self.save_draft_if_due(now);
    }

    /// What a screen may look at, for work that needs the words and proposals of a dialog without drawing it.
    pub(super) fn cx(&self) -> Cx<'_> {
        Cx {
            texts: &self.shared.texts,
            now: self.now(),
            me: &self.settings.me,
            route: self.route,
            book: &self.shared.book,
            organisation: &self.shared.organisation,
            places: &self.shared.places,
            counters: self.shared.counters,
            views: &self.shared.views,
            data_file: &self.shared.data_file,
            wants: Wants::default(),
        }
    }

    /// Draws the window and then carries out what was wanted while drawing.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        let Self { screens, notices, shared, settings, route, jobs, minute, .. } = self;
        let cx = Cx {
            texts: &shared.texts,
            now: *minute,
            me: &settings.me,
            route: *route,
            book: &shared.book,
            organisation: &shared.organisation,
            places: &shared.places,
            counters: shared.counters,
            views: &shared.views,
            data_file: &shared.data_file,
            wants: Wants::default(),
        };
        let running: Vec<ui::JobLook> = jobs
            .running()
            .iter()
            .map(|job| {
                let (done, total) = job.progress.get();
                ui::JobLook { title: job.title.clone(), done, total }
            })
            .collect();
        ui::desk_ui(ui, &cx, screens, notices, &running);
        if !running.is_empty() {
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
        }
        for action in cx.wants.into_list() {
            self.perform(action);
        }
    }
}

impl eframe::App for Desk {
    fn logic(&mut self, _ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.hear();
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.save_everything();
    }
}
