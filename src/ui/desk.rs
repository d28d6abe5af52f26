//! The whole window: navigation, the screen of the route, what floats above it.

use super::{Cx, Notices, Route, Screens};

/// A running job as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobLook {
    pub title: String,
    pub done: u64,
    /// 0 is "not known".
    pub total: u64,
}

/// Fonts, colours and sizes, once at start.
///
/// # Errors
/// When an embedded font is damaged.
pub fn install(ctx: &egui::Context) -> anyhow::Result<()> {
    super::fonts::install(ctx)?;
    super::theme::install(ctx);
    Ok(())
}

/// Draws one frame of the window.
pub fn desk_ui(ui: &mut egui::Ui, cx: &Cx<'_>, screens: &mut Screens, _notices: &mut Notices, _jobs: &[JobLook]) {
    match cx.route {
        Route::FirstRun => super::first_run::first_run_ui(ui, cx, &mut screens.first_run),
        Route::Worklist => super::worklist::worklist_ui(ui, cx, &mut screens.worklist, &mut screens.case),
        Route::Case => super::case::case_ui(ui, cx, &mut screens.case),
        Route::Intake => super::intake::intake_ui(ui, cx, &mut screens.intake),
        Route::Board => super::board::board_ui(ui, cx, &mut screens.board),
        Route::Print => super::print::print_ui(ui, cx, &mut screens.print, &screens.case),
        Route::Import => super::import::import_ui(ui, cx, &mut screens.import),
        Route::Settings => super::settings::settings_ui(ui, cx, &mut screens.settings),
    }
}
