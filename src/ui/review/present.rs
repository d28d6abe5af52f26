//! A review on the wall: one page over the whole screen, turned with the arrow keys, Esc back.

use egui::{Color32, Key, Modifiers, Rect, Ui, ViewportCommand, vec2};

use super::ReviewScreen;
use crate::ui::paper_view::PaperColours;
use crate::ui::theme::Tokens;

/// Puts the pages on the wall, from the chapter on screen on, or takes them off it.
pub fn present(ctx: &egui::Context, screen: &mut ReviewScreen) {
    screen.presenting = !screen.presenting && screen.pages.is_some();
    screen.shown = screen.page_of(screen.chosen()).unwrap_or(0);
    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(screen.presenting));
}

/// Shows the page at hand as large as the window.
pub fn present_ui(ui: &mut Ui, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    let mut view = screen.view.take().unwrap_or_default();
    let Some(pages) = &screen.pages else {
        screen.view = Some(view);
        return;
    };
    let sheet = &pages.laid_out.sheet;
    let last = sheet.pages.len().saturating_sub(1);
    let pressed = |keys: &[Key]| ui.input_mut(|input| keys.iter().any(|key| input.consume_key(Modifiers::NONE, *key)));
    if pressed(&[Key::ArrowRight, Key::ArrowDown, Key::PageDown, Key::Space, Key::Enter]) {
        screen.shown += 1;
    }
    if pressed(&[Key::ArrowLeft, Key::ArrowUp, Key::PageUp, Key::Backspace]) {
        screen.shown = screen.shown.saturating_sub(1);
    }
    if pressed(&[Key::Home]) {
        screen.shown = 0;
    }
    if pressed(&[Key::End]) {
        screen.shown = last;
    }
    if pressed(&[Key::Escape, Key::F11]) {
        screen.presenting = false;
        ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(false));
    }
    screen.shown = screen.shown.min(last);
    let room = ui.max_rect();
    ui.painter().rect_filled(room, 0.0, Color32::BLACK);
    if let Some(page) = sheet.pages.get(screen.shown) {
        let scale = (room.width() / page.width).min(room.height() / page.height);
        let place = Rect::from_center_size(room.center(), vec2(page.width, page.height) * scale);
        let colours = PaperColours { paper: t.paper, edge: t.paper_edge, ink: t.ink, missing: t.warn_f };
        view.page(ui.painter(), page, (place.min, scale), &colours);
        let name = format!("{} {} / {}", sheet.title, screen.shown + 1, sheet.pages.len());
        let response = ui.interact(place, ui.scope_id().with("page"), egui::Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        if response.clicked() {
            screen.shown = (screen.shown + 1).min(last);
        }
    }
    screen.view = Some(view);
}
