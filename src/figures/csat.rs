//! Customer satisfaction by month: what was answered, how many answered, and whether they were enough (kpi.md 5.4).

use std::collections::BTreeMap;

use super::Share;
use super::kpi::Line;

/// Below this response the answers speak for few (kpi.md 5.4), in per cent.
pub const THIN_BELOW: u32 = 20;

/// The surveys of one month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Month {
    /// `2026-04`.
    pub key: String,
    pub satisfied: u32,
    pub fair: u32,
    pub dissatisfied: u32,
    pub asked: u32,
}

impl Month {
    #[must_use]
    pub const fn answered(&self) -> u32 {
        self.satisfied + self.fair + self.dissatisfied
    }

    /// Answered, of those asked.
    #[must_use]
    pub fn response(&self) -> Share {
        Share::of(self.answered(), self.asked)
    }

    /// Only the best answer, of those who answered.
    #[must_use]
    pub fn top_box(&self) -> Share {
        Share::of(self.satisfied, self.answered())
    }

    /// Whether so few of those asked answered that the month is for reference only.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        self.response().meets(THIN_BELOW * 10) == Some(false)
    }
}

/// Months in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Csat {
    pub months: Vec<Month>,
}

impl Csat {
    /// From the lines of a survey row (K04, K19) by month: key, line, numerator, denominator.
    #[must_use]
    pub fn of<'a>(cells: impl IntoIterator<Item = (&'a str, Line, i64, i64)>) -> Self {
        let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
        let mut months: BTreeMap<&str, Month> = BTreeMap::new();
        for (key, line, part, whole) in cells {
            let month = months.entry(key).or_insert_with(|| Month { key: key.to_owned(), ..Month::default() });
            match line {
                // Fair answers are counted as good; those of the best are told from them.
                Line::Main => {
                    month.dissatisfied = count(whole - part);
                    month.fair = count(part);
                }
                Line::TopBox => month.satisfied = count(part),
                Line::Response => month.asked = count(whole),
                _ => {}
            }
        }
        let apart = |mut month: Month| {
            month.fair = month.fair.saturating_sub(month.satisfied);
            month
        };
        Self { months: months.into_values().map(apart).filter(|month| month.asked > 0).collect() }
    }

    /// All months together: sums of parts over sums of wholes (kpi.md 5.1 rule 3).
    #[must_use]
    pub fn total(&self) -> Month {
        self.months.iter().fold(Month::default(), |total, month| Month {
            key: String::new(),
            satisfied: total.satisfied + month.satisfied,
            fair: total.fair + month.fair,
            dissatisfied: total.dissatisfied + month.dissatisfied,
            asked: total.asked + month.asked,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_apart_and_a_low_response_is_marked() {
        let cells = [
            ("2026-03", Line::TopBox, 6, 10),
            ("2026-03", Line::Main, 9, 10),
            ("2026-03", Line::Response, 10, 51),
            ("2026-02", Line::TopBox, 57, 60),
            ("2026-02", Line::Main, 58, 60),
            ("2026-02", Line::Response, 60, 300),
            ("2026-02", Line::All, 58, 400),
        ];
        let csat = Csat::of(cells);
        let [february, march] = csat.months.as_slice() else { panic!("{csat:?}") };
        assert_eq!((march.satisfied, march.fair, march.dissatisfied, march.asked), (6, 3, 1, 51));
        assert!(march.is_thin() && !february.is_thin(), "20 % itself is enough");
        // kpi.md 5.1 rule 4: 57 of 60.
        let (low, high) = february.top_box().wilson95().unwrap();
        assert_eq!((format!("{low:.2}"), format!("{high:.2}")), ("86.30".to_owned(), "98.29".to_owned()));
        assert_eq!((csat.total().answered(), csat.total().asked), (70, 351));
    }
}
