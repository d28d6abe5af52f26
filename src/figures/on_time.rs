//! The on-time closing rate by week or month (K02), with its target and the holidays that explain it.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::Share;

/// How long one point lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// One day.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

impl Step {
    /// The first day of the period that holds `day`.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let back = match self {
            Self::Day => 0,
            Self::Week => day.weekday().num_days_from_monday(),
            Self::Month => day.day0(),
        };
        day.checked_sub_days(Days::new(u64::from(back))).unwrap_or(day)
    }

    /// The first day of the following period; `None` at the end of the calendar.
    #[must_use]
    pub fn after(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
        }
    }
}

/// One week or month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// What the axis says: `W7`, `3 月`.
    pub label: String,
    pub start: NaiveDate,
    /// Closed in time, of those due in the period: base D of K02, where overdue and still open counts as late.
    pub share: Share,
    /// Names of the holidays that begin in the period, in the order of the calendar.
    pub holidays: Vec<String>,
}

/// A run of periods without holes: one in which nothing was due has an empty [`Share`] and is drawn as a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTime {
    pub step: Step,
    pub periods: Vec<Period>,
    /// Tenths of a per cent; 950 is the 95 % of K02.
    pub target_tenths: u32,
    /// Earlier runs of as many periods, drawn in grey behind; at most two.
    pub compared: Vec<Compared>,
}

/// The same periods of an earlier time, in their order; an empty share is a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// `去年同期`.
    pub name: String,
    pub shares: Vec<Share>,
    /// Drawn dashed, so that two grey lines are told apart.
    pub dashed: bool,
}

impl OnTime {
    /// Lays `counts` (first day of a period, share) onto every period from the one holding `first` to the one holding
    /// `last`. Counts of the same period are added; counts outside are left out. `label` names a period by its first day.
    #[must_use]
    pub fn lay_out(
        step: Step,
        (first, last): (NaiveDate, NaiveDate),
        counts: &[(NaiveDate, Share)],
        label: impl Fn(NaiveDate) -> String,
    ) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut next = Some(step.start(first));
        while let Some(start) = next.filter(|start| *start <= last) {
            let here = counts.iter().filter(|(day, _)| step.start(*day) == start);
            let share = Share::sum(here.map(|(_, share)| *share));
            periods.push(Period { label: label(start), start, share, holidays: Vec::new() });
            next = step.after(start);
        }
        periods
    }

    /// Writes each holiday (first day, name) to the period in which it begins; holidays outside are left out.
    #[must_use]
    pub fn with_holidays(mut self, holidays: &[(NaiveDate, String)]) -> Self {
        for (day, name) in holidays {
            let start = self.step.start(*day);
            if let Some(period) = self.periods.iter_mut().find(|period| period.start == start)
                && !period.holidays.contains(name)
            {
                period.holidays.push(name.clone());
            }
        }
        self
    }

    /// True when no period has a rate: there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.periods.iter().all(|period| period.share.whole() == 0)
    }

    /// The newest period that has a rate.
    #[must_use]
    pub fn latest(&self) -> Option<(usize, &Period)> {
        self.periods.iter().enumerate().rev().find(|(_, period)| period.share.whole() > 0)
    }

    /// All periods together: sums, never the mean of the rates (kpi.md 5.1 rule 3).
    #[must_use]
    pub fn overall(&self) -> Share {
        Share::sum(self.periods.iter().map(|period| period.share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dump(on_time: &OnTime) -> Vec<String> {
        let line = |period: &Period| {
            let rate = period.share.tenths().map_or("—".to_owned(), |tenths| tenths.to_string());
            format!("{} {} {rate} {}", period.label, period.start, period.holidays.join("+")).trim_end().to_owned()
        };
        on_time.periods.iter().map(line).collect()
    }

    /// K02: base D by the week in which the limit ended; a week in which nothing was due has no rate.
    #[test]
    fn weeks_run_from_monday_and_an_empty_one_is_a_gap() {
        let counts = [
            (day("2026-02-02"), Share::of(57, 60)),
            (day("2026-02-05"), Share::of(3, 4)),
            (day("2026-02-16"), Share::of(9, 10)),
            (day("2026-03-09"), Share::of(1, 1)),
        ];
        let periods = OnTime::lay_out(Step::Week, (day("2026-02-04"), day("2026-02-22")), &counts, |start| {
            format!("W{}", start.iso_week().week())
        });
        let on_time = OnTime { step: Step::Week, periods, target_tenths: 950, compared: Vec::new() }
            .with_holidays(&[(day("2026-02-17"), "春节".to_owned()), (day("2026-02-23"), "清明".to_owned())]);
        assert_eq!(dump(&on_time), ["W6 2026-02-02 938", "W7 2026-02-09 —", "W8 2026-02-16 900 春节"]);
        assert_eq!(on_time.overall(), Share::of(69, 74));
        assert_eq!(on_time.latest().map(|(index, _)| index), Some(2));
    }

    #[test]
    fn months_cross_the_year_without_a_hole() {
        let periods = OnTime::lay_out(Step::Month, (day("2025-11-30"), day("2026-02-01")), &[], |start| {
            start.format("%y-%m").to_string()
        });
        let on_time = OnTime { step: Step::Month, periods, target_tenths: 950, compared: Vec::new() }.with_holidays(&[
            (day("2026-01-01"), "元旦".to_owned()),
            (day("2026-02-17"), "春节".to_owned()),
            (day("2026-02-18"), "春节".to_owned()),
            (day("2025-10-01"), "国庆".to_owned()),
        ]);
        let expected =
            ["25-11 2025-11-01 —", "25-12 2025-12-01 —", "26-01 2026-01-01 — 元旦", "26-02 2026-02-01 — 春节"];
        assert_eq!(dump(&on_time), expected);
        assert!(on_time.is_empty() && on_time.latest().is_none());
    }

    #[test]
    fn a_span_that_runs_backwards_has_no_periods() {
        assert!(OnTime::lay_out(Step::Week, (day("2026-02-09"), day("2026-02-01")), &[], |_| String::new()).is_empty());
    }
}
