//! The incident file: from the first report through evidence, loss, insurance, responsibility and settlement to its
//! closure (rules.md section 10).
//!
//! A case has at most one. It is filled by replay like the rest of the case; [`IncidentCommand`]s are decided by
//! [`decide()`](crate::domain::decide()), which also proposes the grade anew whenever loss, injury or demand have changed.

mod grade;
mod numbered;
mod refused;
#[cfg(test)]
pub(crate) mod samples;
mod scene;
#[cfg(test)]
mod tests;

pub use grade::{Casualty, GradeEvent, GradeProposal, Grading, propose, worst_injury};
pub use numbered::{Change, Numbered};
pub use refused::{Blank, IncidentReason};
pub use scene::{
    Alert, AlertTo, CheckItem, IncidentKind, Official, OfficialKind, Opening, Ours, Scene, SceneEntry, SiteCheck,
    Verdict, Visit, VisitIdentity,
};

use refused::{need, refuse};

use super::case::Case;
use super::decide::{Command, Refusal, Setting};
use super::event::Event;
use super::facts::Facts;
use super::money::Fen;
use super::stage::IncidentGrade;
use super::time::Stamp;

/// One thing that happened to the incident file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentEvent {
    Opened(Opening),
    Scene(SceneEntry),
    Casualty(Change<Casualty>),
    Grade(GradeEvent),
}

/// What a person asks for in the incident file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentCommand {
    /// J01: opens the file.
    Open(Opening),
    Scene(SceneEntry),
    Casualty(Change<Casualty>),
    /// D05, J07: takes the proposed grade, or another one with its reason.
    DecideGrade {
        grade: IncidentGrade,
        reason: String,
    },
}

impl From<IncidentCommand> for Command {
    fn from(command: IncidentCommand) -> Self {
        Self::Incident(Box::new(command))
    }
}

impl From<IncidentEvent> for Event {
    fn from(event: IncidentEvent) -> Self {
        Self::Incident(Box::new(event))
    }
}

impl IncidentEvent {
    /// Whether the command that caused it may be taken back.
    #[must_use]
    pub const fn is_undoable(&self) -> bool {
        true
    }
}

/// The incident file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub opening: Opening,
    pub scene: Scene,
    pub casualties: Numbered<Casualty>,
    pub grading: Grading,
}

impl Incident {
    fn opened(opening: Opening, grade: Option<IncidentGrade>) -> Self {
        let grading = Grading { grade, ..Grading::default() };
        Self { opening, scene: Scene::default(), casualties: Numbered::default(), grading }
    }

    /// The loss that grade and prompts go by (J07): the intake's estimate.
    #[must_use]
    pub fn loss_so_far(&self, facts: &Facts) -> Fen {
        facts.loss.unwrap_or_default()
    }
}

/// Adds an event to the case. Called by replay only.
pub(super) fn apply(case: &mut Case, _at: Stamp, event: &IncidentEvent) {
    if let IncidentEvent::Opened(opening) = event {
        case.incident = Some(Box::new(Incident::opened(opening.clone(), case.facts.grade)));
        return;
    }
    let Some(incident) = case.incident.as_deref_mut() else { return };
    match event {
        IncidentEvent::Opened(_) => {}
        IncidentEvent::Scene(entry) => incident.apply_scene(entry),
        IncidentEvent::Casualty(change) => incident.casualties.apply(change),
        IncidentEvent::Grade(event) => incident.grading.apply(event),
    }
    // Lists and limits read the grade of the case.
    case.facts.grade = incident.grading.grade.or(case.facts.grade);
}

/// Decides on a command of the incident file.
pub(super) fn decide(case: &Case, command: IncidentCommand, setting: &Setting<'_>) -> Result<Vec<Event>, Refusal> {
    let Some(incident) = case.incident.as_deref() else {
        return match command {
            IncidentCommand::Open(opening) => {
                opening.check(setting.now)?;
                Ok(vec![IncidentEvent::Opened(opening).into()])
            }
            _ => refuse("J01", IncidentReason::NotOpen),
        };
    };
    let event = match command {
        IncidentCommand::Open(_) => return refuse("J01", IncidentReason::AlreadyOpen),
        IncidentCommand::Scene(entry) => {
            scene::check(incident, &entry, setting.now)?;
            IncidentEvent::Scene(entry)
        }
        IncidentCommand::Casualty(change) => {
            grade::check_casualty(&incident.casualties, &change)?;
            IncidentEvent::Casualty(change)
        }
        IncidentCommand::DecideGrade { grade, reason } => {
            grade::check_decision(&incident.grading, grade, &reason)?;
            IncidentEvent::Grade(GradeEvent::Decided { grade, reason })
        }
    };
    Ok(vec![event.into()])
}

/// Adds the new proposal where `events` change what the figures speak for: no command changes the grade silently (J07).
pub(super) fn with_proposal(case: &Case, mut events: Vec<Event>, setting: &Setting<'_>) -> Vec<Event> {
    let touches = |event: &Event| matches!(event, Event::Incident(_) | Event::Amended { .. });
    if !events.iter().any(touches) {
        return events;
    }
    let mut after = case.clone();
    for event in &events {
        after.apply(setting.now, event);
    }
    let known = after.incident.as_deref().and_then(|incident| incident.grading.proposal.as_ref());
    if let Some(proposal) = propose(&after, setting.rules).filter(|proposal| known != Some(proposal)) {
        events.push(IncidentEvent::Grade(GradeEvent::Proposed(proposal)).into());
    }
    events
}
