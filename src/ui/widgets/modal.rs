//! Dialogs: a veil over the window, a panel in the middle, buttons below. Only for what cannot be undone.

use egui::{Context, Id, Key, Margin, Modal, Role, Sense, Ui, WidgetInfo, vec2};

use super::button::Button;
use super::chip::Tone;
use super::paint::floating;
use crate::ui::icons::Icon;
use crate::ui::theme::{Tokens, font};

/// What the clerk answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The verb button.
    Confirmed,
    /// The cancel button or Esc.
    Cancelled,
}

/// A dialog with a title, a body, and two buttons: cancel and the verb.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Dialog<'a> {
    title: &'a str,
    icon: Option<(Icon, Tone)>,
    width: f32,
    cancel: &'a str,
    confirm: Option<(&'a str, bool)>,
    blocked: Option<&'a str>,
    busy: bool,
    key: Option<&'a str>,
}

impl<'a> Dialog<'a> {
    /// A dialog that can only be closed, with the word on that button.
    pub const fn new(title: &'a str, cancel: &'a str) -> Self {
        Self { title, icon: None, width: 440.0, cancel, confirm: None, blocked: None, busy: false, key: None }
    }

    /// With an icon before the title.
    pub const fn icon(self, icon: Icon, tone: Tone) -> Self {
        Self { icon: Some((icon, tone)), ..self }
    }

    /// Inner width, 440 when not said.
    pub const fn width(self, width: f32) -> Self {
        Self { width, ..self }
    }

    /// With a primary button that says the verb.
    pub const fn confirm(self, verb: &'a str) -> Self {
        Self { confirm: Some((verb, false)), ..self }
    }

    /// With a red button that says the verb; Enter does not press it.
    pub const fn destroy(self, verb: &'a str) -> Self {
        Self { confirm: Some((verb, true)), ..self }
    }

    /// The verb button cannot be pressed for this reason.
    pub const fn blocked(self, reason: Option<&'a str>) -> Self {
        Self { blocked: reason, ..self }
    }

    /// The shortcut of the verb button, shown on it. The dialog does not listen for it.
    pub const fn key(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The work is under way.
    pub const fn busy(self, busy: bool) -> Self {
        Self { busy, ..self }
    }

    /// Shows the dialog over everything. Call it in every frame while it is open; `salt` keeps its fields apart.
    pub fn show<R>(self, ctx: &Context, salt: &str, body: impl FnOnce(&mut Ui) -> R) -> (Option<Answer>, R) {
        let t = Tokens::of(ctx);
        let frame = floating(ctx, Margin::same(20));
        let shown = Modal::new(Id::unique(("dialog", salt))).frame(frame).backdrop_color(t.veil).show(ctx, |ui| {
            ui.set_width(self.width);
            ui.spacing_mut().item_spacing.y = 10.0;
            ui.spacing_mut().extra_text_line_spacing = 2.0;
            ui.style_mut().text_styles.insert(egui::TextStyle::Body, font::body_l());
            self.head(ui);
            let inner = body(ui);
            ui.add_space(6.0);
            (self.buttons(ui), inner)
        });
        let escaped = shown.is_top_modal && !shown.any_popup_open && ctx.input(|input| input.key_pressed(Key::Escape));
        let (answer, inner) = shown.inner;
        (answer.or_else(|| escaped.then_some(Answer::Cancelled)), inner)
    }

    fn head(&self, ui: &mut Ui) {
        let t = Tokens::of(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, self.title));
        let mut words = rect;
        if let Some((icon, tone)) = self.icon {
            let ink = if tone == Tone::Neutral { t.sec } else { tone.colours(t).0 };
            words.min.x = icon.paint_left(ui.painter(), rect, 20.0, ink) + 10.0;
        }
        super::paint::text_in(ui.painter(), words, self.title, font::heading(), t.text);
    }

    fn buttons(&self, ui: &mut Ui) -> Option<Answer> {
        let cancel = Button::secondary(self.cancel).key("Esc");
        let verb = self.confirm.map(|(word, destroys)| {
            let button = if destroys { Button::danger_solid(word) } else { Button::primary(word) };
            let button = if let Some(key) = self.key { button.key(key) } else { button };
            button.blocked(self.blocked).busy(self.busy)
        });
        let taken = cancel.width(ui) + verb.map_or(0.0, |verb| verb.width(ui) + 8.0);
        let mut answer = None;
        ui.horizontal(|ui| {
            ui.add_space((ui.available_width() - taken).max(0.0));
            ui.spacing_mut().item_spacing.x = 8.0;
            if cancel.ui(ui).clicked() {
                answer = Some(Answer::Cancelled);
            }
            if verb.is_some_and(|verb| verb.ui(ui).clicked()) {
                answer = Some(Answer::Confirmed);
            }
        });
        answer
    }
}
