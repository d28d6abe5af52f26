//! Statutory days by the 2024 rule, and the provisional days off they give a year whose list is not yet published.

use chrono::{Datelike, NaiveDate};

use super::day::Day;

/// The statutory days: a fixed `month-day`, or a column of the lunar table with an offset in days.
const STATUTORY: &str = include_str!("../../assets/calendar/statutory.csv");
/// Dates that follow the moon or the sun, for the years of which two libraries agree (calendar.md 4.4).
const LUNAR: &str = include_str!("../../assets/calendar/lunar.csv");

/// Statutory days of a year in order of date; one date may carry two of them. Only the fixed ones for years without
/// a lunar table. The days are those in force in that year: the 2024 amendment added two from 2025.
pub(super) fn statutory_days(year: i32) -> Vec<(Day, &'static str)> {
    let mut days: Vec<(Day, &'static str)> = STATUTORY
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            let (when, name, since) = (fields.next()?, fields.next()?, fields.next()?);
            let not_yet = since.parse().is_ok_and(|since: i32| year < since);
            if not_yet { None } else { Some((resolve(when, year)?, name)) }
        })
        .collect();
    days.sort();
    days
}

/// Years for which a provisional list can be made.
pub(super) fn lunar_years() -> impl Iterator<Item = i32> {
    LUNAR.lines().filter_map(|line| line.split(',').next()?.parse().ok())
}

/// `05-01`, `spring`, `spring-1` or `spring+2` in the given year.
fn resolve(when: &str, year: i32) -> Option<Day> {
    if when.starts_with(|first: char| first.is_ascii_digit()) {
        return month_day(when, year);
    }
    let split = when.find(['+', '-']).unwrap_or(when.len());
    let (name, offset) = when.split_at(split);
    let column = LUNAR.lines().next()?.split(',').position(|title| title == name)?;
    let line = LUNAR.lines().find(|line| line.split(',').next().and_then(|y| y.parse().ok()) == Some(year))?;
    let day = month_day(line.split(',').nth(column)?, year)?;
    Some(day.plus(if offset.is_empty() { 0 } else { offset.parse().ok()? }))
}

fn month_day(text: &str, year: i32) -> Option<Day> {
    let (month, day) = text.split_once('-')?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?).map(Day::of)
}

/// Provisional days off: the statutory days, and for each that falls on a weekend or on another statutory day the next
/// weekday that is not itself off (calendar.md 4.4 item 1). No worked weekends are assumed.
pub(super) fn provisional_days(year: i32) -> Vec<(Day, &'static str)> {
    let statutory = statutory_days(year);
    let mut off: Vec<(Day, &'static str)> = Vec::with_capacity(statutory.len() + 6);
    let mut owed = Vec::new();
    for &(day, name) in &statutory {
        let taken = off.last().is_some_and(|&(last, _)| last == day);
        if !taken {
            off.push((day, name));
        }
        if taken || day.is_weekend() {
            owed.push((day, name));
        }
    }
    for (day, name) in owed {
        let mut made_up = day.plus(1);
        while made_up.is_weekend() || off.iter().any(|&(taken, _)| taken == made_up) {
            made_up = made_up.plus(1);
        }
        off.push((made_up, name));
    }
    off.retain(|(day, _)| day.date().year() == year);
    off.sort();
    off
}

#[cfg(test)]
mod tests {
    use super::*;

    /// calendar.md 4.4: year, weekdays off, working days.
    const PROVISIONAL: &str = "\
2027 | 01-01 02-05 02-08 02-09 02-10 04-05 05-03 05-04 06-09 09-15 10-01 10-04 10-05 | 248
2028 | 01-03 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-29 10-02 10-03 10-04 10-05 | 247
2029 | 01-01 02-12 02-13 02-14 02-15 04-04 05-01 05-02 06-18 09-24 10-01 10-02 10-03 | 248
2030 | 01-01 02-04 02-05 02-06 02-07 04-05 05-01 05-02 06-05 09-12 10-01 10-02 10-03 | 248";

    #[test]
    fn unpublished_years_get_the_days_off_the_rule_gives() {
        for row in PROVISIONAL.lines() {
            let fields: Vec<&str> = row.split(" | ").collect();
            let year: i32 = fields[0].parse().unwrap();
            let off: Vec<String> = provisional_days(year)
                .into_iter()
                .filter(|(day, _)| !day.is_weekend())
                .map(|(day, _)| day.date().format("%m-%d").to_string())
                .collect();
            assert_eq!(off.join(" "), fields[1], "{year}");
            let first = Day::of(NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
            let weekdays =
                (0..366).map(|n| first.plus(n)).filter(|day| day.date().year() == year && !day.is_weekend()).count();
            assert_eq!((weekdays - off.len()).to_string(), fields[2], "working days of {year}");
        }
    }

    #[test]
    fn every_year_of_the_lunar_table_is_readable() {
        assert_eq!(lunar_years().collect::<Vec<_>>(), (2027..=2040).collect::<Vec<_>>());
        for year in lunar_years() {
            assert_eq!(statutory_days(year).len(), 13, "{year} has thirteen statutory days");
            let weekdays_off = provisional_days(year).iter().filter(|(day, _)| !day.is_weekend()).count();
            assert_eq!(weekdays_off, 13, "{year}: every statutory day gives one weekday off");
        }
        assert_eq!(statutory_days(2024).len(), 5);
    }
}
