//! Buttons: the next thing to do (primary), others (secondary, light), and what destroys (danger).

use egui::{Align2, Color32, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::chip::{KeyCapOn, key_cap_width, paint_key_cap};
use super::paint::{Ring, boxed, focus_ring, tip, width};
use crate::ui::icons::Icon;
use crate::ui::theme::{Tokens, font, size};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Light,
    Danger,
    DangerSolid,
}

/// A button, 30 high (26 when small). One primary button in each area of a screen.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Button<'a> {
    label: &'a str,
    kind: Kind,
    small: bool,
    icon: Option<Icon>,
    key: Option<&'a str>,
    tip: Option<&'a str>,
    blocked: Option<&'a str>,
    busy: bool,
    wide: Option<f32>,
}

impl<'a> Button<'a> {
    const fn of(label: &'a str, kind: Kind) -> Self {
        Self { label, kind, small: false, icon: None, key: None, tip: None, blocked: None, busy: false, wide: None }
    }

    /// The next thing that can really be done.
    pub const fn primary(label: &'a str) -> Self {
        Self::of(label, Kind::Primary)
    }

    /// Any other action.
    pub const fn secondary(label: &'a str) -> Self {
        Self::of(label, Kind::Secondary)
    }

    /// Without outline, for toolbars.
    pub const fn light(label: &'a str) -> Self {
        Self::of(label, Kind::Light)
    }

    /// What cannot be undone; opens a dialog.
    pub const fn danger(label: &'a str) -> Self {
        Self::of(label, Kind::Danger)
    }

    /// What cannot be undone, inside the dialog. Enter does not press it.
    pub const fn danger_solid(label: &'a str) -> Self {
        Self::of(label, Kind::DangerSolid)
    }

    /// 26 high.
    pub const fn small(self) -> Self {
        Self { small: true, ..self }
    }

    /// With an icon before the label.
    pub const fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// With its shortcut at the right. The button does not listen for it.
    pub const fn key(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// With words shown while the pointer rests on it.
    pub const fn tip(self, tip: &'a str) -> Self {
        Self { tip: Some(tip), ..self }
    }

    /// Cannot be pressed for this reason, which is shown on hover. `None` leaves it enabled.
    pub const fn blocked(self, reason: Option<&'a str>) -> Self {
        Self { blocked: reason, ..self }
    }

    /// Its work is under way: shows the turning mark and cannot be pressed again.
    pub const fn busy(self, busy: bool) -> Self {
        Self { busy, ..self }
    }

    /// At least this wide: the label in the middle, or at the left with the key at the right edge.
    pub const fn wide(self, wide: f32) -> Self {
        Self { wide: Some(wide), ..self }
    }

    const fn high(&self) -> f32 {
        if self.small { size::BUTTON_SMALL } else { size::BUTTON }
    }

    fn font(&self) -> egui::FontId {
        if self.small { font::meta() } else { font::body_medium() }
    }

    const fn pad(&self) -> f32 {
        if self.small { 9.0 } else { 11.0 }
    }

    fn has_icon(&self) -> bool {
        self.icon.is_some() || self.busy
    }

    fn content_width(&self, ui: &Ui) -> f32 {
        let icon = if self.has_icon() { 22.0 } else { 0.0 };
        let key = self.key.map_or(0.0, |key| key_cap_width(ui.painter(), key) + 8.0);
        icon + width(ui.painter(), self.label, self.font()) + key
    }

    /// Width the button takes, for layouts that count from the right.
    #[must_use]
    pub fn width(&self, ui: &Ui) -> f32 {
        (self.content_width(ui) + 2.0 * self.pad()).max(self.wide.unwrap_or(0.0))
    }

    /// Shows the button. `clicked()` also tells of Enter and Space while it has the focus, except for `danger_solid`,
    /// which takes Space only.
    pub fn ui(self, ui: &mut Ui) -> Response {
        self.deaf_to_enter(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(self.width(ui), self.high()), self.sense());
        self.show(ui, rect, response)
    }

    /// Shows the button at a place; `rect` should be as high as the button.
    pub fn put(self, ui: &mut Ui, rect: Rect) -> Response {
        self.deaf_to_enter(ui);
        let response = ui.allocate_rect(rect, self.sense());
        self.show(ui, rect, response)
    }

    /// Shows the button at a place that is already taken in the layout, as inside a banner.
    pub fn put_over(self, ui: &mut Ui, rect: Rect) -> Response {
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        self.put(&mut child, rect)
    }

    /// Swallows Enter while the destroying button has the focus.
    fn deaf_to_enter(&self, ui: &Ui) {
        let id = ui.next_auto_id();
        if self.kind == Kind::DangerSolid && ui.memory(|memory| memory.has_focus(id)) {
            ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        }
    }

    const fn sense(&self) -> Sense {
        if self.blocked.is_some() || self.busy { Sense::HOVER } else { Sense::CLICK.union(Sense::FOCUSABLE) }
    }

    fn show(self, ui: &Ui, rect: Rect, response: Response) -> Response {
        let enabled = self.blocked.is_none() && !self.busy && ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.label));
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        if let Some(reason) = self.blocked {
            tip(&response, reason, None);
        } else if let Some(text) = self.tip {
            tip(&response, text, self.key);
        }
        response
    }

    fn colours(&self, ui: &Ui, response: &Response) -> (Color32, Color32, Color32) {
        let t = Tokens::of(ui.ctx());
        if self.blocked.is_some() || !ui.is_enabled() {
            let line = if self.kind == Kind::Light { Color32::TRANSPARENT } else { t.line };
            let ground = if self.kind == Kind::Light { Color32::TRANSPARENT } else { t.sunken };
            return (ground, line, t.dis);
        }
        let state = match (response.is_pointer_button_down_on(), response.hovered() && !self.busy) {
            (true, _) => 2,
            (false, true) => 1,
            (false, false) => 0,
        };
        let clear = Color32::TRANSPARENT;
        match self.kind {
            Kind::Primary => {
                let ground = [t.accent, t.accent_h, t.accent_p][state];
                (ground, ground, t.on_accent)
            }
            Kind::Secondary => ([t.panel, t.hover, t.track][state], t.border, t.text),
            Kind::Light => ([clear, t.hover, t.track][state], clear, t.text),
            Kind::Danger => ([t.panel, t.danger_s, t.danger_l][state], t.danger_l, t.danger),
            Kind::DangerSolid => (t.danger_solid, t.danger_solid, t.on_accent),
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let t = Tokens::of(ui.ctx());
        let (ground, line, ink) = self.colours(ui, response);
        boxed(ui.painter(), rect, size::R_BUTTON, ground, line);
        let spare = (rect.width() - self.content_width(ui)) / 2.0;
        let centred = self.wide.is_some() && self.key.is_none();
        let mut x = rect.left() + if centred { spare } else { self.pad() };
        let middle = rect.center().y;
        if self.busy {
            turning(ui, pos2(x + 8.0, middle), ink);
        } else if let Some(icon) = self.icon {
            icon.paint(ui.painter(), pos2(x + 8.0, middle), 16.0, ink);
        }
        if self.has_icon() {
            x += 22.0;
        }
        let end = ui.painter().text(pos2(x, middle), Align2::LEFT_CENTER, self.label, self.font(), ink).right();
        if let Some(key) = self.key {
            let on =
                if self.kind == Kind::Primary && self.blocked.is_none() { KeyCapOn::Accent } else { KeyCapOn::Panel };
            let last = rect.right() - self.pad() - key_cap_width(ui.painter(), key);
            paint_key_cap(ui.painter(), pos2(last.max(end + 8.0), middle), key, on, t);
        }
        focus_ring(ui, response, size::R_BUTTON, Ring::Outside);
    }
}

/// Paints the mark of work under way: an open ring that takes eight steps a second.
pub fn turning(ui: &Ui, at: Pos2, ink: Color32) {
    let step = (ui.input(|input| input.time) * 8.0).floor() % 8.0;
    #[expect(clippy::cast_possible_truncation, reason = "a step from 0 to 7")]
    let start = step as f32 / 8.0 * std::f32::consts::TAU;
    let arc: Vec<Pos2> =
        (0_u8..=20).map(|part| at + 5.5 * egui::Vec2::angled(start + f32::from(part) / 20.0 * 5.0)).collect();
    ui.painter().line(arc, egui::Stroke::new(1.5, ink));
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(125));
}

/// A square button with an icon and no word; `name` is what screen readers say and what the tip shows.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, key: Option<&str>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let t = Tokens::of(ui.ctx());
    if ui.is_rect_visible(rect) {
        if response.is_pointer_button_down_on() {
            ui.painter().rect_filled(rect, size::R_BUTTON, t.track);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, size::R_BUTTON, t.hover);
        }
        icon.paint(ui.painter(), rect.center(), 17.0, if ui.is_enabled() { t.sec } else { t.dis });
        focus_ring(ui, &response, size::R_BUTTON, Ring::Outside);
    }
    tip(&response, name, key);
    response
}
