//! Text into boxes: one line at its place, paragraphs that shrink to fit, what does not fit handed on.

use super::breaking::{BrokenLine, break_lines};
use super::error::PaperError;
use super::fonts::{DASH_OVERLAP, Face, FontSet, between, tidy};
use super::sheet::{Area, Item, Page, TextRun, mm};

/// Filled values and long text, largest first: size and line step in points. Nothing is ever set smaller.
pub const STEPS: [(f32, f32); 6] = [(10.5, 16.0), (10.0, 15.0), (9.5, 14.0), (9.0, 13.0), (8.5, 12.0), (8.0, 11.0)];
/// Room between a rule and a filled value, in points.
pub const PAD: f32 = mm(1.5);
/// Height of the middle of a Chinese character over the baseline, in em.
const MIDDLE: f32 = 0.38;
/// The part of the em box above the baseline.
const ABOVE: f32 = 0.88;

/// Where a line stands in its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// From the left edge.
    Left,
    /// In the middle.
    Centre,
    /// Up to the right edge.
    Right,
}

/// How a line is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// The face wished for.
    pub face: Face,
    /// Size in points.
    pub size: f32,
    /// Extra points behind every character.
    pub spacing: f32,
    /// Percent of black.
    pub ink: u8,
}

impl Type {
    /// Full black without extra spacing.
    #[must_use]
    pub const fn new(face: Face, size: f32) -> Type {
        Type { face, size, spacing: 0.0, ink: 100 }
    }
}

/// The baseline that puts a line of `size` optically into the middle of `area`.
#[must_use]
pub fn middle(area: Area, size: f32) -> f32 {
    area.y + area.h / 2.0 + MIDDLE * size
}

/// Sets one line from `(x, y)` and says how wide it became.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn set_line(
    fonts: &FontSet,
    page: &mut Page,
    kind: Type,
    (x, y): (f32, f32),
    text: &str,
) -> Result<f32, PaperError> {
    let mut at = x;
    let mut run: Option<TextRun> = None;
    let mut before = ' ';
    for c in tidy(text).chars().filter(|c| *c != '\n') {
        let glyph = fonts.glyph(kind.face, c).ok_or(PaperError::Missing { chars: vec![c] })?;
        let dash = glyph.char == '—';
        let joined = dash && before == '—';
        let moved = between(before, glyph.char, kind.spacing / kind.size);
        before = glyph.char;
        // dashes stand in a run of their own, drawn closer than the rest
        let apart = !joined && moved != 0.0;
        if apart || run.as_ref().is_some_and(|r| r.face != glyph.face || r.text.ends_with('—') != dash) {
            page.items.extend(run.take().map(Item::Text));
        }
        at += moved * kind.size;
        let spacing = if dash { -DASH_OVERLAP * kind.size } else { kind.spacing };
        let current = run.get_or_insert_with(|| TextRun {
            face: glyph.face,
            size: kind.size,
            x: at,
            y,
            text: String::new(),
            width: 0.0,
            spacing,
            ink: kind.ink,
            turn: 0.0,
        });
        current.text.push(glyph.char);
        current.width += glyph.advance * kind.size + spacing;
        at += glyph.advance * kind.size + kind.spacing;
    }
    page.items.extend(run.map(Item::Text));
    Ok(at - x)
}

/// Sets one line into the middle of the height of `area`; it is not broken and may stick out if it is too long.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn set_in(
    fonts: &FontSet,
    page: &mut Page,
    kind: Type,
    (area, align): (Area, Align),
    text: &str,
) -> Result<(), PaperError> {
    let width = fonts.spread((kind.face, kind.size, kind.spacing), text)?;
    let x = match align {
        Align::Left => area.x,
        Align::Centre => area.x + (area.w - width) / 2.0,
        Align::Right => area.x + area.w - width,
    };
    set_line(fonts, page, kind, (x, middle(area, kind.size)), text)?;
    Ok(())
}

/// Broken text with the size that was found for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Lines to set.
    pub lines: Vec<BrokenLine>,
    /// Size in points.
    pub size: f32,
    /// Line step in points.
    pub step: f32,
}

/// How many lines of this size and step stand in a height, paddings taken off.
#[must_use]
pub fn capacity(height: f32, (size, step): (f32, f32)) -> usize {
    let first = height - 2.0 * mm(0.6) - size;
    if first < 0.0 { 0 } else { 1 + (first / step) as usize }
}

/// The largest type in which `text` stands in the box; `None` when it is too long even for the smallest. A word is parted
/// only where no size keeps it whole.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn fit(fonts: &FontSet, (face, text): (Face, &str), width: f32, height: f32) -> Result<Option<Fitted>, PaperError> {
    let mut parted = None;
    for (size, step) in STEPS {
        // a low box may hold two tight lines of the smallest type
        let step = if height < mm(9.0) { size * 1.16 } else { step };
        let room = capacity(height, (size, step));
        let lines = break_lines(fonts, (face, size), text, width)?;
        if lines.len() <= room && (lines.len() <= 1 || size <= 8.5 || height >= mm(9.0)) {
            let whole = !lines.iter().any(|line| line.parted);
            let fitted = Fitted { lines, size, step };
            if whole {
                return Ok(Some(fitted));
            }
            parted.get_or_insert(fitted);
        }
    }
    Ok(parted)
}

/// The first `count` lines at a given type, and the text that remains.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn split(
    fonts: &FontSet,
    text: &str,
    width: f32,
    (size, step, count): (f32, f32, usize),
) -> Result<(Fitted, String), PaperError> {
    let mut lines = break_lines(fonts, (Face::Serif, size), text, width)?;
    lines.truncate(count);
    let taken = lines.last().map_or(0, |l| l.next);
    let rest = tidy(text).chars().skip(taken).collect::<String>();
    Ok((Fitted { lines, size, step }, rest.trim_start_matches(' ').to_owned()))
}

/// Sets lines from the first baseline downwards; full lines are spread to the right edge.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn set_lines(
    fonts: &FontSet,
    page: &mut Page,
    (face, fitted): (Face, &Fitted),
    (x, first, width): (f32, f32, f32),
) -> Result<(), PaperError> {
    for (n, line) in fitted.lines.iter().enumerate() {
        let kind = Type { spacing: line.spacing(width, fitted.size), ..Type::new(face, fitted.size) };
        set_line(fonts, page, kind, (x, first + n as f32 * fitted.step), &line.text)?;
    }
    Ok(())
}

/// Sets fitted text at the top of a box.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn set_top(fonts: &FontSet, page: &mut Page, fitted: &Fitted, area: Area) -> Result<(), PaperError> {
    let first = area.y + mm(0.6) + ABOVE * fitted.size + (fitted.step - fitted.size) / 4.0;
    set_lines(fonts, page, (Face::Serif, fitted), (area.x, first, area.w))
}

/// Sets fitted text into the middle of the height of a box.
///
/// # Errors
/// [`PaperError::Missing`].
pub fn set_middle(
    fonts: &FontSet,
    page: &mut Page,
    (face, fitted): (Face, &Fitted),
    area: Area,
) -> Result<(), PaperError> {
    let block = fitted.lines.len().saturating_sub(1) as f32 * fitted.step;
    let first = middle(area, fitted.size) - block / 2.0;
    set_lines(fonts, page, (face, fitted), (area.x, first, area.w))
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::*;

    #[test]
    fn a_text_shrinks_before_it_is_handed_on() {
        let set = fonts();
        let width = mm(50.0);
        let table = [(10, 10.5), (14, 10.0), (15, 9.0), (16, 8.5), (30, 8.0), (34, 8.0), (40, 0.0)];
        for (count, size) in table {
            let fitted = fit(&set, (Face::Serif, &"测".repeat(count)), width, mm(7.5)).unwrap();
            assert_eq!(fitted.map_or(0.0, |f| f.size), size, "{count} characters");
        }
    }

    #[test]
    fn splitting_loses_nothing_and_keeps_paragraphs() {
        let set = fonts();
        let text = format!("{}\n{}", "第一段文字，".repeat(20), "second paragraph with words. ".repeat(8).trim());
        for count in 0..9 {
            let (head, rest) = split(&set, &text, mm(80.0), (9.0, 13.0, count)).unwrap();
            let shown: String = head.lines.iter().map(|l| l.text.as_str()).collect();
            let squeeze = |s: &str| s.replace([' ', '\n'], "");
            assert_eq!(squeeze(&(shown + &rest)), squeeze(&text), "{count} lines");
        }
    }

    #[test]
    fn two_dashes_are_one_stroke_and_as_wide_as_measured() {
        let set = fonts();
        let mut page = Page::a4();
        let text = "点火后——随即熄灭";
        let width = set_line(&set, &mut page, Type::new(Face::Serif, 10.0), (20.0, 30.0), text).unwrap();
        assert!((width - set.width(Face::Serif, 10.0, text).unwrap()).abs() < 0.01);
        let dash = page.runs().find(|r| r.text == "——").unwrap();
        let glyph = set.glyph(Face::Serif, '—').unwrap();
        assert!((glyph.advance * 10.0 + dash.spacing - 8.0).abs() < 0.1, "strokes meet");
        let broken = break_lines(&set, (Face::Serif, 10.0), text, 500.0).unwrap();
        assert!((broken[0].width - width).abs() < 0.01);
    }

    #[test]
    fn a_line_of_several_faces_is_one_width() {
        let set = fonts();
        let mut page = Page::a4();
        let kind = Type::new(Face::Serif, 10.0);
        let width = set_line(&set, &mut page, kind, (20.0, 30.0), "☑起火").unwrap();
        let faces: Vec<_> = page.runs().map(|r| r.face).collect();
        assert_eq!(faces, [Face::Ticks, Face::Serif]);
        assert!((width - set.width(Face::Serif, 10.0, "☑起火").unwrap()).abs() < 0.01);
    }
}
