//! The bar at the top of a screen: its title, then whatever the screen puts beside it.

use egui::{Align, Layout, Rect, Sense, Stroke, Ui, UiBuilder, vec2};

use super::theme::{Tokens, font, size};

/// Shows the bar, 48 high, over the full width; `body` goes on behind the title, from the left.
pub fn toolbar<R>(ui: &mut Ui, title: &str, body: impl FnOnce(&mut Ui) -> R) -> R {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TOOLBAR), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, t.panel);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line));
    line(ui, rect, |ui| {
        ui.add(egui::Label::new(egui::RichText::new(title).font(font::heading()).color(t.text)).extend());
        ui.add_space(8.0);
        body(ui)
    })
}

/// One line of things at a place, 16 from its sides.
pub fn line<R>(ui: &mut Ui, rect: Rect, body: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::left_to_right(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(16.0, 0.0))).layout(layout));
    child.spacing_mut().item_spacing.x = 6.0;
    body(&mut child)
}

/// What is left of the bar, filled from the right: the last thing first.
pub fn from_right<R>(ui: &mut Ui, body: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), body).inner
}
