//! A year's list of days off and make-up work days: reading it, and the checks before it is taken over.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{day::Day, statutory};

/// What a list says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    Off,
    Work,
}

/// One date of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDay {
    pub date: NaiveDate,
    pub listed: Listed,
    /// The holiday it belongs to; may be empty.
    pub name: String,
    /// Line of the file, from 1; 0 for a day that came from no file.
    pub line: usize,
}

/// The list of one year. Days of a neighbouring year may stand in it when a break crosses New Year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearList {
    pub year: i32,
    /// In order of date, each date once.
    pub days: Vec<ListedDay>,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct LineFault {
    pub line: usize,
    pub fault: Fault,
}

/// What is wrong with a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("expected date,off|work[,name]")]
    Columns,
    #[error("\"{0}\" is no date; expected for example 2026-10-01")]
    Date(String),
    #[error("\"{0}\" is neither off nor work")]
    Kind(String),
    #[error("{date} stands already in line {first}")]
    Twice { date: NaiveDate, first: usize },
    #[error("{0} lies outside the year of the list and its neighbours")]
    Year(NaiveDate),
    #[error("the list names no day")]
    Empty,
}

/// What a person has to look at before a list is taken over (calendar.md 4.4 item 3).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A make-up work day must be a Saturday or Sunday; the list is refused.
    #[error("line {line}: {date} is a {weekday} and cannot be a make-up work day")]
    WorkOnWeekday { line: usize, date: NaiveDate, weekday: chrono::Weekday },
    /// A statutory day must be off; the list is refused.
    #[error("{date} is a statutory day ({name}) and is not off in this list")]
    StatutoryWorked { date: NaiveDate, name: &'static str },
    /// Weekdays off minus weekend days worked differs from the number of statutory days. Happens with one-off
    /// holidays and breaks that cross New Year; two persons confirm.
    #[error(
        "{off} weekdays off minus {worked} weekend days worked is {}, expected {expected}",
        i64::from(*off) - i64::from(*worked)
    )]
    Balance { off: u32, worked: u32, expected: u32 },
}

impl Finding {
    /// True when the list must not be taken over; false when two persons may confirm it.
    #[must_use]
    pub const fn refuses(&self) -> bool {
        !matches!(self, Self::Balance { .. })
    }
}

impl YearList {
    /// Reads `date,off|work[,name]`, with or without a title line, `#` comments and blank lines allowed.
    ///
    /// # Errors
    /// All lines that cannot be read, each with its number.
    pub fn parse(text: &str) -> Result<Self, Vec<LineFault>> {
        let days = parse_days(text)?;
        let year = main_year(&days).ok_or_else(|| vec![LineFault { line: 1, fault: Fault::Empty }])?;
        Self::new(year, days)
    }

    /// A list from days already read, for example from another file format.
    ///
    /// # Errors
    /// Dates that stand twice or lie more than a year off; an empty list.
    pub fn new(year: i32, mut days: Vec<ListedDay>) -> Result<Self, Vec<LineFault>> {
        days.sort_by_key(|day| (day.date, day.line));
        let mut faults: Vec<LineFault> = Vec::new();
        for pair in days.windows(2) {
            if pair[0].date == pair[1].date {
                let fault = Fault::Twice { date: pair[1].date, first: pair[0].line };
                faults.push(LineFault { line: pair[1].line, fault });
            }
        }
        let far = days.iter().filter(|day| (day.date.year() - year).abs() > 1);
        faults.extend(far.map(|day| LineFault { line: day.line, fault: Fault::Year(day.date) }));
        if days.is_empty() {
            faults.push(LineFault { line: 1, fault: Fault::Empty });
        }
        faults.sort_by_key(|fault| fault.line);
        if faults.is_empty() { Ok(Self { year, days }) } else { Err(faults) }
    }

    /// Weekdays of the list's own year that are off.
    #[must_use]
    pub fn weekdays_off(&self) -> u32 {
        self.count(Listed::Off, false)
    }

    /// Weekend days of the list's own year that are worked.
    #[must_use]
    pub fn weekends_worked(&self) -> u32 {
        self.count(Listed::Work, true)
    }

    /// The checks of calendar.md 4.4 item 3, those that refuse first.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .days
            .iter()
            .filter(|day| day.listed == Listed::Work && !Day::of(day.date).is_weekend())
            .map(|day| Finding::WorkOnWeekday { line: day.line, date: day.date, weekday: day.date.weekday() })
            .collect();
        for (day, name) in statutory::statutory_days(self.year) {
            let date = day.date();
            let listed = self.days.binary_search_by_key(&date, |entry| entry.date).ok().map(|at| self.days[at].listed);
            let off = listed.map_or(day.is_weekend(), |listed| listed == Listed::Off);
            if !off {
                findings.push(Finding::StatutoryWorked { date, name });
            }
        }
        let (off, worked) = (self.weekdays_off(), self.weekends_worked());
        let expected = statutory_count(self.year);
        if off.checked_sub(worked) != Some(expected) {
            findings.push(Finding::Balance { off, worked, expected });
        }
        findings
    }

    fn count(&self, listed: Listed, weekend: bool) -> u32 {
        let own = self.days.iter().filter(|day| day.date.year() == self.year && day.listed == listed);
        u32::try_from(own.filter(|day| Day::of(day.date).is_weekend() == weekend).count()).unwrap_or(u32::MAX)
    }
}

/// Statutory days a year by the rule in force: ten before 2008, eleven to 2024, thirteen since.
const fn statutory_count(year: i32) -> u32 {
    match year {
        ..2008 => 10,
        2008..2025 => 11,
        2025.. => 13,
    }
}

/// The year in which most days lie.
fn main_year(days: &[ListedDay]) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for day in days {
        *counts.entry(day.date.year()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(_, count)| count).map(|(year, _)| year)
}

/// Reads the lines of a list without asking to which year they belong.
pub(super) fn parse_days(text: &str) -> Result<Vec<ListedDay>, Vec<LineFault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut days = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line.trim())) {
        let title = days.is_empty() && faults.is_empty() && is_title(line);
        if line.is_empty() || line.starts_with('#') || title {
            continue;
        }
        match parse_line(line) {
            Ok((date, listed, name)) => days.push(ListedDay { date, listed, name: name.to_owned(), line: number }),
            Err(fault) => faults.push(LineFault { line: number, fault }),
        }
    }
    if faults.is_empty() { Ok(days) } else { Err(faults) }
}

/// A first line whose first cell holds no digit is taken for column titles.
fn is_title(line: &str) -> bool {
    let first = line.split(',').next().unwrap_or_default();
    !first.is_empty() && !first.contains(|c: char| c.is_ascii_digit())
}

fn parse_line(line: &str) -> Result<(NaiveDate, Listed, &str), Fault> {
    let mut cells = line.split(',').map(|cell| cell.trim().trim_matches('"').trim());
    let date = cells.next().ok_or(Fault::Columns)?;
    let kind = cells.next().ok_or(Fault::Columns)?;
    let name = cells.next().unwrap_or_default();
    if cells.next().is_some() {
        return Err(Fault::Columns);
    }
    let listed = match kind.to_ascii_lowercase().as_str() {
        "off" => Listed::Off,
        "work" => Listed::Work,
        _ => return Err(Fault::Kind(kind.to_owned())),
    };
    Ok((parse_date(date)?, listed, name))
}

/// `2026-10-01`, `2026/10/1` or `20261001`.
///
/// # Errors
/// [`Fault::Date`] with the text, also for years before 1 or after 9999.
pub fn parse_date(text: &str) -> Result<NaiveDate, Fault> {
    let compact = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let parsed = if compact {
        NaiveDate::parse_from_str(text, "%Y%m%d")
    } else {
        NaiveDate::parse_from_str(&text.replace('/', "-"), "%Y-%m-%d")
    };
    parsed.ok().filter(|date| (1..=9999).contains(&date.year())).ok_or_else(|| Fault::Date(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINA: &str = include_str!("../../assets/calendar/cn.csv");

    fn year_of(year: i32) -> YearList {
        let own: Vec<ListedDay> =
            parse_days(CHINA).unwrap().into_iter().filter(|day| day.date.year() == year).collect();
        YearList::new(year, own).unwrap()
    }

    #[test]
    fn published_years_pass_the_checks() {
        for year in [2008, 2009, 2010, 2013, 2019, 2023, 2024, 2025, 2026] {
            assert_eq!(year_of(year).check(), [], "{year}");
        }
        let special = year_of(2015).check();
        assert_eq!(special, [Finding::Balance { off: 17, worked: 5, expected: 11 }], "2015 had a one-off holiday");
        assert!(!special[0].refuses());
        assert_eq!(special[0].to_string(), "17 weekdays off minus 5 weekend days worked is 12, expected 11");
    }

    #[test]
    fn a_list_that_breaks_the_rule_of_the_notices_is_found_out() {
        let mut list = year_of(2026);
        list.days.retain(|day| day.date.to_string() != "2026-10-01");
        list.days.push(ListedDay {
            date: "2026-12-31".parse().unwrap(),
            listed: Listed::Work,
            name: String::new(),
            line: 7,
        });
        let shown: Vec<String> = list.check().iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "line 7: 2026-12-31 is a Thu and cannot be a make-up work day",
                "2026-10-01 is a statutory day (国庆节) and is not off in this list",
                "18 weekdays off minus 6 weekend days worked is 12, expected 13",
            ]
        );
    }

    #[test]
    fn every_unreadable_line_is_named() {
        let text =
            "date,kind\n2026-10-01,off\n2026-13-01,off\n\n# note\n2026-10-02,maybe\n2026-10-03\n2026-10-04,off,a,b\n";
        let shown: Vec<String> = YearList::parse(text).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "line 3: \"2026-13-01\" is no date; expected for example 2026-10-01",
                "line 6: \"maybe\" is neither off nor work",
                "line 7: expected date,off|work[,name]",
                "line 8: expected date,off|work[,name]",
            ]
        );
        let twice = YearList::parse("2026-10-01,off\n2026/10/1,work\n2031-01-01,off\n2026-10-02,off").unwrap_err();
        let shown: Vec<String> = twice.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "line 2: 2026-10-01 stands already in line 1",
                "line 3: 2031-01-01 lies outside the year of the list and its neighbours",
            ]
        );
        assert_eq!(YearList::parse("").unwrap_err()[0].to_string(), "line 1: the list names no day");
    }
}
