//! Why something was refused or went wrong, and what to do about it.

use crate::domain::decide::{Reason, Wording};
use crate::domain::facts::Fault;
use crate::domain::policy::Name;
use crate::domain::{Field, Refusal, Rules};
use crate::store::StoreError;
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::say_lists::fault_kind_text;

use super::incident_refusals::incident_refusal;
use super::procedure::{Concerned, procedure_refusal};
use super::returned::return_refusal;
use super::values::field_name;

/// What is wrong with a typed value, for the line under its field.
#[must_use]
pub fn fault_text(texts: &Texts, fault: &Fault) -> String {
    fault_kind_text(texts, fault.kind)
}

/// As [`fault_text`] with the field named, for a list of faults.
#[must_use]
pub fn fault_line(texts: &Texts, fault: &Fault) -> String {
    t!(texts, "fault-line", field = field_name(texts, fault.field), fault = fault_text(texts, fault))
}

/// What a rule forbids, what would satisfy it, and which row it is.
#[must_use]
pub fn refusal_text(texts: &Texts, refusal: &Refusal) -> String {
    let rule = &*refusal.rule;
    match &refusal.reason {
        Reason::WrongStage { now } => {
            t!(texts, "refused-wrong-stage", stage = texts.name("stage", now.word()), rule = rule)
        }
        Reason::AlreadyClosed => t!(texts, "refused-already-closed", rule = rule),
        Reason::NotClosed => t!(texts, "refused-not-closed", rule = rule),
        Reason::TextMissing(which) => t!(texts, "refused-text-missing", text = wording(texts, *which), rule = rule),
        Reason::AlreadyWaiting => t!(texts, "refused-already-waiting", rule = rule),
        Reason::NotWaiting => t!(texts, "refused-not-waiting", rule = rule),
        Reason::NoExtensionLeft => t!(texts, "refused-no-extension-left", rule = rule),
        Reason::DeadlinePassed => t!(texts, "refused-deadline-passed", rule = rule),
        Reason::NotLater => t!(texts, "refused-not-later", rule = rule),
        Reason::NotApproved => t!(texts, "refused-not-approved", rule = rule),
        Reason::NotSigned { row, by, need } => {
            t!(texts, "refused-not-signed", row = row.as_str(), names = all_named(texts, by), need = *need, rule = rule)
        }
        Reason::NotCopied { to } => t!(texts, "refused-not-copied", names = all_named(texts, to), rule = rule),
        Reason::KeptUntil(day) => t!(texts, "refused-kept-until", day = say::full_day(*day), rule = rule),
        Reason::NoLimit => t!(texts, "refused-no-limit", rule = rule),
        Reason::SameBranch => t!(texts, "refused-same-branch", rule = rule),
        Reason::NothingChanged => t!(texts, "refused-nothing-changed", rule = rule),
        Reason::BadValue(field, kind) => bad_value(texts, *field, &fault_kind_text(texts, *kind), rule),
        Reason::NoSuchAssist => t!(texts, "refused-no-such-assist", rule = rule),
        Reason::AlreadyAnswered => t!(texts, "refused-already-answered", rule = rule),
        Reason::CustomerDissatisfied => t!(texts, "refused-customer-dissatisfied", rule = rule),
        Reason::NotReplied => t!(texts, "refused-not-replied", rule = rule),
        Reason::AlreadyAttached => t!(texts, "refused-already-attached", rule = rule),
        Reason::NoSuchAttachment => t!(texts, "refused-no-such-attachment", rule = rule),
        Reason::NotUndoable => t!(texts, "refused-not-undoable", rule = rule),
        Reason::AlreadyWarned => t!(texts, "refused-already-warned", rule = rule),
        Reason::NotYetDue => t!(texts, "refused-not-yet-due", rule = rule),
        Reason::Merged(main) => t!(texts, "refused-merged", main = main.as_str(), rule = rule),
        Reason::NoSuchCase(number) => t!(texts, "refused-no-such-case", number = number.as_str(), rule = rule),
        Reason::LinkToItself => t!(texts, "refused-link-to-itself", rule = rule),
        Reason::AlreadyLinked(number) => t!(texts, "refused-already-linked", number = number.as_str(), rule = rule),
        Reason::NotLinked(number) => t!(texts, "refused-not-linked", number = number.as_str(), rule = rule),
        Reason::OtherMerged(number, main) => {
            t!(texts, "refused-other-merged", number = number.as_str(), main = main.as_str(), rule = rule)
        }
        Reason::MergeCircle(main) => t!(texts, "refused-merge-circle", main = main.as_str(), rule = rule),
        Reason::ReceivedFirst(number) => t!(texts, "refused-received-first", number = number.as_str(), rule = rule),
        Reason::MainClosed(number) => t!(texts, "refused-main-closed", number = number.as_str(), rule = rule),
        Reason::IncidentFileIn(number) => t!(texts, "refused-incident-file-in", number = number.as_str(), rule = rule),
        Reason::ProcedureIn(number) => t!(texts, "refused-procedure-in", number = number.as_str(), rule = rule),
        Reason::Incident(reason) => incident_refusal(texts, reason, rule),
        Reason::Procedure(reason) => procedure_refusal(texts, reason, rule, Concerned::default()),
        Reason::Returned(reason) => return_refusal(texts, reason, rule),
    }
}

/// As [`refusal_text`], with the names of the rule book that the case was opened under.
#[must_use]
pub fn refusal_in(texts: &Texts, refusal: &Refusal, rules: &Rules) -> String {
    match &refusal.reason {
        Reason::Procedure(reason) => {
            let of = Concerned { rules: Some(rules), template: None };
            procedure_refusal(texts, reason, &refusal.rule, of)
        }
        _ => refusal_text(texts, refusal),
    }
}

/// Names of the rule book in the language of the screen, in one line.
fn all_named(texts: &Texts, names: &[Name]) -> String {
    super::values::join(texts, names.iter().map(|name| super::values::named(texts, name).to_owned()))
}

fn bad_value(texts: &Texts, field: Field, fault: &str, rule: &str) -> String {
    t!(texts, "refused-bad-value", field = field_name(texts, field), fault = fault, rule = rule)
}

fn wording(texts: &Texts, which: Wording) -> String {
    match which {
        Wording::Reason => t!(texts, "wording-reason"),
        Wording::Result => t!(texts, "wording-result"),
        Wording::Reply => t!(texts, "wording-reply"),
        Wording::Conclusion => t!(texts, "wording-conclusion"),
        Wording::Note => t!(texts, "wording-note"),
        Wording::What => t!(texts, "wording-what"),
        Wording::Facts => t!(texts, "wording-facts"),
        Wording::Opinion => t!(texts, "wording-opinion"),
        Wording::Person => t!(texts, "wording-person"),
    }
}

/// What the data file could not do, what was kept, and what to do next.
#[must_use]
pub fn store_error_text(texts: &Texts, error: &StoreError) -> String {
    match error {
        StoreError::Refused(refusal) => refusal_text(texts, refusal),
        StoreError::Stale { by, at } => {
            t!(texts, "store-stale", by = by.as_str(), when = say::full_time(at.0))
        }
        StoreError::OrganisationChanged => t!(texts, "store-organisation-changed"),
        StoreError::OrganisationWrong(_) => t!(texts, "store-organisation-wrong"),
        StoreError::OrganisationUsed => t!(texts, "store-organisation-used"),
        StoreError::NoSuchCase(number) => t!(texts, "store-no-such-case", number = number.as_str()),
        StoreError::NoSuchIssue(document) => t!(texts, "store-no-such-issue", document = document.as_str()),
        StoreError::NumberTaken(document) => t!(texts, "store-number-taken", document = document.as_str()),
        StoreError::IssueLost(document) => t!(texts, "store-issue-lost", document = document.as_str()),
        StoreError::NoSuchCopy { document, holder } => {
            let copy = texts.name("holder", holder.word());
            t!(texts, "store-no-such-copy", document = document.as_str(), copy = copy)
        }
        StoreError::TooNew { found, known } => t!(texts, "store-too-new", found = *found, known = *known),
        StoreError::NotOurs(file) => t!(texts, "store-not-ours", file = file.display().to_string()),
        StoreError::OnNetworkDrive(file) => t!(texts, "store-network-drive", file = file.display().to_string()),
        StoreError::Busy => t!(texts, "store-busy"),
        StoreError::Damaged(what) => t!(texts, "store-damaged", what = what.as_str()),
        StoreError::RuleBook(why) => {
            t!(texts, "store-rule-book", line = why.line, found = why.found.as_str())
        }
        StoreError::VersionTaken { version, .. } => t!(texts, "store-version-taken", version = *version),
        StoreError::Unsigned => t!(texts, "store-unsigned"),
        StoreError::NoSuchBook(id) => t!(texts, "store-no-such-book", id = id.as_str()),
        StoreError::File { path, source, .. } => {
            t!(texts, "store-file", file = path.display().to_string(), why = source.to_string())
        }
        StoreError::Sqlite(why) => t!(texts, "store-sqlite", why = why.to_string()),
        StoreError::Migration(why) => t!(texts, "store-migration", why = why.to_string()),
        StoreError::Gone => t!(texts, "store-gone"),
    }
}
