//! What a rule book asks besides limits: own names, approvals, calendar obligations, targets, incentives, retention.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::event::MediaKind;
use super::money::Fen;
use super::stage::{InfoClass, Level, Occurrence, Stage, Track};
use super::words::words;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    pub zh: String,
    pub en: String,
}

/// The tables that stand beside the limits. Every one may be empty: the source is silent then.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// The house's own names of the classes it uses (C01-C11); empty when the program's own hold.
    pub class_names: Vec<(InfoClass, Name)>,
    /// The house's own names of the levels it uses (D01); empty when the program's own hold.
    pub level_names: Vec<(Level, Name)>,
    /// What takes a case off the ordinary track, first fit first (I01, I09, L01).
    pub tracks: Vec<TrackHint>,
    pub assists: Vec<AssistLimit>,
    /// Rows whose figure the source leaves open: they are told as "no limit set" (X6).
    pub unset: Vec<Unset>,
    pub approvals: Vec<Approval>,
    pub obligations: Vec<Obligation>,
    pub targets: Vec<Target>,
    pub incentives: Vec<Incentive>,
    pub retentions: Vec<Retention>,
    /// Who has every reply on file after the closing (Q08).
    pub copies: Vec<ReplyCopy>,
    /// The groups people work in (A09).
    pub groups: Vec<Group>,
}

/// Facts that put a case on a track of its own: any one of them is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackHint {
    pub id: String,
    pub track: Track,
    /// Keys of the channels that lead onto it.
    pub channels: Vec<String>,
    pub occurrence: Option<Occurrence>,
    /// Holds only once the facts were verified (L01, L02).
    pub verified: bool,
}

/// The limit of a sub-order to an assisting unit (E05, T17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistLimit {
    pub id: String,
    pub unit: Name,
    pub limit: super::Limit,
}

/// A row the source names without a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unset {
    pub id: String,
    /// The stage that therefore has no clock.
    pub stage: Option<Stage>,
    pub what: Name,
}

words! {
    /// What needs somebody's signature.
    pub enum Deed {
        Extension = "extension",
        Closing = "closing",
        Refund = "refund",
    }
}

/// Who signs a deed: `need` of the named (A12, Q04, T30).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub id: String,
    pub deed: Deed,
    pub by: Vec<Name>,
    pub need: usize,
    /// When it holds; empty means always.
    pub when: Name,
}

/// When something is owed (rules.md, column "when").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Daily,
    /// Every week on this day.
    Weekly(Weekday),
    /// By this day of every month; a month that is shorter ends on its last.
    Monthly(u32),
    /// By the last day of every quarter.
    Quarterly,
    /// By this day of every year.
    Yearly {
        month: u32,
        day: u32,
    },
    /// So many times a year, evenly: the last day of each part.
    TimesAYear(u32),
    /// The source names no day: nothing falls due by itself.
    Open,
}

/// Something owed by a date (O01-O20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    pub id: String,
    pub who: Name,
    pub what: Name,
    pub when: When,
    /// The row of the report that is owed (S01-S12); empty where it is something else.
    pub report: String,
}

/// What a share or count is measured by (K01-K24).
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub id: String,
    pub name: Name,
    /// `None` where the source gives no standard.
    pub goal: Option<Goal>,
    pub periods: Vec<Period>,
}

/// A standard: a figure and the side on which it is met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    pub side: Side,
    pub figure: f64,
    pub unit: Unit,
}

words! {
    /// On which side of its figure a goal is met.
    pub enum Side {
        AtLeast = ">=",
        Above = ">",
        AtMost = "<=",
        Below = "<",
    }
}

words! {
    /// What a goal's figure counts.
    pub enum Unit {
        Percent = "percent",
        Count = "count",
        Seconds = "seconds",
    }
}

words! {
    /// The stretch a target is taken over (S01).
    pub enum Period {
        Hour = "hour",
        Day = "day",
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }
}

words! {
    /// Whether an incentive gives or takes.
    pub enum Sign {
        Positive = "positive",
        Negative = "negative",
    }
}

/// A band of positive or negative incentives per occurrence (P01-P24). A person decides inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incentive {
    pub id: String,
    /// Number of the clause in the house's own rules; empty where it has none.
    pub clause: String,
    pub cause: Name,
    pub who: Name,
    pub sign: Sign,
    /// Smallest and largest amount; `None` is "strictly assessed", without a figure.
    pub band: Option<(Fen, Fen)>,
    /// A consequence other than money; empty when there is none.
    pub besides: Name,
}

impl Incentive {
    /// Whether an amount lies inside the band. Without a figure every amount is the person's own.
    #[must_use]
    pub fn admits(&self, amount: Fen) -> bool {
        amount.0 >= 0 && self.band.is_none_or(|(least, most)| (least..=most).contains(&amount))
    }
}

words! {
    /// What a period of retention holds for besides attachments (law.md 3.9).
    pub enum Kept {
        Complaint = "complaint",
        /// An incident with a signed settlement.
        Incident = "incident",
    }
}

/// How long a kind of record is kept (Q05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    pub id: String,
    pub what: Name,
    pub months: u32,
    /// The attachments it holds for (Q06); other records are not kept by this program.
    pub media: Option<MediaKind>,
    /// The files it holds for.
    pub holds: Option<Kept>,
}

/// Who has the reply on file (Q08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyCopy {
    pub id: String,
    pub to: Name,
}

/// A group of people with what it does and whom it reports to (A09, A10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub name: Name,
    pub does: Name,
}

impl Goal {
    /// Whether a figure meets the goal; compared unrounded.
    #[must_use]
    pub fn is_met(&self, figure: f64) -> bool {
        match self.side {
            Side::AtLeast => figure >= self.figure,
            Side::Above => figure > self.figure,
            Side::AtMost => figure <= self.figure,
            Side::Below => figure < self.figure,
        }
    }
}

impl Policy {
    /// The house's own name of a class.
    #[must_use]
    pub fn class_name(&self, class: InfoClass) -> Option<&Name> {
        self.class_names.iter().find(|(named, _)| *named == class).map(|(_, name)| name)
    }

    /// The house's own name of a level.
    #[must_use]
    pub fn level_name(&self, level: Level) -> Option<&Name> {
        self.level_names.iter().find(|(named, _)| *named == level).map(|(_, name)| name)
    }

    /// The band of a clause for one kind of person: a clause may stand there for several.
    #[must_use]
    pub fn incentive(&self, id: &str, who: &str) -> Option<&Incentive> {
        self.incentives.iter().find(|row| row.id == id && row.who.zh == who)
    }

    /// Months a file is kept after its closing, the longest row that holds for it; `None` where the book sets none.
    #[must_use]
    pub fn months_kept(&self, settled: bool) -> Option<u32> {
        self.kept_by(settled).map(|row| row.months)
    }

    /// The row behind [`Policy::months_kept`].
    #[must_use]
    pub fn kept_by(&self, settled: bool) -> Option<&Retention> {
        let holds = |kept: Kept| kept == Kept::Complaint || settled;
        self.retentions.iter().filter(|row| row.holds.is_some_and(holds)).max_by_key(|row| row.months)
    }

    /// The classes people choose from: those the house names, or all.
    #[must_use]
    pub fn classes(&self) -> Vec<InfoClass> {
        match self.class_names.as_slice() {
            [] => InfoClass::ALL.to_vec(),
            named => named.iter().map(|(class, _)| *class).collect(),
        }
    }

    /// The levels people choose from: those the house names, or all.
    #[must_use]
    pub fn levels(&self) -> Vec<Level> {
        match self.level_names.as_slice() {
            [] => Level::ALL.to_vec(),
            named => named.iter().map(|(level, _)| *level).collect(),
        }
    }
}

/// The day on which the obligation is next owed, `today` included; `None` where the source names no day, and beyond
/// the years that can be counted.
#[must_use]
pub fn next_due(obligation: &Obligation, today: NaiveDate) -> Option<NaiveDate> {
    match obligation.when {
        When::Daily => Some(today),
        When::Weekly(day) => {
            let ahead = (7 + day.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
            today.checked_add_days(Days::new(u64::from(ahead)))
        }
        When::Monthly(day) => {
            let this = day_of(today.year(), today.month(), day)?;
            if this >= today {
                return Some(this);
            }
            let (year, month) = month_after(today.year(), today.month());
            day_of(year, month, day)
        }
        When::Quarterly => part_end(today, 3),
        When::Yearly { month, day } => {
            let this = day_of(today.year(), month, day)?;
            if this >= today { Some(this) } else { day_of(today.year() + 1, month, day) }
        }
        When::TimesAYear(times) => part_end(today, 12 / times.clamp(1, 12)),
        When::Open => None,
    }
}

/// The last day of the part of the year, `months` long, that holds `today`.
fn part_end(today: NaiveDate, months: u32) -> Option<NaiveDate> {
    let last = (today.month0() / months + 1) * months;
    day_of(today.year(), last.min(12), 31)
}

const fn month_after(year: i32, month: u32) -> (i32, u32) {
    if month == 12 { (year + 1, 1) } else { (year, month + 1) }
}

/// The day of a month, or its last when the month is shorter.
fn day_of(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (28..=day).rev().chain([day]).find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(when: When, today: &str) -> Option<String> {
        let obligation = Obligation {
            id: "O00".to_owned(),
            who: Name::default(),
            what: Name::default(),
            when,
            report: String::new(),
        };
        next_due(&obligation, today.parse().unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn an_obligation_falls_due_on_its_own_day_o01_to_o20() {
        let cases = [
            // 2026-04-09 is a Thursday.
            (When::Weekly(Weekday::Fri), "2026-04-09", "2026-04-10"),
            (When::Weekly(Weekday::Fri), "2026-04-10", "2026-04-10"),
            (When::Weekly(Weekday::Fri), "2026-04-11", "2026-04-17"),
            (When::Monthly(5), "2026-04-05", "2026-04-05"),
            (When::Monthly(5), "2026-04-06", "2026-05-05"),
            (When::Monthly(15), "2026-12-16", "2027-01-15"),
            (When::Monthly(31), "2026-02-10", "2026-02-28"),
            (When::Quarterly, "2026-04-09", "2026-06-30"),
            (When::Quarterly, "2026-12-31", "2026-12-31"),
            (When::Yearly { month: 12, day: 31 }, "2026-04-09", "2026-12-31"),
            (When::Yearly { month: 1, day: 1 }, "2026-04-09", "2027-01-01"),
            // O10: six a year is one in every two months.
            (When::TimesAYear(6), "2026-04-09", "2026-04-30"),
            (When::TimesAYear(6), "2026-05-01", "2026-06-30"),
            (When::Daily, "2026-04-09", "2026-04-09"),
        ];
        for (when, today, due) in cases {
            assert_eq!(next(when, today).as_deref(), Some(due), "{when:?} {today}");
        }
        assert_eq!(next(When::Open, "2026-04-09"), None, "O19 names no day");
    }

    #[test]
    fn a_goal_is_met_on_its_own_side_k16_k19() {
        let goal = |side, figure| Goal { side, figure, unit: Unit::Percent };
        assert!(!goal(Side::Above, 95.0).is_met(95.0), "K19 is strictly greater");
        assert!(goal(Side::AtLeast, 95.0).is_met(95.0));
        assert!(goal(Side::AtMost, 1.0).is_met(1.0) && !goal(Side::Below, 4.0).is_met(4.0), "K16");
    }
}
