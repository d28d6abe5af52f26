//! Why an incident command is not carried out.

use crate::domain::decide::{Reason, Refusal};
use crate::domain::words::words;

words! {
    /// What an entry of the incident file can lack.
    pub enum Blank {
        Account = "account",
        Person = "person",
        Unit = "unit",
        Reading = "reading",
        Authority = "authority",
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
}

pub(super) fn refuse<T>(rule: &'static str, reason: IncidentReason) -> Result<T, Refusal> {
    Err(Refusal { rule, reason: Reason::Incident(reason) })
}

/// That `text` says something.
pub(super) fn need(rule: &'static str, text: &str, blank: Blank) -> Result<(), Refusal> {
    if text.trim().is_empty() { refuse(rule, IncidentReason::Blank(blank)) } else { Ok(()) }
}
