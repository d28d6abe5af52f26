//! What a step still lacks, all at once: the gates of settlement, payment and closure (forms.md 1.4, 1.5; J13-J15, Q04).

use super::closure::{ClosureRequest, Post, Subject};
use super::evidence::{Aspect, Slot, completeness};
use super::rules::Gate;
use super::scene::AlertTo;
use super::talks::{AgreementEntry, IdKind, Step};
use super::terms::{SUMMARY_MOST, TermsText};
use super::{Incident, worst_injury};
use crate::domain::case::Case;
use crate::domain::identity::ResidentId;
use crate::domain::money::Fen;
use crate::domain::returned::Papers as _;
use crate::domain::rules::Rules;
use crate::domain::stage::{Injury, Stage};
use crate::domain::time::Stamp;

/// One thing that a step lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// Fewer files in a slot than the checklist asks for.
    Evidence {
        slot: Slot,
        aspect: Option<Aspect>,
        have: u32,
        need: u32,
        /// The form of the slot that was signed back and is no 定稿: it fills nothing.
        instead: Option<String>,
    },
    /// The agreement was signed on this paper, which is no 定稿, and no signed 定稿 is back.
    NotFinal(String),
    /// A place of the loss is not shown from this side.
    Spot {
        spot: u32,
        aspect: Aspect,
    },
    /// The picture with this number has no date.
    Undated(u32),
    /// The line of the loss list with this number has no picture.
    LineWithoutPhoto(u32),
    Alert(AlertTo),
    Visit,
    /// A proposed grade waits for a person.
    Grade,
    /// A step of the talks is not done.
    Step(Step),
    /// M3: the loss is above the threshold and nobody told the insurer.
    InsurerReport,
    /// Neither the insurer's consent nor the reason why it is left out.
    Consent,
    /// The money goes to somebody else without a power of attorney.
    Payee,
    /// The number of the identity card cannot be one.
    PartyId,
    /// Party B is under age and nobody signs for it.
    Guardian,
    /// This wording stands in the agreement and may not.
    Wording {
        place: TermsText,
        words: Vec<String>,
    },
    /// The account of article 1 has so many characters, more than it may have.
    Summary(usize),
    /// What the injured party is to machine and property is not recorded.
    Relation,
    Signature(Subject, Post),
    /// Paid is not what was agreed, and nobody explained it.
    Paid {
        agreed: Fen,
        paid: Fen,
    },
    /// Receipted is not what was paid.
    Receipt {
        paid: Fen,
        received: Fen,
    },
    /// The customer was neither revisited nor given up.
    Revisit,
    RootCause,
    /// No corrective entry.
    Corrective,
    /// A corrective entry has not been found effective.
    Ineffective(u32),
    /// Nobody asked to close.
    Request,
}

impl Gap {
    /// The row it rests on.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Evidence { .. } | Self::Spot { .. } | Self::Undated(_) => "J05",
            Self::LineWithoutPhoto(_) => "J08",
            Self::Alert(_) => "J03",
            Self::Visit => "J04",
            Self::Grade => "J07",
            Self::Step(_) => "J13",
            Self::InsurerReport | Self::Consent => "M3",
            Self::Payee
            | Self::PartyId
            | Self::Guardian
            | Self::Wording { .. }
            | Self::Summary(_)
            | Self::Relation
            | Self::NotFinal(_)
            | Self::Request => "J14",
            Self::Signature(Subject::Payment, _) | Self::Paid { .. } | Self::Receipt { .. } => "Q04",
            Self::Signature(..) => "J14",
            Self::Revisit => "T05",
            Self::RootCause | Self::Corrective => "L08",
            Self::Ineffective(_) => "L09",
        }
    }
}

/// What the signing of the agreement lacks (forms.md 1.4). Empty for a case without an incident file.
#[must_use]
pub fn settlement(case: &Case, rules: &Rules, now: Stamp) -> Vec<Gap> {
    let Some(incident) = case.incident.as_deref() else { return Vec::new() };
    let mut found = grade(incident);
    found.extend(talks(incident, rules));
    let Some(agreement) = &incident.talks.agreement else { return found };
    let loss = incident.loss_so_far(&case.facts);
    if incident.insurer_waits(loss, rules) {
        found.push(Gap::InsurerReport);
    }
    if incident.insurance.report.is_some() && !incident.insurance.is_cleared() {
        found.push(Gap::Consent);
    }
    found.extend(parties(incident, &agreement.entry, rules, now));
    found.extend(lines_without_photo(incident));
    found.extend(completeness(case, incident, rules, Gate::Settlement).gaps);
    found.extend(signatures(case, rules, Subject::Settlement));
    found
}

/// What parties and words of the agreement lack (forms.md 1.4).
fn parties(incident: &Incident, entry: &AgreementEntry, rules: &Rules, now: Stamp) -> Vec<Gap> {
    let length = entry.summary(incident).chars().count();
    let wrong_number = entry.id_kind == IdKind::Resident && ResidentId::parse(&entry.id_number, now.date()).is_err();
    let wording = entry.forbidden(incident, &rules.incident.forbidden);
    [
        (entry.has_other_payee() && entry.payee_authority.trim().is_empty()).then_some(Gap::Payee),
        wrong_number.then_some(Gap::PartyId),
        (entry.is_minor(now.date()) && entry.particulars.guardian.trim().is_empty()).then_some(Gap::Guardian),
        wording.map(|(place, words)| Gap::Wording { place, words }),
        (length > SUMMARY_MOST).then_some(Gap::Summary(length)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What form 4 lacks before it is printed for signing: the gate of the signing, and the relation that stands on it.
#[must_use]
pub fn agreement_form(case: &Case, rules: &Rules, now: Stamp) -> Vec<Gap> {
    let unknown = case.incident.as_deref().is_some_and(|incident| incident.scene.injured.relations.is_empty());
    let mut found = settlement(case, rules, now);
    found.extend(unknown.then_some(Gap::Relation));
    found
}

/// What paying out lacks (Q04).
#[must_use]
pub fn payment(case: &Case, rules: &Rules) -> Vec<Gap> {
    let Some(incident) = case.incident.as_deref() else { return Vec::new() };
    let mut found = Vec::new();
    if incident.settlement.is_none() {
        found.push(Gap::Step(Step::Settlement));
    }
    found.extend(signed_draft(case, incident));
    found.extend(completeness(case, incident, rules, Gate::Payment).gaps);
    found.extend(signatures(case, rules, Subject::Payment));
    found
}

/// What `request` lacks to be taken (forms.md 1.5). Empty for a case without an incident file.
#[must_use]
pub fn closure(case: &Case, rules: &Rules, request: &ClosureRequest) -> Vec<Gap> {
    let Some(incident) = case.incident.as_deref() else { return Vec::new() };
    let mut found = grade(incident);
    found.extend(AlertTo::ALL.iter().filter(|to| incident.scene.alerted(**to).is_none()).map(|to| Gap::Alert(*to)));
    if incident.scene.visits.is_empty() {
        found.push(Gap::Visit);
    }
    if incident.talks.ended.is_none() {
        found.extend(money(incident, rules, request));
        found.extend(signed_draft(case, incident));
    } else if incident.is_too_grave(worst_injury(case, incident)) {
        // It has become graver since it ended without money.
        found.push(Gap::Step(Step::Agreement));
    }
    if incident.insurer_waits(incident.loss_so_far(&case.facts), rules) {
        found.push(Gap::InsurerReport);
    }
    if !matches!(case.stage, Stage::Closure | Stage::Archived) {
        found.push(Gap::Revisit);
    }
    found.extend(correctives(incident, rules, request));
    found.extend(lines_without_photo(incident));
    found.extend(completeness(case, incident, rules, Gate::Closure).gaps);
    found
}

/// What closing the case lacks: the request, its signatures, and whatever has changed since it was asked for.
#[must_use]
pub fn closing(case: &Case, rules: &Rules) -> Vec<Gap> {
    let Some(incident) = case.incident.as_deref() else { return Vec::new() };
    let Some(request) = &incident.closure.request else {
        let unasked = ClosureRequest { summary: String::new(), root_cause: String::new(), difference: String::new() };
        let mut found = vec![Gap::Request];
        found.extend(closure(case, rules, &unasked));
        return found;
    };
    let mut found = closure(case, rules, request);
    found.extend(signatures(case, rules, Subject::Closure));
    found
}

/// Signatures that `subject` still lacks.
#[must_use]
pub fn signatures(case: &Case, rules: &Rules, subject: Subject) -> Vec<Gap> {
    let Some(incident) = case.incident.as_deref() else { return Vec::new() };
    incident.unsigned(case, rules, subject).into_iter().map(|post| Gap::Signature(subject, post)).collect()
}

fn grade(incident: &Incident) -> Vec<Gap> {
    incident.grading.waiting().map(|_| Gap::Grade).into_iter().collect()
}

/// The steps of the talks up to the agreement that are not done (J13).
fn talks(incident: &Incident, rules: &Rules) -> Vec<Gap> {
    let talks = &incident.talks;
    [
        (Step::Responsibility, talks.finding.is_some()),
        (Step::Loss, incident.losses.confirmed.is_some()),
        (Step::Sharing, incident.may_agree(rules)),
        (Step::Agreement, talks.agreement.is_some()),
    ]
    .into_iter()
    .filter(|(_, done)| !done)
    .map(|(step, _)| Gap::Step(step))
    .collect()
}

fn money(incident: &Incident, rules: &Rules, request: &ClosureRequest) -> Vec<Gap> {
    let mut found = talks(incident, rules);
    if incident.settlement.is_none() {
        found.push(Gap::Step(Step::Settlement));
    }
    let (paid, received) = (incident.paid(), incident.received());
    if let Some(agreed) = incident.agreed().filter(|agreed| *agreed != paid && request.difference.trim().is_empty()) {
        found.push(Gap::Paid { agreed, paid });
    }
    if received != paid {
        found.push(Gap::Receipt { paid, received });
    }
    found
}

/// The agreement was signed on a 预填 or on a form filled in by hand; a signed 定稿 that comes back mends it.
fn signed_draft(case: &Case, incident: &Incident) -> Option<Gap> {
    let settlement = incident.settlement.as_ref()?;
    let paper = case.paper_named(&settlement.document).filter(|paper| !paper.is_final())?;
    case.sheet_signed_back(paper.sheet).is_none().then(|| Gap::NotFinal(paper.document.clone()))
}

/// L08, L09: cause and corrective entries of the graver grades.
fn correctives(incident: &Incident, rules: &Rules, request: &ClosureRequest) -> Vec<Gap> {
    let rows = &rules.incident;
    if !incident.grading.grade.is_some_and(|grade| rows.corrective_grades.contains(&grade)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if request.root_cause.trim().is_empty() {
        found.push(Gap::RootCause);
    }
    if incident.closure.correctives.is_empty() {
        found.push(Gap::Corrective);
    }
    if rows.corrective_verified {
        let open = incident.closure.correctives.iter().filter(|(id, _)| !incident.closure.is_effective(*id));
        found.extend(open.map(|(id, _)| Gap::Ineffective(id)));
    }
    found
}

fn lines_without_photo(incident: &Incident) -> Vec<Gap> {
    let bare = incident.losses.lines.iter().filter(|(_, line)| line.entry.photos.is_empty());
    bare.map(|(id, _)| Gap::LineWithoutPhoto(id)).collect()
}

/// Whether somebody was hurt, for screens that show part II of the loss list only then.
#[must_use]
pub fn is_bodily(case: &Case) -> bool {
    case.incident.as_deref().is_some_and(|incident| worst_injury(case, incident) != Injury::None)
}
