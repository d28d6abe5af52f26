//! Shapes of charts as PDF operators.

use printpdf::{Line, LinePoint, Op, PaintMode, Point, Polygon, PolygonRing, Pt, WindingOrder};

use super::{Tone, Writer, round};
use crate::charts::Bounds;
use crate::charts::display::{Ink, Shape};

/// How far the handles of a quarter circle reach, in radii.
const QUARTER: f32 = 0.552_284_8;

/// Charts lie on white paper: what shines through is mixed with it.
fn tone(ink: Ink) -> Tone {
    let strength = f32::from(ink.alpha) / 255.0;
    Tone::Colour(ink.rgb.map(|part| (255.0 - (255.0 - f32::from(part)) * strength).round() as u8))
}

impl Writer<'_> {
    /// Writes one shape; its texts are runs of the page and not written here.
    pub(super) fn drawn(&mut self, shape: &Shape) {
        match shape {
            Shape::Line { points, width, ink } => {
                let points = points.iter().map(|point| self.corner(*point)).collect();
                self.line(points, false, (*ink, *width));
            }
            Shape::Polygon { points, ink } => self.polygon(std::slice::from_ref(points), tone(*ink)),
            Shape::Rect { bounds, width, ink } => {
                let Bounds { left, top, right, bottom } = *bounds;
                let ring = vec![[left, top], [right, top], [right, bottom], [left, bottom]];
                match width {
                    None => self.polygon(&[ring], tone(*ink)),
                    Some(width) => {
                        let points = ring.into_iter().map(|point| self.corner(point)).collect();
                        self.line(points, true, (*ink, *width));
                    }
                }
            }
            Shape::Circle { at, radius, width, ink } => {
                let points = self.circle(*at, *radius);
                match width {
                    Some(width) => self.line(points, true, (*ink, *width)),
                    None => {
                        self.tone(tone(*ink));
                        let rings = vec![PolygonRing { points }];
                        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
                        self.ops.push(Op::DrawPolygon { polygon });
                    }
                }
            }
            Shape::Text(_) => {}
        }
    }

    fn line(&mut self, points: Vec<LinePoint>, is_closed: bool, (ink, width): (Ink, f32)) {
        self.stroke(tone(ink), width);
        self.ops.push(Op::DrawLine { line: Line { points, is_closed } });
    }

    /// Four quarters, each with its two handles.
    fn circle(&self, [x, y]: [f32; 2], radius: f32) -> Vec<LinePoint> {
        let y = self.height - y;
        let near = radius * QUARTER;
        let around = [
            (radius, 0.0, false),
            (radius, near, true),
            (near, radius, true),
            (0.0, radius, false),
            (-near, radius, true),
            (-radius, near, true),
            (-radius, 0.0, false),
            (-radius, -near, true),
            (-near, -radius, true),
            (0.0, -radius, false),
            (near, -radius, true),
            (radius, -near, true),
            (radius, 0.0, false),
        ];
        let point = |(dx, dy, bezier)| LinePoint { p: Point { x: Pt(round(x + dx)), y: Pt(round(y + dy)) }, bezier };
        around.map(point).to_vec()
    }
}
