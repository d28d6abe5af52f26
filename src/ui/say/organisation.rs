//! Words for branches and people: what is wrong or missing, why a row of a list is not taken.

use std::path::Path;

use crate::domain::organisation::{BranchId, Change, Fault, Organisation, PersonId, Step, Subject};
use crate::exchange::dry_run::RefusalReason;
use crate::exchange::export::ExportFault;
use crate::exchange::report::write_row_report;
use crate::exchange::roster::{Column, RosterReason, RosterRun};
use crate::exchange::values::Unread;
use crate::t;
use crate::text::Texts;
use crate::ui::say_lists::{refusal_reason_text, with_report_words};

/// Why a row of a list of branches or people is not taken, and what would do.
#[must_use]
pub fn roster_reason_text(texts: &Texts, reason: &RosterReason) -> String {
    match reason {
        RosterReason::NoColumn(column) => {
            t!(texts, "roster-no-column", column = column_name(texts, *column))
        }
        RosterReason::NoName => t!(texts, "roster-no-name"),
        RosterReason::NoRegion => t!(texts, "roster-no-region"),
        RosterReason::AreaUnknown => t!(texts, "roster-area-unknown"),
        RosterReason::AreaOwned(branch) => t!(texts, "roster-area-owned", branch = branch.as_str()),
        RosterReason::UnknownRole => t!(texts, "roster-unknown-role"),
        RosterReason::UnknownBranch => t!(texts, "roster-unknown-branch"),
        RosterReason::UnknownRegion => t!(texts, "roster-unknown-region"),
        RosterReason::NoUnit => t!(texts, "roster-no-unit"),
        RosterReason::NotAPhone => t!(texts, "roster-not-a-phone"),
        RosterReason::Date(fault) => refusal_reason_text(texts, RefusalReason::Value(Unread::Date(*fault))),
        RosterReason::Backwards => t!(texts, "roster-backwards"),
    }
}

/// What a column of such a list is called.
#[must_use]
pub fn column_name(texts: &Texts, column: Column) -> String {
    texts.name("roster-column", column.word())
}

/// Writes the report of an import of branches or people in the language of the screen.
///
/// # Errors
/// As [`write_row_report`].
pub fn roster_report(path: &Path, run: &RosterRun, texts: &Texts) -> Result<(), ExportFault> {
    let reason = |reason: &RosterReason| roster_reason_text(texts, reason);
    with_report_words(texts, &t!(texts, "roster-entry"), |words| write_row_report(path, run, words, &reason).map(drop))
}

/// One thing that is wrong or missing in the organisation, by the names of those concerned.
#[must_use]
pub fn organisation_fault_text(texts: &Texts, organisation: &Organisation, fault: &Fault) -> String {
    let branch = |id: &BranchId| organisation.branch(*id).map_or("", |branch| branch.name.as_str());
    let person = |id: &PersonId| organisation.person(*id).map_or("", |person| person.name.as_str());
    match fault {
        Fault::NoName(_) => t!(texts, "org-fault-no-name"),
        Fault::NameTwice { name, .. } => t!(texts, "org-fault-name-twice", name = name.as_str()),
        Fault::UnknownRegion { branch: id, .. } => t!(texts, "org-fault-unknown-region", branch = branch(id)),
        Fault::Backwards(of) => t!(texts, "org-fault-backwards", name = subject_name(organisation, of)),
        Fault::Dangling(of) => t!(texts, "org-fault-dangling", name = subject_name(organisation, of)),
        Fault::AreaUnknown { branch: id, area } => {
            t!(texts, "org-fault-area-unknown", branch = branch(id), area = area.as_str())
        }
        Fault::AreaTwice { area, branches: [one, other] } => {
            t!(texts, "org-fault-area-twice", area = area.as_str(), one = branch(one), other = branch(other))
        }
        Fault::StandsInForSelf(_) => t!(texts, "org-fault-stands-in-self"),
        Fault::BranchWithoutFirst(id) => t!(texts, "org-fault-no-first", branch = branch(id)),
        Fault::RegionWithoutSecond(region) => t!(texts, "org-fault-no-second", region = region.as_str()),
        Fault::BranchWithoutArea(id) => t!(texts, "org-fault-no-area", branch = branch(id)),
        Fault::LeftButResponsible { person: who, branch: id, .. } => {
            t!(texts, "org-fault-left", person = person(who), branch = branch(id))
        }
        Fault::DeputyAway { deputy, .. } => t!(texts, "org-fault-deputy-away", person = person(deputy)),
        Fault::EndedWithPerson { branch: id, person: who } => {
            t!(texts, "org-fault-ended", person = person(who), branch = branch(id))
        }
        Fault::OddPhone(who) => t!(texts, "org-fault-phone", person = person(who)),
        Fault::Gap(area) => t!(texts, "org-fault-gap", area = area.as_str()),
        Fault::NoContact(id) => t!(texts, "org-fault-no-contact", branch = branch(id)),
        Fault::NoInsurer(year) => t!(texts, "org-fault-no-insurer", year = year.to_string()),
    }
}

/// What a thing is called; posts, duties and stand-ins by their person.
fn subject_name(organisation: &Organisation, of: &Subject) -> String {
    let person = |id: Option<PersonId>| id.and_then(|id| organisation.person(id)).map(|person| person.name.clone());
    let found = match of {
        Subject::Region(name) => Some(name.clone()),
        Subject::Branch(id) => organisation.branch(*id).map(|branch| branch.name.clone()),
        Subject::Person(id) => person(Some(*id)),
        Subject::Outlet(id) => {
            organisation.outlets.iter().find(|outlet| outlet.id == *id).map(|outlet| outlet.name.clone())
        }
        Subject::Post(id) => person(organisation.posts.iter().find(|post| post.id == *id).map(|post| post.person)),
        Subject::Duty(id) => person(organisation.duties.iter().find(|duty| duty.id == *id).map(|duty| duty.person)),
        Subject::StandIn(id) => {
            person(organisation.stand_ins.iter().find(|entry| entry.id == *id).map(|entry| entry.person))
        }
        Subject::Insurer(year) => Some(year.to_string()),
    };
    found.unwrap_or_default()
}

/// What a recorded change did, by the name of what it changed: 新增分部 苏州分部.
#[must_use]
pub fn recorded_change_text(texts: &Texts, organisation: &Organisation, change: &Change) -> String {
    fn sides<T>(step: &Step<T>, subject: impl Fn(&T) -> Subject) -> (&'static str, Option<Subject>) {
        let act = match (&step.before, &step.after) {
            (None, Some(_)) => "added",
            (Some(_), None) => "removed",
            _ => "changed",
        };
        (act, step.after.as_ref().or(step.before.as_ref()).map(subject))
    }
    let (kind, (act, of)) = match change {
        Change::Region(step) => ("region", sides(step, |name| Subject::Region(name.clone()))),
        Change::Branch(step) => ("branch", sides(step, |branch| Subject::Branch(branch.id))),
        Change::Person(step) => ("person", sides(step, |person| Subject::Person(person.id))),
        Change::Outlet(step) => ("outlet", sides(step, |outlet| Subject::Outlet(outlet.id))),
        Change::Post(step) => ("post", sides(step, |post| Subject::Person(post.person))),
        Change::Duty(step) => ("duty", sides(step, |duty| Subject::Person(duty.person))),
        Change::StandIn(step) => ("stand-in", sides(step, |entry| Subject::Person(entry.person))),
        Change::Insurer(step) => ("insurer", sides(step, |insurer| Subject::Insurer(insurer.year))),
    };
    // What was taken back is no longer in the organisation; its entry still names it.
    let standing = of.map(|of| subject_name(organisation, &of)).filter(|name| !name.is_empty());
    let name = standing.or_else(|| match change {
        Change::Branch(step) => step.before.as_ref().map(|branch| branch.name.clone()),
        Change::Person(step) => step.before.as_ref().map(|person| person.name.clone()),
        Change::Outlet(step) => step.before.as_ref().map(|outlet| outlet.name.clone()),
        _ => None,
    });
    let (act, kind) = (texts.name("org-act", act), texts.name("org-kind", kind));
    t!(texts, "org-change", act = act, kind = kind, name = name.unwrap_or_default())
}
