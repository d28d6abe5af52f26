//! What the overview of a case shows of its incident file: evidence and loss list at the right, facts at the left.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::evidence::SlotView;
use super::loss::LossView;
use super::slots::Pictures;
use super::view::{IncidentView, Section};
use crate::domain::Stamp;
use crate::store::CaseFile;
use crate::t;
use crate::ui::case::CELL;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::paint::{Ring, dashed_frame, focus_ring, text_in, text_right, tip};
use crate::ui::{Action, Cx, icons, say};

const ROW: f32 = 25.0;
const NAME: f32 = 164.0;
/// Rows of the loss list before the rest is counted only.
const LINES: usize = 8;
/// Shares of the width: name, spec, quantity, bought, damage, claimed, assessed.
const SHARES: [f32; 7] = [0.19, 0.16, 0.1, 0.12, 0.14, 0.145, 0.145];

/// Evidence rows and the loss list. Gives the section that is asked for.
pub(in crate::ui) fn column_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    view: &IncidentView,
    pictures: Pictures<'_>,
) -> Option<Section> {
    let remark = |section| view.sections.iter().find(|known| known.section == section).map(|known| &known.remark);
    let remark = |section| remark(section).map_or("", String::as_str);
    let upload = t!(cx.texts, "incident-see-evidence");
    let head = (Section::Evidence.title(cx.texts), remark(Section::Evidence));
    let mut asked = head_ui(ui, head, &upload).then_some(Section::Evidence);
    pictures.0.ask(cx, pictures.1);
    for slot in view.evidence.slots.iter().filter(|slot| slot.place.is_photo()) {
        if slot_ui(ui, cx, slot, pictures) {
            asked = Some(Section::Evidence);
        }
    }
    ui.add_space(6.0);
    let edit = t!(cx.texts, "incident-see-loss");
    let lines = t!(cx.texts, "incident-line-count", n = view.losses.rows.len());
    if head_ui(ui, (Section::Loss.title(cx.texts), &lines), &edit) {
        asked = Some(Section::Loss);
    }
    losses_ui(ui, cx, &view.losses);
    asked
}

/// A caption with its remark, and at the right the way to the section.
fn head_ui(ui: &mut Ui, (title, remark): (String, &str), way: &str) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{title} {remark}")));
    let (end, _) = text_in(ui.painter(), rect, &title, font::meta(), t.ter);
    text_in(ui.painter(), rect.with_min_x(end + 8.0), remark, font::meta(), t.warn);
    let button = Button::light(way).small().icon(icons::ARROW_RIGHT);
    let wide = button.width(ui);
    button.put_over(ui, rect.with_min_x(rect.right() - wide)).clicked()
}

/// Name and count, then the pictures and a dashed place for every missing one, as many as fit. `true` when a dashed
/// place was pressed.
fn slot_ui(ui: &mut Ui, cx: &Cx<'_>, slot: &SlotView, (thumbs, files): Pictures<'_>) -> bool {
    let t = Tokens::of(ui.ctx());
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), CELL.y + 5.0), Sense::hover());
    let spoken = format!("{} {}", slot.name, slot.count);
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, spoken.as_str()));
    if !ui.is_rect_visible(row) {
        return false;
    }
    let upper = Rect::from_min_size(row.min, vec2(NAME - 6.0, CELL.y / 2.0));
    if text_in(ui.painter(), upper, &slot.name, font::body(), t.text).1 {
        tip(&response, &slot.name, None);
    }
    let lower = upper.translate(vec2(0.0, CELL.y / 2.0 - 2.0));
    let lacks = slot.missing > 0;
    let (sign, ink) = if lacks { (icons::WARNING.fill(), t.warn) } else { (icons::CHECK_CIRCLE.fill(), t.ok) };
    let x = sign.paint_left(ui.painter(), lower, 13.0, ink) + 4.0;
    text_in(ui.painter(), lower.with_min_x(x), &slot.count, font::meta(), ink);
    let mut place = Rect::from_min_size(pos2(row.left() + NAME, row.top()), CELL);
    let mut asked = false;
    let missing = (0..slot.missing).map(|_| None);
    for (nth, filed) in slot.filed.iter().map(Some).chain(missing).enumerate() {
        if place.right() > row.right() {
            break;
        }
        let response = ui.interact(place, ui.scope_id().with((slot.place, nth)), Sense::click());
        match filed.and_then(|filed| Some((filed, files.get(filed.file?)?))) {
            Some((filed, kept)) => {
                response.widget_info(|| WidgetInfo::labeled(Role::Link, true, filed.about.as_str()));
                thumbs.paint(ui, place, kept);
                tip(&response, &filed.about, None);
                if response.clicked() {
                    cx.want(Action::OpenAttachment { hash: kept.hash.clone(), name: kept.name.clone() });
                }
            }
            None => {
                let label = t!(cx.texts, "incident-add-to", slot = slot.name.as_str());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_str()));
                dashed_frame(ui.painter(), place, Stroke::new(1.0, t.warn_f));
                icons::PLUS.paint(ui.painter(), place.center(), 13.0, t.warn);
                tip(&response, &slot.why, None);
                asked |= response.clicked();
            }
        }
        focus_ring(ui, &response, size::R_THUMB, Ring::Outside);
        place = place.translate(vec2(CELL.x + 6.0, 0.0));
    }
    asked
}

fn cell(row: Rect, column: usize) -> Rect {
    let before: f32 = SHARES.iter().take(column).sum();
    let wide = SHARES.get(column).copied().unwrap_or_default();
    Rect::from_min_size(
        pos2(row.left() + before * row.width(), row.top()),
        vec2(wide * row.width() - 6.0, row.height()),
    )
}

fn losses_ui(ui: &mut Ui, cx: &Cx<'_>, view: &LossView) {
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    let head = [
        t!(texts, "entry-column-name"),
        t!(texts, "incident-spec"),
        t!(texts, "incident-quantity"),
        t!(texts, "incident-bought"),
        t!(texts, "incident-damage"),
        t!(texts, "incident-claimed"),
        t!(texts, "incident-assessed"),
    ];
    ui.spacing_mut().item_spacing.y = 0.0;
    let row_ui = |ui: &mut Ui, texts: [&str; 7], is_head: bool| {
        let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        if is_head {
            ui.painter().rect_filled(row, 0.0, t.sunken);
        } else {
            response.widget_info(|| WidgetInfo::labeled(Role::Row, true, texts.join(" ")));
            ui.painter().hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, t.line2));
        }
        for (column, text) in texts.into_iter().enumerate() {
            let ink = if is_head { t.ter } else { t.text };
            let place = cell(row, column);
            if column > 4 {
                text_right(ui.painter(), place, text, font::meta(), ink);
            } else {
                text_in(ui.painter(), place.with_min_x(place.left() + 5.0), text, font::meta(), ink);
            }
        }
    };
    row_ui(ui, head.each_ref().map(String::as_str), true);
    for line in view.rows.iter().take(LINES) {
        let quantity = format!("{} {}", line.quantity, line.unit);
        let cells = [&line.name, &line.spec, &quantity, &line.bought, &line.damage, &line.claimed, &line.assessed];
        row_ui(ui, cells.map(String::as_str), false);
    }
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW + 4.0), Sense::hover());
    let more = view.rows.len().saturating_sub(LINES);
    let more = if more > 0 { t!(texts, "incident-more-lines", n = more) } else { String::new() };
    let words = if view.rows.is_empty() {
        t!(texts, "incident-no-lines-yet")
    } else {
        let capital = t!(texts, "incident-sum-capital", sum = view.capital.as_str());
        format!("{}　{capital}　{more}", t!(texts, "incident-sum"))
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.as_str()));
    let place = row.with_min_x(row.left() + 5.0).with_max_x(cell(row, 5).left());
    text_in(ui.painter(), place, words.trim_end(), font::meta(), t.sec);
    if !view.rows.is_empty() {
        text_right(ui.painter(), cell(row, 5), &view.claimed, font::meta_medium(), t.text);
        text_right(ui.painter(), cell(row, 6), &view.assessed, font::meta_medium(), t.text);
    }
}

/// 损失与保险 and 责任初判, as labels with values; nothing without a file.
pub(in crate::ui) fn facts(cx: &Cx<'_>, file: &CaseFile) -> Vec<(String, Vec<(String, String)>)> {
    let Some(incident) = file.case.incident.as_deref() else { return Vec::new() };
    let texts = cx.texts;
    let (all, insurance) = (incident.losses.totals().all, &incident.insurance);
    let when = |at: Stamp| say::date_time(texts, cx.now, at);
    let hurt = match incident.casualties.len() {
        0 => texts.name("injury", "none"),
        n => t!(texts, "incident-hurt", n = n),
    };
    let sum = |fen: crate::domain::money::Fen| if fen.0 == 0 { String::new() } else { fen.with_currency() };
    let report = insurance.report.as_ref();
    let surveyed = insurance.surveys.last().map(|survey| t!(texts, "incident-surveyed", when = when(survey.at)));
    let state = match (&insurance.without, &insurance.assessed, surveyed, report) {
        (Some(_), ..) => t!(texts, "incident-act-without"),
        (None, Some(assessed), ..) => t!(texts, "incident-insurer-held", amount = sum(assessed.amount)),
        (None, None, Some(surveyed), _) => surveyed,
        (None, None, None, Some(report)) => t!(texts, "incident-reported-on", when = when(report.at)),
        (None, None, None, None) => String::new(),
    };
    let loss = vec![
        (t!(texts, "incident-casualties"), hurt),
        (t!(texts, "incident-claimed-loss"), sum(all.claimed)),
        (t!(texts, "incident-ledger-loss"), sum(all.assessed)),
        (t!(texts, "incident-insurer"), report.map(|report| report.insurer.clone()).unwrap_or_default()),
        (t!(texts, "incident-blank-report-number"), report.map(|report| report.number.clone()).unwrap_or_default()),
        (t!(texts, "incident-insurance-state"), state),
    ];
    let finding = incident.talks.finding.as_ref();
    let liable = vec![
        (t!(texts, "incident-liable"), finding.map(|found| say::shares_text(texts, found)).unwrap_or_default()),
        (t!(texts, "incident-grounds"), finding.map(|found| found.grounds.clone()).unwrap_or_default()),
    ];
    let mut groups =
        vec![(t!(texts, "incident-loss-and-insurance"), loss), (t!(texts, "incident-first-finding"), liable)];
    for (_, rows) in &mut groups {
        rows.retain(|(_, value)| !value.is_empty());
    }
    groups.retain(|(_, rows)| !rows.is_empty());
    groups
}
