//! Dialogs in which a command on a case is filled in.

/// The dialog that is open.
#[derive(Debug)]
pub enum Dialog {}

pub fn dialog_ui(_ctx: &egui::Context, _cx: &super::Cx<'_>, _screen: &mut super::case::CaseScreen) {}
