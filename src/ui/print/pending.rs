//! Below the sheets: print all that is complete, bind the file, and the cases whose sheets wait to be printed.

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::PrintScreen;
use crate::domain::event::SheetKind;
use crate::paper::pack::Pack;
use crate::store::{CaseFile, PendingPrint};
use crate::t;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip};
use crate::ui::widgets::{Button, frame};
use crate::ui::{Action, Batch, BatchTo, Cx, Deed};

const ROW: f32 = 30.0;
/// So many rows are in sight before the list is scrolled.
const IN_SIGHT: usize = 5;

/// Height of the list at the foot of the column.
pub(super) fn height(screen: &PrintScreen) -> f32 {
    let rows = screen.pending.value().map_or(0, Vec::len).clamp(1, IN_SIGHT);
    40.0 + ROW * rows as f32 + 8.0
}

/// The buttons below the sheets: all that is complete, and the packs.
pub(super) fn buttons_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &PrintScreen, file: &CaseFile) {
    let texts = cx.texts;
    let all = t!(texts, "print-all-ready");
    let whole = t!(texts, "print-whole-file");
    let insurer = t!(texts, "print-insurer-pack");
    let cases = || vec![(file.id, file.case.number.clone())];
    let print = |to: BatchTo| {
        let batch = Batch { sheets: Vec::new(), to };
        cx.want(Action::Many { deed: Deed::Print(batch), cases: cases() });
    };
    let no_printer = screen.no_printer(texts);
    let place = ui.available_rect_before_wrap().shrink2(vec2(16.0, 0.0));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place.with_min_y(place.top() + 10.0)));
    inner.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let button = Button::secondary(&all).icon(icons::PRINTER).small().blocked(no_printer.as_deref());
        if button.ui(ui).clicked() {
            print(BatchTo::Printer);
        }
        if Button::secondary(&whole).icon(icons::FILE_PDF).small().ui(ui).clicked() {
            print(BatchTo::Pack(Pack::File));
        }
        let nothing = t!(texts, "print-no-incident");
        let nothing = file.case.incident.is_none().then_some(nothing.as_str());
        if Button::secondary(&insurer).icon(icons::UMBRELLA_SIMPLE).small().blocked(nothing).ui(ui).clicked() {
            print(BatchTo::Pack(Pack::Insurer));
        }
    });
    ui.advance_cursor_after_rect(Rect::from_min_max(place.min, inner.min_rect().max));
}

/// The cases whose sheets wait; a click opens one here.
pub(super) fn pending_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &PrintScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().hline(place.x_range(), place.top() + 0.5, egui::Stroke::new(1.0, t.line));
    let caption = place.with_max_y(place.top() + 40.0).shrink2(vec2(16.0, 11.0));
    let mut head = ui.new_child(UiBuilder::new().max_rect(caption));
    let waiting = screen.pending.value().map(Vec::as_slice).unwrap_or_default();
    let count = waiting.len().to_string();
    let chip = (!waiting.is_empty()).then_some((count.as_str(), Tone::Accent));
    frame::caption(&mut head, &t!(cx.texts, "print-pending"), chip);
    let list = place.with_min_y(place.top() + 40.0);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(list));
    if waiting.is_empty() && screen.pending.value().is_some() {
        let none = t!(cx.texts, "print-pending-none");
        text_in(ui.painter(), list.with_max_y(list.top() + ROW).shrink2(vec2(16.0, 0.0)), &none, font::meta(), t.ter);
        return;
    }
    ScrollArea::vertical().id_salt("pending").auto_shrink(false).show(&mut inner, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in waiting {
            ui.push_id(row.id, |ui| row_ui(ui, cx, row, screen.case == Some(row.id)));
        }
    });
}

fn row_ui(ui: &mut Ui, cx: &Cx<'_>, row: &PendingPrint, here: bool) {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let sheets = short(cx, &row.sheets);
    let said = format!("{} {} {sheets}", row.number, row.customer);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, here, &said));
    if here || response.hovered() {
        ui.painter().rect_filled(rect, 0.0, if here { t.sel } else { t.hover });
    }
    let inner = rect.shrink2(vec2(16.0, 0.0));
    let mut left = inner;
    left.max.x = text_right(ui.painter(), inner, &sheets, font::meta(), t.sec) - 8.0;
    let (end, _) = text_in(ui.painter(), left, &row.number, font::body_medium(), t.text);
    text_in(ui.painter(), left.with_min_x(end + 10.0), &row.customer, font::body(), t.sec);
    focus_ring(ui, &response, 0.0, Ring::Inside);
    let all: Vec<String> = row.sheets.iter().map(|kind| cx.texts.name("sheet", kind.word())).collect();
    tip(&response, &all.join("\n"), None);
    if response.clicked() {
        cx.want(Action::Paper {
            case: row.id,
            sheet: row.sheets.first().copied().unwrap_or(SheetKind::Feedback),
            whose: None,
            output: crate::ui::Output::Preview,
        });
        cx.want(Action::Show(row.id));
    }
}

/// The sheets by their marks, two at most.
fn short(cx: &Cx<'_>, sheets: &[SheetKind]) -> String {
    let names: Vec<String> = sheets.iter().take(2).map(|kind| cx.texts.name("sheet-short", kind.word())).collect();
    let rest = if sheets.len() > 2 { "…" } else { "" };
    format!("{}{rest}", names.join(" "))
}
