//! Writing and measuring in points, on any plotters area.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::DrawingBackend;

use super::display::Bounds;
use super::palette::Rgb;
use super::{ChartError, Scale, Weight};

/// A text style in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Script {
    pub em: f32,
    pub weight: Weight,
    pub colour: Rgb,
}

impl Script {
    pub fn regular(em: f32, colour: Rgb) -> Self {
        Self { em, weight: Weight::Regular, colour }
    }

    pub fn medium(em: f32, colour: Rgb) -> Self {
        Self { em, weight: Weight::Medium, colour }
    }

    /// For plotters: the back end tells the weights apart by the font style.
    pub fn style(self, scale: Scale) -> TextStyle<'static> {
        let style = match self.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Medium => FontStyle::Bold,
        };
        TextStyle {
            font: FontDesc::new(FontFamily::Name("ui"), scale.font(self.em), style),
            color: colour(self.colour).to_backend_color(),
            pos: Pos::new(HPos::Left, VPos::Center),
        }
    }
}

pub(super) fn colour([red, green, blue]: Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}

pub(super) fn line_style(rgb: Rgb, width: u32) -> ShapeStyle {
    ShapeStyle { color: colour(rgb).to_rgba(), filled: false, stroke_width: width }
}

/// Which end of a text stands at the given place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    Left,
    Middle,
    Right,
}

/// Writes on an area; places are points from its top left corner, texts are centred on the height given.
pub(super) struct Pen<'a, DB: DrawingBackend> {
    pub area: &'a DrawingArea<DB, Shift>,
    pub scale: Scale,
}

impl<DB: DrawingBackend> Pen<'_, DB>
where
    DB::ErrorType: 'static,
{
    pub fn width(&self, text: &str, script: Script) -> Result<f32, ChartError> {
        let (width, _) = self.area.estimate_text_size(text, &script.style(self.scale))?;
        Ok(self.scale.points(i32::try_from(width).unwrap_or(i32::MAX)))
    }

    pub fn widest<'t>(&self, texts: impl IntoIterator<Item = &'t str>, script: Script) -> Result<f32, ChartError> {
        let mut widest = 0.0_f32;
        for text in texts {
            widest = widest.max(self.width(text, script)?);
        }
        Ok(widest)
    }

    /// The text itself, or its beginning with an ellipsis, no wider than `room`.
    pub fn elided(&self, text: &str, script: Script, room: f32) -> Result<String, ChartError> {
        if self.width(text, script)? <= room {
            return Ok(text.to_owned());
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        // The longest beginning that fits, found by halving.
        let (mut fits, mut beyond) = (0, ends.len());
        while fits + 1 < beyond {
            let middle = usize::midpoint(fits, beyond);
            let cut = format!("{}…", text.get(..ends[middle]).unwrap_or_default());
            if self.width(&cut, script)? <= room { fits = middle } else { beyond = middle }
        }
        let start = ends.get(fits).and_then(|end| text.get(..*end)).unwrap_or_default();
        Ok(format!("{}…", start.trim_end()))
    }

    pub fn write(&self, text: &str, script: Script, hold: Hold, (x, y): (f32, f32)) -> Result<(), ChartError> {
        let across = match hold {
            Hold::Left => HPos::Left,
            Hold::Middle => HPos::Center,
            Hold::Right => HPos::Right,
        };
        let style = script.style(self.scale).pos(Pos::new(across, VPos::Center));
        self.area.draw_text(text, &style, (self.scale.px(x), self.scale.px(y)))?;
        Ok(())
    }

    pub fn fill(&self, bounds: Bounds, rgb: Rgb) -> Result<(), ChartError> {
        let corner = |x: f32, y: f32| (self.scale.px(x), self.scale.px(y));
        let corners = [corner(bounds.left, bounds.top), corner(bounds.right, bounds.bottom)];
        self.area.draw(&Rectangle::new(corners, colour(rgb).filled()))?;
        Ok(())
    }

    /// An open run of straight lines.
    pub fn line(&self, points: &[(f32, f32)], rgb: Rgb, width: f32) -> Result<(), ChartError> {
        let units = points.iter().map(|&(x, y)| (self.scale.px(x), self.scale.px(y))).collect::<Vec<_>>();
        self.area.draw(&PathElement::new(units, line_style(rgb, self.scale.stroke(width))))?;
        Ok(())
    }

    /// A level or upright line in dashes of `dash` and gaps of `gap` points.
    pub fn dashed(&self, [from, to]: [(f32, f32); 2], (dash, gap): (f32, f32), rgb: Rgb) -> Result<(), ChartError> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let at = |way: f32| (from.0 + dx * way / length, from.1 + dy * way / length);
        let mut way = 0.0;
        while way < length {
            self.line(&[at(way), at((way + dash).min(length))], rgb, 1.25)?;
            way += dash + gap;
        }
        Ok(())
    }

    /// A point: filled, or hollow on the ground given.
    pub fn dot(&self, (x, y): (f32, f32), radius: f32, rgb: Rgb, hollow: Option<Rgb>) -> Result<(), ChartError> {
        let (at, radius) = ((self.scale.px(x), self.scale.px(y)), self.scale.px(radius));
        self.area.draw(&Circle::new(at, radius, colour(hollow.unwrap_or(rgb)).filled()))?;
        if hollow.is_some() {
            self.area.draw(&Circle::new(at, radius, colour(rgb).stroke_width(self.scale.stroke(1.5))))?;
        }
        Ok(())
    }

    /// The outline of a rectangle.
    pub fn frame(&self, bounds: Bounds, rgb: Rgb, width: f32) -> Result<(), ChartError> {
        let corner = |x: f32, y: f32| (self.scale.px(x), self.scale.px(y));
        let corners = [corner(bounds.left, bounds.top), corner(bounds.right, bounds.bottom)];
        self.area.draw(&Rectangle::new(corners, colour(rgb).stroke_width(self.scale.stroke(width))))?;
        Ok(())
    }

    /// The text in at most `lines` lines no wider than `room`, cut at spaces where it has any near, the last one elided.
    pub fn wrapped(&self, text: &str, script: Script, (room, lines): (f32, usize)) -> Result<Vec<String>, ChartError> {
        let (mut rest, mut out) = (text.trim(), Vec::new());
        let whole = self.width(rest, script)?;
        let needed = (whole / room.max(1.0)).ceil().max(1.0);
        let room = if needed <= lines as f32 && !rest.contains(|sign: char| sign.is_ascii_alphabetic()) {
            // Hanzi may be cut anywhere, so the lines become about equally long.
            room.min(whole / needed + script.em / 2.0)
        } else {
            room
        };
        while !rest.is_empty() && out.len() + 1 < lines && self.width(rest, script)? > room {
            let mut end = 0;
            for (at, sign) in rest.char_indices() {
                let next = at + sign.len_utf8();
                if self.width(rest.get(..next).unwrap_or_default(), script)? > room {
                    break;
                }
                end = next;
            }
            let fits = rest.get(..end).unwrap_or_default();
            // A word is cut only where it is longer than a line; hanzi may be cut anywhere.
            let inside = |at: usize| {
                let letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
                letter(fits.chars().next_back()) && letter(rest.get(at..).and_then(|rest| rest.chars().next()))
            };
            if inside(end) {
                end = fits.rfind(' ').unwrap_or(end);
            }
            if end == 0 {
                break;
            }
            let (line, after) = rest.split_at(end);
            out.push(line.trim_end().to_owned());
            rest = after.trim_start();
        }
        if !rest.is_empty() {
            out.push(self.elided(rest, script, room)?);
        }
        Ok(out)
    }

    /// From back-end units, as plotters' charts answer them, to points on this area.
    pub fn place(&self, (x, y): (i32, i32)) -> (f32, f32) {
        let (left, top) = self.area.get_base_pixel();
        (self.scale.points(x - left), self.scale.points(y - top))
    }
}

/// A count in groups of three digits.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Tenths of a per cent as people read them: `95 %`, `95.8 %`; `None` is a dash.
pub(super) fn percent(tenths: Option<u32>) -> String {
    match tenths {
        None => "—".to_owned(),
        Some(tenths) if tenths.is_multiple_of(10) => format!("{} %", tenths / 10),
        Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::record;
    use super::*;

    #[test]
    fn counts_are_grouped_and_rates_keep_a_needed_tenth() {
        assert_eq!([0, 999, 1_000, 1_286, 1_000_000].map(grouped), ["0", "999", "1,000", "1,286", "1,000,000"]);
        assert_eq!([Some(950), Some(958), Some(3), None].map(percent), ["95 %", "95.8 %", "0.3 %", "—"]);
    }

    #[test]
    fn a_name_takes_the_lines_it_has() {
        let mut seen = Vec::new();
        let drawn = record((400.0, 100.0), &faces(), |area, scale| {
            let pen = Pen { area, scale };
            for text in ["漏水", "控制板故障", "Ignition failure", "Disassembled", "一个很长很长的名称"]
            {
                seen.push(pen.wrapped(text, Script::regular(12.0, [0; 3]), (48.0, 2))?.join("|"));
            }
            Ok(Vec::new())
        });
        drawn.unwrap();
        assert_eq!(seen, ["漏水", "控制板|故障", "Ignition|failure", "Disasse|mbled", "一个很长|很长的…"]);
    }

    #[test]
    fn a_long_name_is_cut_to_the_room_it_has() {
        let picture = record((400.0, 100.0), &faces(), |area, scale| {
            let pen = Pen { area, scale };
            let script = Script::regular(12.0, [0; 3]);
            for room in [0.0, 11.0, 12.0, 30.0, 60.0, 71.9, 72.0] {
                let cut = pen.elided("新疆生产建设", script, room)?;
                pen.write(&cut, script, Hold::Left, (0.0, 0.0))?;
            }
            Ok(Vec::new())
        });
        let texts: Vec<String> = picture.unwrap().labels().map(|label| label.text.clone()).collect();
        assert_eq!(texts, ["…", "…", "…", "新…", "新疆生产…", "新疆生产…", "新疆生产建设"]);
    }
}
