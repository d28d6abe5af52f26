//! The menu in which the columns of the list are chosen and put in order.

use egui::{EventFilter, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Response, Ui};

use super::WorklistScreen;
use super::columns::{Column, ColumnChoice, Columns};
use super::list::is_wide;
use crate::t;
use crate::text::Lang;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::menu::{Item, item_row, tick_row};
use crate::ui::widgets::paint::{floating, width};
use crate::ui::{Action, Cx};

/// Opens below `button`. Ticked columns stand first, in their order in the list.
pub(super) fn columns_menu(button: &Response, ui: &Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let wide = is_wide(ui);
    let before = screen.columns.clone();
    let popup = Popup::menu(button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let frame = floating(ui.ctx(), Margin::same(4));
    popup.frame(frame).gap(4.0).layout(Layout::top_down(egui::Align::Min)).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        rows_ui(ui, cx, screen, wide);
    });
    if screen.columns != before {
        cx.want(Action::KeepColumns(screen.columns.write()));
    }
}

fn rows_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, wide: bool) {
    let t = Tokens::of(ui.ctx());
    let shown = screen.columns.shown(wide);
    let others = Column::ALL.iter().copied().filter(|column| !shown.contains(column));
    let english = cx.texts.lang() == Lang::En;
    let left_out = Columns::of(&screen.columns, screen.list_width, wide, english).left_out;
    let no_room = t!(cx.texts, "columns-no-room");
    let keys = t!(cx.texts, "columns-keys");
    let wide_enough = width(ui.painter(), &keys, font::meta()) + 24.0;
    for column in shown.iter().copied().chain(others) {
        let name = cx.texts.name("list-column", column.word());
        let ticked = shown.contains(&column);
        let note = if left_out.contains(&column) { no_room.as_str() } else { "" };
        let response = tick_row(ui, (&name, note), wide_enough.max(240.0), (ticked, !column.stays()));
        if response.clicked() {
            screen.columns.turn(column, wide);
        }
        if ticked && response.has_focus() {
            // Left and Right move the column instead of the focus.
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if pressed(Key::ArrowRight) {
                screen.columns.shift(column, true, wide);
            } else if pressed(Key::ArrowLeft) {
                screen.columns.shift(column, false, wide);
            }
        }
    }
    let (place, _) = ui.allocate_exact_size(egui::vec2(wide_enough, 24.0), egui::Sense::hover());
    let at = place.left_center() + egui::vec2(8.0, 0.0);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, &keys, font::meta(), t.ter);
    let usual = t!(cx.texts, "columns-usual");
    let is_usual = t!(cx.texts, "columns-is-usual");
    let blocked = screen.columns.is_usual().then_some(is_usual.as_str());
    if item_row(ui, &Item { blocked, ..Item::new(&usual) }, wide_enough.max(240.0)).clicked() {
        screen.columns = ColumnChoice::default();
        ui.close();
    }
}
