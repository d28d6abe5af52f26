//! What every chart must hold at every size; for the tests of this folder.

use super::display::{Bounds, Shape};
use super::measure::tests::faces;
use super::{Area, Drawn, FaceMeasure, Palette, Picture, Recorder, Scale, record};

/// Widths and heights in points: the smallest allowed, those of the dashboard, and a wide screen.
pub(super) const SIZES: [(f32, f32); 9] = [
    (200.0, 110.0),
    (250.0, 146.0),
    (330.0, 200.0),
    (330.0, 330.0),
    (388.0, 262.0),
    (475.5, 233.5),
    (560.0, 300.0),
    (700.0, 200.0),
    (700.0, 330.0),
];

/// Draws at every size with every palette, and looks at each picture.
pub(super) fn tidy_everywhere(
    draw: impl Fn(&Area<Recorder<'_, FaceMeasure<'static>>>, &Palette, Scale) -> Drawn,
) -> Vec<Picture> {
    let measure = faces();
    let mut pictures = Vec::new();
    for size in SIZES {
        for palette in [&Palette::LIGHT, &Palette::DARK, &Palette::PRINT] {
            let picture = record(size, &measure, |area, scale| draw(area, palette, scale)).unwrap();
            let again = record(size, &measure, |area, scale| draw(area, palette, scale)).unwrap();
            assert_eq!(picture, again, "the same figures give the same picture");
            check(&picture);
            pictures.push(picture);
        }
    }
    pictures
}

#[track_caller]
fn check(picture: &Picture) {
    let page = Bounds::new(0.0, 0.0, picture.width, picture.height);
    let labels: Vec<_> = picture.labels().collect();
    for (at, label) in labels.iter().enumerate() {
        let size = (picture.width, picture.height);
        assert!(page.holds(&label.bounds(), 1.0), "{:?} is cut off at {size:?}: {:?}", label.text, label.bounds());
        for other in &labels[at + 1..] {
            let apart = !label.bounds().overlaps(&other.bounds());
            assert!(apart, "{:?} covers {:?} at {size:?}\n{}", label.text, other.text, picture.dump());
        }
    }
    for shape in &picture.shapes {
        let inside = match shape {
            Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
                points.iter().all(|&[x, y]| page.holds(&Bounds::around(x, y, 0.0, 0.0), 0.1))
            }
            Shape::Rect { bounds, .. } => page.holds(bounds, 0.1) && bounds.width() >= 0.0 && bounds.height() >= 0.0,
            Shape::Circle { at: [x, y], radius, .. } => {
                page.holds(&Bounds::around(*x, *y, radius * 2.0, radius * 2.0), 0.1)
            }
            Shape::Text(_) => true,
        };
        assert!(inside, "outside {}x{}: {shape:?}", picture.width, picture.height);
    }
    for hit in &picture.hits {
        // Points of a crowded line are wider than their strips, so only the middle must be inside.
        let (x, y) = ((hit.frame.left + hit.frame.right) / 2.0, (hit.frame.top + hit.frame.bottom) / 2.0);
        assert!(hit.rect.has(x, y), "a mark lies outside its own place: {hit:?}");
        assert!(!hit.tip.title.is_empty() && !hit.tip.rows.is_empty());
    }
}

/// The filled rectangles of one colour.
pub(super) fn bars(picture: &Picture, colour: [u8; 3]) -> Vec<Bounds> {
    let filled = picture.shapes.iter().filter_map(|shape| match shape {
        Shape::Rect { bounds, width: None, ink } if ink.rgb == colour => Some(*bounds),
        _ => None,
    });
    filled.collect()
}

/// All texts, in the order in which they were written.
pub(super) fn texts(picture: &Picture) -> Vec<&str> {
    picture.labels().map(|label| label.text.as_str()).collect()
}
