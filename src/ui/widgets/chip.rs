//! Small marks in rows and heads: chips, class chips, key caps, grade bars, counters.

use egui::{Align2, Color32, Painter, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::paint::{Ring, boxed, focus_ring, width};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};

/// What a mark means; the colour follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Neutral,
    /// Chosen, linked.
    Accent,
    /// Confirmed.
    Ok,
    /// Nearly late or missing.
    Warn,
    /// Late, accident.
    Danger,
    /// Appeal to the authority, and nothing else.
    Purple,
}

impl Tone {
    /// Text colour and soft ground.
    #[must_use]
    pub const fn colours(self, t: &Tokens) -> (Color32, Color32) {
        match self {
            Self::Neutral => (t.sec, t.grey_s),
            Self::Accent => (t.accent_t, t.accent_s),
            Self::Ok => (t.ok, t.ok_s),
            Self::Warn => (t.warn, t.warn_s),
            Self::Danger => (t.danger, t.danger_s),
            Self::Purple => (t.purple, t.purple_s),
        }
    }
}

/// A chip: one soft rectangle with a word, 20 high. With [`Chip::closable`] a click takes it away.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Chip<'a> {
    text: &'a str,
    tone: Tone,
    icon: Option<Icon>,
    closable: bool,
}

impl<'a> Chip<'a> {
    /// A chip with a word.
    pub const fn new(text: &'a str, tone: Tone) -> Self {
        Self { text, tone, icon: None, closable: false }
    }

    /// With an icon before the word.
    pub const fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// With a cross behind the word; `response.clicked()` then means "take it away".
    pub const fn closable(self) -> Self {
        Self { closable: true, ..self }
    }

    /// Width the chip takes.
    #[must_use]
    pub fn width(&self, painter: &Painter) -> f32 {
        let icon = if self.icon.is_some() { 17.0 } else { 0.0 };
        let cross = if self.closable { 15.0 } else { 0.0 };
        14.0 + icon + width(painter, self.text, font::meta()) + cross
    }

    /// Paints the chip with the middle of its left edge at `left`; gives where it lies.
    pub fn paint(&self, painter: &Painter, left: Pos2, t: &Tokens) -> Rect {
        let (ink, ground) = self.tone.colours(t);
        let rect = left_box(left, vec2(self.width(painter), size::CHIP));
        painter.rect_filled(rect, size::R_CHIP, ground);
        let mut x = rect.left() + 7.0;
        if let Some(icon) = self.icon {
            icon.paint(painter, pos2(x + 6.5, rect.center().y), 13.0, ink);
            x += 17.0;
        }
        painter.text(pos2(x, rect.center().y), Align2::LEFT_CENTER, self.text, font::meta(), ink);
        if self.closable {
            icons::X.paint(painter, pos2(rect.right() - 11.5, rect.center().y), 11.0, ink);
        }
        rect
    }

    /// Shows the chip in the flow of the layout.
    pub fn ui(self, ui: &mut Ui) -> Response {
        self.show(ui, self.closable)
    }

    /// Shows a chip that leads somewhere: it takes the focus and is pressed like a button.
    pub fn button(self, ui: &mut Ui) -> Response {
        self.show(ui, true).on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    fn show(self, ui: &mut Ui, pressed: bool) -> Response {
        let sense = if pressed { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(self.width(ui.painter()), size::CHIP), sense);
        let role = if pressed { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, true, self.text));
        if ui.is_rect_visible(rect) {
            self.paint(ui.painter(), rect.left_center(), Tokens::of(ui.ctx()));
            focus_ring(ui, &response, size::R_CHIP, Ring::Outside);
        }
        response
    }
}

/// Paints a class chip: outline, square in the class colour, word. An accident (`alarm`) is filled, with a triangle.
pub fn paint_class_chip(
    painter: &Painter,
    left: Pos2,
    (label, colour, alarm): (&str, Color32, bool),
    t: &Tokens,
) -> Rect {
    let rect = left_box(left, vec2(class_chip_width(painter, label), size::CHIP));
    let ink = if alarm {
        painter.rect_filled(rect, size::R_CHIP, t.danger_s);
        icons::WARNING.fill().paint(painter, pos2(rect.left() + 12.5, rect.center().y), 13.0, t.danger);
        t.danger
    } else {
        boxed(painter, rect, size::R_CHIP, t.panel, t.line);
        let square = Rect::from_center_size(pos2(rect.left() + 11.0, rect.center().y), Vec2::splat(8.0));
        painter.rect_filled(square, 2.0, colour);
        t.sec
    };
    painter.text(pos2(rect.right() - 7.0, rect.center().y), Align2::RIGHT_CENTER, label, font::meta(), ink);
    rect
}

fn class_chip_width(painter: &Painter, label: &str) -> f32 {
    29.0 + width(painter, label, font::meta())
}

/// A class chip in the flow of the layout.
pub fn class_chip(ui: &mut Ui, label: &str, colour: Color32, alarm: bool) -> Response {
    let wide = class_chip_width(ui.painter(), label);
    let (rect, response) = ui.allocate_exact_size(vec2(wide, size::CHIP), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    paint_class_chip(ui.painter(), rect.left_center(), (label, colour, alarm), Tokens::of(ui.ctx()));
    response
}

/// Paints the bars of a grade: `filled` of three (more count as three), grey, red or purple by [`Tone`]. 14 wide.
pub fn paint_grade(painter: &Painter, left: Pos2, filled: u8, tone: Tone, t: &Tokens) -> Rect {
    let ink = match tone {
        Tone::Danger => t.danger_f,
        Tone::Purple => t.purple,
        _ => t.sec,
    };
    let rect = left_box(left, vec2(13.0, 12.0));
    for (bar, high) in (0_u8..).zip([5.0, 8.0, 11.0]) {
        let x = rect.left() + f32::from(bar) * 5.0;
        let area = Rect::from_min_max(pos2(x, rect.bottom() - high), pos2(x + 3.0, rect.bottom()));
        painter.rect_filled(area, 1.0, if bar < filled { ink } else { t.track });
    }
    rect
}

/// Grade bars with their word, in the flow of the layout.
pub fn grade(ui: &mut Ui, filled: u8, tone: Tone, label: &str) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(vec2(19.0 + width(ui.painter(), label, font::meta()), size::CHIP), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    paint_grade(ui.painter(), rect.left_center(), filled, tone, t);
    ui.painter().text(pos2(rect.left() + 19.0, rect.center().y), Align2::LEFT_CENTER, label, font::meta(), t.sec);
    response
}

/// What lies under a key cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCapOn {
    /// An ordinary ground.
    Panel,
    /// A primary button.
    Accent,
    /// A toast or a tip.
    Toast,
}

fn key_text(key: &str) -> String {
    key.replace('↵', &icons::ARROW_ELBOW_DOWN_LEFT.glyph().to_string())
}

/// Width a key cap takes.
#[must_use]
pub fn key_cap_width(painter: &Painter, key: &str) -> f32 {
    (width(painter, &key_text(key), font::micro()) + 10.0).max(size::KEY_CAP)
}

/// Paints a key cap with the middle of its left edge at `left`. `↵` is drawn as the icon, the face lacks it.
pub fn paint_key_cap(painter: &Painter, left: Pos2, key: &str, on: KeyCapOn, t: &Tokens) -> Rect {
    let rect = left_box(left, vec2(key_cap_width(painter, key), size::KEY_CAP));
    let ink = match on {
        KeyCapOn::Panel => {
            boxed(painter, rect, size::R_CHIP, t.panel, t.line);
            t.ter
        }
        KeyCapOn::Accent => {
            painter.rect_filled(rect, size::R_CHIP, t.accent_p);
            t.on_accent
        }
        KeyCapOn::Toast => {
            boxed(painter, rect, size::R_CHIP, t.toast, t.sec);
            t.on_toast_quiet
        }
    };
    painter.text(rect.center(), Align2::CENTER_CENTER, key_text(key), font::micro(), ink);
    rect
}

/// A key cap in the flow of the layout, as in the status bar.
pub fn key_cap(ui: &mut Ui, key: &str) -> Response {
    let (rect, response) =
        ui.allocate_exact_size(vec2(key_cap_width(ui.painter(), key), size::KEY_CAP), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    paint_key_cap(ui.painter(), rect.left_center(), key, KeyCapOn::Panel, Tokens::of(ui.ctx()));
    response
}

/// How a counter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counter {
    /// Grey figures without ground.
    #[default]
    Quiet,
    /// Amber: nearly late, waiting for the clerk.
    Warn,
    /// Red with white figures: late.
    Alarm,
}

/// Paints a counter that ends at `right`; gives its width.
pub fn paint_counter(painter: &Painter, right: Pos2, text: &str, kind: Counter, t: &Tokens) -> f32 {
    let (ink, ground) = match kind {
        Counter::Quiet => {
            return painter.text(right, Align2::RIGHT_CENTER, text, font::meta(), t.ter).width();
        }
        Counter::Warn => (t.warn, t.warn_s),
        Counter::Alarm => (t.on_accent, t.counter),
    };
    let wide = (width(painter, text, font::micro()) + 12.0).max(20.0);
    let rect = Rect::from_min_size(pos2(right.x - wide, right.y - 8.0), vec2(wide, 16.0));
    painter.rect_filled(rect, 8.0, ground);
    painter.text(rect.center(), Align2::CENTER_CENTER, text, font::micro(), ink);
    wide
}

/// A box of `extent` whose left edge has its middle at `left`, on whole points.
pub(super) fn left_box(left: Pos2, extent: Vec2) -> Rect {
    Rect::from_min_size(pos2(left.x, (left.y - extent.y / 2.0).round()), extent)
}
