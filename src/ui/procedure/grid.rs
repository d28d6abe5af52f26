//! Draws the answers of a section: labels with values side by side, tables as rows whose words go on in further lines.

use std::sync::Arc;

use egui::{Color32, Galley, Pos2, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::ask::Ask;
use super::section::{Body, Line, Pair, Value};
use crate::store::CaseFile;
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::paint::{text_in, width};
use crate::ui::{Action, Cx, icons};

/// Height of a row with one line of words.
const ROW: f32 = 26.0;
/// Wider than this, two answers stand side by side.
const TWO: f32 = 660.0;
/// A column of a table narrower than this is hard to read: the rows are then shown as labels with values.
const CELL: f32 = 84.0;
/// Room for an eye behind a hidden answer.
const EYE: f32 = 30.0;

/// What the rows draw with.
#[derive(Clone, Copy)]
pub(super) struct Draw<'a> {
    pub cx: &'a Cx<'a>,
    pub file: &'a CaseFile,
    /// Private answers are shown whole.
    pub shown: bool,
}

/// Draws what stands in a section; gives what was pressed behind a row.
pub(super) fn body_ui(ui: &mut Ui, draw: Draw<'_>, body: &Body) -> Option<Ask> {
    match body {
        Body::Pairs(pairs) => {
            pairs_ui(ui, draw, pairs);
            None
        }
        Body::Table { lines, .. } if lines.is_empty() => {
            let empty = t!(draw.cx.texts, "procedure-no-rows");
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, empty.as_str()));
            text_in(ui.painter(), rect, &empty, font::body(), Tokens::of(ui.ctx()).ter);
            None
        }
        Body::Table { heads, lines } => table_ui(ui, draw, heads, lines),
    }
}

fn pairs_ui(ui: &mut Ui, draw: Draw<'_>, pairs: &[Pair]) {
    let widest = pairs.iter().map(|pair| width(ui.painter(), &pair.label, font::meta())).fold(56.0, f32::max);
    let whole = ui.available_width();
    let columns = if whole >= TWO { 2 } else { 1 };
    let half = whole / columns as f32;
    let label = (widest + 12.0).min(half * 0.45);
    let mut rest = pairs;
    while let Some(first) = rest.first() {
        let second = rest.get(1).filter(|next| columns == 2 && !first.wide && !next.wide);
        rest = rest.get(if second.is_some() { 2 } else { 1 }..).unwrap_or_default();
        let both = [Some(first), second];
        let room = if first.wide { whole } else { half };
        let high = both.into_iter().flatten().map(|pair| pair_height(ui, pair, (label, room), draw.shown));
        let high = high.fold(ROW, f32::max);
        let (row, response) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
        ui.painter().hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, Tokens::of(ui.ctx()).line2));
        for (nth, pair) in both.into_iter().flatten().enumerate() {
            let corner = pos2(row.left() + half * nth as f32, row.top());
            let place = Rect::from_min_size(corner, vec2(room - 12.0, high));
            let response = ui.interact(place, response.id.with(nth), sense_of(&pair.value));
            pair_ui(ui, draw, pair, (response, label));
        }
    }
}

/// The words of a value and their colour; `blank` stands for an answer that is not there.
fn look(value: &Value, shown: bool, blank: &str, t: &Tokens) -> (String, Color32) {
    match (&value.whole, value.text.is_empty(), value.missing) {
        (Some(whole), ..) if shown => (whole.clone(), t.text),
        (_, false, _) => (value.text.clone(), if value.file.is_some() { t.accent_t } else { t.text }),
        (_, true, missing) => (blank.to_owned(), if missing { t.warn } else { t.ter }),
    }
}

fn layout(ui: &Ui, pair: &Pair, (label, room): (f32, f32), shown: bool) -> (Arc<Galley>, Arc<Galley>, Color32) {
    let t = Tokens::of(ui.ctx());
    let (text, ink) = look(&pair.value, shown, if pair.needed.is_empty() { "—" } else { &pair.needed }, t);
    let eye = if pair.value.whole.is_some() && !shown { EYE } else { 0.0 };
    let sign = if pair.value.missing { 20.0 } else { 0.0 };
    let named = ui.painter().layout(pair.label.clone(), font::meta(), t.ter, label - 10.0);
    let value = ui.painter().layout(text, font::body(), ink, (room - label - eye - sign - 12.0).max(60.0));
    (named, value, ink)
}

fn pair_height(ui: &Ui, pair: &Pair, room: (f32, f32), shown: bool) -> f32 {
    let (label, value, _) = layout(ui, pair, room, shown);
    label.size().y.max(value.size().y) + 9.0
}

fn pair_ui(ui: &mut Ui, draw: Draw<'_>, pair: &Pair, (response, label): (Response, f32)) {
    let (t, rect) = (Tokens::of(ui.ctx()), response.rect);
    let (named, value, ink) = layout(ui, pair, (label, rect.width() + 12.0), draw.shown);
    let role = if pair.value.file.is_some() { Role::Link } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, format!("{} {}", pair.label, value.text())));
    let top = |galley: &Galley| rect.top() + (ROW - galley.rows.first().map_or(18.0, |row| row.height())) / 2.0;
    ui.painter().galley(pos2(rect.left(), top(&named)), named, t.ter);
    let mut left = rect.left() + label;
    if pair.value.missing {
        let first = Rect::from_min_size(pos2(left, rect.top()), vec2(20.0, ROW));
        left = icons::WARNING.fill().paint_left(ui.painter(), first, 13.0, t.warn) + 6.0;
    }
    let end = left + value.size().x;
    ui.painter().galley(pos2(left, top(&value)), value, ink);
    value_ends(ui, draw, &pair.value, (&response, pos2(end + 2.0, rect.top())));
}

const fn sense_of(value: &Value) -> Sense {
    if value.file.is_some() { Sense::CLICK } else { Sense::HOVER }
}

/// A file opens; a hidden answer has its eye.
fn value_ends(ui: &mut Ui, draw: Draw<'_>, value: &Value, (response, end): (&Response, Pos2)) {
    if let Some((hash, name)) = &value.file
        && response.clicked()
    {
        draw.cx.want(Action::OpenAttachment { hash: hash.clone(), name: name.clone() });
    }
    if value.whole.is_some() && !draw.shown {
        let place = Rect::from_min_size(end - vec2(0.0, 1.0), vec2(28.0, 28.0));
        let mut child = ui.new_child(UiBuilder::new().id_salt(("eye", response.id)).max_rect(place));
        if icon_button(&mut child, icons::EYE, &t!(draw.cx.texts, "act-reveal"), None).clicked() {
            draw.cx.want(Action::Reveal { case: draw.file.id, seen: draw.file.case.revision });
        }
    }
}

fn table_ui(ui: &mut Ui, draw: Draw<'_>, heads: &[String], lines: &[Line]) -> Option<Ask> {
    let t = Tokens::of(ui.ctx());
    let whole = ui.available_width();
    let acts = acts_width(ui, lines);
    const NUMBER: f32 = 30.0;
    let cell = (whole - NUMBER - acts) / heads.len().max(1) as f32;
    if cell < CELL {
        return cards_ui(ui, draw, heads, lines);
    }
    let head_words: Vec<Arc<Galley>> =
        heads.iter().map(|head| ui.painter().layout(head.clone(), font::meta(), t.ter, cell - 10.0)).collect();
    let high = head_words.iter().map(|galley| galley.size().y + 8.0).fold(ROW, f32::max);
    let (head, _) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
    ui.painter().rect_filled(head, size::R_CHIP, t.sunken);
    for (at, galley) in head_words.into_iter().enumerate() {
        ui.painter().galley(pos2(head.left() + NUMBER + cell * at as f32, head.top() + 4.0), galley, t.ter);
    }
    let mut pressed = None;
    for line in lines {
        let galleys: Vec<Arc<Galley>> = line.cells.iter().map(|value| cell_words(ui, draw, value, cell)).collect();
        let high = galleys.iter().map(|galley| galley.size().y + 9.0).fold(ROW + 2.0, f32::max);
        let (row, response) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
        let spoken = line.cells.iter().map(|value| value.text.as_str()).collect::<Vec<_>>().join(" ");
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{} {spoken}", line.n)));
        ui.painter().hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, t.line2));
        let number = Rect::from_min_size(row.min + vec2(6.0, 0.0), vec2(NUMBER, ROW));
        text_in(ui.painter(), number, &line.n.to_string(), font::meta(), t.ter);
        for (at, (galley, value)) in galleys.into_iter().zip(&line.cells).enumerate() {
            let place = Rect::from_min_size(pos2(row.left() + NUMBER + cell * at as f32, row.top()), vec2(cell, high));
            let response = ui.interact(place, response.id.with(("cell", at)), sense_of(value));
            let wide = galley.size().x;
            ui.painter().galley(place.min + vec2(0.0, 4.0), galley, t.text);
            value_ends(ui, draw, value, (&response, place.min + vec2(wide + 2.0, 0.0)));
        }
        pressed = pressed.or(acts_ui(ui, line, Rect::from_min_size(row.min, vec2(whole, ROW + 2.0))));
    }
    pressed
}

fn cell_words(ui: &Ui, draw: Draw<'_>, value: &Value, cell: f32) -> Arc<Galley> {
    let t = Tokens::of(ui.ctx());
    let missing = if value.missing { t!(draw.cx.texts, "procedure-missing") } else { "—".to_owned() };
    let (text, ink) = look(value, draw.shown, &missing, t);
    let eye = if value.whole.is_some() && !draw.shown { EYE } else { 0.0 };
    ui.painter().layout(text, font::body(), ink, (cell - 10.0 - eye).max(40.0))
}

/// Rows as labels with values below each other, where the columns would be too narrow.
fn cards_ui(ui: &mut Ui, draw: Draw<'_>, heads: &[String], lines: &[Line]) -> Option<Ask> {
    let t = Tokens::of(ui.ctx());
    let mut pressed = None;
    for line in lines {
        let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW + 2.0), Sense::hover());
        let words = t!(draw.cx.texts, "procedure-row", n = line.n);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, words.as_str()));
        ui.painter().rect_filled(head, size::R_CHIP, t.sunken);
        text_in(ui.painter(), head.with_min_x(head.left() + 6.0), &words, font::meta(), t.sec);
        pressed = pressed.or(acts_ui(ui, line, head));
        let missing = t!(draw.cx.texts, "procedure-missing");
        let pairs = heads.iter().zip(&line.cells).map(|(label, value)| Pair {
            label: label.clone(),
            value: value.clone(),
            needed: if value.missing { missing.clone() } else { String::new() },
            wide: false,
        });
        let pairs: Vec<Pair> = pairs.collect();
        ui.push_id(line.n, |ui| pairs_ui(ui, draw, &pairs));
    }
    pressed
}

fn acts_width(ui: &Ui, lines: &[Line]) -> f32 {
    let wide =
        |line: &Line| line.acts.iter().map(|press| Button::light(&press.label).small().width(ui) + 4.0).sum::<f32>();
    lines.iter().map(wide).fold(0.0, f32::max)
}

/// Correct and strike at the right of a row.
fn acts_ui(ui: &mut Ui, line: &Line, row: Rect) -> Option<Ask> {
    let (mut right, mut pressed) = (row.right(), None);
    for press in line.acts.iter().rev() {
        let button = Button::light(&press.label).small();
        let wide = button.width(ui);
        let place = Rect::from_min_size(pos2(right - wide, row.top() + 1.0), vec2(wide, size::BUTTON_SMALL));
        right -= wide + 4.0;
        if button.put_over(ui, place).clicked() {
            pressed = Some(press.ask.clone());
        }
    }
    pressed
}
