//! What all official forms share: head band, QR code, foot line and draft mark.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use super::continuation::continuation;
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::grid::Overflow;
use super::layout::{self, Align, Type};
use super::official::copy_name;
use super::plate::Plate;
use super::qr;
use super::sheet::{Area, Item, Page, PageKind, Part, Sheet, TextRun, mm};
use crate::domain::holder::Holder;

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
    /// Number of this document, e.g. `KS2026-000123-F1-01`; empty, as in a preview, leaves a line to write on and no QR code.
    pub doc_no: String,
    /// Number of the case; stands on every continuation page.
    pub case_no: String,
    /// Wall time of printing.
    pub printed_at: NaiveDateTime,
    /// Who prints.
    pub printed_by: String,
    /// The how many-th print this is, from 1; 0 for what is not counted.
    pub nth: u32,
    /// Whose copy; internal pages stand in no copy that leaves headquarters.
    pub copy: Holder,
    /// First eight hexadecimal digits of the content hash, see [`super::feedback::FeedbackForm::content_hash`].
    pub hash8: String,
    /// Steps before this paper are not done: it is refused as 定稿 and carries 草稿 as 预填.
    pub shut: bool,
}

impl FormHead {
    /// Every text of the head in one string, to look for characters without a drawing.
    pub(super) fn texts(&self) -> String {
        [&self.company, &self.form_no, &self.version, &self.doc_no, &self.case_no, &self.printed_by]
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
    /// The kind of its pages.
    pub plate: &'static Plate,
    /// Pages with the body only.
    pub pages: Vec<Page>,
    /// What found no room in its place.
    pub overflow: Vec<Overflow>,
}

/// Whether a print carries 草稿, `missing` being the labels of required fields that are empty.
///
/// # Errors
/// [`PaperError::Incomplete`] for a 定稿 that lacks something.
pub fn is_draft(mode: PrintMode, head: &FormHead, missing: &[&'static str]) -> Result<bool, PaperError> {
    let lacks = head.shut || !missing.is_empty();
    match mode {
        PrintMode::Final if lacks => Err(PaperError::Incomplete { fields: missing.to_vec() }),
        PrintMode::Prefilled => Ok(lacks),
        PrintMode::Blank | PrintMode::Final => Ok(false),
    }
}

/// Adds continuation pages, heads, feet and, for a draft, the mark across every page; leaves out what the holder of the
/// copy must not see.
///
/// Each copy counts its own pages on paper. The code of a page says which page of the whole form it is, so that any
/// holder's copy finds the same place again.
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
    let (plate, first_pages) = (body.plate, body.pages.len());
    let mut bodies = body.pages;
    bodies.extend(continuation(fonts, (body.plate, head), &body.overflow, &bodies)?);
    let whole = bodies.len();
    let goes = |kind: PageKind| kind != PageKind::Internal || head.copy.is_in_house();
    let total = bodies.iter().filter(|body| goes(body.kind)).count();
    let mut pages: Vec<Page> = Vec::new();
    for (n, body) in bodies.into_iter().enumerate().filter(|(_, body)| goes(body.kind)) {
        let mut page = Page { width: body.width, height: body.height, kind: body.kind, ..Page::default() };
        if draft {
            draft_mark(fonts, &mut page)?;
        }
        let heading = if n < first_pages { title.to_owned() } else { format!("{title}（续页）") };
        let (count, code) = ((pages.len() + 1, total), (n + 1, whole));
        let mut frame = Frame { fonts, plate, head, page: &mut page, count, code };
        if n > 0 {
            frame.page.items.push(Item::Open(Part::Running));
        }
        if plate.letter {
            frame.letter_head()?;
        } else {
            frame.band(&heading)?;
        }
        if n > 0 {
            frame.page.items.push(Item::Close);
        }
        frame.page.items.extend(body.items);
        frame.page.fields = body.fields;
        frame.foot(mode, draft)?;
        pages.push(page);
    }
    let subject = head.doc_no.clone();
    Ok(Sheet { title: title.to_owned(), author: head.company.clone(), subject, made_at: head.printed_at, pages })
}

/// Head and foot of one page.
struct Frame<'a> {
    fonts: &'a FontSet,
    plate: &'a Plate,
    head: &'a FormHead,
    page: &'a mut Page,
    /// Number of the page in the copy, and of how many.
    count: (usize, usize),
    /// The same in the whole form.
    code: (usize, usize),
}

impl Frame<'_> {
    fn line(&mut self, kind: Type, (y, inset): (f32, f32), align: Align, text: &str) -> Result<(), PaperError> {
        let area = Area { x: mm(self.plate.left), y: mm(y), w: mm(self.plate.width - inset), h: mm(5.0) };
        layout::set_in(self.fonts, self.page, kind, (area, align), text)
    }

    fn company_and_code(&mut self) -> Result<(), PaperError> {
        let [company, _, code, _] = self.plate.head;
        self.line(Type::new(Face::Sans, 10.5), (company, 0.0), Align::Left, &self.head.company)?;
        if !self.head.doc_no.is_empty() {
            let edge = mm(qr::EDGE_MM);
            let area = Area { x: mm(self.plate.right()) - edge, y: mm(code), w: edge, h: edge };
            let text = qr::payload(&self.head.doc_no, self.code, &self.head.hash8);
            self.page.items.push(qr::code(&text, area)?);
        }
        Ok(())
    }

    fn form(&self) -> String {
        format!("表号：{}　版本：{}", self.head.form_no, self.head.version)
    }

    fn pages(&self) -> String {
        format!("第 {} 页　共 {} 页", self.count.0, self.count.1)
    }

    fn band(&mut self, title: &str) -> Result<(), PaperError> {
        self.company_and_code()?;
        let [_, top, _, line] = self.plate.head;
        let kind = Type { spacing: 2.0, ..Type::new(Face::SansBold, 18.0) };
        let body = Area { x: mm(self.plate.left), y: mm(top), w: mm(self.plate.width), h: mm(8.4) };
        let fonts = self.fonts;
        self.page.part(Part::Title, |page| layout::set_in(fonts, page, kind, (body, Align::Centre), title))?;
        let kind = Type::new(Face::Serif, 9.0);
        self.line(kind, (line, 0.0), Align::Left, &self.form())?;
        if self.head.doc_no.is_empty() {
            let middle = self.plate.left + self.plate.width / 2.0;
            let (start, end) = (mm(middle - 22.0), mm(middle + 26.0));
            let label = Area { x: mm(self.plate.left), y: mm(line), w: start - mm(self.plate.left), h: mm(5.0) };
            layout::set_in(self.fonts, self.page, kind, (label, Align::Right), "编号：")?;
            self.page.rule([start, mm(line + 4.4)], [end, mm(line + 4.4)], 0.5);
        } else {
            self.line(kind, (line, 0.0), Align::Centre, &format!("编号：{}", self.head.doc_no))?;
        }
        self.line(kind, (line, self.plate.inset), Align::Right, &self.pages())
    }

    fn letter_head(&mut self) -> Result<(), PaperError> {
        self.company_and_code()?;
        let inset = if self.head.doc_no.is_empty() { 0.0 } else { qr::EDGE_MM + 4.0 };
        self.line(Type::new(Face::Serif, 8.0), (self.plate.head[0], inset), Align::Right, &self.form())
    }

    fn foot(&mut self, mode: PrintMode, draft: bool) -> Result<(), PaperError> {
        let mut y = self.plate.foot;
        self.page.items.push(Item::Open(Part::Running));
        self.page.rule([mm(self.plate.left), mm(y)], [mm(self.plate.right()), mm(y)], 0.5);
        if self.plate.letter {
            let kind = Type::new(Face::Serif, 9.0);
            let number = if self.head.doc_no.is_empty() { "　" } else { &self.head.doc_no };
            self.line(kind, (y + 0.6, 0.0), Align::Left, &format!("协议编号：{number}"))?;
            self.line(kind, (y + 0.6, 0.0), Align::Right, &self.pages())?;
            y += 4.6;
        }
        let at = self.head.printed_at;
        let time = format!("{} {}", text_date(at.date()), at.format("%H:%M"));
        let state = match mode {
            PrintMode::Blank => "空白表".to_owned(),
            _ if draft => "草稿　尚未正式打印".to_owned(),
            _ if self.head.nth == 0 => String::new(),
            _ => format!("第 {} 次打印", self.head.nth),
        };
        let text = format!("打印时间 {time}　打印人 {}　{state}", self.head.printed_by);
        let kind = Type { ink: 70, ..Type::new(Face::Serif, 8.0) };
        self.line(kind, (y + 0.3, 0.0), Align::Left, &text)?;
        self.line(kind, (y + 0.3, 0.0), Align::Right, copy_name(self.head.copy))
    }
}

/// 草稿 across the page, light enough to read through.
fn draft_mark(fonts: &FontSet, page: &mut Page) -> Result<(), PaperError> {
    let (text, size, turn) = ("草稿", 170.0_f32, 45.0_f32);
    let width = fonts.width(Face::SansBold, size, text)?;
    let (sin, cos) = turn.to_radians().sin_cos();
    let (half, rise) = (width / 2.0, 0.38 * size);
    let (cx, cy) = (page.width / 2.0, page.height / 2.0);
    page.items.push(Item::Open(Part::Running));
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
    page.items.push(Item::Close);
    Ok(())
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
            copy: Holder::Headquarters,
            hash8: "9f86d081".to_owned(),
            shut: false,
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
