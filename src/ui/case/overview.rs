//! 概览: facts at the left, the history in the middle, words, files and sheets at the right; stacked where it is narrow.

use egui::{Rect, ScrollArea, Stroke, Ui, pos2, vec2};

use super::full::{Asked, FullState, FullView, INSET, child};
use super::{facts, papers, timeline};
use crate::store::CaseFile;
use crate::ui::Cx;
use crate::ui::theme::Tokens;

/// Width of the facts.
const LEFT: f32 = 266.0;
/// Width of the right column at a window of 1440.
const RIGHT: f32 = 604.0;
/// Narrower than this, what stands at the right goes below the history.
const THREE: f32 = 1080.0;
/// Narrower than this, everything stands in one column.
const TWO: f32 = 640.0;

/// Draws the overview into `body`.
pub(super) fn overview_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (full, view, shown): (&mut FullState, &FullView, bool),
    body: Rect,
    asked: &mut Asked,
) {
    let t = Tokens::of(ui.ctx());
    let split = |x: f32| ui.painter().vline(x + 0.5, body.y_range(), Stroke::new(1.0, t.line));
    if body.width() < TWO {
        one_column(ui, cx, file, (full, view, shown), body, asked);
        return;
    }
    let first = body.left() + LEFT;
    split(first);
    let inner = Rect::from_min_max(pos2(body.left() + INSET, body.top()), pos2(first - 4.0, body.bottom()));
    if body.width() < THREE {
        facts::column_ui(ui, cx, (view, shown), inner, asked);
        let rest = Rect::from_min_max(pos2(first + INSET - 4.0, body.top()), body.max);
        let mut column = child(ui, rest, "rest");
        ScrollArea::vertical().id_salt("rest").auto_shrink([false, false]).show(&mut column, |ui| {
            ui.set_max_width(rest.width() - INSET);
            ui.add_space(14.0);
            timeline::note_ui(ui, cx, file, full);
            ui.add_space(8.0);
            papers::list_ui(ui, cx, file, (view, &full.thumbs), asked);
            timeline::days_ui(ui, &view.days);
        });
        return;
    }
    let second = body.right() - right_width(body.width());
    split(second);
    facts::column_ui(ui, cx, (view, shown), inner, asked);
    let middle = Rect::from_min_max(pos2(first + 20.0, body.top()), pos2(second - 4.0, body.bottom()));
    let mut column = child(ui, middle, "history");
    column.add_space(14.0);
    let field = Rect::from_min_size(column.cursor().min, vec2(middle.width() - 16.0, 34.0));
    let mut top = column.new_child(egui::UiBuilder::new().id_salt("note").max_rect(field));
    timeline::note_ui(&mut top, cx, file, full);
    let list = Rect::from_min_max(pos2(middle.left(), field.bottom() + 2.0), middle.max);
    let mut column = child(ui, list, "days");
    ScrollArea::vertical().id_salt("days").auto_shrink([false, false]).show(&mut column, |ui| {
        ui.set_max_width((list.width() - 16.0).min(820.0));
        timeline::days_ui(ui, &view.days);
    });
    let right = Rect::from_min_max(pos2(second + 20.0, body.top()), body.max);
    papers::column_ui(ui, cx, file, (view, &full.thumbs), right, asked);
}

/// 604 of 1388; narrower windows share what is left, wider ones give a part of the gain.
fn right_width(whole: f32) -> f32 {
    const DRAWN: f32 = 1388.0;
    if whole < DRAWN { ((whole - LEFT) * 0.54).round() } else { (RIGHT + (whole - DRAWN) * 0.35).round() }
}

fn one_column(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (full, view, shown): (&mut FullState, &FullView, bool),
    body: Rect,
    asked: &mut Asked,
) {
    let mut column = child(ui, body.shrink2(vec2(INSET, 0.0)), "one");
    ScrollArea::vertical().id_salt("one").auto_shrink([false, false]).show(&mut column, |ui| {
        ui.add_space(14.0);
        timeline::note_ui(ui, cx, file, full);
        ui.add_space(8.0);
        papers::list_ui(ui, cx, file, (view, &full.thumbs), asked);
        facts::list_ui(ui, cx, (view, shown), asked);
        timeline::days_ui(ui, &view.days);
    });
}
