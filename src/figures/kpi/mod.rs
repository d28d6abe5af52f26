//! The KPI book: every figure of rules.md K01-K24 and kpi.md F1-F9, A1-A2 as data, and how one case counts in each.
//!
//! A KPI has one or more lines (the main figure and those printed beside it). [`items`] says what a case contributes to a
//! line in a period; a [`Sum`] adds contributions up and gives the [`Value`]. A national value is therefore always the
//! sum of numerators over the sum of denominators, and the cases behind a figure are those that contributed.

mod book;
mod cross;
mod items;
mod measure;
#[cfg(test)]
mod tests;
mod value;

pub use book::{Definition, definition, goal};
pub use cross::Cross;
pub use items::{Item, Span, items};
pub use measure::{
    Asked, BatchRun, Closings, Conclusion, Excellence, IncidentMeasure, Limits, Measure, Slips, StageRun, Survey,
};
pub use value::{Sum, Value};

use crate::domain::words::words;

words! {
    /// A row of the KPI book.
    pub enum Kpi {
        K01 = "k01", K02 = "k02", K03 = "k03", K04 = "k04", K05 = "k05", K06 = "k06", K07 = "k07", K08 = "k08",
        K09 = "k09", K10 = "k10", K11 = "k11", K12 = "k12", K13 = "k13", K14 = "k14", K15 = "k15", K16 = "k16",
        K17 = "k17", K18 = "k18", K19 = "k19", K20 = "k20", K21 = "k21", K22 = "k22", K23 = "k23", K24 = "k24",
        F1 = "f1", F2 = "f2", F3 = "f3", F4 = "f4", F5 = "f5", F6 = "f6", F7 = "f7", F8 = "f8", F9 = "f9",
        A1 = "a1", A2 = "a2",
    }
}

impl Kpi {
    /// The row id as rules.md and kpi.md write it.
    #[must_use]
    pub fn row(self) -> String {
        self.word().to_uppercase()
    }
}

words! {
    /// One figure of a KPI: the main one, or one that is printed beside it.
    pub enum Line {
        Main = "main",
        /// Against the first limit, extensions left out (kpi.md 5.1 rule 6).
        Raw = "raw",
        /// Extended, of those due.
        Extended = "extended",
        /// Of those received, whenever they are due (rule 1); unripe until all are past their limit.
        Cohort = "cohort",
        /// Opened again, of those closed (rule 8).
        Reopened = "reopened",
        Transferred = "transferred",
        Late = "late",
        Open = "open",
        /// Only the best answer.
        TopBox = "top_box",
        /// Answered, of those asked.
        Response = "response",
        /// Of all complainants instead of those who answered.
        All = "all",
        /// Of those who answered instead of all.
        Answered = "answered",
        /// Whole orders: every stage in time.
        Orders = "orders",
        /// Single stages instead of whole orders.
        Stages = "stages",
        /// How long stages took.
        Spent = "spent",
        /// Without the time the clock stood still (rule 7).
        Net = "net",
        /// The share of the time the clock stood still.
        Stopped = "stopped",
        YearSoFar = "year_so_far",
        Grumbles = "grumbles",
        Complaints = "complaints",
        Resolution = "resolution",
        Satisfaction = "satisfaction",
        Count = "count",
        /// Not judged yet.
        Pending = "pending",
        Insurer = "insurer",
        OnTime = "on_time",
        /// Batch problems: the plan, and carrying it out.
        Plan = "plan",
        Carry = "carry",
        /// Orders that a person looked at, instead of all that the program checked.
        Checked = "checked",
        /// Conclusions of appeals (I05): only the first counts against a branch.
        Company = "company",
        HandledBefore = "handled_before",
        Withdrawn = "withdrawn",
        OwnReason = "own_reason",
    }
}

words! {
    /// Which cases a line counts (kpi.md 5.1).
    pub enum Base {
        Received = "received",
        Due = "due",
        StageDue = "stage_due",
        /// Answered for good; the archive follows after the revisit.
        Closed = "closed",
        /// Incidents whose file is closed.
        Archived = "archived",
        Surveyed = "surveyed",
        Calls = "calls",
    }
}

words! {
    /// What a figure is counted in.
    pub enum Unit {
        Percent = "percent",
        /// Cases per 10 000 units.
        PerUnits = "per_units",
        /// The mean of durations, with median and ninth decile.
        Mean = "mean",
        /// The median of durations.
        Median = "median",
        Count = "count",
        Money = "money",
        /// Sums of money or time against each other, in percent; may pass 100.
        Ratio = "ratio",
    }
}

words! {
    /// Why a line has no value.
    pub enum Missing {
        /// Nothing was counted: a zero denominator (rule 2).
        Nothing = "nothing",
        /// Neither sales nor units in warranty are on record.
        Sales = "sales",
        /// Sold for less than three months: a count says more than a rate.
        Young = "young",
        /// No export of the telephone switch was read.
        Calls = "calls",
        /// No case says which department answers for it.
        Departments = "departments",
        /// Grumbles are not told from complaints.
        Grumbles = "grumbles",
        /// No yearly survey of a product is on record.
        YearSurvey = "year_survey",
        /// No service slips are on record.
        Slips = "slips",
        /// The rule book has no question that says whether a complaint became a case of law enforcement.
        Enforcement = "enforcement",
    }
}

words! {
    /// What a figure can be broken down by (kpi.md 5.3).
    pub enum Dim {
        Region = "region",
        Branch = "branch",
        Class = "class",
        Level = "level",
        Channel = "channel",
        /// Customer level: VIP or not.
        Customer = "customer",
        /// Product type.
        Category = "category",
        Model = "model",
        Brand = "brand",
        Batch = "batch",
        /// A case with several symptoms counts once under each.
        Symptom = "symptom",
        /// What brought it about, as found (C10).
        Cause = "cause",
        /// The department that answers for it (C04).
        Department = "department",
        /// Month of production.
        Made = "made",
        Stage = "stage",
        Day = "day",
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }
}
