//! Draws the evidence: one row a slot with its pictures and a dashed place for each that is missing.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::IncidentState;
use super::ask::Ask;
use super::evidence::{EvidenceView, FiledText, SlotView, file_at_once, goes_at_once};
use super::page::{open_entry, send};
use crate::domain::incident::{EvidenceChange, IncidentCommand, Slot as Place};
use crate::store::CaseFile;
use crate::t;
use crate::ui::case::{CELL, FileText, Thumbs};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::menu::{Item, context_menu};
use crate::ui::widgets::paint::{Ring, boxed, dashed_frame, focus_ring, text_in, tip};
use crate::ui::{Action, Cx, icons};

/// Width of the name of a slot.
const NAME: f32 = 196.0;
const GAP: f32 = 6.0;
/// At most so many dashed places are drawn for one slot; the count tells the rest.
const DASHED: u32 = 6;

/// What is held by the pointer.
#[derive(Debug, Clone, Copy)]
enum Held {
    Loose(usize),
    Filed(u32),
}

/// Pictures of the case and what is known of each file.
pub(super) type Pictures<'a> = (&'a Thumbs, &'a [FileText]);

/// Draws all slots. The buttons of the section's head stand in `head`.
pub(super) fn slots_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (view, pictures): (&EvidenceView, Pictures<'_>),
    head: Rect,
) {
    let upload = t!(cx.texts, "act-upload");
    let button = Button::secondary(&upload).small().icon(icons::UPLOAD_SIMPLE).key("Ctrl U");
    let place = head.with_min_x(head.right() - button.width(ui)).shrink2(vec2(0.0, 3.0));
    if view.open && button.put_over(ui, place).clicked() {
        cx.want(Action::PickAttachments { case: file.id, seen: file.case.revision });
    }
    pictures.0.ask(cx, pictures.1);
    for slot in &view.slots {
        slot_ui(ui, cx, file, state, (slot, view, pictures));
    }
    if !view.loose.is_empty() {
        loose_ui(ui, cx, file, state, (view, pictures));
    }
    let t = Tokens::of(ui.ctx());
    for remark in &view.remarks {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, remark));
        let x = icons::WARNING.paint_left(ui.painter(), rect, 13.0, t.warn) + 6.0;
        text_in(ui.painter(), rect.with_min_x(x), remark, font::meta(), t.warn);
    }
}

/// How many cells stand in a row, and how high `cells` of them are.
fn grid(wide: f32, cells: usize) -> (usize, f32) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some tens of cells")]
    let columns = (((wide - NAME + GAP) / (CELL.x + GAP)).floor() as usize).max(1);
    let rows = cells.div_ceil(columns).max(1);
    (columns, rows as f32 * (CELL.y + GAP) + 2.0)
}

fn cell_at(row: Rect, columns: usize, nth: usize) -> Rect {
    let (x, y) = ((nth % columns) as f32, (nth / columns) as f32);
    let corner = pos2(row.left() + NAME + x * (CELL.x + GAP), row.top() + 2.0 + y * (CELL.y + GAP));
    Rect::from_min_size(corner, CELL)
}

fn slot_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (slot, view, pictures): (&SlotView, &EvidenceView, Pictures<'_>),
) {
    let t = Tokens::of(ui.ctx());
    let dashed = if view.open { slot.missing.min(DASHED).max(u32::from(slot.missing == 0)) as usize } else { 0 };
    let (columns, high) = grid(ui.available_width(), slot.filed.len() + dashed);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
    let spoken = format!("{} {}", slot.name, slot.count);
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, spoken.as_str()));
    if let Some(held) = response.dnd_release_payload::<Held>() {
        put(cx, file, state, *held, slot.place);
    }
    if !ui.is_rect_visible(row) {
        return;
    }
    if response.dnd_hover_payload::<Held>().is_some() {
        boxed(ui.painter(), row, size::R_BUTTON, t.accent_s, t.accent);
    }
    let upper = Rect::from_min_size(row.min, vec2(NAME - 10.0, 24.0));
    if text_in(ui.painter(), upper, &slot.name, font::body(), t.text).1 {
        tip(&response, &slot.name, None);
    }
    let lower = upper.translate(vec2(0.0, 22.0));
    let (sign, ink) =
        if slot.missing > 0 { (icons::WARNING.fill(), t.warn) } else { (icons::CHECK_CIRCLE.fill(), t.ok) };
    let x = sign.paint_left(ui.painter(), lower, 13.0, ink) + 5.0;
    text_in(ui.painter(), lower.with_min_x(x), &slot.count, font::meta(), ink);
    for (nth, filed) in slot.filed.iter().enumerate() {
        filed_ui(ui, cx, file, state, (filed, view, pictures), cell_at(row, columns, nth));
    }
    for nth in 0..dashed {
        let place = cell_at(row, columns, slot.filed.len() + nth);
        if dashed_ui(ui, cx, slot, (place, nth)) {
            open_entry(cx, file, state, Ask::File(slot.place, view.loose.first().copied()));
        }
    }
}

/// What is held goes into a slot: at once where its name is enough, else the entry asks the rest.
fn put(cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState, held: Held, place: Place) {
    let command = match held {
        Held::Loose(at) if goes_at_once(place) => file_at_once(cx, file, at, place),
        Held::Filed(id) if goes_at_once(place) => {
            let same = file.case.incident.as_deref().and_then(|incident| incident.evidence.get(id));
            if same.is_some_and(|filing| filing.slot == place) {
                return;
            }
            Some(IncidentCommand::Evidence(EvidenceChange::Move { id, slot: place, spot: None, aspect: None }))
        }
        Held::Loose(_) | Held::Filed(_) => None,
    };
    match (command, held) {
        (Some(command), _) => send(cx, file, command),
        (None, Held::Loose(at)) => open_entry(cx, file, state, Ask::File(place, Some(at))),
        (None, Held::Filed(id)) => open_entry(cx, file, state, Ask::MoveFiling(id, Some(place))),
    }
}

/// A place that waits for a picture; pressed, it asks for one.
fn dashed_ui(ui: &Ui, cx: &Cx<'_>, slot: &SlotView, (place, nth): (Rect, usize)) -> bool {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with(("missing", slot.place, nth)), Sense::click());
    let label = t!(cx.texts, "incident-add-to", slot = slot.name.as_str());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_str()));
    let ink = if slot.missing > 0 { t.warn_f } else { t.border };
    if response.hovered() {
        ui.painter().rect_filled(place, size::R_THUMB, t.hover);
    }
    dashed_frame(ui.painter(), place, Stroke::new(1.0, ink));
    icons::PLUS.paint(ui.painter(), place.center(), 14.0, if slot.missing > 0 { t.warn } else { t.ter });
    focus_ring(ui, &response, size::R_THUMB, Ring::Outside);
    if !slot.why.is_empty() {
        tip(&response, &slot.why, None);
    }
    response.clicked()
}

/// A filed picture: a click opens it, a drag moves it, a right click offers the rest.
fn filed_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (filed, view, (thumbs, files)): (&FiledText, &EvidenceView, Pictures<'_>),
    place: Rect,
) {
    let Some(kept) = filed.file.and_then(|at| files.get(at)) else { return };
    let response = ui.interact(place, ui.scope_id().with(("filed", filed.id)), Sense::click_and_drag());
    picture_ui(ui, (thumbs, kept), (place, &response), &filed.about);
    response.dnd_set_drag_payload(Held::Filed(filed.id));
    if response.clicked() {
        cx.want(Action::OpenAttachment { hash: kept.hash.clone(), name: kept.name.clone() });
    }
    if !view.open {
        return;
    }
    let asks = [Ask::Describe(filed.id), Ask::MoveFiling(filed.id, None), Ask::StrikeFiling(filed.id)];
    let labels = asks.map(|ask| ask.label(cx.texts));
    let signs = [icons::PENCIL_SIMPLE, icons::STACK, icons::TRASH];
    let items: Vec<Item<'_>> =
        labels.iter().zip(signs).map(|(label, sign)| Item { icon: Some(sign), ..Item::new(label) }).collect();
    if let Some(ask) = context_menu(&response, &items).and_then(|at| asks.get(at)) {
        open_entry(cx, file, state, *ask);
    }
}

/// Attachments in no slot: dragged into one, or filed through the menu of a right click.
fn loose_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (view, (thumbs, files)): (&EvidenceView, Pictures<'_>),
) {
    let t = Tokens::of(ui.ctx());
    let (columns, high) = grid(ui.available_width(), view.loose.len());
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), high.max(50.0)), Sense::hover());
    let title = t!(cx.texts, "incident-loose");
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, title.as_str()));
    if !ui.is_rect_visible(row) {
        return;
    }
    ui.painter().hline(row.x_range(), row.top() - 1.0, Stroke::new(1.0, t.line2));
    let upper = Rect::from_min_size(row.min, vec2(NAME - 10.0, 24.0));
    text_in(ui.painter(), upper, &title, font::body(), t.text);
    let says = t!(cx.texts, "incident-loose-says");
    text_in(ui.painter(), upper.translate(vec2(0.0, 22.0)), &says, font::meta(), t.ter);
    for (nth, &at) in view.loose.iter().enumerate() {
        let place = cell_at(row, columns, nth);
        let Some(kept) = files.get(at).filter(|_| ui.is_rect_visible(place)) else { continue };
        let response = ui.interact(place, ui.scope_id().with(("loose", at)), Sense::click_and_drag());
        picture_ui(ui, (thumbs, kept), (place, &response), &kept.name);
        response.dnd_set_drag_payload(Held::Loose(at));
        if response.clicked() {
            cx.want(Action::OpenAttachment { hash: kept.hash.clone(), name: kept.name.clone() });
        }
        if !view.open {
            continue;
        }
        let items: Vec<Item<'_>> = view.places.iter().map(|(_, name)| Item::new(name)).collect();
        if let Some((place, _)) = context_menu(&response, &items).and_then(|at| view.places.get(at)) {
            put(cx, file, state, Held::Loose(at), *place);
        }
    }
}

fn picture_ui(ui: &Ui, (thumbs, kept): (&Thumbs, &FileText), (place, response): (Rect, &egui::Response), about: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, about));
    if !ui.is_rect_visible(place) {
        return;
    }
    thumbs.paint(ui, place, kept);
    focus_ring(ui, response, size::R_THUMB, Ring::Outside);
    tip(response, about, None);
}
