//! Keys that work on every screen. Single letters only while no text field has the focus.

use egui::{Key, Modifiers, Ui};

use super::case::case_keys;
use super::theme::size;
use super::worklist::marked_keys;
use super::{Action, Cx, Pane, Route, Screens};

/// How long G waits for its second letter, in seconds.
const GO_WAITS: f64 = 1.2;

pub(super) fn shortcuts(ui: &Ui, cx: &Cx<'_>, screens: &mut Screens) {
    let command = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
    if command(Key::N) {
        cx.want(Action::Go(Route::Intake));
    }
    if command(Key::K) {
        screens.palette.open = !screens.palette.open;
        screens.palette.typed.clear();
        screens.palette.fresh = true;
    }
    let full_screen = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F11));
    if full_screen && cx.route == Route::Board {
        super::board::present(ui.ctx(), &mut screens.board);
    } else if full_screen && cx.route == Route::Review {
        super::review::present(ui.ctx(), &mut screens.review);
    } else if full_screen {
        let full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
        ui.ctx().send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
    }
    if command(Key::B) {
        screens.rail = !screens.rail;
    }
    panes(ui, cx, screens);
    let typing = ui.ctx().text_edit_focused();
    if screens.palette.open || screens.palette.keys_open {
        return;
    }
    // The review takes changes of its chapters back itself.
    let own = cx.route == Route::Review && screens.review.has_undo();
    if !typing && !own && command(Key::Z) {
        cx.want(Action::Undo);
    }
    let asking = screens.case.dialog.is_some() || screens.links.is_some() || screens.case.full.procedure.is_asking();
    let asking = asking || cx.route == Route::Print && screens.print.returns.is_asking();
    if typing || asking || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let marked = cx.route == Route::Worklist && !screens.worklist.marks.is_empty();
    if cx.route == Route::Worklist && screens.worklist.has_dialog() {
        return;
    }
    if marked {
        marked_keys(ui, cx, &mut screens.worklist);
    }
    letters(ui, cx, screens, marked);
}

/// F6 goes to the next part of the window, Shift F6 to the one before.
fn panes(ui: &Ui, cx: &Cx<'_>, screens: &mut Screens) {
    // A shift is passed over where none is asked for, so the pair with it comes first.
    let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::F6));
    let back = pressed(Modifiers::SHIFT);
    if !back && !pressed(Modifiers::NONE) {
        return;
    }
    let detail = cx.route == Route::Worklist && ui.ctx().content_rect().width() >= size::DETAIL_BELOW;
    let panes: &[Pane] =
        if detail { &[Pane::Navigation, Pane::Screen, Pane::Detail] } else { &[Pane::Navigation, Pane::Screen] };
    let held = ui.memory(egui::Memory::focused);
    let from = if held.is_none() { Pane::Screen } else { screens.pane };
    let at = panes.iter().position(|pane| *pane == from).unwrap_or(1);
    let step = if back { panes.len() - 1 } else { 1 };
    screens.pane = panes.get((at + step) % panes.len()).copied().unwrap_or_default();
    if let Some(held) = held {
        ui.memory_mut(|memory| memory.surrender_focus(held));
    }
    screens.pane_wanted = screens.pane != Pane::Screen;
    screens.case.take_focus = screens.pane == Pane::Detail;
}

/// With `marked` rows no letter means the one case that is selected.
fn letters(ui: &Ui, cx: &Cx<'_>, screens: &mut Screens, marked: bool) {
    let now = ui.input(|input| input.time);
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Text(text) if text == "?"))) {
        screens.palette.keys_open = true;
        return;
    }
    // Both letters may arrive in one frame.
    if pressed(Key::G) {
        screens.go_at = Some(now);
    }
    if screens.go_at.is_some_and(|at| now - at < GO_WAITS) {
        let places = [
            (Key::W, Route::Worklist),
            (Key::D, Route::Board),
            (Key::K, Route::Kpi),
            (Key::R, Route::Review),
            (Key::P, Route::Print),
            (Key::I, Route::Import),
            (Key::S, Route::Settings),
        ];
        for (key, route) in places {
            if pressed(key) {
                screens.go_at = None;
                cx.want(Action::Go(route));
                return;
            }
        }
    }
    if matches!(cx.route, Route::Worklist | Route::Case) && !marked {
        case_keys(ui, cx, &mut screens.case);
    }
    // An entry of the incident file is given up before the case is left; the settings' panels keep Esc as well.
    let filling = cx.route == Route::Case && screens.case.full.incident.is_filling();
    let busy = filling || cx.route == Route::Settings && screens.settings.organisation.keeps_escape();
    if cx.route != Route::Worklist && cx.route != Route::Intake && !busy && pressed(Key::Escape) {
        cx.want(Action::Go(Route::Worklist));
    }
}
