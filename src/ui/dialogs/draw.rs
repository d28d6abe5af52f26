//! Draws the parts of a dialog and says which of them were changed.

use egui::{Frame, Label, Margin, Response, RichText, Role, ScrollArea, Sense, TextStyle, Ui, vec2};

use super::DialogKind;
use super::form::{Form, Input, Member, Mood, Part, Slot};
use crate::domain::facts::split_words;
use crate::domain::pinyin;
use crate::t;
use crate::text::Texts;
use crate::ui::Cx;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::field::Row;
use crate::ui::widgets::toggle::{check_box, toggle};
use crate::ui::widgets::when::{MonthWords, When};
use crate::ui::widgets::{Field, PickList};

/// Room above and below the body: title, buttons, edges.
const AROUND: f32 = 200.0;
/// Between two parts in one row.
const BETWEEN: f32 = 12.0;
/// Height of one line of a text area, and of its edges.
const LINE: f32 = 20.0;
const EDGES: f32 = 16.0;
/// Room for the halo of a field, which a scrolled area would cut off.
const HALO: i8 = 3;

pub(super) const fn width(kind: &DialogKind) -> f32 {
    match kind {
        DialogKind::Dispatch | DialogKind::Handle | DialogKind::Reply | DialogKind::OnTheSpot | DialogKind::Amend => {
            560.0
        }
        _ => 480.0,
    }
}

/// Draws all parts and, below them, why the command is not carried out. Answers the parts that were changed.
pub(in crate::ui) fn parts(
    ui: &mut Ui,
    cx: &Cx<'_>,
    form: &mut Form,
    focus: Option<Slot>,
    why: Option<&str>,
) -> Vec<Slot> {
    let mut changed = Vec::new();
    let most = (ui.ctx().content_rect().height() - AROUND).max(120.0);
    let outside = Frame::NONE.outer_margin(Margin::symmetric(-HALO, 0));
    outside.show(ui, |ui| {
        ui.style_mut().text_styles.insert(TextStyle::Body, font::body());
        // The area of a dialog offers only its height of the last frame, so a dialog that grows must ask for more.
        let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]);
        area.show(ui, |ui| {
            Frame::NONE
                .inner_margin(Margin::same(HALO))
                .show(ui, |ui| rows(ui, cx, &mut form.parts, focus, &mut changed));
        });
    });
    if let Some(why) = why {
        line(ui, Some(Tone::Danger), why);
    }
    changed
}

/// Parts below each other; two that are half stand side by side.
pub(in crate::ui) fn rows(ui: &mut Ui, cx: &Cx<'_>, parts: &mut [Part], focus: Option<Slot>, changed: &mut Vec<Slot>) {
    let mut rest = parts;
    while !rest.is_empty() {
        let pair = matches!(rest, [part, next, ..] if part.half && next.half);
        let (row, others) = rest.split_at_mut(if pair { 2 } else { 1 });
        rest = others;
        let wide = ui.available_width();
        if pair {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = BETWEEN;
                for part in row {
                    changed.extend(part_ui(ui, cx, part, (wide - BETWEEN) / 2.0, focus));
                }
            });
        } else {
            changed.extend(row.first_mut().and_then(|part| part_ui(ui, cx, part, wide, focus)));
        }
    }
}

fn part_ui(ui: &mut Ui, cx: &Cx<'_>, part: &mut Part, wide: f32, focus: Option<Slot>) -> Option<Slot> {
    let slot = part.slot;
    let (response, changed) = match &part.input {
        Input::Line(mood) => {
            line(ui, (*mood == Mood::Warn).then_some(Tone::Warn), &part.value);
            return None;
        }
        Input::Text(rows) => text_ui(ui, part, wide, *rows),
        Input::When => when_ui(ui, cx, part, wide),
        Input::Pick(_) => pick_ui(ui, cx, part, wide),
        Input::One(_) | Input::Any(_) => toggles_ui(ui, cx.texts, part, wide),
        Input::Check => {
            let response = check_box(ui, &part.label, !part.value.is_empty());
            let turned = response.clicked();
            if turned {
                part.value = if part.value.is_empty() { "yes".to_owned() } else { String::new() };
            }
            (Some(response), turned)
        }
    };
    if focus == Some(slot)
        && let Some(response) = response
    {
        response.request_focus();
        response.scroll_to_me(None);
    }
    changed.then_some(slot)
}

fn text_ui(ui: &mut Ui, part: &mut Part, wide: f32, rows: usize) -> (Option<Response>, bool) {
    let salt = format!("{:?}", part.slot);
    let height = (rows > 1).then(|| area_height(ui, &part.value, wide, rows));
    let mut field = Field::new(&part.label, &mut part.value)
        .id(&salt)
        .above()
        .width(wide)
        .required(part.required)
        .error(part.error.as_deref())
        .hint(&part.hint);
    if let Some(height) = height {
        field = field.rows(rows).height(height);
    }
    let response = field.ui(ui);
    let changed = response.changed();
    (Some(response), changed)
}

/// A text area grows with its text; the dialog scrolls.
fn area_height(ui: &Ui, text: &str, wide: f32, rows: usize) -> f32 {
    let ink = Tokens::of(ui.ctx()).text;
    let lines = ui.painter().layout(text.to_owned(), font::body(), ink, wide - 22.0).rows.len();
    #[expect(clippy::cast_precision_loss, reason = "lines of a text of some thousand characters")]
    let lines = lines.max(rows) as f32;
    lines * LINE + EDGES
}

fn when_ui(ui: &mut Ui, cx: &Cx<'_>, part: &mut Part, wide: f32) -> (Option<Response>, bool) {
    let texts = cx.texts;
    let days: [String; 7] = ["1", "2", "3", "4", "5", "6", "7"].map(|day| texts.name("weekday", day));
    let (previous, next) = (t!(texts, "month-previous"), t!(texts, "month-next"));
    let open = t!(texts, "month-open");
    let words = MonthWords {
        weekdays: days.each_ref().map(String::as_str),
        title: &|year, month| t!(texts, "month-title", year = year, month = month),
        previous: &previous,
        next: &next,
        open: &open,
    };
    let salt = format!("{:?}", part.slot);
    let rest = |day| !cx.book.clockwork.day(day).workday;
    let response = When::new(&part.label, &mut part.value, words, cx.now.date())
        .id(&salt)
        .above()
        .width(wide)
        .required(part.required)
        .error(part.error.as_deref())
        .hint(&part.hint)
        .rest(&rest)
        .ui(ui);
    let changed = response.changed();
    (Some(response), changed)
}

fn pick_ui(ui: &mut Ui, cx: &Cx<'_>, part: &mut Part, wide: f32) -> (Option<Response>, bool) {
    let Input::Pick(items) = &part.input else { return (None, false) };
    let (salt, none) = (format!("{:?}", part.slot), t!(cx.texts, "dialog-none-found"));
    let (response, taken) = PickList::new(&part.label, items, Some(&part.value), &pinyin::matches)
        .id(&salt)
        .above()
        .width(wide)
        .required(part.required)
        .error(part.error.as_deref())
        .hint(&part.hint)
        .none(&none)
        .ui(ui);
    let key = taken.and_then(|at| items.get(at)).map(|item| item.key.clone());
    let changed = key.as_ref().is_some_and(|key| *key != part.value);
    if let Some(key) = key {
        part.value = key;
    }
    (Some(response), changed)
}

/// Toggle chips below their label. Some questions share their answers, so there each chip is named with its question.
fn toggles_ui(ui: &mut Ui, texts: &Texts, part: &mut Part, wide: f32) -> (Option<Response>, bool) {
    let shared = matches!(part.slot, Slot::Result | Slot::Process | Slot::Staff | Slot::Entry(_, 1..));
    let (mut first, mut changed) = (None, false);
    ui.vertical(|ui| {
        ui.set_width(wide);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut head = Row::new(&part.label);
        (head.above, head.required, head.height) = (true, part.required, 0.0);
        head.place(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for (word, name) in shown(part) {
                let (chosen, role) = state(part, &word);
                let mut response = toggle(ui, &name, chosen, role);
                if shared {
                    let (group, choice) = (part.label.as_str(), name.as_str());
                    response = response.accessible_name(t!(texts, "dialog-choice", group = group, choice = choice));
                }
                Row { required: part.required, error: part.error.as_deref(), ..Row::new("") }.tell(&response);
                if response.clicked() {
                    changed |= press(part, word);
                }
                if first.is_none() || chosen {
                    first = Some(response);
                }
            }
        });
        if part.error.is_some() {
            let mut tail = Row::new("");
            (tail.error, tail.height) = (part.error.as_deref(), 0.0);
            tail.place(ui);
        }
    });
    (first, changed)
}

/// The members, and behind them words on record that the list does not have.
fn shown(part: &Part) -> Vec<Member> {
    match &part.input {
        Input::One(members) => members.clone(),
        Input::Any(members) => {
            let known = |word: &str| members.iter().any(|(key, _)| key == word);
            let others = split_words(&part.value).filter(|word| !known(word));
            let others = others.map(|word| (word.to_owned(), word.to_owned()));
            members.iter().cloned().chain(others.collect::<Vec<_>>()).collect()
        }
        _ => Vec::new(),
    }
}

fn state(part: &Part, word: &str) -> (bool, Role) {
    match part.input {
        Input::Any(_) => (split_words(&part.value).any(|chosen| chosen == word), Role::CheckBox),
        _ => (part.value == word, Role::RadioButton),
    }
}

/// A chip was pressed; `true` when the value is another now.
fn press(part: &mut Part, word: String) -> bool {
    if !matches!(part.input, Input::Any(_)) {
        let other = part.value != word;
        part.value = word;
        return other;
    }
    let mut chosen: Vec<&str> = split_words(&part.value).collect();
    match chosen.iter().position(|known| *known == word) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(&word),
    }
    part.value = chosen.join(",");
    true
}

pub(in crate::ui) fn line(ui: &mut Ui, tone: Option<Tone>, says: &str) {
    let t = Tokens::of(ui.ctx());
    let ink = tone.map_or(t.sec, |tone| tone.colours(t).0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if tone.is_some() {
            let (place, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
            icons::WARNING_CIRCLE.fill().paint(ui.painter(), place.center(), 14.0, ink);
        }
        ui.add(Label::new(RichText::new(says).font(font::body()).color(ink)).wrap());
    });
}
