//! 工单台: the list of cases, grouped by what burns, with the selected case beside it.

use super::case::CaseScreen;
use super::{Cx, ListPages};
use crate::store::{By, CaseId, ListQuery, View};

/// What the person is doing in the list.
pub struct WorklistScreen {
    pub pages: ListPages,
    pub selected: Option<CaseId>,
}

impl WorklistScreen {
    #[must_use]
    pub fn new(by: &By) -> Self {
        Self { pages: ListPages::new(ListQuery::of(View::Mine, by)), selected: None }
    }

    /// Lists another query; the selection goes to its first row.
    pub fn open(&mut self, query: ListQuery) {
        self.pages.ask_for(query);
        self.selected = None;
    }
}

pub fn worklist_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut WorklistScreen, _case: &mut CaseScreen) {}
