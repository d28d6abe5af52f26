//! A table of figures: every figure is pressed like a button and opens the cases it counts.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::paint::{Ring, boxed, focus_ring, text_in, tip, width};

pub(super) const ROW: f32 = 30.0;

/// One figure of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cell {
    pub text: String,
    /// Said beside the figure while the pointer rests on it.
    pub note: String,
    /// A base below 30 has a hollow mark before it (kpi.md 5.1 rule 4).
    pub small: bool,
    /// Share of the width that a bar behind the figure takes, 0 to 1.
    pub bar: f32,
    /// Whether there are cases to open.
    pub opens: bool,
    /// Words beside the figures, which need more room.
    pub remark: bool,
}

/// One row: what it is of, its figures, whether it is a total.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
    pub total: bool,
}

/// Shows the table over the full width, its names at least `first` wide; answers the row and column that was pressed. `salt` tells it from its neighbours.
pub(super) fn table_ui(
    ui: &mut Ui,
    salt: &str,
    (heads, first): (&[String], f32),
    rows: &[Row],
) -> Option<(usize, usize)> {
    let t = Tokens::of(ui.ctx());
    let high = size::TABLE_HEAD + ROW * rows.len() as f32;
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
    boxed(ui.painter(), place, size::R_PANEL, t.panel, t.line);
    let head = place.with_max_y(place.top() + size::TABLE_HEAD).shrink(1.0);
    ui.painter().rect_filled(head, size::R_PANEL, t.sunken);
    let first = names_wide(ui, heads.first(), rows).min(place.width() * 0.32).max(first);
    let shares = shares(ui, heads.get(1..).unwrap_or_default(), rows, place.width() - first);
    let whole: f32 = shares.iter().sum::<f32>().max(1.0);
    let column = |at: usize, line: Rect| {
        let before: f32 = shares.iter().take(at).sum();
        let own = shares.get(at).copied().unwrap_or(0.0);
        let x = |share: f32| place.left() + first + (place.width() - first) * share / whole;
        Rect::from_min_max(pos2(x(before), line.top()), pos2(x(before + own), line.bottom()))
    };
    let name = |line: Rect| {
        Rect::from_min_max(pos2(place.left() + 12.0, line.top()), pos2(place.left() + first - 8.0, line.bottom()))
    };
    for (at, text) in heads.iter().enumerate() {
        match at.checked_sub(1) {
            None => drop(text_in(ui.painter(), name(head), text, font::meta(), t.ter)),
            Some(at) => {
                let cell = column(at, head).shrink2(vec2(8.0, 0.0));
                let room = width(ui.painter(), text, font::meta());
                let cell = cell.with_min_x(cell.left().max(cell.right() - room));
                text_in(ui.painter(), cell, text, font::meta(), t.ter);
            }
        }
    }
    let mut pressed = None;
    for (at, row) in rows.iter().enumerate() {
        let top = place.top() + size::TABLE_HEAD + ROW * at as f32;
        let line = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), ROW));
        if !ui.is_rect_visible(line) {
            continue;
        }
        ui.painter().hline(line.x_range(), line.top(), Stroke::new(1.0, if row.total { t.border3 } else { t.line2 }));
        let face = if row.total { font::body_medium() } else { font::body() };
        let (_, cut) = text_in(ui.painter(), name(line), &row.name, face, t.text);
        if cut {
            let label = ui.interact(name(line), ui.scope_id().with((salt, at)), Sense::hover());
            tip(&label, &row.name, None);
        }
        for (place, cell) in row.cells.iter().enumerate() {
            let said = [row.name.as_str(), heads.get(place + 1).map_or("", String::as_str)];
            if cell_ui(ui, (column(place, line), (salt, at, place)), cell, (said, row.total)) {
                pressed = Some((at, place));
            }
        }
    }
    pressed
}

/// What the longest name takes in the first column.
fn names_wide(ui: &Ui, head: Option<&String>, rows: &[Row]) -> f32 {
    let longest = rows.iter().max_by_key(|row| (row.name.chars().count(), row.total));
    let name = longest.map_or(0.0, |row| {
        let face = if row.total { font::body_medium() } else { font::body() };
        width(ui.painter(), &row.name, face)
    });
    name.max(head.map_or(0.0, |head| width(ui.painter(), head, font::meta()))) + 24.0
}

/// How the columns share `room`: alike where the widest fits so, else each by the longest text it holds.
fn shares(ui: &Ui, heads: &[String], rows: &[Row], room: f32) -> Vec<f32> {
    let need = |(at, head): (usize, &String)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at).map(|cell| (cell, row.total)));
        let longest = cells.max_by_key(|(cell, total)| (cell.text.chars().count(), *total));
        let cell = longest.map_or(0.0, |(cell, total)| {
            let face = if total { font::body_medium() } else { font::body() };
            width(ui.painter(), &cell.text, face) + if cell.small { 14.0 } else { 0.0 }
        });
        cell.max(width(ui.painter(), head, font::meta())) + 18.0
    };
    let needs: Vec<f32> = heads.iter().enumerate().map(need).collect();
    let alike = room / needs.len().max(1) as f32;
    if needs.iter().all(|need| *need <= alike) {
        return vec![alike; needs.len()];
    }
    let spare = (room - needs.iter().sum::<f32>()).max(0.0) / needs.len().max(1) as f32;
    needs.into_iter().map(|need| need + spare).collect()
}

type Spot<'a> = (Rect, (&'a str, usize, usize));

fn cell_ui(ui: &Ui, (place, at): Spot<'_>, cell: &Cell, (said, total): ([&str; 2], bool)) -> bool {
    let t = Tokens::of(ui.ctx());
    let inner = place.shrink2(vec2(2.0, 2.0));
    if cell.bar > 0.0 {
        let bar = inner.with_min_x(inner.right() - inner.width() * cell.bar.min(1.0)).shrink2(vec2(0.0, 3.0));
        ui.painter().rect_filled(bar, 3.0, t.track);
    }
    let words = place.shrink2(vec2(8.0, 0.0));
    let face = if total { font::body_medium() } else { font::body() };
    let ink = if cell.small { t.ter } else { t.text };
    if !cell.opens {
        let ink = if cell.text == "—" || cell.remark { t.sec } else { ink };
        let face = if cell.remark { font::meta() } else { face };
        let room = width(ui.painter(), &cell.text, face.clone());
        let (_, cut) =
            text_in(ui.painter(), words.with_min_x(words.left().max(words.right() - room)), &cell.text, face, ink);
        let note = if cut { &cell.text } else { &cell.note };
        if !note.is_empty() {
            tip(&ui.interact(inner, ui.scope_id().with(("cell", at)), Sense::hover()), note, None);
        }
        return false;
    }
    let response = ui.interact(inner, ui.scope_id().with(("cell", at)), Sense::click());
    let label = [said[0], said[1], &cell.text, &cell.note].into_iter().filter(|text| !text.is_empty());
    let label = label.collect::<Vec<_>>().join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &label));
    if response.hovered() {
        ui.painter().rect_filled(inner, size::R_CHIP, t.hover);
    }
    let ink = if response.hovered() { t.accent_t } else { ink };
    let at = pos2(words.right(), words.center().y);
    let written = ui.painter().text(at, Align2::RIGHT_CENTER, &cell.text, face, ink);
    if cell.small {
        let ring = pos2(written.left() - 8.0, written.center().y);
        ui.painter().circle_stroke(ring, 2.8, Stroke::new(1.2, ink));
    }
    focus_ring(ui, &response, size::R_CHIP, Ring::Inside);
    if !cell.note.is_empty() {
        tip(&response, &cell.note, None);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
