//! Loss, insurance, talks, money and closure in the history of a case.

use super::deadlines::date_time;
use super::history::lines;
use super::incident::{change_line, reason_of};
use super::values::{join, money};
use crate::domain::incident::closure::{ClosureEntry, Signature};
use crate::domain::incident::insurance::InsurerPayment;
use crate::domain::incident::talks::{Finding, Talk};
use crate::domain::incident::{Agreement, EvidenceChange, InjuryLine, InsurerEntry, LossLine, SettlementEntry};
use crate::domain::{Fen, Stamp};
use crate::t;
use crate::text::Texts;
use crate::text::say::full_day;

pub(super) fn evidence_line(texts: &Texts, change: &EvidenceChange) -> String {
    let slot = |slot: crate::domain::incident::Slot| texts.name("evidence-slot", slot.word());
    match change {
        EvidenceChange::File(filing) => {
            let caption = filing.caption.as_str();
            t!(texts, "event-incident-evidence-filed", slot = slot(filing.slot), caption = caption)
        }
        EvidenceChange::Move { id, slot: to, .. } => {
            t!(texts, "event-incident-evidence-moved", id = *id, slot = slot(*to))
        }
        EvidenceChange::Describe { id, .. } => t!(texts, "event-incident-evidence-described", id = *id),
        EvidenceChange::Strike { id, .. } => t!(texts, "event-incident-evidence-struck", id = *id),
    }
}

pub(super) fn evidence_detail(texts: &Texts, at: Stamp, change: &EvidenceChange) -> String {
    match change {
        EvidenceChange::File(filing) => {
            let aspect = filing.aspect.map(|aspect| texts.name("aspect", aspect.word())).unwrap_or_default();
            let taken = filing.taken_at.map(|taken| date_time(texts, at, taken)).unwrap_or_default();
            lines([aspect, taken, filing.by.clone()])
        }
        EvidenceChange::Move { aspect, .. } => {
            aspect.map(|aspect| texts.name("aspect", aspect.word())).unwrap_or_default()
        }
        EvidenceChange::Describe { caption, .. } => caption.clone(),
        EvidenceChange::Strike { reason, .. } => reason.clone(),
    }
}

pub(super) fn loss_line(texts: &Texts, line: &LossLine) -> String {
    t!(texts, "event-incident-line", name = line.entry.name.as_str(), amount = money(texts, line.assessed))
}

pub(super) fn loss_detail(texts: &Texts, line: &LossLine) -> String {
    let (claimed, formula) = (money(texts, line.entry.claimed), money(texts, line.by_formula));
    lines([t!(texts, "event-incident-line-detail", claimed = claimed, formula = formula), line.entry.reason.clone()])
}

pub(super) fn injury_line(texts: &Texts, line: &InjuryLine) -> String {
    let item = texts.name("injury-item", line.item.word());
    t!(texts, "event-incident-injury-line", item = item, amount = money(texts, line.assessed))
}

pub(super) fn injury_detail(texts: &Texts, line: &InjuryLine) -> String {
    lines([t!(texts, "event-incident-claimed", claimed = money(texts, line.claimed)), line.basis.clone()])
}

pub(super) fn insurer_line(texts: &Texts, entry: &InsurerEntry) -> String {
    let sum = |amount: &Fen| money(texts, *amount);
    match entry {
        InsurerEntry::Report(report) => {
            let (insurer, number) = (report.insurer.as_str(), report.number.as_str());
            t!(texts, "event-incident-insurer-report", insurer = insurer, number = number)
        }
        InsurerEntry::Survey(_) => t!(texts, "event-incident-insurer-survey"),
        InsurerEntry::Consent(_) => t!(texts, "event-incident-insurer-consent"),
        InsurerEntry::Without { .. } => t!(texts, "event-incident-insurer-without"),
        InsurerEntry::Claim { amount, .. } => t!(texts, "event-incident-insurer-claim", amount = sum(amount)),
        InsurerEntry::Assessed(assessed) => {
            t!(texts, "event-incident-insurer-assessed", amount = sum(&assessed.amount))
        }
        InsurerEntry::Refused { .. } => t!(texts, "event-incident-insurer-refused"),
        InsurerEntry::Paid(InsurerPayment { amount, direct: false, .. }) => {
            t!(texts, "event-incident-insurer-paid", amount = sum(amount))
        }
        InsurerEntry::Paid(InsurerPayment { amount, .. }) => {
            t!(texts, "event-incident-insurer-paid-direct", amount = sum(amount))
        }
    }
}

pub(super) fn insurer_detail(texts: &Texts, at: Stamp, entry: &InsurerEntry) -> String {
    let when = |then: Stamp| date_time(texts, at, then);
    match entry {
        InsurerEntry::Report(report) => when(report.at),
        InsurerEntry::Survey(survey) => {
            lines([survey.surveyor.clone(), survey.phone.clone(), when(survey.at), survey.note.clone()])
        }
        InsurerEntry::Consent(consent) => lines([consent.person.clone(), consent.document.clone(), when(consent.at)]),
        InsurerEntry::Without { reason } => reason.clone(),
        InsurerEntry::Claim { at, .. } => when(*at),
        InsurerEntry::Assessed(assessed) => lines([assessed.document.clone(), when(assessed.at)]),
        InsurerEntry::Refused { at, reason } => lines([reason.clone(), when(*at)]),
        InsurerEntry::Paid(payment) => lines([payment.voucher.clone(), when(payment.at)]),
    }
}

pub(super) fn talk_line(texts: &Texts, entry: &Talk<Agreement>) -> String {
    match entry {
        Talk::Find(finding) => t!(texts, "event-incident-finding", shares = shares_text(texts, finding)),
        Talk::Share(shares) => {
            let part = |(bearer, amount): &(crate::domain::incident::talks::Bearer, Fen)| {
                let who = texts.name("bearer", bearer.word());
                t!(texts, "event-incident-part", who = who, amount = money(texts, *amount))
            };
            t!(texts, "event-incident-sharing", shares = join(texts, shares.iter().map(part)))
        }
        Talk::Option(change) => change_line(texts, "option", change, |option| {
            let remedy = texts.name("remedy", option.remedy.word());
            t!(texts, "event-incident-option", remedy = remedy, amount = money(texts, option.amount))
        }),
        Talk::Agree(agreement) => t!(texts, "event-incident-agreed", amount = money(texts, agreement.total)),
        Talk::Withdraw { .. } => t!(texts, "event-incident-withdrawn"),
        Talk::EndDirectly { way, .. } => {
            t!(texts, "event-incident-ended", way = texts.name("direct-way", way.word()))
        }
    }
}

/// Who answers, with the percent of each.
#[must_use]
pub fn shares_text(texts: &Texts, finding: &Finding) -> String {
    let share = |(party, percent): &(crate::domain::incident::Party, u32)| {
        t!(texts, "event-incident-share", who = texts.name("party", party.word()), percent = *percent)
    };
    join(texts, finding.shares.iter().map(share))
}

pub(super) fn talk_detail(texts: &Texts, entry: &Talk<Agreement>) -> String {
    match entry {
        Talk::Find(finding) => lines([finding.grounds.clone(), finding.document.clone()]),
        Talk::Share(_) => String::new(),
        Talk::Option(change) => {
            lines([reason_of(change), change.member().map(|option| option.text.clone()).unwrap_or_default()])
        }
        Talk::Agree(agreement) => lines([parts(texts, agreement), agreement.entry.reduction_reason.clone()]),
        Talk::Withdraw { reason } => reason.clone(),
        Talk::EndDirectly { text, .. } => text.clone(),
    }
}

fn parts(texts: &Texts, agreement: &Agreement) -> String {
    t!(
        texts,
        "event-incident-agreed-parts",
        property = money(texts, agreement.property),
        injury = money(texts, agreement.injury),
        other = money(texts, agreement.other),
        refund = money(texts, agreement.entry.refund),
        reduction = money(texts, agreement.entry.reduction)
    )
}

pub(super) fn settlement_line(texts: &Texts, entry: &SettlementEntry) -> String {
    match entry {
        SettlementEntry::Sign(settlement) => {
            t!(texts, "event-incident-signed", document = settlement.document.as_str())
        }
        SettlementEntry::Pay(change) => change_line(texts, "payment", change, |payment| {
            t!(texts, "event-incident-payment", amount = money(texts, payment.amount))
        }),
        SettlementEntry::Receive(receipt) => {
            t!(texts, "event-incident-receipt", amount = money(texts, receipt.amount))
        }
    }
}

pub(super) fn settlement_detail(texts: &Texts, at: Stamp, entry: &SettlementEntry) -> String {
    match entry {
        SettlementEntry::Sign(settlement) => date_time(texts, at, settlement.signed_at),
        SettlementEntry::Pay(change) => {
            let voucher = |payment: &crate::domain::incident::Payment| {
                let number = t!(texts, "event-incident-voucher", voucher = payment.voucher.as_str());
                let parts = join(
                    texts,
                    payment.parts.iter().map(|(part, amount)| {
                        format!("{} {}", texts.name("loss-part", part.word()), money(texts, *amount))
                    }),
                );
                lines([texts.name("pay-way", payment.way.word()), number, date_time(texts, at, payment.at), parts])
            };
            lines([reason_of(change), change.member().map(voucher).unwrap_or_default()])
        }
        SettlementEntry::Receive(receipt) => lines([receipt.document.clone(), date_time(texts, at, receipt.at)]),
    }
}

pub(super) fn closure_line(texts: &Texts, entry: &ClosureEntry) -> String {
    match entry {
        ClosureEntry::Sign(Signature { subject, post, agrees, .. }) => {
            let (post, subject) = (texts.name("signer", post.word()), texts.name("approval", subject.word()));
            if *agrees {
                t!(texts, "event-incident-approved", post = post, subject = subject)
            } else {
                t!(texts, "event-incident-sent-back", post = post, subject = subject)
            }
        }
        ClosureEntry::Corrective(change) => change_line(texts, "corrective", change, |corrective| {
            t!(texts, "event-incident-corrective", owner = corrective.owner.as_str())
        }),
        ClosureEntry::Verify { id, found } if found.effective => t!(texts, "event-incident-effective", id = *id),
        ClosureEntry::Verify { id, .. } => t!(texts, "event-incident-ineffective", id = *id),
        ClosureEntry::Request(_) => t!(texts, "event-incident-request"),
        ClosureEntry::Proposal(change) => change_line(texts, "proposal", change, |proposal| {
            t!(
                texts,
                "event-incident-proposal",
                person = proposal.person.as_str(),
                amount = money(texts, proposal.amount)
            )
        }),
        ClosureEntry::Archive(archive) => t!(texts, "event-incident-archive", number = archive.number.as_str()),
    }
}

pub(super) fn closure_detail(texts: &Texts, at: Stamp, entry: &ClosureEntry) -> String {
    match entry {
        ClosureEntry::Sign(signature) => lines([signature.who.clone(), signature.opinion.clone()]),
        ClosureEntry::Corrective(change) => {
            let member = |corrective: &crate::domain::incident::Corrective| {
                let due = t!(texts, "event-incident-corrective-due", when = date_time(texts, at, corrective.due));
                let covers = join(texts, corrective.covers.iter().cloned());
                let covers = if covers.is_empty() { covers } else { t!(texts, "incident-covered", numbers = covers) };
                let (problem, cause) = (corrective.problem.clone(), corrective.cause.clone());
                lines([problem, cause, corrective.countermeasure.clone(), due, covers])
            };
            lines([reason_of(change), change.member().map(member).unwrap_or_default()])
        }
        ClosureEntry::Verify { found, .. } => {
            let again = |then: Stamp| t!(texts, "event-incident-again", when = date_time(texts, at, then));
            lines([found.note.clone(), found.again.map(again).unwrap_or_default()])
        }
        ClosureEntry::Request(request) => {
            lines([request.summary.clone(), request.root_cause.clone(), request.difference.clone()])
        }
        ClosureEntry::Proposal(change) => {
            lines([reason_of(change), change.member().map(|proposal| proposal.reason.clone()).unwrap_or_default()])
        }
        ClosureEntry::Archive(archive) => lines([
            t!(texts, "incident-archived", pages = archive.pages, who = archive.archivist.as_str()),
            t!(texts, "incident-kept-until", day = full_day(archive.keep_until)),
        ]),
    }
}
