//! Who was hurt, and the grade: proposed anew with every change, decided by a person (D05, M5-M7, J07, J16, X1).

use super::numbered::{Change, Numbered};
use super::{Blank, Incident, IncidentReason, need, refuse};
use crate::domain::case::Case;
use crate::domain::decide::{Reason, Refusal, Wording};
use crate::domain::judge;
use crate::domain::money::Fen;
use crate::domain::rules::Rules;
use crate::domain::stage::{IncidentGrade, Injury};

/// A person who was hurt (form 2 R13, R14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Casualty {
    pub person: String,
    /// Never [`Injury::None`].
    pub severity: Injury,
    pub hospital: String,
    /// As the medical papers have it.
    pub diagnosis: String,
}

/// What the figures speak for, with the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeProposal {
    pub grade: IncidentGrade,
    /// Row that speaks for it: M5, M6, M7 in the default rule book.
    pub rule: String,
    pub loss: Fen,
    pub injury: Injury,
    /// J16.
    pub beyond_law: bool,
}

/// An event of the grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GradeEvent {
    /// The program's: loss, injury or demand have changed.
    Proposed(GradeProposal),
    /// A person's.
    Decided { grade: IncidentGrade, reason: String },
}

/// The grade in force and what the figures speak for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grading {
    /// `None` only where the rule book has no grades.
    pub grade: Option<IncidentGrade>,
    pub proposal: Option<GradeProposal>,
    /// Whether a person has answered the latest proposal, or it says what holds.
    pub settled: bool,
}

impl Grading {
    /// The proposal that waits for a person: settlement and closure are shut meanwhile (J07).
    #[must_use]
    pub fn waiting(&self) -> Option<&GradeProposal> {
        self.proposal.as_ref().filter(|_| !self.settled)
    }

    pub(super) fn apply(&mut self, event: &GradeEvent) {
        match event {
            GradeEvent::Proposed(proposal) => {
                let grade = *self.grade.get_or_insert(proposal.grade);
                self.settled = grade == proposal.grade;
                self.proposal = Some(proposal.clone());
            }
            GradeEvent::Decided { grade, .. } => {
                self.grade = Some(*grade);
                self.settled = true;
            }
        }
    }
}

pub(super) fn check_casualty(list: &Numbered<Casualty>, change: &Change<Casualty>) -> Result<(), Refusal> {
    list.check("J06", change)?;
    let Some(casualty) = change.member() else { return Ok(()) };
    need("J06", &casualty.person, Blank::Person)?;
    if casualty.severity == Injury::None { refuse("M6", IncidentReason::NotHurt) } else { Ok(()) }
}

/// D05: what the program proposes may be taken as it is; anything else needs its reason.
pub(super) fn check_decision(grading: &Grading, grade: IncidentGrade, reason: &str) -> Result<(), Refusal> {
    if grading.settled && grading.grade == Some(grade) {
        return Err(Refusal { rule: "D05".into(), reason: Reason::NothingChanged });
    }
    let as_proposed = grading.proposal.as_ref().is_some_and(|proposal| proposal.grade == grade);
    if !as_proposed && reason.trim().is_empty() {
        return Err(Refusal { rule: "D05".into(), reason: Reason::TextMissing(Wording::Reason) });
    }
    Ok(())
}

/// The worst injury known: the intake's or of a casualty.
#[must_use]
pub fn worst_injury(case: &Case, incident: &Incident) -> Injury {
    let of_casualties = incident.casualties.iter().map(|(_, casualty)| casualty.severity).max();
    of_casualties.map_or(case.facts.injury, |worst| worst.max(case.facts.injury))
}

/// The grade the figures of the case speak for now; `None` without an incident or without grades in the rule book.
#[must_use]
pub fn propose(case: &Case, rules: &Rules) -> Option<GradeProposal> {
    let incident = case.incident.as_ref()?;
    let loss = incident.loss_so_far(&case.facts);
    let injury = worst_injury(case, incident);
    let beyond_law = case.facts.beyond_law;
    let proposal = judge::grade_for(loss, injury, beyond_law, rules)?;
    Some(GradeProposal { grade: proposal.value, rule: proposal.rule, loss, injury, beyond_law })
}
