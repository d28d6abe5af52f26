//! The insurer's ledger: reported, surveyed, consent, claimed, assessed, paid, and what is left (M3, M4; law.md 3.5).

use super::talks::Party;
use super::{Blank, Incident, IncidentReason, need, refuse};
use crate::domain::decide::{Reason, Refusal, Wording};
use crate::domain::money::Fen;
use crate::domain::rules::Rules;
use crate::domain::time::Stamp;
use crate::domain::words::words;

/// The report to the insurer (M3; form 2 R21, R22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsurerReport {
    pub insurer: String,
    pub policy: String,
    /// The number the insurer gave.
    pub number: String,
    pub at: Stamp,
}

/// The insurer's survey on site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    pub at: Stamp,
    pub surveyor: String,
    pub phone: String,
    pub note: String,
}

/// The insurer's written consent to settle (law.md item 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub at: Stamp,
    pub person: String,
    pub document: String,
}

/// What the insurer holds the loss to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsurerAssessment {
    pub amount: Fen,
    pub at: Stamp,
    pub document: String,
}

/// Money from the insurer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsurerPayment {
    pub amount: Fen,
    pub at: Stamp,
    pub voucher: String,
    /// Straight to the injured party; otherwise to us after we have paid (insurance law, art. 65).
    pub direct: bool,
}

/// One entry of the ledger: asked for by a command and recorded as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsurerEntry {
    Report(InsurerReport),
    Survey(Survey),
    Consent(Consent),
    /// Settled without the insurer, with the reason.
    Without {
        reason: String,
    },
    /// The papers of the claim are with the insurer (M4).
    Claim {
        amount: Fen,
        at: Stamp,
    },
    Assessed(InsurerAssessment),
    Refused {
        at: Stamp,
        reason: String,
    },
    Paid(InsurerPayment),
}

words! {
    /// How the report to the insurer stands against its limits (T20; law.md 3.5).
    pub enum ReportDelay {
        InTime = "in_time",
        Late = "late",
        /// So late that it goes to a superior.
        Raised = "raised",
    }
}

/// What is known of the insurance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Insurance {
    pub report: Option<InsurerReport>,
    pub surveys: Vec<Survey>,
    pub consent: Option<Consent>,
    /// Why the insurer is left out.
    pub without: Option<String>,
    pub claim: Option<(Fen, Stamp)>,
    pub assessed: Option<InsurerAssessment>,
    pub refused: Option<(Stamp, String)>,
    pub payments: Vec<InsurerPayment>,
}

/// The ledger in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ledger {
    /// Assessed loss of the list.
    pub loss: Fen,
    pub claimed: Fen,
    pub assessed: Fen,
    pub received: Fen,
    /// Assessed and not yet received.
    pub outstanding: Fen,
    /// What we have paid beyond what came back: borne by us so far.
    pub gap: Fen,
}

impl Insurance {
    /// Whether the insurer was told and is not left out.
    #[must_use]
    pub const fn is_through_insurer(&self) -> bool {
        self.report.is_some() && self.without.is_none()
    }

    /// Whether somebody answered for the insurer: its consent, or the reason why it is left out (forms.md 1.4).
    #[must_use]
    pub const fn is_cleared(&self) -> bool {
        self.consent.is_some() || self.without.is_some()
    }

    fn received(&self) -> Fen {
        sum(self.payments.iter().map(|payment| payment.amount))
    }

    pub(super) fn apply(&mut self, entry: &InsurerEntry) {
        match entry {
            InsurerEntry::Report(report) => {
                self.report = Some(report.clone());
                self.without = None;
            }
            InsurerEntry::Survey(survey) => self.surveys.push(survey.clone()),
            InsurerEntry::Consent(consent) => self.consent = Some(consent.clone()),
            InsurerEntry::Without { reason } => self.without = Some(reason.clone()),
            InsurerEntry::Claim { amount, at } => self.claim = Some((*amount, *at)),
            InsurerEntry::Assessed(assessment) => {
                self.assessed = Some(assessment.clone());
                self.refused = None;
            }
            InsurerEntry::Refused { at, reason } => self.refused = Some((*at, reason.clone())),
            InsurerEntry::Paid(payment) => self.payments.push(payment.clone()),
        }
    }
}

/// Amounts were checked when they were entered, so a sum that overflows would need millions of them.
pub(super) fn sum(amounts: impl Iterator<Item = Fen>) -> Fen {
    Fen::total(amounts).unwrap_or(Fen(i64::MAX))
}

impl Incident {
    /// The insurer's ledger in figures.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let insurance = &self.insurance;
        let received = insurance.received();
        let to_us = sum(insurance.payments.iter().filter(|payment| !payment.direct).map(|payment| payment.amount));
        let assessed = insurance.assessed.as_ref().map(|assessed| assessed.amount).unwrap_or_default();
        Ledger {
            loss: self.losses.totals().all.assessed,
            claimed: insurance.claim.map(|(amount, _)| amount).unwrap_or_default(),
            assessed,
            received,
            outstanding: assessed.checked_sub(received).unwrap_or_default(),
            gap: self.paid().checked_sub(to_us).unwrap_or_default(),
        }
    }

    /// How the report to the insurer stands, counted from the first report of the incident to the insurer's, or to `now`
    /// while it is owed; `None` where nothing was reported and nothing needs to be (M3, T20).
    #[must_use]
    pub fn report_delay(&self, loss: Fen, rules: &Rules, now: Stamp) -> Option<ReportDelay> {
        let told = self.insurance.report.as_ref().map(|report| report.at);
        let until = told.or_else(|| self.insurer_waits(loss, rules).then_some(now))?;
        let minutes = self.opening.minutes_until(until);
        let limits = &rules.incident.insurer;
        Some(if minutes > limits.report_raised_minutes {
            ReportDelay::Raised
        } else if minutes > limits.report_late_minutes {
            ReportDelay::Late
        } else {
            ReportDelay::InTime
        })
    }

    /// Whether the insurer must be told at once: loss above the threshold, nothing reported, not left out (M3).
    #[must_use]
    pub fn insurer_waits(&self, loss: Fen, rules: &Rules) -> bool {
        rules.money.insurer_above.is_some_and(|most| loss > most)
            && self.insurance.report.is_none()
            && self.insurance.without.is_none()
    }
}

pub(super) fn check(incident: &Incident, entry: &InsurerEntry, rules: &Rules, now: Stamp) -> Result<(), Refusal> {
    let insurance = &incident.insurance;
    match entry {
        InsurerEntry::Report(report) => {
            need("M3", &report.insurer, Blank::Unit)?;
            need("M3", &report.number, Blank::ReportNumber)?;
            between(incident.opening.happened_at, report.at, now)
        }
        InsurerEntry::Without { reason } if reason.trim().is_empty() => {
            Err(Refusal { rule: "M3".into(), reason: Reason::TextMissing(Wording::Reason) })
        }
        InsurerEntry::Without { .. } => Ok(()),
        // Everything else answers a report.
        _ => match &insurance.report {
            None => refuse("M3", IncidentReason::NotReported),
            Some(report) => after_report(incident, report.at, entry, (rules, now)),
        },
    }
}

fn after_report(
    incident: &Incident,
    reported: Stamp,
    entry: &InsurerEntry,
    (rules, now): (&Rules, Stamp),
) -> Result<(), Refusal> {
    match entry {
        InsurerEntry::Survey(survey) => {
            need("M3", &survey.surveyor, Blank::Person)?;
            between(reported, survey.at, now)
        }
        InsurerEntry::Consent(consent) => {
            need("M3", &consent.person, Blank::Person)?;
            need("M3", &consent.document, Blank::Document)?;
            between(reported, consent.at, now)
        }
        InsurerEntry::Claim { amount, at } => {
            claimable(incident, *amount, rules)?;
            between(reported, *at, now)
        }
        InsurerEntry::Assessed(assessment) => {
            need("M4", &assessment.document, Blank::Document)?;
            positive(assessment.amount)?;
            between(reported, assessment.at, now)
        }
        InsurerEntry::Refused { at, reason } => {
            need("M4", reason, Blank::Account)?;
            between(reported, *at, now)
        }
        InsurerEntry::Paid(payment) => {
            payable(incident, payment)?;
            between(reported, payment.at, now)
        }
        InsurerEntry::Report(_) | InsurerEntry::Without { .. } => Ok(()),
    }
}

/// M4: our product must be liable and the confirmed loss above the threshold; no more than the loss is claimed.
fn claimable(incident: &Incident, amount: Fen, rules: &Rules) -> Result<(), Refusal> {
    positive(amount)?;
    let liable = incident.talks.finding.as_ref().is_some_and(|finding| finding.share_of(Party::Company) > 0);
    let Some(confirmed) = incident.losses.confirmed.as_ref().filter(|_| liable) else {
        return refuse("M4", IncidentReason::NotClaimable);
    };
    if rules.money.claim_above.is_some_and(|most| confirmed.assessed <= most) || amount > confirmed.assessed {
        return refuse("M4", IncidentReason::NotClaimable);
    }
    Ok(())
}

/// The insurer pays what it assessed; to us only after we have paid (insurance law, art. 65).
fn payable(incident: &Incident, payment: &InsurerPayment) -> Result<(), Refusal> {
    positive(payment.amount)?;
    need("M4", &payment.voucher, Blank::Voucher)?;
    if !payment.direct && incident.payments.is_empty() {
        return refuse("M4", IncidentReason::WeHaveNotPaid);
    }
    let ledger = incident.ledger();
    if payment.amount > ledger.outstanding {
        return refuse("M4", IncidentReason::MoreThanAssessed { assessed: ledger.assessed, paid: ledger.received });
    }
    Ok(())
}

fn positive(amount: Fen) -> Result<(), Refusal> {
    if amount.0 > 0 { Ok(()) } else { refuse("M4", IncidentReason::BadFigure) }
}

fn between(earliest: Stamp, at: Stamp, now: Stamp) -> Result<(), Refusal> {
    if at < earliest {
        refuse("M3", IncidentReason::TimesOutOfOrder)
    } else if at > now {
        refuse("M3", IncidentReason::InTheFuture)
    } else {
        Ok(())
    }
}
