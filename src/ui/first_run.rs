//! The first screen on an empty data file: demo data, a spreadsheet, or an empty desk.

use super::Cx;

#[derive(Debug, Default)]
pub struct FirstRunScreen {
    /// Demo data is being made.
    pub busy: bool,
    pub chosen: usize,
}

pub fn first_run_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut FirstRunScreen) {}
