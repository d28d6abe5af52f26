//! One field of the intake after another: each kind of field drawn, judged when left, and Enter leading to the next.

use std::collections::BTreeSet;

use egui::{Align, Key, Layout, Rect, Response, Role, Ui, UiBuilder, pos2, vec2};

use super::judged::Judged;
use super::lists::Lists;
use super::tidy;
use crate::domain::facts::FaultKind;
use crate::domain::{Draft, Field, pinyin};
use crate::t;
use crate::ui::icons::Icon;
use crate::ui::theme::font;
use crate::ui::widgets::field::{Adorn, Field as TextField, Row};
use crate::ui::widgets::frame::{GroupState, group_head};
use crate::ui::widgets::paint::width;
use crate::ui::widgets::pick::{Pick, PickList};
use crate::ui::widgets::toggle::{check_box, toggle};
use crate::ui::widgets::when::{MonthWords, When};
use crate::ui::{Cx, say_lists};

/// Distance between rows: 42 from field to field.
const GAP: f32 = 10.0;
/// Below this width the two columns become one.
const TWO_COLUMNS: f32 = 640.0;

/// Which faults are told: those of fields that were left, all once saving was tried.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub left: BTreeSet<Field>,
    pub all: bool,
}

/// The form while one frame is drawn.
pub(super) struct Form<'a> {
    pub cx: &'a Cx<'a>,
    pub draft: &'a mut Draft,
    pub judged: &'a Judged,
    pub lists: &'a Lists,
    pub told: &'a mut Told,
    /// The field that takes the focus.
    pub wanted: Option<Field>,
    /// Enter was pressed in the field before: the next one drawn takes the focus.
    pub next: bool,
    /// The group in which the clerk is; the one of the frame before until a field says otherwise.
    pub here: usize,
    /// The group being drawn.
    pub group: usize,
    /// Label columns of the left and the right half.
    pub columns: (f32, f32),
    /// Label column of the cell being drawn.
    pub label: f32,
    pub single: bool,
}

/// What a text field shows beside its text.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    pub hint: &'a str,
    pub lead: Option<Icon>,
    pub adorn: Adorn<'a>,
    /// More than one makes it a text area.
    pub rows: usize,
    pub height: Option<f32>,
}

impl Form<'_> {
    /// A group with its head; what follows belongs to it.
    pub(super) fn head(&mut self, ui: &mut Ui, number: u8, title: &str, done: bool) -> Response {
        self.group = usize::from(number);
        ui.add_space(if number == 1 { 0.0 } else { 8.0 - GAP });
        let state = match (done, self.here == self.group) {
            (true, _) => GroupState::Done,
            (false, true) => GroupState::Current,
            (false, false) => GroupState::Later,
        };
        let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
        let response = group_head(ui, number, title, state);
        ui.spacing_mut().item_spacing.y = spacing;
        response
    }

    /// Two cells beside each other, or one above the other where the form is narrow.
    pub(super) fn pair(
        &mut self,
        ui: &mut Ui,
        left: impl FnOnce(&mut Self, &mut Ui),
        right: impl FnOnce(&mut Self, &mut Ui),
    ) {
        if self.single {
            self.label = self.columns.0;
            left(self, ui);
            right(self, ui);
            return;
        }
        let room = ui.available_rect_before_wrap();
        let box_width = (room.width() - self.columns.0 - self.columns.1 - 24.0) / 2.0;
        let middle = room.left() + self.columns.0 + 12.0 + box_width;
        self.label = self.columns.0;
        let first = self.cell(ui, "left", room.with_max_x(middle), left);
        self.label = self.columns.1;
        let second = self.cell(ui, "right", room.with_min_x(middle), right);
        self.label = self.columns.0;
        let end = first.max(second);
        ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), end)));
    }

    fn cell(&mut self, ui: &mut Ui, salt: &str, rect: Rect, add: impl FnOnce(&mut Self, &mut Ui)) -> f32 {
        let builder = UiBuilder::new().max_rect(rect).id_salt(salt).layout(Layout::top_down(Align::Min));
        let mut child = ui.new_child(builder);
        add(self, &mut child);
        child.min_rect().bottom()
    }

    /// A cell whose box is shared: the first field keeps the label and `share` of the box.
    pub(super) fn split(
        &mut self,
        ui: &mut Ui,
        share: f32,
        first: impl FnOnce(&mut Self, &mut Ui),
        second: impl FnOnce(&mut Self, &mut Ui),
    ) {
        let room = ui.available_rect_before_wrap();
        let column = self.label + 12.0;
        let end = room.left() + column + (room.width() - column) * share;
        let top = self.cell(ui, "first", room.with_max_x(end - 3.0), first);
        let label = std::mem::replace(&mut self.label, 0.0);
        let bottom = self.cell(ui, "second", room.with_min_x(end + 3.0), second);
        self.label = label;
        ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), top.max(bottom))));
    }

    /// What is wrong with a field, once it is time to say so.
    pub(super) fn error(&self, field: Field) -> Option<String> {
        let said = self.told.all || self.told.left.contains(&field);
        let fault = self.judged.faults.iter().find(|fault| said && fault.field == field).map(|fault| fault.kind);
        let missing = self.told.all && self.judged.missing.contains(&field);
        fault
            .or_else(|| missing.then_some(FaultKind::Missing))
            .map(|kind| say_lists::fault_kind_text(self.cx.texts, kind))
    }

    fn is_required(&self, field: Field) -> bool {
        self.cx.book.rules.required.contains(&field)
    }

    /// Focus, leaving and Enter: what every field does after it was drawn. `stop` is where the focus goes.
    pub(super) fn follow(&mut self, ui: &Ui, field: Field, stop: &Response) {
        if self.wanted == Some(field) || self.next {
            stop.request_focus();
            ui.scroll_to_rect(stop.rect.expand(28.0), None);
            self.next = false;
            if self.wanted == Some(field) {
                self.wanted = None;
            }
        }
        if stop.gained_focus() {
            ui.scroll_to_rect(stop.rect.expand(28.0), None);
        }
        if stop.has_focus() {
            self.here = self.group;
        }
        if stop.lost_focus() {
            self.told.left.insert(field);
            tidy::tidy(self.draft, field);
            self.next = stop.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        }
    }

    /// A text field of the draft.
    pub(super) fn text(&mut self, ui: &mut Ui, field: Field, beside: Beside<'_>) -> Response {
        let error = self.error(field);
        let required = self.is_required(field);
        let lists = self.lists;
        let mut widget = TextField::new(lists.name(field), self.draft.text_mut(field))
            .id(field.word())
            .label_width(self.label)
            .required(required)
            .error(error.as_deref())
            .hint(beside.hint)
            .adorn(beside.adorn);
        if beside.rows > 1 {
            widget = widget.rows(beside.rows);
        }
        if let Some(height) = beside.height {
            widget = widget.height(height);
        }
        if let Some(icon) = beside.lead {
            widget = widget.lead(icon);
        }
        let response = widget.ui(ui);
        self.follow(ui, field, &response);
        response
    }

    /// A plain text field.
    pub(super) fn plain(&mut self, ui: &mut Ui, field: Field) {
        self.text(ui, field, Beside::default());
    }

    /// A day or a moment.
    pub(super) fn when(&mut self, ui: &mut Ui, field: Field, hint: &str) {
        let error = self.error(field);
        let required = self.is_required(field);
        let (cx, lists) = (self.cx, self.lists);
        let title = |year: i32, month: u32| t!(cx.texts, "intake-month", year = year.to_string(), month = month);
        let (previous, next) = (t!(cx.texts, "intake-month-before"), t!(cx.texts, "intake-month-after"));
        let open = t!(cx.texts, "intake-month-open");
        let day = |at: usize| lists.weekdays.get(at).map_or("", String::as_str);
        let words = MonthWords {
            weekdays: [day(0), day(1), day(2), day(3), day(4), day(5), day(6)],
            title: &title,
            previous: &previous,
            next: &next,
            open: &open,
        };
        let rest = |date| !cx.book.clockwork.day(date).workday;
        let response = When::new(lists.name(field), self.draft.text_mut(field), words, cx.now.date())
            .id(field.word())
            .label_width(self.label)
            .required(required)
            .error(error.as_deref())
            .hint(hint)
            .rest(&rest)
            .ui(ui);
        self.follow(ui, field, &response);
    }

    /// A choice of a list. `proposed` is shown, with its remark, while the person chose nothing.
    pub(super) fn pick(&mut self, ui: &mut Ui, field: Field, items: &[Pick], proposed: Option<(&str, &str)>) {
        let error = self.error(field);
        let required = self.is_required(field);
        let (cx, lists) = (self.cx, self.lists);
        let typed = self.draft.get(field).trim().to_owned();
        // A word of an older list or an import stays visible and chosen.
        let unknown = !typed.is_empty() && !items.iter().any(|item| item.key == typed);
        let own: Vec<Pick>;
        let items = if unknown {
            let foreign = Pick { key: typed.clone(), label: typed.clone(), ..Pick::default() };
            own = std::iter::once(foreign).chain(items.iter().cloned()).collect();
            &own
        } else {
            items
        };
        let (chosen, remark) = match proposed {
            Some((word, remark)) if typed.is_empty() => (Some(word), remark),
            _ => (Some(typed.as_str()).filter(|typed| !typed.is_empty()), ""),
        };
        let (hint, none) = (t!(cx.texts, "intake-pick-hint"), t!(cx.texts, "intake-pick-none"));
        let (response, taken) = PickList::new(lists.name(field), items, chosen, &pinyin::matches)
            .id(field.word())
            .label_width(self.label)
            .required(required)
            .error(error.as_deref())
            .hint(&hint)
            .none(&none)
            .remark(remark)
            .ui(ui);
        if let Some(item) = taken.and_then(|at| items.get(at)) {
            self.draft.set(field, item.key.clone());
        }
        self.follow(ui, field, &response);
    }

    /// Toggle chips over a closed list. `none` puts a first chip for "nothing"; without `many` exactly one is chosen.
    pub(super) fn toggles(&mut self, ui: &mut Ui, field: Field, members: &[(String, &'static str)], kind: Toggles<'_>) {
        let labels: Vec<&str> = kind.none.into_iter().chain(members.iter().map(|(name, _)| name.as_str())).collect();
        let chosen: Vec<String> = crate::domain::facts::split_words(self.draft.get(field)).map(str::to_owned).collect();
        let first = usize::from(kind.none.is_some());
        let is = |at: usize| match at.checked_sub(first).and_then(|at| members.get(at)) {
            Some((_, word)) => {
                chosen.iter().any(|known| known == word) || (chosen.is_empty() && kind.empty == Some(*word))
            }
            None => chosen.is_empty(),
        };
        let role = if kind.many { Role::CheckBox } else { Role::RadioButton };
        let mut pressed = None;
        let mut stops = Vec::new();
        let wide: Vec<f32> =
            labels.iter().map(|label| width(ui.painter(), label, font::meta_medium()) + 20.0).collect();
        row_of(ui, self.label, (self.lists.name(field), field), &wide, |ui| {
            for (at, label) in labels.iter().enumerate() {
                let response = toggle(ui, label, is(at), role);
                if response.clicked() {
                    pressed = Some(at);
                }
                stops.push(response);
            }
        });
        for stop in &stops {
            self.follow(ui, field, stop);
        }
        self.next = false;
        let Some(at) = pressed else { return };
        let word = at.checked_sub(first).and_then(|at| members.get(at)).map(|(_, word)| *word);
        self.draft.set(field, turned(&chosen, word, kind.many));
    }

    /// Check boxes for yes-or-no fields in one row under one label.
    pub(super) fn checks(&mut self, ui: &mut Ui, label: &str, fields: &[Field]) {
        let lists = self.lists;
        let labels: Vec<&str> = fields.iter().map(|field| lists.name(*field)).collect();
        let mut stops = Vec::new();
        let draft = &mut *self.draft;
        let first = fields.first().copied().unwrap_or(Field::Vip);
        let builder = (label, first);
        let wide: Vec<f32> = labels.iter().map(|label| width(ui.painter(), label, font::body()) + 24.0).collect();
        row_of(ui, self.label, builder, &wide, |ui| {
            for (field, name) in fields.iter().zip(&labels) {
                let checked = !draft.get(*field).is_empty();
                let response = check_box(ui, name, checked);
                if response.clicked() {
                    draft.set(*field, if checked { "" } else { "yes" });
                }
                stops.push((*field, response));
            }
        });
        for (field, stop) in &stops {
            self.follow(ui, *field, stop);
        }
        self.next = false;
    }
}

/// What kind of toggles a field has.
#[derive(Clone, Copy, Default)]
pub(super) struct Toggles<'a> {
    /// Name of the first chip that stands for "nothing".
    pub none: Option<&'a str>,
    /// The word that an empty field means.
    pub empty: Option<&'static str>,
    pub many: bool,
}

/// The text of a field after a toggle was pressed; `None` is the chip for "nothing".
fn turned(chosen: &[String], word: Option<&str>, many: bool) -> String {
    let Some(word) = word else { return String::new() };
    if !many {
        return word.to_owned();
    }
    let mut words: Vec<&str> = chosen.iter().map(String::as_str).filter(|known| *known != word).collect();
    if words.len() == chosen.len() {
        words.push(word);
    }
    words.join("、")
}

/// A label and a place for small widgets that wraps into as many lines as they need.
fn row_of(ui: &mut Ui, label: f32, (name, field): (&str, Field), widths: &[f32], add: impl FnOnce(&mut Ui)) {
    let column = if label > 0.0 { label + 12.0 } else { 0.0 };
    let room = ui.available_width() - column;
    let (mut lines, mut x) = (1.0, 0.0);
    for wide in widths {
        if x > 0.0 && x + wide > room {
            (lines, x) = (lines + 1.0, 0.0);
        }
        x += wide + 6.0;
    }
    let place = Row { label_width: label, height: 32.0 * lines, ..Row::new(name) }.place(ui);
    let id = ui.make_persistent_id(("row", field.word()));
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    let inner = Rect::from_min_max(place.min + vec2(0.0, 3.0), place.max);
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).scope_id(id).layout(layout));
    child.spacing_mut().item_spacing = vec2(6.0, 6.0);
    add(&mut child);
}

/// The label columns: wide enough for the longest label of each half, never narrower than the design.
pub(super) fn columns(ui: &Ui, lists: &Lists, left: &[Field], right: &[Field]) -> (f32, f32) {
    let widest = |fields: &[Field]| {
        fields.iter().map(|field| width(ui.painter(), lists.name(*field), font::body()).ceil()).fold(0.0, f32::max)
    };
    // The right labels begin where the left boxes end.
    (widest(left).clamp(66.0, 150.0), (widest(right) + 10.0).clamp(88.0, 160.0))
}

/// Whether the form has room for two columns.
pub(super) const fn is_narrow(width: f32) -> bool {
    width < TWO_COLUMNS
}

/// Rows of the form lie this far apart.
pub(super) fn spacing(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = GAP;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggles_turn_over_and_nothing_clears() {
        let chosen = ["repair".to_owned(), "refund".to_owned()];
        assert_eq!(turned(&chosen, Some("exchange"), true), "repair、refund、exchange");
        assert_eq!(turned(&chosen, Some("repair"), true), "refund");
        assert_eq!(turned(&chosen, Some("exchange"), false), "exchange");
        assert_eq!(turned(&chosen, None, true), "");
    }
}
