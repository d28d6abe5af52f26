//! Signatures, corrective entries and the request to close (J14, Q04, L08, L09; forms.md 1.5).

use super::archive::{Archive, Proposal, check_archive, check_proposal};
use super::numbered::{Change, Numbered};
use super::rules::{ApprovalRule, Gate};
use super::talks::Step;
use super::{Blank, Incident, IncidentReason, gaps, need, refuse};
use crate::domain::case::Case;
use crate::domain::decide::{Reason, Refusal, Setting, Wording};
use crate::domain::money::Fen;
use crate::domain::procedure;
use crate::domain::rules::Rules;
use crate::domain::stage::Injury;
use crate::domain::time::Stamp;
use crate::domain::words::words;

words! {
    /// A post that signs (form 5 section 10).
    pub enum Post {
        FieldManager = "field_manager",
        RegionManager = "region_manager",
        CustomerService = "customer_service",
        Quality = "quality",
        Finance = "finance",
        Legal = "legal",
        VicePresident = "vice_president",
        President = "president",
    }
}

words! {
    /// What is signed for.
    pub enum Subject {
        /// The amount of the agreement, before it is signed with the customer.
        Settlement = "settlement",
        /// Paying it out (Q04).
        Payment = "payment",
        /// Closing the case (form 5).
        Closure = "closure",
    }
}

/// A post has agreed or sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub subject: Subject,
    pub post: Post,
    /// Name of who signed.
    pub who: String,
    pub agrees: bool,
    /// Needed when it is sent back.
    pub opinion: String,
}

/// What is to be done so that it does not happen again (L08, L09).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrective {
    pub problem: String,
    pub cause: String,
    pub countermeasure: String,
    /// Department or person.
    pub owner: String,
    pub due: Stamp,
    /// Numbers of linked cases that it covers as well (L09).
    pub covers: Vec<String>,
}

/// Whether a corrective entry works (L09: verified until it does).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub effective: bool,
    pub note: String,
    /// The next day to look, needed while it does not work.
    pub again: Option<Stamp>,
}

/// The request to close (form 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureRequest {
    /// How it went, in the order of time.
    pub summary: String,
    /// Needed for the grades that need corrective entries.
    pub root_cause: String,
    /// Why what was paid differs from what was agreed; empty where it does not.
    pub difference: String,
}

/// One entry of the closure: asked for by a command and recorded as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosureEntry {
    Sign(Signature),
    Corrective(Change<Corrective>),
    Verify {
        id: u32,
        found: Verification,
    },
    Request(ClosureRequest),
    /// A proposal of an incentive (form 5 section 9).
    Proposal(Change<Proposal>),
    /// Where the closed file lies (form 5 section 11).
    Archive(Archive),
}

/// A corrective entry with what was found of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub id: u32,
    pub checks: Vec<Verification>,
}

/// Where the closure stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closure {
    pub correctives: Numbered<Corrective>,
    /// What was found of each corrective entry that was looked at.
    pub checks: Vec<Corrected>,
    /// Those who agreed, in the order in which they did.
    pub signatures: Vec<Signature>,
    pub request: Option<ClosureRequest>,
    /// The latest signature that sent something back.
    pub returned: Option<Signature>,
    /// At most [`MOST_PROPOSALS`](super::archive::MOST_PROPOSALS).
    pub proposals: Numbered<Proposal>,
    pub archive: Option<Archive>,
}

impl Closure {
    /// Whether the latest look found the entry effective.
    #[must_use]
    pub fn is_effective(&self, id: u32) -> bool {
        let checks = self.checks.iter().find(|checked| checked.id == id);
        checks.and_then(|checked| checked.checks.last()).is_some_and(|found| found.effective)
    }

    /// Posts that have agreed to `subject`.
    pub fn signed(&self, subject: Subject) -> impl Iterator<Item = &Signature> {
        self.signatures.iter().filter(move |signature| signature.subject == subject)
    }

    pub(super) fn forget(&mut self, subject: Subject) {
        self.signatures.retain(|signature| signature.subject != subject);
    }

    /// What was sent back for `subject` has been put right and is up for signature again.
    pub(super) fn answered(&mut self, subject: Subject) {
        if self.returned.as_ref().is_some_and(|returned| returned.subject == subject) {
            self.returned = None;
        }
    }

    /// A further round: what was asked for and signed to close the one before holds no longer.
    pub(in crate::domain) fn reopen(&mut self) {
        self.request = None;
        self.archive = None;
        self.forget(Subject::Closure);
    }
}

impl Incident {
    /// The row that says who signs for `subject`; `None` where nobody needs to.
    #[must_use]
    pub fn approval<'r>(&self, case: &Case, rules: &'r Rules, subject: Subject) -> Option<&'r ApprovalRule> {
        let amount = match subject {
            Subject::Settlement => self.talks.agreement.as_ref().map(|agreement| agreement.total).unwrap_or_default(),
            // A corrected payment still answers for the whole agreement.
            Subject::Payment => self.talks.agreement.as_ref().map(|agreement| agreement.total).unwrap_or_default(),
            Subject::Closure => self.paid(),
        };
        let hurt = super::worst_injury(case, self) != Injury::None;
        rules.incident.approvals.iter().find(|row| {
            row.subject == subject
                && row.grade_from.is_none_or(|from| self.grading.grade >= Some(from))
                && (hurt || !row.injured)
                && row.above.is_none_or(|above| amount > above)
        })
    }

    /// Posts whose signature `subject` still lacks; empty once enough of them have agreed.
    #[must_use]
    pub fn unsigned(&self, case: &Case, rules: &Rules, subject: Subject) -> Vec<Post> {
        let Some(row) = self.approval(case, rules, subject) else { return Vec::new() };
        let has = |post: Post| self.closure.signed(subject).any(|signature| signature.post == post);
        let signed = row.posts.iter().filter(|post| has(**post)).count();
        if signed >= row.at_least {
            return Vec::new();
        }
        row.posts.iter().copied().filter(|post| !has(*post)).collect()
    }

    pub(super) fn apply_closure(&mut self, entry: &ClosureEntry) {
        let closure = &mut self.closure;
        match entry {
            ClosureEntry::Sign(signature) if signature.agrees => {
                closure.signatures.push(signature.clone());
                closure.answered(signature.subject);
            }
            ClosureEntry::Sign(signature) => {
                closure.forget(signature.subject);
                closure.returned = Some(signature.clone());
                match signature.subject {
                    Subject::Settlement => self.talks.fall(&signature.opinion),
                    Subject::Closure => closure.request = None,
                    Subject::Payment => {}
                }
            }
            ClosureEntry::Corrective(change) => {
                // A corrected entry is another countermeasure: what was found of the old one says nothing of it.
                if let Change::Correct { id, .. } | Change::Strike { id, .. } = change {
                    closure.checks.retain(|checked| checked.id != *id);
                }
                closure.correctives.apply(change);
            }
            ClosureEntry::Verify { id, found } => match closure.checks.iter_mut().find(|checked| checked.id == *id) {
                Some(checked) => checked.checks.push(found.clone()),
                None => closure.checks.push(Corrected { id: *id, checks: vec![found.clone()] }),
            },
            ClosureEntry::Request(request) => {
                closure.request = Some(request.clone());
                closure.answered(Subject::Closure);
            }
            ClosureEntry::Proposal(change) => closure.proposals.apply(change),
            ClosureEntry::Archive(archive) => closure.archive = Some(archive.clone()),
        }
    }

    /// What was agreed, or nothing where the matter ended without money.
    #[must_use]
    pub fn agreed(&self) -> Option<Fen> {
        self.talks.agreement.as_ref().map(|agreement| agreement.total)
    }
}

pub(super) fn check(
    case: &Case,
    incident: &Incident,
    entry: &ClosureEntry,
    setting: &Setting<'_>,
) -> Result<(), Refusal> {
    match entry {
        ClosureEntry::Sign(signature) => check_signature(case, incident, signature, setting.rules),
        ClosureEntry::Corrective(change) => {
            incident.closure.correctives.check("L08", change)?;
            let Some(corrective) = change.member() else { return Ok(()) };
            need("L08", &corrective.cause, Blank::Cause)?;
            need("L08", &corrective.countermeasure, Blank::Countermeasure)?;
            need("L09", &corrective.owner, Blank::Owner)?;
            match corrective.covers.iter().find(|number| !case.is_linked_with(number)) {
                Some(number) => Err(Refusal { rule: "L09".into(), reason: Reason::NotLinked(number.clone()) }),
                None => Ok(()),
            }
        }
        ClosureEntry::Verify { id, found } => {
            if incident.closure.correctives.get(*id).is_none() {
                return refuse("L09", IncidentReason::NoSuchEntry(*id));
            }
            need("L09", &found.note, Blank::Account)?;
            if !found.effective && found.again.is_none_or(|again| again <= setting.now) {
                return refuse("L09", IncidentReason::Blank(Blank::NextLook));
            }
            Ok(())
        }
        ClosureEntry::Request(request) => {
            need("J14", &request.summary, Blank::Account)?;
            let found = gaps::closure(case, setting.rules, request);
            if !found.is_empty() {
                return refuse("J14", IncidentReason::Gaps(Gate::Closure, found));
            }
            procedure::check_closing(case, setting.rules)
        }
        ClosureEntry::Proposal(change) => check_proposal(incident, change, setting.rules),
        ClosureEntry::Archive(archive) => check_archive(case, archive, setting.rules),
    }
}

/// Q04, J14: only the posts of the row, each once, each by another person, in their order where the row says so.
fn check_signature(case: &Case, incident: &Incident, signature: &Signature, rules: &Rules) -> Result<(), Refusal> {
    let subject = signature.subject;
    let row_id = if subject == Subject::Payment { "Q04" } else { "J14" };
    need(row_id, &signature.who, Blank::Person)?;
    if !signature.agrees && signature.opinion.trim().is_empty() {
        return Err(Refusal { rule: row_id.into(), reason: Reason::TextMissing(Wording::Opinion) });
    }
    let awaited = match subject {
        Subject::Settlement if incident.settlement.is_some() => return refuse(row_id, IncidentReason::AlreadySettled),
        Subject::Settlement if incident.talks.agreement.is_none() => Some(Step::Agreement),
        Subject::Payment if incident.settlement.is_none() => Some(Step::Settlement),
        Subject::Closure if incident.closure.request.is_none() => return refuse(row_id, IncidentReason::NotRequested),
        _ => None,
    };
    if let Some(step) = awaited {
        return refuse(row_id, IncidentReason::StepFirst(step));
    }
    let Some(row) = incident.approval(case, rules, subject).filter(|row| row.posts.contains(&signature.post)) else {
        return refuse(row_id, IncidentReason::NotASigner(signature.post));
    };
    if incident.closure.signed(subject).any(|known| known.post == signature.post) {
        return refuse(row_id, IncidentReason::AlreadySigned(signature.post));
    }
    if incident.closure.signed(subject).any(|known| known.who.trim() == signature.who.trim()) {
        return refuse(row_id, IncidentReason::SamePerson);
    }
    let before = row.posts.iter().take_while(|post| **post != signature.post);
    let waits = before.copied().find(|post| incident.closure.signed(subject).all(|known| known.post != *post));
    match waits.filter(|_| row.in_order && signature.agrees) {
        Some(post) => refuse(row_id, IncidentReason::WaitsFor(post)),
        None => Ok(()),
    }
}
