//! Pick list: a field whose value is one of a list, found by typing a part of it.

use egui::{
    Event, Id, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense,
    SetOpenCommand, Ui, WidgetInfo, pos2, vec2,
};

use super::field::{BareEdit, BoxState, Row, bare_edit, paint_box, row_setters};
use super::menu::{ROW, RowState, choice_row, moved};
use super::paint::{self, floating, text_in, tip};
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pick {
    /// What the program knows it by.
    pub key: String,
    /// What the clerk reads.
    pub label: String,
    /// Quiet remark behind the label; may be empty.
    pub note: String,
    /// What typing is compared with: the label and its pinyin initials, ready for the matcher.
    pub search: String,
}

/// Whether a choice with this search text answers to what was typed.
pub type Matcher<'a> = &'a dyn Fn(&str, &str) -> bool;

/// What is kept while the list is open.
#[derive(Debug, Clone, Default)]
struct Open {
    typed: String,
    lit: usize,
    fresh: bool,
}

/// A field with a list that drops down: F4, Enter, Alt+Down or a click opens it, typing narrows it, arrows move, Enter
/// takes, Esc leaves it as it was. Typing while the field has the focus opens it with that letter.
#[must_use]
pub struct PickList<'a> {
    row: Row<'a>,
    salt: &'a str,
    items: &'a [Pick],
    chosen: Option<&'a str>,
    matcher: Matcher<'a>,
    hint: &'a str,
    none: &'a str,
    remark: &'a str,
    blocked: Option<&'a str>,
}

impl<'a> PickList<'a> {
    /// A list with the key of the present choice. `matcher` gets the search text of an item and what was typed.
    pub const fn new(label: &'a str, items: &'a [Pick], chosen: Option<&'a str>, matcher: Matcher<'a>) -> Self {
        let row = Row::new(label);
        Self { row, salt: label, items, chosen, matcher, hint: "", none: "—", remark: "", blocked: None }
    }

    row_setters!();

    /// Height of the box.
    pub const fn height(mut self, height: f32) -> Self {
        self.row.height = height;
        self
    }

    /// Shown while nothing is chosen, and in the empty search line.
    pub const fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Said when nothing answers to what was typed.
    pub const fn none(self, none: &'a str) -> Self {
        Self { none, ..self }
    }

    /// Quiet remark at the right of the box.
    pub const fn remark(self, remark: &'a str) -> Self {
        Self { remark, ..self }
    }

    /// Cannot be changed for this reason.
    pub const fn blocked(self, reason: Option<&'a str>) -> Self {
        Self { blocked: reason, ..self }
    }

    /// Shows the field; the second part is the index of a choice just taken.
    pub fn ui(self, ui: &mut Ui) -> (Response, Option<usize>) {
        let place = self.row.place(ui);
        let id = ui.make_persistent_id(("pick", self.salt));
        let sense = if self.blocked.is_some() { Sense::hover() } else { Sense::click() };
        let response = ui.interact(place, id, sense);
        let present = self.items.iter().find(|item| Some(item.key.as_str()) == self.chosen);
        let value = present.map_or("", |item| item.label.as_str());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, self.blocked.is_none(), self.row.label);
            info.current_text_value = Some(value.to_owned());
            info
        });
        self.row.tell(&response);
        let list = Popup::default_response_id(&response);
        let was_open = Popup::is_id_open(ui.ctx(), list);
        self.paint(ui, place, &response, present, was_open);
        if let Some(reason) = self.blocked {
            tip(&response, reason, None);
            return (response, None);
        }
        let typed = if response.has_focus() && !was_open { opening(ui) } else { None };
        let open = (response.clicked() && !was_open) || typed.is_some();
        if open {
            let lit = present.and_then(|p| self.items.iter().position(|item| item.key == p.key)).unwrap_or(0);
            let typed = typed.unwrap_or_default();
            let lit = if typed.is_empty() { lit } else { 0 };
            ui.data_mut(|data| data.insert_temp(list, Open { typed, lit, fresh: true }));
        }
        let set = if open {
            Some(SetOpenCommand::Bool(true))
        } else {
            (response.clicked() && was_open).then_some(SetOpenCommand::Bool(false))
        };
        let taken = self.list(ui, &response, place.width(), set);
        if taken.is_some() && !ui.input(|input| input.key_pressed(Key::Tab)) {
            response.request_focus();
        }
        if was_open && ui.input(|input| input.key_pressed(Key::Escape)) {
            response.request_focus();
        }
        (response, taken)
    }

    fn paint(&self, ui: &Ui, place: Rect, response: &Response, present: Option<&Pick>, open: bool) {
        let t = Tokens::of(ui.ctx());
        let state = BoxState {
            focus: response.has_focus() || open,
            hover: response.hovered(),
            wrong: self.row.error.is_some(),
            fixed: self.blocked.is_some(),
        };
        paint_box(ui, place, state);
        let mut inner = place.shrink2(vec2(10.0, 0.0));
        let caret = pos2(inner.right() - 6.0, inner.center().y);
        icons::CARET_DOWN.paint(ui.painter(), caret, 13.0, t.ter);
        inner.max.x -= 20.0;
        if !self.remark.is_empty() {
            inner.max.x = paint::text_right(ui.painter(), inner, self.remark, font::meta(), t.ter) - 8.0;
        }
        let ink = if self.blocked.is_some() { t.dis } else { t.text };
        match present {
            Some(item) => {
                let (end, _) = text_in(ui.painter(), inner, &item.label, font::body(), ink);
                inner.min.x = end + 10.0;
                if !item.note.is_empty() && inner.width() > 16.0 {
                    text_in(ui.painter(), inner, &item.note, font::meta(), t.ter);
                }
            }
            None => {
                text_in(ui.painter(), inner, self.hint, font::body(), t.ter);
            }
        }
    }

    fn list(&self, ui: &Ui, response: &Response, wide: f32, set: Option<SetOpenCommand>) -> Option<usize> {
        let mut taken = None;
        Popup::from_response(response)
            .open_memory(set)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .layout(Layout::top_down(egui::Align::Min))
            .frame(floating(ui.ctx(), Margin::same(4)))
            .gap(4.0)
            .width(wide)
            .show(|ui| {
                let key = Popup::default_response_id(response);
                let mut open: Open = ui.data(|data| data.get_temp(key)).unwrap_or_default();
                ui.set_width(wide - 10.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                taken = self.choices(ui, key.with("typed"), &mut open);
                if taken.is_some() {
                    ui.close();
                }
                ui.data_mut(|data| data.insert_temp(key, open));
            });
        taken
    }

    fn choices(&self, ui: &mut Ui, id: Id, open: &mut Open) -> Option<usize> {
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
        let t = Tokens::of(ui.ctx());
        let mut inner = line.shrink2(vec2(8.0, 1.0));
        inner.min.x = icons::MAGNIFYING_GLASS.paint_left(ui.painter(), inner, 14.0, t.ter) + 6.0;
        let found: Vec<usize> = self.found(&open.typed);
        let step = moved(ui, open.lit, found.len());
        let (name, hint) = (self.row.label, self.hint);
        let edit = BareEdit { value: &mut open.typed, hint, name, font: font::body(), ink: None, rows: 1, open: true };
        let response = bare_edit(ui, inner, id, edit);
        let end = egui::text::CCursor::new(open.typed.chars().count());
        let fresh = std::mem::take(&mut open.fresh);
        if fresh {
            response.request_focus();
            let mut state = egui::text_edit::TextEditState::default();
            state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
            state.store(ui.ctx(), id);
        }
        let found = if response.changed() { self.found(&open.typed) } else { found };
        if response.changed() {
            open.lit = 0;
        }
        if let Some(at) = step {
            open.lit = at;
        }
        ui.painter().hline(line.x_range(), line.bottom() + 1.0, egui::Stroke::new(1.0, t.line2));
        ui.add_space(4.0);
        let clicked = self.rows(ui, &found, open, (fresh, step.is_some()));
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let tab = response.lost_focus() && !open.typed.is_empty() && ui.input(|input| input.key_pressed(Key::Tab));
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Tab)) {
            ui.close();
        }
        clicked.or_else(|| (enter || tab).then(|| found.get(open.lit).copied()).flatten())
    }

    fn found(&self, typed: &str) -> Vec<usize> {
        let typed = typed.trim();
        let fits = |item: &Pick| typed.is_empty() || (self.matcher)(&item.search, typed);
        self.items.iter().enumerate().filter(|(_, item)| fits(item)).map(|(at, _)| at).collect()
    }

    fn rows(&self, ui: &mut Ui, found: &[usize], open: &Open, (fresh, follow): (bool, bool)) -> Option<usize> {
        let t = Tokens::of(ui.ctx());
        if found.is_empty() {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            text_in(ui.painter(), rect.shrink2(vec2(8.0, 0.0)), self.none, font::meta(), t.ter);
            return None;
        }
        let mut clicked = None;
        let top = open.lit as f32 * ROW;
        let mut area = ScrollArea::vertical().max_height(ROW * 8.0).auto_shrink([false, true]);
        if fresh {
            area = area.vertical_scroll_offset((top - ROW * 3.0).max(0.0));
        }
        area.show_rows(ui, ROW, found.len(), |ui, range| {
            let wide = ui.available_width();
            if follow {
                let origin = ui.min_rect().top() - range.start as f32 * ROW;
                let row = Rect::from_min_size(pos2(ui.min_rect().left(), origin + top), vec2(wide, ROW));
                ui.scroll_to_rect(row, None);
            }
            for at in range {
                let Some(item) = found.get(at).and_then(|&which| self.items.get(which)) else { continue };
                let state = RowState { lit: at == open.lit, chosen: Some(item.key.as_str()) == self.chosen };
                if choice_row(ui, (&item.label, &item.note), wide, state).clicked() {
                    clicked = found.get(at).copied();
                }
            }
        });
        clicked
    }
}

/// Whether a key press on the closed field opens the list, and the letters it opens with. Eats what it uses.
fn opening(ui: &Ui) -> Option<String> {
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::F4) || input.consume_key(Modifiers::ALT, Key::ArrowDown) {
            return Some(String::new());
        }
        if input.modifiers.any() && !input.modifiers.shift_only() {
            return None;
        }
        let mut typed = String::new();
        input.events.retain(|event| match event {
            Event::Text(text) if !text.trim().is_empty() => {
                typed.push_str(text);
                false
            }
            _ => true,
        });
        (!typed.is_empty()).then_some(typed)
    })
}
