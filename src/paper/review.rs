//! A report as pages across: title, tables, charts as vectors, conclusion, and at the foot where the figures come from.
//!
//! What the pages say is handed in; here it is only laid out. Every figure keeps the number of its link, so that the
//! preview can open the cases behind it; on paper links are left behind.

mod spots;

use chrono::NaiveDateTime;

use super::breaking::{BrokenLine, break_lines};
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::layout::{Align, Fitted, Type, set_in, set_line, set_lines};
use super::picture;
use super::sheet::{Area, Item, Page, Rule, Sheet, mm};
use crate::charts::Picture;
use crate::charts::display::{Bounds, Ink, Shape};
use crate::charts::palette::Palette;
use spots::{Stand, areas};

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
const TABLE_HEAD: f32 = 18.0;
const HEADING: f32 = 20.0;
/// Sizes of a finding as the headline, the larger first; one too long for a line of the smaller goes on below.
const HEADLINES: [f32; 2] = [16.0, 12.5];
const HEADLINE_STEP: f32 = 17.0;
const SAID: f32 = 10.0;
const SAID_STEP: f32 = 15.0;
/// Width of the words on the first page.
const COVER: f32 = 520.0;

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

impl Block {
    /// The height below which nothing of it is laid down; words are short and find their place everywhere.
    fn least(&self) -> f32 {
        match self {
            Self::Heading(_) | Self::Words(_) => 0.0,
            Self::Table(table) if table.rows.is_empty() => 0.0,
            Self::Table(_) => TABLE_HEAD + ROW,
            Self::Chart(chart, _) => chart.height,
        }
    }
}

/// A page before it is laid out; long tables go on to further ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportPage {
    pub title: String,
    /// The finding in few words.
    pub sub: String,
    pub blocks: Vec<(Column, Block)>,
    pub conclusion: String,
    /// The figures of the finding and their links, in the order in which they stand; in the conclusion they open the same.
    pub figures: Vec<(String, usize)>,
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
            let mut sketch = Sketch { fonts, page: blank(), spots: Vec::new(), top: TOP };
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
    let mut y = 350.0;
    for (_, block) in &one.blocks {
        let Block::Words(text) = block else { continue };
        for line in break_lines(fonts, (Face::Sans, SAID), text, COVER)? {
            let area = Area { x: LEFT, y, w: BODY, h: SAID_STEP };
            set_in(fonts, &mut page, kind(Face::Sans, SAID, 75), (area, Align::Centre), &line.text)?;
            y += SAID_STEP;
        }
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
    /// Where the body begins.
    top: f32,
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
        if one.sub.is_empty() {
            set_line(self.fonts, &mut self.page, kind(Face::SansBold, 17.0, 100), (LEFT, 62.0), &title)?;
            return Ok(());
        }
        set_line(self.fonts, &mut self.page, kind(Face::Sans, 9.5, 75), (LEFT, 53.5), &title)?;
        let em = self.headline(&one.sub)?;
        let lines = break_lines(self.fonts, (Face::SansBold, em), &one.sub, BODY)?;
        let first = 73.0;
        for (at, line) in lines.iter().enumerate() {
            let y = first + HEADLINE_STEP * at as f32;
            set_line(self.fonts, &mut self.page, kind(Face::SansBold, em, 100), (LEFT, y), &line.text)?;
        }
        let (face, step) = (Face::SansBold, HEADLINE_STEP);
        let stand = Stand { face, size: em, step, x: LEFT, first, width: None };
        self.open((&one.sub, &lines), &stand, &one.figures)?;
        self.top = TOP + HEADLINE_STEP * lines.len().saturating_sub(1) as f32;
        Ok(())
    }

    /// The size of a finding as the headline: the larger where it fills one line (kpi.md 5.4: the title is the finding).
    fn headline(&self, finding: &str) -> Result<f32, PaperError> {
        let [large, small] = HEADLINES;
        let wide = self.fonts.width(Face::SansBold, 1.0, finding)?;
        Ok(if wide * large <= BODY { large } else { small })
    }

    /// Lets the figures of a finding open their cases where they stand in its words.
    fn open(
        &mut self,
        said: (&str, &[BrokenLine]),
        stand: &Stand,
        figures: &[(String, usize)],
    ) -> Result<(), PaperError> {
        // A little wider than its digits, so that the frame around it leaves them readable.
        let wider = |area: Area| Area { x: area.x - 3.0, y: area.y - 1.0, w: area.w + 6.0, h: area.h + 2.0 };
        let found = areas(self.fonts, said, stand, figures)?;
        self.spots.extend(found.into_iter().map(|(area, link)| (wider(area), link)));
        Ok(())
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
        let x = LEFT + 14.0 + label;
        set_lines(self.fonts, &mut self.page, (Face::Sans, &fitted), (x, first, room))?;
        let stand = Stand { face: Face::Sans, size: SAID, step: SAID_STEP, x, first, width: Some(room) };
        self.open((one.conclusion.trim(), &fitted.lines), &stand, &one.figures)?;
        Ok(top - 10.0)
    }

    /// Lays blocks down their columns; answers what found no room.
    fn body(&mut self, blocks: Vec<(Column, Block)>, bottom: f32) -> Result<Option<Vec<(Column, Block)>>, PaperError> {
        let mut ends = [self.top, self.top];
        let mut rest: Vec<(Column, Block)> = Vec::new();
        let mut blocks = blocks.into_iter().peekable();
        while let Some((column, block)) = blocks.next() {
            let (x, width, top) = match column {
                Column::Whole => (LEFT, BODY, ends[0].max(ends[1])),
                Column::Left => (LEFT, HALF, ends[0]),
                Column::Right => (LEFT + HALF + GAP, HALF, ends[1]),
            };
            let area = Area { x, y: top, w: width, h: (bottom - top).max(0.0) };
            let first = top <= self.top;
            // A heading goes with what it is of; what follows something that goes on follows it there.
            let whole = Column::Whole;
            let follows = rest.iter().any(|(known, _)| [*known, whole].contains(&column) || *known == whole);
            let parted = match (&block, blocks.peek()) {
                (Block::Heading(_), Some((of, next))) => *of == column && HEADING + next.least() > area.h,
                _ => block.least() > area.h,
            };
            // What stands first is laid down whatever room there is, so that every page takes something.
            if follows || (parted && !first) {
                rest.push((column, block));
                continue;
            }
            let (end, left) = self.block(block, area)?;
            rest.extend(left.map(|block| (column, block)));
            match column {
                Column::Whole => ends = [end, end],
                Column::Left => ends[0] = end,
                Column::Right => ends[1] = end,
            }
        }
        Ok((!rest.is_empty()).then_some(rest))
    }

    /// Lays one block down; answers where it ends, and the rows that found no room.
    fn block(&mut self, block: Block, area: Area) -> Result<(f32, Option<Block>), PaperError> {
        match block {
            Block::Heading(text) => {
                let strong = kind(Face::SansBold, 10.5, 100);
                set_line(self.fonts, &mut self.page, strong, (area.x, area.y + 11.0), &text)?;
                Ok((area.y + HEADING, None))
            }
            Block::Words(text) => {
                let lines = break_lines(self.fonts, (Face::Sans, SAID), &text, area.w)?;
                let fitted = Fitted { lines, size: SAID, step: SAID_STEP };
                set_lines(self.fonts, &mut self.page, (Face::Sans, &fitted), (area.x, area.y + 11.0, area.w))?;
                Ok((area.y + SAID_STEP * fitted.lines.len() as f32 + 8.0, None))
            }
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
        let head = Area { h: TABLE_HEAD, ..area };
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
            figures: Vec::new(),
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

    /// kpi.md 5.4: the title is the finding; one too long for a line goes on below, whole, and the body begins under it.
    #[test]
    fn a_finding_is_the_headline_and_a_long_one_is_never_cut() {
        let laid_out = |sub: &str| {
            let mut report = sample(3);
            report.pages[1].sub = sub.to_owned();
            super::report(&report, &fonts()).unwrap().sheet
        };
        let size = |sub: &str, word: &str| {
            let sheet = laid_out(sub);
            let run = sheet.pages[1].runs().find(|run| run.text.starts_with(word)).map(|run| run.size);
            run.unwrap()
        };
        let (short, middle) = ("6 项指标，4 项达标", "按时办结率连续六周回升；".repeat(4));
        assert_eq!((size(short, "6"), size(short, "关键")), (16.0, 9.5));
        assert_eq!(size(&middle, "按"), 12.5);
        assert_eq!(size("", "关键"), 17.0);
        let long: String = (0..30).map(|n| format!("第 {n} 项指标未达标；")).collect();
        let sheet = laid_out(&long);
        let bold: Vec<_> = sheet.pages[1].runs().filter(|run| run.size == 12.5).collect();
        let told: String = bold.iter().map(|run| run.text.as_str()).collect();
        let plain = |text: &str| text.replace(' ', "");
        assert_eq!(plain(&told), plain(&long), "nothing is cut");
        let last = bold.iter().map(|run| run.y).fold(0.0, f32::max);
        let heads = sheet.pages[1].runs().filter(|run| run.text == "指标" && run.size < 9.0);
        let below: Vec<f32> = heads.map(|run| run.y).collect();
        assert!(last > 100.0 && !below.is_empty() && below.iter().all(|y| *y > last + 6.0), "{last} {below:?}");
    }

    /// A chart that finds no room goes on with its heading, and is not left out.
    #[test]
    fn a_chart_without_room_goes_on_with_its_heading() {
        let chart = |height: f32| Picture { width: HALF, height, ..Picture::default() };
        let mut report = sample(3);
        let heading = |text: &str| (Column::Left, Block::Heading(text.to_owned()));
        let drawn = |height: f32| (Column::Left, Block::Chart(chart(height), Vec::new()));
        report.pages[1].blocks = vec![heading("甲图"), drawn(300.0), heading("乙图"), drawn(200.0)];
        let made = super::report(&report, &fonts()).unwrap();
        let on = |word: &str| made.sheet.pages.iter().position(|page| page.runs().any(|run| run.text == word));
        assert_eq!((on("甲图"), on("乙图"), made.sheet.pages.len()), (Some(1), Some(2), 3));
        // A table goes with its heading too, and never runs into the foot.
        let table = sample(1).pages[1].blocks[0].1.clone();
        report.pages[1].blocks = vec![heading("甲图"), drawn(380.0), heading("乙表"), (Column::Left, table)];
        report.pages[1].conclusion = String::new();
        let made = super::report(&report, &fonts()).unwrap();
        let on = |word: &str| made.sheet.pages.iter().position(|page| page.runs().any(|run| run.text == word));
        assert_eq!((on("乙表"), on("指标 0")), (Some(2), Some(2)));
    }

    /// A figure of the finding opens its cases in the headline and wherever the conclusion repeats it.
    #[test]
    fn figures_of_a_finding_open_their_cases_in_headline_and_conclusion() {
        let mut report = sample(0);
        let page = &mut report.pages[1];
        page.sub = "受理 412 件，华东最多".to_owned();
        page.conclusion = "本季受理 412 件，比上季少。".to_owned();
        page.figures = vec![("412".to_owned(), 5)];
        let made = super::report(&report, &fonts()).unwrap();
        let spots: Vec<(usize, f32)> = made.spots.iter().map(|spot| (spot.link, spot.area.y)).collect();
        assert_eq!(spots.len(), 2, "{spots:?}");
        assert!(spots.iter().all(|(link, _)| *link == 5));
        assert!(spots[0].1 < TOP && spots[1].1 > 400.0, "{spots:?}");
    }

    /// The same figures give the same digits, whenever they are printed.
    #[test]
    fn the_same_report_is_the_same_file() {
        let fonts = fonts();
        let file = || to_pdf(&report(&sample(20), &fonts).unwrap().sheet, &fonts).unwrap();
        assert_eq!(file(), file());
    }
}
