//! Why the incident file refuses an entry, and what would satisfy it.

use crate::domain::incident::IncidentReason;
use crate::t;
use crate::text::Texts;

/// What the row forbids and what to do.
pub(super) fn incident_refusal(texts: &Texts, reason: &IncidentReason, rule: &str) -> String {
    match reason {
        IncidentReason::NotOpen => t!(texts, "refused-incident-not-open", rule = rule),
        IncidentReason::AlreadyOpen => t!(texts, "refused-incident-already-open", rule = rule),
        IncidentReason::NoKind => t!(texts, "refused-incident-no-kind", rule = rule),
        IncidentReason::Blank(blank) => {
            t!(texts, "refused-text-missing", text = texts.name("incident-blank", blank.word()), rule = rule)
        }
        IncidentReason::TimesOutOfOrder => t!(texts, "refused-incident-times", rule = rule),
        IncidentReason::InTheFuture => t!(texts, "refused-incident-future", rule = rule),
        IncidentReason::NoSuchEntry(id) => t!(texts, "refused-incident-no-entry", id = *id, rule = rule),
        IncidentReason::NotVisited => t!(texts, "refused-incident-not-visited", rule = rule),
        IncidentReason::NotHurt => t!(texts, "refused-incident-not-hurt", rule = rule),
        IncidentReason::GradeInFile => t!(texts, "refused-incident-grade-in-file", rule = rule),
    }
}
