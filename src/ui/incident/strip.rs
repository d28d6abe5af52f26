//! Small parts of the incident page: the strip of the talks' steps, chips of what is missing, the sign of a standing.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::IncidentState;
use super::lack::{Goal, Lack};
use super::talks::StepView;
use super::view::Standing;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::paint::{boxed, text_in};

/// The sign of how far a section or step is, and its colour.
pub(super) const fn standing_sign(standing: Standing, t: &Tokens) -> (icons::Icon, egui::Color32) {
    match standing {
        Standing::Complete => (icons::CHECK_CIRCLE.fill(), t.ok_f),
        Standing::Lacking => (icons::WARNING.fill(), t.warn_f),
        Standing::Locked => (icons::LOCK_SIMPLE, t.ter),
    }
}

/// What is missing, as chips; each leads to where it is mended.
pub(in crate::ui) fn lacks_ui(ui: &mut Ui, state: &mut IncidentState, lacks: &[Lack]) {
    if lacks.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for lack in lacks {
            let chip = Chip::new(&lack.text, Tone::Warn).icon(icons::WARNING);
            if chip.button(ui).clicked() {
                match lack.goal {
                    Goal::Section(section) => state.go_to(section),
                    Goal::Entry(ask, part) => state.go_to_part(ask, part),
                    elsewhere => state.leave = Some(elsewhere),
                }
            }
        }
    });
}

/// The order of the talks: a step that is shut is grey and says which comes first (J13).
pub(super) fn steps_ui(ui: &mut Ui, steps: &[StepView]) {
    const HIGH: f32 = 56.0;
    let t = Tokens::of(ui.ctx());
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width().min(900.0), HIGH), Sense::hover());
    boxed(ui.painter(), whole, size::R_PANEL, t.panel, t.line);
    let wide = whole.width() / steps.len().max(1) as f32;
    for (nth, step) in steps.iter().enumerate() {
        let place = Rect::from_min_size(pos2(whole.left() + wide * nth as f32, whole.top()), vec2(wide, HIGH));
        let response = ui.interact(place, ui.scope_id().with(("step", nth)), Sense::hover());
        let spoken = format!("{} {}", step.name, step.state);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, step.standing != Standing::Locked, spoken.as_str()));
        let (sign, ink) = standing_sign(step.standing, t);
        let (sign, ink, words) = match step.standing {
            Standing::Lacking => (icons::CIRCLE_DASHED, t.accent_t, t.text),
            Standing::Locked => (sign, ink, t.ter),
            Standing::Complete => (sign, ink, t.text),
        };
        if step.standing == Standing::Lacking {
            ui.painter().rect_filled(place.shrink(1.0), size::R_BUTTON, t.accent_s);
        }
        if nth > 0 {
            ui.painter().vline(place.left() + 0.5, place.y_range(), Stroke::new(1.0, t.line));
        }
        let inner = place.shrink2(vec2(10.0, 7.0));
        let upper = inner.with_max_y(inner.center().y);
        let x = sign.paint_left(ui.painter(), upper, 15.0, ink) + 7.0;
        text_in(ui.painter(), upper.with_min_x(x), &step.name, font::body_medium(), words);
        text_in(ui.painter(), inner.with_min_y(inner.center().y), &step.state, font::meta(), t.ter);
    }
}
