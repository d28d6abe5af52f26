//! A text document: paragraphs with filled places underlined, headings that stay with what follows, blocks kept whole.

use std::ops::Range;

use super::breaking::break_lines;
use super::error::PaperError;
use super::fonts::{Face, FontSet, tidy};
use super::layout::{self, Align, Type};
use super::plate::Plate;
use super::sheet::{Area, Item, Page, Part, mm};

/// Body type and line step of a text document, in points.
pub const BODY: (f32, f32) = (12.0, 20.5);
/// How far below the baseline an underline lies, in em.
const UNDER: f32 = 0.22;

/// A paragraph being put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    chars: String,
    filled: Vec<Range<usize>>,
    strong: bool,
}

impl Text {
    /// A paragraph whose first line is indented by two characters.
    #[must_use]
    pub fn indented() -> Text {
        Text { chars: "　　".to_owned(), ..Text::default() }
    }

    /// A paragraph that must not be overlooked: bold and underlined throughout.
    #[must_use]
    pub fn strong() -> Text {
        Text { strong: true, ..Text::indented() }
    }

    /// Adds printed words.
    #[must_use]
    pub fn say(mut self, words: &str) -> Text {
        self.chars.push_str(&tidy(words));
        self
    }

    /// Adds a filled place; an empty one is a line of so many characters to write on.
    #[must_use]
    pub fn fill(mut self, value: &str, blank: usize) -> Text {
        let value = if value.trim().is_empty() { "　".repeat(blank) } else { format!(" {} ", tidy(value.trim())) };
        let start = self.chars.chars().count();
        self.chars.push_str(&value);
        self.filled.push(start..self.chars.chars().count());
        self
    }
}

/// Pages being filled with paragraphs from the top.
#[derive(Debug)]
pub struct Prose<'f> {
    fonts: &'f FontSet,
    plate: &'static Plate,
    done: Vec<Page>,
    page: Page,
    /// Upper edge of the next line, in points.
    y: f32,
}

impl<'f> Prose<'f> {
    /// Starts at the top of the first page.
    #[must_use]
    pub fn new(fonts: &'f FontSet, plate: &'static Plate) -> Prose<'f> {
        Prose { fonts, plate, done: Vec::new(), page: plate.page(), y: mm(plate.top) }
    }

    /// The name of the document in the middle of a line 14 mm high.
    ///
    /// # Errors
    /// [`PaperError::Missing`].
    pub fn title(&mut self, kind: Type, text: &str) -> Result<(), PaperError> {
        const HEIGHT: f32 = 14.0;
        self.need(mm(HEIGHT));
        self.page.items.push(Item::Open(Part::Title));
        self.line(kind, (HEIGHT, Align::Centre), text)?;
        self.page.items.push(Item::Close);
        Ok(())
    }

    /// One line at the full width.
    ///
    /// # Errors
    /// [`PaperError::Missing`].
    pub fn line(&mut self, kind: Type, (height, align): (f32, Align), text: &str) -> Result<(), PaperError> {
        self.need(mm(height));
        let area = Area { x: mm(self.plate.left), y: self.y, w: mm(self.plate.width), h: mm(height) };
        layout::set_in(self.fonts, &mut self.page, kind, (area, align), text)?;
        self.y += mm(height);
        Ok(())
    }

    /// A bold heading with at least two lines of what follows on its page.
    ///
    /// # Errors
    /// [`PaperError::Missing`].
    pub fn heading(&mut self, text: &str) -> Result<(), PaperError> {
        let (size, step) = BODY;
        self.need(step * 3.4);
        self.y += step * 0.25;
        let at = (mm(self.plate.left), self.y + size);
        self.page.part(Part::Heading, |page| {
            layout::set_line(self.fonts, page, Type::new(Face::SansBold, size), at, text).map(drop)
        })?;
        self.y += step;
        Ok(())
    }

    /// A paragraph `inset` millimetres from the left; pages turn between its lines, never leaving its first or last alone.
    ///
    /// # Errors
    /// [`PaperError::Missing`].
    pub fn paragraph(&mut self, text: &Text, inset: f32) -> Result<(), PaperError> {
        let (size, step) = BODY;
        let face = if text.strong { Face::SansBold } else { Face::Serif };
        let (left, width) = (mm(self.plate.left + inset), mm(self.plate.width - inset));
        let lines = break_lines(self.fonts, (face, size), &text.chars, width)?;
        let mut start = 0;
        let mut page = None;
        for (n, line) in lines.iter().enumerate() {
            let alone = (n == 0 && lines.len() > 1) || n + 2 == lines.len();
            self.need(if alone { 2.0 * step } else { step });
            if page != Some(self.done.len()) {
                page = Some(self.done.len());
                self.page.items.push(Item::Open(Part::Paragraph));
            }
            let kind = Type { spacing: line.spacing(width, size), ..Type::new(face, size) };
            let y = self.y + size;
            layout::set_line(self.fonts, &mut self.page, kind, (left, y), &line.text)?;
            let end = start + line.text.chars().count();
            let whole = start..end;
            let marks: &[Range<usize>] = if text.strong { std::slice::from_ref(&whole) } else { &text.filled };
            for mark in marks {
                let (from, to) = (mark.start.max(start), mark.end.min(end));
                if from < to {
                    let edge = |to: usize| self.advance(kind, &line.text, to - start);
                    let (a, b) = (left + edge(from)?, left + edge(to)?);
                    let skip = if text.strong && start == 0 { 2.0 * size } else { 0.0 };
                    let under = y + UNDER * size;
                    self.page.rule([a + skip, under], [b, under], 0.5);
                }
            }
            start = line.next;
            self.y += step;
        }
        if page.is_some() {
            self.page.items.push(Item::Close);
        }
        Ok(())
    }

    /// What follows, `height` millimetres high, stands on one page.
    pub fn keep(&mut self, height: f32) {
        self.need(mm(height));
    }

    /// Empty height in millimetres.
    pub fn space(&mut self, height: f32) {
        self.y += mm(height);
    }

    /// A block `height` millimetres high that is drawn on one page; `draw` gets the page and the place of the block.
    ///
    /// # Errors
    /// What `draw` answers.
    pub fn block(
        &mut self,
        height: f32,
        draw: impl FnOnce(&mut Page, Area) -> Result<(), PaperError>,
    ) -> Result<(), PaperError> {
        self.need(mm(height));
        let area = Area { x: mm(self.plate.left), y: self.y, w: mm(self.plate.width), h: mm(height) };
        draw(&mut self.page, area)?;
        self.y += mm(height);
        Ok(())
    }

    /// Goes on at the top of the next page.
    pub fn turn(&mut self) {
        // a paragraph that goes on is another one there
        let full = std::mem::replace(&mut self.page, self.plate.page());
        self.done.push(full);
        self.y = mm(self.plate.top);
    }

    /// The filled pages.
    #[must_use]
    pub fn close(mut self) -> Vec<Page> {
        self.done.push(self.page);
        self.done
    }

    fn need(&mut self, height: f32) {
        if self.y + height > mm(self.plate.bottom) + 0.01 {
            self.turn();
        }
    }

    /// Where the `count`-th character of a line begins.
    fn advance(&self, kind: Type, text: &str, count: usize) -> Result<f32, PaperError> {
        let before: String = text.chars().take(count).collect();
        let behind = if before.is_empty() { 0.0 } else { kind.spacing };
        Ok(self.fonts.spread((kind.face, kind.size, kind.spacing), &before)? + behind)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::super::plate::LETTER;
    use super::super::sheet::Item;
    use super::*;

    #[test]
    fn a_filled_place_is_underlined_on_both_lines_it_stands_on() {
        let set = fonts();
        let mut prose = Prose::new(&set, &LETTER);
        let text = Text::indented().say(&"字".repeat(30)).fill(&"值".repeat(10), 4).say("。");
        prose.paragraph(&text, 0.0).unwrap();
        let pages = prose.close();
        let under: Vec<_> = pages[0].items.iter().filter(|item| matches!(item, Item::Line(_))).collect();
        assert_eq!(under.len(), 2, "one rule a line");
        let shown: String = pages[0].runs().map(|run| run.text.as_str()).collect();
        assert_eq!(shown.matches('值').count(), 10);
    }

    #[test]
    fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
        let set = fonts();
        for lines in 25..40 {
            let mut prose = Prose::new(&set, &LETTER);
            for _ in 0..lines {
                prose.paragraph(&Text::default().say("行"), 0.0).unwrap();
            }
            prose.heading("第七条").unwrap();
            prose.paragraph(&Text::indented().say(&"正文".repeat(60)), 0.0).unwrap();
            for page in prose.close() {
                let last = page.runs().max_by(|a, b| a.y.total_cmp(&b.y)).unwrap();
                assert_ne!(last.text, "第七条", "{lines} lines before");
                assert!(last.y < mm(LETTER.bottom));
            }
        }
    }
}
