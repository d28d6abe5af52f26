//! What form 4 says besides its amounts: the parties, the way of paying, its free texts, and what speaks against them.

use super::talks::{Agreement, AgreementEntry, CauseMode, IdKind};
use super::{Incident, IncidentReason, need, refuse};
use crate::domain::decide::Refusal;
use crate::domain::identity::{ResidentId, is_card_number};
use crate::domain::money::Fen;
use crate::domain::words::words;
use chrono::NaiveDate;

/// Characters that the account of the incident may have in article 1.
pub const SUMMARY_MOST: usize = 300;
/// Who is younger is represented by a guardian (form 4).
const ADULT: u32 = 18;

/// A firm that is a party of the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Firm {
    /// Full registered name.
    pub name: String,
    /// Unified social credit code.
    pub code: String,
    pub representative: String,
    pub address: String,
    pub agent: String,
    pub phone: String,
}

/// What else the parties agreed (form 4); what nobody said is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Particulars {
    /// Party A where it is not the company: the outlet or dealer that is liable (000§4.2.3.4).
    pub payer: Firm,
    /// Party C, seller or service outlet: its name and code.
    pub third: Firm,
    /// Who acts for party B by a power of attorney.
    pub agent: String,
    /// Who signs for a party B under age.
    pub guardian: String,
    pub brand: String,
    /// Article 1; empty for the account of the first report.
    pub summary: String,
    /// Article 2: who wrote which paper on the cause, and its number.
    pub agency: String,
    pub report: String,
    pub report_number: String,
    /// Article 4: the machine given in exchange.
    pub new_model: String,
    pub new_barcode: String,
    /// Article 5: how it is paid where not into an account.
    pub pay_otherwise: String,
    /// Article 10: until when party B's data are kept: a day, or in words; empty for the words of the law.
    pub keep_until: String,
    /// Why they are kept until another day than the rule book leads to.
    pub keep_reason: String,
    /// Article 4: the losses the sum covers; empty for all of them.
    pub covers: Vec<Cover>,
    /// Article 11: what other insurers paid for the same loss; `None` while party B has not said.
    pub other_insurance: Option<Fen>,
}

words! {
    /// A free text of form 4, in the order in which they are read for forbidden wording.
    pub enum TermsText {
        Terms = "terms",
        /// Article 1.
        Summary = "summary",
        /// Article 2, from the finding.
        Grounds = "grounds",
        /// Why the total is reduced.
        Reason = "reason",
        /// Article 5: how it is paid.
        Otherwise = "otherwise",
        LateRate = "late_rate",
        /// Article 10.
        KeepUntil = "keep_until",
        /// Why it is another day than the rule book leads to.
        KeepReason = "keep_reason",
        /// Article 2: who wrote the paper on the cause, and what it is called.
        Agency = "agency",
        Report = "report",
    }
}

words! {
    /// A loss of article 3.
    pub enum Cover {
        Property = "property",
        Injury = "injury",
        Other = "other",
    }
}

words! {
    /// What a person should see before an agreement is signed; nothing of it stops the signing (forms.md 1.4).
    pub enum Caution {
        /// No money goes out.
        NoMoney = "no_money",
        /// More than 30 percent below the assessed loss: an agreement that can be set aside (Civil Code, art. 151).
        FarBelow = "far_below",
        OtherPayee = "other_payee",
        Minor = "minor",
        /// The account has the length of a bank card's and a wrong check digit; some passbooks do.
        CardNumber = "card_number",
    }
}

impl AgreementEntry {
    /// Whether party B is under age by the number of the identity card (form 4).
    #[must_use]
    pub fn is_minor(&self, today: NaiveDate) -> bool {
        let card = Some(&self.id_number).filter(|_| self.id_kind == IdKind::Resident);
        let card = card.and_then(|number| ResidentId::parse(number, today).ok());
        card.and_then(|card| today.years_since(card.birth)).is_some_and(|years| years < ADULT)
    }

    /// Whether somebody else than party B receives the money.
    #[must_use]
    pub fn has_other_payee(&self) -> bool {
        self.payee.trim() != self.party.trim()
    }

    /// Article 1: the reviewed summary, until there is one the account of the first report.
    #[must_use]
    pub fn summary<'a>(&'a self, incident: &'a Incident) -> &'a str {
        let reviewed = self.particulars.summary.trim();
        if reviewed.is_empty() { incident.opening.account.trim() } else { reviewed }
    }

    /// Fewest copies: with a third party four, for each its own and one for the insurer (article 13).
    #[must_use]
    pub fn least_copies(&self) -> u32 {
        if self.particulars.third.name.trim().is_empty() { 2 } else { 4 }
    }

    /// Wording that no agreement may contain: the first text that has some, with all of it there (forms.md 1.4).
    #[must_use]
    pub fn forbidden(&self, incident: &Incident, words: &[String]) -> Option<(TermsText, Vec<String>)> {
        let told = &self.particulars;
        let grounds = incident.talks.finding.as_ref().filter(|_| self.cause == CauseMode::Agreed);
        let text = |place: TermsText| match place {
            TermsText::Terms => self.terms.as_str(),
            TermsText::Summary => self.summary(incident),
            TermsText::Grounds => grounds.map_or("", |finding| &finding.grounds),
            TermsText::Reason => &self.reduction_reason,
            TermsText::Otherwise => &told.pay_otherwise,
            TermsText::LateRate => &self.late_rate,
            TermsText::KeepUntil => &told.keep_until,
            TermsText::KeepReason => &told.keep_reason,
            TermsText::Agency => &told.agency,
            TermsText::Report => &told.report,
        };
        TermsText::ALL.iter().find_map(|place| {
            let there: Vec<String> =
                words.iter().filter(|word| text(*place).contains(word.as_str())).cloned().collect();
            (!there.is_empty()).then_some((*place, there))
        })
    }

    /// J14: what the words of form 4 must be before there is an agreement; `kept` is the day the retention leads to (Q02).
    pub(super) fn check_words(
        &self,
        incident: &Incident,
        words: &[String],
        kept: Option<NaiveDate>,
    ) -> Result<(), Refusal> {
        if let Some((place, words)) = self.forbidden(incident, words) {
            return refuse("J14", IncidentReason::ForbiddenWording { words, place });
        }
        let have = self.summary(incident).chars().count();
        if have > SUMMARY_MOST {
            return refuse("J14", IncidentReason::TooLong { have, most: SUMMARY_MOST });
        }
        let told = &self.particulars;
        let until = told.keep_until.trim();
        if !until.is_empty() && kept.is_some_and(|kept| until.parse() != Ok(kept)) {
            need("Q02", &told.keep_reason, super::Blank::KeepReason)?;
        }
        let least = self.least_copies();
        if !(least..=5).contains(&self.copies) {
            return refuse("J14", IncidentReason::Copies { least });
        }
        Ok(())
    }
}

impl Agreement {
    /// What to look at once more, in the order of [`Caution`].
    #[must_use]
    pub fn cautions(&self, today: NaiveDate) -> Vec<Caution> {
        let loss = Fen::total([self.property, self.injury, self.other]).unwrap_or_default();
        let far_below = i128::from(self.total.0) * 10 < i128::from(loss.0) * 7;
        let fits = |caution: &Caution| match caution {
            Caution::NoMoney => self.total.0 == 0,
            Caution::FarBelow => far_below,
            Caution::OtherPayee => self.entry.has_other_payee(),
            Caution::Minor => self.entry.is_minor(today),
            Caution::CardNumber => is_card_number(&self.entry.account) == Some(false),
        };
        Caution::ALL.iter().copied().filter(fits).collect()
    }
}
