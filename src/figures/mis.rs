//! Early failures: failures per 100 units by months in service, cumulative, a curve a month of production (kpi.md 5.4).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

/// Months in service that are looked at.
pub const MONTHS: usize = 24;

/// One failure: when the unit was made, when it went into service, when it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// The first day of the month of production.
    pub made: NaiveDate,
    /// Installed, else bought; `None` where neither is on record.
    pub started: Option<NaiveDate>,
    pub reported: NaiveDate,
}

impl Failure {
    /// Whole months in service when it failed; `None` where that is unknown, or lies before the unit was in service.
    #[must_use]
    pub fn month_in_service(&self) -> Option<usize> {
        let start = self.started.filter(|start| *start <= self.reported && *start >= self.made)?;
        usize::try_from(months_between(start, self.reported)).ok()
    }
}

/// The units of one month of production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    pub made: NaiveDate,
    /// Units made in that month; `None` where no list says.
    pub units: Option<i64>,
    /// Failures by whole months in service, the first month at 0; as many places as the cohort can have lived through.
    pub failures: Vec<u32>,
    /// Failures without a month in service ([`Failure::month_in_service`]).
    pub undated: u32,
}

impl Cohort {
    /// Failures up to each month in service, per 100 units; as counts where the units are unknown.
    #[must_use]
    pub fn curve(&self) -> Vec<f64> {
        let scale = self.units.filter(|units| *units > 0).map_or(1.0, |units| 100.0 / units as f64);
        let mut sum = 0_u32;
        let add = |count: &u32| {
            sum += count;
            f64::from(sum) * scale
        };
        self.failures.iter().map(add).collect()
    }

    /// Failures with a month in service.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.failures.iter().sum()
    }
}

/// The curves of one model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mis {
    /// The oldest month of production first.
    pub cohorts: Vec<Cohort>,
}

impl Mis {
    /// Sorts failures into months of production and of service, as of `today`. A curve ends where its cohort cannot have
    /// been in service longer: a later end would look like units that stopped failing.
    #[must_use]
    pub fn of(failures: &[Failure], units: &BTreeMap<NaiveDate, i64>, today: NaiveDate) -> Self {
        let mut cohorts: BTreeMap<NaiveDate, Cohort> = BTreeMap::new();
        for failure in failures.iter().filter(|failure| failure.made <= today) {
            let cohort = cohorts.entry(failure.made).or_insert_with(|| {
                let lived = usize::try_from(months_between(failure.made, today)).unwrap_or(0) + 1;
                let units = units.get(&failure.made).copied().filter(|units| *units > 0);
                Cohort { made: failure.made, units, failures: vec![0; lived.min(MONTHS + 1)], undated: 0 }
            });
            match failure.month_in_service() {
                None => cohort.undated += 1,
                Some(month) => {
                    if let Some(count) = cohort.failures.get_mut(month) {
                        *count += 1;
                    }
                }
            }
        }
        Self { cohorts: cohorts.into_values().collect() }
    }

    /// The newest cohorts.
    #[must_use]
    pub fn latest(mut self, most: usize) -> Self {
        self.cohorts.drain(..self.cohorts.len().saturating_sub(most));
        self
    }

    /// Whether every curve can be told per 100 units.
    #[must_use]
    pub fn has_units(&self) -> bool {
        self.cohorts.iter().all(|cohort| cohort.units.is_some())
    }
}

/// Whole months from one day to a later one.
fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    months(to) - months(from) - i32::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn failure(made: &str, started: &str, reported: &str) -> Failure {
        let started = (!started.is_empty()).then(|| day(started));
        Failure { made: day(made), started, reported: day(reported) }
    }

    /// kpi.md 5.4: failures per 100 units by months in service, cumulative.
    #[test]
    fn failures_add_up_by_whole_months_in_service() {
        let failures = [
            failure("2025-10-01", "2025-11-15", "2025-12-14"),
            failure("2025-10-01", "2025-11-15", "2025-12-15"),
            failure("2025-10-01", "2025-12-31", "2026-02-28"),
            failure("2025-10-01", "", "2026-01-01"),
            failure("2025-10-01", "2026-01-02", "2026-01-01"),
            failure("2026-03-01", "2026-03-20", "2026-03-25"),
        ];
        let units = [(day("2025-10-01"), 400)].into_iter().collect();
        let mis = Mis::of(&failures, &units, day("2026-04-09"));
        assert_eq!(mis.cohorts.len(), 2);
        let october = &mis.cohorts[0];
        assert_eq!(october.failures, [1, 2, 0, 0, 0, 0, 0], "six whole months at most since the first of October");
        assert_eq!(october.curve()[..3], [0.25, 0.75, 0.75]);
        assert_eq!((october.total(), october.undated), (3, 2), "without a date, and before the beginning");
        let march = &mis.cohorts[1];
        assert_eq!((march.units, march.curve()), (None, vec![1.0, 1.0]), "counts where the units are unknown");
        assert!(!mis.has_units());
        assert_eq!(mis.latest(1).cohorts[0].made, day("2026-03-01"));
    }

    #[test]
    fn a_month_in_service_is_over_on_its_day() {
        for (from, to, months) in [
            ("2026-01-31", "2026-02-28", 0),
            ("2026-01-31", "2026-03-31", 2),
            ("2025-12-01", "2026-01-01", 1),
            ("2026-01-15", "2026-01-14", -1),
        ] {
            assert_eq!(months_between(day(from), day(to)), months, "{from} {to}");
        }
    }
}
