//! 分部与责任人: regions and branches at the left, the chosen one at the right, ready to be changed.

mod detail;
mod duties;
pub mod edit;
mod keys;
mod list;
mod outlets;
mod overview;
mod person;
mod region;
mod view;

use chrono::{Datelike, NaiveDate};
use egui::{Rect, Ui};

use super::{Action, Cx};
use crate::domain::Stamp;
use crate::domain::organisation::{BranchId, Change, Insurer, Organisation, Step};
use crate::store::{BranchFigure, RecordedChange};
use crate::t;
use crate::ui::say::organisation_fault_text;
use crate::ui::toolbar::from_right;
use crate::ui::widgets::rows::Place;
use crate::ui::widgets::search::Search;
use crate::ui::widgets::{Button, Pick};
use crate::ui::{Route, icons};
use edit::{BranchEdit, DutyEdit, Lack, Part, PersonEdit};
use region::RegionEdit;
use view::View;

/// Width of the form at the right.
const DETAIL: f32 = 344.0;

/// What saving a form would come to.
type Outcome = Result<Vec<Change>, Vec<(Part, Lack)>>;

/// The page of branches and people.
#[derive(Default)]
pub struct OrganisationPage {
    pub search: String,
    /// Changes made here, the latest last; Ctrl Z takes it back.
    pub made: Vec<Vec<Change>>,
    /// What was changed by whom, newest first.
    pub log: Vec<RecordedChange>,
    /// The way to the import was taken from here: it is to begin with a list of branches.
    pub wants_list: bool,
    /// Open cases and the quarter's on-time rate by branch.
    pub figures: Vec<BranchFigure>,
    selected: Option<BranchId>,
    /// The form; `None` while nothing is chosen.
    edit: Option<BranchEdit>,
    /// The form as it was opened.
    opened: BranchEdit,
    person: Option<PersonEdit>,
    /// The region that is being renamed.
    region: Option<RegionEdit>,
    /// The place of the outlet whose fields are open.
    outlet: Option<usize>,
    /// The responsibility that is being put together.
    duty: DutyEdit,
    insurer: Option<Insurer>,
    areas: Vec<Pick>,
    view: Option<View>,
    checked: Option<(Checked, Outcome, Vec<String>)>,
    place: Place,
    focus: Focus,
}

/// Where the keyboard is to go in the next frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Focus {
    #[default]
    Stay,
    Search,
    Form,
}

/// What was typed when the form was last checked, and on which organisation.
#[derive(Debug, Clone, PartialEq)]
enum Checked {
    Branch(Box<BranchEdit>, Organisation),
    Person(PersonEdit, Organisation),
}

impl OrganisationPage {
    /// Whether Esc has something to leave on this page before the page itself.
    #[must_use]
    pub const fn keeps_escape(&self) -> bool {
        self.edit.is_some() || self.person.is_some() || self.region.is_some()
    }

    /// Chooses a branch and opens its form.
    fn choose(&mut self, cx: &Cx<'_>, id: BranchId) {
        let Some(branch) = cx.organisation.branch(id) else { return };
        self.selected = Some(id);
        self.duty = DutyEdit::default();
        self.outlet = None;
        self.opened = BranchEdit::of(branch, cx.organisation, cx.now.date());
        self.edit = Some(self.opened.clone());
        if let Some(at) = self.view.as_ref().and_then(|view| view.branches().find(|(_, one)| *one == id)) {
            self.place.scroll_to(at.0);
        }
    }

    /// Opens an empty form.
    fn begin(&mut self, cx: &Cx<'_>) {
        let near = self.selected.and_then(|id| cx.organisation.branch(id));
        self.opened = BranchEdit {
            region: near.map(|branch| branch.region.clone()).unwrap_or_default(),
            from: cx.now.date().to_string(),
            ..BranchEdit::default()
        };
        self.selected = None;
        self.edit = Some(self.opened.clone());
        self.focus = Focus::Form;
    }

    fn leave(&mut self) {
        self.selected = None;
        self.edit = None;
    }

    /// Makes the form follow what was saved or changed elsewhere, unless something is typed in it.
    fn follow(&mut self, cx: &Cx<'_>) {
        let untouched = self.edit.as_ref().is_none_or(|edit| *edit == self.opened);
        let named = self.edit.as_ref().filter(|edit| edit.id.is_none()).map(|edit| edit.name.trim().to_owned());
        if let Some(branch) = named.and_then(|name| cx.organisation.branch_named(&name)) {
            self.choose(cx, branch.id);
        } else if let Some(id) = self.selected {
            let same = cx.organisation.branch(id).map(|branch| BranchEdit::of(branch, cx.organisation, cx.now.date()));
            match same {
                None => self.leave(),
                Some(fresh) if untouched || self.edit.as_ref() == Some(&fresh) => {
                    self.opened = fresh.clone();
                    self.edit = Some(fresh);
                }
                Some(fresh) => self.opened = fresh,
            }
        }
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if self.view.as_ref().is_some_and(|view| view.fits(cx, &self.search)) {
            return;
        }
        let changed = self.view.as_ref().is_some_and(|view| view.organisation != *cx.organisation);
        self.view = Some(View::of(cx, &self.search));
        if changed {
            self.insurer = None;
            self.follow(cx);
        }
        if self.areas.is_empty() {
            self.areas = view::areas(cx.places);
        }
    }

    /// What saving would come to, and what would then be wrong; worked out when something was typed.
    fn check(&mut self, cx: &Cx<'_>, typed: Checked) -> (Outcome, Vec<String>) {
        if let Some((before, outcome, wrongs)) = &self.checked
            && *before == typed
        {
            return (outcome.clone(), wrongs.clone());
        }
        let (organisation, day) = (cx.organisation, cx.now.date());
        let outcome = match &typed {
            Checked::Branch(edit, _) => edit.changes(organisation, day),
            Checked::Person(edit, _) => edit.changes(organisation, day),
        };
        let after = outcome.as_ref().ok().and_then(|changes| organisation.after(changes).ok());
        let wrongs: Vec<String> = after
            .map(|after| {
                let wrongs = organisation.new_wrongs(&after, cx.places);
                wrongs.iter().map(|fault| organisation_fault_text(cx.texts, &after, fault)).collect()
            })
            .unwrap_or_default();
        self.checked = Some((typed, outcome.clone(), wrongs.clone()));
        (outcome, wrongs)
    }

    /// The insurer of this year as it is typed.
    fn insurer(&mut self, cx: &Cx<'_>, year: i32) -> &mut Insurer {
        let standing = || {
            let none = Insurer { year, name: String::new(), phone: String::new() };
            cx.organisation.insurer(year).cloned().unwrap_or(none)
        };
        self.insurer.get_or_insert_with(standing)
    }

    fn save_insurer(&self, cx: &Cx<'_>) {
        let Some(typed) = self.insurer.clone() else { return };
        let before = cx.organisation.insurer(typed.year).cloned();
        let step = Step { before, after: Some(typed) };
        cx.want(Action::ChangeOrganisation(vec![Change::Insurer(step)]));
    }
}

/// The first moment of the quarter that holds `now`, and of the next one.
#[must_use]
pub fn quarter(now: Stamp) -> (Stamp, Stamp) {
    let (year, first) = (now.date().year(), now.date().month0() / 3 * 3 + 1);
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    let start = |day: NaiveDate| Stamp::from_wall(day.and_time(chrono::NaiveTime::MIN));
    let next = if first > 9 { day(year + 1, 1) } else { day(year, first + 3) };
    (start(day(year, first)), start(next))
}

/// Search, import and the new branch, in the toolbar.
pub(super) fn tools_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    let texts = cx.texts;
    let (hint, clear) = (t!(texts, "org-search"), t!(texts, "list-clear-search"));
    let width = (ui.available_width() - 260.0).clamp(140.0, 280.0);
    let search = Search { hint: &hint, key: Some("/"), clear: &clear, width };
    let box_ = search.ui(ui, "organisation", &mut page.search);
    if page.focus == Focus::Search {
        box_.request_focus();
        page.focus = Focus::Stay;
    }
    from_right(ui, |ui| {
        let new = t!(texts, "org-new-branch");
        if Button::primary(&new).icon(icons::PLUS).key("N").ui(ui).clicked() {
            page.begin(cx);
        }
        let import = t!(texts, "org-import");
        if Button::secondary(&import).icon(icons::FILE_XLS).ui(ui).clicked() {
            page.wants_list = true;
            cx.want(Action::Go(Route::Import));
        }
    });
}

/// The page over the place it is given.
pub(super) fn organisation_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage, room: Rect) {
    page.refresh(cx);
    keys::keys(ui, cx, page);
    let split = (room.right() - DETAIL).max(room.left() + room.width() * 0.45);
    list::list_ui(ui, cx, page, room.with_max_x(split));
    let side = room.with_min_x(split);
    if page.edit.is_some() {
        detail::detail_ui(ui, cx, page, side);
    } else {
        overview::overview_ui(ui, cx, page, side);
    }
    person::person_ui(ui.ctx(), cx, page);
    region::region_ui(ui.ctx(), cx, page);
}
