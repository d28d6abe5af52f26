//! `kesu show NUMBER`: one case with its stages and deadlines; with `--explain` every deadline's arithmetic.

use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::ShowArgs;
use super::clocks::{self, ClockRow};
use super::incident;
use super::issues;
use super::list::{branch_name, known, late, own, person_name};
use super::open::Desk;
use super::print::office;
use super::procedures;
use super::rows::{iso, plain_time, standing};
use super::table::one_line;
use super::timeline;
use crate::app::standing::standings;
use crate::domain::case::{Pause, Span};
use crate::domain::mask::{mask_address, mask_name};
use crate::domain::organisation::Organisation;
use crate::domain::phone::Phone;
use crate::domain::stage::IncidentGrade;
use crate::domain::{Field, Stamp};
use crate::store::{CaseFile, LinkedCase, OpenMode, SharedCorrective};

/// Shows the case.
///
/// # Errors
/// No such file or case; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &ShowArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let file = desk.case(&asked.number)?;
    let now = desk.by.now;
    let clocks = clocks::of(&file, now, asked.explain);
    let sheets = standings(&file, &office(&desk));
    let organisation = desk.database.organisation();
    if asked.json {
        let mut object = object(&file, organisation, &clocks, now);
        if let Some(map) = object.as_object_mut() {
            map.insert("issues".to_owned(), issues::array(&file, &sheets));
        }
        if let (true, Some(map)) = (asked.explain, object.as_object_mut()) {
            map.insert("history".to_owned(), timeline::array(&file, organisation));
        }
        serde_json::to_writer_pretty(&mut *out, &object)?;
        writeln!(out)?;
    } else {
        write_plain(&file, organisation, &clocks, now, asked.explain, out)?;
        issues::write_plain(&file, &sheets, out)?;
        if asked.explain {
            writeln!(out, "\nHistory")?;
            for line in timeline::lines(&file, organisation) {
                writeln!(out, "  {line}")?;
            }
        }
    }
    Ok(())
}

/// The text of a field as a list may show it.
pub(super) fn masked(field: Field, text: &str) -> String {
    match field {
        Field::Phone | Field::ReporterPhone => Phone::parse(text).masked(),
        Field::Address => mask_address(text),
        _ if field.is_personal() => mask_name(text),
        _ => text.to_owned(),
    }
}

fn object(file: &CaseFile, organisation: &Organisation, clocks: &[ClockRow], now: Stamp) -> Value {
    let (case, row) = (&file.case, &file.row);
    let (standing, overdue) = standing(row, now);
    let facts: Map<String, Value> = Field::ALL
        .iter()
        .map(|&field| (field.word().to_owned(), json!(known(&masked(field, &case.facts.text(field))))))
        .collect();
    json!({
        "number": case.number,
        "class": case.facts.class.word(),
        "level": case.facts.level.word(),
        "class_name": own(&file.book.rules.policy, row).0,
        "level_name": own(&file.book.rules.policy, row).1,
        "grade": case.facts.grade.map(IncidentGrade::word),
        "stage": case.stage.word(),
        "round": case.round,
        "urgent": row.urgent,
        "region": known(&row.region),
        "branch": branch_name(organisation, case.branch),
        "first_responsible": person_name(organisation, case.first),
        "second_responsible": person_name(organisation, case.second),
        "customer": known(&mask_name(&row.customer)),
        "received": iso(row.received_at),
        "due": row.due_at.map(iso),
        "standing": standing,
        "overdue_minutes": overdue,
        "governing": clocks.iter().find(|clock| clock.governs).map(|clock| clock.kind),
        "logged_by": case.logged_by,
        "rule_book": case.rule_book,
        "rule_version": case.rule_version,
        "revision": case.revision,
        "facts": facts,
        "stages": case.spans.iter().map(span_object).collect::<Vec<_>>(),
        "deadlines": clocks.iter().map(ClockRow::object).collect::<Vec<_>>(),
        "attachments": case.attachments.iter().map(|file| json!({
            "name": file.name, "media": file.media.word(), "bytes": file.bytes, "sha256": file.hash,
        })).collect::<Vec<_>>(),
        "broken_attachments": file.broken,
        "merged_into": case.merged_into(),
        "links": file.linked.iter().map(link_object).collect::<Vec<_>>(),
        "earlier_complaints": file.earlier.len(),
        "first_asked_breaches": case.breaches.iter().map(|(at, breach)| json!({
            "at": iso(*at), "who": breach.who, "how": breach.kind.word(), "reason": breach.reason,
        })).collect::<Vec<_>>(),
        "incident": incident::object(file, now),
        "procedures": procedures::array(file),
        "waivers": procedures::waivers(file),
    })
}

fn link_object(linked: &LinkedCase) -> Value {
    let corrective = |shared: &SharedCorrective| {
        json!({
            "id": shared.id, "owner": shared.entry.owner, "due": iso(shared.entry.due),
            "effective": shared.effective, "covers": shared.entry.covers,
        })
    };
    json!({
        "relation": linked.link.relation.word(),
        "number": linked.row.number,
        "stage": linked.row.stage.word(),
        "customer": known(&mask_name(&linked.row.customer)),
        "since": iso(linked.since),
        "reason": known(&linked.link.reason),
        "correctives": linked.correctives.iter().map(corrective).collect::<Vec<_>>(),
    })
}

fn span_object(span: &Span) -> Value {
    let pause = |pause: &Pause| {
        json!({
            "from": iso(pause.from), "to": pause.to.map(iso), "reason": pause.reason, "note": known(&pause.note),
        })
    };
    let extension = span.extensions.last().map(|extension| {
        json!({
            "until": iso(extension.until), "reason": extension.reason, "approved_by": extension.approved_by,
        })
    });
    json!({
        "round": span.round,
        "stage": span.stage.word(),
        "from": iso(span.from),
        "to": span.to.map(iso),
        "pauses": span.pauses.iter().map(pause).collect::<Vec<_>>(),
        "extension": extension,
        "agreed": span.agreed.map(iso),
        "warned": span.warned_at.map(iso),
    })
}

fn write_plain(
    file: &CaseFile,
    organisation: &Organisation,
    clocks: &[ClockRow],
    now: Stamp,
    explain: bool,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let (case, row) = (&file.case, &file.row);
    let (standing, overdue) = standing(row, now);
    let overdue = overdue.map_or_else(String::new, |minutes| format!(" by {}", late(minutes)));
    writeln!(out, "{}  {}  {standing}{overdue}", case.number, case.stage.word())?;
    let branch = branch_name(organisation, case.branch).unwrap_or("-");
    let person = person_name(organisation, case.first).unwrap_or("-");
    writeln!(out, "branch {branch}, first responsible {person}, region {}", known(&row.region).unwrap_or("-"))?;
    if let Some(main) = case.merged_into() {
        writeln!(out, "merged into {main}: entries are made there")?;
    }
    if !file.earlier.is_empty() {
        writeln!(out, "earlier complaints of the same phone or product: {}", file.earlier.len())?;
    }
    write_links(file, out)?;
    writeln!(out, "\nFacts")?;
    for &field in Field::ALL {
        let names = own(&file.book.rules.policy, row);
        let text = match field {
            Field::InfoClass => names.0.map(str::to_owned),
            Field::Level => names.1.map(str::to_owned),
            _ => None,
        };
        let text = text.unwrap_or_else(|| masked(field, &case.facts.text(field)));
        if !text.is_empty() {
            writeln!(out, "  {:<20}{}", field.word(), one_line(&text))?;
        }
    }
    writeln!(out, "\nStages")?;
    for span in &case.spans {
        let to = span.to.map_or_else(|| "now".to_owned(), plain_time);
        let notes = span_notes(span);
        writeln!(out, "  {:<10}round {}  {} to {to}{notes}", span.stage.word(), span.round, plain_time(span.from))?;
    }
    writeln!(out, "\nDeadlines")?;
    for clock in clocks {
        write_clock(clock, explain, out)?;
    }
    incident::write_plain(file, now, out)?;
    procedures::write_plain(file, out)?;
    Ok(())
}

fn write_links(file: &CaseFile, out: &mut impl Write) -> anyhow::Result<()> {
    if file.linked.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nLinks")?;
    for linked in &file.linked {
        let (relation, row) = (linked.link.relation.word(), &linked.row);
        let since = plain_time(linked.since);
        let customer = mask_name(&one_line(&row.customer));
        writeln!(out, "  {relation:<10}{}  {}  {customer}  since {since}", row.number, row.stage.word())?;
        for shared in &linked.correctives {
            let works = if shared.effective { "effective" } else { "not verified" };
            let (owner, due) = (one_line(&shared.entry.owner), plain_time(shared.entry.due));
            writeln!(out, "            corrective {}: {owner}, due {due}, {works}", shared.id)?;
        }
    }
    Ok(())
}

fn span_notes(span: &Span) -> String {
    let mut notes = String::new();
    for pause in &span.pauses {
        let to = pause.to.map_or_else(|| "now".to_owned(), plain_time);
        notes.push_str(&format!("; waited {} to {to} ({})", plain_time(pause.from), one_line(&pause.reason)));
    }
    if let Some(extension) = span.extensions.last() {
        notes.push_str(&format!("; extended to {}", plain_time(extension.until)));
    }
    if let Some(warned) = span.warned_at {
        notes.push_str(&format!("; warned {}", plain_time(warned)));
    }
    notes
}

fn write_clock(clock: &ClockRow, explain: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let limit = clock.limit.map_or_else(String::new, |limit| format!(" ({})", clocks::limit_text(limit)));
    let due = clock.due.map_or_else(|| "stopped".to_owned(), |due| format!("due {}", plain_time(due)));
    let ended = clock.ended.map_or_else(String::new, |ended| format!(" {}", plain_time(ended)));
    let governs = if clock.governs { "  <- governs" } else { "" };
    writeln!(
        out,
        "  {:<20}{}{limit}  from {}, {due}, {:.0} % used, {}{ended}{governs}",
        clock.name(),
        clock.rule,
        plain_time(clock.start),
        clock.used_share * 100.0,
        clock.standing.replace('_', " "),
    )?;
    if explain {
        for line in clock.lines() {
            writeln!(out, "      {line}")?;
        }
    }
    Ok(())
}
