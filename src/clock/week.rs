//! Business hours of a week, read from one line such as `mon-fri 08:30-12:00 13:30-17:30`.

use chrono::{Datelike, NaiveDate};

use super::day::Day;

const DAY_SECONDS: u32 = 86_400;
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// One stretch of business hours inside a day, in seconds from 00:00; `from < to <= 86 400`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: u32,
    pub to: u32,
}

/// When a desk is open in a week without holidays. Spans of a day are in order and never touch.
///
/// A weekend day that the calendar declares worked follows its own spans; when it has none it follows the first open
/// day of the week (Monday, as a rule).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkWeek {
    days: [Vec<Span>; 7],
    stand_in: usize,
}

/// What is wrong with a line of business hours; each names the words it could not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeekError {
    #[error("no business hours given; expected for example \"mon-fri 08:30-12:00 13:30-17:30\"")]
    Empty,
    #[error("\"{0}\" is not a day; expected mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, or daily")]
    Day(String),
    #[error("\"{0}\" is not a time; expected hours and minutes such as 08:30, at most 24:00")]
    Time(String),
    #[error("\"{0}\" ends before it begins; business hours stay inside one day")]
    Backwards(String),
    #[error("hours overlap on {0}: {1} begins before the hours before it end")]
    Overlap(&'static str, String),
    #[error("hours \"{0}\" stand before any day; write the day first")]
    HoursBeforeDay(String),
}

impl WorkWeek {
    /// Monday to Friday, the whole day: what a rule means that counts working days and names no business hours.
    #[must_use]
    pub fn whole_days() -> Self {
        let whole = vec![Span { from: 0, to: DAY_SECONDS }];
        let mut days: [Vec<Span>; 7] = Default::default();
        days[..5].fill(whole);
        Self { days, stand_in: 0 }
    }

    /// Monday to Friday 08:30-12:00 and 13:30-17:30: the hours of an office that names none.
    #[must_use]
    pub fn office() -> Self {
        let halves = vec![Span { from: 30_600, to: 43_200 }, Span { from: 48_600, to: 63_000 }];
        let mut days: [Vec<Span>; 7] = Default::default();
        days[..5].fill(halves);
        Self { days, stand_in: 0 }
    }

    /// Reads `mon-fri 08:30-12:00 13:30-17:30; sat 09:00-12:00`.
    ///
    /// Groups are separated by `;`, `,` or simply by the next day. A group names single days, ranges (`fri-mon` runs
    /// over the weekend) or `daily`, then any number of spans; without a span those days are open for 24 hours.
    /// Spans that touch become one. Days not named are closed.
    ///
    /// # Errors
    /// The first word that cannot be read, or the day on which spans overlap.
    pub fn parse(text: &str) -> Result<Self, WeekError> {
        let mut days: [Vec<Span>; 7] = Default::default();
        let mut group: Vec<usize> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        let cleaned = tidy(text);
        for word in cleaned.split_whitespace() {
            if word.starts_with(|first: char| first.is_ascii_digit()) {
                if group.is_empty() {
                    return Err(WeekError::HoursBeforeDay(word.to_owned()));
                }
                spans.push(parse_span(word)?);
                continue;
            }
            let named = parse_days(word)?;
            if !spans.is_empty() {
                close_group(&mut days, &mut group, &mut spans);
            }
            group.extend(named);
        }
        if group.is_empty() {
            return Err(WeekError::Empty);
        }
        close_group(&mut days, &mut group, &mut spans);
        for (name, day) in NAMES.iter().zip(&mut days) {
            join(name, day)?;
        }
        let stand_in = days.iter().position(|day| !day.is_empty()).unwrap_or_default();
        Ok(Self { days, stand_in })
    }

    /// Business hours on a weekday without regard to holidays; empty when closed.
    #[must_use]
    pub fn hours(&self, date: NaiveDate) -> &[Span] {
        self.on(Day::of(date))
    }

    /// True when no day has other hours than the whole day.
    #[must_use]
    pub fn is_whole_days(&self) -> bool {
        self.days.iter().flatten().all(|span| span.from == 0 && span.to == DAY_SECONDS)
    }

    pub(super) fn on(&self, day: Day) -> &[Span] {
        &self.days[day.weekday()]
    }

    /// Hours of a day that the calendar declares worked.
    pub(super) fn on_made_up(&self, day: Day) -> &[Span] {
        let own = self.on(day);
        if own.is_empty() { &self.days[self.stand_in] } else { own }
    }

    /// Seconds of business on the given date if it is an ordinary day.
    #[must_use]
    pub fn seconds_on(&self, date: NaiveDate) -> u32 {
        let day = date.weekday().num_days_from_monday() as usize;
        self.days[day].iter().map(|span| span.to - span.from).sum()
    }
}

/// Lower case, separators as spaces, no space around the dash of a range.
fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            ';' | ',' | '；' | '，' | '、' | '\t' => ' ',
            '–' | '—' | '~' | '～' => '-',
            '：' => ':',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let mut out = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        let glued = out.ends_with('-') || word.starts_with('-');
        if !out.is_empty() && !glued {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Gives the collected spans to the collected days and empties both.
fn close_group(days: &mut [Vec<Span>; 7], group: &mut Vec<usize>, spans: &mut Vec<Span>) {
    if spans.is_empty() {
        spans.push(Span { from: 0, to: DAY_SECONDS });
    }
    group.sort_unstable();
    group.dedup();
    for day in group.drain(..) {
        days[day].extend_from_slice(spans);
    }
    spans.clear();
}

/// Orders the spans of one day and makes one of those that touch.
fn join(name: &'static str, day: &mut Vec<Span>) -> Result<(), WeekError> {
    day.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(day.len());
    for &span in day.iter() {
        match joined.last_mut() {
            Some(last) if span.from < last.to => return Err(WeekError::Overlap(name, clock_text(span))),
            Some(last) if span.from == last.to => last.to = span.to,
            _ => joined.push(span),
        }
    }
    *day = joined;
    Ok(())
}

fn clock_text(span: Span) -> String {
    let text = |seconds: u32| format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    format!("{}-{}", text(span.from), text(span.to))
}

fn parse_days(word: &str) -> Result<Vec<usize>, WeekError> {
    let wrong = || WeekError::Day(word.to_owned());
    if matches!(word, "daily" | "everyday" | "all") {
        return Ok((0..7).collect());
    }
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let first = parse_day(first).ok_or_else(wrong)?;
    let last = parse_day(last).ok_or_else(wrong)?;
    let count = (last + 7 - first) % 7 + 1;
    Ok((0..count).map(|n| (first + n) % 7).collect())
}

/// `mon`, `monday`, and in between such as `tues` and `thurs`.
fn parse_day(word: &str) -> Option<usize> {
    const FULL: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches([':', '.']);
    (word.len() >= 3).then(|| FULL.iter().position(|name| name.starts_with(word)))?
}

fn parse_span(word: &str) -> Result<Span, WeekError> {
    let (from, to) = word.split_once('-').ok_or_else(|| WeekError::Time(word.to_owned()))?;
    let span = Span { from: parse_time(from)?, to: parse_time(to)? };
    if span.from < span.to { Ok(span) } else { Err(WeekError::Backwards(word.to_owned())) }
}

/// `8:30`, `08:30`, `08:30:15`, `24:00`; a bare hour is refused because `8-12` may mean days.
fn parse_time(word: &str) -> Result<u32, WeekError> {
    let wrong = || WeekError::Time(word.to_owned());
    let mut parts = word.split(':').map(|part| {
        let digits = !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let hours = parts.next().flatten().ok_or_else(wrong)?;
    let minutes = parts.next().flatten().ok_or_else(wrong)?;
    let seconds = match parts.next() {
        None => 0,
        Some(part) => part.ok_or_else(wrong)?,
    };
    let total = hours * 3600 + minutes * 60 + seconds;
    if parts.next().is_some() || minutes > 59 || seconds > 59 || total > DAY_SECONDS { Err(wrong()) } else { Ok(total) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `day: spans` of every open day.
    fn shown(week: &WorkWeek) -> String {
        let day = |(name, spans): (&&str, &Vec<Span>)| {
            let spans: Vec<String> = spans.iter().map(|&span| clock_text(span)).collect();
            (!spans.is_empty()).then(|| format!("{name} {}", spans.join(" ")))
        };
        NAMES.iter().zip(&week.days).filter_map(day).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn business_hours_are_read_from_one_line() {
        let office = "mon 08:30-12:00 13:30-17:30; tue 08:30-12:00 13:30-17:30; wed 08:30-12:00 13:30-17:30; \
                      thu 08:30-12:00 13:30-17:30; fri 08:30-12:00 13:30-17:30";
        let cases = [
            ("mon-fri 08:30-12:00 13:30-17:30", office),
            ("Monday - Friday 8:30 - 12:00, 13:30–17:30", office),
            ("mon 09:00-18:00; sat 09:00-12:00", "mon 09:00-18:00; sat 09:00-12:00"),
            ("mon 09:00-18:00 sat 09:00-12:00", "mon 09:00-18:00; sat 09:00-12:00"),
            ("mon,wed 09:00-10:00", "mon 09:00-10:00; wed 09:00-10:00"),
            ("sat-mon 00:00-24:00", "mon 00:00-24:00; sat 00:00-24:00; sun 00:00-24:00"),
            ("sun", "sun 00:00-24:00"),
            ("thu 13:00-14:00 09:00-10:00", "thu 09:00-10:00 13:00-14:00"),
            ("thu 09:00-12:00 12:00-14:00", "thu 09:00-14:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&WorkWeek::parse(text).unwrap()), expected, "{text}");
        }
        assert_eq!(WorkWeek::parse("mon-fri 08:30-12:00 13:30-17:30").unwrap(), WorkWeek::office());
        assert_eq!(WorkWeek::parse("mon-fri").unwrap(), WorkWeek::whole_days());
        assert!(WorkWeek::parse("daily").unwrap().is_whole_days());
    }

    #[test]
    fn a_line_that_cannot_be_meant_is_refused_with_its_word() {
        let cases = [
            ("", "no business hours"),
            (" ; ", "no business hours"),
            ("08:00-12:00", "before any day"),
            ("mon-fry 08:00-12:00", "\"mon-fry\" is not a day"),
            ("mo 08:00-12:00", "\"mo\" is not a day"),
            ("mon 8-12", "\"8\" is not a time"),
            ("mon 08:60-12:00", "\"08:60\""),
            ("mon 08:00-24:01", "\"24:01\""),
            ("mon 18:00-08:00", "ends before it begins"),
            ("mon 08:00-08:00", "ends before it begins"),
            ("mon 08:00-12:00 11:59-13:00", "overlap on mon: 11:59-13:00"),
            ("mon-fri 08:00-12:00; wed 09:00-10:00", "overlap on wed"),
            ("mon 08:00", "\"08:00\" is not a time"),
            ("mon 08:00-99999999999:00", "is not a time"),
        ];
        for (text, expected) in cases {
            let error = WorkWeek::parse(text).expect_err(text).to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
