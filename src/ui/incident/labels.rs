//! The verb of every entry of the incident file.

use super::ask::Ask;
use crate::domain::incident::Subject;
use crate::t;
use crate::text::Texts;

impl Ask {
    /// The verb, for buttons.
    #[must_use]
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Self::Open => t!(texts, "incident-act-open"),
            Self::Arrival => t!(texts, "incident-act-arrival"),
            Self::Alert { after_visit: false } => t!(texts, "incident-act-alert"),
            Self::Alert { after_visit: true } => t!(texts, "incident-act-alert-again"),
            Self::Visit => t!(texts, "incident-act-visit"),
            Self::Official => t!(texts, "incident-act-official"),
            Self::Record => t!(texts, "incident-act-record"),
            Self::Checks => t!(texts, "incident-act-checks"),
            Self::Injured => t!(texts, "incident-act-injured"),
            Self::Casualty(None) => t!(texts, "incident-act-casualty"),
            Self::Grade => t!(texts, "incident-act-grade"),
            Self::File(..) => t!(texts, "incident-act-file"),
            Self::MoveFiling(..) => t!(texts, "incident-act-move"),
            Self::Describe(_) => t!(texts, "incident-act-describe"),
            Self::StrikeFiling(_) => t!(texts, "incident-act-unfile"),
            Self::LossLine(None) => t!(texts, "incident-act-line"),
            Self::InjuryLine(None) => t!(texts, "incident-act-injury-line"),
            Self::ConfirmLoss => t!(texts, "incident-act-confirm-loss"),
            Self::Casualty(Some(_))
            | Self::LossLine(Some(_))
            | Self::InjuryLine(Some(_))
            | Self::Option(Some(_))
            | Self::Pay(Some(_))
            | Self::Proposal(Some(_))
            | Self::Corrective(Some(_)) => t!(texts, "incident-act-correct"),
            Self::StrikeCasualty(_)
            | Self::StrikeLoss(_)
            | Self::StrikeInjury(_)
            | Self::StrikeOption(_)
            | Self::StrikePay(_)
            | Self::StrikeProposal(_)
            | Self::StrikeCorrective(_) => t!(texts, "incident-act-strike"),
            _ => self.money_label(texts),
        }
    }

    /// The verbs of insurer, talks, money and closure.
    fn money_label(self, texts: &Texts) -> String {
        match self {
            Self::InsurerReport => t!(texts, "incident-act-insurer-report"),
            Self::Survey => t!(texts, "incident-act-survey"),
            Self::Consent => t!(texts, "incident-act-consent"),
            Self::WithoutInsurer => t!(texts, "incident-act-without"),
            Self::Claim => t!(texts, "incident-act-claim"),
            Self::Assessed => t!(texts, "incident-act-assessed"),
            Self::InsurerRefused => t!(texts, "incident-act-insurer-refused"),
            Self::InsurerPaid => t!(texts, "incident-act-insurer-paid"),
            Self::Find => t!(texts, "incident-act-find"),
            Self::Share => t!(texts, "incident-act-share"),
            Self::Option(_) => t!(texts, "incident-act-option"),
            Self::EndDirectly => t!(texts, "incident-act-end"),
            Self::Agree => t!(texts, "incident-act-agree"),
            Self::Withdraw => t!(texts, "incident-act-withdraw"),
            Self::SignAgreement => t!(texts, "incident-act-sign-agreement"),
            Self::Pay(_) => t!(texts, "incident-act-pay"),
            Self::Receive => t!(texts, "incident-act-receive"),
            Self::Sign(Subject::Settlement) => t!(texts, "incident-act-sign-settlement"),
            Self::Sign(Subject::Payment) => t!(texts, "incident-act-sign-payment"),
            Self::Sign(Subject::Closure) => t!(texts, "incident-act-sign-closure"),
            Self::Corrective(_) => t!(texts, "incident-act-corrective"),
            Self::Proposal(_) => t!(texts, "incident-act-proposal"),
            Self::Archive => t!(texts, "incident-act-archive"),
            Self::Verify(_) => t!(texts, "incident-act-verify"),
            _ => t!(texts, "incident-act-request"),
        }
    }
}
