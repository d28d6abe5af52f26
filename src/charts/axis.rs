//! A straight axis whose marks are chosen by the chart, not by plotters.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

/// From `start` to `end` (which may be smaller, for an axis that runs downwards), labelled at `marks` only.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    pub start: f64,
    pub end: f64,
    pub marks: Vec<f64>,
}

impl Axis {
    pub fn new(start: f64, end: f64, marks: impl IntoIterator<Item = f64>) -> Self {
        Self { start, end, marks: marks.into_iter().collect() }
    }
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn range(&self) -> Range<f64> {
        self.start..self.end
    }

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let run = self.end - self.start;
        let share = if run == 0.0 { 0.5 } else { (value - self.start) / run };
        // Far beyond the axis is still a number plotters can add to.
        let share = share.clamp(-10.0, 11.0);
        from + (share * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.marks.clone() }
    }
}

/// Round steps up from zero to `largest`, at most `most` of them.
pub(super) fn ticks(largest: f64, most: usize) -> Vec<f64> {
    let step = round_step(largest, most);
    (0..=most).map(|at| at as f64 * step).filter(|value| *value <= largest).collect()
}

/// The same steps, the last one at `largest` or above it.
pub(super) fn rungs(largest: f64, most: usize) -> Vec<f64> {
    let step = round_step(largest, most);
    let last = (largest / step).ceil().max(1.0) as usize;
    (0..=last.min(most)).map(|at| at as f64 * step).collect()
}

/// The smallest of 1, 2 or 5 times a power of ten that needs at most `most` steps; never below one.
fn round_step(largest: f64, most: usize) -> f64 {
    let power = 10_f64.powf((largest / most as f64).log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| largest / step <= most as f64);
    step.unwrap_or(largest).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_rungs_reach_the_largest() {
        assert_eq!(ticks(318.0, 4), [0.0, 100.0, 200.0, 300.0]);
        assert_eq!(rungs(268.0, 4), [0.0, 100.0, 200.0, 300.0]);
        assert_eq!(rungs(3.0, 4), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(rungs(300.0, 3), [0.0, 100.0, 200.0, 300.0]);
        assert_eq!(rungs(0.0, 4), [0.0, 1.0]);
    }

    #[test]
    fn values_lie_in_proportion_either_way_round() {
        let up = Axis::new(90.0, 100.0, [90.0, 100.0]);
        assert_eq!([90.0, 95.0, 100.0].map(|value| up.map(&value, (0, 200))), [0, 100, 200]);
        let down = Axis::new(5.0, 0.0, []);
        assert_eq!([0.0, 2.5, 5.0].map(|value| down.map(&value, (100, 0))), [0, 50, 100]);
    }

    #[test]
    fn an_axis_without_length_and_values_without_measure_stay_numbers() {
        assert_eq!(Axis::new(1.0, 1.0, []).map(&7.0, (10, 20)), 15);
        assert_eq!(Axis::new(0.0, 1.0, []).map(&f64::MAX, (0, 100)), 1100);
        assert_eq!(Axis::new(0.0, 1.0, []).map(&f64::NAN, (0, 100)), 0);
    }
}
