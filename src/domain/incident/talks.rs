//! The talks, in their order: responsibility, loss, sharing or options, agreement (J11-J14; b7).

use super::archive::proposed_until;
use super::insurance::sum;
use super::numbered::{Change, Numbered};
use super::terms::Particulars;
use super::{Blank, Incident, IncidentReason, need, refuse};
use crate::domain::decide::{Reason, Refusal, Setting, Wording};
use crate::domain::money::Fen;
use crate::domain::rules::Rules;
use crate::domain::stage::{IncidentGrade, Injury};
use crate::domain::words::words;

words! {
    /// Who answers for the incident (J12; form 2 R24).
    pub enum Party {
        User = "user",
        /// Dealer or service outlet.
        Dealer = "dealer",
        Company = "company",
        ThirdParty = "third_party",
        ForceMajeure = "force_majeure",
        /// Left open: settled by talks without a finding (form 5 R6).
        Undetermined = "undetermined",
    }
}

words! {
    /// A step of the talks; none opens before the one above it (J13).
    pub enum Step {
        Responsibility = "responsibility",
        Loss = "loss",
        Sharing = "sharing",
        Agreement = "agreement",
        Settlement = "settlement",
        Payment = "payment",
    }
}

/// Who answers, in whole percent (J12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Each party once; together 100.
    pub shares: Vec<(Party, u32)>,
    pub grounds: String,
    /// Name and number of the paper it rests on.
    pub document: String,
}

impl Finding {
    /// Percent of this party; 0 when it is not named.
    #[must_use]
    pub fn share_of(&self, party: Party) -> u32 {
        self.shares.iter().find(|(named, _)| *named == party).map_or(0, |(_, percent)| *percent)
    }
}

words! {
    /// Who bears a part of the loss (form 5 section 5).
    pub enum Bearer {
        Company = "company",
        Insurer = "insurer",
        Dealer = "dealer",
        User = "user",
        Other = "other",
    }
}

words! {
    /// What is done about the machine (form 4, article 4).
    pub enum Remedy {
        Repair = "repair",
        Exchange = "exchange",
        Refund = "refund",
        None = "none",
    }
}

words! {
    /// How the agreement words the cause (form 4, article 2).
    pub enum CauseMode {
        Report = "report",
        Agreed = "agreed",
        /// Left open; no admission.
        Open = "open",
    }
}

words! {
    /// What proves who party B is (form 4).
    pub enum IdKind {
        Resident = "resident",
        Passport = "passport",
        Other = "other",
    }
}

words! {
    /// Who takes what is left of the machine (form 4, article 6).
    pub enum Remains {
        Company = "company",
        User = "user",
    }
}

/// One way out that is put to the customer (J13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementOption {
    pub remedy: Remedy,
    pub amount: Fen,
    pub text: String,
}

/// The agreement as it is entered (form 4); its amounts come from the confirmed loss list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementEntry {
    pub party: String,
    pub id_kind: IdKind,
    pub id_number: String,
    /// Who receives the money.
    pub payee: String,
    /// Number of the power of attorney, where payee and party differ.
    pub payee_authority: String,
    /// Bank and account of the payee (form 4, article 5); empty until they are known.
    pub bank: String,
    pub account: String,
    pub remedy: Remedy,
    /// Price of the machine given back (form 4, article 4).
    pub refund: Fen,
    /// Taken off the loss by agreement; below zero adds to it.
    pub reduction: Fen,
    pub reduction_reason: String,
    pub cause: CauseMode,
    /// Open where nobody has said yet.
    pub remains: Option<Remains>,
    pub terms: String,
    /// Working days until it is paid.
    pub pay_days: u32,
    /// What each day of delay costs, in words.
    pub late_rate: String,
    /// Copies signed, 2 to 5.
    pub copies: u32,
    pub particulars: Particulars,
}

/// The agreement with its amounts: total = property + injury + other + refund − reduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub entry: AgreementEntry,
    pub property: Fen,
    pub injury: Fen,
    pub other: Fen,
    pub total: Fen,
}

words! {
    /// How an incident ends without money (M1, J11).
    pub enum DirectWay {
        Mediation = "mediation",
        Exchange = "exchange",
        Repair = "repair",
        /// J12: the user answers for it; it was explained.
        Explanation = "explanation",
    }
}

/// One entry of the talks; `A` is the agreement as entered in a command, with its amounts in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Talk<A> {
    /// J12.
    Find(Finding),
    /// Who bears how much; together the confirmed loss.
    Share(Vec<(Bearer, Fen)>),
    Option(Change<SettlementOption>),
    Agree(Box<A>),
    /// The agreement, or the end without money, falls; the talks are open again.
    Withdraw {
        reason: String,
    },
    /// M1, J11: closed by mediation or exchange, without money.
    EndDirectly {
        way: DirectWay,
        text: String,
    },
}

/// Where the talks stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talks {
    pub finding: Option<Finding>,
    pub sharing: Vec<(Bearer, Fen)>,
    pub options: Numbered<SettlementOption>,
    pub agreement: Option<Agreement>,
    /// Why the latest agreement fell.
    pub returned: Option<String>,
    pub ended: Option<(DirectWay, String)>,
}

impl Talks {
    pub(super) fn apply(&mut self, entry: &Talk<Agreement>) {
        match entry {
            Talk::Find(finding) => {
                self.finding = Some(finding.clone());
                // What was shared rested on the finding before.
                self.sharing.clear();
            }
            Talk::Share(shares) => self.sharing.clone_from(shares),
            Talk::Option(change) => self.options.apply(change),
            Talk::Agree(agreement) => {
                self.agreement = Some((**agreement).clone());
                self.returned = None;
            }
            Talk::Withdraw { reason } => self.fall(reason),
            Talk::EndDirectly { way, text } => self.ended = Some((*way, text.clone())),
        }
    }

    /// The agreement or the end without money falls, with its reason.
    pub(super) fn fall(&mut self, reason: &str) {
        self.agreement = None;
        self.ended = None;
        self.returned = Some(reason.to_owned());
    }
}

impl Incident {
    /// The next step of the talks that is open (J13); `None` once the agreed sum is paid or the matter ended directly.
    #[must_use]
    pub fn next_step(&self, rules: &Rules) -> Option<Step> {
        if self.talks.ended.is_some() {
            return None;
        }
        let agreed = self.talks.agreement.as_ref();
        Some(match agreed {
            _ if self.talks.finding.is_none() => Step::Responsibility,
            _ if self.losses.confirmed.is_none() => Step::Loss,
            None if !self.may_agree(rules) => Step::Sharing,
            None => Step::Agreement,
            Some(_) if self.settlement.is_none() => Step::Settlement,
            Some(agreement) if self.paid() < agreement.total => Step::Payment,
            Some(_) => return None,
        })
    }

    /// J13: a sharing, or options enough to choose from.
    #[must_use]
    pub fn may_agree(&self, rules: &Rules) -> bool {
        let options = u32::try_from(self.talks.options.len()).unwrap_or(u32::MAX);
        !self.talks.sharing.is_empty() || options >= rules.incident.options_at_least
    }

    /// M1: the field itself closes only what is small and hurt nobody; `worst` is the worst injury known.
    pub(super) fn is_too_grave(&self, worst: Injury) -> bool {
        worst != Injury::None || self.grading.grade > Some(IncidentGrade::GeneralSpecial)
    }

    /// That nothing has been agreed: what an agreement rests on does not change under it.
    pub(super) fn still_open(&self) -> Result<(), Refusal> {
        match (&self.talks.agreement, &self.talks.ended) {
            (Some(_), _) => refuse("J13", IncidentReason::AgreementStands),
            (None, Some(_)) => refuse("J11", IncidentReason::EndedDirectly),
            (None, None) => Ok(()),
        }
    }

    /// J13: money is talked of after responsibility and loss.
    fn after_loss(&self) -> Result<Fen, Refusal> {
        match (&self.talks.finding, &self.losses.confirmed) {
            (None, _) => refuse("J13", IncidentReason::StepFirst(Step::Responsibility)),
            (Some(_), None) => refuse("J13", IncidentReason::StepFirst(Step::Loss)),
            (Some(_), Some(confirmed)) => Ok(confirmed.assessed),
        }
    }
}

/// Decides on an entry of the talks; an agreement gets its amounts.
pub(super) fn decide(
    incident: &Incident,
    entry: Talk<AgreementEntry>,
    worst: Injury,
    setting: &Setting<'_>,
) -> Result<Talk<Agreement>, Refusal> {
    if let Talk::Withdraw { reason } = entry {
        return withdraw(incident, reason);
    }
    incident.still_open()?;
    Ok(match entry {
        Talk::Find(finding) => {
            check_finding(&finding)?;
            Talk::Find(finding)
        }
        Talk::Share(shares) => {
            let loss = incident.after_loss()?;
            check_sharing(&shares, loss)?;
            Talk::Share(shares)
        }
        Talk::Option(change) => {
            incident.after_loss()?;
            incident.talks.options.check("J13", &change)?;
            if let Some(option) = change.member() {
                need("J13", &option.text, Blank::Account)?;
                not_negative("J13", option.amount)?;
            }
            Talk::Option(change)
        }
        Talk::Agree(entry) => Talk::Agree(Box::new(agree(incident, *entry, setting)?)),
        Talk::EndDirectly { way, text } => {
            need("J11", &text, Blank::Account)?;
            if incident.talks.finding.is_none() {
                return refuse("J13", IncidentReason::StepFirst(Step::Responsibility));
            }
            if incident.is_too_grave(worst) {
                return refuse("M1", IncidentReason::TooGrave);
            }
            Talk::EndDirectly { way, text }
        }
        Talk::Withdraw { reason } => Talk::Withdraw { reason },
    })
}

fn withdraw(incident: &Incident, reason: String) -> Result<Talk<Agreement>, Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal { rule: "J13".into(), reason: Reason::TextMissing(Wording::Reason) });
    }
    if incident.settlement.is_some() {
        return refuse("J14", IncidentReason::AlreadySettled);
    }
    if incident.talks.agreement.is_none() && incident.talks.ended.is_none() {
        return refuse("J13", IncidentReason::StepFirst(Step::Agreement));
    }
    Ok(Talk::Withdraw { reason })
}

/// J12: each party once, with grounds, together 100 percent.
fn check_finding(finding: &Finding) -> Result<(), Refusal> {
    need("J12", &finding.grounds, Blank::Grounds)?;
    let parties = finding.shares.iter().map(|(party, _)| party);
    let twice =
        parties.enumerate().any(|(at, party)| finding.shares.iter().skip(at + 1).any(|(other, _)| other == party));
    let nothing = finding.shares.iter().any(|(_, percent)| *percent == 0);
    let total = finding.shares.iter().fold(0_u32, |total, (_, percent)| total.saturating_add(*percent));
    if twice || nothing || total != 100 { refuse("J12", IncidentReason::SharesNotWhole(total)) } else { Ok(()) }
}

fn check_sharing(shares: &[(Bearer, Fen)], loss: Fen) -> Result<(), Refusal> {
    for (_, amount) in shares {
        not_negative("J13", *amount)?;
    }
    let shared = sum(shares.iter().map(|(_, amount)| *amount));
    if shares.is_empty() || shared != loss {
        refuse("J13", IncidentReason::NotTheLoss { shared, loss })
    } else {
        Ok(())
    }
}

fn not_negative(rule: &'static str, amount: Fen) -> Result<(), Refusal> {
    if amount.0 < 0 { refuse(rule, IncidentReason::BadFigure) } else { Ok(()) }
}

fn agree(incident: &Incident, entry: AgreementEntry, setting: &Setting<'_>) -> Result<Agreement, Refusal> {
    let rules = setting.rules;
    incident.after_loss()?;
    if !incident.may_agree(rules) {
        return refuse("J13", IncidentReason::StepFirst(Step::Sharing));
    }
    need("J14", &entry.party, Blank::Person)?;
    need("J14", &entry.payee, Blank::Payee)?;
    entry.check_words(incident, &rules.incident.forbidden, proposed_until(rules, setting.now.date()))?;
    if entry.reduction.0 != 0 && entry.reduction_reason.trim().is_empty() {
        return Err(Refusal { rule: "J14".into(), reason: Reason::TextMissing(Wording::Reason) });
    }
    not_negative("J14", entry.refund)?;
    not_negative("J14", entry.particulars.other_insurance.unwrap_or_default())?;
    let totals = incident.losses.totals();
    let (property, injury, other) = (totals.property.assessed, totals.injury.assessed, totals.other.assessed);
    let parts = Fen::total([property, injury, other, entry.refund]);
    match parts.and_then(|parts| parts.checked_sub(entry.reduction)).filter(|total| total.0 >= 0) {
        Some(total) => Ok(Agreement { entry, property, injury, other, total }),
        None => refuse("J14", IncidentReason::BadFigure),
    }
}
