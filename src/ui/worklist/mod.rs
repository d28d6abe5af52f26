//! 工单台: the list of cases, grouped by what burns, with the selected case beside it.

mod chips;
mod columns;
mod columns_menu;
mod head;
mod keys;
mod list;
mod marked_bar;
mod marks;
mod print_dialog;
mod rows;
mod toolbar;

use std::collections::BTreeMap;

use egui::{CentralPanel, Frame, Panel};

use self::print_dialog::PrintChoice;
use super::case::{CaseScreen, detail_ui};
use super::theme::{Tokens, size};
use super::widgets::rows::Place;
use super::{Cx, ListPages};
use crate::domain::Stamp;
use crate::store::{By, CaseId, ListQuery, View};
use columns::{Column, ColumnChoice};
pub use marked_bar::{DeedReport, marked_keys};
pub use marks::{MOST_MARKED, Marks};
use rows::RowText;

/// What the person is doing in the list.
pub struct WorklistScreen {
    pub pages: ListPages,
    pub selected: Option<CaseId>,
    place: Place,
    /// Groups that are folded, by their order.
    folded: [bool; 4],
    /// Typed into the search box; asked for after a short rest.
    typed: String,
    /// When the search box changed last and has not been asked for yet, in seconds of the window's time.
    typed_at: Option<f64>,
    search_wanted: bool,
    saving_view: Option<String>,
    /// Made from rows of this version at this minute and language.
    shown: BTreeMap<CaseId, RowText>,
    shown_of: (u64, Stamp, &'static str),
    page: usize,
    pub marks: Marks,
    /// Whether the marked cases are to be dispatched is being asked.
    asking: bool,
    /// Which sheets of the marked cases are to be printed is being asked.
    printing: Option<PrintChoice>,
    /// What became of the last deed on many cases, while it is shown.
    pub report: Option<DeedReport>,
    columns: ColumnChoice,
    /// Width of the list in the last frame.
    list_width: f32,
    /// The column whose head is being dragged to another place.
    carried: Option<Column>,
}

impl WorklistScreen {
    #[must_use]
    pub fn new(by: &By) -> Self {
        Self {
            pages: ListPages::new(ListQuery::of(View::Mine, by)),
            selected: None,
            place: Place::default(),
            folded: [false; 4],
            typed: String::new(),
            typed_at: None,
            search_wanted: false,
            saving_view: None,
            shown: BTreeMap::new(),
            shown_of: (0, Stamp(0), ""),
            page: 10,
            marks: Marks::default(),
            asking: false,
            printing: None,
            report: None,
            columns: ColumnChoice::default(),
            list_width: 760.0,
            carried: None,
        }
    }

    /// Lists another query; the selection goes to its first row.
    pub fn open(&mut self, query: ListQuery) {
        self.typed.clone_from(&query.search);
        self.typed_at = None;
        if !is_same_list(&query, self.pages.query()) {
            self.marks.clear();
        }
        self.pages.ask_for(query);
        self.selected = None;
        self.place = Place::default();
    }

    /// Shows the columns that the settings of this computer name ([`Action::KeepColumns`](super::Action::KeepColumns)).
    pub fn set_columns(&mut self, text: &str) {
        self.columns = ColumnChoice::read(text);
    }

    /// Puts the cursor into the search box in the next frame.
    pub const fn want_search(&mut self) {
        self.search_wanted = true;
    }

    /// Whether a question or a report about marked rows is open.
    #[must_use]
    pub const fn has_dialog(&self) -> bool {
        self.asking || self.printing.is_some() || self.report.is_some()
    }

    /// Cases before and behind the selected one, for the case screen.
    #[must_use]
    pub fn neighbours(&self) -> (Option<CaseId>, Option<CaseId>) {
        let Some(at) = self.selected.and_then(|id| self.pages.index_of(id)) else { return (None, None) };
        (self.pages.row(at - 1).map(|row| row.id), self.pages.row(at + 1).map(|row| row.id))
    }
}

/// Draws toolbar, filters, list and, where there is room, the selected case.
pub fn worklist_ui(ui: &mut egui::Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, case: &mut CaseScreen) {
    let t = Tokens::of(ui.ctx());
    let window = ui.ctx().content_rect().width();
    let panel = Frame::NONE.fill(t.panel);
    if window >= size::DETAIL_BELOW {
        let wide = if window >= 1680.0 { 560.0 } else { 476.0 };
        Panel::right("worklist-detail")
            .resizable(true)
            .default_size(wide)
            .size_range(420.0..=640.0)
            .frame(panel)
            .show(ui, |ui| detail_ui(ui, cx, case));
    }
    CentralPanel::no_frame().frame(panel).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        toolbar::toolbar_ui(ui, cx, screen);
        if screen.marks.is_empty() {
            toolbar::filters_ui(ui, cx, screen);
        } else {
            marked_bar::marked_bar_ui(ui, cx, screen);
        }
        chips::chips_ui(ui, cx, screen);
        list::list_ui(ui, cx, screen);
    });
    marked_bar::marked_dialogs_ui(ui.ctx(), cx, screen);
    keys::keys(ui, cx, screen);
}

/// Whether two queries list the same cases, in whatever order.
fn is_same_list(one: &ListQuery, other: &ListQuery) -> bool {
    one.view == other.view && one.filter == other.filter && one.search.trim() == other.search.trim()
}
