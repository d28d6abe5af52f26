//! Choices that are all in sight: toggle chips, one or several, and the check box.

use egui::{Align2, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{Ring, boxed, focus_ring, width};
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};

/// One toggle chip, 26 high: accent outline and soft ground while chosen.
pub fn toggle(ui: &mut Ui, label: &str, chosen: bool, role: Role) -> Response {
    let t = Tokens::of(ui.ctx());
    let face = if chosen { font::meta_medium() } else { font::meta() };
    let wide = width(ui.painter(), label, font::meta_medium()) + 20.0;
    let (rect, response) = ui.allocate_exact_size(vec2(wide, size::BUTTON_SMALL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), chosen, label));
    let (ground, line, ink) = match (chosen, response.hovered()) {
        (true, _) => (t.accent_s, t.accent, t.accent_t),
        (false, true) => (t.hover, t.border3, t.sec),
        (false, false) => (t.panel, t.border, t.sec),
    };
    boxed(ui.painter(), rect, size::R_BUTTON, ground, line);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, label, face, ink);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Outside);
    response
}

/// Toggle chips of which exactly one is chosen. Answers the one just chosen.
pub fn one_of(ui: &mut Ui, labels: &[&str], chosen: Option<usize>) -> Option<usize> {
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (at, label) in labels.iter().enumerate() {
            if toggle(ui, label, chosen == Some(at), Role::RadioButton).clicked() && chosen != Some(at) {
                answer = Some(at);
            }
        }
    });
    answer
}

/// Toggle chips of which any may be chosen; `is` tells the present state. Answers the one just pressed.
pub fn any_of(ui: &mut Ui, labels: &[&str], is: impl Fn(usize) -> bool) -> Option<usize> {
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (at, label) in labels.iter().enumerate() {
            if toggle(ui, label, is(at), Role::CheckBox).clicked() {
                answer = Some(at);
            }
        }
    });
    answer
}

/// A check box with its label; `clicked()` means "turn it over".
pub fn check_box(ui: &mut Ui, label: &str, checked: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let wide = width(ui.painter(), label, font::body()) + 24.0;
    let (rect, response) = ui.allocate_exact_size(vec2(wide, size::BUTTON_SMALL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), checked, label));
    let middle = pos2(rect.left() + 8.0, rect.center().y);
    paint_check(ui.painter(), middle, checked, response.hovered(), t);
    ui.painter().text(pos2(rect.left() + 24.0, middle.y), Align2::LEFT_CENTER, label, font::body(), t.text);
    focus_ring(ui, &response, size::R_CHIP, Ring::Outside);
    response
}

/// Paints the box of a check box, 16 wide, around `middle`.
pub fn paint_check(painter: &egui::Painter, middle: egui::Pos2, checked: bool, hover: bool, t: &Tokens) {
    let square = egui::Rect::from_center_size(middle, vec2(16.0, 16.0));
    if checked {
        painter.rect_filled(square, size::R_CHIP, if hover { t.accent_h } else { t.accent });
        icons::CHECK.bold().paint(painter, square.center(), 11.0, t.on_accent);
    } else {
        boxed(painter, square, size::R_CHIP, if hover { t.hover } else { t.panel }, t.border3);
    }
}
