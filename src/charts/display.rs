//! What was drawn, as a list of plain shapes in points: the one form that screen, paper and tests read.

use std::fmt::Write as _;

use super::palette::Rgb;
use super::{Hit, LINE_EM, Measure, Weight};

/// A rectangle in points, y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Bounds {
    #[must_use]
    pub fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left, top, right, bottom }
    }

    #[must_use]
    pub fn around(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self::new(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0)
    }

    #[must_use]
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    #[must_use]
    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    #[must_use]
    pub fn moved(self, [x, y]: [f32; 2]) -> Self {
        Self::new(self.left + x, self.top + y, self.right + x, self.bottom + y)
    }

    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        Self::new(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)
    }

    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether `other` lies inside, give or take `slack`.
    #[must_use]
    pub fn holds(&self, other: &Self, slack: f32) -> bool {
        other.left >= self.left - slack
            && other.top >= self.top - slack
            && other.right <= self.right + slack
            && other.bottom <= self.bottom + slack
    }

    #[must_use]
    pub fn has(&self, x: f32, y: f32) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Distance of a point to the nearest edge, zero inside.
    #[must_use]
    pub fn distance(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - x.clamp(self.left, self.right), y - y.clamp(self.top, self.bottom));
        dx.hypot(dy)
    }
}

/// A colour with its strength; 255 covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ink {
    pub rgb: Rgb,
    pub alpha: u8,
}

/// Where the anchor lies in the text, as shares of its width and line height: 0 left or top, 1 right or bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    pub across: f32,
    pub down: f32,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub text: String,
    pub at: [f32; 2],
    pub anchor: Anchor,
    /// Size in points.
    pub em: f32,
    pub weight: Weight,
    /// Measured when drawn. The painter may measure again; both must use the same face.
    pub width: f32,
    /// Clockwise turns of 90 degrees about the anchor.
    pub quarter_turns: u8,
    pub ink: Ink,
}

impl Label {
    /// The box of the characters themselves, one em high; the line around them is higher.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let line = self.em * LINE_EM;
        let left = -self.width * self.anchor.across;
        let top = -line * self.anchor.down + (line - self.em) / 2.0;
        let (right, bottom) = (left + self.width, top + self.em);
        let [x, y] = self.at;
        match self.quarter_turns % 4 {
            0 => Bounds::new(x + left, y + top, x + right, y + bottom),
            1 => Bounds::new(x - bottom, y + left, x - top, y + right),
            2 => Bounds::new(x - right, y - bottom, x - left, y - top),
            _ => Bounds::new(x + top, y - right, x + bottom, y - left),
        }
    }

    /// Where the writing line of upright text begins: for painters that place text by its baseline.
    ///
    /// Noto Sans SC draws hanzi 0.055 em below the middle of its line; this puts them into the middle.
    #[must_use]
    pub fn baseline(&self) -> [f32; 2] {
        const ASCENT_EM: f32 = 1.160 - 0.055;
        let [x, y] = self.at;
        [x - self.width * self.anchor.across, y - self.em * LINE_EM * self.anchor.down + self.em * ASCENT_EM]
    }
}

/// One shape. Later ones lie over earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An open run of straight lines, two points or more.
    Line {
        points: Vec<[f32; 2]>,
        width: f32,
        ink: Ink,
    },
    /// Filled, or outlined with a stroke of `width`.
    Rect {
        bounds: Bounds,
        width: Option<f32>,
        ink: Ink,
    },
    /// Filled, or outlined with a stroke of `width`.
    Circle {
        at: [f32; 2],
        radius: f32,
        width: Option<f32>,
        ink: Ink,
    },
    /// Filled; may be concave, see [`triangles`].
    Polygon {
        points: Vec<[f32; 2]>,
        ink: Ink,
    },
    Text(Label),
}

impl Shape {
    /// The same shape, `x` further right and `y` further down.
    #[must_use]
    pub fn moved(mut self, [x, y]: [f32; 2]) -> Self {
        let shift = |point: &mut [f32; 2]| *point = [point[0] + x, point[1] + y];
        match &mut self {
            Self::Line { points, .. } | Self::Polygon { points, .. } => points.iter_mut().for_each(shift),
            Self::Rect { bounds, .. } => *bounds = bounds.moved([x, y]),
            Self::Circle { at, .. } => shift(at),
            Self::Text(label) => shift(&mut label.at),
        }
        self
    }
}

impl Shape {
    /// The same shape, everything of it `factor` times as large.
    #[must_use]
    pub fn scaled(mut self, factor: f32) -> Self {
        let grow = |point: &mut [f32; 2]| *point = point.map(|part| part * factor);
        match &mut self {
            Self::Line { points, width, .. } => {
                points.iter_mut().for_each(grow);
                *width *= factor;
            }
            Self::Polygon { points, .. } => points.iter_mut().for_each(grow),
            Self::Rect { bounds, width, .. } => {
                *bounds = bounds.scaled(factor);
                *width = width.map(|width| width * factor);
            }
            Self::Circle { at, radius, width, .. } => {
                grow(at);
                *radius *= factor;
                *width = width.map(|width| width * factor);
            }
            Self::Text(label) => {
                grow(&mut label.at);
                label.em *= factor;
                label.width *= factor;
            }
        }
        self
    }
}

/// A drawn chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Points.
    pub width: f32,
    pub height: f32,
    pub shapes: Vec<Shape>,
    pub hits: Vec<Hit>,
}

impl Picture {
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(label) => Some(label),
            _ => None,
        })
    }

    /// Lays another picture onto this one, its upper left corner at the place given; its marks stay with it.
    pub fn put(&mut self, other: Self, at: [f32; 2]) {
        self.shapes.extend(other.shapes.into_iter().map(|shape| shape.moved(at)));
        self.hits.extend(other.hits.into_iter().map(|hit| Hit {
            rect: hit.rect.moved(at),
            frame: hit.frame.moved(at),
            ..hit
        }));
    }

    /// The picture `factor` times as large, such as one that is made for a screen and printed on a sheet.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        let hit = |hit: Hit| Hit { rect: hit.rect.scaled(factor), frame: hit.frame.scaled(factor), ..hit };
        Self {
            width: self.width * factor,
            height: self.height * factor,
            shapes: self.shapes.into_iter().map(|shape| shape.scaled(factor)).collect(),
            hits: self.hits.into_iter().map(hit).collect(),
        }
    }

    /// Writes one line of text: `across` is the share of its width that lies left of the place, whose `y` is its middle.
    pub fn write(
        &mut self,
        measure: &impl Measure,
        script: (f32, Weight, Rgb),
        (at, across): ([f32; 2], f32),
        text: &str,
    ) {
        let (em, weight, rgb) = script;
        let label = Label {
            text: text.to_owned(),
            at,
            anchor: Anchor { across, down: 0.5 },
            em,
            weight,
            width: measure.width(text, em, weight),
            quarter_turns: 0,
            ink: Ink { rgb, alpha: 255 },
        };
        self.shapes.push(Shape::Text(label));
    }

    /// The mark under a point: the smallest whose place holds it, of equal ones the nearest.
    #[must_use]
    pub fn hit_at(&self, x: f32, y: f32) -> Option<usize> {
        let rank = |hit: &Hit| (hit.rect.width() * hit.rect.height(), hit.frame.distance(x, y));
        let found = self.hits.iter().enumerate().filter(|(_, hit)| hit.rect.has(x, y));
        found
            .min_by(|(_, a), (_, b)| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal))
            .map(|(at, _)| at)
    }

    /// Every mark with its values, a line each: what a person who cannot see the chart is told.
    #[must_use]
    pub fn spoken(&self) -> String {
        let lines: Vec<String> = self.hits.iter().map(|hit| hit.tip.line()).collect();
        lines.join("\n")
    }

    /// The shapes as text, one a line, in whole points: for tests that compare what was plotted.
    #[must_use]
    pub fn dump(&self) -> String {
        let mut out = String::new();
        for shape in &self.shapes {
            // Writing to a string cannot fail.
            let _ = match shape {
                Shape::Line { points, width, ink } => {
                    writeln!(out, "line {} {width:.1} {}", dump_points(points), dump_ink(*ink))
                }
                Shape::Rect { bounds: b, width, ink } => {
                    let kind = if width.is_some() { "frame" } else { "rect" };
                    writeln!(
                        out,
                        "{kind} {:.0},{:.0} {:.0}x{:.0} {}",
                        b.left,
                        b.top,
                        b.width(),
                        b.height(),
                        dump_ink(*ink)
                    )
                }
                Shape::Circle { at, radius, width, ink } => {
                    let kind = if width.is_some() { "ring" } else { "dot" };
                    writeln!(out, "{kind} {:.0},{:.0} r{radius:.1} {}", at[0], at[1], dump_ink(*ink))
                }
                Shape::Polygon { points, ink } => writeln!(out, "area {} {}", dump_points(points), dump_ink(*ink)),
                Shape::Text(label) => {
                    let b = label.bounds();
                    writeln!(out, "text {:?} {:.0},{:.0} em{}", label.text, b.left, b.top, label.em)
                }
            };
        }
        out
    }
}

fn dump_points(points: &[[f32; 2]]) -> String {
    points.iter().map(|[x, y]| format!("{x:.0},{y:.0}")).collect::<Vec<_>>().join(" ")
}

fn dump_ink(ink: Ink) -> String {
    let [red, green, blue] = ink.rgb;
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn cross(a: [f32; 2], b: [f32; 2], c: [f32; 2]) -> f32 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Cuts a simple polygon, convex or not, into triangles of indices into `points`, by clipping ears.
///
/// Painters that fill convex shapes only need this. A polygon that crosses itself gives some triangles, never a hang.
#[must_use]
pub fn triangles(points: &[[f32; 2]]) -> Vec<[usize; 3]> {
    let mut left: Vec<usize> = (0..points.len()).collect();
    let area: f32 = (0..points.len()).map(|at| cross([0.0, 0.0], points[at], points[(at + 1) % points.len()])).sum();
    if area < 0.0 {
        left.reverse();
    }
    let mut cut = Vec::with_capacity(points.len().saturating_sub(2));
    while left.len() > 2 {
        let n = left.len();
        let corner = |at: usize| [left[(at + n - 1) % n], left[at], left[(at + 1) % n]];
        let is_ear = |at: &usize| {
            let [a, b, c] = corner(*at).map(|index| points[index]);
            let inside = |p: [f32; 2]| cross(a, b, p) >= 0.0 && cross(b, c, p) >= 0.0 && cross(c, a, p) >= 0.0;
            let blocked = |index: &usize| {
                let p = points[*index];
                p != a && p != b && p != c && inside(p)
            };
            cross(a, b, c) > 0.0 && !left.iter().any(blocked)
        };
        // Without an ear only flat or crossing corners remain; the first goes, so that the loop always ends.
        let ear = (0..n).find(is_ear);
        if let Some(at) = ear {
            cut.push(corner(at));
        }
        left.remove(ear.unwrap_or(0));
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Mark, Tip};

    fn area(points: &[[f32; 2]]) -> f32 {
        triangles(points).iter().map(|t| cross(points[t[0]], points[t[1]], points[t[2]]) / 2.0).sum()
    }

    #[test]
    fn a_concave_outline_is_filled_without_its_notch() {
        let notch = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [5.0, 2.0], [0.0, 10.0]];
        let backwards: Vec<_> = notch.iter().copied().rev().collect();
        assert_eq!(triangles(&notch).len(), 3);
        assert!((area(&notch) - 60.0).abs() < 1e-3 && (area(&backwards) - 60.0).abs() < 1e-3);
    }

    #[test]
    fn broken_outlines_end_with_few_triangles() {
        assert!(triangles(&[]).is_empty());
        assert!(triangles(&[[1.0, 1.0], [2.0, 2.0]]).is_empty());
        assert!(triangles(&[[1.0, 1.0]; 6]).is_empty());
        let crossing = [[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]];
        assert!(triangles(&crossing).len() <= 2);
        assert!(triangles(&[[f32::NAN, 0.0], [1.0, f32::NAN], [2.0, 2.0]]).is_empty());
    }

    #[test]
    fn a_turned_label_keeps_its_size() {
        let mut label = Label {
            text: "华东".to_owned(),
            at: [50.0, 50.0],
            anchor: Anchor { across: 0.0, down: 0.5 },
            em: 10.0,
            weight: Weight::Regular,
            width: 20.0,
            quarter_turns: 0,
            ink: Ink { rgb: [0; 3], alpha: 255 },
        };
        let boxes = [0, 1, 2, 3].map(|turns| {
            label.quarter_turns = turns;
            label.bounds()
        });
        assert_eq!(boxes[0], Bounds::new(50.0, 45.0, 70.0, 55.0));
        assert_eq!(boxes[1], Bounds::new(45.0, 50.0, 55.0, 70.0));
        assert_eq!(boxes[2], Bounds::new(30.0, 45.0, 50.0, 55.0));
        assert_eq!(boxes[3], Bounds::new(45.0, 30.0, 55.0, 50.0));
    }

    #[test]
    fn a_picture_on_a_picture_keeps_its_shapes_and_marks_together() {
        let ink = Ink { rgb: [0; 3], alpha: 255 };
        let bounds = Bounds::new(1.0, 2.0, 3.0, 4.0);
        let hit = Hit { rect: bounds, frame: bounds, mark: Mark::Class(1), tip: Tip::default() };
        let small = Picture {
            width: 5.0,
            height: 5.0,
            shapes: vec![
                Shape::Rect { bounds, width: None, ink },
                Shape::Line { points: vec![[0.0, 0.0], [5.0, 5.0]], width: 1.0, ink },
            ],
            hits: vec![hit],
        };
        let mut page = Picture { width: 50.0, height: 50.0, ..Picture::default() };
        page.put(small, [10.0, 20.0]);
        assert_eq!(page.dump(), "rect 11,22 2x2 #000000\nline 10,20 15,25 1.0 #000000\n");
        assert_eq!(page.hit_at(12.0, 23.0), Some(0));
        let half = page.scaled(0.5);
        assert_eq!((half.width, half.hit_at(6.0, 11.5)), (25.0, Some(0)));
        assert!(half.dump().ends_with("line 5,10 8,12 0.5 #000000\n"), "{}", half.dump());
    }

    #[test]
    fn a_thin_mark_wins_over_the_wide_one_around_it() {
        let hit = |left, right, mark| Hit {
            rect: Bounds::new(left, 0.0, right, 10.0),
            frame: Bounds::new(left, 2.0, right, 8.0),
            mark,
            tip: Tip::default(),
        };
        let picture = Picture {
            hits: vec![
                hit(0.0, 100.0, Mark::Class(0)),
                hit(40.0, 48.0, Mark::Class(1)),
                hit(46.0, 54.0, Mark::Class(2)),
            ],
            ..Picture::default()
        };
        assert_eq!(picture.hit_at(41.0, 5.0), Some(1));
        assert_eq!(picture.hit_at(53.0, 5.0), Some(2));
        assert_eq!(picture.hit_at(80.0, 9.0), Some(0));
        assert_eq!(picture.hit_at(80.0, 11.0), None);
    }
}
