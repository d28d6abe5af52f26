//! Groups of options with a box before each, set on one line or on two, never parted inside an option.

use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::layout::{self, Type};
use super::sheet::{Area, Page, mm};

/// The box glyph is set larger than its text, so that the box is 3 mm at 9.5 pt.
const BOX_SCALE: f32 = 1.22;
/// Gap behind a box and between options, in em.
const AFTER_BOX: f32 = 0.18;
const BETWEEN: f32 = 0.85;

/// Part of an option's text.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Printed words.
    Words(String),
    /// An underlined blank at least so many millimetres long, with what was filled in.
    Blank(String, f32),
}

/// One option.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Ticked by the computer.
    pub on: bool,
    /// Its text.
    pub pieces: Vec<Piece>,
}

impl Tick {
    /// An option of plain words.
    #[must_use]
    pub fn new(on: bool, text: &str) -> Tick {
        Tick { on, pieces: vec![Piece::Words(text.to_owned())] }
    }
}

/// Sets the options into the middle of `area`: on one line if they fit, else on two lines of 8 pt.
///
/// What does not fit on two lines sticks out to the right; ask [`ticks_fit`] before filling in text of any length.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn set_ticks(fonts: &FontSet, page: &mut Page, ticks: &[Tick], area: Area) -> Result<(), PaperError> {
    let (size, rows) = arrange(fonts, ticks, area)?;
    let step = if rows.len() > 1 && area.h < mm(9.0) { size * 1.22 } else { size * 1.5 };
    let first = layout::middle(area, size) - step * rows.len().saturating_sub(1) as f32 / 2.0;
    for (n, row) in rows.iter().enumerate() {
        let y = first + step * n as f32;
        let mut x = area.x;
        for tick in row {
            x += set_tick(fonts, page, tick, (x, y, size))? + BETWEEN * size;
        }
    }
    Ok(())
}

/// Whether the options find room in the area.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn ticks_fit(fonts: &FontSet, ticks: &[Tick], area: Area) -> Result<bool, PaperError> {
    let (size, rows) = arrange(fonts, ticks, area)?;
    for row in &rows {
        if row_width(fonts, row, size)? > area.w + 0.01 {
            return Ok(false);
        }
    }
    Ok(rows.len() <= rows_allowed(area))
}

fn rows_allowed(area: Area) -> usize {
    if area.h < mm(9.0) { 2 } else { 3 }
}

type Rows<'t> = Vec<Vec<&'t Tick>>;

fn arrange<'t>(fonts: &FontSet, ticks: &'t [Tick], area: Area) -> Result<(f32, Rows<'t>), PaperError> {
    for size in [9.5, 9.0, 8.5] {
        let row: Vec<&Tick> = ticks.iter().collect();
        if row_width(fonts, &row, size)? <= area.w {
            return Ok((size, vec![row]));
        }
    }
    let size = if area.h < mm(9.0) { 8.0 } else { 9.0 };
    let mut rows: Rows<'t> = vec![Vec::new()];
    for tick in ticks {
        let mut longer = rows.last().cloned().unwrap_or_default();
        longer.push(tick);
        let fits = longer.len() == 1 || row_width(fonts, &longer, size)? <= area.w;
        match rows.last_mut() {
            Some(row) if fits => *row = longer,
            _ => rows.push(vec![tick]),
        }
    }
    Ok((size, rows))
}

fn row_width(fonts: &FontSet, row: &[&Tick], size: f32) -> Result<f32, PaperError> {
    let mut sum = BETWEEN * size * row.len().saturating_sub(1) as f32;
    for tick in row {
        sum += fonts.width(Face::Ticks, size * BOX_SCALE, box_of(tick))? + AFTER_BOX * size;
        for piece in &tick.pieces {
            sum += piece_width(fonts, piece, size)?;
        }
    }
    Ok(sum)
}

const fn box_of(tick: &Tick) -> &'static str {
    if tick.on { "☑" } else { "☐" }
}

fn piece_width(fonts: &FontSet, piece: &Piece, size: f32) -> Result<f32, PaperError> {
    match piece {
        Piece::Words(text) => fonts.width(Face::Serif, size, text),
        Piece::Blank(text, least) => {
            Ok((fonts.width(Face::Serif, size, text)? + 0.4 * size).max(mm(*least)) + 0.3 * size)
        }
    }
}

/// Sets one option and answers its width.
fn set_tick(fonts: &FontSet, page: &mut Page, tick: &Tick, (x, y, size): (f32, f32, f32)) -> Result<f32, PaperError> {
    let mark = Type::new(Face::Ticks, size * BOX_SCALE);
    let drop = size * 0.06;
    let mut at = x + layout::set_line(fonts, page, mark, (x, y + drop), box_of(tick))? + AFTER_BOX * size;
    for piece in &tick.pieces {
        let width = piece_width(fonts, piece, size)?;
        let kind = Type::new(Face::Serif, size);
        match piece {
            Piece::Words(text) => {
                layout::set_line(fonts, page, kind, (at, y), text)?;
            }
            Piece::Blank(text, _) => {
                let (left, right) = (at + 0.15 * size, at + width - 0.15 * size);
                let own = fonts.width(Face::Serif, size, text)?;
                layout::set_line(fonts, page, kind, (left + (right - left - own) / 2.0, y), text)?;
                let under = y + 0.2 * size;
                page.rule([left, under], [right, under], 0.5);
            }
        }
        at += width;
    }
    Ok(at - x)
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::*;

    #[test]
    fn a_long_group_wraps_between_options_only() {
        let set = fonts();
        let ticks: Vec<Tick> = ["一般质量", "重大质量/事故", "市场客诉", "服务管理", "竞品"]
            .iter()
            .enumerate()
            .map(|(n, text)| Tick::new(n == 1, text))
            .collect();
        let area = Area { x: 0.0, y: 0.0, w: mm(63.6), h: mm(7.5) };
        let mut page = Page::a4();
        set_ticks(&set, &mut page, &ticks, area).unwrap();
        assert!(ticks_fit(&set, &ticks, area).unwrap());
        let texts: Vec<&str> = page.runs().map(|r| r.text.as_str()).collect();
        assert_eq!(texts, ["☐", "一般质量", "☑", "重大质量/事故", "☐", "市场客诉", "☐", "服务管理", "☐", "竞品"]);
        for run in page.runs() {
            assert!(run.x + run.width <= area.w + 0.01, "{} sticks out", run.text);
            assert!(run.size >= 8.0);
        }
    }
}
