//! Stage tracks: six small segments in a row, and the big one with names and times in the detail pane.

use egui::{Align2, Color32, Painter, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint::text_in;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};

/// Width of the mini track with `count` segments.
#[must_use]
pub const fn mini_width(count: u8) -> f32 {
    count as f32 * 11.0 - 2.0
}

/// Paints the mini track: segments 9x4; those before `current` are done, those behind it are to come.
///
/// `current == count` means all done. `selected` is for rows on the selection ground.
pub fn paint_mini(painter: &Painter, left: Pos2, (current, count): (u8, u8), selected: bool, t: &Tokens) -> Rect {
    let rect = Rect::from_min_size(pos2(left.x, (left.y - 2.0).round()), vec2(mini_width(count), 4.0));
    for at in 0..count {
        let colour = match at.cmp(&current) {
            std::cmp::Ordering::Less => t.stage_done,
            std::cmp::Ordering::Equal => t.stage_now,
            std::cmp::Ordering::Greater if selected => t.track_sel,
            std::cmp::Ordering::Greater => t.track,
        };
        let segment = Rect::from_min_size(rect.min + vec2(f32::from(at) * 11.0, 0.0), vec2(9.0, 4.0));
        painter.rect_filled(segment, 1.0, colour);
    }
    rect
}

/// The mini track in the flow of the layout; `label` says in words what it shows.
pub fn mini(ui: &mut Ui, current: u8, count: u8, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(mini_width(count), 12.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    paint_mini(ui.painter(), rect.left_center(), (current, count), false, Tokens::of(ui.ctx()));
    response
}

/// One stage on the big track.
#[derive(Debug, Clone, Copy)]
pub struct Stop<'a> {
    /// Name of the stage.
    pub name: &'a str,
    /// Time used, or a dash.
    pub time: &'a str,
}

/// The big track over the full width: done with a check, the current one a ring with a dot, the rest hollow. 60 high.
///
/// Answers the index of the stage clicked.
pub fn big(ui: &mut Ui, stops: &[Stop<'_>], current: usize) -> Option<usize> {
    let t = Tokens::of(ui.ctx());
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), 60.0), Sense::hover());
    let cell = area.width() / stops.len().max(1) as f32;
    let middle = |at: usize| pos2((area.left() + cell * (at as f32 + 0.5)).round(), area.top() + 10.0);
    for at in 1..stops.len() {
        let colour = if at <= current { t.accent } else { t.line };
        let span = (middle(at - 1).x + 11.0)..=(middle(at).x - 11.0);
        ui.painter().hline(span, area.top() + 10.0, Stroke::new(2.0, colour));
    }
    let mut clicked = None;
    for (at, stop) in stops.iter().enumerate() {
        let place = Rect::from_min_size(pos2(area.left() + cell * at as f32, area.top()), vec2(cell, area.height()));
        let response = ui.interact(place, ui.scope_id().with(("stage", at)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, at == current, stop.name));
        super::paint::focus_ring(ui, &response, 6.0, super::paint::Ring::Inside);
        if response.clicked() {
            clicked = Some(at);
        }
        mark(ui.painter(), middle(at), at.cmp(&current), t);
        let (face, ink) = match at.cmp(&current) {
            std::cmp::Ordering::Equal => (font::meta_medium(), t.text),
            std::cmp::Ordering::Less => (font::meta(), t.sec),
            std::cmp::Ordering::Greater => (font::meta(), t.ter),
        };
        let below = middle(at);
        ui.painter().text(below + vec2(0.0, 22.0), Align2::CENTER_CENTER, stop.name, face, ink);
        let time_ink = if at == current { t.sec } else { t.ter };
        ui.painter().text(below + vec2(0.0, 39.0), Align2::CENTER_CENTER, stop.time, font::micro(), time_ink);
    }
    clicked
}

/// The round mark of a stage: before the current one (`Less`), the current one, or to come.
pub fn mark(painter: &Painter, at: Pos2, order: std::cmp::Ordering, t: &Tokens) {
    match order {
        std::cmp::Ordering::Less => {
            painter.circle_filled(at, 9.0, t.accent);
            icons::CHECK.bold().paint(painter, at, 11.0, t.on_accent);
        }
        std::cmp::Ordering::Equal => {
            painter.circle(at, 8.0, t.panel, Stroke::new(2.0, t.accent));
            painter.circle_filled(at, 4.0, t.accent);
        }
        std::cmp::Ordering::Greater => {
            painter.circle(at, 8.0, t.panel, Stroke::new(2.0, t.line));
        }
    }
}

/// One required photo or paper: present (filled green with a check) or missing (dashed amber).
pub fn paint_evidence(painter: &Painter, left: Pos2, present: bool, t: &Tokens) -> Rect {
    let rect = super::chip::left_box(left, vec2(14.0, 14.0));
    if present {
        painter.rect_filled(rect, 3.0, t.ok_s);
        icons::CHECK.bold().paint(painter, rect.center(), 9.0, t.ok);
    } else {
        super::paint::dashed_frame(painter, rect, Stroke::new(1.0, t.warn_f));
    }
    rect
}

/// One line of evidence: label, a square for each photo, count at the right. Shows at most 12 squares.
pub fn evidence(ui: &mut Ui, label: &str, (present, required): (u16, u16), label_width: f32) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let count = format!("{present} / {required}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label} {count}")));
    let word = Rect::from_min_max(rect.min, pos2(rect.left() + label_width - 4.0, rect.bottom()));
    text_in(ui.painter(), word, label, font::body(), t.text);
    let mut x = rect.left() + label_width;
    for at in 0..present.max(required).min(12) {
        paint_evidence(ui.painter(), pos2(x, rect.center().y), at < present, t);
        x += 17.0;
    }
    let ink: Color32 = if present < required { t.warn } else { t.ter };
    super::paint::text_right(ui.painter(), rect, &count, font::meta(), ink);
    response
}
