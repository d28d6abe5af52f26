//! Several choices of one list: chips with a line behind them, where a part of a word or its initials finds the next.

use egui::{
    Id, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense,
    SetOpenCommand, Ui, WidgetInfo, pos2, vec2,
};

use super::chip::{Chip, Tone};
use super::field::{BareEdit, BoxState, Row, bare_edit, paint_box, row_setters};
use super::menu::{ROW, RowState, choice_row, moved};
use super::paint::floating;
use super::pick::{Matcher, Pick};
use crate::ui::icons::Icon;
use crate::ui::theme::{Tokens, font};

/// Height of one line of chips.
const LINE: f32 = 26.0;
/// The line to type in is never narrower.
const TYPING: f32 = 120.0;

/// What was done to the choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The key of an item, or a word of the clerk's own.
    Add(String),
    /// The choice at this place is taken away.
    Remove(usize),
}

/// What came of one frame.
pub struct Answer {
    /// The line one types in; `request_focus()` goes there.
    pub response: Response,
    pub change: Option<Change>,
    /// Enter was pressed on an empty line: the clerk is done here.
    pub done: bool,
}

/// What is being typed, and the row that Enter takes.
#[derive(Debug, Clone, Default)]
struct Typing {
    typed: String,
    lit: usize,
}

/// A field of chips. Typing narrows the list, arrows move, Enter or Tab takes, a word no item answers to is taken as
/// it stands, Backspace on the empty line takes the last chip away, F4 opens the whole list.
#[must_use]
pub struct PickMany<'a> {
    row: Row<'a>,
    salt: &'a str,
    items: &'a [Pick],
    chosen: &'a [&'a str],
    matcher: Matcher<'a>,
    hint: &'a str,
    lead: Option<Icon>,
    remove: &'a dyn Fn(&str) -> String,
}

impl<'a> PickMany<'a> {
    /// A field with the keys (or own words) chosen so far. `remove` says "take away" with a chip's word, for readers.
    pub const fn new(
        label: &'a str,
        items: &'a [Pick],
        chosen: &'a [&'a str],
        matcher: Matcher<'a>,
        remove: &'a dyn Fn(&str) -> String,
    ) -> Self {
        Self { row: Row::new(label), salt: label, items, chosen, matcher, hint: "", lead: None, remove }
    }

    row_setters!();

    /// Shown behind the chips while nothing is typed.
    pub const fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Icon before the chips.
    pub const fn lead(self, icon: Icon) -> Self {
        Self { lead: Some(icon), ..self }
    }

    /// Shows the field.
    pub fn ui(mut self, ui: &mut Ui) -> Answer {
        let id = ui.make_persistent_id(("many", self.salt));
        let (chips, typing, lines) = self.flow(ui);
        self.row.height += LINE * (lines - 1.0);
        let place = self.row.place(ui);
        let whole = ui.interact(place, id.with("box"), Sense::CLICK);
        let focus = ui.memory(|memory| memory.has_focus(id));
        let (hover, wrong) = (whole.hovered(), self.row.error.is_some());
        paint_box(ui, place, BoxState { focus, hover, wrong, fixed: false });
        if let Some(icon) = self.lead {
            icon.paint(ui.painter(), place.min + vec2(18.0, 16.0), 16.0, Tokens::of(ui.ctx()).ter);
        }
        let removed = self.chips_ui(ui, id, place, &chips);
        let mut state: Typing = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let line = typing.translate(place.min.to_vec2());
        let mut answer = self.typing_ui(ui, id, (&whole, line), &mut state);
        if let Some(at) = removed {
            answer.change = Some(Change::Remove(at));
            answer.response.request_focus();
        }
        ui.data_mut(|data| data.insert_temp(id, state));
        answer
    }

    fn word(&self, key: &'a str) -> &'a str {
        self.items.iter().find(|item| item.key == key).map_or(key, |item| item.label.as_str())
    }

    /// Where the chips and the typing line lie, from the corner of the box, and how many lines that makes.
    fn flow(&self, ui: &Ui) -> (Vec<Rect>, Rect, f32) {
        let column = if self.row.label_width > 0.0 { self.row.label_width + 12.0 } else { 0.0 };
        let wide = self.row.width.unwrap_or_else(|| (ui.available_width() - column).max(40.0)) - 10.0;
        let start = if self.lead.is_some() { 32.0 } else { 8.0 };
        let (mut x, mut line) = (start, 0.0);
        let mut chips = Vec::with_capacity(self.chosen.len());
        for key in self.chosen {
            let width = Chip::new(self.word(key), Tone::Accent).closable().width(ui.painter());
            if x + width > wide && x > start {
                (x, line) = (start, line + 1.0);
            }
            chips.push(Rect::from_min_size(pos2(x, 6.0 + line * LINE), vec2(width, 20.0)));
            x += width + 6.0;
        }
        if x + TYPING > wide && x > start {
            (x, line) = (start, line + 1.0);
        }
        let typing = Rect::from_min_max(pos2(x + 2.0, 2.0 + line * LINE), pos2(wide, 30.0 + line * LINE));
        (chips, typing, line + 1.0)
    }

    fn chips_ui(&self, ui: &Ui, id: Id, place: Rect, chips: &[Rect]) -> Option<usize> {
        let t = Tokens::of(ui.ctx());
        let mut removed = None;
        for (at, (key, rect)) in self.chosen.iter().zip(chips).enumerate() {
            let rect = rect.translate(place.min.to_vec2());
            let response = ui.interact(rect, id.with(("chip", at)), Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, (self.remove)(self.word(key))));
            Chip::new(self.word(key), Tone::Accent).closable().paint(ui.painter(), rect.left_center(), t);
            if response.clicked() {
                removed = Some(at);
            }
        }
        removed
    }

    fn typing_ui(&self, ui: &mut Ui, id: Id, (whole, line): (&Response, Rect), state: &mut Typing) -> Answer {
        let list = Popup::default_response_id(whole);
        let was_open = Popup::is_id_open(ui.ctx(), list);
        let focus = ui.memory(|memory| memory.has_focus(id));
        let found = self.found(&state.typed);
        let step = if was_open { moved(ui, state.lit, found.len()) } else { None };
        state.lit = step.unwrap_or(state.lit);
        let wanted = focus && !was_open && ui.input_mut(opens);
        let rub = focus && state.typed.is_empty() && ui.input(|input| input.key_pressed(Key::Backspace));
        let hint = if self.chosen.is_empty() || line.width() > 200.0 { self.hint } else { "" };
        let name = self.row.label;
        let edit = BareEdit { value: &mut state.typed, hint, name, font: font::body(), ink: None, rows: 1, open: true };
        let response = bare_edit(ui, line, id, edit);
        self.row.tell(&response);
        if whole.clicked() {
            response.request_focus();
        }
        let found = if response.changed() { self.found(&state.typed) } else { found };
        if response.changed() {
            state.lit = 0;
        }
        let set = if response.changed() {
            Some(SetOpenCommand::Bool(!state.typed.trim().is_empty()))
        } else {
            (wanted || whole.clicked()).then_some(SetOpenCommand::Bool(true))
        };
        let clicked = self.list(ui, whole, set, &found, (state.lit, step.is_some()));
        let left = response.lost_focus();
        let enter = left && ui.input(|input| input.key_pressed(Key::Enter));
        let by_click = clicked.is_some();
        let key = clicked.or_else(|| if left { self.taken(state, &found, enter && was_open) } else { None });
        if left && !by_click {
            Popup::close_id(ui.ctx(), list);
        }
        if by_click || (enter && key.is_some()) {
            response.request_focus();
        }
        let done = enter && key.is_none();
        if key.is_some() || left {
            *state = Typing::default();
        }
        let change = key.map(Change::Add).or_else(|| {
            let last = self.chosen.len().checked_sub(1)?;
            rub.then_some(Change::Remove(last))
        });
        Answer { response, change, done }
    }

    /// What Enter or leaving takes: the lit row while something is typed (or the list was opened and Enter pressed),
    /// else the typed word itself.
    fn taken(&self, state: &Typing, found: &[usize], open: bool) -> Option<String> {
        let typed = state.typed.trim();
        let item = found.get(state.lit).or(found.first()).and_then(|&at| self.items.get(at));
        match item {
            Some(item) if open || !typed.is_empty() => Some(item.key.clone()),
            _ => (!typed.is_empty()).then(|| typed.to_owned()),
        }
    }

    /// Items that answer to what is typed and are not chosen yet.
    fn found(&self, typed: &str) -> Vec<usize> {
        let typed = typed.trim();
        let fits = |item: &Pick| {
            !self.chosen.contains(&item.key.as_str()) && (typed.is_empty() || (self.matcher)(&item.search, typed))
        };
        self.items.iter().enumerate().filter(|(_, item)| fits(item)).map(|(at, _)| at).collect()
    }

    fn list(
        &self,
        ui: &Ui,
        whole: &Response,
        set: Option<SetOpenCommand>,
        found: &[usize],
        (lit, follow): (usize, bool),
    ) -> Option<String> {
        let set = if found.is_empty() { Some(SetOpenCommand::Bool(false)) } else { set };
        let wide = whole.rect.width().min(360.0);
        let mut clicked = None;
        Popup::from_response(whole)
            .open_memory(set)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .layout(Layout::top_down(egui::Align::Min))
            .frame(floating(ui.ctx(), Margin::same(4)))
            .gap(4.0)
            .width(wide)
            .show(|ui| {
                ui.set_width(wide - 10.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                ScrollArea::vertical().max_height(ROW * 8.0).auto_shrink([false, true]).show(ui, |ui| {
                    for (at, item) in found.iter().filter_map(|&at| self.items.get(at)).enumerate() {
                        let state = RowState { lit: at == lit, chosen: false };
                        let row = choice_row(ui, (&item.label, &item.note), ui.available_width(), state);
                        if state.lit && follow {
                            row.scroll_to_me(None);
                        }
                        if row.clicked() {
                            clicked = Some(item.key.clone());
                        }
                    }
                });
            });
        clicked
    }
}

/// Whether a key opens the whole list. Eats it.
fn opens(input: &mut egui::InputState) -> bool {
    input.consume_key(Modifiers::NONE, Key::F4) || input.consume_key(Modifiers::NONE, Key::ArrowDown)
}
