//! The recording back end: plotters draws, the shapes are written down.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};

use super::display::{Anchor, Bounds, Ink, Label, Shape};
use super::{ChartError, Drawn, LINE_EM, Measure, Picture, Scale, Weight};

/// Units a point: plotters knows whole units only, so lines and strokes are placed in sixteenths of a point.
const UNITS: f32 = 16.0;

/// Pictures beyond this are refused: no screen or sheet is larger, and plotters counts in 32 bits.
const LARGEST: f32 = 20_000.0;

/// Draws once and writes down what was drawn, in points.
///
/// `width` and `height` are points. The answer depends on nothing but the arguments, so it may be cached by them.
pub fn record<M: Measure>(
    (width, height): (f32, f32),
    measure: &M,
    draw: impl FnOnce(&DrawingArea<Recorder<'_, M>, Shift>, Scale) -> Drawn,
) -> Result<Picture, ChartError> {
    let (need_width, need_height) = super::SMALLEST;
    let fits = |length: f32| (1.0..=LARGEST).contains(&length);
    if !(fits(width) && fits(height)) {
        return Err(ChartError::TooSmall { width, height, need_width, need_height });
    }
    let mut shapes = Vec::new();
    let size = ((width * UNITS) as u32, (height * UNITS) as u32);
    let area = Recorder { shapes: &mut shapes, measure, size }.into_drawing_area();
    let hits = draw(&area, Scale::new(UNITS))?;
    drop(area);
    Ok(Picture { width, height, shapes, hits })
}

/// The back end itself; made by [`record`] only.
pub struct Recorder<'a, M> {
    shapes: &'a mut Vec<Shape>,
    measure: &'a M,
    size: (u32, u32),
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

fn point((x, y): BackendCoord) -> [f32; 2] {
    [x as f32 / UNITS, y as f32 / UNITS]
}

fn ink(colour: BackendColor) -> Ink {
    let (red, green, blue) = colour.rgb;
    Ink { rgb: [red, green, blue], alpha: (colour.alpha.clamp(0.0, 1.0) * 255.0).round() as u8 }
}

fn stroke<S: BackendStyle>(style: &S) -> f32 {
    style.stroke_width() as f32 / UNITS
}

fn em<S: BackendTextStyle>(style: &S) -> f32 {
    style.size() as f32 / LINE_EM / UNITS
}

fn weight<S: BackendTextStyle>(style: &S) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Medium,
        FontStyle::Normal | FontStyle::Oblique | FontStyle::Italic => Weight::Regular,
    }
}

impl<M> Recorder<'_, M> {
    /// What cannot be seen is not written down.
    fn push(&mut self, ink: Ink, shape: Shape) -> Done {
        if ink.alpha > 0 {
            self.shapes.push(shape);
        }
        Ok(())
    }

    fn line(&mut self, points: Vec<[f32; 2]>, width: f32, ink: Ink) -> Done {
        if points.len() < 2 { Ok(()) } else { self.push(ink, Shape::Line { points, width, ink }) }
    }
}

impl<M: Measure> DrawingBackend for Recorder<'_, M> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Done {
        let [left, top] = point(at);
        let bounds = Bounds::new(left, top, left + 1.0 / UNITS, top + 1.0 / UNITS);
        let ink = ink(colour);
        self.push(ink, Shape::Rect { bounds, width: None, ink })
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.line(vec![point(from), point(to)], stroke(style), ink(style.color()))
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Done {
        let ([left, top], [right, bottom]) = (point(a), point(b));
        let ink = ink(style.color());
        let width = (!fill).then(|| stroke(style));
        self.push(ink, Shape::Rect { bounds: Bounds::new(left, top, right, bottom), width, ink })
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.line(path.into_iter().map(point).collect(), stroke(style), ink(style.color()))
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        let ink = ink(style.color());
        let width = (!fill).then(|| stroke(style));
        self.push(ink, Shape::Circle { at: point(at), radius: radius as f32 / UNITS, width, ink })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let ink = ink(style.color());
        self.push(ink, Shape::Polygon { points: path.into_iter().map(point).collect(), ink })
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Done {
        let across = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => 0.5,
            HPos::Right => 1.0,
        };
        let down = match style.anchor().v_pos {
            VPos::Top => 0.0,
            VPos::Center => 0.5,
            VPos::Bottom => 1.0,
        };
        let quarter_turns = match style.transform() {
            FontTransform::None => 0,
            FontTransform::Rotate90 => 1,
            FontTransform::Rotate180 => 2,
            FontTransform::Rotate270 => 3,
        };
        let (em, weight, ink) = (em(style), weight(style), ink(style.color()));
        if text.is_empty() {
            return Ok(());
        }
        let width = self.measure.width(text, em, weight);
        let anchor = Anchor { across, down };
        let label = Label { text: text.to_owned(), at: point(at), anchor, em, weight, width, quarter_turns, ink };
        self.push(ink, Shape::Text(label))
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let em = em(style);
        let width = self.measure.width(text, em, weight(style));
        Ok(((width * UNITS).ceil() as u32, (em * LINE_EM * UNITS).ceil() as u32))
    }

    /// No chart here carries a photo.
    fn blit_bitmap(&mut self, _at: BackendCoord, _size: (u32, u32), _pixels: &[u8]) -> Done {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use plotters::prelude::*;

    use super::super::measure::tests::faces;
    use super::*;

    #[test]
    fn shapes_come_back_in_points() {
        let picture = record((300.0, 200.0), &faces(), |area, scale| {
            area.draw(&Rectangle::new(
                [(scale.px(10.0), scale.px(20.0)), (scale.px(40.0), scale.px(30.0))],
                BLUE.filled(),
            ))?;
            area.draw(&PathElement::new(
                vec![(0, 0), (scale.px(5.5), 0)],
                Color::stroke_width(&BLACK, scale.stroke(1.25)),
            ))?;
            area.draw(&Circle::new((scale.px(50.0), scale.px(50.0)), scale.px(3.0), RED))?;
            area.draw(&Polygon::new(vec![(0, 0), (scale.px(8.0), 0), (0, scale.px(8.0))], GREEN))?;
            area.draw(&Rectangle::new([(0, 0), (16, 16)], TRANSPARENT.filled()))?;
            let style = TextStyle::from(("ui", scale.font(12.0)).into_font()).color(&BLACK);
            area.draw_text("华东", &style, (scale.px(60.0), scale.px(10.0)))?;
            Ok(Vec::new())
        });
        let expected = "rect 10,20 30x10 #0000FF\nline 0,0 6,0 1.2 #000000\nring 50,50 r3.0 #FF0000\n\
                        area 0,0 8,0 0,8 #00FF00\ntext \"华东\" 60,13 em12\n";
        assert_eq!(picture.unwrap().dump(), expected);
    }

    #[test]
    fn sizes_that_are_no_sizes_are_refused() {
        for size in [(0.0, 100.0), (100.0, -1.0), (f32::NAN, 100.0), (1e9, 100.0), (f32::INFINITY, 1.0)] {
            assert!(record(size, &faces(), |_, _| Ok(Vec::new())).is_err(), "{size:?}");
        }
    }
}
