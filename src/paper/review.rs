//! A report as pages across: title, tables, charts as vectors, conclusion, and at the foot where the figures come from.
//!
//! What the pages say is handed in; here it is only laid out. Every figure keeps the number of its link, so that the
//! preview can open the cases behind it; on paper links are left behind.

use chrono::NaiveDateTime;

use super::breaking::break_lines;
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::layout::{Align, Fitted, Type, set_in, set_line, set_lines};
use super::picture;
use super::sheet::{Area, Item, Page, Rule, Sheet, mm};
use crate::charts::Picture;
use crate::charts::display::{Bounds, Ink, Shape};
use crate::charts::palette::Palette;

/// Width of the body of a page in points.
pub const BODY: f32 = 757.0;
/// Width of one of two columns.
pub const HALF: f32 = (BODY - GAP) / 2.0;
const GAP: f32 = 24.0;
const LEFT: f32 = 42.5;
const TOP: f32 = 84.0;
const FOOT: f32 = 562.0;
const TABLE: f32 = 9.0;
const STEP: f32 = 13.0;
/// Least height of a row.
const ROW: f32 = 20.0;
/// Sizes of a finding as the headline, the larger first; a smaller one would be no headline.
const HEADLINES: [f32; 2] = [16.0, 12.5];
const SAID: f32 = 10.0;
const SAID_STEP: f32 = 15.0;

/// Where on the page a block stands; blocks of a column follow one another downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Whole,
    Left,
    Right,
}

/// One figure or word of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    pub strong: bool,
    /// Percent of black; 0 is full black.
    pub pale: bool,
    /// The list behind the figure, by its number.
    pub link: Option<usize>,
}

/// A table of the report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Name, share of the width, and whether it holds figures, which end at the right.
    pub columns: Vec<(String, f32, bool)>,
    pub rows: Vec<Vec<Cell>>,
}

/// What stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(String),
    Words(String),
    Table(Table),
    /// A chart and the link of each of its marks.
    Chart(Picture, Vec<Option<usize>>),
}

/// A page before it is laid out; long tables go on to further ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportPage {
    pub title: String,
    /// The finding in few words.
    pub sub: String,
    pub blocks: Vec<(Column, Block)>,
    pub conclusion: String,
    /// Base, period, number of cases, time of the data.
    pub note: String,
    /// The first page: its title stands in the middle.
    pub cover: bool,
}

/// What stands on every page.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub title: String,
    pub company: String,
    pub period: String,
    /// Number of the snapshot and head of the chain.
    pub source: String,
    /// 内部资料; empty when nothing is said.
    pub secrecy: String,
    /// Stands before the conclusion.
    pub conclusion: String,
    /// Stands behind the title of a page that goes on.
    pub goes_on: String,
    pub made_at: NaiveDateTime,
    pub pages: Vec<ReportPage>,
}

/// A place on a page that opens a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    pub page: usize,
    pub area: Area,
    pub link: usize,
}

/// A report laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidOut {
    pub sheet: Sheet,
    pub spots: Vec<Spot>,
    /// On which page each page of the report begins.
    pub starts: Vec<usize>,
}

impl Cell {
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Lays the report out.
///
/// # Errors
/// [`PaperError::Missing`] when a text holds a character no face has.
pub fn report(report: &Report, fonts: &FontSet) -> Result<LaidOut, PaperError> {
    let mut pages: Vec<Page> = Vec::new();
    let (mut spots, mut starts) = (Vec::new(), Vec::new());
    for one in &report.pages {
        starts.push(pages.len());
        if one.cover {
            pages.push(cover(report, one, fonts)?);
            continue;
        }
        let mut rest: Option<Vec<(Column, Block)>> = Some(one.blocks.clone());
        let mut nth = 0;
        while let Some(blocks) = rest.take() {
            let mut sketch = Sketch { fonts, page: blank(), spots: Vec::new() };
            sketch.head(report, one, nth)?;
            let bottom = if nth == 0 { sketch.said(report, one)? } else { FOOT - 8.0 };
            rest = sketch.body(blocks, bottom)?;
            let at = pages.len();
            spots.extend(sketch.spots.into_iter().map(|(area, link)| Spot { page: at, area, link }));
            pages.push(sketch.page);
            nth += 1;
        }
    }
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        foot(report, page, (at + 1, count), fonts)?;
    }
    let sheet = Sheet {
        title: format!("{} {}", report.title, report.period),
        author: report.company.clone(),
        subject: report.source.clone(),
        made_at: report.made_at,
        pages,
    };
    Ok(LaidOut { sheet, spots, starts })
}

fn blank() -> Page {
    Page { width: mm(297.0), height: mm(210.0), ..Page::default() }
}

const fn kind(face: Face, size: f32, ink: u8) -> Type {
    Type { face, size, spacing: 0.0, ink }
}

fn cover(report: &Report, one: &ReportPage, fonts: &FontSet) -> Result<Page, PaperError> {
    let mut page = blank();
    let lines = [
        (180.0, kind(Face::Sans, 14.0, 75), report.company.as_str()),
        (226.0, kind(Face::SansBold, 30.0, 100), one.title.as_str()),
        (268.0, kind(Face::Sans, 18.0, 90), report.period.as_str()),
        (312.0, kind(Face::Sans, 11.0, 75), one.sub.as_str()),
        (470.0, kind(Face::Sans, 10.0, 70), one.note.as_str()),
    ];
    for (y, kind, text) in lines {
        let area = Area { x: LEFT, y, w: BODY, h: 34.0 };
        set_in(fonts, &mut page, kind, (area, Align::Centre), text)?;
    }
    Ok(page)
}

fn foot(report: &Report, page: &mut Page, (at, of): (usize, usize), fonts: &FontSet) -> Result<(), PaperError> {
    let rule = Rule { from: [LEFT, FOOT], to: [LEFT + BODY, FOOT], weight: 0.5, ink: 30 };
    page.items.push(Item::Line(rule));
    let area = Area { x: LEFT, y: FOOT + 2.0, w: BODY, h: 16.0 };
    let small = kind(Face::Sans, 8.0, 65);
    set_in(fonts, page, small, (area, Align::Left), &report.secrecy)?;
    set_in(fonts, page, small, (area, Align::Centre), &format!("{at} / {of}"))?;
    set_in(fonts, page, small, (area, Align::Right), &report.source)
}

struct Sketch<'a> {
    fonts: &'a FontSet,
    page: Page,
    spots: Vec<(Area, usize)>,
}

impl Sketch<'_> {
    fn head(&mut self, report: &Report, one: &ReportPage, nth: usize) -> Result<(), PaperError> {
        let area = Area { x: LEFT, y: 26.0, w: BODY, h: 14.0 };
        let small = kind(Face::Sans, 8.5, 65);
        let whose = format!("{}　{}", report.company, report.title);
        set_in(self.fonts, &mut self.page, small, (area, Align::Left), whose.trim())?;
        set_in(self.fonts, &mut self.page, small, (area, Align::Right), &report.period)?;
        let goes_on = if nth == 0 { "" } else { &report.goes_on };
        let title = format!("{}{goes_on}", one.title);
        if let Some(em) = self.headline(&one.sub)? {
            set_line(self.fonts, &mut self.page, kind(Face::Sans, 9.5, 75), (LEFT, 53.5), &title)?;
            set_line(self.fonts, &mut self.page, kind(Face::SansBold, em, 100), (LEFT, 73.0), &one.sub)?;
            return Ok(());
        }
        let wide = set_line(self.fonts, &mut self.page, kind(Face::SansBold, 17.0, 100), (LEFT, 62.0), &title)?;
        let sub = kind(Face::Sans, 10.5, 75);
        let lines = break_lines(self.fonts, (Face::Sans, 10.5), &one.sub, BODY - wide - 14.0)?;
        if let Some(first) = lines.first() {
            set_line(self.fonts, &mut self.page, sub, (LEFT + wide + 14.0, 61.0), &first.text)?;
        }
        Ok(())
    }

    /// The size in which a finding fills one line as the headline; `None` where there is none or it is too long
    /// (kpi.md 5.4: the title is the finding).
    fn headline(&self, finding: &str) -> Result<Option<f32>, PaperError> {
        if finding.is_empty() {
            return Ok(None);
        }
        let wide = self.fonts.width(Face::SansBold, 1.0, finding)?;
        Ok(HEADLINES.into_iter().find(|em| wide * em <= BODY))
    }

    /// The conclusion and the note above the foot; answers where the body must end.
    fn said(&mut self, report: &Report, one: &ReportPage) -> Result<f32, PaperError> {
        let mut bottom = FOOT - 6.0;
        if !one.note.is_empty() {
            let area = Area { x: LEFT, y: bottom - 12.0, w: BODY, h: 12.0 };
            set_in(self.fonts, &mut self.page, kind(Face::Sans, 8.0, 65), (area, Align::Left), &one.note)?;
            bottom -= 16.0;
        }
        if one.conclusion.trim().is_empty() {
            return Ok(bottom);
        }
        let label = self.fonts.width(Face::SansBold, SAID, &report.conclusion)? + 12.0;
        let room = BODY - 28.0 - label;
        let lines = break_lines(self.fonts, (Face::Sans, SAID), one.conclusion.trim(), room)?;
        let height = SAID_STEP * lines.len() as f32 + 14.0;
        let top = bottom - height;
        let area = Area { x: LEFT, y: top, w: BODY, h: height };
        self.page.items.push(Item::Fill { area, ink: 4 });
        let bar = Bounds::new(LEFT, top, LEFT + 2.5, bottom);
        let ink = Ink { rgb: Palette::PRINT.classes[0], alpha: 255 };
        self.page.items.push(Item::Drawn(Shape::Rect { bounds: bar, width: None, ink }));
        let first = top + 7.0 + SAID_STEP * 0.72;
        let strong = kind(Face::SansBold, SAID, 100);
        set_line(self.fonts, &mut self.page, strong, (LEFT + 14.0, first), &report.conclusion)?;
        let fitted = Fitted { lines, size: SAID, step: SAID_STEP };
        set_lines(self.fonts, &mut self.page, (Face::Sans, &fitted), (LEFT + 14.0 + label, first, room))?;
        Ok(top - 10.0)
    }

    /// Lays blocks down their columns; answers what found no room.
    fn body(&mut self, blocks: Vec<(Column, Block)>, bottom: f32) -> Result<Option<Vec<(Column, Block)>>, PaperError> {
        let mut ends = [TOP, TOP];
        let mut rest = Vec::new();
        for (column, block) in blocks {
            let (x, width, top) = match column {
                Column::Whole => (LEFT, BODY, ends[0].max(ends[1])),
                Column::Left => (LEFT, HALF, ends[0]),
                Column::Right => (LEFT + HALF + GAP, HALF, ends[1]),
            };
            if !rest.is_empty() && matches!(column, Column::Whole) {
                rest.push((column, block));
                continue;
            }
            let area = Area { x, y: top, w: width, h: (bottom - top).max(0.0) };
            let (end, left) = self.block(block, area, top <= TOP)?;
            rest.extend(left.map(|block| (column, block)));
            match column {
                Column::Whole => ends = [end, end],
                Column::Left => ends[0] = end,
                Column::Right => ends[1] = end,
            }
        }
        Ok((!rest.is_empty()).then_some(rest))
    }

    /// `first` blocks of a page are laid down whatever room there is, so that every page takes something.
    fn block(&mut self, block: Block, area: Area, first: bool) -> Result<(f32, Option<Block>), PaperError> {
        match block {
            Block::Heading(text) => {
                let strong = kind(Face::SansBold, 10.5, 100);
                set_line(self.fonts, &mut self.page, strong, (area.x, area.y + 11.0), &text)?;
                Ok((area.y + 20.0, None))
            }
            Block::Words(text) => {
                let lines = break_lines(self.fonts, (Face::Sans, SAID), &text, area.w)?;
                let fitted = Fitted { lines, size: SAID, step: SAID_STEP };
                set_lines(self.fonts, &mut self.page, (Face::Sans, &fitted), (area.x, area.y + 11.0, area.w))?;
                Ok((area.y + SAID_STEP * fitted.lines.len() as f32 + 8.0, None))
            }
            Block::Chart(chart, _) if !first && chart.height > area.h => Ok((area.y + area.h, None)),
            Block::Chart(chart, links) => {
                picture::place(self.fonts, &mut self.page, &chart, [area.x, area.y])?;
                for (hit, link) in chart.hits.iter().zip(links) {
                    let rect = hit.rect;
                    let spot = Area { x: area.x + rect.left, y: area.y + rect.top, w: rect.width(), h: rect.height() };
                    self.spots.extend(link.map(|link| (spot, link)));
                }
                Ok((area.y + chart.height + 12.0, None))
            }
            Block::Table(table) => self.table(&table, area),
        }
    }

    fn table(&mut self, table: &Table, area: Area) -> Result<(f32, Option<Block>), PaperError> {
        let whole: f32 = table.columns.iter().map(|(_, share, _)| share).sum::<f32>().max(0.01);
        let mut x = area.x;
        let mut places = Vec::with_capacity(table.columns.len());
        for (_, share, _) in &table.columns {
            let width = area.w * share / whole;
            places.push((x, width));
            x += width;
        }
        let head = Area { h: 18.0, ..area };
        for ((name, _, right), (x, width)) in table.columns.iter().zip(&places) {
            let cell = Area { x: x + 3.0, w: width - 6.0, ..head };
            let align = if *right { Align::Right } else { Align::Left };
            set_in(self.fonts, &mut self.page, kind(Face::Sans, 8.5, 65), (cell, align), name)?;
        }
        let mut y = area.y + head.h;
        self.page.rule([area.x, y], [area.x + area.w, y], 0.9);
        for (at, row) in table.rows.iter().enumerate() {
            let mut lines = Vec::with_capacity(row.len());
            for (cell, (_, width)) in row.iter().zip(&places) {
                let face = if cell.strong { Face::SansBold } else { Face::Sans };
                lines.push((face, break_lines(self.fonts, (face, TABLE), &cell.text, width - 6.0)?));
            }
            let most = lines.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1).max(1);
            let height = (STEP * most as f32 + 7.0).max(ROW);
            if y + height > area.y + area.h && at > 0 {
                let rest =
                    Table { columns: table.columns.clone(), rows: table.rows.get(at..).unwrap_or_default().to_vec() };
                return Ok((area.y + area.h, Some(Block::Table(rest))));
            }
            for (column, ((cell, (face, lines)), (x, width))) in row.iter().zip(&lines).zip(&places).enumerate() {
                let right = table.columns.get(column).is_some_and(|(_, _, right)| *right);
                let first = y + (height - STEP * lines.len() as f32) / 2.0 + STEP * 0.76;
                for (nth, line) in lines.iter().enumerate() {
                    let start = if right { x + width - 3.0 - line.width } else { x + 3.0 };
                    let place = (start, first + STEP * nth as f32);
                    let ink = if cell.pale { 65 } else { 100 };
                    set_line(self.fonts, &mut self.page, kind(*face, TABLE, ink), place, &line.text)?;
                }
                let spot = Area { x: *x, y, w: *width, h: height };
                self.spots.extend(cell.link.map(|link| (spot, link)));
            }
            y += height;
            let rule = Rule { from: [area.x, y], to: [area.x + area.w, y], weight: 0.4, ink: 20 };
            self.page.items.push(Item::Line(rule));
        }
        Ok((y + 10.0, None))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::super::pdf::to_pdf;
    use super::*;

    fn sample(rows: usize) -> Report {
        let row = |n: usize| {
            vec![
                Cell::plain(format!("指标 {n}")),
                Cell { text: format!("{n}.5 %"), link: Some(n), strong: true, pale: false },
            ]
        };
        let table = Table {
            columns: vec![("指标".to_owned(), 2.0, false), ("本季".to_owned(), 1.0, true)],
            rows: (0..rows).map(row).collect(),
        };
        let page = ReportPage {
            title: "关键指标达成".to_owned(),
            sub: "6 项指标，4 项达标".to_owned(),
            blocks: vec![(Column::Left, Block::Table(table)), (Column::Right, Block::Words("说明文字。".repeat(30)))],
            conclusion: "按时办结率连续 6 周回升。".repeat(12),
            note: "到期口径；2026-01-01 至 03-31；n = 412".to_owned(),
            cover: false,
        };
        let cover = ReportPage { title: "客户服务季度评审".to_owned(), cover: true, ..ReportPage::default() };
        Report {
            title: "客户服务季度评审".to_owned(),
            company: "澄屿电器集团".to_owned(),
            period: "2026 第一季度".to_owned(),
            source: "数据快照 PS2026Q1-01 · 0a1b2c3d".to_owned(),
            secrecy: "内部资料".to_owned(),
            conclusion: "结论".to_owned(),
            goes_on: "（续）".to_owned(),
            made_at: chrono::NaiveDate::from_ymd_opt(2026, 4, 9).unwrap().and_hms_opt(10, 12, 0).unwrap(),
            pages: vec![cover, page],
        }
    }

    #[test]
    fn a_long_table_goes_on_and_loses_no_row_and_no_link() {
        for rows in [1, 12, 40, 90] {
            let made = report(&sample(rows), &fonts()).unwrap();
            assert_eq!(made.starts, [0, 1]);
            let text = made.sheet.to_text();
            let told = |n: usize| text.split(['\n', '|']).filter(|word| word.trim() == format!("指标 {n}")).count();
            assert!((0..rows).all(|n| told(n) == 1), "every row once");
            let links: Vec<usize> = made.spots.iter().map(|spot| spot.link).collect();
            assert_eq!(links, (0..rows).collect::<Vec<_>>());
            assert_eq!(text.contains("（续）"), made.sheet.pages.len() > 2);
            for (at, page) in made.sheet.pages.iter().enumerate() {
                assert!(text.contains(&format!("{} / {}", at + 1, made.sheet.pages.len())));
                for run in page.runs() {
                    // The empty half of a closing mark may hang over the edge.
                    let edge = LEFT + BODY + run.size / 2.0 + 0.5;
                    assert!(
                        run.x >= LEFT - 0.5 && run.x + run.width <= edge,
                        "{} by {}",
                        run.text,
                        run.x + run.width - edge
                    );
                    assert!(run.y < FOOT + 16.0, "{}", run.text);
                }
            }
            for spot in &made.spots {
                assert!(spot.area.y + spot.area.h <= FOOT, "above the foot");
            }
        }
    }

    /// kpi.md 5.4: the title is the finding where it is short enough for one line; else the chapter stays the title.
    #[test]
    fn a_short_finding_is_the_headline_and_a_long_one_stands_beside_the_chapter() {
        let size = |sub: &str, word: &str| {
            let mut report = sample(3);
            report.pages[1].sub = sub.to_owned();
            let made = super::report(&report, &fonts()).unwrap();
            let run = made.sheet.pages[1].runs().find(|run| run.text.starts_with(word)).map(|run| run.size);
            run.unwrap()
        };
        let (short, long) = ("6 项指标，4 项达标", "按时办结率连续六周回升；".repeat(9));
        assert_eq!((size(short, "6"), size(short, "关键")), (16.0, 9.5));
        let middle = "按时办结率连续六周回升；".repeat(4);
        assert_eq!(size(&middle, "按"), 12.5);
        assert_eq!((size(&long, "按"), size(&long, "关键")), (10.5, 17.0));
        assert_eq!(size("", "关键"), 17.0);
    }

    /// The same figures give the same digits, whenever they are printed.
    #[test]
    fn the_same_report_is_the_same_file() {
        let fonts = fonts();
        let file = || to_pdf(&report(&sample(20), &fonts).unwrap().sheet, &fonts).unwrap();
        assert_eq!(file(), file());
    }
}
