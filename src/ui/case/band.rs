//! The stage band of a case: six cells with the time used against the limit, the current one wider and with its bar.

use egui::{Color32, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::full::{Asked, Tab, Toward};
use crate::clock::Deadline;
use crate::clock::case_clock::{RuledDeadline, span_clock};
use crate::domain::case::Span;
use crate::domain::{Stage, Stamp};
use crate::store::CaseFile;
use crate::t;
use crate::ui::remaining::TICK;
use crate::ui::say::{self, Names};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::deadline::{Deadline as Bar, Pressure};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, width};
use crate::ui::{Cx, icons};

/// How far a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Done,
    /// The case did not pass through it in this round.
    Skipped,
    Current,
    Later,
}

/// One cell of the band.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub stage: Stage,
    pub name: String,
    pub progress: Progress,
    /// Time left or past, of the current stage.
    pub lead: String,
    pub used: String,
    pub limit: String,
    /// Share used, and how the clock stands.
    pub share: f32,
    pub pressure: Pressure,
}

/// How a clock stands at `at`: `waiting` while a wait stops it.
pub(super) fn pressure(deadline: &Deadline, waiting: bool, at: Stamp) -> Pressure {
    match deadline.due {
        _ if waiting => Pressure::Paused,
        None => Pressure::Paused,
        Some(due) if at > due => Pressure::Over,
        Some(_) if deadline.warn_at.is_some_and(|warn| warn <= at) => Pressure::Near,
        Some(_) => Pressure::Normal,
    }
}

/// The six cells of a round.
pub(super) fn cells(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names, round: u32) -> Vec<Cell> {
    let case = &file.case;
    // A merged case still shows where it stands: that is what it goes back to.
    let here = (round == case.round && case.stage != Stage::Archived).then(|| case.stage.index());
    Stage::CLOCKED
        .iter()
        .map(|&stage| {
            let span = case.spans.iter().rev().find(|span| span.stage == stage && span.round == round);
            let progress = match (here, span) {
                (Some(here), _) if stage.index() == here => Progress::Current,
                (Some(here), _) if stage.index() > here => Progress::Later,
                (_, Some(_)) => Progress::Done,
                _ => Progress::Skipped,
            };
            cell(file, cx, names, (stage, span, progress))
        })
        .collect()
}

fn cell(
    file: &CaseFile,
    cx: &Cx<'_>,
    names: &dyn Names,
    (stage, span, progress): (Stage, Option<&Span>, Progress),
) -> Cell {
    let texts = cx.texts;
    let row = file.book.rules.stage_limit(stage, &file.case.facts);
    let limit = row
        .map_or_else(|| t!(texts, "due-none"), |row| t!(texts, "deadline-limit", limit = say::limit(texts, row.limit)));
    let mut cell = Cell {
        stage,
        name: texts.name("stage", stage.word()),
        progress,
        lead: String::new(),
        used: String::new(),
        limit,
        share: 0.0,
        pressure: Pressure::Normal,
    };
    let span = match (progress, span) {
        (Progress::Later, _) => {
            cell.used = t!(texts, "deadline-not-started");
            return cell;
        }
        (_, None) => {
            let earlier = file.case.spans.iter().any(|span| span.stage == stage && span.to.is_some());
            cell.used = if earlier { t!(texts, "case-stage-earlier") } else { t!(texts, "case-stage-skipped") };
            cell.limit.clear();
            return cell;
        }
        (_, Some(span)) => span,
    };
    let at = span.to.unwrap_or(cx.now);
    let time = |ms: i64| crate::text::say::hours_ms(texts, ms);
    let Some(clock) = span_clock(&file.case, span, &file.book.rules, &file.book.clockwork) else {
        cell.used = t!(texts, "deadline-spent", time = time(at.since(span.from).num_milliseconds()));
        return cell;
    };
    let used = file.book.clockwork.used(&clock.deadline, at);
    cell.share = used.share.clamp(0.0, 1.0) as f32;
    cell.pressure = pressure(&clock.deadline, span.waiting().is_some(), at);
    if progress == Progress::Current {
        cell.lead = match span.waiting() {
            Some(pause) => names.choice(&pause.reason),
            None => say::due(texts, cx.now, clock.deadline.due),
        };
        cell.used = t!(texts, "deadline-spent-so-far", time = time(used.counted));
        cell.limit = until(cx, &clock, span);
    } else {
        cell.used = t!(texts, "deadline-spent", time = time(used.counted));
        // What was granted or agreed took the place of the rule's limit.
        let budget = time(clock.deadline.budget);
        match (span.extensions.is_empty(), span.agreed) {
            (false, _) => cell.limit = t!(texts, "case-limit-extended", limit = budget),
            (true, Some(_)) => cell.limit = t!(texts, "case-limit-agreed", limit = budget),
            (true, None) => {}
        }
    }
    cell
}

/// What the running stage has to meet: the limit and when it ends, or the promise that took its place.
fn until(cx: &Cx<'_>, clock: &RuledDeadline, span: &Span) -> String {
    let texts = cx.texts;
    let when = clock.deadline.due.map(|due| say::date_time(texts, cx.now, due));
    match (when, span.extensions.last(), span.agreed) {
        (Some(when), Some(_), _) => t!(texts, "case-extended-until", when = when),
        (Some(when), None, Some(_)) => t!(texts, "case-agreed-until", when = when),
        (Some(when), None, None) => {
            t!(texts, "case-limit-until", limit = say::limit(texts, clock.limit), when = when)
        }
        (None, ..) => t!(texts, "deadline-limit", limit = say::limit(texts, clock.limit)),
    }
}

/// Draws the band into `rect`; a click asks for the clocks of that stage.
pub(super) fn band_ui(ui: &mut Ui, cells: &[Cell], rect: Rect, asked: &mut Asked) {
    let t = Tokens::of(ui.ctx());
    let rect = Rect::from_min_max(rect.min + vec2(0.0, 2.0), rect.max);
    ui.painter().rect_filled(rect, size::R_PANEL, t.panel);
    let parts: f32 = cells.iter().map(|cell| weight(cell.progress)).sum();
    let unit = rect.width() / parts.max(1.0);
    let mut left = rect.left();
    for (at, cell) in cells.iter().enumerate() {
        let right = if at + 1 == cells.len() { rect.right() } else { (left + unit * weight(cell.progress)).round() };
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        let response = ui.interact(place, ui.scope_id().with(("stage-cell", at)), Sense::click());
        let spoken = || {
            let words = [&cell.name, &cell.lead, &cell.used, &cell.limit].map(String::as_str);
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken()));
        if cell.progress == Progress::Current {
            ui.painter().rect_filled(place, 0.0, t.sel);
            ui.painter().rect_filled(place.with_max_y(place.top() + 2.0), 0.0, t.accent);
        } else if response.hovered() {
            ui.painter().rect_filled(place.shrink(1.0), size::R_PANEL, t.hover);
        }
        if at > 0 {
            ui.painter().vline(place.left() + 0.5, place.y_range(), Stroke::new(1.0, t.line));
        }
        paint_cell(ui.painter(), cell, place.shrink2(vec2(15.0, 9.0)), t);
        focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
        if response.clicked() {
            asked.tab = Some(Tab::Deadlines);
            asked.toward = Some(Toward::Stage(cell.stage));
        }
        left = right;
    }
    ui.painter().rect_stroke(rect, size::R_PANEL, Stroke::new(1.0, t.line), StrokeKind::Inside);
}

const fn weight(progress: Progress) -> f32 {
    if matches!(progress, Progress::Current) { 1.7 } else { 1.0 }
}

fn paint_cell(painter: &Painter, cell: &Cell, inner: Rect, t: &Tokens) {
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), 22.0));
    let middle = pos2(head.left() + 7.0, head.center().y);
    let (face, ink) = match cell.progress {
        Progress::Done => {
            icons::CHECK_CIRCLE.fill().paint(painter, middle, 15.0, t.accent);
            (font::body_medium(), t.text)
        }
        Progress::Current => {
            paint_half(painter, middle, t);
            (font::body_medium(), t.text)
        }
        Progress::Skipped => {
            icons::MINUS.paint(painter, middle, 13.0, t.ter);
            (font::body(), t.ter)
        }
        Progress::Later => {
            icons::CIRCLE.paint(painter, middle, 15.0, t.ter);
            (font::body(), t.ter)
        }
    };
    let (end, _) = text_in(painter, head.with_min_x(head.left() + 21.0), &cell.name, face, ink);
    let used_ink = if cell.pressure == Pressure::Over { t.danger } else { t.sec };
    let quiet = if matches!(cell.progress, Progress::Done | Progress::Current) { used_ink } else { t.ter };
    if cell.progress != Progress::Current {
        let row = Rect::from_min_size(pos2(inner.left(), head.bottom() + 1.0), vec2(inner.width(), 20.0));
        pair(painter, row, cell, (quiet, t.ter));
        return;
    }
    let lead_ink = match cell.pressure {
        Pressure::Normal => t.text,
        Pressure::Near => t.warn,
        Pressure::Over => t.danger,
        Pressure::Paused => t.ter,
    };
    let place = head.with_min_x(end + 8.0);
    let wide = width(painter, &cell.lead, font::body_l_medium());
    let lead = place.with_min_x((place.right() - wide - 1.0).max(place.left()));
    text_in(painter, lead, &cell.lead, font::body_l_medium(), lead_ink);
    let bar = Rect::from_min_size(pos2(inner.left(), head.bottom() + 4.0), vec2(inner.width(), 5.0));
    Bar { text: &cell.lead, used: cell.share, pressure: cell.pressure, tick: TICK }.paint_bar(
        painter,
        bar,
        t.track_sel,
        t,
    );
    let foot = Rect::from_min_max(pos2(inner.left(), bar.bottom() + 2.0), pos2(inner.right(), inner.bottom() + 4.0));
    pair(painter, foot, cell, (t.sec, t.sec));
}

/// Time used at the left, limit at the right. Where both do not fit, a stage that lies behind says what it used, one
/// that lies ahead what it may use.
fn pair(painter: &Painter, row: Rect, cell: &Cell, (used, limit): (Color32, Color32)) {
    let wide = |text: &str| width(painter, text, font::meta());
    let both = wide(&cell.used) + wide(&cell.limit) + 8.0 <= row.width();
    let ahead = matches!(cell.progress, Progress::Current | Progress::Later);
    if both {
        text_right(painter, row, &cell.limit, font::meta(), limit);
    }
    let (text, ink) = if both || !ahead { (&cell.used, used) } else { (&cell.limit, limit) };
    text_in(painter, row, text, font::meta(), ink);
}

/// A ring, its left half filled: under way.
fn paint_half(painter: &Painter, at: Pos2, t: &Tokens) {
    painter.circle_stroke(at, 6.0, Stroke::new(1.5, t.accent));
    let arc: Vec<Pos2> = (0_u8..=12)
        .map(|step| {
            at + 6.0 * egui::Vec2::angled(std::f32::consts::FRAC_PI_2 + f32::from(step) / 12.0 * std::f32::consts::PI)
        })
        .collect();
    painter.add(Shape::convex_polygon(arc, t.accent, Stroke::NONE));
}
