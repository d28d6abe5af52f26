//! Finds room for a note: never over another note or a point, over the drawn line only where nothing else is free.

use super::display::Bounds;

/// Notes already written and the line they should keep clear of.
pub(super) struct Places {
    /// Notes stay inside.
    room: Bounds,
    taken: Vec<Bounds>,
    segments: Vec<[(f32, f32); 2]>,
    points: Vec<Bounds>,
}

/// Where a note may stand, and how often the line passes through it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub bounds: Bounds,
    pub crossings: usize,
}

impl Places {
    pub fn new(room: Bounds) -> Self {
        Self { room, taken: Vec::new(), segments: Vec::new(), points: Vec::new() }
    }

    pub fn keep_clear_of_line(&mut self, line: &[(f32, f32)], radius: f32) {
        self.segments.extend(line.windows(2).map(|pair| [pair[0], pair[1]]));
        self.points.extend(line.iter().map(|&(x, y)| Bounds::around(x, y, radius * 2.0, radius * 2.0)));
    }

    /// Takes the first of the `candidates` that crosses the line least. `None` when each would cover another note,
    /// cover a point or leave the room: the note is then left to the tooltip.
    pub fn take(&mut self, candidates: impl IntoIterator<Item = Bounds>) -> Option<Place> {
        let mut best: Option<Place> = None;
        for bounds in candidates {
            let covers = |others: &[Bounds]| others.iter().any(|other| other.overlaps(&bounds));
            if !self.room.holds(&bounds, 0.5) || covers(&self.taken) || covers(&self.points) {
                continue;
            }
            let crossings = self.segments.iter().filter(|segment| crosses(segment, &bounds)).count();
            if best.is_none_or(|best| crossings < best.crossings) {
                best = Some(Place { bounds, crossings });
            }
            if crossings == 0 {
                break;
            }
        }
        let Bounds { left, top, right, bottom } = best?.bounds;
        self.taken.push(Bounds::new(left - 2.0, top, right + 2.0, bottom));
        best
    }
}

/// Whether a line segment touches a box: the parts of it inside each pair of edges must have a part in common.
fn crosses(&[(x0, y0), (x1, y1)]: &[(f32, f32); 2], place: &Bounds) -> bool {
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    for (start, end, low, high) in [(x0, x1, place.left, place.right), (y0, y1, place.top, place.bottom)] {
        let run = end - start;
        if run == 0.0 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / run, (high - start) / run);
        from = from.max(a.min(b));
        to = to.min(a.max(b));
    }
    from <= to
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Bounds = Bounds { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };

    #[test]
    fn a_segment_crosses_a_box_it_passes_through() {
        for (segment, expected) in [
            ([(0.0, 15.0), (30.0, 15.0)], true),
            ([(12.0, 12.0), (13.0, 13.0)], true),
            ([(0.0, 0.0), (30.0, 30.0)], true),
            ([(0.0, 5.0), (30.0, 5.0)], false),
            ([(0.0, 25.0), (25.0, 50.0)], false),
            ([(15.0, 0.0), (15.0, 9.0)], false),
            ([(15.0, 0.0), (15.0, 11.0)], true),
        ] {
            assert_eq!(crosses(&segment, &BOX), expected, "{segment:?}");
        }
    }

    #[test]
    fn notes_avoid_each_other_first_and_the_line_second() {
        let mut places = Places::new(Bounds::new(0.0, 0.0, 100.0, 100.0));
        places.keep_clear_of_line(&[(0.0, 15.0), (100.0, 15.0)], 2.0);
        let below = Bounds::new(10.0, 30.0, 20.0, 40.0);
        let mut take = |candidates: &[Bounds]| places.take(candidates.iter().copied()).map(|place| place.bounds);
        assert_eq!(take(&[BOX, below]), Some(below), "clear of the line");
        assert_eq!(take(&[BOX, below]), Some(BOX), "over the line rather than over a note");
        assert_eq!(take(&[BOX, below]), None);
        assert_eq!(take(&[Bounds::new(95.0, 50.0, 105.0, 60.0)]), None, "outside");
    }
}
