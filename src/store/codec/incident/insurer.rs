//! Entries of the insurer's ledger as stored.

use super::super::body::{Body, Stored};
use super::Read;
use crate::domain::incident::InsurerEntry;
use crate::domain::incident::insurance::{Consent, InsurerAssessment, InsurerPayment, InsurerReport, Survey};
use crate::store::StoreError;

pub(super) fn encode(entry: &InsurerEntry, out: &mut Body) -> &'static str {
    match entry {
        InsurerEntry::Report(report) => {
            out.text("insurer", &report.insurer).text("policy", &report.policy).text("number", &report.number);
            out.stamp("at", Some(report.at)).kind("incident_insurer_report")
        }
        InsurerEntry::Survey(survey) => {
            out.stamp("at", Some(survey.at)).text("surveyor", &survey.surveyor).text("phone", &survey.phone);
            out.text("note", &survey.note);
            "incident_insurer_survey"
        }
        InsurerEntry::Consent(consent) => {
            out.stamp("at", Some(consent.at)).text("person", &consent.person).text("document", &consent.document);
            "incident_insurer_consent"
        }
        InsurerEntry::Without { reason } => out.text("reason", reason).kind("incident_insurer_without"),
        InsurerEntry::Claim { amount, at } => {
            out.fen("amount", *amount).stamp("at", Some(*at)).kind("incident_insurer_claim")
        }
        InsurerEntry::Assessed(assessed) => {
            out.fen("amount", assessed.amount).stamp("at", Some(assessed.at)).text("document", &assessed.document);
            "incident_insurer_assessed"
        }
        InsurerEntry::Refused { at, reason } => {
            out.stamp("at", Some(*at)).text("reason", reason).kind("incident_insurer_refused")
        }
        InsurerEntry::Paid(payment) => {
            out.fen("amount", payment.amount).stamp("at", Some(payment.at)).text("voucher", &payment.voucher);
            out.flag("direct", payment.direct).kind("incident_insurer_paid")
        }
    }
}

pub(super) fn decode(body: &Stored<'_>) -> Read<InsurerEntry> {
    Ok(match body.kind {
        "incident_insurer_report" => InsurerEntry::Report(InsurerReport {
            insurer: body.text("insurer")?,
            policy: body.text("policy")?,
            number: body.text("number")?,
            at: body.instant("at")?,
        }),
        "incident_insurer_survey" => InsurerEntry::Survey(Survey {
            at: body.instant("at")?,
            surveyor: body.text("surveyor")?,
            phone: body.text("phone")?,
            note: body.text("note")?,
        }),
        "incident_insurer_consent" => InsurerEntry::Consent(Consent {
            at: body.instant("at")?,
            person: body.text("person")?,
            document: body.text("document")?,
        }),
        "incident_insurer_without" => InsurerEntry::Without { reason: body.text("reason")? },
        "incident_insurer_claim" => InsurerEntry::Claim { amount: body.fen("amount")?, at: body.instant("at")? },
        "incident_insurer_assessed" => InsurerEntry::Assessed(InsurerAssessment {
            amount: body.fen("amount")?,
            at: body.instant("at")?,
            document: body.text("document")?,
        }),
        "incident_insurer_refused" => InsurerEntry::Refused { at: body.instant("at")?, reason: body.text("reason")? },
        "incident_insurer_paid" => InsurerEntry::Paid(InsurerPayment {
            amount: body.fen("amount")?,
            at: body.instant("at")?,
            voucher: body.text("voucher")?,
            direct: body.flag("direct"),
        }),
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}
