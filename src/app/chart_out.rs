//! A chart of quality as a page of its own: the chart of the screen in the colours of print, above it the sentence it says,
//! below it what to mind and what its figures are of.

use std::path::Path;

use anyhow::{Context as _, bail};
use chrono::NaiveDateTime;

use super::board_out::Kind;
use super::papering::write_whole;
use crate::charts::svg::svg;
use crate::charts::{Bounds, Measure, Palette, Picture, Weight};
use crate::paper::picture::{drawn, place};
use crate::paper::sheet::mm;
use crate::paper::{FontSet, Page, Sheet, to_pdf, to_png};
use crate::ui::kpi::figure::Figure;

/// What a chart can be written as.
pub const KINDS: [Kind; 3] = [Kind::Pdf, Kind::Png, Kind::Svg];
/// A4 laid across, in points.
const PAGE: (f32, f32) = (mm(297.0), mm(210.0));
const EDGE: f32 = 28.0;
const LINE: f32 = 15.0;
const PAL: &Palette = &Palette::PRINT;

/// The chart alone, as large as given, for a place on a page of a report.
///
/// # Errors
/// No room for it.
pub fn picture(figure: &Figure, fonts: &FontSet, size: (f32, f32)) -> anyhow::Result<Picture> {
    Ok(drawn(fonts, size, |area, scale| figure.draw(area, PAL, scale))?)
}

/// A chart about to be written.
pub struct ChartPage<'a> {
    pub figure: &'a Figure,
    /// Part, moment and rule book of its figures.
    pub source: &'a str,
    pub company: &'a str,
    pub made_at: NaiveDateTime,
}

impl ChartPage<'_> {
    /// Writes the page to `path`.
    ///
    /// # Errors
    /// A kind of file that holds no chart, a text that no face of paper can draw, or nothing can be written there.
    pub fn write(&self, path: &Path, kind: Kind, fonts: &FontSet) -> anyhow::Result<()> {
        let page = self.page(fonts)?;
        let bytes = match kind {
            Kind::Svg => svg(&page, &self.figure.title, PAL.ground).into_bytes(),
            Kind::Png => to_png(&self.sheet(&page, fonts)?, fonts, 2.5)?,
            Kind::Pdf => to_pdf(&self.sheet(&page, fonts)?, fonts)?,
            Kind::Xlsx => bail!("a chart is written as {}", KINDS.map(Kind::word).join(", ")),
        };
        write_whole(path, &bytes).with_context(|| format!("{} was not written", path.display()))
    }

    fn sheet(&self, picture: &Picture, fonts: &FontSet) -> anyhow::Result<Sheet> {
        let (width, height) = PAGE;
        let mut page = Page { width, height, ..Page::default() };
        place(fonts, &mut page, picture, [0.0, 0.0])?;
        Ok(Sheet {
            title: self.figure.title.clone(),
            author: self.company.to_owned(),
            subject: String::new(),
            made_at: self.made_at,
            pages: vec![page],
        })
    }

    fn page(&self, fonts: &FontSet) -> anyhow::Result<Picture> {
        let (width, height) = PAGE;
        let mut page = Picture { width, height, ..Picture::default() };
        let room = width - 2.0 * EDGE;
        page.write(fonts, (18.0, Weight::Medium, PAL.text), ([EDGE, EDGE + 10.0], 0.0), &self.figure.title);
        let mut y = EDGE + 34.0;
        for line in lines(fonts, &self.figure.finding, (12.0, room)) {
            page.write(fonts, (12.0, Weight::Regular, PAL.text), ([EDGE, y], 0.0), &line);
            y += LINE + 2.0;
        }
        let notes: Vec<String> = self.figure.notes.iter().flat_map(|note| lines(fonts, note, (10.0, room))).collect();
        let bottom = height - EDGE - 14.0 - LINE * notes.len() as f32;
        let place = Bounds::new(EDGE, y + 4.0, width - EDGE, bottom - 8.0);
        page.put(picture(self.figure, fonts, (place.width(), place.height()))?, [place.left, place.top]);
        for (at, note) in notes.iter().enumerate() {
            let y = bottom + LINE * at as f32;
            page.write(fonts, (10.0, Weight::Regular, PAL.secondary), ([EDGE, y], 0.0), note);
        }
        page.write(fonts, (9.0, Weight::Regular, PAL.tertiary), ([EDGE, height - EDGE], 0.0), self.source);
        Ok(page)
    }
}

/// The text in lines no wider than `room`, cut at blanks where it has any.
fn lines(fonts: &FontSet, text: &str, (em, room): (f32, f32)) -> Vec<String> {
    let wide = |text: &str| Measure::width(fonts, text, em, Weight::Medium);
    let mut lines = Vec::new();
    let mut line = String::new();
    for sign in text.chars() {
        line.push(sign);
        if wide(&line) > room {
            let latin = line.rfind(' ').filter(|_| sign.is_ascii_alphanumeric());
            let end = latin.map_or(line.len() - sign.len_utf8(), |at| at + 1);
            let rest = line.split_off(end);
            lines.push(std::mem::replace(&mut line, rest).trim_end().to_owned());
        }
    }
    lines.push(line);
    lines
}
