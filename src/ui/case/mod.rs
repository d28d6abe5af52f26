//! 工单详情: one case in full, and the same facts in the list's side pane.

use super::dialogs::Dialog;
use super::{Cx, Fetch};
use crate::domain::Stamp;
use crate::store::CaseFile;

/// What the person is doing with the case on screen.
#[derive(Default)]
pub struct CaseScreen {
    pub file: Fetch<Box<CaseFile>>,
    pub dialog: Option<Dialog>,
    /// Why the last command was refused; shown in the dialog that asked for it.
    pub refused: Option<String>,
    /// The phone is shown whole until then.
    pub revealed_until: Option<Stamp>,
    /// The dispatch dialog opens as soon as the case is here.
    pub dispatch_when_here: bool,
    /// Cases before and behind this one in the list.
    pub neighbours: (Option<crate::store::CaseId>, Option<crate::store::CaseId>),
}

pub fn case_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut CaseScreen) {}

pub fn detail_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut CaseScreen) {}

pub fn case_keys(_ui: &egui::Ui, _cx: &Cx<'_>, _screen: &mut CaseScreen) {}
