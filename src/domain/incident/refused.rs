//! Why an incident command is not carried out.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::closure::Post;
use super::gaps::Gap;
use super::rules::Gate;
use super::talks::Step;
use super::terms::TermsText;
use crate::domain::decide::{Reason, Refusal};
use crate::domain::money::Fen;
use crate::domain::policy::Incentive;
use crate::domain::words::words;

words! {
    /// What an entry of the incident file can lack.
    pub enum Blank {
        Account = "account",
        Person = "person",
        Unit = "unit",
        Reading = "reading",
        Authority = "authority",
        Relation = "relation",
        Caption = "caption",
        Spot = "spot",
        Name = "name",
        Goods = "goods",
        Bought = "bought",
        Basis = "basis",
        ReportNumber = "report_number",
        Document = "document",
        Voucher = "voucher",
        Grounds = "grounds",
        Payee = "payee",
        Terms = "terms",
        Cause = "cause",
        Countermeasure = "countermeasure",
        Owner = "owner",
        NextLook = "next_look",
        Clause = "clause",
        ArchiveNumber = "archive_number",
        Pages = "pages",
        KeepReason = "keep_reason",
    }
}

/// Why a command on the incident file is refused; the rule row stands beside it in the [`Refusal`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentReason {
    /// No incident file has been opened for this case.
    NotOpen,
    AlreadyOpen,
    /// J01: nothing says what happened.
    NoKind,
    /// An entry lacks something its row demands.
    Blank(Blank),
    TimesOutOfOrder,
    InTheFuture,
    /// No entry has this number, or it was struck.
    NoSuchEntry(u32),
    /// J03: the second report follows a visit.
    NotVisited,
    /// M6: a person who is not hurt is no casualty.
    NotHurt,
    /// D05: the grade of an open incident is decided in its file, with its reason.
    GradeInFile,
    /// J05: the file is not among the attachments of the case.
    NotAttached,
    NotAPhoto,
    /// The file is in that slot already, under this number.
    AlreadyFiled(u32),
    /// J05: an attachment in the evidence is taken out of its slot first.
    FiledAsEvidence(u32),
    /// J08: this line of the loss list names the picture.
    UsedByLine(u32),
    /// A quantity, share or amount that cannot be meant.
    BadFigure,
    /// J13: nothing stands on the loss list.
    NoLines,
    /// M3: the insurer has not been told yet.
    NotReported,
    /// M4: our product is not liable, or the confirmed loss is not above the threshold or below the claim.
    NotClaimable,
    /// The insurer pays us after we have paid (insurance law, art. 65).
    WeHaveNotPaid,
    MoreThanAssessed {
        assessed: Fen,
        paid: Fen,
    },
    /// J12: parties named twice or without a share, or not 100 percent together.
    SharesNotWhole(u32),
    /// J13: what is shared is not the confirmed loss.
    NotTheLoss {
        shared: Fen,
        loss: Fen,
    },
    /// J13: this step comes first.
    StepFirst(Step),
    /// J13: an agreement stands; it is withdrawn first.
    AgreementStands,
    /// J11: the matter has ended without money.
    EndedDirectly,
    /// M1: too grave, or somebody was hurt.
    TooGrave,
    AlreadySettled,
    /// J14: this paper is a 预填 or was filled in by hand; what is signed is the 定稿.
    NotFinal(String),
    /// Wording no agreement may contain.
    ForbiddenWording {
        words: Vec<String>,
        /// Where they stand.
        place: TermsText,
    },
    /// Form 4, article 1: more characters than it may have.
    TooLong {
        have: usize,
        most: usize,
    },
    /// Form 4, article 13: five copies at most, and so many at least.
    Copies {
        least: u32,
    },
    MoreThanAgreed {
        agreed: Fen,
    },
    MoreThanPaid {
        paid: Fen,
    },
    LessThanReceived {
        received: Fen,
    },
    /// Q04: the parts of a payment do not make it up.
    PartsNotWhole {
        parts: Fen,
        amount: Fen,
    },
    /// 000§5.3-5.4: the amount is not in the clause's band.
    OutsideBand(Box<Incentive>),
    /// Form 5 has room for so many.
    EnoughProposals,
    /// Q02: only a closed file is archived.
    NotClosed,
    /// Q02: the rule book keeps it at least until this day.
    KeptTooShort(NaiveDate),
    /// Nobody has asked to close.
    NotRequested,
    NotASigner(Post),
    AlreadySigned(Post),
    /// One person signs for one post.
    SamePerson,
    /// This post signs first.
    WaitsFor(Post),
    /// Everything the step lacks.
    Gaps(Gate, Vec<Gap>),
}

pub(super) fn refuse<T>(rule: &'static str, reason: IncidentReason) -> Result<T, Refusal> {
    Err(refusal(rule, reason))
}

/// A refusal by a row of the rule book.
pub(super) fn refusal(rule: impl Into<Cow<'static, str>>, reason: IncidentReason) -> Refusal {
    Refusal { rule: rule.into(), reason: Reason::Incident(reason) }
}

/// That `text` says something.
pub(super) fn need(rule: &'static str, text: &str, blank: Blank) -> Result<(), Refusal> {
    if text.trim().is_empty() { refuse(rule, IncidentReason::Blank(blank)) } else { Ok(()) }
}
