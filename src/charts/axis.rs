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

#[cfg(test)]
mod tests {
    use super::*;

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
