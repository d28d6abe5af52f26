//! The right side: what the sheet lacks, and the ways out.

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::printers::{LABEL, printer_ui};
use super::{PrintScreen, hand_out};
use crate::store::CaseFile;
use crate::t;
use crate::ui::icons;
use crate::ui::standing::Standings;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip, width};
use crate::ui::widgets::{Button, Field, frame};
use crate::ui::{Action, Cx, Output};

/// More copies than this are a slip of the finger.
const MOST_COPIES: u32 = 99;

pub(super) fn checks_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    screen: &mut PrintScreen,
    (file, standings): (&CaseFile, &Standings),
) {
    column_ui(ui, place, |ui| {
        lacks(ui, cx, screen, file);
        cautions(ui, cx, screen);
        super::issues::issue_ui(ui, cx, screen, (file, standings));
        ui.add_space(6.0);
        outputs(ui, cx, screen, file);
        super::returns::queue_ui(ui, cx, &mut screen.returns, Some(file.id));
    });
}

/// The column at the right, which scrolls.
pub(super) fn column_ui(ui: &mut Ui, place: Rect, body: impl FnOnce(&mut Ui)) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(place, 0.0, t.panel);
    let inner = place.shrink2(vec2(18.0, 11.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
    ScrollArea::vertical().id_salt("checks").auto_shrink(false).show(&mut child, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        body(ui);
    });
}

fn lacks(ui: &mut Ui, cx: &Cx<'_>, screen: &PrintScreen, file: &CaseFile) {
    let texts = cx.texts;
    let t = Tokens::of(ui.ctx());
    let title = t!(texts, "print-checks");
    if screen.shown().is_none() {
        frame::caption(ui, &title, None);
        return;
    }
    if screen.missing.is_empty() {
        frame::caption(ui, &title, None);
        let (line, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
        let words = t!(texts, "print-checks-none");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        let x = icons::CHECK_CIRCLE.fill().paint_left(ui.painter(), line, 16.0, t.ok);
        text_in(ui.painter(), line.with_min_x(x + 8.0), &words, font::body(), t.ok);
        return;
    }
    let left = t!(texts, "print-checks-left", count = screen.missing.len());
    frame::caption(ui, &title, Some((&left, Tone::Warn)));
    let ground = ui.painter().add(egui::Shape::Noop);
    let block = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (nth, missing) in screen.missing.iter().enumerate() {
            if ui.push_id(nth, |ui| missing_row(ui, cx, &missing.label)).inner {
                cx.want(Action::FillIn { case: file.id, goal: missing.goal });
            }
        }
    });
    let around = block.response.rect.expand2(vec2(8.0, 2.0));
    ui.painter().set(ground, egui::Shape::rect_filled(around, size::R_BUTTON, t.warn_s));
}

/// What a person should see before the paper is signed.
fn cautions(ui: &mut Ui, cx: &Cx<'_>, screen: &PrintScreen) {
    if screen.shown().is_none() || screen.cautions.is_empty() {
        return;
    }
    let t = Tokens::of(ui.ctx());
    frame::caption(ui, &t!(cx.texts, "print-cautions"), None);
    for caution in &screen.cautions {
        ui.add(egui::Label::new(egui::RichText::new(caution).font(font::body()).color(t.warn)).wrap());
    }
}

/// What is missing, whole, with the way to its field; `true` when that is wanted.
fn missing_row(ui: &mut Ui, cx: &Cx<'_>, label: &str) -> bool {
    let t = Tokens::of(ui.ctx());
    let go = t!(cx.texts, "print-fill-in");
    let taken = width(ui.painter(), &go, font::meta()) + 12.0;
    let wide = ui.available_width();
    let words = ui.painter().layout(label.to_owned(), font::body(), t.text, (wide - 24.0 - taken).max(60.0));
    let high = (words.size().y + 8.0).max(26.0);
    let (line, response) = ui.allocate_exact_size(vec2(wide, high), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    if response.hovered() {
        ui.painter().rect_filled(line.expand2(vec2(8.0, 0.0)), size::R_BUTTON, t.hover);
    }
    let first = line.with_max_y(line.top() + 26.0);
    icons::WARNING.fill().paint(ui.painter(), pos2(line.left() + 8.0, first.center().y), 15.0, t.warn_f);
    ui.painter().galley(pos2(line.left() + 24.0, line.top() + (high - words.size().y) / 2.0), words, t.text);
    text_right(ui.painter(), first, &go, font::meta(), t.accent_t);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    tip(&response, &t!(cx.texts, "print-fill-in-at", field = label), None);
    response.clicked()
}

fn outputs(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen, file: &CaseFile) {
    let texts = cx.texts;
    super::copies::whose_ui(ui, cx, screen);
    printer_ui(ui, cx, screen);
    copies(ui, cx, screen);
    let none = t!(texts, "print-no-sheet");
    let making = t!(texts, "print-making");
    let blocked = match screen.shown() {
        None => Some(none.as_str()),
        Some(_) if screen.waiting => Some(making.as_str()),
        Some(_) => None,
    };
    let wide = ui.available_width();
    let complete = screen.missing.is_empty();
    let print = if complete { t!(texts, "act-print") } else { t!(texts, "print-draft") };
    let no_printer = screen.no_printer(texts);
    let first = Button::primary(&print).icon(icons::PRINTER).key("Ctrl P").wide(wide);
    if first.blocked(blocked.or(no_printer.as_deref())).ui(ui).clicked() {
        super::print(cx, screen, file);
    }
    let save = t!(texts, "act-pdf");
    if Button::secondary(&save).icon(icons::FILE_PDF).key("Ctrl E").blocked(blocked).wide(wide).ui(ui).clicked() {
        hand_out(cx, screen, file, Output::SaveAs);
    }
    let open = t!(texts, "print-open-pdf");
    if Button::secondary(&open).icon(icons::ARROW_SQUARE_OUT).blocked(blocked).wide(wide).ui(ui).clicked() {
        hand_out(cx, screen, file, Output::OpenInViewer);
    }
    let blank = t!(texts, "print-blank");
    if let Some(kind) = screen.kind.filter(|kind| kind.has_blank())
        && Button::light(&blank).icon(icons::FILE_TEXT).small().ui(ui).clicked()
    {
        cx.want(Action::Blank { sheet: Some(kind), output: Output::OpenInViewer });
    }
    let t = Tokens::of(ui.ctx());
    let note = if complete { t!(texts, "print-on-record") } else { t!(texts, "print-prefilled-note") };
    ui.add(egui::Label::new(egui::RichText::new(note).font(font::meta()).color(t.ter)).wrap());
}

fn copies(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen) {
    let label = t!(cx.texts, "print-copies");
    if screen.typed.is_empty() && screen.copies == 0 {
        screen.typed = "1".to_owned();
        screen.copies = 1;
    }
    let response = Field::new(&label, &mut screen.typed).id("copies").label_width(LABEL).width(72.0).ui(ui);
    if response.changed() {
        screen.typed.retain(|c| c.is_ascii_digit());
        screen.copies = screen.typed.parse().unwrap_or(0).min(MOST_COPIES);
    }
    if response.lost_focus() {
        screen.copies = screen.copies.max(1);
        screen.typed = screen.copies.to_string();
    }
}
