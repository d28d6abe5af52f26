//! Values as texts: amounts of time, days, counts. Plain numbers in, so that this layer knows no other.
//!
//! Instants are milliseconds UTC; days and hours are those of UTC+8, where the calendar of the house lies.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Weekday};

use super::Texts;
use crate::t;

const MINUTE_MS: i64 = 60_000;
const OFFSET_MS: i64 = 8 * 3_600_000;

/// Time left until `due`, or time past it: `剩 4 时 22 分`, `超时 2 时 14 分`.
///
/// The second of `due` itself is still in time, as for the clock.
#[must_use]
pub fn remaining(texts: &Texts, now_ms: i64, due_ms: i64) -> String {
    let is_over = now_ms.div_euclid(1000) > due_ms.div_euclid(1000);
    let minutes = now_ms.saturating_sub(due_ms).saturating_abs() / MINUTE_MS;
    match (is_over, minutes) {
        (false, 0) => t!(texts, "deadline-left-under-minute"),
        (false, _) => t!(texts, "due-left", time = duration(texts, minutes)),
        (true, 0) => t!(texts, "deadline-over-under-minute"),
        (true, _) => t!(texts, "due-over", time = duration(texts, minutes)),
    }
}

/// Whole minutes in at most two units: minutes below an hour, hours and minutes below a day, then days and hours.
/// A negative amount reads as its size.
#[must_use]
pub fn duration(texts: &Texts, minutes: i64) -> String {
    let minutes = minutes.saturating_abs();
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, _) => t!(texts, "unit-minutes", n = rest),
        (0, _, 0) => t!(texts, "unit-hours", n = hours),
        (0, ..) => t!(texts, "unit-hours-minutes", hours = hours, minutes = rest),
        (_, 0, _) => t!(texts, "unit-days", n = days),
        _ => t!(texts, "unit-days-hours", days = days, hours = hours),
    }
}

/// Milliseconds as [`duration`], rounded down to the minute.
#[must_use]
pub fn duration_ms(texts: &Texts, ms: i64) -> String {
    duration(texts, ms / MINUTE_MS)
}

/// Milliseconds of counted time in hours and minutes however many, as people check sums: `67 时 30 分`.
#[must_use]
pub fn hours_ms(texts: &Texts, ms: i64) -> String {
    let minutes = ms.saturating_abs() / MINUTE_MS;
    match (minutes / 60, minutes % 60) {
        (0, rest) => t!(texts, "unit-minutes", n = rest),
        (hours, 0) => t!(texts, "unit-hours", n = hours),
        (hours, rest) => t!(texts, "unit-hours-minutes", hours = hours, minutes = rest),
    }
}

/// The wall time at UTC+8. An instant beyond chrono's years reads as the epoch.
fn wall(ms: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(ms.saturating_add(OFFSET_MS)).unwrap_or_default().naive_utc()
}

/// Day and time as short as they can be told apart from `now`: `今日 13:31`, `昨天 16:40`, `04-11 07:30`.
#[must_use]
pub fn date_time(texts: &Texts, now_ms: i64, at_ms: i64) -> String {
    let at = wall(at_ms);
    t!(texts, "day-and-time", day = day(texts, wall(now_ms).date(), at.date()), time = at.format("%H:%M").to_string())
}

/// A day as short as it can be told apart from today: `今日`, `昨天`, `明天`, `04-11`, in another year `2025-04-11`.
#[must_use]
pub fn day(texts: &Texts, today: NaiveDate, day: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => t!(texts, "day-today"),
        -1 => t!(texts, "day-yesterday"),
        1 => t!(texts, "day-tomorrow"),
        _ if day.year() == today.year() => day.format("%m-%d").to_string(),
        _ => full_day(day),
    }
}

/// A day with its weekday, for explanations and headings: `04-08 周三`, in another year `2025-04-08 周二`.
#[must_use]
pub fn day_and_weekday(texts: &Texts, today: NaiveDate, day: NaiveDate) -> String {
    let short = if day.year() == today.year() { day.format("%m-%d").to_string() } else { full_day(day) };
    t!(texts, "day-and-weekday", day = short, weekday = weekday(texts, day.weekday()))
}

/// `2026-04-11`, the same in both languages.
#[must_use]
pub fn full_day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// `2026-04-11 07:30`, the same in both languages.
#[must_use]
pub fn full_time(at_ms: i64) -> String {
    wall(at_ms).format("%Y-%m-%d %H:%M").to_string()
}

/// `07:30`, for lines under a heading that names the day.
#[must_use]
pub fn clock_time(at_ms: i64) -> String {
    wall(at_ms).format("%H:%M").to_string()
}

#[must_use]
pub fn weekday(texts: &Texts, day: Weekday) -> String {
    texts.name("weekday", &day.number_from_monday().to_string())
}

/// A whole number with thousands apart: `1,286`, the same in both languages.
#[must_use]
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of 1 in percent with one decimal, rounded down so that 94.96 % never reads as a met target of 95.0.
#[must_use]
pub fn percent(texts: &Texts, share: f64) -> String {
    let tenths = (share * 1000.0 + 1e-9).floor() / 10.0;
    t!(texts, "unit-percent", n = format!("{tenths:.1}"))
}

/// The size of a file in the largest unit that leaves at least one: `842 KB`, `3.1 MB`.
#[must_use]
pub fn bytes(texts: &Texts, bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1024 {
        return t!(texts, "unit-bytes", n = bytes);
    }
    let mut size = bytes as f64 / 1024.0;
    let mut unit = 0;
    while size >= 1024.0 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    if size < 10.0 { format!("{size:.1} {}", UNITS[unit]) } else { format!("{size:.0} {}", UNITS[unit]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn ms(text: &str) -> i64 {
        text.parse::<NaiveDateTime>().unwrap().and_utc().timestamp_millis() - OFFSET_MS
    }

    #[test]
    fn time_left_is_told_in_two_units_at_most() {
        let (zh, en) = (Texts::new(Lang::Zh), Texts::new(Lang::En));
        let now = ms("2026-04-09T10:24:00");
        for (due, in_zh, in_en) in [
            ("2026-04-09T14:46:59", "剩 4 时 22 分", "4 h 22 min left"),
            ("2026-04-09T10:34:00", "剩 10 分", "10 min left"),
            ("2026-04-11T07:24:00", "剩 1 天 21 时", "1 d 21 h left"),
            ("2026-04-09T10:24:00", "剩不到 1 分", "under 1 min left"),
            ("2026-04-09T10:23:59", "刚刚超时", "just late"),
            ("2026-04-09T08:10:00", "超时 2 时 14 分", "2 h 14 min late"),
            ("2026-04-08T07:24:00", "超时 1 天 3 时", "1 d 3 h late"),
            ("2026-04-08T10:24:00", "超时 1 天", "1 d late"),
        ] {
            assert_eq!(remaining(&zh, now, ms(due)), in_zh, "{due}");
            assert_eq!(remaining(&en, now, ms(due)), in_en, "{due}");
        }
        assert_eq!(remaining(&zh, i64::MIN, i64::MAX).chars().next(), Some('剩'), "no overflow");
    }

    #[test]
    fn near_days_have_names_and_far_ones_dates() {
        let zh = Texts::new(Lang::Zh);
        let now = ms("2026-01-01T00:30:00");
        for (at, text) in [
            ("2026-01-01T13:31:00", "今日 13:31"),
            ("2025-12-31T23:59:00", "昨天 23:59"),
            ("2026-01-02T00:00:00", "明天 00:00"),
            ("2026-04-11T07:30:00", "04-11 07:30"),
            ("2025-12-30T07:30:00", "2025-12-30 07:30"),
        ] {
            assert_eq!(date_time(&zh, now, ms(at)), text);
        }
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(day_and_weekday(&zh, day("2026-04-09"), day("2026-04-08")), "04-08 周三");
    }

    #[test]
    fn counts_and_shares_never_say_more_than_they_are() {
        let zh = Texts::new(Lang::Zh);
        for (n, text) in [(0, "0"), (999, "999"), (1286, "1,286"), (-1_000_000, "-1,000,000")] {
            assert_eq!(count(n), text);
        }
        assert_eq!(percent(&zh, 0.9496), "94.9 %");
        assert_eq!(percent(&zh, 0.95), "95.0 %");
        assert_eq!(bytes(&zh, 3_250_000), "3.1 MB");
        assert_eq!(bytes(&zh, 512), "512 字节");
    }
}
