//! 工单详情: one case in full, and the same facts in the list's side pane.

mod detail;
mod keys;
mod view;

use super::dialogs::Dialog;
use super::{Cx, Fetch};
use crate::domain::Stamp;
use crate::store::{CaseFile, CaseId};

pub use detail::detail_ui;
pub use keys::{case_keys, dispatch_when_here};
pub use view::{DetailView, title};

/// What the person is doing with the case on screen.
#[derive(Default)]
pub struct CaseScreen {
    pub file: Fetch<Box<CaseFile>>,
    pub dialog: Option<Dialog>,
    /// Why the last command was refused; shown in the dialog that asked for it.
    pub refused: Option<String>,
    /// The phone is shown whole until then; the desk clears it when the time is over.
    pub revealed_until: Option<Stamp>,
    /// The dispatch dialog opens as soon as the case is here.
    pub dispatch_when_here: bool,
    /// Cases before and behind this one in the list.
    pub neighbours: (Option<CaseId>, Option<CaseId>),
    /// The side pane's words, made of one revision at one minute.
    pub view: Option<DetailView>,
}

pub fn case_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut CaseScreen) {}
