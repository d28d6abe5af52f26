//! Days by number, so that counting over years needs no calendar arithmetic.

use chrono::{Datelike, NaiveDate};

use crate::domain::{Stamp, time::OFFSET_MS};

/// Milliseconds in a day. China has no daylight saving (calendar.md 4.2), so all days are equal.
pub(crate) const DAY_MS: i64 = 86_400_000;
/// Day number of 1970-01-01 when 0001-01-01 is day 1.
const EPOCH: i64 = 719_163;

/// A calendar day at UTC+8; 0001-01-01, a Monday, is day 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(pub(crate) i32);

impl Day {
    pub(crate) fn of(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce())
    }

    /// The day in which the instant lies. Meaningful for instants inside chrono's years, see `Clockwork::within_reach`.
    pub(crate) fn at(instant: Stamp) -> Self {
        let day = instant.0.saturating_add(OFFSET_MS).div_euclid(DAY_MS) + EPOCH;
        Self(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN / 2 } else { i32::MAX / 2 }))
    }

    /// 00:00 of the day.
    pub(crate) fn start(self) -> Stamp {
        Stamp((i64::from(self.0) - EPOCH) * DAY_MS - OFFSET_MS)
    }

    /// The date; a day beyond chrono's years reads as the last date chrono knows.
    pub(crate) fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MAX)
    }

    pub(crate) fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// 0 Monday to 6 Sunday.
    pub(crate) fn weekday(self) -> usize {
        usize::try_from((self.0 - 1).rem_euclid(7)).unwrap_or_default()
    }

    pub(crate) fn is_weekend(self) -> bool {
        self.weekday() >= 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_found_from_its_instants_and_back() {
        for text in ["1970-01-01", "2026-10-10", "0001-01-01", "2000-02-29", "9999-12-31"] {
            let date: NaiveDate = text.parse().unwrap();
            let day = Day::of(date);
            assert_eq!(day.date(), date);
            assert_eq!(Day::at(day.start()), day, "00:00 belongs to {text}");
            assert_eq!(Day::at(Stamp(day.start().0 - 1)), day.plus(-1), "the moment before 00:00 of {text}");
            assert_eq!(day.weekday(), date.weekday().num_days_from_monday() as usize);
            assert_eq!(day.start(), Stamp::from_wall(date.and_hms_opt(0, 0, 0).unwrap()));
        }
    }
}
