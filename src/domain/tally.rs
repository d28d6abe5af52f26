//! Figures that come from outside and that complaints are held against: units sold or in use, calls of the hotline.

use chrono::NaiveDate;

use super::organisation::BranchId;
use super::words::words;

words! {
    /// What units are counted as.
    pub enum UnitsBase {
        /// Sold in the month.
        Sold = "sold",
        /// In warranty in the middle of the month.
        InUse = "in_use",
        /// Made in the month; what early failures are held against.
        Made = "made",
    }
}

/// Units of one model in one region and month, as a list gave them (K01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitsRow {
    pub base: UnitsBase,
    /// The first day of the month.
    pub month: NaiveDate,
    pub model: String,
    pub category: String,
    pub region: String,
    /// The branch of the region, where the list says it.
    pub branch: Option<BranchId>,
    pub units: i64,
}

/// The calls of one day on one line of the hotline (K15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallsRow {
    pub day: NaiveDate,
    pub line: String,
    /// Requests for a person.
    pub requests: i64,
    /// Answered by a person within 15 s.
    pub answered: i64,
    /// Given up; `None` where the list does not say. Counted among the requests.
    pub abandoned: Option<i64>,
}

/// Service slips of one region or branch that came back in a month, counted by hand (K22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipsRow {
    /// The first day of the month.
    pub month: NaiveDate,
    pub region: String,
    /// `None` is the region's own row.
    pub branch: Option<BranchId>,
    /// Slips with an opinion.
    pub opinions: i64,
    /// Those of them whose customer is satisfied.
    pub satisfied: i64,
}
