//! How many complaints a day brings: growth, season, weekday, the Spring Festival, and the hours people call at.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::dice::Dice;
use crate::domain::Stamp;

/// New year's days of the lunar calendar; beyond them no festival is felt.
const FESTIVALS: [(i32, u32, u32); 13] = [
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
    (2032, 2, 11),
];

/// Share of each month, January first: winter for heaters, June and November for the sales.
const MONTHS: [f64; 12] = [1.25, 0.95, 1.05, 0.92, 0.88, 1.02, 0.95, 0.92, 0.9, 0.95, 1.15, 1.25];
/// Monday first.
const WEEKDAYS: [f64; 7] = [1.3, 1.15, 1.08, 1.05, 1.02, 0.72, 0.6];
/// Calls of each hour from 7 to 21.
const HOURS: [i64; 15] = [2, 6, 12, 14, 11, 6, 6, 9, 11, 10, 8, 7, 7, 5, 3];
const FIRST_HOUR: i64 = 7;

/// Whether the day lies in the fortnight around the Spring Festival.
pub(super) fn is_festive(day: NaiveDate) -> bool {
    FESTIVALS
        .iter()
        .filter_map(|&(year, month, date)| NaiveDate::from_ymd_opt(year, month, date))
        .any(|first| (-3..11).contains(&(day - first).num_days()))
}

/// What a day weighs; `progress` runs from 0 at the beginning of the two years to 1 at their end.
pub(super) fn weight(day: NaiveDate, progress: f64) -> f64 {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or(1.0);
    let weekday = WEEKDAYS.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or(1.0);
    let festive = if is_festive(day) { 0.45 } else { 1.0 };
    (0.8 + 0.4 * progress) * month * weekday * festive
}

/// An instant of a day by the hours people call at.
pub(super) fn call_on(day: NaiveDate, dice: &mut Dice) -> Stamp {
    let mut left = dice.between(0, HOURS.iter().sum::<i64>() - 1);
    let mut hour = FIRST_HOUR;
    for share in HOURS {
        left -= share;
        if left < 0 {
            break;
        }
        hour += 1;
    }
    let second = hour * 3600 + dice.between(0, 3599);
    Stamp::from_wall(day.and_hms_opt(0, 0, 0).unwrap_or_default() + TimeDelta::seconds(second))
}
