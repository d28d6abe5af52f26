//! Rows of cells as the official forms give them: widths and heights in millimetres, rules between, one frame around.

use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::layout::{self, Align, PAD, Type};
use super::sheet::{Area, FieldBox, Item, Page, mm};
use super::ticks::{Tick, set_ticks};

/// Thickness of the frame and of the rules within, in points.
const OUTER: f32 = 1.2;
const INNER: f32 = 0.6;
/// Type of labels, and of a label that is too long for its cell.
const LABEL: [f32; 3] = [9.0, 8.5, 8.0];
/// Type of a text whose remainder stands on a continuation page.
const CONTINUED: (f32, f32) = (9.0, 13.0);

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Head of a section, bold, left.
    Bar(String),
    /// Name of a field, centred; `\n` where a long name may part.
    Label(String),
    /// A filled value on one line, two at most.
    Value(String),
    /// Like a value, but centred: columns of a table.
    Centred(String),
    /// Running text from the top of the cell.
    Long(String),
    /// Options to tick.
    Ticks(Vec<Tick>),
    /// Room for a signature under this name, with a date to be written.
    Sign(String),
    /// Nothing.
    Empty,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Width in millimetres.
    pub width: f32,
    /// What stands in it.
    pub content: Content,
    /// Stored word and Chinese name of the field, for the preview and the continuation page.
    pub field: Option<(&'static str, &'static str)>,
    /// Required and empty.
    pub missing: bool,
}

impl Cell {
    /// A cell that is no field.
    #[must_use]
    pub const fn new(width: f32, content: Content) -> Cell {
        Cell { width, content, field: None, missing: false }
    }

    /// A label cell.
    #[must_use]
    pub fn label(width: f32, text: &str) -> Cell {
        Cell::new(width, Content::Label(text.to_owned()))
    }

    /// A bold section head over the whole width.
    #[must_use]
    pub fn bar(width: f32, text: &str) -> Cell {
        Cell::new(width, Content::Bar(text.to_owned()))
    }
}

/// Text that found no room in its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overflow {
    /// Name of the field.
    pub name: String,
    /// What is still to be printed.
    pub text: String,
}

/// A table that grows downwards on one page.
#[derive(Debug)]
pub struct Grid<'f> {
    fonts: &'f FontSet,
    page: Page,
    frame: Area,
    overflow: Vec<Overflow>,
}

impl<'f> Grid<'f> {
    /// Starts at the upper left corner `(x, y)`, `width` wide; all in millimetres.
    #[must_use]
    pub fn new(fonts: &'f FontSet, (x, y): (f32, f32), width: f32) -> Grid<'f> {
        let frame = Area { x: mm(x), y: mm(y), w: mm(width), h: 0.0 };
        Grid { fonts, page: Page::a4(), frame, overflow: Vec::new() }
    }

    /// Adds a row `height` millimetres high. The widths of its cells must sum to the width of the grid.
    ///
    /// # Errors
    /// [`PaperError::Missing`] when a text has a character no face has.
    pub fn row(&mut self, height: f32, cells: &[Cell]) -> Result<(), PaperError> {
        let (y, h) = (self.frame.y + self.frame.h, mm(height));
        if self.frame.h > 0.0 {
            self.page.rule([self.frame.x, y], [self.frame.x + self.frame.w, y], INNER);
        }
        let mut x = self.frame.x;
        for cell in cells {
            let area = Area { x, y, w: mm(cell.width), h };
            if x > self.frame.x {
                self.page.rule([x, y], [x, y + h], INNER);
            }
            if let Some((key, _)) = cell.field {
                self.page.fields.push(FieldBox { key, area, missing: cell.missing });
            }
            self.cell(cell, area)?;
            x += area.w;
        }
        self.frame.h += h;
        Ok(())
    }

    /// Puts `text` on the continuation page and answers the note that stands in its place.
    pub fn hand_on(&mut self, name: &str, text: &str) -> String {
        self.overflow.push(Overflow { name: name.to_owned(), text: text.to_owned() });
        format!("（接续页第 {} 项）", self.overflow.len())
    }

    /// Where the next row begins, in millimetres from the upper edge of the page.
    #[must_use]
    pub fn bottom(&self) -> f32 {
        (self.frame.y + self.frame.h) / mm(1.0)
    }

    /// Draws the frame and hands out the page and what found no room.
    #[must_use]
    pub fn close(mut self) -> (Page, Vec<Overflow>) {
        self.page.items.push(Item::Frame { area: self.frame, weight: OUTER, dash: None });
        (self.page, self.overflow)
    }

    fn cell(&mut self, cell: &Cell, area: Area) -> Result<(), PaperError> {
        let name = cell.field.map_or("", |(_, name)| name);
        match &cell.content {
            Content::Empty => Ok(()),
            Content::Bar(text) => {
                let inner = Area { x: area.x + mm(2.0), ..area };
                let kind = Type { spacing: 0.4, ..Type::new(Face::SansBold, 9.5) };
                layout::set_in(self.fonts, &mut self.page, kind, (inner, Align::Left), text)
            }
            Content::Label(text) => self.label(text, area),
            Content::Value(text) => self.value(name, text, area),
            Content::Centred(text) => self.centred(text, area),
            Content::Long(text) => self.long(name, text, area),
            Content::Ticks(ticks) => set_ticks(self.fonts, &mut self.page, ticks, padded(area)),
            Content::Sign(text) => self.sign(text, area),
        }
    }

    fn label(&mut self, text: &str, area: Area) -> Result<(), PaperError> {
        let room = area.w - mm(1.6);
        let plain = text.replace('\n', "");
        for size in LABEL {
            if self.fonts.width(Face::Sans, size, &plain)? <= room {
                let kind = Type::new(Face::Sans, size);
                return layout::set_in(self.fonts, &mut self.page, kind, (area, Align::Centre), &plain);
            }
        }
        let halves = halves(text);
        let size = if area.h >= mm(10.0) { 9.0 } else { 8.0 };
        let step = if area.h >= mm(10.0) { 13.0 } else { 9.6 };
        let top = area.h / 2.0 - step * halves.len() as f32 / 2.0;
        for (n, half) in halves.iter().enumerate() {
            let line = Area { y: area.y + top + step * n as f32, h: step, ..area };
            layout::set_in(self.fonts, &mut self.page, Type::new(Face::Sans, size), (line, Align::Centre), half)?;
        }
        Ok(())
    }

    fn value(&mut self, name: &str, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(area);
        if let Some(fitted) = layout::fit(self.fonts, text, inner.w, inner.h)? {
            return layout::set_middle(self.fonts, &mut self.page, &fitted, inner);
        }
        let note = self.hand_on(name, text);
        if let Some(fitted) = layout::fit(self.fonts, &note, inner.w, inner.h)? {
            layout::set_middle(self.fonts, &mut self.page, &fitted, inner)?;
        }
        Ok(())
    }

    fn centred(&mut self, text: &str, area: Area) -> Result<(), PaperError> {
        for (size, _) in layout::STEPS {
            if self.fonts.width(Face::Serif, size.min(9.5), text)? <= area.w - 2.0 * PAD {
                let kind = Type::new(Face::Serif, size.min(9.5));
                return layout::set_in(self.fonts, &mut self.page, kind, (area, Align::Centre), text);
            }
        }
        self.value("", text, area)
    }

    fn long(&mut self, name: &str, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(Area { y: area.y + mm(0.6), h: area.h - mm(0.9), ..area });
        if let Some(fitted) = layout::fit(self.fonts, text, inner.w, inner.h)? {
            return layout::set_top(self.fonts, &mut self.page, &fitted, inner);
        }
        let (size, step) = CONTINUED;
        let room = layout::capacity(inner.h, CONTINUED).saturating_sub(1);
        let (head, rest) = layout::split(self.fonts, text, inner.w, (size, step, room))?;
        layout::set_top(self.fonts, &mut self.page, &head, inner)?;
        let note = self.hand_on(name, &rest);
        let line = Area { y: inner.y + inner.h - step - mm(0.3), h: step, ..inner };
        layout::set_in(self.fonts, &mut self.page, Type::new(Face::Serif, size), (line, Align::Right), &note)
    }

    fn sign(&mut self, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(area);
        let top = Area { y: inner.y + mm(0.8), h: mm(5.0), ..inner };
        layout::set_in(self.fonts, &mut self.page, Type::new(Face::Sans, 9.0), (top, Align::Left), text)?;
        let foot = Area { y: inner.y + inner.h - mm(5.6), h: mm(5.0), ..inner };
        let kind = Type::new(Face::Serif, 8.0);
        layout::set_in(self.fonts, &mut self.page, kind, (foot, Align::Right), "年　　　月　　　日")
    }
}

fn padded(area: Area) -> Area {
    Area { x: area.x + PAD, w: area.w - 2.0 * PAD, ..area }
}

/// Parts a label where it says so, else in the middle.
fn halves(text: &str) -> Vec<String> {
    if text.contains('\n') {
        return text.split('\n').map(str::to_owned).collect();
    }
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(chars.len().div_ceil(2).max(1)).map(|c| c.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::*;

    #[test]
    fn what_finds_no_room_is_handed_on_whole() {
        let set = fonts();
        let mut grid = Grid::new(&set, (20.0, 40.0), 175.0);
        let field = Some(("fault.text", "故障现象"));
        let text = "接头漏水，地板受潮。".repeat(60);
        let cell = Cell { field, ..Cell::new(157.0, Content::Long(text.clone())) };
        grid.row(28.0, &[Cell::label(18.0, "故障现象"), cell]).unwrap();
        let (page, overflow) = grid.close();
        assert_eq!(overflow.len(), 1);
        assert_eq!(overflow[0].name, "故障现象");
        let shown: String = page.runs().map(|r| r.text.as_str()).collect();
        assert!(shown.ends_with("（接续页第 1 项）"), "{shown}");
        let body = shown.strip_prefix("故障现象").unwrap().strip_suffix("（接续页第 1 项）").unwrap();
        assert_eq!(format!("{body}{}", overflow[0].text), text);
    }

    #[test]
    fn no_text_touches_a_rule() {
        let set = fonts();
        let mut grid = Grid::new(&set, (20.0, 40.0), 175.0);
        let cells = [
            Cell::label(20.0, "实际答复时间"),
            Cell::new(55.0, Content::Value("江苏省苏州市姑苏区云锦花苑第七幢一单元一千二百零三室物业用房".to_owned())),
            Cell::label(18.0, "使用及安装环境说明"),
            Cell::new(82.0, Content::Value("2026-11-21 14:05".to_owned())),
        ];
        grid.row(7.5, &cells).unwrap();
        let (page, _) = grid.close();
        for run in page.runs() {
            assert!(run.y - 0.80 * run.size > mm(40.0) + 0.6, "{} touches the upper rule", run.text);
            assert!(run.y + 0.12 * run.size < mm(47.5) - 0.6, "{} touches the lower rule", run.text);
        }
    }
}
