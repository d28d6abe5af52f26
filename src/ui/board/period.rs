//! The periods of the board: which days each covers, and the one before it.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::Stamp;
use crate::domain::words::words;

words! {
    /// A period the board can show.
    pub enum Period {
        Month = "month",
        Quarter = "quarter",
        /// Twelve whole weeks, the running one the last.
        Weeks12 = "weeks12",
        Year = "year",
        /// Everything on record.
        All = "all",
    }
}

impl Period {
    /// First day, and the first day no longer in it, `back` periods before the one that holds `today`.
    ///
    /// [`Period::All`] has no period before it; `back` says nothing there.
    #[must_use]
    pub fn days(self, today: NaiveDate, back: u32) -> (NaiveDate, NaiveDate) {
        let months = |first: NaiveDate, length: u32| {
            let from = first.checked_sub_months(Months::new(back.saturating_mul(length))).unwrap_or(first);
            (from, from.checked_add_months(Months::new(length)).unwrap_or(from))
        };
        let first_of_month = today.with_day(1).unwrap_or(today);
        match self {
            Self::Month => months(first_of_month, 1),
            Self::Quarter => months(first_of_month.with_month0(today.month0() / 3 * 3).unwrap_or(first_of_month), 3),
            Self::Year => months(first_of_month.with_month0(0).unwrap_or(first_of_month), 12),
            Self::Weeks12 => {
                let ahead = 7 - u64::from(today.weekday().num_days_from_monday());
                let end = today.checked_add_days(Days::new(ahead)).unwrap_or(today);
                let to = end.checked_sub_days(Days::new(84 * u64::from(back))).unwrap_or(end);
                (to.checked_sub_days(Days::new(84)).unwrap_or(to), to)
            }
            Self::All => (Stamp(0).date(), today.succ_opt().unwrap_or(today)),
        }
    }

    /// [`Period::days`] as moments of UTC+8.
    #[must_use]
    pub fn span(self, now: Stamp, back: u32) -> (Stamp, Stamp) {
        let (from, to) = self.days(now.date(), back);
        (midnight(from), midnight(to))
    }
}

/// The first moment of a day.
#[must_use]
pub fn midnight(day: NaiveDate) -> Stamp {
    Stamp::from_wall(day.and_time(chrono::NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_whole_and_follow_one_another() {
        // 2026-04-09 is a Thursday.
        let table = [
            (Period::Month, 0, "2026-04-01", "2026-05-01"),
            (Period::Month, 4, "2025-12-01", "2026-01-01"),
            (Period::Quarter, 0, "2026-04-01", "2026-07-01"),
            (Period::Quarter, 1, "2026-01-01", "2026-04-01"),
            (Period::Year, 1, "2025-01-01", "2026-01-01"),
            (Period::Weeks12, 0, "2026-01-19", "2026-04-13"),
            (Period::Weeks12, 1, "2025-10-27", "2026-01-19"),
            (Period::All, 3, "1970-01-01", "2026-04-10"),
        ];
        for (period, back, from, to) in table {
            let (first, end) = period.days("2026-04-09".parse().unwrap(), back);
            assert_eq!((first.to_string(), end.to_string()), (from.to_owned(), to.to_owned()), "{period:?} {back}");
            if period != Period::All {
                assert_eq!(period.days("2026-04-09".parse().unwrap(), back + 1).1, first, "no hole before {period:?}");
            }
        }
    }

    #[test]
    fn a_period_begins_at_midnight_of_the_office() {
        let now = Stamp::from_wall("2026-04-09T10:24:00".parse().unwrap());
        assert_eq!(Period::Month.span(now, 0).0.wall().to_string(), "2026-04-01 00:00:00");
    }
}
