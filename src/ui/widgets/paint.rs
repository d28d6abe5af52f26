//! What all widgets share when they paint: text that fits, focus rings, dashed frames, tips, floating grounds.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Color32, Context, CornerRadius, Event, FontId, Frame, Galley, Id, Margin, Painter, Pos2, Rect, Response,
    Shape, Stroke, StrokeKind, Tooltip, Ui, pos2,
};

use super::chip::{KeyCapOn, paint_key_cap};
use crate::ui::theme::{Tokens, float_shadow, font, size};

/// Lays out one line that is cut with an ellipsis at `width`. The flag says whether something was cut.
#[must_use]
pub fn line(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32) -> (Arc<Galley>, bool) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping { overflow_character: Some('…'), ..TextWrapping::truncate_at_width(width.max(0.0)) };
    job.break_on_newline = false;
    let galley = painter.layout_job(job);
    let cut = galley.elided;
    (galley, cut)
}

/// Paints one line from the left edge of `rect`, in the middle of its height, cut at its right edge.
///
/// Gives the x behind the text and whether something was cut (then show the whole on hover).
pub fn text_in(painter: &Painter, rect: Rect, text: &str, font: FontId, colour: Color32) -> (f32, bool) {
    let (galley, cut) = line(painter, text, font, colour, rect.width());
    let end = rect.left() + galley.size().x;
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, colour);
    (end, cut)
}

/// Paints one line that ends at the right edge of `rect`. Gives the x where the text begins.
pub fn text_right(painter: &Painter, rect: Rect, text: &str, font: FontId, colour: Color32) -> f32 {
    painter.text(pos2(rect.right(), rect.center().y), Align2::RIGHT_CENTER, text, font, colour).left()
}

/// Width one line of text takes.
#[must_use]
pub fn width(painter: &Painter, text: &str, font: FontId) -> f32 {
    painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
}

/// Whether the clerk works with the keyboard at the moment: the last press was a key, not a pointer button.
///
/// Asked by every widget in every frame, so it is never out of date by more than one frame.
pub fn by_keyboard(ctx: &Context) -> bool {
    let id = Id::unique("last-press-was-a-key");
    let news = ctx.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::PointerButton { pressed: true, .. } => Some(false),
            Event::Key { pressed: true, .. } => Some(true),
            _ => None,
        })
    });
    match news {
        Some(keyboard) => {
            ctx.data_mut(|data| data.insert_temp(id, keyboard));
            keyboard
        }
        None => ctx.data(|data| data.get_temp(id)).unwrap_or(false),
    }
}

/// Where the focus ring lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// Two points outside: buttons, chips.
    Outside,
    /// On the inner edge: rows, items of lists.
    Inside,
}

/// Draws the focus ring when the widget has the focus and the clerk works with the keyboard.
pub fn focus_ring(ui: &Ui, response: &Response, radius: f32, ring: Ring) {
    let keyboard = by_keyboard(ui.ctx());
    if keyboard && response.has_focus() {
        let colour = Tokens::of(ui.ctx()).accent;
        paint_ring(ui.painter(), response.rect, radius, ring, colour);
    }
}

/// Draws a focus ring, whatever has the focus.
pub fn paint_ring(painter: &Painter, rect: Rect, radius: f32, ring: Ring, colour: Color32) {
    let stroke = Stroke::new(2.0, colour);
    match ring {
        Ring::Outside => painter.rect_stroke(rect.expand(2.0), radius + 2.0, stroke, StrokeKind::Outside),
        Ring::Inside => painter.rect_stroke(rect, radius, stroke, StrokeKind::Inside),
    };
}

/// A dashed frame on the inner edge of `rect`: what may still be put here.
pub fn dashed_frame(painter: &Painter, rect: Rect, stroke: Stroke) {
    let r = rect.shrink(0.5);
    let path = [r.left_top(), r.right_top(), r.right_bottom(), r.left_bottom(), r.left_top()];
    painter.extend(Shape::dashed_line(&path, stroke, 3.0, 2.5));
}

/// A filled rectangle with a line on its inner edge.
pub fn boxed(painter: &Painter, rect: Rect, radius: f32, fill: Color32, line: Color32) {
    painter.rect(rect, radius, fill, Stroke::new(1.0, line), StrokeKind::Inside);
}

/// Ground of menus, lists that drop down and dialogs.
pub fn floating(ctx: &Context, padding: Margin) -> Frame {
    let t = Tokens::of(ctx);
    Frame::new()
        .fill(t.panel)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(10))
        .shadow(float_shadow(t))
        .inner_margin(padding)
}

/// Tells screen readers about a widget what is not in its name: why it cannot be used, what is wrong with it. What was
/// told first stays; a widget without a name is told nothing of.
pub fn describe(response: &Response, words: &str) {
    if response.ctx.has_accesskit_node(response.id) {
        response.ctx.accesskit_node_builder(response.id, |node| {
            if node.description().is_none() && node.label() != Some(words) {
                node.set_description(words);
            }
        });
    }
}

/// Shows a tip while the pointer rests on the widget, with its key when it has one, and tells it to screen readers. Also
/// works on disabled widgets.
pub fn tip(response: &Response, text: &str, key: Option<&str>) {
    describe(response, text);
    let t = Tokens::of(&response.ctx);
    let frame = Frame::new().fill(t.toast).corner_radius(CornerRadius::same(6)).inner_margin(Margin::symmetric(10, 6));
    let mut tooltip = Tooltip::for_widget(response);
    tooltip.popup = tooltip.popup.open(Tooltip::should_show_tooltip(response, true)).frame(frame);
    tooltip.show(|ui| {
        ui.spacing_mut().interact_size.y = size::KEY_CAP;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.label(egui::RichText::new(text).font(font::meta()).color(t.on_toast));
            if let Some(key) = key {
                let (rect, _) = ui.allocate_exact_size(key_size(ui, key), egui::Sense::hover());
                paint_key_cap(ui.painter(), rect.left_center(), key, KeyCapOn::Toast, t);
            }
        });
    });
}

fn key_size(ui: &Ui, key: &str) -> egui::Vec2 {
    egui::vec2(super::chip::key_cap_width(ui.painter(), key), size::KEY_CAP)
}

/// The vertical middle of `rect` at `x`.
#[must_use]
pub fn at(rect: Rect, x: f32) -> Pos2 {
    pos2(x, rect.center().y)
}
