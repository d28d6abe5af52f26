//! Signed, paid, received: the settlement and its money (J14, Q04; forms.md 1.4).

use super::insurance::sum;
use super::loss::LossPart;
use super::numbered::Change;
use super::rules::Gate;
use super::talks::Step;
use super::{Blank, Incident, IncidentReason, gaps, need, refuse};
use crate::domain::case::Case;
use crate::domain::decide::{Refusal, Setting};
use crate::domain::money::Fen;
use crate::domain::returned::Papers as _;
use crate::domain::time::Stamp;
use crate::domain::words::words;

/// Both sides have signed form 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub signed_at: Stamp,
    /// Number of the signed form.
    pub document: String,
}

words! {
    /// How money goes out.
    pub enum PayWay {
        Transfer = "transfer",
        Cash = "cash",
        Other = "other",
    }
}

/// Money to the injured party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub amount: Fen,
    pub at: Stamp,
    pub way: PayWay,
    pub voucher: String,
    pub payee: String,
    /// What it pays for; together the amount. Empty on entries from before parts were asked for.
    pub parts: Vec<(LossPart, Fen)>,
}

impl Payment {
    /// What of it goes to `part`; `None` where nobody said.
    #[must_use]
    pub fn of(&self, part: LossPart) -> Option<Fen> {
        if self.parts.is_empty() {
            return None;
        }
        Some(sum(self.parts.iter().filter(|(of, _)| *of == part).map(|(_, amount)| *amount)))
    }
}

/// The payee's receipt, signed after the money came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub amount: Fen,
    pub at: Stamp,
    pub document: String,
}

/// One entry of the settlement: asked for by a command and recorded as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettlementEntry {
    Sign(Settlement),
    /// A payment, its correction, or its voiding with the reason.
    Pay(Change<Payment>),
    Receive(Receipt),
}

impl Incident {
    /// Paid to the injured party so far.
    #[must_use]
    pub fn paid(&self) -> Fen {
        sum(self.payments.iter().map(|(_, payment)| payment.amount))
    }

    /// What was agreed for a part: assessed, with the product's price where it is refunded. A reduction belongs to no part
    /// alone, unless there is only one; `None` then, and without an agreement.
    #[must_use]
    pub fn agreed_for(&self, part: LossPart) -> Option<Fen> {
        let agreement = self.talks.agreement.as_ref()?;
        let totals = self.losses.totals();
        let before = |part: LossPart| {
            let refund = if part == LossPart::Product { agreement.entry.refund } else { Fen(0) };
            sum([totals.part(part).assessed, refund].into_iter())
        };
        if agreement.entry.reduction == Fen(0) {
            return Some(before(part));
        }
        let mut with = LossPart::ALL.iter().filter(|part| before(**part).0 > 0);
        match (with.next(), with.next()) {
            (Some(only), None) => Some(if *only == part { agreement.total } else { Fen(0) }),
            _ => None,
        }
    }

    /// What was paid for a part; `None` while a payment does not say, unless everything agreed has been paid.
    #[must_use]
    pub fn paid_for(&self, part: LossPart) -> Option<Fen> {
        let told: Option<Vec<Fen>> = self.payments.iter().map(|(_, payment)| payment.of(part)).collect();
        told.map(|amounts| sum(amounts.into_iter()))
            .or_else(|| self.agreed_for(part).filter(|_| self.agreed() == Some(self.paid())))
    }

    /// What is still to be paid, part by part; empty where that is not known.
    #[must_use]
    pub fn unpaid_parts(&self) -> Vec<(LossPart, Fen)> {
        let open = |part: LossPart| {
            let left = self.agreed_for(part)?.checked_sub(self.paid_for(part)?)?;
            (left.0 > 0).then_some((part, left))
        };
        LossPart::ALL.iter().filter_map(|part| open(*part)).collect()
    }

    /// Receipted so far.
    #[must_use]
    pub fn received(&self) -> Fen {
        sum(self.receipts.iter().map(|receipt| receipt.amount))
    }

    pub(super) fn apply_settlement(&mut self, entry: &SettlementEntry) {
        match entry {
            SettlementEntry::Sign(settlement) => self.settlement = Some(settlement.clone()),
            SettlementEntry::Pay(change) => self.payments.apply(change),
            SettlementEntry::Receive(receipt) => self.receipts.push(receipt.clone()),
        }
    }
}

pub(super) fn check(
    case: &Case,
    incident: &Incident,
    entry: &SettlementEntry,
    setting: &Setting<'_>,
) -> Result<(), Refusal> {
    match entry {
        SettlementEntry::Sign(settlement) => {
            if incident.settlement.is_some() {
                return refuse("J14", IncidentReason::AlreadySettled);
            }
            need("J14", &settlement.document, Blank::Document)?;
            if let Some(paper) = case.paper_named(&settlement.document).filter(|paper| !paper.is_final()) {
                return refuse("J14", IncidentReason::NotFinal(paper.document.clone()));
            }
            in_past(incident.opening.reported_at, settlement.signed_at, setting.now)?;
            let found = gaps::settlement(case, setting.rules, setting.now);
            if found.is_empty() { Ok(()) } else { refuse("J14", IncidentReason::Gaps(Gate::Settlement, found)) }
        }
        SettlementEntry::Pay(change) => check_payment(case, incident, change, setting),
        SettlementEntry::Receive(receipt) => {
            need("J14", &receipt.document, Blank::Document)?;
            let Some(first) = incident.payments.iter().map(|(_, payment)| payment.at).min() else {
                return refuse("J14", IncidentReason::StepFirst(Step::Payment));
            };
            in_past(first, receipt.at, setting.now)?;
            let open = incident.paid().checked_sub(incident.received()).unwrap_or_default();
            if receipt.amount.0 <= 0 || receipt.amount > open {
                return refuse("J14", IncidentReason::MoreThanPaid { paid: incident.paid() });
            }
            Ok(())
        }
    }
}

/// Q04: after the settlement and every signature for the payment; never more than was agreed.
fn check_payment(
    case: &Case,
    incident: &Incident,
    change: &Change<Payment>,
    setting: &Setting<'_>,
) -> Result<(), Refusal> {
    let (Some(settlement), Some(agreement)) = (&incident.settlement, &incident.talks.agreement) else {
        return refuse("J14", IncidentReason::StepFirst(Step::Settlement));
    };
    incident.payments.check("Q04", change)?;
    let id = match change {
        Change::Correct { id, .. } | Change::Strike { id, .. } => Some(*id),
        Change::Add(_) => None,
    };
    let before = id.and_then(|id| incident.payments.get(id)).map(|payment| payment.amount).unwrap_or_default();
    let after = change.member().map(|payment| payment.amount).unwrap_or_default();
    let paid = incident.paid().checked_sub(before).and_then(|rest| rest.checked_add(after)).unwrap_or(Fen(i64::MAX));
    if paid < incident.received() {
        return refuse("J14", IncidentReason::LessThanReceived { received: incident.received() });
    }
    let Some(payment) = change.member() else { return Ok(()) };
    need("Q04", &payment.voucher, Blank::Voucher)?;
    need("Q04", &payment.payee, Blank::Payee)?;
    in_past(settlement.signed_at, payment.at, setting.now)?;
    if payment.amount.0 <= 0 || paid > agreement.total {
        return refuse("Q04", IncidentReason::MoreThanAgreed { agreed: agreement.total });
    }
    let parts = sum(payment.parts.iter().map(|(_, amount)| *amount));
    if parts != payment.amount || payment.parts.iter().any(|(_, amount)| amount.0 <= 0) {
        return refuse("J14", IncidentReason::PartsNotWhole { parts, amount: payment.amount });
    }
    let found = gaps::payment(case, setting.rules);
    if found.is_empty() { Ok(()) } else { refuse("Q04", IncidentReason::Gaps(Gate::Payment, found)) }
}

fn in_past(earliest: Stamp, at: Stamp, now: Stamp) -> Result<(), Refusal> {
    if at < earliest {
        refuse("J14", IncidentReason::TimesOutOfOrder)
    } else if at > now {
        refuse("J14", IncidentReason::InTheFuture)
    } else {
        Ok(())
    }
}
