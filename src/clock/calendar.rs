//! Which days are worked: the published lists of days off and make-up work days, and what is assumed without a list.

use chrono::{Datelike, NaiveDate};

use super::{
    day::Day,
    statutory,
    year_list::{self, Listed, ListedDay, YearList},
};

/// Facts of the State Council office's yearly notices, 2007 to 2026.
const CHINA: &str = include_str!("../../assets/calendar/cn.csv");

/// Days that differ from the plain week, in order of date. Cheap to look up: one binary search.
#[derive(Debug, Clone)]
pub struct WorkCalendar {
    marks: Vec<Mark>,
    names: Vec<String>,
    /// First and last year of unbroken published lists; `None` where nothing is ever provisional.
    published: Option<Vec<i32>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) day: Day,
    pub(super) listed: Listed,
    name: u16,
}

/// What a day is and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayInfo<'a> {
    pub workday: bool,
    /// The list of the day's year is not published (calendar.md 4.4): shown as 暂定 and computed again after an import.
    pub provisional: bool,
    pub why: DayKind<'a>,
}

/// Why a day is worked or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// An ordinary day of the working week.
    Weekday,
    /// An ordinary weekend day, or a day on which the business hours in force name no hours.
    Weekend,
    /// A day off of the named holiday; the name is empty for a day given without one.
    Holiday(&'a str),
    /// A weekend day worked in exchange for a day of the named holiday.
    MakeUp(&'a str),
}

impl WorkCalendar {
    /// Mainland China: published lists 2007 to 2026; 2027 to 2040 by the statutory rule, provisional; plain weekdays,
    /// provisional, in any other year.
    #[must_use]
    pub fn china() -> Self {
        let mut calendar = Self { marks: Vec::new(), names: Vec::new(), published: Some(Vec::new()) };
        for year in statutory::lunar_years() {
            for (day, name) in statutory::provisional_days(year) {
                calendar.mark(day, Listed::Off, name);
            }
        }
        // The embedded list is whole: a test reads it and fails on any line that is left out here.
        let days = year_list::parse_days(CHINA).unwrap_or_default();
        let mut years: Vec<i32> = days.iter().map(|day| day.date.year()).collect();
        years.dedup();
        calendar.mark_all(&days);
        calendar.published = Some(years);
        calendar
    }

    /// Monday to Friday and nothing else; never provisional.
    #[must_use]
    pub fn none() -> Self {
        Self { marks: Vec::new(), names: Vec::new(), published: None }
    }

    /// Takes over a published list: what was known or assumed of that year is replaced, and days of the neighbouring
    /// years that stand in the list (a New Year's break that begins in December) are added.
    pub fn publish(&mut self, list: &YearList) {
        self.marks.retain(|mark| mark.day.date().year() != list.year);
        self.mark_all(&list.days);
        let years = self.published.get_or_insert_default();
        if let Err(at) = years.binary_search(&list.year) {
            years.insert(at, list.year);
        }
    }

    /// Sets single days, over anything known before. Later entries win over earlier ones for the same date.
    pub fn overlay(&mut self, days: &[ListedDay]) {
        self.mark_all(days);
    }

    /// The day under the plain Monday-to-Friday week. With other business hours ask `Clockwork::day`.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> DayInfo<'_> {
        let day = Day::of(date);
        self.describe(day, !day.is_weekend())
    }

    /// Short for `day(date).workday`.
    #[must_use]
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        self.day(date).workday
    }

    /// True when the list of that year is not published.
    #[must_use]
    pub fn is_provisional(&self, year: i32) -> bool {
        self.published.as_ref().is_some_and(|years| years.binary_search(&year).is_err())
    }

    /// Years with a published list, in order. Empty for a calendar without lists.
    #[must_use]
    pub fn published(&self) -> &[i32] {
        self.published.as_deref().unwrap_or_default()
    }

    pub(super) fn describe(&self, day: Day, open_in_plain_week: bool) -> DayInfo<'_> {
        let why = match self.mark_on(day) {
            Some(Mark { listed: Listed::Off, name, .. }) => DayKind::Holiday(self.name(name)),
            Some(Mark { listed: Listed::Work, name, .. }) => DayKind::MakeUp(self.name(name)),
            None if open_in_plain_week => DayKind::Weekday,
            None => DayKind::Weekend,
        };
        let workday = matches!(why, DayKind::Weekday | DayKind::MakeUp(_));
        DayInfo { workday, provisional: self.is_provisional(day.date().year()), why }
    }

    pub(super) fn mark_on(&self, day: Day) -> Option<Mark> {
        self.marks.binary_search_by_key(&day, |mark| mark.day).ok().map(|at| self.marks[at])
    }

    /// Marks of this day and all later ones.
    pub(super) fn marks_from(&self, day: Day) -> &[Mark] {
        &self.marks[self.marks.partition_point(|mark| mark.day < day)..]
    }

    fn name(&self, name: u16) -> &str {
        self.names.get(usize::from(name)).map_or("", String::as_str)
    }

    fn mark_all(&mut self, days: &[ListedDay]) {
        for entry in days {
            self.mark(Day::of(entry.date), entry.listed, &entry.name);
        }
    }

    fn mark(&mut self, day: Day, listed: Listed, name: &str) {
        let mark = Mark { day, listed, name: self.name_number(name) };
        match self.marks.last() {
            Some(last) if last.day >= day => match self.marks.binary_search_by_key(&day, |mark| mark.day) {
                Ok(at) => self.marks[at] = mark,
                Err(at) => self.marks.insert(at, mark),
            },
            _ => self.marks.push(mark),
        }
    }

    /// Names beyond 65 535 different ones are dropped; no real list comes near.
    fn name_number(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            if self.names.len() < usize::from(u16::MAX) {
                self.names.push(name.to_owned());
            }
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// calendar.md 4.3: year, weekdays off, weekend days worked, working days per month.
    const PUBLISHED: &str = "\
2024 | 01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07 | 02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12 | 22 18 21 22 21 19 23 22 21 19 21 22
2025 | 01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08 | 01-26 02-08 04-27 09-28 10-11 | 19 19 21 22 19 20 23 21 23 18 20 23
2026 | 01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07 | 01-04 02-14 02-28 05-09 09-20 10-10 | 21 16 22 21 19 21 23 21 22 18 21 23";

    #[test]
    fn the_published_years_2024_to_2026_are_exactly_those_of_the_notices() {
        let china = WorkCalendar::china();
        for row in PUBLISHED.lines() {
            let fields: Vec<&str> = row.split(" | ").collect();
            let year: i32 = fields[0].parse().unwrap();
            let mut off = Vec::new();
            let mut worked = Vec::new();
            let mut months = [0; 12];
            for day in NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|d| d.year() == year) {
                let info = china.day(day);
                assert!(!info.provisional);
                months[day.month0() as usize] += i32::from(info.workday);
                match (info.workday, Day::of(day).is_weekend()) {
                    (false, false) => off.push(day.format("%m-%d").to_string()),
                    (true, true) => worked.push(day.format("%m-%d").to_string()),
                    _ => {}
                }
            }
            assert_eq!(off.join(" "), fields[1], "weekdays off in {year}");
            assert_eq!(worked.join(" "), fields[2], "weekend days worked in {year}");
            assert_eq!(months.map(|n| n.to_string()).join(" "), fields[3], "working days a month in {year}");
        }
    }

    #[test]
    fn the_embedded_list_is_read_to_its_last_line() {
        let days = year_list::parse_days(CHINA).expect("the embedded list is sound");
        assert_eq!(days.len() + 1, CHINA.lines().count());
        let china = WorkCalendar::china();
        assert_eq!(china.published(), (2007..=2026).collect::<Vec<_>>());
        for day in &days {
            let weekend = Day::of(day.date).is_weekend();
            assert!(weekend || day.listed == Listed::Off, "{} is a weekday and cannot be a make-up day", day.date);
            assert_eq!(china.is_workday(day.date), day.listed == Listed::Work, "{}", day.date);
        }
    }

    #[test]
    fn a_day_says_why_it_is_worked_or_not() {
        let china = WorkCalendar::china();
        let cases = [
            ("2026-10-09", DayKind::Weekday, false),
            ("2026-10-10", DayKind::MakeUp("国庆节"), false),
            ("2026-10-11", DayKind::Weekend, false),
            ("2026-10-03", DayKind::Holiday("国庆节"), false),
            ("2015-09-03", DayKind::Holiday("抗战胜利70周年纪念日"), false),
            ("2007-01-01", DayKind::Holiday("元旦"), false),
            ("2006-12-29", DayKind::Weekday, true),
            ("2027-02-09", DayKind::Holiday("春节"), true),
            ("2027-02-11", DayKind::Weekday, true),
            ("2041-02-01", DayKind::Weekday, true),
            ("2041-10-01", DayKind::Weekday, true),
        ];
        for (day, why, provisional) in cases {
            let workday = matches!(why, DayKind::Weekday | DayKind::MakeUp(_));
            assert_eq!(china.day(date(day)), DayInfo { workday, provisional, why }, "{day}");
        }
        let none = WorkCalendar::none();
        assert_eq!(none.day(date("2026-10-01")), DayInfo { workday: true, provisional: false, why: DayKind::Weekday });
        assert!(!none.is_workday(date("2026-10-10")));
    }

    #[test]
    fn a_published_list_replaces_what_was_assumed_of_its_year() {
        let mut china = WorkCalendar::china();
        let list = YearList::parse("date,kind,name\n2026-12-31,off,元旦\n2027-02-11,off,春节\n2027-02-20,work,春节\n")
            .unwrap();
        assert_eq!(list.year, 2027);
        china.publish(&list);
        assert!(!china.is_provisional(2027));
        assert_eq!(china.day(date("2027-02-09")).why, DayKind::Weekday, "the assumed make-up is gone");
        assert_eq!(china.day(date("2027-02-20")).why, DayKind::MakeUp("春节"));
        assert_eq!(china.day(date("2026-12-31")).why, DayKind::Holiday("元旦"), "added to the year before");
        assert_eq!(china.day(date("2026-10-10")).why, DayKind::MakeUp("国庆节"), "the year before is kept");
    }
}
