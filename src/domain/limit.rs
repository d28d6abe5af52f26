//! A time limit as a rule states it; `clock` turns it into a deadline.

/// How long something may take, with the clock that counts it (rules.md section 0, column "clock").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Running minutes, day and night.
    Minutes(i64),
    /// Running hours, day and night (`h`).
    Hours(i64),
    /// Calendar days; the first day is not counted, the last one ends at 24:00 and does not roll forward.
    Days(i64),
    /// Working days after the start day; ends at close of business of the last one (`wd`).
    WorkingDays(i64),
    /// Minutes inside business hours of working days.
    WorkingMinutes(i64),
}
