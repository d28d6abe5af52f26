//! What the program says back: banners, toasts, empty places, skeletons, progress of long work.

use egui::{
    Align2, Area, Context, Id, Order, Painter, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::button::Button;
use super::chip::{KeyCapOn, Tone, key_cap_width, paint_key_cap};
use super::paint::{floating, text_in, width};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, float_shadow, font, size};

/// A banner below the toolbar, 40 high: what happened, what was kept, one or two actions. Answers the action clicked.
pub fn banner(ui: &mut Ui, (tone, icon): (Tone, Icon), text: &str, actions: &[&str]) -> Option<usize> {
    let t = Tokens::of(ui.ctx());
    let (ink, ground) = tone.colours(t);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, text));
    ui.painter().rect_filled(rect, size::R_BUTTON, ground);
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let mut right = inner.right();
    let mut answer = None;
    for (at, action) in actions.iter().enumerate().rev() {
        let button = Button::secondary(action).small();
        let wide = button.width(ui);
        let place = Rect::from_center_size(pos2(right - wide / 2.0, rect.center().y), vec2(wide, size::BUTTON_SMALL));
        if button.put_over(ui, place).clicked() {
            answer = Some(at);
        }
        right -= wide + 8.0;
    }
    let mut words = inner.with_max_x(right);
    words.min.x = icon.paint_left(ui.painter(), words, 16.0, ink) + 8.0;
    let (_, cut) = text_in(ui.painter(), words, text, font::body(), ink);
    if cut {
        super::paint::tip(&response, text, None);
    }
    answer
}

/// What was done to a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastAnswer {
    /// Take the act back.
    Undo,
    /// Take the toast away.
    Close,
}

/// A toast at the bottom of the window, in the middle. The caller counts the eight seconds and takes Ctrl Z.
#[derive(Debug, Clone, Copy)]
pub struct Toast<'a> {
    /// What was done.
    pub text: &'a str,
    /// Word and key for taking it back; `None` when that cannot be.
    pub undo: Option<(&'a str, &'a str)>,
    /// Time left, as words; may be empty.
    pub left: &'a str,
    /// Accessible name of the cross.
    pub close: &'a str,
}

impl Toast<'_> {
    /// Shows the toast; `lift` is its distance from the lower edge of the window.
    pub fn show(&self, ctx: &Context, lift: f32) -> Option<ToastAnswer> {
        let area = Area::new(Id::unique("toast")).order(Order::Tooltip).anchor(Align2::CENTER_BOTTOM, [0.0, -lift]);
        area.show(ctx, |ui| self.ui(ui)).inner
    }

    fn ui(&self, ui: &mut Ui) -> Option<ToastAnswer> {
        let t = Tokens::of(ui.ctx());
        let painter = ui.painter().clone();
        let words = width(&painter, self.text, font::body());
        let undo = self.undo.map_or(0.0, |(word, key)| {
            width(&painter, word, font::body_medium()) + key_cap_width(&painter, key) + 40.0
        });
        let left = if self.left.is_empty() { 0.0 } else { width(&painter, self.left, font::meta()) + 10.0 };
        let (rect, response) = ui.allocate_exact_size(vec2(words + undo + left + 78.0, 40.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, self.text));
        painter.add(float_shadow(t).as_shape(rect, size::R_PANEL));
        painter.rect_filled(rect, size::R_PANEL, t.toast);
        let middle = rect.center().y;
        icons::CHECK_CIRCLE.fill().paint(&painter, pos2(rect.left() + 22.0, middle), 16.0, t.toast_ok);
        let at = pos2(rect.left() + 40.0, middle);
        painter.text(at, Align2::LEFT_CENTER, self.text, font::body(), t.on_toast);
        let mut answer = None;
        let cross = Rect::from_center_size(pos2(rect.right() - 20.0, middle), vec2(24.0, 24.0));
        if link(ui, cross, self.close).clicked() {
            answer = Some(ToastAnswer::Close);
        }
        icons::X.paint(&painter, cross.center(), 13.0, t.on_toast_quiet);
        let mut right = cross.left() - 4.0;
        if !self.left.is_empty() {
            let at = pos2(right, middle);
            right = painter.text(at, Align2::RIGHT_CENTER, self.left, font::meta(), t.on_toast_quiet).left() - 10.0;
        }
        if let Some((word, key)) = self.undo {
            let cap = pos2(right - key_cap_width(&painter, key), middle);
            paint_key_cap(&painter, cap, key, KeyCapOn::Toast, t);
            let place =
                painter.text(pos2(cap.x - 10.0, middle), Align2::RIGHT_CENTER, word, font::body_medium(), t.toast_link);
            if link(ui, place.expand(6.0), word).clicked() {
                answer = Some(ToastAnswer::Undo);
            }
        }
        answer
    }
}

fn link(ui: &Ui, place: Rect, name: &str) -> Response {
    let response = ui.interact(place, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if super::paint::by_keyboard(ui.ctx()) && response.has_focus() {
        let colour = Tokens::of(ui.ctx()).toast_link;
        super::paint::paint_ring(ui.painter(), place, size::R_CHIP, super::paint::Ring::Inside, colour);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// An empty place: icon, one fact, one line, and a way out drawn by `way_out`, all in the middle of what is left.
pub fn empty<R>(ui: &mut Ui, icon: Icon, (fact, line): (&str, &str), way_out: impl FnOnce(&mut Ui) -> R) -> R {
    let t = Tokens::of(ui.ctx());
    let room = ui.available_rect_before_wrap();
    let place = Rect::from_center_size(room.center(), vec2(room.width(), 190.0f32.min(room.height())));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.vertical_centered(|ui| {
            let (circle, _) = ui.allocate_exact_size(vec2(48.0, 48.0), Sense::hover());
            ui.painter().circle_filled(circle.center(), 24.0, t.grey_s);
            icon.paint(ui.painter(), circle.center(), 22.0, t.sec);
            ui.add_space(6.0);
            ui.label(egui::RichText::new(fact).font(font::body_l_medium()).color(t.text));
            if !line.is_empty() {
                ui.label(egui::RichText::new(line).font(font::body()).color(t.sec));
            }
            ui.add_space(8.0);
            way_out(ui)
        })
        .inner
    })
    .inner
}

/// Paints a grey stand-in for a row that is being read: two lines and two blocks. Show it after 300 ms only.
pub fn paint_skeleton(painter: &Painter, row: Rect, salt: usize, t: &Tokens) {
    let share = [0.62, 0.78, 0.5, 0.7][salt % 4];
    let cell = |left: f32, right: f32| {
        row.left() + 16.0 + (row.width() - 32.0) * left..=row.left() + 16.0 + (row.width() - 32.0) * right
    };
    let bar = |x: std::ops::RangeInclusive<f32>, y: f32, high: f32| {
        let area = Rect::from_min_max(pos2(*x.start(), row.top() + y), pos2(*x.end(), row.top() + y + high));
        painter.rect_filled(area, 2.0, t.track);
    };
    bar(cell(0.0, 0.13 * share + 0.02), 9.0, 10.0);
    bar(cell(0.0, 0.16), 26.0, 9.0);
    bar(cell(0.24, 0.46), 9.0, 10.0);
    bar(cell(0.24, 0.24 + 0.26 * share), 26.0, 9.0);
    bar(cell(0.58, 0.68), 14.0, 18.0);
    bar(cell(0.8, 1.0), 21.0, 4.0);
}

/// Rows of skeleton until the place is full.
pub fn skeleton(ui: &mut Ui, row: f32) {
    let t = Tokens::of(ui.ctx());
    let room = ui.available_rect_before_wrap();
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    let mut top = room.top();
    let mut at = 0;
    while top < room.bottom() && row >= 1.0 {
        paint_skeleton(&painter, Rect::from_min_size(pos2(room.left(), top), vec2(room.width(), row)), at, t);
        top += row;
        at += 1;
    }
}

/// Paints a progress bar: track and accent fill, 0 to 1.
pub fn paint_progress(painter: &Painter, bar: Rect, share: f32, t: &Tokens) {
    painter.rect_filled(bar, bar.height() / 2.0, t.track);
    let end = bar.left() + bar.width() * share.clamp(0.0, 1.0);
    if end > bar.left() {
        painter.rect_filled(bar.with_max_x(end), bar.height() / 2.0, t.accent);
    }
}

/// Words of the card of a long task.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// What is being done.
    pub title: &'a str,
    /// Time left.
    pub left: &'a str,
    /// Counts so far.
    pub counts: &'a str,
    /// What needs a look; may be empty.
    pub trouble: &'a str,
    /// Word for going on unseen.
    pub hide: &'a str,
    /// Word for stopping.
    pub cancel: &'a str,
    /// Share done.
    pub share: f32,
}

/// What was done to the card of a long task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkAnswer {
    /// Go on unseen.
    Hide,
    /// Stop; nothing half-done may stay.
    Cancel,
}

impl Work<'_> {
    /// Shows the card at the lower right of the window, `lift` above its lower edge.
    pub fn show(&self, ctx: &Context, lift: f32) -> Option<WorkAnswer> {
        let area = Area::new(Id::unique("long-work")).order(Order::Middle);
        let frame = floating(ctx, egui::Margin::symmetric(14, 12));
        area.anchor(Align2::RIGHT_BOTTOM, [-16.0, -lift]).show(ctx, |ui| frame.show(ui, |ui| self.ui(ui)).inner).inner
    }

    fn ui(&self, ui: &mut Ui) -> Option<WorkAnswer> {
        let t = Tokens::of(ui.ctx());
        ui.set_width(360.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        let (head, response) = ui.allocate_exact_size(vec2(360.0, 20.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("{} {}", self.title, self.counts)));
        let left = super::paint::text_right(ui.painter(), head, self.left, font::meta(), t.sec);
        text_in(ui.painter(), head.with_max_x(left - 8.0), self.title, font::body_medium(), t.text);
        let (bar, _) = ui.allocate_exact_size(vec2(360.0, 6.0), Sense::hover());
        paint_progress(ui.painter(), bar, self.share, t);
        let mut answer = None;
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new(self.counts).font(font::meta()).color(t.sec));
            if !self.trouble.is_empty() {
                super::chip::Chip::new(self.trouble, Tone::Warn).icon(icons::WARNING.fill()).ui(ui);
            }
            let (hide, cancel) = (Button::light(self.hide).small(), Button::secondary(self.cancel).small());
            ui.add_space((ui.available_width() - hide.width(ui) - cancel.width(ui) - 8.0).max(0.0));
            if hide.ui(ui).clicked() {
                answer = Some(WorkAnswer::Hide);
            }
            if cancel.ui(ui).clicked() {
                answer = Some(WorkAnswer::Cancel);
            }
        });
        answer
    }
}
