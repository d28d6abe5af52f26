//! Fields of forms: label column, box with text, adornment at the right, error line below.

use egui::{
    Align, Align2, Color32, FontId, Frame, Id, Layout, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui,
    UiBuilder, pos2, vec2,
};

use super::chip::{Chip, KeyCapOn, Tone, key_cap_width, paint_key_cap};
use super::paint::{self, text_in, tip};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};

/// Gap between the label column and the box.
const GAP: f32 = 12.0;
/// Height of a label above its box.
const LABEL_ABOVE: f32 = 22.0;
/// Height of the error line.
const ERROR_LINE: f32 = 20.0;

/// What stands at the right inside a field.
#[derive(Debug, Clone, Copy, Default)]
pub enum Adorn<'a> {
    /// Nothing.
    #[default]
    None,
    /// A quiet remark.
    Text(&'a str),
    /// A mark and a word, coloured.
    Mark(Icon, &'a str, Tone),
    /// A chip.
    Chip(&'a str, Tone),
    /// A shortcut.
    Key(&'a str),
}

impl Adorn<'_> {
    /// Paints it ending at the right edge of `rect`; gives the x where it begins.
    fn paint(self, ui: &Ui, rect: Rect, t: &Tokens) -> f32 {
        let painter = ui.painter();
        match self {
            Self::None => rect.right(),
            Self::Text(text) => paint::text_right(painter, rect, text, font::meta(), t.ter),
            Self::Mark(icon, text, tone) => {
                let (ink, _) = tone.colours(t);
                let x = paint::text_right(painter, rect, text, font::meta(), ink) - 18.0;
                icon.paint(painter, pos2(x + 6.5, rect.center().y), 13.0, ink);
                x
            }
            Self::Chip(text, tone) => {
                let chip = Chip::new(text, tone);
                let left = rect.right() - chip.width(painter);
                chip.paint(painter, pos2(left, rect.center().y), t);
                left
            }
            Self::Key(key) => {
                let left = rect.right() - key_cap_width(painter, key);
                paint_key_cap(painter, pos2(left, rect.center().y), key, KeyCapOn::Panel, t);
                left
            }
        }
    }
}

/// What every widget with a [`Row`] and a `salt` lets its caller say of them.
macro_rules! row_setters {
    () => {
        /// Name of the field in the program, the same in all languages; without it the label is taken.
        pub const fn id(self, salt: &'a str) -> Self {
            Self { salt, ..self }
        }

        /// Width of the label column.
        pub const fn label_width(mut self, width: f32) -> Self {
            self.row.label_width = width;
            self
        }

        /// Puts the label above the box, as in dialogs.
        pub const fn above(mut self) -> Self {
            self.row.above = true;
            self
        }

        /// Width of the box.
        pub const fn width(mut self, width: f32) -> Self {
            self.row.width = Some(width);
            self
        }

        /// Shows the red star.
        pub const fn required(mut self, required: bool) -> Self {
            self.row.required = required;
            self
        }

        /// Shows what is wrong below the box; the row grows by 20.
        pub const fn error(mut self, error: Option<&'a str>) -> Self {
            self.row.error = error;
            self
        }
    };
}
pub(super) use row_setters;

/// The label column and the place of the box: shared by all kinds of fields.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Row<'a> {
    /// Label at the left; also the accessible name.
    pub label: &'a str,
    /// Width of the label column; 0 puts the label out of sight and keeps it as the accessible name.
    pub label_width: f32,
    /// Whether the label stands above the box instead, as in dialogs; the row grows by 22.
    pub above: bool,
    /// Whether the red star is shown.
    pub required: bool,
    /// Error below the box.
    pub error: Option<&'a str>,
    /// Width of the box; `None` takes what is left.
    pub width: Option<f32>,
    /// Height of the box.
    pub height: f32,
}

impl<'a> Row<'a> {
    /// A row of a form with a box 32 high.
    pub const fn new(label: &'a str) -> Self {
        Self { label, label_width: 0.0, above: false, required: false, error: None, width: None, height: size::FIELD }
    }

    /// Takes the place in the layout, paints label, star and error; gives the place of the box.
    ///
    /// Side by side, fields belong into `ui.horizontal_top`, so that an error under one does not move the other.
    pub fn place(&self, ui: &mut Ui) -> Rect {
        let t = Tokens::of(ui.ctx());
        let column = if self.label_width > 0.0 { self.label_width + GAP } else { 0.0 };
        let wide = self.width.unwrap_or_else(|| (ui.available_width() - column).max(40.0));
        let below = if self.error.is_some() { ERROR_LINE } else { 0.0 };
        let over = if self.above { LABEL_ABOVE } else { 0.0 };
        let (mut all, _) = ui.allocate_exact_size(vec2(column + wide, over + self.height + below), Sense::hover());
        if self.above {
            let line = Rect::from_min_size(all.min, vec2(wide, LABEL_ABOVE - 4.0));
            let (end, _) = text_in(ui.painter(), line, self.label, font::meta(), t.sec);
            self.star(ui, pos2(end + 3.0, line.center().y));
            all.min.y += LABEL_ABOVE;
        }
        let place = Rect::from_min_size(all.min + vec2(column, 0.0), vec2(wide, self.height));
        if self.label_width > 0.0 {
            let middle = all.top() + self.height.min(size::FIELD) / 2.0;
            let (galley, _) = paint::line(ui.painter(), self.label, font::body(), t.sec, self.label_width);
            let at = pos2(all.left() + self.label_width - galley.size().x, middle - galley.size().y / 2.0);
            ui.painter().galley(at, galley, t.sec);
            self.star(ui, pos2(all.left() + self.label_width + 3.0, middle));
        }
        if let Some(error) = self.error {
            let line = Rect::from_min_size(place.left_bottom() + vec2(2.0, 2.0), vec2(wide - 2.0, ERROR_LINE - 2.0));
            error_line(ui, line, error, t);
        }
        place
    }

    /// Tells screen readers what the row shows beside the input: the star and the error.
    pub fn tell(&self, input: &Response) {
        input.ctx.accesskit_node_builder(input.id, |node| {
            if self.required {
                node.set_required();
            }
            if let Some(error) = self.error {
                node.set_invalid(egui::accesskit::Invalid::True);
                node.set_description(error);
            }
        });
    }

    fn star(&self, ui: &Ui, at: egui::Pos2) {
        if self.required {
            let colour = Tokens::of(ui.ctx()).danger;
            ui.painter().text(at, Align2::LEFT_CENTER, "*", font::meta(), colour);
        }
    }
}

fn error_line(ui: &Ui, mut line: Rect, error: &str, t: &Tokens) {
    line.min.x = icons::WARNING_CIRCLE.fill().paint_left(ui.painter(), line, 13.0, t.danger) + 5.0;
    text_in(ui.painter(), line, error, font::meta(), t.danger);
}

/// How the box of a field looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BoxState {
    /// Has the focus: accent line and soft halo, always shown.
    pub focus: bool,
    /// The pointer is over it.
    pub hover: bool,
    /// Holds something wrong.
    pub wrong: bool,
    /// Can only be read.
    pub fixed: bool,
}

/// Paints the box of a field.
pub fn paint_box(ui: &Ui, rect: Rect, state: BoxState) {
    let t = Tokens::of(ui.ctx());
    let line = match state {
        BoxState { wrong: true, .. } => t.danger_f,
        BoxState { focus: true, .. } => t.accent,
        BoxState { fixed: true, .. } => t.line,
        BoxState { hover: true, .. } => t.border3,
        BoxState { .. } => t.border,
    };
    let painter = ui.painter();
    if state.focus {
        let halo = if state.wrong { t.danger_s } else { t.accent_s };
        painter.rect_stroke(rect, size::R_BUTTON, Stroke::new(2.0, halo), StrokeKind::Outside);
    }
    paint::boxed(painter, rect, size::R_BUTTON, if state.fixed { t.sunken } else { t.panel }, line);
    if state.focus {
        painter.rect_stroke(rect, size::R_BUTTON, Stroke::new(1.5, line), StrokeKind::Inside);
    }
}

/// A text edit without frame, in the middle of `rect`; the caller has painted the box.
pub fn bare_edit(ui: &mut Ui, rect: Rect, id: Id, edit: BareEdit<'_>) -> Response {
    let t = Tokens::of(ui.ctx());
    let layout = if edit.rows > 1 { Layout::top_down(Align::Min) } else { Layout::left_to_right(Align::Center) };
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    child.visuals_mut().weak_text_color = Some(t.ter);
    let text = if edit.rows > 1 { TextEdit::multiline(edit.value) } else { TextEdit::singleline(edit.value) };
    let align = if edit.rows > 1 { Align2::LEFT_TOP } else { Align2::LEFT_CENTER };
    let response = text
        .id(id)
        .frame(Frame::NONE)
        .margin(egui::Margin::ZERO)
        .font(edit.font)
        .text_color(edit.ink.unwrap_or(t.text))
        .hint_text(egui::RichText::new(edit.hint).color(t.ter))
        .min_size(vec2(0.0, rect.height()))
        .desired_width(rect.width())
        .desired_rows(edit.rows)
        .interactive(edit.open)
        .align(align)
        .show(&mut child)
        .response
        .response;
    response.accessible_name(edit.name)
}

/// What a [`bare_edit`] holds.
pub struct BareEdit<'a> {
    /// The text; do not replace it from outside while the field has the focus, that ends a composition.
    pub value: &'a mut String,
    /// Shown while empty.
    pub hint: &'a str,
    /// Accessible name.
    pub name: &'a str,
    /// Face.
    pub font: FontId,
    /// Colour other than primary text.
    pub ink: Option<Color32>,
    /// More than one makes it a text area.
    pub rows: usize,
    /// Whether it can be typed into.
    pub open: bool,
}

/// A field of a form.
#[must_use]
pub struct Field<'a> {
    row: Row<'a>,
    value: &'a mut String,
    salt: &'a str,
    edit_id: Option<Id>,
    hint: &'a str,
    lead: Option<Icon>,
    adorn: Adorn<'a>,
    rows: usize,
    fixed: bool,
    blocked: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// A field with its label. Give every field of a screen its own [`Field::id`].
    pub const fn new(label: &'a str, value: &'a mut String) -> Self {
        let row = Row::new(label);
        Self {
            row,
            value,
            salt: label,
            edit_id: None,
            hint: "",
            lead: None,
            adorn: Adorn::None,
            rows: 1,
            fixed: false,
            blocked: None,
        }
    }

    row_setters!();

    /// The id of its text edit, for a caller that asks whether it has the focus before it is drawn.
    pub const fn edit_id(self, id: Id) -> Self {
        Self { edit_id: Some(id), ..self }
    }

    /// Height of the box, 32 when not said (30 in settings).
    pub const fn height(mut self, height: f32) -> Self {
        self.row.height = height;
        self
    }

    /// Shown while empty.
    pub const fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Icon before the text.
    pub const fn lead(self, icon: Icon) -> Self {
        Self { lead: Some(icon), ..self }
    }

    /// What stands at the right inside the box.
    pub const fn adorn(self, adorn: Adorn<'a>) -> Self {
        Self { adorn, ..self }
    }

    /// A text area of this many lines, 104 high unless [`Field::height`] says otherwise.
    pub const fn rows(mut self, rows: usize) -> Self {
        self.row.height = 104.0;
        Self { rows, ..self }
    }

    /// Shown, not typed: the value follows from something else.
    pub const fn fixed(self, fixed: bool) -> Self {
        Self { fixed, ..self }
    }

    /// Cannot be typed into for this reason, shown on hover.
    pub const fn blocked(self, reason: Option<&'a str>) -> Self {
        Self { blocked: reason, ..self }
    }

    /// Shows the field. The response is the text edit's: `changed()`, `lost_focus()`, `request_focus()`.
    pub fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let id = self.edit_id.unwrap_or_else(|| ui.make_persistent_id(("field", self.salt)));
        let place = self.row.place(ui);
        let open = !self.fixed && self.blocked.is_none();
        let whole = ui.interact(place, id.with("box"), Sense::CLICK);
        let state = BoxState {
            focus: ui.memory(|memory| memory.has_focus(id)),
            hover: whole.hovered(),
            wrong: self.row.error.is_some(),
            fixed: !open,
        };
        paint_box(ui, place, state);
        let mut inner = place.shrink2(vec2(10.0, if self.rows > 1 { 7.0 } else { 1.0 }));
        if let Some(icon) = self.lead {
            inner.min.x = icon.paint_left(ui.painter(), inner, 16.0, t.ter) + 6.0;
        }
        inner.max.x = self.adorn.paint(ui, inner, t);
        if !matches!(self.adorn, Adorn::None) {
            inner.max.x -= 8.0;
        }
        let ink = if self.blocked.is_some() { Some(t.dis) } else { self.fixed.then_some(t.sec) };
        let edit = BareEdit {
            value: self.value,
            hint: self.hint,
            name: self.row.label,
            font: font::body(),
            ink,
            rows: self.rows,
            open,
        };
        let response = bare_edit(ui, inner, id, edit);
        self.row.tell(&response);
        if open && whole.clicked() {
            response.request_focus();
        }
        if let Some(reason) = self.blocked {
            tip(&whole, reason, None);
            paint::describe(&response, reason);
        }
        response
    }
}
