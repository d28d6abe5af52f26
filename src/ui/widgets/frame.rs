//! Frames of a screen: cards, captions, tabs, cells of the status bar, avatars.

use egui::{
    Align2, Color32, Frame, InnerResponse, Margin, Painter, Pos2, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::chip::Tone;
use super::paint::{Ring, focus_ring, width};
use crate::ui::icons::Icon;
use crate::ui::theme::{Tokens, font, size};

/// A card: panel ground, one line, radius 8. Only on the dashboard, in side panels and in settings.
pub fn card<R>(ui: &mut Ui, body: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    outlined(ui, Tokens::of(ui.ctx()).line, body)
}

/// A card whose line says that something is missing or late.
pub fn toned_card<R>(ui: &mut Ui, tone: Tone, body: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = Tokens::of(ui.ctx());
    let line = match tone {
        Tone::Warn => t.warn_l,
        Tone::Danger => t.danger_l,
        Tone::Accent => t.accent,
        Tone::Neutral | Tone::Ok | Tone::Purple => t.line,
    };
    outlined(ui, line, body)
}

fn outlined<R>(ui: &mut Ui, line: Color32, body: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    Frame::new()
        .fill(Tokens::of(ui.ctx()).panel)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(size::R_PANEL)
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            body(ui)
        })
}

/// A caption of a section: quiet, with an optional remark in its tone behind it.
pub fn caption(ui: &mut Ui, text: &str, remark: Option<(&str, Tone)>) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
    let end = ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, text, font::meta(), t.ter).right();
    if let Some((remark, tone)) = remark {
        let ink = if tone == Tone::Neutral { t.ter } else { tone.colours(t).0 };
        ui.painter().text(pos2(end + 8.0, rect.center().y), Align2::LEFT_CENTER, remark, font::meta(), ink);
    }
    response
}

/// Head of a group in a form: round mark (check, number, or quiet number) and title, 38 high.
pub fn group_head(ui: &mut Ui, number: u8, title: &str, state: GroupState) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 38.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    let middle = pos2(rect.left() + 9.0, rect.center().y);
    let (ground, ink) = match state {
        GroupState::Done => (t.ok_s, t.ok),
        GroupState::Current => (t.accent, t.on_accent),
        GroupState::Later => (t.grey_s, t.sec),
    };
    ui.painter().circle_filled(middle, 9.0, ground);
    if state == GroupState::Done {
        crate::ui::icons::CHECK.bold().paint(ui.painter(), middle, 11.0, ink);
    } else {
        ui.painter().text(middle, Align2::CENTER_CENTER, number, font::micro(), ink);
    }
    let at = pos2(rect.left() + 26.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, title, font::body_l_medium(), t.text);
    response
}

/// How far a group of a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupState {
    /// Everything required is there.
    Done,
    /// The clerk is here.
    Current,
    /// Not yet.
    Later,
}

/// A tab: its word and a quiet count behind it.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// Word.
    pub label: &'a str,
    /// Count or remark; may be empty.
    pub note: &'a str,
}

/// Tabs over the full width, 40 high, the present one underlined. Answers the one clicked.
pub fn tabs(ui: &mut Ui, tabs: &[Tab<'_>], present: usize) -> Option<usize> {
    let t = Tokens::of(ui.ctx());
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
    ui.painter().hline(area.x_range(), area.bottom() - 0.5, Stroke::new(1.0, t.line));
    let mut x = area.left();
    let mut answer = None;
    for (at, tab) in tabs.iter().enumerate() {
        let here = at == present;
        let face = if here { font::body_medium() } else { font::body() };
        let note = if tab.note.is_empty() { 0.0 } else { width(ui.painter(), tab.note, font::meta()) + 6.0 };
        let words = width(ui.painter(), tab.label, font::body_medium());
        let rect = egui::Rect::from_min_size(pos2(x, area.top()), vec2(words + note + 4.0, area.height()));
        let response = ui.interact(rect, ui.scope_id().with(("tab", at)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, here, tab.label));
        let ink = if here || response.hovered() { t.text } else { t.sec };
        let left = pos2(rect.left() + 2.0, rect.center().y);
        ui.painter().text(left, Align2::LEFT_CENTER, tab.label, face, ink);
        ui.painter().text(left + vec2(words + 6.0, 0.0), Align2::LEFT_CENTER, tab.note, font::meta(), t.ter);
        if here {
            let line = egui::Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
            ui.painter().rect_filled(line, 0.0, t.accent);
        }
        focus_ring(ui, &response, size::R_CHIP, Ring::Inside);
        if response.clicked() {
            answer = Some(at);
        }
        x = rect.right() + 20.0;
    }
    answer
}

/// A cell of the status bar: icon in its tone and quiet words.
pub fn status(ui: &mut Ui, icon: Option<(Icon, Tone)>, text: &str) -> Response {
    let t = Tokens::of(ui.ctx());
    let lead = if icon.is_some() { 19.0 } else { 0.0 };
    let wide = width(ui.painter(), text, font::meta()) + lead;
    let (rect, response) = ui.allocate_exact_size(vec2(wide, 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    if let Some((icon, tone)) = icon {
        let ink = if tone == Tone::Neutral { t.ter } else { tone.colours(t).0 };
        icon.paint(ui.painter(), pos2(rect.left() + 7.0, rect.center().y), 14.0, ink);
    }
    let at = pos2(rect.left() + lead, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, text, font::meta(), t.ter);
    response
}

/// Paints the first character of a name on a soft circle of the given radius.
pub fn paint_avatar(painter: &Painter, middle: Pos2, radius: f32, name: &str, t: &Tokens) {
    painter.circle_filled(middle, radius, t.accent_s);
    let face = if radius < 11.0 { font::micro() } else { font::meta_medium() };
    if let Some(first) = name.chars().next() {
        painter.text(middle, Align2::CENTER_CENTER, first, face, t.accent_t);
    }
}
