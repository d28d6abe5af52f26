//! Dates and times as people and programs write them into spreadsheets.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use unicode_normalization::UnicodeNormalization;

use super::lexicon::lexicon;

/// Serial day numbers that are taken for dates: 1954-10-03 to 2119-01-10. Smaller ones are more likely counts.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Two-digit years that are read without doubt.
const RECENT: std::ops::RangeInclusive<u32> = 15..=40;

/// Which comes first in a date that ends in its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DateOrder {
    #[default]
    MonthFirst,
    DayFirst,
}

/// Why a text is not taken for a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateFault {
    NotADate,
    /// Shaped like a date, but the calendar does not have it.
    NoSuchDate,
    /// A two-digit year that could also be a day.
    Ambiguous,
    /// Only a year, or a day without its year.
    Incomplete,
}

/// A date as far as the text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub moment: NaiveDateTime,
    /// The text names no day; `moment` is the first of the month.
    pub month_only: bool,
}

/// The wall time a spreadsheet's serial day number stands for; `None` outside the plausible range.
#[must_use]
pub fn moment_from_serial(serial: f64) -> Option<NaiveDateTime> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    let midnight = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(Duration::seconds((serial * 86_400.0).round() as i64))
}

/// Reads a written date, with or without a time. `order` decides `4/9/2026` where both readings exist.
///
/// # Errors
/// The reason in words a person can act on; an instant with a zone is turned into wall time at UTC+8.
pub fn parse(text: &str, order: DateOrder) -> Result<Written, DateFault> {
    let text = text.trim();
    if let Some(moment) = plain_form(text) {
        return Ok(Written { moment, month_only: false });
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        let wall = instant.naive_utc() + Duration::hours(8);
        return Ok(Written { moment: wall, month_only: false });
    }
    let folded = fold(text);
    if let Some(moment) = packed(&folded.text)? {
        return Ok(Written { moment, month_only: false });
    }
    let mut days = Vec::new();
    let mut clock = None;
    let mut half = folded.half;
    for token in folded.text.split([' ', ',']).filter(|token| !token.is_empty()) {
        match token {
            "am" => half = Some(Half::Morning),
            "pm" => half = Some(Half::Afternoon),
            _ if token.contains(':') => clock = Some(token),
            _ => days.extend(token.split('-').filter(|part| !part.is_empty())),
        }
    }
    let (date, month_only) = day(&days, order, folded.year_named)?;
    let time = clock.map_or(Ok((NaiveTime::MIN, 0)), |clock| time_of_day(clock, half))?;
    let moment = (date + Duration::days(time.1)).and_time(time.0);
    Ok(Written { moment, month_only })
}

/// Which order a date that ends in its year proves by itself, if it does.
#[must_use]
pub fn proven_order(text: &str) -> Option<DateOrder> {
    let year_first = text.len() >= 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if year_first || text.len() > 60 {
        return None;
    }
    let folded = fold(text);
    let first = folded.text.split(' ').next()?;
    let parts: Vec<u32> = first.split('-').map_while(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [day, month, year] if *year > 31 && *day > 12 && *day <= 31 && *month <= 12 => Some(DateOrder::DayFirst),
        [month, day, year] if *year > 31 && *day > 12 && *day <= 31 && *month <= 12 => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// The form most files use, `2026-04-09 10:21:05` with `-`, `/` or `.`, read without the detours of the others.
fn plain_form(text: &str) -> Option<NaiveDateTime> {
    let (day, clock) = text.split_once([' ', 'T']).unwrap_or((text, "0:0"));
    let number = |part: &str, longest: usize| {
        let digits = (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let mut parts = day.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let mut times = clock.split(':');
    let (hour, minute, second) = (times.next()?, times.next()?, times.next().unwrap_or("0"));
    if year.len() != 4 || parts.next().is_some() || times.next().is_some() {
        return None;
    }
    let year = number(year, 4).filter(|year| (1900..=2200).contains(year))?;
    NaiveDate::from_ymd_opt(year as i32, number(month, 2)?, number(day, 2)?)?.and_hms_opt(
        number(hour, 2)?,
        number(minute, 2)?,
        number(second, 2)?,
    )
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

struct Folded {
    text: String,
    half: Option<Half>,
    year_named: bool,
}

/// One spelling for all: half width, lower case, `-` between the parts of a day, `:` between those of a time.
fn fold(text: &str) -> Folded {
    let words = lexicon();
    let mut lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut half = None;
    for (list, which) in [(&words.morning, Half::Morning), (&words.afternoon, Half::Afternoon)] {
        for word in list {
            if word.is_ascii() {
                // "10:21pm" and "10:21 pm" alike, but not the letters inside a month's name.
                if lower.ends_with(word.as_str()) {
                    let start = lower.len() - word.len();
                    lower.insert(start, ' ');
                }
            } else if lower.contains(word.as_str()) {
                lower = lower.replace(word.as_str(), " ");
                half = Some(which);
            }
        }
    }
    for weekday in words.weekdays.iter().filter(|word| !word.is_ascii()) {
        lower = lower.replace(weekday.as_str(), " ");
    }
    let year_named = text.contains(YEAR_SIGN);
    let signs: String = lower
        .chars()
        .map(|c| match c {
            '(' | ')' | '[' | ']' | '\u{3000}' | '\n' | '\t' => ' ',
            _ => words.date_signs.iter().find(|(from, _)| *from == c && c != 't').map_or(c, |(_, to)| *to),
        })
        .collect();
    let text = signs
        .split(' ')
        .filter(|token| !words.weekdays.iter().any(|weekday| weekday == token.trim_matches([',', '.'])))
        .map(split_at_t)
        .map(|token| token.trim_matches('-').to_owned())
        .filter(|token| !token.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    Folded { text, half, year_named }
}

/// 年
const YEAR_SIGN: char = '\u{5e74}';

/// `2026-04-09t10:21` in two.
fn split_at_t(token: &str) -> String {
    match token.split_once('t') {
        Some((day, clock)) if day.ends_with(|c: char| c.is_ascii_digit()) && clock.contains(':') => {
            format!("{day} {clock}")
        }
        _ => token.to_owned(),
    }
}

/// `20260409`, `202604091021`, `20260409102105`, and a serial day number kept as text.
fn packed(text: &str) -> Result<Option<NaiveDateTime>, DateFault> {
    let (day, rest) = text.split_once(' ').map_or((text, None), |(day, rest)| (day, Some(rest)));
    if !day.chars().all(|c| c.is_ascii_digit()) {
        let serial = text.replacen('-', ".", 1).parse::<f64>().ok();
        return Ok(serial.filter(|_| rest.is_none()).and_then(moment_from_serial));
    }
    let number = |range: std::ops::Range<usize>| day[range].parse::<u32>().unwrap_or(u32::MAX);
    let date = |day: &str| {
        let year = day[..4].parse::<i32>().unwrap_or(0);
        NaiveDate::from_ymd_opt(year, number(4..6), number(6..8))
            .filter(|_| (1950..=2150).contains(&year))
            .ok_or(DateFault::NoSuchDate)
    };
    let moment = match (day.len(), rest) {
        (5, None) => return Ok(day.parse().ok().and_then(moment_from_serial)),
        (8, None) => date(day)?.and_time(NaiveTime::MIN),
        (8, Some(clock)) if clock.contains(':') => {
            let (time, days) = time_of_day(clock, None)?;
            (date(day)? + Duration::days(days)).and_time(time)
        }
        (12 | 14, None) => {
            let second = if day.len() == 14 { number(12..14) } else { 0 };
            date(day)?.and_hms_opt(number(8..10), number(10..12), second).ok_or(DateFault::NoSuchDate)?
        }
        _ => return Ok(None),
    };
    Ok(Some(moment))
}

fn day(parts: &[&str], order: DateOrder, year_named: bool) -> Result<(NaiveDate, bool), DateFault> {
    if let Some(at) = parts.iter().position(|part| month_by_name(part).is_some()) {
        return named_month(parts, at);
    }
    if parts.is_empty() || parts.iter().any(|part| part.len() > 4 || !part.chars().all(|c| c.is_ascii_digit())) {
        return Err(DateFault::NotADate);
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let (year, month, day, month_only) = match (numbers.as_slice(), parts[0].len(), parts[parts.len() - 1].len()) {
        ([y, m, d], 4, _) => (*y, *m, *d, false),
        ([y, m, d], 2, _) if year_named => (2000 + y, *m, *d, false),
        ([a, b, y], 1 | 2, 4) => {
            let (month, day) = month_and_day(*a, *b, order);
            (*y, month, day, false)
        }
        ([a, b, c], 1 | 2, 1 | 2) => short_year(*a, *b, *c, order)?,
        ([y, m], 4, 1 | 2) => (*y, *m, 1, true),
        ([m, y], 1 | 2, 4) => (*y, *m, 1, true),
        ([y], 4, _) if (1950..=2150).contains(y) => return Err(DateFault::Incomplete),
        ([_, _], 1 | 2, 1 | 2) => return Err(DateFault::Incomplete),
        _ => return Err(DateFault::NotADate),
    };
    if !(1900..=2200).contains(&year) {
        return Err(DateFault::NoSuchDate);
    }
    NaiveDate::from_ymd_opt(year as i32, month, day).map(|date| (date, month_only)).ok_or(DateFault::NoSuchDate)
}

fn month_and_day(a: u32, b: u32, order: DateOrder) -> (u32, u32) {
    match order {
        _ if a > 12 => (b, a),
        _ if b > 12 => (a, b),
        DateOrder::MonthFirst => (a, b),
        DateOrder::DayFirst => (b, a),
    }
}

fn short_year(a: u32, b: u32, c: u32, order: DateOrder) -> Result<(u32, u32, u32, bool), DateFault> {
    let year_last = RECENT.contains(&c) && (a <= 12 || b <= 12);
    let year_first = RECENT.contains(&a) && b <= 12 && c <= 31;
    match (year_first, year_last) {
        (true, false) => Ok((2000 + a, b, c, false)),
        (false, true) => {
            let (month, day) = month_and_day(a, b, order);
            Ok((2000 + c, month, day, false))
        }
        _ => Err(DateFault::Ambiguous),
    }
}

fn month_by_name(part: &str) -> Option<u32> {
    let part = part.trim_end_matches('.');
    let stem = part.get(..3)?;
    let index = MONTHS.iter().position(|month| *month == stem)?;
    (part.len() <= 9 && part.chars().all(|c| c.is_ascii_lowercase())).then_some(index as u32 + 1)
}

/// `9 apr 2026`, `apr 9 2026`, `april 2026`.
fn named_month(parts: &[&str], at: usize) -> Result<(NaiveDate, bool), DateFault> {
    let month = month_by_name(parts[at]).ok_or(DateFault::NotADate)?;
    let others: Vec<&str> = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| *part).collect();
    let number = |part: &str| {
        part.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<u32>().map_err(|_error| DateFault::NotADate)
    };
    let full = |year: u32| if year < 100 { 2000 + year } else { year };
    let (day, year, month_only) = match others.as_slice() {
        [year] if year.len() == 4 => (1, number(year)?, true),
        [year, day] if year.len() == 4 => (number(day)?, number(year)?, false),
        [day, year] => (number(day)?, full(number(year)?), false),
        [_] => return Err(DateFault::Incomplete),
        _ => return Err(DateFault::NotADate),
    };
    if !(1900..=2200).contains(&year) {
        return Err(DateFault::NoSuchDate);
    }
    NaiveDate::from_ymd_opt(year as i32, month, day).map(|date| (date, month_only)).ok_or(DateFault::NoSuchDate)
}

/// The time of day and the days it adds (`24:00` is the next day's beginning).
fn time_of_day(clock: &str, half: Option<Half>) -> Result<(NaiveTime, i64), DateFault> {
    // Behind the seconds stand fractions or a zone, joined by what was a dot, a plus or a dash.
    let clock = clock.split(['-', '+', 'z']).next().unwrap_or(clock);
    let mut parts = clock.split(':').filter(|part| !part.is_empty()).map(str::parse::<u32>);
    let mut next = || parts.next().unwrap_or(Ok(0)).map_err(|_error| DateFault::NotADate);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let hour = match half {
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    if hour == 24 && minute == 0 && second == 0 {
        return Ok((NaiveTime::MIN, 1));
    }
    NaiveTime::from_hms_opt(hour, minute, second).map(|time| (time, 0)).ok_or(DateFault::NoSuchDate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let written = parse(text, DateOrder::MonthFirst).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(super::super::cell::moment_text(written.moment), expected, "{text}");
    }

    #[test]
    fn dates_are_read_in_all_the_forms_of_real_sheets() {
        for (text, expected) in [
            ("2026/4/9", "2026-04-09"),
            ("2026-04-09 10:21", "2026-04-09 10:21"),
            ("2026-04-09 10:21:05", "2026-04-09 10:21:05"),
            ("2026-04-09T10:21:05", "2026-04-09 10:21:05"),
            ("2026-04-09T02:21:05Z", "2026-04-09 10:21:05"),
            ("2026-04-09 10:21:05.123", "2026-04-09 10:21:05"),
            ("2026年4月9日", "2026-04-09"),
            ("2026年4月9号 10时21分", "2026-04-09 10:21"),
            ("２０２６年４月９日", "2026-04-09"),
            ("26年4月9日", "2026-04-09"),
            ("2026.4.9", "2026-04-09"),
            ("20260409", "2026-04-09"),
            ("20260409 10:21", "2026-04-09 10:21"),
            ("20260409102105", "2026-04-09 10:21:05"),
            ("4/9/2026", "2026-04-09"),
            ("22/3/2026", "2026-03-22"),
            ("4/9/26 10:21", "2026-04-09 10:21"),
            ("26/4/9", "2026-04-09"),
            ("2026-04-09 星期四", "2026-04-09"),
            ("2026/4/9（周四）下午3点", "2026-04-09 15:00"),
            ("2026/4/9 上午 10:21", "2026-04-09 10:21"),
            ("4/9/2026 3:05 PM", "2026-04-09 15:05"),
            ("4/9/2026 12:05:00 AM", "2026-04-09 00:05"),
            ("10/31/2013 02:08:41 AM", "2013-10-31 02:08:41"),
            ("9 Apr 2026", "2026-04-09"),
            ("Apr 9, 2026", "2026-04-09"),
            ("Thu, 09 April 2026 10:21", "2026-04-09 10:21"),
            ("09-Apr-26", "2026-04-09"),
            ("2026-04-09 24:00", "2026-04-10"),
            ("46121", "2026-04-09"),
            ("46121.43125", "2026-04-09 10:21"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        use DateFault::{Ambiguous, Incomplete, NoSuchDate, NotADate};
        for (text, fault) in [
            ("2026-02-30", NoSuchDate),
            ("2026/13/1", NoSuchDate),
            ("20261301", NoSuchDate),
            ("2026-04-09 25:00", NoSuchDate),
            ("很久以前", NotADate),
            ("上周", NotADate),
            ("13812345678", NotADate),
            ("2023", Incomplete),
            ("4月9日", Incomplete),
            ("20/4/21", Ambiguous),
            ("1/2/3", Ambiguous),
            ("", NotADate),
            ("-", NotADate),
        ] {
            assert_eq!(parse(text, DateOrder::MonthFirst).map(|written| written.moment), Err(fault), "{text}");
        }
    }

    #[test]
    fn the_order_of_a_column_decides_what_one_value_leaves_open() {
        let read = |order| parse("4/9/2026", order).unwrap().moment.date();
        assert_eq!(read(DateOrder::MonthFirst), NaiveDate::from_ymd_opt(2026, 4, 9).unwrap());
        assert_eq!(read(DateOrder::DayFirst), NaiveDate::from_ymd_opt(2026, 9, 4).unwrap());
        assert_eq!(proven_order("22-03-2021"), Some(DateOrder::DayFirst));
        assert_eq!(proven_order("3/22/2021"), Some(DateOrder::MonthFirst));
        assert_eq!(proven_order("4/9/2026"), None);
        assert_eq!(proven_order("2026-04-22"), None);
    }

    #[test]
    fn a_month_without_a_day_is_known_as_such() {
        for text in ["2023年5月", "2023-05", "2023.5", "May 2023", "5/2023"] {
            let written = parse(text, DateOrder::MonthFirst).unwrap();
            assert!(written.month_only, "{text}");
            assert_eq!(written.moment.date(), NaiveDate::from_ymd_opt(2023, 5, 1).unwrap());
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}", digits in "[0-9年月日/:.\\- T]{0,24}") {
            let _unused = parse(&text, DateOrder::DayFirst);
            let _unused = parse(&digits, DateOrder::MonthFirst);
            let _unused = proven_order(&digits);
        }
    }
}
