//! What can be entered into the incident file: the parts of each entry, and how they are read as a command.

use super::view::Section;
use super::{casualties, grade, opening, scene};
use crate::domain::decide::Reason;
use crate::domain::facts::FaultKind;
use crate::domain::incident::{IncidentCommand, IncidentReason};
use crate::domain::{Refusal, Stamp};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::dialogs::form::{Form, Slot};
use crate::ui::{Cx, say_lists};

/// One entry a person can make.
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
    /// A person hurt, or the corrected one with this number.
    Casualty(Option<u32>),
    StrikeCasualty(u32),
    /// D05: another grade than the proposed one.
    Grade,
}

/// The slot of a named field.
pub(super) const fn slot(name: &'static str) -> Slot {
    Slot::Entry(name, 0)
}

impl Ask {
    /// The section it belongs to.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::Open | Self::Arrival | Self::Alert { .. } | Self::Visit | Self::Official | Self::Checks => {
                Section::Scene
            }
            Self::Casualty(_) | Self::StrikeCasualty(_) => Section::Casualties,
            Self::Grade => Section::Grade,
        }
    }

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
            Self::Checks => t!(texts, "incident-act-checks"),
            Self::Casualty(None) => t!(texts, "incident-act-casualty"),
            Self::Casualty(Some(_)) => t!(texts, "incident-act-correct"),
            Self::StrikeCasualty(_) => t!(texts, "incident-act-strike"),
            Self::Grade => t!(texts, "incident-act-grade"),
        }
    }

    /// The parts with what is known already.
    pub(super) fn form(self, cx: &Cx<'_>, file: &CaseFile) -> Form {
        let parts = match self {
            Self::Open => opening::parts(cx, file),
            Self::Arrival | Self::Alert { .. } | Self::Visit | Self::Official | Self::Checks => {
                scene::parts(self, cx, file)
            }
            Self::Casualty(_) | Self::StrikeCasualty(_) => casualties::parts(self, cx, file),
            Self::Grade => grade::parts(cx, file),
        };
        Form { parts }
    }

    /// Reads the form. `None` when something is missing or wrong; the parts then say what.
    pub(super) fn command(self, form: &mut Form, cx: &Cx<'_>) -> Option<IncidentCommand> {
        let missing = say_lists::fault_kind_text(cx.texts, FaultKind::Missing);
        form.check(&missing, &say_lists::fault_kind_text(cx.texts, FaultKind::NotADate));
        if form.is_wrong() {
            return None;
        }
        let command = match self {
            Self::Open => opening::read(form),
            Self::Arrival | Self::Alert { .. } | Self::Visit | Self::Official | Self::Checks => scene::read(self, form),
            Self::Casualty(_) | Self::StrikeCasualty(_) => casualties::read(self, form),
            Self::Grade => grade::read(form),
        };
        if command.is_none()
            && let Some(part) = form.parts.iter_mut().find(|part| part.required)
        {
            part.error = Some(missing);
        }
        command
    }
}

/// The fields a refusal may speak of, the nearest first. The entry marks the first one it has.
pub(super) fn concerns(refusal: &Refusal) -> &'static [&'static str] {
    match &refusal.reason {
        Reason::TextMissing(_) => &["reason"],
        Reason::NothingChanged => &["grade"],
        Reason::Incident(reason) => match reason {
            IncidentReason::NoKind => &["kinds"],
            IncidentReason::Blank(blank) => match blank.word() {
                "account" => &["account"],
                "person" => &["person"],
                "unit" => &["unit"],
                "reading" => &["reading"],
                "authority" => &["authority"],
                _ => &[],
            },
            IncidentReason::TimesOutOfOrder | IncidentReason::InTheFuture => &["at", "arrived", "reported"],
            IncidentReason::NotHurt => &["severity"],
            _ => &[],
        },
        _ => &[],
    }
}

/// The moment in a field that must have one; the form was checked before.
pub(super) fn moment(form: &Form, name: &'static str) -> Option<Stamp> {
    form.moment(slot(name))
}

/// The text of a field.
pub(super) fn text(form: &Form, name: &'static str) -> String {
    form.text(slot(name)).to_owned()
}
