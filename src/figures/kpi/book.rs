//! The rows of the KPI book: base, lines with their units, sub-dimensions, and what is missing. The words that explain a
//! row to people (name, numerator, denominator, edge cases) stand with the screen texts under the same ids.

use super::{Base, Dim, Kpi, Line, Missing, Unit};
use crate::domain::Rules;
use crate::domain::policy::{self, Goal, Side};

/// One row of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    pub kpi: Kpi,
    pub base: Base,
    /// The main line first.
    pub lines: &'static [(Line, Unit)],
    /// What the source breaks it down by (rules.md section 0).
    pub dims: &'static [Dim],
    /// Why the lines named here have no value today.
    pub missing: &'static [(Line, Missing)],
}

impl Definition {
    /// The unit of a line; `None` for a line the row does not have.
    #[must_use]
    pub fn unit(&self, line: Line) -> Option<Unit> {
        self.lines.iter().find(|(known, _)| *known == line).map(|(_, unit)| *unit)
    }

    /// Why a line has no value whatever is counted.
    #[must_use]
    pub fn missing(&self, line: Line) -> Option<Missing> {
        self.missing.iter().find(|(known, _)| *known == line).map(|(_, missing)| *missing)
    }

    /// Whether a line counts stages, so that it can be broken down by them.
    #[must_use]
    pub fn counts_stages(&self, line: Line) -> bool {
        matches!((self.kpi, line), (Kpi::K05, Line::Main | Line::Spent) | (Kpi::K07, Line::Stages))
    }
}

const MAIN: &[(Line, Unit)] = &[(Line::Main, Unit::Percent)];
/// By the program's own check of every order, and by people's of some.
const CHECKED: &[(Line, Unit)] = &[(Line::Main, Unit::Percent), (Line::Checked, Unit::Percent)];
/// Business type, level, channel, customer level, brand.
const BROAD: &[Dim] = &[Dim::Category, Dim::Level, Dim::Channel, Dim::Customer, Dim::Brand];
/// The same with symptom, department and branch, as the escalated ones are broken down.
const ESCALATED: &[Dim] =
    &[Dim::Category, Dim::Level, Dim::Channel, Dim::Brand, Dim::Symptom, Dim::Department, Dim::Region, Dim::Branch];
const FLOW: &[Dim] = &[Dim::Channel, Dim::Stage, Dim::Branch, Dim::Brand];
/// The same where stages are what is counted.
const STAGED: &[Dim] = &[Dim::Stage, Dim::Channel, Dim::Branch];
const AREA: &[Dim] = &[Dim::Region, Dim::Branch];
const PRODUCT: &[Dim] = &[Dim::Category, Dim::Brand, Dim::Model, Dim::Batch, Dim::Symptom, Dim::Cause];

const fn row(kpi: Kpi, base: Base, lines: &'static [(Line, Unit)], dims: &'static [Dim]) -> Definition {
    Definition { kpi, base, lines, dims, missing: &[] }
}

const fn without(row: Definition, missing: &'static [(Line, Missing)]) -> Definition {
    Definition { missing, ..row }
}

/// The row of a KPI.
#[must_use]
pub const fn definition(kpi: Kpi) -> Definition {
    use Unit::{Count, Mean, Median, Money, PerUnits, Percent, Ratio};
    match kpi {
        Kpi::K01 => row(kpi, Base::Received, &[(Line::Main, PerUnits)], BROAD),
        Kpi::K02 => {
            const LINES: &[(Line, Unit)] = &[
                (Line::Main, Percent),
                (Line::Raw, Percent),
                (Line::Extended, Percent),
                (Line::Cohort, Percent),
                (Line::Reopened, Percent),
            ];
            row(kpi, Base::Due, LINES, BROAD)
        }
        Kpi::K03 => {
            const LINES: &[(Line, Unit)] =
                &[(Line::Main, Percent), (Line::Transferred, Percent), (Line::Late, Percent), (Line::Open, Percent)];
            row(kpi, Base::Received, LINES, BROAD)
        }
        Kpi::K04 => {
            const LINES: &[(Line, Unit)] =
                &[(Line::Main, Percent), (Line::TopBox, Percent), (Line::Response, Percent), (Line::All, Percent)];
            row(kpi, Base::Surveyed, LINES, BROAD)
        }
        Kpi::K05 => {
            const LINES: &[(Line, Unit)] = &[(Line::Main, Percent), (Line::Orders, Percent), (Line::Spent, Median)];
            row(kpi, Base::StageDue, LINES, STAGED)
        }
        Kpi::K06 => row(kpi, Base::Closed, CHECKED, FLOW),
        Kpi::K07 => row(kpi, Base::Due, &[(Line::Main, Mean), (Line::Stages, Mean)], FLOW),
        Kpi::K08 => row(kpi, Base::Received, &[(Line::Main, PerUnits)], ESCALATED),
        Kpi::K09 => row(kpi, Base::Due, MAIN, ESCALATED),
        Kpi::K10 => row(kpi, Base::Closed, &[(Line::Main, Percent), (Line::Answered, Percent)], ESCALATED),
        Kpi::K11 => row(kpi, Base::Due, MAIN, FLOW),
        Kpi::K12 => row(kpi, Base::Due, CHECKED, FLOW),
        Kpi::K13 => {
            const LINES: &[(Line, Unit)] = &[(Line::Main, Mean), (Line::Net, Mean), (Line::Stopped, Ratio)];
            row(kpi, Base::Closed, LINES, ESCALATED)
        }
        Kpi::K14 => row(kpi, Base::Due, MAIN, ESCALATED),
        Kpi::K15 => row(kpi, Base::Calls, MAIN, &[]),
        Kpi::K16 => row(kpi, Base::Closed, &[(Line::Main, Count), (Line::YearSoFar, Count)], &[]),
        Kpi::K17 => row(kpi, Base::Received, MAIN, BROAD),
        Kpi::K18 => {
            const LINES: &[(Line, Unit)] =
                &[(Line::Complaints, PerUnits), (Line::Resolution, Percent), (Line::Satisfaction, Percent)];
            row(kpi, Base::Received, LINES, &[Dim::Department])
        }
        Kpi::K19 => {
            const LINES: &[(Line, Unit)] = &[(Line::Main, Percent), (Line::TopBox, Percent), (Line::Response, Percent)];
            row(kpi, Base::Surveyed, LINES, AREA)
        }
        Kpi::K20 => {
            const LINES: &[(Line, Unit)] = &[(Line::Grumbles, Count), (Line::Complaints, Count)];
            without(row(kpi, Base::Received, LINES, AREA), &[(Line::Grumbles, Missing::Grumbles)])
        }
        Kpi::K21 => {
            const LINES: &[(Line, Unit)] = &[(Line::Main, Percent), (Line::Complaints, Percent)];
            row(kpi, Base::Surveyed, LINES, &[Dim::Category, Dim::Model])
        }
        Kpi::K22 => row(kpi, Base::Surveyed, MAIN, AREA),
        Kpi::K23 => row(kpi, Base::Received, MAIN, &[Dim::Category, Dim::Region, Dim::Branch]),
        Kpi::K24 => row(kpi, Base::Archived, &[(Line::Main, Money), (Line::Count, Count)], AREA),
        Kpi::F1 => row(kpi, Base::Received, MAIN, AREA),
        Kpi::F2 => row(kpi, Base::Received, &[(Line::Main, Percent), (Line::Pending, Percent)], AREA),
        Kpi::F3 => row(kpi, Base::Due, MAIN, PRODUCT),
        Kpi::F4 => {
            const LINES: &[(Line, Unit)] = &[(Line::Main, Percent), (Line::Plan, Percent), (Line::Carry, Percent)];
            row(kpi, Base::Due, LINES, PRODUCT)
        }
        Kpi::F5 => row(kpi, Base::Received, &[(Line::Main, Median), (Line::Insurer, Median)], AREA),
        Kpi::F6 => row(kpi, Base::Archived, MAIN, AREA),
        Kpi::F7 | Kpi::F8 => row(kpi, Base::Archived, &[(Line::Main, Ratio)], AREA),
        Kpi::F9 => row(kpi, Base::Received, MAIN, PRODUCT),
        Kpi::A1 => row(kpi, Base::Received, &[(Line::Main, PerUnits), (Line::OnTime, Percent)], BROAD),
        Kpi::A2 => {
            const LINES: &[(Line, Unit)] = &[
                (Line::Company, Percent),
                (Line::HandledBefore, Percent),
                (Line::Withdrawn, Percent),
                (Line::OwnReason, Percent),
            ];
            row(kpi, Base::Closed, LINES, AREA)
        }
    }
}

/// The standard a rule book sets for a line. Where it has several rows of one id (a month and a year, grumbles and
/// complaints), they stand in the order of the lines.
#[must_use]
pub fn goal(rules: &Rules, kpi: Kpi, line: Line) -> Option<Goal> {
    let place = definition(kpi).lines.iter().position(|(known, _)| *known == line)?;
    let id = kpi.row();
    let row = rules.policy.targets.iter().filter(|target| target.id == id).nth(place);
    // K02 is measured against the line of the trend where its row sets none of its own.
    let trend = Goal { side: Side::AtLeast, figure: rules.on_time_target, unit: policy::Unit::Percent };
    row.and_then(|row| row.goal).or_else(|| ((kpi, line) == (Kpi::K02, Line::Main)).then_some(trend))
}
