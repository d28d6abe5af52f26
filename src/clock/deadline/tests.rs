//! The table of calendar.md 4.2, and the engine against a counter that knows nothing but minutes.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::clock::{Listed, ListedDay, WorkCalendar, WorkWeek};

fn at(text: &str) -> Stamp {
    Stamp::from_wall(text.parse().unwrap())
}

fn office() -> Clockwork {
    Clockwork::new(WorkWeek::office(), WorkCalendar::china())
}

fn whole_days() -> Clockwork {
    Clockwork::new(WorkWeek::whole_days(), WorkCalendar::china())
}

fn pause(from: &str, to: &str) -> Pause {
    Pause { from: at(from), to: (!to.is_empty()).then(|| at(to)) }
}

/// calendar.md 4.2: start, working days, due date.
const WORKING_DAYS: &str = "\
2026-09-18 2 2026-09-21
2026-09-18 7 2026-09-29
2026-09-30 2 2026-10-09
2026-09-30 7 2026-10-15
2026-10-09 1 2026-10-10
2026-02-13 2 2026-02-24
2026-02-13 7 2026-03-02
2026-04-30 7 2026-05-13
2025-12-31 7 2026-01-12
2026-05-09 2 2026-05-12
2026-06-18 1 2026-06-22
2026-11-21 7 2026-12-01
2024-09-13 2 2024-09-18
2025-01-24 7 2025-02-10";

#[test]
fn working_days_end_at_close_of_business_of_the_last_one() {
    for row in WORKING_DAYS.lines() {
        let fields: Vec<&str> = row.split(' ').collect();
        let n: i64 = fields[1].parse().unwrap();
        for time in ["00:00:00", "10:15:00", "23:59:59"] {
            let run = Run::new(at(&format!("{}T{time}", fields[0])), Limit::WorkingDays(n));
            let due = |clockwork: &Clockwork| clockwork.deadline(&run).unwrap().due;
            assert_eq!(due(&office()), Some(at(&format!("{}T17:30:00", fields[2]))), "{row} at {time}");
            assert_eq!(due(&whole_days()), Some(at(&format!("{}T23:59:59", fields[2]))), "{row} at {time}");
        }
        let date: NaiveDate = fields[0].parse().unwrap();
        assert_eq!(office().step(date, n), fields[2].parse().ok(), "{row}");
    }
}

#[test]
fn calendar_days_end_with_the_last_day_and_do_not_roll_forward() {
    let cases = [
        ("2026-09-16T10:00:00", 15, "2026-10-01T23:59:59"),
        ("2026-11-21T23:59:59", 15, "2026-12-06T23:59:59"),
        ("2026-09-23T00:00:00", 3, "2026-09-26T23:59:59"),
        ("2026-09-23T09:00:00", 0, "2026-09-23T23:59:59"),
    ];
    for (start, n, due) in cases {
        let deadline = office().deadline(&Run::new(at(start), Limit::Days(n))).unwrap();
        assert_eq!(deadline.due, Some(at(due)), "{start} + {n} d");
        assert!(!deadline.provisional);
    }
}

#[test]
fn running_time_counts_nights_and_holidays_to_the_second() {
    let run = Run::new(at("2026-10-07T16:38:44"), Limit::Hours(24));
    let deadline = office().deadline(&run).unwrap();
    assert_eq!(deadline.due, Some(at("2026-10-08T16:38:44")));
    assert_eq!(deadline.warn_at, Some(at("2026-10-08T14:14:44")), "T09: 90 % of 24 h are 21 h 36 min");
    let minutes = office().deadline(&Run::new(at("2026-10-07T16:38:44"), Limit::Minutes(0))).unwrap();
    assert_eq!(minutes.due, Some(run.start));
}

#[test]
fn no_working_day_at_all_means_the_end_of_this_one_or_of_the_next() {
    let cases = [
        ("2026-11-23T09:00:00", "2026-11-23T17:30:00"),
        ("2026-11-23T17:30:01", "2026-11-24T17:30:00"),
        ("2026-10-03T09:00:00", "2026-10-08T17:30:00"),
    ];
    for (start, due) in cases {
        let deadline = office().deadline(&Run::new(at(start), Limit::WorkingDays(0))).unwrap();
        assert_eq!(deadline.due, Some(at(due)), "{start}");
    }
}

#[test]
fn the_warning_of_a_working_clock_counts_working_minutes_t09_f01() {
    let run = Run::new(at("2026-09-30T08:30:00"), Limit::WorkingMinutes(4500));
    let deadline = office().deadline(&run).unwrap();
    assert_eq!(deadline.due, Some(at("2026-10-19T17:30:00")), "ten days of 450 minutes");
    assert_eq!(deadline.warn_at, Some(at("2026-10-16T17:30:00")), "nine of them");
    let half = office().deadline(&run.warn_percent(50)).unwrap();
    assert_eq!(half.warn_at, Some(at("2026-10-12T17:30:00")));
}

#[test]
fn a_pause_moves_the_end_by_the_time_it_took_from_the_ruler() {
    // limit, pauses, due
    let start = at("2026-11-23T09:00:00");
    let hour = [pause("2026-11-23T10:00:00", "2026-11-23T11:00:00")];
    let lunch = [pause("2026-11-23T12:00:00", "2026-11-23T13:30:00")];
    let messy = [
        pause("2026-11-23T10:30:00", "2026-11-23T11:00:00"),
        pause("2026-11-20T10:00:00", "2026-11-20T17:00:00"),
        pause("2026-11-23T10:00:00", "2026-11-23T10:45:00"),
        pause("2026-11-23T11:30:00", "2026-11-23T11:00:00"),
    ];
    let cases: [(Limit, &[Pause], &str); 9] = [
        (Limit::Hours(2), &hour, "2026-11-23T12:00:00"),
        (Limit::Hours(1), &hour, "2026-11-23T10:00:00"),
        (Limit::WorkingMinutes(240), &hour, "2026-11-23T15:30:00"),
        (Limit::WorkingMinutes(240), &lunch, "2026-11-23T14:30:00"),
        (Limit::WorkingMinutes(240), &messy, "2026-11-23T15:30:00"),
        (Limit::Days(1), &hour, "2026-11-25T00:59:59"),
        (Limit::WorkingDays(1), &hour, "2026-11-25T09:30:00"),
        (Limit::WorkingDays(1), &lunch, "2026-11-24T17:30:00"),
        (Limit::Days(0), &[pause("2026-11-24T10:00:00", "")], "2026-11-23T23:59:59"),
    ];
    for (limit, pauses, due) in cases {
        let deadline = office().deadline(&Run::new(start, limit).pauses(pauses)).unwrap();
        assert_eq!(deadline.due, Some(at(due)), "{limit:?} with {} pauses", pauses.len());
    }
}

#[test]
fn while_a_pause_lasts_nothing_is_due_and_nothing_is_overdue() {
    let clockwork = office();
    let pauses = [pause("2026-11-23T10:00:00", "")];
    let deadline = clockwork.deadline(&Run::new(at("2026-11-23T09:00:00"), Limit::Hours(2)).pauses(&pauses)).unwrap();
    assert_eq!((deadline.due, deadline.warn_at), (None, None));
    assert_eq!(deadline.nominal, at("2026-11-23T11:00:00"));
    assert_eq!(deadline.standing(at("2026-11-23T09:59:59")), Standing::InTime);
    assert_eq!(deadline.standing(at("2027-11-23T09:59:59")), Standing::Paused);
    let used = clockwork.used(&deadline, at("2027-11-23T09:59:59"));
    assert_eq!((used.counted, used.share), (3_600_000, 0.5));
}

#[test]
fn a_run_is_in_time_then_warned_then_overdue_when_its_last_second_is_over() {
    let clockwork = office();
    let deadline = clockwork.deadline(&Run::new(at("2026-11-23T09:00:00"), Limit::Hours(10))).unwrap();
    let cases = [
        ("2026-11-23T17:59:59.999", Standing::InTime),
        ("2026-11-23T18:00:00", Standing::Warned),
        ("2026-11-23T19:00:00.999", Standing::Warned),
        ("2026-11-23T19:00:01", Standing::Overdue),
    ];
    for (now, standing) in cases {
        assert_eq!(deadline.standing(at(now)), standing, "{now}");
    }
    assert_eq!(clockwork.used(&deadline, at("2026-11-23T21:00:00")).share, 1.2);
    assert_eq!(clockwork.used(&deadline, at("2026-11-22T21:00:00")).share, 0.0);
}

#[test]
fn an_extension_replaces_the_end_and_no_pause_moves_it_f05() {
    let pauses = [pause("2026-11-23T10:00:00", "2026-11-23T11:00:00")];
    let run = Run::new(at("2026-11-23T09:00:00"), Limit::Hours(4)).pauses(&pauses);
    let deadline = office().deadline(&run.promised(Some(at("2026-11-23T20:00:00")))).unwrap();
    assert_eq!(deadline.due, Some(at("2026-11-23T20:00:00")));
    assert_eq!(deadline.budget, 10 * 3_600_000, "eleven hours less the pause");
    assert_eq!(deadline.warn_at, Some(at("2026-11-23T19:00:00")), "the warning follows the new end");
    assert_eq!(deadline.nominal, at("2026-11-23T13:00:00"), "the old end stays known");
}

#[test]
fn a_due_date_in_an_unpublished_year_is_marked_provisional() {
    let provisional = |start: &str, limit| office().deadline(&Run::new(at(start), limit)).unwrap().provisional;
    assert!(!provisional("2026-12-25T09:00:00", Limit::WorkingDays(2)));
    assert!(provisional("2026-12-25T09:00:00", Limit::WorkingDays(7)));
    assert!(provisional("2027-03-01T09:00:00", Limit::WorkingMinutes(30)));
    assert!(!provisional("2027-03-01T09:00:00", Limit::Hours(72)), "running hours need no calendar");
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    for limit in [Limit::Hours(-1), Limit::Days(i64::MAX), Limit::WorkingDays(36_526), Limit::WorkingMinutes(i64::MAX)]
    {
        assert_eq!(office().deadline(&Run::new(at("2026-01-01T00:00:00"), limit)), Err(OutOfReach), "{limit:?}");
    }
    let late = Run::new(at("9999-12-31T00:00:00"), Limit::Days(1));
    assert_eq!(office().deadline(&late), Err(OutOfReach));
    let last = Run::new(Stamp(i64::MAX), Limit::Hours(1));
    assert_eq!(office().deadline(&last), Err(OutOfReach));
}

/// A random week, holidays, start, limit and pauses, all on whole minutes.
#[derive(Debug, Clone)]
struct Situation {
    week: String,
    listed: Vec<(u8, bool)>,
    start: u16,
    term: Term,
    pauses: Vec<(i16, Option<u16>)>,
}

const FIRST: &str = "2026-03-02T00:00:00";

fn situations() -> impl Strategy<Value = Situation> {
    let week = prop::sample::select(vec![
        "mon-fri 08:30-12:00 13:30-17:30",
        "mon-fri",
        "mon-sat 09:00-18:00",
        "daily 00:00-24:00",
        "mon,wed,fri 07:00-11:30 15:00-15:01 22:00-24:00",
        "sat-sun 00:00-06:10 19:50-24:00",
    ]);
    let term = prop_oneof![
        (0..3_000_i64).prop_map(|minutes| Term::Running(minutes * 60_000)),
        (0..900_i64).prop_map(|minutes| Term::Working(minutes * 60_000)),
        (0..3_i64).prop_map(Term::Days),
        (0..4_i64).prop_map(Term::WorkingDays),
    ];
    let pause = (-1_000..4_000_i16, prop::option::weighted(0.95, 0..1_500_u16));
    (
        week.prop_map(str::to_owned),
        prop::collection::vec((0..30_u8, any::<bool>()), 0..6),
        0..10_000_u16,
        term,
        prop::collection::vec(pause, 0..4),
    )
        .prop_map(|(week, listed, start, term, pauses)| Situation { week, listed, start, term, pauses })
}

/// Counts like a person with a stop watch and a wall calendar: looks at every single minute.
struct Counter<'a> {
    situation: &'a Situation,
    week: [Vec<(i64, i64)>; 7],
}

impl Counter<'_> {
    fn wall(minute: i64) -> NaiveDateTime {
        FIRST.parse::<NaiveDateTime>().unwrap() + TimeDelta::minutes(minute)
    }

    /// Hours of the day by the words of the week, in minutes; day 0 is a Monday.
    fn spans_of(&self, day: i64) -> &[(i64, i64)] {
        let weekday = usize::try_from(day.rem_euclid(7)).unwrap();
        match self.situation.listed.iter().rev().find(|(listed, _)| i64::from(*listed) == day) {
            Some((_, false)) => &[],
            Some((_, true)) if self.week[weekday].is_empty() => self.week.iter().find(|day| !day.is_empty()).unwrap(),
            _ => &self.week[weekday],
        }
    }

    fn open(&self, minute: i64) -> bool {
        let of_day = minute.rem_euclid(1440);
        self.spans_of(minute.div_euclid(1440)).iter().any(|&(from, to)| from <= of_day && of_day < to)
    }

    fn paused(&self, minute: i64) -> bool {
        let start = i64::from(self.situation.start);
        self.situation.pauses.iter().any(|&(from, length)| {
            let from = start + i64::from(from);
            from <= minute && length.is_none_or(|length| minute < from + i64::from(length))
        })
    }

    fn ticks(&self, minute: i64) -> bool {
        matches!(self.situation.term, Term::Running(_) | Term::Days(_)) || self.open(minute)
    }

    /// Whole minutes of the budget; day limits are counted to the last minute of their last day, or to its close.
    fn budget(&self) -> i64 {
        let start = i64::from(self.situation.start);
        let close = |day: i64| (day * 1440..(day + 1) * 1440).rev().find(|&m| self.open(m)).map(|m| m + 1);
        let end = match self.situation.term {
            Term::Running(ms) | Term::Working(ms) => return ms / 60_000,
            Term::Days(n) => (start.div_euclid(1440) + n + 1) * 1440,
            Term::WorkingDays(n) => {
                let today = start.div_euclid(1440);
                let ahead = (today + 1..).filter_map(close);
                match (n, close(today)) {
                    (0, Some(end)) if start <= end - i64::from(end % 1440 == 0) => end,
                    (0, _) => ahead.take(1).last().unwrap(),
                    _ => ahead.take(usize::try_from(n).unwrap()).last().unwrap(),
                }
            }
        };
        (start..end).filter(|&minute| self.ticks(minute)).count().try_into().unwrap()
    }

    /// First minute at whose beginning the budget is spent; `None` when an endless pause is in the way.
    fn due(&self, budget: i64) -> Option<i64> {
        let endless = self.situation.pauses.iter().filter(|(_, length)| length.is_none());
        let endless = endless.map(|(from, _)| i64::from(self.situation.start) + i64::from(*from)).min();
        let mut left = budget;
        let mut minute = i64::from(self.situation.start);
        while left > 0 {
            if endless.is_some_and(|from| from <= minute) {
                return None;
            }
            left -= i64::from(self.ticks(minute) && !self.paused(minute));
            minute += 1;
        }
        Some(minute)
    }
}

fn minutes_of(week: &str) -> [Vec<(i64, i64)>; 7] {
    let week = WorkWeek::parse(week).unwrap();
    std::array::from_fn(|n| {
        let date = FIRST.parse::<NaiveDateTime>().unwrap().date() + TimeDelta::days(n as i64);
        week.hours(date).iter().map(|span| (i64::from(span.from / 60), i64::from(span.to / 60))).collect()
    })
}

fn clockwork_of(situation: &Situation) -> Clockwork {
    let first: NaiveDate = FIRST.parse::<NaiveDateTime>().unwrap().date();
    let listed = |&(day, worked): &(u8, bool)| ListedDay {
        date: first + TimeDelta::days(i64::from(day)),
        listed: if worked { Listed::Work } else { Listed::Off },
        name: String::new(),
        line: 0,
    };
    let mut calendar = WorkCalendar::none();
    calendar.overlay(&situation.listed.iter().map(listed).collect::<Vec<_>>());
    Clockwork::new(WorkWeek::parse(&situation.week).unwrap(), calendar)
}

fn stamp(minute: i64) -> Stamp {
    Stamp::from_wall(Counter::wall(minute))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_a_counter_of_single_minutes(situation in situations()) {
        let counter = Counter { situation: &situation, week: minutes_of(&situation.week) };
        let clockwork = clockwork_of(&situation);
        let start = i64::from(situation.start);
        let pauses: Vec<Pause> = situation.pauses.iter().map(|&(from, length)| {
            let from = start + i64::from(from);
            Pause { from: stamp(from), to: length.map(|length| stamp(from + i64::from(length))) }
        }).collect();
        let run = Run::new(stamp(start), situation.term).pauses(&pauses);
        let deadline = clockwork.deadline(&run).unwrap();

        let budget = counter.budget();
        // A day limit ends one second before 24:00, so its budget is a second short of whole minutes there.
        let short = (budget * 60_000 - deadline.budget) % 60_000;
        prop_assert!(short == 0 || short == 1_000);
        prop_assert_eq!(deadline.budget + short, budget * 60_000);
        if budget > 0 {
            prop_assert_eq!(deadline.due.map(|due| due.0 + short), counter.due(budget).map(|m| stamp(m).0));
            let warn = counter.due((budget * 9 + 9) / 10);
            if deadline.due.is_some() {
                let minute = warn.map(|m| stamp(m).0).unwrap();
                let warn_at = deadline.warn_at.unwrap().0;
                prop_assert!(warn_at <= minute && warn_at > minute - 60_000 - short, "the warning lies in the right minute");
            }
        }

        let end = deadline.due.map_or(start + 3_000, |due| (due.0 - stamp(0).0) / 60_000);
        let working = (start..end).filter(|&m| counter.open(m) && !counter.paused(m)).count() as i64;
        let running = (start..end).filter(|&m| !counter.paused(m)).count() as i64;
        let elapsed = clockwork.elapsed_outside(stamp(start), stamp(end), &pauses);
        prop_assert_eq!((elapsed.working, elapsed.running), (working * 60_000, running * 60_000));

        let told = clockwork.explain("T05", &run, deadline.start).unwrap();
        if deadline.due.is_some() {
            prop_assert_eq!(told.counted, deadline.budget, "the lines add up to the budget");
        }
    }

    #[test]
    fn to_the_millisecond_a_due_time_lies_its_budget_after_the_start(
        start in 1_735_000_000_000_i64..1_800_000_000_000, budget in 1..5_000_000_000_i64
    ) {
        let clockwork = office();
        let due = clockwork.deadline(&Run::new(Stamp(start), Term::Working(budget))).unwrap().due.unwrap();
        prop_assert_eq!(clockwork.elapsed(Stamp(start), due).working, budget);
        prop_assert_eq!(clockwork.elapsed(Stamp(start), Stamp(due.0 - 1)).working, budget - 1, "and not earlier");
    }
}
