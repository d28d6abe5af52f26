//! The periods of the board: which days each covers, and the one before it.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::Stamp;
use crate::domain::words::words;
use crate::figures::on_time::Step;

words! {
    /// A period the board can show.
    pub enum Period {
        Day = "day",
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        /// Twelve whole weeks, the running one the last.
        Weeks12 = "weeks12",
        Year = "year",
        /// From one day to another, as the person says.
        Own = "own",
    }
}

impl Period {
    /// First day, and the first day no longer in it, `back` periods before the one that holds `today`.
    ///
    /// `own` is the first and the last day a person gave; a period of one's own goes back by its own length.
    #[must_use]
    pub fn days(self, today: NaiveDate, back: u32, own: (NaiveDate, NaiveDate)) -> (NaiveDate, NaiveDate) {
        let days = |end: NaiveDate, length: u64| {
            let to = end.checked_sub_days(Days::new(length * u64::from(back))).unwrap_or(end);
            (to.checked_sub_days(Days::new(length)).unwrap_or(to), to)
        };
        let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        let months = |first: NaiveDate, length: u32| {
            let from = first.checked_sub_months(Months::new(back.saturating_mul(length))).unwrap_or(first);
            (from, from.checked_add_months(Months::new(length)).unwrap_or(from))
        };
        let first_of_month = today.with_day(1).unwrap_or(today);
        match self {
            Self::Month => months(first_of_month, 1),
            Self::Quarter => months(first_of_month.with_month0(today.month0() / 3 * 3).unwrap_or(first_of_month), 3),
            Self::Year => months(first_of_month.with_month0(0).unwrap_or(first_of_month), 12),
            Self::Day => days(after(today), 1),
            Self::Week => days(end_of_week(today), 7),
            Self::Weeks12 => days(end_of_week(today), 84),
            Self::Own => {
                let (first, last) = (own.0.min(own.1), own.0.max(own.1));
                days(after(last), u64::try_from((last - first).num_days()).unwrap_or(0) + 1)
            }
        }
    }

    /// [`Period::days`] as moments of UTC+8.
    #[must_use]
    pub fn span(self, now: Stamp, back: u32, own: (NaiveDate, NaiveDate)) -> (Stamp, Stamp) {
        let (from, to) = self.days(now.date(), back, own);
        (midnight(from), midnight(to))
    }
}

/// The Monday after a day.
fn end_of_week(day: NaiveDate) -> NaiveDate {
    let ahead = 7 - u64::from(day.weekday().num_days_from_monday());
    day.checked_add_days(Days::new(ahead)).unwrap_or(day)
}

/// How long one point lasts, so that a period has a readable number of them.
#[must_use]
pub fn step(from: NaiveDate, end: NaiveDate) -> Step {
    match (end - from).num_days() {
        ..=31 => Step::Day,
        32..=190 => Step::Week,
        _ => Step::Month,
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
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let own = (day("2026-03-20"), day("2026-03-11"));
        let table = [
            (Period::Day, 0, "2026-04-09", "2026-04-10"),
            (Period::Week, 1, "2026-03-30", "2026-04-06"),
            (Period::Month, 0, "2026-04-01", "2026-05-01"),
            (Period::Month, 4, "2025-12-01", "2026-01-01"),
            (Period::Quarter, 0, "2026-04-01", "2026-07-01"),
            (Period::Quarter, 1, "2026-01-01", "2026-04-01"),
            (Period::Year, 1, "2025-01-01", "2026-01-01"),
            (Period::Weeks12, 0, "2026-01-19", "2026-04-13"),
            (Period::Weeks12, 1, "2025-10-27", "2026-01-19"),
            (Period::Own, 0, "2026-03-11", "2026-03-21"),
            (Period::Own, 1, "2026-03-01", "2026-03-11"),
        ];
        for (period, back, from, to) in table {
            let (first, end) = period.days(day("2026-04-09"), back, own);
            assert_eq!((first.to_string(), end.to_string()), (from.to_owned(), to.to_owned()), "{period:?} {back}");
            assert_eq!(period.days(day("2026-04-09"), back + 1, own).1, first, "no hole before {period:?}");
        }
    }

    #[test]
    fn a_point_is_a_day_a_week_or_a_month() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(step(day("2026-03-01"), day("2026-04-01")), Step::Day);
        assert_eq!(step(day("2026-01-01"), day("2026-04-01")), Step::Week);
        assert_eq!(step(day("2026-01-01"), day("2027-01-01")), Step::Month);
    }

    #[test]
    fn a_period_begins_at_midnight_of_the_office() {
        let now = Stamp::from_wall("2026-04-09T10:24:00".parse().unwrap());
        assert_eq!(Period::Month.span(now, 0, (now.date(), now.date())).0.wall().to_string(), "2026-04-01 00:00:00");
    }
}
