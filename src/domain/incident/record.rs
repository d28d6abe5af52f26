//! What form 2 asks of the user, the machine and the remains beside the checks (forms.md 1.2), and the three guarantees.

use chrono::{Days, Months, NaiveDate};

use crate::domain::identity::Sex;
use crate::domain::words::words;

words! {
    /// What proves the purchase (form 2 R9).
    pub enum PurchaseProof {
        Invoice = "invoice",
        Receipt = "receipt",
        Order = "order",
        None = "none",
    }
}

/// The rest of the site record; a later one takes the place of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteRecord {
    pub sex: Option<Sex>,
    pub age: Option<u32>,
    pub proof: Option<PurchaseProof>,
    /// Safe-use years as the name plate or the instructions say.
    pub safe_years: Option<u32>,
    /// Repairs and modifications before.
    pub history: String,
    /// R18: state of the product as it was found.
    pub condition: String,
    /// Why the items that were not looked at were not.
    pub unchecked: String,
    /// Number of the seal on the remains.
    pub seal: String,
    /// R17: somebody judged that the demand stays within the law. That it goes beyond is a fact of the case.
    pub within_law: bool,
    /// R17: the part that goes beyond.
    pub beyond: String,
}

/// Where a machine stands within the three guarantees (law.md 3.4), with the last day of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guarantee {
    /// Art. 9: return, exchange or repair.
    Return(NaiveDate),
    /// Art. 10: exchange or repair.
    Exchange(NaiveDate),
    /// The whole machine: one year.
    Whole(NaiveDate),
    /// The main parts of what the catalogue gives three years.
    Parts(NaiveDate),
    /// Over since the day after.
    Over(NaiveDate),
}

impl Guarantee {
    /// The state on a day, counted from the day of purchase; `None` for a day before it. Repair times, which lengthen the
    /// period, are not known here.
    #[must_use]
    pub fn on(day: NaiveDate, bought: NaiveDate, long_parts: bool) -> Option<Self> {
        if day < bought {
            return None;
        }
        let days = |count: u64| bought.checked_add_days(Days::new(count));
        let years = |count: u32| bought.checked_add_months(Months::new(12 * count));
        let (week, fortnight, whole, parts) = (days(7)?, days(15)?, years(1)?, years(3)?);
        Some(match day {
            _ if day <= week => Self::Return(week),
            _ if day <= fortnight => Self::Exchange(fortnight),
            _ if day <= whole => Self::Whole(whole),
            _ if long_parts && day <= parts => Self::Parts(parts),
            _ if long_parts => Self::Over(parts),
            _ => Self::Over(whole),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(day: &str, long_parts: bool, expected: Option<Guarantee>) {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Guarantee::on(date(day), date("2025-11-22"), long_parts), expected, "{day}");
    }

    #[test]
    fn the_three_guarantees_end_after_days_a_year_and_three_years_for_main_parts() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        check("2025-11-21", false, None);
        check("2025-11-29", false, Some(Guarantee::Return(date("2025-11-29"))));
        check("2025-11-30", false, Some(Guarantee::Exchange(date("2025-12-07"))));
        check("2025-12-08", false, Some(Guarantee::Whole(date("2026-11-22"))));
        check("2026-11-22", true, Some(Guarantee::Whole(date("2026-11-22"))));
        check("2026-11-23", false, Some(Guarantee::Over(date("2026-11-22"))));
        check("2026-11-23", true, Some(Guarantee::Parts(date("2028-11-22"))));
        check("2028-11-23", true, Some(Guarantee::Over(date("2028-11-22"))));
    }
}
