//! Why a deadline is when it is: day by day what was counted, and why a day counted nothing (b2). Numbers and reasons
//! only; the sentences are made where texts are made.

use chrono::NaiveDate;

use super::{
    calendar::DayKind,
    clockwork::{Clockwork, OutOfReach, Ruler},
    day::Day,
    deadline::{Deadline, Pause, Run, Term},
};
use crate::domain::Stamp;

/// An explanation never has more lines; the days in the middle of a longer one are summed up in one line.
pub const MAX_LINES: usize = 60;

/// The whole arithmetic of one deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Id of the rule that set the limit, such as `T05`.
    pub rule: String,
    pub term: Term,
    /// As handed in; `Why::Paused` counts into this list.
    pub pauses: Vec<Pause>,
    /// The instant of a granted extension, if one replaced the computed end.
    pub promised: Option<Stamp>,
    pub warn_percent: u8,
    /// Start, due, warning, budget, ruler, and whether it is provisional.
    pub deadline: Deadline,
    /// In order of date. Without an extension the counted milliseconds add up to the budget once it is due.
    pub lines: Vec<Line>,
    /// Sum over the lines, milliseconds.
    pub counted: i64,
}

/// One day, or several in a row that counted for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub from: NaiveDate,
    /// Inclusive.
    pub to: NaiveDate,
    /// Milliseconds counted.
    pub counted: i64,
    /// Milliseconds that would have counted but for a pause.
    pub paused: i64,
    /// For limits in days: which day it is, the start day being 0; `None` on days that are not numbered.
    pub nth: Option<u32>,
    pub why: Why,
}

/// Why a day counted what it counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// An ordinary day.
    Counted,
    /// A weekend day worked for the named holiday.
    MakeUp(String),
    /// A weekend, or a weekday without business hours.
    Weekend,
    /// A day off of the named holiday.
    Holiday(String),
    /// A working day of which only time outside business hours lies in the span.
    OutsideHours,
    /// Paused the whole time; the number is the place of the pause in `Explanation::pauses`.
    Paused(usize),
    /// Several unlike days summed up to keep the list short.
    Several { worked: u32, rested: u32 },
}

impl Clockwork {
    /// Explains a deadline up to its due time, or up to `now` while a pause keeps it open.
    ///
    /// # Errors
    /// As [`Clockwork::deadline`].
    pub fn explain(&self, rule: &str, run: &Run, now: Stamp) -> Result<Explanation, OutOfReach> {
        let deadline = self.deadline(run)?;
        let until = deadline.due.unwrap_or_else(|| Self::within_reach(now).unwrap_or(run.start)).max(run.start);
        let mut lines: Vec<Line> = Vec::new();
        let mut worked_days = 0;
        let first = Day::at(run.start);
        for day in (0..).map(|n| first.plus(n)).take_while(|&day| day == first || day.start() < until) {
            let mut line = self.line(day, run, &deadline, until);
            worked_days += u32::from(day > first && self.is_open(day));
            line.nth = match run.term {
                _ if day > Day::at(deadline.nominal) => None,
                Term::Days(_) => u32::try_from(day.0 - first.0).ok(),
                Term::WorkingDays(_) if day == first => Some(0),
                Term::WorkingDays(_) => self.is_open(day).then_some(worked_days),
                Term::Running(_) | Term::Working(_) => None,
            };
            match lines.last_mut() {
                Some(last) if last.joins(&line) => last.absorb(&line),
                _ => lines.push(line),
            }
        }
        shorten(&mut lines);
        Ok(Explanation {
            rule: rule.to_owned(),
            term: run.term,
            pauses: run.pauses.to_vec(),
            promised: run.promised,
            warn_percent: run.warn_percent,
            counted: lines.iter().map(|line| line.counted).sum(),
            deadline,
            lines,
        })
    }

    fn line(&self, day: Day, run: &Run, deadline: &Deadline, until: Stamp) -> Line {
        let from = day.start().max(run.start);
        let to = day.plus(1).start().min(until);
        let counted = self.count_between(deadline.ruler, deadline.halts(), from, to);
        let paused = self.measure(deadline.ruler, from, to) - counted;
        let pause = || run.pauses.iter().position(|pause| pause.from < to && pause.to.is_none_or(|end| end > from));
        let why = match self.describe(day).why {
            _ if counted == 0 && paused > 0 => pause().map_or(Why::OutsideHours, Why::Paused),
            _ if deadline.ruler == Ruler::Running => Why::Counted,
            DayKind::Weekend => Why::Weekend,
            DayKind::Holiday(name) => Why::Holiday(name.to_owned()),
            _ if counted == 0 => Why::OutsideHours,
            DayKind::MakeUp(name) => Why::MakeUp(name.to_owned()),
            DayKind::Weekday => Why::Counted,
        };
        Line { from: day.date(), to: day.date(), counted, paused, nth: None, why }
    }
}

impl Line {
    /// Days in the line.
    #[must_use]
    pub fn days(&self) -> u32 {
        u32::try_from((self.to - self.from).num_days() + 1).unwrap_or_default()
    }

    /// Two days are told as one when neither counted anything, for the same reason, and neither has a number.
    fn joins(&self, next: &Self) -> bool {
        let silent = |line: &Self| line.counted == 0 && line.nth.is_none();
        silent(self) && silent(next) && self.why == next.why
    }

    fn absorb(&mut self, next: &Self) {
        self.to = next.to;
        self.counted += next.counted;
        self.paused += next.paused;
    }
}

/// Sums up the middle of a list that is too long.
fn shorten(lines: &mut Vec<Line>) {
    if lines.len() <= MAX_LINES {
        return;
    }
    let kept = MAX_LINES / 2;
    let middle: Vec<Line> = lines.drain(kept..lines.len() - (MAX_LINES - kept - 1)).collect();
    let days = |worked: bool| middle.iter().filter(|line| (line.counted > 0) == worked).map(Line::days).sum();
    let why = Why::Several { worked: days(true), rested: days(false) };
    let mut middle = middle.iter();
    if let Some(mut sum) = middle.next().cloned() {
        middle.for_each(|line| sum.absorb(line));
        lines.insert(kept, Line { nth: None, why, ..sum });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::{WorkCalendar, WorkWeek},
        domain::Limit,
    };

    fn at(text: &str) -> Stamp {
        Stamp::from_wall(text.parse().unwrap())
    }

    fn office() -> Clockwork {
        Clockwork::new(WorkWeek::office(), WorkCalendar::china())
    }

    /// One line of text a line, minutes counted and paused.
    fn shown(explanation: &Explanation) -> Vec<String> {
        let line = |line: &Line| {
            let days = if line.from == line.to { line.from.to_string() } else { format!("{}..{}", line.from, line.to) };
            let nth = line.nth.map_or_else(String::new, |n| format!(" #{n}"));
            let paused = if line.paused == 0 { String::new() } else { format!(" paused {}", line.paused / 60_000) };
            format!("{days}{nth} {}{paused} {:?}", line.counted / 60_000, line.why)
        };
        explanation.lines.iter().map(line).collect()
    }

    #[test]
    fn seven_working_days_over_the_national_holiday_are_told_day_by_day_t05() {
        let run = Run::new(at("2026-09-29T18:00:00"), Limit::WorkingDays(4));
        let told = office().explain("T05", &run, run.start).unwrap();
        assert_eq!(
            shown(&told),
            [
                "2026-09-29 #0 0 OutsideHours",
                "2026-09-30 #1 450 Counted",
                "2026-10-01..2026-10-07 0 Holiday(\"国庆节\")",
                "2026-10-08 #2 450 Counted",
                "2026-10-09 #3 450 Counted",
                "2026-10-10 #4 450 MakeUp(\"国庆节\")",
            ]
        );
        assert_eq!(told.counted, told.deadline.budget);
        assert_eq!(told.deadline.due, Some(at("2026-10-10T17:30:00")));
        assert!(!told.deadline.provisional);
    }

    #[test]
    fn pauses_are_told_with_their_place_in_the_list() {
        let pauses = [
            Pause { from: at("2026-11-25T15:30:00"), to: Some(at("2026-11-27T08:30:00")) },
            Pause { from: at("2026-11-23T10:00:00"), to: Some(at("2026-11-23T10:30:00")) },
        ];
        let run = Run::new(at("2026-11-23T09:00:00"), Limit::WorkingMinutes(1500)).pauses(&pauses);
        let told = office().explain("T02", &run, run.start).unwrap();
        assert_eq!(
            shown(&told),
            [
                "2026-11-23 390 paused 30 Counted",
                "2026-11-24 450 Counted",
                "2026-11-25 330 paused 120 Counted",
                "2026-11-26 0 paused 450 Paused(0)",
                "2026-11-27 330 Counted",
            ]
        );
        assert_eq!(told.counted, told.deadline.budget);
    }

    #[test]
    fn a_run_that_is_paused_now_is_told_up_to_now() {
        let pauses = [Pause { from: at("2026-11-23T10:00:00"), to: None }];
        let run = Run::new(at("2026-11-23T09:00:00"), Limit::Hours(4)).pauses(&pauses);
        let told = office().explain("T02", &run, at("2026-11-25T09:00:00")).unwrap();
        assert_eq!(told.deadline.due, None);
        let days: Vec<(i64, Why)> = told.lines.iter().map(|line| (line.counted, line.why.clone())).collect();
        assert_eq!(days, [(3_600_000, Why::Counted), (0, Why::Paused(0))]);
    }

    #[test]
    fn a_long_explanation_keeps_its_ends_and_its_sum() {
        let run = Run::new(at("2024-01-02T09:00:00"), Limit::WorkingDays(700));
        let told = office().explain("T29", &run, run.start).unwrap();
        assert_eq!(told.lines.len(), MAX_LINES);
        assert_eq!(told.counted, told.deadline.budget);
        let several = told.lines.iter().find(|line| matches!(line.why, Why::Several { .. })).unwrap();
        let Why::Several { worked, rested } = several.why else { panic!("found above") };
        assert_eq!(worked + rested, several.days());
        assert_eq!(told.lines.iter().map(Line::days).sum::<u32>(), {
            let due = told.deadline.due.unwrap().date();
            u32::try_from((due - run.start.date()).num_days() + 1).unwrap()
        });
        assert!(told.lines.windows(2).all(|pair| pair[0].to.succ_opt() == Some(pair[1].from)), "no day is left out");
    }
}
