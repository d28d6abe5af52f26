//! Dialogs in which a command on a case is filled in.

use super::Cx;
use super::icons::{self, Icon};
use crate::domain::Case;
use crate::store::CaseFile;
use crate::text::Texts;

/// The dialog that is open.
#[derive(Debug)]
pub struct Dialog(pub DialogKind);

/// (temporary)
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogKind {
    Dispatch,
    Transfer,
    SendBack,
    Raise,
    AskAssist,
    AnswerAssist(usize),
    Wait,
    Extend,
    Urge,
    Handle,
    Reply,
    OnTheSpot,
    Revisit,
    SkipRevisit,
    OpenRound,
    Close,
    Reopen,
    Note,
    Amend,
    Detach(String),
}

impl Dialog {
    pub fn open(kind: DialogKind, _cx: &Cx<'_>, _file: &CaseFile) -> Self {
        Self(kind)
    }
}
pub fn next_step(_case: &Case) -> Option<DialogKind> {
    Some(DialogKind::Dispatch)
}
pub fn why_not(_texts: &Texts, _case: &Case, _kind: &DialogKind) -> Option<String> {
    None
}
pub fn label(_texts: &Texts, kind: &DialogKind) -> String {
    format!("{kind:?}")
}
pub fn icon(_kind: &DialogKind) -> Icon {
    icons::PAPER_PLANE_TILT
}
pub fn key(_kind: &DialogKind) -> Option<&'static str> {
    Some("A")
}
pub fn dialog_ui(_ctx: &egui::Context, _cx: &super::Cx<'_>, _screen: &mut super::case::CaseScreen) {}
