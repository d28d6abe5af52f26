//! Instants. Stored as milliseconds UTC; read by people as wall time at UTC+8.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};

/// China keeps one time without daylight saving since 1991, so the offset is a constant (calendar.md 4.2).
pub(crate) const OFFSET_MS: i64 = 8 * 3_600_000;

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stamp(pub i64);

impl Stamp {
    /// The instant at which the clocks of Asia/Shanghai show `wall`.
    #[must_use]
    pub fn from_wall(wall: NaiveDateTime) -> Self {
        Self(wall.and_utc().timestamp_millis() - OFFSET_MS)
    }

    /// What the clocks of Asia/Shanghai show. An instant beyond chrono's years reads as the epoch.
    #[must_use]
    pub fn wall(self) -> NaiveDateTime {
        DateTime::from_timestamp_millis(self.0.saturating_add(OFFSET_MS)).unwrap_or_default().naive_utc()
    }

    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.wall().date()
    }

    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000)))
    }

    /// Time from `earlier` to this instant; negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> TimeDelta {
        TimeDelta::milliseconds(self.0.saturating_sub(earlier.0))
    }
}
