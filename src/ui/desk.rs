//! The whole window: navigation, the screen of the route, what floats above it.

use egui::{CentralPanel, Frame, Panel, Ui};

use super::theme::{Tokens, size};
use super::widgets::chip::Tone;
use super::widgets::feedback::{Toast, ToastAnswer, Work, WorkAnswer, banner};
use super::{Action, Cx, Gravity, Notices, Route, Screens, icons, navigation, palette, shortcuts, status};
use crate::t;

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
pub fn desk_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &mut Screens, notices: &mut Notices, jobs: &[JobLook]) {
    let t = Tokens::of(ui.ctx());
    if cx.route == Route::FirstRun {
        CentralPanel::no_frame().frame(Frame::NONE.fill(t.app)).show(ui, |ui| {
            banners_ui(ui, cx, notices);
            super::first_run::first_run_ui(ui, cx, &mut screens.first_run);
        });
        floating_ui(ui, cx, notices, jobs);
        return;
    }
    if cx.route == Route::Review && screens.review.presenting {
        return super::review::present_ui(ui, &mut screens.review);
    }
    if cx.route == Route::Board && screens.board.presenting.is_some() {
        super::board::present_ui(ui, cx, &mut screens.board);
        floating_ui(ui, cx, notices, jobs);
        return;
    }
    shortcuts::shortcuts(ui, cx, screens);
    let ground = Frame::NONE.fill(t.app);
    Panel::bottom("status")
        .exact_size(size::STATUS_BAR)
        .frame(ground)
        .show(ui, |ui| status::status_ui(ui, cx, screens));
    let rail = ui.ctx().content_rect().width() < size::RAIL_BELOW || cx.route == Route::Case || screens.rail;
    let width = if rail { size::RAIL } else { size::NAV };
    Panel::left("navigation")
        .exact_size(width)
        .resizable(false)
        .frame(ground)
        .show(ui, |ui| navigation::navigation_ui(ui, cx, screens, rail));
    CentralPanel::no_frame().frame(Frame::NONE.fill(t.panel)).show(ui, |ui| {
        banners_ui(ui, cx, notices);
        screen_ui(ui, cx, screens);
    });
    super::case::dispatch_when_here(cx, &mut screens.case);
    super::dialogs::dialog_ui(ui.ctx(), cx, &mut screens.case);
    super::links::link_dialog_ui(ui.ctx(), cx, &mut screens.links, &mut screens.case);
    palette::palette_ui(ui.ctx(), cx, screens);
    floating_ui(ui, cx, notices, jobs);
}

fn screen_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &mut Screens) {
    match cx.route {
        Route::FirstRun => {}
        Route::Worklist => super::worklist::worklist_ui(ui, cx, &mut screens.worklist, &mut screens.case),
        Route::Case => {
            screens.case.neighbours = screens.worklist.neighbours();
            super::case::case_ui(ui, cx, &mut screens.case);
        }
        Route::Intake => super::intake::intake_ui(ui, cx, &mut screens.intake),
        Route::Board => super::board::board_ui(ui, cx, &mut screens.board),
        Route::Kpi => super::kpi::kpi_ui(ui, cx, &mut screens.kpi),
        Route::Review => super::review::review_ui(ui, cx, &mut screens.review),
        Route::Print => super::print::print_ui(ui, cx, &mut screens.print, &screens.case),
        Route::Import => super::import::import_ui(ui, cx, &mut screens.import),
        Route::Settings => super::settings::settings_ui(ui, cx, &mut screens.settings),
    }
}

fn banners_ui(ui: &mut Ui, cx: &Cx<'_>, notices: &Notices) {
    for notice in &notices.banners {
        let look = match notice.gravity {
            Gravity::Info => (Tone::Accent, icons::INFO),
            Gravity::Warning => (Tone::Warn, icons::WARNING),
            Gravity::Error => (Tone::Danger, icons::WARNING_CIRCLE),
        };
        let close = t!(cx.texts, "banner-close");
        let frame = Frame::NONE.inner_margin(egui::Margin { left: 12, right: 12, top: 6, bottom: 0 });
        frame.show(ui, |ui| {
            if banner(ui, look, &notice.text, &[&close]).is_some() {
                cx.want(Action::Dismiss(notice.id));
            }
        });
    }
}

/// Toast and running work, above everything.
fn floating_ui(ui: &Ui, cx: &Cx<'_>, notices: &mut Notices, jobs: &[JobLook]) {
    if let Some(toast) = &notices.toast {
        let (undo, close) = (t!(cx.texts, "toast-undo"), t!(cx.texts, "toast-close"));
        let undo = toast.undo.then_some((undo.as_str(), "Ctrl Z"));
        match (Toast { text: &toast.text, undo, left: "", close: &close }).show(ui.ctx(), 46.0) {
            Some(ToastAnswer::Undo) => {
                cx.want(Action::Undo);
                notices.toast = None;
            }
            Some(ToastAnswer::Close) => notices.toast = None,
            None => {}
        }
    }
    // Work that is over within a second shows nothing; a file dialog of the system is its own sign.
    if let Some(job) = jobs.iter().find(|job| job.total > 0 && job.done < job.total) {
        let counts = t!(cx.texts, "job-counts", done = job.done, total = job.total);
        let (hide, cancel) = (t!(cx.texts, "job-hide"), t!(cx.texts, "job-cancel"));
        let work = Work {
            title: &job.title,
            left: "",
            counts: &counts,
            trouble: "",
            hide: &hide,
            cancel: &cancel,
            share: job.done as f32 / job.total.max(1) as f32,
        };
        if matches!(work.show(ui.ctx(), 46.0), Some(WorkAnswer::Cancel)) {
            cx.want(Action::CancelJob);
        }
    }
}
