//! Rows of cells as the official forms give them: widths and heights in millimetres, rules between, one frame around.

use std::borrow::Cow;

use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::form::Body;
use super::layout::{self, Align, PAD, Type};
use super::plate::Plate;
use super::sheet::{Area, FieldBox, Item, Jpeg, Page, Part, Rule, mm};
use super::ticks::{Tick, set_ticks};

/// Thickness of the frame and of the rules within, in points.
const OUTER: f32 = 1.2;
const INNER: f32 = 0.6;
/// Type of labels, and of a label that is too long for its cell.
const LABEL: [f32; 3] = [9.0, 8.5, 8.0];
/// Type of a text whose remainder stands on a continuation page.
const CONTINUED: (f32, f32) = (9.0, 13.0);
/// By how many millimetres a row of a table grows at a time.
const GROWTH: f32 = 1.0;
/// Height of the caption below a picture, in millimetres.
const CAPTION: f32 = 11.0;
/// What running text keeps from the rules above and below it together, in millimetres.
const LONG_INSET: f32 = 0.9;
const BLANK_BELOW: &str = "以下空白";
const NO_PICTURE: &str = "原件无法显示，见附件";

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
    /// An amount, up to the right edge.
    Money(String),
    /// Like a value, but bold: what must not be overlooked.
    Strong(String),
    /// Printed words in small type.
    Note(String),
    /// Not to be filled in: a line from corner to corner, with the reason.
    Struck(String),
    /// Room for a drawing, with a dot every 5 mm.
    Dots,
    /// A picture fitted in above its caption; without one, why it is not there.
    Photo(Option<Jpeg>, String),
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
    pub field: Option<(&'static str, Cow<'static, str>)>,
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
    /// Number of the page it was handed on from.
    pub page: usize,
    /// Name of the field.
    pub name: String,
    /// What is still to be printed.
    pub text: String,
}

/// A table that grows downwards, page by page.
#[derive(Debug)]
pub struct Grid<'f> {
    fonts: &'f FontSet,
    plate: &'static Plate,
    done: Vec<Page>,
    page: Page,
    frame: Area,
    overflow: Vec<Overflow>,
}

impl<'f> Grid<'f> {
    /// Starts at the upper left corner of the body.
    #[must_use]
    pub fn new(fonts: &'f FontSet, plate: &'static Plate) -> Grid<'f> {
        let (page, frame) = (plate.page(), start(plate));
        Grid { fonts, plate, done: Vec::new(), page, frame, overflow: Vec::new() }
    }

    /// Adds a row `height` millimetres high, on the next page where this one is full. The widths of its cells must sum to
    /// the width of the grid.
    ///
    /// # Errors
    /// [`PaperError::Missing`] when a text has a character no face has.
    pub fn row(&mut self, height: f32, cells: &[Cell]) -> Result<(), PaperError> {
        if self.frame.h > 0.0 && self.room() + 0.01 < height {
            self.turn();
        }
        let (y, h) = (self.frame.y + self.frame.h, mm(height));
        if self.frame.h > 0.0 {
            self.page.rule([self.frame.x, y], [self.frame.x + self.frame.w, y], INNER);
        }
        let mut x = self.frame.x;
        self.page.items.push(Item::Open(Part::Row));
        for cell in cells {
            let area = Area { x, y, w: mm(cell.width), h };
            if x > self.frame.x {
                self.page.rule([x, y], [x, y + h], INNER);
            }
            if let Some(&(key, _)) = cell.field.as_ref() {
                self.page.fields.push(FieldBox { key, area, missing: cell.missing });
            }
            let head = matches!(cell.content, Content::Bar(_) | Content::Label(_));
            self.page.items.push(Item::Open(if head { Part::Head } else { Part::Cell }));
            self.cell(cell, area)?;
            self.page.items.push(Item::Close);
            x += area.w;
        }
        self.page.items.push(Item::Close);
        self.frame.h += h;
        Ok(())
    }

    /// Puts `text` on the continuation page and answers the note that stands in its place.
    pub fn hand_on(&mut self, name: &str, text: &str) -> String {
        let (page, name, text) = (self.done.len() + 1, name.to_owned(), text.to_owned());
        self.overflow.push(Overflow { page, name, text });
        format!("（接续页第 {} 项）", self.overflow.len())
    }

    /// Where the next row begins, in millimetres from the upper edge of the page.
    #[must_use]
    pub fn bottom(&self) -> f32 {
        (self.frame.y + self.frame.h) / mm(1.0)
    }

    /// Millimetres left on the page below the last row.
    #[must_use]
    pub fn room(&self) -> f32 {
        self.plate.bottom - self.bottom()
    }

    /// The page that is being filled, for what stands beside the table.
    pub fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    /// Closes the table on this page and goes on at the top of the next.
    pub fn turn(&mut self) {
        self.frame_in();
        let full = std::mem::replace(&mut self.page, self.plate.page());
        self.done.push(full);
        self.frame = start(self.plate);
    }

    /// Closes the rest of a table against later entries: 以下空白 in the first of `count` empty rows, a line through the others.
    ///
    /// # Errors
    /// [`PaperError::Missing`], which cannot happen with the program's own faces.
    pub fn close_rows(&mut self, (count, height): (usize, f32), widths: &[f32]) -> Result<(), PaperError> {
        if count == 0 {
            return Ok(());
        }
        self.row(height, &[Cell::new(widths.iter().sum(), Content::Centred(BLANK_BELOW.to_owned()))])?;
        let y = self.frame.y + self.frame.h;
        self.empty_rows((count - 1, height), widths)?;
        if count > 1 {
            self.strike(Area { y, h: self.frame.y + self.frame.h - y, ..self.frame });
        }
        Ok(())
    }

    /// Rows to be filled in by hand.
    ///
    /// # Errors
    /// None that can happen: there is no text in them.
    pub fn empty_rows(&mut self, (count, height): (usize, f32), widths: &[f32]) -> Result<(), PaperError> {
        let cells: Vec<Cell> = widths.iter().map(|width| Cell::new(*width, Content::Empty)).collect();
        (0..count).try_for_each(|_| self.row(height, &cells))
    }

    /// The height at which every value of a row finds room in its cell: `least`, or as much more as it takes up to `most`.
    ///
    /// # Errors
    /// [`PaperError::Missing`].
    pub fn height(&self, (least, most): (f32, f32), cells: &[Cell]) -> Result<f32, PaperError> {
        let mut height = least;
        'grow: while height < most {
            for cell in cells {
                if !self.fits(cell, mm(height))? {
                    height += GROWTH;
                    continue 'grow;
                }
            }
            return Ok(height);
        }
        Ok(most)
    }

    fn fits(&self, cell: &Cell, height: f32) -> Result<bool, PaperError> {
        let (face, text, room) = match &cell.content {
            Content::Value(text) | Content::Centred(text) => (Face::Serif, text, height),
            Content::Long(text) => (Face::Serif, text, height - mm(LONG_INSET)),
            Content::Strong(text) => (Face::SansBold, text, height),
            _ => return Ok(true),
        };
        Ok(layout::fit(self.fonts, (face, text), mm(cell.width) - 2.0 * PAD, room)?.is_some())
    }

    /// Sets `text` in small type below the table.
    ///
    /// # Errors
    /// [`PaperError::Missing`].
    pub fn notes(&mut self, text: &str) -> Result<(), PaperError> {
        let fitted = layout::split(self.fonts, text, self.frame.w, (9.0, 11.6, usize::MAX))?.0;
        let area = Area { y: self.frame.y + self.frame.h + mm(0.6), h: mm(8.0), ..self.frame };
        layout::set_top(self.fonts, &mut self.page, &fitted, area)
    }

    /// Closes the table and hands out its pages and what found no room.
    #[must_use]
    pub fn close(mut self) -> Body {
        self.frame_in();
        self.done.push(self.page);
        Body { plate: self.plate, pages: self.done, overflow: self.overflow }
    }

    fn frame_in(&mut self) {
        self.page.items.push(Item::Frame { area: self.frame, weight: OUTER, dash: None });
    }

    fn strike(&mut self, area: Area) {
        let (from, to) = ([area.x, area.y + area.h], [area.x + area.w, area.y]);
        self.page.items.push(Item::Line(Rule { from, to, weight: INNER, ink: 100 }));
    }

    fn cell(&mut self, cell: &Cell, area: Area) -> Result<(), PaperError> {
        let name = cell.field.as_ref().map_or("", |(_, name)| name);
        match &cell.content {
            Content::Empty => Ok(()),
            Content::Bar(text) => {
                let inner = Area { x: area.x + mm(2.0), ..area };
                let kind = Type { spacing: 0.4, ..Type::new(Face::SansBold, 9.5) };
                layout::set_in(self.fonts, &mut self.page, kind, (inner, Align::Left), text)
            }
            Content::Label(text) => self.label(text, area),
            Content::Value(text) => self.value(Face::Serif, name, text, area),
            Content::Centred(text) => self.centred(name, text, area),
            Content::Money(text) => self.money(name, text, area),
            Content::Strong(text) => self.value(Face::SansBold, name, text, area),
            Content::Note(text) => self.note(text, area),
            Content::Struck(text) => {
                self.strike(area);
                self.note(text, area)
            }
            Content::Dots => {
                self.dots(area);
                Ok(())
            }
            Content::Photo(picture, caption) => self.photo(picture.as_ref(), caption, area),
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

    fn value(&mut self, face: Face, name: &str, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(area);
        if let Some(fitted) = layout::fit(self.fonts, (face, text), inner.w, inner.h)? {
            return layout::set_middle(self.fonts, &mut self.page, (face, &fitted), inner);
        }
        self.elsewhere(face, name, text, inner)
    }

    /// Hands a value on; a note of where stands in its place.
    fn elsewhere(&mut self, face: Face, name: &str, text: &str, inner: Area) -> Result<(), PaperError> {
        let note = self.hand_on(name, text);
        if let Some(fitted) = layout::fit(self.fonts, (face, &note), inner.w, inner.h)? {
            layout::set_middle(self.fonts, &mut self.page, (face, &fitted), inner)?;
        }
        Ok(())
    }

    fn centred(&mut self, name: &str, text: &str, area: Area) -> Result<(), PaperError> {
        for (size, _) in layout::STEPS {
            if self.fonts.width(Face::Serif, size.min(9.5), text)? <= area.w - 2.0 * PAD {
                let kind = Type::new(Face::Serif, size.min(9.5));
                return layout::set_in(self.fonts, &mut self.page, kind, (area, Align::Centre), text);
            }
        }
        self.value(Face::Serif, name, text, area)
    }

    /// Up to 999,999.99 with separators, larger without (forms.md 1.0).
    fn money(&mut self, name: &str, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(area);
        let plain = text.replace(',', "");
        for (size, text) in [(9.5, text), (9.0, text), (8.5, plain.as_str()), (8.0, plain.as_str())] {
            if self.fonts.width(Face::Serif, size, text)? <= inner.w {
                let kind = Type::new(Face::Serif, size);
                return layout::set_in(self.fonts, &mut self.page, kind, (inner, Align::Right), text);
            }
        }
        // an amount is never parted
        self.elsewhere(Face::Serif, name, text, inner)
    }

    fn note(&mut self, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(area);
        for (size, step) in [(9.0, 12.5), (8.5, 11.5), (8.0, 10.0)] {
            let fitted = layout::split(self.fonts, text, inner.w, (size, step, usize::MAX))?.0;
            if size == 8.0 || fitted.lines.len() <= layout::capacity(inner.h, (size, step)) {
                return layout::set_middle(self.fonts, &mut self.page, (Face::Serif, &fitted), inner);
            }
        }
        Ok(())
    }

    fn dots(&mut self, area: Area) {
        const EVERY: f32 = mm(5.0);
        const DOT: f32 = 0.7;
        let (columns, rows) = ((area.w / EVERY) as usize, (area.h / EVERY) as usize);
        let dot = |row: usize, column: usize| [column as f32, row as f32, DOT / EVERY, DOT / EVERY];
        let bars = (1..rows).flat_map(|row| (1..columns).map(move |column| dot(row, column))).collect();
        self.page.items.push(Item::Bars { at: [area.x, area.y], unit: EVERY, bars, ink: 40 });
    }

    fn photo(&mut self, picture: Option<&Jpeg>, caption: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(area);
        let below = Area { y: area.y + area.h - mm(CAPTION), h: mm(CAPTION), ..inner };
        self.note(caption, below)?;
        let room = Area { y: area.y + PAD, h: area.h - mm(CAPTION) - PAD, ..inner };
        let Some(picture) = picture else {
            self.page.items.push(Item::Frame { area: room, weight: INNER, dash: Some([3.0, 2.0]) });
            let kind = Type::new(Face::Serif, 9.0);
            return layout::set_in(self.fonts, &mut self.page, kind, (room, Align::Centre), NO_PICTURE);
        };
        let (wide, high) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = (room.w / wide).min(room.h / high);
        let (w, h) = (wide * scale, high * scale);
        let area = Area { x: room.x + (room.w - w) / 2.0, y: room.y + (room.h - h) / 2.0, w, h };
        self.page.part(Part::Figure(caption.replace('\n', " ")), |page| {
            page.items.push(Item::Jpeg { area, picture: picture.clone() });
            Ok(())
        })
    }

    fn long(&mut self, name: &str, text: &str, area: Area) -> Result<(), PaperError> {
        let inner = padded(Area { y: area.y + mm(0.6), h: area.h - mm(LONG_INSET), ..area });
        if let Some(fitted) = layout::fit(self.fonts, (Face::Serif, text), inner.w, inner.h)? {
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

fn start(plate: &Plate) -> Area {
    Area { x: mm(plate.left), y: mm(plate.top), w: mm(plate.width), h: 0.0 }
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
    use super::super::plate::UPRIGHT;
    use super::*;

    #[test]
    fn what_finds_no_room_is_handed_on_whole() {
        let set = fonts();
        let mut grid = Grid::new(&set, &UPRIGHT);
        let field = Some(("fault.text", "故障现象".into()));
        let text = "接头漏水，地板受潮。".repeat(60);
        let cell = Cell { field, ..Cell::new(157.0, Content::Long(text.clone())) };
        grid.row(28.0, &[Cell::label(18.0, "故障现象"), cell]).unwrap();
        let Body { pages, overflow, .. } = grid.close();
        let page = &pages[0];
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
        let mut grid = Grid::new(&set, &UPRIGHT);
        let cells = [
            Cell::label(20.0, "实际答复时间"),
            Cell::new(55.0, Content::Value("江苏省苏州市姑苏区云锦花苑第七幢一单元一千二百零三室物业用房".to_owned())),
            Cell::label(18.0, "使用及安装环境说明"),
            Cell::new(82.0, Content::Value("2026-11-21 14:05".to_owned())),
        ];
        grid.row(7.5, &cells).unwrap();
        let page = &grid.close().pages[0];
        for run in page.runs() {
            assert!(run.y - 0.80 * run.size > mm(40.0) + 0.6, "{} touches the upper rule", run.text);
            assert!(run.y + 0.12 * run.size < mm(47.5) - 0.6, "{} touches the lower rule", run.text);
        }
    }
}
