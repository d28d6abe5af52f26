//! The incident file: from the first report through evidence, loss, insurance, responsibility and settlement to its
//! closure (rules.md section 10).
//!
//! A case has at most one. It is filled by replay like the rest of the case; [`IncidentCommand`]s are decided by
//! [`decide()`](crate::domain::decide()), which also proposes the grade anew whenever loss, injury or demand have changed.

pub mod archive;
pub mod closure;
pub mod dates;
pub mod evidence;
pub mod gaps;
mod grade;
pub mod insurance;
pub mod loss;
mod numbered;
pub mod record;
mod refused;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
mod scene;
pub mod settlement;
pub mod talks;
pub mod terms;
#[cfg(test)]
mod tests;

pub use archive::{Archive, Proposal};
pub use closure::{Closure, ClosureEntry, ClosureRequest, Corrective, Post, Signature, Subject, Verification};
pub use evidence::{Aspect, Completeness, EvidenceChange, Filing, Slot, completeness};
pub use gaps::Gap;
pub use grade::{Casualty, GradeEvent, GradeProposal, Grading, propose, worst_injury};
pub use insurance::{Insurance, InsurerEntry, Ledger};
pub use loss::{InjuryLine, LossCategory, LossEntry, LossLine, LossPart, Losses, Month, Portion, Totals};
pub use numbered::{Change, Numbered};
pub use record::{Guarantee, PurchaseProof, SiteRecord};
pub use refused::{Blank, IncidentReason};
pub use rules::{Gate, IncidentRules};
pub use scene::{
    Alert, AlertTo, CheckItem, IncidentKind, InjuredParty, Official, OfficialKind, Opening, Ours, Relation, Scene,
    SceneEntry, SiteCheck, Verdict, Visit, VisitIdentity,
};
pub use settlement::{Payment, Receipt, Settlement, SettlementEntry};
pub use talks::{Agreement, AgreementEntry, Finding, Party, Step, Talk, Talks};
pub use terms::{Caution, Cover, Firm, Particulars, TermsText};

use refused::{need, refusal, refuse};

use super::case::Case;
use super::decide::{Command, Refusal, Setting};
use super::event::Event;
use super::facts::Facts;
use super::judge::{self, MoneyPrompt};
use super::money::Fen;
use super::rules::Rules;
use super::stage::IncidentGrade;
use super::time::Stamp;

/// One thing that happened to the incident file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentEvent {
    Opened(Opening),
    Scene(SceneEntry),
    Casualty(Change<Casualty>),
    Grade(GradeEvent),
    Evidence(EvidenceChange),
    Loss(Box<Change<LossLine>>),
    InjuryLoss(Change<InjuryLine>),
    /// J13, second step: the list was gone through by both sides.
    LossConfirmed(loss::Confirmation),
    Insurer(InsurerEntry),
    Talk(Talk<Agreement>),
    Settlement(SettlementEntry),
    Closure(ClosureEntry),
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
    /// J05: files a photo or paper, moves or describes it.
    Evidence(EvidenceChange),
    /// J08: a line of the loss list; newness and amount are worked out.
    Loss(Box<Change<LossEntry>>),
    /// J08: a line of bodily injury.
    InjuryLoss(Change<InjuryLine>),
    /// J13: the list is confirmed with whoever stands for the injured party.
    ConfirmLoss {
        with: String,
    },
    Insurer(InsurerEntry),
    Talk(Talk<AgreementEntry>),
    Settlement(SettlementEntry),
    Closure(ClosureEntry),
}

impl IncidentCommand {
    /// Whether it may follow the closing: the insurer's money, the effect of corrective entries and
    /// the archive come late.
    #[must_use]
    pub const fn allowed_when_closed(&self) -> bool {
        matches!(
            self,
            Self::Insurer(InsurerEntry::Paid(_))
                | Self::Closure(ClosureEntry::Verify { .. } | ClosureEntry::Archive(_))
        )
    }
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
    /// Whether the command that caused it may be taken back: money that went out and signatures stand.
    #[must_use]
    pub const fn is_undoable(&self) -> bool {
        !matches!(
            self,
            Self::Settlement(SettlementEntry::Pay(_) | SettlementEntry::Receive(_))
                | Self::Insurer(InsurerEntry::Paid(_))
                | Self::Closure(ClosureEntry::Sign(_))
        )
    }
}

/// The incident file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub opening: Opening,
    pub scene: Scene,
    pub casualties: Numbered<Casualty>,
    pub grading: Grading,
    /// Filed photos and papers by their number.
    pub evidence: Numbered<Filing>,
    pub losses: Losses,
    pub insurance: Insurance,
    pub talks: Talks,
    pub settlement: Option<Settlement>,
    pub payments: Numbered<Payment>,
    pub receipts: Vec<Receipt>,
    pub closure: Closure,
    /// When the customer last demanded or was last offered something: limitation may begin anew (law.md 3.1).
    pub last_demand: Stamp,
}

impl Incident {
    fn opened(opening: Opening, grade: Option<IncidentGrade>) -> Self {
        Self {
            last_demand: opening.reported_at,
            opening,
            scene: Scene::default(),
            casualties: Numbered::default(),
            grading: Grading { grade, ..Grading::default() },
            evidence: Numbered::default(),
            losses: Losses::default(),
            insurance: Insurance::default(),
            talks: Talks::default(),
            settlement: None,
            payments: Numbered::default(),
            receipts: Vec::new(),
            closure: Closure::default(),
        }
    }

    /// The loss that grade and prompts go by (J07): the confirmed sum; until then the intake's estimate or the sum so
    /// far, whichever is larger, so that a list half entered does not make an incident look small.
    #[must_use]
    pub fn loss_so_far(&self, facts: &Facts) -> Fen {
        match &self.losses.confirmed {
            Some(confirmed) => confirmed.assessed,
            None => facts.loss.unwrap_or_default().max(self.losses.totals().all.assessed),
        }
    }
}

/// What the money rules ask for at the loss known so far (M2-M4): a claim only while the company may be liable.
#[must_use]
pub fn money_prompts(case: &Case, rules: &Rules) -> Vec<MoneyPrompt> {
    let Some(incident) = case.incident.as_deref() else { return judge::money_prompts(&case.facts, rules) };
    let may_be_liable = incident
        .talks
        .finding
        .as_ref()
        .is_none_or(|finding| finding.share_of(Party::Company) > 0 || finding.share_of(Party::Undetermined) > 0);
    let mut prompts = judge::prompts_for(incident.loss_so_far(&case.facts), rules);
    prompts.retain(|prompt| *prompt != MoneyPrompt::MayClaim || may_be_liable);
    prompts
}

/// Adds an event to the case. Called by replay only.
pub(super) fn apply(case: &mut Case, at: Stamp, event: &IncidentEvent) {
    if let IncidentEvent::Opened(opening) = event {
        case.incident = Some(Box::new(Incident::opened(opening.clone(), case.facts.grade)));
        return;
    }
    let Some(incident) = case.incident.as_deref_mut() else { return };
    incident.apply(at, event);
    // Lists and limits read the grade of the case.
    case.facts.grade = incident.grading.grade.or(case.facts.grade);
}

impl Incident {
    fn apply(&mut self, at: Stamp, event: &IncidentEvent) {
        match event {
            IncidentEvent::Opened(_) => {}
            IncidentEvent::Scene(entry) => self.apply_scene(entry),
            IncidentEvent::Casualty(change) => self.casualties.apply(change),
            IncidentEvent::Grade(event) => self.grading.apply(event),
            IncidentEvent::Evidence(change) => evidence::apply(&mut self.evidence, change),
            IncidentEvent::Loss(change) => {
                self.losses.lines.apply(change);
                self.losses.confirmed = None;
            }
            IncidentEvent::InjuryLoss(change) => {
                self.losses.injuries.apply(change);
                self.losses.confirmed = None;
            }
            IncidentEvent::LossConfirmed(confirmation) => {
                self.losses.confirmed = Some(confirmation.clone());
                // What was shared were the parts of another sum.
                self.talks.sharing.clear();
                self.last_demand = at;
            }
            IncidentEvent::Insurer(entry) => self.insurance.apply(entry),
            IncidentEvent::Talk(entry) => {
                self.talks.apply(entry);
                match entry {
                    Talk::Withdraw { .. } => self.closure.forget(Subject::Settlement),
                    Talk::Option(_) => self.last_demand = at,
                    Talk::Agree(_) => {
                        self.closure.answered(Subject::Settlement);
                        self.last_demand = at;
                    }
                    _ => {}
                }
            }
            IncidentEvent::Settlement(entry) => {
                self.apply_settlement(entry);
                self.last_demand = at;
            }
            IncidentEvent::Closure(entry) => self.apply_closure(entry),
        }
    }
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
    let (rules, now) = (setting.rules, setting.now);
    let event = match command {
        IncidentCommand::Open(_) => return refuse("J01", IncidentReason::AlreadyOpen),
        IncidentCommand::Scene(entry) => {
            scene::check(incident, &entry, now)?;
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
        IncidentCommand::Evidence(change) => {
            evidence::check(case, incident, &change, now)?;
            IncidentEvent::Evidence(change)
        }
        IncidentCommand::Insurer(entry) => {
            insurance::check(incident, &entry, rules, now)?;
            IncidentEvent::Insurer(entry)
        }
        IncidentCommand::Talk(entry) => {
            IncidentEvent::Talk(talks::decide(incident, entry, worst_injury(case, incident), setting)?)
        }
        IncidentCommand::Settlement(entry) => {
            settlement::check(case, incident, &entry, setting)?;
            IncidentEvent::Settlement(entry)
        }
        IncidentCommand::Closure(entry) => {
            closure::check(case, incident, &entry, setting)?;
            IncidentEvent::Closure(entry)
        }
        list @ (IncidentCommand::Loss(_) | IncidentCommand::InjuryLoss(_) | IncidentCommand::ConfirmLoss { .. }) => {
            loss_list(incident, list, setting)?
        }
    };
    Ok(vec![event.into()])
}

/// The loss list changes as long as nothing is agreed, and is confirmed after the finding (J08, J13).
fn loss_list(incident: &Incident, command: IncidentCommand, setting: &Setting<'_>) -> Result<IncidentEvent, Refusal> {
    incident.still_open()?;
    match command {
        IncidentCommand::Loss(change) => {
            incident.losses.lines.check_id("J08", change.target())?;
            let rules = &setting.rules.incident;
            let worked_out = change.try_map(|entry| loss::work_out(incident, entry, rules))?;
            Ok(IncidentEvent::Loss(Box::new(worked_out)))
        }
        IncidentCommand::InjuryLoss(change) => {
            loss::check_injury(&incident.losses.injuries, &change)?;
            Ok(IncidentEvent::InjuryLoss(change))
        }
        IncidentCommand::ConfirmLoss { with } => {
            need("J13", &with, Blank::Person)?;
            if incident.talks.finding.is_none() {
                return refuse("J13", IncidentReason::StepFirst(Step::Responsibility));
            }
            if incident.losses.is_empty() {
                return refuse("J13", IncidentReason::NoLines);
            }
            let all = incident.losses.totals().all;
            let (claimed, assessed) = (all.claimed, all.assessed);
            Ok(IncidentEvent::LossConfirmed(loss::Confirmation { at: setting.now, with, claimed, assessed }))
        }
        _ => refuse("J08", IncidentReason::NoLines),
    }
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
