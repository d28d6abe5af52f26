//! Draws the loss list: only the lines in sight, the sums, and the row in which the next line is typed.

use egui::{Event, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::IncidentState;
use super::ask::Ask;
use super::loss::{LossRow, LossView};
use super::page::{open_entry, send};
use super::quick::Quick;
use crate::domain::incident::{Change, Incident, IncidentCommand};
use crate::domain::pinyin;
use crate::store::CaseFile;
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::menu::{Item, context_menu};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip};
use crate::ui::widgets::{Field, PickList};
use crate::ui::{Cx, icons, say_lists};

/// Shares of the width: category, name, spec, quantity, unit, goods, bought, price, damage, salvage, claimed, assessed.
const SHARES: [f32; 12] = [0.135, 0.12, 0.095, 0.06, 0.05, 0.09, 0.075, 0.09, 0.075, 0.06, 0.075, 0.075];
/// Narrower than this the columns would be cut: the table is moved sideways instead.
const LEAST: f32 = 1060.0;
const ROW: f32 = 28.0;

/// The cell of a column in a row of the table.
fn cell(row: Rect, column: usize) -> Rect {
    let before: f32 = SHARES.iter().take(column).sum();
    let wide = SHARES.get(column).copied().unwrap_or_default();
    let left = row.left() + before * row.width();
    Rect::from_min_size(pos2(left.round(), row.top()), vec2((wide * row.width() - 6.0).round(), row.height()))
}

/// The table, moved sideways where it does not fit.
pub(super) fn wide_table_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    list: (&LossView, &Incident),
) {
    if ui.available_width() >= LEAST {
        return table_ui(ui, cx, file, state, list);
    }
    ScrollArea::horizontal().id_salt(("losses", file.id)).auto_shrink([false, true]).show(ui, |ui| {
        ui.set_width(LEAST);
        table_ui(ui, cx, file, state, list);
    });
}

/// Draws head, lines, the row for the next line, and the sums.
fn table_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (view, incident): (&LossView, &Incident),
) {
    head_ui(ui, cx);
    lines_ui(ui, cx, file, state, view);
    if view.open {
        quick_ui(ui, cx, file, &mut state.quick, (view, incident));
    }
    sums_ui(ui, cx, view);
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TABLE_HEAD), Sense::hover());
    ui.painter().rect_filled(row, 0.0, t.sunken);
    for (column, label) in labels(cx).iter().enumerate() {
        let place = cell(row, column);
        if column >= 10 {
            text_right(ui.painter(), place, label, font::meta(), t.ter);
        } else {
            text_in(ui.painter(), place.with_min_x(place.left() + 4.0), label, font::meta(), t.ter);
        }
    }
}

fn labels(cx: &Cx<'_>) -> [String; 12] {
    let texts = cx.texts;
    [
        t!(texts, "incident-category"),
        t!(texts, "entry-column-name"),
        t!(texts, "incident-spec"),
        t!(texts, "incident-quantity"),
        t!(texts, "incident-unit-of"),
        t!(texts, "incident-goods"),
        t!(texts, "incident-bought"),
        t!(texts, "incident-price"),
        t!(texts, "incident-damage"),
        t!(texts, "incident-salvage"),
        t!(texts, "incident-claimed"),
        t!(texts, "incident-assessed"),
    ]
}

/// All lines take their room; those in sight are drawn.
fn lines_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState, view: &LossView) {
    let high = ROW * view.rows.len() as f32;
    let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
    let sight = ui.clip_rect();
    for (nth, row) in view.rows.iter().enumerate() {
        let place = Rect::from_min_size(all.min + vec2(0.0, ROW * nth as f32), vec2(all.width(), ROW));
        if place.bottom() < sight.top() {
            continue;
        }
        if place.top() > sight.bottom() {
            break;
        }
        line_ui(ui, cx, file, state, (row, view.open), place);
    }
}

/// A line: Enter or a click corrects it, Delete strikes it, a right click offers both.
fn line_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (line, open): (&LossRow, bool),
    row: Rect,
) {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(row, ui.scope_id().with(("loss", line.id)), Sense::click());
    let spoken = format!("{} {} {} {}", line.id, line.name, line.claimed, line.assessed);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, open, spoken.as_str()));
    if response.hovered() {
        ui.painter().rect_filled(row, 0.0, t.hover);
    }
    ui.painter().hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, t.line2));
    let plain = |column: usize, text: &str, ink| {
        let place = cell(row, column);
        text_in(ui.painter(), place.with_min_x(place.left() + 4.0), text, font::body(), ink);
    };
    plain(0, &line.category, t.sec);
    plain(1, &line.name, t.text);
    plain(2, &line.spec, t.sec);
    plain(3, &line.quantity, t.text);
    plain(4, &line.unit, t.text);
    plain(5, &line.newness, if line.by_hand { t.accent_t } else { t.sec });
    plain(6, &line.bought, t.sec);
    plain(7, &line.price, t.text);
    plain(8, &line.damage, t.sec);
    plain(9, &line.salvage, t.sec);
    text_right(ui.painter(), cell(row, 10), &line.claimed, font::body(), t.text);
    let ink = if line.by_hand { t.accent_t } else { t.text };
    let left = text_right(ui.painter(), cell(row, 11), &line.assessed, font::body_medium(), ink);
    if line.bare {
        icons::CAMERA.paint(ui.painter(), pos2(left - 10.0, row.center().y), 12.0, t.warn);
    }
    focus_ring(ui, &response, 0.0, Ring::Inside);
    tip(&response, &line.about, None);
    if !open {
        return;
    }
    let asks = [Ask::LossLine(Some(line.id)), Ask::StrikeLoss(line.id)];
    let labels = asks.map(|ask| ask.label(cx.texts));
    let items: Vec<Item<'_>> = labels
        .iter()
        .zip([icons::PENCIL_SIMPLE, icons::TRASH])
        .map(|(label, sign)| Item { icon: Some(sign), ..Item::new(label) })
        .collect();
    let strikes = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Delete));
    let chosen = context_menu(&response, &items).and_then(|at| asks.get(at).copied());
    let chosen = chosen.or(strikes.then_some(asks[1])).or(response.clicked().then_some(asks[0]));
    if let Some(ask) = chosen {
        open_entry(cx, file, state, ask);
    }
}

/// The row of the next line: Tab goes through the cells, Enter records it, a pasted table is taken row by row.
fn quick_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, quick: &mut Quick, (view, incident): (&LossView, &Incident)) {
    let t = Tokens::of(ui.ctx());
    let ids: [Id; 9] = std::array::from_fn(|at| Id::unique(("loss-cell", file.id, at)));
    let focused = ui.memory(|memory| ids.iter().any(|id| memory.has_focus(*id)));
    if focused {
        take_paste(ui, quick, &view.picks.categories);
    }
    let again = quick.follow(file.case.revision);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    let row = row.shrink2(vec2(0.0, 3.0));
    let labels = labels(cx);
    pick_ui(ui, cx, (cell(row, 0), &labels[0]), &view.picks.categories, &mut quick.category);
    let columns = [1, 2, 3, 4, 6, 7, 8, 9, 10];
    let mut enter = false;
    let focus = std::mem::take(&mut quick.focus);
    for ((nth, column), value) in columns.into_iter().enumerate().zip(quick.cells.each_mut()) {
        if column == 6 {
            pick_ui(ui, cx, (cell(row, 5), &labels[5]), &view.picks.goods, &mut quick.goods);
        }
        let (place, label) = (cell(row, column), labels.get(column).map_or("", String::as_str));
        let mut child = ui.new_child(UiBuilder::new().max_rect(place));
        let response = Field::new(label, value).edit_id(ids[nth]).width(place.width()).height(30.0).ui(&mut child);
        if focus && nth == 0 {
            response.request_focus();
        }
        enter |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    }
    if let Some(amount) = quick.preview(incident, &file.book.rules) {
        text_right(ui.painter(), cell(row, 11), &amount.to_string(), font::body(), t.ter);
    }
    if (enter || again) && quick.sent.is_none() {
        record(cx, file, quick, &labels);
    }
    below_ui(ui, cx, quick);
}

/// A pasted table does not go into the cell but into the row and those behind it.
fn take_paste(ui: &Ui, quick: &mut Quick, categories: &[crate::ui::widgets::Pick]) {
    ui.input_mut(|input| {
        input.events.retain(|event| !matches!(event, Event::Paste(text) if quick.paste(text, categories)));
    });
}

fn pick_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (place, label): (Rect, &str),
    items: &[crate::ui::widgets::Pick],
    value: &mut String,
) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    let none = t!(cx.texts, "dialog-none-found");
    let list = PickList::new(label, items, Some(value), &pinyin::matches).width(place.width()).height(30.0);
    let (_, taken) = list.none(&none).ui(&mut child);
    if let Some(item) = taken.and_then(|at| items.get(at)) {
        value.clone_from(&item.key);
    }
}

/// Sends the line, or says what is wrong with it.
fn record(cx: &Cx<'_>, file: &CaseFile, quick: &mut Quick, labels: &[String; 12]) {
    match quick.entry() {
        Ok(entry) => {
            quick.go_on();
            quick.sent = Some(file.case.revision);
            send(cx, file, IncidentCommand::Loss(Box::new(Change::Add(entry))));
        }
        Err((column, fault)) => {
            let column = labels.get(column).map_or("", String::as_str);
            let fault = say_lists::fault_kind_text(cx.texts, fault);
            quick.error = Some(t!(cx.texts, "fault-line", field = column, fault = fault));
        }
    }
}

/// What is wrong, how many pasted rows wait, or how to type.
fn below_ui(ui: &mut Ui, cx: &Cx<'_>, quick: &mut Quick) {
    let t = Tokens::of(ui.ctx());
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let (words, ink) = match &quick.error {
        Some(error) => (error.clone(), t.danger),
        None => (t!(cx.texts, "incident-quick-says"), t.ter),
    };
    let pasted = quick.queue.len();
    let waiting = if pasted > 0 { t!(cx.texts, "incident-pasted", n = pasted) } else { String::new() };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{words} {waiting}").trim()));
    let (end, _) = text_in(ui.painter(), row, &words, font::meta(), ink);
    if pasted == 0 {
        return;
    }
    let (end, _) = text_in(ui.painter(), row.with_min_x(end + 16.0), &waiting, font::meta(), t.warn);
    let label = t!(cx.texts, "incident-pasted-stop");
    let button = Button::light(&label).small();
    let place = Rect::from_min_size(pos2(end + 10.0, row.top()), vec2(button.width(ui), size::BUTTON_SMALL));
    if button.put_over(ui, place).clicked() {
        quick.stop();
    }
}

fn sums_ui(ui: &mut Ui, cx: &Cx<'_>, view: &LossView) {
    let t = Tokens::of(ui.ctx());
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let total = t!(cx.texts, "incident-sum");
    let capital = t!(cx.texts, "incident-sum-capital", sum = view.capital.as_str());
    let spoken = format!("{total} {} {} {capital}", view.claimed, view.assessed);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken.as_str()));
    ui.painter().hline(row.x_range(), row.top() + 0.5, Stroke::new(1.0, t.line));
    let (end, _) = text_in(ui.painter(), row.with_min_x(row.left() + 4.0), &total, font::body_medium(), t.text);
    let rest = row.with_min_x(end + 12.0).with_max_x(cell(row, 10).left() - 8.0);
    text_in(ui.painter(), rest, &capital, font::meta(), t.sec);
    text_right(ui.painter(), cell(row, 10), &view.claimed, font::body_medium(), t.text);
    text_right(ui.painter(), cell(row, 11), &view.assessed, font::body_medium(), t.text);
    if !view.categories.is_empty() {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        let parts = view.categories.join("　");
        text_in(ui.painter(), row.with_min_x(row.left() + 4.0), &parts, font::meta(), t.ter);
    }
}
