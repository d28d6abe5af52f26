//! Business hours and calendar together: what is open, how long, and where a stretch of time ends.

use chrono::{Datelike, NaiveDate};

use super::{
    calendar::{DayInfo, DayKind, Mark, WorkCalendar},
    day::{DAY_MS, Day},
    week::{Span, WorkWeek},
    year_list::Listed,
};
use crate::domain::Stamp;

/// How far counting goes before it gives up: four hundred years of days.
const HORIZON_DAYS: i32 = 146_097;
/// 0001-01-01 and 9999-12-31 as day numbers.
const FIRST_DAY: i32 = 1;
const LAST_DAY: i32 = 3_652_059;

/// The end of the counting lies beyond the years 1 to 9999, more than a hundred years of limit were asked for, or the
/// business hours are so few that four hundred years do not hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time limit reaches beyond what can be counted")]
pub struct OutOfReach;

/// Business hours under a calendar. A holiday closes the day, a make-up work day opens it, anything else follows the week.
#[derive(Debug, Clone)]
pub struct Clockwork {
    week: WorkWeek,
    calendar: WorkCalendar,
}

/// Time between two instants in milliseconds; negative when the second is the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Elapsed {
    /// Inside business hours of working days.
    pub working: i64,
    /// Day and night.
    pub running: i64,
}

/// Which time a budget is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ruler {
    /// Day and night.
    Running,
    /// Business hours of working days.
    Business,
}

impl Clockwork {
    #[must_use]
    pub const fn new(week: WorkWeek, calendar: WorkCalendar) -> Self {
        Self { week, calendar }
    }

    #[must_use]
    pub const fn week(&self) -> &WorkWeek {
        &self.week
    }

    #[must_use]
    pub const fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// The day under these business hours: a weekday on which the week names no hours reads as a weekend.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> DayInfo<'_> {
        self.describe(Day::of(date))
    }

    /// Business hours of a date, holidays and make-up days considered; empty when closed.
    #[must_use]
    pub fn hours(&self, date: NaiveDate) -> &[Span] {
        self.hours_on(Day::of(date))
    }

    /// The `n`-th working day after the date, or before it when `n` is negative; the date itself for 0, worked or not.
    /// `None` beyond the years 1 to 9999 or four hundred years away.
    #[must_use]
    pub fn step(&self, date: NaiveDate, n: i64) -> Option<NaiveDate> {
        self.step_day(Day::of(date), n).map(Day::date)
    }

    /// Running and business time between two instants.
    #[must_use]
    pub fn elapsed(&self, start: Stamp, end: Stamp) -> Elapsed {
        if end < start {
            let Elapsed { working, running } = self.elapsed(end, start);
            return Elapsed { working: -working, running: -running };
        }
        Elapsed {
            working: self.measure(Ruler::Business, start, end),
            running: self.measure(Ruler::Running, start, end),
        }
    }

    pub(super) fn describe(&self, day: Day) -> DayInfo<'_> {
        let mut info = self.calendar.describe(day, !self.week.on(day).is_empty());
        if self.hours_on(day).is_empty() {
            info.workday = false;
        }
        info
    }

    /// An instant whose neighbourhood can be counted.
    pub(super) fn within_reach(instant: Stamp) -> Result<Stamp, OutOfReach> {
        if (FIRST_DAY..=LAST_DAY).contains(&Day::at(instant).0) { Ok(instant) } else { Err(OutOfReach) }
    }

    pub(super) fn is_open(&self, day: Day) -> bool {
        !self.hours_on(day).is_empty()
    }

    pub(super) fn step_day(&self, day: Day, n: i64) -> Option<Day> {
        let step = if n < 0 { -1 } else { 1 };
        let mut left = n.unsigned_abs();
        let mut at = day;
        while left > 0 {
            at = at.plus(step);
            if (at.0 - day.0).abs() > HORIZON_DAYS {
                return None;
            }
            left -= u64::from(self.is_open(at));
        }
        (FIRST_DAY..=LAST_DAY).contains(&at.0).then_some(at)
    }

    /// Close of business of an open day; a day open to 24:00 closes at 23:59:59. 23:59:59 for a closed day.
    pub(super) fn close_of(&self, day: Day) -> Stamp {
        let end = self.hours_on(day).last().map_or(DAY_MS, |span| i64::from(span.to) * 1000);
        Stamp(day.start().0 + end.min(DAY_MS - 1000))
    }

    /// Milliseconds on the ruler between two instants; 0 when they are in the wrong order.
    pub(super) fn measure(&self, ruler: Ruler, from: Stamp, to: Stamp) -> i64 {
        if to <= from {
            return 0;
        }
        if ruler == Ruler::Running {
            return to.0.saturating_sub(from.0);
        }
        let (from, to) = (from.max(Day(FIRST_DAY).start()), to.min(Day(LAST_DAY).start()));
        let last = Day::at(to);
        self.days_from(Day::at(from))
            .take_while(|(day, _)| *day <= last)
            .flat_map(|(day, spans)| spans.iter().map(move |span| instants(day, *span)))
            .map(|(open, close)| (close.min(to).0 - open.max(from).0).max(0))
            .sum()
    }

    /// The earliest instant at which `budget` milliseconds have passed on the ruler. A budget spent exactly when a span
    /// closes ends there and not at the next opening; no budget at all ends at once, or at the next opening.
    pub(super) fn walk(&self, ruler: Ruler, from: Stamp, budget: i64) -> Result<Stamp, OutOfReach> {
        if ruler == Ruler::Running {
            return Self::within_reach(Stamp(from.0.saturating_add(budget)));
        }
        let mut left = budget;
        let first = Day::at(Self::within_reach(from)?);
        // A span that closes at 24:00 of the day before touches an instant at 00:00.
        for (day, spans) in self.days_from(first.plus(-1)).take_while(|(day, _)| day.0 - first.0 < HORIZON_DAYS) {
            for span in spans {
                let (open, close) = instants(day, *span);
                if close < from {
                    continue;
                }
                let begin = open.max(from);
                if close.0 - begin.0 >= left {
                    return Self::within_reach(Stamp(begin.0 + left));
                }
                left -= close.0 - begin.0;
            }
        }
        Err(OutOfReach)
    }

    /// True when the calendar has no published list for a day between the two instants.
    pub(super) fn is_provisional_between(&self, from: Stamp, to: Stamp) -> bool {
        (from.date().year()..=to.date().year()).any(|year| self.calendar.is_provisional(year))
    }

    pub(super) fn hours_on(&self, day: Day) -> &[Span] {
        self.hours_marked(day, self.calendar.mark_on(day))
    }

    fn hours_marked(&self, day: Day, mark: Option<Mark>) -> &[Span] {
        match mark.map(|mark| mark.listed) {
            Some(Listed::Off) => &[],
            Some(Listed::Work) => self.week.on_made_up(day),
            None => self.week.on(day),
        }
    }

    /// Days in order with their business hours, without end. The marks are walked along, not searched anew each day.
    fn days_from(&self, first: Day) -> impl Iterator<Item = (Day, &[Span])> {
        let mut marks = self.calendar.marks_from(first);
        (0..).map(move |n| {
            let day = first.plus(n);
            let mark = marks.first().copied().filter(|mark| mark.day == day);
            if mark.is_some() {
                marks = &marks[1..];
            }
            (day, self.hours_marked(day, mark))
        })
    }
}

/// Opening and closing of a span on a day.
fn instants(day: Day, span: Span) -> (Stamp, Stamp) {
    let midnight = day.start().0;
    (Stamp(midnight + i64::from(span.from) * 1000), Stamp(midnight + i64::from(span.to) * 1000))
}

impl DayKind<'_> {
    /// True for the kinds on which work is done.
    #[must_use]
    pub const fn is_worked(self) -> bool {
        matches!(self, Self::Weekday | Self::MakeUp(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Stamp {
        Stamp::from_wall(text.parse().unwrap())
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn office() -> Clockwork {
        Clockwork::new(WorkWeek::office(), WorkCalendar::china())
    }

    /// start, budget in minutes, end.
    const WALKS: &str = "\
2026-11-23T09:00:00 |   60 | 2026-11-23T10:00:00
2026-11-23T11:30:00 |   60 | 2026-11-23T14:00:00
2026-11-23T11:30:00 |   30 | 2026-11-23T12:00:00
2026-11-23T12:00:00 |    0 | 2026-11-23T12:00:00
2026-11-23T12:30:00 |    0 | 2026-11-23T13:30:00
2026-11-23T17:30:00 |    0 | 2026-11-23T17:30:00
2026-11-23T17:30:01 |    0 | 2026-11-24T08:30:00
2026-11-23T19:00:00 |    1 | 2026-11-24T08:31:00
2026-11-21T10:00:00 |   10 | 2026-11-23T08:40:00
2026-09-30T17:00:00 |   60 | 2026-10-08T09:00:00
2026-10-09T17:20:07 |   20 | 2026-10-10T08:40:07
2026-10-10T17:20:00 |   20 | 2026-10-12T08:40:00
2026-11-23T08:30:00 |  450 | 2026-11-23T17:30:00
2026-11-23T08:30:00 | 2250 | 2026-11-27T17:30:00";

    #[test]
    fn a_budget_is_spent_inside_business_hours_only() {
        let clockwork = office();
        for row in WALKS.lines() {
            let fields: Vec<&str> = row.split('|').map(str::trim).collect();
            let minutes: i64 = fields[1].parse().unwrap();
            let end = clockwork.walk(Ruler::Business, at(fields[0]), minutes * 60_000).unwrap();
            assert_eq!(end, at(fields[2]), "{row}");
            if minutes > 0 {
                assert_eq!(clockwork.measure(Ruler::Business, at(fields[0]), end), minutes * 60_000, "{row}");
            }
        }
    }

    #[test]
    fn elapsed_time_is_exact_and_turns_its_sign_with_the_order() {
        let clockwork = office();
        let there = clockwork.elapsed(at("2026-09-30T16:00:30"), at("2026-10-08T09:00:00.250"));
        assert_eq!(
            there,
            Elapsed {
                working: (89 * 60 + 30 + 30 * 60) * 1000 + 250,
                running: ((7 * 24 + 17) * 3600 - 30) * 1000 + 250
            }
        );
        let back = clockwork.elapsed(at("2026-10-08T09:00:00.250"), at("2026-09-30T16:00:30"));
        assert_eq!((back.working, back.running), (-there.working, -there.running));
    }

    #[test]
    fn steps_count_working_days_in_both_directions() {
        let clockwork = office();
        let cases = [
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-10-09", 1, "2026-10-10"),
            ("2026-10-12", -1, "2026-10-10"),
            ("2026-10-08", -3, "2026-09-28"),
            ("2026-10-04", 0, "2026-10-04"),
            ("2026-10-04", -1, "2026-09-30"),
        ];
        for (start, n, end) in cases {
            assert_eq!(clockwork.step(date(start), n), Some(date(end)), "{start} {n}");
        }
        assert_eq!(clockwork.step(date("2026-10-04"), i64::MAX), None);
        assert_eq!(clockwork.step(date("2026-10-04"), i64::MIN), None);
        assert_eq!(clockwork.step(date("9999-12-31"), 1), None);
    }

    #[test]
    fn a_week_with_saturdays_opens_them_but_not_on_holidays() {
        let week = WorkWeek::parse("mon-fri 09:00-18:00; sat 09:00-12:00").unwrap();
        let clockwork = Clockwork::new(week, WorkCalendar::china());
        assert!(clockwork.day(date("2026-11-21")).workday, "an ordinary Saturday");
        assert!(!clockwork.day(date("2026-10-03")).workday, "the Saturday of the National Day break");
        assert_eq!(clockwork.hours(date("2026-10-10")).len(), 1, "a make-up Saturday keeps its own hours");
        assert_eq!(clockwork.hours(date("2026-09-20"))[0].to, 18 * 3600, "a make-up Sunday borrows Monday's");
    }

    #[test]
    fn hours_too_few_for_the_budget_end_the_walk() {
        let clockwork = Clockwork::new(WorkWeek::parse("mon 00:00-00:01").unwrap(), WorkCalendar::none());
        assert_eq!(clockwork.walk(Ruler::Business, at("2026-01-01T00:00:00"), i64::MAX), Err(OutOfReach));
        assert_eq!(clockwork.walk(Ruler::Business, Stamp(i64::MAX), 1), Err(OutOfReach));
        assert_eq!(clockwork.walk(Ruler::Running, Stamp(i64::MIN), 1), Err(OutOfReach));
    }
}
