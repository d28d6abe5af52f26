//! Branches and people in the window: changes and their undo, the desk begun by province, lists read and entered.

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Slot};
use crate::domain::organisation::{Change, Organisation};
use crate::exchange::roster::{Ground, RosterKind, RosterRun, roster};
use crate::store::Request;
use crate::t;
use crate::ui::import::{ImportKind, ListRun};
use crate::ui::settings::Page;
use crate::ui::settings::organisation::quarter;
use crate::ui::{Gravity, Route};

/// What a change of the organisation was asked for.
#[derive(Debug)]
pub(super) enum ChangedBy {
    Form(Vec<Change>),
    Undo,
    Import,
}

impl Desk {
    pub(super) fn change_organisation(&mut self, changes: Vec<Change>) {
        let by = self.by();
        let request = Request::ChangeOrganisation { changes: changes.clone(), by };
        self.ask(request, Slot::OrganisationChanged(ChangedBy::Form(changes)));
    }

    /// Takes back the latest change made on the page of branches and people; the entry of both stays.
    pub(super) fn undo_organisation(&mut self) {
        let Some(made) = self.screens.settings.organisation.made.last().cloned() else {
            let text = t!(self.shared.texts, "nothing-to-undo");
            let now = self.now();
            self.notices.done(text, false, now);
            return;
        };
        let changes = made.into_iter().rev().map(Change::back).collect();
        let by = self.by();
        self.ask(Request::ChangeOrganisation { changes, by }, Slot::OrganisationChanged(ChangedBy::Undo));
    }

    pub(super) fn organisation_changed(&mut self, by: ChangedBy) {
        let now = self.now();
        let made = &mut self.screens.settings.organisation.made;
        match by {
            ChangedBy::Form(changes) => {
                made.push(changes);
                self.notices.done(t!(self.shared.texts, "done-organisation"), true, now);
            }
            ChangedBy::Undo => {
                made.pop();
                self.notices.done(t!(self.shared.texts, "done-undo"), false, now);
            }
            ChangedBy::Import => self.list_written(),
        }
        self.read_organisation_log();
    }

    /// Somebody else may have changed it: the page shows what stands now.
    pub(super) fn read_organisation(&mut self) {
        self.ask(Request::Organisation, Slot::Organisation);
        self.read_organisation_log();
        let now = self.now();
        let (from, _) = quarter(now);
        self.ask(Request::BranchFigures { from, to: now }, Slot::BranchFigures);
    }

    pub(super) fn read_organisation_log(&mut self) {
        self.ask(Request::OrganisationChanges, Slot::OrganisationLog);
    }

    /// One branch a province, entered by the person at the desk.
    pub(super) fn begin_by_province(&mut self) {
        let wanted = Organisation::by_province(&self.shared.places);
        self.change_organisation(self.shared.organisation.changes_to(&wanted));
    }

    /// An empty desk begins with its branches: the page says how.
    pub(super) fn start_empty(&mut self) {
        self.ask(Request::SaveSetting { key: "started".to_owned(), value: "yes".to_owned() }, Slot::Quiet);
        self.screens.settings.page = Some(Page::Organisation);
        self.screens.settings.open(&self.settings.me, self.settings.company_entries());
        self.route = Route::Settings;
    }

    /// Between the page of branches and the import the way leads to lists, and back to the page.
    pub(super) fn organisation_goes(&mut self, to: Route) {
        let asked = std::mem::take(&mut self.screens.settings.organisation.wants_list);
        let import = &mut self.screens.import;
        match (self.route, to) {
            (_, Route::Import) if asked && import.path.is_none() => import.kind = ImportKind::Branches,
            (Route::Import, Route::Settings) if import.kind.roster().is_some() => {
                self.screens.settings.page = Some(Page::Organisation);
            }
            _ => {}
        }
    }

    /// Judges the list of branches or people on the import screen.
    pub(super) fn roster_dry_run(&mut self, kind: RosterKind) {
        let screen = &mut self.screens.import;
        screen.list = None;
        let Some(table) = screen.table.clone() else { return };
        let organisation = std::sync::Arc::clone(&self.shared.organisation);
        let places = std::sync::Arc::clone(&self.shared.places);
        let title = t!(self.shared.texts, "job-dry-run");
        let started = self.jobs.start(JobKind::DryRun, title, move |_| {
            let ground = Ground { organisation: &organisation, places: &places };
            JobResult::Roster(kind, Box::new(roster(kind, &table, &ground)))
        });
        self.screens.import.again = !started;
    }

    pub(super) fn roster_judged(&mut self, kind: RosterKind, run: RosterRun) {
        if std::mem::take(&mut self.screens.import.again) || self.screens.import.kind.roster() != Some(kind) {
            self.dry_run();
        } else {
            self.screens.import.list = Some(ListRun::Roster(run));
        }
    }

    /// Enters the accepted rows at once.
    pub(super) fn write_roster(&mut self) {
        let Some(ListRun::Roster(run)) = &self.screens.import.list else { return };
        let (changes, total) = (run.changes(), run.accepted.len());
        let by = self.by();
        let request = Request::ChangeOrganisation { changes, by };
        if self.ask(request, Slot::OrganisationChanged(ChangedBy::Import)).is_some() {
            self.screens.import.written = Some((0, total));
        }
    }

    /// Nothing was written; the list on screen is judged anew on what stands now.
    pub(super) fn organisation_refused(&mut self, by: &ChangedBy, text: String) {
        match by {
            ChangedBy::Form(_) => {}
            // What no longer stands as it was left cannot be taken back later either.
            ChangedBy::Undo => {
                self.screens.settings.organisation.made.pop();
            }
            ChangedBy::Import => self.screens.import.written = None,
        }
        self.notices.tell(Gravity::Warning, text);
        self.read_organisation();
    }
}
