//! The board, or one of its charts, as a file: SVG, PNG, PDF with vectors and selectable text, or a workbook of its numbers.
//!
//! Every file is made of the charts of the screen, drawn in the colours of print on a page of A4 laid across.

use std::fmt;
use std::path::Path;

use anyhow::Context as _;

use super::board_tables::tables;
use super::papering::write_whole;
use crate::charts::display::{Ink, Shape};
use crate::charts::spark::{Spark, spark};
use crate::charts::svg::svg;
use crate::charts::{Bounds, Measure, Palette, Picture, Weight};
use crate::exchange::export::{ListSheet, write_sheets};
use crate::figures::report::Compare;
use crate::paper::picture::{drawn, place};
use crate::paper::sheet::mm;
use crate::paper::{FontSet, Page, Sheet, to_pdf, to_png};
use crate::rulebook::RuleBook;
use crate::store::Dashboard;
use crate::t;
use crate::text::Texts;
use crate::ui::board::{Made, Piece, TileText, why};

/// A4 laid across, in points.
const PAGE: (f32, f32) = (mm(297.0), mm(210.0));
/// The whole board is composed on a larger page and made smaller: its smallest text is then 7.8 points.
const BOARD: f32 = 1.41;
const EDGE: f32 = 28.0;
const GAP: f32 = 12.0;
const PAL: &Palette = &Palette::PRINT;

/// What kind of file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Svg,
    Png,
    Pdf,
    Xlsx,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Svg, Self::Png, Self::Pdf, Self::Xlsx];

    /// Its ending, and its name on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// The kind that a file's ending names.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| kind.word() == ending)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One set of figures about to be written.
pub struct BoardFile<'a> {
    pub figures: &'a Dashboard,
    /// What they are held against.
    pub compare: Compare,
    pub book: &'a RuleBook,
    pub texts: &'a Texts,
    /// Who issues it.
    pub company: &'a str,
    /// What the figures are narrowed to, in words; empty for everything.
    pub of: String,
}

impl BoardFile<'_> {
    /// Writes the whole board, or one chart, to `path`.
    ///
    /// # Errors
    /// A text that no face of paper can draw, or nothing can be written there.
    pub fn write(&self, path: &Path, kind: Kind, piece: Option<Piece>, fonts: &FontSet) -> anyhow::Result<()> {
        let made = Made::of(self.figures, self.compare, self.book, self.texts);
        if kind == Kind::Xlsx {
            let sheets = tables(self, &made, piece);
            let sheets: Vec<ListSheet> = sheets.into_iter().map(|(head, rows)| ListSheet { head, rows }).collect();
            write_sheets(path, &sheets).with_context(|| format!("{} was not written", path.display()))?;
            return Ok(());
        }
        let bytes = match kind {
            Kind::Svg => {
                let picture = self.page(&made, piece, fonts)?;
                let name = piece.map_or_else(|| t!(self.texts, "board-title"), |piece| made.title(piece).to_owned());
                svg(&picture, &name, PAL.ground).into_bytes()
            }
            Kind::Png => to_png(&self.sheet(vec![self.laid(&self.page(&made, piece, fonts)?, fonts)?]), fonts, 2.5)?,
            Kind::Pdf | Kind::Xlsx => {
                let mut pages = vec![self.laid(&self.page(&made, piece, fonts)?, fonts)?];
                if piece.is_none() {
                    for piece in Piece::ALL {
                        pages.push(self.laid(&self.page(&made, Some(*piece), fonts)?, fonts)?);
                    }
                }
                to_pdf(&self.sheet(pages), fonts)?
            }
        };
        write_whole(path, &bytes).with_context(|| format!("{} was not written", path.display()))
    }

    fn sheet(&self, pages: Vec<Page>) -> Sheet {
        Sheet {
            title: format!("{} {}", t!(self.texts, "board-title"), self.period()),
            author: self.company.to_owned(),
            subject: String::new(),
            made_at: self.figures.query.span.now.wall(),
            pages,
        }
    }

    /// A picture of the size of the page, or larger, laid on it.
    fn laid(&self, picture: &Picture, fonts: &FontSet) -> anyhow::Result<Page> {
        let (width, height) = PAGE;
        let mut page = Page { width, height, ..Page::default() };
        place(fonts, &mut page, &picture.clone().scaled(width / picture.width), [0.0, 0.0])?;
        Ok(page)
    }

    fn page(&self, made: &Made, piece: Option<Piece>, fonts: &FontSet) -> anyhow::Result<Picture> {
        match piece {
            None => self.whole(made, fonts),
            Some(piece) => self.single(made, piece, fonts),
        }
    }

    /// First and last day.
    pub(super) fn period(&self) -> String {
        let span = self.figures.query.span;
        format!("{} – {}", span.from.date(), span.to.plus_minutes(-1).date())
    }

    /// What the figures are of, in one line: period, part, moment and rule book.
    pub(super) fn source(&self) -> String {
        let when = self.figures.query.span.now.wall().format("%Y-%m-%d %H:%M").to_string();
        let rules = &self.book.rules;
        let of = if self.of.is_empty() { t!(self.texts, "board-all-cases") } else { self.of.clone() };
        let as_of = t!(self.texts, "board-as-of", when = when);
        format!("{}　{of}　{as_of}　{} {}", self.period(), rules.id, rules.version)
    }

    /// One chart over the whole page, its title above, its source below.
    fn single(&self, made: &Made, piece: Piece, fonts: &FontSet) -> anyhow::Result<Picture> {
        let (width, height) = PAGE;
        let mut page = Picture { width, height, ..Picture::default() };
        let title = ([EDGE, EDGE + 10.0], 0.0);
        page.write(fonts, (18.0, Weight::Medium, PAL.text), title, made.title(piece));
        page.write(fonts, (11.0, Weight::Regular, PAL.secondary), ([width - EDGE, EDGE + 10.0], 1.0), made.note(piece));
        let room = Bounds::new(EDGE, EDGE + 34.0, width - EDGE, height - EDGE - 22.0);
        self.chart(&mut page, made, piece, (room, fonts))?;
        page.write(fonts, (9.0, Weight::Regular, PAL.tertiary), ([EDGE, height - EDGE], 0.0), &self.source());
        Ok(page)
    }

    /// Six figures, five charts and the warnings, as on screen.
    fn whole(&self, made: &Made, fonts: &FontSet) -> anyhow::Result<Picture> {
        let (width, height) = (PAGE.0 * BOARD, PAGE.1 * BOARD);
        let mut page = Picture { width, height, ..Picture::default() };
        let title = t!(self.texts, "board-title");
        page.write(fonts, (20.0, Weight::Medium, PAL.text), ([EDGE, EDGE + 10.0], 0.0), &title);
        let period = self.period();
        page.write(fonts, (13.0, Weight::Regular, PAL.secondary), ([width - EDGE, EDGE + 10.0], 1.0), &period);
        let tile = (width - 2.0 * EDGE - 5.0 * GAP) / 6.0;
        let top = EDGE + 32.0;
        for (at, text) in made.tiles.iter().enumerate() {
            let left = EDGE + at as f32 * (tile + GAP);
            self.tile(&mut page, text, (Bounds::new(left, top, left + tile, top + 96.0), fonts))?;
        }
        let (left, top) = (EDGE, top + 96.0 + GAP);
        let third = (width - 2.0 * EDGE - 2.0 * GAP) / 3.0;
        let high = (height - top - GAP - EDGE - 18.0) / 2.0;
        for (at, piece) in Piece::ALL.iter().enumerate() {
            let (row, column) = ((at / 3) as f32, (at % 3) as f32);
            let x = left + column * (third + GAP);
            let y = top + row * (high + GAP);
            let card = Bounds::new(x, y, x + third, y + high);
            frame(&mut page, card);
            page.write(fonts, (13.0, Weight::Medium, PAL.text), ([x + 12.0, y + 18.0], 0.0), made.title(*piece));
            let room = Bounds::new(x + 12.0, y + 36.0, x + third - 12.0, y + high - 10.0);
            self.chart(&mut page, made, *piece, (room, fonts))?;
        }
        let x = left + 2.0 * (third + GAP);
        self.alarms(&mut page, (Bounds::new(x, top + high + GAP, x + third, top + 2.0 * high + GAP), fonts));
        page.write(fonts, (11.0, Weight::Regular, PAL.tertiary), ([EDGE, height - EDGE + 2.0], 0.0), &self.source());
        Ok(page)
    }

    fn chart(
        &self,
        page: &mut Picture,
        made: &Made,
        piece: Piece,
        (room, fonts): (Bounds, &FontSet),
    ) -> anyhow::Result<()> {
        if let Some(text) = made.empty(piece) {
            let middle = [(room.left + room.right) / 2.0, (room.top + room.bottom) / 2.0];
            page.write(fonts, (12.0, Weight::Regular, PAL.secondary), (middle, 0.5), text);
            return Ok(());
        }
        let size = (room.width(), room.height());
        let chart = drawn(fonts, size, |area, scale| made.draw(piece, area, PAL, scale))?;
        page.put(chart, [room.left, room.top]);
        Ok(())
    }

    fn tile(&self, page: &mut Picture, tile: &TileText, (place, fonts): (Bounds, &FontSet)) -> anyhow::Result<()> {
        frame(page, place);
        let (left, right) = (place.left + 12.0, place.right - 12.0);
        page.write(fonts, (12.0, Weight::Regular, PAL.secondary), ([left, place.top + 18.0], 0.0), &tile.name);
        if let Some((_, word, _)) = &tile.mark {
            page.write(fonts, (11.0, Weight::Regular, PAL.secondary), ([right, place.top + 18.0], 1.0), word);
        }
        let value = ([left, place.top + 44.0], 0.0);
        page.write(fonts, (22.0, Weight::Medium, PAL.text), value, &tile.value);
        let after = left + wide(fonts, &tile.value, 22.0) + 4.0;
        page.write(fonts, (12.0, Weight::Regular, PAL.secondary), ([after, place.top + 48.0], 0.0), &tile.unit);
        page.write(fonts, (11.0, Weight::Regular, PAL.tertiary), ([right, place.top + 48.0], 1.0), &tile.note);
        if tile.kpi.is_some() {
            let course = Spark { points: &tile.course, target: tile.target };
            let room = (place.width() - 24.0, 24.0);
            let picture = drawn(fonts, room, |area, scale| spark(area, course, PAL, scale))?;
            page.put(picture, [left, place.bottom - 32.0]);
        }
        Ok(())
    }

    fn alarms(&self, page: &mut Picture, (place, fonts): (Bounds, &FontSet)) {
        frame(page, place);
        let title = ([place.left + 12.0, place.top + 18.0], 0.0);
        page.write(fonts, (13.0, Weight::Medium, PAL.text), title, &t!(self.texts, "board-alarms"));
        let alarms = &self.figures.alarms;
        let mut y = place.top + 46.0;
        if alarms.is_empty() {
            let text = t!(self.texts, "board-empty-alarms");
            page.write(fonts, (12.0, Weight::Regular, PAL.secondary), ([place.left + 12.0, y], 0.0), &text);
        }
        let fits = ((place.bottom - y) / 40.0) as usize;
        for (at, alarm) in alarms.iter().enumerate() {
            let left = place.left + 12.0;
            if at + 1 == fits && alarms.len() > fits {
                let more = t!(self.texts, "board-alarm-more", n = alarms.len() - at);
                page.write(fonts, (11.0, Weight::Regular, PAL.secondary), ([left, y], 0.0), &more);
                break;
            }
            let room = place.width() - 24.0;
            let what =
                t!(self.texts, "board-alarm-what", batch = alarm.batch.as_str(), symptom = alarm.symptom.as_str());
            let name = cut(fonts, &format!("{}　{what}", alarm.model), 12.0, room);
            page.write(fonts, (12.0, Weight::Medium, PAL.text), ([left, y], 0.0), &name);
            let why = cut(fonts, &why(alarm, self.texts), 11.0, room);
            page.write(fonts, (11.0, Weight::Regular, PAL.secondary), ([left, y + 17.0], 0.0), &why);
            y += 40.0;
        }
    }
}

/// The thin outline of a card.
fn frame(page: &mut Picture, bounds: Bounds) {
    let ink = Ink { rgb: PAL.grid, alpha: 255 };
    page.shapes.push(Shape::Rect { bounds, width: Some(0.75), ink });
}

/// The text, or its beginning, in no more than `room` points.
fn cut(fonts: &FontSet, text: &str, em: f32, room: f32) -> String {
    let mut kept = text.to_owned();
    while wide(fonts, &kept, em) > room && kept.chars().count() > 2 {
        // The sign of the cut goes with the character before it.
        kept.pop();
        kept.pop();
        kept.push('…');
    }
    kept
}

/// How wide a text becomes on paper.
fn wide(fonts: &FontSet, text: &str, em: f32) -> f32 {
    Measure::width(fonts, text, em, Weight::Medium)
}
