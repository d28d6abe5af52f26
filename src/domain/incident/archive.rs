//! The end of the paper: proposals of incentives before the signatures, and where the closed file lies (forms.md 1.5).

use chrono::{Months, NaiveDate};

use super::numbered::Change;
use super::{Blank, Incident, IncidentReason, Subject, need, refuse};
use crate::domain::case::Case;
use crate::domain::decide::Refusal;
use crate::domain::money::Fen;
use crate::domain::rules::Rules;

/// Lines of form 5 section 9.
pub const MOST_PROPOSALS: usize = 3;

/// A proposal of form 5 section 9: who gets or pays how much by which clause, and why (P01-P24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Row of the rule book's incentives.
    pub row: String,
    /// For whom the row stands there, in Chinese as the rule book has it.
    pub who: String,
    /// Name of the person.
    pub person: String,
    /// Without its sign, which is the row's.
    pub amount: Fen,
    pub reason: String,
}

/// Where the closed file lies, and how long (form 5 section 11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    pub number: String,
    pub pages: u32,
    pub archivist: String,
    pub keep_until: NaiveDate,
}

/// The first day on which the closed file need no longer be kept (Q02, law.md 3.9); `None` while it is open or where the
/// rule book sets no period.
#[must_use]
pub fn keep_until(case: &Case, rules: &Rules) -> Option<NaiveDate> {
    let settled = case.incident.as_deref().is_some_and(|incident| incident.settlement.is_some());
    let months = rules.policy.months_kept(settled)?;
    case.closed_at()?.date().checked_add_months(Months::new(months))
}

/// Until when what is agreed on `today` is kept at least: the longest retention, as if the file closed that day (Q02). `None`
/// where the rule book sets no period.
#[must_use]
pub fn proposed_until(rules: &Rules, today: NaiveDate) -> Option<NaiveDate> {
    today.checked_add_months(Months::new(rules.policy.months_kept(true)?))
}

/// 000§5.3-5.4: at most three, before anybody signs, inside the band of the clause.
pub(super) fn check_proposal(incident: &Incident, change: &Change<Proposal>, rules: &Rules) -> Result<(), Refusal> {
    incident.closure.proposals.check("J14", change)?;
    if let Some(signature) = incident.closure.signed(Subject::Closure).next() {
        return refuse("J14", IncidentReason::AlreadySigned(signature.post));
    }
    let Some(line) = change.member() else { return Ok(()) };
    if matches!(change, Change::Add(_)) && incident.closure.proposals.len() >= MOST_PROPOSALS {
        return refuse("J14", IncidentReason::EnoughProposals);
    }
    let Some(row) = rules.policy.incentive(&line.row, &line.who) else {
        return refuse("J14", IncidentReason::Blank(Blank::Clause));
    };
    need("J14", &line.person, Blank::Person)?;
    need("J14", &line.reason, Blank::Grounds)?;
    if row.admits(line.amount) {
        Ok(())
    } else {
        Err(super::refusal(row.id.clone(), IncidentReason::OutsideBand(Box::new(row.clone()))))
    }
}

/// Q02: only a closed file, and never for a shorter time than the rule book asks.
pub(super) fn check_archive(case: &Case, archive: &Archive, rules: &Rules) -> Result<(), Refusal> {
    if case.closed_at().is_none() {
        return refuse("Q02", IncidentReason::NotClosed);
    }
    need("Q02", &archive.number, Blank::ArchiveNumber)?;
    need("Q02", &archive.archivist, Blank::Person)?;
    if archive.pages == 0 {
        return refuse("Q02", IncidentReason::Blank(Blank::Pages));
    }
    match keep_until(case, rules).filter(|least| archive.keep_until < *least) {
        Some(least) => refuse("Q02", IncidentReason::KeptTooShort(least)),
        None => Ok(()),
    }
}
