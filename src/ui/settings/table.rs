//! A plain table that is only read: head, rows, columns by share of the width.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::paint::{boxed, text_in, tip};

const ROW: f32 = 32.0;

/// One column: its head and its share of the width.
pub(super) type Column = (String, f32);

/// Shows the table over the full width. Cells that are cut show themselves whole on hover.
pub(super) fn table(ui: &mut Ui, columns: &[Column], rows: &[Vec<String>]) {
    let t = Tokens::of(ui.ctx());
    let whole: f32 = columns.iter().map(|(_, share)| share).sum();
    let high = size::TABLE_HEAD + ROW * rows.len() as f32;
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
    boxed(ui.painter(), place, size::R_PANEL, t.panel, t.line);
    let cell = |at: usize, line: Rect| {
        let before: f32 = columns.iter().take(at).map(|(_, share)| share).sum();
        let own = columns.get(at).map_or(0.0, |(_, share)| *share);
        let x = |share: f32| line.left() + line.width() * share / whole.max(0.01);
        Rect::from_min_max(pos2(x(before) + 10.0, line.top()), pos2(x(before + own) - 4.0, line.bottom()))
    };
    let head = place.with_max_y(place.top() + size::TABLE_HEAD).shrink(1.0);
    ui.painter().rect_filled(head, size::R_PANEL, t.sunken);
    for (at, (name, _)) in columns.iter().enumerate() {
        text_in(ui.painter(), cell(at, head), name, font::meta(), t.ter);
    }
    for (at, row) in rows.iter().enumerate() {
        let top = head.bottom() + 1.0 + ROW * at as f32;
        let line = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), ROW));
        if !ui.is_rect_visible(line) {
            continue;
        }
        ui.painter().hline(line.x_range(), line.top(), Stroke::new(1.0, t.line2));
        let response = ui.interact(line, ui.scope_id().with((place.top() as i32, at)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, row.join(" ")));
        let mut cut = None;
        for (column, text) in row.iter().enumerate() {
            let face = if column == 0 { font::body_medium() } else { font::body() };
            let ink = if column == 0 { t.text } else { t.sec };
            let place = cell(column, line);
            let (_, is_cut) = text_in(ui.painter(), place, text, face, ink);
            let under = ui.input(|input| input.pointer.hover_pos()).is_some_and(|at| place.contains(at));
            if is_cut && under {
                cut = Some(text);
            }
        }
        if let Some(text) = cut {
            tip(&response, text, None);
        }
    }
}
