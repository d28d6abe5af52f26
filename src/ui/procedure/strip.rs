//! The strip of steps of a procedure: as many cells in a row as have room for their words.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::view::{StepStanding, StepText};
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::paint::{boxed, text_in, tip, width};

/// Height of a cell.
const HIGH: f32 = 54.0;
/// A cell is at least this wide and not wider than it needs above that.
const LEAST: f32 = 118.0;
const MOST: f32 = 210.0;
/// Edges and sign beside the name.
const AROUND: f32 = 50.0;

/// Draws the strip over the available width.
pub(super) fn strip_ui(ui: &mut Ui, steps: &[StepText]) {
    let t = Tokens::of(ui.ctx());
    let needs = |step: &StepText| {
        let name = width(ui.painter(), &step.name, font::body_medium());
        name.max(width(ui.painter(), &step.below, font::meta()) - 22.0)
    };
    let widest = steps.iter().map(needs).fold(0.0, f32::max);
    let cell = (widest + AROUND).clamp(LEAST, MOST);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some tens of cells")]
    let columns = ((ui.available_width() / cell).floor() as usize).clamp(1, steps.len().max(1));
    let rows = steps.len().div_ceil(columns);
    let wide = (ui.available_width() / columns as f32).min(MOST * 1.25);
    let (whole, _) = ui.allocate_exact_size(vec2(wide * columns as f32, HIGH * rows as f32), Sense::hover());
    boxed(ui.painter(), whole, size::R_PANEL, t.panel, t.line);
    for (nth, step) in steps.iter().enumerate() {
        let corner = whole.min + vec2(wide * (nth % columns) as f32, HIGH * (nth / columns) as f32);
        let place = Rect::from_min_size(corner, vec2(wide, HIGH));
        if nth % columns > 0 {
            ui.painter().vline(place.left() + 0.5, place.y_range(), Stroke::new(1.0, t.line));
        }
        if nth >= columns {
            ui.painter().hline(place.x_range(), place.top() + 0.5, Stroke::new(1.0, t.line));
        }
        cell_ui(ui, step, (nth, place));
    }
}

fn cell_ui(ui: &Ui, step: &StepText, (nth, place): (usize, Rect)) {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with(("step", nth)), Sense::hover());
    let spoken = format!("{} {}", step.name, step.below);
    let done = step.standing == StepStanding::Done;
    response.widget_info(|| WidgetInfo::labeled(Role::Label, step.standing != StepStanding::Later, spoken.as_str()));
    let (sign, ink, words) = match step.standing {
        StepStanding::Done => (icons::CHECK_CIRCLE.fill(), t.ok_f, t.text),
        StepStanding::Next => (icons::CIRCLE_DASHED, t.accent_t, t.text),
        StepStanding::Later => (icons::CIRCLE, t.ter, t.ter),
    };
    if step.standing == StepStanding::Next {
        ui.painter().rect_filled(place.shrink(1.0), size::R_BUTTON, t.accent_s);
    }
    let inner = place.shrink2(vec2(12.0, 7.0));
    let upper = inner.with_max_y(inner.center().y);
    let x = sign.paint_left(ui.painter(), upper, 15.0, ink) + 7.0;
    let face = if done || step.standing == StepStanding::Next { font::body_medium() } else { font::body() };
    text_in(ui.painter(), upper.with_min_x(x), &step.name, face, words);
    let lower = Rect::from_min_max(pos2(inner.left(), inner.center().y), inner.max);
    let (lower, ink) = if step.late {
        let x = icons::CLOCK.fill().paint_left(ui.painter(), lower, 13.0, t.danger) + 4.0;
        (lower.with_min_x(x), t.danger)
    } else {
        (lower, t.ter)
    };
    text_in(ui.painter(), lower, &step.below, font::meta(), ink);
    tip(&response, &step.about, None);
}
