//! Contributions added up, and what they come to.

use super::items::Item;
use super::{Missing, Unit};
use crate::domain::money::Fen;
use crate::figures::Share;

/// Numerator and denominator of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    pub part: i64,
    pub whole: i64,
    /// Contributions, those included that add nothing.
    pub items: u64,
    /// Contributions whose outcome is still open.
    pub unripe: u64,
    /// Why there are no units to hold the cases against.
    missing: Option<Missing>,
    /// Single durations in milliseconds, kept where median and ninth decile are asked for.
    durations: Vec<i64>,
}

/// What a cell comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// No value, and why: shown as a dash, exported empty, left out of rankings (rule 2).
    Missing(Missing),
    Share(Share),
    /// Milliseconds.
    Durations {
        mean: i64,
        median: i64,
        /// Nine in ten took at most so long.
        p90: i64,
    },
    Count(i64),
    Money(Fen),
    /// Percent of sums; may pass 100.
    Ratio(f64),
    /// Cases per 10 000 units.
    PerUnits(f64),
}

impl Sum {
    pub fn add(&mut self, unit: Unit, item: &Item) {
        self.part = self.part.saturating_add(item.part);
        self.whole = self.whole.saturating_add(item.whole);
        self.items += 1;
        self.unripe += u64::from(!item.ripe);
        if matches!(unit, Unit::Mean | Unit::Median) && item.whole > 0 {
            self.durations.push(item.part);
        }
    }

    /// Takes the units that the cases are held against as the denominator; or tells why there are none.
    pub fn hold_against(&mut self, units: Result<i64, Missing>) {
        (self.whole, self.missing) = match units {
            Ok(units) => (units, None),
            Err(missing) => (0, Some(missing)),
        };
    }

    /// The sum of both: a national value is never the mean of rates (rule 3).
    pub fn join(&mut self, other: &Self) {
        self.part = self.part.saturating_add(other.part);
        self.whole = self.whole.saturating_add(other.whole);
        self.items += other.items;
        self.unripe += other.unripe;
        self.durations.extend(&other.durations);
    }

    /// The value in `unit`. A line that lacks its data says so, whatever was counted beside it.
    #[must_use]
    pub fn value(&self, unit: Unit, missing: Option<Missing>) -> Value {
        if let Some(missing) = missing {
            return Value::Missing(missing);
        }
        let nothing = Value::Missing(self.missing.unwrap_or(Missing::Nothing));
        match unit {
            Unit::Percent if self.whole <= 0 => nothing,
            Unit::Percent => {
                let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
                Value::Share(Share::of(count(self.part), count(self.whole)))
            }
            // Nobody late among those due is a delay of nothing, not an unknown one (K07).
            Unit::Mean if self.items == 0 => nothing,
            Unit::Median if self.durations.is_empty() => nothing,
            Unit::Mean | Unit::Median => self.durations(),
            Unit::Count => Value::Count(self.part),
            Unit::Money => Value::Money(Fen(self.part)),
            Unit::Ratio if self.whole <= 0 => nothing,
            Unit::Ratio => Value::Ratio(self.part as f64 * 100.0 / self.whole as f64),
            Unit::PerUnits => match self.missing {
                Some(missing) => Value::Missing(missing),
                None if self.whole <= 0 => Value::Missing(Missing::Sales),
                None => Value::PerUnits(self.part as f64 * 10_000.0 / self.whole as f64),
            },
        }
    }

    fn durations(&self) -> Value {
        let mean = self.part.checked_div(self.whole).unwrap_or(0);
        let n = self.durations.len();
        if n == 0 {
            return Value::Durations { mean, median: 0, p90: 0 };
        }
        // Two places of the order are asked for, not the order itself.
        let mut all = self.durations.clone();
        let (half, ninth) = (n / 2, (n * 9).div_ceil(10) - 1);
        let (below, middle, above) = all.select_nth_unstable(half);
        let upper = *middle;
        let lower = if n % 2 == 1 { upper } else { below.iter().copied().max().unwrap_or(upper) };
        let p90 = match ninth.checked_sub(half + 1) {
            Some(at) => *above.select_nth_unstable(at).1,
            None => upper,
        };
        Value::Durations { mean, median: lower.midpoint(upper), p90 }
    }
}

impl Value {
    /// The headline as a number: percent, minutes, a count, yuan. `None` where there is no value.
    #[must_use]
    pub fn number(&self, unit: Unit) -> Option<f64> {
        match self {
            Self::Missing(_) => None,
            Self::Share(share) => share.percent(),
            Self::Durations { mean, median, .. } => {
                let ms = if unit == Unit::Median { *median } else { *mean };
                Some(ms as f64 / 60_000.0)
            }
            Self::Count(count) => Some(*count as f64),
            Self::Money(Fen(fen)) => Some(*fen as f64 / 100.0),
            Self::Ratio(value) | Self::PerUnits(value) => Some(*value),
        }
    }
}
