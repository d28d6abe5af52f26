//! A report as files: PDF, a workbook of its tables with the definitions, or every chart as SVG or PNG.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::courses::points;
use super::pages::{definitions, pages};
use crate::app::board_out::Kind;
use crate::app::papering::write_whole;
use crate::charts::svg::svg;
use crate::charts::{Palette, Picture};
use crate::exchange::export::{ListHead, ListSheet, Value, write_sheets};
use crate::figures::report::Shape;
use crate::paper::picture::place;
use crate::paper::review::{Block, Table, report};
use crate::paper::{FontSet, Page, Sheet, to_pdf, to_png};
use crate::store::Review;
use crate::text::Texts;

/// A report about to be written.
pub struct ReviewFile<'a> {
    pub review: &'a Review,
    pub shape: Shape,
    pub texts: &'a Texts,
    /// Who issues it.
    pub company: &'a str,
    pub fonts: &'a FontSet,
}

impl ReviewFile<'_> {
    /// Writes the file its ending names; of charts one file each, numbered. Answers how many pages, sheets or files.
    /// `progress` is told what is done of how much and answers whether to go on.
    ///
    /// # Errors
    /// No such kind of file, a text no face can draw, stopped, or nothing can be written there.
    pub fn write(&self, path: &Path, progress: &dyn Fn(u64, u64) -> bool) -> anyhow::Result<usize> {
        let Some(kind) = Kind::of(path) else { bail!("{} ends neither in pdf, xlsx, svg nor png", path.display()) };
        let made = pages(self.review, self.shape, (self.texts, self.company), self.fonts);
        match kind {
            Kind::Pdf => {
                let laid_out = report(&made.report, self.fonts)?;
                go_on(progress, 1, 2)?;
                let bytes = to_pdf(&laid_out.sheet, self.fonts)?;
                go_on(progress, 2, 2)?;
                write_whole(path, &bytes).with_context(|| format!("{} was not written", path.display()))?;
                Ok(laid_out.sheet.pages.len())
            }
            Kind::Xlsx => {
                let mut sheets: Vec<ListSheet> = Vec::new();
                for page in &made.report.pages {
                    let tables = page.blocks.iter().filter_map(|(_, block)| match block {
                        Block::Table(table) => Some(table),
                        _ => None,
                    });
                    sheets.extend(tables.map(|table| sheet(&page.title, table)));
                }
                sheets.extend(made.courses.iter().map(|(kpi, course)| points(self.texts, *kpi, course)));
                let (title, table) = definitions(self.review, self.shape, self.texts, self.fonts);
                if !made.report.pages.iter().any(|page| page.title == title) {
                    sheets.push(sheet(&title, &table));
                }
                go_on(progress, 1, 2)?;
                write_sheets(path, &sheets).with_context(|| format!("{} was not written", path.display()))?;
                Ok(sheets.len())
            }
            Kind::Svg | Kind::Png => {
                let charts: Vec<(&str, &Picture)> = made
                    .report
                    .pages
                    .iter()
                    .flat_map(|page| {
                        page.blocks.iter().filter_map(|(_, block)| match block {
                            Block::Chart(picture, _) => Some((page.title.as_str(), picture)),
                            _ => None,
                        })
                    })
                    .collect();
                if charts.is_empty() {
                    bail!("the report has no chart");
                }
                for (at, (title, picture)) in charts.iter().enumerate() {
                    go_on(progress, at as u64, charts.len() as u64)?;
                    let bytes = if kind == Kind::Svg {
                        svg(picture, title, Palette::PRINT.ground).into_bytes()
                    } else {
                        self.png(title, picture)?
                    };
                    let path = numbered(path, at + 1);
                    write_whole(&path, &bytes).with_context(|| format!("{} was not written", path.display()))?;
                }
                Ok(charts.len())
            }
        }
    }

    fn png(&self, title: &str, picture: &Picture) -> anyhow::Result<Vec<u8>> {
        let mut page = Page { width: picture.width, height: picture.height, ..Page::default() };
        place(self.fonts, &mut page, picture, [0.0, 0.0])?;
        let sheet = Sheet {
            title: (*title).to_owned(),
            author: self.company.to_owned(),
            subject: self.review.number.clone(),
            made_at: self.review.taken_at.wall(),
            pages: vec![page],
        };
        Ok(to_png(&sheet, self.fonts, 2.5)?)
    }
}

fn go_on(progress: &dyn Fn(u64, u64) -> bool, done: u64, of: u64) -> anyhow::Result<()> {
    if !progress(done, of) {
        bail!("stopped");
    }
    Ok(())
}

/// `pack.svg` as `pack-3.svg`.
fn numbered(path: &Path, nth: usize) -> PathBuf {
    let part = |of: Option<&std::ffi::OsStr>| of.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{}-{nth}.{}", part(path.file_stem()), part(path.extension())))
}

/// Whole numbers as numbers, everything else as it is printed.
fn sheet(title: &str, table: &Table) -> ListSheet {
    let value = |text: &str| match text.replace(',', "").parse() {
        Ok(number) => Value::Whole(number),
        Err(_) if text == "—" => Value::Empty,
        Err(_) => Value::Text(text.to_owned()),
    };
    ListSheet {
        head: ListHead {
            title: title.to_owned(),
            headings: table.columns.iter().map(|(name, ..)| name.clone()).collect(),
        },
        rows: table.rows.iter().map(|row| row.iter().map(|cell| value(&cell.text)).collect()).collect(),
    }
}
