//! From a picture's shapes to those of egui.

use std::f32::consts::FRAC_PI_2;

use egui::emath::{Rot2, TSTransform};
use egui::epaint::{CircleShape, Mesh, RectShape, TextShape};
use egui::{Color32, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::ScreenFonts;
use crate::charts::Picture;
use crate::charts::display::{self, Bounds, Ink, Label, triangles};

/// All shapes but the texts, relative to the picture's corner and `zoom` times as large.
pub(super) fn shapes(picture: &Picture, zoom: f32) -> Vec<Shape> {
    let larger = TSTransform::from_scaling(zoom);
    let mut shapes: Vec<Shape> = picture.shapes.iter().filter_map(shape).collect();
    if zoom != 1.0 {
        shapes.iter_mut().for_each(|shape| shape.transform(larger));
    }
    shapes
}

/// Paints the shapes at `origin`, then the texts over them. egui lays lines, boxes and texts on whole pixels itself.
pub(super) fn paint(ui: &Ui, (origin, zoom): (Pos2, f32), shapes: &[Shape], picture: &Picture) {
    let painter = ui.painter();
    painter.extend(shapes.iter().map(|shape| {
        let mut shape = shape.clone();
        shape.translate(origin.to_vec2());
        shape
    }));
    let fonts = ScreenFonts::of(ui);
    // Laid out before the painter takes egui's lock: within it no font can be asked.
    let texts: Vec<Shape> = picture.labels().map(|label| text(ui, (origin, zoom), label, &fonts)).collect();
    painter.extend(texts);
}

/// A shape on a previewed page: `scale` pixels a point from its corner. Paper is white, so its colours are those printed.
pub(in crate::ui) fn on_page(of: &display::Shape, origin: Pos2, scale: f32) -> Shape {
    let mut shape = shape(of).unwrap_or(Shape::Noop);
    shape.transform(TSTransform::new(origin.to_vec2(), scale));
    shape
}

fn shape(shape: &display::Shape) -> Option<Shape> {
    match shape {
        display::Shape::Line { points, width, ink } => {
            let stroke = Stroke::new(*width, colour(*ink));
            match points.as_slice() {
                // Two points are laid on the pixel grid, which keeps grid lines crisp.
                [a, b] => Some(Shape::line_segment([place(*a), place(*b)], stroke)),
                points => Some(Shape::line(points.iter().copied().map(place).collect(), stroke)),
            }
        }
        display::Shape::Rect { bounds, width: None, ink } => {
            Some(Shape::Rect(RectShape::filled(rect(bounds), 0.0, colour(*ink))))
        }
        display::Shape::Rect { bounds, width: Some(width), ink } => {
            let stroke = Stroke::new(*width, colour(*ink));
            Some(Shape::Rect(RectShape::stroke(rect(bounds), 0.0, stroke, StrokeKind::Middle)))
        }
        display::Shape::Circle { at, radius, width: None, ink } => {
            Some(Shape::Circle(CircleShape::filled(place(*at), *radius, colour(*ink))))
        }
        display::Shape::Circle { at, radius, width: Some(width), ink } => {
            Some(Shape::Circle(CircleShape::stroke(place(*at), *radius, Stroke::new(*width, colour(*ink)))))
        }
        display::Shape::Polygon { points, ink } => Some(polygon(points, *ink)),
        display::Shape::Text(_) => None,
    }
}

/// egui fills convex outlines only, so any outline is handed over in triangles.
fn polygon(points: &[[f32; 2]], ink: Ink) -> Shape {
    let mut mesh = Mesh::default();
    for point in points {
        mesh.colored_vertex(place(*point), colour(ink));
    }
    for corners in triangles(points) {
        let [a, b, c] = corners.map(|corner| u32::try_from(corner).unwrap_or(0));
        mesh.add_triangle(a, b, c);
    }
    Shape::mesh(mesh)
}

fn text(ui: &Ui, (origin, zoom): (Pos2, f32), label: &Label, fonts: &ScreenFonts) -> Shape {
    let font = FontId::new(label.em * zoom, fonts.family(label.weight));
    let ink = colour(label.ink);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(label.text.clone(), font, ink));
    let angle = f32::from(label.quarter_turns % 4) * FRAC_PI_2;
    let inside: Vec2 = galley.size() * vec2(label.anchor.across, label.anchor.down);
    let corner = origin + place(label.at).to_vec2() * zoom - Rot2::from_angle(angle) * inside;
    let mut shape = TextShape::new(corner, galley, ink);
    shape.angle = angle;
    shape.into()
}

fn place([x, y]: [f32; 2]) -> Pos2 {
    pos2(x, y)
}

fn rect(bounds: &Bounds) -> Rect {
    Rect::from_min_max(pos2(bounds.left, bounds.top), pos2(bounds.right, bounds.bottom))
}

fn colour(ink: Ink) -> Color32 {
    let [red, green, blue] = ink.rgb;
    Color32::from_rgba_unmultiplied(red, green, blue, ink.alpha)
}
