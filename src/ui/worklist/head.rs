//! The heads of the columns: a click sorts, a second one turns the order; edges are dragged for width, heads for place.

use egui::{CursorIcon, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::WorklistScreen;
use super::columns::{Column, Columns};
use super::list::is_wide;
use crate::store::{ListQuery, Sort};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::paint::text_in;
use crate::ui::{Action, Cx, icons};

/// What a click on a head sorts by.
const fn sort_of(column: Column) -> Option<Sort> {
    match column {
        Column::Customer => Some(Sort::Customer),
        Column::Received => Some(Sort::Received),
        Column::Class => Some(Sort::Class),
        Column::Priority => Some(Sort::Priority),
        Column::Branch => Some(Sort::Branch),
        Column::Stage => Some(Sort::Stage),
        Column::Due => Some(Sort::Due),
        _ => None,
    }
}

pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, columns: &Columns) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TABLE_HEAD), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, t.sunken);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line));
    for place in &columns.places {
        let cell = Rect::from_min_size(pos2(rect.left() + place.left, rect.top()), vec2(place.width, rect.height()));
        cell_ui(ui, cx, screen, (place.column, cell));
    }
    carry(ui, cx, screen, columns, rect);
    edges_ui(ui, cx, screen, columns, rect);
}

fn cell_ui(ui: &Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, (column, cell): (Column, Rect)) {
    let t = Tokens::of(ui.ctx());
    let name = cx.texts.name("list-column", column.word());
    let ink = if screen.carried == Some(column) { t.accent_t } else { t.ter };
    let query = screen.pages.query();
    let sort = sort_of(column);
    let sorted = sort.is_some_and(|sort| sort == query.sort);
    let words = if sorted { cell.with_max_x(cell.right() - 14.0) } else { cell };
    let (end, _) = text_in(ui.painter(), words, &name, font::meta(), ink);
    if sorted {
        let icon = if query.descending { icons::CARET_DOWN } else { icons::CARET_UP };
        icon.bold().paint(ui.painter(), pos2(end + 9.0, cell.center().y), 10.0, t.sec);
    }
    let response = ui.interact(cell, ui.scope_id().with(("head", column.word())), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
    if response.drag_started() {
        screen.carried = Some(column);
    }
    if let (true, Some(sort)) = (response.clicked(), sort) {
        let query = screen.pages.query().clone();
        let descending = query.sort == sort && !query.descending;
        screen.open(ListQuery { sort, descending, ..query });
    }
}

/// A head that is dragged shows where it would go, and goes there when it is let go.
fn carry(ui: &Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, columns: &Columns, rect: Rect) {
    let Some(column) = screen.carried else { return };
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let over = pointer.and_then(|at| {
        let x = at.x - rect.left();
        columns.places.iter().find(|place| x < place.left + place.width + columns.gap / 2.0).or(columns.places.last())
    });
    let here = columns.places.iter().position(|place| place.column == column);
    if let Some(over) = over.filter(|over| over.column != column) {
        let to = columns.places.iter().position(|place| place.column == over.column);
        let x = if to > here { over.left + over.width + columns.gap / 2.0 } else { over.left - columns.gap / 2.0 };
        let t = Tokens::of(ui.ctx());
        ui.painter().vline(rect.left() + x, rect.y_range(), Stroke::new(2.0, t.accent));
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
    if !ui.input(|input| input.pointer.any_down()) {
        screen.carried = None;
        if let Some(over) = over.filter(|over| over.column != column) {
            screen.columns.put_at(column, over.column, is_wide(ui));
            cx.want(Action::KeepColumns(screen.columns.write()));
        }
    }
}

/// The edges between the heads: dragged for width, double-clicked for the usual width.
fn edges_ui(ui: &Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, columns: &Columns, rect: Rect) {
    for (place, x, right) in columns.edges() {
        let lane = Rect::from_center_size(pos2(rect.left() + x, rect.center().y), vec2(8.0, rect.height()));
        let id = ui.scope_id().with(("edge", place.column.word()));
        let response = ui.interact(lane, id, Sense::CLICK | Sense::DRAG);
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeColumn);
            let t = Tokens::of(ui.ctx());
            ui.painter().vline(lane.center().x, rect.shrink(5.0).y_range(), Stroke::new(1.0, t.border));
        }
        if response.dragged() {
            let by = response.drag_delta().x;
            if by != 0.0 {
                let held = id.with("width");
                // The width as dragged, kept apart from the one that is rounded and held within its limits.
                let from = if response.drag_started() { None } else { ui.data(|data| data.get_temp::<f32>(held)) };
                let width = from.unwrap_or(place.width) + if right { by } else { -by };
                ui.data_mut(|data| data.insert_temp(held, width));
                screen.columns.set_width(place.column, Some(width), is_wide(ui));
            }
        }
        if response.drag_stopped() {
            ui.data_mut(|data| data.remove_temp::<f32>(id.with("width")));
        }
        if response.double_clicked() {
            screen.columns.set_width(place.column, None, is_wide(ui));
        }
        if response.drag_stopped() || response.double_clicked() {
            cx.want(Action::KeepColumns(screen.columns.write()));
        }
    }
}
