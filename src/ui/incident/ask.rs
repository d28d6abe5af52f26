//! What can be entered into the incident file: each entry's section, parts, and how it is read as a command.

use super::fill::mark_unreadable;
use super::view::Section;
use super::{agreement, casualties, closing, evidence, grade, insurance, loss, opening, scene, talks};
use crate::domain::Refusal;
use crate::domain::decide::Reason;
use crate::domain::facts::FaultKind;
use crate::domain::incident::{IncidentCommand, IncidentReason, Slot as Place, Subject, TermsText};
use crate::store::CaseFile;
use crate::ui::dialogs::form::Form;
use crate::ui::{Cx, say_lists};

/// One entry a person can make. A number in it is that of the member which is corrected or struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// J01: the file itself.
    Open,
    Arrival,
    /// J03: a report at once, or again after the visit.
    Alert {
        after_visit: bool,
    },
    /// J04.
    Visit,
    Official,
    Checks,
    /// The rest of the site record (forms.md 1.2).
    Record,
    /// Form 2 R6.
    Injured,
    Casualty(Option<u32>),
    StrikeCasualty(u32),
    /// D05: another grade than the proposed one.
    Grade,
    /// J05: an attachment, by its place in the list of the case, into a slot.
    File(Place, Option<usize>),
    MoveFiling(u32, Option<Place>),
    Describe(u32),
    StrikeFiling(u32),
    /// J08.
    LossLine(Option<u32>),
    StrikeLoss(u32),
    InjuryLine(Option<u32>),
    StrikeInjury(u32),
    /// J13, second step.
    ConfirmLoss,
    InsurerReport,
    Survey,
    Consent,
    WithoutInsurer,
    Claim,
    Assessed,
    InsurerRefused,
    InsurerPaid,
    /// J12.
    Find,
    Share,
    Option(Option<u32>),
    StrikeOption(u32),
    EndDirectly,
    Agree,
    Withdraw,
    SignAgreement,
    Pay(Option<u32>),
    StrikePay(u32),
    Receive,
    Sign(Subject),
    Corrective(Option<u32>),
    StrikeCorrective(u32),
    Verify(u32),
    Request,
    /// Form 5 section 9.
    Proposal(Option<u32>),
    StrikeProposal(u32),
    /// Q02: where the closed file lies.
    Archive,
}

impl Ask {
    /// The section it belongs to.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::Open
            | Self::Arrival
            | Self::Alert { .. }
            | Self::Visit
            | Self::Official
            | Self::Checks
            | Self::Record
            | Self::Injured => Section::Scene,
            Self::Casualty(_) | Self::StrikeCasualty(_) => Section::Casualties,
            Self::Grade => Section::Grade,
            Self::File(..) | Self::MoveFiling(..) | Self::Describe(_) | Self::StrikeFiling(_) => Section::Evidence,
            Self::LossLine(_)
            | Self::StrikeLoss(_)
            | Self::InjuryLine(_)
            | Self::StrikeInjury(_)
            | Self::ConfirmLoss => Section::Loss,
            Self::InsurerReport
            | Self::Survey
            | Self::Consent
            | Self::WithoutInsurer
            | Self::Claim
            | Self::Assessed
            | Self::InsurerRefused
            | Self::InsurerPaid => Section::Insurance,
            Self::Find | Self::Share | Self::Option(_) | Self::StrikeOption(_) | Self::EndDirectly => Section::Talks,
            Self::Agree
            | Self::Withdraw
            | Self::SignAgreement
            | Self::Pay(_)
            | Self::StrikePay(_)
            | Self::Receive
            | Self::Sign(Subject::Settlement | Subject::Payment) => Section::Agreement,
            Self::Corrective(_)
            | Self::StrikeCorrective(_)
            | Self::Verify(_)
            | Self::Request
            | Self::Proposal(_)
            | Self::StrikeProposal(_)
            | Self::Archive
            | Self::Sign(Subject::Closure) => Section::Closing,
        }
    }

    /// The parts with what is known already.
    pub(super) fn form(self, cx: &Cx<'_>, file: &CaseFile) -> Form {
        let parts = match self.section() {
            Section::Scene if self == Self::Open => opening::parts(cx, file),
            Section::Scene => scene::parts(self, cx, file),
            Section::Casualties => casualties::parts(self, cx, file),
            Section::Grade => grade::parts(cx, file),
            Section::Evidence => evidence::parts(self, cx, file),
            Section::Loss => loss::parts(self, cx, file),
            Section::Insurance => insurance::parts(self, cx, file),
            Section::Talks => talks::parts(self, cx, file),
            Section::Agreement => agreement::parts(self, cx, file),
            Section::Closing => closing::parts(self, cx, file),
        };
        Form { parts }
    }

    /// Reads the form. `None` when something is missing or wrong; the parts then say what.
    pub(super) fn command(self, form: &mut Form, cx: &Cx<'_>, file: &CaseFile) -> Option<IncidentCommand> {
        let missing = say_lists::fault_kind_text(cx.texts, FaultKind::Missing);
        form.check(&missing, &say_lists::fault_kind_text(cx.texts, FaultKind::NotADate));
        mark_unreadable(form, cx.texts);
        if form.is_wrong() {
            return None;
        }
        let command = match self.section() {
            Section::Scene if self == Self::Open => opening::read(form),
            Section::Scene => scene::read(self, form),
            Section::Casualties => casualties::read(self, form),
            Section::Grade => grade::read(form),
            Section::Evidence => evidence::read(self, form, (cx, file)),
            Section::Loss => loss::read(self, form),
            Section::Insurance => insurance::read(self, form),
            Section::Talks => talks::read(self, form),
            Section::Agreement => agreement::read(self, form),
            Section::Closing => closing::read(self, form),
        };
        if command.is_none()
            && !form.is_wrong()
            && let Some(part) = form.parts.iter_mut().find(|part| part.required)
        {
            part.error = Some(missing);
        }
        command
    }
}

/// The fields a refusal may speak of, the nearest first. The entry marks the first one it has.
pub(super) fn concerns(refusal: &Refusal) -> &'static [&'static str] {
    let Reason::Incident(reason) = &refusal.reason else {
        return match &refusal.reason {
            Reason::TextMissing(_) => &["reason", "opinion"],
            Reason::NothingChanged => &["grade"],
            _ => &[],
        };
    };
    match reason {
        IncidentReason::NoKind => &["kinds"],
        IncidentReason::Blank(blank) => blamed_blank(blank.word()),
        IncidentReason::TimesOutOfOrder | IncidentReason::InTheFuture => {
            &["bought", "at", "taken", "arrived", "reported"]
        }
        IncidentReason::NotHurt => &["severity"],
        IncidentReason::AlreadyFiled(_) | IncidentReason::NotAPhoto => &["place"],
        IncidentReason::NotAttached => &["attachment"],
        IncidentReason::NoSuchEntry(_) => &["photos"],
        IncidentReason::NotClaimable
        | IncidentReason::MoreThanAssessed { .. }
        | IncidentReason::MoreThanAgreed { .. }
        | IncidentReason::MoreThanPaid { .. }
        | IncidentReason::LessThanReceived { .. } => &["fen_amount"],
        IncidentReason::SharesNotWhole(_) => &["count_share"],
        IncidentReason::PartsNotWhole { .. } => &["fen_product", "fen_property", "fen_injury", "fen_costs"],
        IncidentReason::OutsideBand(_) => &["fen_amount"],
        IncidentReason::KeptTooShort(_) => &["keep_until"],
        IncidentReason::NotTheLoss { .. } => &["fen_share"],
        IncidentReason::ForbiddenWording { place, .. } => blamed_terms(*place),
        IncidentReason::NotFinal(_) => &["document"],
        IncidentReason::TooLong { .. } => &["summary"],
        IncidentReason::Copies { .. } => &["count_copies"],
        IncidentReason::NotASigner(_) | IncidentReason::AlreadySigned(_) | IncidentReason::WaitsFor(_) => &["post"],
        IncidentReason::SamePerson => &["person"],
        _ => &[],
    }
}

/// The box of the agreement, or of the finding, in which a text of form 4 is typed.
pub(super) const fn blamed_terms(place: TermsText) -> &'static [&'static str] {
    match place {
        TermsText::Terms => &["terms"],
        TermsText::Summary => &["summary"],
        TermsText::Grounds => &["grounds"],
        TermsText::Reason => &["reason"],
        TermsText::Otherwise => &["otherwise"],
        TermsText::LateRate => &["late_rate"],
        TermsText::KeepUntil => &["keep_until"],
        TermsText::KeepReason => &["keep_reason"],
        TermsText::Agency => &["agency"],
        TermsText::Report => &["report"],
    }
}

/// The fields that may hold what an entry lacks.
fn blamed_blank(word: &str) -> &'static [&'static str] {
    match word {
        "account" => &["account", "text", "note", "summary"],
        "person" => &["person", "party"],
        "unit" => &["unit", "insurer"],
        "reading" => &["reading"],
        "authority" => &["authority"],
        "relation" => &["relations"],
        "caption" => &["caption"],
        "spot" => &["count_spot"],
        "name" => &["name"],
        "goods" => &["goods"],
        "bought" => &["bought"],
        "basis" => &["basis"],
        "report_number" => &["number"],
        "document" => &["document"],
        "voucher" => &["voucher"],
        "grounds" => &["grounds", "why"],
        "clause" => &["clause"],
        "archive_number" => &["number"],
        "pages" => &["count_pages"],
        "keep_reason" => &["keep_reason"],
        "payee" => &["payee"],
        "terms" => &["terms"],
        "cause" => &["cause"],
        "countermeasure" => &["countermeasure"],
        "owner" => &["owner"],
        "next_look" => &["again"],
        _ => &[],
    }
}
