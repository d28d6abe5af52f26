//! What a row of the list shows, worked out once when it arrives or the minute changes, and how it is painted.

use egui::{Align2, Painter, Rect, Ui, pos2, vec2};

use super::columns::{Column, ColumnPlace, Columns};
use crate::domain::Stamp;
use crate::domain::phone::Phone;
use crate::domain::stage::{InfoClass, Stage};
use crate::store::CaseRow;
use crate::t;
use crate::ui::Cx;
use crate::ui::remaining::{DueLook, TICK};
use crate::ui::say::class_short;
use crate::ui::say_lists::channel_name;
use crate::ui::theme::{Tokens, font};
use crate::ui::weight::weight;
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
    /// The columns that hold nothing but a line of text.
    pub plain: Vec<(Column, String)>,
    pub urgent: bool,
    pub due: Option<DueLook>,
    pub closed: String,
    /// One line for screen readers.
    pub spoken: String,
}

impl RowText {
    pub fn of(row: &CaseRow, cx: &Cx<'_>) -> Self {
        let texts = cx.texts;
        let waits = &row.book.rules.wait_reasons;
        let reason = |key: &str| {
            waits.iter().find(|wait| wait.key == key).map_or_else(
                || key.to_owned(),
                |wait| if texts.lang() == crate::text::Lang::Zh { wait.zh.clone() } else { wait.en.clone() },
            )
        };
        let due = DueLook::of(row, cx.now, texts, reason);
        let (grade_name, bars, tone) = weight(row, cx);
        let class_name = class_short(texts, &row.book.rules, row.class);
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
            plain: PLAIN.iter().map(|&column| (column, plain(row, column, cx))).collect(),
            urgent: row.urgent,
            due,
            closed: row.main.as_deref().map_or_else(
                || row.closed_at.map(day_of).unwrap_or_default(),
                |main| t!(texts, "list-merged", main = main),
            ),
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

/// Columns of one line of text.
const PLAIN: [Column; 9] = [
    Column::Received,
    Column::Priority,
    Column::Channel,
    Column::Phone,
    Column::Address,
    Column::Region,
    Column::Owner,
    Column::Batch,
    Column::Serial,
];

fn plain(row: &CaseRow, column: Column, cx: &Cx<'_>) -> String {
    match column {
        Column::Received => row.received_at.wall().format("%m-%d %H:%M").to_string(),
        Column::Priority => cx.texts.name("priority", if row.urgent { "urgent" } else { "normal" }),
        Column::Channel => channel_name(&row.book, &row.channel, cx.texts.lang()),
        Column::Phone => Phone::parse(&row.phone).masked(),
        Column::Address => row.address.clone(),
        Column::Region => row.region.clone(),
        Column::Owner => row.owner.clone(),
        Column::Batch => row.batch.clone(),
        Column::Serial => row.serial.clone(),
        _ => String::new(),
    }
}

/// Paints one row of 46 points into its columns.
pub fn paint(ui: &Ui, rect: Rect, row: &RowText, columns: &Columns, selected: bool) {
    let t = Tokens::of(ui.ctx());
    for &place in &columns.places {
        paint_cell(ui.painter(), rect, row, place, selected, t);
    }
}

fn paint_cell(painter: &Painter, rect: Rect, row: &RowText, place: ColumnPlace, selected: bool, t: &Tokens) {
    let left = rect.left() + place.left;
    let line = |lower: bool| {
        let top = rect.top() + if lower { 23.0 } else { 4.0 };
        Rect::from_min_size(pos2(left, top), vec2(place.width, if lower { 18.0 } else { 20.0 }))
    };
    let middle = pos2(left, rect.center().y);
    match place.column {
        Column::Customer => {
            text_in(painter, line(false), &row.customer, font::body_medium(), t.text);
            text_in(painter, line(true), &row.number, font::meta(), t.ter);
        }
        Column::Trouble => {
            text_in(painter, line(false), &row.product, font::body(), t.text);
            text_in(painter, line(true), &row.trouble, font::meta(), t.ter);
        }
        Column::Class => {
            let alarm = row.class == InfoClass::MajorIncident;
            paint_class_chip(painter, middle, (&row.class_name, t.chart[row.class as usize], alarm), t);
        }
        Column::Grade => {
            paint_grade(painter, middle, row.bars, row.tone, t);
            let words = Rect::from_min_max(
                pos2(left + 19.0, rect.center().y - 9.0),
                pos2(left + place.width, rect.center().y + 9.0),
            );
            text_in(painter, words, &row.grade_name, font::meta(), t.sec);
        }
        Column::Branch => {
            let (branch, ink) = if row.unassigned { ("—", t.ter) } else { (row.branch.as_str(), t.text) };
            text_in(painter, line(false), branch, font::body(), ink);
            text_in(painter, line(true), &row.person, font::meta(), t.ter);
        }
        Column::Stage => {
            text_in(painter, line(false), &row.stage_name, font::body(), t.text);
            let step = u8::try_from(row.stage.index()).unwrap_or(6);
            paint_mini(painter, pos2(left, rect.top() + 33.0), (step, 6), selected, t);
        }
        Column::Due => {
            let place = Rect::from_min_size(pos2(left, rect.top() + 5.0), vec2(place.width, 30.0));
            paint_due(painter, place, row, selected, t);
        }
        column => {
            let text = row.plain.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text);
            let words =
                Rect::from_center_size(pos2(left + place.width / 2.0, rect.center().y), vec2(place.width, 20.0));
            let urgent = column == Column::Priority && row.urgent;
            let ink = if urgent { t.danger } else { t.sec };
            text_in(painter, words, if text.is_empty() { "—" } else { text }, font::meta(), ink);
        }
    }
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
