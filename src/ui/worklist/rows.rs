//! What a row of the list shows, worked out once when it arrives or the minute changes, and how it is painted.

use egui::{Align2, Painter, Rect, Ui, pos2, vec2};

use super::columns::Columns;
use crate::domain::Stamp;
use crate::domain::stage::{IncidentGrade, InfoClass, Level, Stage};
use crate::store::CaseRow;
use crate::ui::Cx;
use crate::ui::remaining::{DueLook, TICK};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::{Tone, paint_class_chip, paint_grade};
use crate::ui::widgets::deadline::Deadline;
use crate::ui::widgets::paint::text_in;
use crate::ui::widgets::track::paint_mini;

/// The texts and marks of one row.
#[derive(Debug, Clone)]
pub struct RowText {
    pub customer: String,
    pub number: String,
    pub product: String,
    pub trouble: String,
    pub class: InfoClass,
    pub class_name: String,
    pub grade_name: String,
    pub bars: u8,
    pub tone: Tone,
    pub branch: String,
    pub person: String,
    /// No branch is in charge yet.
    pub unassigned: bool,
    pub stage: Stage,
    pub stage_name: String,
    pub received: String,
    pub due: Option<DueLook>,
    pub closed: String,
    /// One line for screen readers.
    pub spoken: String,
}

impl RowText {
    pub fn of(row: &CaseRow, cx: &Cx<'_>) -> Self {
        let texts = cx.texts;
        let waits = &cx.book.rules.wait_reasons;
        let reason = |key: &str| {
            waits.iter().find(|wait| wait.key == key).map_or_else(
                || key.to_owned(),
                |wait| if texts.lang() == crate::text::Lang::Zh { wait.zh.clone() } else { wait.en.clone() },
            )
        };
        let due = DueLook::of(row, cx.now, texts, reason);
        let (grade_name, bars, tone) = weight(row, cx);
        let class_name = texts.name("class-short", row.class.word());
        let stage_name = texts.name("stage", row.stage.word());
        let customer = if row.customer.is_empty() { "—".to_owned() } else { row.customer.clone() };
        let branch = cx.branch_name(row.branch).to_owned();
        let product = [row.category.as_str(), row.model.as_str()].join(" ").trim().to_owned();
        let spoken = [&row.number, &customer, &product, &class_name, &stage_name]
            .into_iter()
            .map(String::as_str)
            .chain(due.as_ref().map(|due| due.text.as_str()))
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            customer,
            number: row.number.clone(),
            product: if product.is_empty() { "—".to_owned() } else { product },
            trouble: trouble(row),
            class: row.class,
            class_name,
            grade_name,
            bars,
            tone,
            unassigned: branch.is_empty(),
            branch,
            person: cx.person_name(row.person).to_owned(),
            stage: row.stage,
            stage_name,
            received: row.received_at.wall().format("%m-%d %H:%M").to_string(),
            due,
            closed: row.closed_at.map(day_of).unwrap_or_default(),
            spoken,
        }
    }
}

fn day_of(at: Stamp) -> String {
    at.wall().format("%Y-%m-%d").to_string()
}

/// What is wrong, in one line.
fn trouble(row: &CaseRow) -> String {
    let text = if row.description.is_empty() { &row.symptoms } else { &row.description };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An incident is weighed by its grade, everything else by its level; the regulator's cases are purple.
fn weight(row: &CaseRow, cx: &Cx<'_>) -> (String, u8, Tone) {
    if let (InfoClass::MajorIncident, Some(grade)) = (row.class, row.grade) {
        let bars = match grade {
            IncidentGrade::GeneralSpecial => 1,
            IncidentGrade::MajorSpecial => 2,
            IncidentGrade::ExtraMajor => 3,
        };
        return (cx.texts.name("grade", grade.word()), bars, Tone::Danger);
    }
    let bars = match row.level {
        Level::General => 1,
        Level::Provincial => 2,
        Level::National => 3,
    };
    (cx.texts.name("level", row.level.word()), bars, Tone::Neutral)
}

/// Paints one row of 46 points into its columns.
pub fn paint(ui: &Ui, rect: Rect, row: &RowText, columns: &Columns, selected: bool) {
    let t = Tokens::of(ui.ctx());
    let painter = ui.painter();
    let line = |column: (f32, f32), lower: bool| {
        let top = rect.top() + if lower { 23.0 } else { 4.0 };
        Rect::from_min_size(pos2(rect.left() + column.0, top), vec2(column.1, if lower { 18.0 } else { 20.0 }))
    };
    text_in(painter, line(columns.customer, false), &row.customer, font::body_medium(), t.text);
    text_in(painter, line(columns.customer, true), &row.number, font::meta(), t.ter);
    text_in(painter, line(columns.trouble, false), &row.product, font::body(), t.text);
    text_in(painter, line(columns.trouble, true), &row.trouble, font::meta(), t.ter);
    if let Some(received) = columns.received {
        text_in(painter, line(received, false), &row.received, font::meta(), t.sec);
    }
    let middle = |column: (f32, f32)| pos2(rect.left() + column.0, rect.center().y);
    let alarm = row.class == InfoClass::MajorIncident;
    paint_class_chip(painter, middle(columns.class), (&row.class_name, t.chart[row.class as usize], alarm), t);
    paint_grade(painter, middle(columns.grade), row.bars, row.tone, t);
    let words = Rect::from_center_size(
        pos2(rect.left() + columns.grade.0 + 19.0 + (columns.grade.1 - 19.0) / 2.0, rect.center().y),
        vec2(columns.grade.1 - 19.0, 18.0),
    );
    text_in(painter, words, &row.grade_name, font::meta(), t.sec);
    let (branch, ink) = if row.unassigned { ("—", t.ter) } else { (row.branch.as_str(), t.text) };
    text_in(painter, line(columns.branch, false), branch, font::body(), ink);
    text_in(painter, line(columns.branch, true), &row.person, font::meta(), t.ter);
    text_in(painter, line(columns.stage, false), &row.stage_name, font::body(), t.text);
    let step = u8::try_from(row.stage.index()).unwrap_or(6);
    paint_mini(painter, pos2(rect.left() + columns.stage.0, rect.top() + 33.0), (step, 6), selected, t);
    paint_due(
        painter,
        Rect::from_min_size(pos2(rect.left() + columns.due.0, rect.top() + 5.0), vec2(columns.due.1, 30.0)),
        row,
        selected,
        t,
    );
}

fn paint_due(painter: &Painter, rect: Rect, row: &RowText, selected: bool, t: &Tokens) {
    match &row.due {
        Some(due) => {
            Deadline { text: &due.text, used: due.used, pressure: due.pressure, tick: TICK }
                .paint(painter, rect, selected, t);
        }
        None => {
            painter.text(rect.left_top() + vec2(0.0, 10.0), Align2::LEFT_CENTER, &row.closed, font::meta(), t.ter);
        }
    }
}

/// A group's head: a caret, its name, its size, at the right nothing.
pub fn paint_head(ui: &Ui, rect: Rect, name: &str, size: &str, ink: egui::Color32, closed: bool) {
    use crate::ui::icons;
    let t = Tokens::of(ui.ctx());
    let painter = ui.painter();
    let icon = if closed { icons::CARET_RIGHT } else { icons::CARET_DOWN };
    icon.paint(painter, pos2(rect.left() + 22.0, rect.center().y), 12.0, t.ter);
    let words = rect.with_min_x(rect.left() + 34.0);
    let end = painter.text(words.left_center(), Align2::LEFT_CENTER, name, font::body_medium(), ink).right();
    text_in(painter, words.with_min_x(end + 8.0), size, font::body(), t.ter);
    painter.hline(rect.x_range(), painter.round_to_pixel_center(rect.bottom() - 0.5), egui::Stroke::new(1.0, t.line2));
}
