//! The periodic reports of rules.md S01-S10: which chapters each of them has, and what those break their figures down by.
//!
//! All reports of a period read the same figures; a report only says what of them stands on its pages.

use super::kpi::{Dim, Kpi, Line};
use super::review::{Chapter, Period};
use crate::domain::words::words;

words! {
    /// A report to somebody, at set times.
    pub enum Report {
        /// The review of the management (kpi.md 5.4).
        Review = "review",
        /// Complaints by the dimensions of S04 (S01).
        Complaints = "complaints",
        /// Escalated complaints by the dimensions of S05 (S02).
        Escalated = "escalated",
        /// Appeals by the dimensions of S06 (S03).
        Appeals = "appeals",
        /// Every row of the KPI book (S07).
        Kpis = "kpis",
        /// The evaluation of every department and branch, with problems and directions (S08).
        Branches = "branches",
        /// The ledger of product service (S09).
        Products = "products",
        /// The national bulletin with praise and criticism (S10).
        Bulletin = "bulletin",
    }
}

impl Report {
    /// The rows of rules.md it answers; the first is what it is called by on the command line.
    #[must_use]
    pub const fn rows(self) -> &'static [&'static str] {
        match self {
            Self::Review => &[],
            Self::Complaints => &["S01", "S04"],
            Self::Escalated => &["S02", "S05"],
            Self::Appeals => &["S03", "S06"],
            Self::Kpis => &["S07"],
            Self::Branches => &["S08"],
            Self::Products => &["S09"],
            Self::Bulletin => &["S10"],
        }
    }

    /// The report of a row, or of its own word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let of_row = Self::ALL.iter().copied().find(|one| one.rows().iter().any(|row| row.eq_ignore_ascii_case(name)));
        of_row.or_else(|| Self::from_word(&name.to_ascii_lowercase()))
    }

    /// Its chapters in their first order. Of a day and a week S02 asks for basic data only, without analysis.
    #[must_use]
    pub fn chapters(self, period: Period) -> Vec<Chapter> {
        use Chapter as C;
        let basic = matches!(period, Period::Day(_) | Period::Week(..));
        match self {
            Self::Review => C::REVIEW.to_vec(),
            Self::Complaints => {
                vec![C::Cover, C::Results, C::Business, C::Channels, C::Customers, C::Hot, C::Regions, C::Definitions]
            }
            Self::Escalated if basic => vec![C::Cover, C::Escalated],
            Self::Escalated => vec![
                C::Cover,
                C::Escalated,
                C::EscalatedLevels,
                C::EscalatedBusiness,
                C::EscalatedSymptoms,
                C::EscalatedChannels,
                C::EscalatedDepartments,
                C::EscalatedBranches,
                C::Definitions,
            ],
            Self::Appeals => {
                vec![C::Cover, C::Appeals, C::AppealBusiness, C::AppealChannels, C::AppealSymptoms, C::Definitions]
            }
            Self::Kpis => vec![C::Cover, C::AllKpis, C::Business, C::Channels, C::Customers, C::Definitions],
            Self::Branches => {
                vec![C::Cover, C::Departments, C::Branches, C::Checks, C::Resources, C::Hot, C::Decisions]
            }
            Self::Products => vec![C::Cover, C::Products, C::Models, C::Hot],
            Self::Bulletin => vec![C::Cover, C::Praise, C::Criticism, C::Incidents, C::Decisions],
        }
    }
}

/// With which periods the figures of one are compared (S01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compare {
    Before,
    Year,
    #[default]
    Both,
    None,
}

impl Compare {
    pub const ALL: [Self; 4] = [Self::Both, Self::Before, Self::Year, Self::None];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Year => "year",
            Self::Both => "both",
            Self::None => "none",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    #[must_use]
    pub const fn with_before(self) -> bool {
        matches!(self, Self::Before | Self::Both)
    }

    #[must_use]
    pub const fn with_year(self) -> bool {
        matches!(self, Self::Year | Self::Both)
    }
}

/// How a review is shown: as which report, compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub report: Report,
    pub compare: Compare,
}

impl Default for Shape {
    fn default() -> Self {
        Self { report: Report::Review, compare: Compare::default() }
    }
}

/// What a chapter breaks down, and by what: the first line gives the number of cases.
#[must_use]
pub const fn breakdown(chapter: Chapter) -> Option<(Dim, &'static [(Kpi, Line)])> {
    const BROAD: &[(Kpi, Line)] =
        &[(Kpi::K01, Line::Main), (Kpi::K02, Line::Main), (Kpi::K04, Line::Main), (Kpi::K13, Line::Main)];
    const RESULTS: &[(Kpi, Line)] =
        &[(Kpi::K03, Line::Main), (Kpi::K03, Line::Transferred), (Kpi::K03, Line::Late), (Kpi::K03, Line::Open)];
    const HOT: &[(Kpi, Line)] = &[(Kpi::K01, Line::Main), (Kpi::A1, Line::Main), (Kpi::K13, Line::Main)];
    const ESCALATED: &[(Kpi, Line)] = &[(Kpi::K08, Line::Main), (Kpi::K09, Line::Main), (Kpi::K10, Line::Main)];
    const APPEALS: &[(Kpi, Line)] = &[(Kpi::A1, Line::Main), (Kpi::A1, Line::OnTime), (Kpi::A2, Line::Company)];
    const BRANCHES: &[(Kpi, Line)] = &[
        (Kpi::K01, Line::Main),
        (Kpi::K02, Line::Main),
        (Kpi::K04, Line::Main),
        (Kpi::K05, Line::Main),
        (Kpi::K09, Line::Main),
        (Kpi::K13, Line::Main),
    ];
    const DEPARTMENTS: &[(Kpi, Line)] = &[
        (Kpi::K18, Line::Complaints),
        (Kpi::K18, Line::Resolution),
        (Kpi::K18, Line::Satisfaction),
        (Kpi::K02, Line::Main),
        (Kpi::K13, Line::Main),
    ];
    const PRODUCTS: &[(Kpi, Line)] =
        &[(Kpi::K01, Line::Main), (Kpi::F9, Line::Main), (Kpi::K02, Line::Main), (Kpi::K13, Line::Main)];
    let found: (Dim, &'static [(Kpi, Line)]) = match chapter {
        Chapter::Results => (Dim::Region, RESULTS),
        Chapter::Business => (Dim::Category, BROAD),
        Chapter::Channels => (Dim::Channel, BROAD),
        Chapter::Customers => (Dim::Customer, BROAD),
        Chapter::Hot => (Dim::Symptom, HOT),
        Chapter::EscalatedLevels => (Dim::Level, ESCALATED),
        Chapter::EscalatedBusiness => (Dim::Category, ESCALATED),
        Chapter::EscalatedSymptoms => (Dim::Symptom, ESCALATED),
        Chapter::EscalatedChannels => (Dim::Channel, ESCALATED),
        Chapter::EscalatedDepartments => (Dim::Department, ESCALATED),
        Chapter::Departments => (Dim::Department, DEPARTMENTS),
        Chapter::EscalatedBranches => (Dim::Branch, ESCALATED),
        Chapter::AppealBusiness => (Dim::Category, APPEALS),
        Chapter::AppealChannels => (Dim::Channel, APPEALS),
        Chapter::AppealSymptoms => (Dim::Symptom, APPEALS),
        Chapter::Branches | Chapter::Praise | Chapter::Criticism => (Dim::Branch, BRANCHES),
        Chapter::Products => (Dim::Category, PRODUCTS),
        Chapter::Models => (Dim::Model, PRODUCTS),
        _ => return None,
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stamp;
    use crate::figures::review::questions;

    /// S01-S10: every row has its report, and every chapter of a report has its figures counted.
    #[test]
    fn every_row_has_a_report_and_every_breakdown_is_counted() {
        for row in ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "s10"] {
            assert!(Report::named(row).is_some(), "{row}");
        }
        assert_eq!(Report::named("S11"), None);
        let period = Period::Month(2026, 3);
        let all = questions(period, Stamp(0));
        for report in Report::ALL {
            for chapter in report.chapters(period) {
                let Some((dim, lines)) = breakdown(chapter) else { continue };
                for (kpi, _) in lines {
                    let asked = (*kpi, period.span(Stamp(0)), vec![dim]);
                    assert!(all.contains(&asked), "{chapter:?} {kpi:?}");
                }
            }
        }
    }

    /// S02: of a week basic data only, of a month with analysis.
    #[test]
    fn escalated_complaints_of_a_week_are_basic_data_only() {
        assert_eq!(Report::Escalated.chapters(Period::Week(2026, 10)), [Chapter::Cover, Chapter::Escalated]);
        assert!(Report::Escalated.chapters(Period::Month(2026, 3)).contains(&Chapter::EscalatedSymptoms));
    }
}
