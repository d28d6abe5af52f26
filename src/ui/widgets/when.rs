//! A date with or without a time: typed as text, or chosen from a month that drops down.

use chrono::{Datelike as _, Months, NaiveDate};
use egui::{
    Align2, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, SetOpenCommand, Ui,
    WidgetInfo, pos2, vec2,
};

use super::field::{BareEdit, BoxState, Row, bare_edit, paint_box, row_setters};
use super::paint::{Ring, floating, focus_ring};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};

/// Side of one day.
const DAY: f32 = 32.0;

/// Words of the month; all translated.
#[derive(Clone, Copy)]
pub struct MonthWords<'a> {
    /// Monday to Sunday.
    pub weekdays: [&'a str; 7],
    /// Title of a year and month.
    pub title: &'a dyn Fn(i32, u32) -> String,
    /// Accessible name of "one month back".
    pub previous: &'a str,
    /// Accessible name of "one month on".
    pub next: &'a str,
    /// Accessible name of the button that opens the month.
    pub open: &'a str,
}

/// A field for a day (`2026-04-09`) or a moment (`2026-04-09 10:21`). It never judges what is typed; the caller reads it.
#[must_use]
pub struct When<'a> {
    row: Row<'a>,
    salt: &'a str,
    value: &'a mut String,
    words: MonthWords<'a>,
    today: NaiveDate,
    hint: &'a str,
    rest: Option<&'a dyn Fn(NaiveDate) -> bool>,
}

impl<'a> When<'a> {
    /// A field with its text; `today` is outlined in the month and shown first while the text is no date.
    pub const fn new(label: &'a str, value: &'a mut String, words: MonthWords<'a>, today: NaiveDate) -> Self {
        Self { row: Row::new(label), salt: label, value, words, today, hint: "", rest: None }
    }

    row_setters!();

    /// Shown while empty.
    pub const fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Days written in a quiet colour: nobody works then.
    pub const fn rest(self, rest: &'a dyn Fn(NaiveDate) -> bool) -> Self {
        Self { rest: Some(rest), ..self }
    }

    /// Shows the field. F4 opens the month; a day chosen replaces the day in the text and leaves the time.
    pub fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let id = ui.make_persistent_id(("when", self.salt));
        let place = self.row.place(ui);
        let whole = ui.interact(place, id.with("box"), Sense::CLICK);
        let focus = ui.memory(|memory| memory.has_focus(id));
        let state = BoxState { focus, hover: whole.hovered(), wrong: self.row.error.is_some(), fixed: false };
        paint_box(ui, place, state);
        let mut inner = place.shrink2(vec2(10.0, 1.0));
        let sign = Rect::from_center_size(pos2(inner.right() - 8.0, inner.center().y), vec2(24.0, 24.0));
        inner.max.x = sign.left() - 4.0;
        let opener = ui.interact(sign, id.with("open"), Sense::CLICK);
        opener.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.words.open));
        let ink = if opener.hovered() { t.text } else { t.ter };
        icons::CALENDAR_BLANK.paint(ui.painter(), sign.center(), 16.0, ink);
        let f4 = focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F4));
        let (hint, name) = (self.hint, self.row.label);
        let edit = BareEdit { value: &mut *self.value, hint, name, font: font::body(), ink: None, rows: 1, open: true };
        let mut response = bare_edit(ui, inner, id, edit);
        self.row.tell(&response);
        if whole.clicked() {
            response.request_focus();
        }
        let opened = f4 || opener.clicked();
        let mut chosen = None;
        Popup::from_response(&whole)
            .open_memory(opened.then_some(SetOpenCommand::Toggle))
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .layout(Layout::top_down(egui::Align::Min))
            .frame(floating(ui.ctx(), Margin::same(10)))
            .gap(4.0)
            .show(|ui| {
                let kept = id.with("month");
                let present = day_of(self.value);
                let start = present.unwrap_or(self.today);
                let mut shown: NaiveDate = if opened { start } else { ui.data(|d| d.get_temp(kept)).unwrap_or(start) };
                chosen = month(ui, &self.words, &mut shown, &Marks { present, today: self.today, rest: self.rest });
                ui.data_mut(|data| data.insert_temp(kept, shown));
                if chosen.is_some() {
                    ui.close();
                }
            });
        if let Some(day) = chosen {
            *self.value = with_day(self.value, day);
            response.mark_changed();
            response.request_focus();
        }
        response
    }
}

/// Which days of a month look special.
struct Marks<'a> {
    present: Option<NaiveDate>,
    today: NaiveDate,
    rest: Option<&'a dyn Fn(NaiveDate) -> bool>,
}

/// The day a text begins with, if it does.
#[must_use]
pub fn day_of(text: &str) -> Option<NaiveDate> {
    let word = text.split_whitespace().next()?;
    NaiveDate::parse_from_str(word, "%Y-%m-%d").ok()
}

/// The text with another day; what stands behind the first blank stays.
#[must_use]
pub fn with_day(text: &str, day: NaiveDate) -> String {
    let text = text.trim_start();
    match text.split_once(char::is_whitespace) {
        Some((_, rest)) if !rest.trim().is_empty() => format!("{} {}", day.format("%Y-%m-%d"), rest.trim()),
        _ => day.format("%Y-%m-%d").to_string(),
    }
}

/// First Monday on or before the first of the month: where the six weeks shown begin.
fn first_shown(month: NaiveDate) -> Option<NaiveDate> {
    let first = month.with_day(1)?;
    first.checked_sub_days(chrono::Days::new(u64::from(first.weekday().num_days_from_monday())))
}

fn month(ui: &mut Ui, words: &MonthWords<'_>, shown: &mut NaiveDate, marks: &Marks<'_>) -> Option<NaiveDate> {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let (head, _) = ui.allocate_exact_size(vec2(DAY * 7.0, 30.0), Sense::hover());
    let title = (words.title)(shown.year(), shown.month());
    ui.painter().text(head.center(), Align2::CENTER_CENTER, title, font::body_medium(), t.text);
    let left = Rect::from_center_size(pos2(head.left() + 14.0, head.center().y), vec2(26.0, 26.0));
    let right = Rect::from_center_size(pos2(head.right() - 14.0, head.center().y), vec2(26.0, 26.0));
    if step(ui, left, icons::CARET_LEFT, words.previous).clicked() {
        *shown = shown.checked_sub_months(Months::new(1)).unwrap_or(*shown);
    }
    if step(ui, right, icons::CARET_RIGHT, words.next).clicked() {
        *shown = shown.checked_add_months(Months::new(1)).unwrap_or(*shown);
    }
    let (names, _) = ui.allocate_exact_size(vec2(DAY * 7.0, 24.0), Sense::hover());
    for (at, name) in words.weekdays.iter().enumerate() {
        let x = names.left() + DAY * (at as f32 + 0.5);
        ui.painter().text(pos2(x, names.center().y), Align2::CENTER_CENTER, name, font::meta(), t.ter);
    }
    let (grid, _) = ui.allocate_exact_size(vec2(DAY * 7.0, DAY * 6.0), Sense::hover());
    let start = first_shown(*shown)?;
    let mut chosen = None;
    for (at, day) in start.iter_days().take(42).enumerate() {
        let corner = grid.min + vec2(DAY * (at % 7) as f32, DAY * (at / 7) as f32);
        let cell = Rect::from_min_size(corner, vec2(DAY, DAY)).shrink(1.0);
        if day_ui(ui, cell, day, day.month() == shown.month(), marks).clicked() {
            chosen = Some(day);
        }
    }
    chosen
}

fn step(ui: &Ui, place: Rect, icon: Icon, name: &str) -> Response {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_filled(place, size::R_BUTTON, t.hover);
    }
    icon.paint(ui.painter(), place.center(), 14.0, t.sec);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response
}

fn day_ui(ui: &Ui, cell: Rect, day: NaiveDate, inside: bool, marks: &Marks<'_>) -> Response {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(cell, ui.scope_id().with(("day", day)), Sense::click());
    let present = marks.present == Some(day);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, present, day.format("%Y-%m-%d")));
    let rest = marks.rest.is_some_and(|rest| rest(day));
    let ink = match (present, inside, rest) {
        (true, ..) => t.on_accent,
        (false, false, _) => t.dis,
        (false, true, true) => t.ter,
        (false, true, false) => t.text,
    };
    if present {
        ui.painter().rect_filled(cell, size::R_BUTTON, t.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(cell, size::R_BUTTON, t.hover);
    }
    if day == marks.today && !present {
        super::paint::boxed(ui.painter(), cell, size::R_BUTTON, egui::Color32::TRANSPARENT, t.accent);
    }
    ui.painter().text(cell.center(), Align2::CENTER_CENTER, day.day(), font::body(), ink);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_day_keeps_the_time_that_was_typed() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 9).unwrap();
        for (before, after) in [
            ("", "2026-04-09"),
            ("2026-01-31", "2026-04-09"),
            ("2026-01-31 10:21", "2026-04-09 10:21"),
            ("  2026-01-31   10:21 ", "2026-04-09 10:21"),
            ("昨天 下午", "2026-04-09 下午"),
        ] {
            assert_eq!(with_day(before, day), after, "{before:?}");
        }
    }

    #[test]
    fn a_month_is_shown_from_the_monday_before_its_first() {
        for (month, first) in [((2026, 4), (2026, 3, 30)), ((2026, 6), (2026, 6, 1)), ((2027, 1), (2026, 12, 28))] {
            let shown = NaiveDate::from_ymd_opt(month.0, month.1, 17).unwrap();
            assert_eq!(first_shown(shown), NaiveDate::from_ymd_opt(first.0, first.1, first.2));
        }
    }

    #[test]
    fn only_a_text_that_begins_with_a_day_has_one() {
        assert_eq!(day_of("2026-04-09 10:21"), NaiveDate::from_ymd_opt(2026, 4, 9));
        assert_eq!(day_of("2026-02-30"), None);
        assert_eq!(day_of(""), None);
    }
}
