//! The rows of the KPI book at the left: id, name, value of the period, whether it reaches its standard.

use egui::{Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::KpiScreen;
use crate::figures::kpi::{self, Kpi, Line};
use crate::store::KpiTable;
use crate::t;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip};
use crate::ui::{Cx, say};

const ROW: f32 = 32.0;

/// How wide the list is beside the rest.
pub(super) fn wide(whole: f32) -> f32 {
    (whole * 0.31).clamp(280.0, 380.0)
}

pub(super) fn list_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut KpiScreen) {
    keys(ui, screen);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    child.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("kpi-rows").auto_shrink(false).show(&mut child, |ui| {
        ui.add_space(6.0);
        let mut clicked = None;
        for kpi in Kpi::ALL {
            let response = row_ui(ui, cx, screen, *kpi);
            if *kpi == screen.chosen && screen.scroll_to_chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(*kpi);
            }
        }
        screen.scroll_to_chosen = false;
        if let Some(kpi) = clicked {
            screen.choose(kpi);
            screen.scroll_to_chosen = false;
        }
        ui.add_space(6.0);
    });
}

/// Up and Down go through the rows.
fn keys(ui: &Ui, screen: &mut KpiScreen) {
    if ui.ctx().text_edit_focused() || ui.memory(egui::Memory::focused).is_some() || egui::Popup::is_any_open(ui.ctx())
    {
        return;
    }
    let Some(at) = Kpi::ALL.iter().position(|kpi| *kpi == screen.chosen) else { return };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let to = if pressed(Key::ArrowDown) {
        at + 1
    } else if pressed(Key::ArrowUp) {
        at.saturating_sub(1)
    } else {
        return;
    };
    if let Some(kpi) = Kpi::ALL.get(to) {
        screen.choose(*kpi);
    }
}

/// The line that stands for a row: the main one, else the first.
pub(super) fn headline(table: &KpiTable) -> Option<(usize, Line)> {
    let main = table.lines.iter().position(|(line, _)| *line == Line::Main).unwrap_or(0);
    table.lines.get(main).map(|(line, _)| (main, *line))
}

fn row_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &KpiScreen, kpi: Kpi) -> egui::Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = cx.texts.name("kpi", kpi.word());
    let table = screen.table(kpi);
    let fresh = table.is_some_and(|table| table.query.span == screen.span());
    let shown = table.and_then(|table| {
        let (place, line) = headline(table)?;
        let (sum, (_, unit)) = (table.total.get(place)?, table.lines.get(place)?);
        let value = table.value(place, sum);
        let goal = kpi::goal(&cx.book.rules, kpi, line);
        let met = goal.zip(value.number(*unit)).map(|(goal, number)| goal.is_met(number));
        Some((say::kpi_value(cx.texts, &value, *unit), say::kpi_beside(cx.texts, &value, *unit), met))
    });
    let (value, beside, met) = shown.unwrap_or_default();
    let here = kpi == screen.chosen;
    let said = format!("{} {name} {value} {beside}", kpi.row());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, here, said.trim()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let inner = rect.shrink2(vec2(8.0, 1.0));
    if here || response.hovered() {
        ui.painter().rect_filled(inner, size::R_BUTTON, if here { t.sel } else { t.hover });
    }
    let id = inner.with_min_x(inner.left() + 8.0);
    text_in(ui.painter(), id.with_max_x(id.left() + 32.0), &kpi.row(), font::meta(), t.ter);
    let mark = inner.right() - 16.0;
    let (icon, ink, word) = match met {
        Some(true) => (Some(icons::CHECK_CIRCLE.fill()), t.ok, t!(cx.texts, "board-reached")),
        Some(false) => (Some(icons::WARNING.fill()), t.warn, t!(cx.texts, "kpi-missed")),
        None => (None, t.ter, String::new()),
    };
    if let Some(icon) = icon {
        icon.paint(ui.painter(), pos2(mark, inner.center().y), 14.0, ink);
    }
    let figure = inner.with_max_x(mark - 14.0);
    let colour = if fresh { t.text } else { t.ter };
    let left = text_right(ui.painter(), figure, &value, font::body_medium(), colour);
    let words = Rect::from_min_max(pos2(id.left() + 36.0, inner.top()), pos2(left - 8.0, inner.bottom()));
    let face = if here { font::body_medium() } else { font::body() };
    text_in(ui.painter(), words, &name, face, if here { t.accent_t } else { t.text });
    let explained: Vec<&str> = [word.as_str(), &beside].into_iter().filter(|text| !text.is_empty()).collect();
    if !explained.is_empty() {
        tip(&response, &explained.join(" · "), None);
    }
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response
}
