//! Word-sized pictures: the course of one figure, and the weeks of a batch. They have no axes and no marks of their own.

use plotters_backend::DrawingBackend;

use super::display::Bounds;
use super::palette::Palette;
use super::pen::Pen;
use super::{Area, ChartError, Drawn, Scale};

/// The smallest place they can be seen in, in points.
pub const LEAST: (f32, f32) = (24.0, 10.0);

/// The course of one figure.
#[derive(Debug, Clone, Copy)]
pub struct Spark<'a> {
    /// Oldest first; a period without a base is a gap.
    pub points: &'a [Option<f64>],
    /// Dashed; `None` where there is no target.
    pub target: Option<f64>,
}

fn room<DB: DrawingBackend>(area: &Area<DB>, scale: Scale) -> Result<(f32, f32), ChartError> {
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (width as f32 / scale.0, height as f32 / scale.0);
    let (need_width, need_height) = LEAST;
    if width < need_width || height < need_height {
        return Err(ChartError::TooSmall { width, height, need_width, need_height });
    }
    Ok((width, height))
}

/// Draws the course as a line over the whole width, its newest point as a dot.
///
/// The lowest and the highest of points and target touch the edges; a course that never moves lies in the middle.
pub fn spark<DB: DrawingBackend>(area: &Area<DB>, view: Spark<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = room(area, scale)?;
    let pen = Pen { area, scale };
    let known = || view.points.iter().flatten().copied().chain(view.target);
    let (low, high) = known().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if !view.points.iter().any(Option::is_some) {
        return Ok(Vec::new());
    }
    let edge = 3.5;
    let y_of = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        height - edge - share as f32 * (height - 2.0 * edge)
    };
    let step = (width - 2.0 * edge) / view.points.len().saturating_sub(1).max(1) as f32;
    let x_of = |at: usize| if view.points.len() == 1 { width / 2.0 } else { edge + step * at as f32 };
    if let Some(target) = view.target {
        pen.dashed([(0.0, y_of(target)), (width, y_of(target))], (3.0, 3.0), pal.tertiary)?;
    }
    let blue = pal.classes[0];
    let placed: Vec<Option<(f32, f32)>> =
        view.points.iter().enumerate().map(|(at, value)| Some((x_of(at), y_of((*value)?)))).collect();
    for run in placed.split(Option::is_none) {
        let run: Vec<(f32, f32)> = run.iter().copied().flatten().collect();
        match run.as_slice() {
            [] => {}
            [only] => pen.dot(*only, 1.25, blue, None)?,
            run => pen.line(run, blue, 1.5)?,
        }
    }
    if let Some(newest) = placed.iter().rev().copied().flatten().next() {
        pen.dot(newest, 2.5, blue, None)?;
    }
    Ok(Vec::new())
}

/// Draws one small bar a week, oldest first; the last `window` weeks, which the warning counts, in the strong colour.
pub fn weeks<DB: DrawingBackend>(
    area: &Area<DB>,
    (counts, window): (&[u32], usize),
    pal: &Palette,
    scale: Scale,
) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = room(area, scale)?;
    let pen = Pen { area, scale };
    let slot = width / counts.len().max(1) as f32;
    let bar = (slot - (slot * 0.2).clamp(0.5, 2.0)).max(0.5);
    let largest = counts.iter().copied().max().unwrap_or(0).max(1) as f32;
    for (at, count) in counts.iter().enumerate() {
        let left = slot * at as f32;
        let recent = at + window >= counts.len();
        // A week without a case keeps a thin foot, so that the weeks can be told apart.
        let high = if *count == 0 { 1.0 } else { (*count as f32 / largest * height).max(2.0) };
        let ink = match (count, recent) {
            (0, _) => pal.grid,
            (_, true) => pal.classes[1],
            (_, false) => pal.minor,
        };
        pen.fill(Bounds::new(left, height - high, left + bar, height), ink)?;
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::super::display::Shape;
    use super::super::measure::tests::faces;
    use super::super::tidy::bars;
    use super::super::{Picture, record};
    use super::*;

    fn course(points: &[Option<f64>], target: Option<f64>) -> Picture {
        let view = Spark { points, target };
        record((150.0, 34.0), &faces(), |area, scale| spark(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    fn lines(picture: &Picture, rgb: [u8; 3]) -> Vec<Vec<[f32; 2]>> {
        let found = picture.shapes.iter().filter_map(|shape| match shape {
            Shape::Line { points, ink, .. } if ink.rgb == rgb => Some(points.clone()),
            _ => None,
        });
        found.collect()
    }

    #[test]
    fn the_course_ends_in_a_dot_and_the_target_is_dashed() {
        let picture = course(&[Some(92.0), Some(94.0), Some(96.0)], Some(95.0));
        let line = &lines(&picture, Palette::LIGHT.classes[0])[0];
        assert_eq!((line.len(), line[0][1] > line[1][1], line[1][1] > line[2][1]), (3, true, true));
        let dashes = lines(&picture, Palette::LIGHT.tertiary);
        let share = (line[0][1] - dashes[0][0][1]) / (line[0][1] - line[2][1]);
        assert!(dashes.len() > 10 && (share - 0.75).abs() < 0.01, "95 lies three quarters up from 92 to 96");
        let dots = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Circle { .. })).count();
        assert_eq!(dots, 1);
    }

    #[test]
    fn a_gap_breaks_the_line_and_one_value_is_a_dot() {
        let picture = course(&[Some(1.0), Some(2.0), None, Some(1.0), None], None);
        assert_eq!(lines(&picture, Palette::LIGHT.classes[0]).len(), 1);
        assert!(course(&[None, None], Some(95.0)).shapes.is_empty(), "no figure, no line");
        assert_eq!(course(&[Some(7.0)], None).shapes.len(), 2);
        let still = course(&[Some(5.0), Some(5.0)], None);
        assert!((lines(&still, Palette::LIGHT.classes[0])[0][0][1] - 17.0).abs() < 0.1, "in the middle");
    }

    /// b9: the weeks of the window stand out from their history.
    #[test]
    fn weeks_are_bars_and_those_of_the_window_stand_out() {
        let counts = [0, 1, 0, 2, 4, 8];
        let picture = record((120.0, 24.0), &faces(), |area, scale| weeks(area, (&counts, 2), &Palette::LIGHT, scale));
        let picture = picture.unwrap();
        let recent = bars(&picture, Palette::LIGHT.classes[1]);
        assert_eq!((recent.len(), bars(&picture, Palette::LIGHT.minor).len()), (2, 2));
        assert!((recent[1].height() - 24.0).abs() < 0.1 && (recent[0].height() - 12.0).abs() < 0.1);
    }

    #[test]
    fn no_room_is_refused() {
        let drawn = record((10.0, 34.0), &faces(), |area, scale| {
            spark(area, Spark { points: &[Some(1.0)], target: None }, &Palette::LIGHT, scale)
        });
        assert!(matches!(drawn, Err(ChartError::TooSmall { .. })));
    }
}
