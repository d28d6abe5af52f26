//! What all official forms share: head band, QR code, foot line, draft mark and continuation pages.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use super::breaking::break_lines;
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::grid::Overflow;
use super::layout::{self, Align, Fitted, Type};
use super::qr;
use super::sheet::{Area, Item, Page, Sheet, TextRun, mm};

/// Left edge and width of the body of an upright form, in millimetres.
pub const LEFT: f32 = 20.0;
/// Width of the body.
pub const WIDTH: f32 = 175.0;
/// Upper edge of the body.
pub const TOP: f32 = 40.0;
/// Nothing of the body lies below.
pub const BOTTOM: f32 = 277.0;

/// How much of a form is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintMode {
    /// 空白: head band and labels, for the field.
    Blank,
    /// 预填: what the computer knows; carries 草稿 while required fields are empty.
    Prefilled,
    /// 定稿: refused while required fields are empty; empty cells are closed with —— or 无.
    Final,
}

/// What stands at the head and the foot of every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormHead {
    /// Full registered name of the company.
    pub company: String,
    /// Number of the template, e.g. `KS-F1`.
    pub form_no: String,
    /// Version of the template, e.g. `A/0`.
    pub version: String,
    /// Number of this document, e.g. `KS2026-000123-F1-01`; empty leaves a line to write on and no QR code.
    pub doc_no: String,
    /// Number of the case; stands on every continuation page.
    pub case_no: String,
    /// Wall time of printing.
    pub printed_at: NaiveDateTime,
    /// Who prints.
    pub printed_by: String,
    /// The how many-th print this is, from 1.
    pub nth: u32,
    /// Whose copy, e.g. `总部存档联`.
    pub copy: String,
    /// First eight hexadecimal digits of the content hash, see [`super::feedback::FeedbackForm::content_hash`].
    pub hash8: String,
}

impl FormHead {
    /// Every text of the head in one string, to look for characters without a drawing.
    pub(super) fn texts(&self) -> String {
        [&self.company, &self.form_no, &self.version, &self.doc_no, &self.case_no, &self.printed_by, &self.copy]
            .map(String::as_str)
            .join("\n")
    }
}

/// `2026年4月8日`: no leading zeros, no spaces.
#[must_use]
pub fn text_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `2026-04-08` as tables have it.
#[must_use]
pub fn table_date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// `2026-04-08 10:02` as tables have it.
#[must_use]
pub fn table_time(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// A laid-out body that still lacks head and foot.
#[derive(Debug)]
pub struct Body {
    /// Pages with the body only.
    pub pages: Vec<Page>,
    /// What the first page had no room for.
    pub overflow: Vec<Overflow>,
}

/// Adds continuation pages, heads, feet and, for a draft, the mark across every page.
///
/// # Errors
/// [`PaperError::Missing`] or [`PaperError::QrTooLong`] when the head holds what cannot be printed.
pub fn finish(
    fonts: &FontSet,
    (title, head): (&str, &FormHead),
    (mode, draft): (PrintMode, bool),
    body: Body,
) -> Result<Sheet, PaperError> {
    fonts.check(&head.texts())?;
    let first_pages = body.pages.len();
    let mut bodies = body.pages;
    bodies.extend(continuation(fonts, head, &body.overflow)?);
    let total = bodies.len();
    let mut pages = Vec::new();
    for (n, body) in bodies.into_iter().enumerate() {
        let mut page = Page { width: body.width, height: body.height, ..Page::default() };
        if draft {
            draft_mark(fonts, &mut page)?;
        }
        let heading = if n < first_pages { title.to_owned() } else { format!("{title}（续页）") };
        head_band(fonts, &mut page, (&heading, head), (n + 1, total))?;
        page.items.extend(body.items);
        page.fields = body.fields;
        foot_line(fonts, &mut page, head, (mode, draft))?;
        pages.push(page);
    }
    let subject = head.doc_no.clone();
    Ok(Sheet { title: title.to_owned(), author: head.company.clone(), subject, made_at: head.printed_at, pages })
}

fn head_band(
    fonts: &FontSet,
    page: &mut Page,
    (title, head): (&str, &FormHead),
    (number, total): (usize, usize),
) -> Result<(), PaperError> {
    let company = Area { x: mm(LEFT), y: mm(14.5), w: mm(WIDTH), h: mm(5.0) };
    layout::set_in(fonts, page, Type::new(Face::Sans, 10.5), (company, Align::Left), &head.company)?;
    let kind = Type { spacing: 2.0, ..Type::new(Face::SansBold, 18.0) };
    let body = Area { x: mm(LEFT), y: mm(21.0), w: mm(WIDTH), h: mm(8.4) };
    layout::set_in(fonts, page, kind, (body, Align::Centre), title)?;
    if !head.doc_no.is_empty() {
        let edge = mm(qr::EDGE_MM);
        let area = Area { x: mm(LEFT + WIDTH) - edge, y: mm(13.0), w: edge, h: edge };
        let text = qr::payload(&head.doc_no, (number, total), &head.hash8);
        page.items.push(qr::code(&text, area)?);
    }
    let line = Area { x: mm(LEFT), y: mm(33.4), w: mm(WIDTH), h: mm(5.0) };
    let kind = Type::new(Face::Serif, 9.0);
    let form = format!("表号：{}　版本：{}", head.form_no, head.version);
    layout::set_in(fonts, page, kind, (line, Align::Left), &form)?;
    if head.doc_no.is_empty() {
        let end = mm(LEFT + WIDTH / 2.0 + 26.0);
        let start = mm(LEFT + WIDTH / 2.0 - 22.0);
        let label = Area { x: mm(LEFT), w: start - mm(LEFT), ..line };
        layout::set_in(fonts, page, kind, (label, Align::Right), "编号：")?;
        page.rule([start, mm(37.8)], [end, mm(37.8)], 0.5);
    } else {
        let number = format!("编号：{}", head.doc_no);
        layout::set_in(fonts, page, kind, (line, Align::Centre), &number)?;
    }
    let count = format!("第 {number} 页　共 {total} 页");
    layout::set_in(fonts, page, kind, (line, Align::Right), &count)
}

fn foot_line(
    fonts: &FontSet,
    page: &mut Page,
    head: &FormHead,
    (mode, draft): (PrintMode, bool),
) -> Result<(), PaperError> {
    let y = mm(279.6);
    page.rule([mm(LEFT), y], [mm(LEFT + WIDTH), y], 0.5);
    let time = format!("{} {}", text_date(head.printed_at.date()), head.printed_at.format("%H:%M"));
    let state = match mode {
        PrintMode::Blank => "空白表".to_owned(),
        _ if draft => "草稿　尚未正式打印".to_owned(),
        _ => format!("第 {} 次打印", head.nth),
    };
    let text = format!("打印时间 {time}　打印人 {}　{state}", head.printed_by);
    let area = Area { x: mm(LEFT), y: y + mm(0.6), w: mm(WIDTH), h: mm(4.4) };
    let kind = Type { ink: 70, ..Type::new(Face::Serif, 8.0) };
    layout::set_in(fonts, page, kind, (area, Align::Left), &text)?;
    layout::set_in(fonts, page, kind, (area, Align::Right), &head.copy)
}

/// 草稿 across the page, light enough to read through.
fn draft_mark(fonts: &FontSet, page: &mut Page) -> Result<(), PaperError> {
    let (text, size, turn) = ("草稿", 170.0_f32, 45.0_f32);
    let width = fonts.width(Face::SansBold, size, text)?;
    let (sin, cos) = turn.to_radians().sin_cos();
    let (half, rise) = (width / 2.0, 0.38 * size);
    let (cx, cy) = (page.width / 2.0, page.height / 2.0);
    page.items.push(Item::Text(TextRun {
        face: Face::SansBold,
        size,
        x: cx - half * cos + rise * sin,
        y: cy + half * sin + rise * cos,
        text: text.to_owned(),
        width,
        spacing: 0.0,
        ink: 8,
        turn,
    }));
    Ok(())
}

/// Pages that carry what found no room, item by item.
fn continuation(fonts: &FontSet, head: &FormHead, overflow: &[Overflow]) -> Result<Vec<Page>, PaperError> {
    let mut pages = Vec::new();
    if overflow.is_empty() {
        return Ok(pages);
    }
    let mut flow = Flow::start(fonts, head)?;
    for (n, item) in overflow.iter().enumerate() {
        flow.room(mm(18.0), &mut pages)?;
        let name = if item.name.is_empty() { "其他" } else { &item.name };
        flow.heading(&format!("第 {} 项　{name}（接第 1 页）", n + 1))?;
        let (size, step) = layout::STEPS[0];
        for line in break_lines(fonts, (Face::Serif, size), &item.text, mm(WIDTH - 6.0))? {
            flow.room(step, &mut pages)?;
            let one = Fitted { lines: vec![line], size, step };
            layout::set_lines(fonts, &mut flow.page, &one, (mm(LEFT + 3.0), flow.y + size, mm(WIDTH - 6.0)))?;
            flow.y += step;
        }
        flow.y += mm(3.0);
    }
    pages.push(flow.end()?);
    Ok(pages)
}

/// A continuation page being filled from the top.
struct Flow<'a> {
    fonts: &'a FontSet,
    head: &'a FormHead,
    page: Page,
    y: f32,
}

impl<'a> Flow<'a> {
    fn start(fonts: &'a FontSet, head: &'a FormHead) -> Result<Flow<'a>, PaperError> {
        let mut page = Page::a4();
        let area = Area { x: mm(LEFT + 3.0), y: mm(TOP), w: mm(WIDTH - 6.0), h: mm(7.0) };
        let case = if head.case_no.is_empty() { String::new() } else { format!("工单编号：{}", head.case_no) };
        layout::set_in(fonts, &mut page, Type::new(Face::Sans, 9.0), (area, Align::Left), &case)?;
        layout::set_in(fonts, &mut page, Type::new(Face::Sans, 9.0), (area, Align::Right), "本页接第 1 页")?;
        page.rule([mm(LEFT), mm(TOP + 7.0)], [mm(LEFT + WIDTH), mm(TOP + 7.0)], 0.6);
        Ok(Flow { fonts, head, page, y: mm(TOP + 10.0) })
    }

    /// Turns to the next page when less than `height` points remain.
    fn room(&mut self, height: f32, done: &mut Vec<Page>) -> Result<(), PaperError> {
        if self.y + height > mm(BOTTOM - 9.0) {
            let next = Flow::start(self.fonts, self.head)?;
            let mut full = std::mem::replace(self, next);
            full.frame();
            done.push(full.page);
        }
        Ok(())
    }

    fn heading(&mut self, text: &str) -> Result<(), PaperError> {
        let kind = Type::new(Face::SansBold, 9.5);
        layout::set_line(self.fonts, &mut self.page, kind, (mm(LEFT + 3.0), self.y + 9.5), text)?;
        self.y += 19.0;
        Ok(())
    }

    fn end(mut self) -> Result<Page, PaperError> {
        let area = Area { x: mm(LEFT), y: self.y, w: mm(WIDTH), h: mm(6.0) };
        layout::set_in(self.fonts, &mut self.page, Type::new(Face::Serif, 9.0), (area, Align::Centre), "（以下空白）")?;
        self.frame();
        Ok(self.page)
    }

    fn frame(&mut self) {
        let area = Area { x: mm(LEFT), y: mm(TOP), w: mm(WIDTH), h: mm(BOTTOM - TOP) };
        self.page.items.push(Item::Frame { area, weight: 1.2, dash: None });
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn head() -> FormHead {
        FormHead {
            company: "澄屿电器集团有限公司".to_owned(),
            form_no: "KS-F1".to_owned(),
            version: "A/0".to_owned(),
            doc_no: "KS2026-000123-F1-01".to_owned(),
            case_no: "KS2026-000123".to_owned(),
            printed_at: NaiveDate::from_ymd_opt(2026, 4, 8).unwrap().and_hms_opt(10, 2, 0).unwrap(),
            printed_by: "沈嘉树".to_owned(),
            nth: 1,
            copy: "总部存档联".to_owned(),
            hash8: "9f86d081".to_owned(),
        }
    }

    #[test]
    fn dates_have_no_leading_zeros_in_text_and_full_ones_in_tables() {
        let at = head().printed_at;
        assert_eq!(text_date(at.date()), "2026年4月8日");
        assert_eq!(table_date(at.date()), "2026-04-08");
        assert_eq!(table_time(at), "2026-04-08 10:02");
    }
}
