//! `kesu list`: cases as a table for people or as JSON for programs. Persons are masked.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::args::ListArgs;
use super::open::Desk;
use super::rows::{for_each, iso, plain_time, query, standing};
use super::table::{self, one_line};
use crate::domain::mask::mask_name;
use crate::domain::organisation::Organisation;
use crate::domain::phone::Phone;
use crate::domain::policy::{Name, Policy};
use crate::domain::stage::IncidentGrade;
use crate::domain::{BranchId, PersonId, Stamp};
use crate::store::{CaseRow, OpenMode};

const HEADINGS: [&str; 12] = [
    "number", "received", "class", "level", "stage", "branch", "region", "customer", "phone", "model", "due",
    "standing",
];

/// Lists the chosen cases.
///
/// # Errors
/// No such file, view, class or region; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &ListArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let query = query(&asked.chosen, &mut desk)?;
    let limit = asked.limit.map(i64::from);
    let now = query.now;
    if asked.json {
        write!(out, "[")?;
        let mut first = true;
        for_each(&mut desk, query, limit, &mut |rows, desk| {
            for row in rows {
                write!(out, "{}", if first { "\n" } else { ",\n" })?;
                serde_json::to_writer(&mut *out, &object(row, desk.database.organisation(), now))?;
                first = false;
            }
            Ok(())
        })?;
        writeln!(out, "{}]", if first { "" } else { "\n" })?;
        return Ok(());
    }
    let mut first = true;
    let count = for_each(&mut desk, query, limit, &mut |rows, desk| {
        let lines: Vec<_> = rows.iter().map(|row| line(row, desk.database.organisation(), now)).collect();
        table::write(out, (&HEADINGS, std::mem::take(&mut first)), &lines)?;
        Ok(())
    })?;
    if count == 0 {
        writeln!(out, "no case")?;
    }
    Ok(())
}

/// Name of a branch; `None` where the case has none.
pub(super) fn branch_name(organisation: &Organisation, id: Option<BranchId>) -> Option<&str> {
    id.and_then(|id| organisation.branch(id)).map(|branch| branch.name.as_str())
}

/// Name of a person of the organisation.
pub(super) fn person_name(organisation: &Organisation, id: Option<PersonId>) -> Option<&str> {
    id.and_then(|id| organisation.person(id)).map(|person| person.name.as_str())
}

/// A text, or null where nothing is known.
pub(super) fn known(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// One case as `list --json` has it.
pub(super) fn object(row: &CaseRow, organisation: &Organisation, now: Stamp) -> Value {
    let (standing, overdue) = standing(row, now);
    json!({
        "number": row.number,
        "class": row.class.word(),
        "grade": row.grade.map(IncidentGrade::word),
        "level": row.level.word(),
        "class_name": own(&row.book.rules.policy, row).0,
        "level_name": own(&row.book.rules.policy, row).1,
        "stage": row.stage.word(),
        "round": row.round,
        "branch": branch_name(organisation, row.branch),
        "first_responsible": person_name(organisation, row.person),
        "region": known(&row.region),
        "customer": known(&mask_name(&row.customer)),
        "phone": known(&Phone::parse(&row.phone).masked()),
        "category": known(&row.category),
        "model": known(&row.model),
        "received": iso(row.received_at),
        "due": row.due_at.map(iso),
        "standing": standing,
        "overdue_minutes": overdue,
    })
}

fn line(row: &CaseRow, organisation: &Organisation, now: Stamp) -> [String; 12] {
    let (standing, overdue) = standing(row, now);
    [
        row.number.clone(),
        plain_time(row.received_at),
        own(&row.book.rules.policy, row).0.unwrap_or(row.class.word()).to_owned(),
        own(&row.book.rules.policy, row).1.unwrap_or(row.level.word()).to_owned(),
        row.stage.word().to_owned(),
        branch_name(organisation, row.branch).unwrap_or("-").to_owned(),
        known(&row.region).unwrap_or("-").to_owned(),
        mask_name(&one_line(&row.customer)),
        one_line(&Phone::parse(&row.phone).masked()),
        one_line(&row.model),
        row.due_at.map_or_else(|| "-".to_owned(), plain_time),
        overdue.map_or_else(|| standing.to_owned(), |minutes| format!("{standing} {}", late(minutes))),
    ]
}

/// `3d 04:05`, `04:05`: days, hours and minutes.
pub(super) fn late(minutes: i64) -> String {
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    if days > 0 { format!("{days}d {hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}") }
}

/// What the house of the case itself calls its class and level, in English as everything here; `None` where it has no names of its own.
pub(super) fn own<'a>(policy: &'a Policy, row: &CaseRow) -> (Option<&'a str>, Option<&'a str>) {
    let text = |name: &'a Name| name.en.as_str();
    (policy.class_name(row.class).map(text), policy.level_name(row.level).map(text))
}
