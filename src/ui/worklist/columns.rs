//! Where the columns of the list stand (design README section 4).

/// Left edge and width of each column, from the left edge of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    pub customer: (f32, f32),
    pub trouble: (f32, f32),
    /// Only on wide screens.
    pub received: Option<(f32, f32)>,
    pub class: (f32, f32),
    pub grade: (f32, f32),
    pub branch: (f32, f32),
    pub stage: (f32, f32),
    pub due: (f32, f32),
}

impl Columns {
    /// The columns for a list of `width`; `wide` is the layout of large screens, `english` gives three columns 20 more.
    #[must_use]
    pub fn of(width: f32, wide: bool, english: bool) -> Self {
        let more = if english { 20.0 } else { 0.0 };
        let inset = 16.0;
        let (gap, fixed): (f32, [f32; 7]) = if wide {
            (14.0, [104.0, 150.0, 62.0 + more, 86.0 + more, 90.0, 76.0 + more, 150.0])
        } else {
            (10.0, [96.0, 0.0, 62.0 + more, 78.0 + more, 74.0, 66.0 + more, 116.0])
        };
        let gaps = if wide { 7.0 } else { 6.0 } * gap;
        let flexible = (width - 2.0 * inset - gaps - fixed.iter().sum::<f32>()).max(90.0);
        let mut left = inset;
        let mut next = |wide: f32| {
            let column = (left, wide);
            left += wide + gap;
            column
        };
        Self {
            customer: next(fixed[0]),
            trouble: next(flexible),
            received: (fixed[1] > 0.0).then(|| next(fixed[1])),
            class: next(fixed[2]),
            grade: next(fixed[3]),
            branch: next(fixed[4]),
            stage: next(fixed[5]),
            due: next(fixed[6]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_fill_the_list_and_keep_their_gaps() {
        for (width, wide) in [(760.0, false), (1100.0, true)] {
            let columns = Columns::of(width, wide, false);
            assert!((columns.due.0 + columns.due.1 - (width - 16.0)).abs() < 0.01, "{width}");
            assert!(columns.trouble.0 >= columns.customer.0 + columns.customer.1 + 10.0);
            assert_eq!(columns.received.is_some(), wide);
        }
    }
}
